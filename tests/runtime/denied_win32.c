/* denied_win32.c: by Arbitrary Code Guard, where the system obeys it. */
#include "denied.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

/* What winnt.h calls ProcessDynamicCodePolicy, since Windows 8.1; bit 0 prohibits it. */
enum { DYNAMIC_CODE_POLICY = 2 };
typedef BOOL WINAPI set_policy(int policy, void *flags, SIZE_T length);

const char *deny_executable_memory(void)
{
    DWORD prohibit = 1;
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    set_policy *set =
        (set_policy *)(void (*)(void))GetProcAddress(kernel, "SetProcessMitigationPolicy");
    if (!set || !set(DYNAMIC_CODE_POLICY, &prohibit, sizeof prohibit))
        return "this system has no Arbitrary Code Guard";
    void *memory = VirtualAlloc(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    return memory ? "this system accepts Arbitrary Code Guard and does not obey it" : NULL;
}
