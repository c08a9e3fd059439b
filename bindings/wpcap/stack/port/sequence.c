/* The number with which a TCP connection begins: RFC 6528 3.
 *
 * A clock, so that a connection that comes back with the same addresses and ports begins beyond the
 * last one, plus a keyed hash of addresses and ports, so that one connection says nothing about
 * another. The hash is SipHash-2-4 (Aumasson, Bernstein: SipHash, a fast short-input PRF). */
#include "hooks.h"

#include <arch/cc.h>
#include <string.h>

enum { TUPLE_WORDS = 5 }; /* 64-bit words: two addresses of 128 bits, ports and type */

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void rounds(uint64_t v[4], int count)
{
    for (; count > 0; count--) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = rotate(v[1], 13) ^ v[0];
        v[3] = rotate(v[3], 16) ^ v[2];
        v[0] = rotate(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = rotate(v[1], 17) ^ v[2];
        v[3] = rotate(v[3], 21) ^ v[0];
        v[2] = rotate(v[2], 32);
    }
}

static uint64_t hash(const uint64_t key[2], const uint64_t words[TUPLE_WORDS])
{
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                     key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
    for (unsigned i = 0; i <= TUPLE_WORDS; i++) {
        uint64_t word = i < TUPLE_WORDS ? words[i] : (uint64_t)TUPLE_WORDS * 8 << 56;
        v[3] ^= word;
        rounds(v, 2);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    rounds(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void put_address(uint64_t words[2], const ip_addr_t *address)
{
    if (IP_IS_V6(address))
        memcpy(words, ip_2_ip6(address)->addr, 16);
    else
        words[0] = ip4_addr_get_u32(ip_2_ip4(address));
}

static const uint64_t *secret(void)
{
    static uint64_t key[2];
    if (key[0] == 0) {
        for (unsigned i = 0; i < 2; i++)
            key[i] = (uint64_t)wherry__random() << 32 | wherry__random() | (i == 0);
    }
    return key;
}

uint32_t wherry__initial_sequence(const ip_addr_t *local, uint16_t local_port,
                                  const ip_addr_t *remote, uint16_t remote_port)
{
    uint64_t words[TUPLE_WORDS] = {0};
    put_address(words, local);
    put_address(words + 2, remote);
    words[4] = (uint64_t)local_port << 32 | (uint64_t)remote_port << 8 | IP_IS_V6(remote);
    return (uint32_t)(wherry__now_us() / 4 + hash(secret(), words));
}
