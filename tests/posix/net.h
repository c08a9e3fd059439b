/* net.h: sockets on this machine's own addresses, at ports that the system chooses. */
#ifndef WHERRY_TESTS_POSIX_NET_H
#define WHERRY_TESTS_POSIX_NET_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_storage room;
};

/* 127.0.0.1 or ::1, without a port. */
static inline socklen_t local_address(int family, union address *address)
{
    memset(address, 0, sizeof *address);
    address->any.sa_family = (sa_family_t)family;
    if (family == AF_INET6) {
        address->six.sin6_addr = in6addr_loopback;
        return sizeof address->six;
    }
    address->four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return sizeof address->four;
}

/* A socket bound there, and where that is; -1: not to be had. */
static inline int bound(int family, int type, union address *address)
{
    socklen_t length = local_address(family, address);
    int fd = socket(family, type, 0);

    if (fd < 0 || bind(fd, &address->any, length) < 0 ||
        getsockname(fd, &address->any, &length) < 0) {
        return -1;
    }
    return fd;
}

static inline socklen_t size_of(const union address *address)
{
    return address->any.sa_family == AF_INET6 ? sizeof address->six : sizeof address->four;
}

/* Two ends of a TCP connection. */
static inline int connected(int family, int ends[2])
{
    union address address;
    int listener = bound(family, SOCK_STREAM, &address);

    if (listener < 0 || listen(listener, 1) < 0) {
        return -1;
    }
    ends[0] = socket(family, SOCK_STREAM, 0);
    if (ends[0] < 0 || connect(ends[0], &address.any, size_of(&address)) < 0) {
        return -1;
    }
    ends[1] = accept(listener, NULL, NULL);
    return ends[1] < 0 ? -1 : 0;
}

#endif
