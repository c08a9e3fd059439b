/* await.c: waiting for one socket, by AFD, the driver that sockets are handles of. WSAEventSelect
 * would not do: a socket has one association, and others may wait for it at the same time. */

#include "../core/afd.h"
#include "socket.h"

/* A request for one socket: afd_poll ends in as many as there are. */
union request {
    struct afd_poll poll;
    char room[sizeof(struct afd_poll) + sizeof(struct afd_socket)];
};

static const ULONG events_of[] = {
    [AWAIT_RECEIVE] = AFD_RECEIVE | AFD_DISCONNECT | AFD_ABORT | AFD_LOCAL_CLOSE,
    [AWAIT_URGENT] = AFD_EXPEDITED | AFD_DISCONNECT | AFD_ABORT | AFD_LOCAL_CLOSE,
    [AWAIT_ACCEPT] = AFD_ACCEPT | AFD_ABORT | AFD_LOCAL_CLOSE,
    [AWAIT_SEND] = AFD_SEND | AFD_ABORT | AFD_LOCAL_CLOSE | AFD_CONNECT_FAIL,
    [AWAIT_RESET] = AFD_ABORT,
    [AWAIT_CONNECT] = AFD_CONNECT | AFD_SEND | AFD_CONNECT_FAIL | AFD_ABORT | AFD_LOCAL_CLOSE,
};

/* Each thread that waits has one event for it, which goes with the thread. */
static DWORD event_slot;

static void WINAPI event_close(void *event)
{
    if (event) {
        CloseHandle(event);
    }
}

static BOOL CALLBACK event_slot_make(PINIT_ONCE once, void *parameter, void **context)
{
    (void)once, (void)parameter, (void)context;
    event_slot = FlsAlloc(event_close);
    return event_slot != FLS_OUT_OF_INDEXES;
}

static HANDLE event_of_thread(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    HANDLE event;

    if (!InitOnceExecuteOnce(&once, event_slot_make, NULL, NULL)) {
        return NULL;
    }
    event = FlsGetValue(event_slot);
    if (!event) {
        event = CreateEventW(NULL, TRUE, FALSE, NULL);
        FlsSetValue(event_slot, event);
    }
    return event;
}

/* What shutdown() of this direction signals. */
static HANDLE shut_event(struct wherry__socket *socket, int direction)
{
    HANDLE event = socket->shut[direction], other;

    if (!event) {
        event = CreateEventW(NULL, TRUE, FALSE, NULL);
        other = InterlockedCompareExchangePointer(&socket->shut[direction], event, NULL);
        if (other) {
            CloseHandle(event);
            event = other;
        }
    }
    return event;
}

enum outcome { READY, SHUT, SIGNALLED, LATE, FAILED };

/* One request, which is over when this returns: what lies on the stack is the system's no more. */
static enum outcome await_once(struct wherry__socket *socket, ULONG events, HANDLE shut, DWORD wait)
{
    union request request = {.poll = {.timeout.QuadPart = INT64_MAX, .count = 1}};
    HANDLE any[] = {event_of_thread(), shut, wherry__signals_event()};
    IO_STATUS_BLOCK status = {.Status = 0};
    enum outcome outcome = FAILED;
    NTSTATUS result;
    DWORD got;

    request.poll.sockets[0] = (struct afd_socket){.socket = socket->base, .events = events};
    result = NtDeviceIoControlFile(socket->base, any[0], NULL, NULL, &status, AFD_POLL, &request,
                                   sizeof request, &request, sizeof request);
    if (result >= 0 && result != STATUS_PENDING) {
        return READY;
    }
    if (result != STATUS_PENDING) {
        SetLastError(RtlNtStatusToDosError(result));
        return FAILED;
    }
    got = WaitForMultipleObjects(3, any, FALSE, wait);
    if (got <= WAIT_OBJECT_0 + 2) {
        outcome = READY + (enum outcome)(got - WAIT_OBJECT_0);
    } else if (got == WAIT_TIMEOUT) {
        outcome = LATE;
    }
    if (outcome != READY) {
        CancelIoEx(socket->base, (OVERLAPPED *)&status);
        WaitForSingleObject(any[0], INFINITE);
    }
    return outcome;
}

static DWORD left_until(uint64_t deadline)
{
    uint64_t now = wherry__now_ms();

    return deadline == WHERRY_FOREVER ? INFINITE
           : deadline <= now          ? 0
           : deadline - now < 1 << 30 ? (DWORD)(deadline - now)
                                      : 1 << 30;
}

int wherry__socket_await(struct wherry__socket *socket, enum wherry__awaited what,
                         uint64_t deadline)
{
    int direction = what == AWAIT_SEND || what == AWAIT_CONNECT ? WRITING : READING;
    HANDLE shut = shut_event(socket, direction);

    if (wherry__signals_run()) {
        return wherry__error(EINTR);
    }
    while (!wherry__socket_is(socket, 1 << direction)) {
        switch (await_once(socket, events_of[what], shut, left_until(deadline))) {
        case READY:
        case SHUT:
            return 0;
        case SIGNALLED:
            if (wherry__signals_run()) {
                return wherry__error(EINTR);
            }
            break;
        case LATE:
            if (deadline <= wherry__now_ms()) {
                return wherry__error(EAGAIN);
            }
            break;
        case FAILED:
            return wherry__fail_last();
        }
    }
    return 0;
}

uint64_t wherry__socket_deadline(const struct wherry__socket *socket, int direction)
{
    DWORD timeout_ms = socket->timeout_ms[direction];

    return timeout_ms ? wherry__now_ms() + timeout_ms : WHERRY_FOREVER;
}
