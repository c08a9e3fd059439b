/* test_prefix.c: functions that the program has itself: its own, and under w_ those of a library
 * that is loaded when they are called. */
#include "crt_binding.h"
#include "mathematics_binding.h"

#include "../../check.h"

static int is_less(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* What the parameter's type is called differs between the C libraries. */
#if defined(_WIN32)
#define CALLBACK_COMPARE crt_callback_qsort__PtFuncCompare
#define POINTER_COMPARE crt_pointer_qsort__PtFuncCompare
#else
#define CALLBACK_COMPARE crt_callback___compar_fn_t
#define POINTER_COMPARE crt_pointer___compar_fn_t
#endif

static int compare_signed(void *user, const void *a, const void *b)
{
    return *(int *)user * is_less(a, b);
}

static void test_callback(void)
{
    int sign = -1, numbers[] = {2, 3, 1};
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(CALLBACK_COMPARE(&callback, compare_signed, &sign), 0);
    w_qsort(numbers, 3, sizeof numbers[0], POINTER_COMPARE(callback));
    CHECK(numbers[0] == 3 && numbers[1] == 2 && numbers[2] == 1);
    sign = 1;
    w_qsort(numbers, 3, sizeof numbers[0], POINTER_COMPARE(callback));
    CHECK(numbers[0] == 1 && numbers[1] == 2 && numbers[2] == 3);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
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

    test_callback();
    double three = 3, eighth = 0, base = half;
    CHECK_EQUAL(wherry_call(&mathematics_binding, mathematics_index_pow, &eighth,
                            (void *[]){&base, &three}),
                0);
    CHECK(eighth == 0.125);
    printf("%s and %s\n", crt_library(), mathematics_library());
    return check_result();
}
