/* support_win32.c: see support.h. */
#include "support.h"

#include <stdlib.h>
#include <windows.h>

struct start {
    void (*function)(void *user);
    void *user;
    HANDLE go;
};

void leave_error(uint32_t error)
{
    SetLastError(error);
}

uint32_t left_error(void)
{
    return GetLastError();
}

static DWORD WINAPI enter(void *argument)
{
    struct start *start = argument;
    WaitForSingleObject(start->go, INFINITE);
    start->function(start->user);
    return 0;
}

void run_threads(int count, void (*function)(void *user), void *user)
{
    struct start start = {function, user, CreateEventW(NULL, TRUE, FALSE, NULL)};
    HANDLE threads[64];
    if (count > 64 || !start.go)
        abort();
    for (int i = 0; i < count; i++) {
        threads[i] = CreateThread(NULL, 0, enter, &start, 0, NULL);
        if (!threads[i])
            abort();
    }
    SetEvent(start.go);
    for (int i = 0; i < count; i++) {
        WaitForSingleObject(threads[i], INFINITE);
        CloseHandle(threads[i]);
    }
    CloseHandle(start.go);
}

double nanoseconds(void)
{
    LARGE_INTEGER ticks, per_second;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&per_second);
    return (double)ticks.QuadPart * 1e9 / (double)per_second.QuadPart;
}
