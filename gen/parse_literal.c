/* Integer literals, most of what macros stand for: read here, the rest is left to clang. */
#include "parse_clang.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* C11 6.4.4.1: the first type of the list for the literal's base and suffix that holds the value.
 * Unsigned types count for octal and hexadecimal ones, or if the suffix says so. */
static enum type_kind literal_kind(uint64_t value, bool is_decimal, bool is_unsigned,
                                   unsigned longs, unsigned long_bits)
{
    const struct {
        enum type_kind with_sign, without;
        unsigned longs, bits;
    } types[] = {{TYPE_INT, TYPE_UINT, 0, 32},
                 {TYPE_LONG, TYPE_ULONG, 1, long_bits},
                 {TYPE_LLONG, TYPE_ULLONG, 2, 64}};
    for (size_t i = 0; i < 3; i++) {
        if (types[i].longs < longs)
            continue;
        if (!is_unsigned && value >> (types[i].bits - 1) == 0)
            return types[i].with_sign;
        bool fits = types[i].bits == 64 || value >> types[i].bits == 0;
        if ((is_unsigned || !is_decimal) && fits)
            return types[i].without;
    }
    return TYPE_UNSUPPORTED;
}

static bool read_suffix(const char **end, bool *is_unsigned, unsigned *longs)
{
    const char *c = *end;
    *is_unsigned = false;
    *longs = 0;
    for (; isalpha((unsigned char)*c); c++) {
        if ((*c == 'u' || *c == 'U') && !*is_unsigned)
            *is_unsigned = true;
        else if ((*c == 'l' || *c == 'L') && !*longs)
            *longs = c[1] == *c ? (unsigned)(c++, 2) : 1;
        else
            return false;
    }
    *end = c;
    return true;
}

bool parse_literal(const char *text, size_t length, const struct target *target,
                   struct literal *literal)
{
    const char *stop = text + length;
    while (text < stop && (*text == ' ' || *text == '\t'))
        text++;
    if (text == stop || !isdigit((unsigned char)*text))
        return false;
    char *digits_end;
    errno = 0;
    uint64_t value = strtoull(text, &digits_end, 0);
    bool is_decimal = *text != '0' || digits_end == text + 1;
    const char *end = digits_end;
    bool is_unsigned;
    unsigned longs;
    if (errno || !read_suffix(&end, &is_unsigned, &longs))
        return false;
    while (end < stop && strchr(" \t\r", *end))
        end++;
    bool is_comment = end + 1 < stop && *end == '/' && (end[1] == '/' || end[1] == '*');
    if (end != stop && !is_comment)
        return false;
    bool lp64 = target->pointer_bits == 64 && target->format == FORMAT_ELF;
    enum type_kind kind = literal_kind(value, is_decimal, is_unsigned, longs, lp64 ? 64 : 32);
    if (literal)
        *literal = (struct literal){kind, value};
    return kind != TYPE_UNSUPPORTED;
}
