#include "reserved.h"

#include <stdlib.h>
#include <string.h>

/* What programs import from kernel32 that link MinGW's C start-up code, winpthreads, libgcc and the
 * runtime and call nothing themselves; sorted. */
static const char *const names[] = {"AddVectoredExceptionHandler",
                                    "CloseHandle",
                                    "CreateEventW",
                                    "CreateFileW",
                                    "CreateSemaphoreA",
                                    "CreateSemaphoreW",
                                    "DeleteCriticalSection",
                                    "DuplicateHandle",
                                    "EnterCriticalSection",
                                    "FormatMessageW",
                                    "FreeLibrary",
                                    "GetCurrentProcess",
                                    "GetCurrentProcessId",
                                    "GetCurrentThread",
                                    "GetCurrentThreadId",
                                    "GetEnvironmentVariableW",
                                    "GetFileAttributesW",
                                    "GetFullPathNameW",
                                    "GetHandleInformation",
                                    "GetLastError",
                                    "GetModuleFileNameW",
                                    "GetModuleHandleA",
                                    "GetModuleHandleExW",
                                    "GetModuleHandleW",
                                    "GetProcAddress",
                                    "GetProcessAffinityMask",
                                    "GetStartupInfoA",
                                    "GetStartupInfoW",
                                    "GetStdHandle",
                                    "GetSystemDirectoryW",
                                    "GetSystemTimeAsFileTime",
                                    "GetThreadContext",
                                    "GetThreadPriority",
                                    "GetTickCount",
                                    "InitializeCriticalSection",
                                    "IsDBCSLeadByteEx",
                                    "IsDebuggerPresent",
                                    "LeaveCriticalSection",
                                    "LoadLibraryA",
                                    "LoadLibraryExW",
                                    "LoadLibraryW",
                                    "MultiByteToWideChar",
                                    "OpenProcess",
                                    "OutputDebugStringA",
                                    "QueryPerformanceCounter",
                                    "QueryPerformanceFrequency",
                                    "RaiseException",
                                    "ReadFile",
                                    "ReleaseSemaphore",
                                    "RemoveVectoredExceptionHandler",
                                    "ResetEvent",
                                    "ResumeThread",
                                    "RtlCaptureContext",
                                    "RtlLookupFunctionEntry",
                                    "RtlUnwindEx",
                                    "RtlVirtualUnwind",
                                    "SearchPathW",
                                    "SetEvent",
                                    "SetLastError",
                                    "SetProcessAffinityMask",
                                    "SetThreadContext",
                                    "SetThreadErrorMode",
                                    "SetThreadPriority",
                                    "SetUnhandledExceptionFilter",
                                    "Sleep",
                                    "SuspendThread",
                                    "TerminateProcess",
                                    "TlsAlloc",
                                    "TlsFree",
                                    "TlsGetValue",
                                    "TlsSetValue",
                                    "TryEnterCriticalSection",
                                    "UnhandledExceptionFilter",
                                    "VirtualAlloc",
                                    "VirtualFree",
                                    "VirtualProtect",
                                    "VirtualQuery",
                                    "WaitForMultipleObjects",
                                    "WaitForSingleObject",
                                    "WideCharToMultiByte",
                                    "WriteFile"};

/* On Linux: what the runtime calls until a function is found, and what compilers call unasked. */
static const char *const linux_names[] = {
    "abort",  "calloc",   "close",   "dladdr",   "dlclose", "dlerror", "dlinfo",  "dlopen",
    "dlsym",  "free",     "malloc",  "memcmp",   "memcpy",  "memmove", "memset",  "open",
    "read",   "readlink", "realloc", "realpath", "strchr",  "strcmp",  "strcspn", "strdup",
    "strlen", "strncmp",  "strndup", "strrchr",  "strspn",  "strstr",  "write"};

static int compare(const void *name, const void *row)
{
    return strcmp(name, *(const char *const *)row);
}

static bool is_among(const char *const *sorted, size_t count, const char *name)
{
    return bsearch(name, sorted, count, sizeof *sorted, compare) != NULL;
}

bool is_reserved(const struct model *model, const struct entity *function)
{
    bool is_windows = false, is_linux = false;
    for (size_t t = 0; t < model->target_count; t++) {
        is_windows |= function->on[t] && model->targets[t]->format == FORMAT_PE;
        is_linux |= function->on[t] && model->targets[t]->format == FORMAT_ELF;
    }
    return (is_windows && is_among(names, sizeof names / sizeof names[0], function->name)) ||
           (is_linux &&
            is_among(linux_names, sizeof linux_names / sizeof linux_names[0], function->name));
}
