/* Wide and multibyte characters, those above U+FFFF included: one wchar_t or two of them. */
#include "check.h"

#include <fnmatch.h>
#include <iconv.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <regex.h>
#include <stdint.h>
#include <uchar.h>
#include <wchar.h>
#include <wctype.h>

static const char text[] =
    "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\x80z"; /* a, U+E4, U+20AC, U+1F400, z */
static const wchar_t wide[] = L"a\u00e4\u20ac\U0001f400z";

enum { UNITS = sizeof wide / sizeof *wide - 1, BYTES = sizeof text - 1 };

static void strings(void)
{
    wchar_t buffer[16];
    char bytes[32];
    const char *from = text;
    const wchar_t *source = wide;
    mbstate_t state;

    CHECK_TEXT(nl_langinfo(CODESET), "UTF-8");
    CHECK(MB_CUR_MAX >= 4);
    CHECK_EQUAL(mbstowcs(NULL, text, 0), UNITS);
    CHECK_EQUAL(mbstowcs(buffer, text, 16), UNITS);
    CHECK(!wcscmp(buffer, wide));
    CHECK_EQUAL(wcstombs(NULL, wide, 0), BYTES);
    CHECK_EQUAL(wcstombs(bytes, wide, sizeof bytes), BYTES);
    CHECK_TEXT(bytes, text);
    memset(bytes, '#', sizeof bytes);
    CHECK_EQUAL(wcstombs(bytes, wide, 9), 6); /* the character of four bytes has no room */
    CHECK_EQUAL(bytes[6], '#');
    memset(&state, 0, sizeof state);
    CHECK_EQUAL(mbsrtowcs(buffer, &from, 16, &state), UNITS);
    CHECK(!from && mbsinit(&state));
    memset(bytes, 0, sizeof bytes);
    CHECK_EQUAL(wcsrtombs(bytes, &source, 9, &state), 6);
    CHECK(source == wide + 3);
    CHECK_EQUAL(wcsrtombs(bytes + 6, &source, sizeof bytes - 6, &state), 5);
    CHECK(!source);
    CHECK_TEXT(bytes, text);
}

static void in_pieces(void)
{
    mbstate_t state;
    wchar_t buffer[16];
    size_t count = 0;

    memset(&state, 0, sizeof state);
    for (size_t i = 0; i < BYTES; i++) { /* a byte at a time */
        size_t used = mbrtowc(&buffer[count], text + i, 1, &state);

        CHECK(used == 1 || used == (size_t)-2);
        count += used == 1;
    }
    buffer[count] = 0;
    CHECK_EQUAL(count, UNITS);
    CHECK(!wcscmp(buffer, wide) && mbsinit(&state));
    count = 0;
    for (const char *at = text; *at;) { /* as a program walks along a string */
        int used = mbtowc(&buffer[count], at, MB_CUR_MAX);

        CHECK(used > 0);
        if (used <= 0) {
            break;
        }
        at += used;
        count++;
    }
    CHECK_EQUAL(count, UNITS);
    CHECK_EQUAL(mblen(text + 6, 4), 4);
}

static void out_in_pieces(void)
{
    mbstate_t state;
    char bytes[32], *end = bytes;

    memset(&state, 0, sizeof state);
    for (size_t i = 0; i <= UNITS; i++) {
        size_t used = wcrtomb(end, wide[i], &state);

        CHECK(used != (size_t)-1);
        end += used;
    }
    CHECK_TEXT(bytes, text);
}

static void wrong(void)
{
    static const char *const bad[] = {"\x80", "\xc0\x80", "\xed\xa0\x80", "\xe2\x28\xa1",
                                      "\xf0\x80\x80\x80"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        mbstate_t state;
        wchar_t one;

        memset(&state, 0, sizeof state);
        CHECK_FAILS((ssize_t)mbrtowc(&one, bad[i], strlen(bad[i]), &state), EILSEQ);
        CHECK_FAILS((ssize_t)mbstowcs(NULL, bad[i], 0), EILSEQ);
    }
}

static void sixteen_and_thirty_two(void)
{
    mbstate_t state;
    char16_t unit;
    char32_t character;
    char bytes[MB_LEN_MAX];

    memset(&state, 0, sizeof state);
    CHECK_EQUAL(mbrtoc32(&character, text + 6, 4, &state), 4);
    CHECK_EQUAL(character, 0x1f400);
    CHECK_EQUAL(c32rtomb(bytes, 0x1f400, &state), 4);
    CHECK(!memcmp(bytes, text + 6, 4));
    CHECK_EQUAL(mbrtoc16(&unit, text + 6, 4, &state), 4);
    CHECK_EQUAL(unit, 0xd83d);
    CHECK(!mbsinit(&state));
    CHECK(mbrtoc16(&unit, text + 10, 1, &state) == (size_t)-3);
    CHECK_EQUAL(unit, 0xdc00);
    memset(&state, 0, sizeof state);
    CHECK_EQUAL(c16rtomb(bytes, 0xd83d, &state), 0);
    CHECK_EQUAL(c16rtomb(bytes, 0xdc00, &state), 4);
    CHECK(!memcmp(bytes, text + 6, 4));
}

static void classes(void)
{
    CHECK(iswalpha(L'\u00e4') && iswlower(L'\u00e4') && iswupper(L'\u00c4'));
    CHECK_EQUAL(towupper(L'\u00e4'), L'\u00c4');
    CHECK_EQUAL(towlower(L'\u0416'), L'\u0436');
    CHECK(iswpunct(L'\u20ac') && !iswalpha(L'\u20ac') && iswspace(L'\u2003'));
    CHECK(iswctype(L'\u0436', wctype("lower")) && !wctype("nonsense"));
    CHECK_EQUAL(towctrans(L'b', wctrans("toupper")), L'B');
    CHECK_EQUAL(wcwidth(L'a'), 1);
    CHECK_EQUAL(wcwidth(L'\u4e00'), 2);
    CHECK_EQUAL(wcwidth(L'\u0301'), 0);
    CHECK_EQUAL(wcwidth(L'\x07'), -1);
    CHECK_EQUAL(wcswidth(wide, UNITS), 6);
    CHECK_EQUAL(btowc('a'), L'a');
    CHECK_EQUAL(wctob(L'\u00e4'), EOF);
}

static void streams(void)
{
    FILE *file = tmpfile();
    wchar_t buffer[32];
    char bytes[64];
    wint_t one;

    CHECK(file);
    CHECK(fputws(wide, file) >= 0);
    CHECK_EQUAL(fwprintf(file, L"[%ls|%s|%3d]", wide, text, 7), 2 * UNITS + 7);
    rewind(file);
    CHECK(fgetws(buffer, UNITS + 1, file) && !wcscmp(buffer, wide));
    rewind(file);
    for (size_t i = 0; i < UNITS; i++) { /* each pushed back once */
        one = fgetwc(file);
        CHECK_EQUAL(one, wide[i]);
        CHECK_EQUAL(ungetwc(one, file), one);
        CHECK_EQUAL(fgetwc(file), wide[i]);
    }
    CHECK_EQUAL(fgetwc(file), L'[');
    CHECK_EQUAL(fwscanf(file, L"%20l[^|]|%20[^|]", buffer, bytes), 2);
    CHECK(!wcscmp(buffer, wide));
    CHECK_TEXT(bytes, text);
    fclose(file);
    CHECK_EQUAL(swprintf(buffer, 32, L"%ls-%x", wide, 255), UNITS + 3);
    CHECK_EQUAL(snprintf(bytes, sizeof bytes, "%ls|%lc", wide, (wint_t)L'\u20ac'), BYTES + 4);
    CHECK_EQUAL(snprintf(bytes, sizeof bytes, "%.9ls", wide), 6);
    CHECK_EQUAL(swscanf(L"42 x", L"%d", &(int){0}), 1);
    CHECK_EQUAL(wcstol(L"-12z", NULL, 10), -12);
}

static void in_memory(void)
{
    wchar_t *memory = NULL;
    size_t length = 0;
    FILE *file = open_wmemstream(&memory, &length);

    CHECK(file && fputws(wide, file) >= 0 && !fclose(file));
    CHECK(memory && length == UNITS && !wcscmp(memory, wide));
    free(memory);
}

static void patterns(void)
{
    regmatch_t match;
    regex_t regex;

    CHECK_EQUAL(regcomp(&regex, "^a.\xe2\x82\xac.z$", 0), 0);
    CHECK_EQUAL(regexec(&regex, text, 0, NULL, 0), 0);
    regfree(&regex);
    CHECK_EQUAL(regcomp(&regex, "[\xf0\x9f\x90\x82\xf0\x9f\x90\x80]", 0), 0);
    CHECK_EQUAL(regexec(&regex, text, 1, &match, 0), 0);
    CHECK(match.rm_so == 6 && match.rm_eo == 10);
    regfree(&regex);
    CHECK_EQUAL(regcomp(&regex, "\xc3\x84", REG_ICASE), 0);
    CHECK_EQUAL(regexec(&regex, text, 0, NULL, 0), 0);
    regfree(&regex);
    CHECK_EQUAL(fnmatch("a???z", text, 0), 0);
    CHECK_EQUAL(fnmatch("a??z", text, 0), FNM_NOMATCH);
    CHECK_EQUAL(fnmatch("*[\xf0\x9f\x90\x80]z", text, 0), 0);
}

static void conversions(void)
{
    iconv_t to = iconv_open("UTF-16LE", "UTF-8");
    char *in = (char *)(uintptr_t)text, out[32], *end = out;
    size_t left = BYTES, room = sizeof out;

    CHECK(to != (iconv_t)-1);
    CHECK_EQUAL(iconv(to, &in, &left, &end, &room), 0);
    CHECK_EQUAL(end - out, 12);
    CHECK(!memcmp(out + 6, "\x3d\xd8\x00\xdc", 4));
    iconv_close(to);
    to = iconv_open("UTF-8", "ISO-8859-1");
    in = (char[]){'\xe4', 0};
    left = 1;
    end = out;
    room = sizeof out;
    CHECK_EQUAL(iconv(to, &in, &left, &end, &room), 0);
    CHECK(end - out == 2 && !memcmp(out, "\xc3\xa4", 2));
    iconv_close(to);
    CHECK(iconv_open("nonsense", "UTF-8") == (iconv_t)-1 && errno == EINVAL);
}

static void locales(void)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", NULL), former;

    CHECK(c != (locale_t)0);
    former = uselocale(c);
    CHECK_EQUAL(MB_CUR_MAX, 1);
    CHECK_EQUAL(mblen("a", 1), 1);
    CHECK_EQUAL(strcoll("a", "B") > 0, 1);
    uselocale(former);
    freelocale(c);
    CHECK(MB_CUR_MAX >= 4);
    CHECK_TEXT(localeconv()->decimal_point, ".");
}

int main(void)
{
    CHECK_TEXT(setlocale(LC_ALL, NULL), "C");
    CHECK_EQUAL(MB_CUR_MAX, 1);
    if (!setlocale(LC_ALL, "C.UTF-8")) {
        check_skip("there is no locale C.UTF-8");
    }
    strings();
    in_pieces();
    out_in_pieces();
    wrong();
    sixteen_and_thirty_two();
    classes();
    streams();
    in_memory();
    patterns();
    conversions();
    locales();
    return check_failures();
}
