/* signal.c: the calls of <signal.h>. */

#include "process.h"
#include "signals.h"

#include <time.h>
#include <unistd.h>

int sigaction(int number, const struct sigaction *restrict set, struct sigaction *restrict former)
{
    struct sigaction was;

    if (!wherry__signal_valid(number) || (set && (number == SIGKILL || number == SIGSTOP))) {
        return wherry__error(EINVAL);
    }
    if (set && set->sa_handler != SIG_DFL) {
        wherry__signals_publish();
        wherry__faults_start(number);
    }
    was = wherry__signal_action(number, set);
    if (former) {
        *former = was;
    }
    return 0;
}

/* The BSD way, as glibc and musl have it: it stays installed, and calls go on. */
void (*signal(int number, void (*handler)(int)))(int)
{
    struct sigaction set = {.sa_handler = handler, .sa_flags = SA_RESTART}, former = {0};

    return sigaction(number, &set, &former) < 0 ? SIG_ERR : former.sa_handler;
}

void (*bsd_signal(int number, void (*handler)(int)))(int)
{
    return signal(number, handler);
}

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict former)
{
    uint64_t was = wherry__signals_self()->mask;
    uint64_t bits = set ? wherry__signal_bits(set) : 0;

    if (set && how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK) {
        return EINVAL;
    }
    if (former) {
        wherry__signal_set(was, former);
    }
    if (set) {
        if (bits && how != SIG_UNBLOCK) {
            wherry__signals_publish();
        }
        wherry__signals_mask_bits(how == SIG_BLOCK     ? was | bits
                                  : how == SIG_UNBLOCK ? was & ~bits
                                                       : bits);
        wherry__signals_deliver();
    }
    return 0;
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict former)
{
    int error = pthread_sigmask(how, set, former);

    return error ? wherry__error(error) : 0;
}

int sigpending(sigset_t *set)
{
    wherry__signal_set(wherry__signals_pending(), set);
    return 0;
}

int sigsuspend(const sigset_t *mask)
{
    uint64_t former;

    wherry__signals_publish();
    former = wherry__signals_mask_bits(wherry__signal_bits(mask));
    while (wherry__signals_deliver() == WHERRY_RAN_NONE) {
        WaitForSingleObject(wherry__signals_event(), INFINITE);
    }
    wherry__signals_mask_bits(former);
    wherry__signals_deliver();
    return wherry__error(EINTR);
}

int pause(void)
{
    sigset_t mask;

    pthread_sigmask(SIG_BLOCK, NULL, &mask);
    return sigsuspend(&mask);
}

/* With sigtimedwait()'s wish noted: wait for one of them. 0 or -1. */
static int wait_for(uint64_t wanted, siginfo_t *info, uint64_t deadline)
{
    while (!wherry__signals_take(wanted, info)) {
        uint64_t now = wherry__now_ms();
        DWORD left = deadline == WHERRY_FOREVER ? INFINITE
                     : deadline > now           ? (DWORD)min(deadline - now, INFINITE - 1)
                                                : 0;

        if (wherry__signals_deliver() != WHERRY_RAN_NONE) {
            return wherry__error(EINTR);
        }
        if (left == 0) {
            return wherry__error(EAGAIN);
        }
        WaitForSingleObject(wherry__signals_event(), left);
    }
    return 0;
}

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info,
                 const struct timespec *restrict timeout)
{
    uint64_t deadline = WHERRY_FOREVER, wanted = wherry__signal_bits(set);
    siginfo_t got;
    int result;

    if (timeout) {
        if (timeout->tv_nsec < 0 || timeout->tv_nsec >= 1000000000) {
            return wherry__error(EINVAL);
        }
        deadline = wherry__now_ms() + (uint64_t)timeout->tv_sec * 1000 +
                   ((uint64_t)timeout->tv_nsec + 999999) / 1000000;
    }
    wherry__signals_publish();
    wherry__signals_want(wanted);
    result = wait_for(wanted, &got, deadline);
    wherry__signals_want(0);
    if (result == 0 && info) {
        *info = got;
    }
    return result < 0 ? -1 : got.si_signo;
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info)
{
    return sigtimedwait(set, info, NULL);
}

/* An error of sigwait() is its result, and EINTR is none of them. */
int sigwait(const sigset_t *restrict set, int *restrict number)
{
    int got;

    do {
        got = sigtimedwait(set, NULL, NULL);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return errno;
    }
    *number = got;
    return 0;
}

int raise(int number)
{
    siginfo_t info = {.si_signo = number, .si_code = SI_TKILL};

    if (!wherry__signal_valid(number)) {
        return wherry__error(EINVAL);
    }
    info.si_pid = (pid_t)GetCurrentProcessId();
    wherry__signal_send(&info, wherry__signals_self()->id);
    wherry__signals_deliver();
    return 0;
}

/* Handlers run on the thread's own stack: they run at calls, where there is room. */
int sigaltstack(const stack_t *restrict set, stack_t *restrict former)
{
    static __thread stack_t current = {.ss_flags = SS_DISABLE};

    if (former) {
        *former = current;
    }
    if (set) {
        if (set->ss_flags & ~SS_DISABLE) {
            return wherry__error(EINVAL);
        }
        if (!(set->ss_flags & SS_DISABLE) && set->ss_size < MINSIGSTKSZ) {
            return wherry__error(ENOMEM);
        }
        current = *set;
    }
    return 0;
}

/* What the parent left ignored and blocked. */
void wherry__start_signals(void)
{
    const struct wherry__heritage *heritage = wherry__heritage();
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    wherry__signals_self();
    wherry__faults_default();
    for (int number = 1; heritage->ignored && number < _NSIG; number++) {
        if (heritage->ignored & wherry__signal_bit(number)) {
            sigaction(number, &ignore, NULL);
        }
    }
    if (heritage->mask) {
        wherry__signals_publish();
        wherry__signals_mask_bits(heritage->mask);
    }
}
