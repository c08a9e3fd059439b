#include "clock.h"

#include "http_answer.h"
#include "random.h"

#include <arch/cc.h>
#include <lwip/sys.h>

static uint64_t now_us;
static struct random generator;

void clock_start(uint64_t seed)
{
    now_us = 1000000;
    generator.state = seed;
}

void clock_advance_us(uint64_t us)
{
    now_us += us;
}

uint64_t clock_now_us(void)
{
    return now_us;
}

/* ---- What the system would say --------------------------------------------------------------- */

uint64_t wherry__now_us(void)
{
    return now_us;
}

u32_t sys_now(void)
{
    return (u32_t)(now_us / 1000);
}

uint32_t wherry__random(void)
{
    return (uint32_t)(random_next(&generator) >> 32);
}

long long http_now_s(void)
{
    return 1600000000 + (long long)(now_us / 1000000);
}
