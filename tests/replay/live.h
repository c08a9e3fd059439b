/* live.h: what the stack has said, so that a captured frame can be made one that it waits for: the
 * numbers of connections, of DNS and DHCP requests, of pings. */
#ifndef WHERRY_TEST_REPLAY_LIVE_H
#define WHERRY_TEST_REPLAY_LIVE_H

#include "random.h"
#include "samples.h"

enum { LIVE_CONNECTIONS = 64, LIVE_LOOKUPS = 4, LIVE_PINGS = 4 };

/* As seen by the peer: its own port first. */
struct live_connection {
    uint8_t ports[4];
    unsigned ip_version;    /* 0: an empty place */
    uint32_t initial, next; /* sequence numbers of what the stack sends */
    uint32_t awaited;       /* what it awaits from the peer */
    int is_calling;         /* it has sent a SYN, and awaits the answer */
};

struct live {
    struct live_connection connections[LIVE_CONNECTIONS];
    struct {
        uint8_t port[2], id[2];
    } lookups[LIVE_LOOKUPS];
    unsigned lookup;
    uint8_t dhcp[4];
    uint8_t pings[2][LIVE_PINGS][4]; /* of IPv4 and IPv6: identifier and number */
    unsigned ping;
    unsigned asked;      /* requests so far ... */
    enum answer awaited; /* ... and what the last one awaits */
};

/* A frame that the stack has sent. */
void live_hear(struct live *live, const uint8_t *bytes, uint32_t length_bytes);

/* The frame as it would have come if the capture had been made now. `port_shift` moves the peer's
 * TCP port, so that a connection played again is another one. */
void live_adapt(const struct live *live, struct frame *frame, const struct sample *sample,
                uint16_t port_shift);

/* A TCP segment becomes one of some connection that is open, at about the right place. */
void live_aim(const struct live *live, struct frame *frame, struct random *random);

#endif
