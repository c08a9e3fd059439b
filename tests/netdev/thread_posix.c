#include "thread.h"

#include <pthread.h>
#include <stdlib.h>

struct thread {
    void (*run)(void *data);
    void *data;
    pthread_t thread;
};

static void *enter(void *data)
{
    struct thread *thread = data;
    thread->run(thread->data);
    return NULL;
}

struct thread *thread_start(void (*run)(void *data), void *data)
{
    struct thread *thread = malloc(sizeof(*thread));
    if (!thread)
        return NULL;
    thread->run = run;
    thread->data = data;
    if (pthread_create(&thread->thread, NULL, enter, thread) == 0)
        return thread;
    free(thread);
    return NULL;
}

void thread_join(struct thread *thread)
{
    if (!thread)
        return;
    pthread_join(thread->thread, NULL);
    free(thread);
}
