/* console.c: the console as a terminal. */

#include "../core/internal.h"

#include <sys/stat.h>

static ssize_t console_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    DWORD got = 0;

    (void)at;
    return ReadFile(open->handle, buffer, (DWORD)length, &got, NULL) ? (ssize_t)got
                                                                     : wherry__fail_last();
}

static ssize_t console_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    DWORD put = 0;

    (void)at;
    return WriteFile(open->handle, buffer, (DWORD)length, &put, NULL) ? (ssize_t)put
                                                                      : wherry__fail_last();
}

const struct wherry__class wherry__console = {
    .name = "console",
    .type = S_IFCHR,
    .read = console_read,
    .write = console_write,
};
