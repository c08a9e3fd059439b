/* The numbers are big-endian words of 32 bits.
 *
 *   TCP, first     flags, connections, port, -, -, amount, -, -, more flags, ...
 *   datagram       number, s, us, high half of the number; then as above
 *   UDP report     number, s, us, high half; then flags, bytes (2 words), s, us, lost, out of
 *                  order, datagrams, jitter (s, us)
 *
 * Before iperf 2.0.10 there was no high half: all that follows it was a word further to the front.
 * Payload is digits or zeros, which no flag is mistaken for; but a server that finds no flag in
 * them does not count the four bytes, so a greeting is sent always. */
#include "iperf_wire.h"

#include <string.h>

enum {
    CONNECTIONS_AT = 4,
    AMOUNT_AT = 20,
    MORE_FLAGS_AT = 32,
    HIGH_HALF_AT = 12,
    DATAGRAM_FLAGS_AT = 16,
    LENGTH_SHIFT = 1, /* of the header's length among the flags */
    TICK_US = 10000,  /* of an amount that is a time, and then negative */
    SECOND_US = 1000000,
    CONNECTIONS_MAX = 1024
};

static const uint32_t flag_old = 0x80000000, flag_extended = 0x40000000, flag_wide = 0x08000000,
                      flag_second = 0x04000000, flag_length = 0x00010000,
                      more_flag_reverse = 0x04000000;

static uint32_t get(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* Nobody counts so far, and there is room to reckon. */
static const int64_t number_max = INT64_MAX / 2;

/* ---- TCP ------------------------------------------------------------------------------------- */

static bool says_something(uint32_t flags)
{
    return (flags & (flag_old | flag_extended)) != 0;
}

bool iperf_hello_is_whole(const uint8_t *from, size_t length)
{
    return length >= IPERF_HELLO_READ_BYTES || (length >= 4 && !says_something(get(from)));
}

void iperf_hello_read(struct iperf_hello *hello, const uint8_t *from, size_t length)
{
    *hello = (struct iperf_hello){.parallel = 1};
    if (length < IPERF_HELLO_READ_BYTES || !says_something(get(from)))
        return;
    uint32_t connections = get(from + CONNECTIONS_AT);
    int32_t amount = (int32_t)get(from + AMOUNT_AT);
    if (connections > 0 && connections <= CONNECTIONS_MAX)
        hello->parallel = connections;
    hello->is_reverse =
        (get(from) & flag_extended) && (get(from + MORE_FLAGS_AT) & more_flag_reverse);
    if (amount < 0)
        hello->time_us = (uint64_t) - (int64_t)amount * TICK_US;
    else
        hello->bytes = (uint64_t)amount;
}

void iperf_hello_write(uint8_t to[IPERF_HELLO_BYTES], const struct iperf_hello *hello)
{
    uint64_t ticks = (hello->time_us + TICK_US - 1) / TICK_US;
    memset(to, 0, IPERF_HELLO_BYTES);
    put(to, flag_extended | flag_length | IPERF_HELLO_BYTES << LENGTH_SHIFT |
                (hello->is_reverse ? flag_second : 0));
    put(to + CONNECTIONS_AT, hello->parallel);
    put(to + AMOUNT_AT, hello->bytes ? hello->bytes : -ticks);
    put(to + MORE_FLAGS_AT, hello->is_reverse ? more_flag_reverse : 0);
}

/* ---- UDP ------------------------------------------------------------------------------------- */

bool iperf_stamp_read(struct iperf_stamp *stamp, const uint8_t *from, size_t length)
{
    if (length < HIGH_HALF_AT)
        return false;
    stamp->number = (int32_t)get(from);
    stamp->sent_us = (int64_t)get(from + 4) * SECOND_US + get(from + 8);
    stamp->is_wide =
        length >= DATAGRAM_FLAGS_AT + 4 && (get(from + DATAGRAM_FLAGS_AT) & flag_wide) != 0;
    if (stamp->is_wide)
        stamp->number = (int64_t)((uint64_t)get(from + HIGH_HALF_AT) << 32 | get(from));
    return stamp->number >= -number_max && stamp->number <= number_max;
}

void iperf_stamp_write(uint8_t to[IPERF_STAMP_BYTES], const struct iperf_stamp *stamp)
{
    memset(to, 0, IPERF_STAMP_BYTES);
    put(to, (uint64_t)stamp->number);
    put(to + 4, (uint64_t)(stamp->sent_us / SECOND_US));
    put(to + 8, (uint64_t)(stamp->sent_us % SECOND_US));
    put(to + HIGH_HALF_AT, (uint64_t)stamp->number >> 32);
    put(to + DATAGRAM_FLAGS_AT, flag_wide);
}

static size_t report_at(bool is_wide)
{
    return is_wide ? DATAGRAM_FLAGS_AT : HIGH_HALF_AT;
}

bool iperf_report_read(struct iperf_report *report, const uint8_t *from, size_t length)
{
    bool is_wide = length >= IPERF_REPORT_BYTES && (get(from + report_at(true)) & flag_old);
    const uint8_t *at = from + report_at(is_wide);
    if (length + 4 < IPERF_REPORT_BYTES || !(get(at) & flag_old))
        return false;
    *report = (struct iperf_report){.bytes = (uint64_t)get(at + 4) << 32 | get(at + 8),
                                    .time_us = (uint64_t)get(at + 12) * SECOND_US + get(at + 16),
                                    .lost = get(at + 20),
                                    .out_of_order = get(at + 24),
                                    .datagrams = get(at + 28),
                                    .jitter_us = (uint64_t)get(at + 32) * SECOND_US + get(at + 36)};
    return true;
}

void iperf_report_write(uint8_t to[IPERF_REPORT_BYTES], const struct iperf_report *report,
                        bool is_wide)
{
    const uint64_t words[] = {flag_old,
                              report->bytes >> 32,
                              report->bytes,
                              report->time_us / SECOND_US,
                              report->time_us % SECOND_US,
                              report->lost,
                              report->out_of_order,
                              report->datagrams,
                              report->jitter_us / SECOND_US,
                              report->jitter_us % SECOND_US};
    memset(to, 0, IPERF_REPORT_BYTES);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put(to + report_at(is_wide) + 4 * i, words[i]);
}
