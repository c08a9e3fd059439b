/* lock.c: record locks and flock(). */

#include "../core/internal.h"

int wherry__record_lock(struct wherry__open *open, int command, struct flock *lock)
{
    (void)open;
    (void)command;
    (void)lock;
    return wherry__error(EINVAL);
}
