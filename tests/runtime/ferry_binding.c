/* ferry_binding.c: a binding of ferry.h as wherry would write it, but by hand: lists instead of
 * numbers, so that a person can check it. Each function has a signature of its own. */
#include "ferry_binding.h"

#include "ferry.h"

#include <wherry/binding.h>

#ifndef FERRY_LIBRARIES
#if defined(_WIN32)
#define FERRY_LIBRARIES "ferry-of-another-name.dll", "{application}/ferry.dll"
#else
#define FERRY_LIBRARIES "libferry-of-another-name.so.9", "{application}/libferry.so"
#endif
#endif

/* The kind of an integer type on this target. */
#define INTEGER(type)                                                                              \
    ((uint16_t)((sizeof(type) == 1   ? WHERRY_INT8                                                 \
                 : sizeof(type) == 2 ? WHERRY_INT16                                                \
                 : sizeof(type) == 4 ? WHERRY_INT32                                                \
                                     : WHERRY_INT64) +                                             \
                ((type)-1 > (type)0)))

/* ---- Records --------------------------------------------------------------------------------- */

enum record_index {
#define BYTES(n) BYTES_##n,
    FERRY_BYTES(BYTES)
#undef BYTES
        ONE_FLOAT,
    TWO_FLOATS,
    THREE_FLOATS,
    ONE_DOUBLE,
    MIXED,
    NESTED,
    NUMBER,
    REAL,
    PACKED,
    RECORD_COUNT
};
#define RECORD(index) ((uint16_t)(WHERRY_RECORD + (index)))

/* X(index, type, flags, field count) */
#define RECORDS(X)                                                                                 \
    X(ONE_FLOAT, struct one_float, 0, 1)                                                           \
    X(TWO_FLOATS, struct two_floats, 0, 2)                                                         \
    X(THREE_FLOATS, struct three_floats, 0, 3)                                                     \
    X(ONE_DOUBLE, struct one_double, 0, 1)                                                         \
    X(MIXED, struct mixed, 0, 2)                                                                   \
    X(NESTED, struct nested, 0, 2)                                                                 \
    X(NUMBER, union number, WHERRY_RECORD_UNION, 2)                                                \
    X(REAL, union real, WHERRY_RECORD_UNION, 2)                                                    \
    X(PACKED, struct packed, WHERRY_RECORD_PACKED, 2)

/* X(index, type, field, element type, count); in the order of the records */
#define FIELDS(X)                                                                                  \
    X(ONE_FLOAT, struct one_float, a, WHERRY_FLOAT, 1)                                             \
    X(TWO_FLOATS, struct two_floats, a, WHERRY_FLOAT, 1)                                           \
    X(TWO_FLOATS_B, struct two_floats, b, WHERRY_FLOAT, 1)                                         \
    X(THREE_FLOATS, struct three_floats, a, WHERRY_FLOAT, 1)                                       \
    X(THREE_FLOATS_B, struct three_floats, b, WHERRY_FLOAT, 1)                                     \
    X(THREE_FLOATS_C, struct three_floats, c, WHERRY_FLOAT, 1)                                     \
    X(ONE_DOUBLE, struct one_double, a, WHERRY_DOUBLE, 1)                                          \
    X(MIXED, struct mixed, a, WHERRY_DOUBLE, 1)                                                    \
    X(MIXED_B, struct mixed, b, INTEGER(int), 1)                                                   \
    X(NESTED, struct nested, pair, RECORD(TWO_FLOATS), 1)                                          \
    X(NESTED_B, struct nested, numbers, INTEGER(short), 3)                                         \
    X(NUMBER, union number, i, INTEGER(int), 1)                                                    \
    X(NUMBER_B, union number, f, WHERRY_FLOAT, 1)                                                  \
    X(REAL, union real, d, WHERRY_DOUBLE, 1)                                                       \
    X(REAL_B, union real, f, WHERRY_FLOAT, 2)                                                      \
    X(PACKED, struct packed, a, INTEGER(char), 1)                                                  \
    X(PACKED_B, struct packed, b, INTEGER(int), 1)

enum field_index {
#define BYTES(n) FIELD_BYTES_##n,
    FERRY_BYTES(BYTES)
#undef BYTES
#define FIELD(index, type, field, element, count) FIELD_##index,
        FIELDS(FIELD)
#undef FIELD
};

/* ---- Functions ------------------------------------------------------------------------------- */

#define I8 INTEGER(signed char)
#define U8 INTEGER(unsigned char)
#define I16 INTEGER(short)
#define U16 INTEGER(unsigned short)
#define I32 INTEGER(int)
#define U32 INTEGER(unsigned)
#define I64 INTEGER(long long)
#define F32 WHERRY_FLOAT
#define F64 WHERRY_DOUBLE
#define POINTER WHERRY_POINTER

#define PLAIN(id) "ferry_" #id
#if defined(__i386__) && defined(_WIN32)
#define STDCALL(id, bytes) WHERRY_STDCALL_SYMBOL("ferry_" #id, bytes)
#define FASTCALL(id, bytes) WHERRY_FASTCALL_SYMBOL("ferry_" #id, bytes)
#else
#define STDCALL(id, bytes) PLAIN(id)
#define FASTCALL(id, bytes) PLAIN(id)
#endif
#if defined(__x86_64__)
#define MS_ABI_CONVENTION WHERRY_MS_ABI
#else
#define MS_ABI_CONVENTION WHERRY_CDECL
#endif

/* X(id, symbol, flags, convention, variadic, result, parameters...) */
#define FUNCTIONS(X)                                                                               \
    X(add, PLAIN(add), 0, WHERRY_CDECL, 0, I32, I32, I32)                                          \
    X(mix, PLAIN(mix), 0, WHERRY_CDECL, 0, F64, I32, F64, F32, I64, POINTER, U8, I16, F64, I32,    \
      I8)                                                                                          \
    X(schar, PLAIN(schar), 0, WHERRY_CDECL, 0, I8, I8, I16)                                        \
    X(ushort, PLAIN(ushort), 0, WHERRY_CDECL, 0, U16, U16, U8)                                     \
    X(not, PLAIN(not ), 0, WHERRY_CDECL, 0, WHERRY_BOOL, WHERRY_BOOL)                              \
    X(wide, PLAIN(wide), 0, WHERRY_CDECL, 0, I64, I64, U32)                                        \
    X(float, PLAIN(float), 0, WHERRY_CDECL, 0, F32, F32, F32)                                      \
    X(long_double, PLAIN(long_double), 0, WHERRY_CDECL, 0, WHERRY_LONG_DOUBLE, WHERRY_LONG_DOUBLE, \
      I32)                                                                                         \
    X(pointer, PLAIN(pointer), 0, WHERRY_CDECL, 0, POINTER, POINTER)                               \
    X(void, PLAIN(void), 0, WHERRY_CDECL, 0, WHERRY_VOID, POINTER)                                 \
    BYTES_FUNCTION(X, 1)                                                                           \
    BYTES_FUNCTION(X, 2)                                                                           \
    BYTES_FUNCTION(X, 3)                                                                           \
    BYTES_FUNCTION(X, 4)                                                                           \
    BYTES_FUNCTION(X, 5)                                                                           \
    BYTES_FUNCTION(X, 6)                                                                           \
    BYTES_FUNCTION(X, 7)                                                                           \
    BYTES_FUNCTION(X, 8)                                                                           \
    BYTES_FUNCTION(X, 12)                                                                          \
    BYTES_FUNCTION(X, 16)                                                                          \
    BYTES_FUNCTION(X, 24)                                                                          \
    BYTES_FUNCTION(X, 100)                                                                         \
    RECORD_FUNCTION(X, one_float, ONE_FLOAT)                                                       \
    RECORD_FUNCTION(X, two_floats, TWO_FLOATS)                                                     \
    RECORD_FUNCTION(X, three_floats, THREE_FLOATS)                                                 \
    RECORD_FUNCTION(X, one_double, ONE_DOUBLE)                                                     \
    X(mixed, PLAIN(mixed), 0, WHERRY_CDECL, 0, RECORD(MIXED), I32, RECORD(MIXED), F64)             \
    RECORD_FUNCTION(X, nested, NESTED)                                                             \
    RECORD_FUNCTION(X, number, NUMBER)                                                             \
    RECORD_FUNCTION(X, real, REAL)                                                                 \
    X(packed, PLAIN(packed), 0, WHERRY_CDECL, 0, I32, RECORD(PACKED))                              \
    X(complex_float, PLAIN(complex_float), 0, WHERRY_CDECL, 0, WHERRY_COMPLEX_FLOAT,               \
      WHERRY_COMPLEX_FLOAT)                                                                        \
    X(complex_double, PLAIN(complex_double), 0, WHERRY_CDECL, 0, WHERRY_COMPLEX_DOUBLE,            \
      WHERRY_COMPLEX_DOUBLE)                                                                       \
    X(sum, PLAIN(sum), 0, WHERRY_CDECL, 1, F64, I32)                                               \
    X(integer_sum, PLAIN(integer_sum), 0, WHERRY_CDECL, 1, I64, I32)                               \
    X(stdcall, STDCALL(stdcall, 16), 0, WHERRY_STDCALL, 0, I32, I32, F64, I16)                     \
    X(fastcall, FASTCALL(fastcall, 12), 0, WHERRY_FASTCALL, 0, I32, I32, I32, I32)                 \
    X(ms_abi, PLAIN(ms_abi), 0, MS_ABI_CONVENTION, 0, I32, I32, F64, RECORD(BYTES_24),             \
      RECORD(BYTES_3))                                                                             \
    X(fail, PLAIN(fail), 0, WHERRY_CDECL, 0, I32, I32, U32)                                        \
    X(bump, PLAIN(bump), 0, WHERRY_CDECL, 0, I32)                                                  \
    X(imported, PLAIN(imported), 0, WHERRY_CDECL, 0, I32, I32)                                     \
    X(apply, PLAIN(apply), 0, WHERRY_CDECL, 0, I32, POINTER, I32, POINTER)                         \
    X(apply_narrow, PLAIN(apply_narrow), 0, WHERRY_CDECL, 0, I32, POINTER, I8, U16)                \
    X(apply_record, PLAIN(apply_record), 0, WHERRY_CDECL, 0, RECORD(BYTES_5), POINTER,             \
      RECORD(BYTES_5), F64, RECORD(BYTES_24))                                                      \
    X(apply_float, PLAIN(apply_float), 0, WHERRY_CDECL, 0, RECORD(ONE_FLOAT), POINTER,             \
      RECORD(ONE_FLOAT))                                                                           \
    X(apply_wide, PLAIN(apply_wide), 0, WHERRY_CDECL, 0, WHERRY_LONG_DOUBLE, POINTER,              \
      WHERRY_LONG_DOUBLE)                                                                          \
    X(apply_stdcall, PLAIN(apply_stdcall), 0, WHERRY_CDECL, 0, I32, POINTER, I32, F64)             \
    X(apply_packed, PLAIN(apply_packed), 0, WHERRY_CDECL, 0, I32, POINTER, RECORD(PACKED))         \
    X(apply_fastcall, PLAIN(apply_fastcall), 0, WHERRY_CDECL, 0, I64, POINTER, I32, I64, I32)      \
    X(absent, PLAIN(absent), 0, WHERRY_CDECL, 0, I32, I32, I32)                                    \
    X(absent_optional, PLAIN(absent_optional), WHERRY_FN_OPTIONAL, WHERRY_CDECL, 0, I32, I32)      \
    X(absent_fails, PLAIN(absent_fails), 0, WHERRY_CDECL, 0, I32, I32)                             \
    X(elsewhere, PLAIN(elsewhere), WHERRY_FN_ABSENT, WHERRY_CDECL, 0, I32, I32)
#define BYTES_FUNCTION(X, n)                                                                       \
    X(bytes##n, PLAIN(bytes##n), 0, WHERRY_CDECL, 0, RECORD(BYTES_##n), RECORD(BYTES_##n), I32)
#define RECORD_FUNCTION(X, id, index)                                                              \
    X(id, PLAIN(id), 0, WHERRY_CDECL, 0, RECORD(index), RECORD(index))

/* X(id, convention, result, parameters...) */
#define CALLBACKS(X)                                                                               \
    X(callback, WHERRY_CDECL, I32, I32, POINTER)                                                   \
    X(narrow_callback, WHERRY_CDECL, I8, I8, U16)                                                  \
    X(record_callback, WHERRY_CDECL, RECORD(BYTES_5), RECORD(BYTES_5), F64, RECORD(BYTES_24))      \
    X(float_callback, WHERRY_CDECL, RECORD(ONE_FLOAT), RECORD(ONE_FLOAT))                          \
    X(wide_callback, WHERRY_CDECL, WHERRY_LONG_DOUBLE, WHERRY_LONG_DOUBLE)                         \
    X(stdcall_callback, WHERRY_STDCALL, I32, I32, F64)                                             \
    X(packed_callback, WHERRY_CDECL, I32, RECORD(PACKED))                                          \
    X(fastcall_callback, WHERRY_FASTCALL, I64, I32, I64, I32)
enum callback_index {
#define CALLBACK(id, convention, ...) CALLBACK_##id,
    CALLBACKS(CALLBACK) CALLBACK_COUNT
#undef CALLBACK
};
enum { SIGNATURE_COUNT = FERRY_FUNCTION_COUNT + CALLBACK_COUNT };

/* ---- Strings and types ----------------------------------------------------------------------- */

/* Structures instead of counted offsets. */
#define LENGTH(...) (sizeof((uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t))
static const struct {
    char data_name[sizeof "ferry_count"];
#define BYTES(n) char record_bytes##n[sizeof "bytes" #n];
    FERRY_BYTES(BYTES)
#undef BYTES
#define NAMED(index, type, flags, count) char record_##index[sizeof #type];
    RECORDS(NAMED)
#undef NAMED
#define FUNCTION(id, symbol, flags, convention, variadic, ...)                                     \
    char name_##id[sizeof "ferry_" #id];                                                           \
    char symbol_##id[sizeof symbol];
    FUNCTIONS(FUNCTION)
#undef FUNCTION
#define CALLBACK(id, convention, ...) char callback_##id[sizeof "ferry_" #id];
    CALLBACKS(CALLBACK)
#undef CALLBACK
} strings = {.data_name = "ferry_count",
#define BYTES(n) .record_bytes##n = "bytes" #n,
             FERRY_BYTES(BYTES)
#undef BYTES
#define NAMED(index, type, flags, count) .record_##index = #type,
                 RECORDS(NAMED)
#undef NAMED
#define FUNCTION(id, symbol, flags, convention, variadic, ...)                                     \
    .name_##id = "ferry_" #id, .symbol_##id = symbol,
                     FUNCTIONS(FUNCTION)
#undef FUNCTION
#define CALLBACK(id, convention, ...) .callback_##id = "ferry_" #id,
                         CALLBACKS(CALLBACK)
#undef CALLBACK
};
#define STRING_OFFSET(member) ((uint32_t)offsetof(__typeof__(strings), member))

static const struct {
#define FUNCTION(id, symbol, flags, convention, variadic, ...)                                     \
    uint16_t of_##id[LENGTH(__VA_ARGS__)];
    FUNCTIONS(FUNCTION)
#undef FUNCTION
#define CALLBACK(id, convention, ...) uint16_t of_##id[LENGTH(__VA_ARGS__)];
    CALLBACKS(CALLBACK)
#undef CALLBACK
} types = {
#define FUNCTION(id, symbol, flags, convention, variadic, ...) .of_##id = {__VA_ARGS__},
    FUNCTIONS(FUNCTION)
#undef FUNCTION
#define CALLBACK(id, convention, ...) .of_##id = {__VA_ARGS__},
        CALLBACKS(CALLBACK)
#undef CALLBACK
};
#define TYPE_OFFSET(member) ((uint32_t)(offsetof(__typeof__(types), member) / sizeof(uint16_t)))

/* ---- Tables ---------------------------------------------------------------------------------- */

static const struct wherry__function functions[] = {
#define FUNCTION(id, symbol, flags, convention, variadic, ...)                                     \
    [FERRY_##id] = {STRING_OFFSET(name_##id), STRING_OFFSET(symbol_##id), FERRY_##id, flags},
    FUNCTIONS(FUNCTION)
#undef FUNCTION
};

static const struct wherry__signature signatures[] = {
#define FUNCTION(id, symbol, flags, convention, variadic, ...)                                     \
    [FERRY_##id] = {TYPE_OFFSET(of_##id), LENGTH(__VA_ARGS__) - 1, convention, variadic},
    FUNCTIONS(FUNCTION)
#undef FUNCTION
#define CALLBACK(id, convention, ...)                                                              \
    [FERRY_FUNCTION_COUNT + CALLBACK_##                                                            \
        id] = {TYPE_OFFSET(of_##id), LENGTH(__VA_ARGS__) - 1, convention, 0},
        CALLBACKS(CALLBACK)
#undef CALLBACK
};

static const struct wherry__callback_type callback_types[] = {
#define CALLBACK(id, convention, ...)                                                              \
    {STRING_OFFSET(callback_##id), FERRY_FUNCTION_COUNT + CALLBACK_##id, 0},
    CALLBACKS(CALLBACK)
#undef CALLBACK
};

static const struct wherry__record records[] = {
#define BYTES(n) [BYTES_##n] = {STRING_OFFSET(record_bytes##n), n, FIELD_BYTES_##n, 1, 1, 0},
    FERRY_BYTES(BYTES)
#undef BYTES
#define NAMED(index, type, flags, count)                                                           \
    [index] = {                                                                                    \
        STRING_OFFSET(record_##index), sizeof(type), FIELD_##index, count, _Alignof(type), flags},
        RECORDS(NAMED)
#undef NAMED
};

static const struct wherry__field fields[] = {
#define BYTES(n) {STRING_OFFSET(record_bytes##n), 0, n, WHERRY_UINT8, 0},
    FERRY_BYTES(BYTES)
#undef BYTES
#define FIELD(index, type, field, element, count)                                                  \
    {STRING_OFFSET(data_name), 8 * offsetof(type, field), count, element, 0},
        FIELDS(FIELD)
#undef FIELD
};

static const struct wherry__data data[] = {
    {STRING_OFFSET(data_name), STRING_OFFSET(data_name), INTEGER(int), 0}};

static const char *const libraries[] = {FERRY_LIBRARIES};

/* ---- Assertions ------------------------------------------------------------------------------ */

WHERRY_ASSERT_PROTOTYPE(ferry_add, int (*)(int, int));
WHERRY_ASSERT_SIZE(struct mixed, _Alignof(double) == 4 ? 12 : 16, _Alignof(double));
WHERRY_ASSERT_OFFSET(struct mixed, b, 8);
WHERRY_ASSERT_ENUMERATOR(FERRY_mix, 1);
WHERRY_ASSERT_CONSTANT(WHERRY_BINDING_FORMAT, int, 2);

/* ---- Invokers -------------------------------------------------------------------------------- */

typedef signed char ferry__schar;
typedef unsigned char ferry__uchar;
typedef short ferry__short;
typedef unsigned short ferry__ushort;
typedef int ferry__int;
typedef unsigned ferry__uint;
typedef long long ferry__llong;
typedef _Bool ferry__bool;
typedef float ferry__float;
typedef double ferry__double;
typedef long double ferry__ldouble;
typedef float _Complex ferry__cfloat;
typedef double _Complex ferry__cdouble;
typedef void *ferry__pointer;

#define INVOKER(id, ...)                                                                           \
    static void invoke_##id(wherry_function function, void *result, void *const *arguments)        \
    {                                                                                              \
        (void)arguments;                                                                           \
        __VA_ARGS__                                                                                \
    }
#define R(type) WHERRY_RESULT(ferry__##type)
#define A(type, i) WHERRY_ARGUMENT(ferry__##type, i)

INVOKER(add, R(int) = ((int (*)(int, int))function)(A(int, 0), A(int, 1));)
INVOKER(mix, R(double) = ((double (*)(int, double, float, long long, void *, unsigned char, short,
                                      double, int, signed char))function)(
                 A(int, 0), A(double, 1), A(float, 2), A(llong, 3), A(pointer, 4), A(uchar, 5),
                 A(short, 6), A(double, 7), A(int, 8), A(schar, 9));)
INVOKER(schar,
        R(schar) = ((signed char (*)(signed char, short))function)(A(schar, 0), A(short, 1));)
INVOKER(ushort,
        R(ushort) = ((unsigned short (*)(unsigned short, unsigned char))function)(A(ushort, 0),
                                                                                  A(uchar, 1));)
INVOKER(not, R(bool) = ((_Bool(*)(_Bool))function)(A(bool, 0));)
INVOKER(wide, R(llong) = ((long long (*)(long long, unsigned))function)(A(llong, 0), A(uint, 1));)
INVOKER(float, R(float) = ((float (*)(float, float))function)(A(float, 0), A(float, 1));)
INVOKER(long_double,
        R(ldouble) = ((long double (*)(long double, int))function)(A(ldouble, 0), A(int, 1));)
INVOKER(pointer, R(pointer) = ((void *(*)(void *))function)(A(pointer, 0));)
INVOKER(void, (void)result; ((void (*)(void *))function)(A(pointer, 0));)
#define BYTES(n)                                                                                   \
    INVOKER(bytes##n, WHERRY_RECORD_RESULT(struct bytes##n) =                                      \
                          ((struct bytes##n(*)(struct bytes##n, int))function)(                    \
                              WHERRY_RECORD_ARGUMENT(struct bytes##n, 0), A(int, 1));)
FERRY_BYTES(BYTES)
#undef BYTES
#define SAME(id, kind)                                                                             \
    INVOKER(id, WHERRY_RECORD_RESULT(kind id) =                                                    \
                    ((kind id(*)(kind id))function)(WHERRY_RECORD_ARGUMENT(kind id, 0));)
SAME(one_float, struct)
SAME(two_floats, struct)
SAME(three_floats, struct)
SAME(one_double, struct)
INVOKER(mixed,
        WHERRY_RECORD_RESULT(struct mixed) = ((struct mixed(*)(int, struct mixed, double))function)(
            A(int, 0), WHERRY_RECORD_ARGUMENT(struct mixed, 1), A(double, 2));)
SAME(nested, struct)
SAME(number, union)
SAME(real, union)
INVOKER(packed,
        R(int) = ((int (*)(struct packed))function)(WHERRY_RECORD_ARGUMENT(struct packed, 0));)
INVOKER(complex_float, R(cfloat) = ((float _Complex (*)(float _Complex))function)(A(cfloat, 0));)
INVOKER(complex_double,
        R(cdouble) = ((double _Complex (*)(double _Complex))function)(A(cdouble, 0));)
INVOKER(stdcall,
        R(int) = ((int(FERRY_STDCALL *)(int, double, short))function)(A(int, 0), A(double, 1),
                                                                      A(short, 2));)
INVOKER(fastcall,
        R(int) = ((int(FERRY_FASTCALL *)(int, int, int))function)(A(int, 0), A(int, 1), A(int, 2));)
INVOKER(ms_abi,
        R(int) = ((int(FERRY_MS_ABI *)(int, double, struct bytes24, struct bytes3))function)(
            A(int, 0), A(double, 1), WHERRY_RECORD_ARGUMENT(struct bytes24, 2),
            WHERRY_RECORD_ARGUMENT(struct bytes3, 3));)
INVOKER(fail, R(int) = ((int (*)(int, unsigned))function)(A(int, 0), A(uint, 1));)
INVOKER(bump, R(int) = ((int (*)(void))function)();)
INVOKER(imported, R(int) = ((int (*)(int))function)(A(int, 0));)
INVOKER(apply,
        R(int) = ((int (*)(void *, int, void *))function)(A(pointer, 0), A(int, 1), A(pointer, 2));)
INVOKER(apply_narrow,
        R(int) = ((int (*)(void *, signed char,
                           unsigned short))function)(A(pointer, 0), A(schar, 1), A(ushort, 2));)

static wherry__invoker *const invokers[SIGNATURE_COUNT] = {
#define BYTES(n) [FERRY_bytes##n] = invoke_bytes##n,
    FERRY_BYTES(BYTES)
#undef BYTES
        [FERRY_add] = invoke_add,
    [FERRY_mix] = invoke_mix,
    [FERRY_schar] = invoke_schar,
    [FERRY_ushort] = invoke_ushort,
    [FERRY_not] = invoke_not,
    [FERRY_wide] = invoke_wide,
    [FERRY_float] = invoke_float,
    [FERRY_long_double] = invoke_long_double,
    [FERRY_pointer] = invoke_pointer,
    [FERRY_void] = invoke_void,
    [FERRY_one_float] = invoke_one_float,
    [FERRY_two_floats] = invoke_two_floats,
    [FERRY_three_floats] = invoke_three_floats,
    [FERRY_one_double] = invoke_one_double,
    [FERRY_mixed] = invoke_mixed,
    [FERRY_nested] = invoke_nested,
    [FERRY_number] = invoke_number,
    [FERRY_real] = invoke_real,
    [FERRY_packed] = invoke_packed,
    [FERRY_complex_float] = invoke_complex_float,
    [FERRY_complex_double] = invoke_complex_double,
    [FERRY_stdcall] = invoke_stdcall,
    [FERRY_fastcall] = invoke_fastcall,
    [FERRY_ms_abi] = invoke_ms_abi,
    [FERRY_fail] = invoke_fail,
    [FERRY_bump] = invoke_bump,
    [FERRY_imported] = invoke_imported,
    [FERRY_apply] = invoke_apply,
    [FERRY_apply_narrow] = invoke_apply_narrow,
    [FERRY_absent] = invoke_add};

/* ---- Callbacks ------------------------------------------------------------------------------- */

/* X(id, convention, result, parameters, the same after a user pointer; what is passed on from a
 * entry, and from an argument vector; the parameters' addresses) */
#define COMPILED(X)                                                                                \
    X(callback, , int, (int p0, void *p1), (void *user, int p0, void *p1),                         \
      (callback->user, p0, p1), (user, A(int, 0), A(pointer, 1)), &p0, &p1)                        \
    X(narrow_callback, , signed char, (signed char p0, unsigned short p1),                         \
      (void *user, signed char p0, unsigned short p1), (callback->user, p0, p1),                   \
      (user, A(schar, 0), A(ushort, 1)), &p0, &p1)                                                 \
    X(record_callback, , struct bytes5, (struct bytes5 p0, double p1, struct bytes24 p2),          \
      (void *user, struct bytes5 p0, double p1, struct bytes24 p2), (callback->user, p0, p1, p2),  \
      (user, WHERRY_RECORD_ARGUMENT(struct bytes5, 0), A(double, 1),                               \
       WHERRY_RECORD_ARGUMENT(struct bytes24, 2)),                                                 \
      &p0, &p1, &p2)                                                                               \
    X(float_callback, , struct one_float, (struct one_float p0),                                   \
      (void *user, struct one_float p0), (callback->user, p0),                                     \
      (user, WHERRY_RECORD_ARGUMENT(struct one_float, 0)), &p0)                                    \
    X(wide_callback, , long double, (long double p0), (void *user, long double p0),                \
      (callback->user, p0), (user, A(ldouble, 0)), &p0)                                            \
    X(stdcall_callback, WHERRY_CC_STDCALL, int, (int p0, double p1),                               \
      (void *user, int p0, double p1), (callback->user, p0, p1), (user, A(int, 0), A(double, 1)),  \
      &p0, &p1)                                                                                    \
    X(packed_callback, , int, (struct packed p0), (void *user, struct packed p0),                  \
      (callback->user, p0), (user, WHERRY_RECORD_ARGUMENT(struct packed, 0)), &p0)                 \
    X(fastcall_callback, WHERRY_CC_FASTCALL, long long, (int p0, long long p1, int p2),            \
      (void *user, int p0, long long p1, int p2), (callback->user, p0, p1, p2),                    \
      (user, A(int, 0), A(llong, 1), A(int, 2)), &p0, &p1, &p2)

static struct wherry_callback callbacks[CALLBACK_COUNT * FERRY_CALLBACKS_EACH];
#define FIRST(id) (CALLBACK_##id * FERRY_CALLBACKS_EACH)

#define ENTRY(id, k, convention, type, parameters, after_user, passed_on)                          \
    static type convention entry_##id##_##k parameters                                             \
    {                                                                                              \
        typedef type call after_user;                                                              \
        struct wherry_callback *callback = &callbacks[FIRST(id) + k];                              \
        WHERRY_CALLBACK_ENTER(callback);                                                           \
        return ((call *)callback->function)passed_on;                                              \
    }
#define CODE(id, convention, type, parameters, after_user, passed_on, from_vector, ...)            \
    ENTRY(id, 0, convention, type, parameters, after_user, passed_on)                              \
    ENTRY(id, 1, convention, type, parameters, after_user, passed_on)                              \
    ENTRY(id, 2, convention, type, parameters, after_user, passed_on)                              \
    ENTRY(id, 3, convention, type, parameters, after_user, passed_on)                              \
    static type adapt_##id after_user                                                              \
    {                                                                                              \
        struct wherry_callback *callback = user;                                                   \
        void *arguments[] = {__VA_ARGS__};                                                         \
        type result;                                                                               \
        callback->generic(&result, arguments, callback->generic_user);                             \
        return result;                                                                             \
    }                                                                                              \
    static void forward_##id(wherry_function function, void *user, void *result,                   \
                             void *const *arguments)                                               \
    {                                                                                              \
        typedef type call after_user;                                                              \
        *(type *)result = ((call *)function)from_vector;                                           \
    }
COMPILED(CODE)
#undef CODE

static const wherry_function callback_entries[] = {
#define CODE(id, ...)                                                                              \
    (wherry_function) entry_##id##_0, (wherry_function)entry_##id##_1,                             \
        (wherry_function)entry_##id##_2, (wherry_function)entry_##id##_3,
    COMPILED(CODE)
#undef CODE
};

static const struct wherry__callback_code callback_codes[] = {
#define CODE(id, ...)                                                                              \
    {FERRY_FUNCTION_COUNT + CALLBACK_##id, FIRST(id), (wherry_function)adapt_##id, forward_##id},
    COMPILED(CODE)
#undef CODE
};

/* ---- Stubs ----------------------------------------------------------------------------------- */

extern wherry_function ferry__slots[FERRY_FUNCTION_COUNT];
extern void *ferry__data_slots[1];

WHERRY_STUB(ferry, 0, WHERRY_SYMBOL("ferry_add"))
WHERRY_STUB(ferry, 1, WHERRY_SYMBOL("ferry_mix"))
WHERRY_STUB(ferry, 2, WHERRY_SYMBOL("ferry_schar"))
WHERRY_STUB(ferry, 3, WHERRY_SYMBOL("ferry_ushort"))
WHERRY_STUB(ferry, 4, WHERRY_SYMBOL("ferry_not"))
WHERRY_STUB(ferry, 5, WHERRY_SYMBOL("ferry_wide"))
WHERRY_STUB(ferry, 6, WHERRY_SYMBOL("ferry_float"))
WHERRY_STUB(ferry, 7, WHERRY_SYMBOL("ferry_long_double"))
WHERRY_STUB(ferry, 8, WHERRY_SYMBOL("ferry_pointer"))
WHERRY_STUB(ferry, 9, WHERRY_SYMBOL("ferry_void"))
WHERRY_STUB(ferry, 10, WHERRY_SYMBOL("ferry_bytes1"))
WHERRY_STUB(ferry, 11, WHERRY_SYMBOL("ferry_bytes2"))
WHERRY_STUB(ferry, 12, WHERRY_SYMBOL("ferry_bytes3"))
WHERRY_STUB(ferry, 13, WHERRY_SYMBOL("ferry_bytes4"))
WHERRY_STUB(ferry, 14, WHERRY_SYMBOL("ferry_bytes5"))
WHERRY_STUB(ferry, 15, WHERRY_SYMBOL("ferry_bytes6"))
WHERRY_STUB(ferry, 16, WHERRY_SYMBOL("ferry_bytes7"))
WHERRY_STUB(ferry, 17, WHERRY_SYMBOL("ferry_bytes8"))
WHERRY_STUB(ferry, 18, WHERRY_SYMBOL("ferry_bytes12"))
WHERRY_STUB(ferry, 19, WHERRY_SYMBOL("ferry_bytes16"))
WHERRY_STUB(ferry, 20, WHERRY_SYMBOL("ferry_bytes24"))
WHERRY_STUB(ferry, 21, WHERRY_SYMBOL("ferry_bytes100"))
WHERRY_STUB(ferry, 22, WHERRY_SYMBOL("ferry_one_float"))
WHERRY_STUB(ferry, 23, WHERRY_SYMBOL("ferry_two_floats"))
WHERRY_STUB(ferry, 24, WHERRY_SYMBOL("ferry_three_floats"))
WHERRY_STUB(ferry, 25, WHERRY_SYMBOL("ferry_one_double"))
WHERRY_STUB(ferry, 26, WHERRY_SYMBOL("ferry_mixed"))
WHERRY_STUB(ferry, 27, WHERRY_SYMBOL("ferry_nested"))
WHERRY_STUB(ferry, 28, WHERRY_SYMBOL("ferry_number"))
WHERRY_STUB(ferry, 29, WHERRY_SYMBOL("ferry_real"))
WHERRY_STUB(ferry, 30, WHERRY_SYMBOL("ferry_packed"))
WHERRY_STUB(ferry, 31, WHERRY_SYMBOL("ferry_complex_float"))
WHERRY_STUB(ferry, 32, WHERRY_SYMBOL("ferry_complex_double"))
WHERRY_STUB(ferry, 33, WHERRY_SYMBOL("ferry_sum"))
WHERRY_STUB(ferry, 34, WHERRY_SYMBOL("ferry_integer_sum"))
WHERRY_STUB(ferry, 35, WHERRY_STDCALL_SYMBOL("ferry_stdcall", 16))
WHERRY_STUB(ferry, 36, WHERRY_FASTCALL_SYMBOL("ferry_fastcall", 12))
WHERRY_STUB(ferry, 37, WHERRY_SYMBOL("ferry_ms_abi"))
WHERRY_STUB(ferry, 38, WHERRY_SYMBOL("ferry_fail"))
WHERRY_STUB(ferry, 39, WHERRY_SYMBOL("ferry_bump"))
#if defined(_WIN32)
WHERRY_STUB_DLLIMPORT(ferry, 40, WHERRY_SYMBOL("ferry_imported"))
WHERRY_DATA_DLLIMPORT(ferry, 0, WHERRY_SYMBOL("ferry_count"))
#define IMPORTED_ENTRY WHERRY_LAZY(ferry, 40)
#else
WHERRY_STUB(ferry, 40, WHERRY_SYMBOL("ferry_imported"))
#define IMPORTED_ENTRY NULL
#endif
WHERRY_STUB(ferry, 41, WHERRY_SYMBOL("ferry_apply"))
WHERRY_STUB(ferry, 42, WHERRY_SYMBOL("ferry_apply_narrow"))
WHERRY_STUB(ferry, 43, WHERRY_SYMBOL("ferry_apply_record"))
WHERRY_STUB(ferry, 44, WHERRY_SYMBOL("ferry_apply_float"))
WHERRY_STUB(ferry, 45, WHERRY_SYMBOL("ferry_apply_wide"))
WHERRY_STUB(ferry, 46, WHERRY_SYMBOL("ferry_apply_stdcall"))
WHERRY_STUB(ferry, 47, WHERRY_SYMBOL("ferry_apply_packed"))
WHERRY_STUB(ferry, 48, WHERRY_SYMBOL("ferry_apply_fastcall"))
WHERRY_STUB(ferry, 49, WHERRY_SYMBOL("ferry_absent"))
WHERRY_STUB(ferry, 50, WHERRY_SYMBOL("ferry_absent_optional"))
WHERRY_STUB(ferry, 51, WHERRY_SYMBOL("ferry_absent_fails"))

static int fail_absent_fails(int a)
{
    (void)a;
    return -7;
}
static const struct wherry__failure failures[] = {
    {FERRY_absent_fails, (wherry_function)fail_absent_fails}};

/* ---- The binding ----------------------------------------------------------------------------- */

WHERRY__HIDDEN __attribute__((used))
wherry_function ferry__slots[FERRY_FUNCTION_COUNT] = {[40] = IMPORTED_ENTRY};
WHERRY__HIDDEN __attribute__((used)) void *ferry__data_slots[1];
static unsigned char presence[FERRY_FUNCTION_COUNT];
static void *call_interfaces[SIGNATURE_COUNT];
static struct wherry__state state;

__attribute__((used))
const struct wherry_binding ferry_binding = {.format = WHERRY_BINDING_FORMAT,
                                             .library_count = sizeof libraries / sizeof *libraries,
                                             .function_count = FERRY_FUNCTION_COUNT,
                                             .signature_count = SIGNATURE_COUNT,
                                             .record_count = RECORD_COUNT,
                                             .callback_type_count = CALLBACK_COUNT,
                                             .data_count = 1,
                                             .failure_count = 1,
                                             .callback_code_count = CALLBACK_COUNT,
                                             .callbacks_each = FERRY_CALLBACKS_EACH,
                                             .callback_codes = callback_codes,
                                             .callback_entries = callback_entries,
                                             .callbacks = callbacks,
                                             .name = "ferry",
                                             .strings = (const char *)&strings,
                                             .libraries = libraries,
                                             .functions = functions,
                                             .signatures = signatures,
                                             .types = (const uint16_t *)&types,
                                             .invokers = invokers,
                                             .records = records,
                                             .fields = fields,
                                             .callback_types = callback_types,
                                             .data = data,
                                             .failures = failures,
                                             .slots = ferry__slots,
                                             .presence = presence,
                                             .data_slots = ferry__data_slots,
                                             .call_interfaces = call_interfaces,
                                             .state = &state};
