/* signal.c: signals, delivered when the thread that they are for next calls the library. */

#include "../core/internal.h"

/* As much of it as the tests of waiting need: to be replaced. */
#include <stdlib.h>
#include <unistd.h>

static struct sigaction actions[_NSIG];
static LONG pending[_NSIG];
static unsigned handled;

bool wherry__signals_run(void)
{
    bool ran = false;

    ResetEvent(wherry__signals_event());
    for (int i = 1; i < _NSIG; i++) {
        if (InterlockedExchange(&pending[i], 0) && actions[i].sa_handler != SIG_IGN) {
            if (actions[i].sa_handler == SIG_DFL) {
                _exit(128 + i);
            }
            actions[i].sa_handler(i);
            handled++;
            ran |= !(actions[i].sa_flags & SA_RESTART);
        }
    }
    return ran;
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
    InterlockedExchange(&pending[number], 1);
    SetEvent(wherry__signals_event());
}

void wherry__start_signals(void)
{
    wherry__signals_event();
}

unsigned wherry__signals_handled(void)
{
    return handled;
}

int wherry__signals_mask(const sigset_t *mask, sigset_t *former)
{
    (void)mask;
    (void)former;
    return 0;
}

int sigaction(int number, const struct sigaction *restrict wanted, struct sigaction *restrict was)
{
    if (was) {
        *was = actions[number];
    }
    if (wanted) {
        actions[number] = *wanted;
    }
    return 0;
}

static void CALLBACK ring(void *unused, BOOLEAN timed_out)
{
    (void)unused;
    (void)timed_out;
    wherry__signal_raise(SIGALRM);
}

unsigned alarm(unsigned seconds)
{
    HANDLE timer;

    if (seconds) {
        CreateTimerQueueTimer(&timer, NULL, ring, NULL, seconds * 1000, 0, WT_EXECUTEONLYONCE);
    }
    return 0;
}
