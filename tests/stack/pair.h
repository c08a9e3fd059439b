/* pair.h: a stack, and the peer in a thread at the other end of a cable in memory. */
#ifndef WHERRY_TEST_STACK_PAIR_H
#define WHERRY_TEST_STACK_PAIR_H

#include "exchange.h"
#include "peer.h"

#include <wherry/stack.h>

#define PAIR_ADDRESS4 "192.0.2.1"

struct pair {
    struct wherry_netdev *own, *other;
    struct wherry_stack *stack;
    struct thread *thread;
};

extern const struct wherry_stack_options pair_static; /* PAIR_ADDRESS4, and one of IPv6 */

/* `wrap`, unless it is NULL, puts something around our end. Returns 1 when the stack is ready, 0
 * where something is refused. These say what was wrong; the caller has to check what they return.
 */
int pair_open(struct pair *pair, const struct wherry_stack_options *options,
              const struct peer_plan *plan, int (*wrap)(struct wherry_netdev **device));
int pair_close(struct pair *pair);

/* One exchange with the peer, to its end. */
int pair_exchange(struct pair *pair, const char *address, const struct peer_plan *plan);

#endif
