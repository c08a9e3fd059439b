/* netdev_deadline.c: waiting in several steps, and no longer than was asked for. */
#include "netdev_system.h"

#include <limits.h>

enum { NS_PER_MS = 1000000 };

uint64_t wherry__netdev_deadline(int timeout_ms)
{
    if (timeout_ms < 0)
        return UINT64_MAX;
    return wherry__netdev_clock_ns() + (uint64_t)timeout_ms * NS_PER_MS;
}

int wherry__netdev_left_ms(uint64_t deadline)
{
    uint64_t now, left_ms;
    if (deadline == UINT64_MAX)
        return -1;
    now = wherry__netdev_clock_ns();
    if (now >= deadline)
        return 0;
    left_ms = (deadline - now + NS_PER_MS - 1) / NS_PER_MS;
    return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}
