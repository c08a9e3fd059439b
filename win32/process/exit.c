/* exit.c: the end of the process. */

#include "../core/internal.h"

#include <stdlib.h>
#include <unistd.h>

void _exit(int status)
{
    wherry__pipes_drain();
    ExitProcess((UINT)status & 0xff);
}

void _Exit(int status)
{
    _exit(status);
}
