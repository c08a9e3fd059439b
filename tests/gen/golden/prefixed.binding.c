/* prefixed_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "prefixed_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(prefixed_plain, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(prefixed_wide, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(prefixed_old, int (*)(int));

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(prefixed, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(prefixed, index, symbol)

STUB(0, WHERRY_SYMBOL("w_prefixed_plain"))
STUB(1, WHERRY_SYMBOL("w_prefixed_wide"))
STUB(2, WHERRY_SYMBOL("w_prefixed_old"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function prefixed__slots[3];

/* One invoker per shape of call. */
static void prefixed__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static wherry__invoker *const prefixed__invokers[] = {
    prefixed__invoke_0,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function prefixed__functions[] = {
    {0, 15, 0, 0}, /* prefixed_plain */
    {15, 15, 0, 0}, /* prefixed_wide */
    {29, 29, 0, 0}, /* prefixed_old */
};

static const uint16_t prefixed__types[] = {
    /* 0 */ WHERRY_INT32, WHERRY_INT32,
};

static const struct wherry__signature prefixed__signatures[] = {
    {0, 1, WHERRY_CDECL, 0},
};

static const char prefixed__strings[] =
    "prefixed_plain\0" /* 0 */
    "prefixed_wide\0" /* 15 */
    "prefixed_old\0" /* 29 */
    "\0" /* 42 */
    ;

#if defined(ON_linux64)
static const char *const prefixed__libraries[] = {"libprefixed.so"};
#endif
#if defined(ON_win64)
static const char *const prefixed__libraries[] = {"prefixed.dll", "libprefixed.dll"};
#endif
#if defined(ON_win32)
static const char *const prefixed__libraries[] = {"prefixed.dll", "libprefixed.dll"};
#endif

static unsigned char prefixed__presence[3];
static void *prefixed__call_interfaces[1];
static struct wherry__state prefixed__state;

const struct wherry_binding prefixed_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "prefixed",
    .strings = prefixed__strings,
    .libraries = prefixed__libraries,
    .library_count = ON(1, 2, 2),
    .state = &prefixed__state,
    .function_count = 3,
    .signature_count = 1,
    .functions = prefixed__functions,
    .slots = prefixed__slots,
    .presence = prefixed__presence,
    .signatures = prefixed__signatures,
    .types = prefixed__types,
    .invokers = prefixed__invokers,
    .call_interfaces = prefixed__call_interfaces,
};
