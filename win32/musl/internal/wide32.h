/* Read before those sources of musl's that look at characters one by one and keep none: to them
 * wchar_t has 32 bits, so that a character above U+FFFF is one (libc/multibyte.c). */
#ifndef WHERRY_MUSL_WIDE32_H
#define WHERRY_MUSL_WIDE32_H

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

int wherry__mbtoc32(uint32_t *, const char *, size_t);
size_t wherry__mbrtoc32(uint32_t *, const char *, size_t, mbstate_t *);
int wherry__c32tomb(char *, uint32_t);
int wherry__width(uint32_t);
int wherry__isctype(uint32_t, wctype_t);
uint32_t wherry__lower(uint32_t), wherry__upper(uint32_t);

#define wchar_t uint32_t
#define wint_t uint32_t
#undef mbtowc
#define mbtowc(wide, bytes, count) wherry__mbtoc32(wide, bytes, count)
#undef wctomb
#define wctomb wherry__c32tomb
#undef mbrtowc
#define mbrtowc wherry__mbrtoc32
#undef iswctype
#define iswctype wherry__isctype
#undef towlower
#define towlower wherry__lower
#undef towupper
#define towupper wherry__upper
#undef wcwidth
#define wcwidth wherry__width
#undef iswalnum
#define iswalnum(c) wherry__isctype(c, wctype("alnum"))
#undef iswlower
#define iswlower(c) wherry__isctype(c, wctype("lower"))
#undef iswupper
#define iswupper(c) wherry__isctype(c, wctype("upper"))

#endif
