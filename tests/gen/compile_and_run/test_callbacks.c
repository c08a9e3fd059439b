/* test_callbacks.c: the typed way into every function pointer type of hooks.h: through compiled
 * callbacks, and through those of libffi; of the first there are two for each shape. */
#include "hooks_binding.h"
#include "unhooked_binding.h"

#include "../../check.h"

/* ---- Every kind of value --------------------------------------------------------------------- */

enum { MADE = 5 };    /* of a type at once */
static int is_libffi; /* the callbacks of this turn */

/* The second argument comes back, and the user pointer is the right one. */
#define SECOND(id, type)                                                                           \
    static type second_##id(void *user, type first, type second)                                   \
    {                                                                                              \
        (void)first;                                                                               \
        ++*(int *)user;                                                                            \
        return second;                                                                             \
    }
HOOKS_VALUES(SECOND)
SECOND(bool, _Bool)
SECOND(cfloat, float _Complex)
SECOND(cdouble, double _Complex)

/* The same by description: after the write the first argument is the callee's own. */
static void second_of_two(void *result, void *const *arguments, void *user)
{
    const size_t size = *(const size_t *)user;
    memset(arguments[0], 0x55, size);
    memcpy(result, arguments[1], size);
}

/* Bytes that every type has: padding is not compared. */
#define SAME(a, b, size) (memcmp(&(a), &(b), size) == 0)

/* Whether libffi can pass it: else it must say so. */
#define ROUND_TRIP(id, type, bytes, can, ...)                                                      \
    static void round_trip_##id(void)                                                              \
    {                                                                                              \
        type values[2] = {__VA_ARGS__};                                                            \
        struct wherry_callback *made[MADE];                                                        \
        size_t size = sizeof(type);                                                                \
        int calls[MADE] = {0}, count = 0;                                                          \
        while (count < MADE &&                                                                     \
               !hooks_callback_hooks_on_##id(&made[count], second_##id, &calls[count]))            \
            count++;                                                                               \
        CHECK_EQUAL(count, (can) ? MADE : is_libffi ? 0 : 2);                                      \
        for (int i = 0; i < count; i++) {                                                          \
            type seen = hooks_##id(hooks_pointer_hooks_on_##id(made[i]), values[0], values[1]);    \
            CHECK(SAME(seen, values[0], bytes));                                                   \
            seen = hooks_##id(hooks_pointer_hooks_on_##id(made[i]), values[1], values[0]);         \
            CHECK(SAME(seen, values[1], bytes));                                                   \
            CHECK_EQUAL(calls[i], 2);                                                              \
            CHECK_EQUAL(wherry_callback_free(made[i]), 0);                                         \
        }                                                                                          \
        if (!(can))                                                                                \
            CHECK(strstr(wherry_error_text(), "; ") != NULL);                                      \
        if (is_libffi && !(can))                                                                   \
            return;                                                                                \
        CHECK_EQUAL(wherry_callback_create(                                                        \
                        &made[0], &hooks_binding,                                                  \
                        (uint32_t)wherry_find_signature(&hooks_binding, "hooks_on_" #id),          \
                        second_of_two, &size),                                                     \
                    0);                                                                            \
        type seen = hooks_##id(hooks_pointer_hooks_on_##id(made[0]), values[0], values[1]);        \
        CHECK(SAME(seen, values[0], bytes));                                                       \
        CHECK_EQUAL(wherry_callback_free(made[0]), 0);                                             \
    }

#define ALL(type) sizeof(type)
/* X(id, type, bytes to compare, whether libffi can, two values...) */
#define ROUND_TRIPS(X)                                                                             \
    X(char, char, 1, 1, 'a', 'z')                                                                  \
    X(schar, signed char, 1, 1, -128, 127)                                                         \
    X(uchar, unsigned char, 1, 1, 255, 128)                                                        \
    X(short, short, 2, 1, -32768, 32767)                                                           \
    X(ushort, unsigned short, 2, 1, 65535, 32768)                                                  \
    X(int, int, 4, 1, -2147483647 - 1, 2147483647)                                                 \
    X(uint, unsigned, 4, 1, 4294967295u, 2147483648u)                                              \
    X(long, long, ALL(long), 1, -2147483647, 2147483647)                                           \
    X(ulong, unsigned long, ALL(long), 1, 4294967295u, 2147483648u)                                \
    X(llong, long long, 8, 1, -9223372036854775807 - 1, 9223372036854775807)                       \
    X(ullong, unsigned long long, 8, 1, 18446744073709551615u, 1)                                  \
    X(size, size_t, ALL(size_t), 1, (size_t)-1, 1)                                                 \
    X(wchar, wchar_t, ALL(wchar_t), 1, 0x20ac, 0xffff)                                             \
    X(float, float, 4, 1, -1.5f, 3e38f)                                                            \
    X(double, double, 8, 1, -1.5, 1e308)                                                           \
    X(ldouble, long double, 10, 1, 1.0L / 3, -2e300L)                                              \
    X(text, const char *, ALL(char *), 1, "first", "second")                                       \
    X(color, enum hooks_color, 4, 1, HOOKS_RED, HOOKS_GREEN)                                       \
    X(point, struct hooks_point, 16, 1, {1, 2}, {3, 4})                                            \
    X(three, struct hooks_three, 3, 1, {{1, 2, 3}}, {{4, 5, 6}})                                   \
    X(bits, struct hooks_bits, 8, 0, {1, 8191, -5}, {7, 0, 5})                                     \
    X(packed, struct hooks_packed, 9, 0, {1, 0.5}, {(char)-1, 1e9})                                \
    X(large, struct hooks_large, 9 * sizeof(long) + 3, 1, {{1, [8] = 9}, {{1, 2, 3}}},             \
      {{-1, [8] = -9}, {{3, 2, 1}}})                                                               \
    X(floats, struct hooks_floats, 12, 1, {{1, 2, 3}}, {{4, 5, 6}})                                \
    X(any, union hooks_any, 8, 1, {.d = 0.5}, {.i = -1})                                           \
    X(bool, _Bool, 1, 1, 1, 0)                                                                     \
    X(cfloat, float _Complex, 8, 1, 1.0f, 2.0f)                                                    \
    X(cdouble, double _Complex, 16, 1, 1.0, 2.0)

ROUND_TRIPS(ROUND_TRIP)

static void test_values(void)
{
#define CALL(id, ...) round_trip_##id();
    ROUND_TRIPS(CALL)
#undef CALL
}

/* ---- Places ---------------------------------------------------------------------------------- */

static int on_each(void *user, int value, void *data)
{
    return value * *(int *)user + *(int *)data;
}

static int on_short(void *user, short a)
{
    return *(int *)user + a;
}

static void on_number(void *user, int number)
{
    *(int *)user = number;
}

static void test_parameters(void)
{
    int two = 2, hundred = 100;
    const int values[] = {1, 2, 3};
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(hooks_callback_hooks_each_visit(&callback, on_each, &two), 0);
    CHECK_EQUAL(hooks_each(values, 3, hooks_pointer_hooks_each_visit(callback), &hundred), 312);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
    CHECK_EQUAL(hooks_callback_hooks_unnamed_0(&callback, on_short, &hundred), 0);
    CHECK_EQUAL(hooks_unnamed(hooks_pointer_hooks_unnamed_0(callback)), 93);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
    CHECK_EQUAL(hooks_callback_hooks_set_handler(&callback, on_number, &two), 0);
    CHECK(hooks_set(hooks_pointer_hooks_set_handler(callback)) == NULL);
    hooks_set(NULL)(17);
    CHECK_EQUAL(two, 17);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
    CHECK(wherry_find_signature(&hooks_binding, "hooks_set.result") >= 0);
    CHECK_EQUAL(wherry_find_signature(&hooks_binding, "hooks_set.handler"),
                wherry_find_signature(&hooks_binding, "hooks_set.result"));
}

static void on_open(void *user, struct hooks_table *table, struct hooks_opaque *opaque)
{
    *(int *)user = (void *)table == (void *)opaque;
}

static double on_weight(void *user, struct hooks_point point)
{
    return *(int *)user * (point.x + point.y);
}

static struct hooks_point on_move(void *user, struct hooks_point from, struct hooks_three by)
{
    (void)user;
    from.x += by.c[0];
    from.y += by.c[2];
    return from;
}

static void test_fields(void)
{
    int opened = 0, one = 1, ten = 10;
    struct hooks_table table;
    struct wherry_callback *callbacks[4] = {NULL};
    CHECK_EQUAL(hooks_callback_hooks_table_on_open_2(&callbacks[0], on_open, &opened), 0);
    CHECK_EQUAL(hooks_callback_hooks_table_weights(&callbacks[1], on_weight, &one), 0);
    CHECK_EQUAL(hooks_callback_hooks_table_weights(&callbacks[2], on_weight, &ten), 0);
    CHECK_EQUAL(hooks_callback_hooks_table_inner_move(&callbacks[3], on_move, NULL), 0);
    table.on_open = hooks_pointer_hooks_table_on_open_2(callbacks[0]);
    table.weights[0] = hooks_pointer_hooks_table_weights(callbacks[1]);
    table.weights[1] = hooks_pointer_hooks_table_weights(callbacks[2]);
    table.inner.move = hooks_pointer_hooks_table_inner_move(callbacks[3]);
    CHECK(hooks_use(&table) == 8004);
    CHECK_EQUAL(opened, 1);
    for (int i = 0; i < 4; i++)
        CHECK_EQUAL(wherry_callback_free(callbacks[i]), 0);
    CHECK(wherry_find_signature(&hooks_binding, "struct hooks_table.on_open") >= 0);
    CHECK(wherry_find_signature(&hooks_binding, "struct hooks_table.weights") >= 0);
}

static int on_plain(void *user, int a)
{
    return *(int *)user * a;
}

static int on_outer(void *user, int (*inner)(int a), int a)
{
    return inner(a) + *(int *)user;
}

static void on_nothing(void *user)
{
    ++*(int *)user;
}

static void test_other_places(void)
{
    int three = 3, thousand = 1000;
    struct wherry_callback *global = NULL, *outer = NULL, *plain = NULL, *nothing = NULL;
    int (**place)(int) = hooks_data_hooks_global(), (*before)(int) = *place;
    CHECK_EQUAL(hooks_callback_hooks_global(&global, on_plain, &three), 0);
    CHECK_EQUAL(hooks_callback_hooks_outer(&outer, on_outer, &thousand), 0);
    *place = hooks_pointer_hooks_global(global);
    CHECK_EQUAL(hooks_nest(hooks_pointer_hooks_outer(outer)), 1016);
    *place = before;
    CHECK_EQUAL(wherry_callback_free(global), 0);
    CHECK_EQUAL(wherry_callback_free(outer), 0);
    CHECK(wherry_find_signature(&hooks_binding, "hooks_outer.0") >= 0);

    CHECK_EQUAL(hooks_callback_hooks_plain_pointer(&plain, on_plain, &three), 0);
    hooks_plain *pointer = hooks_pointer_hooks_plain_pointer(plain);
    CHECK_EQUAL(hooks_through(&pointer, 14), 42);
    CHECK_EQUAL(wherry_callback_free(plain), 0);
    CHECK_EQUAL(hooks_callback_hooks_table_on_open(&nothing, on_nothing, &three), 0);
    CHECK_EQUAL(hooks_open(hooks_pointer_hooks_table_on_open(nothing)), 3);
    CHECK_EQUAL(three, 4);
    CHECK_EQUAL(wherry_callback_free(nothing), 0);
}

/* ---- Conventions and refusals ---------------------------------------------------------------- */

static struct hooks_point on_std(void *user, struct hooks_three a, double b)
{
    struct hooks_point point = {a.c[2] + b, *(int *)user + b};
    return point;
}

static long long on_fast(void *user, int a, long long b, int c)
{
    return *(int *)user + a + 10 * b + c;
}

static void test_std(void)
{
    int eight = 8;
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(hooks_callback_hooks_std(&callback, on_std, &eight), 0);
    CHECK(hooks_call_std(hooks_pointer_hooks_std(callback)) == 3.5 + 82.5);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
}

static void test_fast(void)
{
    int eight = 8;
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(hooks_callback_hooks_fast(&callback, on_fast, &eight), 0);
    CHECK_EQUAL(hooks_call_fast(hooks_pointer_hooks_fast(callback)), 30000000011 + 5);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
}

static void test_variadic(void)
{
    struct wherry_callback *callback = NULL;
    int32_t signature = wherry_find_signature(&hooks_binding, "hooks_print");
    CHECK_EQUAL(
        wherry_callback_create(&callback, &hooks_binding, (uint32_t)signature, second_of_two, NULL),
        WHERRY_E_UNSUPPORTED);
    CHECK_EQUAL_STRING(
        wherry_error_text(),
        "hooks: hooks_print: a callback cannot be variadic: nothing says what is passed");
}

/* A binding without compiled callbacks. */
static void test_none(void)
{
    int two = 2, hundred = 100;
    const int values[] = {1, 2, 3};
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(unhooked_callback_hooks_each_visit(&callback, on_each, &two), 0);
    CHECK_EQUAL(u_hooks_each(values, 3, unhooked_pointer_hooks_each_visit(callback), &hundred),
                312);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
    CHECK_EQUAL(unhooked_callback_hooks_on_packed(&callback, second_packed, &two),
                WHERRY_E_UNSUPPORTED);
    CHECK(strstr(wherry_error_text(), "; this binding has no compiled callbacks: make it with "
                                      "wherry bind --callbacks K") != NULL);
}

int main(void)
{
    CHECK_EQUAL(hooks_load(), 0);
    CHECK_EQUAL(unhooked_load(), 0);
    for (is_libffi = 0; is_libffi < 2; is_libffi++) {
        wherry_force_libffi(is_libffi);
        test_values();
        test_parameters();
        test_fields();
        test_other_places();
        test_std();
    }
    wherry_force_libffi(0);
    test_fast();
    test_variadic();
    test_none();
    return check_result();
}
