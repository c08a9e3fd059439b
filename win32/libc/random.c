/* random.c: numbers that nobody can foretell, from the system. */

#include "../core/internal.h"

#include <limits.h>
#include <ntsecapi.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

ssize_t getrandom(void *bytes, size_t count, unsigned flags)
{
    size_t wanted = count > INT_MAX ? INT_MAX : count;

    if (flags & ~(unsigned)(GRND_NONBLOCK | GRND_RANDOM)) {
        return wherry__error(EINVAL);
    }
    if (wanted && !RtlGenRandom(bytes, (ULONG)wanted)) {
        return wherry__error(EIO);
    }
    return (ssize_t)wanted;
}

int getentropy(void *bytes, size_t count)
{
    if (count > 256) {
        return wherry__error(EIO);
    }
    return getrandom(bytes, count, 0) < 0 ? -1 : 0;
}

void arc4random_buf(void *bytes, size_t count)
{
    unsigned char *at = bytes;

    while (count) {
        ssize_t got = getrandom(at, count, 0);

        if (got < 0) { /* a number that is none would be believed */
            abort();
        }
        at += got;
        count -= (size_t)got;
    }
}

uint32_t arc4random(void)
{
    uint32_t number;

    arc4random_buf(&number, sizeof number);
    return number;
}

/* Those at the start that would make some results more likely than others are left out. */
uint32_t arc4random_uniform(uint32_t bound)
{
    uint32_t least = bound < 2 ? 0 : -bound % bound;
    uint32_t number;

    if (bound < 2) {
        return 0;
    }
    do {
        number = arc4random();
    } while (number < least);
    return number % bound;
}
