/* socket.h: what the files of this folder share.
 *
 * A socket is always non-blocking for Winsock, and overlapped. A call that is to block tries, waits
 * for AFD to say that trying again pays (await.c), and tries again. So no buffer of the caller is
 * ever in the system's hands while a handler of a signal runs, which may leave by siglongjmp(), and
 * nothing that was received is lost to a cancelled call. */
#ifndef WHERRY_SOCKET_SOCKET_H
#define WHERRY_SOCKET_SOCKET_H

#include "winsock.h"

#define SOCK_FLAGS (SOCK_NONBLOCK | SOCK_CLOEXEC)

/* Directions: of transfer, and of shutdown(). */
enum { READING, WRITING };

enum {
    IS_SHUT_READING = 1 << READING,
    IS_SHUT_WRITING = 1 << WRITING,
    IS_LISTENING = 4,
    IS_CONNECTING = 8,  /* connect() has begun and has not been told the end */
    IS_CONNECTED = 16,  /* datagrams have a peer */
    IS_PAIR = 32,       /* of socketpair(): what it is made of is not to be seen */
    IS_RESET = 64,      /* ECONNRESET has been told; what follows is the end, and EPIPE */
    IS_REUSED = 128,    /* SO_REUSEADDR */
    IS_LINGERING = 256, /* close() waits */
};

struct wherry__socket {
    struct wherry__open open; /* .handle is the SOCKET */
    HANDLE base;              /* what AFD knows it as, below any layered provider */
    int family, type, protocol;
    LONG state;              /* IS_... */
    LONG told;               /* what SO_ERROR has told of this connection */
    DWORD timeout_ms[2];     /* SO_RCVTIMEO, SO_SNDTIMEO; 0: none */
    HANDLE volatile shut[2]; /* signalled by shutdown(); made by the first that waits */
};

static inline SOCKET wherry__winsock(const struct wherry__socket *socket)
{
    return (SOCKET)socket->open.handle;
}

static inline bool wherry__socket_is(const struct wherry__socket *socket, LONG state)
{
    return (InterlockedCompareExchange((LONG *)&socket->state, 0, 0) & state) != 0;
}

static inline void wherry__socket_mark(struct wherry__socket *socket, LONG state, bool set)
{
    if (set) {
        InterlockedOr(&socket->state, state);
    } else {
        InterlockedAnd(&socket->state, ~state);
    }
}

/* Winsock is started when the first socket or name needs it. -1 with errno where it cannot be. */
int wherry__winsock_start(void);

/* Set errno to what WSAGetLastError() says, and return -1. */
int wherry__winsock_fail(void);

/* A description for a new SOCKET, which it takes over, also when it fails. */
struct wherry__socket *wherry__socket_new(SOCKET handle, int family, int type, int protocol,
                                          int flags);
/* Its descriptor, by SOCK_CLOEXEC of `flags`. */
int wherry__socket_install(struct wherry__socket *socket, int flags);
/* With a reference; NULL: EBADF, ENOTSOCK. */
struct wherry__socket *wherry__socket_get(int fd);
void wherry__socket_put(struct wherry__socket *socket);

/* Wait until an operation that would have blocked may go on, or shutdown() was called: 0. -1 with
 * EINTR, or EAGAIN at `deadline`. */
enum wherry__awaited {
    AWAIT_RECEIVE,
    AWAIT_URGENT,
    AWAIT_ACCEPT,
    AWAIT_RESET,
    AWAIT_SEND,
    AWAIT_CONNECT
};
int wherry__socket_await(struct wherry__socket *socket, enum wherry__awaited what,
                         uint64_t deadline);
/* When a call that begins now has to end by SO_RCVTIMEO or SO_SNDTIMEO. */
uint64_t wherry__socket_deadline(const struct wherry__socket *socket, int direction);

ssize_t wherry__socket_receive(struct wherry__socket *socket, struct msghdr *message, int flags);
ssize_t wherry__socket_send(struct wherry__socket *socket, const struct msghdr *message, int flags);
int wherry__socket_control(struct wherry__open *open, unsigned long request, void *argument);

/* Windows refuses to listen on what is not bound, and to wait for datagrams. 0, or an error that is
 * left to WSAGetLastError(). */
int wherry__socket_bind_anywhere(struct wherry__socket *socket);

/* The error that a connection ended with, or 0; it is told once. */
int wherry__socket_error(struct wherry__socket *socket);

/* Addresses on their way to Winsock: AF_UNIX names become Windows', and where `peer` says so, the
 * unspecified address becomes this machine's. And back: as much as *length allows. */
int wherry__address_in(struct wherry__socket *socket, const void *address, unsigned length,
                       bool peer, SOCKADDR_STORAGE *to, int *to_length);
void wherry__address_out(const struct wherry__socket *socket, const SOCKADDR_STORAGE *from,
                         int from_length, void *address, unsigned *length);

/* ---- the functions of <sys/socket.h>, by the names of their labels -----------------------------
 */

int wherry_posix_socket(int family, int type, int protocol);
int socketpair(int family, int type, int protocol, int pair[2]);
int wherry_posix_shutdown(int fd, int how);
int wherry_posix_bind(int fd, const struct sockaddr *address, unsigned length);
int wherry_posix_connect(int fd, const struct sockaddr *address, unsigned length);
int wherry_posix_listen(int fd, int backlog);
int wherry_posix_accept(int fd, struct sockaddr *address, unsigned *length);
int accept4(int fd, struct sockaddr *address, unsigned *length, int flags);
int wherry_posix_getsockname(int fd, struct sockaddr *address, unsigned *length);
int wherry_posix_getpeername(int fd, struct sockaddr *address, unsigned *length);
ssize_t wherry_posix_send(int fd, const void *bytes, size_t length, int flags);
ssize_t wherry_posix_recv(int fd, void *bytes, size_t length, int flags);
ssize_t wherry_posix_sendto(int fd, const void *bytes, size_t length, int flags,
                            const struct sockaddr *address, unsigned address_length);
ssize_t wherry_posix_recvfrom(int fd, void *bytes, size_t length, int flags,
                              struct sockaddr *address, unsigned *address_length);
ssize_t sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);
int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, unsigned flags);
int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, unsigned flags,
             struct timespec *timeout);
int wherry_posix_getsockopt(int fd, int level, int name, void *value, unsigned *length);
int wherry_posix_setsockopt(int fd, int level, int name, const void *value, unsigned length);
int sockatmark(int fd);

#endif
