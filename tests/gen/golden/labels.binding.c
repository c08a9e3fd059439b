/* labels_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "labels_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(labels_plain, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(labels_wide, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(labels_old, int (*)(int));

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(labels, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(labels, index, symbol)

STUB(0, "labels_wide")
STUB(2, WHERRY_SYMBOL("labels_old"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function labels__slots[3];

/* One invoker per shape of call. */
static void labels__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static wherry__invoker *const labels__invokers[] = {
    labels__invoke_0,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function labels__functions[] = {
    {0, 13, 0, 0}, /* labels_plain */
    {13, 13, 0, 0}, /* labels_wide */
    {25, 25, 0, 0}, /* labels_old */
};

static const uint16_t labels__types[] = {
    /* 0 */ WHERRY_INT32, WHERRY_INT32,
};

static const struct wherry__signature labels__signatures[] = {
    {0, 1, WHERRY_CDECL, 0},
};

static const char labels__strings[] =
    "labels_plain\0" /* 0 */
    "labels_wide\0" /* 13 */
    "labels_old\0" /* 25 */
    "\0" /* 36 */
    ;

#if defined(ON_linux64)
static const char *const labels__libraries[] = {"liblabels.so"};
#endif
#if defined(ON_win64)
static const char *const labels__libraries[] = {"labels.dll", "liblabels.dll"};
#endif
#if defined(ON_win32)
static const char *const labels__libraries[] = {"labels.dll", "liblabels.dll"};
#endif

static unsigned char labels__presence[3];
static void *labels__call_interfaces[1];
static struct wherry__state labels__state;

const struct wherry_binding labels_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "labels",
    .strings = labels__strings,
    .libraries = labels__libraries,
    .library_count = ON(1, 2, 2),
    .state = &labels__state,
    .function_count = 3,
    .signature_count = 1,
    .functions = labels__functions,
    .slots = labels__slots,
    .presence = labels__presence,
    .signatures = labels__signatures,
    .types = labels__types,
    .invokers = labels__invokers,
    .call_interfaces = labels__call_interfaces,
};
