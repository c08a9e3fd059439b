/* What lwIP asks of us: checksums, numbers, time. */
#include "../check.h"

#include <arch/cc.h>
#include <hooks.h>
#include <lwip/priv/tcp_priv.h>

/* RFC 1071 4.1, two bytes at a time, in network order. */
static uint16_t plain_checksum(const uint8_t *bytes, int length_bytes)
{
    uint32_t sum = 0;
    for (int i = 0; i < length_bytes; i++) {
        sum += (uint32_t)bytes[i] << (i % 2 ? 0 : 8);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)sum;
}

static uint16_t in_memory_order(uint16_t value)
{
    const uint8_t bytes[] = {(uint8_t)(value >> 8), (uint8_t)value};
    uint16_t ordered;
    memcpy(&ordered, bytes, sizeof ordered);
    return ordered;
}

static void test_checksums(void)
{
    static uint8_t bytes[65536];
    int wrong = 0;
    for (int kind = 0; kind < 2; kind++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = kind ? 0xff : (uint8_t)(i * 2654435761U >> 24);
        for (int start = 0; start < 8; start++) {
            for (int length = 0; length < 300; length++)
                wrong += wherry__checksum(bytes + start, length) !=
                         in_memory_order(plain_checksum(bytes + start, length));
        }
        CHECK_EQUAL(wherry__checksum(bytes + 1, 65535),
                    in_memory_order(plain_checksum(bytes + 1, 65535)));
    }
    CHECK_EQUAL(wrong, 0);
}

/* The same connection goes on where the clock is; another one begins somewhere else. */
static void test_sequences(void)
{
    enum { SOON = 1 << 24 }; /* the clock's next minute, in steps of 4 us */
    ip_addr_t local, remote, other;
    ipaddr_aton("192.0.2.1", &local);
    ipaddr_aton("192.0.2.2", &remote);
    ipaddr_aton("2001:db8::2", &other);
    uint32_t first = wherry__initial_sequence(&local, 1000, &remote, 80);
    CHECK(wherry__initial_sequence(&local, 1000, &remote, 80) - first < SOON);
    int near = 0;
    for (uint16_t port = 1001; port < 1101; port++) {
        near += wherry__initial_sequence(&local, port, &remote, 80) - first < SOON;
        near += wherry__initial_sequence(&other, port, &other, 80) - first < SOON;
    }
    CHECK(near < 10); /* one of 256, by chance */
}

static void test_random(void)
{
    uint32_t seen[64];
    unsigned equal = 0;
    for (unsigned i = 0; i < 64; i++) {
        seen[i] = wherry__random();
        for (unsigned j = 0; j < i; j++)
            equal += seen[i] == seen[j];
    }
    CHECK(equal < 2);
}

/* An acknowledgement of 1000 with a window that grew: the window of which it is given to lwIP. */
static uint16_t given_window(uint32_t first_of_gap, uint8_t flags, uint16_t data_bytes)
{
    struct tcp_seg unacked = {0};
    struct tcp_pcb tcp = {.state = ESTABLISHED,
                          .lastack = 1000,
                          .snd_wnd = 200 << 7,
                          .snd_scale = 7,
                          .unacked = &unacked};
    struct tcp_hdr header = {.ackno = 1000, .wnd = 206};
    struct pbuf data = {.tot_len = data_bytes};
    uint8_t options[12] = {1, 1, 5, 10};
    first_of_gap = lwip_htonl(first_of_gap);
    memcpy(options + 4, &first_of_gap, sizeof first_of_gap);
    TCPH_HDRLEN_FLAGS_SET(&header, 8, flags);
    CHECK_EQUAL(wherry__tcp_input(&tcp, &header, options, sizeof options, &data), ERR_OK);
    return header.wnd;
}

/* One that reports a gap is to be counted, so its window is what it was. */
static void test_duplicates(void)
{
    CHECK_EQUAL(given_window(2460, TCP_ACK, 0), 200);
    CHECK_EQUAL(given_window(500, TCP_ACK, 0), 206); /* what came twice */
    CHECK_EQUAL(given_window(2460, TCP_ACK, 1), 206);
    CHECK_EQUAL(given_window(2460, TCP_ACK | TCP_FIN, 0), 206);
}

/* Options end, say their own length, and may lie. */
static void test_options(void)
{
    static const uint8_t options[][12] = {{0, 1, 5, 10}, {8, 10, 5, 10}, {8, 0, 5, 10}, {5, 2}};
    struct tcp_seg unacked = {0};
    struct tcp_pcb tcp = {.state = ESTABLISHED, .snd_wnd = 200, .lastack = 0, .unacked = &unacked};
    struct pbuf data = {.tot_len = 0};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct tcp_hdr header = {.wnd = 206};
        TCPH_HDRLEN_FLAGS_SET(&header, 8, TCP_ACK);
        for (uint16_t length = 0; length <= sizeof *options; length++) {
            wherry__tcp_input(&tcp, &header, options[i], length, &data);
            CHECK_EQUAL(header.wnd, 206);
        }
    }
}

int main(void)
{
    uint64_t before_us = wherry__now_us();
    test_checksums();
    test_sequences();
    test_random();
    CHECK(wherry__now_us() >= before_us);
    test_duplicates();
    test_options();
    return check_result();
}
