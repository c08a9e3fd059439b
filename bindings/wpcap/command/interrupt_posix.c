#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static void (*volatile wake_function)(void *data);
static void *volatile wake_data;
static volatile sig_atomic_t came;

static void handle(int number)
{
    /* Whoever was woken does not come: end as if nobody had listened. SIGTERM may come twice
     * without impatience, from timeout(1) for one. */
    if (came && number == SIGINT) {
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    came = 1;
    void (*wake)(void *) = wake_function;
    if (wake)
        wake(wake_data);
}

void interrupt_catch(void (*wake)(void *data), void *data)
{
    /* One that came is obeyed already: it may come again while the program ends. */
    struct sigaction action = {.sa_handler = wake ? handle : came ? SIG_IGN : SIG_DFL};
    wake_function = NULL;
    wake_data = data;
    wake_function = wake;
    if (wake)
        came = 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (wake)
        signal(SIGPIPE, SIG_IGN); /* a reader that went away is an error of a write */
}

bool interrupt_came(void)
{
    return came;
}
