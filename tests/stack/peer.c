#include "peer.h"

#include "exchange.h"
#include "servers.h"

#include <http.h>
#include <lwip/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <wherry/stack.h>

enum { EXCHANGES_MAX = 64 };

static struct {
    struct wherry_stack *stack;
    struct peer_plan plan;
    struct tcp_pcb *listener;
    struct udp_pcb *echo;
    struct http_server *http;
    struct exchange exchanges[EXCHANGES_MAX];
    atomic_uint count;
} peer;

static void echo(void *data, struct udp_pcb *pcb, struct pbuf *datagram, const ip_addr_t *from,
                 u16_t port)
{
    (void)data;
    udp_sendto(pcb, datagram, from, port);
    pbuf_free(datagram);
}

static err_t accepted(void *data, struct tcp_pcb *connection, err_t code)
{
    struct exchange *exchange = &peer.exchanges[peer.count];
    (void)data;
    if (code != ERR_OK || peer.count == EXCHANGES_MAX)
        return ERR_MEM;
    *exchange = (struct exchange){.side = EXCHANGE_LISTENER,
                                  .total_bytes = peer.plan.exchange_bytes,
                                  .is_slow = peer.plan.is_slow};
    peer.count++;
    exchange_start(exchange, connection);
    return ERR_OK;
}

static int serve(void)
{
    struct tcp_pcb *bound = tcp_new_ip_type(IPADDR_TYPE_ANY);
    if (!bound || tcp_bind(bound, IP_ANY_TYPE, PEER_EXCHANGE_PORT) != ERR_OK)
        return -1;
    peer.listener = tcp_listen(bound);
    peer.echo = udp_new_ip_type(IPADDR_TYPE_ANY);
    if (!peer.listener || !peer.echo ||
        udp_bind(peer.echo, IP_ANY_TYPE, PEER_ECHO_PORT) != ERR_OK || servers_open() != 0)
        return -1;
    tcp_accept(peer.listener, accepted);
    udp_recv(peer.echo, echo, NULL);
    return 0;
}

static int serve_folder(void)
{
    char error[HTTP_ERROR_BYTES];
    peer.http = NULL;
    if (!peer.plan.folder)
        return 0;
    peer.http = http_open(peer.plan.folder, 80, NULL, NULL, error);
    if (!peer.http)
        fprintf(stderr, "peer: %s\n", error);
    return peer.http ? 0 : -1;
}

int peer_open(struct wherry_netdev *device, const struct peer_plan *plan)
{
    char error[WHERRY_STACK_ERROR_BYTES];
    const struct wherry_stack_options options = {.address4 = PEER_ADDRESS4 "/24",
                                                 .address6 = PEER_ADDRESS6 "/64"};
    int code = wherry_stack_new(&peer.stack, device, &options, error);
    peer.plan = *plan;
    peer.count = 0;
    if (code == 0)
        code = serve() == 0 ? serve_folder() : -1;
    else
        fprintf(stderr, "peer: %s\n", error);
    return code;
}

void peer_run(void *unused)
{
    (void)unused;
    if (wherry_stack_run(peer.stack) != 0)
        fprintf(stderr, "peer: %s\n", wherry_stack_error(peer.stack));
}

int peer_is_done(void)
{
    for (unsigned i = 0; i < peer.count; i++) {
        if (!peer.exchanges[i].is_done)
            return 0;
    }
    return 1;
}

void peer_stop(void)
{
    wherry_stack_stop(peer.stack);
}

unsigned peer_close(void)
{
    unsigned wrong = 0;
    for (unsigned i = 0; i < peer.count; i++)
        wrong += peer.exchanges[i].wrong + (unsigned)peer.exchanges[i].has_failed;
    http_close(peer.http);
    tcp_close(peer.listener);
    udp_remove(peer.echo);
    servers_close();
    wherry_stack_free(peer.stack);
    return wrong;
}
