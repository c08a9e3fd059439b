/* test_stubs.c: functions whose stubs are C, by name, through the invoker and through libffi, which
 * must say that it cannot where it cannot. */
#include "both_ways.h"

#ifdef __AVX__
#include "stubs_avx_binding.h"
#define BINDING stubs_avx_binding
#define INDEX(function) stubs_avx_index_##function
#else
#include "stubs_binding.h"
#define BINDING stubs_binding
#define INDEX(function) stubs_index_##function
#endif

#define BOTH_WAYS(function, seen, flags, ...)                                                      \
    check_both_ways(&BINDING, INDEX(function), &seen, sizeof seen, sizeof seen, flags,             \
                    (void *[]){__VA_ARGS__}, __LINE__)
#define SAME(a, ...) CHECK(memcmp(&(a), &(__typeof__(a))__VA_ARGS__, sizeof(a)) == 0)

static void test_vectors(void)
{
    stubs_floats a = {1, 2, 3, 4}, b = {10, 20, 30, 40}, sum = stubs_add(a, b);
    SAME(sum, {11, 22, 33, 44});
    BOTH_WAYS(stubs_add, sum, LIBFFI_CANNOT, &a, &b);
    int by = 5;
    double c = 7;
    stubs_longs longs = {-1, 1LL << 40}, rotated = stubs_rotate(by, longs, c);
    SAME(rotated, {(1LL << 40) + 5, 6});
    BOTH_WAYS(stubs_rotate, rotated, LIBFFI_CANNOT, &by, &longs, &c);
    float one = 0.5f;
    stubs_floats only = stubs_only_returns(one);
    SAME(only, {0.5f, 1, 1.5f, 2});
    BOTH_WAYS(stubs_only_returns, only, LIBFFI_CANNOT, &one);
    int __attribute__((vector_size(16))) ints = {1, -2, 3, 1 << 30}, negative = stubs_unnamed(ints);
    SAME(negative, {-1, 2, -3, -(1 << 30)});
    BOTH_WAYS(stubs_unnamed, negative, LIBFFI_CANNOT, &ints);
}

static void test_records(void)
{
    struct stubs_mixed mixed = {{1, 2, 3, 4}, 1000};
    stubs_floats more = {1, 10, 100, 1000};
    const stubs_floats *pointer = &more;
    short n = -200;
    float sum = stubs_sum(mixed, pointer, n);
    CHECK(sum == 1000 + 4321 - 200);
    BOTH_WAYS(stubs_sum, sum, LIBFFI_CANNOT, &mixed, &pointer, &n);
}

static void test_imported(void)
{
    stubs_floats a = {1, -2, 3, 0.5f}, squares = stubs_imported(a);
    SAME(squares, {1, 4, 9, 0.25f});
    BOTH_WAYS(stubs_imported, squares, LIBFFI_CANNOT, &a);
}

/* An address that was taken before the first call stays callable. */
static void test_pointers(void)
{
    stubs_floats (*volatile add)(stubs_floats, stubs_floats) = stubs_add;
    stubs_floats a = {1, 2, 3, 4}, sum = add(a, a);
    SAME(sum, {2, 4, 6, 8});
}

#ifdef __AVX__
static void test_wide(void)
{
    stubs_wide a = {1, 2, 3, 4}, b = {0.5, 0.25, 0, -1}, seen;
    int n = 3;
    seen = stubs_widen(a, n, b);
    SAME(seen, {3.5, 6.25, 9, 11});
    for (int force = 0; force < 2; force++) {
        stubs_wide result = {0};
        wherry_force_libffi(force);
        int code = wherry_call(&BINDING, INDEX(stubs_widen), &result, (void *[]){&a, &n, &b});
        CHECK_EQUAL(code, force ? WHERRY_E_UNSUPPORTED : 0);
        CHECK(force || memcmp(&result, &seen, sizeof seen) == 0);
    }
    wherry_force_libffi(0);
}
#endif

int main(void)
{
#ifdef __AVX__
    if (!__builtin_cpu_supports("avx"))
        return check_skip("this processor has no AVX");
    test_wide();
#endif
    test_pointers();
    test_vectors();
    test_records();
    test_imported();
    return check_result();
}
