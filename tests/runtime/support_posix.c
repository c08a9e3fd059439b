/* support_posix.c: see support.h. */
#define _POSIX_C_SOURCE 200809L /* barriers, clocks */
#include "support.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct start {
    void (*function)(void *user);
    void *user;
    pthread_barrier_t barrier;
};

void leave_error(uint32_t error)
{
    (void)error;
}

uint32_t left_error(void)
{
    return 0;
}

static void *enter(void *argument)
{
    struct start *start = argument;
    pthread_barrier_wait(&start->barrier);
    start->function(start->user);
    return NULL;
}

void run_threads(int count, void (*function)(void *user), void *user)
{
    struct start start = {.function = function, .user = user};
    pthread_t threads[64];
    if (count > 64 || pthread_barrier_init(&start.barrier, NULL, (unsigned)count))
        abort();
    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, enter, &start))
            abort();
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start.barrier);
}

double nanoseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}
