/* poll.c: waiting for descriptors of any kind.
 *
 * One event is waited for, and signals beside it: the request about all sockets ends with it, so do
 * the reads of no bytes that wait for pipes, and closing a descriptor signals it. Beginning an
 * operation resets its event, so what ended while others were begun is found by their state. */

#include "wait.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>

/* One call that waits. */
struct wait {
    struct pollfd *fds;
    struct wait_entry *entries;
    nfds_t count;
    HANDLE wake;
    LONG closed; /* a descriptor was closed meanwhile */
    struct wait_sockets sockets;
    struct wait *next, **link; /* in the list of those that wait */
};

static struct {
    SRWLOCK lock;
    struct wait *first;
} all = {.lock = SRWLOCK_INIT};

/* ---- classes that are armed -------------------------------------------------------------------
 */

static void CALLBACK fire(void *user, BOOLEAN timed_out)
{
    struct wherry__arm *arm = user;

    (void)timed_out;
    InterlockedExchange(&arm->fired, 1);
    SetEvent(arm->wake);
}

int wherry__arm_on(struct wherry__arm *arm, HANDLE handle)
{
    return RegisterWaitForSingleObject(&arm->registered, handle, fire, arm, INFINITE,
                                       WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD)
               ? 0
               : wherry__fail_last();
}

void wherry__arm_off(struct wherry__arm *arm)
{
    if (arm->registered) {
        UnregisterWaitEx(arm->registered, INVALID_HANDLE_VALUE);
        arm->registered = NULL;
    }
}

void wherry__arm_cancel(struct wherry__arm *arm, HANDLE handle)
{
    if (arm->overlapped.hEvent && arm->overlapped.Internal == STATUS_PENDING) {
        CancelIoEx(handle, &arm->overlapped);
    }
}

static bool has_fired(const struct wherry__arm *arm)
{
    return InterlockedCompareExchange((LONG *)&arm->fired, 0, 0) ||
           (arm->overlapped.hEvent &&
            *(const volatile ULONG_PTR *)&arm->overlapped.Internal != STATUS_PENDING);
}

/* ---- one look, one wait -----------------------------------------------------------------------
 */

/* The descriptors may be others than a moment ago. Under the lock, so that who closes one meanwhile
 * finds it here. */
static void gather(struct wait *wait)
{
    for (nfds_t i = 0; i < wait->count; i++) {
        struct wait_entry *entry = &wait->entries[i];
        int fd = wait->fds[i].fd;

        entry->open = fd < 0 ? NULL : wherry__fd_get(fd);
        wait->fds[i].revents = fd >= 0 && !entry->open ? POLLNVAL : 0;
    }
}

static void drop(struct wait *wait)
{
    for (nfds_t i = 0; i < wait->count; i++) {
        if (wait->entries[i].open) {
            wherry__open_put(wait->entries[i].open);
        }
    }
}

enum { FILE_EVENTS = POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM };

/* All but the sockets; again after a wait, those only that have ended it. */
static int look(struct wait *wait, bool again)
{
    int ready = 0;

    for (nfds_t i = 0; i < wait->count; i++) {
        struct wherry__open *open = wait->entries[i].open;
        struct pollfd *fd = &wait->fds[i];

        if (open && open->class != &wherry__socket && (!again || wait->entries[i].arm.fired)) {
            fd->revents = open->class->ready ? open->class->ready(open, fd->events)
                                             : fd->events & FILE_EVENTS;
        }
        ready += fd->revents != 0;
    }
    return ready;
}

static int ready_now(const struct wait *wait)
{
    int ready = 0;

    for (nfds_t i = 0; i < wait->count; i++) {
        ready += wait->fds[i].revents != 0;
    }
    return ready;
}

static bool takes_part(const struct wait_entry *entry)
{
    return entry->open && entry->open->class != &wherry__socket && entry->open->class->arm;
}

/* `made` entries have been armed, or tried to. */
static int arm_all(struct wait *wait, nfds_t *made)
{
    for (nfds_t i = 0; i < wait->count; i++) {
        struct wait_entry *entry = &wait->entries[i];

        entry->arm = (struct wherry__arm){.wake = wait->wake};
        *made = i + 1;
        if (takes_part(entry) &&
            entry->open->class->arm(entry->open, wait->fds[i].events, &entry->arm) < 0) {
            return -1;
        }
    }
    return 0;
}

/* All are cancelled before any is waited for: Wine ends them one like the other then. */
static void disarm_all(struct wait *wait, nfds_t made)
{
    wherry__sockets_cancel(&wait->sockets);
    for (nfds_t i = 0; i < made; i++) {
        struct wait_entry *entry = &wait->entries[i];

        if (takes_part(entry)) {
            bool fired = has_fired(&entry->arm);

            entry->open->class->disarm(entry->open, &entry->arm);
            entry->arm.fired = fired;
        }
    }
    for (nfds_t i = 0; i < made; i++) {
        if (wait->entries[i].arm.overlapped.hEvent) {
            wherry__settle(&wait->entries[i].arm.overlapped);
        }
    }
}

static bool has_changed(const struct wait *wait)
{
    const struct wait_sockets *sockets = &wait->sockets;

    if (sockets->request &&
        *(const volatile ULONG_PTR *)&sockets->overlapped.Internal != STATUS_PENDING) {
        return true;
    }
    for (nfds_t i = 0; i < wait->count; i++) {
        if (takes_part(&wait->entries[i]) && has_fired(&wait->entries[i].arm)) {
            return true;
        }
    }
    return InterlockedCompareExchange((LONG *)&wait->closed, 0, 0);
}

/* ---- descriptors that are closed meanwhile ----------------------------------------------------
 */

static void enlist(struct wait *wait)
{
    wait->closed = 0;
    AcquireSRWLockExclusive(&all.lock);
    gather(wait);
    wait->next = all.first;
    wait->link = &all.first;
    if (wait->next) {
        wait->next->link = &wait->next;
    }
    all.first = wait;
    ReleaseSRWLockExclusive(&all.lock);
}

static void delist(struct wait *wait)
{
    AcquireSRWLockExclusive(&all.lock);
    *wait->link = wait->next;
    if (wait->next) {
        wait->next->link = wait->link;
    }
    ReleaseSRWLockExclusive(&all.lock);
}

void wherry__waits_closed(const struct wherry__open *open)
{
    AcquireSRWLockShared(&all.lock);
    for (struct wait *wait = all.first; wait; wait = wait->next) {
        for (nfds_t i = 0; i < wait->count; i++) {
            if (wait->entries[i].open == open) {
                InterlockedExchange(&wait->closed, 1);
                SetEvent(wait->wake);
                break;
            }
        }
    }
    ReleaseSRWLockShared(&all.lock);
}

/* ---- the calls --------------------------------------------------------------------------------
 */

/* How a wait ended, beside WAIT_TIMEOUT and -1. */
enum { CHANGED, SIGNALLED };

/* Nothing was ready: until something may be, a signal, or the deadline. */
static int wait_for_change(struct wait *wait, uint64_t deadline)
{
    nfds_t made = 0;
    int got = arm_all(wait, &made);

    if (got == 0 && !has_changed(wait)) {
        got = wherry__wait_unhandled(&wait->wake, 1, deadline);
    }
    disarm_all(wait, made);
    return got;
}

/* One round: what is ready, or, where nothing is, a wait. *got tells how that ended. */
static int round_of(struct wait *wait, uint64_t deadline, int *got)
{
    bool waits;
    int ready;

    enlist(wait);
    ready = look(wait, false);
    waits = !ready && deadline > wherry__now_ms();
    *got = wherry__sockets_ask(&wait->sockets, wait->fds, wait->entries, wait->count, wait->wake,
                               waits);
    if (*got == CHANGED && waits) {
        *got = wait_for_change(wait, deadline);
    }
    wherry__sockets_answer(&wait->sockets, wait->fds, wait->entries, wait->count);
    ready = *got == CHANGED && waits ? look(wait, true) : ready_now(wait);
    if (*got == CHANGED && !waits && !ready) {
        ResetEvent(wait->wake);
        *got = wherry__wait_unhandled(&wait->wake, 1, 0); /* signals are seen all the same */
    }
    delist(wait);
    drop(wait);
    return ready;
}

/* -1 with SIGNALLED in *got: a signal waits. */
static int poll_until(struct wait *wait, uint64_t deadline, int *got)
{
    int ready;

    for (;;) {
        ready = round_of(wait, deadline, got);
        if (ready || *got != CHANGED) {
            break;
        }
        ResetEvent(wait->wake);
    }
    return ready ? ready : *got == WAIT_TIMEOUT ? 0 : -1;
}

static int poll_unhandled(struct pollfd *fds, nfds_t count, uint64_t deadline, int *got)
{
    struct wait_entry few[16];
    struct wait wait = {.fds = fds, .entries = few, .count = count};
    int result = -1;

    if (count > sizeof few / sizeof *few) {
        wait.entries = calloc(count, sizeof *few);
    }
    wait.wake = wherry__event_take();
    if (wait.entries && wait.wake) {
        result = poll_until(&wait, deadline, got);
    } else {
        errno = ENOMEM;
    }
    if (wait.wake) {
        wherry__event_give(wait.wake);
    }
    if (wait.entries != few) {
        free(wait.entries);
    }
    return result;
}

/* Handlers of any kind; SA_RESTART makes no difference here. */
static bool handlers_ran(void)
{
    unsigned handled = wherry__signals_handled();

    wherry__signals_run();
    return wherry__signals_handled() != handled;
}

/* Handlers run when all that the wait needed is given up, since they may leave by siglongjmp(). */
int wherry__poll(struct pollfd *fds, nfds_t count, uint64_t deadline, const sigset_t *mask)
{
    sigset_t former;
    int result, got;

    if (mask) {
        wherry__signals_mask(mask, &former);
    }
    do {
        got = CHANGED;
        result = poll_unhandled(fds, count, deadline, &got);
    } while (result < 0 && got == SIGNALLED && !handlers_ran());
    if (result < 0 && got == SIGNALLED) {
        errno = EINTR;
    }
    if (mask) {
        int error = errno;

        wherry__signals_mask(&former, NULL);
        errno = error;
    }
    wherry__signals_glance();
    return result;
}

uint64_t wherry__deadline_after(uint64_t ms)
{
    return ms ? wherry__now_ms() + ms + 1 : 0; /* part of the present millisecond is over */
}

int wherry__deadline_of(const struct timespec *timeout, uint64_t *deadline)
{
    *deadline = WHERRY_FOREVER;
    if (!timeout) {
        return 0;
    }
    if (timeout->tv_sec < 0 || timeout->tv_nsec < 0 || timeout->tv_nsec >= 1000000000) {
        return wherry__error(EINVAL);
    }
    if (timeout->tv_sec < INT64_MAX / 1000) {
        *deadline = wherry__deadline_after((uint64_t)timeout->tv_sec * 1000 +
                                           (uint64_t)(timeout->tv_nsec + 999999) / 1000000);
    }
    return 0;
}

int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    return wherry__poll(
        fds, count, timeout_ms < 0 ? WHERRY_FOREVER : wherry__deadline_after((uint64_t)timeout_ms),
        NULL);
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    uint64_t deadline;

    return wherry__deadline_of(timeout, &deadline) < 0 ? -1
                                                       : wherry__poll(fds, count, deadline, mask);
}
