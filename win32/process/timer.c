/* timer.c: setitimer(), on which alarm() and ualarm() are. */

#include "../core/internal.h"

#include <signal.h>
#include <sys/time.h>

static struct {
    SRWLOCK lock;
    TP_TIMER *timer;
    uint64_t end_us; /* when it goes off next; 0: it does not */
    uint64_t interval_us;
} real = {.lock = SRWLOCK_INIT};

static uint64_t now_us(void)
{
    LARGE_INTEGER now, frequency;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return (uint64_t)(now.QuadPart / frequency.QuadPart * 1000000 +
                      now.QuadPart % frequency.QuadPart * 1000000 / frequency.QuadPart);
}

/* With the lock. Absolute times of the thread pool are the wall clock's, hence relative ones. */
static void arm(uint64_t now)
{
    uint64_t left = real.end_us > now ? real.end_us - now : 0;
    ULARGE_INTEGER due = {.QuadPart = (ULONGLONG) - (LONGLONG)(left * 10)};
    FILETIME time = {due.LowPart, due.HighPart};

    SetThreadpoolTimer(real.timer, real.end_us ? &time : NULL, 0, 0);
}

static VOID CALLBACK go_off(PTP_CALLBACK_INSTANCE instance, void *unused, PTP_TIMER timer)
{
    uint64_t now = now_us();
    bool due;

    (void)instance;
    (void)unused;
    (void)timer;
    AcquireSRWLockExclusive(&real.lock);
    due = real.end_us && now >= real.end_us;
    if (due) {
        real.end_us = real.interval_us ? max(real.end_us + real.interval_us, now + 1) : 0;
    }
    arm(now); /* also where it came early, or was set anew meanwhile */
    ReleaseSRWLockExclusive(&real.lock);
    if (due) {
        wherry__signal_raise(SIGALRM);
    }
}

static struct timeval value_of(uint64_t us)
{
    return (struct timeval){.tv_sec = (time_t)(us / 1000000), .tv_usec = (long)(us % 1000000)};
}

static bool valid(const struct timeval *value)
{
    return value->tv_sec >= 0 && value->tv_usec >= 0 && value->tv_usec < 1000000;
}

static uint64_t us_of(const struct timeval *value)
{
    return (uint64_t)value->tv_sec * 1000000 + (uint64_t)value->tv_usec;
}

/* With the lock. */
static void tell(struct itimerval *current, uint64_t now)
{
    uint64_t left = real.end_us == 0 ? 0 : real.end_us > now ? real.end_us - now : 1;

    current->it_value = value_of(left);
    current->it_interval = value_of(real.interval_us);
}

int getitimer(int which, struct itimerval *current)
{
    if (which != ITIMER_REAL) {
        return wherry__error(EINVAL);
    }
    AcquireSRWLockShared(&real.lock);
    tell(current, now_us());
    ReleaseSRWLockShared(&real.lock);
    return 0;
}

int setitimer(int which, const struct itimerval *restrict wanted, struct itimerval *restrict former)
{
    uint64_t now = now_us();

    if (which != ITIMER_REAL || !valid(&wanted->it_value) || !valid(&wanted->it_interval)) {
        return wherry__error(EINVAL);
    }
    AcquireSRWLockExclusive(&real.lock);
    if (former) {
        tell(former, now);
    }
    if (!real.timer) {
        real.timer = CreateThreadpoolTimer(go_off, NULL, NULL);
    }
    real.end_us = us_of(&wanted->it_value) ? now + us_of(&wanted->it_value) : 0;
    real.interval_us = us_of(&wanted->it_interval);
    if (real.timer) {
        arm(now);
    }
    ReleaseSRWLockExclusive(&real.lock);
    return real.timer ? 0 : wherry__fail_last();
}
