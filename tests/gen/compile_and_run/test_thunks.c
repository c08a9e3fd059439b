/* test_thunks.c: what the header defines, macros and variadic functions at fixed types: each
 * directly, through the invoker and through libffi. */
#include "both_ways.h"
#include "thunks_binding.h"

#include <stddef.h>

#define BOTH_WAYS_OF(function, seen, compared, ...)                                                \
    check_both_ways(&thunks_binding, thunks_index_##function, &seen, sizeof seen, compared, 0,     \
                    (void *[]){__VA_ARGS__}, __LINE__)
#define BOTH_WAYS(function, seen, ...) BOTH_WAYS_OF(function, seen, sizeof seen, __VA_ARGS__)

/* A function without a result, both ways; between them, what it wrote is looked at. */
#define TWICE(function, CHECKS, ...)                                                               \
    for (int force = 0; force < 2; force++) {                                                      \
        wherry_force_libffi(force);                                                                \
        CHECK_EQUAL(                                                                               \
            wherry_call(&thunks_binding, thunks_index_##function, NULL, (void *[]){__VA_ARGS__}),  \
            0);                                                                                    \
        CHECKS;                                                                                    \
    }                                                                                              \
    wherry_force_libffi(0)

static int collect(int item, void *user)
{
    *(int *)user += item;
    return item * 10;
}

static void test_inline_scalars(void)
{
    int a = 20, b = -3, sum = thunks_thunk_thunks_add(a, b);
    CHECK_EQUAL(sum, 17);
    BOTH_WAYS(thunks_add, sum, &a, &b);
    int four = thunks_thunk_thunks_four(a);
    CHECK_EQUAL(four, 80);
    BOTH_WAYS(thunks_four, four, &a);
    int none = thunks_thunk_thunks_none();
    CHECK_EQUAL(none, 77);
    BOTH_WAYS(thunks_none, none, NULL);
    unsigned char byte = 255;
    int next = thunks_thunk_thunks_declared_first(byte);
    CHECK_EQUAL(next, 256);
    BOTH_WAYS(thunks_declared_first, next, &byte);
    long double real = 0.5L, back;
    _Bool negate = 1;
    signed char more = -2;
    back = thunks_thunk_thunks_long(real, negate, more);
    CHECK(back == -2.5L);
    BOTH_WAYS_OF(thunks_long, back, 10, &real, &negate, &more);
}

static void test_inline_records(void)
{
    struct thunks_big big = {{1, 2, 3, 4}, {5, 6}};
    float by = 0.5f;
    struct thunks_big half = thunks_thunk_thunks_scale(big, by);
    CHECK(half.values[3] == 2 && half.pair.a == 5 && half.pair.b == -6);
    BOTH_WAYS(thunks_scale, half, &big, &by);
    CHECK(big.values[3] == 4); /* nobody wrote into the caller's */
    struct thunks_pair pair = {1, 2}, *to = &pair;
    thunks_thunk_thunks_bump(to);
    int wanted = 2;
    TWICE(thunks_bump, CHECK_EQUAL(pair.a, ++wanted), &to);
    CHECK_EQUAL(pair.a, 4);
}

static void test_inline_function_pointer(void)
{
    int sum = 0;
    thunks_visit *visit = collect;
    void *user = &sum;
    int items = thunks_thunk_thunks_each(visit, user);
    CHECK_EQUAL(items, 30);
    BOTH_WAYS(thunks_each, items, &visit, &user);
    CHECK_EQUAL(sum, 9);
}

static void test_plain_inline(void)
{
    int a = 7, three = thunks_thunk_thunks_plain(a);
    CHECK_EQUAL(three, 21);
    CHECK_EQUAL(thunks_plain(a), 21); /* whose definition is the binding's, if it is not inlined */
    int (*volatile pointer)(int) = thunks_plain;
    CHECK_EQUAL(pointer(a), 21);
    BOTH_WAYS(thunks_plain, three, &a);
#ifdef __linux__
    int more = thunks_gnu(a);
    CHECK_EQUAL(more, 107);
    BOTH_WAYS(thunks_gnu, more, &a);
#endif
#ifdef _WIN32
    short first = 3, difference;
    long long second = 5;
    difference = thunks_thunk_thunks_std(first, second);
    CHECK_EQUAL(difference, -2);
    BOTH_WAYS(thunks_std, difference, &first, &second);
#endif
}

static void test_instantiations(void)
{
    int zero = 0, one = 1, n = 5, none = thunks_thunk_thunks_count_none(zero);
    double real = 1.5;
    const char *text = "A";
    long long wide = 3LL << 32;
    CHECK_EQUAL(none, 0);
    BOTH_WAYS(thunks_count_none, none, &zero);
    int mixed = thunks_thunk_thunks_count_mixed(one, n, real, text, wide);
    CHECK_EQUAL(mixed, 5 + 15 + 'A' + 3);
    BOTH_WAYS(thunks_count_mixed, mixed, &one, &n, &real, &text, &wide);
    char buffer[32], *to = buffer;
    size_t size = sizeof buffer;
    const char *format = "<%.2f %s>";
    int length = thunks_thunk_thunks_format_pair(buffer, size, format, real, text);
    CHECK_EQUAL(length, 8);
    BOTH_WAYS(thunks_format_pair, length, &to, &size, &format, &real, &text);
    CHECK_EQUAL_STRING(buffer, "<1.50 A>");
}

static void test_macros(void)
{
    double a = -1.5, b = 2.5, most = thunks_thunk_THUNKS_MAX(a, b);
    CHECK(most == 2.5);
    BOTH_WAYS(THUNKS_MAX, most, &a, &b);
    const struct thunks_pair pair = {11, 12}, *from = &pair;
    int first = thunks_thunk_THUNKS_FIRST(from);
    CHECK_EQUAL(first, 11);
    BOTH_WAYS(THUNKS_FIRST, first, &from);
    int n = 4, twice = thunks_thunk_thunks_twice_plus(n);
    CHECK_EQUAL(twice, 9);
    BOTH_WAYS(thunks_twice_plus, twice, &n);
    const char *text = thunks_thunk_THUNKS_TEXT();
    CHECK_EQUAL_STRING(text, "text");
}

static void test_statements(void)
{
    int a = 1, b = 2, *x = &a, *y = &b;
    thunks_thunk_THUNKS_SWAP(x, y);
    CHECK(a == 2 && b == 1);
    TWICE(THUNKS_SWAP, CHECK_EQUAL(a, force ? 2 : 1), &x, &y);
    long full = 9, *to = &full;
    thunks_thunk_THUNKS_CLEAR(to);
    CHECK_EQUAL(full, 0);
    TWICE(THUNKS_CLEAR, CHECK_EQUAL(full, 0); full = 9, &to);
}

/* They are described like any function, and need no library to be there. */
static void test_described(void)
{
    CHECK(thunks_has_THUNKS_MAX() && thunks_has_thunks_plain());
    CHECK(wherry_find_function(&thunks_binding, "thunks_add") == thunks_index_thunks_add);
    CHECK(wherry_find_function(&thunks_binding, "THUNKS_UNKNOWN") < 0);
}

/* The binding's own copy, for those who cannot include the header. */
static void test_static_data(void)
{
    const int(*data)[2] = thunks_data_thunks_static();
    CHECK(data && (*data)[0] == 1 && (*data)[1] == 2);
    void *address = NULL;
    CHECK_EQUAL(wherry_data_address(&thunks_binding, 0, &address), 0);
    CHECK(address == data);
}

int main(void)
{
    test_inline_scalars();
    test_inline_records();
    test_inline_function_pointer();
    test_plain_inline();
    test_instantiations();
    test_macros();
    test_statements();
    test_described();
    test_static_data();
    return check_result();
}
