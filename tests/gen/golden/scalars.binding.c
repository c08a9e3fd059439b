/* scalars_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "scalars_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(scalars_not, _Bool (*)(_Bool));
WHERRY_ASSERT_PROTOTYPE(scalars_char, char (*)(char, char));
WHERRY_ASSERT_PROTOTYPE(scalars_schar, signed char (*)(signed char, signed char));
WHERRY_ASSERT_PROTOTYPE(scalars_uchar, unsigned char (*)(unsigned char, unsigned char));
WHERRY_ASSERT_PROTOTYPE(scalars_short, short (*)(short, short));
WHERRY_ASSERT_PROTOTYPE(scalars_ushort, unsigned short (*)(unsigned short, unsigned short));
WHERRY_ASSERT_PROTOTYPE(scalars_int, int (*)(int, int));
WHERRY_ASSERT_PROTOTYPE(scalars_uint, unsigned int (*)(unsigned int, unsigned int));
WHERRY_ASSERT_PROTOTYPE(scalars_long, long (*)(long, long));
WHERRY_ASSERT_PROTOTYPE(scalars_ulong, unsigned long (*)(unsigned long, unsigned long));
WHERRY_ASSERT_PROTOTYPE(scalars_llong, long long (*)(long long, long long));
WHERRY_ASSERT_PROTOTYPE(scalars_ullong, unsigned long long (*)(unsigned long long, unsigned long long));
WHERRY_ASSERT_PROTOTYPE(scalars_float, float (*)(float, float));
WHERRY_ASSERT_PROTOTYPE(scalars_double, double (*)(double, double));
WHERRY_ASSERT_PROTOTYPE(scalars_ldouble, long double (*)(long double, long double));
WHERRY_ASSERT_PROTOTYPE(scalars_cfloat, float _Complex (*)(float _Complex, float _Complex));
WHERRY_ASSERT_PROTOTYPE(scalars_cdouble, double _Complex (*)(double _Complex, double _Complex));
WHERRY_ASSERT_PROTOTYPE(scalars_size, size_t (*)(size_t, size_t));
WHERRY_ASSERT_PROTOTYPE(scalars_difference, ptrdiff_t (*)(ptrdiff_t, ptrdiff_t));
WHERRY_ASSERT_PROTOTYPE(scalars_wide, wchar_t (*)(wchar_t, wchar_t));
WHERRY_ASSERT_PROTOTYPE(scalars_int64, int64_t (*)(int64_t, int64_t));
WHERRY_ASSERT_PROTOTYPE(scalars_uint8, uint8_t (*)(uint8_t, uint8_t));
WHERRY_ASSERT_PROTOTYPE(scalars_named, scalars_id (*)(scalars_id, scalars_id));
WHERRY_ASSERT_PROTOTYPE(scalars_none, int (*)(void));
WHERRY_ASSERT_PROTOTYPE(scalars_swap, void (*)(int *, int *));
WHERRY_ASSERT_PROTOTYPE(scalars_rest, const char *(*)(const char *));
WHERRY_ASSERT_PROTOTYPE(scalars_deep, const int *const *(*)(const int *const *, volatile int *));
WHERRY_ASSERT_PROTOTYPE(scalars_sum, int (*)(const int *, size_t));
WHERRY_ASSERT_PROTOTYPE(scalars_mix, double (*)(int, double, float, long long, const char *, unsigned char, short, double, int, signed char));

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(scalars, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(scalars, index, symbol)

STUB(0, WHERRY_SYMBOL("scalars_not"))
STUB(1, WHERRY_SYMBOL("scalars_char"))
STUB(2, WHERRY_SYMBOL("scalars_schar"))
STUB(3, WHERRY_SYMBOL("scalars_uchar"))
STUB(4, WHERRY_SYMBOL("scalars_short"))
STUB(5, WHERRY_SYMBOL("scalars_ushort"))
STUB(6, WHERRY_SYMBOL("scalars_int"))
STUB(7, WHERRY_SYMBOL("scalars_uint"))
STUB(8, WHERRY_SYMBOL("scalars_long"))
STUB(9, WHERRY_SYMBOL("scalars_ulong"))
STUB(10, WHERRY_SYMBOL("scalars_llong"))
STUB(11, WHERRY_SYMBOL("scalars_ullong"))
STUB(12, WHERRY_SYMBOL("scalars_float"))
STUB(13, WHERRY_SYMBOL("scalars_double"))
STUB(14, WHERRY_SYMBOL("scalars_ldouble"))
STUB(15, WHERRY_SYMBOL("scalars_cfloat"))
STUB(16, WHERRY_SYMBOL("scalars_cdouble"))
STUB(17, WHERRY_SYMBOL("scalars_size"))
STUB(18, WHERRY_SYMBOL("scalars_difference"))
STUB(19, WHERRY_SYMBOL("scalars_wide"))
STUB(20, WHERRY_SYMBOL("scalars_int64"))
STUB(21, WHERRY_SYMBOL("scalars_uint8"))
STUB(22, WHERRY_SYMBOL("scalars_named"))
STUB(23, WHERRY_SYMBOL("scalars_none"))
STUB(24, WHERRY_SYMBOL("scalars_swap"))
STUB(25, WHERRY_SYMBOL("scalars_rest"))
STUB(26, WHERRY_SYMBOL("scalars_deep"))
STUB(27, WHERRY_SYMBOL("scalars_sum"))
STUB(28, WHERRY_SYMBOL("scalars_mix"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function scalars__slots[29];

/* One invoker per shape of call. */
static void scalars__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef _Bool wherry__typed(_Bool);
    WHERRY_RESULT(_Bool) = ((wherry__typed *)function)(WHERRY_ARGUMENT(_Bool, 0));
}

static void scalars__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef char wherry__typed(char, char);
    WHERRY_RESULT(char) = ((wherry__typed *)function)(WHERRY_ARGUMENT(char, 0), WHERRY_ARGUMENT(char, 1));
}

static void scalars__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef signed char wherry__typed(signed char, signed char);
    WHERRY_RESULT(signed char) = ((wherry__typed *)function)(WHERRY_ARGUMENT(signed char, 0), WHERRY_ARGUMENT(signed char, 1));
}

static void scalars__invoke_3(wherry_function function, void *result, void *const *arguments)
{
    typedef unsigned char wherry__typed(unsigned char, unsigned char);
    WHERRY_RESULT(unsigned char) = ((wherry__typed *)function)(WHERRY_ARGUMENT(unsigned char, 0), WHERRY_ARGUMENT(unsigned char, 1));
}

static void scalars__invoke_4(wherry_function function, void *result, void *const *arguments)
{
    typedef short wherry__typed(short, short);
    WHERRY_RESULT(short) = ((wherry__typed *)function)(WHERRY_ARGUMENT(short, 0), WHERRY_ARGUMENT(short, 1));
}

static void scalars__invoke_5(wherry_function function, void *result, void *const *arguments)
{
    typedef unsigned short wherry__typed(unsigned short, unsigned short);
    WHERRY_RESULT(unsigned short) = ((wherry__typed *)function)(WHERRY_ARGUMENT(unsigned short, 0), WHERRY_ARGUMENT(unsigned short, 1));
}

static void scalars__invoke_6(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(int, 1));
}

static void scalars__invoke_7(wherry_function function, void *result, void *const *arguments)
{
    typedef unsigned int wherry__typed(unsigned int, unsigned int);
    WHERRY_RESULT(unsigned int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(unsigned int, 0), WHERRY_ARGUMENT(unsigned int, 1));
}

static void scalars__invoke_8(wherry_function function, void *result, void *const *arguments)
{
    typedef long wherry__typed(long, long);
    WHERRY_RESULT(long) = ((wherry__typed *)function)(WHERRY_ARGUMENT(long, 0), WHERRY_ARGUMENT(long, 1));
}

static void scalars__invoke_9(wherry_function function, void *result, void *const *arguments)
{
    typedef unsigned long wherry__typed(unsigned long, unsigned long);
    WHERRY_RESULT(unsigned long) = ((wherry__typed *)function)(WHERRY_ARGUMENT(unsigned long, 0), WHERRY_ARGUMENT(unsigned long, 1));
}

static void scalars__invoke_10(wherry_function function, void *result, void *const *arguments)
{
    typedef long long wherry__typed(long long, long long);
    WHERRY_RESULT(long long) = ((wherry__typed *)function)(WHERRY_ARGUMENT(long long, 0), WHERRY_ARGUMENT(long long, 1));
}

static void scalars__invoke_11(wherry_function function, void *result, void *const *arguments)
{
    typedef unsigned long long wherry__typed(unsigned long long, unsigned long long);
    WHERRY_RESULT(unsigned long long) = ((wherry__typed *)function)(WHERRY_ARGUMENT(unsigned long long, 0), WHERRY_ARGUMENT(unsigned long long, 1));
}

static void scalars__invoke_12(wherry_function function, void *result, void *const *arguments)
{
    typedef float wherry__typed(float, float);
    WHERRY_RESULT(float) = ((wherry__typed *)function)(WHERRY_ARGUMENT(float, 0), WHERRY_ARGUMENT(float, 1));
}

static void scalars__invoke_13(wherry_function function, void *result, void *const *arguments)
{
    typedef double wherry__typed(double, double);
    WHERRY_RESULT(double) = ((wherry__typed *)function)(WHERRY_ARGUMENT(double, 0), WHERRY_ARGUMENT(double, 1));
}

static void scalars__invoke_14(wherry_function function, void *result, void *const *arguments)
{
    typedef long double wherry__typed(long double, long double);
    WHERRY_RESULT(long double) = ((wherry__typed *)function)(WHERRY_ARGUMENT(long double, 0), WHERRY_ARGUMENT(long double, 1));
}

static void scalars__invoke_15(wherry_function function, void *result, void *const *arguments)
{
    typedef float _Complex wherry__typed(float _Complex, float _Complex);
    WHERRY_RESULT(float _Complex) = ((wherry__typed *)function)(WHERRY_ARGUMENT(float _Complex, 0), WHERRY_ARGUMENT(float _Complex, 1));
}

static void scalars__invoke_16(wherry_function function, void *result, void *const *arguments)
{
    typedef double _Complex wherry__typed(double _Complex, double _Complex);
    WHERRY_RESULT(double _Complex) = ((wherry__typed *)function)(WHERRY_ARGUMENT(double _Complex, 0), WHERRY_ARGUMENT(double _Complex, 1));
}

static void scalars__invoke_17(wherry_function function, void *result, void *const *arguments)
{
    typedef ON(unsigned long, unsigned long long, unsigned int) wherry__typed(ON(unsigned long, unsigned long long, unsigned int), ON(unsigned long, unsigned long long, unsigned int));
    WHERRY_RESULT(ON(unsigned long, unsigned long long, unsigned int)) = ((wherry__typed *)function)(WHERRY_ARGUMENT(ON(unsigned long, unsigned long long, unsigned int), 0), WHERRY_ARGUMENT(ON(unsigned long, unsigned long long, unsigned int), 1));
}

static void scalars__invoke_18(wherry_function function, void *result, void *const *arguments)
{
    typedef ON(long, long long, int) wherry__typed(ON(long, long long, int), ON(long, long long, int));
    WHERRY_RESULT(ON(long, long long, int)) = ((wherry__typed *)function)(WHERRY_ARGUMENT(ON(long, long long, int), 0), WHERRY_ARGUMENT(ON(long, long long, int), 1));
}

static void scalars__invoke_19(wherry_function function, void *result, void *const *arguments)
{
    typedef ON(int, unsigned short, unsigned short) wherry__typed(ON(int, unsigned short, unsigned short), ON(int, unsigned short, unsigned short));
    WHERRY_RESULT(ON(int, unsigned short, unsigned short)) = ((wherry__typed *)function)(WHERRY_ARGUMENT(ON(int, unsigned short, unsigned short), 0), WHERRY_ARGUMENT(ON(int, unsigned short, unsigned short), 1));
}

static void scalars__invoke_20(wherry_function function, void *result, void *const *arguments)
{
    typedef ON(long, long long, long long) wherry__typed(ON(long, long long, long long), ON(long, long long, long long));
    WHERRY_RESULT(ON(long, long long, long long)) = ((wherry__typed *)function)(WHERRY_ARGUMENT(ON(long, long long, long long), 0), WHERRY_ARGUMENT(ON(long, long long, long long), 1));
}

static void scalars__invoke_21(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void);
    (void)arguments;
    WHERRY_RESULT(int) = ((wherry__typed *)function)();
}

static void scalars__invoke_22(wherry_function function, void *result, void *const *arguments)
{
    typedef void wherry__typed(void *, void *);
    (void)result;
    ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(void *, 1));
}

static void scalars__invoke_23(wherry_function function, void *result, void *const *arguments)
{
    typedef void *wherry__typed(void *);
    WHERRY_RESULT(void *) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0));
}

static void scalars__invoke_24(wherry_function function, void *result, void *const *arguments)
{
    typedef void *wherry__typed(void *, void *);
    WHERRY_RESULT(void *) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(void *, 1));
}

static void scalars__invoke_25(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, ON(unsigned long, unsigned long long, unsigned int));
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(ON(unsigned long, unsigned long long, unsigned int), 1));
}

static void scalars__invoke_26(wherry_function function, void *result, void *const *arguments)
{
    typedef double wherry__typed(int, double, float, long long, void *, unsigned char, short, double, int, signed char);
    WHERRY_RESULT(double) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(double, 1),
        WHERRY_ARGUMENT(float, 2), WHERRY_ARGUMENT(long long, 3),
        WHERRY_ARGUMENT(void *, 4), WHERRY_ARGUMENT(unsigned char, 5),
        WHERRY_ARGUMENT(short, 6), WHERRY_ARGUMENT(double, 7),
        WHERRY_ARGUMENT(int, 8), WHERRY_ARGUMENT(signed char, 9));
}

static wherry__invoker *const scalars__invokers[] = {
    scalars__invoke_0,
    scalars__invoke_1,
    scalars__invoke_2,
    scalars__invoke_3,
    scalars__invoke_4,
    scalars__invoke_5,
    scalars__invoke_6,
    scalars__invoke_7,
    scalars__invoke_8,
    scalars__invoke_9,
    scalars__invoke_10,
    scalars__invoke_11,
    scalars__invoke_12,
    scalars__invoke_13,
    scalars__invoke_14,
    scalars__invoke_15,
    scalars__invoke_16,
    scalars__invoke_17,
    scalars__invoke_18,
    scalars__invoke_19,
    scalars__invoke_20,
    scalars__invoke_21,
    scalars__invoke_22,
    scalars__invoke_23,
    scalars__invoke_24,
    scalars__invoke_25,
    scalars__invoke_26,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function scalars__functions[] = {
    {0, 0, 0, 0}, /* scalars_not */
    {12, 12, 1, 0}, /* scalars_char */
    {25, 25, 2, 0}, /* scalars_schar */
    {39, 39, 3, 0}, /* scalars_uchar */
    {53, 53, 4, 0}, /* scalars_short */
    {67, 67, 5, 0}, /* scalars_ushort */
    {82, 82, 6, 0}, /* scalars_int */
    {94, 94, 7, 0}, /* scalars_uint */
    {107, 107, 8, 0}, /* scalars_long */
    {120, 120, 9, 0}, /* scalars_ulong */
    {134, 134, 10, 0}, /* scalars_llong */
    {148, 148, 11, 0}, /* scalars_ullong */
    {163, 163, 12, 0}, /* scalars_float */
    {177, 177, 13, 0}, /* scalars_double */
    {192, 192, 14, 0}, /* scalars_ldouble */
    {208, 208, 15, 0}, /* scalars_cfloat */
    {223, 223, 16, 0}, /* scalars_cdouble */
    {239, 239, 17, 0}, /* scalars_size */
    {252, 252, 18, 0}, /* scalars_difference */
    {271, 271, 19, 0}, /* scalars_wide */
    {284, 284, 20, 0}, /* scalars_int64 */
    {298, 298, 3, 0}, /* scalars_uint8 */
    {312, 312, 7, 0}, /* scalars_named */
    {326, 326, 21, 0}, /* scalars_none */
    {339, 339, 22, 0}, /* scalars_swap */
    {352, 352, 23, 0}, /* scalars_rest */
    {365, 365, 24, 0}, /* scalars_deep */
    {378, 378, 25, 0}, /* scalars_sum */
    {390, 390, 26, 0}, /* scalars_mix */
};

static const uint16_t scalars__types[] = {
    /* 0 */ WHERRY_BOOL, WHERRY_BOOL,
    /* 1 */ WHERRY_INT8, WHERRY_INT8, WHERRY_INT8,
    /* 2 */ WHERRY_INT8, WHERRY_INT8, WHERRY_INT8,
    /* 3 */ WHERRY_UINT8, WHERRY_UINT8, WHERRY_UINT8,
    /* 4 */ WHERRY_INT16, WHERRY_INT16, WHERRY_INT16,
    /* 5 */ WHERRY_UINT16, WHERRY_UINT16, WHERRY_UINT16,
    /* 6 */ WHERRY_INT32, WHERRY_INT32, WHERRY_INT32,
    /* 7 */ WHERRY_UINT32, WHERRY_UINT32, WHERRY_UINT32,
    /* 8 */ ON(WHERRY_INT64, WHERRY_INT32, WHERRY_INT32), ON(WHERRY_INT64, WHERRY_INT32, WHERRY_INT32), ON(WHERRY_INT64, WHERRY_INT32, WHERRY_INT32),
    /* 9 */ ON(WHERRY_UINT64, WHERRY_UINT32, WHERRY_UINT32), ON(WHERRY_UINT64, WHERRY_UINT32, WHERRY_UINT32), ON(WHERRY_UINT64, WHERRY_UINT32, WHERRY_UINT32),
    /* 10 */ WHERRY_INT64, WHERRY_INT64, WHERRY_INT64,
    /* 11 */ WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT64,
    /* 12 */ WHERRY_FLOAT, WHERRY_FLOAT, WHERRY_FLOAT,
    /* 13 */ WHERRY_DOUBLE, WHERRY_DOUBLE, WHERRY_DOUBLE,
    /* 14 */ WHERRY_LONG_DOUBLE, WHERRY_LONG_DOUBLE, WHERRY_LONG_DOUBLE,
    /* 15 */ WHERRY_COMPLEX_FLOAT, WHERRY_COMPLEX_FLOAT, WHERRY_COMPLEX_FLOAT,
    /* 16 */ WHERRY_COMPLEX_DOUBLE, WHERRY_COMPLEX_DOUBLE, WHERRY_COMPLEX_DOUBLE,
    /* 17 */ ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32), ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32), ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32),
    /* 18 */ ON(WHERRY_INT64, WHERRY_INT64, WHERRY_INT32), ON(WHERRY_INT64, WHERRY_INT64, WHERRY_INT32), ON(WHERRY_INT64, WHERRY_INT64, WHERRY_INT32),
    /* 19 */ ON(WHERRY_INT32, WHERRY_UINT16, WHERRY_UINT16), ON(WHERRY_INT32, WHERRY_UINT16, WHERRY_UINT16), ON(WHERRY_INT32, WHERRY_UINT16, WHERRY_UINT16),
    /* 20 */ WHERRY_INT64, WHERRY_INT64, WHERRY_INT64,
    /* 21 */ WHERRY_INT32,
    /* 22 */ WHERRY_VOID, WHERRY_POINTER, WHERRY_POINTER,
    /* 23 */ WHERRY_POINTER, WHERRY_POINTER,
    /* 24 */ WHERRY_POINTER, WHERRY_POINTER, WHERRY_POINTER,
    /* 25 */ WHERRY_INT32, WHERRY_POINTER, ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32),
    /* 26 */ WHERRY_DOUBLE, WHERRY_INT32, WHERRY_DOUBLE, WHERRY_FLOAT, WHERRY_INT64, WHERRY_POINTER, WHERRY_UINT8, WHERRY_INT16, WHERRY_DOUBLE, WHERRY_INT32, WHERRY_INT8,
};

static const struct wherry__signature scalars__signatures[] = {
    {0, 1, WHERRY_CDECL, 0},
    {2, 2, WHERRY_CDECL, 0},
    {5, 2, WHERRY_CDECL, 0},
    {8, 2, WHERRY_CDECL, 0},
    {11, 2, WHERRY_CDECL, 0},
    {14, 2, WHERRY_CDECL, 0},
    {17, 2, WHERRY_CDECL, 0},
    {20, 2, WHERRY_CDECL, 0},
    {23, 2, WHERRY_CDECL, 0},
    {26, 2, WHERRY_CDECL, 0},
    {29, 2, WHERRY_CDECL, 0},
    {32, 2, WHERRY_CDECL, 0},
    {35, 2, WHERRY_CDECL, 0},
    {38, 2, WHERRY_CDECL, 0},
    {41, 2, WHERRY_CDECL, 0},
    {44, 2, WHERRY_CDECL, 0},
    {47, 2, WHERRY_CDECL, 0},
    {50, 2, WHERRY_CDECL, 0},
    {53, 2, WHERRY_CDECL, 0},
    {56, 2, WHERRY_CDECL, 0},
    {59, 2, WHERRY_CDECL, 0},
    {62, 0, WHERRY_CDECL, 0},
    {63, 2, WHERRY_CDECL, 0},
    {66, 1, WHERRY_CDECL, 0},
    {68, 2, WHERRY_CDECL, 0},
    {71, 2, WHERRY_CDECL, 0},
    {74, 10, WHERRY_CDECL, 0},
};

static const char scalars__strings[] =
    "scalars_not\0" /* 0 */
    "scalars_char\0" /* 12 */
    "scalars_schar\0" /* 25 */
    "scalars_uchar\0" /* 39 */
    "scalars_short\0" /* 53 */
    "scalars_ushort\0" /* 67 */
    "scalars_int\0" /* 82 */
    "scalars_uint\0" /* 94 */
    "scalars_long\0" /* 107 */
    "scalars_ulong\0" /* 120 */
    "scalars_llong\0" /* 134 */
    "scalars_ullong\0" /* 148 */
    "scalars_float\0" /* 163 */
    "scalars_double\0" /* 177 */
    "scalars_ldouble\0" /* 192 */
    "scalars_cfloat\0" /* 208 */
    "scalars_cdouble\0" /* 223 */
    "scalars_size\0" /* 239 */
    "scalars_difference\0" /* 252 */
    "scalars_wide\0" /* 271 */
    "scalars_int64\0" /* 284 */
    "scalars_uint8\0" /* 298 */
    "scalars_named\0" /* 312 */
    "scalars_none\0" /* 326 */
    "scalars_swap\0" /* 339 */
    "scalars_rest\0" /* 352 */
    "scalars_deep\0" /* 365 */
    "scalars_sum\0" /* 378 */
    "scalars_mix\0" /* 390 */
    "\0" /* 402 */
    ;

#if defined(ON_linux64)
static const char *const scalars__libraries[] = {"libscalars.so"};
#endif
#if defined(ON_win64)
static const char *const scalars__libraries[] = {"scalars.dll", "libscalars.dll"};
#endif
#if defined(ON_win32)
static const char *const scalars__libraries[] = {"scalars.dll", "libscalars.dll"};
#endif

static unsigned char scalars__presence[29];
static void *scalars__call_interfaces[27];
static struct wherry__state scalars__state;

const struct wherry_binding scalars_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "scalars",
    .strings = scalars__strings,
    .libraries = scalars__libraries,
    .library_count = ON(1, 2, 2),
    .state = &scalars__state,
    .function_count = 29,
    .signature_count = 27,
    .functions = scalars__functions,
    .slots = scalars__slots,
    .presence = scalars__presence,
    .signatures = scalars__signatures,
    .types = scalars__types,
    .invokers = scalars__invokers,
    .call_interfaces = scalars__call_interfaces,
};
