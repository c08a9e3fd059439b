/* thunks.h: functions that no library exports, but the header defines, and macros. */
#ifndef THUNKS_H
#define THUNKS_H

#include <stddef.h>

struct thunks_pair {
    int a, b;
};
struct thunks_big {
    double values[4];
    struct thunks_pair pair;
};
typedef int thunks_visit(int item, void *user);

/* Exported; the others go by way of it, so that they need the library. */
int thunks_twice(int a);

/** The sum. */
static inline int thunks_add(int a, int b)
{
    return a + b;
}
static inline int thunks_four(int a)
{
    return thunks_twice(thunks_twice(a));
}
static inline struct thunks_big thunks_scale(struct thunks_big big, float by)
{
    for (int i = 0; i < 4; i++)
        big.values[i] *= by;
    big.pair.b = -big.pair.b;
    return big;
}
static inline void thunks_bump(struct thunks_pair *pair)
{
    pair->a++;
}
static inline int thunks_none(void)
{
    return 77;
}
static inline int thunks_each(thunks_visit *visit, void *user)
{
    return visit(1, user) + visit(2, user);
}
static inline long double thunks_long(long double a, _Bool negate, signed char more)
{
    return (negate ? -a : a) + more;
}
static inline int thunks_declared_first(unsigned char a);
static inline int thunks_declared_first(unsigned char a)
{
    return a + 1;
}

/* No definition but for inlining (C11 6.7.4). */
inline int thunks_plain(int a)
{
    return a * 3;
}

#ifdef __linux__ /* the library has one more definition, and that is bound */
extern inline __attribute__((gnu_inline)) int thunks_gnu(int a)
{
    return a + 100;
}
#endif
#ifdef _WIN32
static inline short __attribute__((stdcall)) thunks_std(short a, long long b)
{
    return (short)(a - b);
}
#endif

int thunks_count(int count, ...);
int thunks_format(char *buffer, size_t size, const char *format, ...);

#define THUNKS_MAX(a, b) ((a) > (b) ? (a) : (b))
#define THUNKS_FIRST(pair) (pair)->a
#define THUNKS_SWAP(x, y)                                                                          \
    do {                                                                                           \
        int swapped = *(x);                                                                        \
        *(x) = *(y);                                                                               \
        *(y) = swapped;                                                                            \
    } while (0)
#define THUNKS_CLEAR(x) *(x) = 0
#define THUNKS_TEXT() "text"
#define thunks_twice_plus(a) (thunks_twice(a) + 1)
#define THUNKS_UNKNOWN(type) sizeof(type)

static const int thunks_static[2] = {1, 2};

#endif
