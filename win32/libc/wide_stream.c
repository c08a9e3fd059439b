/* wide_stream.c: wide characters of a stream, where some take two of them.
 *
 * A FILE has two fields that nobody uses: while a low surrogate is still to be read, its byte is
 * the next one of the stream, mustbezero_2 has it and mustbezero_1 is where the stream stands, so
 * that a seek forgets it; a high surrogate that waits to be written stands in mustbezero_1. */

#include "multibyte.h"

#include "locale_impl.h"
#include "stdio_impl.h"

#include <errno.h>
#include <string.h>

wint_t __fgetwc_unlocked(FILE *file);
int wherry__getwc(FILE *file);
wint_t __fputwc_unlocked(wchar_t wide, FILE *file);

static locale_t enter(FILE *file)
{
    locale_t former = CURRENT_LOCALE;

    if (file->mode <= 0) {
        fwide(file, 1);
    }
    CURRENT_LOCALE = file->locale;
    return former;
}

static void keep_low(FILE *file, wchar_t low)
{
    file->mustbezero_1 = file->rpos;
    file->mustbezero_2 = (void *)(uintptr_t)low;
}

static wchar_t kept_low(const FILE *file)
{
    return file->rpos && file->mustbezero_1 == file->rpos ? (wchar_t)(uintptr_t)file->mustbezero_2
                                                          : 0;
}

static wint_t read_wide(FILE *file)
{
    mbstate_t state = {0};
    wchar_t low = kept_low(file);
    uint32_t character;
    size_t used;
    bool first = true;

    file->mustbezero_1 = NULL;
    if (low) {
        file->rpos++;
        return low;
    }
    do {
        int byte = getc_unlocked(file);

        if (byte < 0) {
            if (!first) {
                file->flags |= F_ERR;
                errno = EILSEQ;
            }
            return WEOF;
        }
        used = wherry__decode(&character, &(char){(char)byte}, 1, &state);
        if (used == (size_t)-1) {
            file->flags |= F_ERR;
            if (!first) {
                ungetc(byte, file);
            }
            return WEOF;
        }
        first = false;
    } while (used == (size_t)-2);
    if (character >= 0x10000) {
        file->rpos--;
        keep_low(file, low_of(character));
        return high_of(character);
    }
    return (wint_t)character;
}

wint_t __fgetwc_unlocked(FILE *file)
{
    locale_t former = enter(file);
    wint_t wide = read_wide(file);

    CURRENT_LOCALE = former;
    return wide;
}

wint_t fgetwc(FILE *file)
{
    wint_t wide;

    FLOCK(file);
    wide = __fgetwc_unlocked(file);
    FUNLOCK(file);
    return wide;
}

static bool write_wide(FILE *file, wchar_t wide)
{
    char bytes[MB_LEN_MAX];
    uint32_t high = (uint32_t)(uintptr_t)file->mustbezero_1;
    uint32_t character = wide;
    size_t size;

    file->mustbezero_1 = NULL;
    if (is_high(wide) && !is_high(high) && MB_CUR_MAX > 1) {
        file->mustbezero_1 = (void *)(uintptr_t)wide;
        return true;
    }
    if ((uintptr_t)high == high && is_high(high)) {
        if (!is_low(wide)) {
            errno = EILSEQ;
            return false;
        }
        character = joined(high, wide);
    }
    size = wherry__encode(bytes, character);
    return size <= sizeof bytes && __fwritex((void *)bytes, size, file) == size;
}

wint_t __fputwc_unlocked(wchar_t wide, FILE *file)
{
    locale_t former = enter(file);
    bool done = write_wide(file, wide);

    if (!done) {
        file->flags |= F_ERR;
    }
    CURRENT_LOCALE = former;
    return done ? wide : WEOF;
}

wint_t fputwc(wchar_t wide, FILE *file)
{
    wint_t result;

    FLOCK(file);
    result = __fputwc_unlocked(wide, file);
    FUNLOCK(file);
    return result;
}

/* The bytes of what fgetwc() gave go before those to be read: of a pair three and one. */
static wint_t push_back(FILE *file, wint_t wide)
{
    char bytes[MB_LEN_MAX];
    wchar_t low = kept_low(file);
    bool halves = MB_CUR_MAX > 1;
    size_t size;

    if (halves && is_low(wide)) {
        *bytes = (char)(0x80 | (wide & 0x3f));
        size = 1;
    } else if (halves && is_high(wide)) {
        size = low ? wherry__encode(bytes, joined(wide, low)) - 1 : (size_t)-1;
    } else {
        size = wherry__encode(bytes, wide);
    }
    if (size == (size_t)-1 || file->rpos < file->buf - UNGET + size) {
        return WEOF;
    }
    memcpy(file->rpos -= size, bytes, size);
    file->mustbezero_1 = NULL;
    if (halves && is_low(wide)) {
        keep_low(file, wide);
    }
    file->flags &= ~(unsigned)F_EOF;
    return wide;
}

wint_t ungetwc(wint_t wide, FILE *file)
{
    locale_t former;
    wint_t result = WEOF;

    FLOCK(file);
    former = enter(file);
    if (!file->rpos) {
        __toread(file);
    }
    if (file->rpos && wide != WEOF) {
        result = push_back(file, wide);
    }
    CURRENT_LOCALE = former;
    FUNLOCK(file);
    return result;
}

/* For vfwscanf.c, which knows the end by its being negative. */
int wherry__getwc(FILE *file)
{
    wint_t wide = fgetwc(file);

    return wide == WEOF ? -1 : wide;
}

weak_alias(__fgetwc_unlocked, fgetwc_unlocked);
weak_alias(__fgetwc_unlocked, getwc_unlocked);
weak_alias(__fputwc_unlocked, fputwc_unlocked);
weak_alias(__fputwc_unlocked, putwc_unlocked);
