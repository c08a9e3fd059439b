/* wpcap iperf: how fast a network is, with iperf 2 at the other end, from a host of our own. */
#include "clock.h"
#include "command.h"
#include "interrupt.h"
#include "iperf.h"
#include "iperf_wire.h"

#include <lwip/priv/tcp_priv.h>
#include <stdio.h>
#include <string.h>

enum {
    PORT = 5001,
    TIME_US = 10000000,
    RATE = 1000000,
    SIZE_BYTES = 1470,
    SIZE6_BYTES = 1450,
    SIZE_MAX_BYTES = 65000,
    READY_US = 20000000,
    KNOCK_MS = 500,
    GOODBYE_US = 3000000
};

static const uint64_t time_max_us = UINT64_C(24) * 86400 * 1000000;

static const struct option_row rows[] = {
    STATION_ROWS(struct iperf_settings, station),
    {"server", 's', OPTION_FLAG, NULL, "wait for clients, and receive",
     offsetof(struct iperf_settings, is_server)},
    {"udp", 'u', OPTION_FLAG, NULL, "datagrams instead of TCP",
     offsetof(struct iperf_settings, udp)},
    {"port", 'p', OPTION_COUNT, "N", "the server's port (default 5001)",
     offsetof(struct iperf_settings, port)},
    {"interval", 'i', OPTION_DURATION, "TIME", "a line so often (default: only at the end)",
     offsetof(struct iperf_settings, interval_us)},
    {"count", 'c', OPTION_COUNT, "N", "server: end after so many connections (UDP: senders)",
     offsetof(struct iperf_settings, count)},
    {"time", 't', OPTION_DURATION, "TIME", "client: send so long (default 10)",
     offsetof(struct iperf_settings, time_us)},
    {"bytes", 'n', OPTION_BYTES, "BYTES", "client: send so much, on each connection",
     offsetof(struct iperf_settings, bytes)},
    {"parallel", 'P', OPTION_COUNT, "N", "client: so many connections at once",
     offsetof(struct iperf_settings, parallel)},
    {"reverse", 'R', OPTION_FLAG, NULL, "client: the server sends (TCP)",
     offsetof(struct iperf_settings, reverse)},
    {"rate", 'r', OPTION_RATE, "BITS", "client, UDP: per second, on each connection (default 1M)",
     offsetof(struct iperf_settings, rate)},
    {"size", 0, OPTION_BYTES, "BYTES",
     "client, UDP: a datagram's payload (default 1470; IPv6 1450)",
     offsetof(struct iperf_settings, size_bytes)},
    {"json", 'j', OPTION_FLAG, NULL, "a JSON object in each line",
     offsetof(struct iperf_settings, json)},
};

/* ---- Wrong input ----------------------------------------------------------------------------- */

static const char *find_mistake(const struct iperf_settings *settings, const char *host)
{
    const struct iperf_settings *s = settings;
    bool is_clients =
        s->time_us || s->bytes || s->parallel || s->reverse || s->rate || s->size_bytes;
    const struct {
        bool is_made;
        const char *text;
    } mistakes[] = {
        {!host && !s->is_server, "which HOST to send to? Or --server, to wait for others"},
        {host && s->is_server, "a server serves everybody: no HOST with --server"},
        {s->is_server && is_clients,
         "--time, --bytes, --parallel, --reverse, --rate and --size are the client's to choose"},
        {!s->is_server && s->count, "--count: only a server counts its connections"},
        {s->port > UINT16_MAX, "--port: wanted is a number from 1 to 65535"},
        {s->time_us && s->bytes, "either --time or --bytes"},
        {s->time_us > time_max_us, "--time: at most 24 days"},
        {!s->udp && s->rate, "--rate: only with --udp; TCP finds its rate itself"},
        {!s->udp && s->size_bytes, "--size: only with --udp; TCP has no datagrams"},
        {s->udp && s->reverse, "--reverse: only with TCP"},
        {s->reverse && s->bytes > INT32_MAX, "--bytes: with --reverse less than 2G"},
        {s->parallel > IPERF_PARALLEL_MAX, "--parallel: at most 128 connections"},
        {s->size_bytes && (s->size_bytes < 2 * IPERF_STAMP_BYTES || s->size_bytes > SIZE_MAX_BYTES),
         "--size: from 80 to 65000 bytes"},
        {s->udp && s->bytes && s->bytes < 2 * IPERF_STAMP_BYTES,
         "--bytes: with --udp at least 80, which are two datagrams"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        if (mistakes[i].is_made)
            return mistakes[i].text;
    return NULL;
}

static void set_default(uint64_t *value, uint64_t standard)
{
    if (*value == 0)
        *value = standard;
}

/* ---- The run --------------------------------------------------------------------------------- */

static bool turn(struct iperf *iperf, uint64_t now_us, uint64_t until_us)
{
    int wait_ms = until_us == UINT64_MAX ? -1 : 0;
    if (until_us != UINT64_MAX && until_us > now_us)
        wait_ms = (int)LWIP_MIN((until_us - now_us) / 1000, 60000);
    if (wherry_stack_turn(iperf->station.stack, wait_ms) >= 0)
        return true;
    return complain("%s", wherry_stack_error(iperf->station.stack)), false;
}

/* The stack may still wait for it when the role has ended; the run outlives both. */
static void knocked(void *data, int64_t round_trip_us)
{
    struct iperf *iperf = data;
    (void)round_trip_us;
    iperf->is_reached = true;
}

/* lwIP keeps few packets while it asks for the MAC address, and the first of more connections or
 * datagrams would be lost; so it is asked before. Whether an echo comes back is all the same. */
static bool knock(struct iperf *iperf)
{
    struct wherry_stack *stack = iperf->station.stack;
    if (wherry_stack_ping(stack, &iperf->address, 0, KNOCK_MS, knocked, iperf) < 0)
        return complain("%s: %s", iperf->host, wherry_stack_error(stack)), false;
    while (!iperf->is_reached && !interrupt_came())
        if (!turn(iperf, clock_us(), UINT64_MAX))
            return false;
    return true;
}

static bool is_over(const struct iperf *iperf)
{
    const struct iperf_settings *settings = iperf->settings;
    if (iperf->busy > 0)
        return false;
    return !settings->is_server || (settings->count && iperf->begun >= settings->count);
}

/* Until all is done, or Ctrl-C and what it leaves to be done. */
static bool work(struct iperf *iperf, const struct iperf_role *role)
{
    uint64_t end_us = UINT64_MAX;
    for (uint64_t now_us; (now_us = clock_us()) < end_us;) {
        if (interrupt_came() && end_us == UINT64_MAX) {
            if (!role->stop)
                return true;
            role->stop(iperf, now_us);
            end_us = now_us + GOODBYE_US;
        }
        uint64_t next_us = role->step(iperf, now_us);
        uint64_t tick_us = iperf_flows_step(iperf, now_us);
        if (is_over(iperf))
            return true;
        if (!turn(iperf, now_us, LWIP_MIN(LWIP_MIN(next_us, tick_us), end_us)))
            return false;
    }
    return true;
}

/* The last acknowledgement of a connection that was closed; without it the peer sees it broken. */
static void say_goodbye(struct iperf *iperf)
{
    uint64_t end_us = clock_us() + GOODBYE_US;
    for (uint64_t now_us; tcp_active_pcbs && (now_us = clock_us()) < end_us;)
        if (!turn(iperf, now_us, end_us))
            return;
}

static void print_place(const struct iperf *iperf)
{
    struct wherry_stack_status status;
    const char *address = status.address4;
    wherry_stack_status(iperf->station.stack, &status);
    status.address4[strcspn(status.address4, "/")] = '\0';
    for (unsigned i = 0; !*address && i < WHERRY_STACK_ADDRESSES6; i++)
        address = status.address6[i];
    fprintf(stderr, "%s, %s port %u; Ctrl-C ends it\n", address,
            iperf->settings->udp ? "UDP" : "TCP", (unsigned)iperf->settings->port);
    fflush(stderr);
}

static const struct iperf_role *role_of(const struct iperf_settings *settings)
{
    if (settings->is_server)
        return settings->udp ? &iperf_udp_server : &iperf_tcp_server;
    return settings->udp ? &iperf_udp_client : &iperf_tcp_client;
}

static bool run_role(struct iperf *iperf)
{
    const struct iperf_role *role = role_of(iperf->settings);
    if (iperf->host && !knock(iperf))
        return false;
    bool ok = role->open(iperf);
    if (ok && iperf->settings->is_server)
        print_place(iperf);
    ok = ok && work(iperf, role);
    iperf_flows_close(iperf);
    role->close(iperf);
    say_goodbye(iperf);
    return ok && !iperf->has_failed;
}

static int run_iperf(const void *given, char **operands, int count)
{
    struct iperf_settings settings = *(const struct iperf_settings *)given;
    struct iperf iperf = {.settings = &settings, .host = count > 1 ? operands[1] : NULL};
    const char *mistake = find_mistake(&settings, iperf.host);
    if (mistake)
        return complain("%s", mistake);
    set_default(&settings.port, PORT);
    set_default(&settings.time_us, TIME_US);
    set_default(&settings.parallel, 1);
    set_default(&settings.rate, RATE);
    if (!station_open(&iperf.station, &settings.station, operands[0]))
        return 1;
    bool ok = station_wait(&iperf.station, settings.is_server ? 0 : READY_US) &&
              (!iperf.host || station_find(&iperf.station, iperf.host, &iperf.address));
    set_default(&settings.size_bytes, IP_IS_V6(&iperf.address) ? SIZE6_BYTES : SIZE_BYTES);
    ok = ok ? run_role(&iperf) : interrupt_came();
    station_close(&iperf.station);
    return ok ? 0 : 1;
}

const struct command iperf_command = {
    .name = "iperf",
    .operands = "DEVICE [HOST]",
    .summary = "how fast a network is: client or server of iperf 2, with a stack of its own",
    .text =
        "Send to an iperf 2 server at HOST, or, with --server, be one; as a host of our own, with\n"
        "an address that is not the system's. Payload is counted: what the other side has\n"
        "received, with UDP what was sent. Sizes that are given are of 1024 (64k, 2M), rates\n"
        "of 1000 (10M), and so is all that is printed. Ctrl-C ends it with the summary.\n"
        "\n"
        "  wpcap iperf eth0 --server --address 192.0.2.10/24\n"
        "  wpcap iperf eth0 192.0.2.1 --address 192.0.2.10/24 --parallel 4 --interval 1\n"
        "  wpcap iperf Ethernet 2001:db8::1 --dhcp --udp --rate 100M --time 30\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct iperf_settings),
    .operands_min = 1,
    .operands_max = 2,
    .run = run_iperf,
};
