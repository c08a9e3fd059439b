/* uchar.c: char16_t and char32_t. */

#include "multibyte.h"

#include <errno.h>
#include <uchar.h>

#define PENDING 0x70000000u /* with the low surrogate that is still to be given */
#define SECOND ((size_t)-3)

size_t mbrtoc32(char32_t *restrict character, const char *restrict bytes, size_t count,
                mbstate_t *restrict state)
{
    static mbstate_t own;
    uint32_t value;
    size_t used;

    state = state ? state : &own;
    if (!bytes) {
        return mbrtoc32(NULL, "", 1, state);
    }
    used = wherry__decode(&value, bytes, count, state);
    if (character && used <= count) {
        *character = value;
    }
    return used;
}

size_t c32rtomb(char *restrict bytes, char32_t character, mbstate_t *restrict state)
{
    (void)state;
    return bytes ? wherry__encode(bytes, character) : 1;
}

size_t mbrtoc16(char16_t *restrict unit, const char *restrict bytes, size_t count,
                mbstate_t *restrict state)
{
    static mbstate_t own;
    char16_t unused;
    uint32_t value;
    size_t used;

    state = state ? state : &own;
    unit = unit ? unit : &unused;
    if (!bytes) {
        return mbrtoc16(NULL, "", 1, state);
    }
    if (((unsigned)*state & PENDING) == PENDING) {
        *unit = (char16_t)*state;
        *state = 0;
        return SECOND;
    }
    used = wherry__decode(&value, bytes, count, state);
    if (used > count) {
        return used;
    }
    if (value >= 0x10000) {
        *state = (mbstate_t)(PENDING | low_of(value));
        value = high_of(value);
    }
    *unit = (char16_t)value;
    return used;
}

size_t c16rtomb(char *restrict bytes, char16_t unit, mbstate_t *restrict state)
{
    static mbstate_t own;

    return wcrtomb(bytes, unit, state ? state : &own);
}
