/* signal.c: signals, delivered when the thread that they are for next calls the library. */

#include "../core/internal.h"

bool wherry__signals_run(void)
{
    return false;
}

HANDLE wherry__signals_event(void)
{
    static HANDLE never;

    if (!never) {
        never = CreateEventW(NULL, TRUE, FALSE, NULL);
    }
    return never;
}

void wherry__signal_raise(int number)
{
    (void)number;
}

void wherry__start_signals(void)
{
}
