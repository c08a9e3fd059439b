/* disk.c: regular files.
 *
 * The position is the system's, in the file object, so that a child which inherits the handle
 * shares it. The handle is synchronous; `lock` keeps a positioned transfer, which moves the
 * system's position and puts it back, from meeting another one. */

#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static OVERLAPPED place(off_t at)
{
    OVERLAPPED overlapped = {0};

    overlapped.Offset = (DWORD)at;
    overlapped.OffsetHigh = (DWORD)(at >> 32);
    return overlapped;
}

static bool position(HANDLE handle, off_t offset, DWORD from, off_t *now)
{
    LARGE_INTEGER move, reached;

    move.QuadPart = offset;
    if (!SetFilePointerEx(handle, move, &reached, from)) {
        return false;
    }
    *now = reached.QuadPart;
    return true;
}

static ssize_t disk_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    OVERLAPPED overlapped = place(at);
    off_t before = 0;
    DWORD got = 0;
    bool done;

    if (open->flags & O_PATH) {
        return wherry__error(EBADF);
    }
    AcquireSRWLockExclusive(&open->lock);
    if (at >= 0) {
        position(open->handle, 0, FILE_CURRENT, &before);
    }
    done = ReadFile(open->handle, buffer, (DWORD)length, &got, at < 0 ? NULL : &overlapped) ||
           GetLastError() == ERROR_HANDLE_EOF;
    if (at >= 0) {
        DWORD error = GetLastError();

        position(open->handle, before, FILE_BEGIN, &before);
        SetLastError(error);
    }
    ReleaseSRWLockExclusive(&open->lock);
    return done ? (ssize_t)got : wherry__fail_last();
}

/* With O_APPEND the system itself writes at the end, in one step: offset -1 says so. */
static ssize_t disk_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    bool append = open->flags & O_APPEND;
    OVERLAPPED overlapped = place(append ? -1 : at);
    off_t before = 0;
    DWORD put = 0;
    bool done;

    if (open->flags & O_PATH) {
        return wherry__error(EBADF);
    }
    AcquireSRWLockExclusive(&open->lock);
    if (at >= 0) {
        position(open->handle, 0, FILE_CURRENT, &before);
    }
    done = WriteFile(open->handle, buffer, (DWORD)length, &put,
                     append || at >= 0 ? &overlapped : NULL);
    if (at >= 0) {
        DWORD error = GetLastError();

        position(open->handle, before, FILE_BEGIN, &before);
        SetLastError(error);
    } else if (append && done) {
        position(open->handle, 0, FILE_END, &before);
    }
    ReleaseSRWLockExclusive(&open->lock);
    return done ? (ssize_t)put : wherry__fail_last();
}

static off_t disk_seek(struct wherry__open *open, off_t offset, int whence)
{
    static const DWORD from[] = {FILE_BEGIN, FILE_CURRENT, FILE_END};
    off_t reached = 0;

    if (whence < 0 || whence > 2) {
        return wherry__error(EINVAL);
    }
    return position(open->handle, offset, from[whence], &reached) ? reached : wherry__fail_last();
}

const struct wherry__class wherry__disk = {
    .name = "file",
    .type = S_IFREG,
    .read = disk_read,
    .write = disk_write,
    .seek = disk_seek,
    .stat = wherry__stat_open,
};

const struct wherry__class wherry__directory = {
    .name = "directory",
    .type = S_IFDIR,
    .stat = wherry__stat_open,
};
