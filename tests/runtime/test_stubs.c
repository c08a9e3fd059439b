/* test_stubs.c: the first call of a stub, and what surrounds it. */
#include "ferry.h"
#include "ferry_binding.h"
#include "imports.h"
#include "support.h"

#include "../../runtime/src/internal.h"
#include "../check.h"

#include <errno.h>

enum { THREADS = 8 };

/* Taken before anything is resolved; must stay callable. */
static int (*const early_address)(int, int) = ferry_add;
static double (*const early_variadic)(int, ...) = ferry_sum;

static void test_errors_survive_first_call(void)
{
    int sum;
    errno = 1234;
    leave_error(4321);
    sum = ferry_add(20, 22);
    CHECK_EQUAL(errno, 1234);
    CHECK_EQUAL(left_error(), leaves_errors() ? 4321 : 0);
    CHECK_EQUAL(sum, 42);
}

static void test_errors_of_the_function(void)
{
    int number = 77, result = 0;
    uint32_t system = 88;
    CHECK_EQUAL(ferry_fail(77, 88), -1);
    CHECK_EQUAL(errno, 77);
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        number++;
        system++;
        CHECK_EQUAL(wherry_call(&ferry_binding, FERRY_fail, &result, (void *[]){&number, &system}),
                    0);
        errno = 0;
        leave_error(0);
        CHECK_EQUAL(wherry_errno(), number);
        CHECK_EQUAL(wherry_system_error(), leaves_errors() ? system : 0);
    }
    wherry_force_libffi(0);
}

static void test_early_addresses(void)
{
    CHECK_EQUAL(early_address(1, 2), 3);
    CHECK(early_variadic(2, 1.0, 2.0) == 4.0);
    CHECK_EQUAL(ferry_add(1, 2), 3);
    CHECK_EQUAL(early_address(1, 2), 3);
}

/* The registers of every argument, in the first call and in the second. */
static void test_first_call_keeps_arguments(void)
{
    struct bytes100 large = {{1}};
    for (int i = 0; i < 2; i++) {
        CHECK(ferry_mix(1, 2, 3, 4, "\5", 6, 7, 8, 9, 10) ==
              1 + 4 + 9 + 16 + 25 + 36 + 49 + 64 + 81 + 100);
        CHECK(ferry_float(5, 3) == 2);
        CHECK_EQUAL(ferry_bytes100(large, 1).b[0], 2);
        CHECK_EQUAL(ferry_stdcall(1, 2, 3), 14);
        CHECK_EQUAL(ferry_fastcall(1, 2, 3), 14);
        CHECK(ferry_long_double(1.0L, 4) == 0.25L);
    }
}

static void call_everything(void *user)
{
    int *failures = user;
    int wrong = 0;
    struct bytes3 small = {{1, 2, 3}};
    wrong += ferry_ushort(9, 3) != 6;
    wrong += ferry_schar(-1, 5) != -1;
    wrong += ferry_integer_sum(2, 1, 2LL) != 5;
    wrong += ferry_wide(5, 2) != 3;
    wrong += ferry_bytes3(small, 1).b[2] != 4;
    wrong += wherry_has(&ferry_binding, FERRY_absent) != 0;
    __atomic_add_fetch(failures, wrong, __ATOMIC_SEQ_CST);
}

/* Must come first: nothing is loaded yet. */
static void test_race(void)
{
    int failures = 0;
    run_threads(THREADS, call_everything, &failures);
    CHECK_EQUAL(failures, 0);
}

static void test_load_and_data(void)
{
    void *address = NULL;
    CHECK_EQUAL(wherry_data_address(&ferry_binding, 0, &address), 0);
    CHECK_EQUAL(*(int *)address, 41);
    CHECK_EQUAL(ferry_bump(), 42);
    CHECK_EQUAL(*(int *)address, 42);
    CHECK_EQUAL(ferry_load(), WHERRY_E_SYMBOL); /* ferry_absent, see test_missing.c */
    CHECK_EQUAL(imported_count(address), 42);
    CHECK_EQUAL(wherry_data_address(&ferry_binding, 1, &address), WHERRY_E_ARGUMENT);
}

static void test_presence(void)
{
    CHECK_EQUAL(wherry_has(&ferry_binding, FERRY_add), 1);
    CHECK_EQUAL(wherry_has(&ferry_binding, FERRY_absent), 0);
    CHECK_EQUAL(wherry_has(&ferry_binding, FERRY_elsewhere), 0);
    CHECK_EQUAL(wherry_has(&ferry_binding, 9999), 0);
    CHECK_EQUAL(wherry_find_function(&ferry_binding, "ferry_add"), FERRY_add);
    CHECK_EQUAL(wherry_find_function(&ferry_binding, "ferry"), WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(wherry_error_text(), "ferry: has no function ferry");
}

static void test_stubs_are_recognised(void)
{
    const wherry_function *slots = ferry_binding.slots;
    CHECK(wherry__is_stub_of((wherry_function)ferry_add, &slots[FERRY_add]));
    CHECK(!wherry__is_stub_of((wherry_function)ferry_add, &slots[FERRY_mix]));
    CHECK(wherry__is_stub_of((wherry_function)ferry_sum, &slots[FERRY_sum]));
    CHECK(!wherry__is_stub_of((wherry_function)call_everything, &slots[FERRY_sum]));
    CHECK(!wherry__is_stub_of(slots[FERRY_add], &slots[FERRY_add]));
}

int main(void)
{
    test_race();
    test_errors_survive_first_call();
    test_errors_of_the_function();
    test_early_addresses();
    test_first_call_keeps_arguments();
    for (int i = 1; i < 4; i++)
        CHECK_EQUAL(ferry_imported(i), 2 * i);
    test_load_and_data();
    test_presence();
    test_stubs_are_recognised();
    return check_result();
}
