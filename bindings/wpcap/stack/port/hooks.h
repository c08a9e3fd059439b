/* hooks.h: where lwIP asks us. */
#ifndef WHERRY_LWIP_HOOKS_H
#define WHERRY_LWIP_HOOKS_H

#include <lwip/ip_addr.h>

struct netif;

uint32_t wherry__initial_sequence(const ip_addr_t *local, uint16_t local_port,
                                  const ip_addr_t *remote, uint16_t remote_port);

/* The router that was set by hand. NULL: none, ask those that announced themselves. */
const ip6_addr_t *wherry__router6(struct netif *netif, const ip6_addr_t *destination);
void wherry__set_router6(const ip6_addr_t *address); /* any: none */

#endif
