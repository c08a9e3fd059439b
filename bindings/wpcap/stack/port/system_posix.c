#include <arch/cc.h>
#include <lwip/sys.h>

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

uint64_t wherry__now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

u32_t sys_now(void)
{
    return (u32_t)(wherry__now_us() / 1000);
}

uint32_t wherry__random(void)
{
    uint32_t value;
    while (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value) {
        if (errno != EINTR)
            abort();
    }
    return value;
}
