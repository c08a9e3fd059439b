/* test_prefix.c: functions that the program has itself: its own, and under w_ those of a library
 * that is loaded when they are called. */
#include "crt_binding.h"
#include "mathematics_binding.h"

#include "../../check.h"

static int is_less(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

int main(void)
{
    const volatile double half = 0.5;
    CHECK(w_cos(half) == cos(half) && w_pow(half, 3) == 0.125 && w_floor(-half) == -1);
    CHECK(w_cos != cos);
    CHECK(mathematics_has_cos());

    CHECK_EQUAL(w_strlen("wherry"), strlen("wherry"));
    CHECK_EQUAL(w_atoi("-12"), atoi("-12"));
    int numbers[] = {3, 1, 2};
    w_qsort(numbers, 3, sizeof numbers[0], is_less);
    CHECK(numbers[0] == 1 && numbers[1] == 2 && numbers[2] == 3);
    qsort(numbers, 3, sizeof numbers[0], is_less);

    double three = 3, eighth = 0, base = half;
    CHECK_EQUAL(wherry_call(&mathematics_binding, mathematics_index_pow, &eighth,
                            (void *[]){&base, &three}),
                0);
    CHECK(eighth == 0.125);
    printf("%s and %s\n", crt_library(), mathematics_library());
    return check_result();
}
