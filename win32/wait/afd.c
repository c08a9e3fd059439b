/* afd.c: what sockets are ready for, asked of the driver below Winsock in one request for all.
 *
 * WSAPoll() is the same request without a way to wait for anything else beside, WSAEventSelect()
 * changes the sockets it is applied to and lets each be waited for once. */

#include "../core/afd.h"
#include "wait.h"

#include <stdlib.h>

/* What each event is for poll(); one is asked for where any of its row is wanted. */
static const struct {
    ULONG event;
    short revents;
} meanings[] = {
    {AFD_RECEIVE | AFD_ACCEPT, POLLIN | POLLRDNORM},
    {AFD_EXPEDITED, POLLPRI | POLLRDBAND},
    {AFD_SEND, POLLOUT | POLLWRNORM | POLLWRBAND},
    {AFD_DISCONNECT, POLLIN | POLLRDNORM | POLLRDHUP},
    {AFD_ABORT, POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM | POLLRDHUP | POLLERR | POLLHUP},
    {AFD_CONNECT_FAIL, POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM | POLLERR | POLLHUP},
    {AFD_LOCAL_CLOSE, POLLNVAL},
};

enum { ALWAYS = POLLERR | POLLHUP | POLLNVAL };

static ULONG asked_for(const struct wherry__open *open, short events)
{
    ULONG asked = open->write_shut ? AFD_DISCONNECT : 0;

    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (meanings[i].revents & (events | ALWAYS)) {
            asked |= meanings[i].event;
        }
    }
    return asked;
}

static short meaning_of(ULONG happened, const struct wherry__open *open, short events)
{
    short revents = 0;

    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (meanings[i].event & happened) {
            revents |= meanings[i].revents;
        }
    }
    if ((happened & AFD_DISCONNECT) && open->write_shut) {
        revents |= POLLHUP;
    }
    return revents & (events | ALWAYS);
}

/* Opened once, by whoever comes first. */
static HANDLE device(void)
{
    static void *opened;
    static wchar_t name[] = L"\\Device\\Afd\\Wherry";
    UNICODE_STRING string = {sizeof name - sizeof *name, sizeof name, name};
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes, .ObjectName = &string};
    IO_STATUS_BLOCK block;
    HANDLE handle = InterlockedCompareExchangePointer(&opened, NULL, NULL);
    NTSTATUS status;

    if (handle) {
        return handle;
    }
    status = NtCreateFile(&handle, SYNCHRONIZE, &attributes, &block, NULL, 0,
                          FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, 0, NULL, 0);
    if (status < 0) {
        wherry__fail(RtlNtStatusToDosError(status));
        return NULL;
    }
    if (InterlockedCompareExchangePointer(&opened, handle, NULL)) {
        NtClose(handle);
    }
    return opened;
}

static struct afd_poll *request_for(const struct pollfd *fds, const struct wait_entry *entries,
                                    nfds_t count)
{
    struct afd_poll *request;
    ULONG sockets = 0;

    for (nfds_t i = 0; i < count; i++) {
        sockets += entries[i].open && entries[i].open->class == &wherry__socket;
    }
    request = malloc(sizeof *request + sockets * sizeof *request->sockets);
    if (!request) {
        errno = ENOMEM;
        return NULL;
    }
    request->count = 0;
    request->exclusive = FALSE;
    for (nfds_t i = 0; i < count && sockets; i++) {
        if (entries[i].open && entries[i].open->class == &wherry__socket) {
            request->sockets[request->count++] =
                (struct afd_socket){.socket = entries[i].open->handle,
                                    .events = asked_for(entries[i].open, fds[i].events)};
        }
    }
    return request;
}

int wherry__sockets_ask(struct wait_sockets *sockets, const struct pollfd *fds,
                        const struct wait_entry *entries, nfds_t count, HANDLE wake, bool wait)
{
    struct afd_poll *request = request_for(fds, entries, count);
    DWORD size;

    *sockets = (struct wait_sockets){0};
    if (!request) {
        return -1;
    }
    if (!request->count || !device()) {
        int result = request->count ? -1 : 0;

        free(request);
        return result;
    }
    size = (DWORD)(sizeof *request + request->count * sizeof *request->sockets);
    request->timeout.QuadPart = wait ? INT64_MAX : 0;
    sockets->overlapped.hEvent = wake;
    if (!DeviceIoControl(device(), AFD_POLL, request, size, request, size, NULL,
                         &sockets->overlapped) &&
        GetLastError() != ERROR_IO_PENDING) {
        DWORD error = GetLastError();

        free(request);
        return wherry__fail(error);
    }
    sockets->request = request;
    return 0;
}

void wherry__settle(OVERLAPPED *overlapped)
{
    volatile ULONG_PTR *status = &overlapped->Internal;

    while (*status == STATUS_PENDING) {
        ResetEvent(overlapped->hEvent);
        if (*status == STATUS_PENDING) {
            WaitForSingleObject(overlapped->hEvent, INFINITE);
        }
    }
}

void wherry__sockets_cancel(struct wait_sockets *sockets)
{
    if (sockets->request && sockets->overlapped.Internal == STATUS_PENDING) {
        CancelIoEx(device(), &sockets->overlapped);
    }
}

/* The sockets for which something happened are returned in the order in which they were asked
 * about. One that was asked about twice may be returned once. */
void wherry__sockets_answer(struct wait_sockets *sockets, struct pollfd *fds,
                            const struct wait_entry *entries, nfds_t count)
{
    struct afd_poll *request = sockets->request;
    ULONG at = 0;

    if (!request) {
        return;
    }
    wherry__settle(&sockets->overlapped);
    if (sockets->overlapped.Internal != 0) { /* cancelled, or out of time */
        request->count = 0;
    }
    for (nfds_t i = 0; i < count && request->count; i++) {
        const struct afd_socket *found = &request->sockets[at];

        if (!entries[i].open || entries[i].open->class != &wherry__socket) {
            continue;
        }
        if (found->socket != entries[i].open->handle) {
            continue;
        }
        fds[i].revents = meaning_of(found->events, entries[i].open, fds[i].events);
        at += at + 1 < request->count;
    }
    free(request);
    sockets->request = NULL;
}
