/* prefixed_binding.h: the binding of "prefixed.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libprefixed.so
 * x86_64-w64-mingw32: loads prefixed.dll, libprefixed.dll
 * i686-w64-mingw32: loads prefixed.dll, libprefixed.dll
 *
 * Compile and link prefixed_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef PREFIXED_BINDING_H
#define PREFIXED_BINDING_H

#include "prefixed.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding prefixed_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int prefixed_load(void)
{
    return wherry_load(&prefixed_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *prefixed_library(void)
{
    return wherry_loaded_path(&prefixed_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void prefixed_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&prefixed_binding, handler, user);
}

/* The stubs, under names of their own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
extern __typeof__(prefixed_plain) w_prefixed_plain;
extern __typeof__(prefixed_wide) w_prefixed_wide;
extern __typeof__(prefixed_old) w_prefixed_old;
#pragma GCC diagnostic pop

/* The functions by number, for wherry_call(). */
enum {
    prefixed_index_prefixed_plain = 0,
    prefixed_index_prefixed_wide = 1,
    prefixed_index_prefixed_old = 2,
};

/* 1 if the library has the function, 0 if not. */
static inline int prefixed_has_prefixed_plain(void)
{
    return wherry_has(&prefixed_binding, 0);
}
static inline int prefixed_has_prefixed_wide(void)
{
    return wherry_has(&prefixed_binding, 1);
}
static inline int prefixed_has_prefixed_old(void)
{
    return wherry_has(&prefixed_binding, 2);
}

#ifdef __cplusplus
}
#endif

#endif
