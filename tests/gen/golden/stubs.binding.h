/* stubs_binding.h: the binding of "stubs.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libstubs.so
 * x86_64-w64-mingw32: loads stubs.dll, libstubs.dll
 * i686-w64-mingw32: loads stubs.dll, libstubs.dll
 *
 * Compile and link stubs_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef STUBS_BINDING_H
#define STUBS_BINDING_H

#include "stubs.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding stubs_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int stubs_load(void)
{
    return wherry_load(&stubs_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *stubs_library(void)
{
    return wherry_loaded_path(&stubs_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void stubs_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&stubs_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    stubs_index_stubs_add = 0,
    stubs_index_stubs_rotate = 1,
    stubs_index_stubs_sum = 2,
    stubs_index_stubs_only_returns = 3,
    stubs_index_stubs_unnamed = 4,
    stubs_index_stubs_imported = 5,
};

/* 1 if the library has the function, 0 if not. */
static inline int stubs_has_stubs_add(void)
{
    return wherry_has(&stubs_binding, 0);
}
static inline int stubs_has_stubs_rotate(void)
{
    return wherry_has(&stubs_binding, 1);
}
static inline int stubs_has_stubs_sum(void)
{
    return wherry_has(&stubs_binding, 2);
}
static inline int stubs_has_stubs_only_returns(void)
{
    return wherry_has(&stubs_binding, 3);
}
static inline int stubs_has_stubs_unnamed(void)
{
    return wherry_has(&stubs_binding, 4);
}
static inline int stubs_has_stubs_imported(void)
{
    return wherry_has(&stubs_binding, 5);
}

#ifdef __cplusplus
}
#endif

#endif
