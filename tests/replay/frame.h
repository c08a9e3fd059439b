/* frame.h: fields of frames that the test reads and changes. */
#ifndef WHERRY_TEST_REPLAY_FRAME_H
#define WHERRY_TEST_REPLAY_FRAME_H

#include <stdint.h>
#include <string.h>

#include "frame_layers.h"

enum { FRAME_BYTES_MAX = 4096 };

struct frame {
    uint32_t length_bytes;
    uint8_t bytes[FRAME_BYTES_MAX];
};

/* In a header of TCP. */
enum {
    TCP_SOURCE = 0,
    TCP_DESTINATION = 2,
    TCP_SEQUENCE = 4,
    TCP_ACKNOWLEDGED = 8,
    TCP_DATA_OFFSET = 12,
    TCP_FLAG_BITS = 13,
    TCP_HEADER_BYTES = 20
};
enum { FLAG_FIN = 1, FLAG_SYN = 2, FLAG_RST = 4, FLAG_ACK = 16 };

/* Where the header of `protocol` begins, if the frame has `needed_bytes` of it; else NULL. */
static inline uint8_t *frame_transport(struct frame *frame, unsigned protocol,
                                       uint32_t needed_bytes)
{
    struct wherry__frame_layers layers;
    if (frame->length_bytes < 14)
        return NULL;
    wherry__frame_layers(frame->bytes, frame->length_bytes, &layers);
    if (layers.ip_version == 0 || layers.protocol != protocol ||
        layers.transport_bytes < needed_bytes)
        return NULL;
    return frame->bytes + layers.transport;
}

static inline void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

/* frame.c: make the checksums of IPv4, ICMP, TCP and UDP right, as far as the headers can be told.
 */
void frame_repair(struct frame *frame);

#endif
