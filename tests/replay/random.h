/* random.h: numbers that look random and are the same for the same seed: SplitMix64 (Steele, Lea,
 * Flood: Fast splittable pseudorandom number generators). */
#ifndef WHERRY_TEST_REPLAY_RANDOM_H
#define WHERRY_TEST_REPLAY_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t value = random->state += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

/* 0 to `limit` - 1; the slight preference for small ones does not matter here. */
static inline uint32_t random_below(struct random *random, uint32_t limit)
{
    return (uint32_t)((random_next(random) >> 32) % limit);
}

static inline int random_percent(struct random *random, uint32_t percent)
{
    return random_below(random, 100) < percent;
}

#endif
