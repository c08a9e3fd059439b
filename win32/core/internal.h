/* internal.h: what the parts of win32/ share. Not installed; user code never sees it.
 *
 * A descriptor is an index into the table (table.c). It leads to an open file description, as POSIX
 * calls it: what descriptors made by dup() have in common. Each description has a class, one for
 * each kind of thing (disk.c, pipe.c, console.c, socket.c ...), which is a struct of functions.
 *
 * All functions here set errno and return -1 (or NULL) when they fail, like those they serve. Names
 * in UTF-16 stay inside; what goes in and out is UTF-8. Files that need Winsock include "winsock.h"
 * instead of <sys/socket.h>. */
#ifndef WHERRY_POSIX_INTERNAL_H
#define WHERRY_POSIX_INTERNAL_H

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <windows.h>

struct stat;

/* ---- errors (error.c) ------------------------------------------------------------------------ */

/* The errno for an error of GetLastError() or WSAGetLastError(); EIO for one that is not known. */
int wherry__errno_of(DWORD error);

/* Set errno to it, or to that of GetLastError(), and return -1. */
int wherry__fail(DWORD error);
int wherry__fail_last(void);

/* Set errno and return -1. */
int wherry__error(int error);

/* ---- names (text.c, path.c) ------------------------------------------------------------------ */

/* Converted, from malloc(); NULL with ENOMEM, or EILSEQ for what is not UTF-8. Lone surrogates,
 * which file names may have, become the three bytes of their number and come back the same. */
wchar_t *wherry__wide(const char *utf8);
char *wherry__utf8(const wchar_t *wide);

/* A name that the system's calls take: absolute, `\\?\` and backslashes, "/dev/null" and its like
 * replaced (docs/POSIX.md, "Paths"). From malloc(). `directory` is a descriptor or AT_FDCWD.
 * A trailing slash is dropped, and *must_be_directory (if not NULL) tells that there was one, or
 * that the last component is "." or "..".
 * ENOENT for "", ENAMETOOLONG beyond 32,000 characters, ENOTDIR, EBADF. */
wchar_t *wherry__path_at(int directory, const char *path, bool *must_be_directory);
wchar_t *wherry__path(const char *path);

/* The other way: a system's name as POSIX programs read it: no prefix, slashes. From malloc(). */
char *wherry__path_back(const wchar_t *path);

/* The name that an open file has now, without symbolic links, and the current directory's
 * (file/cwd.c), as the system's calls take them. From malloc(). `opened` is the name that it was
 * opened by. */
wchar_t *wherry__name_of(HANDLE handle, const wchar_t *opened);
wchar_t *wherry__current_directory(void);

/* N of "/dev/fd/N", "/dev/stdin", "/dev/stdout", "/dev/stderr"; -1 for any other name. */
int wherry__path_descriptor(const char *path);

/* ---- open file descriptions (table.c) -------------------------------------------------------- */

struct wherry__open;
struct wherry__arm;

struct wherry__class {
    const char *name;
    mode_t type; /* S_IFREG and so on */
    /* At `at`, or, where that is -1, at the position, which they move. Block unless O_NONBLOCK;
     * EINTR once a handler has run. NULL: EINVAL. */
    ssize_t (*read)(struct wherry__open *, void *, size_t, off_t at);
    ssize_t (*write)(struct wherry__open *, const void *, size_t, off_t at);
    off_t (*seek)(struct wherry__open *, off_t, int whence); /* NULL: ESPIPE */
    int (*stat)(struct wherry__open *, struct stat *);       /* NULL: only the type is known */
    int (*control)(struct wherry__open *, unsigned long request, void *argument); /* NULL: ENOTTY */
    int (*set_flags)(struct wherry__open *,
                     int flags); /* F_SETFL; NULL: nothing but to note them */
    /* What of `events` (POLLIN, POLLOUT ...) holds now, and POLLERR and POLLHUP, asked for or not;
     * never blocks. NULL: all of it, as for files. Sockets are asked all at once (wait/afd.c) and
     * need none of these three. */
    short (*ready)(struct wherry__open *, short events);
    /* Has arm->wake signalled when what ready() says may have changed, by one of the means below
     * struct wherry__arm; once is enough, and once too often does no harm. Any number of them at a
     * time. disarm() ends it; an operation of the first means need only be cancelled by then. NULL:
     * never changes. */
    int (*arm)(struct wherry__open *, short events, struct wherry__arm *arm);
    void (*disarm)(struct wherry__open *, struct wherry__arm *arm);
    void (*release)(
        struct wherry__open *); /* the last reference is gone: close it; NULL: the handle */
};

/* Classes put it first in a struct of their own where they need more. */
struct wherry__open {
    const struct wherry__class *class;
    HANDLE handle;
    LONG references; /* of descriptors, and of calls that are under way */
    LONG flags;      /* O_ACCMODE, O_APPEND, O_NONBLOCK */
    SRWLOCK lock;    /* for what must not happen at once to one description */
    bool write_shut; /* a socket after SHUT_WR: with the peer's end of data that is POLLHUP */
    bool read_shut;  /* a socket after SHUT_RD: it reads as at an end */
    wchar_t *name;   /* as it was opened, for the *at functions and unlink; or NULL */
};

/* A description of `size` bytes, zero beyond its head, with one reference. NULL: ENOMEM. */
struct wherry__open *wherry__open_new(const struct wherry__class *class, size_t size, HANDLE handle,
                                      int flags);
void wherry__open_put(struct wherry__open *open); /* one reference less */

/* Bring it into the table at the lowest free descriptor from `lowest` on; takes over the reference,
 * also when it fails. `cloexec` is FD_CLOEXEC. EMFILE at RLIMIT_NOFILE. */
int wherry__fd_install(struct wherry__open *open, int lowest, bool cloexec);

/* What a descriptor leads to, with a reference for the caller. NULL: EBADF. */
struct wherry__open *wherry__fd_get(int fd);

/* The same and also that it is of this class; else `error` (ENOTSOCK, ...). */
struct wherry__open *wherry__fd_get_as(int fd, const struct wherry__class *class, int error);

/* Take it out of the table; the description goes when its last reference does. */
int wherry__fd_remove(int fd);

/* Put a description at just this descriptor, in place of what was there, as dup2() does; takes over
 * the reference, also when it fails. */
int wherry__fd_replace(struct wherry__open *open, int fd, bool cloexec);

/* The former value of FD_CLOEXEC (0 or 1); sets it unless `set` is negative. */
int wherry__fd_cloexec(int fd, int set);

/* The former value of RLIMIT_NOFILE's soft limit; sets it unless `set` is negative. */
int wherry__fd_limit(int set);

/* For process creation: calls `see` for each descriptor that is open, in ascending order, with the
 * table locked. Stops when it returns non-zero, and returns that. */
int wherry__fd_each(int (*see)(int fd, struct wherry__open *open, bool cloexec, void *user),
                    void *user);

/* A new description for a handle that was inherited or comes from outside: what kind it is, is
 * found out. NULL: EBADF. */
struct wherry__open *wherry__open_of_handle(HANDLE handle, int flags);

/* The same for what GetFileType() calls a pipe: a pipe, or a socket (wait/pipe.c). */
struct wherry__open *wherry__pipe_of_handle(HANDLE handle, int flags);

/* The same for a socket; NULL for what is none (socket/). */
struct wherry__open *wherry__socket_of_handle(HANDLE handle, int flags);

/* ---- the classes -------------------------------------------------------------------------------
 */

extern const struct wherry__class wherry__disk, wherry__directory, wherry__null, wherry__pipe,
    wherry__console, wherry__socket;

/* readv() and writev() of a socket: the pieces are one message. */
struct iovec;
ssize_t wherry__socket_vector(struct wherry__open *open, const struct iovec *pieces, int count,
                              bool writing);

/* fcntl(F_GETLK, F_SETLK, F_SETLKW); in file/lock.c. */
struct flock;
int wherry__record_lock(struct wherry__open *open, int command, struct flock *lock);

/* The locks that this process has on a file end when it closes any descriptor of it. */
void wherry__record_locks_closed(struct wherry__open *open);

/* ---- waiting (wait.c) and signals (signal.c) ------------------------------------------------- */

#define WHERRY_FOREVER UINT64_MAX

/* Milliseconds of a monotonic clock; what deadlines are in. */
uint64_t wherry__now_ms(void);

/* Wait for one of the handles (60 at most), or for a signal, until `deadline`. Returns the number
 * of the handle, WAIT_TIMEOUT, or -1 with EINTR after a handler has run that was not installed with
 * SA_RESTART; where it was, the wait goes on. */
int wherry__wait(const HANDLE *handles, int count, uint64_t deadline);

/* Finish an overlapped operation on `handle`: wait for it as wherry__wait does; cancel it when a
 * handler has run or the deadline passes (ETIMEDOUT). Returns 0 and the bytes, or -1; a transfer
 * that was complete by then counts as done. `overlapped->hEvent` must be set. */
int wherry__wait_overlapped(HANDLE handle, OVERLAPPED *overlapped, uint64_t deadline, DWORD *bytes);

/* The same, but no handler runs: `count` once there may be one to run. For calls that must put
 * things in order first, since it may leave by siglongjmp(). */
int wherry__wait_unhandled(const HANDLE *handles, int count, uint64_t deadline);

/* An event (manual reset, not signalled) for one operation; kept for the next one. NULL: ENOMEM. */
HANDLE wherry__event_take(void);
void wherry__event_give(HANDLE event);

/* How poll() takes part in what a description waits for; one for each of its entries. */
struct wherry__arm {
    HANDLE wake;
    OVERLAPPED overlapped; /* first means: an operation that consumes nothing, begun with this, its
                              event set to `wake`; ended by wherry__arm_cancel() */
    HANDLE registered;     /* second means: wherry__arm_on() and wherry__arm_off() */
    LONG fired;
};

/* `wake` is to be signalled once `handle` is: an event, or a console. */
int wherry__arm_on(struct wherry__arm *arm, HANDLE handle);
void wherry__arm_off(struct wherry__arm *arm);
void wherry__arm_cancel(struct wherry__arm *arm, HANDLE handle);

/* A descriptor of `open` was closed: who waits for it is woken, and finds POLLNVAL (poll.c). */
void wherry__waits_closed(const struct wherry__open *open);

/* What pipes still hold of non-blocking writes is written before the process ends. */
void wherry__pipes_drain(void);

/* A handle of a pipe's end for a child to inherit; the caller closes it. A program of the CRT wants
 * a synchronous file object, and as long as nothing went through the pipe and this process has both
 * ends, it is made so: the end that stays here goes on overlapped, the one that goes is served
 * here as an inherited pipe is. Else the end is handed on as it is, overlapped, which the CRT can
 * read and write with one thread at a time. NULL: errno. */
HANDLE wherry__pipe_for_child(struct wherry__open *open);

/* Run the handlers of signals that are pending for this thread. True if one ran and the call that
 * it interrupts is to fail with EINTR. Blocking calls do so before they wait. */
bool wherry__signals_run(void);

/* The same for calls that have done their work; costs next to nothing while no signal waits. */
void wherry__signals_glance(void);

/* Handlers that have run on this thread so far, those with SA_RESTART too. */
unsigned wherry__signals_handled(void);

/* Sets this thread's mask and runs no handler; the former one goes to *former unless that is NULL.
 * For ppoll() and pselect(), which wait next. */
int wherry__signals_mask(const sigset_t *mask, sigset_t *former);

/* Signalled while one is pending that this thread would take; owned by the library. */
HANDLE wherry__signals_event(void);

/* Raise a signal in this process, from any thread: SIGCHLD, SIGALRM. SIGPIPE is the calling
 * thread's, and its handler runs here. */
void wherry__signal_raise(int number);

/* What a call holds while a handler may run and leave by siglongjmp(), which then gives it up: a
 * reference (wherry__fd_get() says so itself), or a transfer into the call's frame. End it before
 * the call returns (wherry__open_put() does), or hands the reference to something that stays. */
void wherry__held_open(struct wherry__open *open);
void wherry__held_transfer(HANDLE handle, OVERLAPPED *overlapped);
void wherry__held_end(const void *what);

/* ---- start -------------------------------------------------------------------------------------
 */

/* In the order in which start.c calls them, before main(). */
void wherry__start_crt(void);         /* the CRT's own streams, which C++ has, are binary */
void wherry__start_environment(void); /* environ from the system's, in UTF-8 */
void wherry__start_descriptors(void); /* 0, 1, 2, and what the parent named */
void wherry__start_signals(void);
void wherry__start_terminal(void); /* TERM */

/* At the end of the process, for endings of which the loader tells nobody (TerminateProcess): the
 * console's modes go back to what they were, but for what termios says. May be called twice. */
void wherry__terminal_end(void);

/* The system told of ^C; called before SIGINT is raised for it: what was typed of a line goes. */
void wherry__terminal_interrupted(void);

/* At exit, after the program's own handlers: what stdio's buffers hold goes out. */
void wherry__stdio_flush(void);

/* File times: 100 ns since 1601. */
struct timespec;
struct timespec wherry__time_of(FILETIME time);
FILETIME wherry__filetime_of(struct timespec time);

#endif
