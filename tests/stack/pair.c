#include "pair.h"

#include "../netdev/thread.h"

#include <stdio.h>

enum { QUEUE_FRAMES = 4096 };

const struct wherry_stack_options pair_static = {.address4 = PAIR_ADDRESS4 "/24",
                                                 .address6 = "fd00::1/64"};

int pair_open(struct pair *pair, const struct wherry_stack_options *options,
              const struct peer_plan *plan, int (*wrap)(struct wherry_netdev **device))
{
    char error[WHERRY_STACK_ERROR_BYTES] = "";
    struct wherry_netdev *ends[2];
    if (wherry_netdev_open_pair(ends, QUEUE_FRAMES, error) != 0 || peer_open(ends[1], plan) != 0) {
        fprintf(stderr, "%s\n", error);
        return 0;
    }
    pair->own = ends[0];
    pair->other = ends[1];
    pair->thread = thread_start(peer_run, NULL);
    if ((wrap && wrap(&pair->own) != 0) ||
        wherry_stack_new(&pair->stack, pair->own, options, error) != 0) {
        fprintf(stderr, "%s\n", error);
        return 0;
    }
    while (!wherry_stack_ready(pair->stack)) {
        if (wherry_stack_turn(pair->stack, -1) < 0)
            return 0;
    }
    return 1;
}

int pair_close(struct pair *pair)
{
    peer_stop();
    thread_join(pair->thread);
    unsigned wrong = peer_close();
    wherry_stack_free(pair->stack);
    wherry_netdev_close(pair->own);
    wherry_netdev_close(pair->other);
    if (wrong)
        fprintf(stderr, "%u faults at the peer\n", wrong);
    return wrong == 0;
}

static err_t connected(void *data, struct tcp_pcb *connection, err_t code)
{
    (void)code;
    exchange_start(data, connection);
    return ERR_OK;
}

static void refused(void *data, err_t code)
{
    struct exchange *exchange = data;
    (void)code;
    exchange->has_failed = 1;
}

int pair_exchange(struct pair *pair, const char *address, const struct peer_plan *plan)
{
    struct exchange exchange = {
        .side = EXCHANGE_CALLER, .total_bytes = plan->exchange_bytes, .is_slow = plan->is_slow};
    struct tcp_pcb *connection = tcp_new_ip_type(IPADDR_TYPE_ANY);
    ip_addr_t to;
    ipaddr_aton(address, &to);
    tcp_arg(connection, &exchange);
    tcp_err(connection, refused);
    exchange.has_failed = tcp_connect(connection, &to, PEER_EXCHANGE_PORT, connected) != ERR_OK;
    /* The peer is done after us, but for what the cable does to the last frames. */
    while (!exchange.has_failed && (!exchange.is_done || !peer_is_done()))
        exchange.has_failed |= wherry_stack_turn(pair->stack, 10) < 0;
    if (!exchange.has_failed && exchange.wrong == 0 &&
        exchange.received_bytes == exchange.total_bytes)
        return 1;
    fprintf(stderr, "exchange with %s: failed %d, wrong %u, sent %u, received %u of %u bytes\n",
            address, exchange.has_failed, exchange.wrong, (unsigned)exchange.sent_bytes,
            (unsigned)exchange.received_bytes, (unsigned)exchange.total_bytes);
    return 0;
}
