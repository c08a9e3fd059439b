/* musl's internal locks: an int that is 0 while free. In libc.c. */
#ifndef LOCK_H
#define LOCK_H

void __lock(volatile int *);
void __unlock(volatile int *);
#define LOCK(x) __lock(x)
#define UNLOCK(x) __unlock(x)

#endif
