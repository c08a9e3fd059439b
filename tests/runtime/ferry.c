/* ferry.c: see ferry.h. */
#include "ferry.h"

#include "support.h"

#include <errno.h>
#include <stdarg.h>

int ferry_count = 41;

int ferry_add(int a, int b)
{
    return a + b;
}

double ferry_mix(int a, double b, float c, long long d, const char *e, unsigned char f, short g,
                 double h, int i, signed char j)
{
    return a + 2 * b + 3 * (double)c + 4 * (double)d + 5 * e[0] + 6 * f + 7 * g + 8 * h + 9 * i +
           10 * j;
}

signed char ferry_schar(signed char a, short b)
{
    return (signed char)(a < b ? a : b);
}

unsigned short ferry_ushort(unsigned short a, unsigned char b)
{
    return (unsigned short)(a - b);
}

bool ferry_not(bool a)
{
    return !a;
}

long long ferry_wide(long long a, unsigned b)
{
    return a - b;
}

float ferry_float(float a, float b)
{
    return a - b;
}

long double ferry_long_double(long double a, int b)
{
    return a / b;
}

const char *ferry_pointer(const char *a)
{
    return a + 1;
}

void ferry_void(int *a)
{
    ++*a;
}

#define BYTES(n)                                                                                   \
    struct bytes##n ferry_bytes##n(struct bytes##n a, int add)                                     \
    {                                                                                              \
        for (int i = 0; i < n; i++)                                                                \
            a.b[i] = (unsigned char)(a.b[i] + add);                                                \
        return a;                                                                                  \
    }
FERRY_BYTES(BYTES)

struct one_float ferry_one_float(struct one_float a)
{
    a.a = -a.a;
    return a;
}

struct two_floats ferry_two_floats(struct two_floats a)
{
    struct two_floats swapped = {a.b, a.a};
    return swapped;
}

struct three_floats ferry_three_floats(struct three_floats a)
{
    struct three_floats turned = {a.b, a.c, a.a};
    return turned;
}

struct one_double ferry_one_double(struct one_double a)
{
    a.a = -a.a;
    return a;
}

struct mixed ferry_mixed(int before, struct mixed a, double after)
{
    a.a += after;
    a.b += before;
    return a;
}

struct nested ferry_nested(struct nested a)
{
    a.pair = ferry_two_floats(a.pair);
    a.numbers[2] = (short)(a.numbers[0] - a.numbers[1]);
    return a;
}

union number ferry_number(union number a)
{
    a.i = -a.i;
    return a;
}

union real ferry_real(union real a)
{
    a.d = -a.d;
    return a;
}

int ferry_packed(struct packed a)
{
    return a.a + a.b;
}

float _Complex ferry_complex_float(float _Complex a)
{
    return a * a;
}

double _Complex ferry_complex_double(double _Complex a)
{
    return a * a;
}

double ferry_sum(int count, ...)
{
    va_list list;
    double sum = 0;
    va_start(list, count);
    while (count--)
        sum = 2 * sum + va_arg(list, double);
    va_end(list);
    return sum;
}

long long ferry_integer_sum(int count, ...)
{
    va_list list;
    long long sum = 0;
    va_start(list, count);
    for (int i = 0; i < count; i++)
        sum = 3 * sum + (i % 2 ? va_arg(list, long long) : va_arg(list, int));
    va_end(list);
    return sum;
}

int FERRY_STDCALL ferry_stdcall(int a, double b, short c)
{
    return a + (int)b * 2 + c * 3;
}

int FERRY_FASTCALL ferry_fastcall(int a, int b, int c)
{
    return a + b * 2 + c * 3;
}

int FERRY_MS_ABI ferry_ms_abi(int a, double b, struct bytes24 c, struct bytes3 d)
{
    c.b[0]++;
    d.b[2]++;
    return a + (int)b + c.b[0] + d.b[2];
}

int ferry_fail(int number, uint32_t system)
{
    leave_error(system);
    errno = number;
    return -1;
}

int ferry_bump(void)
{
    return ++ferry_count;
}

int ferry_imported(int a)
{
    return a * 2;
}

int ferry_apply(ferry_callback *callback, int a, void *user)
{
    return callback(a, user) + 1;
}

int ferry_apply_narrow(ferry_narrow_callback *callback, signed char a, unsigned short b)
{
    return callback(a, b);
}

struct bytes5 ferry_apply_record(ferry_record_callback *callback, struct bytes5 a, double b,
                                 struct bytes24 c)
{
    return callback(a, b, c);
}

struct one_float ferry_apply_float(ferry_float_callback *callback, struct one_float a)
{
    return callback(a);
}

long double ferry_apply_wide(ferry_wide_callback *callback, long double a)
{
    return callback(a);
}

int ferry_apply_stdcall(ferry_stdcall_callback *callback, int a, double b)
{
    return callback(a, b) + callback(a, b);
}

int ferry_apply_packed(ferry_packed_callback *callback, struct packed a)
{
    return callback(a);
}

/* Twice: a callee that pops too much or too little is found out. */
long long ferry_apply_fastcall(ferry_fastcall_callback *callback, int a, long long b, int c)
{
    return callback(a, b, c) + callback(a, b, c);
}
