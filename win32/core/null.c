/* null.c: /dev/null, and character devices that are no console. */

#include "internal.h"

#include <sys/stat.h>

static ssize_t null_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    DWORD got = 0;

    (void)at;
    if (!ReadFile(open->handle, buffer, (DWORD)length, &got, NULL) &&
        GetLastError() != ERROR_HANDLE_EOF) {
        return wherry__fail_last();
    }
    return (ssize_t)got;
}

static ssize_t null_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    DWORD put = 0;

    (void)at;
    if (!WriteFile(open->handle, buffer, (DWORD)length, &put, NULL)) {
        return wherry__fail_last();
    }
    return (ssize_t)put;
}

static off_t null_seek(struct wherry__open *open, off_t offset, int whence)
{
    (void)open;
    (void)offset;
    (void)whence;
    return 0;
}

const struct wherry__class wherry__null = {
    .name = "null",
    .type = S_IFCHR,
    .read = null_read,
    .write = null_write,
    .seek = null_seek,
};
