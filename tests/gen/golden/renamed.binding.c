/* renamed_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "renamed_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(renamed_read, int (*)(char *, int));
WHERRY_ASSERT_PROTOTYPE(renamed_called, int (WHERRY_CC_STDCALL *)(int, double));
WHERRY_ASSERT_PROTOTYPE(renamed_labelled, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(renamed_kept, int (*)(int));

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(renamed, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(renamed, index, symbol)

STUB(0, WHERRY_SYMBOL("get"))
STUB(1, WHERRY_STDCALL_SYMBOL("called", 12))
STUB(2, WHERRY_SYMBOL("labelled"))
STUB(3, WHERRY_SYMBOL("renamed_kept"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function renamed__slots[4];

/* One invoker per shape of call. */
static void renamed__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(int, 1));
}

static void renamed__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef int WHERRY_CC_STDCALL wherry__typed(int, double);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(double, 1));
}

static void renamed__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static wherry__invoker *const renamed__invokers[] = {
    renamed__invoke_0,
    renamed__invoke_1,
    renamed__invoke_2,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function renamed__functions[] = {
    {0, 0, 0, 0}, /* renamed_read */
    {13, ON(13, 13, 28), 1, 0}, /* renamed_called */
    {47, 64, 2, 0}, /* renamed_labelled */
    {78, 78, 2, 0}, /* renamed_kept */
};

static const uint16_t renamed__types[] = {
    /* 0 */ WHERRY_INT32, WHERRY_POINTER, WHERRY_INT32,
    /* 1 */ WHERRY_INT32, WHERRY_INT32, WHERRY_DOUBLE,
    /* 2 */ WHERRY_INT32, WHERRY_INT32,
};

static const struct wherry__signature renamed__signatures[] = {
    {0, 2, WHERRY_CDECL, 0},
    {3, 2, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_STDCALL), 0},
    {6, 1, WHERRY_CDECL, 0},
};

static const char renamed__strings[] =
    "renamed_read\0" /* 0 */
    "renamed_called\0" /* 13 */
    "_renamed_called@12\0" /* 28 */
    "renamed_labelled\0" /* 47 */
    "renamed_label\0" /* 64 */
    "renamed_kept\0" /* 78 */
    "\0" /* 91 */
    ;

#if defined(ON_linux64)
static const char *const renamed__libraries[] = {"librenamed.so"};
#endif
#if defined(ON_win64)
static const char *const renamed__libraries[] = {"renamed.dll", "librenamed.dll"};
#endif
#if defined(ON_win32)
static const char *const renamed__libraries[] = {"renamed.dll", "librenamed.dll"};
#endif

static unsigned char renamed__presence[4];
static void *renamed__call_interfaces[3];
static struct wherry__state renamed__state;

const struct wherry_binding renamed_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "renamed",
    .strings = renamed__strings,
    .libraries = renamed__libraries,
    .library_count = ON(1, 2, 2),
    .state = &renamed__state,
    .function_count = 4,
    .signature_count = 3,
    .functions = renamed__functions,
    .slots = renamed__slots,
    .presence = renamed__presence,
    .signatures = renamed__signatures,
    .types = renamed__types,
    .invokers = renamed__invokers,
    .call_interfaces = renamed__call_interfaces,
};
