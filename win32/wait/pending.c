/* pending.c: writes to full pipes that nobody waits for.
 *
 * The system ends the transfers of a thread that ends, so one thread of the library's begins them
 * all; it does nothing else, and learns of their end by completion routines. */

#include "pipe.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

struct pending {
    OVERLAPPED overlapped;
    struct pipe *pipe;
    struct pending *next; /* in the list of those that are pending */
    HANDLE idle;
    LONG busy;
    DWORD length;
    char bytes[PIPE_BUF];
};

static struct {
    SRWLOCK lock;
    CONDITION_VARIABLE none;
    HANDLE thread;
    struct pending *first;
} all = {.lock = SRWLOCK_INIT, .none = CONDITION_VARIABLE_INIT};

HANDLE wherry__pending_idle(const struct pipe *pipe)
{
    return pipe->pending ? pipe->pending->idle : NULL;
}

bool wherry__pending(const struct pipe *pipe)
{
    return pipe->pending && InterlockedCompareExchange(&pipe->pending->busy, 0, 0);
}

void wherry__pending_free(struct pending *pending)
{
    if (pending) {
        CloseHandle(pending->idle);
        free(pending);
    }
}

static void finished(struct pipe *pipe)
{
    struct pending *pending = pipe->pending;

    AcquireSRWLockExclusive(&all.lock);
    for (struct pending **link = &all.first; *link; link = &(*link)->next) {
        if (*link == pending) {
            *link = pending->next;
            break;
        }
    }
    InterlockedExchange(&pending->busy, 0);
    SetEvent(pending->idle);
    if (!all.first) {
        WakeAllConditionVariable(&all.none);
    }
    ReleaseSRWLockExclusive(&all.lock);
    wherry__open_put(&pipe->open);
}

/* Whatever the result: that nobody reads any more the next write is told. */
static void CALLBACK written(DWORD error, DWORD bytes, OVERLAPPED *overlapped)
{
    (void)error;
    (void)bytes;
    finished(CONTAINING_RECORD(overlapped, struct pending, overlapped)->pipe);
}

static void CALLBACK begin(ULONG_PTR argument)
{
    struct pending *pending = (struct pending *)argument;

    pending->overlapped = (OVERLAPPED){0};
    if (!WriteFileEx(pending->pipe->open.handle, pending->bytes, pending->length,
                     &pending->overlapped, written)) {
        finished(pending->pipe);
    }
}

static DWORD CALLBACK serve(void *unused)
{
    (void)unused;
    while (SleepEx(INFINITE, TRUE) == WAIT_IO_COMPLETION) {
    }
    return 0;
}

static struct pending *pending_new(struct pipe *pipe)
{
    struct pending *pending = calloc(1, sizeof *pending);

    if (pending) {
        pending->pipe = pipe;
        pending->idle = CreateEventW(NULL, TRUE, TRUE, NULL);
    }
    if (!pending || !pending->idle) {
        free(pending);
        errno = ENOMEM;
        return NULL;
    }
    return pending;
}

/* Under the lock: this one is pending from now on; false if another thread's already is. */
static bool claim(struct pipe *pipe, const void *bytes, size_t length)
{
    struct pending *pending = pipe->pending;

    if (pending->busy) {
        return false;
    }
    memcpy(pending->bytes, bytes, length);
    pending->length = (DWORD)length;
    pending->busy = 1;
    ResetEvent(pending->idle);
    pending->next = all.first;
    all.first = pending;
    InterlockedIncrement(&pipe->open.references);
    return true;
}

int wherry__pending_write(struct pipe *pipe, const void *bytes, size_t length)
{
    bool ours = false;

    AcquireSRWLockExclusive(&all.lock);
    if (!pipe->pending) {
        pipe->pending = pending_new(pipe);
    }
    if (pipe->kind == PIPE_OVERLAPPED && !all.thread) {
        all.thread = CreateThread(NULL, 0, serve, NULL, 0, NULL);
    }
    if (pipe->pending && (pipe->kind != PIPE_OVERLAPPED || all.thread)) {
        ours = claim(pipe, bytes, length);
        errno = EAGAIN;
    }
    ReleaseSRWLockExclusive(&all.lock);
    if (!ours) {
        return -1;
    }
    if (pipe->kind != PIPE_OVERLAPPED) {
        if (wherry__piped_begin_write(pipe, pipe->pending->bytes, length, NULL, finished) < 0) {
            finished(pipe);
            return -1;
        }
    } else if (!QueueUserAPC(begin, all.thread, (ULONG_PTR)pipe->pending)) {
        finished(pipe);
        return wherry__error(EAGAIN);
    }
    return 0;
}

/* Whose reader is in this process has nobody to wait for, unless a child has that end as well:
 * closing ours makes sure that the write comes to an end. */
void wherry__pipes_drain(void)
{
    AcquireSRWLockExclusive(&all.lock);
    for (struct pending *pending = all.first; pending; pending = pending->next) {
        struct pipe_pair *pair = pending->pipe->pair;

        if (pair && pair->ends[0]) {
            CloseHandle(pair->ends[0]->open.handle);
            pair->ends[0]->open.handle = NULL;
        }
    }
    while (all.first) {
        SleepConditionVariableSRW(&all.none, &all.lock, INFINITE, 0);
    }
    ReleaseSRWLockExclusive(&all.lock);
}
