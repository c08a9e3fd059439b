/* clock.h: a monotonic clock, and waiting on it. */
#ifndef WPCAP_CLOCK_H
#define WPCAP_CLOCK_H

#include <stdint.h>

uint64_t clock_us(void);

/* Until clock_us() has this value; an interrupt ends it early. */
void clock_wait(uint64_t until_us);

#endif
