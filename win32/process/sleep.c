/* sleep.c: clock_nanosleep(), on which the other sleeps are. */

#include "signals.h"

#include <time.h>

#ifndef CREATE_WAITABLE_TIMER_HIGH_RESOLUTION /* not known to mingw-w64 10 */
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 2
#endif

enum { BILLION = 1000000000 };

static int64_t to_ns(struct timespec time)
{
    return (int64_t)time.tv_sec * BILLION + time.tv_nsec;
}

static int64_t now_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return to_ns(now);
}

static HANDLE new_timer(void)
{
    HANDLE timer = CreateWaitableTimerExW(
        NULL, NULL, CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION,
        TIMER_ALL_ACCESS);

    /* High resolution is there since Windows 10 1803. */
    return timer ? timer : CreateWaitableTimerW(NULL, TRUE, NULL);
}

/* Once, for as long as is left at most; what comes too early is waited for again. */
static void wait_once(HANDLE timer, int64_t left_ns)
{
    HANDLE both[] = {timer, wherry__signals_event()};
    LARGE_INTEGER due = {.QuadPart = -((left_ns + 99) / 100)};

    if (SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE)) {
        WaitForMultipleObjects(2, both, FALSE, INFINITE);
    }
}

static int sleep_until(HANDLE timer, clockid_t clock, int64_t end)
{
    for (;;) {
        int64_t left = end - now_ns(clock);

        if (left <= 0) {
            return 0;
        }
        if (wherry__signals_deliver() != WHERRY_RAN_NONE) {
            return EINTR;
        }
        wait_once(timer, left);
    }
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted,
                    struct timespec *remain)
{
    HANDLE timer;
    int64_t end;
    int error;

    if (wanted->tv_nsec < 0 || wanted->tv_nsec >= BILLION || wanted->tv_sec < 0) {
        return EINVAL;
    }
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME) {
        return clock == CLOCK_THREAD_CPUTIME_ID ? EINVAL : ENOTSUP;
    }
    if (!(flags & TIMER_ABSTIME)) {
        clock = CLOCK_MONOTONIC; /* a change of the wall clock makes no difference */
    }
    /* 200 years are for ever, and do not overflow. */
    end = to_ns((struct timespec){min(wanted->tv_sec, 200LL * 365 * 86400), wanted->tv_nsec});
    end = flags & TIMER_ABSTIME ? end : min(end, INT64_MAX / 4) + now_ns(clock);
    timer = new_timer();
    if (!timer) {
        return ENOMEM;
    }
    error = sleep_until(timer, clock, end);
    CloseHandle(timer);
    wherry__signals_deliver();
    if (error && remain && !(flags & TIMER_ABSTIME)) {
        int64_t left = max(end - now_ns(clock), 0);

        *remain = (struct timespec){left / BILLION, (long)(left % BILLION)};
    }
    return error;
}

int nanosleep(const struct timespec *wanted, struct timespec *remain)
{
    int error = clock_nanosleep(CLOCK_REALTIME, 0, wanted, remain);

    return error ? wherry__error(error) : 0;
}
