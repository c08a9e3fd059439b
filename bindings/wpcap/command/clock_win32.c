#include "clock.h"

#include "interrupt.h"

#include <windows.h>

uint64_t clock_us(void)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    uint64_t ticks = (uint64_t)now.QuadPart, rate = (uint64_t)frequency.QuadPart;
    return ticks / rate * 1000000 + ticks % rate * 1000000 / rate;
}

/* The system's timer is as coarse as a millisecond; the rest is spent looking at the clock. */
void clock_wait(uint64_t until_us)
{
    for (uint64_t now; (now = clock_us()) < until_us && !interrupt_came();) {
        uint64_t left_ms = (until_us - now) / 1000;
        if (left_ms > 1)
            Sleep(left_ms > 50 ? 50 : (DWORD)left_ms - 1);
        else
            SwitchToThread();
    }
}
