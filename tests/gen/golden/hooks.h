/* hooks.h: function pointers, with and without a name, of every kind of value. */
#ifndef HOOKS_H
#define HOOKS_H

#include <stddef.h>

#ifdef _WIN32
#define HOOKS_STD __stdcall
#define HOOKS_FAST __fastcall
#else
#define HOOKS_STD
#define HOOKS_FAST
#endif

struct hooks_point {
    double x, y;
};
struct hooks_three {
    char c[3];
};
struct hooks_bits {
    unsigned a : 3, b : 13;
    int c;
};
#pragma pack(push, 1)
struct hooks_packed {
    char a;
    double b;
};
#pragma pack(pop)
struct hooks_large {
    long values[9];
    struct hooks_three three;
};
struct hooks_floats {
    float f[3];
};
union hooks_any {
    long long i;
    double d;
};
enum hooks_color { HOOKS_RED = -1, HOOKS_GREEN = 7 };
struct hooks_opaque;

#ifdef __cplusplus
extern "C" {
#endif

/* A function that calls its callback with its two values in the other order, for each type. */
#define HOOKS_OF(id, type)                                                                         \
    typedef type (*hooks_on_##id)(type first, type second);                                        \
    type hooks_##id(hooks_on_##id callback, type a, type b);
#define HOOKS_VALUES(X)                                                                            \
    X(char, char)                                                                                  \
    X(schar, signed char)                                                                          \
    X(uchar, unsigned char)                                                                        \
    X(short, short)                                                                                \
    X(ushort, unsigned short)                                                                      \
    X(int, int)                                                                                    \
    X(uint, unsigned)                                                                              \
    X(long, long)                                                                                  \
    X(ulong, unsigned long)                                                                        \
    X(llong, long long)                                                                            \
    X(ullong, unsigned long long)                                                                  \
    X(size, size_t)                                                                                \
    X(wchar, wchar_t)                                                                              \
    X(float, float)                                                                                \
    X(double, double)                                                                              \
    X(ldouble, long double)                                                                        \
    X(text, const char *)                                                                          \
    X(color, enum hooks_color)                                                                     \
    X(point, struct hooks_point)                                                                   \
    X(three, struct hooks_three)                                                                   \
    X(bits, struct hooks_bits)                                                                     \
    X(packed, struct hooks_packed)                                                                 \
    X(large, struct hooks_large)                                                                   \
    X(floats, struct hooks_floats)                                                                 \
    X(any, union hooks_any)
HOOKS_VALUES(HOOKS_OF)
#ifndef HOOKS_CPP /* no types of C++ */
HOOKS_OF(bool, _Bool)
HOOKS_OF(cfloat, float _Complex)
HOOKS_OF(cdouble, double _Complex)
#endif

/* Function pointers without a name. */
int hooks_each(const int *values, int count, int (*visit)(int value, void *data), void *data);
int hooks_unnamed(int (*)(short));
void (*hooks_set(void (*handler)(int number)))(int number);
struct hooks_table {
    void (*on_open)(struct hooks_table *table, struct hooks_opaque *opaque);
    double (*weights[2])(struct hooks_point point);
    struct {
        struct hooks_point (*move)(struct hooks_point from, struct hooks_three by);
    } inner;
};
double hooks_use(struct hooks_table *table);
extern int (*hooks_global)(int a);
typedef int (*hooks_outer)(int (*inner)(int a), int a);
int hooks_nest(hooks_outer outer);

/* Two names for one type, a place whose identifier is another's name, and a pointer to a pointer. */
typedef int hooks_plain(int a);
typedef hooks_plain *hooks_plain_pointer;
typedef void hooks_table_on_open(void);
int hooks_through(hooks_plain **callback, int a);
int hooks_open(hooks_table_on_open *callback);

/* Conventions: on i686 libffi is wrong about the second. */
typedef struct hooks_point HOOKS_STD hooks_std(struct hooks_three a, double b);
typedef long long HOOKS_FAST hooks_fast(int a, long long b, int c);
double hooks_call_std(hooks_std *callback);
long long hooks_call_fast(hooks_fast *callback);

typedef int hooks_print(const char *format, ...);
int hooks_log(hooks_print *print, int unused);

#ifdef __cplusplus
}
#endif

#endif
