/* thunks_binding.h: the binding of "thunks.h", written by wherry 0.1.0.
 * Do not edit it: run wherry again.
 *
 * x86_64-linux-gnu: loads libthunks.so
 * x86_64-w64-mingw32: loads thunks.dll, libthunks.dll
 * i686-w64-mingw32: loads thunks.dll, libthunks.dll
 *
 * Compile and link thunks_binding.c, with libwherry, in place of the library. Include the
 * library's own header and call its functions: each is looked up at its first call.
 */
#ifndef THUNKS_BINDING_H
#define THUNKS_BINDING_H

#include "thunks.h"

#include <wherry/wherry.h>

#ifdef __cplusplus
#include <stdbool.h> /* _Bool */
extern "C" {
#endif

extern const struct wherry_binding thunks_binding;

/* Load the library and look everything up now: 0 or a negative enum wherry_error, with
 * wherry_error_text(). Optional: see wherry_load(). */
static inline int thunks_load(void)
{
    return wherry_load(&thunks_binding);
}

/* The path of the library that was loaded; NULL when it cannot be. */
static inline const char *thunks_library(void)
{
    return wherry_loaded_path(&thunks_binding);
}

/* What a stub does whose function the library lacks: see wherry_set_missing(). */
static inline void thunks_set_missing(wherry_missing_handler *handler, void *user)
{
    wherry_set_missing(&thunks_binding, handler, user);
}

/* What no library exports, as functions: those that the headers define, macros and
 * variadic functions at the types that the notes declare. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
extern __typeof__(thunks_add) thunks_thunk_thunks_add;
extern __typeof__(thunks_four) thunks_thunk_thunks_four;
extern __typeof__(thunks_scale) thunks_thunk_thunks_scale;
extern __typeof__(thunks_bump) thunks_thunk_thunks_bump;
extern __typeof__(thunks_none) thunks_thunk_thunks_none;
extern __typeof__(thunks_each) thunks_thunk_thunks_each;
extern __typeof__(thunks_long) thunks_thunk_thunks_long;
extern __typeof__(thunks_declared_first) thunks_thunk_thunks_declared_first;
extern __typeof__(thunks_plain) thunks_thunk_thunks_plain;
extern int thunks_thunk_thunks_count_none(int);
extern int thunks_thunk_thunks_count_mixed(int, int, double, const char *, long long);
#if (defined(__x86_64__) && defined(__linux__) && defined(__LP64__))
extern int thunks_thunk_thunks_format_int(char *, unsigned long, const char *, int);
#endif
#if (defined(__x86_64__) && defined(_WIN32))
extern int thunks_thunk_thunks_format_int(char *, unsigned long long, const char *, int);
#endif
#if (defined(__i386__) && defined(_WIN32))
extern int thunks_thunk_thunks_format_int(char *, unsigned int, const char *, int);
#endif
#if (defined(__x86_64__) && defined(__linux__) && defined(__LP64__))
extern int thunks_thunk_thunks_format_pair(char *, unsigned long, const char *, double, const char *);
#endif
#if (defined(__x86_64__) && defined(_WIN32))
extern int thunks_thunk_thunks_format_pair(char *, unsigned long long, const char *, double, const char *);
#endif
#if (defined(__i386__) && defined(_WIN32))
extern int thunks_thunk_thunks_format_pair(char *, unsigned int, const char *, double, const char *);
#endif
extern double thunks_thunk_THUNKS_MAX(double, double);
extern int thunks_thunk_THUNKS_FIRST(const struct thunks_pair *);
extern void thunks_thunk_THUNKS_SWAP(int *, int *);
extern void thunks_thunk_THUNKS_CLEAR(long *);
extern const char *thunks_thunk_THUNKS_TEXT(void);
extern int thunks_thunk_thunks_twice_plus(int);
#if (defined(__x86_64__) && defined(_WIN32)) || (defined(__i386__) && defined(_WIN32))
extern __typeof__(thunks_std) thunks_thunk_thunks_std;
#endif
#pragma GCC diagnostic pop

/* The functions by number, for wherry_call(). */
enum {
    thunks_index_thunks_twice = 0,
    thunks_index_thunks_add = 1,
    thunks_index_thunks_four = 2,
    thunks_index_thunks_scale = 3,
    thunks_index_thunks_bump = 4,
    thunks_index_thunks_none = 5,
    thunks_index_thunks_each = 6,
    thunks_index_thunks_long = 7,
    thunks_index_thunks_declared_first = 8,
    thunks_index_thunks_plain = 9,
    thunks_index_thunks_gnu = 10,
    thunks_index_thunks_count = 11,
    thunks_index_thunks_format = 12,
    thunks_index_thunks_count_none = 13,
    thunks_index_thunks_count_mixed = 14,
    thunks_index_thunks_format_int = 15,
    thunks_index_thunks_format_pair = 16,
    thunks_index_THUNKS_MAX = 17,
    thunks_index_THUNKS_FIRST = 18,
    thunks_index_THUNKS_SWAP = 19,
    thunks_index_THUNKS_CLEAR = 20,
    thunks_index_THUNKS_TEXT = 21,
    thunks_index_thunks_twice_plus = 22,
    thunks_index_thunks_std = 23,
};

/* 1 if the library has the function, 0 if not. */
static inline int thunks_has_thunks_twice(void)
{
    return wherry_has(&thunks_binding, 0);
}
static inline int thunks_has_thunks_add(void)
{
    return wherry_has(&thunks_binding, 1);
}
static inline int thunks_has_thunks_four(void)
{
    return wherry_has(&thunks_binding, 2);
}
static inline int thunks_has_thunks_scale(void)
{
    return wherry_has(&thunks_binding, 3);
}
static inline int thunks_has_thunks_bump(void)
{
    return wherry_has(&thunks_binding, 4);
}
static inline int thunks_has_thunks_none(void)
{
    return wherry_has(&thunks_binding, 5);
}
static inline int thunks_has_thunks_each(void)
{
    return wherry_has(&thunks_binding, 6);
}
static inline int thunks_has_thunks_long(void)
{
    return wherry_has(&thunks_binding, 7);
}
static inline int thunks_has_thunks_declared_first(void)
{
    return wherry_has(&thunks_binding, 8);
}
static inline int thunks_has_thunks_plain(void)
{
    return wherry_has(&thunks_binding, 9);
}
static inline int thunks_has_thunks_gnu(void)
{
    return wherry_has(&thunks_binding, 10);
}
static inline int thunks_has_thunks_count(void)
{
    return wherry_has(&thunks_binding, 11);
}
static inline int thunks_has_thunks_format(void)
{
    return wherry_has(&thunks_binding, 12);
}
static inline int thunks_has_thunks_count_none(void)
{
    return wherry_has(&thunks_binding, 13);
}
static inline int thunks_has_thunks_count_mixed(void)
{
    return wherry_has(&thunks_binding, 14);
}
static inline int thunks_has_thunks_format_int(void)
{
    return wherry_has(&thunks_binding, 15);
}
static inline int thunks_has_thunks_format_pair(void)
{
    return wherry_has(&thunks_binding, 16);
}
static inline int thunks_has_THUNKS_MAX(void)
{
    return wherry_has(&thunks_binding, 17);
}
static inline int thunks_has_THUNKS_FIRST(void)
{
    return wherry_has(&thunks_binding, 18);
}
static inline int thunks_has_THUNKS_SWAP(void)
{
    return wherry_has(&thunks_binding, 19);
}
static inline int thunks_has_THUNKS_CLEAR(void)
{
    return wherry_has(&thunks_binding, 20);
}
static inline int thunks_has_THUNKS_TEXT(void)
{
    return wherry_has(&thunks_binding, 21);
}
static inline int thunks_has_thunks_twice_plus(void)
{
    return wherry_has(&thunks_binding, 22);
}
static inline int thunks_has_thunks_std(void)
{
    return wherry_has(&thunks_binding, 23);
}

/* The address of a data object in the library; NULL when it is not there. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline __typeof__(thunks_static) *thunks_data_thunks_static(void)
{
    void *address = NULL;
    wherry_data_address(&thunks_binding, 0, &address);
    return (__typeof__(thunks_static) *)address;
}
#pragma GCC diagnostic pop

/* Callbacks. For each type T of function pointer thunks_callback_T() makes one and
 * thunks_pointer_T() gives its pointer: <wherry/wherry.h>. They name types of the library's header:
 * where it hides them (from C++, say) define WHERRY_NO_TYPED_CALLBACKS. */
#ifndef WHERRY_NO_TYPED_CALLBACKS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/* thunks_visit */
typedef int thunks_thunks_visit_function(void *, int, void *);
WHERRY_CALLBACK_TYPE(thunks, 0, thunks_visit, thunks_visit *)
#pragma GCC diagnostic pop
#endif

#ifdef __cplusplus
}
#endif

#endif
