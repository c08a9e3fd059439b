/* The Internet checksum. lwIP's own takes two bytes at a time. */
#include <arch/cc.h>

#include <string.h>

enum { BLOCK_BYTES = 64 };

/* RFC 1071 2: a sum of larger words folds to the same as the sum of 16-bit words, and the byte
 * order of the machine does not matter. Compiled with -O3, the inner loop becomes vector code. */
static uint64_t sum_blocks(const uint8_t *bytes, size_t blocks)
{
    uint64_t sums[BLOCK_BYTES / 4] = {0};
    for (size_t block = 0; block < blocks; block++) {
        uint32_t words[BLOCK_BYTES / 4];
        memcpy(words, bytes + block * BLOCK_BYTES, BLOCK_BYTES);
        for (unsigned i = 0; i < BLOCK_BYTES / 4; i++)
            sums[i] += words[i];
    }
    uint64_t sum = 0;
    for (unsigned i = 0; i < BLOCK_BYTES / 4; i++)
        sum += sums[i];
    return sum;
}

static uint64_t sum_rest(const uint8_t *bytes, size_t length_bytes)
{
    uint64_t sum = 0;
    for (; length_bytes >= 2; bytes += 2, length_bytes -= 2) {
        uint16_t word;
        memcpy(&word, bytes, 2);
        sum += word;
    }
    if (length_bytes > 0) { /* the last byte, and a zero after it */
        uint16_t word = 0;
        memcpy(&word, bytes, 1);
        sum += word;
    }
    return sum;
}

uint16_t wherry__checksum(const void *bytes, int length_bytes)
{
    size_t length = (size_t)length_bytes;
    size_t blocks = length / BLOCK_BYTES;
    uint64_t sum = sum_blocks(bytes, blocks);
    sum += sum_rest((const uint8_t *)bytes + blocks * BLOCK_BYTES, length % BLOCK_BYTES);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)sum;
}
