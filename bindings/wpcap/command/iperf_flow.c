#include "clock.h"
#include "iperf.h"
#include "json.h"
#include "progress.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

/* What a line tells, of a flow, an interval of it, or all flows. */
struct line {
    const char *kind; /* "flow", "interval", "total" */
    const struct iperf_flow *flow;
    double from_s, to_s;
    struct iperf_counts counts;
};

static double rate_of(const struct line *line)
{
    double seconds = line->to_s - line->from_s;
    return seconds > 0 ? (double)line->counts.bytes * 8 / seconds : 0;
}

/* A sender learns of losses in the end, by reports. */
static bool has_losses(const struct iperf *iperf, const struct line *line)
{
    return iperf->settings->udp && (iperf->settings->is_server || !line->flow);
}

static void print_json(const struct iperf *iperf, const struct line *line)
{
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_text(&json, "kind", line->kind);
    if (line->flow) {
        json_number(&json, "flow", line->flow->number);
        json_text(&json, "peer", line->flow->peer);
    } else {
        json_number(&json, "flows", iperf->ended);
    }
    json_real(&json, "from_s", line->from_s);
    json_real(&json, "to_s", line->to_s);
    json_number(&json, "bytes", line->counts.bytes);
    json_real(&json, "bits_per_second", rate_of(line));
    if (iperf->settings->udp)
        json_number(&json, "datagrams", line->counts.datagrams);
    if (has_losses(iperf, line)) {
        json_number(&json, "lost", line->counts.lost);
        json_number(&json, "out_of_order", line->counts.out_of_order);
    }
    if (has_losses(iperf, line) && line->flow)
        json_real(&json, "jitter_ms", line->flow->jitter_us / 1000);
    json_close(&json, '}');
    json_end(&json);
}

static void print_text(const struct iperf *iperf, const struct line *line)
{
    char amount[32], rate[32];
    progress_scaled(amount, (double)line->counts.bytes, "B");
    progress_scaled(rate, rate_of(line), "bit/s");
    if (line->flow)
        printf("%u", line->flow->number);
    else
        printf("total of %u", iperf->ended);
    printf(": %.3f-%.3f s  %s  %s", line->from_s, line->to_s, amount, rate);
    if (iperf->settings->udp)
        printf("  %" PRIu64 " datagrams", line->counts.datagrams);
    if (has_losses(iperf, line))
        printf(", %" PRIu64 " lost, %" PRIu64 " out of order", line->counts.lost,
               line->counts.out_of_order);
    if (has_losses(iperf, line) && line->flow)
        printf(", jitter %.3f ms", line->flow->jitter_us / 1000);
    putchar('\n');
}

static void print_line(const struct iperf *iperf, const struct line *line)
{
    if (iperf->settings->json)
        print_json(iperf, line);
    else
        print_text(iperf, line);
    fflush(stdout);
}

static double seconds(uint64_t from_us, uint64_t to_us)
{
    return (double)(to_us - from_us) / 1e6;
}

/* ---- Flows ----------------------------------------------------------------------------------- */

void iperf_flow_begin(struct iperf *iperf, struct iperf_flow *flow, const ip_addr_t *address,
                      uint16_t port)
{
    char text[IPADDR_STRLEN_MAX];
    ipaddr_ntoa_r(address, text, sizeof text);
    for (char *at = text; *at; at++) /* RFC 5952 4.3 */
        *at = (char)tolower((unsigned char)*at);
    *flow = (struct iperf_flow){.next = iperf->flows,
                                .link = &iperf->flows,
                                .number = ++iperf->begun,
                                .is_running = true,
                                .begun_us = clock_us()};
    snprintf(flow->peer, sizeof flow->peer, "%s port %u", text, (unsigned)port);
    flow->interval_begun_us = flow->begun_us;
    if (flow->next)
        flow->next->link = &flow->next;
    iperf->flows = flow;
    if (iperf->first_us == 0)
        iperf->first_us = flow->begun_us;
    if (!iperf->settings->json) {
        printf("%u: %s\n", flow->number, flow->peer);
        fflush(stdout);
    }
}

void iperf_flow_end(struct iperf *iperf, struct iperf_flow *flow, uint64_t ended_us)
{
    if (!flow->is_running)
        return;
    flow->is_running = false;
    flow->ended_us = ended_us;
    *flow->link = flow->next;
    if (flow->next)
        flow->next->link = flow->link;
    iperf->ended++;
    if (iperf->last_us < ended_us)
        iperf->last_us = ended_us;
    iperf->counts.bytes += flow->counts.bytes;
    iperf->counts.datagrams += flow->counts.datagrams;
    iperf->counts.lost += flow->counts.lost;
    iperf->counts.out_of_order += flow->counts.out_of_order;
    print_line(iperf, &(struct line){.kind = "flow",
                                     .flow = flow,
                                     .to_s = seconds(flow->begun_us, flow->ended_us),
                                     .counts = flow->counts});
}

/* What was counted as lost may come yet. */
static struct iperf_counts gained(const struct iperf_counts *now, const struct iperf_counts *then)
{
    return (struct iperf_counts){.bytes = now->bytes - then->bytes,
                                 .datagrams = now->datagrams - then->datagrams,
                                 .lost = now->lost > then->lost ? now->lost - then->lost : 0,
                                 .out_of_order = now->out_of_order - then->out_of_order};
}

static void print_interval(const struct iperf *iperf, struct iperf_flow *flow, uint64_t now_us)
{
    print_line(iperf, &(struct line){.kind = "interval",
                                     .flow = flow,
                                     .from_s = seconds(flow->begun_us, flow->interval_begun_us),
                                     .to_s = seconds(flow->begun_us, now_us),
                                     .counts = gained(&flow->counts, &flow->interval_counts)});
    flow->interval_begun_us = now_us;
    flow->interval_counts = flow->counts;
}

uint64_t iperf_flows_step(struct iperf *iperf, uint64_t now_us)
{
    uint64_t next_us = UINT64_MAX, interval_us = iperf->settings->interval_us;
    if (interval_us == 0)
        return next_us;
    for (struct iperf_flow *flow = iperf->flows; flow; flow = flow->next) {
        if (now_us >= flow->interval_begun_us + interval_us)
            print_interval(iperf, flow, now_us);
        if (flow->interval_begun_us + interval_us < next_us)
            next_us = flow->interval_begun_us + interval_us;
    }
    return next_us;
}

void iperf_flows_close(struct iperf *iperf)
{
    while (iperf->flows)
        iperf_flow_end(iperf, iperf->flows, clock_us());
    if (iperf->ended <= 1 && !iperf->settings->json)
        return; /* it said all itself */
    print_line(iperf, &(struct line){.kind = "total",
                                     .to_s = seconds(iperf->first_us, iperf->last_us),
                                     .counts = iperf->counts});
}
