/* Which acknowledgements of a burst are sent. */
#include "../check.h"

#include <internal.h>

enum { FRAME_BYTES = 54, TCP = 34, BURST = 32 };

static struct wherry_netdev *ends[2];
static struct wherry_stack stack;
static struct wherry_netdev_frame frames[BURST];

/* An IPv4 segment without data or options. Returns whether it is held. */
static int give(uint16_t port, uint32_t number, uint8_t flags)
{
    uint8_t bytes[FRAME_BYTES] = {[14] = 0x45, [14 + 9] = 6, [TCP + 12] = 0x50, [TCP + 13] = flags};
    struct pbuf frame = {.payload = bytes, .len = FRAME_BYTES, .tot_len = FRAME_BYTES};
    bytes[TCP] = (uint8_t)(port >> 8);
    bytes[TCP + 1] = (uint8_t)port;
    for (int i = 0; i < 4; i++)
        bytes[TCP + 8 + i] = (uint8_t)(number >> (24 - 8 * i));
    return wherry__hold_ack(&stack, &frame);
}

static uint32_t number_of(const struct wherry_netdev_frame *frame)
{
    uint32_t number;
    memcpy(&number, frame->bytes + TCP + 8, 4);
    return lwip_ntohl(number);
}

/* End the burst: how many frames the other side gets of it. */
static int sent(void)
{
    wherry__release_ack(&stack);
    CHECK_EQUAL(wherry_netdev_flush(ends[0]), 0);
    return wherry_netdev_receive(ends[1], frames, BURST, 0);
}

static void test_bursts(void)
{
    CHECK(give(1, 0xfffffff0, 0x10) && give(1, 10, 0x10) && give(1, 20, 0x10)); /* past the wrap */
    CHECK_EQUAL(sent(), 1);
    CHECK_EQUAL(number_of(&frames[0]), 20);
    CHECK(give(1, 20, 0x10) && give(1, 20, 0x10) && give(1, 20, 0x10)); /* the other side counts */
    CHECK_EQUAL(sent(), 3);
    CHECK(give(1, 30, 0x10) && give(2, 40, 0x10) && give(1, 35, 0x10)); /* two connections */
    CHECK_EQUAL(sent(), 3);
    CHECK(give(1, 50, 0x10) && give(1, 45, 0x10)); /* the order is kept */
    CHECK_EQUAL(sent(), 2);
    CHECK_EQUAL(number_of(&frames[0]), 50);
    for (uint32_t i = 0; i < 27; i++)
        CHECK(give(1, 100 + i, 0x10));
    CHECK_EQUAL(sent(), 3); /* one of nine */
    CHECK_EQUAL(number_of(&frames[2]), 126);
}

static void test_others(void)
{
    CHECK(!give(1, 10, 0x11)); /* FIN */
    CHECK(!give(1, 10, 0x18)); /* PSH */
    CHECK(!give(1, 10, 0x04)); /* RST */
    CHECK_EQUAL(sent(), 0);
    stack.held.is_allowed = 0;
    CHECK(!give(1, 10, 0x10));
    CHECK_EQUAL(sent(), 0);
}

int main(void)
{
    char error[WHERRY_NETDEV_ERROR_BYTES];
    CHECK_EQUAL(wherry_netdev_open_pair(ends, 64, error), 0);
    stack.device = ends[0];
    stack.held.is_allowed = 1;
    test_bursts();
    test_others();
    wherry_netdev_close(ends[0]);
    wherry_netdev_close(ends[1]);
    return check_result();
}
