/* clock.h: the time and the random numbers of the stack, as the test says.
 *
 * clock.c defines what the port of lwIP (stack/port/arch/cc.h) and the web server take from the
 * system; the linker then leaves theirs out. */
#ifndef WHERRY_TEST_REPLAY_CLOCK_H
#define WHERRY_TEST_REPLAY_CLOCK_H

#include <stdint.h>

/* The time begins at a second, not at 0; the stack's random numbers follow the seed. */
void clock_start(uint64_t seed);
void clock_advance_us(uint64_t us);
uint64_t clock_now_us(void);

#endif
