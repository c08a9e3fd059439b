/* test_callbacks.c: C function pointers made by the runtime, called by the library. Each test runs
 * with compiled callbacks and with those that libffi makes. With the arguments `late compiled` and
 * `late libffi` a callback is called after it was freed; late.cmake compares what is said then. */
#include "ferry.h"
#include "ferry_binding.h"
#include "support.h"

#include "../check.h"

static int is_libffi; /* the callbacks of this turn */

static uint32_t signature_of(const char *type)
{
    int32_t signature = wherry_find_signature(&ferry_binding, type);
    CHECK(signature >= 0);
    return (uint32_t)signature;
}

static struct wherry_callback *create(const char *type, wherry_callback_function *function,
                                      void *user)
{
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(
        wherry_callback_create(&callback, &ferry_binding, signature_of(type), function, user), 0);
    return callback;
}

static void end(struct wherry_callback *callback)
{
    CHECK_EQUAL(wherry_callback_free(callback), 0);
}

/* ---- What is passed -------------------------------------------------------------------------- */

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
    end(callback);
    end(NULL);
}

static int add_typed(void *user, int a, void *pointer)
{
    return *(int *)user += a + (pointer == user);
}

static long long weigh(void *user, int a, long long b, int c)
{
    return *(int *)user + a + 10 * b + 100000 * c;
}

static void test_typed(void)
{
    int sum = 100;
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(ferry_callback_ferry_callback(&callback, add_typed, &sum), 0);
    CHECK_EQUAL(ferry_apply(ferry_pointer_ferry_callback(callback), 5, &sum), 107);
    CHECK_EQUAL(ferry_apply(ferry_pointer_ferry_callback(callback), -6, NULL), 101);
    end(callback);
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
    end(callback);
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
    end(callback);
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
    end(callback);
    callback = create("ferry_wide_callback", on_wide, NULL);
    CHECK(ferry_apply_wide((ferry_wide_callback *)wherry_callback_pointer(callback), 1.0L) ==
          1.0L / 3);
    end(callback);
    callback = create("ferry_stdcall_callback", on_stdcall, NULL);
    CHECK_EQUAL(
        ferry_apply_stdcall((ferry_stdcall_callback *)wherry_callback_pointer(callback), 4, 5.0),
        18);
    end(callback);
}

/* ---- What libffi cannot, and compiled code can ----------------------------------------------- */

static void on_packed(void *result, void *const *arguments, void *user)
{
    struct packed value;
    memcpy(&value, arguments[0], sizeof value);
    *(int *)result = value.a + value.b + *(int *)user;
}

static void test_packed(void)
{
    static const char why[] = "; all 4 compiled callbacks of this signature are in use: make the "
                              "binding with more, wherry bind --callbacks K";
    int thousand = 1000;
    struct packed value = {1, 20};
    struct wherry_callback *made[FERRY_CALLBACKS_EACH], *more;
    for (int i = 0; i < FERRY_CALLBACKS_EACH; i++) {
        made[i] = create("ferry_packed_callback", on_packed, &thousand);
        CHECK_EQUAL(
            ferry_apply_packed((ferry_packed_callback *)wherry_callback_pointer(made[i]), value),
            1021);
    }
    CHECK_EQUAL(wherry_callback_create(&more, &ferry_binding, signature_of("ferry_packed_callback"),
                                       on_packed, NULL),
                WHERRY_E_UNSUPPORTED);
    CHECK(more == NULL);
    const char *end_of_text = strstr(wherry_error_text(), "; all ");
    CHECK_EQUAL_STRING(end_of_text, why);
    CHECK(strstr(wherry_error_text(), "packed") != NULL);
    for (int i = 0; i < FERRY_CALLBACKS_EACH; i++)
        end(made[i]);
}

static void test_fastcall(void)
{
    int one = 1;
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(ferry_callback_ferry_fastcall_callback(&callback, weigh, &one), 0);
    CHECK_EQUAL(
        ferry_apply_fastcall(ferry_pointer_ferry_fastcall_callback(callback), 4, 3000000000, 1),
        2 * 30000100005);
    end(callback);
}

/* ---- Life ------------------------------------------------------------------------------------ */

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
    end(callback);
}

/* More than are compiled, each with a user pointer of its own. */
static void test_many(void)
{
    enum { COUNT = 3 * FERRY_CALLBACKS_EACH };
    int sums[COUNT] = {0};
    struct wherry_callback *made[COUNT];
    for (int i = 0; i < COUNT; i++)
        CHECK_EQUAL(ferry_callback_ferry_callback(&made[i], add_typed, &sums[i]), 0);
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < i; k++)
            CHECK(ferry_pointer_ferry_callback(made[i]) != ferry_pointer_ferry_callback(made[k]));
    for (int i = 0; i < COUNT; i++)
        ferry_apply(ferry_pointer_ferry_callback(made[i]), i, NULL);
    for (int i = 0; i < COUNT; i++) {
        CHECK_EQUAL(sums[i], i);
        end(made[i]);
    }
}

/* Slots are taken, called through and given back by several threads at once. */
static void come_and_go(void *user)
{
    int *failures = user;
    for (int i = 0; i < 500; i++) {
        int sum = i;
        struct wherry_callback *callback = NULL;
        int bad = ferry_callback_ferry_callback(&callback, add_typed, &sum) != 0 ||
                  ferry_apply(ferry_pointer_ferry_callback(callback), 7, &sum) != i + 9 ||
                  wherry_callback_free(callback) != 0;
        __atomic_add_fetch(failures, bad, __ATOMIC_SEQ_CST);
    }
}

static void test_threads_create(void)
{
    int failures = 0;
    run_threads(8, come_and_go, &failures);
    CHECK_EQUAL(failures, 0);
}

/* A freed pointer rests: the next ones are others, but there are not ever more of them. */
static void test_reuse(void)
{
    enum { TURNS = 100 };
    ferry_callback *seen[TURNS];
    int sum = 0, distinct = 0;
    for (int i = 0; i < TURNS; i++) {
        struct wherry_callback *callback = NULL;
        int is_new = 1;
        CHECK_EQUAL(ferry_callback_ferry_callback(&callback, add_typed, &sum), 0);
        seen[i] = ferry_pointer_ferry_callback(callback);
        ferry_apply(seen[i], 1, NULL);
        for (int k = 0; k < i; k++)
            is_new = is_new && seen[k] != seen[i];
        distinct += is_new;
        for (int k = i - 1; k >= 0 && k > i - FERRY_CALLBACKS_EACH; k--)
            CHECK(seen[k] != seen[i]);
        end(callback);
    }
    CHECK_EQUAL(sum, TURNS);
    CHECK(distinct <= 64);
}

/* ---- Busy ------------------------------------------------------------------------------------ */

struct busy {
    struct wherry_callback *callback;
    int role, entered, tried; /* atomic */
    int code;
};

static int free_oneself(void *user, int a, void *pointer)
{
    struct busy *busy = user;
    (void)pointer;
    CHECK_EQUAL(wherry_callback_free(busy->callback), WHERRY_E_BUSY);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       "callback ferry_callback cannot be freed: a call of it is running");
    return a;
}

/* The first call lasts until freeing was tried. */
static int wait_for_free(void *user, int a, void *pointer)
{
    struct busy *busy = user;
    if (pointer)
        return a;
    __atomic_store_n(&busy->entered, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&busy->tried, __ATOMIC_SEQ_CST) < 1)
        ;
    return a;
}

static void one_calls_the_other_frees(void *user)
{
    struct busy *busy = user;
    if (__atomic_fetch_add(&busy->role, 1, __ATOMIC_SEQ_CST) == 0) {
        ferry_apply(ferry_pointer_ferry_callback(busy->callback), 1, NULL);
        return;
    }
    while (!__atomic_load_n(&busy->entered, __ATOMIC_SEQ_CST))
        ;
    busy->code = wherry_callback_free(busy->callback);
    __atomic_store_n(&busy->tried, 1, __ATOMIC_SEQ_CST);
}

/* While one call lasts, others come and go and a third thread tries to free: never at a moment when
 * a rightful call could find the callback freed. */
static void call_while_another_frees(void *user)
{
    enum { TIMES = 2000 };
    struct busy *busy = user;
    int role = __atomic_fetch_add(&busy->role, 1, __ATOMIC_SEQ_CST);
    if (role == 0) {
        ferry_apply(ferry_pointer_ferry_callback(busy->callback), 1, NULL);
        return;
    }
    while (!__atomic_load_n(&busy->entered, __ATOMIC_SEQ_CST))
        ;
    for (int i = 0; role == 1 && i < TIMES; i++)
        busy->code += wherry_callback_free(busy->callback) == WHERRY_E_BUSY;
    for (int i = 0; role > 1 && i < TIMES; i++)
        ferry_apply(ferry_pointer_ferry_callback(busy->callback), i, busy);
    __atomic_add_fetch(&busy->tried, 1, __ATOMIC_SEQ_CST);
}

static void test_busy(void)
{
    struct busy busy = {0};
    CHECK_EQUAL(ferry_callback_ferry_callback(&busy.callback, free_oneself, &busy), 0);
    CHECK_EQUAL(ferry_apply(ferry_pointer_ferry_callback(busy.callback), 3, NULL), 4);
    end(busy.callback);
    CHECK_EQUAL(ferry_callback_ferry_callback(&busy.callback, wait_for_free, &busy), 0);
    run_threads(2, one_calls_the_other_frees, &busy);
    CHECK_EQUAL(busy.code, WHERRY_E_BUSY);
    end(busy.callback);
    busy = (struct busy){.tried = -2}; /* three others */
    CHECK_EQUAL(ferry_callback_ferry_callback(&busy.callback, wait_for_free, &busy), 0);
    run_threads(4, call_while_another_frees, &busy);
    CHECK_EQUAL(busy.code, 2000);
    end(busy.callback);
    CHECK_EQUAL(wherry_callback_free(busy.callback), WHERRY_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_error_text(), "callback ferry_callback was freed before");
}

static int call_late(void)
{
    int sum = 0;
    struct wherry_callback *callback = NULL, *next = NULL;
    ferry_callback_ferry_callback(&callback, add_typed, &sum);
    ferry_apply(ferry_pointer_ferry_callback(callback), 1, NULL);
    wherry_callback_free(callback);
    ferry_callback_ferry_callback(&next, add_typed, &sum); /* is another one */
    return ferry_apply(ferry_pointer_ferry_callback(callback), 1, NULL);
}

/* ---- Refusals -------------------------------------------------------------------------------- */

static void test_refusals(void)
{
    struct wherry_callback *callback;
    CHECK_EQUAL(wherry_callback_create(&callback, &ferry_binding, FERRY_sum, on_int, NULL),
                WHERRY_E_UNSUPPORTED);
    CHECK_EQUAL_STRING(
        wherry_error_text(),
        "ferry: ferry_sum: a callback cannot be variadic: nothing says what is passed");
    CHECK_EQUAL(wherry_callback_create(&callback, &ferry_binding, 9999, on_int, NULL),
                WHERRY_E_ARGUMENT);
    CHECK_EQUAL(wherry_callback_create_typed(&callback, &ferry_binding, 99,
                                             (wherry_function)add_typed, NULL),
                WHERRY_E_ARGUMENT);
    CHECK_EQUAL(wherry_callback_create(&callback, &ferry_binding, FERRY_packed, on_packed, NULL),
                WHERRY_E_UNSUPPORTED);
    CHECK(strstr(wherry_error_text(), "; no compiled callback has this signature") != NULL);
    CHECK_EQUAL(wherry_find_signature(&ferry_binding, "ferry_nothing"), WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(wherry_error_text(), "ferry: has no signature ferry_nothing");
    CHECK_EQUAL_STRING(wherry_strerror(WHERRY_E_BUSY), "a call of the callback is running");
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "late") == 0) {
        wherry_force_libffi(strcmp(argv[2], "libffi") == 0);
        return call_late();
    }
    for (is_libffi = 0; is_libffi < 2; is_libffi++) {
        wherry_force_libffi(is_libffi);
        test_integers();
        test_typed();
        test_narrow();
        test_records();
        test_reals_and_conventions();
        test_foreign_threads();
        test_many();
        test_threads_create();
        test_reuse();
        test_busy();
    }
    wherry_force_libffi(0);
    test_packed();
    test_fastcall();
    test_refusals();
    return check_result();
}
