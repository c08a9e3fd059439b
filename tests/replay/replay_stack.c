/* replay_stack: captured frames, and changes of them, into the TCP/IP stack, and a line for every
 * step: what went in and what came out.
 *
 *   replay_stack --seed 1 --frames 50000 CAPTURE... >answers
 *   replay_stack --seed 1 --frames 50000 --show 1234 CAPTURE...     step 1234 in words
 *   replay_stack --plain --write copy.pcap case.pcap
 *
 * Time and random numbers are the test's (clock.c), so that one seed gives the same answers on
 * every system, compiler and word size. A line is: the step, how many frames went in, their digest,
 * how many came out, the digest of these, of the trace's lines and of what callbacks were told. */
#include "capture_file.h"
#include "clock.h"
#include "host.h"
#include "memory_device.h"
#include "options.h"
#include "player.h"

#include <inttypes.h>
#include <lwip/stats.h>
#include <stdio.h>

enum {
    HOST_FRAMES = 2500, /* then the stack is made anew */
    TICK_US = 250000,   /* the clock never jumps further between two turns */
    SETTLE_TICKS = 8    /* until the host has its IPv6 address */
};

static const uint64_t digest_start = 0xcbf29ce484222325; /* of FNV-1a */

struct replay {
    struct options options;
    struct samples samples;
    struct live live;
    struct player player;
    struct random random;
    struct host_account account;
    struct host *host;
    struct wherry_netdev *memory, *device; /* the second is a trace of the first */
    struct wherry__capture_writer *writer;
    uint64_t step, frames, answers;
    uint64_t in_digest, out_digest;
    unsigned step_answers;
    unsigned hosts;
    struct played held; /* of a plain replay: it belongs to the next burst */
    int has_held;
};

static uint64_t add_digest(uint64_t digest, const void *bytes, size_t length_bytes)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length_bytes; i++)
        digest = (digest ^ at[i]) * 0x100000001b3;
    return digest;
}

/* ---- What is seen ---------------------------------------------------------------------------- */

static int is_shown(const struct replay *replay)
{
    return replay->options.show != 0 && replay->step == replay->options.show;
}

static void show_bytes(const uint8_t *bytes, uint32_t length_bytes)
{
    for (uint32_t i = 0; i < length_bytes; i++)
        printf("%s%02x", i % 32 ? " " : "\n    ", bytes[i]);
    printf("\n");
}

static void hear_answer(void *data, const uint8_t *bytes, uint32_t length_bytes)
{
    struct replay *replay = data;
    live_hear(&replay->live, bytes, length_bytes);
    replay->out_digest = add_digest(replay->out_digest, &length_bytes, sizeof length_bytes);
    replay->out_digest = add_digest(replay->out_digest, bytes, length_bytes);
    replay->step_answers++;
    replay->answers++;
    if (is_shown(replay))
        show_bytes(bytes, length_bytes);
}

static void hear_line(void *data, const char *line)
{
    struct replay *replay = data;
    replay->out_digest = add_digest(replay->out_digest, line, strlen(line));
    if (is_shown(replay))
        printf("%s\n", line);
}

static void print_step(struct replay *replay, unsigned frames)
{
    replay->out_digest =
        add_digest(replay->out_digest, &replay->account.digest, sizeof replay->account.digest);
    if (replay->options.show == 0)
        printf("%" PRIu64 " %u %016" PRIx64 " %u %016" PRIx64 "\n", replay->step, frames,
               replay->in_digest, replay->step_answers, replay->out_digest);
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static int put_frame(struct replay *replay, const struct played *played)
{
    const struct frame *frame = &played->frame;
    char error[WHERRY_NETDEV_ERROR_BYTES];
    if (is_shown(replay))
        show_bytes(frame->bytes, frame->length_bytes);
    replay->frames++;
    replay->in_digest =
        add_digest(replay->in_digest, &played->wire_length_bytes, sizeof frame->length_bytes);
    replay->in_digest = add_digest(replay->in_digest, frame->bytes, frame->length_bytes);
    memory_device_put(replay->memory, frame->bytes, frame->length_bytes, played->wire_length_bytes);
    if (replay->writer &&
        (wherry__capture_writer_write(replay->writer, frame->bytes, frame->length_bytes,
                                      played->wire_length_bytes, clock_now_us() * 1000, error) ||
         wherry__capture_writer_flush(replay->writer, error))) {
        fprintf(stderr, "replay: %s\n", error);
        return -1;
    }
    return 0;
}

static int pass_time(struct replay *replay, uint64_t us)
{
    int code = 0;
    for (; code == 0 && us > TICK_US; us -= TICK_US) {
        clock_advance_us(TICK_US);
        code = host_turn(replay->host);
    }
    clock_advance_us(us);
    return code == 0 ? host_turn(replay->host) : code;
}

/* Mostly as it is on a cable, now and then long enough for every timer. */
static uint64_t any_pause_us(struct random *random)
{
    uint32_t percent = random_below(random, 1000);
    if (percent < 800)
        return random_below(random, 500);
    if (percent < 980)
        return random_below(random, 20000);
    if (percent < 998)
        return random_below(random, 1000000);
    return random_below(random, 30000000);
}

/* Frames of a plain replay come when they came, those of one moment together. Returns how many
 * frames were put, 0 at the end, -1 after an error. */
static int put_plain(struct replay *replay)
{
    unsigned count = 0;
    uint64_t time_ns = replay->held.time_ns;
    while (replay->has_held && count < MEMORY_FRAMES_MAX && replay->held.time_ns == time_ns) {
        if (put_frame(replay, &replay->held) < 0)
            return -1;
        count++;
        replay->has_held = player_next(&replay->player, &replay->live, &replay->held);
    }
    return (int)count;
}

static int put_changed(struct replay *replay)
{
    static const uint8_t bursts[] = {1, 1, 1, 1, 1, 1, 2, 2, 3, 8};
    unsigned count = bursts[random_below(&replay->random, sizeof bursts)];
    struct played played;
    if (replay->frames >= replay->options.frames)
        return 0;
    for (unsigned i = 0; i < count; i++) {
        if (!player_next(&replay->player, &replay->live, &played) || put_frame(replay, &played) < 0)
            return -1;
    }
    return (int)count;
}

static uint64_t pause_us(struct replay *replay, uint64_t before_ns)
{
    if (!replay->options.plain)
        return any_pause_us(&replay->random);
    return replay->has_held && replay->held.time_ns > before_ns
               ? (replay->held.time_ns - before_ns) / 1000
               : TICK_US;
}

/* Returns 1, 0 at the end, -1 after an error. */
static int take_step(struct replay *replay)
{
    uint64_t before_ns = replay->held.time_ns;
    replay->step++;
    replay->in_digest = replay->out_digest = digest_start;
    replay->step_answers = 0;
    int count = replay->options.plain ? put_plain(replay) : put_changed(replay);
    if (count <= 0)
        return count;
    if (!replay->options.plain && random_percent(&replay->random, 4))
        host_ask(replay->host, (uint32_t)random_next(&replay->random));
    if (host_turn(replay->host) != 0 || pass_time(replay, pause_us(replay, before_ns)) != 0)
        return -1;
    print_step(replay, (unsigned)count);
    return 1;
}

/* ---- All ------------------------------------------------------------------------------------- */

static int new_host(struct replay *replay)
{
    host_close(replay->host);
    replay->live = (struct live){0};
    player_restart(&replay->player);
    enum host_kind kind = replay->hosts++ % 2 ? HOST_DHCP : HOST_STATIC;
    replay->host = host_open(replay->device, kind, &replay->account);
    return replay->host ? pass_time(replay, SETTLE_TICKS * TICK_US) : -1;
}

static int run(struct replay *replay)
{
    int code = new_host(replay);
    if (replay->options.plain)
        replay->has_held = player_next(&replay->player, &replay->live, &replay->held);
    while (code == 0) {
        int taken = take_step(replay);
        if (taken <= 0)
            return taken;
        if (is_shown(replay))
            return 0;
        if (!replay->options.plain && replay->frames / HOST_FRAMES >= replay->hosts)
            code = new_host(replay);
    }
    return code;
}

static int prepare(struct replay *replay)
{
    const struct options *options = &replay->options;
    char error[WHERRY_NETDEV_ERROR_BYTES] = "out of memory";
    for (char **path = options->paths; *path; path++) {
        if (samples_load(&replay->samples, *path, host_mac) != 0)
            return -1;
    }
    if (replay->samples.count == 0) {
        fprintf(stderr, "replay: there are no frames in these captures\n");
        return -1;
    }
    clock_start(options->seed);
    replay->random.state = ~options->seed;
    player_start(&replay->player, &replay->samples, options->seed << 32, options->plain);
    replay->memory = memory_device_open(hear_answer, replay);
    if (replay->memory &&
        wherry_netdev_trace(&replay->device, replay->memory, hear_line, replay, error) == 0 &&
        (!options->write ||
         wherry__capture_writer_open(&replay->writer, options->write, error) == 0))
        return 0;
    fprintf(stderr, "replay: %s\n", error);
    return -1;
}

static void print_account(const struct replay *replay)
{
    const struct host_account *account = &replay->account;
    fprintf(stderr,
            "replay: seed %" PRIu64 ": %" PRIu64 " frames in, %" PRIu64 " out, %u hosts; "
            "%u HTTP requests, %u UDP echoes, %u names, %u pings, %u calls, %u leases\n",
            replay->options.seed, replay->frames, replay->answers, replay->hosts, account->requests,
            account->echoes, account->names, account->pings, account->calls, account->leases);
    fprintf(stderr,
            "replay: received and dropped: IPv4 %u %u, IPv6 %u %u, TCP %u %u, UDP %u %u; "
            "reassembled IPv4 %u\n",
            (unsigned)lwip_stats.ip.recv, (unsigned)lwip_stats.ip.drop,
            (unsigned)lwip_stats.ip6.recv, (unsigned)lwip_stats.ip6.drop,
            (unsigned)lwip_stats.tcp.recv, (unsigned)lwip_stats.tcp.drop,
            (unsigned)lwip_stats.udp.recv, (unsigned)lwip_stats.udp.drop,
            (unsigned)lwip_stats.ip_frag.recv);
}

int main(int argc, char **arguments)
{
    static struct replay replay;
    (void)argc;
    if (options_read(&replay.options, arguments) != 0)
        return 2;
    int code = prepare(&replay);
    if (code == 0)
        code = run(&replay);
    host_close(replay.host);
    wherry_netdev_close(replay.device ? replay.device : replay.memory);
    wherry__capture_writer_close(replay.writer);
    samples_release(&replay.samples);
    print_account(&replay);
    if (fflush(stdout) != 0)
        return 1;
    return code == 0 ? 0 : 1;
}
