/* attributes.c: what a file has beside its bytes: permissions, owner, times.
 *
 * Of the nine bits of a mode Windows keeps one for files, read-only, and none for directories. */

#include "file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

/* The process's, as POSIX has it. */
static volatile LONG mask = 022;

mode_t umask(mode_t new)
{
    return (mode_t)InterlockedExchange(&mask, (LONG)(new & 0777));
}

mode_t wherry__masked(mode_t mode)
{
    return mode & ~(mode_t)mask;
}

enum { FOR_CHANGES = FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES };

/* ---- permissions ----------------------------------------------------------------------------- */

static int change_mode(HANDLE handle, mode_t mode)
{
    DWORD was = handle ? wherry__attributes(handle, NULL) : INVALID_FILE_ATTRIBUTES;
    DWORD is = was & ~(DWORD)FILE_ATTRIBUTE_READONLY;
    int result = 0;

    if (was == INVALID_FILE_ATTRIBUTES) {
        result = -1;
    } else if (!(was & FILE_ATTRIBUTE_DIRECTORY)) {
        is |= mode & 0222 ? 0 : FILE_ATTRIBUTE_READONLY;
        result = is == was ? 0 : wherry__set_attributes(handle, is);
    }
    if (handle) {
        CloseHandle(handle);
    }
    return result;
}

int fchmodat(int base, const char *path, mode_t mode, int flags)
{
    if (flags & ~AT_SYMLINK_NOFOLLOW) {
        return wherry__error(EINVAL);
    }
    if (flags & AT_SYMLINK_NOFOLLOW) {
        return wherry__error(EOPNOTSUPP);
    }
    return change_mode(wherry__file_open_at(base, path, FOR_CHANGES, true), mode);
}

int chmod(const char *path, mode_t mode)
{
    return fchmodat(AT_FDCWD, path, mode, 0);
}

int lchmod(const char *path, mode_t mode)
{
    return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW);
}

int fchmod(int fd, mode_t mode)
{
    return change_mode(wherry__file_reopen(fd, FOR_CHANGES), mode);
}

/* ---- owner: to whom it belongs already, or not at all ---------------------------------------- */

static int check_owner(uid_t user, gid_t group)
{
    bool same =
        (user == (uid_t)-1 || user == getuid()) && (group == (gid_t)-1 || group == getgid());

    return same ? 0 : wherry__error(EPERM);
}

int fchownat(int base, const char *path, uid_t user, gid_t group, int flags)
{
    struct stat status;

    if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) {
        return wherry__error(EINVAL);
    }
    return fstatat(base, path, &status, flags) < 0 ? -1 : check_owner(user, group);
}

int chown(const char *path, uid_t user, gid_t group)
{
    return fchownat(AT_FDCWD, path, user, group, 0);
}

int lchown(const char *path, uid_t user, gid_t group)
{
    return fchownat(AT_FDCWD, path, user, group, AT_SYMLINK_NOFOLLOW);
}

int fchown(int fd, uid_t user, gid_t group)
{
    struct stat status;

    return fstat(fd, &status) < 0 ? -1 : check_owner(user, group);
}

/* ---- times ----------------------------------------------------------------------------------- */

/* 0 and 1: set, or leave; -1 with EINVAL. */
static int file_time(struct timespec from, FILETIME *time)
{
    if (from.tv_nsec == UTIME_OMIT) {
        return 1;
    }
    if (from.tv_nsec == UTIME_NOW) {
        clock_gettime(CLOCK_REALTIME, &from);
    }
    if (from.tv_nsec < 0 || from.tv_nsec > 999999999) {
        return wherry__error(EINVAL);
    }
    *time = wherry__filetime_of(from);
    return 0;
}

static int change_times(HANDLE handle, const struct timespec times[2])
{
    static const struct timespec now[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
    FILETIME when[2], made;
    int omit[2], result = -1;

    if (!handle) {
        return -1;
    }
    GetFileTime(handle, &made, &when[0], &when[1]); /* Wine changes both, or the wrong one */
    for (int i = 0; i < 2; i++) {
        omit[i] = file_time(times ? times[i] : now[i], &when[i]);
    }
    if (omit[0] >= 0 && omit[1] >= 0) {
        result = (omit[0] && omit[1]) || SetFileTime(handle, NULL, &when[0], &when[1])
                     ? 0
                     : wherry__fail_last();
    }
    CloseHandle(handle);
    return result;
}

int utimensat(int base, const char *path, const struct timespec times[2], int flags)
{
    if (flags & ~AT_SYMLINK_NOFOLLOW) {
        return wherry__error(EINVAL);
    }
    return change_times(
        wherry__file_open_at(base, path, FOR_CHANGES, !(flags & AT_SYMLINK_NOFOLLOW)), times);
}

int futimens(int fd, const struct timespec times[2])
{
    return change_times(wherry__file_reopen(fd, FOR_CHANGES), times);
}

/* timeval has microseconds; NULL stays NULL. */
static const struct timespec *precise(const struct timeval *from, struct timespec to[2])
{
    if (!from) {
        return NULL;
    }
    for (int i = 0; i < 2; i++) {
        bool valid = from[i].tv_usec >= 0 && from[i].tv_usec < 1000000;

        to[i].tv_sec = from[i].tv_sec;
        to[i].tv_nsec = valid ? (long)from[i].tv_usec * 1000 : -1;
    }
    return to;
}

int utimes(const char *path, const struct timeval times[2])
{
    struct timespec to[2];

    return utimensat(AT_FDCWD, path, precise(times, to), 0);
}

int lutimes(const char *path, const struct timeval times[2])
{
    struct timespec to[2];

    return utimensat(AT_FDCWD, path, precise(times, to), AT_SYMLINK_NOFOLLOW);
}

int futimesat(int base, const char *path, const struct timeval times[2])
{
    struct timespec to[2];

    return utimensat(base, path, precise(times, to), 0);
}

int futimes(int fd, const struct timeval times[2])
{
    struct timespec to[2];

    return futimens(fd, precise(times, to));
}

int utime(const char *path, const struct utimbuf *times)
{
    struct timespec to[2] = {{0}};

    if (times) {
        to[0].tv_sec = times->actime;
        to[1].tv_sec = times->modtime;
    }
    return utimensat(AT_FDCWD, path, times ? to : NULL, 0);
}
