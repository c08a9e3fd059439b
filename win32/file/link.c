/* link.c: further names of a file: hard links, symbolic links; realpath(). */

#include "file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include <winioctl.h>

/* ---- hard links ------------------------------------------------------------------------------ */

static int link_places(const struct wherry__place *old, const struct wherry__place *new,
                       bool follow)
{
    HANDLE handle = wherry__file_open(old, FILE_READ_ATTRIBUTES, follow);
    wchar_t *target = NULL;
    bool directory;
    int result;

    if (!handle) {
        return -1;
    }
    directory = wherry__attributes(handle, NULL) & FILE_ATTRIBUTE_DIRECTORY;
    if (follow) {
        target = wherry__name_of(handle, old->name);
    }
    CloseHandle(handle);
    if (directory) {
        return wherry__error(EPERM);
    }
    if (new->must_be_directory) {
        return wherry__error(ENOENT);
    }
    result = CreateHardLinkW(new->name, target ? target : old->name, NULL)
                 ? 0
                 : wherry__error(wherry__name_error(new->name));
    free(target);
    return result;
}

int linkat(int old_base, const char *old_path, int new_base, const char *new_path, int flags)
{
    struct wherry__place old, new = {0};
    int result = -1;

    if (flags & ~AT_SYMLINK_FOLLOW) {
        return wherry__error(EINVAL);
    }
    if (wherry__place_at(old_base, old_path, &old) == 0 &&
        wherry__place_at(new_base, new_path, &new) == 0) {
        result = link_places(&old, &new, flags & AT_SYMLINK_FOLLOW);
    }
    free(new.name);
    free(old.name);
    return result;
}

int link(const char *old, const char *new)
{
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

/* ---- symbolic links -------------------------------------------------------------------------- */

/* What a link is to hold: a relative target stays relative, with backslashes. */
static wchar_t *target_text(const char *target)
{
    bool absolute = target[0] == '/' || target[0] == '\\' || (target[0] && target[1] == ':');
    wchar_t *text = absolute ? wherry__path(target) : wherry__wide(target);

    if (text && !wcsncmp(text, L"\\\\?\\UNC\\", 8)) {
        wmemmove(text + 1, text + 7, wcslen(text + 7) + 1);
    } else if (text && !wcsncmp(text, L"\\\\?\\", 4)) {
        wmemmove(text, text + 4, wcslen(text + 4) + 1);
    }
    for (wchar_t *at = text; at && *at; at++) {
        if (*at == L'/') {
            *at = L'\\';
        }
    }
    return text;
}

/* Windows wants to know whether a directory is meant, so the target is looked at, from where the
 * link is to be. */
static bool leads_to_directory(const wchar_t *name, const wchar_t *target)
{
    const wchar_t *last = wcsrchr(name, L'\\');
    size_t folder = target[0] == L'\\' || target[1] == L':' ? 0 : (size_t)(last + 1 - name);
    wchar_t *full = malloc((folder + wcslen(target) + 1) * sizeof *full);
    DWORD attributes = INVALID_FILE_ATTRIBUTES;

    if (full) {
        size_t skipped = folder && !wcsncmp(name, L"\\\\?\\", 4) ? 4 : 0; /* there may be ".." */

        wmemcpy(full, name + skipped, folder - skipped);
        wcscpy(full + folder - skipped, target);
        attributes = GetFileAttributesW(full);
    }
    free(full);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

/* Wine says that it made the link, and made none: it is looked for. */
static int symlink_place(const wchar_t *target, const struct wherry__place *place)
{
    enum { UNPRIVILEGED = 2 };
    DWORD flags = leads_to_directory(place->name, target) ? SYMBOLIC_LINK_FLAG_DIRECTORY : 0;

    if (GetFileAttributesW(place->name) != INVALID_FILE_ATTRIBUTES) {
        return wherry__error(EEXIST);
    }
    if (!CreateSymbolicLinkW(place->name, target, flags | UNPRIVILEGED) &&
        !(GetLastError() == ERROR_INVALID_PARAMETER &&
          CreateSymbolicLinkW(place->name, target, flags))) {
        return wherry__error(wherry__name_error(place->name));
    }
    return GetFileAttributesW(place->name) != INVALID_FILE_ATTRIBUTES ? 0 : wherry__error(EPERM);
}

int symlinkat(const char *target, int base, const char *path)
{
    struct wherry__place place;
    wchar_t *text;
    int result = -1;

    if (!*target) {
        return wherry__error(ENOENT);
    }
    if (wherry__place_at(base, path, &place) < 0) {
        return -1;
    }
    text = target_text(target);
    if (text) {
        result = symlink_place(text, &place);
    }
    free(text);
    free(place.name);
    return result;
}

int symlink(const char *target, const char *path)
{
    return symlinkat(target, AT_FDCWD, path);
}

/* ---- where they lead ------------------------------------------------------------------------- */

/* Of ntifs.h: what FSCTL_GET_REPARSE_POINT gives. Lengths are in bytes. */
struct reparse {
    ULONG tag;
    USHORT length, reserved;
    USHORT substitute_at, substitute_length, print_at, print_length;
    union {
        struct {
            ULONG flags;
            wchar_t text[1];
        } link;
        wchar_t mount_point[1];
    } as;
};

static wchar_t *part(const wchar_t *text, USHORT at, USHORT length)
{
    wchar_t *copy = calloc(length / sizeof *copy + 1, sizeof *copy);

    if (copy) {
        memcpy(copy, (const char *)text + at, length);
    }
    return copy;
}

static char *target_of(const struct reparse *from)
{
    bool link = from->tag == IO_REPARSE_TAG_SYMLINK;
    const wchar_t *text = link ? from->as.link.text : from->as.mount_point;
    wchar_t *wide;
    char *target;

    if (from->print_length) {
        wide = part(text, from->print_at, from->print_length);
    } else {
        wide = part(text, from->substitute_at, from->substitute_length);
        if (wide && !wcsncmp(wide, L"\\??\\", 4)) {
            wide[1] = L'\\';
        }
    }
    target = wide ? wherry__path_back(wide) : NULL;
    free(wide);
    return target;
}

/* WSL's links hold UTF-8 behind a word that is a version. */
static char *target_of_wsl(const struct reparse *from)
{
    enum { VERSION = 4 };
    size_t length = from->length > VERSION ? from->length - (size_t)VERSION : 0;
    char *target = calloc(1, length + 1);

    if (target) {
        memcpy(target, (const char *)from + 8 + VERSION, length);
    }
    return target;
}

char *wherry__link_target(HANDLE handle)
{
    union {
        struct reparse data;
        char room[MAXIMUM_REPARSE_DATA_BUFFER_SIZE];
    } *got = malloc(sizeof *got);
    char *target = NULL;
    DWORD size;

    if (!got) {
        return NULL;
    }
    if (!DeviceIoControl(handle, FSCTL_GET_REPARSE_POINT, NULL, 0, got, sizeof *got, &size, NULL) ||
        !wherry__is_link_tag(got->data.tag)) {
        errno = EINVAL;
    } else if (got->data.tag == IO_REPARSE_TAG_SYMLINK ||
               got->data.tag == IO_REPARSE_TAG_MOUNT_POINT) {
        target = target_of(&got->data);
    } else {
        target = target_of_wsl(&got->data);
    }
    free(got);
    return target;
}

ssize_t readlinkat(int base, const char *restrict path, char *restrict buffer, size_t size)
{
    HANDLE handle = wherry__file_open_at(base, path, FILE_READ_ATTRIBUTES, false);
    char *target;
    size_t length;

    if (!handle) {
        return -1;
    }
    target = wherry__link_target(handle);
    CloseHandle(handle);
    if (!target || size == 0) {
        free(target);
        return size ? -1 : wherry__error(EINVAL);
    }
    length = strlen(target);
    length = length < size ? length : size;
    memcpy(buffer, target, length);
    free(target);
    return (ssize_t)length;
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size)
{
    return readlinkat(AT_FDCWD, path, buffer, size);
}

static char *real_name(const char *path)
{
    struct wherry__place place;
    HANDLE handle;
    wchar_t *name = NULL;
    char *text;

    if (wherry__place_at(AT_FDCWD, path, &place) < 0) {
        return NULL;
    }
    handle = wherry__file_open(&place, FILE_READ_ATTRIBUTES, true);
    if (handle) {
        name = wherry__name_of(handle, place.name);
        CloseHandle(handle);
    }
    free(place.name);
    text = name ? wherry__path_back(name) : NULL;
    free(name);
    return text;
}

char *realpath(const char *restrict path, char *restrict resolved)
{
    char *text;

    if (!path) {
        errno = EINVAL;
        return NULL;
    }
    text = real_name(path);
    if (text && resolved) {
        if (strlen(text) >= PATH_MAX) {
            free(text);
            errno = ENAMETOOLONG;
            return NULL;
        }
        strcpy(resolved, text);
        free(text);
        return resolved;
    }
    return text;
}
