#include "frame.h"

#include <string.h>

enum {
    AT_SOURCE = 6,
    AT_ETHERTYPE = 12,
    AT_MAGIC = 14,
    AT_SEQUENCE = 18,
    AT_TOTAL = 22,
    AT_LENGTH = 26,
    AT_CHECKSUM = 30,
    AT_PAYLOAD = 34
};

static const uint8_t magic[4] = {'W', 'H', 'R', 'Y'};

/* Locally administered, so it belongs to no vendor (IEEE 802, 8.2.2). */
static const uint8_t source[FRAME_MAC_BYTES] = {0x02, 'W', 'h', 'r', 'r', 'y'};

static void put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static uint32_t get_u32(const uint8_t *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 8 | at[i];
    return value;
}

static uint32_t fnv1a(uint32_t hash, const uint8_t *data, size_t count)
{
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ data[i]) * UINT32_C(16777619);
    return hash;
}

static uint32_t checksum(const uint8_t *frame, size_t size_bytes)
{
    uint32_t hash = UINT32_C(2166136261);
    hash = fnv1a(hash, frame + AT_MAGIC, AT_CHECKSUM - AT_MAGIC);
    return fnv1a(hash, frame + AT_PAYLOAD, size_bytes - AT_PAYLOAD);
}

void frame_build(uint8_t *frame, size_t size_bytes, const uint8_t to[FRAME_MAC_BYTES],
                 struct frame_info info)
{
    memcpy(frame, to, FRAME_MAC_BYTES);
    memcpy(frame + AT_SOURCE, source, sizeof(source));
    frame[AT_ETHERTYPE] = FRAME_ETHERTYPE >> 8;
    frame[AT_ETHERTYPE + 1] = FRAME_ETHERTYPE & 0xff;
    memcpy(frame + AT_MAGIC, magic, sizeof(magic));
    put_u32(frame + AT_SEQUENCE, info.sequence);
    put_u32(frame + AT_TOTAL, info.total);
    put_u32(frame + AT_LENGTH, (uint32_t)size_bytes);
    for (size_t i = AT_PAYLOAD; i < size_bytes; i++)
        frame[i] = (uint8_t)(info.sequence * 31 + i);
    put_u32(frame + AT_CHECKSUM, checksum(frame, size_bytes));
}

enum frame_verdict frame_check(const uint8_t *data, size_t captured_bytes, size_t wire_bytes,
                               struct frame_info *info)
{
    if (captured_bytes < AT_MAGIC || data[AT_ETHERTYPE] != FRAME_ETHERTYPE >> 8 ||
        data[AT_ETHERTYPE + 1] != (FRAME_ETHERTYPE & 0xff))
        return FRAME_FOREIGN;
    if (captured_bytes < FRAME_MIN_BYTES || captured_bytes != wire_bytes ||
        memcmp(data + AT_MAGIC, magic, sizeof(magic)) != 0 ||
        get_u32(data + AT_LENGTH) != captured_bytes ||
        get_u32(data + AT_CHECKSUM) != checksum(data, captured_bytes))
        return FRAME_DAMAGED;
    info->sequence = get_u32(data + AT_SEQUENCE);
    info->total = get_u32(data + AT_TOTAL);
    if (info->total > FRAME_MAX_COUNT || info->sequence >= info->total)
        return FRAME_DAMAGED;
    return FRAME_GOOD;
}
