/* library_win32.c: load one library through LoadLibraryEx().
 *
 * Microsoft, "Dynamic-link library search order": the default order includes the current
 * directory and PATH, through which another's DLL can be slipped into a program. Hence every load
 * here names its places (LOAD_LIBRARY_SEARCH_*), for the library and for what it needs. */
#include "internal.h"
#include "win32.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { PLACES = LOAD_LIBRARY_SEARCH_APPLICATION_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32 };

/* Load without the system's message box about a missing DLL. Returns GetLastError(), 0: loaded. */
static DWORD load(const wchar_t *path, DWORD flags, void **handle)
{
    DWORD mode, error;
    SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &mode);
    *handle = LoadLibraryExW(path, NULL, flags);
    error = *handle ? 0 : GetLastError();
    SetThreadErrorMode(mode, NULL);
    return error;
}

/* SearchPathW() in the directories `path` (separated by semicolons); to be freed, NULL: not there.
 */
static wchar_t *search(const wchar_t *path, const wchar_t *name)
{
    DWORD capacity = path ? SearchPathW(path, name, L".dll", 0, NULL, NULL) : 0;
    wchar_t *found = capacity ? malloc(capacity * sizeof *found) : NULL;
    if (found && !SearchPathW(path, name, L".dll", capacity, found, NULL)) {
        free(found);
        return NULL;
    }
    return found;
}

static wchar_t *search_path_variable(const wchar_t *name)
{
    DWORD capacity = GetEnvironmentVariableW(L"PATH", NULL, 0);
    wchar_t *path = capacity ? malloc(capacity * sizeof *path) : NULL;
    wchar_t *found = NULL;
    if (path && GetEnvironmentVariableW(L"PATH", path, capacity) < capacity)
        found = search(path, name);
    free(path);
    return found;
}

/* Where LoadLibraryExW() with PLACES looks, in its order. */
static wchar_t *search_default_places(const wchar_t *name)
{
    wchar_t *directory = wherry__wide_module_path(NULL);
    wchar_t *slash = directory ? wcsrchr(directory, L'\\') : NULL;
    wchar_t *found;
    if (slash)
        *slash = L'\0';
    found = search(directory, name);
    free(directory);
    if (found)
        return found;
    directory = wherry__wide_system_directory();
    found = search(directory, name);
    free(directory);
    return found;
}

/* Load the file at a full path; what it needs is looked for beside it and in PLACES. */
static DWORD load_file(const wchar_t *path, void **handle)
{
    return load(path, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | PLACES, handle);
}

/* Load a bare name. `*found` becomes the file that was refused, NULL if there is none. */
static DWORD load_bare(const wchar_t *name, unsigned search_flags, void **handle, wchar_t **found)
{
    DWORD error = load(name, PLACES, handle);
    if (!error)
        return 0;
    *found = search_default_places(name);
    if (*found)
        return error;
    if (search_flags & WHERRY_SEARCH_CURRENT_DIRECTORY)
        *found = search(L".", name);
    if (!*found && (search_flags & WHERRY_SEARCH_PATH))
        *found = search_path_variable(name);
    return *found ? load_file(*found, handle) : error;
}

/* Load a name with a directory, as above. LoadLibraryExW() wants it absolute, with backslashes. */
static DWORD load_path(const wchar_t *name, void **handle, wchar_t **found)
{
    DWORD capacity = GetFullPathNameW(name, 0, NULL, NULL);
    wchar_t *path = capacity ? malloc(capacity * sizeof *path) : NULL;
    DWORD error;
    if (!path || !GetFullPathNameW(name, capacity, path, NULL)) {
        free(path);
        return ERROR_INVALID_NAME;
    }
    error = load_file(path, handle);
    if (error && GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES)
        *found = path;
    else
        free(path);
    return error;
}

static int has_directory(const char *name)
{
    return strpbrk(name, "/\\:") != NULL;
}

static void explain_absence(const char *name, unsigned search_flags, struct wherry__text *reason)
{
    wherry__text_add(reason, "not found");
    if (has_directory(name))
        return;
    wherry__text_add(reason, " in the application directory, the system directory");
    if (search_flags & WHERRY_SEARCH_CURRENT_DIRECTORY)
        wherry__text_add(reason, ", the current directory");
    if (search_flags & WHERRY_SEARCH_PATH)
        wherry__text_add(reason, ", PATH");
}

static void add_system_message(DWORD error, struct wherry__text *reason)
{
    struct wherry__number number;
    wchar_t wide[512];
    char *message = NULL;
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  error, 0, wide, sizeof wide / sizeof *wide, NULL);
    while (length && wcschr(L"\r\n. ", wide[length - 1]))
        wide[--length] = L'\0';
    if (length)
        message = wherry__narrow(wide);
    wherry__text_add(reason, message ? message : "refused by the system", " (Windows error ",
                     wherry__decimal(error, &number), ")");
    free(message);
}

static int explain(DWORD error, const wchar_t *found, struct wherry__text *reason)
{
    char *path = wherry__narrow(found);
    int code = path ? wherry__explain_file(path, reason) : 0;
    free(path);
    if (code)
        return code;
    if (error == ERROR_MOD_NOT_FOUND)
        wherry__text_add(reason, "a DLL that it needs was not found");
    else
        add_system_message(error, reason);
    return WHERRY_E_LIBRARY;
}

int wherry__system_load(const char *name, unsigned search_flags, void **handle,
                        struct wherry__text *reason)
{
    wchar_t *wide = wherry__widen(name), *found = NULL;
    DWORD error;
    int code = WHERRY_E_LIBRARY;
    if (!wide) {
        wherry__text_add(reason, "the name is not UTF-8");
        return WHERRY_E_LIBRARY;
    }
    error = has_directory(name) ? load_path(wide, handle, &found)
                                : load_bare(wide, search_flags, handle, &found);
    if (error && found)
        code = explain(error, found, reason);
    else if (error)
        explain_absence(name, search_flags, reason);
    free(found);
    free(wide);
    return error ? code : 0;
}

char *wherry__system_path(void *handle)
{
    wchar_t *wide = wherry__wide_module_path(handle);
    char *path = wide ? wherry__narrow(wide) : NULL;
    free(wide);
    return path;
}

void *wherry__system_symbol(void *handle, const char *name)
{
    return (void *)(uintptr_t)GetProcAddress(handle, name);
}

void wherry__system_unload(void *handle)
{
    FreeLibrary(handle);
}
