/* What lwIP 2.1.3 must not be given, found by tests/replay: packets that make its assertions fail,
 * or its answers tell where its memory is. */
#include "hooks.h"

#include <lwip/icmp6.h>
#include <lwip/ip6.h>
#include <lwip/prot/tcp.h>
#include <lwip/tcp.h>

enum { SKIPPED_HEADERS_MAX = 8 };

/* A segment of one byte exactly 2^31 before the next one awaited passes for one that overlaps it,
 * since the difference has no sign (tcp_receive(): "insane offset!"). */
err_t wherry__check_segment(const struct tcp_pcb *pcb, const struct tcp_hdr *header)
{
    int has_received = pcb->state != LISTEN && pcb->state != SYN_SENT;
    return has_received && pcb->rcv_nxt - header->seqno == 0x80000000u ? ERR_VAL : ERR_OK;
}

/* What follows the headers that stand before it in each fragment. Where that is not a protocol of
 * ours, lwIP would go on with the header of one fragment and the payload of another: a second
 * fragment header fails an assertion in ip6_reass(), and a parameter problem is reported with the
 * distance of the two in memory. */
static int is_ours(uint8_t next)
{
    return next == IP6_NEXTH_TCP || next == IP6_NEXTH_UDP || next == IP6_NEXTH_ICMP6;
}

static int is_extension(uint8_t next)
{
    return next == IP6_NEXTH_HOPBYHOP || next == IP6_NEXTH_ROUTING || next == IP6_NEXTH_DESTOPTS ||
           next == IP6_NEXTH_FRAGMENT;
}

/* lwIP has checked that the header itself is there. What is cut off is its own to refuse. */
int wherry__refuse_packet6(struct pbuf *packet)
{
    uint8_t next = IP6H_NEXTH((const struct ip6_hdr *)packet->payload);
    u16_t at = IP6_HLEN;
    int is_refused = 0;
    for (unsigned i = 0; i < SKIPPED_HEADERS_MAX && !is_refused && is_extension(next); i++) {
        uint8_t header[4]; /* next header, length; of a fragment: offset and more */
        if (pbuf_copy_partial(packet, header, sizeof header, at) < sizeof header)
            break;
        int is_fragment = next == IP6_NEXTH_FRAGMENT && (header[2] != 0 || (header[3] & 0xf9) != 0);
        next = header[0];
        at = (u16_t)(at + (is_fragment ? 8 : 8 * (header[1] + 1)));
        is_refused = is_fragment && !is_ours(next);
    }
    if (is_refused)
        pbuf_free(packet);
    return is_refused;
}

/* In place of icmp6_time_exceeded_with_addrs() for fragments that are given up: what would be
 * quoted was overwritten, and is restored by halves only. RFC 8200 4.5 only recommends the message.
 */
void wherry__fragment_expired(struct pbuf *packet, enum icmp6_te_code code,
                              const ip6_addr_t *source, const ip6_addr_t *destination)
{
    (void)packet, (void)code, (void)source, (void)destination;
}
