/* netdev_system_win32.c: locks, events and clocks. */
#include "netdev_system.h"

#include <stdlib.h>
#include <windows.h>

/* 100 ns from 1601-01-01, where FILETIME begins, to 1970-01-01. */
static const uint64_t unix_epoch = 116444736000000000;

struct wherry__netdev_lock {
    SRWLOCK lock;
};

struct wherry__netdev_lock *wherry__netdev_lock_create(void)
{
    struct wherry__netdev_lock *lock = malloc(sizeof(*lock));
    if (lock)
        InitializeSRWLock(&lock->lock);
    return lock;
}

void wherry__netdev_lock_free(struct wherry__netdev_lock *lock)
{
    free(lock);
}

void wherry__netdev_lock_acquire(struct wherry__netdev_lock *lock)
{
    AcquireSRWLockExclusive(&lock->lock);
}

void wherry__netdev_lock_release(struct wherry__netdev_lock *lock)
{
    ReleaseSRWLockExclusive(&lock->lock);
}

/* A HANDLE is a pointer to nothing; so is this to the event. */
struct wherry__netdev_event *wherry__netdev_event_create(void)
{
    return (void *)CreateEventW(NULL, TRUE, FALSE, NULL);
}

void wherry__netdev_event_free(struct wherry__netdev_event *event)
{
    if (event)
        CloseHandle((HANDLE)event);
}

void wherry__netdev_event_raise(struct wherry__netdev_event *event)
{
    SetEvent((HANDLE)event);
}

void wherry__netdev_event_lower(struct wherry__netdev_event *event)
{
    ResetEvent((HANDLE)event);
}

void wherry__netdev_event_wait(struct wherry__netdev_event *event, int timeout_ms)
{
    WaitForSingleObject((HANDLE)event, timeout_ms < 0 ? INFINITE : (DWORD)timeout_ms);
}

intptr_t wherry__netdev_event_handle(const struct wherry__netdev_event *event)
{
    return (intptr_t)event;
}

uint64_t wherry__netdev_clock_ns(void)
{
    LARGE_INTEGER frequency, now;
    uint64_t ticks_per_s, ticks;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    ticks_per_s = (uint64_t)frequency.QuadPart;
    ticks = (uint64_t)now.QuadPart;
    return ticks / ticks_per_s * 1000000000 + ticks % ticks_per_s * 1000000000 / ticks_per_s;
}

uint64_t wherry__netdev_time_ns(void)
{
    FILETIME now;
    GetSystemTimePreciseAsFileTime(&now);
    return (((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) - unix_epoch) * 100;
}
