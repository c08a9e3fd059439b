/* thread.c: what musl's sources know of threads: identity, locale, locks. */

#include "pthread_impl.h"
#include "stdio_impl.h"

#include <windows.h>

static __thread struct wherry__thread self;

struct wherry__thread *wherry__self(void)
{
    if (!self.locale) {
        self.tid = (int)GetCurrentThreadId();
        self.locale = &libc.global_locale;
    }
    return &self;
}

locale_t uselocale(locale_t wanted)
{
    locale_t former = wherry__self()->locale;

    if (wanted) {
        self.locale = wanted == LC_GLOBAL_LOCALE ? &libc.global_locale : wanted;
    }
    return former == &libc.global_locale ? LC_GLOBAL_LOCALE : former;
}

/* 0 free, 1 taken, 2 taken and waited for. */
void __lock(volatile int *lock)
{
    int seen = a_cas(lock, 0, 1);

    while (seen) {
        int two = 2;

        if (seen == 2 || a_cas(lock, 1, 2)) {
            WaitOnAddress(lock, &two, sizeof two, INFINITE);
        }
        seen = a_cas(lock, 0, 2);
    }
}

void __unlock(volatile int *lock)
{
    if (a_swap(lock, 0) == 2) {
        WakeByAddressSingle((void *)lock);
    }
}

/* ---- the lock of a FILE: the thread that has it, and whether others wait ----------------------
 */

void __wake(volatile void *address, int count, int private)
{
    (void)count;
    (void)private;
    WakeByAddressSingle((void *)address);
}

int __lockfile(FILE *file)
{
    int tid = wherry__self()->tid;
    int owner = file->lock;

    if ((owner & ~MAYBE_WAITERS) == tid) {
        return 0;
    }
    owner = a_cas(&file->lock, 0, tid);
    while (owner) {
        int waited = owner | MAYBE_WAITERS;

        if ((owner & MAYBE_WAITERS) || a_cas(&file->lock, owner, waited) == owner) {
            WaitOnAddress(&file->lock, &waited, sizeof waited, INFINITE);
        }
        owner = a_cas(&file->lock, 0, tid | MAYBE_WAITERS);
    }
    return 1;
}

void __unlockfile(FILE *file)
{
    if (a_swap(&file->lock, 0) & MAYBE_WAITERS) {
        __wake(&file->lock, 1, 1);
    }
}

int ftrylockfile(FILE *file)
{
    int tid = wherry__self()->tid;

    if ((file->lock & ~MAYBE_WAITERS) == tid) {
        file->lockcount++;
        return 0;
    }
    if (file->lock < 0) {
        file->lock = 0;
    }
    if (a_cas(&file->lock, 0, tid)) {
        return -1;
    }
    file->lockcount = 1;
    return 0;
}

void flockfile(FILE *file)
{
    if (ftrylockfile(file)) {
        __lockfile(file);
        file->lockcount = 1;
    }
}

void funlockfile(FILE *file)
{
    if (file->lockcount == 1) {
        file->lockcount = 0;
        __unlockfile(file);
    } else {
        file->lockcount--;
    }
}
