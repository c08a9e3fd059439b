#include "folder.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

struct folder {
    wchar_t *path; /* without a separator at its end */
};

/* The caller's to free. NULL: no memory, or not UTF-8. */
static wchar_t *widen(const char *text)
{
    int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    wchar_t *wide = length > 0 ? calloc((size_t)length, sizeof *wide) : NULL;
    if (wide)
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, length);
    return wide;
}

struct folder *folder_open(const char *path)
{
    struct folder *folder = calloc(1, sizeof *folder);
    if (folder)
        folder->path = widen(path);
    DWORD attributes =
        folder && folder->path ? GetFileAttributesW(folder->path) : INVALID_FILE_ATTRIBUTES;
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY))
        return folder;
    folder_close(folder);
    return NULL;
}

void folder_close(struct folder *folder)
{
    if (folder)
        free(folder->path);
    free(folder);
}

/* "NUL.txt" is NUL, in every folder (Microsoft: Naming Files, Paths, and Namespaces). */
static int is_device(const char *name)
{
    static const char *const devices[] = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
    size_t length = strcspn(name, ".");
    while (length > 0 && name[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        if (strlen(devices[i]) == length && _strnicmp(name, devices[i], length) == 0)
            return 1;
    }
    if (length < 4 || (_strnicmp(name, "COM", 3) != 0 && _strnicmp(name, "LPT", 3) != 0))
        return 0;
    return (length == 4 && name[3] >= '0' && name[3] <= '9') ||
           (length == 5 && (unsigned char)name[3] == 0xc2); /* superscript digits count too */
}

int folder_is_name(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)name[i] < ' ' || strchr("\\:*?\"<>|", name[i]))
            return 0;
    }
    /* Which are dropped: another name for the same file; "." and ".." among them. */
    return length > 0 && name[length - 1] != '.' && name[length - 1] != ' ' && !is_device(name);
}

/* The caller's to free. */
static wchar_t *join(const struct folder *folder, const char *path, const wchar_t *ending)
{
    wchar_t *wide = widen(path);
    size_t length = wide ? wcslen(folder->path) + wcslen(wide) + wcslen(ending) + 2 : 0;
    wchar_t *joined = length ? calloc(length, sizeof *joined) : NULL;
    if (joined) {
        size_t root = wcslen(folder->path);
        memcpy(joined, folder->path, root * sizeof *joined);
        joined[root] = L'\\';
        memcpy(joined + root + 1, wide, wcslen(wide) * sizeof *joined);
        memcpy(joined + root + 1 + wcslen(wide), ending, wcslen(ending) * sizeof *joined);
        for (wchar_t *at = joined + root; *at; at++) {
            if (*at == L'/')
                *at = L'\\';
        }
    }
    free(wide);
    return joined;
}

/* From 100 ns since 1601 to seconds since 1970. */
static int64_t seconds(FILETIME time)
{
    int64_t ticks = (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime);
    return ticks / 10000000 - 11644473600;
}

static enum folder_kind examine(HANDLE handle, struct folder_file *file)
{
    BY_HANDLE_FILE_INFORMATION status;
    if (!GetFileInformationByHandle(handle, &status))
        return FOLDER_NOTHING;
    if (status.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
        return FOLDER_FOLDER;
    if (GetFileType(handle) != FILE_TYPE_DISK)
        return FOLDER_NOTHING;
    *file = (struct folder_file){(intptr_t)handle,
                                 (uint64_t)status.nFileSizeHigh << 32 | status.nFileSizeLow,
                                 seconds(status.ftLastWriteTime)};
    return FOLDER_FILE;
}

enum folder_kind folder_find(struct folder *folder, const char *path, struct folder_file *file)
{
    wchar_t *wide = join(folder, path, L"");
    if (!wide)
        return FOLDER_NOTHING;
    HANDLE handle =
        CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    DWORD reason = GetLastError();
    free(wide);
    if (handle == INVALID_HANDLE_VALUE)
        return reason == ERROR_ACCESS_DENIED ? FOLDER_FORBIDDEN : FOLDER_NOTHING;
    enum folder_kind kind = examine(handle, file);
    if (kind != FOLDER_FILE)
        CloseHandle(handle);
    return kind;
}

size_t folder_read(const struct folder_file *file, uint64_t offset, void *bytes,
                   size_t length_bytes)
{
    size_t done = 0;
    while (done < length_bytes) {
        uint64_t at = offset + done;
        OVERLAPPED place = {.Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32)};
        DWORD count = 0;
        if (!ReadFile((HANDLE)file->handle, (char *)bytes + done, (DWORD)(length_bytes - done),
                      &count, &place) ||
            count == 0)
            break;
        done += count;
    }
    return done;
}

void folder_close_file(struct folder_file *file)
{
    CloseHandle((HANDLE)file->handle);
}

static void tell(const WIN32_FIND_DATAW *found,
                 void (*each)(void *data, const char *name, int is_folder), void *data)
{
    char name[MAX_PATH * 4];
    if (wcscmp(found->cFileName, L".") == 0 || wcscmp(found->cFileName, L"..") == 0 ||
        !WideCharToMultiByte(CP_UTF8, 0, found->cFileName, -1, name, sizeof name, NULL, NULL))
        return;
    each(data, name, (found->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0);
}

int folder_list(struct folder *folder, const char *path,
                void (*each)(void *data, const char *name, int is_folder), void *data)
{
    WIN32_FIND_DATAW found;
    wchar_t *pattern = join(folder, path, *path ? L"\\*" : L"*");
    HANDLE search = pattern ? FindFirstFileW(pattern, &found) : INVALID_HANDLE_VALUE;
    free(pattern);
    if (search == INVALID_HANDLE_VALUE)
        return 0;
    do
        tell(&found, each, data);
    while (FindNextFileW(search, &found));
    FindClose(search);
    return 1;
}
