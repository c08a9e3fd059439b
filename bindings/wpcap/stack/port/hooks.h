/* hooks.h: where lwIP asks us. */
#ifndef WHERRY_LWIP_HOOKS_H
#define WHERRY_LWIP_HOOKS_H

#include <lwip/err.h>
#include <lwip/icmp6.h>
#include <lwip/ip_addr.h>

struct netif;
struct pbuf;
struct tcp_hdr;
struct tcp_pcb;

uint32_t wherry__initial_sequence(const ip_addr_t *local, uint16_t local_port,
                                  const ip_addr_t *remote, uint16_t remote_port);

/* duplicate.c: before lwIP looks at a segment: `header` is in the byte order of the machine, the
 * options are those in one piece with it, and `data` is what follows them. */
err_t wherry__tcp_input(struct tcp_pcb *tcp, struct tcp_hdr *header, const uint8_t *options,
                        uint16_t options_bytes, const struct pbuf *data);

/* The router that was set by hand. NULL: none, ask those that announced themselves. */
const ip6_addr_t *wherry__router6(struct netif *netif, const ip6_addr_t *destination);
void wherry__set_router6(const ip6_addr_t *address); /* any: none */

/* guard.c: not ERR_OK: the segment, whose numbers are in the machine's byte order, is dropped. Of
 * `length` bytes of options `length1` follow the header, the rest are at `options2`. */
err_t wherry__check_segment(struct tcp_pcb *pcb, const struct tcp_hdr *header, u16_t length,
                            u16_t length1, const uint8_t *options2);

/* 1: the packet was refused, and freed. */
int wherry__refuse_packet6(struct pbuf *packet, const struct netif *netif);

void wherry__fragment_expired(struct pbuf *packet, enum icmp6_te_code code,
                              const ip6_addr_t *source, const ip6_addr_t *destination);

#endif
