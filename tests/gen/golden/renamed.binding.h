/* renamed_binding.h: the binding of "renamed.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads librenamed.so
 * x86_64-w64-mingw32: loads renamed.dll, librenamed.dll
 * i686-w64-mingw32: loads renamed.dll, librenamed.dll
 *
 * Compile and link renamed_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef RENAMED_BINDING_H
#define RENAMED_BINDING_H

#include "renamed.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding renamed_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int renamed_load(void)
{
    return wherry_load(&renamed_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *renamed_library(void)
{
    return wherry_loaded_path(&renamed_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void renamed_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&renamed_binding, handler, user);
}

/* The stubs, under names of their own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
extern __typeof__(renamed_read) get;
extern __typeof__(renamed_called) called;
extern __typeof__(renamed_labelled) labelled;
#pragma GCC diagnostic pop

/* The functions by number, for wherry_call(). */
enum {
    renamed_index_renamed_read = 0,
    renamed_index_renamed_called = 1,
    renamed_index_renamed_labelled = 2,
    renamed_index_renamed_kept = 3,
};

/* 1 if the library has the function, 0 if not. */
static inline int renamed_has_renamed_read(void)
{
    return wherry_has(&renamed_binding, 0);
}
static inline int renamed_has_renamed_called(void)
{
    return wherry_has(&renamed_binding, 1);
}
static inline int renamed_has_renamed_labelled(void)
{
    return wherry_has(&renamed_binding, 2);
}
static inline int renamed_has_renamed_kept(void)
{
    return wherry_has(&renamed_binding, 3);
}

#ifdef __cplusplus
}
#endif

#endif
