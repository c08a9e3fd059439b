/* multibyte.c: UTF-8, and the bytes of the C locale, to and from wchar_t, which has 16 bits.
 *
 * A character above U+FFFF is two of them, a surrogate pair, made and taken in two steps: mbrtowc()
 * gives the high one with the third byte and the low one with the fourth; wcrtomb() keeps the high
 * one, with no bytes yet, until the low one comes. What programs do that count on one wchar_t for
 * each character goes on working, but for the width of such characters.
 *
 * A state is, in an int: how many bytes a character has, how many are still to come, and the
 * bits so far; or a high surrogate to be written; or what a 16-bit half is still to come. */

#include "multibyte.h"

#include "locale_impl.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { INVALID = -1, INCOMPLETE = -2 };

/* A byte above 127 in the C locale is a character of its own, as in musl: a low surrogate. */
#define BYTE_FIRST 0xdf80u

static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

static size_t invalid(mbstate_t *state)
{
    *state = 0;
    errno = EILSEQ;
    return (size_t)INVALID;
}

static unsigned length_of(unsigned char first)
{
    return first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/* What a state holds amid a character. */
struct partial {
    unsigned length, left;
    uint32_t bits;
};

static struct partial unpack(const mbstate_t *state)
{
    uint32_t all = (uint32_t)*state;

    return (struct partial){all >> 28, all >> 24 & 7, all & 0xffffff};
}

static void pack(mbstate_t *state, struct partial partial)
{
    *state = (mbstate_t)(partial.length << 28 | partial.left << 24 | partial.bits);
}

/* Whether characters that begin so exist: not overlong, not a surrogate, not above U+10FFFF. */
static bool possible(struct partial partial)
{
    uint32_t from = partial.bits << (6 * partial.left);
    uint32_t to = from + ((uint32_t)1 << (6 * partial.left)) - 1;

    return to >= least[partial.length] && from <= 0x10ffff && !(from >= 0xd800 && to < 0xe000);
}

/* Adds a byte: false when it does not belong there. */
static bool add(struct partial *partial, unsigned char byte)
{
    partial->bits = partial->bits << 6 | (byte & 0x3f);
    partial->left--;
    return (byte & 0xc0) == 0x80 && possible(*partial);
}

static bool begin(struct partial *partial, unsigned char byte)
{
    partial->length = length_of(byte);
    partial->left = partial->length - 1;
    partial->bits = partial->length ? byte & (0x7fu >> partial->length) : 0;
    return partial->length > 0;
}

/* A byte that is a character by itself: ASCII, and all of the C locale. */
static bool single(uint32_t *character, unsigned char byte)
{
    if (byte >= 0x80 && MB_CUR_MAX > 1) {
        return false;
    }
    *character = byte < 0x80 ? byte : BYTE_FIRST + (byte & 0x7f);
    return true;
}

/* Up to `stop` bytes before the last; the number of bytes used, or what mbrtoc32() says. */
static size_t gather(struct partial *partial, unsigned stop, const char *bytes, size_t count,
                     mbstate_t *state)
{
    size_t used = 0;

    if (!*state) {
        if (!begin(partial, (unsigned char)bytes[used++])) {
            return invalid(state);
        }
    } else {
        *partial = unpack(state);
    }
    while (partial->left > stop) {
        if (used == count) {
            pack(state, *partial);
            return (size_t)INCOMPLETE;
        }
        if (!add(partial, (unsigned char)bytes[used++])) {
            return invalid(state);
        }
    }
    return used;
}

size_t wherry__decode(uint32_t *character, const char *bytes, size_t count, mbstate_t *state)
{
    struct partial partial;
    size_t used;

    if (!count) {
        return (size_t)INCOMPLETE;
    }
    if (!*state && single(character, (unsigned char)*bytes)) {
        return *character != 0;
    }
    used = gather(&partial, 0, bytes, count, state);
    if (used <= count) {
        *character = partial.bits;
        *state = 0;
    }
    return used;
}

size_t wherry__encode(char *bytes, uint32_t character)
{
    unsigned length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
    mbstate_t none;

    if (MB_CUR_MAX == 1 && length > 1) {
        if (character - BYTE_FIRST >= 0x80) {
            return invalid(&none);
        }
        *bytes = (char)character;
        return 1;
    }
    if (character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) {
        return invalid(&none);
    }
    for (unsigned i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    *bytes = (char)(first[length] | character);
    return length;
}

int wherry__mbtoc32(uint32_t *character, const char *bytes, size_t count)
{
    mbstate_t state = {0};
    uint32_t unused;
    size_t used;

    if (!bytes) {
        return 0;
    }
    used = wherry__decode(character ? character : &unused, bytes, count, &state);
    if (used == (size_t)INCOMPLETE) {
        errno = EILSEQ;
        return -1;
    }
    return (int)used;
}

size_t wherry__mbrtoc32(uint32_t *character, const char *bytes, size_t count, mbstate_t *state)
{
    return wherry__decode(character, bytes, count, state);
}

int wherry__c32tomb(char *bytes, uint32_t character)
{
    return bytes ? (int)wherry__encode(bytes, character) : 0;
}

/* ---- wchar_t ---------------------------------------------------------------------------------
 */

size_t mbrtowc(wchar_t *restrict wide, const char *restrict bytes, size_t count,
               mbstate_t *restrict state)
{
    static mbstate_t own;
    struct partial partial;
    uint32_t character;
    bool four, second;
    size_t used;
    wchar_t unused;

    state = state ? state : &own;
    wide = wide ? wide : &unused;
    if (!bytes) {
        return *state ? invalid(state) : 0;
    }
    if (!count) {
        return (size_t)INCOMPLETE;
    }
    if (!*state && single(&character, (unsigned char)*bytes)) {
        *wide = (wchar_t)character;
        return character != 0;
    }
    partial = unpack(state);
    four = (*state ? partial.length : length_of((unsigned char)*bytes)) == 4;
    second = four && partial.left == 1;
    used = gather(&partial, four && !second, bytes, count, state);
    if (used > count) {
        return used;
    }
    if (partial.left) { /* three bytes of four: 15 bits, of which the high surrogate has 11 */
        *wide = high_of(partial.bits << 6);
        pack(state, partial);
    } else {
        *wide = second ? low_of(partial.bits) : (wchar_t)partial.bits;
        *state = 0;
    }
    return used;
}

size_t wcrtomb(char *restrict bytes, wchar_t wide, mbstate_t *restrict state)
{
    static mbstate_t own;
    uint32_t high;

    state = state ? state : &own;
    high = (uint32_t)*state;
    if (!bytes) {
        return high ? invalid(state) : 1;
    }
    if (high) {
        *state = 0;
        return is_low(wide) ? wherry__encode(bytes, joined(high, wide)) : invalid(state);
    }
    if (is_high(wide) && MB_CUR_MAX > 1) {
        *state = wide;
        return 0;
    }
    return wherry__encode(bytes, wide);
}

/* Stateless but for the second half of a pair; what is left of a string given up is forgotten. */
int mbtowc(wchar_t *restrict wide, const char *restrict bytes, size_t count)
{
    static __thread mbstate_t state;
    size_t used;

    if (!bytes || (state && count && ((unsigned char)*bytes & 0xc0) != 0x80)) {
        state = 0;
    }
    if (!bytes) {
        return 0;
    }
    used = mbrtowc(wide, bytes, count, &state);
    if (used == (size_t)INCOMPLETE) {
        (void)invalid(&state);
        return -1;
    }
    return (int)used;
}

int wctomb(char *bytes, wchar_t wide)
{
    static __thread mbstate_t state;

    if (!bytes) {
        state = 0;
        return 0;
    }
    return (int)wcrtomb(bytes, wide, &state);
}

/* The length of a whole character, both halves of a pair. */
int mblen(const char *bytes, size_t count)
{
    return wherry__mbtoc32(NULL, bytes, count);
}

size_t mbrlen(const char *restrict bytes, size_t count, mbstate_t *restrict state)
{
    static mbstate_t own;
    uint32_t unused;

    state = state ? state : &own;
    return bytes ? wherry__decode(&unused, bytes, count, state) : mbrtowc(NULL, NULL, 0, state);
}

/* ---- strings ---------------------------------------------------------------------------------
 */

size_t mbsnrtowcs(wchar_t *restrict wide, const char **restrict source, size_t bytes, size_t room,
                  mbstate_t *restrict state)
{
    static mbstate_t own;
    mbstate_t copy;
    const char *at = *source;
    size_t done = 0;

    state = state ? state : &own;
    copy = *state;
    while (!wide || done < room) {
        wchar_t unit;
        size_t used = mbrtowc(&unit, at, bytes, wide ? state : &copy);

        if (used == (size_t)INVALID) {
            if (wide) {
                *source = at;
            }
            return used;
        }
        if (used == (size_t)INCOMPLETE) {
            at += bytes;
            break;
        }
        if (wide) {
            wide[done] = unit;
        }
        if (!used) {
            if (wide) {
                *source = NULL;
            }
            return done;
        }
        at += used;
        bytes -= used;
        done++;
    }
    if (wide) {
        *source = at;
    }
    return done;
}

size_t mbsrtowcs(wchar_t *restrict wide, const char **restrict source, size_t room,
                 mbstate_t *restrict state)
{
    static mbstate_t own;

    return mbsnrtowcs(wide, source, SIZE_MAX, room, state ? state : &own);
}

size_t mbstowcs(wchar_t *restrict wide, const char *restrict bytes, size_t room)
{
    const char *source = bytes;

    return mbsrtowcs(wide, &source, room, &(mbstate_t){0});
}

/* The bytes of the next character of `wide`, of which there are `count`, and how many units it
 * has. A high surrogate at the very end goes into the state. */
static size_t next_bytes(char *bytes, const wchar_t *wide, size_t count, mbstate_t *state,
                         size_t *units)
{
    bool pair = !*state && is_high(*wide) && count > 1 && MB_CUR_MAX > 1;

    *units = 1;
    if (pair && !is_low(wide[1])) {
        return invalid(state);
    }
    if (pair) {
        *units = 2;
        return wherry__encode(bytes, joined(wide[0], wide[1]));
    }
    return wcrtomb(bytes, *wide, state);
}

size_t wcsnrtombs(char *restrict bytes, const wchar_t **restrict source, size_t count, size_t room,
                  mbstate_t *restrict state)
{
    static mbstate_t own;
    mbstate_t now, next;
    const wchar_t *at = *source;
    size_t done = 0;

    state = state ? state : &own;
    now = *state;
    while (count) {
        char some[MB_LEN_MAX];
        size_t units, size;

        next = now;
        size = next_bytes(some, at, count, &next, &units);
        if (size == (size_t)INVALID) {
            done = size;
            break;
        }
        if (bytes && size > room - done) {
            break;
        }
        if (bytes) {
            memcpy(bytes + done, some, size);
        }
        now = next;
        if (!*at) {
            at = NULL;
            break;
        }
        done += size;
        at += units;
        count -= units;
    }
    if (bytes) {
        *source = at;
        *state = now;
    }
    return done;
}

size_t wcsrtombs(char *restrict bytes, const wchar_t **restrict source, size_t room,
                 mbstate_t *restrict state)
{
    static mbstate_t own;

    return wcsnrtombs(bytes, source, SIZE_MAX / sizeof **source, room, state ? state : &own);
}

size_t wcstombs(char *restrict bytes, const wchar_t *restrict wide, size_t room)
{
    const wchar_t *source = wide;

    return wcsrtombs(bytes, &source, room, &(mbstate_t){0});
}
