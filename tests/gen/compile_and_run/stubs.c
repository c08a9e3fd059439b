/* stubs.c: the library behind stubs.h. */
#define STUBS_BUILD
#include "stubs.h"

stubs_floats stubs_add(stubs_floats a, stubs_floats b)
{
    return a + b;
}

stubs_longs stubs_rotate(int by, stubs_longs a, double c)
{
    return (stubs_longs){a[1] + by, a[0] + (long long)c};
}

float stubs_sum(struct stubs_mixed mixed, const stubs_floats *more, short n)
{
    float sum = (float)(mixed.n + n);
    for (int i = 0; i < 4; i++)
        sum += mixed.floats[i] * (*more)[i];
    return sum;
}

stubs_floats stubs_only_returns(float a)
{
    return (stubs_floats){a, 2 * a, 3 * a, 4 * a};
}

int __attribute__((vector_size(16))) stubs_unnamed(int __attribute__((vector_size(16))) a)
{
    return -a;
}

#ifdef __AVX__
stubs_wide stubs_widen(stubs_wide a, int n, stubs_wide b)
{
    return a * (double)n + b;
}
#endif

stubs_floats stubs_imported(stubs_floats a)
{
    return a * a;
}
