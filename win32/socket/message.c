/* message.c: receiving and sending; every call for it is a message here. */

#include "socket.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/uio.h>

/* Of a stream no more than this goes to Winsock at once: a non-blocking send there takes all that
 * it is given into the system's memory. */
enum { PORTION = 1 << 20 };

enum {
    NEVER_WINSOCKS = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_EOR | MSG_CMSG_CLOEXEC | MSG_MORE,
    NEVER_READS = NEVER_WINSOCKS | MSG_WAITALL | MSG_TRUNC,
    SPARE = 1 << 16, /* no datagram is longer */
};

/* The pieces behind the first `skip` bytes, as Winsock's, `limit` bytes at most. */
static DWORD pieces_of(const struct msghdr *message, size_t skip, size_t limit, WSABUF *to)
{
    DWORD count = 0;

    for (int i = 0; i < message->msg_iovlen && limit; i++) {
        size_t length = message->msg_iov[i].iov_len;
        size_t from = skip < length ? skip : length;

        skip -= from;
        length = length - from < limit ? length - from : limit;
        if (length) {
            to[count++] =
                (WSABUF){.len = (ULONG)length, .buf = (char *)message->msg_iov[i].iov_base + from};
            limit -= length;
        }
    }
    if (!count) {
        to[count++] = (WSABUF){.len = 0, .buf = (char *)""};
    }
    return count;
}

static size_t length_of(const struct msghdr *message)
{
    size_t length = 0;

    for (int i = 0; i < message->msg_iovlen; i++) {
        length += message->msg_iov[i].iov_len;
    }
    return length;
}

static bool is_blocking(const struct wherry__socket *socket, int flags)
{
    return !(flags & MSG_DONTWAIT) && !(socket->open.flags & O_NONBLOCK);
}

/* ---- receiving ---- */

struct received {
    SOCKADDR_STORAGE name;
    int name_length;
    DWORD bytes;
    DWORD flags; /* Winsock's, in and out */
};

/* Winsock has this function by pointer only. */
static LPFN_WSARECVMSG receive_message(SOCKET handle)
{
    static LPFN_WSARECVMSG function;
    GUID id = WSAID_WSARECVMSG;
    LPFN_WSARECVMSG found = NULL;
    DWORD bytes;

    if (!function && !WSAIoctl(handle, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &found,
                               sizeof found, &bytes, NULL, NULL)) {
        function = found; /* the same for all */
    }
    return function;
}

/* One try; Winsock's error, or 0. */
static int receive_now(struct wherry__socket *socket, struct msghdr *message, WSABUF *pieces,
                       DWORD count, struct received *got)
{
    SOCKET handle = wherry__winsock(socket);
    LPFN_WSARECVMSG function;
    WSAMSG winsock;
    int failed;

    got->bytes = 0;
    got->name_length = sizeof got->name;
    if (socket->type == SOCK_STREAM) {
        got->name_length = 0;
        failed = WSARecv(handle, pieces, count, &got->bytes, &got->flags, NULL, NULL);
        return failed ? WSAGetLastError() : 0;
    }
    function = message->msg_controllen ? receive_message(handle) : NULL;
    if (!function) {
        message->msg_controllen = 0;
        failed = WSARecvFrom(handle, pieces, count, &got->bytes, &got->flags,
                             (struct sockaddr *)&got->name, &got->name_length, NULL, NULL);
        return failed ? WSAGetLastError() : 0;
    }
    winsock = (WSAMSG){.name = (struct sockaddr *)&got->name,
                       .namelen = got->name_length,
                       .lpBuffers = pieces,
                       .dwBufferCount = count,
                       .Control = {(ULONG)message->msg_controllen, message->msg_control},
                       .dwFlags = got->flags};
    failed = function(handle, &winsock, &got->bytes, NULL, NULL);
    got->name_length = winsock.namelen;
    got->flags = winsock.dwFlags;
    message->msg_controllen = winsock.Control.len;
    return failed ? WSAGetLastError() : 0;
}

enum verdict { DONE, AGAIN, BLOCKED, ENDED };

/* What an error of Winsock's means for a reader; errno is set where it is ENDED with -1. */
static enum verdict receive_verdict(struct wherry__socket *socket, int error, int *result)
{
    *result = 0;
    switch (error) {
    case 0:
        return DONE;
    case WSAEWOULDBLOCK:
        return BLOCKED;
    case WSAESHUTDOWN:
    case WSAEDISCON:
        return ENDED;
    case WSAENETRESET:
    case WSAECONNRESET:
        if (socket->type != SOCK_STREAM) { /* an ICMP message about what was sent */
            *result = wherry__error(ECONNREFUSED);
            return wherry__socket_is(socket, IS_CONNECTED) ? ENDED : AGAIN;
        }
        if (wherry__socket_is(socket, IS_RESET)) {
            return ENDED;
        }
        wherry__socket_mark(socket, IS_RESET, true);
        *result = wherry__error(ECONNRESET);
        return ENDED;
    case WSAEINVAL: /* a socket without an address, which Windows does not let wait for any */
        if (socket->type == SOCK_DGRAM && !wherry__socket_bind_anywhere(socket)) {
            return AGAIN;
        }
        *result = wherry__error(EINVAL);
        return ENDED;
    default:
        *result = wherry__fail((DWORD)error);
        return ENDED;
    }
}

/* Wine's server may see a reset first, and the read that comes after it sees an end. */
static bool was_reset(struct wherry__socket *socket)
{
    bool reset = !wherry__socket_is(socket, IS_RESET | IS_SHUT_READING) &&
                 !wherry__socket_await(socket, AWAIT_RESET, 0);

    if (reset) {
        wherry__socket_mark(socket, IS_RESET, true);
    }
    return reset;
}

static void receive_tell(struct wherry__socket *socket, struct msghdr *message,
                         const struct received *got, bool truncated)
{
    message->msg_flags = (int)got->flags & (MSG_TRUNC | MSG_CTRUNC | MSG_OOB);
    if (truncated) {
        message->msg_flags |= MSG_TRUNC;
    }
    if (socket->type == SOCK_STREAM) {
        message->msg_controllen = 0;
    }
    if (message->msg_name) {
        wherry__address_out(socket, &got->name, got->name_length, message->msg_name,
                            &message->msg_namelen);
    }
}

/* `spare` takes what is beyond the caller's room of a datagram whose whole length is asked for. */
static ssize_t receive(struct wherry__socket *socket, struct msghdr *message, int flags,
                       char *spare)
{
    uint64_t deadline = wherry__socket_deadline(socket, READING);
    bool is_stream = socket->type == SOCK_STREAM;
    bool all = is_stream && (flags & (MSG_WAITALL | MSG_PEEK)) == MSG_WAITALL;
    size_t length = length_of(message), done = 0;
    WSABUF pieces[IOV_MAX + 1];

    for (;;) {
        struct received got = {.flags = (DWORD)(flags & ~NEVER_READS)};
        DWORD count = pieces_of(message, done, is_stream ? PORTION : INT_MAX, pieces);
        int error, result;
        bool truncated;

        if (spare) {
            pieces[count++] = (WSABUF){.len = SPARE, .buf = spare};
        }
        error = receive_now(socket, message, pieces, count, &got);
        truncated = error == WSAEMSGSIZE || got.bytes > length;
        if (error == WSAEMSGSIZE) {
            error = 0;
            got.bytes = (DWORD)length;
        }
        switch (receive_verdict(socket, error, &result)) {
        case DONE:
            if (is_stream && !got.bytes && !done && was_reset(socket)) {
                return wherry__error(ECONNRESET);
            }
            done += got.bytes;
            if (all && got.bytes && done < length) {
                continue;
            }
            receive_tell(socket, message, &got, truncated);
            return (ssize_t)done;
        case AGAIN:
            continue;
        case ENDED:
            return done ? (ssize_t)done : result;
        case BLOCKED:
            break;
        }
        if (wherry__socket_is(socket, IS_SHUT_READING)) {
            return (ssize_t)done;
        }
        if (!is_blocking(socket, flags)) {
            return done ? (ssize_t)done : wherry__error(EAGAIN);
        }
        if (wherry__socket_await(socket, flags & MSG_OOB ? AWAIT_URGENT : AWAIT_RECEIVE, deadline) <
            0) {
            return done ? (ssize_t)done : -1;
        }
    }
}

ssize_t wherry__socket_receive(struct wherry__socket *socket, struct msghdr *message, int flags)
{
    bool is_stream = socket->type == SOCK_STREAM;
    char *spare = NULL;
    ssize_t got;

    if (message->msg_iovlen < 0 || message->msg_iovlen > IOV_MAX) {
        return wherry__error(EMSGSIZE);
    }
    if (is_stream && !length_of(message)) {
        return 0;
    }
    if (!is_stream && flags & MSG_TRUNC) {
        spare = malloc(SPARE);
        if (!spare) {
            return -1;
        }
    }
    got = receive(socket, message, flags, spare);
    free(spare);
    return got;
}

/* ---- sending ---- */

static int send_now(struct wherry__socket *socket, const struct msghdr *message, WSABUF *pieces,
                    DWORD count, const SOCKADDR_STORAGE *name, int name_length, int flags,
                    DWORD *bytes)
{
    SOCKET handle = wherry__winsock(socket);
    const struct sockaddr *to = name_length ? (const struct sockaddr *)name : NULL;
    DWORD winsocks = (DWORD)(flags & ~NEVER_WINSOCKS);
    int failed;

    *bytes = 0;
    if (message->msg_controllen) {
        WSAMSG winsock = {.name = (struct sockaddr *)(uintptr_t)to,
                          .namelen = name_length,
                          .lpBuffers = pieces,
                          .dwBufferCount = count,
                          .Control = {(ULONG)message->msg_controllen, message->msg_control}};

        failed = WSASendMsg(handle, &winsock, winsocks, bytes, NULL, NULL);
    } else if (to) {
        failed = WSASendTo(handle, pieces, count, bytes, winsocks, to, name_length, NULL, NULL);
    } else {
        failed = WSASend(handle, pieces, count, bytes, winsocks, NULL, NULL);
    }
    return failed ? WSAGetLastError() : 0;
}

static int broken(int flags)
{
    if (!(flags & MSG_NOSIGNAL)) {
        wherry__signal_raise(SIGPIPE);
    }
    return wherry__error(EPIPE);
}

static enum verdict send_verdict(struct wherry__socket *socket, int error, int flags)
{
    switch (error) {
    case 0:
        return DONE;
    case WSAEWOULDBLOCK:
        return BLOCKED;
    case WSAENETRESET:
    case WSAECONNRESET:
        if (socket->type != SOCK_STREAM) {
            wherry__error(ECONNREFUSED);
            return wherry__socket_is(socket, IS_CONNECTED) ? ENDED : AGAIN;
        }
        broken(flags);
        return ENDED;
    case WSAESHUTDOWN:
    case WSAECONNABORTED:
        broken(flags);
        return ENDED;
    case WSAENOTCONN:
        if (socket->type == SOCK_STREAM && !wherry__socket_is(socket, IS_CONNECTING)) {
            broken(flags);
            return ENDED;
        }
        wherry__error(socket->type == SOCK_STREAM ? EAGAIN : EDESTADDRREQ);
        return socket->type == SOCK_STREAM ? BLOCKED : ENDED;
    case WSAEINVAL:
        wherry__error(socket->type != SOCK_STREAM && !wherry__socket_is(socket, IS_CONNECTED)
                          ? EDESTADDRREQ
                          : EINVAL);
        return ENDED;
    default:
        wherry__fail((DWORD)error);
        return ENDED;
    }
}

/* Windows passes no descriptors through sockets. */
static int control_refused(const struct msghdr *message)
{
    const WSACMSGHDR *first = message->msg_control;

    if (message->msg_controllen >= sizeof *first && first->cmsg_level == SOL_SOCKET) {
        return wherry__error(EOPNOTSUPP);
    }
    return 0;
}

ssize_t wherry__socket_send(struct wherry__socket *socket, const struct msghdr *message, int flags)
{
    uint64_t deadline = wherry__socket_deadline(socket, WRITING);
    bool is_stream = socket->type == SOCK_STREAM;
    size_t length = length_of(message), done = 0;
    SOCKADDR_STORAGE name;
    WSABUF pieces[IOV_MAX];
    int name_length = 0;

    if (message->msg_iovlen < 0 || message->msg_iovlen > IOV_MAX) {
        return wherry__error(EMSGSIZE);
    }
    if (control_refused(message) < 0 ||
        (message->msg_name && !is_stream &&
         wherry__address_in(socket, message->msg_name, message->msg_namelen, true, &name,
                            &name_length) < 0)) {
        return -1;
    }
    for (;;) {
        DWORD count = pieces_of(message, done, is_stream ? PORTION : INT_MAX, pieces), bytes;
        int error = send_now(socket, message, pieces, count, &name, name_length, flags, &bytes);

        switch (send_verdict(socket, error, flags)) {
        case DONE:
            done += bytes;
            if (!is_stream || done >= length) {
                return (ssize_t)done;
            }
            continue;
        case AGAIN:
            continue;
        case ENDED:
            return done ? (ssize_t)done : -1;
        case BLOCKED:
            break;
        }
        if (wherry__socket_is(socket, IS_SHUT_WRITING)) {
            return done ? (ssize_t)done : broken(flags);
        }
        if (!is_blocking(socket, flags)) {
            return done ? (ssize_t)done : wherry__error(EAGAIN);
        }
        if (wherry__socket_await(socket, AWAIT_SEND, deadline) < 0) {
            return done ? (ssize_t)done : -1;
        }
    }
}

/* ---- the calls ---- */

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    ssize_t put;

    if (!socket) {
        return -1;
    }
    put = wherry__socket_send(socket, message, flags);
    wherry__socket_put(socket);
    return put;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    ssize_t got;

    if (!socket) {
        return -1;
    }
    got = wherry__socket_receive(socket, message, flags);
    wherry__socket_put(socket);
    return got;
}

ssize_t wherry_posix_sendto(int fd, const void *bytes, size_t length, int flags,
                            const struct sockaddr *address, unsigned address_length)
{
    struct iovec piece = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = length};
    struct msghdr message = {.msg_name = (void *)(uintptr_t)address,
                             .msg_namelen = address_length,
                             .msg_iov = &piece,
                             .msg_iovlen = 1};

    return sendmsg(fd, &message, flags);
}

ssize_t wherry_posix_send(int fd, const void *bytes, size_t length, int flags)
{
    return wherry_posix_sendto(fd, bytes, length, flags, NULL, 0);
}

ssize_t wherry_posix_recvfrom(int fd, void *bytes, size_t length, int flags,
                              struct sockaddr *address, unsigned *address_length)
{
    struct iovec piece = {.iov_base = bytes, .iov_len = length};
    struct msghdr message = {.msg_name = address,
                             .msg_namelen = address ? *address_length : 0,
                             .msg_iov = &piece,
                             .msg_iovlen = 1};
    ssize_t got = recvmsg(fd, &message, flags);

    if (got >= 0 && address) {
        *address_length = message.msg_namelen;
    }
    return got;
}

ssize_t wherry_posix_recv(int fd, void *bytes, size_t length, int flags)
{
    return wherry_posix_recvfrom(fd, bytes, length, flags, NULL, NULL);
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, unsigned flags)
{
    for (unsigned i = 0; i < count; i++) {
        ssize_t put = sendmsg(fd, &messages[i].msg_hdr, (int)flags);

        if (put < 0) {
            return i ? (int)i : -1;
        }
        messages[i].msg_len = (unsigned)put;
    }
    return (int)count;
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, unsigned flags,
             struct timespec *timeout)
{
    uint64_t deadline = WHERRY_FOREVER;

    if (timeout) {
        deadline = wherry__now_ms() + (uint64_t)timeout->tv_sec * 1000 +
                   (uint64_t)timeout->tv_nsec / 1000000;
    }
    for (unsigned i = 0; i < count; i++) { /* the time is looked at after each, as on Linux */
        ssize_t got = recvmsg(fd, &messages[i].msg_hdr, (int)(flags & ~(unsigned)MSG_WAITFORONE));

        if (got < 0) {
            return i ? (int)i : -1;
        }
        messages[i].msg_len = (unsigned)got;
        if (wherry__now_ms() >= deadline) {
            return (int)i + 1;
        }
        if (flags & MSG_WAITFORONE) {
            flags |= MSG_DONTWAIT;
        }
    }
    return (int)count;
}
