/* test_foreign.c: the other calling convention of x86-64, by name, through the invoker and through
 * libffi, which must say that it cannot where it cannot. */
#include "both_ways.h"
#include "foreign_binding.h"

#if defined(_WIN32) && defined(__x86_64__)
enum { FOREIGN = LIBFFI_CANNOT }; /* it lacks System V's convention there */
#else
enum { FOREIGN = 0 };
#endif

#define BOTH_WAYS(function, seen, flags, ...)                                                      \
    check_both_ways(&foreign_binding, foreign_index_##function, &seen, sizeof seen, sizeof seen,   \
                    flags, (void *[]){__VA_ARGS__}, __LINE__)

static void test_conventions(void)
{
    int a = 1;
    double b = 2;
    struct foreign_three c = {3, 4, 5};
    short d = 6;
    float e = 7;
    long long f = 8, g = 9;
    long long seen = foreign_sum(a, b, c, d, e, f, g);
    CHECK_EQUAL(seen, 987654321);
    BOTH_WAYS(foreign_sum, seen, FOREIGN, &a, &b, &c, &d, &e, &f, &g);
    int by = -1;
    struct foreign_three turned = foreign_record(c, by);
    CHECK(turned.a == -5 && turned.b == -4 && turned.c == -3);
    BOTH_WAYS(foreign_record, turned, FOREIGN, &c, &by);
}

static void test_imported(void)
{
    long long f = 1LL << 50;
    int by = 1;
    long long less = foreign_imported(f, by);
    CHECK_EQUAL(less, (1LL << 50) - 1);
    BOTH_WAYS(foreign_imported, less, FOREIGN, &f, &by);
}

int main(void)
{
    test_conventions();
    test_imported();
    return check_result();
}
