/* inherit.c: the descriptors that a program is born with.
 *
 * The CRT's own way is followed: STARTUPINFO's lpReserved2 holds a count, a byte of flags for each
 * descriptor and a handle for each, so that children of programs that use the CRT, and CRT programs
 * that are our children, see the same descriptors. Without it there are the three standard handles.
 */

#include "../process/process.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CRT_OPEN = 0x01, CRT_APPEND = 0x20 };

static void adopt(int fd, HANDLE handle, int flags)
{
    struct wherry__open *open = NULL;

    if (!handle || handle == INVALID_HANDLE_VALUE) {
        return;
    }
    for (int other = 0; other < fd && !open; other++) { /* one description, several descriptors */
        open = wherry__fd_get(other);
        if (open && open->handle != handle) {
            wherry__open_put(open);
            open = NULL;
        }
    }
    if (open && ((open->flags ^ flags) & O_ACCMODE)) {
        open->flags = (open->flags & ~O_ACCMODE) | O_RDWR;
    }
    if (!open) {
        SetHandleInformation(handle, HANDLE_FLAG_INHERIT, 0);
        open = wherry__open_of_handle(handle, flags);
    }
    if (open) {
        wherry__fd_replace(open, fd, false);
    }
}

static struct wherry__heritage heritage;

const struct wherry__heritage *wherry__heritage(void)
{
    return &heritage;
}

/* What stands behind the CRT's part, if the parent is one of ours: the flags of descriptors. */
static const unsigned char *read_heritage(const unsigned char *block, size_t size, int count)
{
    size_t at = sizeof count + (size_t)count * (1 + sizeof(HANDLE));

    if (size < at + sizeof heritage + (size_t)count * sizeof(int32_t)) {
        return NULL;
    }
    memcpy(&heritage, block + at, sizeof heritage);
    if (memcmp(heritage.magic, WHERRY_HERITAGE_MAGIC, sizeof heritage.magic) != 0 ||
        heritage.count != count) {
        heritage = (struct wherry__heritage){0};
        return NULL;
    }
    return block + at + sizeof heritage;
}

/* What may be done with a handle is not said; a pipe or a console tells its direction by refusing.
 */
static int access_of(int fd)
{
    return fd == 0 ? O_RDONLY : fd <= 2 ? O_WRONLY : O_RDWR;
}

static int adopt_block(const unsigned char *block, size_t size)
{
    const unsigned char *ours;
    int count = 0;

    if (size < sizeof count) {
        return 0;
    }
    memcpy(&count, block, sizeof count);
    if (count < 0 || size < sizeof count + (size_t)count * (1 + sizeof(HANDLE))) {
        return 0;
    }
    ours = read_heritage(block, size, count);
    for (int fd = 0; fd < count; fd++) {
        int own = access_of(fd);
        unsigned char flags = block[sizeof count + (size_t)fd];
        HANDLE handle;

        memcpy(&handle, block + sizeof count + (size_t)count + (size_t)fd * sizeof handle,
               sizeof handle);
        if (ours) {
            memcpy(&own, ours + (size_t)fd * sizeof(int32_t), sizeof(int32_t));
        }
        if (flags & CRT_OPEN) {
            adopt(fd, handle, own | (flags & CRT_APPEND ? O_APPEND : 0));
        }
    }
    return count;
}

void wherry__start_descriptors(void)
{
    static const DWORD standard[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    STARTUPINFOW info = {.cb = sizeof info};

    GetStartupInfoW(&info);
    for (int fd = adopt_block(info.lpReserved2, info.cbReserved2); fd < 3 && !*heritage.magic;
         fd++) {
        adopt(fd, GetStdHandle(standard[fd]), access_of(fd));
    }
}

/* The *at functions go by a directory's name. */
static struct wherry__open *directory_of(HANDLE handle, int flags)
{
    DWORD length = GetFinalPathNameByHandleW(handle, NULL, 0, 0);
    wchar_t *name = malloc(((size_t)length + 1) * sizeof *name);
    struct wherry__open *open = NULL;

    if (name && length && GetFinalPathNameByHandleW(handle, name, length + 1, 0)) {
        open = wherry__open_new(&wherry__directory, sizeof(struct wherry__open), handle, flags);
    }
    if (open) {
        open->name = name;
    } else {
        free(name);
    }
    return open;
}

static bool is_directory(HANDLE handle)
{
    BY_HANDLE_FILE_INFORMATION info;

    return GetFileInformationByHandle(handle, &info) &&
           (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY);
}

struct wherry__open *wherry__open_of_handle(HANDLE handle, int flags)
{
    const struct wherry__class *class;
    DWORD mode;

    switch (GetFileType(handle)) {
    case FILE_TYPE_DISK:
        if (is_directory(handle)) {
            return directory_of(handle, flags);
        }
        class = &wherry__disk;
        break;
    case FILE_TYPE_CHAR:
        class = GetConsoleMode(handle, &mode) ? &wherry__console : &wherry__null;
        if (class == &wherry__console) { /* a terminal can be read by 2, too, and pagers do so */
            flags = (flags & ~O_ACCMODE) | O_RDWR;
        }
        break;
    case FILE_TYPE_PIPE: /* also what a socket is */
        return wherry__pipe_of_handle(handle, flags);
    default:
        errno = EBADF;
        return NULL;
    }
    return wherry__open_new(class, sizeof(struct wherry__open), handle, flags);
}
