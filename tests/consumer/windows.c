/* windows.c: uses two functions of kernel32 through the binding's stubs. */
#include <stdio.h>
#include <windows.h>

#include "clock_binding.h"

int main(void)
{
    if (MulDiv(6, 7, 2) != 21)
        return 1;
    if (GetTickCount64() == 0)
        return 2;
    if (!clock_has_MulDiv())
        return 3;
    puts("kernel32, bound lazily");
    return 0;
}
