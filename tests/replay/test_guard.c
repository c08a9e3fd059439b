/* One of each kind of frame that lwIP fails on, as replay_stack found them: the host must live on,
 * and say nothing that it should not. See stack/port/guard.c. */
#include "../check.h"
#include "clock.h"
#include "host.h"
#include "live.h"
#include "memory_device.h"

#include <stdlib.h>

enum { PEER_PORT = 40000, HTTP_PORT = 80, SETTLE_TURNS = 16, TURN_US = 200000 };

static const uint8_t own4[] = {192, 0, 2, 1}, peer4[] = {192, 0, 2, 2};
static const uint8_t own6[16] = {0xfd, [15] = 1}, peer6[16] = {0xfd, [15] = 2};

static struct side {
    struct live live;
    struct frame last;                /* what the host has sent */
    unsigned pongs, pieces, problems; /* of IPv6: echo replies, fragments, parameter problems */
    uint32_t pong_bytes;
    struct host_account account;
    struct wherry_netdev *device;
    struct host *host;
} side;

static void hear(void *data, const uint8_t *bytes, uint32_t length_bytes)
{
    (void)data;
    live_hear(&side.live, bytes, length_bytes);
    side.last.length_bytes = length_bytes < FRAME_BYTES_MAX ? length_bytes : FRAME_BYTES_MAX;
    memcpy(side.last.bytes, bytes, side.last.length_bytes);
    if (length_bytes < 14 + 40 + 1 || wherry__get16(bytes + 12) != WHERRY__TYPE_IPV6)
        return;
    side.pieces += bytes[20] == 44;
    side.problems += bytes[20] == WHERRY__PROTOCOL_ICMPV6 && bytes[54] == 4;
    if (bytes[20] == WHERRY__PROTOCOL_ICMPV6 && bytes[54] == 129) {
        side.pongs++;
        side.pong_bytes = length_bytes;
    }
}

static void turn(void)
{
    clock_advance_us(TURN_US);
    CHECK_EQUAL(host_turn(side.host), 0);
}

static void put(struct frame *frame)
{
    frame_repair(frame);
    memory_device_put(side.device, frame->bytes, frame->length_bytes, frame->length_bytes);
    turn();
}

/* ---- Frames ---------------------------------------------------------------------------------- */

static uint8_t *begin(struct frame *frame, uint16_t type)
{
    memset(frame, 0, sizeof *frame);
    memcpy(frame->bytes, host_mac, 6);
    frame->bytes[6] = frame->bytes[11] = 2;
    put16(frame->bytes + 12, type);
    return frame->bytes + 14;
}

static uint8_t *begin4(struct frame *frame, uint8_t protocol, uint32_t payload_bytes)
{
    uint8_t *header = begin(frame, WHERRY__TYPE_IPV4);
    header[0] = 0x45;
    put16(header + 2, 20 + payload_bytes);
    header[8] = 64;
    header[9] = protocol;
    memcpy(header + 12, peer4, 4);
    memcpy(header + 16, own4, 4);
    frame->length_bytes = 34 + payload_bytes;
    return header + 20;
}

static uint8_t *begin6(struct frame *frame, uint8_t next, uint32_t payload_bytes)
{
    uint8_t *header = begin(frame, WHERRY__TYPE_IPV6);
    header[0] = 0x60;
    put16(header + 4, payload_bytes);
    header[6] = next;
    header[7] = 255;
    memcpy(header + 8, peer6, 16);
    memcpy(header + 24, own6, 16);
    frame->length_bytes = 54 + payload_bytes;
    return header + 40;
}

static void tell_addresses(void)
{
    struct frame frame;
    uint8_t *arp = begin(&frame, WHERRY__TYPE_ARP);
    static const uint8_t request[] = {0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 2};
    memcpy(arp, request, sizeof request);
    memcpy(arp + 14, peer4, 4);
    memcpy(arp + 24, own4, 4);
    frame.length_bytes = 60;
    put(&frame);
    uint8_t *icmp = begin6(&frame, WHERRY__PROTOCOL_ICMPV6, 32);
    static const uint8_t option[] = {1, 1, 2, 0, 0, 0, 0, 2};
    icmp[0] = 135; /* neighbor solicitation */
    memcpy(icmp + 8, own6, 16);
    memcpy(icmp + 24, option, sizeof option);
    put(&frame);
}

/* The host need not ask whether the peer is still there (RFC 4861 7.3). */
static void confirm_address6(void)
{
    struct frame frame;
    static const uint8_t option[] = {2, 1, 2, 0, 0, 0, 0, 2};
    uint8_t *icmp = begin6(&frame, WHERRY__PROTOCOL_ICMPV6, 32);
    icmp[0] = 136;
    icmp[4] = 0x60;
    memcpy(icmp + 8, peer6, 16);
    memcpy(icmp + 24, option, sizeof option);
    put(&frame);
}

/* ---- A connection ---------------------------------------------------------------------------- */

struct segment {
    uint8_t flags;
    uint32_t sequence, acknowledged;
    uint16_t window;
    const char *options, *text;
    uint32_t options_bytes;
};

static void put_segment(unsigned version, uint16_t port, const struct segment *segment)
{
    struct frame frame;
    uint32_t text = segment->text ? (uint32_t)strlen(segment->text) : 0;
    uint32_t length = TCP_HEADER_BYTES + segment->options_bytes + text;
    uint8_t *tcp = version == 4 ? begin4(&frame, WHERRY__PROTOCOL_TCP, length)
                                : begin6(&frame, WHERRY__PROTOCOL_TCP, length);
    put16(tcp + TCP_SOURCE, port);
    put16(tcp + TCP_DESTINATION, HTTP_PORT);
    put32(tcp + TCP_SEQUENCE, segment->sequence);
    put32(tcp + TCP_ACKNOWLEDGED, segment->acknowledged);
    tcp[TCP_DATA_OFFSET] = (uint8_t)((TCP_HEADER_BYTES + segment->options_bytes) << 2);
    tcp[TCP_FLAG_BITS] = segment->flags;
    put16(tcp + 14, segment->window);
    if (segment->options_bytes)
        memcpy(tcp + TCP_HEADER_BYTES, segment->options, segment->options_bytes);
    if (text)
        memcpy(tcp + TCP_HEADER_BYTES + segment->options_bytes, segment->text, text);
    put(&frame);
}

static uint32_t sent_sequence(void)
{
    const uint8_t *tcp = frame_transport(&side.last, WHERRY__PROTOCOL_TCP, TCP_HEADER_BYTES);
    return tcp ? wherry__get32(tcp + TCP_SEQUENCE) : 0;
}

/* Returns what the peer acknowledges first. */
static uint32_t connect_peer(unsigned version, uint16_t port, uint16_t window)
{
    const struct segment syn = {.flags = FLAG_SYN,
                                .sequence = 999,
                                .window = window,
                                .options = "\2\4\5\240", /* MSS 1440 */
                                .options_bytes = 4};
    put_segment(version, port, &syn);
    uint32_t acknowledged = sent_sequence() + 1;
    const struct segment ack = {
        .flags = FLAG_ACK, .sequence = 1000, .acknowledged = acknowledged, .window = window};
    put_segment(version, port, &ack);
    return acknowledged;
}

/* The host is asked for a page and answers. */
static void check_alive(void)
{
    static uint16_t port = 50000;
    unsigned requests = side.account.requests;
    uint32_t acknowledged = connect_peer(4, ++port, 60000);
    const struct segment request = {.flags = FLAG_ACK,
                                    .sequence = 1000,
                                    .acknowledged = acknowledged,
                                    .window = 60000,
                                    .text = "GET /hello.txt HTTP/1.0\r\n\r\n"};
    put_segment(4, port, &request);
    CHECK_EQUAL(side.account.requests, requests + 1);
}

/* ---- The kinds ------------------------------------------------------------------------------- */

static void test_short_packet(void)
{
    struct frame frame;
    begin4(&frame, WHERRY__PROTOCOL_UDP, 0);
    for (frame.length_bytes = 14; frame.length_bytes < 34; frame.length_bytes++) {
        memory_device_put(side.device, frame.bytes, frame.length_bytes, frame.length_bytes);
        turn();
    }
    begin6(&frame, WHERRY__PROTOCOL_UDP, 0);
    for (frame.length_bytes = 14; frame.length_bytes < 54; frame.length_bytes++) {
        memory_device_put(side.device, frame.bytes, frame.length_bytes, frame.length_bytes);
        turn();
    }
    check_alive();
}

static void test_far_segment(void)
{
    uint32_t acknowledged = connect_peer(4, PEER_PORT, 60000);
    const struct segment far_away = {.flags = FLAG_ACK,
                                     .sequence = 1000 + 0x80000000u,
                                     .acknowledged = acknowledged,
                                     .window = 60000,
                                     .text = "x"};
    put_segment(4, PEER_PORT, &far_away);
    check_alive();
}

/* Two requests whose answers wait for the window, and between them what makes segments shorter. */
static void ask_twice(uint16_t port, const struct segment *between, uint16_t window)
{
    static const char text[] = "GET /big HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4000\r\n\r\n";
    uint32_t acknowledged = connect_peer(4, port, window);
    struct segment request = {.flags = FLAG_ACK,
                              .sequence = 1000,
                              .acknowledged = acknowledged,
                              .window = window,
                              .text = text};
    struct segment middle = *between;
    put_segment(4, port, &request);
    request.sequence += sizeof text - 1;
    middle.sequence = request.sequence;
    middle.acknowledged = acknowledged;
    put_segment(4, port, &middle);
    request.window = middle.window;
    put_segment(4, port, &request);
}

static void test_shrinking_segments(void)
{
    static const struct segment mss = {.flags = FLAG_ACK,
                                       .window = 2000,
                                       .options = "\1\1\1\1\2\4\0\20",
                                       /* MSS 16 */ .options_bytes = 8};
    static const struct segment window = {.flags = FLAG_ACK, .window = 4};
    ask_twice(PEER_PORT + 1, &mss, 2000);
    ask_twice(PEER_PORT + 2, &window, 1);
    ask_twice(PEER_PORT + 3, &window, 0);
    check_alive();
}

static void put_too_big(uint32_t mtu)
{
    struct frame frame;
    uint8_t *icmp = begin6(&frame, WHERRY__PROTOCOL_ICMPV6, 8 + 48);
    icmp[0] = 2;
    put32(icmp + 4, mtu);
    icmp[8] = 0x60;
    memcpy(icmp + 8 + 8, own6, 16);
    memcpy(icmp + 8 + 24, peer6, 16);
    put(&frame);
}

/* The answer to a ping is as long as the ping. */
static void put_ping6(uint32_t payload_bytes)
{
    struct frame frame;
    uint8_t *icmp = begin6(&frame, WHERRY__PROTOCOL_ICMPV6, 8 + payload_bytes);
    icmp[0] = 128;
    put(&frame);
}

static void test_path_mtu(void)
{
    static const uint32_t mtus[] = {0, 1, 40, 47, 48, 55, 56, 59, 60, 1279, 1501, 0xffffffff};
    for (unsigned i = 0; i < sizeof mtus / sizeof *mtus; i++) {
        put_ping6(1400);
        confirm_address6();
        put_too_big(mtus[i]);
        unsigned pongs = side.pongs;
        put_ping6(1400);
        CHECK_EQUAL(side.pongs, pongs + 1);
        CHECK_EQUAL(side.pong_bytes, 54 + 8 + 1400); /* in one piece */
        (void)connect_peer(6, (uint16_t)(PEER_PORT + 10 + i), 60000);
    }
    confirm_address6();
    put_too_big(1280);
    unsigned pieces = side.pieces;
    put_ping6(1400);
    CHECK_EQUAL(side.pieces, pieces + 2);
    check_alive();
}

/* TCP's own segments are cut up where the path has become narrower, and sent again, whole. */
static void test_cut_segment(void)
{
    confirm_address6();
    put_too_big(1500);
    uint32_t acknowledged = connect_peer(6, PEER_PORT + 40, 60000);
    const struct segment request = {.flags = FLAG_ACK,
                                    .sequence = 1000,
                                    .acknowledged = acknowledged,
                                    .window = 60000,
                                    .text = "GET /big HTTP/1.0\r\n\r\n"};
    put_segment(6, PEER_PORT + 40, &request);
    put_too_big(1280);
    unsigned pieces = side.pieces;
    for (unsigned i = 0; i < 2 * SETTLE_TURNS; i++) {
        confirm_address6();
        turn();
    }
    CHECK(side.pieces >= pieces + 2);
    check_alive();
}

static void put_fragment6(uint32_t id, uint8_t next, uint16_t offset_and_more)
{
    struct frame frame;
    uint8_t *header = begin6(&frame, 44, 16);
    header[0] = next;
    put16(header + 2, offset_and_more);
    put32(header + 4, id);
    header[8] = next == 44 ? 17 : 0; /* the header within, if it is one */
    put16(header + 8 + 2, 8 | 1);
    put(&frame);
}

/* Nothing is said of what follows: it would be said with the distance of two pieces of memory. */
static void test_fragments(void)
{
    static const uint8_t inner[] = {44, 60, 0, 43, 99};
    for (unsigned i = 0; i < sizeof inner; i++) {
        put_fragment6(100 + i, inner[i], 8);
        put_fragment6(100 + i, inner[i], 1);
        CHECK_EQUAL(side.problems, 0);
    }
    put_fragment6(200, WHERRY__PROTOCOL_UDP, 1); /* never completed: dropped with the stack */
    put_fragment6(200, WHERRY__PROTOCOL_UDP, 8 | 1);
    check_alive();
}

int main(void)
{
    clock_start(1);
    side.device = memory_device_open(hear, NULL);
    side.host = side.device ? host_open(side.device, HOST_STATIC, &side.account) : NULL;
    if (!CHECK(side.host))
        return check_result();
    for (unsigned i = 0; i < SETTLE_TURNS; i++)
        turn();
    tell_addresses();
    check_alive();
    test_short_packet();
    test_far_segment();
    test_shrinking_segments();
    test_path_mtu();
    test_cut_segment();
    test_fragments();
    host_close(side.host);
    wherry_netdev_close(side.device);
    return check_result();
}
