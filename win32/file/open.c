/* open.c: open() and its like. */

#include "file.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

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

    if ((flags & O_CREAT) && !(wherry__masked(mode) & 0222)) {
        attributes |= FILE_ATTRIBUTE_READONLY;
    }
    if (flags & O_NOFOLLOW) {
        attributes |= FILE_FLAG_OPEN_REPARSE_POINT;
    }
    if (flags & (O_SYNC | O_DSYNC)) {
        attributes |= FILE_FLAG_WRITE_THROUGH;
    }
    return attributes;
}

static bool writes(int flags)
{
    return (flags & O_ACCMODE) == O_WRONLY || (flags & O_ACCMODE) == O_RDWR;
}

/* The rules of open() that the system does not have. */
static int check(HANDLE handle, int flags, bool existed, const struct wherry__class **class)
{
    DWORD attributes, mode;

    if (GetFileType(handle) == FILE_TYPE_CHAR) {
        *class = GetConsoleMode(handle, &mode) ? &wherry__console : &wherry__null;
        return flags & O_DIRECTORY ? ENOTDIR : 0;
    }
    attributes = wherry__attributes(handle, NULL);
    if (attributes == INVALID_FILE_ATTRIBUTES) {
        return errno;
    }
    if ((flags & O_NOFOLLOW) && (attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
        return ELOOP;
    }
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) {
        *class = &wherry__directory;
        return writes(flags) || (flags & O_CREAT) ? EISDIR : 0;
    }
    *class = &wherry__disk;
    if (flags & O_DIRECTORY) {
        return ENOTDIR;
    }
    /* Wine lets root write. */
    return existed && writes(flags) && (attributes & FILE_ATTRIBUTE_READONLY) ? EACCES : 0;
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

static int install(HANDLE handle, wchar_t *name, int flags, bool existed)
{
    const struct wherry__class *class = NULL;
    struct wherry__open *open;
    int error = check(handle, flags, existed, &class);

    if (!error && (flags & O_TRUNC) && writes(flags) && class == &wherry__disk) {
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
    SetLastError(error);
    return wherry__name_error(name);
}

static int open_name(wchar_t *name, int flags, mode_t mode)
{
    DWORD access = access_of(flags) | SYNCHRONIZE;
    HANDLE handle;
    bool existed;

    SetLastError(0);
    if (!wcscasecmp(name, L"\\\\.\\CON")) {
        handle = CreateFileW((flags & O_ACCMODE) == O_WRONLY ? L"CONOUT$" : L"CONIN$",
                             GENERIC_READ | GENERIC_WRITE, SHARE_ALL, NULL, OPEN_EXISTING, 0, NULL);
    } else {
        handle = CreateFileW(name, access, SHARE_ALL, NULL, disposition_of(flags),
                             attributes_of(flags, mode), NULL);
    }
    existed = !(flags & O_CREAT) || GetLastError() == ERROR_ALREADY_EXISTS;
    if (handle == INVALID_HANDLE_VALUE) {
        int error = why_not(name, flags);

        free(name);
        return wherry__error(error);
    }
    return install(handle, name, flags, existed);
}

static int open_at(int directory, const char *path, int flags, mode_t mode)
{
    struct wherry__place place;
    int fd = wherry__path_descriptor(path);

    if (fd >= 0) {
        return fcntl(fd, flags & O_CLOEXEC ? F_DUPFD_CLOEXEC : F_DUPFD, 0);
    }
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        return wherry__error(EOPNOTSUPP);
    }
    if (wherry__place_at(directory, path, &place) < 0) {
        return -1;
    }
    if (place.must_be_directory && (flags & O_CREAT)) {
        free(place.name);
        return wherry__error(EISDIR);
    }
    return open_name(place.name, place.must_be_directory ? flags | O_DIRECTORY : flags, mode);
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
