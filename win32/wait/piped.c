/* piped.c: pipes that other programs made: synchronous ones, and Wine's of Unix pipes.
 *
 * A synchronous file object serves one operation at a time and makes all others wait, even the
 * question what there is to read. So what may block is done by a helper thread, one for each such
 * pipe, and cancelled before anything else is asked of the pipe: a read of no bytes, which waits
 * for something to read and consumes nothing, or a write.
 *
 * A Unix pipe under Wine answers neither that read nor the question. There the helper reads ahead,
 * and what it has read waits in this process. */

#include "pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum task { TASK_WATCH, TASK_WRITE, TASK_AHEAD };

struct pipe_worker {
    HANDLE thread, request, idle; /* idle: signalled while it has nothing to do */
    HANDLE handle;
    SRWLOCK lock; /* `busy` and `idle` change together */
    enum task task;
    LONG busy;
    bool leaving;
    const void *bytes;
    DWORD length;
    struct pipe *pipe;
    void (*done)(struct pipe *pipe);
    struct pipe_outcome *outcome; /* of a write, if somebody asks */
    DWORD ahead_at, ahead_length; /* of what was read ahead, and is not yet taken */
    bool ahead_end;
    char ahead[4096];
};

static void work(struct pipe_worker *worker)
{
    DWORD moved = 0;
    BOOL ok = FALSE;

    switch (worker->task) {
    case TASK_WATCH:
        ok = ReadFile(worker->handle, worker->ahead, 0, &moved, NULL);
        break;
    case TASK_WRITE:
        ok = WriteFile(worker->handle, worker->bytes, worker->length, &moved, NULL);
        break;
    case TASK_AHEAD:
        ok = ReadFile(worker->handle, worker->ahead, sizeof worker->ahead, &moved, NULL);
        worker->ahead_at = 0;
        worker->ahead_length = moved;
        worker->ahead_end = !ok || !moved;
        break;
    }
    if (worker->task == TASK_WRITE && worker->outcome) {
        *worker->outcome = (struct pipe_outcome){ok ? 0 : GetLastError(), moved};
    }
}

/* Reading ahead holds a reference: nothing but input ends it. */
static DWORD CALLBACK serve(void *argument)
{
    struct pipe_worker *worker = argument;

    for (;;) {
        void (*done)(struct pipe *);
        struct pipe *pipe;

        WaitForSingleObject(worker->request, INFINITE);
        if (worker->leaving) {
            break;
        }
        work(worker);
        done = worker->done; /* once idle, it may be given the next task, or leave */
        pipe = worker->pipe;
        AcquireSRWLockExclusive(&worker->lock);
        InterlockedExchange(&worker->busy, 0);
        SetEvent(worker->idle);
        ReleaseSRWLockExclusive(&worker->lock);
        if (done) {
            done(pipe);
        }
    }
    CloseHandle(worker->thread);
    CloseHandle(worker->request);
    CloseHandle(worker->idle);
    free(worker);
    return 0;
}

static struct pipe_worker *worker_of(struct pipe *pipe)
{
    struct pipe_worker *worker = pipe->worker;

    if (worker) {
        return worker;
    }
    worker = calloc(1, sizeof *worker);
    if (worker) {
        worker->pipe = pipe;
        worker->handle = pipe->open.handle;
        worker->request = CreateEventW(NULL, FALSE, FALSE, NULL);
        worker->idle = CreateEventW(NULL, TRUE, TRUE, NULL);
        worker->thread = CreateThread(NULL, 0, serve, worker, CREATE_SUSPENDED, NULL);
    }
    if (!worker || !worker->request || !worker->idle || !worker->thread) {
        errno = ENOMEM; /* what was made stays: there is no memory to care about it */
        return NULL;
    }
    ResumeThread(worker->thread);
    return pipe->worker = worker;
}

static bool is_busy(const struct pipe *pipe)
{
    return pipe->worker && InterlockedCompareExchange(&pipe->worker->busy, 0, 0);
}

/* The helper may be on its way into the call that is to be cancelled, or out of it. */
static void cancel(struct pipe_worker *worker)
{
    do {
        CancelSynchronousIo(worker->thread);
    } while (WaitForSingleObject(worker->idle, 1) == WAIT_TIMEOUT);
}

/* The rest is called with the description's lock held. */
static void stop_watch(struct pipe *pipe)
{
    if (is_busy(pipe) && pipe->worker->task == TASK_WATCH) {
        cancel(pipe->worker);
    }
}

static int begin(struct pipe *pipe, enum task task, void (*done)(struct pipe *))
{
    struct pipe_worker *worker = worker_of(pipe);

    if (!worker) {
        return -1;
    }
    AcquireSRWLockExclusive(&worker->lock);
    worker->task = task;
    worker->done = done;
    InterlockedExchange(&worker->busy, 1);
    ResetEvent(worker->idle);
    ReleaseSRWLockExclusive(&worker->lock);
    SetEvent(worker->request);
    return 0;
}

static void ahead_done(struct pipe *pipe)
{
    wherry__open_put(&pipe->open);
}

/* Reads ahead unless something is there or it does so already. Input that is there is seen at once,
 * in all likelihood: poll() without a timeout is to find it. */
static int begin_ahead(struct pipe *pipe)
{
    struct pipe_worker *worker = worker_of(pipe);

    if (!worker || is_busy(pipe) || worker->ahead_at < worker->ahead_length || worker->ahead_end) {
        return worker ? 0 : -1;
    }
    InterlockedIncrement(&pipe->open.references);
    begin(pipe, TASK_AHEAD, ahead_done);
    WaitForSingleObject(worker->idle, 5);
    return 0;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static ssize_t read_now(struct pipe *pipe, void *buffer, size_t length)
{
    DWORD got = 0;

    if (ReadFile(pipe->open.handle, buffer, (DWORD)length, &got, NULL) ||
        GetLastError() == ERROR_MORE_DATA) {
        return (ssize_t)got;
    }
    return GetLastError() == ERROR_BROKEN_PIPE || GetLastError() == ERROR_HANDLE_EOF
               ? 0
               : wherry__fail_last();
}

/* What is there, or EAGAIN. */
static ssize_t take(struct pipe *pipe, void *buffer, size_t length)
{
    struct pipe_state state;

    stop_watch(pipe);
    state = wherry__pipe_state(pipe);
    if (state.available) {
        return read_now(pipe, buffer, length < state.available ? length : state.available);
    }
    return state.broken ? 0 : wherry__error(EAGAIN);
}

static ssize_t take_ahead(struct pipe *pipe, void *buffer, size_t length)
{
    struct pipe_worker *worker = pipe->worker;
    size_t rest;

    if (!worker || is_busy(pipe)) {
        return wherry__error(EAGAIN);
    }
    rest = worker->ahead_length - worker->ahead_at;
    if (rest) {
        length = length < rest ? length : rest;
        memcpy(buffer, worker->ahead + worker->ahead_at, length);
        worker->ahead_at += (DWORD)length;
        return (ssize_t)length;
    }
    return worker->ahead_end ? 0 : wherry__error(EAGAIN);
}

ssize_t wherry__piped_read(struct pipe *pipe, void *buffer, size_t length)
{
    bool foreign = pipe->kind == PIPE_FOREIGN;

    for (;;) {
        bool blocking = !(pipe->open.flags & O_NONBLOCK);
        ssize_t got;
        bool idle;

        AcquireSRWLockExclusive(&pipe->open.lock);
        if (foreign && !blocking) {
            begin_ahead(pipe);
        }
        got = foreign ? take_ahead(pipe, buffer, length) : take(pipe, buffer, length);
        idle = !is_busy(pipe);
        if (got < 0 && errno == EAGAIN && blocking && !foreign && idle) {
            idle = begin(pipe, TASK_WATCH, NULL) < 0;
            errno = EAGAIN;
        }
        ReleaseSRWLockExclusive(&pipe->open.lock);
        if (got >= 0 || errno != EAGAIN || !blocking) {
            return got;
        }
        if (idle) { /* not ahead, then: as it comes, and what children are to read stays */
            return read_now(pipe, buffer, length);
        }
        if (wherry__wait(&pipe->worker->idle, 1, WHERRY_FOREVER) < 0) {
            AcquireSRWLockExclusive(&pipe->open.lock);
            stop_watch(pipe);
            ReleaseSRWLockExclusive(&pipe->open.lock);
            return wherry__error(EINTR);
        }
    }
}

DWORD wherry__piped_available(struct pipe *pipe)
{
    DWORD available = 0;

    AcquireSRWLockExclusive(&pipe->open.lock);
    if (pipe->kind == PIPE_SYNCHRONOUS) {
        stop_watch(pipe);
        available = wherry__pipe_state(pipe).available;
    } else if (begin_ahead(pipe) == 0 && !is_busy(pipe)) {
        available = pipe->worker->ahead_length - pipe->worker->ahead_at;
    }
    ReleaseSRWLockExclusive(&pipe->open.lock);
    return available;
}

short wherry__piped_readable(struct pipe *pipe)
{
    short ready = wherry__piped_available(pipe) ? POLLIN | POLLRDNORM : 0;

    AcquireSRWLockExclusive(&pipe->open.lock);
    if (pipe->kind == PIPE_SYNCHRONOUS) {
        stop_watch(pipe);
        ready |= wherry__pipe_state(pipe).broken ? POLLHUP : 0;
    } else if (pipe->worker && !is_busy(pipe) && pipe->worker->ahead_end) {
        ready |= POLLHUP;
    }
    ReleaseSRWLockExclusive(&pipe->open.lock);
    return ready;
}

int wherry__piped_arm(struct pipe *pipe, struct wherry__arm *arm)
{
    int result = 0;

    AcquireSRWLockExclusive(&pipe->open.lock);
    if (pipe->kind == PIPE_FOREIGN) {
        result = begin_ahead(pipe);
    } else if (!is_busy(pipe)) {
        result = begin(pipe, TASK_WATCH, NULL);
    }
    ReleaseSRWLockExclusive(&pipe->open.lock);
    return result < 0 ? -1 : wherry__arm_on(arm, pipe->worker->idle);
}

/* Others may be waiting for the same: they find themselves woken, and begin anew. */
void wherry__piped_disarm(struct pipe *pipe, struct wherry__arm *arm)
{
    (void)arm;
    AcquireSRWLockExclusive(&pipe->open.lock);
    stop_watch(pipe);
    ReleaseSRWLockExclusive(&pipe->open.lock);
}

/* ---- writing ----------------------------------------------------------------------------------
 */

int wherry__piped_begin_write(struct pipe *pipe, const void *bytes, size_t length,
                              struct pipe_outcome *outcome, void (*done)(struct pipe *pipe))
{
    int result = -1;

    AcquireSRWLockExclusive(&pipe->open.lock);
    stop_watch(pipe);
    if (is_busy(pipe) || !worker_of(pipe)) {
        errno = EAGAIN;
    } else {
        pipe->worker->bytes = bytes;
        pipe->worker->length = (DWORD)length;
        pipe->worker->outcome = outcome;
        result = begin(pipe, TASK_WRITE, done);
    }
    ReleaseSRWLockExclusive(&pipe->open.lock);
    return result;
}

static ssize_t write_now(struct pipe *pipe, const void *bytes, size_t length)
{
    DWORD put = 0;

    return WriteFile(pipe->open.handle, bytes, (DWORD)length, &put, NULL)
               ? (ssize_t)put
               : wherry__pipe_write_failed(GetLastError());
}

/* In the helper, so that a signal can end it. It is cancelled as a whole. By then the helper may
 * have another thread's write, which begins anew when it finds itself cancelled. */
static ssize_t write_waiting(struct pipe *pipe, const void *bytes, size_t length)
{
    struct pipe_outcome outcome = {ERROR_IO_PENDING, 0};

    if (wherry__piped_begin_write(pipe, bytes, length, &outcome, NULL) < 0) {
        return -1;
    }
    if (wherry__wait_unhandled(&pipe->worker->idle, 1, WHERRY_FOREVER) != 0) {
        cancel(pipe->worker);
    }
    if (outcome.error == ERROR_OPERATION_ABORTED) { /* what is on the stack here is ours again */
        return wherry__error(wherry__signals_run() ? EINTR : EAGAIN);
    }
    return outcome.error ? wherry__pipe_write_failed(outcome.error) : (ssize_t)outcome.moved;
}

static ssize_t write_piece(struct pipe *pipe, const char *bytes, size_t length)
{
    length = length < PIPE_SIZE ? length : PIPE_SIZE;
    if (!is_busy(pipe) && wherry__pipe_state(pipe).room >= length) {
        return write_now(pipe, bytes, length);
    }
    if (!(pipe->open.flags & O_NONBLOCK)) {
        return write_waiting(pipe, bytes, length);
    }
    length = length < PIPE_BUF ? length : PIPE_BUF;
    return wherry__pending_write(pipe, bytes, length) < 0 ? -1 : (ssize_t)length;
}

ssize_t wherry__piped_write(struct pipe *pipe, const void *buffer, size_t length)
{
    size_t total = 0;

    if (pipe->kind == PIPE_FOREIGN) {
        return write_now(pipe, buffer, length);
    }
    while (total < length) {
        ssize_t put = write_piece(pipe, (const char *)buffer + total, length - total);

        if (put < 0 && errno == EAGAIN && !(pipe->open.flags & O_NONBLOCK)) {
            put = wherry__wait(&pipe->worker->idle, 1, WHERRY_FOREVER); /* another's write */
        }
        if (put < 0) {
            return total ? (ssize_t)total : -1;
        }
        total += (size_t)put;
    }
    return (ssize_t)total;
}

/* The last reference is gone, so that nothing is under way but a watch that nobody ended. */
void wherry__piped_release(struct pipe *pipe)
{
    stop_watch(pipe);
    pipe->worker->leaving = true;
    SetEvent(pipe->worker->request);
}
