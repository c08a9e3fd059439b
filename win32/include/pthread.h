/* Threads are winpthreads', linked statically. */
#define __NEED_time_t
#define __NEED_struct_timespec
#define __NEED_clockid_t
#define __NEED_sigset_t
#include <bits/alltypes.h>
#include <stdint.h>

#ifndef _INC_PROCESS
#define _INC_PROCESS /* declares the exec functions in its own way */
#endif

/* Those with a time take ours, of 64 bits, also where winpthreads was compiled with 32. */
#define pthread_cond_timedwait __winpthreads_cond_timedwait
#define pthread_mutex_timedlock __winpthreads_mutex_timedlock
#define pthread_rwlock_timedrdlock __winpthreads_rwlock_timedrdlock
#define pthread_rwlock_timedwrlock __winpthreads_rwlock_timedwrlock
#include <wherry/windows_on.h>
/* the system's, which asks for _WIN32 */
#include_next <pthread.h>
#undef pthread_cond_timedwait
#undef pthread_mutex_timedlock
#undef pthread_rwlock_timedrdlock
#undef pthread_rwlock_timedwrlock
/* and away with it */
#include <wherry/windows_off.h>

#ifndef _WHERRY_PTHREAD_H
#define _WHERRY_PTHREAD_H

#ifdef __cplusplus
extern "C" {
#endif

#undef pthread_atfork
#undef pthread_sigmask
int pthread_atfork(void (*)(void), void (*)(void), void (*)(void));
int pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int pthread_kill(pthread_t, int);
int pthread_cond_timedwait(pthread_cond_t *__restrict, pthread_mutex_t *__restrict,
                           const struct timespec *__restrict);
int pthread_mutex_timedlock(pthread_mutex_t *__restrict, const struct timespec *__restrict);
int pthread_rwlock_timedrdlock(pthread_rwlock_t *__restrict, const struct timespec *__restrict);
int pthread_rwlock_timedwrlock(pthread_rwlock_t *__restrict, const struct timespec *__restrict);
/* A new thread has its maker's signal mask. */
int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

#ifdef __cplusplus
}
#endif

#endif
