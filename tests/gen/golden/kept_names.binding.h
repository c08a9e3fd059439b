/* kept_names_binding.h: the binding of "kept_names.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libkept_names.so
 * x86_64-w64-mingw32: loads kept_names.dll, libkept_names.dll
 * i686-w64-mingw32: loads kept_names.dll, libkept_names.dll
 *
 * Compile and link kept_names_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef KEPT_NAMES_BINDING_H
#define KEPT_NAMES_BINDING_H

#include "kept_names.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding kept_names_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int kept_names_load(void)
{
    return wherry_load(&kept_names_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *kept_names_library(void)
{
    return wherry_loaded_path(&kept_names_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void kept_names_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&kept_names_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    kept_names_index_kept_first = 0,
};

/* 1 if the library has the function, 0 if not. */
static inline int kept_names_has_kept_first(void)
{
    return wherry_has(&kept_names_binding, 0);
}

#ifdef __cplusplus
}
#endif

#endif
