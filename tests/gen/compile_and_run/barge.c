/* barge.c: a library that implements the golden headers scalars.h, records.h, calls.h, values.h. */
#include "calls.h"
#include "records.h"
#include "scalars.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

/* ---- scalars.h ------------------------------------------------------------------------------- */

_Bool scalars_not(_Bool value)
{
    return !value;
}

#define DEFINE_DIFFERENCE(name, type)                                                              \
    type scalars_##name(type a, type b)                                                            \
    {                                                                                              \
        return (type)(a - b);                                                                      \
    }
DEFINE_DIFFERENCE(char, char)
DEFINE_DIFFERENCE(schar, signed char)
DEFINE_DIFFERENCE(uchar, unsigned char)
DEFINE_DIFFERENCE(short, short)
DEFINE_DIFFERENCE(ushort, unsigned short)
DEFINE_DIFFERENCE(int, int)
DEFINE_DIFFERENCE(uint, unsigned int)
DEFINE_DIFFERENCE(long, long)
DEFINE_DIFFERENCE(ulong, unsigned long)
DEFINE_DIFFERENCE(llong, long long)
DEFINE_DIFFERENCE(ullong, unsigned long long)
DEFINE_DIFFERENCE(float, float)
DEFINE_DIFFERENCE(double, double)
DEFINE_DIFFERENCE(ldouble, long double)
DEFINE_DIFFERENCE(cfloat, float _Complex)
DEFINE_DIFFERENCE(cdouble, double _Complex)
DEFINE_DIFFERENCE(size, size_t)
DEFINE_DIFFERENCE(difference, ptrdiff_t)
DEFINE_DIFFERENCE(wide, wchar_t)
DEFINE_DIFFERENCE(int64, int64_t)
DEFINE_DIFFERENCE(uint8, uint8_t)
DEFINE_DIFFERENCE(named, scalars_id)

int scalars_none(void)
{
    return 77;
}

void scalars_swap(int *a, int *b)
{
    int kept = *a;
    *a = *b;
    *b = kept;
}

const char *scalars_rest(const char *text)
{
    return text + 1;
}

const int *const *scalars_deep(const int *const *rows, volatile int *seen)
{
    *seen = **rows;
    return rows + 1;
}

int scalars_sum(const int values[4], size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

double scalars_mix(int a, double b, float c, long long d, const char *e, unsigned char f, short g,
                   double h, int i, signed char j)
{
    return a + b * 2 + (double)c * 3 + (double)d * 4 + e[0] * 5 + f * 6 + g * 7 + h * 8 + i * 9 +
           j * 10;
}

/* ---- records.h ------------------------------------------------------------------------------- */

struct point records_point(struct point p, double by)
{
    return (struct point){p.x + by, p.y - by};
}

pixel records_pixel(pixel p, int by)
{
    p.red = (unsigned char)(p.red + by);
    p.blue = (unsigned char)(p.blue - by);
    return p;
}

union number records_number(union number n, int by)
{
    n.integer += by;
    return n;
}

struct nested records_nested(struct nested n, int by)
{
    n.at.y += by;
    n.inner.low = (short)(n.inner.low + by);
    n.inner.whole -= by;
    n.name += by;
    return n;
}

struct widths records_widths(struct widths w, int by)
{
    w.first = (char)(w.first + by);
    w.l += by;
    w.s -= (size_t)by;
    w.w = (wchar_t)((int)w.w + by);
    w.d += by;
    return w;
}

struct flags records_flags(struct flags f, int by)
{
    f.kind = (f.kind + (unsigned)by) & 7;
    f.level = -f.level;
    f.rest = (f.rest + (unsigned)by) & 0xfffff;
    f.big = -f.big;
    return f;
}

struct packed records_packed(struct packed p, int by)
{
    p.length += (unsigned)by;
    p.sum = (uint16_t)(p.sum - by);
    return p;
}

struct matrix records_matrix(struct matrix m, int by)
{
    m.cells[1][2] += by;
    m.name[0] = (char)(m.name[0] + by);
    return m;
}

int records_aligned(const struct aligned *a)
{
    return (uintptr_t)a % 16 == 0 ? a->value : -1;
}

int records_tail(const struct tail *t)
{
    int sum = 0;
    for (size_t i = 0; i < t->count; i++)
        sum += t->items[i];
    return sum;
}

int records_node(const struct node *n)
{
    int sum = 0;
    for (; n; n = n->next)
        sum += n->weigh ? n->weigh(n) : n->value;
    return sum;
}

struct opaque {
    int value;
};

struct opaque *records_open(int value)
{
    struct opaque *o = malloc(sizeof *o);
    if (o)
        o->value = value;
    return o;
}

int records_close(struct opaque *o)
{
    int value = o->value;
    free(o);
    return value;
}

/* ---- calls.h --------------------------------------------------------------------------------- */

void calls_sort(int *values, int count, calls_compare compare, void *user)
{
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && compare(&values[j - 1], &values[j], user) > 0; j--)
            scalars_swap(&values[j - 1], &values[j]);
}

int calls_walk(calls_visit *visit, int depth)
{
    int sum = 0;
    for (int i = 0; i < depth; i++)
        sum += visit(i, i * 0.5);
    return sum;
}

static int add(int a, int b)
{
    return a + b;
}

static int multiply(int a, int b)
{
    return a * b;
}

int (*calls_pick(int which))(int a, int b)
{
    return which ? multiply : add;
}

int (*calls_fold(int (*const steps[])(int a, int b), int count))(int a, int b)
{
    return steps[count - 1];
}

int calls_vadd(int count, va_list list)
{
    int sum = 0;
    while (count-- > 0)
        sum += va_arg(list, int);
    return sum;
}

int calls_add(int count, ...)
{
    va_list list;
    va_start(list, count);
    int sum = calls_vadd(count, list);
    va_end(list);
    return sum;
}

double calls_average(const char *kinds, ...)
{
    va_list list;
    double sum = 0;
    va_start(list, kinds);
    for (const char *kind = kinds; *kind; kind++)
        sum += *kind == 'd'   ? va_arg(list, double)
               : *kind == 'l' ? (double)va_arg(list, long long)
                              : va_arg(list, int);
    va_end(list);
    return sum / (double)strlen(kinds);
}

int CALLS_STD calls_std(int a, short b, double c)
{
    return a * 100 + b * 10 + (int)c;
}

long long CALLS_FAST calls_fast(int a, int b, int c)
{
    return a * 10000000000LL + b * 10 + c;
}

int CALLS_STD calls_std_none(void)
{
    return 31;
}

int calls_renamed(int a)
{
    return a + 1000;
}

int calls_old(int a)
{
    return a + 2000;
}

int calls_must_use(int a)
{
    return a + 3000;
}

int calls_count = 5;
const char *const calls_names[3] = {"red", "green", "blue"};
double calls_ratio = 0.75, calls_ratios[2] = {1.5, 2.5};

#ifdef _WIN32
int calls_windows_only(void)
#else
int calls_unix_only(void)
#endif
{
    return 4000;
}

/* ---- values.h -------------------------------------------------------------------------------- */

enum values_color values_next(enum values_color color)
{
    return color == VALUES_BLUE ? VALUES_RED : VALUES_BLUE;
}

values_switch values_flip(values_switch position)
{
    return position == VALUES_ON ? VALUES_OFF : VALUES_ON;
}

enum values_signed values_signed_next(enum values_signed value)
{
    return value == VALUES_LOW ? VALUES_HIGH : VALUES_LOW;
}

enum values_unsigned values_unsigned_next(enum values_unsigned value)
{
    return value == VALUES_TOP ? VALUES_ALL : VALUES_TOP;
}
