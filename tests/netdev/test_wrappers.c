/* Wrappers: trace, record, faults, over a pair of devices in memory. */
#include "../check.h"
#include "support.h"

#include <wherry/netdev.h>

#include <stdlib.h>

enum { QUEUE = 4096, BURST = 64, COUNT = 2000, MILLION = 1000000 };

static struct wherry_netdev *ends[2]; /* ends[0] gets the wrapper */
static struct wherry_netdev_frame frames[BURST];
static char error[WHERRY_NETDEV_ERROR_BYTES];

static void open_pair(void)
{
    CHECK_EQUAL(wherry_netdev_open_pair(ends, QUEUE, error), 0);
}

static void close_pair(void)
{
    wherry_netdev_close(ends[0]);
    wherry_netdev_close(ends[1]);
}

static void send_numbers(struct wherry_netdev *device, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++)
        CHECK_EQUAL(support_send(device, support_length(i), i), 0);
    CHECK_EQUAL(wherry_netdev_flush(device), 0);
}

static void send_bytes(struct wherry_netdev *device, const void *bytes, uint32_t length_bytes)
{
    const struct wherry_netdev_part part = {bytes, length_bytes};
    CHECK_EQUAL(wherry_netdev_send(device, &part, 1), 0);
    CHECK_EQUAL(wherry_netdev_flush(device), 0);
}

/* ---- Trace ----------------------------------------------------------------------------------- */

static char traced[512];

static void note(void *data, const char *line)
{
    CHECK(data == traced);
    snprintf(traced, sizeof(traced), "%s", line);
}

/* 02:00:00:00:00:01 to 02:00:00:00:00:02, type and payload as hexadecimal digits. */
static void expect_trace(const char *payload, const char *wanted)
{
    uint8_t frame[256] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};
    uint32_t length = 12;
    for (const char *at = payload; *at; at += at[1] == ' ' ? 2 : 1) {
        char digits[3] = {at[0], at[1], 0};
        frame[length++] = (uint8_t)strtoul(digits, NULL, 16);
        at++;
        if (!at[1])
            break;
    }
    send_bytes(ends[0], frame, length);
    CHECK_EQUAL_STRING(traced, wanted);
}

#define MACS "out 02:00:00:00:00:01 > 02:00:00:00:00:02, "

static void test_trace(void)
{
    open_pair();
    CHECK_EQUAL(wherry_netdev_trace(&ends[0], ends[0], note, traced, error), 0);
    expect_trace(
        "0800 4500003c 00004000 40060000 0a000001 0a000002 "
        "0fa00050 00000001 00000000 a002faf0 00000000 020405b4 0402080a 00000000 00000000 01030307",
        MACS "IPv4, length 74: 10.0.0.1.4000 > 10.0.0.2.80: Flags [S], seq 1, win 64240, "
             "length 0");
    expect_trace("0800 4500002a 00004000 40060000 0a000001 0a000002 "
                 "0fa00050 00000001 00000007 5018faf0 00000000 6869 00000000",
                 MACS "IPv4, length 60: 10.0.0.1.4000 > 10.0.0.2.80: Flags [P.], seq 1, ack 7, "
                      "win 64240, length 2");
    expect_trace("0800 45000020 00000000 40110000 0a000001 0a0000ff 00440043 000c0000 01020304",
                 MACS "IPv4, length 46: 10.0.0.1.68 > 10.0.0.255.67: UDP, length 4");
    expect_trace("0800 4500001e 00000000 40010000 0a000001 0a000002 08000000 00070009 abcd",
                 MACS "IPv4, length 44: 10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 9, "
                      "length 10");
    expect_trace("0800 4500001c 00002001 40110000 0a000001 0a000002 0102030405060708",
                 MACS "IPv4, length 42: 10.0.0.1 > 10.0.0.2: fragment of protocol 17");
    expect_trace("0800 45000014 00000000 40fd0000 0a000001 0a000002",
                 MACS "IPv4, length 34: 10.0.0.1 > 10.0.0.2: protocol 253, length 0");
    expect_trace("0800 4500001c 00000000 4006",
                 MACS "IPv4, length 24: damaged or cut off in the IP "
                      "header");
    expect_trace("86dd 60000000 0010 00 40 fe800000000000000000000000000001 "
                 "20010db8000000000001000000000002 3a00050200000000 8000000000010002",
                 MACS "IPv6, length 70: fe80::1 > 2001:db8::1:0:0:2: ICMP6 echo request, id 1, "
                      "seq 2, length 8");
    expect_trace("0806 0001080006040001 020000000001 0a000001 000000000000 0a000002",
                 MACS "ARP, length 42: Request who-has 10.0.0.2 tell 10.0.0.1");
    expect_trace("0806 0001080006040002 020000000001 0a000001 020000000002 0a000002",
                 MACS "ARP, length 42: Reply 10.0.0.1 is-at 02:00:00:00:00:01");
    expect_trace("8100 0064 0800 45000020 00000000 40110000 0a000001 0a0000ff 00440043 000c0000 "
                 "01020304",
                 MACS "vlan 100, IPv4, length 50: 10.0.0.1.68 > 10.0.0.255.67: UDP, length 4");
    expect_trace("88b5 0001", MACS "type 0x88b5, length 16");
    expect_trace("0026 424203", MACS "802.3, length 17");

    send_numbers(ends[1], 0, 1);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), 1);
    CHECK_EQUAL_STRING(traced, "in 02:00:00:00:00:01 > 02:00:00:00:00:02, type 0x88b5, length 60");
    close_pair();
}

/* ---- What holds for wrappers ----------------------------------------------------------------- */

static void test_through(void)
{
    struct wherry_netdev_capabilities can, inner_can;
    struct wherry_netdev_statistics statistics;
    struct wherry_netdev_frame kept;
    open_pair();
    wherry_netdev_capabilities(ends[0], &inner_can);
    CHECK_EQUAL(wherry_netdev_trace(&ends[0], ends[0], note, traced, error), 0);
    CHECK_EQUAL(wherry_netdev_record(&ends[0], ends[0], "test_through.pcap", error), 0);
    wherry_netdev_capabilities(ends[0], &can);
    CHECK(can.wait_handle == inner_can.wait_handle && memcmp(can.mac, inner_can.mac, 6) == 0);
    CHECK_EQUAL(wherry_netdev_link(ends[0]), WHERRY_NETDEV_UP);
    send_numbers(ends[1], 0, 10);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), 10);
    kept = frames[4];
    CHECK_EQUAL(wherry_netdev_keep(ends[0], &kept), 0);
    send_numbers(ends[0], 10, 3);
    wherry_netdev_wake(ends[0]);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), WHERRY_NETDEV_E_WOKEN);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, 0), 0);
    CHECK(support_holds(&kept, support_length(4), 4));
    wherry_netdev_release(ends[0], &kept);
    CHECK_EQUAL(wherry_netdev_statistics(ends[0], &statistics), 0);
    CHECK_EQUAL(statistics.received, 10);
    CHECK_EQUAL(statistics.sent, 3);
    wherry_netdev_close(ends[1]);
    ends[1] = NULL;
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), WHERRY_NETDEV_E_GONE);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]), "the other end of the pair is closed");
    close_pair();
    remove("test_through.pcap");

    open_pair(); /* a wrapper that cannot be made closes what it was given */
    CHECK_EQUAL(wherry_netdev_record(&ends[0], ends[0], "no/such.pcap", error),
                WHERRY_NETDEV_E_SYSTEM);
    CHECK(!ends[0]);
    CHECK_EQUAL_STRING(error, "no/such.pcap: No such file or directory");
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, -1), WHERRY_NETDEV_E_GONE);
    close_pair();
    CHECK_EQUAL(wherry_netdev_trace(&ends[0], NULL, note, traced, error), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(error, "there is no device to wrap");
}

/* A disk without room: Linux has one for the purpose. */
static void test_disk_full(void)
{
    FILE *full = fopen("/dev/full", "wb");
    if (!full)
        return;
    fclose(full);
    open_pair();
    CHECK_EQUAL(wherry_netdev_record(&ends[0], ends[0], "/dev/full", error),
                WHERRY_NETDEV_E_SYSTEM);
    CHECK_EQUAL_STRING(error, "/dev/full: cannot be written: No space left on device");
    close_pair();
}

/* The file stays: tcpdump reads it afterwards. */
static void test_record(const char *path)
{
    static const uint8_t arp[42] = {255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0,  1, 8, 6,
                                    0,   1,   8,   0,   6,   4,   0, 1, 2, 0, 0,  0, 0, 1,
                                    10,  0,   0,   1,   0,   0,   0, 0, 0, 0, 10, 0, 0, 2};
    struct wherry_netdev *file;
    open_pair();
    CHECK_EQUAL(wherry_netdev_record(&ends[0], ends[0], path, error), 0);
    send_bytes(ends[0], arp, sizeof(arp));
    send_numbers(ends[1], 1, 5);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), 5);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, 0), 0); /* idle: it is written */
    CHECK_EQUAL(wherry_netdev_open_file(&file, path, NULL, error), 0);
    CHECK_EQUAL(wherry_netdev_receive(file, frames, BURST, -1), 6);
    CHECK_EQUAL(frames[0].length_bytes, 42);
    CHECK(memcmp(frames[0].bytes, arp, 42) == 0);
    for (uint32_t i = 1; i < 6; i++)
        CHECK(support_holds(&frames[i], support_length(i), i));
    wherry_netdev_close(file);
    close_pair();
}

/* ---- Faults ---------------------------------------------------------------------------------- */

struct outcome {
    uint32_t count, whole, corrupted;
    uint32_t numbers[2 * COUNT]; /* of the whole ones, in their order */
    uint64_t hash;
    struct wherry_netdev_statistics statistics;
};

static unsigned different_bits(const uint8_t *seen, const uint8_t *wanted, uint32_t length_bytes)
{
    unsigned bits = 0;
    for (uint32_t i = 0; i < length_bytes; i++)
        for (unsigned x = seen[i] ^ wanted[i]; x; x &= x - 1)
            bits++;
    return bits;
}

/* Which of the frames is it, but for at most one bit? */
static void account(struct outcome *outcome, const struct wherry_netdev_frame *frame)
{
    uint8_t wanted[2048];
    uint32_t number, length = frame->length_bytes;
    for (uint32_t i = 0; i < length; i++)
        outcome->hash = (outcome->hash ^ frame->bytes[i]) * 0x100000001b3;
    outcome->count++;
    for (number = length - 100; number < COUNT; number += 50) {
        support_fill(wanted, length, number);
        unsigned bits = different_bits(frame->bytes, wanted, length);
        if (bits == 0)
            outcome->numbers[outcome->whole++] = number;
        if (bits == 1)
            outcome->corrupted++;
        if (bits <= 1)
            return;
    }
    CHECK_UNREACHED();
}

/* `incoming`: the wrapper receives; else it sends. */
static void run(const struct wherry_netdev_faults *faults, int incoming, struct outcome *outcome)
{
    struct wherry_netdev *from, *to;
    int received;
    memset(outcome, 0, sizeof(*outcome));
    open_pair();
    CHECK_EQUAL(wherry_netdev_faults(&ends[0], ends[0], faults, error), 0);
    from = ends[incoming];
    to = ends[!incoming];
    for (uint32_t i = 0; i < COUNT; i++)
        CHECK_EQUAL(support_send(from, 100 + i % 50, i), 0);
    CHECK_EQUAL(wherry_netdev_flush(from), 0);
    while ((received = wherry_netdev_receive(to, frames, BURST, 0)) > 0)
        for (int i = 0; i < received; i++)
            account(outcome, &frames[i]);
    CHECK_EQUAL(received, 0);
    CHECK_EQUAL(wherry_netdev_statistics(ends[0], &outcome->statistics), 0);
    close_pair();
}

static struct outcome first, second;

static void test_no_faults(void)
{
    const struct wherry_netdev_faults none = {.seed = 1};
    for (int incoming = 0; incoming < 2; incoming++) {
        run(&none, incoming, &first);
        CHECK_EQUAL(first.whole, COUNT);
        CHECK_EQUAL(first.statistics.damaged, 0);
        for (uint32_t i = 0; i < COUNT; i++)
            CHECK_EQUAL(first.numbers[i], i);
    }
}

/* Every kind alone: what it does to the count, and that the statistics say how often. */
static void test_kinds(void)
{
    const struct wherry_netdev_faults lost = {.seed = 2, .lost_ppm = MILLION / 10};
    const struct wherry_netdev_faults doubled = {.seed = 3, .duplicated_ppm = MILLION / 10};
    const struct wherry_netdev_faults corrupted = {.seed = 4, .corrupted_ppm = MILLION / 10};
    const struct wherry_netdev_faults reordered = {.seed = 5, .reordered_ppm = MILLION / 10};
    for (int incoming = 0; incoming < 2; incoming++) {
        uint32_t late = 0;
        run(&lost, incoming, &first);
        CHECK(first.statistics.damaged > 100 && first.statistics.damaged < 300);
        CHECK_EQUAL(first.whole, COUNT - first.statistics.damaged);
        run(&doubled, incoming, &first);
        CHECK(first.statistics.damaged > 100 && first.statistics.damaged < 300);
        CHECK_EQUAL(first.whole, COUNT + first.statistics.damaged);
        run(&corrupted, incoming, &first);
        CHECK(first.statistics.damaged > 100 && first.statistics.damaged < 300);
        CHECK_EQUAL(first.corrupted, first.statistics.damaged);
        CHECK_EQUAL(first.count, COUNT);
        run(&reordered, incoming, &first);
        CHECK(first.whole == COUNT || first.whole == COUNT - 1); /* the last may wait for more */
        for (uint32_t i = 1; i < first.whole; i++)
            late += first.numbers[i] < first.numbers[i - 1];
        CHECK_EQUAL(late, first.statistics.damaged - (COUNT - first.whole));
    }
}

static void test_same_seed(void)
{
    struct wherry_netdev_faults all = {.seed = 6,
                                       .lost_ppm = 50000,
                                       .duplicated_ppm = 50000,
                                       .reordered_ppm = 50000,
                                       .corrupted_ppm = 50000};
    for (int incoming = 0; incoming < 2; incoming++) {
        run(&all, incoming, &first);
        run(&all, incoming, &second);
        CHECK(first.hash == second.hash);
        CHECK_EQUAL(first.statistics.damaged, second.statistics.damaged);
        all.seed++;
        run(&all, incoming, &second);
        CHECK(first.hash != second.hash);
    }
}

/* A delayed frame comes later, and ends a receive that waits. */
static void test_delay(void)
{
    const struct wherry_netdev_faults delayed = {.seed = 8, .delayed_ppm = MILLION, .delay_ms = 20};
    open_pair();
    CHECK_EQUAL(wherry_netdev_faults(&ends[0], ends[0], &delayed, error), 0);
    send_numbers(ends[1], 0, 3);
    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, 1, -1), 1);
        CHECK(support_holds(&frames[0], support_length(i), i));
    }
    send_numbers(ends[0], 3, 2);
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, 40), 0); /* they are sent meanwhile */
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, -1), 2);
    send_numbers(ends[1], 5, 1);
    wherry_netdev_close(ends[1]);
    ends[1] = NULL;
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), 1); /* no longer delayed */
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, -1), WHERRY_NETDEV_E_GONE);
    close_pair();
}

/* What is delayed can be overtaken all the same. */
static void test_delay_and_order(void)
{
    static const uint32_t wanted[] = {1, 0, 3, 2};
    const struct wherry_netdev_faults both = {
        .seed = 9, .delayed_ppm = MILLION, .delay_ms = 20, .reordered_ppm = MILLION};
    open_pair();
    CHECK_EQUAL(wherry_netdev_faults(&ends[0], ends[0], &both, error), 0);
    send_numbers(ends[1], 0, 4);
    for (uint32_t i = 0; i < 4; i++) {
        CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, 1, -1), 1);
        CHECK(support_holds(&frames[0], support_length(wanted[i]), wanted[i]));
    }
    close_pair();
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    test_trace();
    test_through();
    test_disk_full();
    test_record(argv[1]);
    test_no_faults();
    test_kinds();
    test_same_seed();
    test_delay();
    test_delay_and_order();
    return check_result();
}
