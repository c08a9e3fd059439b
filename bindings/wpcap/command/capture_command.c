/* wpcap capture: frames of a device, as lines, as JSON, or into a capture file. */
#include "capture_file.h"
#include "clock.h"
#include "command.h"
#include "frame_describe.h"
#include "interrupt.h"
#include "json.h"
#include "progress.h"

#include <wherry/device.h>

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum { BURST = 256, ETHERNET = 1, LOOK_AGAIN_MS = 500 };

struct settings {
    uint64_t count, duration_us, snap_bytes, buffer_bytes;
    const char *write;
    bool only_own, json, quiet;
};

static const struct option_row rows[] = {
    {"count", 'c', OPTION_COUNT, "N", "end after N frames", offsetof(struct settings, count)},
    {"duration", 'd', OPTION_DURATION, "TIME", "end after this time",
     offsetof(struct settings, duration_us)},
    {"write", 'w', OPTION_TEXT, "FILE", "write the frames to a capture file, and no lines",
     offsetof(struct settings, write)},
    {"snap", 's', OPTION_BYTES, "BYTES", "of each frame, at most",
     offsetof(struct settings, snap_bytes)},
    {"buffer", 'B', OPTION_BYTES, "BYTES", "of the driver (default 64M)",
     offsetof(struct settings, buffer_bytes)},
    {"own", 'p', OPTION_FLAG, NULL, "only what is for this machine: not promiscuous",
     offsetof(struct settings, only_own)},
    {"quiet", 'q', OPTION_FLAG, NULL, "no lines: the summary alone",
     offsetof(struct settings, quiet)},
    {"json", 'j', OPTION_FLAG, NULL, "a JSON value a line: each frame, then the summary",
     offsetof(struct settings, json)},
};

/* One capture under way. */
struct run {
    const struct settings *settings;
    struct wherry_capture *capture;
    struct wherry__capture_writer *writer; /* NULL: none is written */
    struct progress progress;
    uint64_t frames, bytes;
};

/* ---- Frames ---------------------------------------------------------------------------------- */

static void print_json(const struct wherry_packet *packet, const char *line)
{
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_number(&json, "time_ns", packet->time_ns);
    json_number(&json, "length", packet->wire_length_bytes);
    json_number(&json, "captured", packet->length_bytes);
    json_text(&json, "summary", line);
    json_close(&json, '}');
    json_end(&json);
}

static void print_line(const struct wherry_packet *packet, const char *line)
{
    char clock[16] = "";
    time_t seconds = (time_t)(packet->time_ns / 1000000000);
    const struct tm *local = localtime(&seconds);
    if (local)
        strftime(clock, sizeof clock, "%H:%M:%S", local);
    printf("%s.%06u %s\n", clock, (unsigned)(packet->time_ns % 1000000000 / 1000), line);
}

static int take(struct run *run, const struct wherry_packet *packet)
{
    char text[WHERRY__LINE_BYTES];
    const struct settings *settings = run->settings;
    run->frames++;
    run->bytes += packet->wire_length_bytes;
    if (run->writer &&
        wherry__capture_writer_write(run->writer, packet->bytes, packet->length_bytes,
                                     packet->wire_length_bytes, packet->time_ns, text) < 0)
        return complain("%s", text);
    if (run->writer || settings->quiet)
        return 0;
    wherry__frame_describe(packet->bytes, packet->length_bytes, packet->wire_length_bytes, "",
                           text);
    if (settings->json)
        print_json(packet, text);
    else
        print_line(packet, text);
    return ferror(stdout) ? complain("cannot write to standard output") : 0;
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Until the end, but not for long, so that the rate goes on. */
static int wait_ms(uint64_t end_us)
{
    uint64_t now = clock_us();
    if (end_us && end_us <= now)
        return 0;
    uint64_t left_ms = end_us ? (end_us - now + 999) / 1000 : LOOK_AGAIN_MS;
    return left_ms < LOOK_AGAIN_MS ? (int)left_ms : LOOK_AGAIN_MS;
}

static bool is_complete(const struct run *run, uint64_t end_us)
{
    return (run->settings->count && run->frames >= run->settings->count) || interrupt_came() ||
           (end_us && clock_us() >= end_us);
}

static int receive_all(struct run *run)
{
    struct wherry_packet packets[BURST];
    uint64_t duration_us = run->settings->duration_us;
    uint64_t end_us = duration_us ? clock_us() + duration_us : 0;
    while (!is_complete(run, end_us)) {
        uint64_t left = run->settings->count ? run->settings->count - run->frames : BURST;
        int count = wherry_capture_receive(run->capture, packets,
                                           left < BURST ? (unsigned)left : BURST, wait_ms(end_us));
        if (count == WHERRY_CAPTURE_E_WOKEN)
            continue;
        if (count < 0)
            return complain("%s", wherry_capture_error(run->capture));
        for (int i = 0; i < count; i++)
            if (take(run, &packets[i]))
                return 1;
        if (count && !run->writer)
            fflush(stdout);
        progress_show(&run->progress, run->frames, run->bytes);
    }
    return 0;
}

/* ---- The summary ----------------------------------------------------------------------------- */

static void summarise(const struct run *run, double seconds)
{
    struct wherry_capture_statistics statistics = {0};
    int status = wherry_capture_statistics(run->capture, &statistics);
    if (run->settings->json) {
        struct json json = {.out = stdout};
        json_open(&json, NULL, '{');
        json_number(&json, "frames", run->frames);
        json_number(&json, "bytes", run->bytes);
        json_real(&json, "seconds", seconds);
        json_number(&json, "dropped", statistics.dropped);
        json_number(&json, "dropped_by_device", statistics.dropped_by_device);
        json_close(&json, '}');
        json_end(&json);
        return;
    }
    fprintf(stderr, "%" PRIu64 " frames, %" PRIu64 " bytes in %.1f s", run->frames, run->bytes,
            seconds);
    if (status == 0)
        fprintf(stderr, "; dropped: %" PRIu64 " by the driver, %" PRIu64 " by the device",
                statistics.dropped, statistics.dropped_by_device);
    fputc('\n', stderr);
}

static void wake(void *capture)
{
    wherry_capture_wake(capture);
}

/* There are lines for Ethernet frames only. */
static int refuse_to_show(const struct wherry_capture *capture)
{
    const char *name = wherry_capture_datalink_name(capture);
    return complain("%s is no Ethernet device: its frames, of link type %d%s%s%s, cannot be shown; "
                    "--write FILE takes them, and --quiet counts them",
                    wherry_capture_device(capture), wherry_capture_datalink(capture),
                    *name ? " (" : "", name, *name ? ")" : "");
}

static int capture_frames(struct run *run)
{
    char error[WHERRY_NETDEV_ERROR_BYTES];
    const struct settings *settings = run->settings;
    int datalink = wherry_capture_datalink(run->capture);
    if (datalink != ETHERNET && !settings->write && !settings->quiet)
        return refuse_to_show(run->capture);
    if (settings->write &&
        wherry__capture_writer_open_link(&run->writer, settings->write, datalink, error) < 0)
        return complain("%s", error);
    interrupt_catch(wake, run->capture);
    fprintf(stderr, "capturing on %s; Ctrl-C ends it\n", wherry_capture_device(run->capture));
    fflush(stderr);
    progress_begin(&run->progress, settings->write || settings->quiet);
    int status = receive_all(run);
    interrupt_catch(NULL, NULL);
    progress_end(&run->progress);
    if (run->writer && wherry__capture_writer_flush(run->writer, error) < 0)
        status = complain("%s", error);
    wherry__capture_writer_close(run->writer);
    summarise(run, (double)(clock_us() - run->progress.begun_us) / 1e6);
    return status;
}

static int run_capture(const void *given, char **operands, int count)
{
    struct run run = {.settings = given};
    struct wherry_capture_options options = {.snap_length_bytes =
                                                 (uint32_t)run.settings->snap_bytes,
                                             .buffer_bytes = (uint32_t)run.settings->buffer_bytes,
                                             .only_own = run.settings->only_own,
                                             .filter = count > 1 ? operands[1] : NULL};
    if (run.settings->snap_bytes > UINT32_MAX || run.settings->buffer_bytes > INT32_MAX)
        return complain("--snap or --buffer is too large");
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_device_open(&run.capture, operands[0], &options, error) < 0)
        return complain("%s", error);
    int status = capture_frames(&run);
    wherry_capture_close(run.capture);
    return status;
}

const struct command capture_command = {
    .name = "capture",
    .operands = "DEVICE [FILTER]",
    .summary = "show the frames of a device, or write them to a file",
    .text =
        "Show the frames that pass a device, a line each. FILTER is in pcap-filter's language and\n"
        "one operand. Ctrl-C ends it; the summary on standard error tells what was lost. Of what\n"
        "is no Ethernet device, frames can be written and not shown.\n"
        "\n"
        "  wpcap capture eth0 'tcp port 80'\n"
        "  wpcap capture Ethernet --write web.pcap --duration 10s\n"
        "  wpcap capture 2 --count 100 --json\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .operands_min = 1,
    .operands_max = 2,
    .run = run_capture,
};
