#include "mutate.h"

enum { ETHERNET_BYTES = 14, IPV4_BYTES = 20, IPV6_BYTES = 40 };

/* ---- Bytes ----------------------------------------------------------------------------------- */

static uint32_t place(const struct frame *frame, struct random *random)
{
    return random_below(random, frame->length_bytes);
}

static void put_edge(struct frame *frame, struct random *random)
{
    static const uint32_t edges[] = {0,      1,      2,      4,      7,          8,         0x7f,
                                     0x80,   0xff,   0x100,  0x5dc,  0x7fff,     0x8000,    0xfffe,
                                     0xffff, 0x3fff, 0x2000, 0x1fff, 0x7fffffff, 0x80000000};
    uint32_t edge = edges[random_below(random, sizeof edges / sizeof *edges)];
    uint32_t width = 1u << random_below(random, 3), at = place(frame, random);
    if (at + width > frame->length_bytes)
        return;
    for (uint32_t i = 0; i < width; i++)
        frame->bytes[at + i] = (uint8_t)(edge >> (8 * (width - 1 - i)));
}

static void cut_out(struct frame *frame, struct random *random)
{
    uint32_t at = place(frame, random);
    uint32_t length = 1 + random_below(random, frame->length_bytes - at);
    memmove(frame->bytes + at, frame->bytes + at + length, frame->length_bytes - at - length);
    frame->length_bytes -= length;
}

static void double_piece(struct frame *frame, struct random *random)
{
    uint32_t at = place(frame, random);
    uint32_t length = 1 + random_below(random, frame->length_bytes - at);
    if (frame->length_bytes + length > FRAME_BYTES_MAX)
        return;
    memmove(frame->bytes + at + length, frame->bytes + at, frame->length_bytes - at);
    frame->length_bytes += length;
}

static void lengthen(struct frame *frame, struct random *random)
{
    uint32_t length = 1 + random_below(random, random_percent(random, 50) ? 8 : 1500);
    if (frame->length_bytes + length > FRAME_BYTES_MAX)
        return;
    for (uint32_t i = 0; i < length; i++)
        frame->bytes[frame->length_bytes + i] = (uint8_t)random_next(random);
    frame->length_bytes += length;
}

static void splice(struct frame *frame, const struct frame *other, struct random *random)
{
    uint32_t at = place(frame, random);
    if (at >= other->length_bytes)
        return;
    memcpy(frame->bytes + at, other->bytes + at, other->length_bytes - at);
    frame->length_bytes = other->length_bytes;
}

void mutate_bytes(struct frame *frame, const struct frame *other, struct random *random)
{
    if (frame->length_bytes == 0)
        return;
    switch (random_below(random, 9)) {
    case 0:
    case 1:
        frame->bytes[place(frame, random)] ^= (uint8_t)(1u << random_below(random, 8));
        break;
    case 2:
        frame->bytes[place(frame, random)] = (uint8_t)random_next(random);
        break;
    case 3:
        put_edge(frame, random);
        break;
    case 4:
        frame->length_bytes = place(frame, random);
        break;
    case 5:
        lengthen(frame, random);
        break;
    case 6:
        cut_out(frame, random);
        break;
    case 7:
        double_piece(frame, random);
        break;
    default:
        splice(frame, other, random);
        break;
    }
}

/* ---- Fields ---------------------------------------------------------------------------------- */

/* A number near the true one, or any. */
static void disturb(struct frame *frame, uint32_t at, unsigned width_bytes, struct random *random)
{
    if (at + width_bytes > frame->length_bytes)
        return;
    uint32_t value = (uint32_t)random_next(random);
    if (width_bytes == 1) {
        frame->bytes[at] = random_percent(random, 50) ? (uint8_t)(frame->bytes[at] + value % 9 - 4)
                                                      : (uint8_t)value;
        return;
    }
    uint32_t old = wherry__get16(frame->bytes + at);
    put16(frame->bytes + at, random_percent(random, 60) ? old + value % 33 - 16 : value);
}

/* Options are short: type, length, value. */
static void disturb_options(struct frame *frame, uint32_t from, uint32_t to, struct random *random)
{
    uint32_t count = 1 + random_below(random, 4);
    if (to > frame->length_bytes)
        to = frame->length_bytes;
    for (uint32_t i = 0; from < to && i < count; i++)
        disturb(frame, from + random_below(random, to - from), 1, random);
}

static void mutate_network(struct frame *frame, const struct wherry__frame_layers *layers,
                           struct random *random)
{
    static const struct {
        uint8_t offset, width_bytes;
    } fields4[] = {{0, 1}, {2, 2}, {6, 2}, {6, 1}, {9, 1}, {12, 2}, {16, 2}, {20, 1}, {21, 1}},
      fields6[] = {{0, 1}, {4, 2}, {6, 1}, {7, 1}, {8, 2}, {24, 2}, {38, 2}, {40, 1}, {41, 1}};
    uint32_t i = random_below(random, sizeof fields4 / sizeof *fields4);
    if (layers->ip_version == 6)
        disturb(frame, layers->network + fields6[i].offset, fields6[i].width_bytes, random);
    else
        disturb(frame, layers->network + fields4[i].offset, fields4[i].width_bytes, random);
}

static void mutate_tcp(struct frame *frame, uint32_t at, struct random *random)
{
    uint32_t header = (frame->bytes[at + TCP_DATA_OFFSET] >> 4) * 4u;
    switch (random_below(random, 5)) {
    case 0:
        disturb(frame, at + TCP_DATA_OFFSET, 1, random);
        break;
    case 1:
        frame->bytes[at + TCP_FLAG_BITS] ^= (uint8_t)(1u << random_below(random, 6));
        break;
    case 2:
        disturb(frame, at + 14, 2, random); /* the window */
        break;
    case 3:
        disturb(frame, at + TCP_SEQUENCE + 2 * random_below(random, 4), 2, random);
        break;
    default:
        disturb_options(frame, at + TCP_HEADER_BYTES, at + header, random);
        break;
    }
}

/* Make it a fragment: offset in units of 8 bytes, and whether more follow. */
static void make_fragment(struct frame *frame, const struct wherry__frame_layers *layers,
                          struct random *random)
{
    static const uint16_t offsets[] = {0, 1, 2, 3, 100, 185, 0x1ffe, 0x1fff};
    uint16_t offset = offsets[random_below(random, sizeof offsets / sizeof *offsets)];
    uint32_t at = layers->network + 6;
    if (layers->ip_version != 4 || at + 2 > frame->length_bytes)
        return;
    put16(frame->bytes + at, offset | (random_percent(random, 60) ? 0x2000u : 0));
    put16(frame->bytes + at - 2, random_below(random, 4)); /* few of them: they meet */
}

/* A router's word that packets to the sender are too big, for some MTU (RFC 4443 3.2). */
static void make_too_big(struct frame *frame, const struct wherry__frame_layers *layers,
                         struct random *random)
{
    static const uint32_t mtus[] = {0,    1,    40,   47,   48,    55,         56,        68,
                                    1279, 1280, 1300, 1500, 65535, 0x80000000, 0xffffffff};
    uint8_t *packet = frame->bytes + layers->network, *message = packet + IPV6_BYTES;
    uint32_t length = 8 + IPV6_BYTES + 8;
    if (layers->ip_version != 6 || layers->network + IPV6_BYTES + length > FRAME_BYTES_MAX)
        return;
    memmove(message + 8, packet, IPV6_BYTES);
    memcpy(message + 8 + 8, packet + 24, 16); /* what the stack sent to the sender */
    memcpy(message + 8 + 24, packet + 8, 16);
    memset(message + 8 + IPV6_BYTES, 0, 8);
    put16(packet + 4, length);
    packet[6] = WHERRY__PROTOCOL_ICMPV6;
    put16(message, 2 << 8);
    put32(message + 4, mtus[random_below(random, sizeof mtus / sizeof *mtus)]);
    frame->length_bytes = layers->network + IPV6_BYTES + length;
}

static void mutate_transport(struct frame *frame, const struct wherry__frame_layers *layers,
                             struct random *random)
{
    uint32_t at = layers->transport;
    if (layers->transport_bytes < 8)
        disturb_options(frame, layers->network + IPV4_BYTES, frame->length_bytes, random);
    else if (layers->protocol == WHERRY__PROTOCOL_TCP && layers->transport_bytes >= 20)
        mutate_tcp(frame, at, random);
    else if (layers->protocol == WHERRY__PROTOCOL_UDP && random_percent(random, 30))
        disturb(frame, at + 2 * random_below(random, 3), 2, random);
    else
        disturb_options(frame, at, at + (layers->transport_bytes < 400 ? 400 : 16), random);
}

void mutate_fields(struct frame *frame, struct random *random)
{
    struct wherry__frame_layers layers;
    if (frame->length_bytes < ETHERNET_BYTES)
        return;
    wherry__frame_layers(frame->bytes, frame->length_bytes, &layers);
    if (layers.ip_version == 0)
        disturb_options(frame, ETHERNET_BYTES - 2, frame->length_bytes, random);
    else if (random_percent(random, 35))
        mutate_network(frame, &layers, random);
    else if (random_percent(random, 3))
        make_too_big(frame, &layers, random);
    else if (random_percent(random, 12))
        make_fragment(frame, &layers, random);
    else
        mutate_transport(frame, &layers, random);
}
