/* fork.c: for programs that call fork() but can do without: it fails with ENOSYS.
 *
 * An archive of its own (wherry::fork), so that a configure script sees that there is no fork()
 * unless somebody asks for this one. */

#define _GNU_SOURCE /* vfork() */
#include <errno.h>
#include <unistd.h>

pid_t fork(void)
{
    errno = ENOSYS;
    return -1;
}

pid_t vfork(void)
{
    errno = ENOSYS;
    return -1;
}
