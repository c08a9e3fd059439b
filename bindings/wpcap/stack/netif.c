/* Frames between lwIP and the device. */
#include "internal.h"

#include <lwip/etharp.h>
#include <lwip/ethip6.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>
#include <string.h>

enum {
    LINK_MS = 500,
    LENGTH_MAX_BYTES = UINT16_MAX, /* of a pbuf */
    LENGTH_MIN_BYTES = 60,         /* of a frame on a cable: IEEE 802.3 4A.2.3.2.4 */
    IPV6_MTU_BYTES = 1280          /* RFC 8200 5: less is not enough */
};

/* ---- Out ------------------------------------------------------------------------------------- */

/* ERR_MEM lets TCP keep the segment and try again. */
static err_t send_frame(struct netif *netif, struct pbuf *frame)
{
    struct wherry_stack *stack = netif->state;
    uint8_t *bytes;
    if (wherry__hold_ack(stack, frame))
        return ERR_OK;
    wherry__release_ack(stack);
    int code = wherry_netdev_reserve(stack->device, frame->tot_len, &bytes);
    if (code >= 0) {
        pbuf_copy_partial(frame, bytes, frame->tot_len, 0);
        code = wherry_netdev_commit(stack->device, frame->tot_len);
    }
    if (code >= 0) {
        stack->counts.sent++;
        return ERR_OK;
    }
    stack->counts.send_failed++;
    return code == WHERRY_NETDEV_E_FULL ? ERR_MEM : ERR_IF;
}

/* ---- In -------------------------------------------------------------------------------------- */

/* Multicast is lwIP's to judge. What we sent comes back on some devices; it would look as if
 * somebody else had our address. */
static int is_for_us(const struct netif *netif, const uint8_t *destination, const uint8_t *source)
{
    int addressed =
        (destination[0] & 1) || memcmp(destination, netif->hwaddr, WHERRY_NETDEV_MAC_BYTES) == 0;
    return addressed && memcmp(source, netif->hwaddr, WHERRY_NETDEV_MAC_BYTES) != 0;
}

/* A copy: lwIP writes into the headers it reads and may hold a segment until a gap before it is
 * closed, while the device needs its ring back. It costs 2 % of what the rest costs. What never was
 * on a cable may be shorter than one carries, and is padded: lwIP reads some fields of the IP
 * headers before it compares lengths. */
static struct pbuf *copy_frame(const struct wherry_netdev_frame *frame)
{
    if (frame->length_bytes > LENGTH_MAX_BYTES || frame->wire_length_bytes > frame->length_bytes)
        return NULL;
    u16_t length = (u16_t)LWIP_MAX(frame->length_bytes, LENGTH_MIN_BYTES);
    struct pbuf *copy = pbuf_alloc(PBUF_RAW, length, PBUF_RAM);
    if (!copy)
        return NULL;
    memcpy(copy->payload, frame->bytes, frame->length_bytes);
    memset((uint8_t *)copy->payload + frame->length_bytes, 0, length - frame->length_bytes);
    return copy;
}

void wherry__take_frame(struct wherry_stack *stack, const struct wherry_netdev_frame *frame)
{
    struct netif *netif = &stack->netif;
    if (frame->length_bytes >= WHERRY_NETDEV_HEADER_BYTES &&
        !is_for_us(netif, frame->bytes, frame->bytes + WHERRY_NETDEV_MAC_BYTES)) {
        stack->counts.received_other++;
        return;
    }
    struct pbuf *copy = copy_frame(frame);
    if (!copy) {
        stack->counts.received_bad++;
        return;
    }
    stack->counts.received++;
    if (netif->input(copy, netif) != ERR_OK)
        pbuf_free(copy);
}

/* ---- The interface --------------------------------------------------------------------------- */

void wherry__watch_link(void *data)
{
    struct wherry_stack *stack = data;
    if (wherry_netdev_link(stack->device) == WHERRY_NETDEV_DOWN)
        netif_set_link_down(&stack->netif);
    else
        netif_set_link_up(&stack->netif);
    sys_timeout(LINK_MS, wherry__watch_link, stack);
}

void wherry__unwatch_link(struct wherry_stack *stack)
{
    sys_untimeout(wherry__watch_link, stack);
}

static void trust_checksums(struct netif *netif)
{
    NETIF_SET_CHECKSUM_CTRL(netif, NETIF_CHECKSUM_GEN_IP | NETIF_CHECKSUM_GEN_UDP |
                                       NETIF_CHECKSUM_GEN_TCP | NETIF_CHECKSUM_GEN_ICMP |
                                       NETIF_CHECKSUM_GEN_ICMP6);
}

err_t wherry__netif_init(struct netif *netif)
{
    struct wherry_stack *stack = netif->state;
    struct wherry_netdev_capabilities device;
    wherry_netdev_capabilities(stack->device, &device);
    if (device.mtu_bytes < IPV6_MTU_BYTES)
        stack->plan.ipv6 = 0;
    netif->name[0] = 'w';
    netif->name[1] = 'h';
    netif->hostname = stack->hostname[0] ? stack->hostname : NULL;
    netif->mtu = (u16_t)LWIP_MIN(device.mtu_bytes, UINT16_MAX);
    netif->hwaddr_len = WHERRY_NETDEV_MAC_BYTES;
    memcpy(netif->hwaddr, stack->plan.mac, WHERRY_NETDEV_MAC_BYTES);
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET |
                   NETIF_FLAG_IGMP | (stack->plan.ipv6 ? NETIF_FLAG_MLD6 : 0);
    netif->output = etharp_output;
    if (stack->plan.ipv6)
        netif->output_ip6 = ethip6_output;
    netif->linkoutput = send_frame;
    if (device.flags & WHERRY_NETDEV_CHECKSUMS_TRUSTED)
        trust_checksums(netif);
    return ERR_OK;
}
