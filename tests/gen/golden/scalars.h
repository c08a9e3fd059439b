/* scalars.h: functions of every scalar type. */
#ifndef SCALARS_H
#define SCALARS_H

#include <stddef.h>
#include <stdint.h>

typedef unsigned int scalars_id;

_Bool scalars_not(_Bool value);
char scalars_char(char a, char b);
signed char scalars_schar(signed char a, signed char b);
unsigned char scalars_uchar(unsigned char a, unsigned char b);
short scalars_short(short a, short b);
unsigned short scalars_ushort(unsigned short a, unsigned short b);
int scalars_int(int a, int b);
unsigned int scalars_uint(unsigned int a, unsigned int b);
long scalars_long(long a, long b);
unsigned long scalars_ulong(unsigned long a, unsigned long b);
long long scalars_llong(long long a, long long b);
unsigned long long scalars_ullong(unsigned long long a, unsigned long long b);
float scalars_float(float a, float b);
double scalars_double(double a, double b);
long double scalars_ldouble(long double a, long double b);
float _Complex scalars_cfloat(float _Complex a, float _Complex b);
double _Complex scalars_cdouble(double _Complex a, double _Complex b);
size_t scalars_size(size_t a, size_t b);
ptrdiff_t scalars_difference(ptrdiff_t a, ptrdiff_t b);
wchar_t scalars_wide(wchar_t a, wchar_t b);
int64_t scalars_int64(int64_t a, int64_t b);
uint8_t scalars_uint8(uint8_t a, uint8_t b);
scalars_id scalars_named(scalars_id a, scalars_id b);

int scalars_none(void);
void scalars_swap(int *a, int *b);
const char *scalars_rest(const char *text);
const int *const *scalars_deep(const int *const *rows, volatile int *seen);
int scalars_sum(const int values[4], size_t count);
double scalars_mix(int a, double b, float c, long long d, const char *e, unsigned char f, short g,
                   double h, int i, signed char j);

#endif
