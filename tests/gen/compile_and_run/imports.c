/* imports.c: the library of imports.h. */
#define IMPORTS_API IMPORTS_EXPORT
#ifdef _WIN32
#define IMPORTS_EXPORT __declspec(dllexport)
#define IMPORTS_CALL __stdcall
#else
#define IMPORTS_EXPORT extern
#define IMPORTS_CALL
#endif
#include "imports.h"

#include <stdarg.h>

int imports_level = 12;
const char imports_title[8] = "imports";

int imports_add(int a, int b)
{
    return a + b;
}

double IMPORTS_CALL imports_scale(double a, float b)
{
    return a * (double)b;
}

int imports_total(int count, ...)
{
    va_list list;
    int total = imports_level;
    va_start(list, count);
    while (count-- > 0)
        total += va_arg(list, int);
    va_end(list);
    return total;
}
