/* deliver.c: signals on their way: queues, masks, actions, and the running of handlers.
 *
 * No lock is held while a handler runs, so that it may call anything here, or leave by
 * siglongjmp(). */

#include "signals.h"

#include <stdlib.h>

struct wherry__pending {
    struct wherry__pending *next;
    siginfo_t info;
};

static struct {
    SRWLOCK lock;
    struct sigaction actions[_NSIG];
    struct wherry__pending *pending; /* for whichever thread */
    struct wherry__thread_signals *threads;
    DWORD slot;           /* whose destructor tells that a thread ends */
    volatile LONG queued; /* in all queues */
} state = {.lock = SRWLOCK_INIT};

static __thread struct wherry__thread_signals *current;

uint64_t wherry__signal_bits(const sigset_t *set)
{
    return (uint64_t)set->__bits[0] | (uint64_t)set->__bits[1] << 32;
}

void wherry__signal_set(uint64_t bits, sigset_t *set)
{
    sigemptyset(set);
    set->__bits[0] = (unsigned long)bits;
    set->__bits[1] = (unsigned long)(bits >> 32);
}

/* ---- threads --------------------------------------------------------------------------------- */

BOOLEAN NTAPI RtlDllShutdownInProgress(void); /* of ntdll; winternl.h lacks it */

static void WINAPI forget(void *data)
{
    struct wherry__thread_signals *thread = data, **at = &state.threads;

    if (RtlDllShutdownInProgress()) { /* the other threads are gone, perhaps with the lock */
        return;
    }
    AcquireSRWLockExclusive(&state.lock);
    while (*at && *at != thread) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = thread->next;
    }
    ReleaseSRWLockExclusive(&state.lock);
    while (thread->pending) {
        struct wherry__pending *next = thread->pending->next;

        free(thread->pending);
        thread->pending = next;
        InterlockedDecrement(&state.queued);
    }
    CloseHandle(thread->event);
    free(thread);
}

/* A thread that pthread_create() did not make has the mask of the oldest, which is main()'s. */
static uint64_t first_mask(void)
{
    struct wherry__thread_signals *thread = state.threads;

    while (thread && thread->next) {
        thread = thread->next;
    }
    return thread ? thread->mask : 0;
}

struct wherry__thread_signals *wherry__signals_self(void)
{
    struct wherry__thread_signals *self = current;

    if (self) {
        return self;
    }
    self = calloc(1, sizeof *self);
    if (!self || !(self->event = CreateEventW(NULL, TRUE, FALSE, NULL))) {
        abort();
    }
    self->id = GetCurrentThreadId();
    AcquireSRWLockExclusive(&state.lock);
    if (!state.slot) {
        state.slot = FlsAlloc(forget) + 1;
    }
    self->mask = first_mask();
    self->next = state.threads;
    state.threads = self;
    ReleaseSRWLockExclusive(&state.lock);
    FlsSetValue(state.slot - 1, self);
    return current = self;
}

/* ---- queues ---------------------------------------------------------------------------------- */

static uint64_t in_queue(const struct wherry__pending *pending)
{
    uint64_t bits = 0;

    for (; pending; pending = pending->next) {
        bits |= wherry__signal_bit(pending->info.si_signo);
    }
    return bits;
}

/* With the lock: the event says what the queues say. */
static void refresh(struct wherry__thread_signals *thread)
{
    uint64_t there = in_queue(thread->pending) | in_queue(state.pending);

    if (there & (~thread->mask | thread->waits)) {
        SetEvent(thread->event);
    } else {
        ResetEvent(thread->event);
    }
}

/* The lowest number first, as Linux does; among equals, the oldest. */
static bool take_from(struct wherry__pending **queue, uint64_t wanted, siginfo_t *info)
{
    struct wherry__pending **best = NULL, *taken;

    for (; *queue; queue = &(*queue)->next) {
        if ((wherry__signal_bit((*queue)->info.si_signo) & wanted) &&
            (!best || (*queue)->info.si_signo < (*best)->info.si_signo)) {
            best = queue;
        }
    }
    if (!best) {
        return false;
    }
    taken = *best;
    *info = taken->info;
    *best = taken->next;
    InterlockedDecrement(&state.queued);
    free(taken);
    return true;
}

static bool take(struct wherry__thread_signals *self, uint64_t wanted, siginfo_t *info)
{
    return take_from(&self->pending, wanted, info) || take_from(&state.pending, wanted, info);
}

/* Below SIGRTMIN a signal that waits already is not noted twice. */
static void put(struct wherry__pending **queue, const siginfo_t *info)
{
    struct wherry__pending *pending;

    if (info->si_signo < 32 && (in_queue(*queue) & wherry__signal_bit(info->si_signo))) {
        return;
    }
    pending = malloc(sizeof *pending);
    if (!pending) {
        return;
    }
    *pending = (struct wherry__pending){.info = *info};
    InterlockedIncrement(&state.queued);
    while (*queue) {
        queue = &(*queue)->next;
    }
    *queue = pending;
}

/* ---- sending --------------------------------------------------------------------------------- */

/* Nothing can be stopped here, so the stop signals do what SIGCONT does: nothing. */
static const uint64_t harmless =
    1ULL << (SIGCHLD - 1) | 1ULL << (SIGURG - 1) | 1ULL << (SIGWINCH - 1) | 1ULL << (SIGCONT - 1) |
    1ULL << (SIGSTOP - 1) | 1ULL << (SIGTSTP - 1) | 1ULL << (SIGTTIN - 1) | 1ULL << (SIGTTOU - 1);

static bool ignored(int number)
{
    void (*handler)(int) = state.actions[number].sa_handler;

    return handler == SIG_IGN || (handler == SIG_DFL && (harmless & wherry__signal_bit(number)));
}

static bool blocked(const struct wherry__thread_signals *to, int number)
{
    const struct wherry__thread_signals *thread = to ? to : state.threads;

    while (thread && (thread->mask & wherry__signal_bit(number))) {
        thread = to ? NULL : thread->next;
    }
    return !thread && state.threads;
}

static bool ends(int number)
{
    return state.actions[number].sa_handler == SIG_DFL && !(harmless & wherry__signal_bit(number));
}

static struct wherry__thread_signals *thread_of(DWORD id)
{
    struct wherry__thread_signals *thread = state.threads;

    while (thread && thread->id != id) {
        thread = thread->next;
    }
    return thread;
}

bool wherry__signal_send(const siginfo_t *info, DWORD id)
{
    int number = info->si_signo;
    struct wherry__thread_signals *to;
    bool free_way;

    AcquireSRWLockExclusive(&state.lock);
    to = id ? thread_of(id) : NULL;
    if (id && !to) {
        ReleaseSRWLockExclusive(&state.lock);
        return false;
    }
    free_way = !blocked(to, number);
    if (number == SIGKILL || (free_way && ends(number))) {
        wherry__signal_terminate(number);
    }
    if (!free_way || !ignored(number)) {
        put(to ? &to->pending : &state.pending, info);
        for (struct wherry__thread_signals *thread = state.threads; thread; thread = thread->next) {
            if (!to || to == thread) {
                refresh(thread);
            }
        }
    }
    ReleaseSRWLockExclusive(&state.lock);
    return true;
}

void wherry__signal_raise(int number)
{
    siginfo_t info = {.si_signo = number, .si_code = SI_KERNEL};
    int error = errno;

    if (number == SIGPIPE) { /* the writer's own; it runs before write() returns */
        wherry__signal_send(&info, wherry__signals_self()->id);
        wherry__signals_deliver();
    } else {
        wherry__signal_send(&info, 0);
    }
    errno = error;
}

/* ---- delivery -------------------------------------------------------------------------------- */

/* With the lock, which is given up meanwhile. */
static void run_handler(struct wherry__thread_signals *self, siginfo_t *info, void *context)
{
    struct sigaction action = state.actions[info->si_signo];
    uint64_t former = self->mask;
    int error = errno;

    self->mask |= wherry__signal_bits(&action.sa_mask);
    if (!(action.sa_flags & SA_NODEFER)) {
        self->mask |= wherry__signal_bit(info->si_signo);
    }
    if (action.sa_flags & (int)SA_RESETHAND) {
        state.actions[info->si_signo].sa_handler = SIG_DFL;
    }
    self->handled++;
    refresh(self);
    ReleaseSRWLockExclusive(&state.lock);
    if (action.sa_flags & SA_SIGINFO) {
        action.sa_sigaction(info->si_signo, info, context);
    } else {
        action.sa_handler(info->si_signo);
    }
    AcquireSRWLockExclusive(&state.lock);
    self->mask = former;
    errno = error;
}

enum wherry__ran wherry__signals_deliver(void)
{
    struct wherry__thread_signals *self = wherry__signals_self();
    enum wherry__ran ran = WHERRY_RAN_NONE;
    siginfo_t info;

    AcquireSRWLockExclusive(&state.lock);
    while (take(self, ~self->mask, &info)) {
        bool restart = state.actions[info.si_signo].sa_flags & SA_RESTART;

        if (ends(info.si_signo)) {
            wherry__signal_terminate(info.si_signo);
        }
        if (ignored(info.si_signo)) {
            continue;
        }
        ran = !restart ? WHERRY_RAN_INTERRUPT : ran == WHERRY_RAN_NONE ? WHERRY_RAN_RESTART : ran;
        run_handler(self, &info, &(ucontext_t){0});
    }
    refresh(self);
    ReleaseSRWLockExclusive(&state.lock);
    return ran;
}

bool wherry__signals_run(void)
{
    return wherry__signals_deliver() == WHERRY_RAN_INTERRUPT;
}

void wherry__signals_glance(void)
{
    if (state.queued) {
        wherry__signals_deliver();
    }
}

unsigned wherry__signals_handled(void)
{
    return wherry__signals_self()->handled;
}

HANDLE wherry__signals_event(void)
{
    return wherry__signals_self()->event;
}

bool wherry__signal_fault(const siginfo_t *info, void *context)
{
    struct wherry__thread_signals *self = wherry__signals_self();
    siginfo_t copy = *info;
    bool runs;

    AcquireSRWLockExclusive(&state.lock);
    runs = !(self->mask & wherry__signal_bit(info->si_signo)) &&
           state.actions[info->si_signo].sa_handler != SIG_DFL &&
           state.actions[info->si_signo].sa_handler != SIG_IGN;
    if (runs) {
        run_handler(self, &copy, context);
        refresh(self);
    }
    ReleaseSRWLockExclusive(&state.lock);
    return runs;
}

/* ---- what the calls read and change ---------------------------------------------------------- */

uint64_t wherry__signals_mask_bits(uint64_t mask)
{
    struct wherry__thread_signals *self = wherry__signals_self();
    uint64_t former;

    AcquireSRWLockExclusive(&state.lock);
    former = self->mask;
    self->mask = mask & ~(wherry__signal_bit(SIGKILL) | wherry__signal_bit(SIGSTOP));
    refresh(self);
    ReleaseSRWLockExclusive(&state.lock);
    return former;
}

int wherry__signals_mask(const sigset_t *mask, sigset_t *former)
{
    uint64_t was =
        mask ? wherry__signals_mask_bits(wherry__signal_bits(mask)) : wherry__signals_self()->mask;

    if (former) {
        wherry__signal_set(was, former);
    }
    return 0;
}

bool wherry__signals_take(uint64_t wanted, siginfo_t *info)
{
    struct wherry__thread_signals *self = wherry__signals_self();
    bool taken;

    AcquireSRWLockExclusive(&state.lock);
    taken = take(self, wanted, info);
    refresh(self);
    ReleaseSRWLockExclusive(&state.lock);
    return taken;
}

void wherry__signals_want(uint64_t wanted)
{
    struct wherry__thread_signals *self = wherry__signals_self();

    AcquireSRWLockExclusive(&state.lock);
    self->waits = wanted;
    refresh(self);
    ReleaseSRWLockExclusive(&state.lock);
}

uint64_t wherry__signals_pending(void)
{
    struct wherry__thread_signals *self = wherry__signals_self();
    uint64_t bits;

    AcquireSRWLockExclusive(&state.lock);
    bits = (in_queue(self->pending) | in_queue(state.pending)) & self->mask;
    ReleaseSRWLockExclusive(&state.lock);
    return bits;
}

struct sigaction wherry__signal_action(int number, const struct sigaction *set)
{
    struct sigaction former;
    siginfo_t dropped;

    AcquireSRWLockExclusive(&state.lock);
    former = state.actions[number];
    if (set) {
        state.actions[number] = *set;
        if (ignored(number)) { /* what waits is dropped: POSIX.1-2017, 2.4.3 */
            while (take_from(&state.pending, wherry__signal_bit(number), &dropped)) {
            }
            for (struct wherry__thread_signals *thread = state.threads; thread;
                 thread = thread->next) {
                while (take_from(&thread->pending, wherry__signal_bit(number), &dropped)) {
                }
                refresh(thread);
            }
        }
    }
    ReleaseSRWLockExclusive(&state.lock);
    return former;
}

uint64_t wherry__signals_ignored(void)
{
    uint64_t bits = 0;

    AcquireSRWLockShared(&state.lock);
    for (int number = 1; number < _NSIG; number++) {
        if (state.actions[number].sa_handler == SIG_IGN) {
            bits |= wherry__signal_bit(number);
        }
    }
    ReleaseSRWLockShared(&state.lock);
    return bits;
}
