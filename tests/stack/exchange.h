/* exchange.h: a TCP connection on which both sides send a known stream and check the other's. */
#ifndef WHERRY_TEST_STACK_EXCHANGE_H
#define WHERRY_TEST_STACK_EXCHANGE_H

#include <lwip/tcp.h>
#include <stdatomic.h>

enum { EXCHANGE_CALLER = 1, EXCHANGE_LISTENER = 2 }; /* whose bytes they are */

struct exchange {
    struct tcp_pcb *connection;
    int side;
    uint32_t total_bytes; /* that each side sends */
    int is_slow;          /* reads a little from time to time: the window closes */
    uint32_t sent_bytes, received_bytes, unread_bytes;
    unsigned wrong;     /* pieces that were not as expected */
    int has_ended;      /* the other side has sent all */
    atomic_int is_done; /* all was sent and received, and the other side's end has come */
    int has_failed;
};

/* On a connection that stands. */
void exchange_start(struct exchange *exchange, struct tcp_pcb *connection);

/* The bytes of a side's stream, from `position` on. */
void exchange_fill(int side, uint32_t position, uint8_t *bytes, uint32_t length_bytes);

#endif
