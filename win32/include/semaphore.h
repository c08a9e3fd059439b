#define __NEED_time_t
#define __NEED_struct_timespec
#define __NEED_pid_t
#define __NEED_mode_t
#include <bits/alltypes.h>

#ifndef _INC_PROCESS
#define _INC_PROCESS
#endif
#ifndef _MODE_T_
#define _MODE_T_
#endif
#define sem_timedwait __winpthreads_sem_timedwait
#include <wherry/windows_on.h>
/* the system's, which asks for _WIN32 */
#include_next <semaphore.h>
/* and away with it */
#include <wherry/windows_off.h>
#undef sem_timedwait

#ifndef _WHERRY_SEMAPHORE_H
#define _WHERRY_SEMAPHORE_H

#ifdef __cplusplus
extern "C" {
#endif

int sem_timedwait(sem_t *__restrict, const struct timespec *__restrict);

#ifdef __cplusplus
}
#endif

#endif
