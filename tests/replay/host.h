/* host.h: the host that frames are replayed into: the stack with the web server of `wpcap serve`, a
 * UDP echo, and clients of its own that ask for addresses, names, pings and a connection. */
#ifndef WHERRY_TEST_REPLAY_HOST_H
#define WHERRY_TEST_REPLAY_HOST_H

#include <wherry/netdev.h>

struct host;

/* The stack's MAC address. Its IP addresses are those of the captures: 192.0.2.1 and fd00::1. */
extern const uint8_t host_mac[WHERRY_NETDEV_MAC_BYTES];

enum host_kind { HOST_STATIC, HOST_DHCP };

/* What came through: a test that reaches none of these tests little. */
struct host_account {
    uint64_t digest; /* of all that callbacks were told */
    unsigned requests, echoes, names, pings, calls, leases;
};

/* `account` is the caller's and outlives the host. NULL with the reason on stderr. */
struct host *host_open(struct wherry_netdev *device, enum host_kind kind,
                       struct host_account *account);
void host_close(struct host *host);

/* Take what the device has and what is due. Returns 0, or -1 with the reason on stderr. */
int host_turn(struct host *host);

/* Let the host ask something itself: what, `which` says. */
void host_ask(struct host *host, uint32_t which);
#endif
