/* scalars_binding.h: the binding of "scalars.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libscalars.so
 * x86_64-w64-mingw32: loads scalars.dll, libscalars.dll
 * i686-w64-mingw32: loads scalars.dll, libscalars.dll
 *
 * Compile and link scalars_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef SCALARS_BINDING_H
#define SCALARS_BINDING_H

#include "scalars.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding scalars_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int scalars_load(void)
{
    return wherry_load(&scalars_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *scalars_library(void)
{
    return wherry_loaded_path(&scalars_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void scalars_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&scalars_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    scalars_index_scalars_not = 0,
    scalars_index_scalars_char = 1,
    scalars_index_scalars_schar = 2,
    scalars_index_scalars_uchar = 3,
    scalars_index_scalars_short = 4,
    scalars_index_scalars_ushort = 5,
    scalars_index_scalars_int = 6,
    scalars_index_scalars_uint = 7,
    scalars_index_scalars_long = 8,
    scalars_index_scalars_ulong = 9,
    scalars_index_scalars_llong = 10,
    scalars_index_scalars_ullong = 11,
    scalars_index_scalars_float = 12,
    scalars_index_scalars_double = 13,
    scalars_index_scalars_ldouble = 14,
    scalars_index_scalars_cfloat = 15,
    scalars_index_scalars_cdouble = 16,
    scalars_index_scalars_size = 17,
    scalars_index_scalars_difference = 18,
    scalars_index_scalars_wide = 19,
    scalars_index_scalars_int64 = 20,
    scalars_index_scalars_uint8 = 21,
    scalars_index_scalars_named = 22,
    scalars_index_scalars_none = 23,
    scalars_index_scalars_swap = 24,
    scalars_index_scalars_rest = 25,
    scalars_index_scalars_deep = 26,
    scalars_index_scalars_sum = 27,
    scalars_index_scalars_mix = 28,
};

/* 1 if the library has the function, 0 if not. */
static inline int scalars_has_scalars_not(void)
{
    return wherry_has(&scalars_binding, 0);
}
static inline int scalars_has_scalars_char(void)
{
    return wherry_has(&scalars_binding, 1);
}
static inline int scalars_has_scalars_schar(void)
{
    return wherry_has(&scalars_binding, 2);
}
static inline int scalars_has_scalars_uchar(void)
{
    return wherry_has(&scalars_binding, 3);
}
static inline int scalars_has_scalars_short(void)
{
    return wherry_has(&scalars_binding, 4);
}
static inline int scalars_has_scalars_ushort(void)
{
    return wherry_has(&scalars_binding, 5);
}
static inline int scalars_has_scalars_int(void)
{
    return wherry_has(&scalars_binding, 6);
}
static inline int scalars_has_scalars_uint(void)
{
    return wherry_has(&scalars_binding, 7);
}
static inline int scalars_has_scalars_long(void)
{
    return wherry_has(&scalars_binding, 8);
}
static inline int scalars_has_scalars_ulong(void)
{
    return wherry_has(&scalars_binding, 9);
}
static inline int scalars_has_scalars_llong(void)
{
    return wherry_has(&scalars_binding, 10);
}
static inline int scalars_has_scalars_ullong(void)
{
    return wherry_has(&scalars_binding, 11);
}
static inline int scalars_has_scalars_float(void)
{
    return wherry_has(&scalars_binding, 12);
}
static inline int scalars_has_scalars_double(void)
{
    return wherry_has(&scalars_binding, 13);
}
static inline int scalars_has_scalars_ldouble(void)
{
    return wherry_has(&scalars_binding, 14);
}
static inline int scalars_has_scalars_cfloat(void)
{
    return wherry_has(&scalars_binding, 15);
}
static inline int scalars_has_scalars_cdouble(void)
{
    return wherry_has(&scalars_binding, 16);
}
static inline int scalars_has_scalars_size(void)
{
    return wherry_has(&scalars_binding, 17);
}
static inline int scalars_has_scalars_difference(void)
{
    return wherry_has(&scalars_binding, 18);
}
static inline int scalars_has_scalars_wide(void)
{
    return wherry_has(&scalars_binding, 19);
}
static inline int scalars_has_scalars_int64(void)
{
    return wherry_has(&scalars_binding, 20);
}
static inline int scalars_has_scalars_uint8(void)
{
    return wherry_has(&scalars_binding, 21);
}
static inline int scalars_has_scalars_named(void)
{
    return wherry_has(&scalars_binding, 22);
}
static inline int scalars_has_scalars_none(void)
{
    return wherry_has(&scalars_binding, 23);
}
static inline int scalars_has_scalars_swap(void)
{
    return wherry_has(&scalars_binding, 24);
}
static inline int scalars_has_scalars_rest(void)
{
    return wherry_has(&scalars_binding, 25);
}
static inline int scalars_has_scalars_deep(void)
{
    return wherry_has(&scalars_binding, 26);
}
static inline int scalars_has_scalars_sum(void)
{
    return wherry_has(&scalars_binding, 27);
}
static inline int scalars_has_scalars_mix(void)
{
    return wherry_has(&scalars_binding, 28);
}

#ifdef __cplusplus
}
#endif

#endif
