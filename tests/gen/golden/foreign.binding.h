/* foreign_binding.h: the binding of "foreign.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libforeign.so
 * x86_64-w64-mingw32: loads foreign.dll, libforeign.dll
 * i686-w64-mingw32: loads foreign.dll, libforeign.dll
 *
 * Compile and link foreign_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef FOREIGN_BINDING_H
#define FOREIGN_BINDING_H

#include "foreign.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding foreign_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int foreign_load(void)
{
    return wherry_load(&foreign_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *foreign_library(void)
{
    return wherry_loaded_path(&foreign_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void foreign_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&foreign_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    foreign_index_foreign_sum = 0,
    foreign_index_foreign_record = 1,
    foreign_index_foreign_imported = 2,
};

/* 1 if the library has the function, 0 if not. */
static inline int foreign_has_foreign_sum(void)
{
    return wherry_has(&foreign_binding, 0);
}
static inline int foreign_has_foreign_record(void)
{
    return wherry_has(&foreign_binding, 1);
}
static inline int foreign_has_foreign_imported(void)
{
    return wherry_has(&foreign_binding, 2);
}

#ifdef __cplusplus
}
#endif

#endif
