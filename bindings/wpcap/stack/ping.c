/* ICMP echo requests of our own: RFC 792, RFC 4443 4. lwIP only answers those of others. */
#include "internal.h"

#include <arch/cc.h>
#include <lwip/icmp.h>
#include <lwip/inet_chksum.h>
#include <lwip/prot/icmp6.h>
#include <lwip/prot/ip4.h>
#include <lwip/prot/ip6.h>
#include <lwip/raw.h>
#include <lwip/timeouts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ping {
    struct ping *next;
    struct wherry_stack *stack;
    struct raw_pcb *raw;
    uint16_t id, sequence;
    uint64_t sent_us;
    int64_t round_trip_us;
    wherry_stack_answer *answer;
    void *data;
};

static void finish(void *data)
{
    struct ping *ping = data;
    struct ping **link = &ping->stack->pings;
    while (*link != ping)
        link = &(*link)->next;
    *link = ping->next;
    raw_remove(ping->raw);
    ping->answer(ping->data, ping->round_trip_us);
    free(ping);
}

void wherry__ping_abort(struct wherry_stack *stack)
{
    while (stack->pings) {
        sys_untimeout(finish, stack->pings);
        finish(stack->pings);
    }
}

/* lwIP shows every ICMP packet to every ping, with the header of IP before it. A pcb must not be
 * removed in here, so that the end is left to a timer. */
static u8_t received(void *data, struct raw_pcb *raw, struct pbuf *packet, const ip_addr_t *from)
{
    struct ping *ping = data;
    struct icmp_echo_hdr echo;
    u16_t offset = IP_IS_V6(from) ? IP6_HLEN : (u16_t)((pbuf_get_at(packet, 0) & 0x0f) * 4);
    (void)raw;
    if (ping->round_trip_us >= 0 ||
        pbuf_copy_partial(packet, &echo, sizeof echo, offset) != sizeof echo ||
        echo.type != (IP_IS_V6(from) ? ICMP6_TYPE_EREP : ICMP_ER) || echo.id != ping->id ||
        echo.seqno != ping->sequence)
        return 0;
    pbuf_free(packet);
    ping->round_trip_us = (int64_t)(wherry__now_us() - ping->sent_us);
    sys_untimeout(finish, ping);
    sys_timeout(0, finish, ping);
    return 1;
}

static struct pbuf *build(const struct ping *ping, int is_v6, uint16_t payload_bytes)
{
    struct pbuf *packet =
        pbuf_alloc(PBUF_IP, (u16_t)(sizeof(struct icmp_echo_hdr) + payload_bytes), PBUF_RAM);
    if (!packet)
        return NULL;
    struct icmp_echo_hdr echo = {.id = ping->id, .seqno = ping->sequence};
    echo.type = is_v6 ? ICMP6_TYPE_EREQ : ICMP_ECHO;
    uint8_t *bytes = packet->payload;
    for (unsigned i = 0; i < payload_bytes; i++)
        bytes[sizeof echo + i] = (uint8_t)i;
    memcpy(bytes, &echo, sizeof echo);
    if (!is_v6) { /* that of ICMPv6 covers addresses, which raw_sendto() knows */
        echo.chksum = inet_chksum(bytes, packet->len);
        memcpy(bytes, &echo, sizeof echo);
    }
    return packet;
}

static err_t transmit(struct ping *ping, const ip_addr_t *to, uint16_t payload_bytes)
{
    struct pbuf *packet = build(ping, IP_IS_V6(to), payload_bytes);
    if (!packet)
        return ERR_MEM;
    ping->sent_us = wherry__now_us();
    err_t code = raw_sendto(ping->raw, packet, to);
    pbuf_free(packet);
    return code;
}

static int open_raw(struct ping *ping, const ip_addr_t *to)
{
    if (IP_IS_V6(to)) {
        ping->raw = raw_new_ip_type(IPADDR_TYPE_V6, IP6_NEXTH_ICMP6);
        if (ping->raw) {
            ping->raw->chksum_reqd = 1;
            ping->raw->chksum_offset = 2; /* RFC 4443 2.1 */
        }
    } else
        ping->raw = raw_new_ip_type(IPADDR_TYPE_V4, IP_PROTO_ICMP);
    if (ping->raw)
        raw_recv(ping->raw, received, ping);
    return ping->raw != NULL;
}

/* What kept a request from being sent. */
static int fail(struct wherry_stack *stack, err_t code)
{
    const char *text = wherry_netdev_error(stack->device);
    if (code == ERR_RTE)
        text = "no route leads there: it is in no network of this host, which has no router";
    else if (code == ERR_MEM || !*text)
        text =
            wherry_stack_strerror(code == ERR_MEM ? WHERRY_STACK_E_MEMORY : WHERRY_STACK_E_DEVICE);
    snprintf(stack->error, sizeof stack->error, "%s", text);
    return code == ERR_MEM ? WHERRY_STACK_E_MEMORY : WHERRY_STACK_E_DEVICE;
}

int wherry_stack_ping(struct wherry_stack *stack, const ip_addr_t *to, uint16_t payload_bytes,
                      uint32_t timeout_ms, wherry_stack_answer *answer, void *data)
{
    enum { HEADERS_BYTES = 64 }; /* of IP and ICMP, with room to spare below 64 KiB */
    if (!to || !answer || payload_bytes > UINT16_MAX - HEADERS_BYTES || timeout_ms > INT32_MAX)
        return WHERRY_STACK_E_ARGUMENT;
    struct ping *ping = calloc(1, sizeof *ping);
    if (!ping || !open_raw(ping, to)) {
        free(ping);
        return fail(stack, ERR_MEM);
    }
    ping->stack = stack;
    ping->answer = answer;
    ping->data = data;
    ping->round_trip_us = -1;
    ping->id = (uint16_t)wherry__random();
    ping->sequence = (uint16_t)wherry__random();
    err_t code = transmit(ping, to, payload_bytes);
    if (code != ERR_OK) {
        raw_remove(ping->raw);
        free(ping);
        return fail(stack, code);
    }
    ping->next = stack->pings;
    stack->pings = ping;
    sys_timeout(timeout_ms, finish, ping);
    return 0;
}
