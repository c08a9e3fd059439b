/* minimal.c: as much of sockets as the tests of waiting need. To be dropped for the real ones. */

#include <errno.h>
#define fd_set winsock_fd_set
#define select winsock_select
#define timeval winsock_timeval
#define gethostname winsock_gethostname
#include <winsock2.h>
#undef fd_set
#undef select
#undef timeval
#undef gethostname
#undef FD_SET
#undef FD_CLR
#undef FD_ZERO
#undef FD_ISSET
#undef FD_SETSIZE

#include "../core/internal.h"

#include <fcntl.h>
#include <sys/stat.h>

#define STRING2(x) #x
#define STRING(x) STRING2(x)
#define AS(name) __asm__(STRING(__USER_LABEL_PREFIX__) "wherry_posix_" #name)

int our_socket(int, int, int) AS(socket);
int our_bind(int, const void *, unsigned) AS(bind);
int our_listen(int, int) AS(listen);
int our_accept(int, void *, unsigned *) AS(accept);
int our_connect(int, const void *, unsigned) AS(connect);
int our_getsockname(int, void *, unsigned *) AS(getsockname);
int our_shutdown(int, int) AS(shutdown);
ssize_t our_send(int, const void *, size_t, int) AS(send);
ssize_t our_recv(int, void *, size_t, int) AS(recv);

static ssize_t socket_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    int got = recv((SOCKET)open->handle, buffer, (int)length, 0);

    (void)at;
    return got < 0 ? wherry__fail((DWORD)WSAGetLastError()) : got;
}

static ssize_t socket_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    int put = send((SOCKET)open->handle, buffer, (int)length, 0);

    (void)at;
    return put < 0 ? wherry__fail((DWORD)WSAGetLastError()) : put;
}

static int socket_flags(struct wherry__open *open, int flags)
{
    u_long on = (flags & O_NONBLOCK) != 0;

    ioctlsocket((SOCKET)open->handle, (long)FIONBIO, &on);
    return 0;
}

static void socket_release(struct wherry__open *open)
{
    closesocket((SOCKET)open->handle);
}

const struct wherry__class wherry__socket = {
    .name = "socket",
    .type = S_IFSOCK,
    .read = socket_read,
    .write = socket_write,
    .set_flags = socket_flags,
    .release = socket_release,
};

struct wherry__open *wherry__socket_of_handle(HANDLE handle, int flags)
{
    (void)handle;
    (void)flags;
    return NULL;
}

static int install(SOCKET s)
{
    if (s == INVALID_SOCKET) {
        return wherry__fail((DWORD)WSAGetLastError());
    }
    return wherry__fd_install(
        wherry__open_new(&wherry__socket, sizeof(struct wherry__open), (HANDLE)s, O_RDWR), 0,
        false);
}

static SOCKET of(int fd)
{
    struct wherry__open *open = wherry__fd_get(fd);
    SOCKET s = open ? (SOCKET)open->handle : INVALID_SOCKET;

    if (open) {
        wherry__open_put(open);
    }
    return s;
}

int our_socket(int family, int type, int protocol)
{
    WSADATA data;

    WSAStartup(0x202, &data);
    return install(socket(family, type, protocol));
}

int our_accept(int fd, void *name, unsigned *length)
{
    return install(accept(of(fd), name, (int *)length));
}

static int result(int r)
{
    return r == SOCKET_ERROR
               ? wherry__fail(WSAGetLastError() == WSAEWOULDBLOCK ? WSAEINPROGRESS
                                                                  : (DWORD)WSAGetLastError())
               : r;
}

int our_bind(int fd, const void *name, unsigned length)
{
    return result(bind(of(fd), name, (int)length));
}

int our_listen(int fd, int backlog)
{
    return result(listen(of(fd), backlog));
}

int our_connect(int fd, const void *name, unsigned length)
{
    return result(connect(of(fd), name, (int)length));
}

int our_getsockname(int fd, void *name, unsigned *length)
{
    return result(getsockname(of(fd), name, (int *)length));
}

int our_shutdown(int fd, int how)
{
    struct wherry__open *open = wherry__fd_get(fd);

    open->write_shut |= how >= 1;
    wherry__open_put(open);
    return result(shutdown(of(fd), how));
}

ssize_t our_send(int fd, const void *buffer, size_t length, int flags)
{
    (void)flags;
    return result(send(of(fd), buffer, (int)length, 0));
}

ssize_t our_recv(int fd, void *buffer, size_t length, int flags)
{
    return result(recv(of(fd), buffer, (int)length, flags));
}
