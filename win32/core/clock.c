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

int clock_getres(clockid_t clock, struct timespec *time)
{
    struct timespec now;
    LARGE_INTEGER frequency;

    if (clock_gettime(clock, &now)) {
        return -1;
    }
    QueryPerformanceFrequency(&frequency);
    if (time) {
        bool counter = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW ||
                       clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_BOOTTIME;
        long each = counter ? (long)(1000000000 / frequency.QuadPart) : 100;

        *time = (struct timespec){.tv_nsec = each ? each : 1};
    }
    return 0;
}

/* The system's clock is the administrator's. */
int clock_settime(clockid_t clock, const struct timespec *time)
{
    if (clock != CLOCK_REALTIME || time->tv_nsec < 0 || time->tv_nsec >= 1000000000) {
        return wherry__error(EINVAL);
    }
    return wherry__error(EPERM);
}

/* Of this process alone. */
int clock_getcpuclockid(pid_t process, clockid_t *clock)
{
    if (process && (DWORD)process != GetCurrentProcessId()) {
        return EPERM;
    }
    *clock = CLOCK_PROCESS_CPUTIME_ID;
    return 0;
}
