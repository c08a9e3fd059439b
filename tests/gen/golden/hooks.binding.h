/* hooks_binding.h: the binding of "hooks.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libhooks.so
 * x86_64-w64-mingw32: loads hooks.dll, libhooks.dll
 * i686-w64-mingw32: loads hooks.dll, libhooks.dll
 *
 * Compile and link hooks_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef HOOKS_BINDING_H
#define HOOKS_BINDING_H

#include "hooks.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
#include <stdbool.h> /* _Bool */
extern "C" {
#endif

extern const struct wherry_binding hooks_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int hooks_load(void)
{
    return wherry_load(&hooks_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *hooks_library(void)
{
    return wherry_loaded_path(&hooks_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void hooks_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&hooks_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    hooks_index_hooks_char = 0,
    hooks_index_hooks_schar = 1,
    hooks_index_hooks_uchar = 2,
    hooks_index_hooks_short = 3,
    hooks_index_hooks_ushort = 4,
    hooks_index_hooks_int = 5,
    hooks_index_hooks_uint = 6,
    hooks_index_hooks_long = 7,
    hooks_index_hooks_ulong = 8,
    hooks_index_hooks_llong = 9,
    hooks_index_hooks_ullong = 10,
    hooks_index_hooks_size = 11,
    hooks_index_hooks_wchar = 12,
    hooks_index_hooks_float = 13,
    hooks_index_hooks_double = 14,
    hooks_index_hooks_ldouble = 15,
    hooks_index_hooks_text = 16,
    hooks_index_hooks_color = 17,
    hooks_index_hooks_point = 18,
    hooks_index_hooks_three = 19,
    hooks_index_hooks_bits = 20,
    hooks_index_hooks_packed = 21,
    hooks_index_hooks_large = 22,
    hooks_index_hooks_floats = 23,
    hooks_index_hooks_any = 24,
    hooks_index_hooks_bool = 25,
    hooks_index_hooks_cfloat = 26,
    hooks_index_hooks_cdouble = 27,
    hooks_index_hooks_each = 28,
    hooks_index_hooks_unnamed = 29,
    hooks_index_hooks_set = 30,
    hooks_index_hooks_use = 31,
    hooks_index_hooks_nest = 32,
    hooks_index_hooks_through = 33,
    hooks_index_hooks_open = 34,
    hooks_index_hooks_call_std = 35,
    hooks_index_hooks_call_fast = 36,
    hooks_index_hooks_log = 37,
};

/* 1 if the library has the function, 0 if not. */
static inline int hooks_has_hooks_char(void)
{
    return wherry_has(&hooks_binding, 0);
}
static inline int hooks_has_hooks_schar(void)
{
    return wherry_has(&hooks_binding, 1);
}
static inline int hooks_has_hooks_uchar(void)
{
    return wherry_has(&hooks_binding, 2);
}
static inline int hooks_has_hooks_short(void)
{
    return wherry_has(&hooks_binding, 3);
}
static inline int hooks_has_hooks_ushort(void)
{
    return wherry_has(&hooks_binding, 4);
}
static inline int hooks_has_hooks_int(void)
{
    return wherry_has(&hooks_binding, 5);
}
static inline int hooks_has_hooks_uint(void)
{
    return wherry_has(&hooks_binding, 6);
}
static inline int hooks_has_hooks_long(void)
{
    return wherry_has(&hooks_binding, 7);
}
static inline int hooks_has_hooks_ulong(void)
{
    return wherry_has(&hooks_binding, 8);
}
static inline int hooks_has_hooks_llong(void)
{
    return wherry_has(&hooks_binding, 9);
}
static inline int hooks_has_hooks_ullong(void)
{
    return wherry_has(&hooks_binding, 10);
}
static inline int hooks_has_hooks_size(void)
{
    return wherry_has(&hooks_binding, 11);
}
static inline int hooks_has_hooks_wchar(void)
{
    return wherry_has(&hooks_binding, 12);
}
static inline int hooks_has_hooks_float(void)
{
    return wherry_has(&hooks_binding, 13);
}
static inline int hooks_has_hooks_double(void)
{
    return wherry_has(&hooks_binding, 14);
}
static inline int hooks_has_hooks_ldouble(void)
{
    return wherry_has(&hooks_binding, 15);
}
static inline int hooks_has_hooks_text(void)
{
    return wherry_has(&hooks_binding, 16);
}
static inline int hooks_has_hooks_color(void)
{
    return wherry_has(&hooks_binding, 17);
}
static inline int hooks_has_hooks_point(void)
{
    return wherry_has(&hooks_binding, 18);
}
static inline int hooks_has_hooks_three(void)
{
    return wherry_has(&hooks_binding, 19);
}
static inline int hooks_has_hooks_bits(void)
{
    return wherry_has(&hooks_binding, 20);
}
static inline int hooks_has_hooks_packed(void)
{
    return wherry_has(&hooks_binding, 21);
}
static inline int hooks_has_hooks_large(void)
{
    return wherry_has(&hooks_binding, 22);
}
static inline int hooks_has_hooks_floats(void)
{
    return wherry_has(&hooks_binding, 23);
}
static inline int hooks_has_hooks_any(void)
{
    return wherry_has(&hooks_binding, 24);
}
static inline int hooks_has_hooks_bool(void)
{
    return wherry_has(&hooks_binding, 25);
}
static inline int hooks_has_hooks_cfloat(void)
{
    return wherry_has(&hooks_binding, 26);
}
static inline int hooks_has_hooks_cdouble(void)
{
    return wherry_has(&hooks_binding, 27);
}
static inline int hooks_has_hooks_each(void)
{
    return wherry_has(&hooks_binding, 28);
}
static inline int hooks_has_hooks_unnamed(void)
{
    return wherry_has(&hooks_binding, 29);
}
static inline int hooks_has_hooks_set(void)
{
    return wherry_has(&hooks_binding, 30);
}
static inline int hooks_has_hooks_use(void)
{
    return wherry_has(&hooks_binding, 31);
}
static inline int hooks_has_hooks_nest(void)
{
    return wherry_has(&hooks_binding, 32);
}
static inline int hooks_has_hooks_through(void)
{
    return wherry_has(&hooks_binding, 33);
}
static inline int hooks_has_hooks_open(void)
{
    return wherry_has(&hooks_binding, 34);
}
static inline int hooks_has_hooks_call_std(void)
{
    return wherry_has(&hooks_binding, 35);
}
static inline int hooks_has_hooks_call_fast(void)
{
    return wherry_has(&hooks_binding, 36);
}
static inline int hooks_has_hooks_log(void)
{
    return wherry_has(&hooks_binding, 37);
}

/* The address of a data object in the library; NULL when it is not there. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline __typeof__(hooks_global) *hooks_data_hooks_global(void)
{
    void *address = NULL;
    wherry_data_address(&hooks_binding, 0, &address);
    return (__typeof__(hooks_global) *)address;
}
#pragma GCC diagnostic pop

/* Bitfields: hooks_get_RECORD_FIELD() and hooks_set_RECORD_FIELD(). A value that does not
 * fit is cut, as in an assignment. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
WHERRY_BITFIELD(hooks, hooks_bits_a, struct hooks_bits, a, unsigned int)
WHERRY_BITFIELD(hooks, hooks_bits_b, struct hooks_bits, b, unsigned int)
#pragma GCC diagnostic pop

/* Callbacks. For each type T of function pointer hooks_callback_T() makes one and
 * hooks_pointer_T() gives its pointer: <wherry/wherry.h>. They name types of the library's header:
 * where it hides them (from C++, say) define WHERRY_NO_TYPED_CALLBACKS. */
#ifndef WHERRY_NO_TYPED_CALLBACKS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/* hooks_on_char */
typedef char hooks_hooks_on_char_function(void *, char, char);
WHERRY_CALLBACK_TYPE(hooks, 0, hooks_on_char, hooks_on_char)

/* hooks_on_schar */
typedef signed char hooks_hooks_on_schar_function(void *, signed char, signed char);
WHERRY_CALLBACK_TYPE(hooks, 1, hooks_on_schar, hooks_on_schar)

/* hooks_on_uchar */
typedef unsigned char hooks_hooks_on_uchar_function(void *, unsigned char, unsigned char);
WHERRY_CALLBACK_TYPE(hooks, 2, hooks_on_uchar, hooks_on_uchar)

/* hooks_on_short */
typedef short hooks_hooks_on_short_function(void *, short, short);
WHERRY_CALLBACK_TYPE(hooks, 3, hooks_on_short, hooks_on_short)

/* hooks_on_ushort */
typedef unsigned short hooks_hooks_on_ushort_function(void *, unsigned short, unsigned short);
WHERRY_CALLBACK_TYPE(hooks, 4, hooks_on_ushort, hooks_on_ushort)

/* hooks_on_int */
typedef int hooks_hooks_on_int_function(void *, int, int);
WHERRY_CALLBACK_TYPE(hooks, 5, hooks_on_int, hooks_on_int)

/* hooks_on_uint */
typedef unsigned int hooks_hooks_on_uint_function(void *, unsigned int, unsigned int);
WHERRY_CALLBACK_TYPE(hooks, 6, hooks_on_uint, hooks_on_uint)

/* hooks_on_long */
typedef long hooks_hooks_on_long_function(void *, long, long);
WHERRY_CALLBACK_TYPE(hooks, 7, hooks_on_long, hooks_on_long)

/* hooks_on_ulong */
typedef unsigned long hooks_hooks_on_ulong_function(void *, unsigned long, unsigned long);
WHERRY_CALLBACK_TYPE(hooks, 8, hooks_on_ulong, hooks_on_ulong)

/* hooks_on_llong */
typedef long long hooks_hooks_on_llong_function(void *, long long, long long);
WHERRY_CALLBACK_TYPE(hooks, 9, hooks_on_llong, hooks_on_llong)

/* hooks_on_ullong */
typedef unsigned long long hooks_hooks_on_ullong_function(void *, unsigned long long, unsigned long long);
WHERRY_CALLBACK_TYPE(hooks, 10, hooks_on_ullong, hooks_on_ullong)

/* hooks_on_size */
typedef size_t hooks_hooks_on_size_function(void *, size_t, size_t);
WHERRY_CALLBACK_TYPE(hooks, 11, hooks_on_size, hooks_on_size)

/* hooks_on_wchar */
typedef wchar_t hooks_hooks_on_wchar_function(void *, wchar_t, wchar_t);
WHERRY_CALLBACK_TYPE(hooks, 12, hooks_on_wchar, hooks_on_wchar)

/* hooks_on_float */
typedef float hooks_hooks_on_float_function(void *, float, float);
WHERRY_CALLBACK_TYPE(hooks, 13, hooks_on_float, hooks_on_float)

/* hooks_on_double */
typedef double hooks_hooks_on_double_function(void *, double, double);
WHERRY_CALLBACK_TYPE(hooks, 14, hooks_on_double, hooks_on_double)

/* hooks_on_ldouble */
typedef long double hooks_hooks_on_ldouble_function(void *, long double, long double);
WHERRY_CALLBACK_TYPE(hooks, 15, hooks_on_ldouble, hooks_on_ldouble)

/* hooks_on_text */
typedef const char *hooks_hooks_on_text_function(void *, const char *, const char *);
WHERRY_CALLBACK_TYPE(hooks, 16, hooks_on_text, hooks_on_text)

/* hooks_on_color */
typedef enum hooks_color hooks_hooks_on_color_function(void *, enum hooks_color, enum hooks_color);
WHERRY_CALLBACK_TYPE(hooks, 17, hooks_on_color, hooks_on_color)

/* hooks_on_point */
typedef struct hooks_point hooks_hooks_on_point_function(void *, struct hooks_point, struct hooks_point);
WHERRY_CALLBACK_TYPE(hooks, 18, hooks_on_point, hooks_on_point)

/* hooks_on_three */
typedef struct hooks_three hooks_hooks_on_three_function(void *, struct hooks_three, struct hooks_three);
WHERRY_CALLBACK_TYPE(hooks, 19, hooks_on_three, hooks_on_three)

/* hooks_on_bits */
typedef struct hooks_bits hooks_hooks_on_bits_function(void *, struct hooks_bits, struct hooks_bits);
WHERRY_CALLBACK_TYPE(hooks, 20, hooks_on_bits, hooks_on_bits)

/* hooks_on_packed */
typedef struct hooks_packed hooks_hooks_on_packed_function(void *, struct hooks_packed, struct hooks_packed);
WHERRY_CALLBACK_TYPE(hooks, 21, hooks_on_packed, hooks_on_packed)

/* hooks_on_large */
typedef struct hooks_large hooks_hooks_on_large_function(void *, struct hooks_large, struct hooks_large);
WHERRY_CALLBACK_TYPE(hooks, 22, hooks_on_large, hooks_on_large)

/* hooks_on_floats */
typedef struct hooks_floats hooks_hooks_on_floats_function(void *, struct hooks_floats, struct hooks_floats);
WHERRY_CALLBACK_TYPE(hooks, 23, hooks_on_floats, hooks_on_floats)

/* hooks_on_any */
typedef union hooks_any hooks_hooks_on_any_function(void *, union hooks_any, union hooks_any);
WHERRY_CALLBACK_TYPE(hooks, 24, hooks_on_any, hooks_on_any)

/* hooks_on_bool */
typedef _Bool hooks_hooks_on_bool_function(void *, _Bool, _Bool);
WHERRY_CALLBACK_TYPE(hooks, 25, hooks_on_bool, hooks_on_bool)

/* hooks_on_cfloat */
typedef float _Complex hooks_hooks_on_cfloat_function(void *, float _Complex, float _Complex);
WHERRY_CALLBACK_TYPE(hooks, 26, hooks_on_cfloat, hooks_on_cfloat)

/* hooks_on_cdouble */
typedef double _Complex hooks_hooks_on_cdouble_function(void *, double _Complex, double _Complex);
WHERRY_CALLBACK_TYPE(hooks, 27, hooks_on_cdouble, hooks_on_cdouble)

/* hooks_each.visit */
typedef int hooks_hooks_each_visit_function(void *, int, void *);
typedef int (*hooks_hooks_each_visit_pointer)(int, void *);
WHERRY_CALLBACK_TYPE(hooks, 28, hooks_each_visit, hooks_hooks_each_visit_pointer)

/* hooks_unnamed.0 */
typedef int hooks_hooks_unnamed_0_function(void *, short);
typedef int (*hooks_hooks_unnamed_0_pointer)(short);
WHERRY_CALLBACK_TYPE(hooks, 29, hooks_unnamed_0, hooks_hooks_unnamed_0_pointer)

/* hooks_set.result */
typedef void hooks_hooks_set_result_function(void *, int);
typedef void (*hooks_hooks_set_result_pointer)(int);
WHERRY_CALLBACK_TYPE(hooks, 30, hooks_set_result, hooks_hooks_set_result_pointer)

/* hooks_set.handler */
typedef void hooks_hooks_set_handler_function(void *, int);
typedef void (*hooks_hooks_set_handler_pointer)(int);
WHERRY_CALLBACK_TYPE(hooks, 31, hooks_set_handler, hooks_hooks_set_handler_pointer)

/* struct hooks_table.on_open */
typedef void hooks_hooks_table_on_open_2_function(void *, struct hooks_table *, struct hooks_opaque *);
typedef void (*hooks_hooks_table_on_open_2_pointer)(struct hooks_table *, struct hooks_opaque *);
WHERRY_CALLBACK_TYPE(hooks, 32, hooks_table_on_open_2, hooks_hooks_table_on_open_2_pointer)

/* struct hooks_table.weights */
typedef double hooks_hooks_table_weights_function(void *, struct hooks_point);
typedef double (*hooks_hooks_table_weights_pointer)(struct hooks_point);
WHERRY_CALLBACK_TYPE(hooks, 33, hooks_table_weights, hooks_hooks_table_weights_pointer)

/* struct hooks_table.inner.move */
typedef struct hooks_point hooks_hooks_table_inner_move_function(void *, struct hooks_point, struct hooks_three);
typedef struct hooks_point (*hooks_hooks_table_inner_move_pointer)(struct hooks_point, struct hooks_three);
WHERRY_CALLBACK_TYPE(hooks, 34, hooks_table_inner_move, hooks_hooks_table_inner_move_pointer)

/* hooks_global */
typedef int hooks_hooks_global_function(void *, int);
typedef int (*hooks_hooks_global_pointer)(int);
WHERRY_CALLBACK_TYPE(hooks, 35, hooks_global, hooks_hooks_global_pointer)

/* hooks_outer */
typedef int hooks_hooks_outer_function(void *, int (*)(int), int);
WHERRY_CALLBACK_TYPE(hooks, 36, hooks_outer, hooks_outer)

/* hooks_outer.0 */
typedef int hooks_hooks_outer_0_function(void *, int);
typedef int (*hooks_hooks_outer_0_pointer)(int);
WHERRY_CALLBACK_TYPE(hooks, 37, hooks_outer_0, hooks_hooks_outer_0_pointer)

/* hooks_plain */
typedef int hooks_hooks_plain_function(void *, int);
WHERRY_CALLBACK_TYPE(hooks, 38, hooks_plain, hooks_plain *)

/* hooks_plain_pointer */
typedef int hooks_hooks_plain_pointer_function(void *, int);
WHERRY_CALLBACK_TYPE(hooks, 39, hooks_plain_pointer, hooks_plain_pointer)

/* hooks_table_on_open */
typedef void hooks_hooks_table_on_open_function(void *);
WHERRY_CALLBACK_TYPE(hooks, 40, hooks_table_on_open, hooks_table_on_open *)

/* hooks_std */
typedef struct hooks_point hooks_hooks_std_function(void *, struct hooks_three, double);
WHERRY_CALLBACK_TYPE(hooks, 41, hooks_std, hooks_std *)

/* hooks_fast */
typedef long long hooks_hooks_fast_function(void *, int, long long, int);
WHERRY_CALLBACK_TYPE(hooks, 42, hooks_fast, hooks_fast *)
#pragma GCC diagnostic pop
#endif

#ifdef __cplusplus
}
#endif

#endif
