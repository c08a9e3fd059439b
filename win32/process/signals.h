/* signals.h: what the files of signals share.
 *
 * A signal is sent to the process or to one thread, and waits in a queue until a thread that does
 * not block it calls the library (deliver.c); there its handler runs, on that thread. What ends the
 * process by default does so at once, whichever thread it comes from. */
#ifndef WHERRY_POSIX_SIGNALS_H
#define WHERRY_POSIX_SIGNALS_H

#include "../core/internal.h"

#include <signal.h>

struct wherry__pending;

/* One for each thread that the library knows. All but `event` is guarded by deliver.c's lock. */
struct wherry__thread_signals {
    struct wherry__thread_signals *next;
    HANDLE event; /* set while there is something for this thread; manual reset */
    DWORD id;
    uint64_t mask;
    unsigned handled; /* handlers that have run */
    uint64_t waits;   /* blocked ones that sigtimedwait() wants */
    struct wherry__pending *pending;
};

static inline uint64_t wherry__signal_bit(int number)
{
    return 1ULL << (number - 1);
}

static inline bool wherry__signal_valid(int number)
{
    return number > 0 && number < _NSIG;
}

uint64_t wherry__signal_bits(const sigset_t *set);
void wherry__signal_set(uint64_t bits, sigset_t *set);

/* That of the calling thread, made at its first call. */
struct wherry__thread_signals *wherry__signals_self(void);

/* To the process, or to the thread with this id. False: there is no such thread. */
bool wherry__signal_send(const siginfo_t *info, DWORD thread);

/* What handlers did: none ran; all with SA_RESTART; at least one without. */
enum wherry__ran { WHERRY_RAN_NONE, WHERRY_RAN_RESTART, WHERRY_RAN_INTERRUPT };
enum wherry__ran wherry__signals_deliver(void);

/* Like sigprocmask(), for the calling thread; runs no handlers. */
uint64_t wherry__signals_mask_bits(uint64_t mask);

/* Take one of these for sigtimedwait(); while there is none, the event tells of them too. */
bool wherry__signals_take(uint64_t wanted, siginfo_t *info);
void wherry__signals_want(uint64_t wanted);
uint64_t wherry__signals_pending(void);

struct sigaction wherry__signal_action(int number, const struct sigaction *set);
uint64_t wherry__signals_ignored(void); /* by the program's own wish */

/* For a fault of the calling thread: run the handler now. False: there is none that may run. */
bool wherry__signal_fault(const siginfo_t *info, void *context);

/* End the process as this signal does. */
_Noreturn void wherry__signal_terminate(int number);

/* Signals of other processes and of the console are received from now on; once is enough. */
void wherry__signals_publish(void);
void wherry__faults_start(int number); /* a handler for this one is wanted (fault.c) */
void wherry__faults_default(void);     /* a fault without a handler ends the process quietly */

/* While the process only stands for the one that exec() started: signals go there. */
extern volatile LONG wherry__exec_child;

BOOL WINAPI wherry__on_console_event(DWORD event);

#endif
