#include "system.h"

#include <windows.h>

#include <stdlib.h>

struct deadline {
    pcap_t *capture;
    DWORD timeout_ms;
    HANDLE stop; /* event */
    HANDLE thread;
    volatile LONG passed;
};

void system_pause_us(uint32_t microseconds)
{
    HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
    LARGE_INTEGER due = {.QuadPart = -10 * (LONGLONG)microseconds}; /* relative, in 100 ns */
    if (timer && SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE))
        WaitForSingleObject(timer, INFINITE);
    else
        Sleep(microseconds / 1000 + 1);
    if (timer)
        CloseHandle(timer);
}

static DWORD WINAPI watch(LPVOID user)
{
    struct deadline *deadline = user;
    if (WaitForSingleObject(deadline->stop, deadline->timeout_ms) == WAIT_TIMEOUT) {
        InterlockedExchange(&deadline->passed, 1);
        pcap_breakloop(deadline->capture);
    }
    return 0;
}

struct deadline *deadline_start(pcap_t *capture, uint32_t timeout_ms)
{
    struct deadline *deadline = calloc(1, sizeof(*deadline));
    if (!deadline)
        return NULL;
    deadline->capture = capture;
    deadline->timeout_ms = timeout_ms;
    deadline->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!deadline->stop)
        goto no_event;
    deadline->thread = CreateThread(NULL, 0, watch, deadline, 0, NULL);
    if (!deadline->thread)
        goto no_thread;
    return deadline;
no_thread:
    CloseHandle(deadline->stop);
no_event:
    free(deadline);
    return NULL;
}

bool deadline_passed(const struct deadline *deadline)
{
    return deadline->passed != 0;
}

void deadline_free(struct deadline *deadline)
{
    if (!deadline)
        return;
    SetEvent(deadline->stop);
    WaitForSingleObject(deadline->thread, INFINITE);
    CloseHandle(deadline->thread);
    CloseHandle(deadline->stop);
    free(deadline);
}

static bool is_wine(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    return ntdll && GetProcAddress(ntdll, "wine_get_version");
}

/* Wine 8 exports pcap_open_offline() and the like, but calling them raises exception 0x80000100,
 * which ends the program; so the symbols' existence says nothing there. */
const char *system_lacks_capture_files(void)
{
    return is_wine() ? "Wine's wpcap.dll does not implement capture files" : NULL;
}

/* Debian 12's i386 Wine reads libpcap's frame header as if its time stamp were two 64-bit numbers,
 * while that libpcap's is two 32-bit ones: the length captured appears as tv_usec, and what stands
 * behind the header as caplen and len. */
const char *system_length_hint(void)
{
    return is_wine() && sizeof(void *) == 4 ? " (a known fault of 32-bit Wine)" : "";
}
