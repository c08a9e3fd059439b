/* wpcap replay: the frames of a capture file, sent again. */
#include "capture_file.h"
#include "clock.h"
#include "command.h"
#include "interrupt.h"
#include "transmit.h"

#include <inttypes.h>
#include <stdio.h>

enum { BURST = 64 };

struct settings {
    uint64_t rate, times;
    bool fast, json;
};

static const struct option_row rows[] = {
    {"rate", 'r', OPTION_RATE, "N", "frames per second, instead of the file's own times",
     offsetof(struct settings, rate)},
    {"fast", 'f', OPTION_FLAG, NULL, "as fast as it goes", offsetof(struct settings, fast)},
    {"times", 't', OPTION_COUNT, "N", "the file N times (default 1)",
     offsetof(struct settings, times)},
    {"json", 'j', OPTION_FLAG, NULL, "the summary as JSON", offsetof(struct settings, json)},
};

struct run {
    const struct settings *settings;
    const char *path;
    struct transmit transmit;
    uint64_t first_ns; /* the file's time of its first frame, and ours */
    uint64_t first_us;
};

/* Wait as long after the first frame as the file says. Times that go back are not waited for. */
static void keep_time(struct run *run, uint64_t time_ns)
{
    if (run->settings->fast || run->settings->rate)
        return;
    if (!run->first_us) {
        run->first_us = clock_us();
        run->first_ns = time_ns;
    }
    if (time_ns > run->first_ns)
        clock_wait(run->first_us + (time_ns - run->first_ns) / 1000);
}

static int send_file(struct run *run, struct wherry__capture_reader *reader)
{
    char error[WHERRY_NETDEV_ERROR_BYTES];
    struct wherry_netdev_frame frames[BURST];
    int count = 0;
    run->first_us = 0;
    while (!interrupt_came()) {
        count = wherry__capture_reader_read(reader, frames, BURST, error);
        if (count <= 0)
            break;
        for (int i = 0; i < count && !interrupt_came(); i++) {
            keep_time(run, frames[i].time_ns);
            if (!interrupt_came() &&
                !transmit(&run->transmit, frames[i].bytes, frames[i].length_bytes))
                return 1;
        }
    }
    return count < 0 ? complain("%s", error) : 0;
}

static int send_times(struct run *run, struct wherry__capture_reader *reader)
{
    char error[WHERRY_NETDEV_ERROR_BYTES];
    uint64_t times = run->settings->times ? run->settings->times : 1;
    int status = send_file(run, reader);
    for (uint64_t i = 1; i < times && !status && !interrupt_came(); i++) {
        struct wherry__capture_reader *again;
        if (wherry__capture_reader_open(&again, run->path, error) < 0)
            return complain("%s", error);
        status = send_file(run, again);
        wherry__capture_reader_close(again);
    }
    return status;
}

static int run_replay(const void *given, char **operands, int count)
{
    struct run run = {.settings = given, .path = operands[1]};
    struct wherry__capture_reader *reader;
    char error[WHERRY_NETDEV_ERROR_BYTES];
    int status = 1;
    (void)count;
    if (run.settings->fast && run.settings->rate)
        return complain("--fast and --rate say different things");
    if (wherry__capture_reader_open(&reader, run.path, error) < 0)
        return complain("%s", error);
    if (transmit_begin(&run.transmit, operands[0], run.settings->rate, true)) {
        status = send_times(&run, reader);
        transmit_end(&run.transmit, run.settings->json);
    }
    wherry__capture_reader_close(reader);
    return status;
}

const struct command replay_command = {
    .name = "replay",
    .operands = "DEVICE FILE",
    .summary = "send the frames of a capture file",
    .text = "Send the frames of a capture file (pcap, not pcapng), at the times that it gives.\n"
            "\n"
            "  wpcap replay eth0 web.pcap\n"
            "  wpcap replay Ethernet web.pcap --rate 10k --times 100\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .operands_min = 2,
    .operands_max = 2,
    .run = run_replay,
};
