/* wait.h: what poll.c, afd.c and select.c share. */
#ifndef WHERRY_POSIX_WAIT_H
#define WHERRY_POSIX_WAIT_H

#include "../core/internal.h"

#include <poll.h>

/* One entry of poll()'s array while it is being waited for. */
struct wait_entry {
    struct wherry__open *open; /* with a reference, or NULL */
    struct wherry__arm arm;
};

/* All sockets of one call, in one request (afd.c). */
struct afd_poll;
struct wait_sockets {
    OVERLAPPED overlapped;
    struct afd_poll *request; /* NULL: there are no sockets */
};

/* Ask for the events of the sockets among the entries; `wake` is signalled when some are there, or
 * at once unless `wait`. Room for `count` sockets is made. */
int wherry__sockets_ask(struct wait_sockets *sockets, const struct pollfd *fds,
                        const struct wait_entry *entries, nfds_t count, HANDLE wake, bool wait);

/* What it has not found by now it does not find any more. */
void wherry__sockets_cancel(struct wait_sockets *sockets);

/* Wait for the end of the request, which is at hand, and put what it has found into the sockets'
 * revents. */
void wherry__sockets_answer(struct wait_sockets *sockets, struct pollfd *fds,
                            const struct wait_entry *entries, nfds_t count);

/* poll() with a deadline and, unless it is NULL, a mask of signals for the time of the call. */
int wherry__poll(struct pollfd *fds, nfds_t count, uint64_t deadline, const sigset_t *mask);

/* The deadline of a wait that may take `ms` from now, and never less. */
uint64_t wherry__deadline_after(uint64_t ms);

/* The same of a timeout, which may be NULL. Returns -1 with EINVAL. */
struct timespec;
int wherry__deadline_of(const struct timespec *timeout, uint64_t *deadline);

/* Wait until operations that were begun with `overlapped` are over: its event may be signalled for
 * other reasons. */
void wherry__settle(OVERLAPPED *overlapped);

#endif
