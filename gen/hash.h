/* hash.h: uthash, for tables that soon hold thousands of entries. */
#ifndef WHERRY_GEN_HASH_H
#define WHERRY_GEN_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes a step, where uthash's own takes twelve in many more instructions: most keys here are
 * addresses and short names. The multiplier is 2^64 divided by the golden ratio (Knuth, The Art of
 * Computer Programming, vol. 3, 6.4). */
static inline unsigned hash_bytes(const void *key, size_t length)
{
    const unsigned char *bytes = key;
    uint64_t hash = length;
    for (; length >= 8; length -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    memcpy(&rest, bytes, length);
    hash = (hash ^ rest) * UINT64_C(0x9e3779b97f4a7c15);
    return (unsigned)(hash >> 32);
}

#define HASH_FUNCTION(key, length, value) ((value) = hash_bytes(key, length))

#include <uthash.h>

#undef HASH_INITIAL_NUM_BUCKETS
#undef HASH_INITIAL_NUM_BUCKETS_LOG2
#define HASH_INITIAL_NUM_BUCKETS 16384U
#define HASH_INITIAL_NUM_BUCKETS_LOG2 14U

#endif
