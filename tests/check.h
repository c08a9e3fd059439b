/* check.h: the checks of Wherry's test programs. A failed check prints where it stands and what it
 * saw, and the program goes on; main() returns check_result(). */
#ifndef WHERRY_CHECK_H
#define WHERRY_CHECK_H

#include <stdio.h>
#include <string.h>

enum { CHECK_SKIPPED = 77 }; /* CTest: SKIP_RETURN_CODE */

static int check_count, check_failures; /* of a thread's own: check results in main() */

static inline int check_report(int passed, const char *file, int line, const char *text)
{
    check_count++;
    if (passed)
        return 1;
    check_failures++;
    fprintf(stderr, "%s:%d: check failed: %s\n", file, line, text);
    return 0;
}

static inline void check_equal_integer(long long seen, long long wanted, const char *file, int line,
                                       const char *text)
{
    if (!check_report(seen == wanted, file, line, text))
        fprintf(stderr, "    seen:   %.0Lf\n    wanted: %.0Lf\n", (long double)seen,
                (long double)wanted);
}

static inline void check_equal_string(const char *seen, const char *wanted, const char *file,
                                      int line, const char *text)
{
    int equal = seen && wanted ? strcmp(seen, wanted) == 0 : seen == wanted;
    if (!check_report(equal, file, line, text))
        fprintf(stderr, "    seen:   %s\n    wanted: %s\n", seen ? seen : "(null)",
                wanted ? wanted : "(null)");
}

static inline int check_result(void)
{
    printf("%d checks, %d failed\n", check_count, check_failures);
    return check_failures != 0;
}

static inline int check_skip(const char *reason)
{
    printf("skipped: %s\n", reason);
    return CHECK_SKIPPED;
}

#define CHECK(condition) check_report((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_UNREACHED() check_report(0, __FILE__, __LINE__, "not reached")
#define CHECK_EQUAL(seen, wanted)                                                                  \
    check_equal_integer((long long)(seen), (long long)(wanted), __FILE__, __LINE__,                \
                        #seen " == " #wanted)
#define CHECK_EQUAL_STRING(seen, wanted)                                                           \
    check_equal_string(seen, wanted, __FILE__, __LINE__, #seen " == " #wanted)

#endif
