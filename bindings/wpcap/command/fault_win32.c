#include "command.h"
#include "fault.h"

#include <windows.h>

#include <stdint.h>

/* What Wine, and DLLs made with its tools, raise in a stub: EXCEPTION_WINE_STUB, with the names of
 * the DLL and of the function. */
static const DWORD wine_stub = 0x80000100;

static const char *module_of(void *address, char *path, DWORD size)
{
    HMODULE module;
    DWORD flags =
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    if (!GetModuleHandleExA(flags, address, &module) || !GetModuleFileNameA(module, path, size))
        return "an unknown module";
    return path;
}

static LONG WINAPI tell(EXCEPTION_POINTERS *exception)
{
    const EXCEPTION_RECORD *record = exception->ExceptionRecord;
    char path[MAX_PATH] = "";
    if (record->ExceptionCode == wine_stub && record->NumberParameters == 2 &&
        record->ExceptionInformation[1] > UINT16_MAX) /* else it is an ordinal */
        complain("%s has no %s(), only a stub that raises an exception: 'wpcap doctor' tells which "
                 "file was loaded; install Npcap from https://npcap.com/ in its place",
                 (const char *)record->ExceptionInformation[0],
                 (const char *)record->ExceptionInformation[1]);
    else
        complain("exception 0x%08lx in %s, at %p: a fault of that module, or of this program",
                 (unsigned long)record->ExceptionCode,
                 module_of(record->ExceptionAddress, path, sizeof(path)), record->ExceptionAddress);
    ExitProcess(1);
}

void fault_tell(void)
{
    SetUnhandledExceptionFilter(tell);
}
