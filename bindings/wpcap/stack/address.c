/* Addresses: those that are asked for, and those that are in use. */
#include "internal.h"

#include <lwip/dhcp.h>
#include <lwip/dns.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What is asked for ----------------------------------------------------------------------- */

/* Split "address/prefix". False where there is no such prefix. */
static int split_prefix(const char *text, char address[WHERRY_STACK_ADDRESS_BYTES],
                        unsigned prefix_max, unsigned *prefix)
{
    const char *slash = strchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : 0;
    if (length == 0 || length >= WHERRY_STACK_ADDRESS_BYTES || slash[1] < '0' || slash[1] > '9')
        return 0;
    memcpy(address, text, length);
    address[length] = '\0';
    char *end;
    unsigned long number = strtoul(slash + 1, &end, 10);
    *prefix = (unsigned)number;
    return *end == '\0' && number <= prefix_max;
}

static int read_address4(const char *text, ip4_addr_t *address, ip4_addr_t *netmask)
{
    char plain[WHERRY_STACK_ADDRESS_BYTES];
    unsigned prefix;
    if (!split_prefix(text, plain, 32, &prefix) || !ip4addr_aton(plain, address))
        return 0;
    ip4_addr_set_u32(netmask, prefix == 0 ? 0 : lwip_htonl(0xffffffffu << (32 - prefix)));
    return !ip4_addr_isany(address) && !ip4_addr_ismulticast(address);
}

static int read_address6(const char *text, ip6_addr_t *address)
{
    char plain[WHERRY_STACK_ADDRESS_BYTES];
    unsigned prefix;
    return split_prefix(text, plain, 128, &prefix) && prefix == 64 &&
           ip6addr_aton(plain, address) && !ip6_addr_isany(address) &&
           !ip6_addr_ismulticast(address);
}

static int read_servers(const char *text, ip_addr_t servers[WHERRY_STACK_DNS_SERVERS])
{
    for (unsigned i = 0; i < WHERRY_STACK_DNS_SERVERS; i++) {
        char one[WHERRY_STACK_ADDRESS_BYTES];
        size_t length = strcspn(text, ",");
        if (length == 0 || length >= sizeof one)
            return 0;
        memcpy(one, text, length);
        one[length] = '\0';
        if (!ipaddr_aton(one, &servers[i]))
            return 0;
        if (text[length] == '\0')
            return 1;
        text += length + 1;
    }
    return 0;
}

static int wanted(char error[WHERRY_STACK_ERROR_BYTES], const char *member, const char *text,
                  const char *what)
{
    snprintf(error, WHERRY_STACK_ERROR_BYTES, "%s: '%s' is not %s", member, text, what);
    return WHERRY_STACK_E_ARGUMENT;
}

static int plan_ipv4(struct plan *plan, const struct wherry_stack_options *options,
                     char error[WHERRY_STACK_ERROR_BYTES])
{
    if (options->address4 && options->dhcp)
        return wanted(error, "address4", options->address4, "possible together with DHCP");
    if (options->address4 && !read_address4(options->address4, &plan->address4, &plan->netmask4))
        return wanted(error, "address4", options->address4,
                      "an address with its prefix, such as 192.0.2.10/24");
    if (options->gateway4 && !ip4addr_aton(options->gateway4, &plan->gateway4))
        return wanted(error, "gateway4", options->gateway4, "an address, such as 192.0.2.1");
    return 0;
}

static int plan_ipv6(struct plan *plan, const struct wherry_stack_options *options,
                     char error[WHERRY_STACK_ERROR_BYTES])
{
    const char *any = options->address6 ? options->address6 : options->gateway6;
    if (any && options->no_ipv6)
        return wanted(error, "address6", any, "possible without IPv6");
    if (options->address6 && !read_address6(options->address6, &plan->address6))
        return wanted(error, "address6", options->address6,
                      "an address with its prefix of 64, such as 2001:db8::10/64");
    if (options->gateway6 && !ip6addr_aton(options->gateway6, &plan->gateway6))
        return wanted(error, "gateway6", options->gateway6, "an address, such as fe80::1");
    return 0;
}

int wherry__plan(struct plan *plan, const struct wherry_stack_options *options,
                 char error[WHERRY_STACK_ERROR_BYTES])
{
    memset(plan, 0, sizeof *plan);
    plan->dhcp = options->dhcp;
    plan->ipv6 = !options->no_ipv6;
    memcpy(plan->mac, options->mac, sizeof plan->mac);
    int code = plan_ipv4(plan, options, error);
    if (code == 0)
        code = plan_ipv6(plan, options, error);
    if (code == 0 && options->dns && !read_servers(options->dns, plan->dns))
        code = wanted(error, "dns", options->dns, "up to 3 addresses with commas between them");
    return code;
}

/* ---- What is in use -------------------------------------------------------------------------- */

static enum wherry_stack_dhcp dhcp_state(const struct wherry_stack *stack)
{
    if (!stack->plan.dhcp)
        return WHERRY_STACK_DHCP_OFF;
    return dhcp_supplied_address(&stack->netif) ? WHERRY_STACK_DHCP_BOUND
                                                : WHERRY_STACK_DHCP_ASKING;
}

static unsigned prefix_of(const ip4_addr_t *netmask)
{
    unsigned prefix = 0;
    for (u32_t bits = lwip_ntohl(ip4_addr_get_u32(netmask)); bits & 0x80000000u; bits <<= 1)
        prefix++;
    return prefix;
}

static void tell_ipv4(const struct netif *netif, struct wherry_stack_status *status)
{
    char plain[IP4ADDR_STRLEN_MAX];
    if (!ip4_addr_isany(netif_ip4_addr(netif)))
        snprintf(status->address4, sizeof status->address4, "%s/%u",
                 ip4addr_ntoa_r(netif_ip4_addr(netif), plain, sizeof plain),
                 prefix_of(netif_ip4_netmask(netif)));
    if (!ip4_addr_isany(netif_ip4_gw(netif)))
        ip4addr_ntoa_r(netif_ip4_gw(netif), status->gateway4, sizeof status->gateway4);
}

/* RFC 5952 4.3; lwIP writes capital letters. */
static void lower_digits(char *text)
{
    for (; *text; text++) {
        if (*text >= 'A' && *text <= 'F')
            *text = (char)(*text + ('a' - 'A'));
    }
}

static void tell_ipv6(const struct netif *netif, struct wherry_stack_status *status)
{
    unsigned count = 0;
    for (s8_t i = 0; i < WHERRY_STACK_ADDRESSES6; i++) {
        if (!ip6_addr_isvalid(netif_ip6_addr_state(netif, i)))
            continue;
        ip6addr_ntoa_r(netif_ip6_addr(netif, i), status->address6[count],
                       WHERRY_STACK_ADDRESS_BYTES);
        lower_digits(status->address6[count++]);
    }
}

void wherry_stack_status(const struct wherry_stack *stack, struct wherry_stack_status *status)
{
    const struct counts *counts = &stack->counts;
    *status = (struct wherry_stack_status){
        .link_up = netif_is_link_up(&stack->netif) != 0,
        .dhcp = dhcp_state(stack),
        .received = counts->received,
        .received_other = counts->received_other,
        .received_bad = counts->received_bad,
        .sent = counts->sent,
        .send_failed = counts->send_failed,
    };
    tell_ipv4(&stack->netif, status);
    tell_ipv6(&stack->netif, status);
    for (u8_t i = 0; i < WHERRY_STACK_DNS_SERVERS; i++) {
        const ip_addr_t *server = dns_getserver(i);
        if (!ip_addr_isany(server))
            lower_digits(ipaddr_ntoa_r(server, status->dns[i], WHERRY_STACK_ADDRESS_BYTES));
    }
}

int wherry_stack_ready(const struct wherry_stack *stack)
{
    const struct plan *plan = &stack->plan;
    if (!netif_is_link_up(&stack->netif) || dhcp_state(stack) == WHERRY_STACK_DHCP_ASKING)
        return 0;
    if (ip6_addr_isany(&plan->address6))
        return 1;
    s8_t i = netif_get_ip6_addr_match((struct netif *)&stack->netif, &plan->address6);
    return i >= 0 && ip6_addr_isvalid(netif_ip6_addr_state(&stack->netif, i)) != 0;
}
