/* calls.c: ways to call a function of a shared library, timed in pairs.
 *
 * Usage: bench_calls ROUNDS. Prints one line per round and pair: WHAT FUNCTION RATIO.
 *
 * Every way calls the same exported function with the same arguments, which it finds in memory. The
 * two of a pair are timed one right after the other, each second round in the other order, so that
 * what disturbs the machine disturbs both. On Linux, which has no dllimport, `import` is a stub.
 *
 * The calls do not wait for each other, so that all that the processor has to do shows; but those
 * of `running` do: each takes the result of the last, as in a program that goes on with what it was
 * given.
 */
#include "cargo.h"
#include "cargo_binding.h"
#include "clock.h"

#include <ffi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wherry/binding.h>

enum { CALLS = 20000 };

/* One function of each shape: its address, its invoker, libffi's description. External, since the
 * compiler must load a pointer again for each call, as it does in a program that has many. */
struct callee {
    uint32_t index;
    wherry_function function;
    wherry__invoker *invoker;
    ffi_cif cif;
};
extern struct callee add, mix;
extern int (*add_pointer)(int, int);
extern int (*import_add_pointer)(int, int);
extern double (*mix_pointer)(int, double, const char *, long);
extern double (*import_mix_pointer)(int, double, const char *, long);

struct callee add, mix;
int (*add_pointer)(int, int);
int (*import_add_pointer)(int, int);
double (*mix_pointer)(int, double, const char *, long);
double (*import_mix_pointer)(int, double, const char *, long);

/* Functions that are called back: directly, through compiled callbacks, through those of libffi. */
extern int (*user_add)(void *, int, int);
extern double (*user_mix)(void *, int, double, const char *, long);
extern cargo_on_add compiled_add, libffi_add;
extern cargo_on_mix compiled_mix, libffi_mix;
int (*user_add)(void *, int, int);
double (*user_mix)(void *, int, double, const char *, long);
cargo_on_add compiled_add, libffi_add;
cargo_on_mix compiled_mix, libffi_mix;

static int a = 1, b = 2;
static double real = 0.5, total;
static const char *text = "cargo";
static long wide = 4;
static void *add_arguments[] = {&a, &b};
static void *mix_arguments[] = {&a, &real, &text, &wide};
static union {
    ffi_arg word; /* libffi widens small results */
    int number;
} sum;

/* Aligned, and several calls in each turn: one call site alone may be a processor's special case,
 * and the loop would be a good part of what is timed. */
#define EIGHT_TIMES(x) x, x, x, x, x, x, x, x
#define WAY(name, call)                                                                            \
    __attribute__((noinline, aligned(64))) static void name(void)                                  \
    {                                                                                              \
        for (int i = 0; i < CALLS; i += 8)                                                         \
            EIGHT_TIMES(call);                                                                     \
    }

WAY(add_through_pointer, add_pointer(a, b))
WAY(add_through_stub, cargo_add(a, b))
WAY(import_add_through_pointer, import_add_pointer(a, b))
WAY(import_add_through_import, cargo_import_add(a, b))
WAY(add_by_invoker, add.invoker(add.function, &sum.number, add_arguments))
WAY(add_by_libffi, ffi_call(&add.cif, add.function, &sum.word, add_arguments))
WAY(add_by_description, wherry_call(&cargo_binding, add.index, &sum.number, add_arguments))

WAY(mix_through_pointer, mix_pointer(a, real, text, wide))
WAY(mix_through_stub, cargo_mix(a, real, text, wide))
WAY(import_mix_through_pointer, import_mix_pointer(a, real, text, wide))
WAY(import_mix_through_import, cargo_import_mix(a, real, text, wide))
WAY(mix_by_invoker, mix.invoker(mix.function, &total, mix_arguments))
WAY(mix_by_libffi, ffi_call(&mix.cif, mix.function, &total, mix_arguments))
WAY(mix_by_description, wherry_call(&cargo_binding, mix.index, &total, mix_arguments))

WAY(running_mix_through_pointer, total = mix_pointer(a, total, text, wide))
WAY(running_mix_through_stub, total = cargo_mix(a, total, text, wide))

WAY(add_back_directly, user_add(&sum, a, b))
WAY(add_back_compiled, compiled_add(a, b))
WAY(add_back_by_libffi, libffi_add(a, b))
WAY(mix_back_directly, user_mix(&sum, a, real, text, wide))
WAY(mix_back_compiled, compiled_mix(a, real, text, wide))
WAY(mix_back_by_libffi, libffi_mix(a, real, text, wide))

static const struct pair {
    const char *what;
    const char *function;
    void (*way)(void);
    void (*reference)(void);
} pairs[] = {
    {"stub", "add", add_through_stub, add_through_pointer},
    {"stub", "mix", mix_through_stub, mix_through_pointer},
    {"running", "mix", running_mix_through_stub, running_mix_through_pointer},
    {"import", "add", import_add_through_import, import_add_through_pointer},
    {"import", "mix", import_mix_through_import, import_mix_through_pointer},
    {"invoker", "add", add_by_invoker, add_through_pointer},
    {"invoker", "mix", mix_by_invoker, mix_through_pointer},
    {"ffi", "add", add_by_libffi, add_by_invoker},
    {"ffi", "mix", mix_by_libffi, mix_by_invoker},
    {"call", "add", add_by_description, add_by_libffi},
    {"call", "mix", mix_by_description, mix_by_libffi},
    {"compiled", "add", add_back_compiled, add_back_directly},
    {"compiled", "mix", mix_back_compiled, mix_back_directly},
    {"closure", "add", add_back_by_libffi, add_back_directly},
    {"closure", "mix", mix_back_by_libffi, mix_back_directly},
};
enum { PAIRS = sizeof pairs / sizeof *pairs };

static double time_of(void (*way)(void))
{
    double start = clock_ns();
    way();
    return clock_ns() - start;
}

static double ratio_of(const struct pair *pair, int reference_first)
{
    double way, reference;
    if (reference_first) {
        reference = time_of(pair->reference);
        way = time_of(pair->way);
    } else {
        way = time_of(pair->way);
        reference = time_of(pair->reference);
    }
    return way / reference;
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_calls: %s: %s\n", what, wherry_error_text());
    exit(1);
}

static void prepare(struct callee *callee, const char *name, ffi_type *result_type,
                    ffi_type **types, unsigned count)
{
    int32_t index = wherry_find_function(&cargo_binding, name);
    if (index < 0 || wherry_function_address(&cargo_binding, (uint32_t)index, &callee->function))
        fail(name);
    callee->index = (uint32_t)index;
    callee->invoker = cargo_binding.invokers[cargo_binding.functions[index].signature];
    if (!callee->invoker ||
        ffi_prep_cif(&callee->cif, FFI_DEFAULT_ABI, count, result_type, types) != FFI_OK)
        fail(name);
}

static int on_add(void *user, int first, int second)
{
    (void)user;
    return first + second;
}

static double on_mix(void *user, int number, double fraction, const char *letters, long last)
{
    (void)user;
    return number + fraction + *letters + (double)last;
}

static void prepare_callbacks(cargo_on_add *add_back, cargo_on_mix *mix_back, int by_libffi)
{
    struct wherry_callback *adding, *mixing;
    wherry_force_libffi(by_libffi);
    if (cargo_callback_cargo_on_add(&adding, on_add, NULL) ||
        cargo_callback_cargo_on_mix(&mixing, on_mix, NULL))
        fail("callbacks");
    *add_back = cargo_pointer_cargo_on_add(adding);
    *mix_back = cargo_pointer_cargo_on_mix(mixing);
}

int main(int count, char **words)
{
    static ffi_type *add_types[] = {&ffi_type_sint, &ffi_type_sint};
    static ffi_type *mix_types[] = {&ffi_type_sint, &ffi_type_double, &ffi_type_pointer,
                                    &ffi_type_slong};
    struct callee import;
    int rounds = count > 1 ? atoi(words[1]) : 101;
    if (cargo_load())
        fail("cargo");
    prepare(&import, "cargo_import_add", &ffi_type_sint, add_types, 2);
    import_add_pointer = (int (*)(int, int))import.function;
    prepare(&import, "cargo_import_mix", &ffi_type_double, mix_types, 4);
    import_mix_pointer = (double (*)(int, double, const char *, long))import.function;
    prepare(&add, "cargo_add", &ffi_type_sint, add_types, 2);
    add_pointer = (int (*)(int, int))add.function;
    prepare(&mix, "cargo_mix", &ffi_type_double, mix_types, 4);
    mix_pointer = (double (*)(int, double, const char *, long))mix.function;
    user_add = on_add;
    user_mix = on_mix;
    prepare_callbacks(&compiled_add, &compiled_mix, 0);
    prepare_callbacks(&libffi_add, &libffi_mix, 1);
    wherry_force_libffi(1);
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < PAIRS; i++)
            printf("%s %s %.4f\n", pairs[i].what, pairs[i].function,
                   ratio_of(&pairs[i], round & 1));
    return 0;
}
