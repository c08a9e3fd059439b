/* stubs_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
 * Do not edit it: run wherry again. <wherry/binding.h> explains what it is made of. */

/* ON(linux64, win64, win32): the one of this target. */
#if defined(__x86_64__) && defined(__linux__) && defined(__LP64__)
#define ON_linux64 1
#define ON(linux64, win64, win32) linux64
#elif defined(__x86_64__) && defined(_WIN32)
#define ON_win64 1
#define ON(linux64, win64, win32) win64
#elif defined(__i386__) && defined(_WIN32)
#define ON_win32 1
#define ON(linux64, win64, win32) win32
#else
#error "this binding was made for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32: run wherry again with --target for this one"
#endif

#include "stubs_binding.h"

#include <wherry/binding.h>

/* The library's declarations and macros are not ours to warn about. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic ignored "-Woverlength-strings"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wmultichar"
#pragma GCC diagnostic ignored "-Woverflow"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#pragma GCC diagnostic ignored "-Wpsabi"
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wattribute-warning"
#endif

/* The headers as they were when this was written. */
WHERRY_ASSERT_PROTOTYPE(stubs_add, stubs_floats (*)(stubs_floats, stubs_floats));
WHERRY_ASSERT_PROTOTYPE(stubs_rotate, stubs_longs (*)(int, stubs_longs, double));
WHERRY_ASSERT_PROTOTYPE(stubs_sum, float (*)(struct stubs_mixed, const stubs_floats *, short));
WHERRY_ASSERT_PROTOTYPE(stubs_only_returns, stubs_floats (*)(float));
WHERRY_ASSERT_PROTOTYPE(stubs_unnamed, int __attribute__((vector_size(4 * sizeof(int)))) (*)(int __attribute__((vector_size(4 * sizeof(int))))));
WHERRY_ASSERT_PROTOTYPE(stubs_imported, stubs_floats (*)(stubs_floats));
WHERRY_ASSERT_SIZE(struct stubs_mixed, 32, 16);
WHERRY_ASSERT_FIELD(struct stubs_mixed, floats, 0, stubs_floats);
WHERRY_ASSERT_FIELD(struct stubs_mixed, n, 16, int);

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(stubs, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(stubs, index, symbol)

STUB(3, WHERRY_SYMBOL("stubs_only_returns"))

/* Stubs in C, for arguments that an assembler stub does not keep. */
extern stubs_floats stubs__stub_0(stubs_floats, stubs_floats) __asm__(WHERRY_SYMBOL("stubs_add")) WHERRY__HIDDEN;
stubs_floats stubs__stub_0(stubs_floats p0, stubs_floats p1)
{
    return ((stubs_floats (*)(stubs_floats, stubs_floats))wherry__callee(&stubs_binding, 0))(p0, p1);
}

extern stubs_longs stubs__stub_1(int, stubs_longs, double) __asm__(WHERRY_SYMBOL("stubs_rotate")) WHERRY__HIDDEN;
stubs_longs stubs__stub_1(int p0, stubs_longs p1, double p2)
{
    return ((stubs_longs (*)(int, stubs_longs, double))wherry__callee(&stubs_binding, 1))(p0, p1, p2);
}

extern float stubs__stub_2(struct stubs_mixed, const stubs_floats *, short) __asm__(WHERRY_SYMBOL("stubs_sum")) WHERRY__HIDDEN;
float stubs__stub_2(struct stubs_mixed p0, const stubs_floats *p1, short p2)
{
    return ((float (*)(struct stubs_mixed, const stubs_floats *, short))wherry__callee(&stubs_binding, 2))(p0, p1, p2);
}

extern int __attribute__((vector_size(4 * sizeof(int)))) stubs__stub_4(int __attribute__((vector_size(4 * sizeof(int))))) __asm__(WHERRY_SYMBOL("stubs_unnamed")) WHERRY__HIDDEN;
int __attribute__((vector_size(4 * sizeof(int)))) stubs__stub_4(int __attribute__((vector_size(4 * sizeof(int)))) p0)
{
    return ((int __attribute__((vector_size(4 * sizeof(int)))) (*)(int __attribute__((vector_size(4 * sizeof(int))))))wherry__callee(&stubs_binding, 4))(p0);
}

extern stubs_floats stubs__stub_5(stubs_floats) __asm__(WHERRY_SYMBOL("stubs_imported")) WHERRY__HIDDEN;
stubs_floats stubs__stub_5(stubs_floats p0)
{
    return ((stubs_floats (*)(stubs_floats))wherry__callee(&stubs_binding, 5))(p0);
}

#if defined(_WIN32)
WHERRY_IMPORT(stubs, 5, WHERRY_SYMBOL("stubs_imported"))
static stubs_floats stubs__lazy_5(stubs_floats p0)
{
    return ((stubs_floats (*)(stubs_floats))wherry__resolve(&stubs_binding, 5))(p0);
}

#endif

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function stubs__slots[6]
#if defined(_WIN32)
    = {
        [5] = WHERRY_LAZY(stubs, 5),
    }
#endif
    ;

/* One invoker per shape of call. */
static void stubs__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef float __attribute__((vector_size(4 * sizeof(float)))) wherry__typed(float __attribute__((vector_size(4 * sizeof(float)))), float __attribute__((vector_size(4 * sizeof(float)))));
    WHERRY_RESULT(float __attribute__((vector_size(4 * sizeof(float))))) = ((wherry__typed *)function)(WHERRY_ARGUMENT(float __attribute__((vector_size(4 * sizeof(float)))), 0), WHERRY_ARGUMENT(float __attribute__((vector_size(4 * sizeof(float)))), 1));
}

static void stubs__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef long long __attribute__((vector_size(2 * sizeof(long long)))) wherry__typed(int, long long __attribute__((vector_size(2 * sizeof(long long)))), double);
    WHERRY_RESULT(long long __attribute__((vector_size(2 * sizeof(long long))))) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(long long __attribute__((vector_size(2 * sizeof(long long)))), 1),
        WHERRY_ARGUMENT(double, 2));
}

static void stubs__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef float wherry__typed(struct stubs_mixed, void *, short);
    WHERRY_RESULT(float) = ((wherry__typed *)function)(
        WHERRY_RECORD_ARGUMENT(struct stubs_mixed, 0), WHERRY_ARGUMENT(void *, 1),
        WHERRY_ARGUMENT(short, 2));
}

static void stubs__invoke_3(wherry_function function, void *result, void *const *arguments)
{
    typedef float __attribute__((vector_size(4 * sizeof(float)))) wherry__typed(float);
    WHERRY_RESULT(float __attribute__((vector_size(4 * sizeof(float))))) = ((wherry__typed *)function)(WHERRY_ARGUMENT(float, 0));
}

static void stubs__invoke_4(wherry_function function, void *result, void *const *arguments)
{
    typedef int __attribute__((vector_size(4 * sizeof(int)))) wherry__typed(int __attribute__((vector_size(4 * sizeof(int)))));
    WHERRY_RESULT(int __attribute__((vector_size(4 * sizeof(int))))) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int __attribute__((vector_size(4 * sizeof(int)))), 0));
}

static void stubs__invoke_5(wherry_function function, void *result, void *const *arguments)
{
    typedef float __attribute__((vector_size(4 * sizeof(float)))) wherry__typed(float __attribute__((vector_size(4 * sizeof(float)))));
    WHERRY_RESULT(float __attribute__((vector_size(4 * sizeof(float))))) = ((wherry__typed *)function)(WHERRY_ARGUMENT(float __attribute__((vector_size(4 * sizeof(float)))), 0));
}

static wherry__invoker *const stubs__invokers[] = {
    stubs__invoke_0,
    stubs__invoke_1,
    stubs__invoke_2,
    stubs__invoke_3,
    stubs__invoke_4,
    stubs__invoke_5,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function stubs__functions[] = {
    {0, 0, 0, WHERRY_FN_C_STUB}, /* stubs_add */
    {10, 10, 1, WHERRY_FN_C_STUB}, /* stubs_rotate */
    {23, 23, 2, WHERRY_FN_C_STUB}, /* stubs_sum */
    {33, 33, 3, 0}, /* stubs_only_returns */
    {52, 52, 4, WHERRY_FN_C_STUB}, /* stubs_unnamed */
    {66, 66, 5, WHERRY_FN_C_STUB}, /* stubs_imported */
};

static const uint16_t stubs__types[] = {
    /* 0 */ WHERRY_OPAQUE, WHERRY_OPAQUE, WHERRY_OPAQUE,
    /* 1 */ WHERRY_OPAQUE, WHERRY_INT32, WHERRY_OPAQUE, WHERRY_DOUBLE,
    /* 2 */ WHERRY_FLOAT, WHERRY_RECORD + 0, WHERRY_POINTER, WHERRY_INT16,
    /* 3 */ WHERRY_OPAQUE, WHERRY_FLOAT,
    /* 4 */ WHERRY_OPAQUE, WHERRY_OPAQUE,
    /* 5 */ WHERRY_OPAQUE, WHERRY_OPAQUE,
};

static const struct wherry__signature stubs__signatures[] = {
    {0, 2, WHERRY_CDECL, 0},
    {3, 3, WHERRY_CDECL, 0},
    {7, 3, WHERRY_CDECL, 0},
    {11, 1, WHERRY_CDECL, 0},
    {13, 1, WHERRY_CDECL, 0},
    {15, 1, WHERRY_CDECL, 0},
};

static const struct wherry__field stubs__fields[] = {
    {81, 0, 1, WHERRY_OPAQUE, 0}, /* floats */
    {88, 128, 1, WHERRY_INT32, 0}, /* n */
};

static const struct wherry__record stubs__records[] = {
    {90, 32, 0, 2, 16, 0}, /* struct stubs_mixed */
};

static const char stubs__strings[] =
    "stubs_add\0" /* 0 */
    "stubs_rotate\0" /* 10 */
    "stubs_sum\0" /* 23 */
    "stubs_only_returns\0" /* 33 */
    "stubs_unnamed\0" /* 52 */
    "stubs_imported\0" /* 66 */
    "floats\0" /* 81 */
    "n\0" /* 88 */
    "struct stubs_mixed\0" /* 90 */
    "\0" /* 109 */
    ;

#if defined(ON_linux64)
static const char *const stubs__libraries[] = {"libstubs.so"};
#endif
#if defined(ON_win64)
static const char *const stubs__libraries[] = {"stubs.dll", "libstubs.dll"};
#endif
#if defined(ON_win32)
static const char *const stubs__libraries[] = {"stubs.dll", "libstubs.dll"};
#endif

static unsigned char stubs__presence[6];
static void *stubs__call_interfaces[6];
static struct wherry__state stubs__state;

const struct wherry_binding stubs_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "stubs",
    .strings = stubs__strings,
    .libraries = stubs__libraries,
    .library_count = ON(1, 2, 2),
    .state = &stubs__state,
    .function_count = 6,
    .signature_count = 6,
    .record_count = 1,
    .functions = stubs__functions,
    .slots = stubs__slots,
    .presence = stubs__presence,
    .signatures = stubs__signatures,
    .types = stubs__types,
    .invokers = stubs__invokers,
    .call_interfaces = stubs__call_interfaces,
    .records = stubs__records,
    .fields = stubs__fields,
};
