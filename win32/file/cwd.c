/* cwd.c: the current directory.
 *
 * It is the system's, which children inherit, as far as that goes: the system's has some 258
 * characters, and drops dots and spaces at the end. Where it cannot be that one, the library keeps
 * the name for itself; every name is made absolute here, so only children notice. */

#include "file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

/* Of the process. `own` is what the system's cannot hold, or NULL. */
static struct {
    SRWLOCK lock;
    wchar_t *own;
} current = {.lock = SRWLOCK_INIT};

static wchar_t *of_system(void)
{
    DWORD size = GetCurrentDirectoryW(0, NULL);
    wchar_t *text = malloc(((size_t)size + 1) * sizeof *text);

    if (text && !GetCurrentDirectoryW(size + 1, text)) {
        wherry__fail_last();
        free(text);
        return NULL;
    }
    return text;
}

wchar_t *wherry__current_directory(void)
{
    wchar_t *name = NULL;

    AcquireSRWLockShared(&current.lock);
    if (current.own) {
        name = wcsdup(current.own);
    }
    ReleaseSRWLockShared(&current.lock);
    return name ? name : of_system();
}

static bool has_drive_prefix(const wchar_t *name)
{
    return !wcsncmp(name, L"\\\\?\\", 4) && name[5] == L':';
}

/* Without `\\?\`, which the system's current directory must not have; NULL where it would come to
 * mean something else. */
static wchar_t *plain(const wchar_t *name)
{
    wchar_t same[MAX_PATH], *copy = NULL;
    DWORD length;

    if (has_drive_prefix(name)) {
        copy = wcsdup(name + 4);
    } else if (!wcsncmp(name, L"\\\\?\\UNC\\", 8)) {
        copy = wcsdup(name + 6);
        if (copy) {
            copy[0] = L'\\';
        }
    }
    if (!copy) {
        return NULL;
    }
    length = GetFullPathNameW(copy, MAX_PATH, same, NULL);
    if (length == 0 || length >= MAX_PATH || wcscmp(same, copy) != 0) {
        free(copy);
        return NULL;
    }
    return copy;
}

/* Takes over `name`. */
static void become(wchar_t *name)
{
    wchar_t *system = plain(name), *former;
    bool done = system && SetCurrentDirectoryW(system);

    free(system);
    AcquireSRWLockExclusive(&current.lock);
    former = current.own;
    current.own = done ? NULL : name;
    ReleaseSRWLockExclusive(&current.lock);
    free(former);
    if (done) {
        free(name);
    }
}

/* The name without symbolic links, as getcwd() is to say it; but not a drive's letter for the share
 * behind it, where many programs of Windows cannot work. */
static int change(HANDLE handle, const wchar_t *asked)
{
    wchar_t *name = wherry__name_of(handle, asked);

    if (name && has_drive_prefix(asked) && !has_drive_prefix(name)) {
        free(name);
        name = NULL;
    }
    if (!name) {
        name = wcsdup(asked);
    }
    if (!name) {
        return wherry__error(ENOMEM);
    }
    become(name);
    return 0;
}

int chdir(const char *path)
{
    struct wherry__place place;
    HANDLE handle;
    int result = -1;

    if (wherry__place_at(AT_FDCWD, path, &place) < 0) {
        return -1;
    }
    place.must_be_directory = true;
    handle = wherry__file_open(&place, FILE_READ_ATTRIBUTES | FILE_TRAVERSE, true);
    if (handle) {
        result = change(handle, place.name);
        CloseHandle(handle);
    }
    free(place.name);
    return result;
}

int fchdir(int fd)
{
    struct wherry__open *open = wherry__fd_get_as(fd, &wherry__directory, ENOTDIR);
    int result;

    if (!open) {
        return -1;
    }
    result = change(open->handle, open->name ? open->name : L"");
    wherry__open_put(open);
    return result;
}

static char *spelt(void)
{
    wchar_t *name = wherry__current_directory();
    char *text = name ? wherry__path_back(name) : NULL;

    free(name);
    return text;
}

char *getcwd(char *buffer, size_t size)
{
    char *text;
    size_t length;

    if (buffer && size == 0) {
        errno = EINVAL;
        return NULL;
    }
    text = spelt();
    length = text ? strlen(text) + 1 : 0;
    if (text && size && length > size) {
        free(text);
        errno = ERANGE;
        return NULL;
    }
    if (!text || !buffer) {
        return text;
    }
    memcpy(buffer, text, length);
    free(text);
    return buffer;
}

char *get_current_dir_name(void)
{
    return spelt();
}
