/* pipe.c: pipes, and their reading and writing where they are overlapped.
 *
 * A pipe is a named pipe, since only those can be overlapped, and both of its ends can be read and
 * written: a read of no bytes at the writing end is how its holder is told that the readers are
 * gone. */

#include "pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* FILE_PIPE_LOCAL_INFORMATION of the DDK. */
struct local_information {
    ULONG type, configuration, maximum_instances, instances;
    ULONG inbound_quota, available, outbound_quota, room, state, end;
};

enum { LOCAL_INFORMATION = 24, MODE_INFORMATION = 16, STATE_CONNECTED = 3 };
enum { MODE_SYNCHRONOUS = 0x30 };

/* With what is available the state is still asked for: a pipe may be both full and broken. */
struct pipe_state wherry__pipe_state(const struct pipe *pipe)
{
    struct local_information info = {0};
    IO_STATUS_BLOCK block;

    if (NtQueryInformationFile(pipe->open.handle, &block, &info, sizeof info,
                               (FILE_INFORMATION_CLASS)LOCAL_INFORMATION) < 0) {
        return (struct pipe_state){0}; /* a handle without FILE_READ_ATTRIBUTES */
    }
    return (struct pipe_state){info.available, info.room, info.state != STATE_CONNECTED};
}

static bool is_broken(DWORD error)
{
    return error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA ||
           error == ERROR_PIPE_NOT_CONNECTED;
}

int wherry__pipe_write_failed(DWORD error)
{
    if (!is_broken(error)) {
        return wherry__fail(error);
    }
    wherry__signal_raise(SIGPIPE);
    wherry__signals_run();
    return wherry__error(EPIPE);
}

/* ---- transfers --------------------------------------------------------------------------------
 */

/* The operation that was begun is over, or, with O_NONBLOCK, is taken back if it is not. The system
 * cancels a transfer as a whole: bytes that were moved count as its end. */
static DWORD finish(struct pipe *pipe, BOOL done, OVERLAPPED *overlapped, DWORD *bytes)
{
    HANDLE handle = pipe->open.handle;

    if (!done && GetLastError() != ERROR_IO_PENDING) {
        return GetLastError();
    }
    if (!done) {
        wherry__held_transfer(handle, overlapped);
        if ((pipe->open.flags & O_NONBLOCK) ||
            wherry__wait(&overlapped->hEvent, 1, WHERRY_FOREVER) != 0) {
            CancelIoEx(handle, overlapped);
        }
        wherry__held_end(overlapped);
    }
    return GetOverlappedResult(handle, overlapped, bytes, TRUE) ? 0 : GetLastError();
}

/* An operation that was cancelled: taken back, or ended by a signal's handler. */
static int cancelled(const struct pipe *pipe)
{
    return wherry__error(pipe->open.flags & O_NONBLOCK ? EAGAIN : EINTR);
}

/* A writer of another system's may write no bytes, which ends a read and is not the end. */
static ssize_t overlapped_read(struct pipe *pipe, void *buffer, size_t length)
{
    OVERLAPPED overlapped = {.hEvent = wherry__event_take()};
    DWORD bytes = 0;
    DWORD error;

    if (!overlapped.hEvent) {
        return -1;
    }
    do {
        BOOL done = ReadFile(pipe->open.handle, buffer, (DWORD)length, NULL, &overlapped);

        error = finish(pipe, done, &overlapped, &bytes);
    } while (!error && !bytes);
    wherry__event_give(overlapped.hEvent);
    if (error == ERROR_OPERATION_ABORTED) {
        return cancelled(pipe);
    }
    if (error && error != ERROR_MORE_DATA) { /* the rest of a message comes with the next read */
        return is_broken(error) || error == ERROR_HANDLE_EOF ? 0 : wherry__fail(error);
    }
    return (ssize_t)bytes;
}

/* What of an earlier write is pending goes first. */
static int wait_for_pending(struct pipe *pipe)
{
    HANDLE idle = wherry__pending_idle(pipe);

    while (wherry__pending(pipe)) {
        if (pipe->open.flags & O_NONBLOCK) {
            return wherry__error(EAGAIN);
        }
        if (wherry__wait(&idle, 1, WHERRY_FOREVER) != 0) {
            return -1;
        }
    }
    return 0;
}

/* One piece of a write, which is written as a whole. Non-blocking: what does not fit is left
 * pending. */
static ssize_t write_piece(struct pipe *pipe, const char *bytes, size_t length)
{
    bool blocking = !(pipe->open.flags & O_NONBLOCK);
    OVERLAPPED overlapped = {.hEvent = wherry__event_take()};
    DWORD put = 0;
    DWORD error;
    BOOL done;

    if (!overlapped.hEvent) {
        return -1;
    }
    if (!blocking && length > PIPE_BUF) {
        DWORD room = wherry__pipe_state(pipe).room;

        length = room < PIPE_BUF ? PIPE_BUF : room < length ? room : length;
    }
    length = length < PIPE_SIZE ? length : PIPE_SIZE;
    done = WriteFile(pipe->open.handle, bytes, (DWORD)length, NULL, &overlapped);
    error = finish(pipe, done, &overlapped, &put);
    wherry__event_give(overlapped.hEvent);
    if (error == ERROR_OPERATION_ABORTED && !blocking) {
        length = length < PIPE_BUF ? length : PIPE_BUF;
        return wherry__pending_write(pipe, bytes, length) < 0 ? -1 : (ssize_t)length;
    }
    if (error == ERROR_OPERATION_ABORTED) {
        return cancelled(pipe);
    }
    return error ? wherry__pipe_write_failed(error) : (ssize_t)put;
}

static ssize_t overlapped_write(struct pipe *pipe, const char *bytes, size_t length)
{
    size_t total = 0;

    while (total < length) {
        ssize_t put = wait_for_pending(pipe);

        if (put == 0) {
            put = write_piece(pipe, bytes + total, length - total);
        }
        if (put < 0) {
            return total ? (ssize_t)total : -1;
        }
        total += (size_t)put;
    }
    return (ssize_t)total;
}

/* From now on the handles stay what they are. */
static void use(struct pipe *pipe)
{
    struct pipe_pair *pair = pipe->pair;

    if (pair && !InterlockedCompareExchange(&pair->used, 0, 0)) {
        AcquireSRWLockShared(&pair->lock);
        InterlockedExchange(&pair->used, 1);
        ReleaseSRWLockShared(&pair->lock);
    }
}

static ssize_t pipe_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    struct pipe *pipe = (struct pipe *)open;

    (void)at;
    if (!length) {
        return 0;
    }
    use(pipe);
    return pipe->kind == PIPE_OVERLAPPED ? overlapped_read(pipe, buffer, length)
                                         : wherry__piped_read(pipe, buffer, length);
}

static ssize_t pipe_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    struct pipe *pipe = (struct pipe *)open;

    (void)at;
    if (!length) {
        return 0;
    }
    use(pipe);
    return pipe->kind == PIPE_OVERLAPPED ? overlapped_write(pipe, buffer, length)
                                         : wherry__piped_write(pipe, buffer, length);
}

static int pipe_control(struct wherry__open *open, unsigned long request, void *argument)
{
    struct pipe *pipe = (struct pipe *)open;

    if (request != FIONREAD) {
        return wherry__error(ENOTTY);
    }
    use(pipe);
    *(int *)argument = (int)(pipe->kind == PIPE_OVERLAPPED ? wherry__pipe_state(pipe).available
                                                           : wherry__piped_available(pipe));
    return 0;
}

/* ---- waiting ----------------------------------------------------------------------------------
 */

static bool reads(const struct wherry__open *open)
{
    return (open->flags & O_ACCMODE) != O_WRONLY;
}

static bool writes(const struct wherry__open *open)
{
    return (open->flags & O_ACCMODE) != O_RDONLY;
}

static short pipe_ready(struct wherry__open *open, short events)
{
    struct pipe *pipe = (struct pipe *)open;
    struct pipe_state state = {0};
    short ready = 0;

    use(pipe);
    if (pipe->kind == PIPE_OVERLAPPED) {
        state = wherry__pipe_state(pipe);
        ready = reads(open) && state.available ? POLLIN | POLLRDNORM : 0;
    } else if (reads(open)) {
        ready = wherry__piped_readable(pipe);
    }
    if (writes(open) && !wherry__pending(pipe)) {
        ready |= POLLOUT | POLLWRNORM;
    }
    if (state.broken) {
        ready |= reads(open) ? POLLHUP : POLLERR;
    }
    return ready & (events | POLLHUP | POLLERR);
}

/* A read of no bytes ends when something can be read or the other end is closed. */
static int pipe_arm(struct wherry__open *open, short events, struct wherry__arm *arm)
{
    struct pipe *pipe = (struct pipe *)open;
    bool wanted = events & (POLLIN | POLLRDNORM);

    if (writes(open) && (events & (POLLOUT | POLLWRNORM))) {
        if (!wherry__pending(pipe)) { /* it was, when ready() was asked */
            InterlockedExchange(&arm->fired, 1);
            return 0;
        }
        if (wherry__arm_on(arm, wherry__pending_idle(pipe)) < 0) {
            return -1;
        }
    }
    if (pipe->kind != PIPE_OVERLAPPED) {
        return reads(open) && wanted ? wherry__piped_arm(pipe, arm) : 0;
    }
    if (reads(open) && !wanted && wherry__pipe_state(pipe).available) {
        return 0; /* it would end at once, of what nobody asked for */
    }
    arm->overlapped = (OVERLAPPED){.hEvent = arm->wake};
    if (ReadFile(open->handle, arm, 0, NULL, &arm->overlapped) ||
        (GetLastError() != ERROR_IO_PENDING && GetLastError() != ERROR_ACCESS_DENIED)) {
        InterlockedExchange(&arm->fired, 1);
    } else if (GetLastError() == ERROR_ACCESS_DENIED) { /* inherited, and for writing only */
        arm->overlapped.hEvent = NULL;
    }
    return 0;
}

static void pipe_disarm(struct wherry__open *open, struct wherry__arm *arm)
{
    wherry__arm_off(arm);
    if (((struct pipe *)open)->kind == PIPE_OVERLAPPED) {
        wherry__arm_cancel(arm, open->handle);
    } else {
        wherry__piped_disarm((struct pipe *)open, arm);
    }
}

/* ---- making and ending them -------------------------------------------------------------------
 */

static void pipe_release(struct wherry__open *open)
{
    struct pipe *pipe = (struct pipe *)open;
    struct pipe_pair *pair = pipe->pair;

    if (pipe->worker) {
        wherry__piped_release(pipe);
    }
    if (pair) {
        bool last;

        AcquireSRWLockExclusive(&pair->lock);
        pair->ends[pair->ends[1] == pipe] = NULL;
        last = !pair->ends[0] && !pair->ends[1];
        ReleaseSRWLockExclusive(&pair->lock);
        if (last) {
            free(pair);
        }
    }
    wherry__pending_free(pipe->pending);
    CloseHandle(open->handle);
}

const struct wherry__class wherry__pipe = {
    .name = "pipe",
    .type = S_IFIFO,
    .read = pipe_read,
    .write = pipe_write,
    .control = pipe_control,
    .ready = pipe_ready,
    .arm = pipe_arm,
    .disarm = pipe_disarm,
    .release = pipe_release,
};

/* Handles of a new pipe: ends[0] is to be read. A name that another process has made first is no
 * error: there are more. */
static int make_handles(HANDLE ends[2], DWORD first, DWORD second)
{
    static LONG count;
    char name[64];

    for (int tries = 0; tries < 1000; tries++) {
        LARGE_INTEGER now;

        QueryPerformanceCounter(&now);
        snprintf(name, sizeof name, "\\\\.\\pipe\\wherry-%lu-%ld-%llx", GetCurrentProcessId(),
                 InterlockedIncrement(&count), (unsigned long long)now.QuadPart);
        ends[0] = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE | first,
                                   PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, PIPE_SIZE,
                                   PIPE_SIZE, 0, NULL);
        if (ends[0] == INVALID_HANDLE_VALUE) {
            if (GetLastError() == ERROR_ACCESS_DENIED || GetLastError() == ERROR_PIPE_BUSY) {
                continue;
            }
            return wherry__fail_last();
        }
        ends[1] =
            CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, second, NULL);
        if (ends[1] != INVALID_HANDLE_VALUE) {
            return 0;
        }
        CloseHandle(ends[0]); /* somebody else was quicker to connect */
    }
    return wherry__error(ENFILE);
}

static struct pipe *pipe_new(HANDLE handle, enum pipe_kind kind, int flags)
{
    struct pipe *pipe = (struct pipe *)wherry__open_new(&wherry__pipe, sizeof *pipe, handle, flags);

    if (pipe) {
        pipe->kind = kind;
    }
    return pipe;
}

/* Both ends as descriptions; the handles are theirs, or closed. */
static int make_pair(struct pipe *ends[2], int flags)
{
    struct pipe_pair *pair = calloc(1, sizeof *pair);
    HANDLE handles[2];

    if (!pair || make_handles(handles, FILE_FLAG_OVERLAPPED, FILE_FLAG_OVERLAPPED) < 0) {
        free(pair);
        return -1;
    }
    ends[0] = pipe_new(handles[0], PIPE_OVERLAPPED, O_RDONLY | flags);
    ends[1] = pipe_new(handles[1], PIPE_OVERLAPPED, O_WRONLY | flags);
    if (!ends[0] || !ends[1]) {
        CloseHandle(handles[0]);
        CloseHandle(handles[1]);
        free(ends[0]);
        free(ends[1]);
        free(pair);
        return wherry__error(ENOMEM);
    }
    InitializeSRWLock(&pair->lock);
    for (int i = 0; i < 2; i++) {
        pair->ends[i] = ends[i];
        ends[i]->pair = pair;
    }
    return 0;
}

int pipe2(int fds[2], int flags)
{
    struct pipe *ends[2];
    int first, second;

    if (flags & ~(O_CLOEXEC | O_NONBLOCK)) {
        return wherry__error(EINVAL);
    }
    if (make_pair(ends, flags & O_NONBLOCK) < 0) {
        return -1;
    }
    first = wherry__fd_install(&ends[0]->open, 0, flags & O_CLOEXEC);
    if (first < 0) {
        wherry__open_put(&ends[1]->open);
        return -1;
    }
    second = wherry__fd_install(&ends[1]->open, 0, flags & O_CLOEXEC);
    if (second < 0) {
        int error = errno;

        wherry__fd_remove(first);
        return wherry__error(error);
    }
    fds[0] = first;
    fds[1] = second;
    return 0;
}

int pipe(int fds[2])
{
    return pipe2(fds, 0);
}

/* ---- pipes for children -----------------------------------------------------------------------
 */

/* With the pair locked: new handles, of which the one of `given` is synchronous. */
static void make_synchronous(struct pipe_pair *pair, struct pipe *given)
{
    bool first = pair->ends[0] == given;
    HANDLE handles[2];

    if (make_handles(handles, first ? 0 : FILE_FLAG_OVERLAPPED, first ? FILE_FLAG_OVERLAPPED : 0) <
        0) {
        return; /* what there is will do */
    }
    for (int i = 0; i < 2; i++) {
        CloseHandle(pair->ends[i]->open.handle);
        pair->ends[i]->open.handle = handles[i];
    }
    given->kind = PIPE_SYNCHRONOUS;
}

HANDLE wherry__pipe_for_child(struct wherry__open *open)
{
    struct pipe *pipe = (struct pipe *)open;
    struct pipe_pair *pair = pipe->pair;
    DWORD access = (reads(open) ? GENERIC_READ : 0) |
                   (writes(open) ? GENERIC_WRITE | FILE_READ_ATTRIBUTES : 0);
    HANDLE handle;

    if (pair) {
        AcquireSRWLockExclusive(&pair->lock);
        if (!pair->used && pair->ends[0] && pair->ends[1]) {
            make_synchronous(pair, pipe);
        }
        pair->used = 1;
        ReleaseSRWLockExclusive(&pair->lock);
    }
    if (!DuplicateHandle(GetCurrentProcess(), open->handle, GetCurrentProcess(), &handle,
                         pair ? access : 0, TRUE, pair ? 0 : DUPLICATE_SAME_ACCESS)) {
        wherry__fail_last();
        return NULL;
    }
    return handle;
}

/* ---- pipes from outside -----------------------------------------------------------------------
 */

/* The rights of the handle tell its direction. */
static int direction_of(HANDLE handle, int otherwise)
{
    PUBLIC_OBJECT_BASIC_INFORMATION info;

    if (NtQueryObject(handle, ObjectBasicInformation, &info, sizeof info, NULL) < 0) {
        return otherwise;
    }
    switch (info.GrantedAccess & (FILE_READ_DATA | FILE_WRITE_DATA)) {
    case FILE_READ_DATA:
        return O_RDONLY;
    case FILE_WRITE_DATA:
        return O_WRONLY;
    default:
        return O_RDWR;
    }
}

struct wherry__open *wherry__pipe_of_handle(HANDLE handle, int flags)
{
    static const NTSTATUS denied = (NTSTATUS)0xC0000022;
    struct local_information info;
    IO_STATUS_BLOCK block;
    ULONG mode = MODE_SYNCHRONOUS;
    NTSTATUS status = NtQueryInformationFile(handle, &block, &info, sizeof info,
                                             (FILE_INFORMATION_CLASS)LOCAL_INFORMATION);
    enum pipe_kind kind = PIPE_FOREIGN;
    struct pipe *pipe;

    if (status < 0 && status != denied) {
        struct wherry__open *open = wherry__socket_of_handle(handle, flags);

        if (open) {
            return open;
        }
    } else {
        NtQueryInformationFile(handle, &block, &mode, sizeof mode,
                               (FILE_INFORMATION_CLASS)MODE_INFORMATION);
        kind = mode & MODE_SYNCHRONOUS ? PIPE_SYNCHRONOUS : PIPE_OVERLAPPED;
    }
    pipe = pipe_new(handle, kind, direction_of(handle, flags & O_ACCMODE));
    return pipe ? &pipe->open : NULL;
}

/* The file system has no pipes with names, and those of the system's have another life: they are
 * gone with their last handle, and each reader has a pipe of its own. */
int mkfifoat(int directory, const char *path, mode_t mode)
{
    (void)directory;
    (void)path;
    (void)mode;
    return wherry__error(ENOTSUP);
}

int mkfifo(const char *path, mode_t mode)
{
    return mkfifoat(AT_FDCWD, path, mode);
}
