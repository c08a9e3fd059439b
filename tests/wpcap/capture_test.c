/* Captures on a cable: wpcap-test runs one function of this per test. */
#include "check.h"

#include <wherry/device.h>
#include <wherry/wpcap.h>

#include <pcap.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

int failures;

enum { FRAME_BYTES = 60, LONGEST_BYTES = 1514, SOON_MS = 50, LATE_MS = 60000 };

static struct wherry_capture *open_with(const char *device,
                                        const struct wherry_capture_options *options)
{
    struct wherry_capture *capture;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_device_open(&capture, device, options, error) != 0)
        fatal("%s", error);
    return capture;
}

static struct wherry_capture *open_device(const char *device)
{
    return open_with(device, NULL);
}

/* An Ethernet frame of a protocol for experiments (IEEE 802, local), each byte of it known. */
static void make_frame(uint8_t *frame, size_t length_bytes, unsigned number)
{
    static const uint8_t header[] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5};
    memcpy(frame, header, sizeof(header));
    for (size_t i = sizeof(header); i < length_bytes; i++)
        frame[i] = (uint8_t)(i * 7 + number * 13 + (number >> 8));
}

static void send_frame(struct wherry_capture *capture, size_t length_bytes, unsigned number)
{
    uint8_t frame[LONGEST_BYTES];
    make_frame(frame, length_bytes, number);
    check(wherry_capture_send(capture, frame, (uint32_t)length_bytes) == 0, "sent: %s",
          wherry_capture_error(capture));
}

static void check_frame(const struct wherry_packet *packet, size_t length_bytes, unsigned number)
{
    uint8_t frame[LONGEST_BYTES];
    make_frame(frame, length_bytes, number);
    check(packet->length_bytes == length_bytes && packet->wire_length_bytes == length_bytes,
          "frame %u has %u of %u bytes, not %zu", number, (unsigned)packet->length_bytes,
          (unsigned)packet->wire_length_bytes, length_bytes);
    check(packet->length_bytes == length_bytes && memcmp(packet->bytes, frame, length_bytes) == 0,
          "frame %u of %zu bytes", number, length_bytes);
    uint64_t now_s = (uint64_t)time(NULL);
    check(packet->time_ns / 1000000000 + 600 > now_s && packet->time_ns / 1000000000 < now_s + 600,
          "the time of frame %u: %llu ns", number, (unsigned long long)packet->time_ns);
}

/* A packet, or the end of the test: none comes for a minute. */
static struct wherry_packet receive_one(struct wherry_capture *capture)
{
    struct wherry_packet packet;
    int received = wherry_capture_receive(capture, &packet, 1, LATE_MS);
    if (received != 1)
        fatal("no packet: %d, %s", received, wherry_capture_error(capture));
    return packet;
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* A receive on an idle device ends, and not before its time. That it ends at all is seen to by the
 * test's own time-out. */
static void test_idle(void)
{
    struct wherry_capture *capture = open_device("two");
    struct wherry_packet packets[8];
    for (int timeout_ms = 0; timeout_ms <= 2 * SOON_MS; timeout_ms += SOON_MS) {
        uint64_t before = now_ns();
        check(wherry_capture_receive(capture, packets, 8, timeout_ms) == 0, "nothing came");
        check(now_ns() - before >= (uint64_t)timeout_ms * 1000000, "not before %d ms", timeout_ms);
    }
    wherry_capture_close(capture);
}

static void *wake(void *user)
{
    wherry_capture_wake(user);
    return NULL;
}

/* Whether the receive is under way already or not: it ends, once. */
static void test_wake_thread(void)
{
    struct wherry_capture *capture = open_device("two");
    struct wherry_packet packet;
    for (int i = 0; i < 20; i++) {
        pthread_t thread;
        check(pthread_create(&thread, NULL, wake, capture) == 0, "a thread");
        int status = wherry_capture_receive(capture, &packet, 1, i % 2 ? -1 : LATE_MS);
        check(status == WHERRY_CAPTURE_E_WOKEN, "woken, not %d", status);
        pthread_join(thread, NULL);
        check(wherry_capture_receive(capture, &packet, 1, 0) == 0, "once only");
    }
    wherry_capture_close(capture);
}

static void test_wake_before(void)
{
    struct wherry_capture *capture = open_device("two");
    struct wherry_capture *sender = open_device("one");
    struct wherry_packet packet;
    for (int i = 0; i < 5; i++)
        wherry_capture_wake(capture);
    check(wherry_capture_receive(capture, &packet, 1, -1) == WHERRY_CAPTURE_E_WOKEN, "woken");
    check(wherry_capture_receive(capture, &packet, 1, SOON_MS) == 0, "once for five wakes");
    wherry_capture_wake(capture);
    check(wherry_capture_receive(capture, &packet, 1, 0) == WHERRY_CAPTURE_E_WOKEN, "no wait");

    /* No packet is lost by it. */
    for (unsigned i = 0; i < 20; i++) {
        send_frame(sender, FRAME_BYTES, i);
        wherry_capture_wake(capture);
        check(wherry_capture_receive(capture, &packet, 1, -1) == WHERRY_CAPTURE_E_WOKEN, "woken");
        packet = receive_one(capture);
        check_frame(&packet, FRAME_BYTES, i);
    }
    wherry_capture_close(sender);
    wherry_capture_close(capture);
}

static void test_close_idle(void)
{
    struct wherry_packet packet;
    for (int i = 0; i < 5; i++)
        wherry_capture_close(open_device("two"));
    for (int i = 0; i < 5; i++) {
        struct wherry_capture *capture = open_device("two");
        check(wherry_capture_receive(capture, &packet, 1, 1) == 0, "nothing came");
        wherry_capture_close(capture);
    }
    wherry_capture_close(NULL);
}

/* ---- Frames ---------------------------------------------------------------------------------- */

static void test_transfer(void)
{
    static const size_t lengths[] = {60, 61, 64, 127, 590, 1024, 1513, 1514};
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *receiver = open_device("two");
    check(wherry_capture_datalink(receiver) == DLT_EN10MB, "Ethernet");
    for (unsigned i = 0; i < 200; i++) {
        size_t length = lengths[i % (sizeof(lengths) / sizeof(lengths[0]))];
        send_frame(sender, length, i);
        struct wherry_packet packet = receive_one(receiver);
        check_frame(&packet, length, i);
    }
    wherry_capture_close(receiver);
    wherry_capture_close(sender);
}

/* What one call hands out is whole until the next, and nothing is lost between calls. */
static void send_and_receive(struct wherry_capture *sender, struct wherry_capture *receiver,
                             unsigned frames)
{
    enum { BURST = 64 };
    static struct wherry_packet packets[BURST];
    for (unsigned i = 0; i < frames; i++)
        send_frame(sender, FRAME_BYTES + i % 1400, i);
    unsigned arrived = 0, largest = 0;
    while (arrived < frames) {
        int count = wherry_capture_receive(receiver, packets, BURST, LATE_MS);
        if (count <= 0)
            fatal("after %u frames: %d, %s", arrived, count, wherry_capture_error(receiver));
        for (int i = 0; i < count; i++, arrived++)
            check_frame(&packets[i], FRAME_BYTES + arrived % 1400, arrived);
        largest = (unsigned)count > largest ? (unsigned)count : largest;
    }
    check(largest > 1 && largest <= BURST, "bursts of up to %u frames", largest);
    check(wherry_capture_receive(receiver, packets, BURST, SOON_MS) == 0, "none twice");
}

static void test_bursts(void)
{
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *receiver = open_device("two");
    send_and_receive(sender, receiver, 1000);
    send_and_receive(sender, receiver, 500);
    wherry_capture_close(receiver);
    wherry_capture_close(sender);
}

/* 20,000 frames wait in the driver's buffer, where each would take 64 KiB if all were to come
 * without delay: whether that is asked for, or the device is one that merges segments. */
static void test_patient(void)
{
    static const struct wherry_capture_options patient = {.patient = 1}, usual = {0};
    const struct wherry_capture_options *options[] = {&patient, &usual};
    struct wherry_capture *sender = open_device("one");
    for (int i = 0; i < 2; i++) {
        struct wherry_capture *receiver = open_with("two", options[i]);
        check(wherry_capture_latency(receiver) == WHERRY_CAPTURE_TIMEOUT, "patience");
        send_and_receive(sender, receiver, 20000);
        wherry_capture_close(receiver);
    }
    wherry_capture_close(sender);
}

static void test_filter(void)
{
    struct wherry_capture_options only_odd = {.filter = "ether[20] & 1 != 0"};
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *receiver = open_with("two", &only_odd);
    uint8_t frame[FRAME_BYTES];
    for (unsigned i = 0; i < 10; i++) {
        make_frame(frame, sizeof(frame), 0);
        frame[20] = (uint8_t)i;
        wherry_capture_send(sender, frame, sizeof(frame));
    }
    for (unsigned i = 1; i < 10; i += 2) {
        struct wherry_packet packet = receive_one(receiver);
        check(packet.bytes[20] == i, "frame %u passes, not %u", i, packet.bytes[20]);
    }

    check(wherry_capture_set_filter(receiver, "no such word") == WHERRY_CAPTURE_E_FILTER, "code");
    check_text(wherry_capture_error(receiver), "filter 'no such word': ");
    check(wherry_capture_set_filter(receiver, "ether dst 02:00:00:00:00:07") == 0, "changed");
    send_frame(sender, FRAME_BYTES, 1);
    struct wherry_packet packet;
    check(wherry_capture_receive(receiver, &packet, 1, SOON_MS) == 0, "filtered out");
    check(wherry_capture_set_filter(receiver, NULL) == 0, "taken away");
    send_frame(sender, FRAME_BYTES, 2);
    packet = receive_one(receiver);
    check_frame(&packet, FRAME_BYTES, 2);
    wherry_capture_close(receiver);

    struct wherry_capture_options wrong = {.filter = "ether["};
    char error[WHERRY_DEVICE_ERROR_BYTES];
    int code = wherry_device_open(&receiver, "two", &wrong, error);
    check(code == WHERRY_CAPTURE_E_FILTER && !receiver, "no capture");
    check_text(error, "filter 'ether['");
    wherry_capture_close(sender);
}

/* What was handed out stays as it is until the next receive, whatever else is done, and whatever
 * comes meanwhile. */
static void test_lent(void)
{
    enum { LENT = 8, MORE = 2000 };
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *receiver = open_device("two");
    struct wherry_packet packets[LENT];
    struct wherry_capture_statistics statistics;
    for (unsigned i = 0; i < LENT; i++)
        send_frame(sender, LONGEST_BYTES, i);
    int count = wherry_capture_receive(receiver, packets, LENT, LATE_MS);
    check(count > 0, "frames: %d, %s", count, wherry_capture_error(receiver));
    for (unsigned i = 0; i < MORE; i++)
        send_frame(sender, FRAME_BYTES, LENT + i);
    send_frame(receiver, LONGEST_BYTES, 0);
    check(wherry_capture_set_filter(receiver, "") == 0, "a filter");
    check(wherry_capture_statistics(receiver, &statistics) == 0, "counts");
    wherry_capture_wake(receiver);
    for (int i = 0; i < count; i++)
        check_frame(&packets[i], LONGEST_BYTES, (unsigned)i);
    wherry_capture_close(receiver);
    wherry_capture_close(sender);
}

/* Sent from device "two" itself, by another capture. The last byte of a source tells frames apart.
 */
static void send_from(struct wherry_capture *capture, uint8_t source)
{
    uint8_t frame[FRAME_BYTES];
    make_frame(frame, sizeof(frame), 0);
    frame[11] = source;
    check(wherry_capture_send(capture, frame, sizeof(frame)) == 0, "sent: %s",
          wherry_capture_error(capture));
}

/* Which sources come through, up to that of device "one", which is sent last. */
static unsigned sources_received(struct wherry_capture *receiver, struct wherry_capture *system,
                                 struct wherry_capture *sender)
{
    unsigned sources = 0;
    send_from(system, 2); /* the device's own MAC address */
    send_from(system, 7);
    send_from(sender, 1);
    while (!(sources & 1U << 1))
        sources |= 1U << (receive_one(receiver).bytes[11] & 7);
    return sources;
}

static bool library_can_tell(void)
{
    struct wherry_pcap *pcap;
    if (wherry_pcap_inspect(&pcap) != 0)
        fatal("no memory");
    const struct wherry_pcap_function *function = wherry_pcap_find(pcap, "pcap_setdirection");
    bool can_tell = function && function->state == WHERRY_PCAP_REAL;
    wherry_pcap_free(pcap);
    return can_tell;
}

/* Where the driver can tell, and what is documented for where it cannot. */
static void test_received(void)
{
    enum { ONE = 1U << 1, OWN = 1U << 2, OTHER = 1U << 7 };
    struct wherry_capture_options options = {.only_received = 1};
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *system = open_device("two");
    struct wherry_capture *receiver = open_device("two");
    check(wherry_capture_direction(receiver) == WHERRY_CAPTURE_BOTH_WAYS, "not asked for");
    unsigned sources = sources_received(receiver, system, sender);
    check(sources == (ONE | OWN | OTHER), "both ways: %#x", sources);
    check(wherry_capture_set_filter(receiver, "not ether src 02:00:00:00:00:02") == 0, "%s",
          wherry_capture_error(receiver));
    sources = sources_received(receiver, system, sender);
    check(sources == (ONE | OTHER), "not the device's own address: %#x", sources);
    wherry_capture_close(receiver);

    receiver = open_with("two", &options);
    bool can_tell = wherry_capture_direction(receiver) == WHERRY_CAPTURE_RECEIVED;
    check(can_tell == library_can_tell(), "the library %s tell", can_tell ? "cannot" : "can");
    sources = sources_received(receiver, system, sender);
    check(sources == (can_tell ? ONE : ONE | OWN | OTHER), "%d: %#x", can_tell, sources);
    wherry_capture_close(receiver);
    wherry_capture_close(system);
    wherry_capture_close(sender);
}

static void test_statistics(void)
{
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *receiver = open_device("two");
    struct wherry_capture_statistics statistics;
    for (unsigned i = 0; i < 100; i++) {
        send_frame(sender, FRAME_BYTES, i);
        receive_one(receiver);
        if (i % 10 == 0)
            check(wherry_capture_statistics(receiver, &statistics) == 0, "asked often");
    }
    check(wherry_capture_statistics(receiver, &statistics) == 0, "%s",
          wherry_capture_error(receiver));
    check(statistics.received == 100, "%llu received", (unsigned long long)statistics.received);
    check(statistics.dropped == 0 && statistics.dropped_by_device == 0, "nothing is lost");
    wherry_capture_close(receiver);
    wherry_capture_close(sender);
}

/* ---- Mistakes and misfortunes ---------------------------------------------------------------- */

static void test_arguments(void)
{
    struct wherry_capture_options large = {.snap_length_bytes = UINT32_MAX};
    struct wherry_capture *capture;
    struct wherry_packet packet;
    char error[WHERRY_CAPTURE_ERROR_BYTES];
    uint8_t frame[4000] = {0};
    check(wherry_capture_open(&capture, NULL, NULL, error) == WHERRY_CAPTURE_E_ARGUMENT, "no name");
    check(wherry_capture_open(&capture, "", NULL, error) == WHERRY_CAPTURE_E_ARGUMENT, "no name");
    check_text(error, "no device was named");
    check(wherry_capture_open(&capture, "x", &large, error) == WHERRY_CAPTURE_E_ARGUMENT, "size");
    capture = open_device("one");
    check(wherry_capture_receive(capture, &packet, 0, 0) == WHERRY_CAPTURE_E_ARGUMENT, "no room");
    check(wherry_capture_send(capture, frame, 0) == WHERRY_CAPTURE_E_ARGUMENT, "no bytes");
    check(wherry_capture_send(capture, frame, sizeof(frame)) == WHERRY_CAPTURE_E_DRIVER,
          "more than the device takes");
    check_text(wherry_capture_error(capture), "Message too long");
    send_frame(capture, FRAME_BYTES, 0);
    wherry_capture_close(capture);
    check_text(wherry_capture_strerror(WHERRY_CAPTURE_E_GONE), "the device is gone");
    check_text(wherry_capture_strerror(-1000), "unknown error");
}

static void test_unknown(void)
{
    struct wherry_capture *capture;
    char error[WHERRY_CAPTURE_ERROR_BYTES];
    int code = wherry_capture_open(&capture, "no-such-device", NULL, error);
    check(code == WHERRY_CAPTURE_E_DEVICE && !capture, "no such device, not %d", code);
    check_text(error, "no-such-device: cannot be opened: ");
}

/* The device vanishes under a receive that would last for ever. */
static void test_gone(void)
{
    struct wherry_capture *capture = open_device("two");
    struct wherry_packet packet;
    uint8_t frame[FRAME_BYTES];
    order("remove two");
    int code = wherry_capture_receive(capture, &packet, 1, -1);
    check(code == WHERRY_CAPTURE_E_GONE, "gone, not %d", code);
    check_text(wherry_capture_error(capture), "the device is gone: ");
    code = wherry_capture_receive(capture, &packet, 1, -1);
    check(code == WHERRY_CAPTURE_E_GONE, "still gone, not %d", code);
    make_frame(frame, sizeof(frame), 0);
    code = wherry_capture_send(capture, frame, sizeof(frame));
    check(code == WHERRY_CAPTURE_E_GONE, "nor can it be sent to: %d, %s", code,
          wherry_capture_error(capture));
    wherry_capture_close(capture);
}

/* A device that goes down and up again is the same device. */
static void test_down_up(void)
{
    struct wherry_capture *sender = open_device("one");
    struct wherry_capture *receiver = open_device("two");
    struct wherry_packet packet;
    order_and_wait("set two down");
    check(wherry_capture_receive(receiver, &packet, 1, SOON_MS) == 0, "nothing, not gone: %s",
          wherry_capture_error(receiver));
    order_and_wait("set two up");
    send_frame(sender, FRAME_BYTES, 1);
    packet = receive_one(receiver);
    check_frame(&packet, FRAME_BYTES, 1);
    wherry_capture_close(receiver);
    wherry_capture_close(sender);
}

int main(int count, char **arguments)
{
    static const struct test tests[] = {
        {"idle", test_idle},
        {"wake_thread", test_wake_thread},
        {"wake_before", test_wake_before},
        {"close_idle", test_close_idle},
        {"transfer", test_transfer},
        {"bursts", test_bursts},
        {"patient", test_patient},
        {"filter", test_filter},
        {"lent", test_lent},
        {"received", test_received},
        {"statistics", test_statistics},
        {"arguments", test_arguments},
        {"unknown", test_unknown},
        {"gone", test_gone},
        {"down_up", test_down_up},
    };
    return run_test(tests, sizeof(tests) / sizeof(tests[0]), count, arguments);
}
