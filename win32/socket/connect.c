/* connect.c: names of sockets, and how two come together and part. */

#include "socket.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ---- addresses ---- */

/* AF_UNIX names are paths: those of Windows, in UTF-8, no longer than the structure has room for.
 */
static int unix_name_in(const void *address, unsigned length, SOCKADDR_STORAGE *to, int *to_length)
{
    char *room = (char *)to + sizeof(u_short), *narrow = NULL;
    char path[sizeof *to] = "";
    wchar_t *wide;
    int result = -1;

    memcpy(path, (const char *)address + sizeof(u_short), length - sizeof(u_short));
    wide = wherry__path(path);
    narrow = wide ? wherry__utf8(wcsncmp(wide, L"\\\\?\\", 4) ? wide : wide + 4) : NULL;
    if (narrow && strlen(narrow) < 108) {
        memcpy(room, narrow, strlen(narrow) + 1);
        *to_length = (int)sizeof(u_short) + 108;
        result = 0;
    } else if (narrow) {
        errno = ENAMETOOLONG;
    }
    free(narrow);
    free(wide);
    return result;
}

static void unspecified_is_here(SOCKADDR_STORAGE *to)
{
    SOCKADDR_IN *four = (SOCKADDR_IN *)to;
    SOCKADDR_IN6 *six = (SOCKADDR_IN6 *)to;

    if (to->ss_family == AF_INET && four->sin_addr.s_addr == INADDR_ANY) {
        four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else if (to->ss_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&six->sin6_addr)) {
        six->sin6_addr.u.Byte[15] = 1;
    }
}

int wherry__address_in(struct wherry__socket *socket, const void *address, unsigned length,
                       bool peer, SOCKADDR_STORAGE *to, int *to_length)
{
    int least = socket->family == AF_INET    ? (int)sizeof(SOCKADDR_IN)
                : socket->family == AF_INET6 ? (int)sizeof(SOCKADDR_IN6)
                                             : (int)sizeof(u_short);

    memset(to, 0, sizeof *to);
    if (length > sizeof *to || (int)length < least) {
        return wherry__error(EINVAL);
    }
    memcpy(to, address, length);
    if (to->ss_family != socket->family) {
        return wherry__error(EAFNOSUPPORT);
    }
    if (to->ss_family == AF_UNIX) {
        return unix_name_in(address, length, to, to_length);
    }
    if (peer) {
        unspecified_is_here(to);
    }
    *to_length = least > (int)sizeof(u_short) ? least : (int)length;
    return 0;
}

static int unix_name_out(SOCKADDR_STORAGE *name)
{
    char *path = (char *)name + sizeof(u_short);
    wchar_t *wide = *path ? wherry__wide(path) : NULL;
    char *back = wide ? wherry__path_back(wide) : NULL;
    int length = sizeof(u_short);

    if (back && strlen(back) < 108) {
        memcpy(path, back, strlen(back) + 1);
        length += (int)strlen(back) + 1;
    }
    free(back);
    free(wide);
    return length;
}

void wherry__address_out(const struct wherry__socket *socket, const SOCKADDR_STORAGE *from,
                         int from_length, void *address, unsigned *length)
{
    SOCKADDR_STORAGE name = *from;

    if (wherry__socket_is(socket, IS_PAIR)) {
        name.ss_family = AF_UNIX;
        from_length = sizeof(u_short);
    } else if (socket->family == AF_UNIX && from_length > (int)sizeof(u_short)) {
        from_length = unix_name_out(&name);
    }
    memcpy(address, &name, *length < (unsigned)from_length ? *length : (unsigned)from_length);
    *length = (unsigned)from_length;
}

static int name_of(int fd, struct sockaddr *address, unsigned *length, bool peer)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    SOCKADDR_STORAGE name = {.ss_family = 0};
    int size = sizeof name, failed;

    if (!socket) {
        return -1;
    }
    failed = peer ? getpeername(wherry__winsock(socket), (struct sockaddr *)&name, &size)
                  : getsockname(wherry__winsock(socket), (struct sockaddr *)&name, &size);
    if (failed && !peer && WSAGetLastError() == WSAEINVAL) { /* not bound */
        name = (SOCKADDR_STORAGE){.ss_family = (short)socket->family};
        size = socket->family == AF_INET    ? (int)sizeof(SOCKADDR_IN)
               : socket->family == AF_INET6 ? (int)sizeof(SOCKADDR_IN6)
                                            : (int)sizeof(u_short);
        failed = 0;
    }
    if (failed) {
        wherry__winsock_fail();
    } else {
        wherry__address_out(socket, &name, size, address, length);
    }
    wherry__socket_put(socket);
    return failed ? -1 : 0;
}

int wherry_posix_getsockname(int fd, struct sockaddr *address, unsigned *length)
{
    return name_of(fd, address, length, false);
}

int wherry_posix_getpeername(int fd, struct sockaddr *address, unsigned *length)
{
    return name_of(fd, address, length, true);
}

/* ---- bind and listen ---- */

/* What SO_REUSEADDR permits elsewhere, to bind beside connections that are closing, is the rule on
 * Windows, where it means that a port may be taken from its owner. What is forbidden elsewhere
 * without it, is so here by SO_EXCLUSIVEADDRUSE. Datagrams are shared by it on both. */
static void ask_for_address(struct wherry__socket *socket)
{
    bool reused = wherry__socket_is(socket, IS_REUSED);
    DWORD on = 1;

    if (socket->type != SOCK_STREAM && reused) {
        setsockopt(wherry__winsock(socket), SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    } else if (socket->type == SOCK_STREAM && !reused && socket->family != AF_UNIX) {
        setsockopt(wherry__winsock(socket), SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (char *)&on,
                   sizeof on);
    }
}

int wherry_posix_bind(int fd, const struct sockaddr *address, unsigned length)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    SOCKADDR_STORAGE name;
    int name_length = 0, result;

    if (!socket) {
        return -1;
    }
    result = wherry__address_in(socket, address, length, false, &name, &name_length);
    if (!result) {
        ask_for_address(socket);
        result = bind(wherry__winsock(socket), (struct sockaddr *)&name, name_length);
        if (result && WSAGetLastError() == WSAEACCES && socket->family != AF_UNIX) {
            result = wherry__error(EADDRINUSE); /* taken by who wants it alone */
        } else if (result) {
            result = wherry__winsock_fail();
        }
    }
    wherry__socket_put(socket);
    return result;
}

int wherry__socket_bind_anywhere(struct wherry__socket *socket)
{
    SOCKADDR_STORAGE name = {.ss_family = (short)socket->family};

    return bind(wherry__winsock(socket), (struct sockaddr *)&name,
                socket->family == AF_INET6 ? sizeof(SOCKADDR_IN6) : sizeof(SOCKADDR_IN));
}

int wherry_posix_listen(int fd, int backlog)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    int result;

    if (!socket) {
        return -1;
    }
    backlog = backlog < 0 ? SOMAXCONN : backlog ? backlog : 1;
    result = listen(wherry__winsock(socket), backlog);
    if (result && WSAGetLastError() == WSAEINVAL && socket->family != AF_UNIX) {
        result = wherry__socket_bind_anywhere(socket);
        result = result ? result : listen(wherry__winsock(socket), backlog);
    }
    if (result) {
        wherry__winsock_fail();
    } else {
        wherry__socket_mark(socket, IS_LISTENING, true);
    }
    wherry__socket_put(socket);
    return result;
}

/* ---- accept ---- */

static SOCKET accept_waiting(struct wherry__socket *socket, SOCKADDR_STORAGE *name, int *length)
{
    uint64_t deadline = wherry__socket_deadline(socket, READING);

    for (;;) {
        SOCKET got;

        *length = sizeof *name;
        if (wherry__socket_is(socket, IS_SHUT_READING)) {
            wherry__error(EINVAL);
            return INVALID_SOCKET;
        }
        got = accept(wherry__winsock(socket), (struct sockaddr *)name, length);
        if (got != INVALID_SOCKET) {
            return got;
        }
        if (WSAGetLastError() == WSAECONNRESET) {
            continue; /* gone before it was fetched */
        }
        if (WSAGetLastError() != WSAEWOULDBLOCK) {
            wherry__winsock_fail();
            return INVALID_SOCKET;
        }
        if (socket->open.flags & O_NONBLOCK) {
            wherry__error(EAGAIN);
            return INVALID_SOCKET;
        }
        if (wherry__socket_await(socket, AWAIT_ACCEPT, deadline) < 0) {
            return INVALID_SOCKET;
        }
    }
}

int accept4(int fd, struct sockaddr *address, unsigned *length, int flags)
{
    struct wherry__socket *socket = wherry__socket_get(fd), *new;
    SOCKADDR_STORAGE name = {.ss_family = 0};
    int name_length, result = -1;
    SOCKET got;

    if (!socket) {
        return -1;
    }
    if (flags & ~SOCK_FLAGS) {
        wherry__socket_put(socket);
        return wherry__error(EINVAL);
    }
    got = accept_waiting(socket, &name, &name_length);
    if (got != INVALID_SOCKET) {
        new = wherry__socket_new(got, socket->family, socket->type, socket->protocol, flags);
        if (new &&address) {
            wherry__address_out(new, &name, name_length, address, length);
        }
        result = wherry__socket_install(new, flags);
    }
    wherry__socket_put(socket);
    return result;
}

int wherry_posix_accept(int fd, struct sockaddr *address, unsigned *length)
{
    return accept4(fd, address, length, 0);
}

/* ---- connect ---- */

int wherry__socket_error(struct wherry__socket *socket)
{
    DWORD error = 0;
    int size = sizeof error;

    if (getsockopt(wherry__winsock(socket), SOL_SOCKET, SO_ERROR, (char *)&error, &size) ||
        !error) {
        return 0;
    }
    wherry__socket_mark(socket, IS_CONNECTING, false);
    /* Not every system forgets it when it was asked. */
    return InterlockedExchange(&socket->told, (LONG)error) == (LONG)error ? 0
                                                                          : wherry__errno_of(error);
}

/* What has become of a connection that is being made. */
static int connect_finish(struct wherry__socket *socket, bool is_blocking)
{
    uint64_t deadline = is_blocking ? wherry__socket_deadline(socket, WRITING) : 0;
    int error;

    if (wherry__socket_await(socket, AWAIT_CONNECT, deadline) < 0) {
        return errno == EAGAIN ? wherry__error(is_blocking ? EINPROGRESS : EALREADY) : -1;
    }
    error = wherry__socket_error(socket);
    wherry__socket_mark(socket, IS_CONNECTING, false);
    return error ? wherry__error(error) : 0;
}

static bool is_this_machine(const SOCKADDR_STORAGE *name)
{
    return name->ss_family == AF_INET
               ? ((const SOCKADDR_IN *)name)->sin_addr.S_un.S_un_b.s_b1 == 127
               : name->ss_family == AF_INET6 &&
                     IN6_IS_ADDR_LOOPBACK(&((const SOCKADDR_IN6 *)name)->sin6_addr);
}

/* Windows tries a refused port again, for two seconds; of this machine the first answer is true.
 * Systems that do not know the request (Windows 7, Wine) refuse it, which does no harm. */
static void refuse_at_once(struct wherry__socket *socket, const SOCKADDR_STORAGE *name)
{
    TCP_INITIAL_RTO_PARAMETERS none = {TCP_INITIAL_RTO_UNSPECIFIED_RTT,
                                       TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS};
    DWORD bytes;

    if (socket->type == SOCK_STREAM && is_this_machine(name)) {
        WSAIoctl(wherry__winsock(socket), SIO_TCP_INITIAL_RTO, &none, sizeof none, NULL, 0, &bytes,
                 NULL, NULL);
    }
}

static int connect_begin(struct wherry__socket *socket, const SOCKADDR_STORAGE *name, int length)
{
    int error;

    InterlockedExchange(&socket->told, 0);
    refuse_at_once(socket, name);
    if (!connect(wherry__winsock(socket), (const struct sockaddr *)name, length)) {
        wherry__socket_mark(socket, IS_CONNECTED, true);
        return 0;
    }
    error = WSAGetLastError();
    if (error != WSAEWOULDBLOCK) {
        return wherry__fail((DWORD)error);
    }
    wherry__socket_mark(socket, IS_CONNECTING, true);
    return socket->open.flags & O_NONBLOCK ? wherry__error(EINPROGRESS)
                                           : connect_finish(socket, true);
}

/* Without a peer again: Winsock takes the zero address for that. */
static int disconnect(struct wherry__socket *socket)
{
    SOCKADDR_STORAGE nobody = {.ss_family = (short)socket->family};

    wherry__socket_mark(socket, IS_CONNECTED, false);
    connect(wherry__winsock(socket), (const struct sockaddr *)&nobody,
            socket->family == AF_INET6 ? sizeof(SOCKADDR_IN6) : sizeof(SOCKADDR_IN));
    return 0;
}

static int connect_open(struct wherry__socket *socket, const struct sockaddr *address,
                        unsigned length)
{
    bool is_stream = socket->type == SOCK_STREAM;
    SOCKADDR_STORAGE name;
    int name_length = 0;
    DWORD bytes;
    BOOL on = TRUE;

    if (!is_stream && length >= sizeof address->sa_family && address->sa_family == AF_UNSPEC) {
        return disconnect(socket);
    }
    if (wherry__address_in(socket, address, length, true, &name, &name_length) < 0) {
        return -1;
    }
    if (is_stream && wherry__socket_is(socket, IS_CONNECTING)) {
        return connect_finish(socket, !(socket->open.flags & O_NONBLOCK));
    }
    if (socket->type == SOCK_DGRAM) {
        WSAIoctl(wherry__winsock(socket), SIO_UDP_CONNRESET, &on, sizeof on, NULL, 0, &bytes, NULL,
                 NULL);
    }
    return connect_begin(socket, &name, name_length);
}

int wherry_posix_connect(int fd, const struct sockaddr *address, unsigned length)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    int result;

    if (!socket) {
        return -1;
    }
    result = connect_open(socket, address, length);
    wherry__socket_put(socket);
    return result;
}

/* ---- shutdown ---- */

static void shut(struct wherry__socket *socket, int direction)
{
    wherry__socket_mark(socket, 1 << direction, true);
    if (socket->shut[direction]) {
        SetEvent(socket->shut[direction]);
    }
}

/* Windows resets a connection on which something arrives after SD_RECEIVE, which elsewhere is only
 * not waited for. So the library alone knows of SHUT_RD. */
static int shut_winsocks(struct wherry__socket *socket, int how)
{
    SOCKADDR_STORAGE peer;
    int size = sizeof peer;

    if (wherry__socket_is(socket, IS_LISTENING)) {
        return 0;
    }
    if (how == SD_RECEIVE && socket->type == SOCK_STREAM) {
        return getpeername(wherry__winsock(socket), (struct sockaddr *)&peer, &size);
    }
    return shutdown(wherry__winsock(socket), how);
}

int wherry_posix_shutdown(int fd, int how)
{
    struct wherry__socket *socket;
    int result = 0;

    if (how < SD_RECEIVE || how > SD_BOTH) {
        return wherry__error(EINVAL);
    }
    socket = wherry__socket_get(fd);
    if (!socket) {
        return -1;
    }
    if (shut_winsocks(socket, how)) {
        result = wherry__winsock_fail();
    } else {
        if (how != SD_SEND) {
            socket->open.read_shut = true;
            shut(socket, READING);
        }
        if (how != SD_RECEIVE) {
            socket->open.write_shut = true;
            shut(socket, WRITING);
        }
    }
    wherry__socket_put(socket);
    return result;
}
