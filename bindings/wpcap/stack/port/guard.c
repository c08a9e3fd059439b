/* What lwIP 2.1.3 must not be given, found by tests/replay: packets that make its assertions fail
 * or its loops endless, or its answers tell where its memory is. tests/replay/test_guard.c has one
 * of each. */
#include "hooks.h"

#include <lwip/icmp6.h>
#include <lwip/ip6.h>
#include <lwip/prot/tcp.h>
#include <lwip/tcp.h>

enum { HEADERS_MAX = 8, MSS_OPTION = 2, MTU_MIN = 1280 };

/* ---- TCP ------------------------------------------------------------------------------------- */

/* In one or two pieces. Options are a kind, a length and a value but for 0, the end, and 1. */
static int has_mss(const uint8_t *options, u16_t length1, const uint8_t *options2, u16_t length)
{
    for (u16_t i = 0; i < length;) {
        uint8_t kind = i < length1 ? options[i] : options2[i - length1];
        if (kind == 0 || kind == MSS_OPTION)
            return kind == MSS_OPTION;
        u16_t next = (u16_t)(i + 1);
        if (kind == 1 || next == length) {
            i = next;
            continue;
        }
        uint8_t bytes = next < length1 ? options[next] : options2[next - length1];
        i = (u16_t)(i + (bytes < 2 ? 2 : bytes));
    }
    return 0;
}

/* Two things would make the largest segment smaller while longer ones are waiting, which
 * tcp_write() asserts never to be. The option MSS counts in every segment; it may only come with a
 * SYN (RFC 9293 3.7.1). And no segment is longer than half of the largest window that was ever
 * seen, but for one of 0 or 1, which sets no limit until the next is seen. */
static int keeps_segment_size(struct tcp_pcb *pcb, const struct tcp_hdr *header, u16_t length,
                              u16_t length1, const uint8_t *options2)
{
    if (pcb->snd_wnd_max < 2)
        pcb->snd_wnd_max = 2 * TCP_MSS;
    return (TCPH_FLAGS(header) & TCP_SYN) != 0 ||
           !has_mss((const uint8_t *)(header + 1), length1, options2, length);
}

/* A segment of one byte exactly 2^31 before the next one awaited passes for one that overlaps it,
 * since the difference has no sign (tcp_receive(): "insane offset!"). */
static int is_near(const struct tcp_pcb *pcb, const struct tcp_hdr *header)
{
    return pcb->rcv_nxt - header->seqno != 0x80000000u;
}

err_t wherry__check_segment(struct tcp_pcb *pcb, const struct tcp_hdr *header, u16_t length,
                            u16_t length1, const uint8_t *options2)
{
    if (pcb->state == LISTEN) /* which is shorter than a tcp_pcb */
        return ERR_OK;
    int is_good = keeps_segment_size(pcb, header, length, length1, options2) &&
                  (pcb->state == SYN_SENT || is_near(pcb, header));
    return is_good ? ERR_OK : ERR_VAL;
}

/* ---- IPv6 ------------------------------------------------------------------------------------ */

static int is_extension(uint8_t next)
{
    return next == IP6_NEXTH_HOPBYHOP || next == IP6_NEXTH_ROUTING || next == IP6_NEXTH_DESTOPTS ||
           next == IP6_NEXTH_FRAGMENT;
}

/* What follows the headers that stand before it in each fragment. Where that is not a protocol of
 * ours, lwIP would go on with the header of one fragment and the payload of another: a second
 * fragment header fails an assertion in ip6_reass(), and a parameter problem is reported with the
 * distance of the two in memory. */
static int is_whole_protocol(uint8_t next)
{
    return next == IP6_NEXTH_TCP || next == IP6_NEXTH_UDP || next == IP6_NEXTH_ICMP6;
}

/* A path cannot have a smaller MTU (RFC 8201 4), nor a larger one than the link. With less than 56
 * ip6_frag() never ends, with less than 60 TCP's segments are empty. */
static int is_path_mtu(struct pbuf *packet, u16_t at, const struct netif *netif)
{
    uint8_t message[8]; /* type, code, checksum, MTU */
    if (pbuf_copy_partial(packet, message, sizeof message, at) < sizeof message ||
        message[0] != ICMP6_TYPE_PTB)
        return 1;
    uint32_t mtu = (uint32_t)message[4] << 24 | (uint32_t)message[5] << 16 |
                   (uint32_t)message[6] << 8 | message[7];
    return mtu >= MTU_MIN && mtu <= netif->mtu;
}

/* lwIP has checked that the first header is there. What is cut off is its own to refuse. */
static int is_good_packet6(struct pbuf *packet, const struct netif *netif)
{
    uint8_t next = IP6H_NEXTH((const struct ip6_hdr *)packet->payload);
    u16_t at = IP6_HLEN;
    for (unsigned i = 0; i < HEADERS_MAX && is_extension(next); i++) {
        uint8_t header[4]; /* next header, length; of a fragment: offset and more */
        if (pbuf_copy_partial(packet, header, sizeof header, at) < sizeof header)
            return 1;
        int is_fragment = next == IP6_NEXTH_FRAGMENT;
        int is_part = is_fragment && (header[2] != 0 || (header[3] & 0xf9) != 0);
        int is_first = is_fragment && header[2] == 0 && (header[3] & 0xf8) == 0;
        next = header[0];
        at = (u16_t)(at + (is_fragment ? 8 : 8 * (header[1] + 1)));
        if (is_part && !is_whole_protocol(next))
            return 0;
        if (is_part && !is_first)
            return 1;
    }
    if (is_extension(next)) /* more of them than anybody needs */
        return 0;
    return next != IP6_NEXTH_ICMP6 || is_path_mtu(packet, at, netif);
}

int wherry__refuse_packet6(struct pbuf *packet, const struct netif *netif)
{
    if (is_good_packet6(packet, netif))
        return 0;
    pbuf_free(packet);
    return 1;
}

/* In place of icmp6_time_exceeded_with_addrs() for fragments that are given up: what would be
 * quoted was overwritten, and is restored by halves only. RFC 8200 4.5 only recommends the message.
 */
void wherry__fragment_expired(struct pbuf *packet, enum icmp6_te_code code,
                              const ip6_addr_t *source, const ip6_addr_t *destination)
{
    (void)packet, (void)code, (void)source, (void)destination;
}
