/* iperf over UDP: send at a rate, then ask the server what came. */
#include "clock.h"
#include "command.h"
#include "iperf.h"
#include "iperf_wire.h"
#include "json.h"

#include <inttypes.h>
#include <lwip/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

enum {
    BURST = 128, /* datagrams between two looks at what came in */
    ASK_US = 250000,
    ASK_TIMES = 10,
    STAGGER_US = 10000
};

struct sender {
    struct role *role;
    struct udp_pcb *udp;
    struct iperf_flow flow;
    uint64_t left_bytes, end_us; /* UINT64_MAX: no such limit */
    int64_t number;              /* of the next datagram; 0: not begun */
    unsigned asked;
    uint16_t last_bytes; /* the length of the last datagram, which is sent again */
    uint64_t due_us;
};

struct role {
    struct iperf *iperf;
    uint64_t to_epoch_us; /* from clock_us(): the server may compare with its own clock */
    bool is_going;
    unsigned count;
    struct sender senders[];
};

/* ---- Datagrams ------------------------------------------------------------------------------- */

static bool send_datagram(struct sender *sender, int64_t number, uint16_t length, uint64_t now_us)
{
    uint8_t head[IPERF_STAMP_BYTES];
    struct iperf_stamp stamp = {.number = number,
                                .sent_us = (int64_t)(now_us + sender->role->to_epoch_us)};
    struct pbuf *datagram = pbuf_alloc(PBUF_TRANSPORT, length, PBUF_RAM);
    if (!datagram)
        return false;
    iperf_stamp_write(head, &stamp);
    memset(datagram->payload, 0, length);
    memcpy(datagram->payload, head, sizeof head);
    err_t code = udp_send(sender->udp, datagram);
    pbuf_free(datagram);
    return code == ERR_OK;
}

/* The last datagram carries what is left, and is never the only one. */
static uint16_t next_length(const struct sender *sender)
{
    uint64_t left = sender->left_bytes, size = sender->role->iperf->settings->size_bytes;
    bool is_first = sender->number == 1;
    if (left >= size + IPERF_STAMP_BYTES)
        return (uint16_t)size;
    return (uint16_t)(left > size || is_first ? left - IPERF_STAMP_BYTES : left);
}

static void ask(struct sender *sender, uint64_t now_us)
{
    (void)send_datagram(sender, -sender->number, sender->last_bytes, now_us);
    sender->asked++;
    sender->due_us = now_us + ASK_US;
}

static void give_up(struct sender *sender)
{
    struct iperf *iperf = sender->role->iperf;
    complain("%u: no report came from %s: nobody knows what was received", sender->flow.number,
             iperf->host);
    iperf->has_failed = true;
    iperf->busy--;
    sender->due_us = UINT64_MAX;
}

/* One datagram. False: there is no room in the device now. */
static bool send_next(struct sender *sender, uint64_t now_us)
{
    const struct iperf_settings *settings = sender->role->iperf->settings;
    uint16_t length = next_length(sender);
    bool is_last = length == sender->left_bytes || now_us >= sender->end_us;
    if (!send_datagram(sender, is_last ? -sender->number : sender->number, length, now_us))
        return false;
    sender->flow.counts.bytes += length;
    sender->flow.counts.datagrams++;
    if (sender->left_bytes != UINT64_MAX)
        sender->left_bytes -= length;
    sender->due_us = sender->flow.begun_us +
                     (uint64_t)((double)sender->flow.counts.bytes * 8e6 / (double)settings->rate);
    if (!is_last) {
        sender->number++;
        return true;
    }
    sender->last_bytes = length;
    sender->asked = 1;
    sender->due_us = now_us + ASK_US;
    iperf_flow_end(sender->role->iperf, &sender->flow, clock_us());
    return true;
}

/* ---- The report ------------------------------------------------------------------------------ */

static void print_report(const struct sender *sender, const struct iperf_report *report)
{
    double seconds = (double)report->time_us / 1e6, jitter_ms = (double)report->jitter_us / 1000;
    if (!sender->role->iperf->settings->json) {
        printf("%u: the server received %" PRIu64 " bytes in %.3f s, %" PRIu64 " of %" PRIu64
               " datagrams lost, %" PRIu64 " out of order, jitter %.3f ms\n",
               sender->flow.number, report->bytes, seconds, report->lost, report->datagrams,
               report->out_of_order, jitter_ms);
        return;
    }
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_text(&json, "kind", "report");
    json_number(&json, "flow", sender->flow.number);
    json_real(&json, "to_s", seconds);
    json_number(&json, "bytes", report->bytes);
    json_number(&json, "datagrams", report->datagrams);
    json_number(&json, "lost", report->lost);
    json_number(&json, "out_of_order", report->out_of_order);
    json_real(&json, "jitter_ms", jitter_ms);
    json_close(&json, '}');
    json_end(&json);
}

static void answered(void *data, struct udp_pcb *udp, struct pbuf *datagram,
                     const ip_addr_t *address, u16_t port)
{
    struct sender *sender = data;
    struct iperf *iperf = sender->role->iperf;
    struct iperf_report report;
    uint8_t bytes[IPERF_REPORT_BYTES];
    (void)udp, (void)address, (void)port;
    size_t length = pbuf_copy_partial(datagram, bytes, sizeof bytes, 0);
    pbuf_free(datagram);
    if (sender->asked == 0 || sender->due_us == UINT64_MAX ||
        !iperf_report_read(&report, bytes, length))
        return;
    print_report(sender, &report);
    iperf->counts.lost += report.lost;
    iperf->counts.out_of_order += report.out_of_order;
    iperf->busy--;
    sender->due_us = UINT64_MAX;
}

/* ---- The role -------------------------------------------------------------------------------- */

static void begin(struct sender *sender)
{
    struct iperf *iperf = sender->role->iperf;
    const struct iperf_settings *settings = iperf->settings;
    struct iperf_flow *flow = &sender->flow;
    iperf_flow_begin(iperf, flow, &iperf->address, (uint16_t)settings->port);
    sender->left_bytes = settings->bytes ? settings->bytes : UINT64_MAX;
    sender->end_us = settings->bytes ? UINT64_MAX : flow->begun_us + settings->time_us;
    sender->number = 1;
}

static uint64_t step_sender(struct sender *sender, uint64_t now_us)
{
    for (unsigned i = 0; i < BURST && sender->due_us <= now_us; i++) {
        if (sender->number == 0)
            begin(sender);
        else if (sender->asked >= ASK_TIMES)
            give_up(sender);
        else if (sender->asked > 0)
            ask(sender, now_us);
        else if (!send_next(sender, now_us))
            return now_us + 1000;
    }
    return sender->due_us;
}

/* One after the other: iperf mistakes a second sender's datagrams for the first one's as long as it
 * is making a socket for that. */
static void set_off(struct role *role, uint64_t now_us)
{
    role->is_going = true;
    for (unsigned i = 0; i < role->count; i++)
        role->senders[i].due_us = now_us + i * STAGGER_US;
}

static uint64_t step(struct iperf *iperf, uint64_t now_us)
{
    struct role *role = iperf->role;
    uint64_t next_us = UINT64_MAX;
    if (!role->is_going && iperf->busy > 0)
        set_off(role, now_us);
    for (unsigned i = 0; i < role->count; i++) {
        uint64_t due_us = step_sender(&role->senders[i], now_us);
        next_us = due_us < next_us ? due_us : next_us;
    }
    return next_us;
}

static void stop(struct iperf *iperf, uint64_t now_us)
{
    struct role *role = iperf->role;
    for (unsigned i = 0; i < role->count; i++) {
        struct sender *sender = &role->senders[i];
        if (sender->number == 0) {
            sender->due_us = UINT64_MAX;
            iperf->busy--;
        } else if (sender->asked == 0) {
            sender->end_us = sender->due_us = now_us;
        }
    }
}

static bool open_sender(struct role *role, struct sender *sender)
{
    const struct iperf *iperf = role->iperf;
    sender->role = role;
    sender->udp = udp_new_ip_type(IP_GET_TYPE(&iperf->address));
    if (!sender->udp)
        return complain("out of memory"), false;
    udp_recv(sender->udp, answered, sender);
    if (udp_connect(sender->udp, &iperf->address, (u16_t)iperf->settings->port) != ERR_OK)
        return complain("%s: there is no way to it", iperf->host), false;
    return true;
}

static bool open_role(struct iperf *iperf)
{
    struct timeval now;
    size_t count = (size_t)iperf->settings->parallel;
    struct role *role = calloc(1, sizeof *role + count * sizeof *role->senders);
    if (!role)
        return complain("out of memory"), false;
    gettimeofday(&now, NULL);
    iperf->role = role;
    role->iperf = iperf;
    role->to_epoch_us = (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_usec - clock_us();
    for (; role->count < count; role->count++)
        if (!open_sender(role, &role->senders[role->count]))
            return false;
    iperf->busy = role->count;
    return true;
}

static void close_role(struct iperf *iperf)
{
    struct role *role = iperf->role;
    if (!role)
        return;
    for (size_t i = 0; i < iperf->settings->parallel; i++)
        if (role->senders[i].udp)
            udp_remove(role->senders[i].udp);
    free(role);
}

const struct iperf_role iperf_udp_client = {open_role, step, stop, close_role};
