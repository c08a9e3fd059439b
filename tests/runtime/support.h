/* support.h: the system's own error number: GetLastError(), and nothing on Linux; and threads.
 * One file per system: support_posix.c, support_win32.c. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void leave_error(uint32_t error);
uint32_t left_error(void);

/* Run `function` in `count` new threads at once, and wait for them. */
void run_threads(int count, void (*function)(void *user), void *user);

/* Time that passed, since whenever. */
double nanoseconds(void);

#ifdef __cplusplus
}
#endif

#endif
