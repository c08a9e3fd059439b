/* width.c: characters of 32 bits by musl's tables: their class, case and columns. */

#include "multibyte.h"

#include <wctype.h>

/* Beyond 16 bits: the ideographs are letters, and all that is assigned can be printed. */
int wherry__isctype(uint32_t character, wctype_t class)
{
    if (character <= 0xffff) {
        return iswctype((wint_t)character, class);
    }
    if (class == wctype("alpha") || class == wctype("alnum")) {
        return (character >= 0x20000 && character < 0x2fffe) ||
               (character >= 0x10000 && character < 0x1f000);
    }
    return class == wctype("print") || class == wctype("graph");
}

uint32_t wherry__lower(uint32_t character)
{
    return character > 0xffff ? character : towlower((wint_t)character);
}

uint32_t wherry__upper(uint32_t character)
{
    return character > 0xffff ? character : towupper((wint_t)character);
}

/* Half a pair: the high one has the width of the first character of the 1,024 that it begins, the
 * low one none, so that sums come out right for nearly all that is written. */
int wcwidth(wchar_t wide)
{
    return is_high(wide)  ? wherry__width(joined(wide, 0xdc00))
           : is_low(wide) ? 0
                          : wherry__width(wide);
}

int wcswidth(const wchar_t *wide, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count && wide[i]; i++) {
        uint32_t character = wide[i];
        int width;

        if (is_high(character) && i + 1 < count && is_low(wide[i + 1])) {
            character = joined(character, wide[++i]);
        }
        width = wherry__width(character);
        if (width < 0) {
            return -1;
        }
        sum += width;
    }
    return sum;
}
