/* iperf over UDP: receive, count what is missing, and tell the client of it in the end. */
#include "clock.h"
#include "command.h"
#include "iperf.h"
#include "iperf_wire.h"

#include <lwip/ip.h>
#include <lwip/udp.h>
#include <stdlib.h>
#include <string.h>

enum {
    IDLE_US = 10000000,  /* without a datagram: the sender is gone */
    LINGER_US = 1000000, /* after the report: it may be lost, and asked for again */
    SESSIONS_MAX = 1024,
    JITTER_GAIN = 16 /* RFC 3550 6.4.1 */
};

struct session {
    struct session *next;
    struct iperf *iperf;
    ip_addr_t address, local; /* the sender, and whom it sends to */
    uint16_t port;
    bool is_wide;
    uint64_t last_us;
    int64_t expected;   /* the next number */
    int64_t transit_us; /* of the datagram before; the clocks may differ, their difference stays */
    struct iperf_flow flow;
};

struct role {
    struct udp_pcb *udp;
    struct session *sessions; /* who was heard last is the first */
};

/* ---- Counting -------------------------------------------------------------------------------- */

static void count_number(struct session *session, int64_t number)
{
    struct iperf_flow *flow = &session->flow;
    if (number < session->expected) { /* counted as lost before, if it is no double */
        flow->counts.out_of_order++;
        flow->counts.lost -= flow->counts.lost > 0;
        return;
    }
    flow->counts.lost += (uint64_t)(number - session->expected);
    session->expected = number + 1;
}

static void count_jitter(struct session *session, int64_t sent_us, uint64_t now_us)
{
    int64_t transit_us = (int64_t)now_us - sent_us, change_us = transit_us - session->transit_us;
    double distance = (double)(change_us < 0 ? -change_us : change_us);
    if (session->flow.counts.datagrams > 0)
        session->flow.jitter_us += (distance - session->flow.jitter_us) / JITTER_GAIN;
    session->transit_us = transit_us;
}

static void send_report(struct session *session)
{
    const struct iperf_flow *flow = &session->flow;
    struct role *role = session->iperf->role;
    uint8_t bytes[IPERF_REPORT_BYTES];
    struct iperf_report report = {.bytes = flow->counts.bytes,
                                  .time_us = flow->ended_us - flow->begun_us,
                                  .lost = flow->counts.lost,
                                  .out_of_order = flow->counts.out_of_order,
                                  .datagrams = flow->counts.datagrams + flow->counts.lost,
                                  .jitter_us = (uint64_t)flow->jitter_us};
    iperf_report_write(bytes, &report, session->is_wide);
    struct pbuf *datagram = pbuf_alloc(PBUF_TRANSPORT, sizeof bytes, PBUF_RAM);
    if (!datagram)
        return; /* it will be asked for again */
    memcpy(datagram->payload, bytes, sizeof bytes);
    udp_sendto_if_src(role->udp, datagram, &session->address, session->port,
                      wherry_stack_netif(session->iperf->station.stack), &session->local);
    pbuf_free(datagram);
}

/* The last one is a datagram as any other, but that it is sent again until it is answered. */
static void count(struct session *session, const struct iperf_stamp *stamp, uint64_t bytes)
{
    session->last_us = clock_us();
    if (session->flow.is_running) {
        count_number(session, stamp->number < 0 ? -stamp->number : stamp->number);
        count_jitter(session, stamp->sent_us, session->last_us);
        session->flow.counts.datagrams++;
        session->flow.counts.bytes += bytes;
    }
    if (stamp->number >= 0)
        return;
    session->is_wide = stamp->is_wide;
    iperf_flow_end(session->iperf, &session->flow, session->last_us);
    send_report(session);
}

/* ---- Sessions -------------------------------------------------------------------------------- */

static struct session *find(struct role *role, const ip_addr_t *address, uint16_t port)
{
    for (struct session **at = &role->sessions; *at; at = &(*at)->next) {
        struct session *found = *at;
        if (found->port != port || !ip_addr_cmp(&found->address, address))
            continue;
        *at = found->next;
        found->next = role->sessions;
        role->sessions = found;
        return found;
    }
    return NULL;
}

static struct session *begin(struct iperf *iperf, const ip_addr_t *address, uint16_t port,
                             const struct iperf_stamp *stamp)
{
    struct role *role = iperf->role;
    uint64_t wanted = iperf->settings->count;
    bool is_late = stamp->number < -1; /* the end of what is forgotten already */
    if (is_late || iperf->busy >= SESSIONS_MAX || (wanted && iperf->begun >= wanted))
        return NULL;
    struct session *session = calloc(1, sizeof *session);
    if (!session)
        return NULL;
    *session = (struct session){.next = role->sessions,
                                .iperf = iperf,
                                .address = *address,
                                .port = port,
                                .expected = stamp->number != 0};
    ip_addr_copy(session->local, *ip_current_dest_addr());
    role->sessions = session;
    iperf->busy++;
    iperf_flow_begin(iperf, &session->flow, address, port);
    return session;
}

static void received(void *data, struct udp_pcb *udp, struct pbuf *datagram,
                     const ip_addr_t *address, u16_t port)
{
    struct iperf *iperf = data;
    struct iperf_stamp stamp;
    uint8_t head[IPERF_STAMP_BYTES];
    (void)udp;
    size_t length = pbuf_copy_partial(datagram, head, sizeof head, 0);
    if (iperf_stamp_read(&stamp, head, length)) {
        struct session *session = find(iperf->role, address, port);
        if (!session)
            session = begin(iperf, address, port, &stamp);
        if (session)
            count(session, &stamp, datagram->tot_len);
    }
    pbuf_free(datagram);
}

/* ---- The role -------------------------------------------------------------------------------- */

static uint64_t step(struct iperf *iperf, uint64_t now_us)
{
    struct role *role = iperf->role;
    uint64_t next_us = UINT64_MAX;
    for (struct session **at = &role->sessions, *session; (session = *at);) {
        uint64_t due_us = session->last_us + (session->flow.is_running ? IDLE_US : LINGER_US);
        if (now_us < due_us) {
            next_us = due_us < next_us ? due_us : next_us;
            at = &session->next;
            continue;
        }
        iperf_flow_end(iperf, &session->flow, session->last_us); /* not the wait for more */
        *at = session->next;
        iperf->busy--;
        free(session);
    }
    return next_us;
}

static bool open_role(struct iperf *iperf)
{
    struct role *role = iperf->role = calloc(1, sizeof *role);
    if (role)
        role->udp = udp_new_ip_type(IPADDR_TYPE_ANY);
    if (!role || !role->udp ||
        udp_bind(role->udp, IP_ANY_TYPE, (u16_t)iperf->settings->port) != ERR_OK)
        return complain("out of memory"), false;
    udp_recv(role->udp, received, iperf);
    return true;
}

static void close_role(struct iperf *iperf)
{
    struct role *role = iperf->role;
    if (!role)
        return;
    if (role->udp)
        udp_remove(role->udp);
    for (struct session *session; (session = role->sessions);) {
        role->sessions = session->next;
        free(session);
    }
    free(role);
}

const struct iperf_role iperf_udp_server = {open_role, step, NULL, close_role};
