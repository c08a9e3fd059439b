/* name.c: from a name, or a descriptor, to a handle. */

#include "file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <wchar.h>

int wherry__place_at(int directory, const char *path, struct wherry__place *place)
{
    *place = (struct wherry__place){0};
    place->name = wherry__path_at(directory, path, &place->must_be_directory);
    return place->name ? 0 : -1;
}

/* Whether the nearest thing above `name` that exists is no directory. */
static bool below_a_file(const wchar_t *name)
{
    wchar_t *above = wcsdup(name), *slash;
    DWORD attributes = INVALID_FILE_ATTRIBUTES;

    while (above && attributes == INVALID_FILE_ATTRIBUTES && (slash = wcsrchr(above, L'\\')) &&
           slash > above + 6) {
        *slash = 0;
        attributes = GetFileAttributesW(above);
    }
    free(above);
    return attributes != INVALID_FILE_ATTRIBUTES && !(attributes & FILE_ATTRIBUTE_DIRECTORY);
}

int wherry__name_error(const wchar_t *name)
{
    DWORD error = GetLastError();

    if ((error == ERROR_PATH_NOT_FOUND || error == ERROR_DIRECTORY) && below_a_file(name)) {
        return ENOTDIR;
    }
    return wherry__errno_of(error);
}

HANDLE wherry__file_open(const struct wherry__place *place, DWORD access, bool follow)
{
    DWORD flags = FILE_FLAG_BACKUP_SEMANTICS | (follow ? 0 : FILE_FLAG_OPEN_REPARSE_POINT);
    HANDLE handle =
        CreateFileW(place->name, access | SYNCHRONIZE, SHARE_ALL, NULL, OPEN_EXISTING, flags, NULL);

    if (handle == INVALID_HANDLE_VALUE) {
        errno = wherry__name_error(place->name);
        return NULL;
    }
    if (place->must_be_directory &&
        !(wherry__attributes(handle, NULL) & FILE_ATTRIBUTE_DIRECTORY)) {
        CloseHandle(handle);
        errno = ENOTDIR;
        return NULL;
    }
    return handle;
}

HANDLE wherry__file_open_at(int directory, const char *path, DWORD access, bool follow)
{
    struct wherry__place place;
    HANDLE handle = NULL;

    if (wherry__place_at(directory, path, &place) == 0) {
        handle = wherry__file_open(&place, access, follow || place.must_be_directory);
        free(place.name);
    }
    return handle;
}

HANDLE wherry__file_reopen(int fd, DWORD access)
{
    struct wherry__open *open = wherry__fd_get(fd);
    HANDLE handle;

    if (!open) {
        return NULL;
    }
    handle = ReOpenFile(open->handle, access | SYNCHRONIZE, SHARE_ALL, FILE_FLAG_BACKUP_SEMANTICS);
    if (handle == INVALID_HANDLE_VALUE) {
        wherry__fail_last();
        handle = NULL;
    }
    wherry__open_put(open);
    return handle;
}

DWORD wherry__attributes(HANDLE handle, DWORD *tag)
{
    FILE_ATTRIBUTE_TAG_INFO info;

    if (!GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &info, sizeof info)) {
        wherry__fail_last();
        return INVALID_FILE_ATTRIBUTES;
    }
    if (tag) {
        *tag = info.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT ? info.ReparseTag : 0;
    }
    return info.FileAttributes;
}

/* Times of 0 stay as they are; attributes of 0 would, too. */
int wherry__set_attributes(HANDLE handle, DWORD attributes)
{
    FILE_BASIC_INFO info = {.FileAttributes = attributes ? attributes : FILE_ATTRIBUTE_NORMAL};

    return SetFileInformationByHandle(handle, FileBasicInfo, &info, sizeof info)
               ? 0
               : wherry__fail_last();
}
