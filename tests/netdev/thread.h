/* thread.h: one thread at a time beside main(), for tests; thread_posix.c, thread_win32.c. */
#ifndef WHERRY_TEST_THREAD_H
#define WHERRY_TEST_THREAD_H

struct thread;
struct thread *thread_start(void (*run)(void *data), void *data); /* NULL: the system refused */
void thread_join(struct thread *thread);

#endif
