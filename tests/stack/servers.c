#include "servers.h"

#include "peer.h"

#include <lwip/prot/dhcp.h>
#include <lwip/prot/iana.h>
#include <lwip/udp.h>
#include <string.h>

enum { DNS_PORT = 53, DNS_HEADER_BYTES = 12 };

static struct udp_pcb *dhcp, *dns;

static void send_bytes(struct udp_pcb *pcb, const void *bytes, u16_t length_bytes,
                       const ip_addr_t *to, u16_t port)
{
    struct pbuf *datagram = pbuf_alloc(PBUF_TRANSPORT, length_bytes, PBUF_RAM);
    if (!datagram)
        return;
    memcpy(datagram->payload, bytes, length_bytes);
    udp_sendto(pcb, datagram, to, port);
    pbuf_free(datagram);
}

/* ---- DHCP ------------------------------------------------------------------------------------ */

static uint8_t *put_option(uint8_t *at, uint8_t option, const void *value, uint8_t length_bytes)
{
    *at++ = option;
    *at++ = length_bytes;
    memcpy(at, value, length_bytes);
    return at + length_bytes;
}

/* The type of the message. 0: there is none. */
static uint8_t message_type(const struct dhcp_msg *message)
{
    const uint8_t *at = message->options, *end = at + sizeof message->options;
    while (at + 2 < end && *at != DHCP_OPTION_END) {
        if (*at == DHCP_OPTION_MESSAGE_TYPE)
            return at[2];
        at += *at == DHCP_OPTION_PAD ? 1 : 2 + at[1];
    }
    return 0;
}

static void dhcp_received(void *data, struct udp_pcb *pcb, struct pbuf *datagram,
                          const ip_addr_t *from, u16_t port)
{
    static const uint8_t mask[] = {255, 255, 255, 0}, lease_s[] = {0, 0, 14, 16};
    struct dhcp_msg message = {0};
    ip4_addr_t own, lease;
    (void)data, (void)from, (void)port;
    pbuf_copy_partial(datagram, &message, sizeof message, 0);
    pbuf_free(datagram);
    uint8_t type = message_type(&message);
    uint8_t answer = type == DHCP_DISCOVER ? DHCP_OFFER : DHCP_ACK;
    if (type != DHCP_DISCOVER && type != DHCP_REQUEST)
        return;
    ip4addr_aton(PEER_ADDRESS4, &own);
    ip4addr_aton(SERVERS_LEASE, &lease);
    message.op = DHCP_BOOTREPLY;
    memcpy(&message.yiaddr, &lease, sizeof lease);
    uint8_t *at = message.options;
    at = put_option(at, DHCP_OPTION_MESSAGE_TYPE, &answer, 1);
    at = put_option(at, DHCP_OPTION_SERVER_ID, &own, 4);
    at = put_option(at, DHCP_OPTION_LEASE_TIME, lease_s, 4);
    at = put_option(at, DHCP_OPTION_SUBNET_MASK, mask, 4);
    at = put_option(at, DHCP_OPTION_ROUTER, &own, 4);
    at = put_option(at, DHCP_OPTION_DNS_SERVER, &own, 4);
    *at = DHCP_OPTION_END;
    send_bytes(pcb, &message, sizeof message, IP_ADDR_BROADCAST, LWIP_IANA_PORT_DHCP_CLIENT);
}

/* ---- DNS ------------------------------------------------------------------------------------- */

/* The question comes back with an answer that points to its name (RFC 1035 4.1.4), or with "no such
 * name". */
static void dns_received(void *data, struct udp_pcb *pcb, struct pbuf *datagram,
                         const ip_addr_t *from, u16_t port)
{
    static const char known[] = "\5ferry\7example";
    static const uint8_t record[] = {0xc0, DNS_HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4};
    uint8_t message[512 + sizeof record + 4];
    u16_t length = pbuf_copy_partial(datagram, message, 512, 0);
    ip4_addr_t address;
    (void)data;
    pbuf_free(datagram);
    if (length < DNS_HEADER_BYTES + sizeof known + 4)
        return;
    int is_known = memcmp(message + DNS_HEADER_BYTES, known, sizeof known) == 0;
    message[2] = 0x84;             /* a response, authoritative */
    message[3] = is_known ? 0 : 3; /* no error, or no such name */
    message[7] = is_known ? 1 : 0; /* answers */
    message[9] = message[11] = 0;  /* nothing else */
    if (is_known) {
        memcpy(message + length, record, sizeof record);
        length = (u16_t)(length + sizeof record);
        ip4addr_aton(SERVERS_NAME_ADDRESS, &address);
        memcpy(message + length, &address, 4);
        length = (u16_t)(length + 4);
    }
    send_bytes(pcb, message, length, from, port);
}

/* ---- Life ------------------------------------------------------------------------------------ */

static struct udp_pcb *open_one(u16_t port, udp_recv_fn receive)
{
    struct udp_pcb *pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
    if (!pcb || udp_bind(pcb, IP_ANY_TYPE, port) != ERR_OK)
        return NULL;
    ip_set_option(pcb, SOF_BROADCAST);
    udp_recv(pcb, receive, NULL);
    return pcb;
}

int servers_open(void)
{
    dhcp = open_one(LWIP_IANA_PORT_DHCP_SERVER, dhcp_received);
    dns = open_one(DNS_PORT, dns_received);
    return dhcp && dns ? 0 : -1;
}

void servers_close(void)
{
    udp_remove(dhcp);
    udp_remove(dns);
}
