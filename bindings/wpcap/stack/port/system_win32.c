#define _CRT_RAND_S /* rand_s(), the system's generator, and no other library for it */
#include <stdlib.h>

#include <arch/cc.h>
#include <lwip/sys.h>
#include <windows.h>

/* Never fails since Windows XP (QueryPerformanceCounter's documentation). Divided in two steps:
 * multiplied at once, the counter would overflow after some days. */
uint64_t wherry__now_us(void)
{
    LARGE_INTEGER frequency, counter;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&counter);
    uint64_t per_second = (uint64_t)frequency.QuadPart;
    uint64_t ticks = (uint64_t)counter.QuadPart;
    return ticks / per_second * 1000000 + ticks % per_second * 1000000 / per_second;
}

u32_t sys_now(void)
{
    return (u32_t)(wherry__now_us() / 1000);
}

uint32_t wherry__random(void)
{
    unsigned value;
    if (rand_s(&value) != 0)
        abort();
    return value;
}
