/* multibyte.h: characters of 32 bits, whatever wchar_t has; in multibyte.c. */
#ifndef WHERRY_POSIX_MULTIBYTE_H
#define WHERRY_POSIX_MULTIBYTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#include <wctype.h>

/* As mbrtoc32() and c32rtomb(), with a state that is never NULL, and never that of a conversion
 * to or from 16 bits. */
size_t wherry__decode(uint32_t *character, const char *bytes, size_t count, mbstate_t *state);
size_t wherry__encode(char *bytes, uint32_t character);

/* As mbtowc() and mbrtowc() are where wchar_t has 32 bits, without a state of their own. */
int wherry__mbtoc32(uint32_t *character, const char *bytes, size_t count);
size_t wherry__mbrtoc32(uint32_t *character, const char *bytes, size_t count, mbstate_t *state);
int wherry__c32tomb(char *bytes, uint32_t character);

int wherry__width(uint32_t character);
int wherry__isctype(uint32_t character, wctype_t class);
uint32_t wherry__lower(uint32_t character);
uint32_t wherry__upper(uint32_t character);

static inline bool is_high(uint32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static inline bool is_low(uint32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

static inline wchar_t high_of(uint32_t character)
{
    return (wchar_t)(0xd800 + ((character - 0x10000) >> 10));
}

static inline wchar_t low_of(uint32_t character)
{
    return (wchar_t)(0xdc00 + (character & 0x3ff));
}

static inline uint32_t joined(uint32_t high, uint32_t low)
{
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

#endif
