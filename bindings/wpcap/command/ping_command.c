/* wpcap ping: ICMP echo, from a host of our own. */
#include "clock.h"
#include "command.h"
#include "interrupt.h"
#include "json.h"
#include "station.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    COUNT = 4,
    INTERVAL_US = 1000000,
    TIMEOUT_US = 2000000,
    PAYLOAD_BYTES = 56,
    READY_US = 20000000
};

struct settings {
    struct station_settings station;
    uint64_t count, interval_us, timeout_us, payload_bytes;
    bool json;
};

static const struct option_row rows[] = {
    STATION_ROWS(struct settings, station),
    {"count", 'c', OPTION_COUNT, "N", "requests (default 4)", offsetof(struct settings, count)},
    {"interval", 'i', OPTION_DURATION, "TIME", "between requests (default 1)",
     offsetof(struct settings, interval_us)},
    {"timeout", 't', OPTION_DURATION, "TIME", "wait so long for an answer (default 2)",
     offsetof(struct settings, timeout_us)},
    {"size", 's', OPTION_BYTES, "BYTES", "of payload (default 56)",
     offsetof(struct settings, payload_bytes)},
    {"json", 'j', OPTION_FLAG, NULL, "a JSON object", offsetof(struct settings, json)},
};

/* Of a series; times in microseconds. */
struct run {
    const struct settings *settings;
    struct station station;
    const char *host;
    bool is_answered;
    int64_t round_trip;
    uint64_t sent, received, sum;
    int64_t least, most;
};

static void answered(void *data, int64_t round_trip_us)
{
    struct run *run = data;
    run->is_answered = true;
    run->round_trip = round_trip_us;
}

static void count_answer(struct run *run)
{
    int64_t time = run->round_trip;
    if (time >= 0) {
        run->least = run->received && run->least < time ? run->least : time;
        run->most = run->most > time ? run->most : time;
        run->sum += (uint64_t)time;
        run->received++;
    }
    if (run->settings->json)
        return;
    if (time < 0)
        printf("%" PRIu64 ": no answer from %s\n", run->sent, run->host);
    else
        printf("%" PRIu64 ": answer from %s: %.3f ms\n", run->sent, run->host, (double)time / 1000);
    fflush(stdout);
}

/* Turns until then, or until there is an answer, if that is what is waited for. */
static bool turn_until(struct run *run, uint64_t until_us, bool for_answer)
{
    for (uint64_t now; !interrupt_came();) {
        if (for_answer && run->is_answered)
            return true;
        now = clock_us();
        if (!for_answer && now >= until_us)
            return true;
        int wait_ms = for_answer ? -1 : (int)((until_us - now + 999) / 1000);
        if (wherry_stack_turn(run->station.stack, wait_ms) < 0) {
            complain("%s", wherry_stack_error(run->station.stack));
            return false;
        }
    }
    return false;
}

static bool ping_once(struct run *run, const ip_addr_t *address)
{
    uint64_t payload = run->settings->payload_bytes ? run->settings->payload_bytes : PAYLOAD_BYTES;
    uint64_t timeout = run->settings->timeout_us ? run->settings->timeout_us : TIMEOUT_US;
    run->is_answered = false;
    run->sent++;
    int code = wherry_stack_ping(run->station.stack, address, (uint16_t)payload,
                                 (uint32_t)((timeout + 999) / 1000), answered, run);
    if (code < 0) {
        complain("%s: %s", run->host, wherry_stack_error(run->station.stack));
        return false;
    }
    if (!turn_until(run, 0, true))
        return false;
    count_answer(run);
    return true;
}

static bool ping_all(struct run *run)
{
    ip_addr_t address;
    uint64_t count = run->settings->count ? run->settings->count : COUNT;
    uint64_t interval = run->settings->interval_us ? run->settings->interval_us : INTERVAL_US;
    if (!station_wait(&run->station, READY_US) || !station_find(&run->station, run->host, &address))
        return false;
    uint64_t next = clock_us();
    for (uint64_t i = 0; i < count; i++, next += interval)
        if (!turn_until(run, next, false) || !ping_once(run, &address))
            return false;
    return true;
}

static void summarise(const struct run *run)
{
    double mean = run->received ? (double)run->sum / (double)run->received / 1000 : 0;
    if (!run->settings->json) {
        printf("%" PRIu64 " sent, %" PRIu64 " answered", run->sent, run->received);
        if (run->received)
            printf("; least %.3f, mean %.3f, most %.3f ms", (double)run->least / 1000, mean,
                   (double)run->most / 1000);
        putchar('\n');
        return;
    }
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_text(&json, "host", run->host);
    json_number(&json, "sent", run->sent);
    json_number(&json, "answered", run->received);
    if (run->received) {
        json_real(&json, "least_ms", (double)run->least / 1000);
        json_real(&json, "mean_ms", mean);
        json_real(&json, "most_ms", (double)run->most / 1000);
    }
    json_close(&json, '}');
    json_end(&json);
}

static int run_ping(const void *given, char **operands, int count)
{
    struct run run = {.settings = given, .host = operands[1]};
    (void)count;
    if (run.settings->payload_bytes > 65000)
        return complain("--size: at most 65000 bytes");
    if (!station_open(&run.station, &run.settings->station, operands[0]))
        return 1;
    bool ok = ping_all(&run);
    if (ok || run.sent)
        summarise(&run);
    station_close(&run.station);
    return (ok || interrupt_came()) && run.received ? 0 : 1;
}

const struct command ping_command = {
    .name = "ping",
    .operands = "DEVICE HOST",
    .summary = "ICMP echo requests, from a TCP/IP stack of its own",
    .text = "Ask HOST, an address or a name, for ICMP echoes as a host of our own. Exit status 1:\n"
            "there was no answer at all.\n"
            "\n"
            "  wpcap ping eth0 192.0.2.1 --address 192.0.2.10/24\n"
            "  wpcap ping Ethernet example.net --dhcp --count 10 --interval 0.2\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .operands_min = 2,
    .operands_max = 2,
    .run = run_ping,
};
