/* thread.c: a thread has the signal mask of the one that made it. */

#include "signals.h"

#include <pthread.h>
#include <stdlib.h>

#ifdef __x86_64__
#define REAL(name) __asm__(#name)
#else
#define REAL(name) __asm__("_" #name)
#endif

int real_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)
    REAL(pthread_create);

struct birth {
    void *(*start)(void *);
    void *argument;
    uint64_t mask;
};

static void *begin(void *data)
{
    struct birth birth = *(struct birth *)data;

    free(data);
    wherry__signals_mask_bits(birth.mask);
    return birth.start(birth.argument);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    struct birth *birth = malloc(sizeof *birth);
    int error;

    if (!birth) {
        return EAGAIN;
    }
    *birth = (struct birth){start, argument, wherry__signals_self()->mask};
    error = real_create(thread, attributes, begin, birth);
    if (error) {
        free(birth);
    }
    return error;
}

/* A thread that has not begun yet has no signals of its own: it is waited for. */
int pthread_kill(pthread_t thread, int number)
{
    siginfo_t info = {.si_signo = number, .si_code = SI_TKILL};
    HANDLE handle = pthread_gethandle(thread);
    DWORD id = handle ? GetThreadId(handle) : 0;

    if (number < 0 || number >= _NSIG) {
        return EINVAL;
    }
    if (id == 0 || WaitForSingleObject(handle, 0) == WAIT_OBJECT_0) {
        return ESRCH;
    }
    if (number == 0) {
        return 0;
    }
    info.si_pid = (pid_t)GetCurrentProcessId();
    while (!wherry__signal_send(&info, id)) {
        if (WaitForSingleObject(handle, 1) == WAIT_OBJECT_0) {
            return ESRCH;
        }
    }
    if (id == GetCurrentThreadId()) {
        wherry__signals_deliver();
    }
    return 0;
}
