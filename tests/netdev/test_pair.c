/* Two devices in memory, and with them what holds for every device. */
#include "../check.h"
#include "support.h"
#include "thread.h"

#include <wherry/netdev.h>

enum { QUEUE = 256, BURST = 64, FOR_EVER = -1 };

static struct wherry_netdev *ends[2];
static struct wherry_netdev_frame frames[BURST];

static void open_pair(unsigned queue_frames)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    CHECK_EQUAL(wherry_netdev_open_pair(ends, queue_frames, error), 0);
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

static void test_both_ways(void)
{
    struct wherry_netdev_statistics statistics;
    uint64_t bytes = 0;
    open_pair(QUEUE);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 0), 0);
    for (int from = 0; from < 2; from++) {
        send_numbers(ends[from], 100, 10);
        CHECK_EQUAL(wherry_netdev_receive(ends[1 - from], frames, 4, FOR_EVER), 4);
        for (uint32_t i = 0; i < 4; i++)
            CHECK(support_holds(&frames[i], support_length(100 + i), 100 + i));
        CHECK(frames[0].time_ns > 1600000000000000000U);
        CHECK_EQUAL(wherry_netdev_receive(ends[1 - from], frames, BURST, FOR_EVER), 6);
        for (uint32_t i = 0; i < 6; i++)
            CHECK(support_holds(&frames[i], support_length(104 + i), 104 + i));
        CHECK_EQUAL(wherry_netdev_receive(ends[1 - from], frames, BURST, 1), 0);
    }
    for (uint32_t i = 100; i < 110; i++)
        bytes += support_length(i);
    CHECK_EQUAL(wherry_netdev_statistics(ends[0], &statistics), 0);
    CHECK_EQUAL(statistics.sent, 10);
    CHECK_EQUAL(statistics.received, 10);
    CHECK_EQUAL(statistics.sent_bytes, bytes);
    CHECK_EQUAL(statistics.received_bytes, bytes);
    CHECK_EQUAL(statistics.dropped, 0);
    close_pair();
}

/* A frame that is kept outlives any number of receives; the others' room is used again. */
static void test_keep(void)
{
    struct wherry_netdev_frame kept[8];
    open_pair(QUEUE);
    for (uint32_t round = 0; round < 8; round++) {
        send_numbers(ends[0], round * 5, 5);
        CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), 5);
        CHECK_EQUAL(wherry_netdev_keep(ends[1], &frames[2]), 0);
        CHECK_EQUAL(wherry_netdev_keep(ends[1], &frames[2]), WHERRY_NETDEV_E_ARGUMENT);
        CHECK_EQUAL_STRING(wherry_netdev_error(ends[1]), "keep: the frame is kept already");
        kept[round] = frames[2];
    }
    for (uint32_t round = 0; round < 8; round++)
        CHECK(support_holds(&kept[round], support_length(round * 5 + 2), round * 5 + 2));
    for (uint32_t round = 0; round < 6; round++)
        wherry_netdev_release(ends[1], &kept[(round * 5) % 8]);
    CHECK(!kept[0].kept);
    wherry_netdev_release(ends[1], &kept[0]); /* nothing is kept there: nothing happens */
    send_numbers(ends[0], 1000, 64);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), 64);
    for (uint32_t i = 0; i < 64; i++)
        CHECK(support_holds(&frames[i], support_length(1000 + i), 1000 + i));
    close_pair(); /* with two frames kept */
}

static void test_full_queue(void)
{
    struct wherry_netdev_statistics statistics;
    open_pair(10);
    send_numbers(ends[0], 0, 25);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 0), 10);
    for (uint32_t i = 0; i < 10; i++)
        CHECK(support_holds(&frames[i], support_length(i), i));
    CHECK_EQUAL(wherry_netdev_statistics(ends[1], &statistics), 0);
    CHECK_EQUAL(statistics.dropped, 15);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 0), 0);
    close_pair();
}

static void test_send(void)
{
    static const uint8_t header[14] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0};
    const struct wherry_netdev_part parts[] = {{header, 14}, {NULL, 0}, {"payload", 7}};
    const struct wherry_netdev_part missing[] = {{header, 14}, {NULL, 3}};
    open_pair(QUEUE);
    CHECK_EQUAL(wherry_netdev_send(ends[0], parts, 3), 0);
    CHECK_EQUAL(wherry_netdev_send(ends[0], missing, 2), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]), "send: part 1 of the frame is NULL");
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 0), 0); /* it was not flushed */
    CHECK_EQUAL(wherry_netdev_receive(ends[0], frames, BURST, 0), 0); /* this does */
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 0), 1);
    CHECK_EQUAL(frames[0].length_bytes, 21);
    CHECK(memcmp(frames[0].bytes, header, 14) == 0 &&
          memcmp(frames[0].bytes + 14, "payload", 7) == 0);
    close_pair();
}

static void test_order_of_calls(void)
{
    struct wherry_netdev_statistics statistics;
    uint8_t *bytes;
    open_pair(QUEUE);
    CHECK_EQUAL(wherry_netdev_commit(ends[0], 60), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]), "commit: there is no reserved frame");
    CHECK_EQUAL(wherry_netdev_reserve(ends[0], 13, &bytes), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]),
                       "reserve: 13 bytes are less than an Ethernet header");
    CHECK_EQUAL(wherry_netdev_reserve(ends[0], 1519, &bytes), WHERRY_NETDEV_E_LENGTH);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]),
                       "reserve: a frame of 1519 bytes; the device sends 1518");
    CHECK_EQUAL(wherry_netdev_reserve(ends[0], 1518, &bytes), 0);
    CHECK_EQUAL(wherry_netdev_reserve(ends[0], 60, &bytes), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]),
                       "reserve: the last reserved frame is not committed yet");
    CHECK_EQUAL(wherry_netdev_commit(ends[0], 1519), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[0]),
                       "commit: a frame of 1519 bytes, where 1518 were reserved");
    CHECK_EQUAL(wherry_netdev_commit(ends[0], 0), 0); /* given back */
    CHECK_EQUAL(wherry_netdev_reserve(ends[0], 100, &bytes), 0);
    support_fill(bytes, 60, 7);
    CHECK_EQUAL(wherry_netdev_commit(ends[0], 60), 0); /* shorter than reserved */
    CHECK_EQUAL(wherry_netdev_flush(ends[0]), 0);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 0), 1);
    CHECK(support_holds(&frames[0], 60, 7));
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, 0, 0), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[1]), "receive: there is no room for a frame");
    CHECK_EQUAL(wherry_netdev_statistics(ends[0], &statistics), 0);
    CHECK_EQUAL(statistics.sent, 1);
    close_pair();
}

static void test_wake(void)
{
    open_pair(QUEUE);
    wherry_netdev_wake(ends[1]);
    wherry_netdev_wake(ends[1]);
    send_numbers(ends[0], 0, 1);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), WHERRY_NETDEV_E_WOKEN);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), 1);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, 1), 0);
    close_pair();
}

static void test_gone(void)
{
    struct wherry_netdev_statistics statistics;
    open_pair(QUEUE);
    send_numbers(ends[0], 0, 3);
    CHECK_EQUAL(support_send(ends[0], 60, 3), 0); /* committed, not flushed */
    CHECK_EQUAL(wherry_netdev_link(ends[1]), WHERRY_NETDEV_UP);
    wherry_netdev_close(ends[0]);
    ends[0] = NULL;
    CHECK_EQUAL(wherry_netdev_link(ends[1]), WHERRY_NETDEV_DOWN);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, 2, FOR_EVER), 2);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), 2);
    CHECK(support_holds(&frames[1], 60, 3));
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), WHERRY_NETDEV_E_GONE);
    CHECK_EQUAL(wherry_netdev_receive(ends[1], frames, BURST, FOR_EVER), WHERRY_NETDEV_E_GONE);
    CHECK_EQUAL_STRING(wherry_netdev_error(ends[1]), "the other end of the pair is closed");
    CHECK_EQUAL(support_send(ends[1], 60, 0), 0);
    CHECK_EQUAL(wherry_netdev_flush(ends[1]), WHERRY_NETDEV_E_GONE);
    CHECK_EQUAL(wherry_netdev_statistics(ends[1], &statistics), 0);
    CHECK_EQUAL(statistics.sent, 0);
    CHECK_EQUAL(statistics.send_dropped, 1);
    close_pair();
}

/* ---- Two threads ----------------------------------------------------------------------------- */

enum { EXCHANGES = 2000, IN_FLIGHT = 100 };

/* Send back what comes, until the other end is closed; keep every seventh frame for a while. */
static void echo(void *data)
{
    struct wherry_netdev *device = data;
    struct wherry_netdev_frame received[BURST], kept = {0};
    uint32_t number = 0;
    for (;;) {
        int count = wherry_netdev_receive(device, received, BURST, FOR_EVER);
        if (count < 0)
            break;
        for (int i = 0; i < count; i++, number++) {
            const struct wherry_netdev_part part = {received[i].bytes, received[i].length_bytes};
            if (wherry_netdev_send(device, &part, 1) < 0)
                return;
            if (number % 7 == 0) {
                wherry_netdev_release(device, &kept);
                kept = received[i];
                (void)wherry_netdev_keep(device, &kept);
            }
        }
    }
}

static void test_echo(void)
{
    struct thread *thread;
    uint32_t sent = 0, back = 0;
    open_pair(2 * IN_FLIGHT);
    thread = thread_start(echo, ends[1]);
    CHECK(thread);
    while (thread && back < EXCHANGES) {
        int count;
        for (; sent < EXCHANGES && sent - back < IN_FLIGHT; sent++)
            CHECK_EQUAL(support_send(ends[0], support_length(sent), sent), 0);
        count = wherry_netdev_receive(ends[0], frames, BURST, FOR_EVER);
        if (!CHECK(count > 0))
            break;
        for (int i = 0; i < count; i++, back++)
            CHECK(support_holds(&frames[i], support_length(back), back));
    }
    wherry_netdev_close(ends[0]);
    ends[0] = NULL;
    thread_join(thread);
    close_pair();
}

static int wake_result;

static void wait_for_wake(void *data)
{
    struct wherry_netdev_frame frame;
    wake_result = wherry_netdev_receive(data, &frame, 1, FOR_EVER);
}

static void test_wake_thread(void)
{
    for (int i = 0; i < 50; i++) {
        struct thread *thread;
        open_pair(QUEUE);
        thread = thread_start(wait_for_wake, ends[1]);
        wherry_netdev_wake(ends[1]);
        thread_join(thread);
        CHECK_EQUAL(wake_result, WHERRY_NETDEV_E_WOKEN);
        close_pair();
    }
}

int main(void)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    CHECK_EQUAL(wherry_netdev_open_pair(ends, 0, error), WHERRY_NETDEV_E_ARGUMENT);
    CHECK_EQUAL_STRING(error, "a pair needs a queue of at least one frame");
    CHECK_EQUAL_STRING(wherry_netdev_strerror(WHERRY_NETDEV_E_GONE), "the device is gone");
    wherry_netdev_close(NULL);
    test_both_ways();
    test_keep();
    test_full_queue();
    test_send();
    test_order_of_calls();
    test_wake();
    test_gone();
    test_echo();
    test_wake_thread();
    return check_result();
}
