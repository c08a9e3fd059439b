/* internal.h: what the files of the stack share. */
#ifndef WHERRY_STACK_INTERNAL_H
#define WHERRY_STACK_INTERNAL_H

#include <lwip/netif.h>
#include <stdatomic.h>
#include <wherry/stack.h>

struct ping;

struct counts {
    uint64_t received, received_other, received_bad;
    uint64_t sent, send_failed;
};

/* The options, read. An address that is not wanted is `any`. */
struct plan {
    ip4_addr_t address4, netmask4, gateway4;
    ip6_addr_t address6, gateway6;
    ip_addr_t dns[WHERRY_STACK_DNS_SERVERS];
    int dhcp;
    int ipv6;
    uint8_t mac[WHERRY_NETDEV_MAC_BYTES];
};

/* ack.c */
struct held_ack {
    int is_allowed; /* a burst is being received */
    unsigned merged;
    uint32_t length_bytes; /* 0: none */
    uint8_t bytes[WHERRY_NETDEV_HEADER_BYTES + 40 + 20];
};

struct wherry_stack {
    struct netif netif;
    struct wherry_netdev *device;
    struct wherry_netdev_frame *frames; /* `burst` of them, for a turn */
    unsigned burst;
    struct plan plan;
    struct counts counts;
    struct held_ack held;
    struct ping *pings;
    atomic_int stopping;
    char hostname[64];
    char error[WHERRY_STACK_ERROR_BYTES];
};

/* address.c: read the options. On failure `error` names the member. */
int wherry__plan(struct plan *plan, const struct wherry_stack_options *options,
                 char error[WHERRY_STACK_ERROR_BYTES]);

/* netif.c */
err_t wherry__netif_init(struct netif *netif);
void wherry__take_frame(struct wherry_stack *stack, const struct wherry_netdev_frame *frame);
void wherry__watch_link(void *stack); /* now, and from time to time until wherry__unwatch_link() */
void wherry__unwatch_link(struct wherry_stack *stack);

/* ack.c: take a frame that may be superseded; 0: it is none. What was taken is sent at the latest
 * by wherry__release_ack(). */
int wherry__hold_ack(struct wherry_stack *stack, const struct pbuf *frame);
void wherry__release_ack(struct wherry_stack *stack);

/* ping.c */
void wherry__ping_abort(struct wherry_stack *stack);

#endif
