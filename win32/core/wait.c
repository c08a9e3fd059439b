/* wait.c: the one way in which calls of this library block. */

#include "internal.h"

uint64_t wherry__now_ms(void)
{
    return GetTickCount64();
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

int wherry__wait(const HANDLE *handles, int count, uint64_t deadline)
{
    HANDLE all[MAXIMUM_WAIT_OBJECTS];

    for (int i = 0; i < count; i++) {
        all[i] = handles[i];
    }
    all[count] = wherry__signals_event();
    for (;;) {
        DWORD left = left_until(deadline);
        DWORD got = WaitForMultipleObjects((DWORD)count + 1, all, FALSE, left);

        if (got < WAIT_OBJECT_0 + (DWORD)count) {
            return (int)(got - WAIT_OBJECT_0);
        }
        if (got == WAIT_OBJECT_0 + (DWORD)count) {
            if (wherry__signals_run()) {
                return wherry__error(EINTR);
            }
        } else if (got == WAIT_TIMEOUT) {
            if (left != INFINITE - 1) {
                return WAIT_TIMEOUT;
            }
        } else {
            return wherry__fail_last();
        }
    }
}

int wherry__wait_overlapped(HANDLE handle, OVERLAPPED *overlapped, uint64_t deadline, DWORD *bytes)
{
    int got = wherry__wait(&overlapped->hEvent, 1, deadline);
    int error = got == WAIT_TIMEOUT ? ETIMEDOUT : errno;

    if (got != 0) {
        CancelIoEx(handle, overlapped);
    }
    if (GetOverlappedResult(handle, overlapped, bytes, TRUE)) {
        return 0;
    }
    return got == 0 || GetLastError() != ERROR_OPERATION_ABORTED ? wherry__fail_last()
                                                                 : wherry__error(error);
}
