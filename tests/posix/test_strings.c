/* Strings, sorting, patterns, the environment. */
#include "check.h"

#include <ctype.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <libgen.h>
#include <locale.h>
#include <regex.h>
#include <search.h>
#include <strings.h>
#include <unistd.h>

#pragma GCC diagnostic ignored "-Wformat" /* %m */

extern char **environ;

static void copies(void)
{
    char room[32], *rest = room, *copy = strndup("abcdef", 3);

    CHECK_TEXT(copy, "abc");
    free(copy);
    CHECK(stpcpy(room, "one") == room + 3);
    CHECK(stpncpy(room, "two", sizeof room) == room + 3);
    CHECK(mempcpy(room, "a,b,,c", 7) == room + 7);
    CHECK_TEXT(strsep(&rest, ","), "a");
    CHECK_TEXT(strsep(&rest, ","), "b");
    CHECK_TEXT(strsep(&rest, ","), "");
    CHECK_TEXT(strsep(&rest, ","), "c");
    CHECK(!rest);
    CHECK(memccpy(room, "x:y", ':', 4) == room + 2);
    memset(room, 1, sizeof room);
    explicit_bzero(room, sizeof room);
    CHECK(!room[0] && !room[31]);
    swab("abcd", room, 4);
    CHECK(!memcmp(room, "badc", 4));
}

static void searches(void)
{
    const char *text = "Hello hello";

    CHECK(memmem(text, 11, "hell", 4) == text + 6);
    CHECK(memrchr(text, 'l', 11) == text + 9);
    CHECK(strcasestr(text, "O H") == text + 4);
    CHECK(strchrnul(text, 'z') == text + 11);
    CHECK_EQUAL(strnlen(text, 4), 4);
    CHECK(strcasecmp("STRASSE", "strasse") == 0 && strncasecmp("abX", "ABy", 2) == 0);
    CHECK(strverscmp("file9", "file10") < 0);
    CHECK_EQUAL(ffs(8), 4);
    CHECK(index(text, 'e') == text + 1 && rindex(text, 'e') == text + 7);
    CHECK(strcoll("a", "b") < 0);
    CHECK_EQUAL(strxfrm(NULL, "abc", 0), 3);
    CHECK_TEXT(strsignal(2), "Interrupt");
}

static void errors(void)
{
    char words[64];

    CHECK_TEXT(strerror(ENOENT), "No such file or directory");
    CHECK(strerror(ENOTSOCK) && *strerror(ENOTSOCK));
    CHECK_EQUAL(snprintf(words, sizeof words, "%.3s", strerror(EAGAIN)), 3);
    errno = ENOENT;
    snprintf(words, sizeof words, "%m");
    CHECK_TEXT(words, "No such file or directory");
    CHECK(EWOULDBLOCK == EAGAIN);
}

static void numbers(void)
{
    char *end;

    errno = 0;
    CHECK(strtol("99999999999999999999", &end, 10) > 0 && errno == ERANGE && !*end);
    errno = 0;
    CHECK_EQUAL(strtoll("-0x7fz", &end, 0), -127);
    CHECK_TEXT(end, "z");
    CHECK_EQUAL(strtoull("18446744073709551615", NULL, 10), -1);
    CHECK_EQUAL(strtoimax("9223372036854775807", NULL, 10), INTMAX_MAX);
    CHECK(strtod("0x1.8p1", &end) == 3.0 && !*end);
    CHECK(strtod("1e400", NULL) > 1e308 && errno == ERANGE);
    CHECK(strtod("inf", NULL) > 1e308);
    CHECK(strtold("0.1", NULL) == 0.1L);
    CHECK_EQUAL(a64l("zz"), 4095);
}

static int by_digit(const void *one, const void *two, void *factor)
{
    return *(const int *)factor * (*(const char *)one - *(const char *)two);
}

static int by_char(const void *one, const void *two)
{
    return *(const char *)one - *(const char *)two;
}

static void sorting(void)
{
    char digits[] = "31524", letters[] = "bdac";
    size_t count = 4;
    void *tree = NULL;

    qsort_r(digits, 5, 1, by_digit, &(int){-1});
    CHECK_TEXT(digits, "54321");
    qsort(letters, 4, 1, by_char);
    CHECK_TEXT(letters, "abcd");
    CHECK(bsearch("c", letters, 4, 1, by_char) == letters + 2);
    CHECK(lfind("d", letters, &count, 1, by_char) == letters + 3);
    CHECK(tsearch("x", &tree, by_char) && tfind("x", &tree, by_char));
    CHECK(!tfind("y", &tree, by_char) && tdelete("x", &tree, by_char));
}

static void environment(void)
{
    static char own[] = "WHERRY_PUT=put";
    int count = 0;

    CHECK_EQUAL(setenv("WHERRY_ONE", "1", 0), 0);
    CHECK_EQUAL(setenv("WHERRY_ONE", "2", 0), 0);
    CHECK_TEXT(getenv("WHERRY_ONE"), "1");
    CHECK_EQUAL(setenv("WHERRY_ONE", "\xc3\xa4", 1), 0);
    CHECK_TEXT(getenv("WHERRY_ONE"), "\xc3\xa4");
    CHECK_EQUAL(unsetenv("WHERRY_ONE"), 0);
    CHECK(!getenv("WHERRY_ONE"));
    CHECK_FAILS(setenv("a=b", "", 1), EINVAL);
    CHECK_FAILS(unsetenv(""), EINVAL);
    CHECK_EQUAL(putenv(own), 0);
    own[11] = 'P';
    CHECK_TEXT(getenv("WHERRY_PUT"), "Put");
    for (char **each = environ; *each; each++) {
        count += *each == own;
    }
    CHECK_EQUAL(count, 1);
    CHECK(!getenv("wherry_put")); /* names differ by case */
    CHECK_EQUAL(clearenv(), 0);
    CHECK(!environ || !*environ);
}

static void expressions(void)
{
    regmatch_t match[3];
    regex_t regex;
    char words[64];

    CHECK_EQUAL(regcomp(&regex, "([a-z]+)-([0-9]{2,})", REG_EXTENDED), 0);
    CHECK_EQUAL(regexec(&regex, "..ab-123", 3, match, 0), 0);
    CHECK(match[0].rm_so == 2 && match[1].rm_eo == 4 && match[2].rm_so == 5);
    CHECK_EQUAL(regexec(&regex, "ab-1", 0, NULL, 0), REG_NOMATCH);
    regfree(&regex);
    CHECK_EQUAL(regcomp(&regex, "^b", REG_NEWLINE | REG_ICASE | REG_NOSUB), 0);
    CHECK_EQUAL(regexec(&regex, "a\nB", 0, NULL, 0), 0);
    regfree(&regex);
    CHECK_EQUAL(regcomp(&regex, "\\(a\\)\\1", 0), 0);
    CHECK_EQUAL(regexec(&regex, "baa", 1, match, 0), 0);
    CHECK_EQUAL(match[0].rm_so, 1);
    regfree(&regex);
    CHECK(regcomp(&regex, "a[", 0) != 0);
    CHECK(regerror(REG_EBRACK, NULL, words, sizeof words) > 1);
    CHECK_EQUAL(fnmatch("*.[ch]", "file.c", 0), 0);
    CHECK_EQUAL(fnmatch("*", ".hidden", FNM_PERIOD), FNM_NOMATCH);
    CHECK_EQUAL(fnmatch("a/*", "a/b/c", FNM_PATHNAME), FNM_NOMATCH);
    CHECK_EQUAL(fnmatch("[[:alpha:]]?[!a]", "xyz", 0), 0);
}

static void names(void)
{
    char path[] = "/usr/lib/", bare[] = "file", options[] = "ro,size=3", *at = options, *value;
    char *const known[] = {(char[]){"size"}, (char[]){"ro"}, NULL};

    CHECK_TEXT(basename(path), "lib");
    CHECK_TEXT(dirname(bare), ".");
    CHECK_EQUAL(getsubopt(&at, known, &value), 1);
    CHECK_EQUAL(getsubopt(&at, known, &value), 0);
    CHECK_TEXT(value, "3");
    CHECK_EQUAL(getsubopt(&at, known, &value), -1);
    CHECK(isalpha('a') && !isalpha(0xe4) && toupper('x') == 'X' && isblank('\t'));
}

int main(void)
{
    copies();
    searches();
    errors();
    numbers();
    sorting();
    expressions();
    names();
    environment();
    return check_failures();
}
