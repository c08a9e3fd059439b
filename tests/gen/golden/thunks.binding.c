/* thunks_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "thunks_binding.h"

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
WHERRY_ASSERT_PROTOTYPE(thunks_twice, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(thunks_add, int (*)(int, int));
WHERRY_ASSERT_PROTOTYPE(thunks_four, int (*)(int));
WHERRY_ASSERT_PROTOTYPE(thunks_scale, struct thunks_big (*)(struct thunks_big, float));
WHERRY_ASSERT_PROTOTYPE(thunks_bump, void (*)(struct thunks_pair *));
WHERRY_ASSERT_PROTOTYPE(thunks_none, int (*)(void));
WHERRY_ASSERT_PROTOTYPE(thunks_each, int (*)(thunks_visit *, void *));
WHERRY_ASSERT_PROTOTYPE(thunks_long, long double (*)(long double, _Bool, signed char));
WHERRY_ASSERT_PROTOTYPE(thunks_declared_first, int (*)(unsigned char));
WHERRY_ASSERT_PROTOTYPE(thunks_plain, int (*)(int));
#if defined(ON_linux64)
WHERRY_ASSERT_PROTOTYPE(thunks_gnu, int (*)(int));
#endif
WHERRY_ASSERT_VARIADIC(thunks_count, int (*)(int, ...), int (WHERRY_CC_STDCALL *)(int, ...));
WHERRY_ASSERT_VARIADIC(thunks_format, int (*)(char *, size_t, const char *, ...), int (WHERRY_CC_STDCALL *)(char *, size_t, const char *, ...));
#if defined(ON_win64) || defined(ON_win32)
WHERRY_ASSERT_PROTOTYPE(thunks_std, short (WHERRY_CC_STDCALL *)(short, long long));
#endif
WHERRY_ASSERT_DATA(thunks_static, const int [2]);
WHERRY_ASSERT_SIZE(struct thunks_pair, 8, 4);
WHERRY_ASSERT_FIELD(struct thunks_pair, a, 0, int);
WHERRY_ASSERT_FIELD(struct thunks_pair, b, 4, int);
WHERRY_ASSERT_SIZE(struct thunks_big, 40, 8);
WHERRY_ASSERT_FIELD(struct thunks_big, values, 0, double [4]);
WHERRY_ASSERT_FIELD(struct thunks_big, pair, 32, struct thunks_pair);

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(thunks, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(thunks, index, symbol)

STUB(0, WHERRY_SYMBOL("thunks_twice"))
#if defined(ON_linux64)
STUB(10, WHERRY_SYMBOL("thunks_gnu"))
#endif
STUB(11, WHERRY_SYMBOL("thunks_count"))
STUB(12, WHERRY_SYMBOL("thunks_format"))

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function thunks__slots[24];

/* What no library exports: functions that the headers define, macros and variadic
 * functions at the types that the notes declare. */
int thunks_thunk_thunks_add(int p0, int p1)
{
    return (thunks_add)(p0, p1);
}

int thunks_thunk_thunks_four(int p0)
{
    return (thunks_four)(p0);
}

struct thunks_big thunks_thunk_thunks_scale(struct thunks_big p0, float p1)
{
    return (thunks_scale)(p0, p1);
}

void thunks_thunk_thunks_bump(struct thunks_pair *p0)
{
    (thunks_bump)(p0);
}

int thunks_thunk_thunks_none(void)
{
    return (thunks_none)();
}

int thunks_thunk_thunks_each(thunks_visit *p0, void *p1)
{
    return (thunks_each)(p0, p1);
}

long double thunks_thunk_thunks_long(long double p0, _Bool p1, signed char p2)
{
    return (thunks_long)(p0, p1, p2);
}

int thunks_thunk_thunks_declared_first(unsigned char p0)
{
    return (thunks_declared_first)(p0);
}

#if !defined(_WIN32)
#pragma weak thunks_plain
#endif
extern __typeof__(thunks_plain) thunks_plain;
int thunks_thunk_thunks_plain(int p0)
{
    return (thunks_plain)(p0);
}

int thunks_thunk_thunks_count_none(int p0)
{
    return (thunks_count)(p0);
}

int thunks_thunk_thunks_count_mixed(int p0, int p1, double p2, const char *p3, long long p4)
{
    return (thunks_count)(p0, p1, p2, p3, p4);
}

#if defined(ON_linux64)
int thunks_thunk_thunks_format_int(char *p0, unsigned long p1, const char *p2, int p3)
{
    return (thunks_format)(p0, p1, p2, p3);
}

#endif
#if defined(ON_win64)
int thunks_thunk_thunks_format_int(char *p0, unsigned long long p1, const char *p2, int p3)
{
    return (thunks_format)(p0, p1, p2, p3);
}

#endif
#if defined(ON_win32)
int thunks_thunk_thunks_format_int(char *p0, unsigned int p1, const char *p2, int p3)
{
    return (thunks_format)(p0, p1, p2, p3);
}

#endif
#if defined(ON_linux64)
int thunks_thunk_thunks_format_pair(char *p0, unsigned long p1, const char *p2, double p3, const char *p4)
{
    return (thunks_format)(p0, p1, p2, p3, p4);
}

#endif
#if defined(ON_win64)
int thunks_thunk_thunks_format_pair(char *p0, unsigned long long p1, const char *p2, double p3, const char *p4)
{
    return (thunks_format)(p0, p1, p2, p3, p4);
}

#endif
#if defined(ON_win32)
int thunks_thunk_thunks_format_pair(char *p0, unsigned int p1, const char *p2, double p3, const char *p4)
{
    return (thunks_format)(p0, p1, p2, p3, p4);
}

#endif
double thunks_thunk_THUNKS_MAX(double p0, double p1)
{
    return THUNKS_MAX(p0, p1);
}

int thunks_thunk_THUNKS_FIRST(const struct thunks_pair *p0)
{
    return THUNKS_FIRST(p0);
}

void thunks_thunk_THUNKS_SWAP(int *p0, int *p1)
{
    THUNKS_SWAP(p0, p1);
}

void thunks_thunk_THUNKS_CLEAR(long *p0)
{
    THUNKS_CLEAR(p0);
}

const char *thunks_thunk_THUNKS_TEXT(void)
{
    return THUNKS_TEXT();
}

int thunks_thunk_thunks_twice_plus(int p0)
{
    return thunks_twice_plus(p0);
}

#if defined(ON_win64) || defined(ON_win32)
short WHERRY_CC_STDCALL thunks_thunk_thunks_std(short p0, long long p1)
{
    return (thunks_std)(p0, p1);
}

#endif
static const wherry_function thunks__thunks[] = {
    [0] = (wherry_function)thunks_thunk_thunks_add,
    [1] = (wherry_function)thunks_thunk_thunks_four,
    [2] = (wherry_function)thunks_thunk_thunks_scale,
    [3] = (wherry_function)thunks_thunk_thunks_bump,
    [4] = (wherry_function)thunks_thunk_thunks_none,
    [5] = (wherry_function)thunks_thunk_thunks_each,
    [6] = (wherry_function)thunks_thunk_thunks_long,
    [7] = (wherry_function)thunks_thunk_thunks_declared_first,
    [8] = (wherry_function)thunks_thunk_thunks_plain,
    [9] = (wherry_function)thunks_thunk_thunks_count_none,
    [10] = (wherry_function)thunks_thunk_thunks_count_mixed,
#if defined(ON_linux64)
    [11] = (wherry_function)thunks_thunk_thunks_format_int,
#endif
#if defined(ON_win64)
    [11] = (wherry_function)thunks_thunk_thunks_format_int,
#endif
#if defined(ON_win32)
    [11] = (wherry_function)thunks_thunk_thunks_format_int,
#endif
#if defined(ON_linux64)
    [12] = (wherry_function)thunks_thunk_thunks_format_pair,
#endif
#if defined(ON_win64)
    [12] = (wherry_function)thunks_thunk_thunks_format_pair,
#endif
#if defined(ON_win32)
    [12] = (wherry_function)thunks_thunk_thunks_format_pair,
#endif
    [13] = (wherry_function)thunks_thunk_THUNKS_MAX,
    [14] = (wherry_function)thunks_thunk_THUNKS_FIRST,
    [15] = (wherry_function)thunks_thunk_THUNKS_SWAP,
    [16] = (wherry_function)thunks_thunk_THUNKS_CLEAR,
    [17] = (wherry_function)thunks_thunk_THUNKS_TEXT,
    [18] = (wherry_function)thunks_thunk_thunks_twice_plus,
#if defined(ON_win64) || defined(ON_win32)
    [19] = (wherry_function)thunks_thunk_thunks_std,
#endif
    NULL};

/* One invoker per shape of call. */
static void thunks__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0));
}

static void thunks__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(int, 1));
}

static void thunks__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef struct thunks_big wherry__typed(struct thunks_big, float);
    WHERRY_RECORD_RESULT(struct thunks_big) = ((wherry__typed *)function)(WHERRY_RECORD_ARGUMENT(struct thunks_big, 0), WHERRY_ARGUMENT(float, 1));
}

static void thunks__invoke_3(wherry_function function, void *result, void *const *arguments)
{
    typedef void wherry__typed(void *);
    (void)result;
    ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0));
}

static void thunks__invoke_4(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void);
    (void)arguments;
    WHERRY_RESULT(int) = ((wherry__typed *)function)();
}

static void thunks__invoke_5(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(void *, 1));
}

static void thunks__invoke_6(wherry_function function, void *result, void *const *arguments)
{
    typedef long double wherry__typed(long double, _Bool, signed char);
    WHERRY_RESULT(long double) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(long double, 0), WHERRY_ARGUMENT(_Bool, 1),
        WHERRY_ARGUMENT(signed char, 2));
}

static void thunks__invoke_7(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(unsigned char);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(unsigned char, 0));
}

static void thunks__invoke_10(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, int, double, void *, long long);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(int, 1),
        WHERRY_ARGUMENT(double, 2), WHERRY_ARGUMENT(void *, 3),
        WHERRY_ARGUMENT(long long, 4));
}

static void thunks__invoke_11(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, ON(unsigned long, unsigned long long, unsigned int), void *, int);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(ON(unsigned long, unsigned long long, unsigned int), 1),
        WHERRY_ARGUMENT(void *, 2), WHERRY_ARGUMENT(int, 3));
}

static void thunks__invoke_12(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *, ON(unsigned long, unsigned long long, unsigned int), void *, double, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(ON(unsigned long, unsigned long long, unsigned int), 1),
        WHERRY_ARGUMENT(void *, 2), WHERRY_ARGUMENT(double, 3),
        WHERRY_ARGUMENT(void *, 4));
}

static void thunks__invoke_13(wherry_function function, void *result, void *const *arguments)
{
    typedef double wherry__typed(double, double);
    WHERRY_RESULT(double) = ((wherry__typed *)function)(WHERRY_ARGUMENT(double, 0), WHERRY_ARGUMENT(double, 1));
}

static void thunks__invoke_14(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0));
}

static void thunks__invoke_15(wherry_function function, void *result, void *const *arguments)
{
    typedef void wherry__typed(void *, void *);
    (void)result;
    ((wherry__typed *)function)(WHERRY_ARGUMENT(void *, 0), WHERRY_ARGUMENT(void *, 1));
}

static void thunks__invoke_16(wherry_function function, void *result, void *const *arguments)
{
    typedef void *wherry__typed(void);
    (void)arguments;
    WHERRY_RESULT(void *) = ((wherry__typed *)function)();
}

#if defined(ON_win64) || defined(ON_win32)
static void thunks__invoke_17(wherry_function function, void *result, void *const *arguments)
{
    typedef short WHERRY_CC_STDCALL wherry__typed(short, long long);
    WHERRY_RESULT(short) = ((wherry__typed *)function)(WHERRY_ARGUMENT(short, 0), WHERRY_ARGUMENT(long long, 1));
}

#endif
static void thunks__invoke_18(wherry_function function, void *result, void *const *arguments)
{
    typedef int wherry__typed(int, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(void *, 1));
}

static wherry__invoker *const thunks__invokers[] = {
    thunks__invoke_0,
    thunks__invoke_1,
    thunks__invoke_2,
    thunks__invoke_3,
    thunks__invoke_4,
    thunks__invoke_5,
    thunks__invoke_6,
    thunks__invoke_7,
    NULL,
    NULL,
    thunks__invoke_10,
    thunks__invoke_11,
    thunks__invoke_12,
    thunks__invoke_13,
    thunks__invoke_14,
    thunks__invoke_15,
    thunks__invoke_16,
    ON(NULL, thunks__invoke_17, thunks__invoke_17),
    thunks__invoke_18,
};

/* Callbacks of each shape of function pointer: entries, what calls a generic function from one,
 * and what calls a typed function from a closure of libffi. */
static struct wherry_callback thunks__callbacks[4];

static inline __attribute__((always_inline)) int thunks__enter_18(
    struct wherry_callback *callback, int p0, void *p1)
{
    typedef int wherry__typed(void *, int, void *);
    WHERRY_CALLBACK_ENTER(callback);
    return ((wherry__typed *)callback->function)(callback->user, p0, p1);
}
static int thunks__entry_18_0(int p0, void *p1)
{
    return thunks__enter_18(&thunks__callbacks[0], p0, p1);
}
static int thunks__entry_18_1(int p0, void *p1)
{
    return thunks__enter_18(&thunks__callbacks[1], p0, p1);
}
static int thunks__entry_18_2(int p0, void *p1)
{
    return thunks__enter_18(&thunks__callbacks[2], p0, p1);
}
static int thunks__entry_18_3(int p0, void *p1)
{
    return thunks__enter_18(&thunks__callbacks[3], p0, p1);
}
static int thunks__adapt_18(void *user, int p0, void *p1)
{
    struct wherry_callback *callback = user;
    void *arguments[] = {&p0, &p1};
    int result;
    callback->generic(&result, arguments, callback->generic_user);
    return result;
}
static void thunks__forward_18(wherry_function function, void *user, void *result,
    void *const *arguments)
{
    typedef int wherry__typed(void *, int, void *);
    WHERRY_RESULT(int) = ((wherry__typed *)function)(user,
        WHERRY_ARGUMENT(int, 0),
        WHERRY_ARGUMENT(void *, 1));
}

static const wherry_function thunks__callback_entries[4] = {
    [0] = (wherry_function)thunks__entry_18_0,
    [1] = (wherry_function)thunks__entry_18_1,
    [2] = (wherry_function)thunks__entry_18_2,
    [3] = (wherry_function)thunks__entry_18_3,
};

static const struct wherry__callback_code thunks__callback_codes[] = {
    {18, 0, (wherry_function)thunks__adapt_18, thunks__forward_18},
    {UINT32_MAX, 0, NULL, NULL}};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function thunks__functions[] = {
    {0, 0, 0, 0}, /* thunks_twice */
    {13, 0, 1, WHERRY_FN_THUNK}, /* thunks_add */
    {24, 1, 0, WHERRY_FN_THUNK}, /* thunks_four */
    {36, 2, 2, WHERRY_FN_THUNK}, /* thunks_scale */
    {49, 3, 3, WHERRY_FN_THUNK}, /* thunks_bump */
    {61, 4, 4, WHERRY_FN_THUNK}, /* thunks_none */
    {73, 5, 5, WHERRY_FN_THUNK}, /* thunks_each */
    {85, 6, 6, WHERRY_FN_THUNK}, /* thunks_long */
    {97, 7, 7, WHERRY_FN_THUNK}, /* thunks_declared_first */
    {119, 8, 0, WHERRY_FN_THUNK}, /* thunks_plain */
    {132, 132, 0, ON(0, WHERRY_FN_ABSENT, WHERRY_FN_ABSENT)}, /* thunks_gnu */
    {143, 143, 8, 0}, /* thunks_count */
    {156, 156, 9, 0}, /* thunks_format */
    {170, 9, 0, WHERRY_FN_THUNK}, /* thunks_count_none */
    {188, 10, 10, WHERRY_FN_THUNK}, /* thunks_count_mixed */
    {207, 11, 11, WHERRY_FN_THUNK}, /* thunks_format_int */
    {225, 12, 12, WHERRY_FN_THUNK}, /* thunks_format_pair */
    {244, 13, 13, WHERRY_FN_THUNK}, /* THUNKS_MAX */
    {255, 14, 14, WHERRY_FN_THUNK}, /* THUNKS_FIRST */
    {268, 15, 15, WHERRY_FN_THUNK}, /* THUNKS_SWAP */
    {280, 16, 3, WHERRY_FN_THUNK}, /* THUNKS_CLEAR */
    {293, 17, 16, WHERRY_FN_THUNK}, /* THUNKS_TEXT */
    {305, 18, 0, WHERRY_FN_THUNK}, /* thunks_twice_plus */
    {323, ON(323, 19, 19), 17, ON(WHERRY_FN_ABSENT, WHERRY_FN_THUNK, WHERRY_FN_THUNK)}, /* thunks_std */
};

static const uint16_t thunks__types[] = {
    /* 0 */ WHERRY_INT32, WHERRY_INT32,
    /* 1 */ WHERRY_INT32, WHERRY_INT32, WHERRY_INT32,
    /* 2 */ WHERRY_RECORD + 1, WHERRY_RECORD + 1, WHERRY_FLOAT,
    /* 3 */ WHERRY_VOID, WHERRY_POINTER,
    /* 4 */ WHERRY_INT32,
    /* 5 */ WHERRY_INT32, WHERRY_POINTER, WHERRY_POINTER,
    /* 6 */ WHERRY_LONG_DOUBLE, WHERRY_LONG_DOUBLE, WHERRY_BOOL, WHERRY_INT8,
    /* 7 */ WHERRY_INT32, WHERRY_UINT8,
    /* 8 */ WHERRY_INT32, WHERRY_INT32,
    /* 9 */ WHERRY_INT32, WHERRY_POINTER, ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32), WHERRY_POINTER,
    /* 10 */ WHERRY_INT32, WHERRY_INT32, WHERRY_INT32, WHERRY_DOUBLE, WHERRY_POINTER, WHERRY_INT64,
    /* 11 */ WHERRY_INT32, WHERRY_POINTER, ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32), WHERRY_POINTER, WHERRY_INT32,
    /* 12 */ WHERRY_INT32, WHERRY_POINTER, ON(WHERRY_UINT64, WHERRY_UINT64, WHERRY_UINT32), WHERRY_POINTER, WHERRY_DOUBLE, WHERRY_POINTER,
    /* 13 */ WHERRY_DOUBLE, WHERRY_DOUBLE, WHERRY_DOUBLE,
    /* 14 */ WHERRY_INT32, WHERRY_POINTER,
    /* 15 */ WHERRY_VOID, WHERRY_POINTER, WHERRY_POINTER,
    /* 16 */ WHERRY_POINTER,
    /* 17 */ ON(WHERRY_VOID, WHERRY_INT16, WHERRY_INT16), ON(WHERRY_VOID, WHERRY_INT16, WHERRY_INT16), ON(WHERRY_VOID, WHERRY_INT64, WHERRY_INT64),
    /* 18 */ WHERRY_INT32, WHERRY_INT32, WHERRY_POINTER,
};

static const struct wherry__signature thunks__signatures[] = {
    {0, 1, WHERRY_CDECL, 0},
    {2, 2, WHERRY_CDECL, 0},
    {5, 2, WHERRY_CDECL, 0},
    {8, 1, WHERRY_CDECL, 0},
    {10, 0, WHERRY_CDECL, 0},
    {11, 2, WHERRY_CDECL, 0},
    {14, 3, WHERRY_CDECL, 0},
    {18, 1, WHERRY_CDECL, 0},
    {20, 1, WHERRY_CDECL, 1},
    {22, 3, WHERRY_CDECL, 1},
    {26, 5, WHERRY_CDECL, 0},
    {32, 4, WHERRY_CDECL, 0},
    {37, 5, WHERRY_CDECL, 0},
    {43, 2, WHERRY_CDECL, 0},
    {46, 1, WHERRY_CDECL, 0},
    {48, 2, WHERRY_CDECL, 0},
    {51, 0, WHERRY_CDECL, 0},
    {52, 2, ON(WHERRY_CDECL, WHERRY_CDECL, WHERRY_STDCALL), 0},
    {55, 2, WHERRY_CDECL, 0},
};

static const struct wherry__field thunks__fields[] = {
    {334, 0, 1, WHERRY_INT32, 0}, /* a */
    {336, 32, 1, WHERRY_INT32, 0}, /* b */
    {338, 0, 4, WHERRY_DOUBLE, 0}, /* values */
    {345, 256, 1, WHERRY_RECORD + 0, 0}, /* pair */
};

static const struct wherry__record thunks__records[] = {
    {350, 8, 0, 2, 4, 0}, /* struct thunks_pair */
    {369, 40, 2, 2, 8, 0}, /* struct thunks_big */
};

static const struct wherry__callback_type thunks__callback_types[] = {
    {387, 18, 0}, /* thunks_visit */
};

static const struct wherry__data thunks__data[] = {
    {400, 400, WHERRY_POINTER, WHERRY_FN_THUNK}, /* thunks_static */
};

WHERRY__HIDDEN void *thunks__data_slots[1] = {
    [0] = (void *)(uintptr_t)&thunks_static,
};

static const char thunks__strings[] =
    "thunks_twice\0" /* 0 */
    "thunks_add\0" /* 13 */
    "thunks_four\0" /* 24 */
    "thunks_scale\0" /* 36 */
    "thunks_bump\0" /* 49 */
    "thunks_none\0" /* 61 */
    "thunks_each\0" /* 73 */
    "thunks_long\0" /* 85 */
    "thunks_declared_first\0" /* 97 */
    "thunks_plain\0" /* 119 */
    "thunks_gnu\0" /* 132 */
    "thunks_count\0" /* 143 */
    "thunks_format\0" /* 156 */
    "thunks_count_none\0" /* 170 */
    "thunks_count_mixed\0" /* 188 */
    "thunks_format_int\0" /* 207 */
    "thunks_format_pair\0" /* 225 */
    "THUNKS_MAX\0" /* 244 */
    "THUNKS_FIRST\0" /* 255 */
    "THUNKS_SWAP\0" /* 268 */
    "THUNKS_CLEAR\0" /* 280 */
    "THUNKS_TEXT\0" /* 293 */
    "thunks_twice_plus\0" /* 305 */
    "thunks_std\0" /* 323 */
    "a\0" /* 334 */
    "b\0" /* 336 */
    "values\0" /* 338 */
    "pair\0" /* 345 */
    "struct thunks_pair\0" /* 350 */
    "struct thunks_big\0" /* 369 */
    "thunks_visit\0" /* 387 */
    "thunks_static\0" /* 400 */
    "\0" /* 414 */
    ;

#if defined(ON_linux64)
static const char *const thunks__libraries[] = {"libthunks.so"};
#endif
#if defined(ON_win64)
static const char *const thunks__libraries[] = {"thunks.dll", "libthunks.dll"};
#endif
#if defined(ON_win32)
static const char *const thunks__libraries[] = {"thunks.dll", "libthunks.dll"};
#endif

static unsigned char thunks__presence[24];
static void *thunks__call_interfaces[19];
static struct wherry__state thunks__state;

const struct wherry_binding thunks_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "thunks",
    .strings = thunks__strings,
    .libraries = thunks__libraries,
    .library_count = ON(1, 2, 2),
    .state = &thunks__state,
    .function_count = 24,
    .signature_count = 19,
    .record_count = 2,
    .callback_type_count = 1,
    .callback_code_count = sizeof thunks__callback_codes / sizeof thunks__callback_codes[0] - 1,
    .callback_codes = thunks__callback_codes,
    .callbacks_each = 4,
    .callback_entries = thunks__callback_entries,
    .callbacks = thunks__callbacks,
    .data_count = 1,
    .functions = thunks__functions,
    .slots = thunks__slots,
    .thunks = thunks__thunks,
    .presence = thunks__presence,
    .signatures = thunks__signatures,
    .types = thunks__types,
    .invokers = thunks__invokers,
    .call_interfaces = thunks__call_interfaces,
    .records = thunks__records,
    .fields = thunks__fields,
    .callback_types = thunks__callback_types,
    .data = thunks__data,
    .data_slots = thunks__data_slots,
};
