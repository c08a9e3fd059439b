/* calls_binding.h: the binding of "calls.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libcalls.so
 * x86_64-w64-mingw32: loads calls.dll, libcalls.dll
 * i686-w64-mingw32: loads calls.dll, libcalls.dll
 *
 * Compile and link calls_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef CALLS_BINDING_H
#define CALLS_BINDING_H

#include "calls.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
#include <stdbool.h> /* _Bool */
extern "C" {
#endif

extern const struct wherry_binding calls_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int calls_load(void)
{
    return wherry_load(&calls_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *calls_library(void)
{
    return wherry_loaded_path(&calls_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void calls_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&calls_binding, handler, user);
}

/* The functions by number, for wherry_call(). */
enum {
    calls_index_calls_sort = 0,
    calls_index_calls_walk = 1,
    calls_index_calls_pick = 2,
    calls_index_calls_fold = 3,
    calls_index_calls_add = 4,
    calls_index_calls_average = 5,
    calls_index_calls_vadd = 6,
    calls_index_calls_std = 7,
    calls_index_calls_fast = 8,
    calls_index_calls_std_none = 9,
    calls_index_calls_renamed = 10,
    calls_index_calls_old = 11,
    calls_index_calls_must_use = 12,
    calls_index_calls_unix_only = 13,
    calls_index_calls_windows_only = 14,
};

/* 1 if the library has the function, 0 if not. */
static inline int calls_has_calls_sort(void)
{
    return wherry_has(&calls_binding, 0);
}
static inline int calls_has_calls_walk(void)
{
    return wherry_has(&calls_binding, 1);
}
static inline int calls_has_calls_pick(void)
{
    return wherry_has(&calls_binding, 2);
}
static inline int calls_has_calls_fold(void)
{
    return wherry_has(&calls_binding, 3);
}
static inline int calls_has_calls_add(void)
{
    return wherry_has(&calls_binding, 4);
}
static inline int calls_has_calls_average(void)
{
    return wherry_has(&calls_binding, 5);
}
static inline int calls_has_calls_vadd(void)
{
    return wherry_has(&calls_binding, 6);
}
static inline int calls_has_calls_std(void)
{
    return wherry_has(&calls_binding, 7);
}
static inline int calls_has_calls_fast(void)
{
    return wherry_has(&calls_binding, 8);
}
static inline int calls_has_calls_std_none(void)
{
    return wherry_has(&calls_binding, 9);
}
static inline int calls_has_calls_renamed(void)
{
    return wherry_has(&calls_binding, 10);
}
static inline int calls_has_calls_old(void)
{
    return wherry_has(&calls_binding, 11);
}
static inline int calls_has_calls_must_use(void)
{
    return wherry_has(&calls_binding, 12);
}
static inline int calls_has_calls_unix_only(void)
{
    return wherry_has(&calls_binding, 13);
}
static inline int calls_has_calls_windows_only(void)
{
    return wherry_has(&calls_binding, 14);
}

/* The address of a data object in the library; NULL when it is not there. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline __typeof__(calls_count) *calls_data_calls_count(void)
{
    void *address = NULL;
    wherry_data_address(&calls_binding, 0, &address);
    return (__typeof__(calls_count) *)address;
}
static inline __typeof__(calls_names) *calls_data_calls_names(void)
{
    void *address = NULL;
    wherry_data_address(&calls_binding, 1, &address);
    return (__typeof__(calls_names) *)address;
}
static inline __typeof__(calls_ratio) *calls_data_calls_ratio(void)
{
    void *address = NULL;
    wherry_data_address(&calls_binding, 2, &address);
    return (__typeof__(calls_ratio) *)address;
}
static inline __typeof__(calls_ratios) *calls_data_calls_ratios(void)
{
    void *address = NULL;
    wherry_data_address(&calls_binding, 3, &address);
    return (__typeof__(calls_ratios) *)address;
}
#pragma GCC diagnostic pop

/* Callbacks. For each type T of function pointer calls_callback_T() makes one and
 * calls_pointer_T() gives its pointer: <wherry/wherry.h>. They name types of the library's header:
 * where it hides them (from C++, say) define WHERRY_NO_TYPED_CALLBACKS. */
#ifndef WHERRY_NO_TYPED_CALLBACKS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/* calls_compare */
typedef int calls_calls_compare_function(void *, const void *, const void *, void *);
WHERRY_CALLBACK_TYPE(calls, 0, calls_compare, calls_compare)

/* calls_visit */
typedef int calls_calls_visit_function(void *, int, double);
WHERRY_CALLBACK_TYPE(calls, 1, calls_visit, calls_visit *)

/* calls_pick.result */
typedef int calls_calls_pick_result_function(void *, int, int);
typedef int (*calls_calls_pick_result_pointer)(int, int);
WHERRY_CALLBACK_TYPE(calls, 2, calls_pick_result, calls_calls_pick_result_pointer)

/* calls_fold.result */
typedef int calls_calls_fold_result_function(void *, int, int);
typedef int (*calls_calls_fold_result_pointer)(int, int);
WHERRY_CALLBACK_TYPE(calls, 3, calls_fold_result, calls_calls_fold_result_pointer)

/* calls_fold.steps */
typedef int calls_calls_fold_steps_function(void *, int, int);
typedef int (*calls_calls_fold_steps_pointer)(int, int);
WHERRY_CALLBACK_TYPE(calls, 4, calls_fold_steps, calls_calls_fold_steps_pointer)
#pragma GCC diagnostic pop
#endif

#ifdef __cplusplus
}
#endif

#endif
