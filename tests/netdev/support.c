#include "support.h"

#include <string.h>

void support_fill(uint8_t *bytes, uint32_t length_bytes, uint32_t number)
{
    uint32_t state = number * 2654435761U + length_bytes;
    static const uint8_t header[] = {
        2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, SUPPORT_TYPE >> 8, SUPPORT_TYPE & 0xff};
    memcpy(bytes, header, sizeof(header));
    for (uint32_t i = sizeof(header); i < length_bytes; i++) {
        state = state * 1664525U + 1013904223U;
        bytes[i] = (uint8_t)(state >> 24);
    }
}

int support_holds(const struct wherry_netdev_frame *frame, uint32_t length_bytes, uint32_t number)
{
    uint8_t wanted[2048];
    if (frame->length_bytes != length_bytes || frame->wire_length_bytes != length_bytes)
        return 0;
    support_fill(wanted, length_bytes, number);
    return memcmp(frame->bytes, wanted, length_bytes) == 0;
}

int support_send(struct wherry_netdev *device, uint32_t length_bytes, uint32_t number)
{
    uint8_t *bytes;
    int code = wherry_netdev_reserve(device, length_bytes, &bytes);
    if (code < 0)
        return code;
    support_fill(bytes, length_bytes, number);
    return wherry_netdev_commit(device, length_bytes);
}

uint32_t support_length(uint32_t number)
{
    static const uint32_t lengths[] = {60, 61, 64, 590, 1514, 1513, 128, 14};
    return lengths[number % (sizeof(lengths) / sizeof(lengths[0]))];
}
