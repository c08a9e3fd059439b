#include <stddef.h>
int f(int);
