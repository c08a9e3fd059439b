/* clock_posix.c: see clock.h. */
#define _POSIX_C_SOURCE 199309L /* clock_gettime() */
#include "clock.h"

#include <time.h>

double clock_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}
