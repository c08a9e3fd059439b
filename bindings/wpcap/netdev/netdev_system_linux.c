/* netdev_system_linux.c: locks, events (eventfd) and clocks. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "netdev_system.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct wherry__netdev_lock {
    pthread_mutex_t mutex;
};

struct wherry__netdev_event {
    int descriptor;
};

struct wherry__netdev_lock *wherry__netdev_lock_create(void)
{
    struct wherry__netdev_lock *lock = malloc(sizeof(*lock));
    if (lock && pthread_mutex_init(&lock->mutex, NULL) != 0) {
        free(lock);
        return NULL;
    }
    return lock;
}

void wherry__netdev_lock_free(struct wherry__netdev_lock *lock)
{
    if (!lock)
        return;
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void wherry__netdev_lock_acquire(struct wherry__netdev_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void wherry__netdev_lock_release(struct wherry__netdev_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

struct wherry__netdev_event *wherry__netdev_event_create(void)
{
    struct wherry__netdev_event *event = malloc(sizeof(*event));
    if (!event)
        return NULL;
    event->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event->descriptor < 0) {
        free(event);
        return NULL;
    }
    return event;
}

void wherry__netdev_event_free(struct wherry__netdev_event *event)
{
    if (!event)
        return;
    close(event->descriptor);
    free(event);
}

void wherry__netdev_event_raise(struct wherry__netdev_event *event)
{
    const uint64_t one = 1;
    int saved = errno; /* of whom the signal handler interrupted */
    ssize_t written = write(event->descriptor, &one, sizeof(one));
    (void)written; /* EAGAIN: it is raised, 2^64 - 2 times */
    errno = saved;
}

void wherry__netdev_event_lower(struct wherry__netdev_event *event)
{
    uint64_t count;
    ssize_t read_bytes = read(event->descriptor, &count, sizeof(count));
    (void)read_bytes; /* EAGAIN: it was not raised */
}

void wherry__netdev_event_wait(struct wherry__netdev_event *event, int timeout_ms)
{
    struct pollfd wanted = {.fd = event->descriptor, .events = POLLIN};
    poll(&wanted, 1, timeout_ms); /* EINTR: the caller looks again and waits for what is left */
}

intptr_t wherry__netdev_event_handle(const struct wherry__netdev_event *event)
{
    return event->descriptor;
}

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t wherry__netdev_clock_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

uint64_t wherry__netdev_time_ns(void)
{
    return clock_ns(CLOCK_REALTIME);
}
