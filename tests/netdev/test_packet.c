/* A packet socket at one end of a virtual cable, and another at the other.
 *
 *   test_packet CASE NEAR FAR    in a network namespace that has both interfaces */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* struct ifreq */
#endif
#include "../check.h"
#include "support.h"
#include "thread.h"

#include <wherry/netdev.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BURST = 64, PORT = 4242, FOR_EVER = -1 };

static struct wherry_netdev *near, *far;
static struct wherry_netdev_frame frames[BURST];
static char error[WHERRY_NETDEV_ERROR_BYTES];
static const char *near_name, *far_name;

static struct wherry_netdev *open_packet(const char *name)
{
    struct wherry_netdev *device;
    if (!CHECK(wherry_netdev_open_packet(&device, name, error) == 0)) {
        fprintf(stderr, "%s\n", error);
        exit(1);
    }
    return device;
}

static void open_both(void)
{
    near = open_packet(near_name);
    far = open_packet(far_name);
}

static void close_both(void)
{
    wherry_netdev_close(near);
    wherry_netdev_close(far);
}

/* Receive frames whose lengths and numbers are `first` to `last`. */
static void expect_lengths(struct wherry_netdev *device, uint32_t first, uint32_t last)
{
    while (first <= last) {
        int count = wherry_netdev_receive(device, frames, BURST, FOR_EVER);
        if (!CHECK(count > 0))
            return;
        for (int i = 0; i < count; i++, first++)
            CHECK(support_holds(&frames[i], first, first));
    }
}

/* Byte for byte, both ways, of every length. */
static void test_frames(void)
{
    struct wherry_netdev *ends[2];
    uint8_t *bytes;
    open_both();
    ends[0] = near;
    ends[1] = far;
    for (int from = 0; from < 2; from++) {
        for (uint32_t first = 14; first <= 1514; first += 100) {
            uint32_t last = first + 99 < 1514 ? first + 99 : 1514;
            for (uint32_t length = first; length <= last; length++)
                CHECK_EQUAL(support_send(ends[from], length, length), 0);
            CHECK_EQUAL(wherry_netdev_flush(ends[from]), 0);
            expect_lengths(ends[1 - from], first, last);
        }
        CHECK(frames[0].time_ns > 1600000000000000000U);
        CHECK_EQUAL(wherry_netdev_receive(ends[from], frames, BURST, 0), 0); /* not its own */
    }
    CHECK_EQUAL(wherry_netdev_reserve(near, 1518, &bytes), 0);
    support_fill(bytes, 1518, 0);
    CHECK_EQUAL(wherry_netdev_commit(near, 1518), WHERRY_NETDEV_E_LENGTH);
    snprintf(error, sizeof(error),
             "commit: a frame of 1518 bytes without a VLAN tag; %s sends 1514", near_name);
    CHECK_EQUAL_STRING(wherry_netdev_error(near), error);
    close_both();
}

static void test_capabilities(void)
{
    struct wherry_netdev_capabilities can;
    open_both();
    wherry_netdev_capabilities(near, &can);
    CHECK_EQUAL(can.mtu_bytes, 1500);
    CHECK_EQUAL(can.frame_bytes, 1518);
    CHECK_EQUAL(can.mac[0], 2);
    CHECK_EQUAL(can.mac[5], 1);
    CHECK_EQUAL(can.flags, 0);
    CHECK_EQUAL(wherry_netdev_link(near), WHERRY_NETDEV_UP);
    close_both();
    CHECK_EQUAL(wherry_netdev_open_packet(&near, "no-such", error), WHERRY_NETDEV_E_DEVICE);
    CHECK(!near);
    CHECK_EQUAL_STRING(error, "there is no interface 'no-such'");
    CHECK_EQUAL(wherry_netdev_open_packet(&near, "a-name-that-is-too-long", error),
                WHERRY_NETDEV_E_DEVICE);
}

/* The kernel takes tags out of frames that have one; we put them in again. */
static void test_vlan(void)
{
    open_both();
    for (uint32_t length = 60; length <= 1518; length += 729) {
        uint8_t *bytes, wanted[1518];
        CHECK_EQUAL(wherry_netdev_reserve(near, length, &bytes), 0);
        support_fill(bytes, length, 1);
        memcpy(bytes + 12, "\x81\x00\x61\x23\x88\xb5", 6);
        memcpy(wanted, bytes, length);
        CHECK_EQUAL(wherry_netdev_commit(near, length), 0);
        CHECK_EQUAL(wherry_netdev_flush(near), 0);
        CHECK_EQUAL(wherry_netdev_receive(far, frames, BURST, FOR_EVER), 1);
        CHECK_EQUAL(frames[0].length_bytes, length);
        CHECK_EQUAL(frames[0].wire_length_bytes, length);
        CHECK(memcmp(frames[0].bytes, wanted, length) == 0);
    }
    close_both();
}

/* A burst that nobody reads meanwhile waits in the ring, and nothing is lost. */
static void test_burst(void)
{
    enum { COUNT = 40000 };
    struct wherry_netdev_statistics statistics;
    struct wherry_netdev_frame kept = {0};
    uint32_t next = 0, wrong = 0;
    open_both();
    for (int round = 0; round < 2; round++) { /* the second goes round the ring's end */
        for (uint32_t i = 0; i < COUNT; i++)
            CHECK_EQUAL(support_send(near, 60, i), 0);
        CHECK_EQUAL(wherry_netdev_flush(near), 0);
        for (next = 0; next < COUNT;) {
            int count = wherry_netdev_receive(far, frames, BURST, FOR_EVER);
            for (int i = 0; i < count; i++, next++)
                wrong += !support_holds(&frames[i], 60, next);
            if (round == 0 && !kept.kept) {
                kept = frames[3];
                CHECK_EQUAL(wherry_netdev_keep(far, &kept), 0);
            }
        }
    }
    CHECK_EQUAL(wrong, 0);
    CHECK(support_holds(&kept, 60, 3));
    wherry_netdev_release(far, &kept);
    CHECK_EQUAL(wherry_netdev_statistics(far, &statistics), 0);
    CHECK_EQUAL(statistics.received, 2 * COUNT);
    CHECK_EQUAL(statistics.dropped, 0);
    CHECK_EQUAL(wherry_netdev_statistics(near, &statistics), 0);
    CHECK_EQUAL(statistics.sent, 2 * COUNT);
    CHECK_EQUAL(statistics.send_dropped, 0);
    close_both();
}

/* What does find the ring full is counted. */
static void test_full_ring(void)
{
    enum { COUNT = 100000 };
    struct wherry_netdev_statistics statistics;
    int count;
    open_both();
    for (uint32_t i = 0; i < COUNT; i++)
        CHECK_EQUAL(support_send(near, 60, i), 0);
    CHECK_EQUAL(wherry_netdev_flush(near), 0);
    do
        count = wherry_netdev_receive(far, frames, BURST, 0);
    while (count > 0);
    CHECK_EQUAL(wherry_netdev_statistics(far, &statistics), 0);
    CHECK(statistics.dropped > 0);
    CHECK_EQUAL(statistics.received + statistics.dropped, COUNT);
    CHECK_EQUAL(wherry_netdev_statistics(far, &statistics), 0); /* asked again: the same */
    CHECK_EQUAL(statistics.received + statistics.dropped, COUNT);
    close_both();
}

static int woken_result;

static void receive_one(void *data)
{
    struct wherry_netdev_frame frame;
    woken_result = wherry_netdev_receive(data, &frame, 1, FOR_EVER);
}

static int is_ready(struct wherry_netdev *device, int timeout_ms)
{
    struct wherry_netdev_capabilities can;
    struct pollfd wanted = {.events = POLLIN};
    wherry_netdev_capabilities(device, &can);
    wanted.fd = (int)can.wait_handle;
    return poll(&wanted, 1, timeout_ms);
}

static void test_waiting(void)
{
    open_both();
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 10), 0);
    for (int i = 0; i < 20; i++) {
        struct thread *thread = thread_start(receive_one, near);
        wherry_netdev_wake(near);
        thread_join(thread);
        CHECK_EQUAL(woken_result, WHERRY_NETDEV_E_WOKEN);
    }
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 0), 0);
    CHECK_EQUAL(is_ready(near, 0), 0);
    wherry_netdev_wake(near);
    CHECK_EQUAL(is_ready(near, FOR_EVER), 1);
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 0), WHERRY_NETDEV_E_WOKEN);
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 0), 0);
    CHECK_EQUAL(is_ready(near, 0), 0);
    CHECK_EQUAL(support_send(far, 60, 1), 0);
    CHECK_EQUAL(wherry_netdev_receive(far, frames, BURST, 0), 0); /* flushes */
    CHECK_EQUAL(is_ready(near, FOR_EVER), 1);
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 0), 1);
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 0), 0);
    CHECK_EQUAL(is_ready(near, 0), 0);
    close_both();
}

/* ---- The kernel's own packets ---------------------------------------------------------------- */

static uint32_t sum_words(const uint8_t *bytes, uint32_t length_bytes)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < length_bytes; i++)
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

/* RFC 1071, byte by byte, of an IPv4 packet without options. */
static int is_checksum_right(const struct wherry_netdev_frame *frame)
{
    uint32_t bytes = frame->length_bytes - 34;
    uint32_t sum = sum_words(frame->bytes + 26, 8) + frame->bytes[23] + bytes +
                   sum_words(frame->bytes + 34, bytes);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum == 0xffff;
}

/* 10.0.0.1 at the near end is the kernel's; it sends to 10.0.0.2, who is nobody but us: a datagram
 * whose checksum a network card was to fill in. */
static void test_partial_checksum(uint32_t payload_bytes)
{
    static const uint8_t payload[60000];
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(0x0a000002)};
    int sender = socket(AF_INET, SOCK_DGRAM, 0), found = 0;
    far = open_packet(far_name);
    CHECK_EQUAL(sendto(sender, payload, payload_bytes, 0, (const void *)&to, sizeof(to)),
                payload_bytes);
    while (!found) {
        int count = wherry_netdev_receive(far, frames, BURST, FOR_EVER);
        for (int i = 0; i < count; i++) {
            const uint8_t *bytes = frames[i].bytes;
            if (frames[i].length_bytes != 42 + payload_bytes || bytes[12] != 8 || bytes[23] != 17 ||
                bytes[37] != (PORT & 0xff))
                continue;
            found = 1;
            CHECK(is_checksum_right(&frames[i]));
            CHECK_EQUAL(frames[i].flags, WHERRY_NETDEV_FRAME_CHECKED);
            CHECK_EQUAL(frames[i].wire_length_bytes, 42 + payload_bytes);
        }
    }
    close(sender);
    wherry_netdev_close(far);
}

/* A frame from a packet socket had its checksum from nobody, and is not vouched for. */
static void test_foreign_checksum(void)
{
    static const uint8_t datagram[] = {0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0,    10, 0, 0, 1,
                                       10,   0, 0, 2,  0, 7, 0, 7, 0,  12, 1, 0x23, 1,  2, 3, 4};
    uint8_t *bytes;
    open_both();
    CHECK_EQUAL(wherry_netdev_reserve(near, 46, &bytes), 0);
    support_fill(bytes, 14, 0);
    memcpy(bytes + 12, "\x08\x00", 2);
    memcpy(bytes + 14, datagram, sizeof(datagram));
    CHECK_EQUAL(wherry_netdev_commit(near, 46), 0);
    CHECK_EQUAL(wherry_netdev_flush(near), 0);
    CHECK_EQUAL(wherry_netdev_receive(far, frames, BURST, FOR_EVER), 1);
    CHECK_EQUAL(frames[0].flags, 0);
    CHECK(memcmp(frames[0].bytes + 14, datagram, sizeof(datagram)) == 0);
    close_both();
}

/* A TCP stream's segments are not cut on a virtual cable: frames of up to 64 KiB come. We play the
 * server: accept by hand, and see that the frames together carry the stream. */
static void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

static uint32_t get32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* An answer to `frame`, with `flags`: an acknowledgement of everything up to `acknowledged`. */
static void answer(const struct wherry_netdev_frame *frame, uint8_t flags, uint32_t acknowledged)
{
    uint8_t *out;
    const uint8_t *in = frame->bytes;
    const uint32_t options = flags & 2 ? 8 : 0, length = 54 + options;
    uint32_t sum;
    CHECK_EQUAL(wherry_netdev_reserve(far, length, &out), 0);
    memset(out, 0, length);
    memcpy(out, in + 6, 6);
    memcpy(out + 6, in, 6);
    memcpy(out + 12, "\x08\x00\x45\x00", 4);
    put16(out + 16, length - 14);
    memcpy(out + 22, "\x40\x06", 2);
    memcpy(out + 26, in + 30, 4);
    memcpy(out + 30, in + 26, 4);
    put16(out + 24, ~sum_words(out + 14, 20));
    memcpy(out + 34, in + 36, 2);
    memcpy(out + 36, in + 34, 2);
    put32(out + 38, flags & 2 ? 999 : 1000);
    put32(out + 42, acknowledged);
    put16(out + 46, (20 + options) << 10 | flags);
    put16(out + 48, 0xffff);
    memcpy(out + 54, "\x02\x04\x05\xb4\x03\x03\x07\x00", options); /* MSS 1460, scale 7 */
    sum = sum_words(out + 26, 8) + 6 + 20 + options + sum_words(out + 34, 20 + options);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    put16(out + 50, ~sum);
    CHECK_EQUAL(wherry_netdev_commit(far, length), 0);
}

static int client;
enum { STREAM_BYTES = 4 << 20 };

static void write_stream(void *data)
{
    static uint8_t bytes[65536];
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(0x0a000002)};
    (void)data;
    CHECK_EQUAL(connect(client, (const void *)&to, sizeof(to)), 0);
    for (uint32_t done = 0; done < STREAM_BYTES;) {
        for (uint32_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = (uint8_t)((done + i) % 251);
        for (size_t at = 0; at < sizeof(bytes);) {
            ssize_t written = write(client, bytes + at, sizeof(bytes) - at);
            if (!CHECK(written > 0))
                return;
            at += (size_t)written;
        }
        done += (uint32_t)sizeof(bytes);
    }
}

/* What came of the stream so far. */
static struct {
    uint32_t first, bytes, longest, wrong;
} stream;

/* Returns whether it is a segment to be acknowledged. */
static int take_segment(const struct wherry_netdev_frame *frame)
{
    const uint8_t *in = frame->bytes;
    uint32_t header, payload, sequence;
    if (in[12] != 8 || in[13] != 0 || in[23] != 6)
        return 0;
    stream.wrong += !is_checksum_right(frame) || frame->flags != WHERRY_NETDEV_FRAME_CHECKED;
    sequence = get32(in + 38);
    if (in[47] & 2) {
        stream.first = sequence + 1;
        answer(frame, 0x12, stream.first);
        return 0;
    }
    if (frame->length_bytes > stream.longest)
        stream.longest = frame->length_bytes;
    if (sequence - stream.first != stream.bytes)
        return 1;
    header = 34 + (in[46] >> 4) * 4U;
    payload = frame->length_bytes - header;
    for (uint32_t i = 0; i < payload; i++)
        stream.wrong += in[header + i] != (stream.bytes + i) % 251;
    stream.bytes += payload;
    return 1;
}

static void test_merged_segments(void)
{
    struct thread *thread;
    client = socket(AF_INET, SOCK_STREAM, 0);
    far = open_packet(far_name);
    thread = thread_start(write_stream, NULL);
    while (stream.bytes < STREAM_BYTES) {
        int count = wherry_netdev_receive(far, frames, BURST, FOR_EVER);
        const struct wherry_netdev_frame *last = NULL;
        for (int i = 0; i < count; i++)
            if (take_segment(&frames[i]))
                last = &frames[i];
        if (last)
            answer(last, 0x10, stream.first + stream.bytes);
        CHECK_EQUAL(wherry_netdev_flush(far), 0);
    }
    thread_join(thread);
    CHECK_EQUAL(stream.bytes, STREAM_BYTES);
    CHECK_EQUAL(stream.wrong, 0);
    CHECK(stream.longest > 2048); /* longer than a slot of the ring, or this tests nothing */
    close(client);
    wherry_netdev_close(far);
}

/* ---- An interface that goes away ------------------------------------------------------------- */

/* Says when it is ready; the script then takes the interface down, up again, and removes it. */
static void test_removal(void)
{
    int result;
    near = open_packet(near_name);
    far = open_packet(far_name);
    printf("ready\n");
    fflush(stdout);
    while ((result = wherry_netdev_receive(far, frames, BURST, FOR_EVER)) > 0)
        ; /* whatever an interface says when it comes up */
    CHECK_EQUAL(result, WHERRY_NETDEV_E_GONE);
    snprintf(error, sizeof(error), "%s: the interface was removed", far_name);
    CHECK_EQUAL_STRING(wherry_netdev_error(far), error);
    CHECK_EQUAL(wherry_netdev_link(far), WHERRY_NETDEV_DOWN);
    CHECK_EQUAL(support_send(far, 60, 1), 0);
    CHECK_EQUAL(wherry_netdev_flush(far), WHERRY_NETDEV_E_GONE);
    CHECK_EQUAL(wherry_netdev_receive(far, frames, BURST, FOR_EVER), WHERRY_NETDEV_E_GONE);
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, FOR_EVER), WHERRY_NETDEV_E_GONE);
    close_both();
}

/* The script takes the far interface down first: what is sent is lost, and counted. */
static void test_down(void)
{
    struct wherry_netdev_statistics statistics;
    open_both();
    CHECK_EQUAL(wherry_netdev_link(near), WHERRY_NETDEV_DOWN);
    CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 0), 0);
    CHECK_EQUAL(support_send(near, 60, 1), 0);
    CHECK_EQUAL(wherry_netdev_flush(near), WHERRY_NETDEV_E_SYSTEM);
    snprintf(error, sizeof(error), "%s: a frame of 60 bytes was not sent: Network is down",
             near_name);
    CHECK_EQUAL_STRING(wherry_netdev_error(near), error);
    CHECK_EQUAL(wherry_netdev_statistics(near, &statistics), 0);
    CHECK_EQUAL(statistics.sent, 0);
    CHECK_EQUAL(statistics.send_dropped, 1);
    close_both();
}

static void set_up(const char *name, int is_up)
{
    struct ifreq request = {0};
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
    CHECK_EQUAL(ioctl(descriptor, SIOCGIFFLAGS, &request), 0);
    request.ifr_flags = (short)(is_up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
    CHECK_EQUAL(ioctl(descriptor, SIOCSIFFLAGS, &request), 0);
    close(descriptor);
}

/* An interface that was down for a while receives again. */
static void test_bounce(void)
{
    open_both();
    set_up(far_name, 0);
    CHECK_EQUAL(wherry_netdev_link(far), WHERRY_NETDEV_DOWN);
    CHECK_EQUAL(wherry_netdev_receive(far, frames, BURST, 0), 0);
    set_up(far_name, 1);
    while (wherry_netdev_link(near) != WHERRY_NETDEV_UP)
        CHECK_EQUAL(wherry_netdev_receive(near, frames, BURST, 10), 0);
    CHECK_EQUAL(support_send(near, 60, 7), 0);
    CHECK_EQUAL(wherry_netdev_flush(near), 0);
    CHECK_EQUAL(wherry_netdev_receive(far, frames, BURST, FOR_EVER), 1);
    CHECK(support_holds(&frames[0], 60, 7));
    close_both();
}

static void test_permission(void)
{
    CHECK_EQUAL(wherry_netdev_open_packet(&near, near_name, error), WHERRY_NETDEV_E_PERMISSION);
    CHECK(strstr(error, "needs the capability CAP_NET_RAW"));
}

static void test_cable(void)
{
    test_capabilities();
    test_frames();
    test_vlan();
    test_burst();
    test_full_ring();
    test_waiting();
    test_foreign_checksum();
    test_bounce();
}

static void test_kernel(void)
{
    test_partial_checksum(100);
    test_partial_checksum(1472);
    test_merged_segments();
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } cases[] = {{"cable", test_cable},
                 {"kernel", test_kernel},
                 {"removal", test_removal},
                 {"down", test_down},
                 {"permission", test_permission}};
    if (argc != 4)
        return 2;
    near_name = argv[2];
    far_name = argv[3];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (strcmp(argv[1], cases[i].name) == 0)
            cases[i].run();
    return check_result();
}
