/* test_calls.c: every function through its stub, its compiled invoker and libffi. All three must
 * agree, must write no byte beside the result, and must leave the caller's records alone. */
#include "ferry.h"
#include "ferry_binding.h"

#include "../check.h"

#include <complex.h>

#include <wherry/binding.h>

enum { GUARD = 0xa5 };

/* Call function `index` by description both ways: the bytes of the result must be `expected`'s, and
 * the bytes after it untouched. Padding in results is not compared: `compared` bytes are. */
static void check_both_ways(uint32_t index, const void *expected, size_t size, size_t compared,
                            void *const *arguments, int line)
{
    for (int force = 0; force < 2; force++) {
        _Alignas(16) unsigned char result[256];
        int code;
        memset(result, GUARD, sizeof result);
        wherry_force_libffi(force);
        code = wherry_call(&ferry_binding, index, result, arguments);
        if (!check_report(code == 0, __FILE__, line, force ? "libffi call" : "invoker call"))
            fprintf(stderr, "    function %u: %s\n", (unsigned)index, wherry_error_text());
        else
            check_report(memcmp(result, expected, compared) == 0, __FILE__, line,
                         force ? "result through libffi" : "result through the invoker");
        for (size_t i = size; i < sizeof result; i++)
            if (result[i] != GUARD) {
                check_report(0, __FILE__, line, "a byte beside the result was written");
                break;
            }
        check_report(wherry_call(&ferry_binding, index, NULL, arguments) == 0, __FILE__, line,
                     "call without a result");
    }
    wherry_force_libffi(0);
}

/* `expected` is the stub's result, which was checked before. */
#define BOTH_WAYS(index, expected, ...)                                                            \
    check_both_ways(index, &expected, sizeof expected, sizeof expected, (void *[]){__VA_ARGS__},   \
                    __LINE__)

static void test_integers(void)
{
    int a = 40, b = 2, sum = ferry_add(a, b);
    signed char narrow = -100, narrowed;
    short limit = 7;
    unsigned short u16 = 3, wrapped;
    unsigned char u8 = 9;
    _Bool yes = 1, no = ferry_not(yes), again = ferry_not(no);
    long long wide = -5000000000;
    unsigned u32 = 4000000000u;
    long long difference = ferry_wide(wide, u32);
    CHECK_EQUAL(sum, 42);
    BOTH_WAYS(FERRY_add, sum, &a, &b);
    narrowed = ferry_schar(narrow, limit);
    CHECK_EQUAL(narrowed, -100);
    BOTH_WAYS(FERRY_schar, narrowed, &narrow, &limit);
    wrapped = ferry_ushort(u16, u8);
    CHECK_EQUAL(wrapped, 65530);
    BOTH_WAYS(FERRY_ushort, wrapped, &u16, &u8);
    CHECK(!no && again);
    BOTH_WAYS(FERRY_not, no, &yes);
    BOTH_WAYS(FERRY_not, again, &no);
    CHECK_EQUAL(difference, -9000000000);
    BOTH_WAYS(FERRY_wide, difference, &wide, &u32);
}

static void test_reals(void)
{
    float a = 1.5f, b = 0.25f, difference = ferry_float(a, b);
    long double wide = 1.0L, quotient;
    int three = 3;
    float _Complex i = 2.0f + 1.0f * I, square = ferry_complex_float(i);
    double _Complex j = 2.0 + 1.0 * I, wide_square = ferry_complex_double(j);
    CHECK(difference == 1.25f);
    BOTH_WAYS(FERRY_float, difference, &a, &b);
    memset(&quotient, 0, sizeof quotient);
    quotient = ferry_long_double(wide, three);
    CHECK(quotient == 1.0L / 3);
    check_both_ways(FERRY_long_double, &quotient, sizeof quotient, 10, (void *[]){&wide, &three},
                    __LINE__);
    CHECK(square == 3.0f + 4.0f * I);
    BOTH_WAYS(FERRY_complex_float, square, &i);
    CHECK(wide_square == 3.0 + 4.0 * I);
    BOTH_WAYS(FERRY_complex_double, wide_square, &j);
}

static void test_many_arguments(void)
{
    int a = 1, i = -9;
    double b = 2.5, h = -8.25, mixed;
    float c = -3.5f;
    long long d = 4000000000;
    const char *e = "x";
    unsigned char f = 250;
    short g = -700;
    signed char j = -10;
    mixed = ferry_mix(a, b, c, d, e, f, g, h, i, j);
    CHECK(mixed == 1 + 5 - 10.5 + 16e9 + 600 + 1500 - 4900 - 66 - 81 - 100);
    BOTH_WAYS(FERRY_mix, mixed, &a, &b, &c, &d, &e, &f, &g, &h, &i, &j);
}

static void test_pointers(void)
{
    const char *text = "text", *rest = ferry_pointer(text);
    int number = 5, *address = &number;
    CHECK_EQUAL_STRING(rest, "ext");
    BOTH_WAYS(FERRY_pointer, rest, &text);
    ferry_void(address);
    CHECK_EQUAL(number, 6);
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_void, NULL, (void *[]){&address}), 0);
    CHECK_EQUAL(number, 7);
    wherry_force_libffi(1);
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_void, NULL, (void *[]){&address}), 0);
    wherry_force_libffi(0);
    CHECK_EQUAL(number, 8);
}

#define TEST_BYTES(n)                                                                              \
    static void test_bytes##n(void)                                                                \
    {                                                                                              \
        struct bytes##n value, kept, changed;                                                      \
        int add = 3, right = 1;                                                                    \
        for (int i = 0; i < n; i++)                                                                \
            value.b[i] = (unsigned char)(i * 7 + 250);                                             \
        kept = value;                                                                              \
        changed = ferry_bytes##n(value, add);                                                      \
        for (int i = 0; i < n; i++)                                                                \
            right &= changed.b[i] == (unsigned char)(i * 7 + 253);                                 \
        CHECK(right);                                                                              \
        BOTH_WAYS(FERRY_bytes##n, changed, &value, &add);                                          \
        CHECK(memcmp(&value, &kept, n) == 0);                                                      \
    }
FERRY_BYTES(TEST_BYTES)

/* libffi redirects the vector's elements to copies in its own frame; the caller's must stay. */
static void test_vector_is_kept(void)
{
    struct bytes100 value = {{1}}, result;
    int add = 1;
    void *vector[] = {&value, &add};
    wherry_force_libffi(1);
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_bytes100, &result, vector), 0);
        CHECK(vector[0] == &value && vector[1] == &add);
        CHECK_EQUAL(result.b[0], 2);
        CHECK_EQUAL(value.b[0], 1);
    }
    wherry_force_libffi(0);
}

/* An unwanted result in st(0) must be popped: the x87 stack has eight places. */
static void test_dropped_long_doubles(void)
{
    long double wide = 1.0L, quotient = 0;
    int three = 3;
    void *vector[] = {&wide, &three};
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        for (int i = 0; i < 20; i++)
            CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_long_double, NULL, vector), 0);
        CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_long_double, &quotient, vector), 0);
        CHECK(quotient == 1.0L / 3);
    }
    wherry_force_libffi(0);
}

static void test_float_records(void)
{
    struct one_float one = {1.5f}, minus = ferry_one_float(one);
    struct two_floats two = {1, 2}, swapped = ferry_two_floats(two);
    struct three_floats three = {1, 2, 3}, turned = ferry_three_floats(three);
    struct one_double wide = {2.5}, wide_minus = ferry_one_double(wide);
    CHECK(minus.a == -1.5f);
    BOTH_WAYS(FERRY_one_float, minus, &one);
    CHECK(swapped.a == 2 && swapped.b == 1);
    BOTH_WAYS(FERRY_two_floats, swapped, &two);
    CHECK(turned.a == 2 && turned.b == 3 && turned.c == 1);
    BOTH_WAYS(FERRY_three_floats, turned, &three);
    CHECK(wide_minus.a == -2.5);
    BOTH_WAYS(FERRY_one_double, wide_minus, &wide);
}

static void test_mixed_records(void)
{
    int before = 7;
    double after = 0.5;
    struct mixed mixed = {1.0, 2}, sum = ferry_mixed(before, mixed, after);
    struct nested nested = {{1, 2}, {9, 4, 0}}, turned = ferry_nested(nested);
    union number number = {.i = 77}, minus = ferry_number(number);
    union real real = {.d = 7.5}, real_minus = ferry_real(real);
    CHECK(sum.a == 1.5 && sum.b == 9);
    check_both_ways(FERRY_mixed, &sum, sizeof sum, 12, (void *[]){&before, &mixed, &after},
                    __LINE__);
    CHECK(turned.pair.a == 2 && turned.numbers[2] == 5);
    check_both_ways(FERRY_nested, &turned, sizeof turned, 14, (void *[]){&nested}, __LINE__);
    CHECK_EQUAL(minus.i, -77);
    BOTH_WAYS(FERRY_number, minus, &number);
    CHECK(real_minus.d == -7.5);
    BOTH_WAYS(FERRY_real, real_minus, &real);
}

static void test_conventions(void)
{
    int a = 1, b = 2, c = 3, by_stdcall, by_fastcall, by_ms_abi;
    double d = 20.0;
    short e = 300;
    struct bytes24 f = {{4}}, kept_f = f;
    struct bytes3 g = {{0, 0, 5}}, kept_g = g;
    by_stdcall = ferry_stdcall(a, d, e);
    CHECK_EQUAL(by_stdcall, 941);
    BOTH_WAYS(FERRY_stdcall, by_stdcall, &a, &d, &e);
    by_fastcall = ferry_fastcall(a, b, c);
    CHECK_EQUAL(by_fastcall, 14);
    BOTH_WAYS(FERRY_fastcall, by_fastcall, &a, &b, &c);
    by_ms_abi = ferry_ms_abi(a, d, f, g);
    CHECK_EQUAL(by_ms_abi, 32);
    BOTH_WAYS(FERRY_ms_abi, by_ms_abi, &a, &d, &f, &g);
    CHECK(memcmp(&f, &kept_f, sizeof f) == 0 && memcmp(&g, &kept_g, sizeof g) == 0);
}

static void test_variadic(void)
{
    int count = 3;
    double x = 1.5, y = 2.5, z = 3.5, sum = 0;
    int i = -1, k = -3;
    long long j = 5000000000, integer_sum = 0;
    const uint16_t reals[] = {WHERRY_DOUBLE, WHERRY_DOUBLE, WHERRY_DOUBLE};
    const uint16_t integers[] = {WHERRY_INT32, WHERRY_INT64, WHERRY_INT32};
    const uint16_t unpromoted[] = {WHERRY_FLOAT};
    CHECK(ferry_sum(count, x, y, z) == 14.5);
    CHECK_EQUAL(wherry_call_variadic(&ferry_binding, FERRY_sum, &sum,
                                     (void *[]){&count, &x, &y, &z}, reals, 3),
                0);
    CHECK(sum == 14.5);
    CHECK_EQUAL(ferry_integer_sum(count, i, j, k), 14999999988);
    CHECK_EQUAL(wherry_call_variadic(&ferry_binding, FERRY_integer_sum, &integer_sum,
                                     (void *[]){&count, &i, &j, &k}, integers, 3),
                0);
    CHECK_EQUAL(integer_sum, 14999999988);
    CHECK_EQUAL(wherry_call_variadic(&ferry_binding, FERRY_sum, &sum, (void *[]){&count, &x},
                                     unpromoted, 1),
                WHERRY_E_ARGUMENT);
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_sum, &sum, (void *[]){&count}),
                WHERRY_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       "ferry: ferry_sum is variadic: use wherry_call_variadic()");
}

static void test_refusals(void)
{
    struct packed packed = {1, 2};
    int result = 0;
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_packed, &result, (void *[]){&packed}), 0);
    CHECK_EQUAL(result, 3);
    wherry_force_libffi(1);
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_packed, &result, (void *[]){&packed}),
                WHERRY_E_UNSUPPORTED);
    wherry_force_libffi(0);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       "ferry: record struct packed cannot be passed by libffi: it is packed; only "
                       "compiled code can pass it");
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_FUNCTION_COUNT, &result, NULL),
                WHERRY_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_error_text(), "ferry: there is no function number 53");
    CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_elsewhere, &result, NULL), WHERRY_E_ABSENT);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       "ferry: ferry_elsewhere is not declared on this target");
}

static void test_call_pointer(void)
{
    wherry_function function;
    int a = 3, b = 4, sum = 0;
    int32_t signature = wherry_find_signature(&ferry_binding, "ferry_add");
    CHECK_EQUAL(signature, FERRY_add);
    CHECK_EQUAL(wherry_function_address(&ferry_binding, FERRY_add, &function), 0);
    for (int force = 0; force < 2; force++) {
        sum = 0;
        wherry_force_libffi(force);
        CHECK_EQUAL(wherry_call_pointer(&ferry_binding, (uint32_t)signature, function, &sum,
                                        (void *[]){&a, &b}),
                    0);
        CHECK_EQUAL(sum, 7);
    }
    wherry_force_libffi(0);
    CHECK_EQUAL(wherry_call_pointer(&ferry_binding, 9999, function, &sum, NULL), WHERRY_E_ARGUMENT);
}

int main(void)
{
    test_integers();
    test_reals();
    test_many_arguments();
    test_pointers();
#define RUN_BYTES(n) test_bytes##n();
    FERRY_BYTES(RUN_BYTES)
    test_vector_is_kept();
    test_dropped_long_doubles();
    test_float_records();
    test_mixed_records();
    test_conventions();
    test_variadic();
    test_refusals();
    test_call_pointer();
    return check_result();
}
