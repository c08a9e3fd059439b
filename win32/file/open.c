/* open.c: open() and its like. */

#include "../core/internal.h"
#include "file.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

/* Others may rename and delete what we have open, as on Unix. */
enum { SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE };

static DWORD access_of(int flags)
{
    switch (flags & O_ACCMODE) {
    case O_RDONLY:
        return GENERIC_READ;
    case O_WRONLY: /* ftruncate() and locks ask for the attributes */
        return GENERIC_WRITE | FILE_READ_ATTRIBUTES;
    case O_RDWR:
        return GENERIC_READ | GENERIC_WRITE;
    default: /* O_PATH, O_SEARCH, O_EXEC */
        return FILE_READ_ATTRIBUTES | FILE_TRAVERSE;
    }
}

static DWORD disposition_of(int flags)
{
    if ((flags & O_CREAT) && (flags & O_EXCL)) {
        return CREATE_NEW;
    }
    return flags & O_CREAT ? OPEN_ALWAYS : OPEN_EXISTING;
}

static DWORD attributes_of(int flags, mode_t mode)
{
    DWORD attributes = FILE_FLAG_BACKUP_SEMANTICS; /* lets directories be opened */

    if ((flags & O_CREAT) && !(mode & 0222)) {
        attributes |= FILE_ATTRIBUTE_READONLY;
    }
    if (flags & O_NOFOLLOW) {
        attributes |= FILE_FLAG_OPEN_REPARSE_POINT;
    }
    if (flags & O_SYNC & ~O_DSYNC) {
        attributes |= FILE_FLAG_WRITE_THROUGH;
    }
    return attributes;
}

/* The rules of open() that the system does not have. */
static int check(HANDLE handle, int flags, const struct wherry__class **class)
{
    BY_HANDLE_FILE_INFORMATION information;
    DWORD mode;

    if (GetFileType(handle) == FILE_TYPE_CHAR) {
        *class = GetConsoleMode(handle, &mode) ? &wherry__console : &wherry__null;
        return flags & O_DIRECTORY ? ENOTDIR : 0;
    }
    if (!GetFileInformationByHandle(handle, &information)) {
        return wherry__errno_of(GetLastError());
    }
    if ((flags & O_NOFOLLOW) && (information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
        return ELOOP;
    }
    if (information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
        int access = flags & O_ACCMODE;

        *class = &wherry__directory;
        return access == O_WRONLY || access == O_RDWR || (flags & O_CREAT) ? EISDIR : 0;
    }
    *class = &wherry__disk;
    return flags & O_DIRECTORY ? ENOTDIR : 0;
}

/* Truncation is a step of its own: CREATE_ALWAYS would change the attributes, and fail with hidden
 * files. */
static int truncate_handle(HANDLE handle)
{
    FILE_END_OF_FILE_INFO end = {0};

    return SetFileInformationByHandle(handle, FileEndOfFileInfo, &end, sizeof end)
               ? 0
               : wherry__errno_of(GetLastError());
}

static int install(HANDLE handle, wchar_t *name, int flags)
{
    const struct wherry__class *class = NULL;
    struct wherry__open *open;
    int error = check(handle, flags, &class);

    if (!error && (flags & O_TRUNC) && (flags & O_ACCMODE) && class == &wherry__disk) {
        error = truncate_handle(handle);
    }
    open = error ? NULL
                 : wherry__open_new(class, sizeof *open, handle,
                                    flags & (O_ACCMODE | O_APPEND | O_NONBLOCK));
    if (!open) {
        CloseHandle(handle);
        free(name);
        return wherry__error(error ? error : ENOMEM);
    }
    open->name = name;
    return wherry__fd_install(open, 0, flags & O_CLOEXEC);
}

/* The error of CreateFileW() that is not what POSIX says. */
static int why_not(const wchar_t *name, int flags)
{
    DWORD error = GetLastError();
    DWORD attributes = GetFileAttributesW(name);

    if (error == ERROR_ACCESS_DENIED && attributes != INVALID_FILE_ATTRIBUTES &&
        (attributes & FILE_ATTRIBUTE_DIRECTORY)) {
        return flags & O_EXCL ? EEXIST : EISDIR;
    }
    return wherry__errno_of(error);
}

static int open_name(wchar_t *name, int flags, mode_t mode)
{
    DWORD access = access_of(flags) | SYNCHRONIZE;
    HANDLE handle;

    if (!wcscasecmp(name, L"\\\\.\\CON")) {
        handle = CreateFileW((flags & O_ACCMODE) == O_WRONLY ? L"CONOUT$" : L"CONIN$",
                             GENERIC_READ | GENERIC_WRITE, SHARE_ALL, NULL, OPEN_EXISTING, 0, NULL);
    } else {
        handle = CreateFileW(name, access, SHARE_ALL, NULL, disposition_of(flags),
                             attributes_of(flags, mode), NULL);
    }
    if (handle == INVALID_HANDLE_VALUE) {
        int error = why_not(name, flags);

        free(name);
        return wherry__error(error);
    }
    return install(handle, name, flags);
}

static int open_at(int directory, const char *path, int flags, mode_t mode)
{
    bool must_be_directory = false;
    wchar_t *name = wherry__path_at(directory, path, &must_be_directory);

    if (!name) {
        return -1;
    }
    if (must_be_directory && (flags & O_CREAT)) {
        free(name);
        return wherry__error(EISDIR);
    }
    return open_name(name, must_be_directory ? flags | O_DIRECTORY : flags, mode);
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    if (flags & O_CREAT) {
        va_list arguments;

        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
    mode_t mode = 0;

    if (flags & O_CREAT) {
        va_list arguments;

        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open_at(directory, path, flags, mode);
}

int creat(const char *path, mode_t mode)
{
    return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
