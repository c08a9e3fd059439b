/* question.c: what stdio reads by. A question that stdout still holds is shown before a terminal's
 * answer is waited for: glibc does so, musl does not, and programs are written for it. */

#include "stdio_impl.h"

#include <stdio_ext.h>
#include <sys/uio.h>

static void show_question(int fd)
{
    int error = errno;

    if (__flbf(stdout) && __fpending(stdout) && isatty(fd)) {
        fflush(stdout);
    }
    errno = error;
}

ssize_t wherry__stdio_read(int fd, void *buffer, size_t size)
{
    show_question(fd);
    return read(fd, buffer, size);
}

ssize_t wherry__stdio_readv(int fd, const struct iovec *parts, int count)
{
    show_question(fd);
    return readv(fd, parts, count);
}
