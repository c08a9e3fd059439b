/* check.h: one test source, two systems: glibc on Linux, wherry::posix on Windows.
 *
 * A failed check is told and counted; the test goes on. main() ends with `return
 * check_failures();`. */
#ifndef WHERRY_TESTS_POSIX_CHECK_H
#define WHERRY_TESTS_POSIX_CHECK_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_failed;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            check_failed++;                                                                        \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                \
        }                                                                                          \
    } while (0)

/* Integers of any type up to 64 bits; both values are told. */
#define CHECK_EQUAL(is, wanted)                                                                    \
    do {                                                                                           \
        long long check_is = (long long)(is), check_wanted = (long long)(wanted);                  \
        if (check_is != check_wanted) {                                                            \
            check_failed++;                                                                        \
            fprintf(stderr, "%s:%d: failed: %s is %lld, wanted %s (%lld)\n", __FILE__, __LINE__,   \
                    #is, check_is, #wanted, check_wanted);                                         \
        }                                                                                          \
    } while (0)

#define CHECK_TEXT(is, wanted)                                                                     \
    do {                                                                                           \
        const char *check_is = (is), *check_wanted = (wanted);                                     \
        if (!check_is || strcmp(check_is, check_wanted) != 0) {                                    \
            check_failed++;                                                                        \
            fprintf(stderr, "%s:%d: failed: %s is \"%s\", wanted \"%s\"\n", __FILE__, __LINE__,    \
                    #is, check_is ? check_is : "(null)", check_wanted);                            \
        }                                                                                          \
    } while (0)

/* The call fails, and with this errno. */
#define CHECK_FAILS(call, wanted)                                                                  \
    do {                                                                                           \
        errno = 0;                                                                                 \
        long long check_result = (long long)(call);                                                \
        int check_errno = errno;                                                                   \
        if (check_result != -1 || check_errno != (wanted)) {                                       \
            check_failed++;                                                                        \
            fprintf(stderr, "%s:%d: failed: %s gave %lld with %s, wanted -1 with %s\n", __FILE__,  \
                    __LINE__, #call, check_result, strerror(check_errno), strerror(wanted));       \
        }                                                                                          \
    } while (0)

static inline int check_failures(void)
{
    return check_failed ? 1 : 0;
}

/* Not possible here: says why and ends the test, which ctest reports as skipped. */
static inline void check_skip(const char *why)
{
    printf("skipped: %s\n", why);
    fflush(stdout);
    exit(check_failed ? 1 : 77);
}

#endif
