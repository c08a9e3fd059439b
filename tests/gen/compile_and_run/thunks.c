/* thunks.c: the library behind thunks.h. Of what the header defines it has no more than GNU C's
 * extern inline one. */
#include "thunks.h"

#include <stdarg.h>
#include <stdio.h>

int thunks_twice(int a)
{
    return 2 * a;
}

#ifdef __linux__
int thunks_gnu(int a)
{
    return a + 100;
}
#endif

/* An int, then a double, a string and a long long for each further count. */
int thunks_count(int count, ...)
{
    va_list arguments;
    va_start(arguments, count);
    int sum = 0;
    if (count > 0) {
        sum += va_arg(arguments, int);
        sum += (int)(va_arg(arguments, double) * 10);
        sum += va_arg(arguments, const char *)[0];
        sum += (int)(va_arg(arguments, long long) >> 32);
    }
    va_end(arguments);
    return sum;
}

int thunks_format(char *buffer, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}
