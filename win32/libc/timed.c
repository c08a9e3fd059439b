/* timed.c: winpthreads' waits with a time limit, which on 32-bit Windows want a time of 32 bits. */

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

#ifdef __x86_64__
#define WINPTHREADS(name) __asm__(#name)
typedef long long seconds;
#define LAST LLONG_MAX
#else
#define WINPTHREADS(name) __asm__("_" #name)
typedef long seconds;
#define LAST LONG_MAX
#endif

struct limit {
    seconds whole;
    long nanoseconds;
};

int wherry__cond(pthread_cond_t *, pthread_mutex_t *, const struct limit *)
    WINPTHREADS(pthread_cond_timedwait);
int wherry__mutex(pthread_mutex_t *, const struct limit *) WINPTHREADS(pthread_mutex_timedlock);
int wherry__read(pthread_rwlock_t *, const struct limit *) WINPTHREADS(pthread_rwlock_timedrdlock);
int wherry__written(pthread_rwlock_t *, const struct limit *)
    WINPTHREADS(pthread_rwlock_timedwrlock);
int wherry__semaphore(sem_t *, const struct limit *) WINPTHREADS(sem_timedwait);

static bool limit_of(struct limit *limit, const struct timespec *time)
{
    *limit = (struct limit){time->tv_sec > LAST ? LAST : (seconds)time->tv_sec, time->tv_nsec};
    return time->tv_nsec >= 0 && time->tv_nsec < 1000000000;
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict time)
{
    struct limit limit;

    return limit_of(&limit, time) ? wherry__cond(condition, mutex, &limit) : EINVAL;
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict time)
{
    int result = pthread_mutex_trylock(mutex);
    struct limit limit;

    if (result != EBUSY) {
        return result;
    }
    return limit_of(&limit, time) ? wherry__mutex(mutex, &limit) : EINVAL;
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict lock,
                               const struct timespec *restrict time)
{
    int result = pthread_rwlock_tryrdlock(lock);
    struct limit limit;

    if (result != EBUSY) {
        return result;
    }
    return limit_of(&limit, time) ? wherry__read(lock, &limit) : EINVAL;
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict lock,
                               const struct timespec *restrict time)
{
    int result = pthread_rwlock_trywrlock(lock);
    struct limit limit;

    if (result != EBUSY) {
        return result;
    }
    return limit_of(&limit, time) ? wherry__written(lock, &limit) : EINVAL;
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict time)
{
    struct limit limit;

    if (!sem_trywait(semaphore)) {
        return 0;
    }
    if (!limit_of(&limit, time)) {
        errno = EINVAL;
        return -1;
    }
    return wherry__semaphore(semaphore, &limit);
}

/* There is no fork(), so the handlers never run. */
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    (void)prepare;
    (void)parent;
    (void)child;
    return 0;
}
