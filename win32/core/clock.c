/* clock.c: clocks, on integers only. */

#include "internal.h"

#include <time.h>

static uint64_t whole(FILETIME time)
{
    return (uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

/* 100 ns units that a process or a thread has used. */
static struct timespec used(FILETIME kernel, FILETIME user)
{
    uint64_t units = whole(kernel) + whole(user);

    return (struct timespec){.tv_sec = (time_t)(units / 10000000),
                             .tv_nsec = (long)(units % 10000000) * 100};
}

static struct timespec monotonic(void)
{
    LARGE_INTEGER now, frequency;
    uint64_t ticks, each;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    ticks = (uint64_t)now.QuadPart;
    each = (uint64_t)frequency.QuadPart;
    return (struct timespec){.tv_sec = (time_t)(ticks / each),
                             .tv_nsec = (long)(ticks % each * 1000000000 / each)};
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    FILETIME made, ended, kernel, user;

    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
        GetSystemTimePreciseAsFileTime(&user);
        *time = wherry__time_of(user);
        return 0;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
        *time = monotonic();
        return 0;
    case CLOCK_PROCESS_CPUTIME_ID:
        GetProcessTimes(GetCurrentProcess(), &made, &ended, &kernel, &user);
        *time = used(kernel, user);
        return 0;
    case CLOCK_THREAD_CPUTIME_ID:
        GetThreadTimes(GetCurrentThread(), &made, &ended, &kernel, &user);
        *time = used(kernel, user);
        return 0;
    default:
        return wherry__error(EINVAL);
    }
}
