/* descriptor.c: the calls that work on any descriptor, handed on to the class of what it leads to.
 */

#include "internal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* A transfer that would block may be cut short, so no length needs to exceed what a DWORD holds. */
static size_t at_most(size_t length)
{
    return length < 0x40000000 ? length : 0x40000000;
}

static ssize_t read_at(int fd, void *buffer, size_t length, off_t at)
{
    struct wherry__open *open = wherry__fd_get(fd);
    ssize_t got;

    if (!open) {
        return -1;
    }
    if ((open->flags & O_ACCMODE) == O_WRONLY) {
        got = wherry__error(EBADF);
    } else if (!open->class->read) {
        got = wherry__error(open->class == &wherry__directory ? EISDIR : EINVAL);
    } else if (at >= 0 && !open->class->seek) {
        got = wherry__error(ESPIPE);
    } else {
        got = open->class->read(open, buffer, at_most(length), at);
    }
    wherry__open_put(open);
    wherry__signals_glance();
    return got;
}

static ssize_t write_at(int fd, const void *buffer, size_t length, off_t at)
{
    struct wherry__open *open = wherry__fd_get(fd);
    ssize_t put;

    if (!open) {
        return -1;
    }
    if ((open->flags & O_ACCMODE) == O_RDONLY || !open->class->write) {
        put = wherry__error(EBADF);
    } else if (at >= 0 && !open->class->seek) {
        put = wherry__error(ESPIPE);
    } else {
        put = open->class->write(open, buffer, at_most(length), at);
    }
    wherry__open_put(open);
    wherry__signals_glance();
    return put;
}

ssize_t read(int fd, void *buffer, size_t length)
{
    return read_at(fd, buffer, length, -1);
}

ssize_t write(int fd, const void *buffer, size_t length)
{
    return write_at(fd, buffer, length, -1);
}

ssize_t pread(int fd, void *buffer, size_t length, off_t at)
{
    return at < 0 ? wherry__error(EINVAL) : read_at(fd, buffer, length, at);
}

ssize_t pwrite(int fd, const void *buffer, size_t length, off_t at)
{
    return at < 0 ? wherry__error(EINVAL) : write_at(fd, buffer, length, at);
}

static ssize_t socket_vector(int fd, const struct iovec *pieces, int count, bool writing)
{
    struct wherry__open *open = wherry__fd_get_as(fd, &wherry__socket, ENOTSOCK);
    ssize_t done = -1;

    if (open) {
        done = wherry__socket_vector(open, pieces, count, writing);
        wherry__open_put(open);
    }
    return done;
}

/* Little is copied together and written in one call, which is quicker than two and lets a pipe keep
 * its promise about PIPE_BUF. 0: it is more than that. */
enum { TOGETHER = 16384 };

static size_t little_of(const struct iovec *pieces, int count)
{
    size_t length = 0;

    for (int i = 0; i < count; i++) {
        if (pieces[i].iov_len > TOGETHER - length) {
            return 0;
        }
        length += pieces[i].iov_len;
    }
    return count > 1 ? length : 0;
}

static ssize_t write_together(int fd, const struct iovec *pieces, int count, off_t at)
{
    char buffer[TOGETHER];
    size_t length = 0;

    for (int i = 0; i < count; i++) {
        if (pieces[i].iov_len) {
            memcpy(buffer + length, pieces[i].iov_base, pieces[i].iov_len);
        }
        length += pieces[i].iov_len;
    }
    return write_at(fd, buffer, length, at);
}

/* Windows has no scattered transfer for what is not aligned to pages. One piece after the other,
 * and what was done counts when a later one fails or is short. */
static ssize_t vector(int fd, const struct iovec *pieces, int count, off_t at, bool writing)
{
    ssize_t total = 0;
    int before = errno;

    if (count < 0 || count > IOV_MAX) {
        return wherry__error(EINVAL);
    }
    if (at < 0) {
        total = socket_vector(fd, pieces, count, writing);
        if (total >= 0 || errno != ENOTSOCK) {
            return total;
        }
        total = 0;
        errno = before;
    }
    if (writing && little_of(pieces, count)) {
        return write_together(fd, pieces, count, at);
    }
    for (int i = 0; i < count; i++) {
        off_t here = at < 0 ? -1 : at + total;
        ssize_t done = 0;

        if (pieces[i].iov_len == 0 && (i + 1 < count || total > 0)) {
            continue;
        }
        done = writing ? write_at(fd, pieces[i].iov_base, pieces[i].iov_len, here)
                       : read_at(fd, pieces[i].iov_base, pieces[i].iov_len, here);
        if (done < 0) {
            return total ? total : done;
        }
        total += done;
        if ((size_t)done < pieces[i].iov_len) {
            break;
        }
        if (!writing && at < 0 && i + 1 < count && lseek(fd, 0, SEEK_CUR) < 0) {
            errno = before;
            break; /* the next piece might block, though something is there to be given */
        }
    }
    return total;
}

ssize_t readv(int fd, const struct iovec *pieces, int count)
{
    return vector(fd, pieces, count, -1, false);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    return vector(fd, pieces, count, -1, true);
}

ssize_t preadv(int fd, const struct iovec *pieces, int count, off_t at)
{
    return at < 0 ? wherry__error(EINVAL) : vector(fd, pieces, count, at, false);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t at)
{
    return at < 0 ? wherry__error(EINVAL) : vector(fd, pieces, count, at, true);
}

off_t lseek(int fd, off_t offset, int whence)
{
    struct wherry__open *open = wherry__fd_get(fd);
    off_t at;

    if (!open) {
        return -1;
    }
    at = open->class->seek ? open->class->seek(open, offset, whence) : wherry__error(ESPIPE);
    wherry__open_put(open);
    return at;
}

int close(int fd)
{
    return wherry__fd_remove(fd);
}

static int duplicate(int fd, int lowest, bool cloexec)
{
    struct wherry__open *open;

    if (lowest < 0 || lowest >= wherry__fd_limit(-1)) {
        return wherry__error(EINVAL);
    }
    open = wherry__fd_get(fd);
    return open ? wherry__fd_install(open, lowest, cloexec) : -1;
}

int dup(int fd)
{
    return duplicate(fd, 0, false);
}

int dup2(int fd, int wanted)
{
    struct wherry__open *open = wherry__fd_get(fd);

    if (!open) {
        return -1;
    }
    if (fd == wanted) {
        wherry__open_put(open);
        return fd;
    }
    return wherry__fd_replace(open, wanted, false);
}

int dup3(int fd, int wanted, int flags)
{
    struct wherry__open *open;

    if (fd == wanted || (flags & ~O_CLOEXEC)) {
        return wherry__error(EINVAL);
    }
    open = wherry__fd_get(fd);
    return open ? wherry__fd_replace(open, wanted, flags & O_CLOEXEC) : -1;
}

enum { CHANGEABLE = O_APPEND | O_NONBLOCK };

static int set_flags(struct wherry__open *open, int flags)
{
    flags = (open->flags & ~CHANGEABLE) | (flags & CHANGEABLE);
    if (open->class->set_flags && open->class->set_flags(open, flags) < 0) {
        return -1;
    }
    InterlockedExchange(&open->flags, flags);
    return 0;
}

static int control_open(struct wherry__open *open, int command, va_list arguments)
{
    switch (command) {
    case F_GETFL:
        return open->flags;
    case F_SETFL:
        return set_flags(open, va_arg(arguments, int));
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
        return wherry__record_lock(open, command, va_arg(arguments, struct flock *));
    default:
        return wherry__error(EINVAL);
    }
}

int fcntl(int fd, int command, ...)
{
    struct wherry__open *open;
    va_list arguments;
    int result;

    va_start(arguments, command);
    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
        result = duplicate(fd, va_arg(arguments, int), command == F_DUPFD_CLOEXEC);
    } else if (command == F_GETFD) {
        result = wherry__fd_cloexec(fd, -1);
    } else if (command == F_SETFD) {
        result = wherry__fd_cloexec(fd, (va_arg(arguments, int) & FD_CLOEXEC) != 0) < 0 ? -1 : 0;
    } else {
        open = wherry__fd_get(fd);
        result = open ? control_open(open, command, arguments) : -1;
        if (open) {
            wherry__open_put(open);
        }
    }
    va_end(arguments);
    return result;
}

int ioctl(int fd, int request, ...)
{
    struct wherry__open *open = wherry__fd_get(fd);
    va_list arguments;
    void *argument;
    int result;

    if (!open) {
        return -1;
    }
    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);
    if (request == FIONBIO) {
        result = set_flags(open,
                           *(int *)argument ? open->flags | O_NONBLOCK : open->flags & ~O_NONBLOCK);
    } else if (open->class->control) {
        result = open->class->control(open, (unsigned)request, argument);
    } else {
        result = wherry__error(ENOTTY);
    }
    wherry__open_put(open);
    return result;
}

int fstat(int fd, struct stat *status)
{
    struct wherry__open *open = wherry__fd_get(fd);
    int result = 0;

    if (!open) {
        return -1;
    }
    if (open->class->stat) {
        result = open->class->stat(open, status);
    } else {
        *status = (struct stat){.st_mode = open->class->type | 0600,
                                .st_nlink = 1,
                                .st_uid = getuid(),
                                .st_gid = getgid(),
                                .st_blksize = 4096};
    }
    wherry__open_put(open);
    return result;
}
