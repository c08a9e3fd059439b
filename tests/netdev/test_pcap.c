/* A pcap device at each end of a virtual cable: native, and as .exe under Wine.
 *
 *   test_pcap CASE NEAR FAR    in a network namespace that has both interfaces */
#include "../check.h"
#include "support.h"
#include "thread.h"

#include <wherry/device.h>
#include <wherry/netdev.h>

#include <stdlib.h>

enum { BURST = 64, FOR_EVER = -1 };

static struct wherry_netdev *near_end, *far_end;
static struct wherry_netdev_frame frames[BURST];
static char error[WHERRY_NETDEV_ERROR_BYTES];

/* By the name that pcap has for it, which is not "near" on Windows. */
static struct wherry_netdev *open_device(const char *wanted)
{
    char reason[WHERRY_DEVICE_ERROR_BYTES] = "";
    struct wherry_devices *list;
    const struct wherry_device *found;
    struct wherry_netdev *device = NULL;
    if (wherry_devices_list(&list, reason) < 0 ||
        wherry_devices_find(list, wanted, &found, reason) < 0) {
        fprintf(stderr, "%s\n", reason);
        exit(1);
    }
    if (wherry_netdev_open_pcap(&device, found->name, error) < 0) {
        fprintf(stderr, "%s\n", error);
        exit(1);
    }
    wherry_devices_free(list);
    return device;
}

/* At least one frame, or no test. */
static int receive(struct wherry_netdev *device)
{
    int received = wherry_netdev_receive(device, frames, BURST, FOR_EVER);
    if (received < 0 && strstr(wherry_netdev_error(device), "known fault of 32-bit Wine"))
        exit(check_skip(wherry_netdev_error(device)));
    if (!CHECK(received > 0)) {
        fprintf(stderr, "%s\n", wherry_netdev_error(device));
        exit(1);
    }
    return received;
}

static void expect_numbers(struct wherry_netdev *device, uint32_t first, uint32_t count)
{
    for (uint32_t next = first; next < first + count;) {
        int received = receive(device);
        for (int i = 0; i < received; i++, next++)
            CHECK(support_holds(&frames[i], support_length(next), next));
    }
}

static void send_numbers(struct wherry_netdev *device, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++)
        CHECK_EQUAL(support_send(device, support_length(i), i), 0);
    CHECK_EQUAL(wherry_netdev_flush(device), 0);
}

static void test_capabilities(void)
{
    struct wherry_netdev_capabilities can;
    wherry_netdev_capabilities(near_end, &can);
    CHECK_EQUAL(can.mtu_bytes, 1500);
    CHECK_EQUAL(can.frame_bytes, 1518);
    CHECK_EQUAL(can.mac[0], 2);
    CHECK_EQUAL(can.mac[5], 1);
    CHECK_EQUAL(can.flags, 0);
    CHECK(wherry_netdev_link(near_end) != WHERRY_NETDEV_DOWN);
}

static void test_frames(void)
{
    struct wherry_netdev_statistics statistics;
    send_numbers(near_end, 0, 500);
    expect_numbers(far_end, 0, 500);
    CHECK(frames[0].time_ns > 1600000000000000000U);
    send_numbers(far_end, 500, 500);
    expect_numbers(near_end, 500, 500);
    CHECK_EQUAL(wherry_netdev_receive(near_end, frames, BURST, 0), 0); /* nothing of its own */
    CHECK_EQUAL(wherry_netdev_receive(far_end, frames, BURST, 1), 0);
    CHECK_EQUAL(wherry_netdev_statistics(near_end, &statistics), 0);
    CHECK_EQUAL(statistics.sent, 500);
    CHECK_EQUAL(statistics.received, 500);
    CHECK_EQUAL(statistics.dropped, 0);
}

/* What is borrowed stays while the device sends, as when a stack answers each frame of a burst. */
static void test_answer(void)
{
    struct wherry_netdev_frame kept = {0};
    uint32_t next = 0;
    send_numbers(near_end, 0, 200);
    while (next < 200) {
        int received = receive(far_end);
        for (int i = 0; i < received; i++) {
            const struct wherry_netdev_part part = {frames[i].bytes, frames[i].length_bytes};
            CHECK_EQUAL(wherry_netdev_send(far_end, &part, 1), 0);
        }
        CHECK_EQUAL(wherry_netdev_flush(far_end), 0);
        if (!kept.kept) {
            kept = frames[0];
            CHECK_EQUAL(wherry_netdev_keep(far_end, &kept), 0);
        }
        for (int i = 0; i < received; i++, next++)
            CHECK(i == 0 || support_holds(&frames[i], support_length(next), next));
    }
    CHECK(support_holds(&kept, support_length(0), 0));
    wherry_netdev_release(far_end, &kept);
    expect_numbers(near_end, 0, 200);
}

static int woken_result;

static void receive_one(void *data)
{
    struct wherry_netdev_frame frame;
    woken_result = wherry_netdev_receive(data, &frame, 1, FOR_EVER);
}

static void test_wake(void)
{
    for (int i = 0; i < 5; i++) {
        struct thread *thread = thread_start(receive_one, near_end);
        wherry_netdev_wake(near_end);
        thread_join(thread);
        CHECK_EQUAL(woken_result, WHERRY_NETDEV_E_WOKEN);
    }
}

/* ---- Checksums ------------------------------------------------------------------------------- */

/* 10.0.0.1.7 > 10.0.0.2.7, 4 bytes: the sum of the pseudo-header is 0x1420, the right checksum
 * 0xe7bf, both by hand. */
static void send_datagram(uint8_t high, uint8_t low)
{
    const uint8_t datagram[] = {0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0x66, 0xcb, 10, 0, 0, 1,
                                10,   0, 0, 2,  0, 7, 0, 7, 0,  12, high, low,  1,  2, 3, 4};
    uint8_t frame[14 + sizeof(datagram)];
    const struct wherry_netdev_part part = {frame, sizeof(frame)};
    support_fill(frame, 14, 0);
    memcpy(frame + 12, "\x08\x00", 2);
    memcpy(frame + 14, datagram, sizeof(datagram));
    CHECK_EQUAL(wherry_netdev_send(near_end, &part, 1), 0);
    CHECK_EQUAL(wherry_netdev_flush(near_end), 0);
}

static void expect_checksum(unsigned wanted, unsigned flags)
{
    CHECK_EQUAL(wherry_netdev_receive(far_end, frames, BURST, FOR_EVER), 1);
    CHECK_EQUAL(frames[0].bytes[40] << 8 | frames[0].bytes[41], wanted);
    CHECK_EQUAL(frames[0].flags, flags);
}

static void test_checksums(void)
{
    send_datagram(0x14, 0x20); /* left to the card */
    expect_checksum(0xe7bf, WHERRY_NETDEV_FRAME_CHECKED);
    send_datagram(0xe7, 0xbf); /* right */
    expect_checksum(0xe7bf, 0);
    send_datagram(0x12, 0x34); /* wrong: it is the stack's to find out */
    expect_checksum(0x1234, 0);
    send_datagram(0, 0); /* none */
    expect_checksum(0, 0);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    CHECK(wherry_netdev_open_pcap(&near_end, "no-such-device", error) < 0);
    CHECK(!near_end);
    CHECK(strstr(error, "no-such-device"));
    near_end = open_device(argv[2]);
    far_end = open_device(argv[3]);
    test_capabilities();
    test_frames();
    test_answer();
    test_wake();
    test_checksums();
    wherry_netdev_close(near_end);
    wherry_netdev_close(far_end);
    return check_result();
}
