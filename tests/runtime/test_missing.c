/* test_missing.c: a stub whose symbol is missing. With the argument "abort" the third outcome,
 * whose line on stderr abort.cmake compares. */
#include "ferry.h"
#include "ferry_binding.h"
#include "support.h"

#include "../check.h"

#include <errno.h>
#include <setjmp.h>

static jmp_buf escape;
static int handler_calls;

static void test_load_lists(void)
{
    char wanted[4200];
    CHECK_EQUAL(wherry_load(&ferry_binding), WHERRY_E_SYMBOL);
    snprintf(wanted, sizeof wanted, "%s: lacks ferry_absent, ferry_absent_fails",
             wherry_loaded_path(&ferry_binding));
    CHECK_EQUAL_STRING(wherry_error_text(), wanted);
    CHECK_EQUAL(ferry_add(1, 2), 3);
}

static void test_texts(void)
{
    char wanted[4200];
    wherry_function function;
    int result;
    snprintf(wanted, sizeof wanted, "%s: lacks the symbol ferry_absent",
             wherry_loaded_path(&ferry_binding));
    CHECK_EQUAL(wherry_function_address(&ferry_binding, FERRY_absent, &function), WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(wherry_error_text(), wanted);
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_absent, &result, NULL), WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(wherry_error_text(), wanted);
}

static void test_failure_value(void)
{
    errno = 55;
    CHECK_EQUAL(ferry_absent_fails(1), -7);
    CHECK_EQUAL(errno, 55);
}

static wherry_function leave(const struct wherry_missing *missing, void *user)
{
    CHECK_EQUAL_STRING(missing->binding_name, "ferry");
    CHECK_EQUAL_STRING(missing->function, "ferry_absent");
    CHECK(missing->binding == &ferry_binding);
    CHECK(strstr(missing->text, "lacks the symbol ferry_absent") != NULL);
    CHECK_EQUAL_STRING(user, "user");
    handler_calls++;
    longjmp(escape, 1);
}

static void test_longjmp(void)
{
    static char user[] = "user";
    volatile int kept = 17;
    wherry_set_missing(&ferry_binding, leave, user);
    for (int i = 0; i < 2; i++) {
        if (setjmp(escape) == 0) {
            ferry_absent(kept, 2);
            CHECK_UNREACHED();
        }
    }
    CHECK_EQUAL(handler_calls, 2);
    CHECK_EQUAL(kept, 17);
}

/* A handler that declines, and whose own failing calls must not change what is reported. */
static wherry_function decline(const struct wherry_missing *missing, void *user)
{
    (void)missing;
    (void)user;
    handler_calls++;
    wherry_find_function(&ferry_binding, "nonsense");
    return NULL;
}

static int replacement(int a, int b)
{
    return 100 * a + b;
}

static wherry_function replace(const struct wherry_missing *missing, void *user)
{
    (void)missing;
    (void)user;
    handler_calls++;
    errno = 3;
    return (wherry_function)replacement;
}

static void test_substitute(void)
{
    handler_calls = 0;
    wherry_set_missing(&ferry_binding, replace, NULL);
    errno = 66;
    CHECK_EQUAL(ferry_absent(4, 2), 402);
    CHECK_EQUAL(errno, 66);
    CHECK_EQUAL(ferry_absent(5, 3), 503);
    CHECK_EQUAL(handler_calls, 1);
    CHECK_EQUAL(wherry_has(&ferry_binding, FERRY_absent), 0);
    CHECK_EQUAL(wherry_load(&ferry_binding), WHERRY_E_SYMBOL);
    CHECK_EQUAL(ferry_absent(6, 4), 604);
    CHECK_EQUAL(handler_calls, 1);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "abort") == 0) {
        wherry_set_missing(&ferry_binding, decline, NULL);
        return ferry_absent_optional(1);
    }
    test_load_lists();
    test_texts();
    test_failure_value();
    test_longjmp();
    test_substitute();
    return check_result();
}
