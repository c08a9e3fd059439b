/* bench_call.c: what wherry_call() adds to a call: not a test, prints medians in nanoseconds. */
#include "ferry.h"
#include "ferry_binding.h"

#include <ffi.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 31, CALLS = 200000 };

static wherry_function function;
static ffi_cif cif;
static int a = 1, b = 2;
static void *arguments[] = {&a, &b};

static void raw(void)
{
    ffi_arg result;
    ffi_call(&cif, function, &result, arguments);
}

static void described(void)
{
    int result;
    wherry_call(&ferry_binding, FERRY_add, &result, arguments);
}

static void stub(void)
{
    ferry_add(a, b);
}

static void pointer(void)
{
    ((int (*volatile)(int, int))function)(a, b);
}

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *left, const void *right)
{
    double x = *(const double *)left, y = *(const double *)right;
    return (x > y) - (x < y);
}

static double median(void (*call)(void))
{
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        for (int k = 0; k < CALLS; k++)
            call();
        rounds[i] = (now() - start) / CALLS;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, compare);
    return rounds[ROUNDS / 2];
}

int main(void)
{
    ffi_type *types[] = {&ffi_type_sint32, &ffi_type_sint32};
    double plain, through_libffi;
    if (wherry_function_address(&ferry_binding, FERRY_add, &function) ||
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_sint32, types) != FFI_OK)
        return 1;
    printf("pointer            %6.1f ns\n", median(pointer));
    printf("stub               %6.1f ns\n", median(stub));
    printf("wherry_call        %6.1f ns\n", median(described));
    plain = median(raw);
    wherry_force_libffi(1);
    through_libffi = median(described);
    printf("ffi_call           %6.1f ns\n", plain);
    printf("wherry_call, libffi%6.1f ns, ratio %.2f\n", through_libffi, through_libffi / plain);
    return 0;
}
