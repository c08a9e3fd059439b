/* Acknowledgements that a later one says again are not sent.
 *
 * lwIP acknowledges every second segment as it comes; of a burst of segments the system would send
 * dozens of frames, which costs several times what receiving the segments does. So within a burst
 * an acknowledgement is held until another frame is to be sent, or the burst is over; one of the
 * same connection with a higher number takes its place. One with the same number never does: the
 * other side counts those (RFC 5681 3.2). */
#include "internal.h"

#include <string.h>

enum {
    MERGED_MAX = 8, /* the other side's window grows with the number of acknowledgements, too */
    ETHERNET_BYTES = WHERRY_NETDEV_HEADER_BYTES,
    TCP_BYTES = 20, /* without options: those of a gap (RFC 2018) have some */
    TCP_ACK_OFFSET = 8,
    TCP_PROTOCOL = 6
};

/* What a frame must have to be nothing but an acknowledgement, and where its addresses are. */
static const struct layout {
    uint16_t frame_bytes;
    uint8_t version, protocol_offset, addresses_offset, addresses_bytes;
} layouts[] = {
    {ETHERNET_BYTES + 20 + TCP_BYTES, 0x45, ETHERNET_BYTES + 9, ETHERNET_BYTES + 12, 8},
    {ETHERNET_BYTES + 40 + TCP_BYTES, 0x60, ETHERNET_BYTES + 6, ETHERNET_BYTES + 8, 32},
};

static const uint8_t *tcp_of(const uint8_t *frame, const struct layout *layout)
{
    return frame + layout->frame_bytes - TCP_BYTES;
}

static const struct layout *layout_of(const struct pbuf *frame)
{
    enum { DATA_OFFSET_5 = 0x50, FLAGS_ACK_ALONE = 0x10 };
    const uint8_t *bytes = frame->payload;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        const struct layout *layout = &layouts[i];
        if (frame->len == layout->frame_bytes && frame->tot_len == frame->len &&
            bytes[ETHERNET_BYTES] == layout->version &&
            bytes[layout->protocol_offset] == TCP_PROTOCOL &&
            tcp_of(bytes, layout)[12] == DATA_OFFSET_5 &&
            tcp_of(bytes, layout)[13] == FLAGS_ACK_ALONE)
            return layout;
    }
    return NULL;
}

static uint32_t acknowledged(const uint8_t *tcp)
{
    uint32_t number;
    memcpy(&number, tcp + TCP_ACK_OFFSET, sizeof number);
    return lwip_ntohl(number);
}

/* Addresses, ports and the number of what we sent are the same, and more is acknowledged. */
static int says_more(const uint8_t *frame, const uint8_t *held, const struct layout *layout)
{
    const uint8_t *tcp = tcp_of(frame, layout), *held_tcp = tcp_of(held, layout);
    uint32_t more = acknowledged(tcp) - acknowledged(held_tcp);
    return memcmp(frame, held, ETHERNET_BYTES) == 0 &&
           memcmp(frame + layout->addresses_offset, held + layout->addresses_offset,
                  layout->addresses_bytes) == 0 &&
           memcmp(tcp, held_tcp, TCP_ACK_OFFSET) == 0 && more > 0 && more <= INT32_MAX;
}

int wherry__hold_ack(struct wherry_stack *stack, const struct pbuf *frame)
{
    struct held_ack *held = &stack->held;
    const struct layout *layout = held->is_allowed ? layout_of(frame) : NULL;
    if (!layout)
        return 0;
    if (held->length_bytes == layout->frame_bytes && held->merged < MERGED_MAX &&
        says_more(frame->payload, held->bytes, layout)) {
        held->merged++;
    } else {
        wherry__release_ack(stack);
        held->merged = 0;
    }
    memcpy(held->bytes, frame->payload, layout->frame_bytes);
    held->length_bytes = layout->frame_bytes;
    return 1;
}

/* One that cannot be sent is lost like one on the way. */
void wherry__release_ack(struct wherry_stack *stack)
{
    struct held_ack *held = &stack->held;
    struct wherry_netdev_part part = {held->bytes, held->length_bytes};
    if (held->length_bytes == 0)
        return;
    held->length_bytes = 0;
    if (wherry_netdev_send(stack->device, &part, 1) == 0)
        stack->counts.sent++;
    else
        stack->counts.send_failed++;
}
