/* lock.c: record locks and flock(). */

#include "file.h"

#include <fcntl.h>

int wherry__record_lock(struct wherry__open *open, int command, struct flock *lock)
{
    (void)open;
    (void)command;
    (void)lock;
    return wherry__error(EINVAL);
}

void wherry__record_locks_closed(struct wherry__open *open)
{
    (void)open;
}

int lockf(int fd, int op, off_t size)
{
    (void)fd;
    (void)op;
    (void)size;
    return wherry__error(EINVAL);
}
