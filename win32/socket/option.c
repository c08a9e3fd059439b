/* option.c: getsockopt and setsockopt. Levels and numbers are Winsock's; here is what it keeps in
 * another form, or means otherwise. */

#include "socket.h"

#include <string.h>

/* An int, or what is shorter, as callers have it for some options. */
static int number_of(const void *value, unsigned length)
{
    int number = 0;

    memcpy(&number, value, length < sizeof number ? length : sizeof number);
    return number;
}

static int give(void *value, unsigned *length, const void *from, unsigned size)
{
    *length = *length < size ? *length : size;
    memcpy(value, from, *length);
    return 0;
}

static int give_number(void *value, unsigned *length, int number)
{
    return give(value, length, &number, sizeof number);
}

/* ---- those of this library ---- */

/* struct linger has two shorts for Winsock. */
static int linger_set(struct wherry__socket *socket, const int *value)
{
    LINGER winsock = {.l_onoff = value[0] != 0,
                      .l_linger = (u_short)(value[1] < 0xffff ? value[1] : 0xffff)};

    if (setsockopt(wherry__winsock(socket), SOL_SOCKET, SO_LINGER, (char *)&winsock,
                   sizeof winsock)) {
        return wherry__winsock_fail();
    }
    wherry__socket_mark(socket, IS_LINGERING, value[0] && value[1]);
    return 0;
}

static int linger_get(struct wherry__socket *socket, void *value, unsigned *length)
{
    LINGER winsock = {.l_onoff = 0};
    int size = sizeof winsock;

    if (getsockopt(wherry__winsock(socket), SOL_SOCKET, SO_LINGER, (char *)&winsock, &size)) {
        return wherry__winsock_fail();
    }
    return give(value, length, (int[]){winsock.l_onoff, winsock.l_linger}, 2 * sizeof(int));
}

/* A time of less than a millisecond is not none. */
static int timeout_set(struct wherry__socket *socket, int direction, const struct timeval *value)
{
    if (value->tv_usec < 0 || value->tv_usec >= 1000000) {
        return wherry__error(EDOM);
    }
    if (value->tv_sec < 0 || value->tv_sec > 0xffffffff / 1000 - 1) {
        socket->timeout_ms[direction] = 0;
        return 0;
    }
    socket->timeout_ms[direction] =
        (DWORD)(value->tv_sec * 1000) + ((DWORD)value->tv_usec + 999) / 1000;
    return 0;
}

static int timeout_get(struct wherry__socket *socket, int direction, void *value, unsigned *length)
{
    DWORD timeout_ms = socket->timeout_ms[direction];
    struct timeval time = {.tv_sec = timeout_ms / 1000,
                           .tv_usec = (suseconds_t)(timeout_ms % 1000) * 1000};

    return give(value, length, &time, sizeof time);
}

/* ---- Winsock's ---- */

static int winsock_get(struct wherry__socket *socket, int level, int name, void *value,
                       unsigned *length)
{
    int size = (int)*length;

    if (size >= (int)sizeof(int)) {
        memset(value, 0, sizeof(int));
    }
    if (getsockopt(wherry__winsock(socket), level, name, value, &size)) {
        return wherry__winsock_fail();
    }
    if (size < (int)sizeof(int) && *length >= sizeof(int)) {
        size = sizeof(int); /* some are a byte */
    }
    *length = (unsigned)size;
    return 0;
}

static int winsock_set(struct wherry__socket *socket, int level, int name, const void *value,
                       unsigned length)
{
    int number = number_of(value, length);

    if (length < sizeof number) {
        value = &number;
        length = sizeof number;
    }
    return setsockopt(wherry__winsock(socket), level, name, value, (int)length)
               ? wherry__winsock_fail()
               : 0;
}

/* struct ip_mreqn, which Winsock lacks: an interface by its number is the address 0.0.0.N. */
static int membership_set(struct wherry__socket *socket, int name, const void *value)
{
    u_long words[3], interface_number;

    memcpy(words, value, sizeof words);
    interface_number = words[2];
    words[1] = interface_number ? htonl(interface_number) : words[1];
    return winsock_set(socket, IPPROTO_IP, name, name == IP_MULTICAST_IF ? words + 1 : words,
                       name == IP_MULTICAST_IF ? sizeof *words : 2 * sizeof *words);
}

/* ---- the calls ---- */

static int get_own(struct wherry__socket *socket, int name, void *value, unsigned *length)
{
    switch (name) {
    case SO_REUSEADDR:
        return give_number(value, length, wherry__socket_is(socket, IS_REUSED));
    case SO_RCVTIMEO:
        return timeout_get(socket, READING, value, length);
    case SO_SNDTIMEO:
        return timeout_get(socket, WRITING, value, length);
    case SO_LINGER:
        return linger_get(socket, value, length);
    case SO_ERROR:
        return give_number(value, length, wherry__socket_error(socket));
    case SO_TYPE:
        return give_number(value, length, socket->type);
    case SO_DOMAIN:
        return give_number(value, length, socket->family);
    case SO_PROTOCOL:
        return give_number(value, length, socket->protocol);
    case SO_ACCEPTCONN:
        return give_number(value, length, wherry__socket_is(socket, IS_LISTENING));
    case SO_RCVLOWAT:
    case SO_SNDLOWAT:
        return give_number(value, length, 1);
    default:
        return winsock_get(socket, SOL_SOCKET, name, value, length);
    }
}

static int set_own(struct wherry__socket *socket, int name, const void *value, unsigned length)
{
    if (length < sizeof(int)) {
        return wherry__error(EINVAL);
    }
    switch (name) {
    case SO_REUSEADDR:
        wherry__socket_mark(socket, IS_REUSED, number_of(value, length));
        return 0;
    case SO_RCVTIMEO:
    case SO_SNDTIMEO:
        return length < sizeof(struct timeval)
                   ? wherry__error(EINVAL)
                   : timeout_set(socket, name == SO_RCVTIMEO ? READING : WRITING, value);
    case SO_LINGER:
        return length < 2 * sizeof(int) ? wherry__error(EINVAL) : linger_set(socket, value);
    case SO_ERROR:
    case SO_TYPE:
    case SO_DOMAIN:
    case SO_PROTOCOL:
    case SO_ACCEPTCONN:
        return wherry__error(ENOPROTOOPT);
    default:
        return winsock_set(socket, SOL_SOCKET, name, value, length);
    }
}

int wherry_posix_getsockopt(int fd, int level, int name, void *value, unsigned *length)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    int result;

    if (!socket) {
        return -1;
    }
    result = level == SOL_SOCKET ? get_own(socket, name, value, length)
                                 : winsock_get(socket, level, name, value, length);
    wherry__socket_put(socket);
    return result;
}

int wherry_posix_setsockopt(int fd, int level, int name, const void *value, unsigned length)
{
    struct wherry__socket *socket = wherry__socket_get(fd);
    bool of_group = level == IPPROTO_IP && (name == IP_MULTICAST_IF || name == IP_ADD_MEMBERSHIP ||
                                            name == IP_DROP_MEMBERSHIP);
    int result;

    if (!socket) {
        return -1;
    }
    if (level == SOL_SOCKET) {
        result = set_own(socket, name, value, length);
    } else if (of_group && length == 3 * sizeof(u_long)) {
        result = membership_set(socket, name, value);
    } else {
        result = winsock_set(socket, level, name, value, length);
    }
    wherry__socket_put(socket);
    return result;
}
