/* pipe.c: pipes. */

#include "../core/internal.h"

#include <sys/stat.h>

static ssize_t pipe_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    DWORD got = 0;

    (void)at;
    if (!ReadFile(open->handle, buffer, (DWORD)length, &got, NULL)) {
        return GetLastError() == ERROR_BROKEN_PIPE ? 0 : wherry__fail_last();
    }
    return (ssize_t)got;
}

static ssize_t pipe_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    DWORD put = 0;

    (void)at;
    return WriteFile(open->handle, buffer, (DWORD)length, &put, NULL) ? (ssize_t)put
                                                                      : wherry__fail_last();
}

const struct wherry__class wherry__pipe = {
    .name = "pipe",
    .type = S_IFIFO,
    .read = pipe_read,
    .write = pipe_write,
};

struct wherry__open *wherry__pipe_of_handle(HANDLE handle, int flags)
{
    struct wherry__open *open = wherry__socket_of_handle(handle, flags);

    return open ? open
                : wherry__open_new(&wherry__pipe, sizeof(struct wherry__open), handle, flags);
}
