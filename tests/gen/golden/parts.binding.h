/* parts_binding.h: the binding of "parts.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads {application}/libparts.so, libparts.so
 * x86_64-w64-mingw32: loads {application}/parts.dll, parts.dll
 * i686-w64-mingw32: loads {application}/parts.dll, parts.dll
 *
 * Compile and link parts_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef PARTS_BINDING_H
#define PARTS_BINDING_H

#include "parts.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct wherry_binding parts_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int parts_load(void)
{
    return wherry_load(&parts_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *parts_library(void)
{
    return wherry_loaded_path(&parts_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void parts_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&parts_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    parts_index_parts_present = 0,
    parts_index_parts_optional = 1,
    parts_index_parts_failing = 2,
    parts_index_parts_failing_text = 3,
    parts_index_parts_failing_real = 4,
    parts_index_parts_missing = 5,
    parts_index_parts_missing_too = 6,
};

/* 1 if the library has the function, 0 if not. */
static inline int parts_has_parts_present(void)
{
    return wherry_has(&parts_binding, 0);
}
static inline int parts_has_parts_optional(void)
{
    return wherry_has(&parts_binding, 1);
}
static inline int parts_has_parts_failing(void)
{
    return wherry_has(&parts_binding, 2);
}
static inline int parts_has_parts_failing_text(void)
{
    return wherry_has(&parts_binding, 3);
}
static inline int parts_has_parts_failing_real(void)
{
    return wherry_has(&parts_binding, 4);
}
static inline int parts_has_parts_missing(void)
{
    return wherry_has(&parts_binding, 5);
}
static inline int parts_has_parts_missing_too(void)
{
    return wherry_has(&parts_binding, 6);
}

/* The address of a data object in the library; NULL when it is not there. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline __typeof__(parts_data) *parts_data_parts_data(void)
{
    void *address = NULL;
    wherry_data_address(&parts_binding, 0, &address);
    return (__typeof__(parts_data) *)address;
}
#pragma GCC diagnostic pop

#ifdef __cplusplus
}
#endif

#endif
