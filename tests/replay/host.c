#include "host.h"

#include "http.h"
#include "http_answer.h"

#include <lwip/dns.h>
#include <lwip/tcp.h>
#include <lwip/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <wherry/stack.h>

enum { ECHO_PORT = 7, HTTP_PORT = 80, POLL_TICKS = 10, PING_TIMEOUT_MS = 2000 };

#define ADDRESS4 "192.0.2.1"
#define PEER4 "192.0.2.2"
#define PEER6 "fd00::2"

const uint8_t host_mac[WHERRY_NETDEV_MAC_BYTES] = {0x02, 0, 0, 0, 0, 0x01};

struct host {
    struct wherry_stack *stack;
    struct http_server *http;
    struct udp_pcb *echo;
    struct host_account *account;
};

static struct host_account *note(struct host *host, uint64_t what)
{
    host->account->digest = (host->account->digest ^ what) * 0x100000001b3;
    return host->account;
}

/* ---- Servers --------------------------------------------------------------------------------- */

static void log_request(void *data, const char *line)
{
    for (; *line; line++)
        note(data, (unsigned char)*line);
    note(data, 0)->requests++;
}

static void echo_received(void *data, struct udp_pcb *pcb, struct pbuf *datagram,
                          const ip_addr_t *from, u16_t port)
{
    note(data, datagram->tot_len)->echoes++;
    udp_sendto(pcb, datagram, from, port);
    pbuf_free(datagram);
}

static int open_servers(struct host *host)
{
    char error[HTTP_ERROR_BYTES] = "";
    host->http = http_open(".", HTTP_PORT, log_request, host, error);
    host->echo = udp_new_ip_type(IPADDR_TYPE_ANY);
    if (!host->http || !host->echo || udp_bind(host->echo, IP_ANY_TYPE, ECHO_PORT) != ERR_OK) {
        fprintf(stderr, "replay: no servers: %s\n", error);
        return -1;
    }
    udp_recv(host->echo, echo_received, host);
    return 0;
}

/* ---- Clients --------------------------------------------------------------------------------- */

static void named(const char *name, const ip_addr_t *address, void *data)
{
    (void)name;
    note(data, address ? ip4_addr_get_u32(ip_2_ip4(address)) : 1)->names += address != NULL;
}

static void answered(void *data, int64_t round_trip_us)
{
    note(data, (uint64_t)round_trip_us)->pings += round_trip_us >= 0;
}

static err_t end_call(struct tcp_pcb *tcp)
{
    tcp_recv(tcp, NULL);
    tcp_poll(tcp, NULL, 0);
    tcp_err(tcp, NULL);
    if (tcp_close(tcp) == ERR_OK)
        return ERR_OK;
    tcp_abort(tcp);
    return ERR_ABRT;
}

static err_t client_received(void *data, struct tcp_pcb *tcp, struct pbuf *bytes, err_t code)
{
    (void)code;
    note(data, bytes ? bytes->tot_len : 0);
    if (!bytes)
        return end_call(tcp);
    tcp_recved(tcp, bytes->tot_len);
    pbuf_free(bytes);
    return ERR_OK;
}

static err_t client_polled(void *data, struct tcp_pcb *tcp)
{
    note(data, 2);
    return end_call(tcp);
}

static void client_failed(void *data, err_t code)
{
    note(data, (uint64_t)code);
}

static err_t client_connected(void *data, struct tcp_pcb *tcp, err_t code)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: peer\r\n\r\n";
    (void)code;
    note(data, 3)->calls++;
    tcp_recv(tcp, client_received);
    tcp_poll(tcp, client_polled, POLL_TICKS);
    (void)tcp_write(tcp, request, sizeof request - 1, TCP_WRITE_FLAG_COPY);
    return ERR_OK;
}

static void call(struct host *host, const ip_addr_t *peer)
{
    struct tcp_pcb *tcp = tcp_new_ip_type(IPADDR_TYPE_ANY);
    if (!tcp)
        return;
    tcp_arg(tcp, host);
    tcp_err(tcp, client_failed);
    if (tcp_connect(tcp, peer, HTTP_PORT, client_connected) != ERR_OK)
        tcp_abort(tcp);
}

static void look_up(struct host *host, uint32_t which)
{
    static const char *const names[] = {"ferry.example", "also.example", "six.example"};
    char name[32];
    ip_addr_t address;
    u8_t type = which & 4 ? LWIP_DNS_ADDRTYPE_IPV4_IPV6 : LWIP_DNS_ADDRTYPE_IPV6_IPV4;
    if (which % 4 < 3)
        snprintf(name, sizeof name, "%s", names[which % 4]);
    else
        snprintf(name, sizeof name, "n%u.test", (unsigned)(which >> 3 & 1023));
    note(host, (uint64_t)dns_gethostbyname_addrtype(name, &address, named, host, type));
}

void host_ask(struct host *host, uint32_t which)
{
    ip_addr_t peer;
    ipaddr_aton(which & 8 ? PEER6 : PEER4, &peer);
    switch (which % 3) {
    case 0:
        look_up(host, which >> 4);
        break;
    case 1:
        call(host, &peer);
        break;
    default:
        (void)wherry_stack_ping(host->stack, &peer, (uint16_t)(which >> 21), PING_TIMEOUT_MS,
                                answered, host);
        break;
    }
}

/* ---- Life ------------------------------------------------------------------------------------ */

struct host *host_open(struct wherry_netdev *device, enum host_kind kind,
                       struct host_account *account)
{
    static const struct wherry_stack_options plans[] = {
        [HOST_STATIC] = {.address4 = ADDRESS4 "/24",
                         .address6 = "fd00::1/64",
                         .dns = PEER4 "," PEER6,
                         .mac = {0x02, 0, 0, 0, 0, 0x01}},
        [HOST_DHCP] = {.dhcp = 1, .hostname = "replay", .mac = {0x02, 0, 0, 0, 0, 0x01}},
    };
    char error[WHERRY_STACK_ERROR_BYTES];
    struct host *host = calloc(1, sizeof *host);
    if (!host)
        return NULL;
    host->account = account;
    if (wherry_stack_new(&host->stack, device, &plans[kind], error) != 0) {
        fprintf(stderr, "replay: %s\n", error);
        free(host);
        return NULL;
    }
    if (open_servers(host) != 0) {
        host_close(host);
        return NULL;
    }
    return host;
}

void host_close(struct host *host)
{
    struct wherry_stack_status status;
    if (!host)
        return;
    wherry_stack_status(host->stack, &status);
    host->account->leases += status.dhcp == WHERRY_STACK_DHCP_BOUND;
    http_close(host->http);
    if (host->echo)
        udp_remove(host->echo);
    wherry_stack_free(host->stack);
    free(host);
}

int host_turn(struct host *host)
{
    int code = wherry_stack_turn(host->stack, 0);
    if (code < 0)
        fprintf(stderr, "replay: %s\n", wherry_stack_error(host->stack));
    return code < 0 ? -1 : 0;
}
