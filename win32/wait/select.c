/* select.c: select() and pselect(), as poll() with sets. */

#include "wait.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

/* What a descriptor of each set is polled for, and what of the answer puts it there. */
static const struct {
    short events, revents;
} kinds[] = {
    {POLLIN, POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR},
    {POLLOUT, POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR | POLLHUP},
    {POLLPRI, POLLPRI},
};

enum { KINDS = sizeof kinds / sizeof *kinds, BITS = 8 * sizeof(unsigned long) };

/* Programs make sets larger than FD_SETSIZE; `count` says how large they are. */
static bool has(const fd_set *set, int fd)
{
    return set && (set->fds_bits[fd / BITS] >> fd % BITS & 1);
}

static nfds_t gather(struct pollfd *fds, int count, fd_set *const sets[KINDS])
{
    nfds_t used = 0;

    for (int fd = 0; fd < count; fd++) {
        short events = 0;

        for (int i = 0; i < KINDS; i++) {
            events |= has(sets[i], fd) ? kinds[i].events : 0;
        }
        if (events) {
            fds[used++] = (struct pollfd){.fd = fd, .events = events};
        }
    }
    return used;
}

/* An error counts wherever the descriptor is in no set that tells of it. */
static bool is_in(const struct pollfd *fd, int kind)
{
    return (fd->events & kinds[kind].events) &&
           (fd->revents & (fd->events == POLLPRI ? ~0 : kinds[kind].revents));
}

static int spread(const struct pollfd *fds, nfds_t used, int count, fd_set *const sets[KINDS])
{
    int ready = 0;

    for (int i = 0; i < KINDS; i++) {
        if (sets[i]) {
            memset(sets[i], 0, (size_t)(count + BITS - 1) / BITS * sizeof(unsigned long));
        }
        for (nfds_t j = 0; sets[i] && j < used; j++) {
            if (is_in(&fds[j], i)) {
                sets[i]->fds_bits[fds[j].fd / BITS] |= 1UL << fds[j].fd % BITS;
                ready++;
            }
        }
    }
    return ready;
}

static int select_until(int count, fd_set *const sets[KINDS], uint64_t deadline,
                        const sigset_t *mask)
{
    struct pollfd *fds;
    nfds_t used;
    int ready;

    if (count < 0) {
        return wherry__error(EINVAL);
    }
    fds = malloc(((size_t)count + 1) * sizeof *fds);
    if (!fds) {
        return wherry__error(ENOMEM);
    }
    used = gather(fds, count, sets);
    ready = wherry__poll(fds, used, deadline, mask);
    for (nfds_t i = 0; ready > 0 && i < used; i++) {
        if (fds[i].revents & POLLNVAL) {
            ready = wherry__error(EBADF);
        }
    }
    if (ready >= 0) {
        ready = spread(fds, used, count, sets);
    }
    free(fds);
    return ready;
}

int select(int count, fd_set *restrict read, fd_set *restrict write, fd_set *restrict except,
           struct timeval *restrict timeout)
{
    uint64_t deadline = WHERRY_FOREVER;

    if (timeout) {
        if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
            return wherry__error(EINVAL);
        }
        deadline = timeout->tv_sec < INT64_MAX / 1001
                       ? wherry__deadline_after((uint64_t)timeout->tv_sec * 1000 +
                                                ((uint64_t)timeout->tv_usec + 999) / 1000)
                       : WHERRY_FOREVER;
    }
    return select_until(count, (fd_set *const[]){read, write, except}, deadline, NULL);
}

int pselect(int count, fd_set *restrict read, fd_set *restrict write, fd_set *restrict except,
            const struct timespec *restrict timeout, const sigset_t *restrict mask)
{
    uint64_t deadline;

    if (wherry__deadline_of(timeout, &deadline) < 0) {
        return -1;
    }
    return select_until(count, (fd_set *const[]){read, write, except}, deadline, mask);
}
