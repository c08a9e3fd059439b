/* cargo.c: see cargo.h. */
#include "cargo.h"

int cargo_add(int a, int b)
{
    return a + b;
}

double cargo_mix(int number, double real, const char *text, long wide)
{
    return number + real + *text + (double)wide;
}

int cargo_import_add(int a, int b)
{
    return a + b;
}

double cargo_import_mix(int number, double real, const char *text, long wide)
{
    return number + real + *text + (double)wide;
}
