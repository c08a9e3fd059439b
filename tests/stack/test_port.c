/* What lwIP asks of us: checksums, numbers, time. */
#include "../check.h"

#include <arch/cc.h>
#include <hooks.h>

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

int main(void)
{
    uint64_t before_us = wherry__now_us();
    test_checksums();
    test_sequences();
    test_random();
    CHECK(wherry__now_us() >= before_us);
    return check_result();
}
