/* calls_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "calls_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(calls_sort, void (*)(int *, int, calls_compare, void *));
WHERRY_ASSERT_PROTOTYPE(calls_walk, int (*)(calls_visit *, int));
WHERRY_ASSERT_PROTOTYPE(calls_pick, int (*(*)(int))(int, int));
WHERRY_ASSERT_PROTOTYPE(calls_fold, int (*(*)(int (*const *)(int, int), int))(int, int));
WHERRY_ASSERT_VARIADIC(calls_add, int (*)(int, ...), int (WHERRY_CC_STDCALL *)(int, ...));
WHERRY_ASSERT_VARIADIC(calls_average, double (*)(const char *, ...), double (WHERRY_CC_STDCALL *)(const char *, ...));
WHERRY_ASSERT_PROTOTYPE(calls_vadd, int (*)(int, va_list));
WHERRY_ASSERT_PROTOTYPE(calls_std, int (WHERRY_CC_STDCALL *)(int, short, double));
WHERRY_ASSERT_PROTOTYPE(calls_fast, long long (WHERRY_CC_FASTCALL *)(int, int, int));
WHERRY_ASSERT_PROTOTYPE(calls_std_none, int (WHERRY_CC_STDCALL *)(void));
WHERRY_ASSERT_PROTOTYPE(calls_renamed, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(calls_old, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(calls_must_use, int (*)(int));
#if defined(ON_linux64)
WHERRY_ASSERT_PROTOTYPE(calls_unix_only, int (*)(void));
#endif
#if defined(ON_win64) || defined(ON_win32)
WHERRY_ASSERT_PROTOTYPE(calls_windows_only, int (*)(void));
#endif
WHERRY_ASSERT_DATA(calls_count, int);
WHERRY_ASSERT_DATA(calls_names, const char *const [3]);
WHERRY_ASSERT_DATA(calls_ratio, double);
WHERRY_ASSERT_DATA(calls_ratios, double [2]);

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(calls, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(calls, index, symbol)

STUB(0, WHERRY_SYMBOL("calls_sort"))
STUB(1, WHERRY_SYMBOL("calls_walk"))
STUB(2, WHERRY_SYMBOL("calls_pick"))
STUB(3, WHERRY_SYMBOL("calls_fold"))
STUB(4, WHERRY_SYMBOL("calls_add"))
STUB(5, WHERRY_SYMBOL("calls_average"))
STUB(6, WHERRY_SYMBOL("calls_vadd"))
STUB(7, WHERRY_STDCALL_SYMBOL("calls_std", 16))
STUB(8, WHERRY_FASTCALL_SYMBOL("calls_fast", 12))
STUB(9, WHERRY_STDCALL_SYMBOL("calls_std_none", 0))
STUB(10, ON("calls_old_name", "calls_old_name", "_calls_old_name"))
STUB(11, WHERRY_SYMBOL("calls_old"))
STUB(12, WHERRY_SYMBOL("calls_must_use"))
#if defined(ON_linux64)
STUB(13, WHERRY_SYMBOL("calls_unix_only"))
#endif
#if defined(ON_win64) || defined(ON_win32)
STUB(14, WHERRY_SYMBOL("calls_windows_only"))
#endif

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function calls__slots[15];

/* One invoker per shape of call. */
static void calls__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef void wherry__typed(void *, int, void *, void *);
    (void)result;
    ((wherry__typed *)function)(
        WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(int, 1),
        WHERRY_ARGUMENT(void *, 2), WHERRY_ARGUMENT(void *, 3));
}

static void calls__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(int, 1));
}

static void calls__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef void *wherry__typed(int);
    WHERRY_RESULT(void *) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static void calls__invoke_3(wherry_function function, void *result, void *const *arguments)
{
    typedef void *wherry__typed(void *, int);
    WHERRY_RESULT(void *) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(int, 1));
}

static void calls__invoke_6(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(void *, 1));
}

static void calls__invoke_7(wherry_function function, void *result, void *const *arguments)
{
    typedef int WHERRY_CC_STDCALL wherry__typed(int, short, double);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(short, 1),
        WHERRY_ARGUMENT(double, 2));
}

static void calls__invoke_8(wherry_function function, void *result, void *const *arguments)
{
    typedef long long WHERRY_CC_FASTCALL wherry__typed(int, int, int);
    WHERRY_RESULT(long long) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(int, 1),
        WHERRY_ARGUMENT(int, 2));
}

static void calls__invoke_9(wherry_function function, void *result, void *const *arguments)
{
    typedef int WHERRY_CC_STDCALL wherry__typed(void);
    (void)arguments;
    WHERRY_RESULT(int) = ((wherry__typed *)function)();
}

static void calls__invoke_10(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static void calls__invoke_11(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void);
    (void)arguments;
    WHERRY_RESULT(int) = ((wherry__typed *)function)();
}

static void calls__invoke_12(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, void *, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(void *, 1),
        WHERRY_ARGUMENT(void *, 2));
}

static void calls__invoke_13(wherry_function function, void *result, void *const *arguments)
{
    typedef int WHERRY_CC_STDCALL wherry__typed(int, double);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(double, 1));
}

static void calls__invoke_14(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(int, 1));
}

static wherry__invoker *const calls__invokers[] = {
    calls__invoke_0,
    calls__invoke_1,
    calls__invoke_2,
    calls__invoke_3,
    NULL,
    NULL,
    calls__invoke_6,
    calls__invoke_7,
    calls__invoke_8,
    calls__invoke_9,
    calls__invoke_10,
    calls__invoke_11,
    calls__invoke_12,
    calls__invoke_13,
    calls__invoke_14,
};

/* Callbacks of each shape of function pointer: entries, what calls a generic function from one,
 * and what calls a typed function from a closure of libffi. */
static struct wherry_callback calls__callbacks[12];

static inline __attribute__((always_inline)) int calls__enter_12(
    struct wherry_callback *callback, void *p0, void *p1, void *p2)
{
    typedef int wherry__typed(void *, void *, void *, void *);
    WHERRY_CALLBACK_ENTER(callback);
    return ((wherry__typed *)callback->function)(callback->user, p0, p1, p2);
}
static int calls__entry_12_0(void *p0, void *p1, void *p2)
{
    return calls__enter_12(&calls__callbacks[0], p0, p1, p2);
}
static int calls__entry_12_1(void *p0, void *p1, void *p2)
{
    return calls__enter_12(&calls__callbacks[1], p0, p1, p2);
}
static int calls__entry_12_2(void *p0, void *p1, void *p2)
{
    return calls__enter_12(&calls__callbacks[2], p0, p1, p2);
}
static int calls__entry_12_3(void *p0, void *p1, void *p2)
{
    return calls__enter_12(&calls__callbacks[3], p0, p1, p2);
}
static int calls__adapt_12(void *user, void *p0, void *p1, void *p2)
{
    struct wherry_callback *callback = user;
    void *arguments[] = {&p0, &p1, &p2};
    int result;
    callback->generic(&result, arguments, callback->generic_user);
    return result;
}
static void calls__forward_12(wherry_function function, void *user, void *result,
    void *const *arguments)
{
    typedef int wherry__typed(void *, void *, void *, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(user,
        WHERRY_ARGUMENT(void *, 0),
        WHERRY_ARGUMENT(void *, 1),
        WHERRY_ARGUMENT(void *, 2));
}

static inline __attribute__((always_inline)) int calls__enter_13(
    struct wherry_callback *callback, int p0, double p1)
{
    typedef int wherry__typed(void *, int, double);
    WHERRY_CALLBACK_ENTER(callback);
    return ((wherry__typed *)callback->function)(callback->user, p0, p1);
}
static int WHERRY_CC_STDCALL calls__entry_13_0(int p0, double p1)
{
    return calls__enter_13(&calls__callbacks[4], p0, p1);
}
static int WHERRY_CC_STDCALL calls__entry_13_1(int p0, double p1)
{
    return calls__enter_13(&calls__callbacks[5], p0, p1);
}
static int WHERRY_CC_STDCALL calls__entry_13_2(int p0, double p1)
{
    return calls__enter_13(&calls__callbacks[6], p0, p1);
}
static int WHERRY_CC_STDCALL calls__entry_13_3(int p0, double p1)
{
    return calls__enter_13(&calls__callbacks[7], p0, p1);
}
static int calls__adapt_13(void *user, int p0, double p1)
{
    struct wherry_callback *callback = user;
    void *arguments[] = {&p0, &p1};
    int result;
    callback->generic(&result, arguments, callback->generic_user);
    return result;
}
static void calls__forward_13(wherry_function function, void *user, void *result,
    void *const *arguments)
{
    typedef int wherry__typed(void *, int, double);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(user,
        WHERRY_ARGUMENT(int, 0),
        WHERRY_ARGUMENT(double, 1));
}

static inline __attribute__((always_inline)) int calls__enter_14(
    struct wherry_callback *callback, int p0, int p1)
{
    typedef int wherry__typed(void *, int, int);
    WHERRY_CALLBACK_ENTER(callback);
    return ((wherry__typed *)callback->function)(callback->user, p0, p1);
}
static int calls__entry_14_0(int p0, int p1)
{
    return calls__enter_14(&calls__callbacks[8], p0, p1);
}
static int calls__entry_14_1(int p0, int p1)
{
    return calls__enter_14(&calls__callbacks[9], p0, p1);
}
static int calls__entry_14_2(int p0, int p1)
{
    return calls__enter_14(&calls__callbacks[10], p0, p1);
}
static int calls__entry_14_3(int p0, int p1)
{
    return calls__enter_14(&calls__callbacks[11], p0, p1);
}
static int calls__adapt_14(void *user, int p0, int p1)
{
    struct wherry_callback *callback = user;
    void *arguments[] = {&p0, &p1};
    int result;
    callback->generic(&result, arguments, callback->generic_user);
    return result;
}
static void calls__forward_14(wherry_function function, void *user, void *result,
    void *const *arguments)
{
    typedef int wherry__typed(void *, int, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(user,
        WHERRY_ARGUMENT(int, 0),
        WHERRY_ARGUMENT(int, 1));
}

static const wherry_function calls__callback_entries[12] = {
    [0] = (wherry_function)calls__entry_12_0,
    [1] = (wherry_function)calls__entry_12_1,
    [2] = (wherry_function)calls__entry_12_2,
    [3] = (wherry_function)calls__entry_12_3,
    [4] = (wherry_function)calls__entry_13_0,
    [5] = (wherry_function)calls__entry_13_1,
    [6] = (wherry_function)calls__entry_13_2,
    [7] = (wherry_function)calls__entry_13_3,
    [8] = (wherry_function)calls__entry_14_0,
    [9] = (wherry_function)calls__entry_14_1,
    [10] = (wherry_function)calls__entry_14_2,
    [11] = (wherry_function)calls__entry_14_3,
};

static const struct wherry__callback_code calls__callback_codes[] = {
    {12, 0, (wherry_function)calls__adapt_12, calls__forward_12},
    {13, 4, (wherry_function)calls__adapt_13, calls__forward_13},
    {14, 8, (wherry_function)calls__adapt_14, calls__forward_14},
    {UINT32_MAX, 0, NULL, NULL}};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function calls__functions[] = {
    {0, 0, 0, 0}, /* calls_sort */
    {11, 11, 1, 0}, /* calls_walk */
    {22, 22, 2, 0}, /* calls_pick */
    {33, 33, 3, 0}, /* calls_fold */
    {44, 44, 4, 0}, /* calls_add */
    {54, 54, 5, 0}, /* calls_average */
    {68, 68, 6, 0}, /* calls_vadd */
    {79, ON(79, 79, 89), 7, 0}, /* calls_std */
    {103, ON(103, 103, 114), 8, 0}, /* calls_fast */
    {129, ON(129, 129, 144), 9, 0}, /* calls_std_none */
    {162, 176, 10, 0}, /* calls_renamed */
    {191, 191, 10, 0}, /* calls_old */
    {201, 201, 10, 0}, /* calls_must_use */
    {216, 216, 11, ON(0, WHERRY_FN_ABSENT, WHERRY_FN_ABSENT)}, /* calls_unix_only */
    {232, 232, 11, ON(WHERRY_FN_ABSENT, 0, 0)}, /* calls_windows_only */
};

static const uint16_t calls__types[] = {
    /* 0 */ WHERRY_VOID, WHERRY_POINTER, WHERRY_INT32, WHERRY_POINTER, WHERRY_POINTER,
    /* 1 */ WHERRY_INT32, WHERRY_POINTER, WHERRY_INT32,
    /* 2 */ WHERRY_POINTER, WHERRY_INT32,
    /* 3 */ WHERRY_POINTER, WHERRY_POINTER, WHERRY_INT32,
    /* 4 */ WHERRY_INT32, WHERRY_INT32,
    /* 5 */ WHERRY_DOUBLE, WHERRY_POINTER,
    /* 6 */ WHERRY_INT32, WHERRY_INT32, WHERRY_POINTER,
    /* 7 */ WHERRY_INT32, WHERRY_INT32, WHERRY_INT16, WHERRY_DOUBLE,
    /* 8 */ WHERRY_INT64, WHERRY_INT32, WHERRY_INT32, WHERRY_INT32,
    /* 9 */ WHERRY_INT32,
    /* 10 */ WHERRY_INT32, WHERRY_INT32,
    /* 11 */ WHERRY_INT32,
    /* 12 */ WHERRY_INT32, WHERRY_POINTER, WHERRY_POINTER, WHERRY_POINTER,
    /* 13 */ WHERRY_INT32, WHERRY_INT32, WHERRY_DOUBLE,
    /* 14 */ WHERRY_INT32, WHERRY_INT32, WHERRY_INT32,
};

static const struct wherry__signature calls__signatures[] = {
    {0, 4, WHERRY_CDECL, 0},
    {5, 2, WHERRY_CDECL, 0},
    {8, 1, WHERRY_CDECL, 0},
    {10, 2, WHERRY_CDECL, 0},
    {13, 1, WHERRY_CDECL, 1},
    {15, 1, WHERRY_CDECL, 1},
    {17, 2, WHERRY_CDECL, 0},
    {20, 3, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_STDCALL), 0},
    {24, 3, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_FASTCALL), 0},
    {28, 0, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_STDCALL), 0},
    {29, 1, WHERRY_CDECL, 0},
    {31, 0, WHERRY_CDECL, 0},
    {32, 3, WHERRY_CDECL, 0},
    {36, 2, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_STDCALL), 0},
    {39, 2, WHERRY_CDECL, 0},
};

static const struct wherry__callback_type calls__callback_types[] = {
    {251, 12, 0}, /* calls_compare */
    {265, 13, 0}, /* calls_visit */
    {277, 14, 0}, /* calls_pick.result */
    {295, 14, 0}, /* calls_fold.result */
    {313, 14, 0}, /* calls_fold.steps */
};

static const struct wherry__data calls__data[] = {
    {330, 330, WHERRY_INT32, 0}, /* calls_count */
    {342, 342, WHERRY_POINTER, 0}, /* calls_names */
    {354, 354, WHERRY_DOUBLE, 0}, /* calls_ratio */
    {366, 366, WHERRY_POINTER, 0}, /* calls_ratios */
};

WHERRY__HIDDEN void *calls__data_slots[4];

static const char calls__strings[] =
    "calls_sort\0" /* 0 */
    "calls_walk\0" /* 11 */
    "calls_pick\0" /* 22 */
    "calls_fold\0" /* 33 */
    "calls_add\0" /* 44 */
    "calls_average\0" /* 54 */
    "calls_vadd\0" /* 68 */
    "calls_std\0" /* 79 */
    "_calls_std@16\0" /* 89 */
    "calls_fast\0" /* 103 */
    "@calls_fast@12\0" /* 114 */
    "calls_std_none\0" /* 129 */
    "_calls_std_none@0\0" /* 144 */
    "calls_renamed\0" /* 162 */
    "calls_old_name\0" /* 176 */
    "calls_old\0" /* 191 */
    "calls_must_use\0" /* 201 */
    "calls_unix_only\0" /* 216 */
    "calls_windows_only\0" /* 232 */
    "calls_compare\0" /* 251 */
    "calls_visit\0" /* 265 */
    "calls_pick.result\0" /* 277 */
    "calls_fold.result\0" /* 295 */
    "calls_fold.steps\0" /* 313 */
    "calls_count\0" /* 330 */
    "calls_names\0" /* 342 */
    "calls_ratio\0" /* 354 */
    "calls_ratios\0" /* 366 */
    "\0" /* 379 */
    ;

#if defined(ON_linux64)
static const char *const calls__libraries[] = {"libcalls.so"};
#endif
#if defined(ON_win64)
static const char *const calls__libraries[] = {"calls.dll", "libcalls.dll"};
#endif
#if defined(ON_win32)
static const char *const calls__libraries[] = {"calls.dll", "libcalls.dll"};
#endif

static unsigned char calls__presence[15];
static void *calls__call_interfaces[15];
static struct wherry__state calls__state;

const struct wherry_binding calls_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "calls",
    .strings = calls__strings,
    .libraries = calls__libraries,
    .library_count = ON(1, 2, 2),
    .state = &calls__state,
    .function_count = 15,
    .signature_count = 15,
    .callback_type_count = 5,
    .callback_code_count = sizeof calls__callback_codes / sizeof calls__callback_codes[0] - 1,
    .callback_codes = calls__callback_codes,
    .callbacks_each = 4,
    .callback_entries = calls__callback_entries,
    .callbacks = calls__callbacks,
    .data_count = 4,
    .functions = calls__functions,
    .slots = calls__slots,
    .presence = calls__presence,
    .signatures = calls__signatures,
    .types = calls__types,
    .invokers = calls__invokers,
    .call_interfaces = calls__call_interfaces,
    .callback_types = calls__callback_types,
    .data = calls__data,
    .data_slots = calls__data_slots,
};
