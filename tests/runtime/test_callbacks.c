/* test_callbacks.c: C function pointers made by the runtime, called by the library. */
#include "ferry.h"
#include "ferry_binding.h"
#include "support.h"

#include "../check.h"

static struct wherry_callback *create(const char *type, wherry_callback_function *function,
                                      void *user)
{
    struct wherry_callback *callback = NULL;
    int32_t signature = wherry_find_signature(&ferry_binding, type);
    CHECK(signature >= 0);
    CHECK_EQUAL(
        wherry_callback_create(&callback, &ferry_binding, (uint32_t)signature, function, user), 0);
    return callback;
}

static void on_int(void *result, void *const *arguments, void *user)
{
    int *sum = user;
    __atomic_add_fetch(sum, *(int *)arguments[0], __ATOMIC_SEQ_CST);
    *(int *)result = -*(int *)arguments[0] + (*(int **)arguments[1] == sum ? 1000 : 0);
}

static void test_integers(void)
{
    int sum = 0;
    struct wherry_callback *callback = create("ferry_callback", on_int, &sum);
    ferry_callback *pointer = (ferry_callback *)wherry_callback_pointer(callback);
    CHECK_EQUAL(ferry_apply(pointer, 5, &sum), 996);
    CHECK_EQUAL(ferry_apply(pointer, -5, NULL), 6);
    CHECK_EQUAL(sum, 0);
    wherry_callback_free(callback);
    wherry_callback_free(NULL);
}

/* The caller of a callback with a narrow result may rely on all of the register. */
static void on_narrow(void *result, void *const *arguments, void *user)
{
    (void)user;
    *(signed char *)result =
        (signed char)(*(signed char *)arguments[0] + *(unsigned short *)arguments[1]);
}

static void test_narrow(void)
{
    struct wherry_callback *callback = create("ferry_narrow_callback", on_narrow, NULL);
    ferry_narrow_callback *pointer = (ferry_narrow_callback *)wherry_callback_pointer(callback);
    CHECK_EQUAL(ferry_apply_narrow(pointer, -100, 1), -99);
    CHECK_EQUAL(ferry_apply_narrow(pointer, 100, 0xff00), 100);
    wherry_callback_free(callback);
}

static void on_record(void *result, void *const *arguments, void *user)
{
    struct bytes5 *first = arguments[0];
    const struct bytes24 *last = arguments[2];
    (void)user;
    first->b[0] = (unsigned char)(first->b[0] + (int)*(double *)arguments[1]);
    first->b[4] = last->b[23];
    *(struct bytes5 *)result = *first;
}

static void test_records(void)
{
    struct wherry_callback *callback = create("ferry_record_callback", on_record, NULL);
    ferry_record_callback *pointer = (ferry_record_callback *)wherry_callback_pointer(callback);
    struct bytes5 value = {{1, 2, 3, 4, 5}}, got;
    struct bytes24 last = {{0}};
    last.b[23] = 99;
    got = ferry_apply_record(pointer, value, 10.0, last);
    CHECK(got.b[0] == 11 && got.b[1] == 2 && got.b[3] == 4 && got.b[4] == 99);
    CHECK(value.b[0] == 1 && value.b[4] == 5);
    wherry_callback_free(callback);
}

static void on_float_record(void *result, void *const *arguments, void *user)
{
    (void)user;
    ((struct one_float *)result)->a = 2 * ((struct one_float *)arguments[0])->a;
}

static void on_wide(void *result, void *const *arguments, void *user)
{
    (void)user;
    *(long double *)result = *(long double *)arguments[0] / 3;
}

static void on_stdcall(void *result, void *const *arguments, void *user)
{
    (void)user;
    *(int *)result = *(int *)arguments[0] + (int)*(double *)arguments[1];
}

static void test_reals_and_conventions(void)
{
    struct wherry_callback *callback = create("ferry_float_callback", on_float_record, NULL);
    struct one_float one = {1.25f};
    CHECK(ferry_apply_float((ferry_float_callback *)wherry_callback_pointer(callback), one).a ==
          2.5f);
    wherry_callback_free(callback);
    callback = create("ferry_wide_callback", on_wide, NULL);
    CHECK(ferry_apply_wide((ferry_wide_callback *)wherry_callback_pointer(callback), 1.0L) ==
          1.0L / 3);
    wherry_callback_free(callback);
    callback = create("ferry_stdcall_callback", on_stdcall, NULL);
    CHECK_EQUAL(
        ferry_apply_stdcall((ferry_stdcall_callback *)wherry_callback_pointer(callback), 4, 5.0),
        18);
    wherry_callback_free(callback);
}

static void apply_often(void *user)
{
    for (int i = 0; i < 1000; i++)
        ferry_apply((ferry_callback *)wherry_callback_pointer(user), 1, NULL);
}

static void test_foreign_threads(void)
{
    int sum = 0;
    struct wherry_callback *callback = create("ferry_callback", on_int, &sum);
    run_threads(4, apply_often, callback);
    CHECK_EQUAL(sum, 4000);
    wherry_callback_free(callback);
}

static void test_refusals(void)
{
    struct wherry_callback *callback;
    CHECK_EQUAL(wherry_callback_create(&callback, &ferry_binding, FERRY_sum, on_int, NULL),
                WHERRY_E_UNSUPPORTED);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       "ferry: a callback cannot be variadic: libffi does not know what is passed");
    CHECK_EQUAL(wherry_callback_create(&callback, &ferry_binding, 9999, on_int, NULL),
                WHERRY_E_ARGUMENT);
    CHECK_EQUAL(wherry_find_signature(&ferry_binding, "ferry_nothing"), WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(wherry_error_text(), "ferry: has no signature ferry_nothing");
}

int main(void)
{
    test_integers();
    test_narrow();
    test_records();
    test_reals_and_conventions();
    test_foreign_threads();
    test_refusals();
    return check_result();
}
