/* wpcap send: a frame given in hexadecimal. */
#include "command.h"
#include "interrupt.h"
#include "transmit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { FRAME_BYTES_MIN = 14, FRAME_BYTES_MAX = 65535 };

struct settings {
    uint64_t count, rate;
    bool json;
};

static const struct option_row rows[] = {
    {"count", 'c', OPTION_COUNT, "N", "send it N times (default 1)",
     offsetof(struct settings, count)},
    {"rate", 'r', OPTION_RATE, "N", "per second (default: as fast as it goes)",
     offsetof(struct settings, rate)},
    {"json", 'j', OPTION_FLAG, NULL, "the summary as JSON", offsetof(struct settings, json)},
};

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Pairs of digits, apart or together, with colons or without. The number of bytes; -1: it is wrong,
 * and why was said. */
static int read_frame(const char *text, uint8_t *frame)
{
    int length = 0;
    for (const char *at = text; *at; at++) {
        if (strchr(" \t\n:-", *at))
            continue;
        int high = digit(at[0]), low = high < 0 ? -1 : digit(at[1]);
        if (low < 0) {
            complain("'%.12s' is no pair of hexadecimal digits (at character %d of the frame)", at,
                     (int)(at - text) + 1);
            return -1;
        }
        if (length == FRAME_BYTES_MAX) {
            complain("a frame has at most %d bytes", FRAME_BYTES_MAX);
            return -1;
        }
        frame[length++] = (uint8_t)(high << 4 | low);
        at++;
    }
    if (length < FRAME_BYTES_MIN) {
        complain("a frame has at least %d bytes, for its addresses and its type; this one has %d",
                 FRAME_BYTES_MIN, length);
        return -1;
    }
    return length;
}

static int run_send(const void *given, char **operands, int count)
{
    static uint8_t frame[FRAME_BYTES_MAX];
    const struct settings *settings = given;
    struct transmit job;
    (void)count;
    int length = read_frame(operands[1], frame);
    uint64_t times = settings->count ? settings->count : 1;
    if (length < 0 || !transmit_begin(&job, operands[0], settings->rate, times > 1))
        return 1;
    bool ok = true;
    while (ok && job.sent < times && !interrupt_came())
        ok = transmit(&job, frame, (uint32_t)length);
    transmit_end(&job, settings->json);
    return ok ? 0 : 1;
}

const struct command send_command = {
    .name = "send",
    .operands = "DEVICE FRAME",
    .summary = "send a frame given in hexadecimal",
    .text =
        "Send one Ethernet frame, as often as wanted: destination, source, type and payload in\n"
        "hexadecimal, in one operand; blanks, colons and hyphens between bytes are skipped.\n"
        "\n"
        "  wpcap send eth0 'ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 88b5 48656c6c6f'\n"
        "  wpcap send 1 \"$(cat frame.hex)\" --count 1000 --rate 100\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .operands_min = 2,
    .operands_max = 2,
    .run = run_send,
};
