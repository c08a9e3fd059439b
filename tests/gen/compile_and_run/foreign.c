/* foreign.c: the library behind foreign.h. */
#define FOREIGN_BUILD
#include "foreign.h"

long long FOREIGN_ABI foreign_sum(int a, double b, struct foreign_three c, short d, float e,
                                  long long f, long long g)
{
    return a + (long long)b * 10 + c.a * 100 + c.b * 1000 + c.c * 10000 + d * 100000LL +
           (long long)e * 1000000 + f * 10000000 + g * 100000000;
}

struct foreign_three FOREIGN_ABI foreign_record(struct foreign_three a, int by)
{
    return (struct foreign_three){a.c * by, a.b * by, a.a * by};
}

long long FOREIGN_ABI foreign_imported(long long a, int b)
{
    return a - b;
}
