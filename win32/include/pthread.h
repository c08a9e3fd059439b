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
#include_next <pthread.h>
#include <wherry/windows_off.h>
#include <wherry/windows_on.h>

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

#ifdef __cplusplus
}
#endif

#endif
