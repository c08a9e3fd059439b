/* check.h: the tests of one program. Each is a function, and run by its name. */
#ifndef WPCAP_CHECK_H
#define WPCAP_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int failures; /* in the file with main() */

/* check(condition, "what should hold", values...) */
#define check(condition, ...)                                                                      \
    ((condition) ? (void)0                                                                         \
                 : (fprintf(stderr, "line %d: FAILED: ", __LINE__), fprintf(stderr, __VA_ARGS__),  \
                    fputc('\n', stderr), (void)failures++))

/* The test cannot go on. */
#define fatal(...)                                                                                 \
    (fprintf(stderr, "line %d: FAILED: ", __LINE__), fprintf(stderr, __VA_ARGS__),                 \
     fputc('\n', stderr), exit(1))

#define check_text(text, part)                                                                     \
    check(strstr(text, part) != NULL, "'%s' is missing from: %s", part, text)

/* Tell the script that runs the program to do something; it will, sooner or later. */
#define order(text) (puts(text), fflush(stdout))

/* The same; returns when it is done. */
static inline void order_and_wait(const char *text)
{
    char line[16];
    order(text);
    if (!fgets(line, sizeof(line), stdin))
        fatal("the script does not answer");
}

struct test {
    const char *name;
    void (*run)(void);
};

static inline int run_test(const struct test *tests, size_t test_count, int count, char **arguments)
{
    for (size_t i = 0; i < test_count && count == 2; i++) {
        if (strcmp(tests[i].name, arguments[1]) == 0) {
            tests[i].run();
            return failures > 0;
        }
    }
    fatal("usage: %s TEST", arguments[0]);
}

#endif
