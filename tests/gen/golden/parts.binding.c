/* parts_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "parts_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(parts_present, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(parts_optional, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(parts_failing, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(parts_failing_text, const char *(*)(void));
WHERRY_ASSERT_PROTOTYPE(parts_failing_real, double (*)(double));
WHERRY_ASSERT_PROTOTYPE(parts_missing, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(parts_missing_too, int (*)(struct parts_pair));
WHERRY_ASSERT_DATA(parts_data, int);
WHERRY_ASSERT_SIZE(struct parts_pair, 8, 4);
WHERRY_ASSERT_FIELD(struct parts_pair, a, 0, int);
WHERRY_ASSERT_FIELD(struct parts_pair, b, 4, int);

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(parts, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(parts, index, symbol)

STUB(0, WHERRY_SYMBOL("parts_present"))
STUB(1, WHERRY_SYMBOL("parts_optional"))
STUB(2, WHERRY_SYMBOL("parts_failing"))
STUB(3, WHERRY_SYMBOL("parts_failing_text"))
STUB(4, WHERRY_SYMBOL("parts_failing_real"))
STUB(5, WHERRY_SYMBOL("parts_missing"))
STUB(6, WHERRY_SYMBOL("parts_missing_too"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function parts__slots[7];

/* One invoker per shape of call. */
static void parts__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static void parts__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef void *wherry__typed(void);
    (void)arguments;
    WHERRY_RESULT(void *) = ((wherry__typed *)function)();
}

static void parts__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef double wherry__typed(double);
    WHERRY_RESULT(double) = ((wherry__typed *)function)(WHERRY_ARGUMENT(double, 0));
}

static void parts__invoke_3(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(struct parts_pair);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_RECORD_ARGUMENT(struct parts_pair, 0));
}

static wherry__invoker *const parts__invokers[] = {
    parts__invoke_0,
    parts__invoke_1,
    parts__invoke_2,
    parts__invoke_3,
};

/* What a stub returns whose function the library lacks (notes: failure). */
static int parts__failure_2(int p0)
{
    (void)p0;
    return -22;
}

static const char *parts__failure_3(void)
{
    return "none";
}

static double parts__failure_4(double p0)
{
    (void)p0;
    return -0.5;
}

static const struct wherry__failure parts__failures[] = {
    {2, (wherry_function)parts__failure_2},
    {3, (wherry_function)parts__failure_3},
    {4, (wherry_function)parts__failure_4},
    {UINT32_MAX, NULL}};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function parts__functions[] = {
    {0, 0, 0, 0}, /* parts_present */
    {14, 14, 0, WHERRY_FN_OPTIONAL}, /* parts_optional */
    {29, 29, 0, WHERRY_FN_OPTIONAL}, /* parts_failing */
    {43, 43, 1, WHERRY_FN_OPTIONAL}, /* parts_failing_text */
    {62, 62, 2, 0}, /* parts_failing_real */
    {81, 81, 0, 0}, /* parts_missing */
    {95, 95, 3, 0}, /* parts_missing_too */
};

static const uint16_t parts__types[] = {
    /* 0 */ WHERRY_INT32, WHERRY_INT32,
    /* 1 */ WHERRY_POINTER,
    /* 2 */ WHERRY_DOUBLE, WHERRY_DOUBLE,
    /* 3 */ WHERRY_INT32, WHERRY_RECORD + 0,
};

static const struct wherry__signature parts__signatures[] = {
    {0, 1, WHERRY_CDECL, 0},
    {2, 0, WHERRY_CDECL, 0},
    {3, 1, WHERRY_CDECL, 0},
    {5, 1, WHERRY_CDECL, 0},
};

static const struct wherry__field parts__fields[] = {
    {113, 0, 1, WHERRY_INT32, 0}, /* a */
    {115, 32, 1, WHERRY_INT32, 0}, /* b */
};

static const struct wherry__record parts__records[] = {
    {117, 8, 0, 2, 4, 0}, /* struct parts_pair */
};

static const struct wherry__data parts__data[] = {
    {135, 135, WHERRY_INT32, WHERRY_FN_OPTIONAL}, /* parts_data */
};

WHERRY__HIDDEN void *parts__data_slots[1];

static const char parts__strings[] =
    "parts_present\0" /* 0 */
    "parts_optional\0" /* 14 */
    "parts_failing\0" /* 29 */
    "parts_failing_text\0" /* 43 */
    "parts_failing_real\0" /* 62 */
    "parts_missing\0" /* 81 */
    "parts_missing_too\0" /* 95 */
    "a\0" /* 113 */
    "b\0" /* 115 */
    "struct parts_pair\0" /* 117 */
    "parts_data\0" /* 135 */
    "\0" /* 146 */
    ;

#if defined(ON_linux64)
static const char *const parts__libraries[] = {"{application}/libparts.so", "libparts.so"};
#endif
#if defined(ON_win64)
static const char *const parts__libraries[] = {"{application}/parts.dll", "parts.dll"};
#endif
#if defined(ON_win32)
static const char *const parts__libraries[] = {"{application}/parts.dll", "parts.dll"};
#endif

static unsigned char parts__presence[7];
static void *parts__call_interfaces[4];
static struct wherry__state parts__state;

const struct wherry_binding parts_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "parts",
    .strings = parts__strings,
    .libraries = parts__libraries,
    .library_count = 2,
    .state = &parts__state,
    .function_count = 7,
    .signature_count = 4,
    .record_count = 1,
    .data_count = 1,
    .failure_count = sizeof parts__failures / sizeof parts__failures[0] - 1,
    .functions = parts__functions,
    .slots = parts__slots,
    .presence = parts__presence,
    .signatures = parts__signatures,
    .types = parts__types,
    .invokers = parts__invokers,
    .call_interfaces = parts__call_interfaces,
    .records = parts__records,
    .fields = parts__fields,
    .data = parts__data,
    .data_slots = parts__data_slots,
    .failures = parts__failures,
};
