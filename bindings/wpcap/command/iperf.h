/* iperf.h: what the parts of `wpcap iperf` share: the wishes, the run, the account of each flow. */
#ifndef WPCAP_IPERF_H
#define WPCAP_IPERF_H

#include "station.h"

#include <stdbool.h>
#include <stdint.h>

enum { IPERF_PARALLEL_MAX = 128, IPERF_PEER_BYTES = 64 };

/* Checked, and with the defaults put in. */
struct iperf_settings {
    struct station_settings station;
    uint64_t port, count, parallel, bytes, time_us, interval_us, rate, size_bytes;
    bool is_server, udp, reverse, json;
};

/* Payload: received, or received by the peer (UDP: sent). Datagrams: received, or sent. */
struct iperf_counts {
    uint64_t bytes, datagrams, lost, out_of_order;
};

/* One connection, or one sender's datagrams; a member of what the role knows of it. */
struct iperf_flow {
    struct iperf_flow *next, **link; /* among those that run */
    unsigned number;                 /* from 1 */
    bool is_running;
    char peer[IPERF_PEER_BYTES];
    uint64_t begun_us, ended_us;
    struct iperf_counts counts;
    double jitter_us;
    uint64_t interval_begun_us;
    struct iperf_counts interval_counts; /* as they were then */
};

struct iperf {
    const struct iperf_settings *settings;
    struct station station;
    const char *host; /* as it was given; NULL: a server */
    ip_addr_t address;
    void *role; /* what the role keeps */
    struct iperf_flow *flows;
    unsigned begun, ended;
    unsigned busy; /* what the role still has to do with: also after a flow's end */
    bool has_failed;
    bool is_reached;            /* the client has knocked */
    uint64_t first_us, last_us; /* of all flows */
    struct iperf_counts counts;
};

/* One of the four things that can be done. Functions that fail said why. */
struct iperf_role {
    bool (*open)(struct iperf *iperf);
    /* Do what is due; the time (clock_us()) at which something will be. */
    uint64_t (*step)(struct iperf *iperf, uint64_t now_us);
    /* As if the time were over; the work goes on for what is under way. NULL: nothing is. */
    void (*stop)(struct iperf *iperf, uint64_t now_us);
    void (*close)(struct iperf *iperf);
};

extern const struct iperf_role iperf_tcp_server, iperf_tcp_client;
extern const struct iperf_role iperf_udp_server, iperf_udp_client;

/* ---- Accounts: iperf_flow.c ------------------------------------------------------------------ */

void iperf_flow_begin(struct iperf *iperf, struct iperf_flow *flow, const ip_addr_t *address,
                      uint16_t port);

/* Prints the result. `ended_us` is of clock_us(). */
void iperf_flow_end(struct iperf *iperf, struct iperf_flow *flow, uint64_t ended_us);

/* The intervals that are over; when the next one is. */
uint64_t iperf_flows_step(struct iperf *iperf, uint64_t now_us);

/* Ends those that still run, and prints the sum. */
void iperf_flows_close(struct iperf *iperf);

#endif
