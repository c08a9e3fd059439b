/* foreign_binding.c: written by wherry 0.1.0 for x86_64-linux-gnu, x86_64-w64-mingw32, i686-w64-mingw32.
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

#include "foreign_binding.h"

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
#if defined(ON_linux64)
WHERRY_ASSERT_PROTOTYPE(foreign_sum, long long (WHERRY_CC_MS_ABI *)(int, double, struct foreign_three, short, float, long long, long long));
#endif
#if defined(ON_win64)
WHERRY_ASSERT_PROTOTYPE(foreign_sum, long long (WHERRY_CC_SYSV_ABI *)(int, double, struct foreign_three, short, float, long long, long long));
#endif
#if defined(ON_win32)
WHERRY_ASSERT_PROTOTYPE(foreign_sum, long long (*)(int, double, struct foreign_three, short, float, long long, long long));
#endif
#if defined(ON_linux64)
WHERRY_ASSERT_PROTOTYPE(foreign_record, struct foreign_three (WHERRY_CC_MS_ABI *)(struct foreign_three, int));
#endif
#if defined(ON_win64)
WHERRY_ASSERT_PROTOTYPE(foreign_record, struct foreign_three (WHERRY_CC_SYSV_ABI *)(struct foreign_three, int));
#endif
#if defined(ON_win32)
WHERRY_ASSERT_PROTOTYPE(foreign_record, struct foreign_three (*)(struct foreign_three, int));
#endif
#if defined(ON_linux64)
WHERRY_ASSERT_PROTOTYPE(foreign_imported, long long (WHERRY_CC_MS_ABI *)(long long, int));
#endif
#if defined(ON_win64)
WHERRY_ASSERT_PROTOTYPE(foreign_imported, long long (WHERRY_CC_SYSV_ABI *)(long long, int));
#endif
#if defined(ON_win32)
WHERRY_ASSERT_PROTOTYPE(foreign_imported, long long (*)(long long, int));
#endif
WHERRY_ASSERT_SIZE(struct foreign_three, 24, 8);
WHERRY_ASSERT_FIELD(struct foreign_three, a, 0, long long);
WHERRY_ASSERT_FIELD(struct foreign_three, b, 8, long long);
WHERRY_ASSERT_FIELD(struct foreign_three, c, 16, long long);

/* One stub per function, under the name that the linker looks for. */
#define STUB(index, symbol) WHERRY_STUB(foreign, index, symbol)
#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(foreign, index, symbol)

#if defined(ON_win32)
STUB(0, WHERRY_SYMBOL("foreign_sum"))
STUB(1, WHERRY_SYMBOL("foreign_record"))
STUB_DLLIMPORT(2, WHERRY_SYMBOL("foreign_imported"))
#endif

/* Stubs in C, for arguments that an assembler stub does not keep. */
#if defined(ON_linux64)
extern long long WHERRY_CC_MS_ABI foreign__stub_0(int, double, struct foreign_three, short, float, long long, long long) __asm__(WHERRY_SYMBOL("foreign_sum")) WHERRY__HIDDEN;
long long WHERRY_CC_MS_ABI foreign__stub_0(int p0, double p1, struct foreign_three p2, short p3, float p4, long long p5, long long p6)
{
    return ((long long (WHERRY_CC_MS_ABI *)(int, double, struct foreign_three, short, float, long long, long long))wherry__callee(&foreign_binding, 0))(p0, p1, p2, p3, p4, p5, p6);
}

#endif
#if defined(ON_win64)
extern long long WHERRY_CC_SYSV_ABI foreign__stub_0(int, double, struct foreign_three, short, float, long long, long long) __asm__(WHERRY_SYMBOL("foreign_sum")) WHERRY__HIDDEN;
long long WHERRY_CC_SYSV_ABI foreign__stub_0(int p0, double p1, struct foreign_three p2, short p3, float p4, long long p5, long long p6)
{
    return ((long long (WHERRY_CC_SYSV_ABI *)(int, double, struct foreign_three, short, float, long long, long long))wherry__callee(&foreign_binding, 0))(p0, p1, p2, p3, p4, p5, p6);
}

#endif
#if defined(ON_linux64)
extern struct foreign_three WHERRY_CC_MS_ABI foreign__stub_1(struct foreign_three, int) __asm__(WHERRY_SYMBOL("foreign_record")) WHERRY__HIDDEN;
struct foreign_three WHERRY_CC_MS_ABI foreign__stub_1(struct foreign_three p0, int p1)
{
    return ((struct foreign_three (WHERRY_CC_MS_ABI *)(struct foreign_three, int))wherry__callee(&foreign_binding, 1))(p0, p1);
}

#endif
#if defined(ON_win64)
extern struct foreign_three WHERRY_CC_SYSV_ABI foreign__stub_1(struct foreign_three, int) __asm__(WHERRY_SYMBOL("foreign_record")) WHERRY__HIDDEN;
struct foreign_three WHERRY_CC_SYSV_ABI foreign__stub_1(struct foreign_three p0, int p1)
{
    return ((struct foreign_three (WHERRY_CC_SYSV_ABI *)(struct foreign_three, int))wherry__callee(&foreign_binding, 1))(p0, p1);
}

#endif
#if defined(ON_linux64)
extern long long WHERRY_CC_MS_ABI foreign__stub_2(long long, int) __asm__(WHERRY_SYMBOL("foreign_imported")) WHERRY__HIDDEN;
long long WHERRY_CC_MS_ABI foreign__stub_2(long long p0, int p1)
{
    return ((long long (WHERRY_CC_MS_ABI *)(long long, int))wherry__callee(&foreign_binding, 2))(p0, p1);
}

#if defined(_WIN32)
WHERRY_IMPORT(foreign, 2, WHERRY_SYMBOL("foreign_imported"))
static long long WHERRY_CC_MS_ABI foreign__lazy_2(long long p0, int p1)
{
    return ((long long (WHERRY_CC_MS_ABI *)(long long, int))wherry__resolve(&foreign_binding, 2))(p0, p1);
}

#endif
#endif
#if defined(ON_win64)
extern long long WHERRY_CC_SYSV_ABI foreign__stub_2(long long, int) __asm__(WHERRY_SYMBOL("foreign_imported")) WHERRY__HIDDEN;
long long WHERRY_CC_SYSV_ABI foreign__stub_2(long long p0, int p1)
{
    return ((long long (WHERRY_CC_SYSV_ABI *)(long long, int))wherry__callee(&foreign_binding, 2))(p0, p1);
}

#if defined(_WIN32)
WHERRY_IMPORT(foreign, 2, WHERRY_SYMBOL("foreign_imported"))
static long long WHERRY_CC_SYSV_ABI foreign__lazy_2(long long p0, int p1)
{
    return ((long long (WHERRY_CC_SYSV_ABI *)(long long, int))wherry__resolve(&foreign_binding, 2))(p0, p1);
}

#endif
#endif

/* Where each function is, once it has been looked up. */
WHERRY__HIDDEN wherry_function foreign__slots[3]
#if defined(_WIN32)
    = {
        [2] = WHERRY_LAZY(foreign, 2),
    }
#endif
    ;

/* One invoker per shape of call. */
static void foreign__invoke_0(wherry_function function, void *result, void *const *arguments)
{
    typedef long long ON(WHERRY_CC_MS_ABI , WHERRY_CC_SYSV_ABI , ) wherry__typed(int, double, struct foreign_three, short, float, long long, long long);
    WHERRY_RESULT(long long) = ((wherry__typed *)function)(
        WHERRY_ARGUMENT(int, 0), WHERRY_ARGUMENT(double, 1),
        WHERRY_RECORD_ARGUMENT(struct foreign_three, 2), WHERRY_ARGUMENT(short, 3),
        WHERRY_ARGUMENT(float, 4), WHERRY_ARGUMENT(long long, 5),
        WHERRY_ARGUMENT(long long, 6));
}

static void foreign__invoke_1(wherry_function function, void *result, void *const *arguments)
{
    typedef struct foreign_three ON(WHERRY_CC_MS_ABI , WHERRY_CC_SYSV_ABI , ) wherry__typed(struct foreign_three, int);
    WHERRY_RECORD_RESULT(struct foreign_three) = ((wherry__typed *)function)(WHERRY_RECORD_ARGUMENT(struct foreign_three, 0), WHERRY_ARGUMENT(int, 1));
}

static void foreign__invoke_2(wherry_function function, void *result, void *const *arguments)
{
    typedef long long ON(WHERRY_CC_MS_ABI , WHERRY_CC_SYSV_ABI , ) wherry__typed(long long, int);
    WHERRY_RESULT(long long) = ((wherry__typed *)function)(WHERRY_ARGUMENT(long long, 0), WHERRY_ARGUMENT(int, 1));
}

static wherry__invoker *const foreign__invokers[] = {
    foreign__invoke_0,
    foreign__invoke_1,
    foreign__invoke_2,
};

/* The tables. A number in front is the offset of a name in the string; a comment repeats it. */
static const struct wherry__function foreign__functions[] = {
    {0, 0, 0, ON(WHERRY_FN_C_STUB, WHERRY_FN_C_STUB, 0)}, /* foreign_sum */
    {12, 12, 1, ON(WHERRY_FN_C_STUB, WHERRY_FN_C_STUB, 0)}, /* foreign_record */
    {27, 27, 2, ON(WHERRY_FN_C_STUB, WHERRY_FN_C_STUB, 0)}, /* foreign_imported */
};

static const uint16_t foreign__types[] = {
    /* 0 */ WHERRY_INT64, WHERRY_INT32, WHERRY_DOUBLE, WHERRY_RECORD + 0, WHERRY_INT16, WHERRY_FLOAT, WHERRY_INT64, WHERRY_INT64,
    /* 1 */ WHERRY_RECORD + 0, WHERRY_RECORD + 0, WHERRY_INT32,
    /* 2 */ WHERRY_INT64, WHERRY_INT64, WHERRY_INT32,
};

static const struct wherry__signature foreign__signatures[] = {
    {0, 7, ON(WHERRY_MS_ABI, WHERRY_SYSV_ABI, WHERRY_CDECL), 0},
    {8, 2, ON(WHERRY_MS_ABI, WHERRY_SYSV_ABI, WHERRY_CDECL), 0},
    {11, 2, ON(WHERRY_MS_ABI, WHERRY_SYSV_ABI, WHERRY_CDECL), 0},
};

static const struct wherry__field foreign__fields[] = {
    {44, 0, 1, WHERRY_INT64, 0}, /* a */
    {46, 64, 1, WHERRY_INT64, 0}, /* b */
    {48, 128, 1, WHERRY_INT64, 0}, /* c */
};

static const struct wherry__record foreign__records[] = {
    {50, 24, 0, 3, 8, 0}, /* struct foreign_three */
};

static const char foreign__strings[] =
    "foreign_sum\0" /* 0 */
    "foreign_record\0" /* 12 */
    "foreign_imported\0" /* 27 */
    "a\0" /* 44 */
    "b\0" /* 46 */
    "c\0" /* 48 */
    "struct foreign_three\0" /* 50 */
    "\0" /* 71 */
    ;

#if defined(ON_linux64)
static const char *const foreign__libraries[] = {"libforeign.so"};
#endif
#if defined(ON_win64)
static const char *const foreign__libraries[] = {"foreign.dll", "libforeign.dll"};
#endif
#if defined(ON_win32)
static const char *const foreign__libraries[] = {"foreign.dll", "libforeign.dll"};
#endif

static unsigned char foreign__presence[3];
static void *foreign__call_interfaces[3];
static struct wherry__state foreign__state;

const struct wherry_binding foreign_binding = {
    .format = WHERRY_BINDING_FORMAT,
    .name = "foreign",
    .strings = foreign__strings,
    .libraries = foreign__libraries,
    .library_count = ON(1, 2, 2),
    .state = &foreign__state,
    .function_count = 3,
    .signature_count = 3,
    .record_count = 1,
    .functions = foreign__functions,
    .slots = foreign__slots,
    .presence = foreign__presence,
    .signatures = foreign__signatures,
    .types = foreign__types,
    .invokers = foreign__invokers,
    .call_interfaces = foreign__call_interfaces,
    .records = foreign__records,
    .fields = foreign__fields,
};
