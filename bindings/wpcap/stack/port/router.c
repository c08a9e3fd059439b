/* The IPv6 router that was set by hand. lwIP knows only those that announce themselves. */
#include "hooks.h"

static ip6_addr_t router; /* any: none. As everything of lwIP's, one for the process */

void wherry__set_router6(const ip6_addr_t *address)
{
    ip6_addr_copy(router, *address);
}

const ip6_addr_t *wherry__router6(struct netif *netif, const ip6_addr_t *destination)
{
    (void)netif, (void)destination;
    return ip6_addr_isany(&router) ? NULL : &router;
}
