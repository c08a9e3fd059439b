/* imports_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "imports_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(imports_add, int (*)(int, int));
WHERRY_ASSERT_PROTOTYPE(imports_scale, double (WHERRY_CC_STDCALL *)(double, float));
WHERRY_ASSERT_VARIADIC(imports_total, int (*)(int, ...), int (WHERRY_CC_STDCALL *)(int, ...));
WHERRY_ASSERT_DATA(imports_level, int);
WHERRY_ASSERT_DATA(imports_title, const char [8]);

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(imports, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(imports, index, symbol)

STUB_DLLIMPORT(0, WHERRY_SYMBOL("imports_add"))
STUB_DLLIMPORT(1, WHERRY_STDCALL_SYMBOL("imports_scale", 12))
STUB_DLLIMPORT(2, WHERRY_SYMBOL("imports_total"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function imports__slots[3]
#if defined(_WIN32)
    = {
        [0] = WHERRY_LAZY(imports, 0),
        [1] = WHERRY_LAZY(imports, 1),
        [2] = WHERRY_LAZY(imports, 2),
    }
#endif
    ;

/* One invoker per shape of call. */
static void imports__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(int, 1));
}

static void imports__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef double WHERRY_CC_STDCALL wherry__typed(double, float);
    WHERRY_RESULT(double) = ((wherry__typed *)function)(WHERRY_ARGUMENT(double, 0), WHERRY_ARGUMENT(float, 1));
}

static wherry__invoker *const imports__invokers[] = {
    imports__invoke_0,
    imports__invoke_1,
    NULL,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function imports__functions[] = {
    {0, 0, 0, 0}, /* imports_add */
    {12, ON(12, 12, 26), 1, 0}, /* imports_scale */
    {44, 44, 2, 0}, /* imports_total */
};

static const uint16_t imports__types[] = {
    /* 0 */ WHERRY_INT32, WHERRY_INT32, WHERRY_INT32,
    /* 1 */ WHERRY_DOUBLE, WHERRY_DOUBLE, WHERRY_FLOAT,
    /* 2 */ WHERRY_INT32, WHERRY_INT32,
};

static const struct wherry__signature imports__signatures[] = {
    {0, 2, WHERRY_CDECL, 0},
    {3, 2, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_STDCALL), 0},
    {6, 1, WHERRY_CDECL, 1},
};

static const struct wherry__data imports__data[] = {
    {58, 58, WHERRY_INT32, 0}, /* imports_level */
    {72, 72, WHERRY_POINTER, 0}, /* imports_title */
};

WHERRY__HIDDEN void *imports__data_slots[2];
WHERRY_DATA_DLLIMPORT(imports, 0, WHERRY_SYMBOL("imports_level"))
WHERRY_DATA_DLLIMPORT(imports, 1, WHERRY_SYMBOL("imports_title"))

static const char imports__strings[] =
    "imports_add\0" /* 0 */
    "imports_scale\0" /* 12 */
    "_imports_scale@12\0" /* 26 */
    "imports_total\0" /* 44 */
    "imports_level\0" /* 58 */
    "imports_title\0" /* 72 */
    "\0" /* 86 */
    ;

#if defined(ON_linux64)
static const char *const imports__libraries[] = {"libimports.so"};
#endif
#if defined(ON_win64)
static const char *const imports__libraries[] = {"imports.dll", "libimports.dll"};
#endif
#if defined(ON_win32)
static const char *const imports__libraries[] = {"imports.dll", "libimports.dll"};
#endif

static unsigned char imports__presence[3];
static void *imports__call_interfaces[3];
static struct wherry__state imports__state;

const struct wherry_binding imports_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "imports",
    .strings = imports__strings,
    .libraries = imports__libraries,
    .library_count = ON(1, 2, 2),
    .state = &imports__state,
    .function_count = 3,
    .signature_count = 3,
    .data_count = 2,
    .functions = imports__functions,
    .slots = imports__slots,
    .presence = imports__presence,
    .signatures = imports__signatures,
    .types = imports__types,
    .invokers = imports__invokers,
    .call_interfaces = imports__call_interfaces,
    .data = imports__data,
    .data_slots = imports__data_slots,
};
