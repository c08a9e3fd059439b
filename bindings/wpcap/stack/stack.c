/* The life of a stack, and its loop. */
#include "hooks.h"
#include "internal.h"

#include <lwip/dhcp.h>
#include <lwip/dns.h>
#include <lwip/ethip6.h>
#include <lwip/init.h>
#include <lwip/ip4_frag.h>
#include <lwip/ip6_frag.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BURST_MAX = 256 };

static int fail(char error[WHERRY_STACK_ERROR_BYTES], int code)
{
    snprintf(error, WHERRY_STACK_ERROR_BYTES, "%s", wherry_stack_strerror(code));
    return code;
}

const char *wherry_stack_strerror(int code)
{
    static const struct {
        int code;
        const char *text;
    } errors[] = {
#define WHERRY__ROW(name, code, text) {name, text},
        WHERRY_STACK_ERRORS(WHERRY__ROW)
#undef WHERRY__ROW
    };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].code == code)
            return errors[i].text;
    }
    return code >= 0 ? "no error" : "unknown error";
}

/* ---- Life ------------------------------------------------------------------------------------ */

/* lwIP can be initialised once: its timers would run twice otherwise. */
static void init_lwip(void)
{
    static int done;
    if (!done)
        lwip_init();
    done = 1;
}

static int read_device(struct wherry_stack *stack)
{
    static const uint8_t unknown[WHERRY_NETDEV_MAC_BYTES];
    struct wherry_netdev_capabilities device;
    wherry_netdev_capabilities(stack->device, &device);
    if (memcmp(stack->plan.mac, unknown, sizeof unknown) == 0)
        memcpy(stack->plan.mac, device.mac, sizeof unknown);
    if (memcmp(stack->plan.mac, unknown, sizeof unknown) == 0 || (stack->plan.mac[0] & 1)) {
        snprintf(stack->error, sizeof stack->error,
                 "the device has no MAC address of its own: one must be given (mac)");
        return WHERRY_STACK_E_ARGUMENT;
    }
    stack->burst = LWIP_MIN(LWIP_MAX(device.receive_burst, 1), BURST_MAX);
    stack->frames = calloc(stack->burst, sizeof *stack->frames);
    return stack->frames ? 0 : fail(stack->error, WHERRY_STACK_E_MEMORY);
}

static void set_addresses6(struct wherry_stack *stack)
{
    const struct plan *plan = &stack->plan;
    struct netif *netif = &stack->netif;
    netif_create_ip6_linklocal_address(netif, 1);
    netif_set_ip6_autoconfig_enabled(netif, ip6_addr_isany(&plan->address6));
    if (!ip6_addr_isany(&plan->address6))
        netif_add_ip6_address(netif, &plan->address6, NULL);
}

static int start(struct wherry_stack *stack)
{
    const struct plan *plan = &stack->plan;
    struct netif *netif = &stack->netif;
    init_lwip();
    wherry__set_router6(&plan->gateway6);
    if (!netif_add(netif, &plan->address4, &plan->netmask4, &plan->gateway4, stack,
                   wherry__netif_init, ethernet_input))
        return fail(stack->error, WHERRY_STACK_E_MEMORY);
    netif_set_default(netif);
    if (plan->ipv6)
        set_addresses6(stack);
    netif_set_up(netif);
    for (u8_t i = 0; i < WHERRY_STACK_DNS_SERVERS; i++)
        dns_setserver(i, &plan->dns[i]);
    if (plan->dhcp && dhcp_start(netif) != ERR_OK) {
        netif_remove(netif);
        return fail(stack->error, WHERRY_STACK_E_MEMORY);
    }
    wherry__watch_link(stack);
    return 0;
}

int wherry_stack_new(struct wherry_stack **stack, struct wherry_netdev *device,
                     const struct wherry_stack_options *options,
                     char error[WHERRY_STACK_ERROR_BYTES])
{
    static const struct wherry_stack_options none;
    *stack = NULL;
    if (!options)
        options = &none;
    if (netif_default)
        return fail(error, WHERRY_STACK_E_BUSY);
    struct wherry_stack *made = calloc(1, sizeof *made);
    if (!made)
        return fail(error, WHERRY_STACK_E_MEMORY);
    made->device = device;
    snprintf(made->hostname, sizeof made->hostname, "%s",
             options->hostname ? options->hostname : "");
    int code = wherry__plan(&made->plan, options, made->error);
    if (code == 0)
        code = read_device(made);
    if (code == 0)
        code = start(made);
    if (code == 0) {
        *stack = made;
        return 0;
    }
    snprintf(error, WHERRY_STACK_ERROR_BYTES, "%s", made->error);
    free(made->frames);
    free(made);
    return code;
}

static void abort_connections(void)
{
    while (tcp_active_pcbs)
        tcp_abort(tcp_active_pcbs);
    while (tcp_tw_pcbs)
        tcp_abort(tcp_tw_pcbs);
    while (tcp_bound_pcbs)
        tcp_abort(tcp_bound_pcbs);
}

/* lwIP cannot cancel a look-up; but with no server left each ends with its next tick, of which a
 * retry may be some away. */
static void abort_lookups(void)
{
    enum { LONGEST_TICKS = 2 * DNS_MAX_RETRIES };
    for (u8_t i = 0; i < WHERRY_STACK_DNS_SERVERS; i++)
        dns_setserver(i, NULL);
    for (unsigned i = 0; i < LONGEST_TICKS; i++)
        dns_tmr();
}

/* Packets of which fragments are missing. */
static void drop_fragments(void)
{
    for (unsigned i = 0; i <= IP_REASS_MAXAGE; i++)
        ip_reass_tmr();
    for (unsigned i = 0; i <= IPV6_REASS_MAXAGE; i++)
        ip6_reass_tmr();
}

void wherry_stack_free(struct wherry_stack *stack)
{
    if (!stack)
        return;
    wherry__unwatch_link(stack);
    abort_connections();
    abort_lookups();
    wherry__ping_abort(stack);
    if (stack->plan.dhcp) {
        dhcp_release_and_stop(&stack->netif);
        dhcp_cleanup(&stack->netif);
    }
    netif_remove(&stack->netif);
    drop_fragments(); /* nobody is told: there is no interface left */
    wherry_netdev_flush(stack->device);
    free(stack->frames);
    free(stack);
}

const char *wherry_stack_error(const struct wherry_stack *stack)
{
    return stack->error;
}

struct netif *wherry_stack_netif(struct wherry_stack *stack)
{
    return &stack->netif;
}

/* ---- The loop -------------------------------------------------------------------------------- */

static int device_failed(struct wherry_stack *stack, int code)
{
    const char *text = wherry_netdev_error(stack->device);
    if (code == WHERRY_NETDEV_E_END)
        return fail(stack->error, WHERRY_STACK_E_END);
    snprintf(stack->error, sizeof stack->error, "%s",
             text && text[0] ? text : wherry_netdev_strerror(code));
    return WHERRY_STACK_E_DEVICE;
}

static int wait_ms(int timeout_ms)
{
    u32_t timer_ms = sys_timeouts_sleeptime();
    if (timeout_ms >= 0 && (u32_t)timeout_ms < timer_ms)
        return timeout_ms;
    return timer_ms > INT32_MAX ? -1 : (int)timer_ms;
}

int wherry_stack_turn(struct wherry_stack *stack, int timeout_ms)
{
    int count =
        wherry_netdev_receive(stack->device, stack->frames, stack->burst, wait_ms(timeout_ms));
    if (count == WHERRY_NETDEV_E_WOKEN)
        count = 0;
    if (count < 0)
        return device_failed(stack, count);
    stack->held.is_allowed = count > 1;
    for (int i = 0; i < count; i++)
        wherry__take_frame(stack, &stack->frames[i]);
    stack->held.is_allowed = 0;
    wherry__release_ack(stack);
    sys_check_timeouts();
    (void)wherry_netdev_flush(stack->device); /* if the device is gone, the next receive says so */
    return count;
}

int wherry_stack_run(struct wherry_stack *stack)
{
    while (!atomic_exchange(&stack->stopping, 0)) {
        int code = wherry_stack_turn(stack, -1);
        if (code < 0)
            return code;
    }
    return 0;
}

void wherry_stack_stop(struct wherry_stack *stack)
{
    atomic_store(&stack->stopping, 1);
    wherry_netdev_wake(stack->device);
}

int wherry_stack_stopping(const struct wherry_stack *stack)
{
    return atomic_load(&stack->stopping);
}

void wherry_stack_wake(struct wherry_stack *stack)
{
    wherry_netdev_wake(stack->device);
}
