/* peer.h: the other end of the cable. lwIP keeps its state in variables of its own, so the second
 * stack of a test is a second copy of everything, in a shared library. */
#ifndef WHERRY_TEST_STACK_PEER_H
#define WHERRY_TEST_STACK_PEER_H

#include <stdint.h>

#if defined(_WIN32) && defined(PEER_BUILT)
#define PEER_API __declspec(dllexport)
#elif defined(_WIN32)
#define PEER_API __declspec(dllimport)
#else
#define PEER_API __attribute__((visibility("default")))
#endif

struct wherry_netdev;

#define PEER_ADDRESS4 "192.0.2.2"
#define PEER_ADDRESS6 "fd00::2"
enum {
    PEER_ECHO_PORT = 7,       /* UDP */
    PEER_EXCHANGE_PORT = 1000 /* TCP: exchange.h. */
};

/* What the peer does when it runs. */
struct peer_plan {
    uint32_t exchange_bytes;
    int is_slow;
    const char *folder; /* to serve on port 80; NULL: none */
};

/* Returns 0 and a stack with PEER_ADDRESS4 and PEER_ADDRESS6 and its services. */
PEER_API int peer_open(struct wherry_netdev *device, const struct peer_plan *plan);
PEER_API void peer_run(void *unused); /* until peer_stop(), in a thread of its own */
PEER_API int peer_is_done(void);      /* no exchange is under way; from any thread */
PEER_API void peer_stop(void);
PEER_API unsigned peer_close(void); /* how many exchanges went wrong */

#endif
