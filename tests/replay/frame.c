#include "frame.h"

enum { ICMP_CHECKSUM = 2, IPV4_CHECKSUM = 10 };

static uint32_t sum_of(const uint8_t *bytes, uint32_t length_bytes, uint32_t sum)
{
    for (uint32_t i = 0; i < length_bytes; i++)
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    return sum;
}

static uint16_t inverted(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static void repair_header(uint8_t *header, uint32_t held_bytes)
{
    uint32_t length = (header[0] & 15u) * 4;
    if (length < 20 || length > held_bytes)
        return;
    put16(header + IPV4_CHECKSUM, 0);
    put16(header + IPV4_CHECKSUM, inverted(sum_of(header, length, 0)));
}

/* ICMP, with the pseudo-header for that of IPv6 (RFC 4443 2.3). */
static void repair_icmp(struct frame *frame, const struct wherry__frame_layers *layers)
{
    uint8_t *icmp = frame->bytes + layers->transport;
    uint32_t sum = 0;
    if (layers->protocol == WHERRY__PROTOCOL_ICMPV6)
        sum = sum_of(frame->bytes + layers->source, 32,
                     layers->transport_bytes + WHERRY__PROTOCOL_ICMPV6);
    put16(icmp + ICMP_CHECKSUM, 0);
    put16(icmp + ICMP_CHECKSUM, inverted(sum_of(icmp, layers->transport_bytes, sum)));
}

void frame_repair(struct frame *frame)
{
    struct wherry__frame_layers layers;
    if (frame->length_bytes < 14)
        return;
    wherry__frame_layers(frame->bytes, frame->length_bytes, &layers);
    if (layers.ip_version == 4)
        repair_header(frame->bytes + layers.network, frame->length_bytes - layers.network);
    int is_icmp = (layers.ip_version == 4 && layers.protocol == WHERRY__PROTOCOL_ICMP) ||
                  (layers.ip_version == 6 && layers.protocol == WHERRY__PROTOCOL_ICMPV6);
    if (is_icmp && !layers.is_fragment && layers.transport_bytes >= 4)
        repair_icmp(frame, &layers);
    else
        (void)wherry__frame_fill_checksum(frame->bytes, frame->length_bytes);
}
