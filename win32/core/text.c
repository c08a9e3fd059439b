/* text.c: UTF-8 outside, UTF-16 inside.
 *
 * Windows' names are 16-bit units of any value, so a lone surrogate is possible; it travels as the
 * three bytes that its number would have (WTF-8), which MultiByteToWideChar() refuses. */

#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { HIGH = 0xd800, LOW = 0xdc00, AFTER = 0xe000 };

/* The next character of `*text`, which is moved on; -1 for bytes that are none. */
static int32_t decode(const char **text)
{
    static const int32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)*text;
    int more = *byte < 0x80 ? 0 : *byte < 0xc2 ? -1 : *byte < 0xe0 ? 1 : *byte < 0xf0 ? 2 : 3;
    int32_t value;

    if (more < 0 || *byte > 0xf4) {
        return -1;
    }
    value = more ? *byte & (0x3f >> more) : *byte;
    for (int i = 1; i <= more; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            return -1;
        }
        value = value << 6 | (byte[i] & 0x3f);
    }
    *text += more + 1;
    return value < least[more] || value > 0x10ffff ? -1 : value;
}

wchar_t *wherry__wide(const char *utf8)
{
    wchar_t *wide = malloc((strlen(utf8) + 1) * sizeof *wide);
    wchar_t *end = wide;

    while (wide && *utf8) {
        int32_t value = decode(&utf8);

        if (value < 0) {
            free(wide);
            errno = EILSEQ;
            return NULL;
        }
        if (value >= 0x10000) {
            *end++ = (wchar_t)(HIGH + ((value - 0x10000) >> 10));
            value = LOW + (value & 0x3ff);
        }
        *end++ = (wchar_t)value;
    }
    if (wide) {
        *end = 0;
    }
    return wide;
}

static char *encode(char *end, int32_t value)
{
    int more = value < 0x80 ? 0 : value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};

    *end++ = (char)(first[more] | value >> (6 * more));
    for (int i = more - 1; i >= 0; i--) {
        *end++ = (char)(0x80 | (value >> (6 * i) & 0x3f));
    }
    return end;
}

char *wherry__utf8(const wchar_t *wide)
{
    char *utf8 = malloc(wcslen(wide) * 3 + 1);
    char *end = utf8;

    while (utf8 && *wide) {
        int32_t value = *wide++;

        if (value >= HIGH && value < LOW && *wide >= LOW && *wide < AFTER) {
            value = 0x10000 + ((value - HIGH) << 10) + (*wide++ - LOW);
        }
        end = encode(end, value);
    }
    if (utf8) {
        *end = 0;
    }
    return utf8;
}
