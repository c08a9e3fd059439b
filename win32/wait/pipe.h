/* pipe.h: what the files about pipes share.
 *
 * Three kinds: overlapped ones, which are our own and our parents' of this library; synchronous
 * ones, inherited from other programs, whose file object serves one operation at a time (piped.c);
 * and those that Wine makes of Unix pipes, which can do little but be read and written. */
#ifndef WHERRY_POSIX_PIPE_H
#define WHERRY_POSIX_PIPE_H

#include "../core/internal.h"

#include <limits.h>
#include <sys/ioctl.h>
#include <winternl.h>

enum pipe_kind { PIPE_OVERLAPPED, PIPE_SYNCHRONOUS, PIPE_FOREIGN };

enum { PIPE_SIZE = 65536 };

struct pipe_pair;
struct pipe_worker;
struct pending;

struct pipe {
    struct wherry__open open;
    enum pipe_kind kind;
    struct pipe_pair *pair;     /* of our own pipes; else NULL */
    struct pipe_worker *worker; /* made when it is first needed; not for overlapped ones */
    /* A piece of a non-blocking write that the pipe has no room for yet (pending.c). */
    struct pending *pending;
};

/* Both ends of a pipe of ours, as far as this process still has them. */
struct pipe_pair {
    SRWLOCK lock; /* of `ends`, and exclusive to change the handles */
    LONG used;    /* it was read, written or waited for, or one end has gone to a child */
    struct pipe *ends[2];
};

/* What is known of a pipe's end without waiting. */
struct pipe_state {
    DWORD available; /* bytes to be read */
    DWORD room;      /* bytes that a write has room for, at least; 0 under Wine, always */
    bool broken;     /* the other end is gone */
};

struct pipe_state wherry__pipe_state(const struct pipe *pipe);

/* After a write that failed: EPIPE and SIGPIPE where nobody can read any more. */
int wherry__pipe_write_failed(DWORD error);

/* ---- pending.c --------------------------------------------------------------------------------
 *
 * There is no way to be told when a pipe has room but to write to it. So a non-blocking write to a
 * full pipe leaves PIPE_BUF bytes at most here, which go out as soon as they can; until then there
 * is no POLLOUT and the next write waits or gets EAGAIN. */

/* The event that is signalled while nothing is pending; NULL if nothing ever was. */
HANDLE wherry__pending_idle(const struct pipe *pipe);
bool wherry__pending(const struct pipe *pipe);

/* Takes a copy of `length` bytes, at most PIPE_BUF, and has it written. The description stays until
 * it is. */
int wherry__pending_write(struct pipe *pipe, const void *bytes, size_t length);
void wherry__pending_free(struct pending *pending);

/* ---- piped.c: synchronous and foreign pipes ---------------------------------------------------
 */

ssize_t wherry__piped_read(struct pipe *pipe, void *buffer, size_t length);
ssize_t wherry__piped_write(struct pipe *pipe, const void *buffer, size_t length);
short wherry__piped_readable(struct pipe *pipe);
int wherry__piped_arm(struct pipe *pipe, struct wherry__arm *arm);
void wherry__piped_disarm(struct pipe *pipe, struct wherry__arm *arm);
DWORD wherry__piped_available(struct pipe *pipe);

/* Begins to write them in the helper thread, which sets *outcome and calls `done`, where these are
 * not NULL. The bytes must stay. EAGAIN while the helper has something else to do. */
struct pipe_outcome {
    DWORD error, moved;
};
int wherry__piped_begin_write(struct pipe *pipe, const void *bytes, size_t length,
                              struct pipe_outcome *outcome, void (*done)(struct pipe *pipe));
void wherry__piped_release(struct pipe *pipe);

#endif
