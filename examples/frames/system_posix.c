#include "system.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct deadline {
    pcap_t *capture;
    struct timespec end; /* on CLOCK_MONOTONIC */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopped; /* under `lock` */
    atomic_bool passed;
};

static struct timespec after_ns(struct timespec from, uint64_t nanoseconds)
{
    uint64_t total = (uint64_t)from.tv_nsec + nanoseconds;
    from.tv_sec += (time_t)(total / 1000000000);
    from.tv_nsec = (long)(total % 1000000000);
    return from;
}

void system_pause_us(uint32_t microseconds)
{
    struct timespec left = after_ns((struct timespec){0}, (uint64_t)microseconds * 1000);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

static void *watch(void *user)
{
    struct deadline *deadline = user;
    int error = 0;
    pthread_mutex_lock(&deadline->lock);
    while (!deadline->stopped && error == 0)
        error = pthread_cond_timedwait(&deadline->changed, &deadline->lock, &deadline->end);
    if (!deadline->stopped) {
        atomic_store(&deadline->passed, true);
        pcap_breakloop(deadline->capture);
    }
    pthread_mutex_unlock(&deadline->lock);
    return NULL;
}

/* A condition variable that waits on the monotonic clock, which nobody sets. */
static int init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    int error = pthread_condattr_init(&attributes);
    if (error != 0)
        return error;
    error = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (error == 0)
        error = pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return error;
}

struct deadline *deadline_start(pcap_t *capture, uint32_t timeout_ms)
{
    struct deadline *deadline = calloc(1, sizeof(*deadline));
    if (!deadline)
        return NULL;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    deadline->capture = capture;
    deadline->end = after_ns(now, (uint64_t)timeout_ms * 1000000);
    if (init_condition(&deadline->changed) != 0)
        goto no_condition;
    if (pthread_mutex_init(&deadline->lock, NULL) != 0)
        goto no_lock;
    if (pthread_create(&deadline->thread, NULL, watch, deadline) != 0)
        goto no_thread;
    return deadline;
no_thread:
    pthread_mutex_destroy(&deadline->lock);
no_lock:
    pthread_cond_destroy(&deadline->changed);
no_condition:
    free(deadline);
    return NULL;
}

bool deadline_passed(const struct deadline *deadline)
{
    return atomic_load(&deadline->passed);
}

void deadline_free(struct deadline *deadline)
{
    if (!deadline)
        return;
    pthread_mutex_lock(&deadline->lock);
    deadline->stopped = true;
    pthread_cond_signal(&deadline->changed);
    pthread_mutex_unlock(&deadline->lock);
    pthread_join(deadline->thread, NULL);
    pthread_mutex_destroy(&deadline->lock);
    pthread_cond_destroy(&deadline->changed);
    free(deadline);
}

const char *system_lacks_capture_files(void)
{
    return NULL;
}

const char *system_length_hint(void)
{
    return "";
}
