/* socket.c: sockets as open file descriptions, from the first to the last. */

#include "socket.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>

static BOOL CALLBACK start(PINIT_ONCE once, void *parameter, void **context)
{
    WSADATA data;

    (void)once, (void)parameter, (void)context;
    return WSAStartup(MAKEWORD(2, 2), &data) == 0;
}

int wherry__winsock_start(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    return InitOnceExecuteOnce(&once, start, NULL, NULL) ? 0 : wherry__error(ENETDOWN);
}

int wherry__winsock_fail(void)
{
    return wherry__fail((DWORD)WSAGetLastError());
}

/* ---- the class ---- */

static ssize_t socket_read(struct wherry__open *open, void *bytes, size_t length, off_t at)
{
    struct iovec piece = {.iov_base = bytes, .iov_len = length};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};

    (void)at;
    return wherry__socket_receive((struct wherry__socket *)open, &message, 0);
}

static ssize_t socket_write(struct wherry__open *open, const void *bytes, size_t length, off_t at)
{
    struct iovec piece = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = length};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};

    (void)at;
    return wherry__socket_send((struct wherry__socket *)open, &message, 0);
}

ssize_t wherry__socket_vector(struct wherry__open *open, const struct iovec *pieces, int count,
                              bool writing)
{
    struct msghdr message = {.msg_iov = (struct iovec *)(uintptr_t)pieces, .msg_iovlen = count};
    struct wherry__socket *socket = (struct wherry__socket *)open;

    return writing ? wherry__socket_send(socket, &message, 0)
                   : wherry__socket_receive(socket, &message, 0);
}

static void blocking_mode(SOCKET handle, bool is_blocking)
{
    u_long mode = !is_blocking;

    ioctlsocket(handle, WINSOCK_FIONBIO, &mode);
}

static void socket_release(struct wherry__open *open)
{
    struct wherry__socket *socket = (struct wherry__socket *)open;

    if (wherry__socket_is(socket, IS_LINGERING)) { /* else closesocket() refuses to wait */
        blocking_mode(wherry__winsock(socket), true);
    }
    closesocket(wherry__winsock(socket));
    for (int i = READING; i <= WRITING; i++) {
        if (socket->shut[i]) {
            CloseHandle(socket->shut[i]);
        }
    }
}

const struct wherry__class wherry__socket = {
    .name = "socket",
    .type = S_IFSOCK,
    .read = socket_read,
    .write = socket_write,
    .control = wherry__socket_control,
    .release = socket_release,
};

static HANDLE base_of(SOCKET handle)
{
    SOCKET base = INVALID_SOCKET;
    DWORD bytes;

    if (WSAIoctl(handle, SIO_BASE_HANDLE, NULL, 0, &base, sizeof base, &bytes, NULL, NULL)) {
        base = handle;
    }
    return (HANDLE)base;
}

/* ICMP messages about datagrams break recvfrom() on Windows; here they are told, as elsewhere, to
 * sockets that have a peer. */
static void tell_of_icmp(SOCKET handle, BOOL tell)
{
    DWORD bytes;

    WSAIoctl(handle, SIO_UDP_CONNRESET, &tell, sizeof tell, NULL, 0, &bytes, NULL, NULL);
}

struct wherry__socket *wherry__socket_new(SOCKET handle, int family, int type, int protocol,
                                          int flags)
{
    struct wherry__socket *socket = (struct wherry__socket *)wherry__open_new(
        &wherry__socket, sizeof *socket, (HANDLE)handle,
        O_RDWR | (flags & SOCK_NONBLOCK ? O_NONBLOCK : 0));

    if (!socket) {
        closesocket(handle);
        return NULL;
    }
    socket->base = base_of(handle);
    socket->family = family;
    socket->type = type;
    socket->protocol = protocol;
    SetHandleInformation((HANDLE)handle, HANDLE_FLAG_INHERIT, 0);
    blocking_mode(handle, false);
    if (type == SOCK_DGRAM) {
        tell_of_icmp(handle, FALSE);
    }
    return socket;
}

int wherry__socket_install(struct wherry__socket *socket, int flags)
{
    return socket ? wherry__fd_install(&socket->open, 0, flags & SOCK_CLOEXEC) : -1;
}

struct wherry__socket *wherry__socket_get(int fd)
{
    return (struct wherry__socket *)wherry__fd_get_as(fd, &wherry__socket, ENOTSOCK);
}

void wherry__socket_put(struct wherry__socket *socket)
{
    wherry__open_put(&socket->open);
}

/* Wine 8 has a list of the sockets of each process, and those that were inherited are not on it. A
 * handle comes there as what another process is said to have duplicated for us. */
static bool make_known_to_wine(SOCKET handle)
{
    static const DWORD is_duplicate = 0xff00ff00;
    WSAPROTOCOL_INFOW info;

    if (WSADuplicateSocketW(handle, GetCurrentProcessId(), &info) ||
        info.dwServiceFlags4 != is_duplicate) {
        return false;
    }
    CloseHandle((HANDLE)(uintptr_t)info.dwServiceFlags3);
    info.dwServiceFlags3 = (DWORD)handle;
    return WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0,
                      WSA_FLAG_OVERLAPPED) == handle;
}

static bool is_socket(SOCKET handle, WSAPROTOCOL_INFOW *info)
{
    SOCKADDR_STORAGE name;
    int size = sizeof *info, name_size = sizeof name;

    if (!getsockopt(handle, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)info, &size)) {
        return true;
    }
    if (getsockname(handle, (struct sockaddr *)&name, &name_size) || !make_known_to_wine(handle)) {
        return false;
    }
    size = sizeof *info;
    return !getsockopt(handle, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)info, &size);
}

struct wherry__open *wherry__socket_of_handle(HANDLE handle, int flags)
{
    SOCKADDR_STORAGE name;
    WSAPROTOCOL_INFOW info;
    struct wherry__socket *socket;
    BOOL listening = FALSE;
    int size = sizeof name;

    /* Most of what is asked about are pipes, for which Winsock need not be started. */
    if (GetNamedPipeInfo(handle, NULL, NULL, NULL, NULL) || wherry__winsock_start() < 0 ||
        !is_socket((SOCKET)handle, &info)) {
        return NULL;
    }
    socket = wherry__socket_new((SOCKET)handle, info.iAddressFamily, info.iSocketType,
                                info.iProtocol, flags & O_NONBLOCK ? SOCK_NONBLOCK : 0);
    if (!socket) {
        return NULL;
    }
    if (!getpeername((SOCKET)handle, (struct sockaddr *)&name, &size)) {
        wherry__socket_mark(socket, IS_CONNECTED, true);
    }
    size = sizeof listening;
    if (!getsockopt((SOCKET)handle, SOL_SOCKET, SO_ACCEPTCONN, (char *)&listening, &size) &&
        listening) {
        wherry__socket_mark(socket, IS_LISTENING, true);
    }
    return &socket->open;
}

/* ---- making them ---- */

static SOCKET make(int family, int type, int protocol)
{
    SOCKET handle;
    DWORD off = 0;

    if (wherry__winsock_start() < 0) {
        return INVALID_SOCKET;
    }
    handle = WSASocketW(family, type, protocol, NULL, 0,
                        WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (handle == INVALID_SOCKET) {
        wherry__winsock_fail();
    } else if (family == AF_INET6) { /* one socket for both, as Unix systems have it */
        setsockopt(handle, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&off, sizeof off);
    }
    return handle;
}

static struct wherry__socket *make_open(int family, int type, int protocol)
{
    int kind = type & ~SOCK_FLAGS;
    SOCKET handle;

    if (kind < SOCK_STREAM || kind > SOCK_SEQPACKET) {
        errno = EINVAL;
        return NULL;
    }
    handle = make(family, kind, protocol);
    return handle == INVALID_SOCKET ? NULL
                                    : wherry__socket_new(handle, family, kind, protocol, type);
}

int wherry_posix_socket(int family, int type, int protocol)
{
    return wherry__socket_install(make_open(family, type, protocol), type);
}

static const SOCKADDR_IN loopback = {.sin_family = AF_INET, .sin_addr.S_un.S_un_b = {127, 0, 0, 1}};

static bool local_name(SOCKET handle, SOCKADDR_IN *name)
{
    int length = sizeof *name;

    return !getsockname(handle, (struct sockaddr *)name, &length);
}

static bool bind_here(SOCKET handle, SOCKADDR_IN *name)
{
    return !bind(handle, (const struct sockaddr *)&loopback, sizeof loopback) &&
           local_name(handle, name);
}

/* Any process of this machine can reach the port; only who comes from the one that was bound here
 * is let in. */
static SOCKET accept_from(SOCKET listener, const SOCKADDR_IN *wanted)
{
    for (;;) {
        SOCKADDR_IN name;
        int length = sizeof name;
        SOCKET got = accept(listener, (struct sockaddr *)&name, &length);

        if (got == INVALID_SOCKET || (name.sin_port == wanted->sin_port &&
                                      name.sin_addr.s_addr == wanted->sin_addr.s_addr)) {
            return got;
        }
        closesocket(got);
    }
}

static bool join_streams(SOCKET listener, SOCKET one, SOCKET *other)
{
    SOCKADDR_IN here, there;
    BOOL on = TRUE;

    *other = INVALID_SOCKET;
    if (!bind_here(listener, &there) || listen(listener, 8) || !bind_here(one, &here) ||
        connect(one, (const struct sockaddr *)&there, sizeof there)) {
        return false;
    }
    *other = accept_from(listener, &here);
    if (*other == INVALID_SOCKET) {
        return false;
    }
    setsockopt(one, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on);
    setsockopt(*other, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on);
    return true;
}

/* Datagrams of others are dropped by the system, as each has the other for its peer. */
static bool join_datagrams(SOCKET one, SOCKET other)
{
    SOCKADDR_IN here, there;

    return bind_here(one, &here) && bind_here(other, &there) &&
           !connect(one, (const struct sockaddr *)&there, sizeof there) &&
           !connect(other, (const struct sockaddr *)&here, sizeof here);
}

static int join(int type, SOCKET ends[2])
{
    bool is_stream = type == SOCK_STREAM, joined = false;
    SOCKET second;

    ends[0] = make(AF_INET, type, 0);
    second = ends[1] = make(AF_INET, type, 0);
    if (ends[0] == INVALID_SOCKET || second == INVALID_SOCKET) {
        return -1;
    }
    if (is_stream) {
        joined = join_streams(second, ends[0], &ends[1]);
    } else {
        joined = join_datagrams(ends[0], second);
    }
    if (!joined) {
        wherry__winsock_fail();
    }
    if (is_stream) {
        closesocket(second);
    }
    return joined ? 0 : -1;
}

int socketpair(int family, int type, int protocol, int pair[2])
{
    SOCKET ends[2] = {INVALID_SOCKET, INVALID_SOCKET};
    int kind = type & ~SOCK_FLAGS, fds[2] = {-1, -1};

    if (family != AF_UNIX) {
        return wherry__error(EOPNOTSUPP);
    }
    if ((kind != SOCK_STREAM && kind != SOCK_DGRAM) || protocol) {
        return wherry__error(EPROTONOSUPPORT);
    }
    if (join(kind, ends) < 0) {
        closesocket(ends[0]);
        closesocket(ends[1]);
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        struct wherry__socket *socket = wherry__socket_new(ends[i], AF_UNIX, kind, 0, type);

        if (socket) {
            wherry__socket_mark(socket, IS_PAIR | IS_CONNECTED, true);
        }
        fds[i] = wherry__socket_install(socket, type);
    }
    if (fds[0] < 0 || fds[1] < 0) {
        for (int i = 0; i < 2; i++) {
            if (fds[i] >= 0) {
                wherry__fd_remove(fds[i]);
            }
        }
        return -1;
    }
    pair[0] = fds[0];
    pair[1] = fds[1];
    return 0;
}

/* ---- what ioctl() can ask ---- */

int wherry__socket_control(struct wherry__open *open, unsigned long request, void *argument)
{
    SOCKET handle = (SOCKET)open->handle;
    u_long number = 0;

    switch (request) {
    case FIONREAD:
        if (ioctlsocket(handle, WINSOCK_FIONREAD, &number)) {
            return wherry__winsock_fail();
        }
        break;
    case SIOCATMARK:
        if (ioctlsocket(handle, WINSOCK_SIOCATMARK, &number)) {
            return wherry__winsock_fail();
        }
        break;
    default:
        return wherry__error(ENOTTY);
    }
    *(int *)argument = (int)number;
    return 0;
}

int sockatmark(int fd)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    int mark = 0, result;

    if (!socket) {
        return -1;
    }
    result = wherry__socket_control(&socket->open, SIOCATMARK, &mark);
    wherry__socket_put(socket);
    return result < 0 ? -1 : mark;
}
