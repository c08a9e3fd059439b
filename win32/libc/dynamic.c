/* dynamic.c: libraries at run time. dlerror() speaks of the calling thread's last failure. */

#include "../core/internal.h"

#include <dlfcn.h>
#include <psapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static __thread char last[512];
static __thread bool failed;

/* The system's words for an error, without the line's end. */
static void *fail(const char *what, DWORD error)
{
    wchar_t wide[256];
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  error, 0, wide, sizeof wide / sizeof *wide, NULL);
    char *words;

    while (length && (wide[length - 1] <= L' ' || wide[length - 1] == L'.')) {
        length--;
    }
    wide[length] = 0;
    words = wherry__utf8(wide);
    snprintf(last, sizeof last, "%s: %s (error %lu)", what, words ? words : "", error);
    free(words);
    failed = true;
    return NULL;
}

char *dlerror(void)
{
    bool was = failed;

    failed = false;
    return was ? last : NULL;
}

/* A bare name is searched as the system searches; the handle of NULL is the program. */
void *dlopen(const char *name, int mode)
{
    bool path = name && strpbrk(name, "/\\");
    wchar_t *wide = !name ? NULL : path ? wherry__path(name) : wherry__wide(name);
    HMODULE module = NULL;
    DWORD error;

    if (name && !wide) {
        return fail(name, ERROR_FILE_NOT_FOUND);
    }
    if (!name || (mode & RTLD_NOLOAD)) {
        GetModuleHandleExW(0, wide, &module);
    } else {
        module = LoadLibraryExW(wide, NULL, path ? LOAD_WITH_ALTERED_SEARCH_PATH : 0);
    }
    error = GetLastError();
    free(wide);
    if (module && (mode & RTLD_NODELETE)) {
        HMODULE same;

        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                           (const wchar_t *)module, &same);
    }
    return module ? module : fail(name ? name : "the program", error);
}

int dlclose(void *handle)
{
    if (handle == GetModuleHandleW(NULL) || FreeLibrary(handle)) {
        return 0;
    }
    fail("dlclose", GetLastError());
    return -1;
}

/* The first of the program's modules that exports it, in the order in which they were loaded;
 * with `after`, only of those behind it. */
static void *search(const char *name, HMODULE after)
{
    HMODULE modules[1024];
    DWORD bytes = 0;
    void *found = NULL;

    if (!EnumProcessModules(GetCurrentProcess(), modules, sizeof modules, &bytes)) {
        return NULL;
    }
    bytes = bytes < sizeof modules ? bytes : sizeof modules;
    for (DWORD i = 0; !found && i < bytes / sizeof *modules; i++) {
        if (!after) {
            found = (void *)(uintptr_t)GetProcAddress(modules[i], name);
        } else if (modules[i] == after) {
            after = NULL;
        }
    }
    return found;
}

void *dlsym(void *restrict handle, const char *restrict name)
{
    HMODULE program = GetModuleHandleW(NULL);
    void *found;

    if (handle == RTLD_DEFAULT || handle == program) {
        found = search(name, NULL);
    } else if (handle == RTLD_NEXT) {
        found = search(name, program);
    } else {
        found = (void *)(uintptr_t)GetProcAddress(handle, name);
    }
    return found ? found : fail(name, ERROR_PROC_NOT_FOUND);
}

/* The name stands until the thread asks again. No symbol is told: PE has names only for exports. */
int dladdr(const void *address, Dl_info *info)
{
    static __thread char name[MAX_PATH * 3];
    wchar_t wide[MAX_PATH];
    HMODULE module;
    char *path;

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            address, &module) ||
        !GetModuleFileNameW(module, wide, MAX_PATH)) {
        return 0;
    }
    path = wherry__path_back(wide);
    snprintf(name, sizeof name, "%s", path ? path : "");
    free(path);
    *info = (Dl_info){.dli_fname = name, .dli_fbase = module};
    return 1;
}
