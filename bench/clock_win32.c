/* clock_win32.c: see clock.h. */
#include "clock.h"

#include <windows.h>

double clock_ns(void)
{
    LARGE_INTEGER ticks, ticks_per_second;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&ticks_per_second);
    return (double)ticks.QuadPart * 1e9 / (double)ticks_per_second.QuadPart;
}
