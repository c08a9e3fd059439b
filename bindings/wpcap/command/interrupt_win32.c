#include "interrupt.h"

#include <stddef.h>

#include <windows.h>

static void (*volatile wake_function)(void *data);
static void *volatile wake_data;
static volatile LONG came;

/* Called on a thread of its own. TRUE: it is dealt with; the next one is not. */
static BOOL WINAPI handle(DWORD what)
{
    (void)what;
    if (InterlockedExchange(&came, 1))
        return FALSE;
    void (*wake)(void *) = wake_function;
    if (wake)
        wake(wake_data);
    return TRUE;
}

void interrupt_catch(void (*wake)(void *data), void *data)
{
    wake_function = NULL;
    wake_data = data;
    wake_function = wake;
    if (wake)
        InterlockedExchange(&came, 0);
    SetConsoleCtrlHandler(handle, FALSE);
    if (wake)
        SetConsoleCtrlHandler(handle, TRUE);
}

bool interrupt_came(void)
{
    return came != 0;
}
