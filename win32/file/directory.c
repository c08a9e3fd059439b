/* directory.c: opendir() and what goes with it; mkdir().
 *
 * A directory is read in one go when its first entry is asked for, so that entries may come and go
 * meanwhile, and a position is no more than a number. */

#include "file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

struct entry {
    ino_t inode;
    unsigned char type;
    char *name; /* from malloc() */
};

/* musl's nftw() reads the descriptor as the first field. */
struct __dirstream {
    int fd;
    struct entry *entries; /* NULL: not read yet */
    size_t count;
    size_t room;
    size_t next;
    struct dirent current; /* what readdir() gave last */
};

/* ---- the streams ----------------------------------------------------------------------------- */

DIR *fdopendir(int fd)
{
    struct wherry__open *open = wherry__fd_get_as(fd, &wherry__directory, ENOTDIR);
    DIR *stream;

    if (!open) {
        return NULL;
    }
    wherry__open_put(open);
    stream = calloc(1, sizeof *stream);
    if (stream) {
        stream->fd = fd;
        wherry__fd_cloexec(fd, true);
    }
    return stream;
}

DIR *opendir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);

    if (fd >= 0 && !stream) {
        close(fd);
        errno = ENOMEM;
    }
    return stream;
}

static void forget(DIR *stream)
{
    for (size_t i = 0; i < stream->count; i++) {
        free(stream->entries[i].name);
    }
    free(stream->entries);
    stream->entries = NULL;
    stream->count = stream->room = stream->next = 0;
}

int closedir(DIR *stream)
{
    int fd = stream->fd;

    forget(stream);
    free(stream);
    return close(fd);
}

int dirfd(DIR *stream)
{
    return stream->fd;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool room_for_one(DIR *stream)
{
    size_t room = stream->room ? stream->room * 2 : 32;
    struct entry *entries;

    if (stream->count < stream->room) {
        return true;
    }
    entries = realloc(stream->entries, room * sizeof *entries);
    if (!entries) {
        return false;
    }
    stream->entries = entries;
    stream->room = room;
    return true;
}

static bool add(DIR *stream, ino_t inode, unsigned char type, char *name)
{
    if (!name || !room_for_one(stream)) {
        free(name);
        errno = ENOMEM;
        return false;
    }
    stream->entries[stream->count++] = (struct entry){inode, type, name};
    return true;
}

/* In an entry of a directory the tag of a reparse point stands where the size of its extended
 * attributes would ([MS-FSCC] 2.4.17). */
static unsigned char type_of(const FILE_ID_BOTH_DIR_INFO *found)
{
    if (found->FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) {
        if (wherry__is_link_tag(found->EaSize)) {
            return DT_LNK;
        }
        if (found->EaSize == IO_REPARSE_TAG_AF_UNIX) {
            return DT_SOCK;
        }
    }
    return found->FileAttributes & FILE_ATTRIBUTE_DIRECTORY ? DT_DIR : DT_REG;
}

/* One entry as the system says it. "." and ".." came first. */
static bool add_found(DIR *stream, const FILE_ID_BOTH_DIR_INFO *found)
{
    size_t length = found->FileNameLength / sizeof(wchar_t);
    wchar_t name[256];
    bool added;

    if (length > 255) {
        return true;
    }
    wmemcpy(name, found->FileName, length);
    name[length] = 0;
    if (!wcscmp(name, L".") || !wcscmp(name, L"..")) {
        stream->entries[length - 1].inode = (ino_t)found->FileId.QuadPart;
        return true;
    }
    if (!wcsncmp(name, WHERRY_DELETED, wcslen(WHERRY_DELETED))) {
        return true;
    }
    added = add(stream, (ino_t)found->FileId.QuadPart, type_of(found), wherry__path_back(name));
    return added;
}

static bool add_block(DIR *stream, const char *block)
{
    for (;;) {
        const FILE_ID_BOTH_DIR_INFO *found = (const void *)block;

        if (!add_found(stream, found)) {
            return false;
        }
        if (!found->NextEntryOffset) {
            return true;
        }
        block += found->NextEntryOffset;
    }
}

/* A root has neither "." nor ".." for the system; both are itself. */
static bool add_dots(DIR *stream)
{
    struct stat status = {0};

    return fstat(stream->fd, &status) == 0 && add(stream, status.st_ino, DT_DIR, strdup(".")) &&
           add(stream, status.st_ino, DT_DIR, strdup(".."));
}

static bool read_all(DIR *stream, HANDLE handle)
{
    enum { BLOCK = 1 << 16 };
    FILE_INFO_BY_HANDLE_CLASS class = FileIdBothDirectoryRestartInfo;
    char *block = malloc(BLOCK);
    bool going = block && add_dots(stream);
    DWORD error = ERROR_NO_MORE_FILES;

    while (going) {
        if (!GetFileInformationByHandleEx(handle, class, block, BLOCK)) {
            error = GetLastError();
            break;
        }
        going = add_block(stream, block);
        class = FileIdBothDirectoryInfo;
    }
    free(block);
    if (going && error != ERROR_NO_MORE_FILES && error != ERROR_FILE_NOT_FOUND) {
        wherry__fail(error);
        going = false;
    }
    return going;
}

static bool fill(DIR *stream)
{
    struct wherry__open *open = wherry__fd_get_as(stream->fd, &wherry__directory, EBADF);
    bool done;

    if (!open) {
        return false;
    }
    AcquireSRWLockExclusive(&open->lock);
    done = read_all(stream, open->handle);
    ReleaseSRWLockExclusive(&open->lock);
    wherry__open_put(open);
    if (!done) {
        forget(stream);
    }
    return done;
}

struct dirent *readdir(DIR *stream)
{
    const size_t head = offsetof(struct dirent, d_name);
    size_t at = stream->next, length;
    const struct entry *entry;

    if (!stream->entries) {
        if (!fill(stream)) {
            return NULL;
        }
        stream->next = at;
    }
    if (at >= stream->count) {
        return NULL;
    }
    entry = &stream->entries[stream->next++];
    length = strlen(entry->name);
    stream->current.d_ino = entry->inode;
    stream->current.d_off = (off_t)stream->next;
    stream->current.d_reclen = (unsigned short)((head + length + 8) & ~(size_t)7);
    stream->current.d_type = entry->type;
    memcpy(stream->current.d_name, entry->name, length + 1);
    return &stream->current;
}

int readdir_r(DIR *restrict stream, struct dirent *restrict entry, struct dirent **restrict result)
{
    struct dirent *found;
    int before = errno, error;

    errno = 0;
    found = readdir(stream);
    error = errno;
    errno = before;
    *result = found ? entry : NULL;
    if (found) {
        *entry = *found;
    }
    return error;
}

void rewinddir(DIR *stream)
{
    forget(stream);
}

long telldir(DIR *stream)
{
    return (long)stream->next;
}

void seekdir(DIR *stream, long at)
{
    stream->next = (size_t)at;
}

/* ---- making them ----------------------------------------------------------------------------- */

int mkdirat(int base, const char *path, mode_t mode)
{
    struct wherry__place place;
    int result = 0;

    (void)mode; /* a directory of Windows has no bit that keeps its owner from writing in it */
    if (wherry__place_at(base, path, &place) < 0) {
        return -1;
    }
    if (!CreateDirectoryW(place.name, NULL)) {
        DWORD error = GetLastError();
        bool there = error == ERROR_ACCESS_DENIED &&
                     GetFileAttributesW(place.name) != INVALID_FILE_ATTRIBUTES;

        SetLastError(error);
        result = wherry__error(there ? EEXIST : wherry__name_error(place.name));
    }
    free(place.name);
    return result;
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}
