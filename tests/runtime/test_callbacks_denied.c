/* test_callbacks_denied.c: callbacks where the system refuses memory that can be executed: compiled
 * ones work, and those of libffi fail in words. */
#include "denied.h"
#include "ferry.h"
#include "ferry_binding.h"

#include "../check.h"

#define REFUSED                                                                                    \
    "ferry: libffi got no memory for a callback: the system's policy refuses memory that can be "  \
    "executed (SELinux execmem, PaX MPROTECT, seccomp, Arbitrary Code Guard), or none is left; "   \
    "compiled callbacks need none; "

static int add_typed(void *user, int a, void *pointer)
{
    return *(int *)user += a + (pointer == user);
}

static void test_compiled(void)
{
    int sums[FERRY_CALLBACKS_EACH] = {0};
    struct wherry_callback *made[FERRY_CALLBACKS_EACH], *more = NULL;
    for (int i = 0; i < FERRY_CALLBACKS_EACH; i++) {
        CHECK_EQUAL(ferry_callback_ferry_callback(&made[i], add_typed, &sums[i]), 0);
        CHECK_EQUAL(ferry_apply(ferry_pointer_ferry_callback(made[i]), i, NULL), i + 1);
    }
    CHECK_EQUAL(ferry_callback_ferry_callback(&more, add_typed, sums), WHERRY_E_MEMORY);
    CHECK(more == NULL);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       REFUSED "all 4 compiled callbacks of this signature are in use: make the "
                               "binding with more, wherry bind --callbacks K");
    CHECK_EQUAL(wherry_callback_free(made[1]), 0);
    CHECK_EQUAL(ferry_callback_ferry_callback(&made[1], add_typed, &sums[1]), 0);
    CHECK_EQUAL(ferry_apply(ferry_pointer_ferry_callback(made[1]), 10, &sums[1]), 13);
    for (int i = 0; i < FERRY_CALLBACKS_EACH; i++)
        CHECK_EQUAL(wherry_callback_free(made[i]), 0);
}

static void test_libffi(void)
{
    int sum = 0;
    struct wherry_callback *callback = NULL;
    wherry_force_libffi(1);
    CHECK_EQUAL(ferry_callback_ferry_callback(&callback, add_typed, &sum), WHERRY_E_MEMORY);
    CHECK_EQUAL_STRING(wherry_error_text(), REFUSED "wherry_force_libffi() is on");
    wherry_force_libffi(0);
}

int main(void)
{
    CHECK_EQUAL(ferry_add(1, 2), 3); /* libraries are memory that is executed, too */
    const char *reason = deny_executable_memory();
    if (reason)
        return check_skip(reason);
    test_compiled();
    test_libffi();
    return check_result();
}
