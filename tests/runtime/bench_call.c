/* bench_call.c: what wherry_call() adds to a call: not a test, prints medians in nanoseconds. */
#include "ferry.h"
#include "ferry_binding.h"
#include "support.h"

#include <ffi.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 101, CALLS = 50000 };

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

static int compare(const void *left, const void *right)
{
    double x = *(const double *)left, y = *(const double *)right;
    return (x > y) - (x < y);
}

static void force(void)
{
    wherry_force_libffi(1);
}

static void unforce(void)
{
    wherry_force_libffi(0);
}

static const struct way {
    const char *name;
    void (*call)(void);
    void (*before)(void);
} ways[] = {{"pointer", pointer, unforce},
            {"stub", stub, unforce},
            {"wherry_call", described, unforce},
            {"ffi_call", raw, unforce},
            {"wherry_call, libffi", described, force}};
enum { WAYS = sizeof ways / sizeof *ways };

/* The ways in turn, so that what disturbs the machine disturbs them alike. */
static void measure(double medians[WAYS])
{
    static double rounds[WAYS][ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        for (int w = 0; w < WAYS; w++) {
            double start;
            ways[w].before();
            start = nanoseconds();
            for (int k = 0; k < CALLS; k++)
                ways[w].call();
            rounds[w][i] = (nanoseconds() - start) / CALLS;
        }
    }
    for (int w = 0; w < WAYS; w++) {
        qsort(rounds[w], ROUNDS, sizeof *rounds[w], compare);
        medians[w] = rounds[w][ROUNDS / 2];
    }
}

int main(void)
{
    ffi_type *types[] = {&ffi_type_sint32, &ffi_type_sint32};
    double medians[WAYS];
    if (wherry_function_address(&ferry_binding, FERRY_add, &function) ||
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_sint32, types) != FFI_OK)
        return 1;
    measure(medians);
    for (int w = 0; w < WAYS; w++)
        printf("%-20s %6.1f ns\n", ways[w].name, medians[w]);
    printf("wherry_call through libffi / ffi_call: %.2f\n", medians[4] / medians[3]);
    return 0;
}
