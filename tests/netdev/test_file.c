/* Capture files: what is read from them, and what is said about those that are damaged. */
#include "../check.h"
#include "support.h"

#include <wherry/netdev.h>

#include <stdlib.h>

enum { BURST = 64, HEADER = 24, RECORD = 16 };

static const char path[] = "test_file.pcap", sent_path[] = "test_file_sent.pcap";
static struct wherry_netdev_frame frames[BURST];

/* ---- Writing files byte by byte -------------------------------------------------------------- */

static uint8_t content[1 << 22];
static size_t content_bytes;
static int is_big;

static void put32(uint32_t value)
{
    for (int i = 0; i < 4; i++)
        content[content_bytes++] = (uint8_t)(value >> (is_big ? 24 - 8 * i : 8 * i));
}

static void put16(uint16_t value)
{
    content[content_bytes++] = (uint8_t)(is_big ? value >> 8 : value);
    content[content_bytes++] = (uint8_t)(is_big ? value : value >> 8);
}

static void put_header(uint32_t magic, uint16_t minor, uint32_t link)
{
    content_bytes = 0;
    put32(magic);
    put16(2);
    put16(minor);
    put32(0);
    put32(0);
    put32(65535);
    put32(link);
}

static void put_frame(uint32_t number, uint32_t length_bytes, uint32_t wire_length_bytes)
{
    put32(1700000000 + number);
    put32(number);
    put32(length_bytes);
    put32(wire_length_bytes);
    if (length_bytes >= WHERRY_NETDEV_HEADER_BYTES)
        support_fill(content + content_bytes, length_bytes, number);
    content_bytes += length_bytes;
}

static void write_file(size_t bytes)
{
    FILE *file = fopen(path, "wb");
    if (!CHECK(file))
        exit(1);
    CHECK_EQUAL(fwrite(content, 1, bytes, file), bytes);
    fclose(file);
}

static struct wherry_netdev *open_file(void)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    struct wherry_netdev *device;
    write_file(content_bytes);
    CHECK_EQUAL(wherry_netdev_open_file(&device, path, NULL, error), 0);
    CHECK_EQUAL_STRING(error, "");
    return device;
}

/* ---- Whole files ----------------------------------------------------------------------------- */

static void check_formats(uint32_t magic, uint32_t ns_per_fraction)
{
    struct wherry_netdev *device;
    put_header(magic, 4, 1);
    for (uint32_t i = 0; i < 5; i++)
        put_frame(i, 60 + i, 60 + i);
    device = open_file();
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), 5);
    for (uint32_t i = 0; i < 5; i++) {
        CHECK(support_holds(&frames[i], 60 + i, i));
        CHECK_EQUAL(frames[i].time_ns, (1700000000U + i) * 1000000000ULL + i * ns_per_fraction);
    }
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), WHERRY_NETDEV_E_END);
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), WHERRY_NETDEV_E_END);
    CHECK_EQUAL_STRING(wherry_netdev_error(device), "the capture file has ended");
    wherry_netdev_wake(device);
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), WHERRY_NETDEV_E_WOKEN);
    wherry_netdev_close(device);
}

static void test_formats(void)
{
    for (is_big = 0; is_big < 2; is_big++) {
        check_formats(0xa1b2c3d4, 1000);
        check_formats(0xa1b23c4d, 1);
    }
    is_big = 0;
}

/* Frames that the snap length cut, a runt, and a link type that tells of check sequences. */
static void test_lengths(void)
{
    struct wherry_netdev_statistics statistics;
    struct wherry_netdev *device;
    put_header(0xa1b2c3d4, 4, 1);
    put_frame(0, 60, 1514);
    put_frame(1, 13, 13);
    put_frame(2, 100, 99); /* written the wrong way round */
    device = open_file();
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), 2);
    CHECK_EQUAL(frames[0].length_bytes, 60);
    CHECK_EQUAL(frames[0].wire_length_bytes, 1514);
    CHECK_EQUAL(frames[1].wire_length_bytes, 100);
    CHECK_EQUAL(wherry_netdev_statistics(device, &statistics), 0);
    CHECK_EQUAL(statistics.received, 2);
    CHECK_EQUAL(statistics.dropped, 1);
    wherry_netdev_close(device);

    put_header(0xa1b2c3d4, 4, 0x24000001);
    put_frame(0, 64, 64);
    put_frame(1, 60, 64);
    device = open_file();
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), 2);
    CHECK_EQUAL(frames[0].length_bytes, 60);
    CHECK_EQUAL(frames[0].wire_length_bytes, 60);
    CHECK_EQUAL(frames[1].length_bytes, 60);
    wherry_netdev_close(device);
}

/* More than any buffer; frames of a receive are good until the next, kept ones until released. */
static void test_long_file(void)
{
    enum { COUNT = 4000 };
    struct wherry_netdev *device;
    struct wherry_netdev_frame kept = {0};
    uint32_t next = 0;
    int received;
    put_header(0xa1b23c4d, 4, 1);
    for (uint32_t i = 0; i < COUNT; i++)
        put_frame(i, support_length(i), support_length(i));
    device = open_file();
    while ((received = wherry_netdev_receive(device, frames, BURST, -1)) > 0) {
        for (int i = 0; i < received; i++, next++)
            CHECK(support_holds(&frames[i], support_length(next), next));
        if (!kept.kept) {
            kept = frames[1];
            CHECK_EQUAL(wherry_netdev_keep(device, &kept), 0);
        }
    }
    CHECK_EQUAL(received, WHERRY_NETDEV_E_END);
    CHECK_EQUAL(next, COUNT);
    CHECK(support_holds(&kept, support_length(1), 1));
    wherry_netdev_release(device, &kept);
    wherry_netdev_close(device);
}

static void test_sent(void)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    struct wherry_netdev *device, *again;
    put_header(0xa1b2c3d4, 4, 1);
    write_file(content_bytes);
    CHECK_EQUAL(wherry_netdev_open_file(&device, path, sent_path, error), 0);
    for (uint32_t i = 0; i < 20; i++)
        CHECK_EQUAL(support_send(device, support_length(i), i), 0);
    CHECK_EQUAL(wherry_netdev_flush(device), 0);
    CHECK_EQUAL(wherry_netdev_open_file(&again, sent_path, NULL, error), 0);
    CHECK_EQUAL(wherry_netdev_receive(again, frames, BURST, -1), 20);
    for (uint32_t i = 0; i < 20; i++)
        CHECK(support_holds(&frames[i], support_length(i), i));
    CHECK(frames[0].time_ns > 1600000000000000000U);
    wherry_netdev_close(again);
    wherry_netdev_close(device);
}

/* ---- Damaged files --------------------------------------------------------------------------- */

static void expect_refused(size_t bytes, const char *message)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    struct wherry_netdev *device;
    write_file(bytes);
    CHECK_EQUAL(wherry_netdev_open_file(&device, path, NULL, error), WHERRY_NETDEV_E_FORMAT);
    CHECK(!device);
    CHECK_EQUAL_STRING(error, message);
}

static void test_other_formats(void)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    struct wherry_netdev *device;
    put_header(0xa1b2c3d4, 4, 1);
    expect_refused(0,
                   "test_file.pcap: not a capture file: it ends after 0 bytes, within the header");
    expect_refused(23,
                   "test_file.pcap: not a capture file: it ends after 23 bytes, within the header");
    put_header(0x0a0d0d0a, 4, 1);
    expect_refused(HEADER, "test_file.pcap: a pcapng file; only pcap is read here: convert it with "
                           "'tcpdump -r FILE -w NEW' or 'editcap -F pcap FILE NEW'");
    put_header(0x00088b1f, 4, 1);
    expect_refused(HEADER, "test_file.pcap: not a capture file: it begins with 1f 8b 08 00");
    for (is_big = 0; is_big < 2; is_big++) {
        put_header(0xa1b2c3d4, 5, 1);
        expect_refused(HEADER,
                       "test_file.pcap: version 2.5 of the format; only 2.0 to 2.4 are read");
        put_header(0xa1b2c3d4, 4, 113);
        expect_refused(HEADER, "test_file.pcap: link type 113; only Ethernet, type 1, is read");
    }
    is_big = 0;
    CHECK_EQUAL(wherry_netdev_open_file(&device, "no/such.pcap", NULL, error),
                WHERRY_NETDEV_E_DEVICE);
    CHECK_EQUAL_STRING(error, "no/such.pcap: No such file or directory");
    put_header(0xa1b2c3d4, 4, 1);
    write_file(content_bytes);
    CHECK_EQUAL(wherry_netdev_open_file(&device, path, "no/sent.pcap", error),
                WHERRY_NETDEV_E_SYSTEM);
    CHECK_EQUAL_STRING(error, "no/sent.pcap: No such file or directory");
}

/* What comes before the damage is received, then the error, and again. */
static void expect_damage(size_t bytes, const char *message)
{
    struct wherry_netdev *device;
    content_bytes = bytes;
    device = open_file();
    CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), 1);
    CHECK(support_holds(&frames[0], 60, 0));
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(wherry_netdev_receive(device, frames, BURST, -1), WHERRY_NETDEV_E_FORMAT);
        CHECK_EQUAL_STRING(wherry_netdev_error(device), message);
    }
    wherry_netdev_close(device);
}

static void test_damage(void)
{
    const size_t second = HEADER + RECORD + 60;
    put_header(0xa1b2c3d4, 4, 1);
    put_frame(0, 60, 60);
    put_frame(1, 60, 60);
    expect_damage(second + RECORD + 59, "test_file.pcap: cut off at offset 100: a frame has 60 "
                                        "bytes, and 59 are left");
    expect_damage(second + RECORD,
                  "test_file.pcap: cut off at offset 100: a frame has 60 bytes, and 0 are left");
    expect_damage(second + 7, "test_file.pcap: cut off at offset 100: the header of a frame has 16 "
                              "bytes, and 7 are left");
    content[second + 10] = 0xff;
    expect_damage(second + RECORD + 60,
                  "test_file.pcap: damaged at offset 100: a frame of 16711740 "
                  "bytes, where 262144 is the most");
}

int main(void)
{
    test_formats();
    test_lengths();
    test_long_file();
    test_sent();
    test_other_formats();
    test_damage();
    remove(path);
    remove(sent_path);
    return check_result();
}
