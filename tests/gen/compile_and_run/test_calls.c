/* test_calls.c: every function of the golden headers through its stub, through its invoker and
 * through libffi; all must agree to the byte. */
#include "barge_binding.h"
#include "both_ways.h"

#include <complex.h>
#include <stdlib.h>

#define INDEX(function) ((uint32_t)barge_index_##function)

/* `seen` is what the stub returned; `compared` its bytes without padding at the end. */
#define BOTH_WAYS_OF(function, seen, compared, flags, ...)                                         \
    check_both_ways(&barge_binding, INDEX(function), &seen, sizeof seen, compared, flags,          \
                    (void *[]){__VA_ARGS__}, __LINE__)
#define BOTH_WAYS(function, seen, ...) BOTH_WAYS_OF(function, seen, sizeof seen, 0, __VA_ARGS__)

/* ---- scalars.h ------------------------------------------------------------------------------- */

/* X(name, type, a, b): a wrong width or sign would change a - b. */
#define DIFFERENCES(X)                                                                             \
    X(char, char, 100, 120)                                                                        \
    X(schar, signed char, -100, 27)                                                                \
    X(uchar, unsigned char, 250, 1)                                                                \
    X(short, short, -30000, 2000)                                                                  \
    X(ushort, unsigned short, 3, 9)                                                                \
    X(int, int, -2000000000, 100)                                                                  \
    X(uint, unsigned int, 5, 4000000000u)                                                          \
    X(long, long, -2000000000L, 140000000L)                                                        \
    X(ulong, unsigned long, 2, 3)                                                                  \
    X(llong, long long, -9000000000000, 1)                                                         \
    X(ullong, unsigned long long, 1, 2)                                                            \
    X(float, float, 1.5f, 0.25f)                                                                   \
    X(double, double, -1e300, 2.5)                                                                 \
    X(cfloat, float _Complex, 1.5f + 2.0f * I, 0.5f - 1.0f * I)                                    \
    X(cdouble, double _Complex, 1e9 + 2.0 * I, 0.5 - 1.0 * I)                                      \
    X(size, size_t, 0, 1)                                                                          \
    X(difference, ptrdiff_t, -5, 7)                                                                \
    X(wide, wchar_t, 300, 7)                                                                       \
    X(int64, int64_t, INT64_MIN, -1)                                                               \
    X(uint8, uint8_t, 0, 1)                                                                        \
    X(named, scalars_id, 0, 1)

#define TEST_DIFFERENCE(name, type, first, second)                                                 \
    static void test_##name(void)                                                                  \
    {                                                                                              \
        type a = first, b = second, seen = scalars_##name(a, b);                                   \
        CHECK(seen == (type)(a - b));                                                              \
        BOTH_WAYS(scalars_##name, seen, &a, &b);                                                   \
    }
DIFFERENCES(TEST_DIFFERENCE)

enum { X87_BYTES = 10 };

static void test_long_double(void)
{
    long double a = 1.0L / 3, b = 5, seen = scalars_ldouble(a, b);
    CHECK(seen == a - b);
    BOTH_WAYS_OF(scalars_ldouble, seen, X87_BYTES, 0, &a, &b);
}

static void test_scalars(void)
{
#define CALL_TEST(name, type, first, second) test_##name();
    DIFFERENCES(CALL_TEST)
    test_long_double();
    _Bool yes = 1, no = scalars_not(yes), again = scalars_not(no);
    CHECK(!no && again);
    BOTH_WAYS(scalars_not, no, &yes);
    BOTH_WAYS(scalars_not, again, &no);
    int none = scalars_none();
    CHECK_EQUAL(none, 77);
    BOTH_WAYS(scalars_none, none, NULL);
}

static void test_pointers(void)
{
    int first = 1, second = 2, *a = &first, *b = &second;
    scalars_swap(a, b);
    CHECK(first == 2 && second == 1);
    CHECK_EQUAL(wherry_call(&barge_binding, INDEX(scalars_swap), NULL, (void *[]){&a, &b}), 0);
    CHECK(first == 1 && second == 2);
    const char *text = "text", *rest = scalars_rest(text);
    CHECK_EQUAL_STRING(rest, "ext");
    BOTH_WAYS(scalars_rest, rest, &text);
    const int *rows[] = {&first, &second}, *const *all = rows;
    volatile int copy = 0, *to = &copy;
    const int *const *next = scalars_deep(all, to);
    CHECK(copy == 1 && *next == &second);
    BOTH_WAYS(scalars_deep, next, &all, &to);
    const int values[] = {1, 2, 3, 4}, *passed = values;
    size_t count = 4;
    int sum = scalars_sum(values, count);
    CHECK_EQUAL(sum, 10);
    BOTH_WAYS(scalars_sum, sum, &passed, &count);
}

static void test_many_arguments(void)
{
    int a = 1, i = -9;
    double b = 2.5, h = -8.25;
    float c = -3.5f;
    long long d = 4000000000;
    const char *e = "x";
    unsigned char f = 250;
    short g = -700;
    signed char j = -10;
    double seen = scalars_mix(a, b, c, d, e, f, g, h, i, j);
    CHECK(seen == 1 + 5 - 10.5 + 16e9 + 600 + 1500 - 4900 - 66 - 81 - 100);
    BOTH_WAYS(scalars_mix, seen, &a, &b, &c, &d, &e, &f, &g, &h, &i, &j);
}

/* ---- records.h ------------------------------------------------------------------------------- */

static void test_plain_records(void)
{
    int by = 3;
    double step = 0.5;
    struct point p = {1, 2}, p2 = records_point(p, step);
    CHECK(p2.x == 1.5 && p2.y == 1.5);
    BOTH_WAYS(records_point, p2, &p, &step);
    pixel dot = {1, 2, 1}, dot2 = records_pixel(dot, by);
    CHECK(dot2.red == 4 && dot2.green == 2 && dot2.blue == 254);
    BOTH_WAYS(records_pixel, dot2, &dot, &by);
    union number n;
    memset(&n, 0, sizeof n);
    n.integer = 1LL << 40;
    union number n2 = records_number(n, by);
    CHECK_EQUAL(n2.integer, (1LL << 40) + 3);
    BOTH_WAYS_OF(records_number, n2, sizeof n2.bytes, 0, &n, &by);
    struct matrix m = {{{1, 2, 3}, {4, 5, 6}}, "matrix"}, m2 = records_matrix(m, by);
    CHECK_EQUAL(m2.cells[1][2], 9);
    CHECK_EQUAL_STRING(m2.name, "patrix");
    BOTH_WAYS(records_matrix, m2, &m, &by);
}

static void test_mixed_records(void)
{
    int by = 3;
    struct nested n;
    memset(&n, 0, sizeof n);
    n.at.y = 1;
    n.inner.low = -5;
    n.inner.whole = 8;
    n.name = "number";
    struct nested n2 = records_nested(n, by);
    CHECK(n2.at.y == 4 && n2.inner.low == -2 && n2.inner.whole == 5);
    CHECK_EQUAL_STRING(n2.name, "ber");
    BOTH_WAYS(records_nested, n2, &n, &by);
    struct widths w;
    memset(&w, 0, sizeof w);
    w.l = -1;
    w.s = 2;
    w.w = 40;
    w.p = &w;
    w.d = 0.25L;
    struct widths w2 = records_widths(w, by);
    CHECK(w2.first == 3 && w2.l == 2 && w2.s == (size_t)-1 && w2.w == 43 && w2.p == &w);
    CHECK(w2.d == 3.25L);
    BOTH_WAYS_OF(records_widths, w2, offsetof(struct widths, d) + X87_BYTES, 0, &w, &by);
}

static void test_dense_records(void)
{
    int by = 3;
    struct flags f;
    memset(&f, 0, sizeof f);
    f.kind = 6;
    f.level = -9;
    f.rest = 0xffffe;
    f.big = 1LL << 38;
    struct flags f2 = records_flags(f, by);
    CHECK(f2.kind == 1 && f2.level == 9 && f2.rest == 1 && f2.big == -(1LL << 38));
    BOTH_WAYS_OF(records_flags, f2, sizeof f2, LIBFFI_CANNOT, &f, &by);
    struct packed p = {1, 0xfffffffe, 2}, p2 = records_packed(p, by);
    CHECK(p2.tag == 1 && p2.length == 1 && p2.sum == 0xffff);
    BOTH_WAYS_OF(records_packed, p2, sizeof p2, LIBFFI_CANNOT, &p, &by);
}

static int weigh(const struct node *node)
{
    return node->value * 10;
}

static void test_records_by_pointer(void)
{
    struct aligned wide = {42};
    const struct aligned *a = &wide;
    int seen = records_aligned(a);
    CHECK_EQUAL(seen, 42);
    BOTH_WAYS(records_aligned, seen, &a);
    struct tail *t = malloc(sizeof *t + 3 * sizeof *t->items);
    t->count = 3;
    for (int i = 0; i < 3; i++)
        t->items[i] = i + 1;
    seen = records_tail(t);
    CHECK_EQUAL(seen, 6);
    BOTH_WAYS(records_tail, seen, &t);
    free(t);
    struct node last = {NULL, 5, weigh}, first = {&last, 7, NULL}, *n = &first;
    seen = records_node(n);
    CHECK_EQUAL(seen, 57);
    BOTH_WAYS(records_node, seen, &n);
    CHECK_EQUAL(records_close(records_open(9)), 9);
    struct opaque *o = NULL;
    CHECK_EQUAL(wherry_call(&barge_binding, INDEX(records_open), &o, (void *[]){&seen}), 0);
    CHECK_EQUAL(wherry_call(&barge_binding, INDEX(records_close), &seen, (void *[]){&o}), 0);
    CHECK_EQUAL(seen, 57);
}

/* ---- calls.h --------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b, void *user)
{
    int difference = *(const int *)a - *(const int *)b;
    ++*(int *)user;
    return difference;
}

static void backwards(void *result, void *const *arguments, void *user)
{
    const int *a = *(const int *const *)arguments[0], *b = *(const int *const *)arguments[1];
    (void)user;
    *(int *)result = *b - *a;
}

static int CALLS_STD visit(int depth, double weight)
{
    return depth * 100 + (int)(weight * 2);
}

static void visited(void *result, void *const *arguments, void *user)
{
    *(int *)result = *(int *)user + *(int *)arguments[0] + (int)*(double *)arguments[1];
}

static void test_callbacks(void)
{
    int values[] = {3, 1, 2}, times = 0, ten = 10;
    calls_sort(values, 3, compare, &times);
    CHECK(values[0] == 1 && values[1] == 2 && values[2] == 3 && times == 3);
    CHECK_EQUAL(calls_walk(visit, 3), 303);

    struct wherry_callback *callback = NULL;
    int32_t signature = wherry_find_signature(&barge_binding, "calls_compare");
    CHECK(signature >= 0);
    CHECK_EQUAL(
        wherry_callback_create(&callback, &barge_binding, (uint32_t)signature, backwards, NULL), 0);
    calls_sort(values, 3, (calls_compare)wherry_callback_pointer(callback), NULL);
    CHECK(values[0] == 3 && values[1] == 2 && values[2] == 1);
    wherry_callback_free(callback);

    signature = wherry_find_signature(&barge_binding, "calls_visit");
    CHECK(signature >= 0);
    CHECK_EQUAL(
        wherry_callback_create(&callback, &barge_binding, (uint32_t)signature, visited, &ten), 0);
    CHECK_EQUAL(calls_walk((calls_visit *)wherry_callback_pointer(callback), 3), 34);
    wherry_callback_free(callback);
}

static void test_function_pointers(void)
{
    int which = 1, product = 0, six = 6, seven = 7, count = 1;
    int (*multiply)(int a, int b) = calls_pick(which);
    CHECK_EQUAL(multiply(six, seven), 42);
    BOTH_WAYS(calls_pick, multiply, &which);
    int (*const steps[])(int a, int b) = {multiply};
    CHECK(calls_fold(steps, count) == multiply);
    int32_t signature = wherry_find_signature(&barge_binding, "scalars_int");
    CHECK_EQUAL(wherry_call_pointer(&barge_binding, (uint32_t)signature, (wherry_function)multiply,
                                    &product, (void *[]){&six, &seven}),
                0);
    CHECK_EQUAL(product, 42);
}

static int add_list(int count, ...)
{
    va_list list;
    va_start(list, count);
    int sum = calls_vadd(count, list);
    va_end(list);
    return sum;
}

static void test_variadics(void)
{
    CHECK_EQUAL(calls_add(4, 1, 20, 300, 4000), 4321);
    CHECK_EQUAL(calls_add(9, 1, 2, 3, 4, 5, 6, 7, 8, 9), 45);
    CHECK(calls_average("didl", 0.5, 1, 1.5, 9000000000LL) == 2250000000.75);
    CHECK_EQUAL(add_list(3, 1, 2, 3), 6);

    const char *kinds = "dl";
    double real = 0.5, average = 0;
    int whole = 2;
    long long wide = 9000000000;
    const uint16_t types[] = {WHERRY_DOUBLE, WHERRY_INT64};
    CHECK_EQUAL(wherry_call_variadic(&barge_binding, INDEX(calls_average), &average,
                                     (void *[]){&kinds, &real, &wide}, types, 2),
                0);
    CHECK(average == 4500000000.25);
    CHECK_EQUAL(wherry_call(&barge_binding, INDEX(calls_add), &whole, (void *[]){&whole}),
                WHERRY_E_ARGUMENT);
}

static void test_conventions(void)
{
    int a = 3, b = -4, c = 5;
    short narrow = -2;
    double real = 7.5;
    int seen = calls_std(a, narrow, real);
    CHECK_EQUAL(seen, 287);
    BOTH_WAYS(calls_std, seen, &a, &narrow, &real);
    long long wide = calls_fast(a, b, c);
    CHECK_EQUAL(wide, 29999999965);
    BOTH_WAYS(calls_fast, wide, &a, &b, &c);
    seen = calls_std_none();
    CHECK_EQUAL(seen, 31);
    BOTH_WAYS(calls_std_none, seen, NULL);
}

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static void test_names(void)
{
    int one = 1, seen = calls_renamed(one);
    CHECK_EQUAL(seen, 1001);
    BOTH_WAYS(calls_renamed, seen, &one);
    seen = calls_old(one);
    CHECK_EQUAL(seen, 2001);
    BOTH_WAYS(calls_old, seen, &one);
    seen = calls_must_use(one);
    CHECK_EQUAL(seen, 3001);
    BOTH_WAYS(calls_must_use, seen, &one);
#ifdef _WIN32
    CHECK_EQUAL(calls_windows_only(), 4000);
    CHECK(barge_has_calls_windows_only() && !barge_has_calls_unix_only());
    uint32_t absent = INDEX(calls_unix_only);
#else
    CHECK_EQUAL(calls_unix_only(), 4000);
    CHECK(!barge_has_calls_windows_only() && barge_has_calls_unix_only());
    uint32_t absent = INDEX(calls_windows_only);
#endif
    CHECK_EQUAL(wherry_call(&barge_binding, absent, &seen, (void *[]){NULL}), WHERRY_E_ABSENT);
}

static void test_data(void)
{
    CHECK_EQUAL(*barge_data_calls_count(), 5);
    CHECK_EQUAL_STRING((*barge_data_calls_names())[2], "blue");
    CHECK(*barge_data_calls_ratio() == 0.75 && (*barge_data_calls_ratios())[1] == 2.5);
    *barge_data_calls_count() = 6;
    CHECK_EQUAL(*barge_data_calls_count(), 6);
}

/* ---- values.h -------------------------------------------------------------------------------- */

static void test_enums(void)
{
    enum values_color color = VALUES_RED, color2 = values_next(color);
    CHECK_EQUAL(color2, VALUES_BLUE);
    BOTH_WAYS(values_next, color2, &color);
    values_switch on = VALUES_ON, off = values_flip(on);
    CHECK_EQUAL(off, VALUES_OFF);
    BOTH_WAYS(values_flip, off, &on);
    enum values_signed high = VALUES_HIGH, low = values_signed_next(high);
    CHECK_EQUAL(low, -7);
    BOTH_WAYS(values_signed_next, low, &high);
    enum values_unsigned top = VALUES_TOP, all = values_unsigned_next(top);
    CHECK_EQUAL(all, 0xffffffff);
    BOTH_WAYS(values_unsigned_next, all, &top);
}

int main(void)
{
    test_scalars();
    test_pointers();
    test_many_arguments();
    test_plain_records();
    test_mixed_records();
    test_dense_records();
    test_records_by_pointer();
    test_callbacks();
    test_function_pointers();
    test_variadics();
    test_conventions();
    test_names();
    test_data();
    test_enums();
    CHECK_EQUAL(barge_load(), 0);
    CHECK(barge_library() && strstr(barge_library(), "barge"));
    return check_result();
}
