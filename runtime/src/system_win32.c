/* system_win32.c: what the runtime asks of Windows. */
#include "internal.h"
#include "win32.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#if defined(__x86_64__)
const char wherry__program_machine[] = "x86-64 Windows";
#elif defined(__i386__)
const char wherry__program_machine[] = "x86 Windows";
#else
#error "system_win32.c: name this machine"
#endif

void wherry__errors_save(struct wherry__errors *errors)
{
    /* First, since finding errno's place may go through thread-local storage of the system, and
     * TlsGetValue() sets the last error to 0. */
    errors->system = GetLastError();
    errors->number = errno;
}

void wherry__errors_restore(const struct wherry__errors *errors)
{
    errno = errors->number;
    SetLastError(errors->system);
}

wchar_t *wherry__widen(const char *text)
{
    int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    wchar_t *wide = length > 0 ? malloc((size_t)length * sizeof *wide) : NULL;
    if (wide)
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, length);
    return wide;
}

char *wherry__narrow(const wchar_t *text)
{
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *narrow = length > 0 ? malloc((size_t)length) : NULL;
    if (narrow)
        WideCharToMultiByte(CP_UTF8, 0, text, -1, narrow, length, NULL, NULL);
    return narrow;
}

wchar_t *wherry__wide_system_directory(void)
{
    UINT length = GetSystemDirectoryW(NULL, 0); /* with the terminator */
    wchar_t *path = malloc((length + 1) * sizeof *path);
    if (path && !GetSystemDirectoryW(path, length)) {
        free(path);
        return NULL;
    }
    return path;
}

wchar_t *wherry__wide_module_path(HMODULE module)
{
    /* GetModuleFileNameW() says only that the buffer was too short, not what it needs. */
    for (DWORD capacity = MAX_PATH;; capacity *= 2) {
        wchar_t *path = malloc(capacity * sizeof *path);
        DWORD length = path ? GetModuleFileNameW(module, path, capacity) : 0;
        if (length && length < capacity)
            return path;
        free(path);
        if (!length || capacity > 0x10000)
            return NULL;
    }
}

char *wherry__system_directory(void)
{
    wchar_t *wide = wherry__wide_system_directory();
    char *path = wide ? wherry__narrow(wide) : NULL;
    free(wide);
    return path;
}

char *wherry__application_directory(void)
{
    wchar_t *wide = wherry__wide_module_path(NULL);
    wchar_t *slash = wide ? wcsrchr(wide, L'\\') : NULL;
    char *path;
    if (slash)
        *slash = L'\0';
    path = wide ? wherry__narrow(wide) : NULL;
    free(wide);
    return path;
}

int wherry__file_head(const char *path, unsigned char *bytes, int capacity)
{
    wchar_t *wide = wherry__widen(path);
    HANDLE file;
    DWORD length = 0;
    BOOL read;
    if (!wide)
        return -1;
    file = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                       NULL, OPEN_EXISTING, 0, NULL);
    free(wide);
    if (file == INVALID_HANDLE_VALUE)
        return -1;
    read = ReadFile(file, bytes, (DWORD)capacity, &length, NULL);
    CloseHandle(file);
    return read ? (int)length : -1;
}

static HMODULE module_of(const void *address)
{
    HMODULE module = NULL;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                           GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       (const wchar_t *)address, &module);
    return module;
}

int wherry__same_module(const void *a, const void *b)
{
    HMODULE module = module_of(a);
    return module && module == module_of(b);
}

_Noreturn void wherry__die(const char *line)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), line, (DWORD)strlen(line), &written, NULL);
    /* What abort() does, without the lines that the CRT's abort() adds to ours. 3 is its status. */
    raise(SIGABRT);
    TerminateProcess(GetCurrentProcess(), 3);
    for (;;)
        ;
}
