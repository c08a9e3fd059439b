/* What musl's portable sources ask of a thread: who it is and which locale it uses (thread.c). */
#ifndef WHERRY_MUSL_PTHREAD_IMPL_H
#define WHERRY_MUSL_PTHREAD_IMPL_H

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdint.h>
#include <sys/types.h>

#include "atomic.h"
#include "libc.h"
#include "lock.h"
#include "syscall.h"

struct wherry__thread {
    int tid;
    locale_t locale; /* never null; the global one until uselocale() says otherwise */
};

struct wherry__thread *wherry__self(void);

#define __pthread_self() wherry__self()

/* Wake one of those who wait for a FILE's lock. */
void __wake(volatile void *address, int count, int private);

#endif
