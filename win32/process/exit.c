/* exit.c: the end of the process. Of a status, eight bits count. */

#include "process.h"
#include "signals.h"

#include <stdlib.h>
#include <unistd.h>

#ifdef __x86_64__
#define REAL(name) __asm__(#name)
#else
#define REAL(name) __asm__("_" #name)
#endif

_Noreturn void real_exit(int) REAL(exit);

void exit(int status)
{
    real_exit(status & 0xff);
}

void _exit(int status)
{
    wherry__pipes_drain();
    ExitProcess((UINT)status & 0xff);
}

void _Exit(int status)
{
    _exit(status);
}

void wherry__signal_terminate(int number)
{
    wherry__terminal_end(); /* no callback of the loader runs */
    for (;;) {
        TerminateProcess(GetCurrentProcess(), wherry__code_of_signal(number));
    }
}

void abort(void)
{
    uint64_t mask = wherry__signals_self()->mask;

    wherry__signals_mask_bits(mask & ~wherry__signal_bit(SIGABRT));
    raise(SIGABRT);
    wherry__signal_terminate(SIGABRT);
}
