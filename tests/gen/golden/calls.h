/* calls.h: function pointers, variadics, calling conventions, linker names, data. */
#ifndef CALLS_H
#define CALLS_H

#include <stdarg.h>

#ifdef _WIN32
#define CALLS_STD __stdcall
#define CALLS_FAST __fastcall
#else
#define CALLS_STD
#define CALLS_FAST
#endif
#define CALLS_TEXT_OF(x) #x
#define CALLS_TEXT(x) CALLS_TEXT_OF(x)

typedef int (*calls_compare)(const void *a, const void *b, void *user);
typedef int CALLS_STD calls_visit(int depth, double weight);

void calls_sort(int *values, int count, calls_compare compare, void *user);
int calls_walk(calls_visit *visit, int depth);
int (*calls_pick(int which))(int a, int b);
int (*calls_fold(int (*const steps[])(int a, int b), int count))(int a, int b);

int calls_add(int count, ...);
double calls_average(const char *kinds, ...);
int calls_vadd(int count, va_list list);

int CALLS_STD calls_std(int a, short b, double c);
long long CALLS_FAST calls_fast(int a, int b, int c);
int CALLS_STD calls_std_none(void);

int calls_renamed(int a) __asm__(CALLS_TEXT(__USER_LABEL_PREFIX__) "calls_old_name");
__attribute__((deprecated("call calls_add"))) int calls_old(int a);
__attribute__((warn_unused_result)) int calls_must_use(int a);

extern int calls_count;
extern const char *const calls_names[3];
extern double calls_ratio, calls_ratios[2];

#ifdef _WIN32
int calls_windows_only(void);
#else
int calls_unix_only(void);
#endif

#endif
