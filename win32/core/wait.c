/* wait.c: the one way in which calls of this library block. */

#include "internal.h"

/* GetTickCount64() has steps of 16 ms, and what is waited for must not end too early. */
uint64_t wherry__now_ms(void)
{
    LARGE_INTEGER now, frequency;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return (uint64_t)(now.QuadPart / frequency.QuadPart * 1000 +
                      now.QuadPart % frequency.QuadPart * 1000 / frequency.QuadPart);
}

static DWORD left_until(uint64_t deadline)
{
    uint64_t now;

    if (deadline == WHERRY_FOREVER) {
        return INFINITE;
    }
    now = wherry__now_ms();
    return deadline <= now ? 0 : deadline - now < INFINITE ? (DWORD)(deadline - now) : INFINITE - 1;
}

int wherry__wait_unhandled(const HANDLE *handles, int count, uint64_t deadline)
{
    HANDLE all[MAXIMUM_WAIT_OBJECTS];

    for (int i = 0; i < count; i++) {
        all[i] = handles[i];
    }
    all[count] = wherry__signals_event();
    for (;;) {
        DWORD left = left_until(deadline);
        DWORD got = WaitForMultipleObjects((DWORD)count + 1, all, FALSE, left);

        if (got <= WAIT_OBJECT_0 + (DWORD)count) {
            return (int)(got - WAIT_OBJECT_0);
        }
        if (got != WAIT_TIMEOUT) {
            return wherry__fail_last();
        }
        if (left_until(deadline) == 0) { /* the system's timer may be early */
            return WAIT_TIMEOUT;
        }
    }
}

int wherry__wait(const HANDLE *handles, int count, uint64_t deadline)
{
    for (;;) {
        int got = wherry__wait_unhandled(handles, count, deadline);

        if (got != count) {
            return got;
        }
        if (wherry__signals_run()) {
            return wherry__error(EINTR);
        }
    }
}

int wherry__wait_overlapped(HANDLE handle, OVERLAPPED *overlapped, uint64_t deadline, DWORD *bytes)
{
    int got, error;

    wherry__held_transfer(handle, overlapped);
    got = wherry__wait(&overlapped->hEvent, 1, deadline);
    wherry__held_end(overlapped);
    error = got == WAIT_TIMEOUT ? ETIMEDOUT : errno;

    if (got != 0) {
        CancelIoEx(handle, overlapped);
    }
    if (GetOverlappedResult(handle, overlapped, bytes, TRUE)) {
        return 0;
    }
    return got == 0 || GetLastError() != ERROR_OPERATION_ABORTED ? wherry__fail_last()
                                                                 : wherry__error(error);
}

/* ---- events, of which every transfer that may block needs one ------------------------------- */

static struct {
    SRWLOCK lock;
    int count;
    HANDLE free[32];
} events = {.lock = SRWLOCK_INIT};

HANDLE wherry__event_take(void)
{
    HANDLE event = NULL;

    AcquireSRWLockExclusive(&events.lock);
    if (events.count) {
        event = events.free[--events.count];
    }
    ReleaseSRWLockExclusive(&events.lock);
    if (!event) {
        event = CreateEventW(NULL, TRUE, FALSE, NULL);
        if (!event) {
            errno = ENOMEM;
        }
    }
    return event;
}

void wherry__event_give(HANDLE event)
{
    ResetEvent(event);
    AcquireSRWLockExclusive(&events.lock);
    if (events.count < (int)(sizeof events.free / sizeof *events.free)) {
        events.free[events.count++] = event;
        event = NULL;
    }
    ReleaseSRWLockExclusive(&events.lock);
    if (event) {
        CloseHandle(event);
    }
}
