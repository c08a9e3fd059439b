/* hosts.c: the elder calls: gethostbyname and its kin, services, this host's own name. */

#include "names.h"

#include <stdlib.h>
#include <string.h>

int *__h_errno_location(void)
{
    static _Thread_local int error;

    return &error;
}

static int h_errno_of(int error)
{
    return error == EAI_NONAME || error == EAI_ADDRFAMILY ? HOST_NOT_FOUND
           : error == EAI_NODATA                          ? NO_DATA
           : error == EAI_AGAIN                           ? TRY_AGAIN
                                                          : NO_RECOVERY;
}

/* ---- hosts ---- */

enum { ADDRESSES = 35 };

/* The caller's room: pointers, addresses, and the name behind them. */
struct host_room {
    char *aliases[1];
    char *addresses[ADDRESSES + 1];
    unsigned char bytes[ADDRESSES][sizeof(IN6_ADDR)];
    char name[1];
};

static size_t aligned(char *room)
{
    return -(uintptr_t)room % sizeof(void *);
}

static int host_pack(const char *name, int family, struct hostent *host, char *room, size_t size)
{
    size_t skip = aligned(room);
    struct host_room *to = (struct host_room *)(room + skip);

    if (size < skip + sizeof *to + strlen(name)) {
        return ERANGE;
    }
    memset(to, 0, sizeof *to);
    memcpy(to->name, name, strlen(name) + 1);
    *host = (struct hostent){.h_name = to->name,
                             .h_aliases = to->aliases,
                             .h_addrtype = family,
                             .h_length = family == AF_INET ? sizeof(IN_ADDR) : sizeof(IN6_ADDR),
                             .h_addr_list = to->addresses};
    return 0;
}

static void host_add(struct hostent *host, int index, const void *address)
{
    struct host_room *to = (struct host_room *)host->h_aliases;

    memcpy(to->bytes[index], address, (size_t)host->h_length);
    to->addresses[index] = (char *)to->bytes[index];
}

static const void *address_in(const struct addrinfo *info)
{
    return info->ai_family == AF_INET ? (void *)&((SOCKADDR_IN *)info->ai_addr)->sin_addr
                                      : (void *)&((SOCKADDR_IN6 *)info->ai_addr)->sin6_addr;
}

int gethostbyname2_r(const char *name, int family, struct hostent *host, char *room, size_t size,
                     struct hostent **found, int *error)
{
    struct addrinfo hints = {
        .ai_flags = AI_CANONNAME, .ai_family = family, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    int result = wherry_posix_getaddrinfo(name, NULL, &hints, &list), index = 0;

    *found = NULL;
    if (result) {
        *error = h_errno_of(result);
        return result == EAI_SYSTEM ? errno : result == EAI_AGAIN ? EAGAIN : ENOENT;
    }
    result = host_pack(list->ai_canonname, family, host, room, size);
    for (struct addrinfo *at = list; !result && at && index < ADDRESSES; at = at->ai_next) {
        host_add(host, index++, address_in(at));
    }
    wherry_posix_freeaddrinfo(list);
    *error = result ? NO_RECOVERY : 0;
    *found = result ? NULL : host;
    return result;
}

int gethostbyname_r(const char *name, struct hostent *host, char *room, size_t size,
                    struct hostent **found, int *error)
{
    return gethostbyname2_r(name, AF_INET, host, room, size, found, error);
}

int gethostbyaddr_r(const void *address, unsigned length, int family, struct hostent *host,
                    char *room, size_t size, struct hostent **found, int *error)
{
    SOCKADDR_IN four = {.sin_family = AF_INET};
    SOCKADDR_IN6 six = {.sin6_family = AF_INET6};
    bool is_four = family == AF_INET;
    char name[1025];
    int result;

    *found = NULL;
    *error = NO_RECOVERY;
    if (is_four ? length != sizeof four.sin_addr
                : family != AF_INET6 || length != sizeof six.sin6_addr) {
        return EINVAL;
    }
    memcpy(is_four ? (void *)&four.sin_addr : (void *)&six.sin6_addr, address, length);
    result = wherry_posix_getnameinfo(is_four ? (struct sockaddr *)&four : (struct sockaddr *)&six,
                                      is_four ? sizeof four : sizeof six, name, sizeof name, NULL,
                                      0, NI_NAMEREQD);
    if (result) {
        *error = h_errno_of(result);
        return result == EAI_SYSTEM ? errno : ENOENT;
    }
    result = host_pack(name, family, host, room, size);
    if (!result) {
        host_add(host, 0, address);
        *error = 0;
        *found = host;
    }
    return result;
}

/* What the calls without a room of the caller's answer with. */
static _Thread_local struct {
    struct hostent host;
    char room[sizeof(struct host_room) + 1025 + sizeof(void *)];
    struct servent service;
} answer;

struct hostent *gethostbyname2(const char *name, int family)
{
    struct hostent *found;

    gethostbyname2_r(name, family, &answer.host, answer.room, sizeof answer.room, &found,
                     __h_errno_location());
    return found;
}

struct hostent *wherry_posix_gethostbyname(const char *name)
{
    return gethostbyname2(name, AF_INET);
}

struct hostent *wherry_posix_gethostbyaddr(const void *address, unsigned length, int family)
{
    struct hostent *found;

    gethostbyaddr_r(address, length, family, &answer.host, answer.room, sizeof answer.room, &found,
                    __h_errno_location());
    return found;
}

/* ---- services ---- */

int wherry__service(const char *name, int port, const char *protocol, struct servent *found)
{
    const struct winsock_servent *winsocks;

    if (wherry__winsock_start() < 0) {
        return -1;
    }
    winsocks = name ? getservbyname(name, protocol) : getservbyport(port, protocol);
    if (!winsocks) {
        return -1;
    }
    *found = (struct servent){.s_name = winsocks->s_name,
                              .s_aliases = winsocks->s_aliases,
                              .s_port = (u_short)winsocks->s_port,
                              .s_proto = winsocks->s_proto};
    return 0;
}

/* The name and the protocol are the caller's to keep; aliases are left out. */
static int service_pack(const char *name, int port, const char *protocol, struct servent *service,
                        char *room, size_t size, struct servent **found)
{
    struct servent from;
    size_t skip = aligned(room), name_size, protocol_size;

    *found = NULL;
    if (wherry__service(name, port, protocol, &from) < 0) {
        return ENOENT;
    }
    name_size = strlen(from.s_name) + 1;
    protocol_size = strlen(from.s_proto) + 1;
    if (size < skip + sizeof(char *) + name_size + protocol_size) {
        return ERANGE;
    }
    *(char **)(void *)(room + skip) = NULL;
    *service = (struct servent){.s_name = room + skip + sizeof(char *),
                                .s_aliases = (char **)(room + skip),
                                .s_port = from.s_port,
                                .s_proto = room + skip + sizeof(char *) + name_size};
    memcpy(service->s_name, from.s_name, name_size);
    memcpy(service->s_proto, from.s_proto, protocol_size);
    *found = service;
    return 0;
}

int getservbyname_r(const char *name, const char *protocol, struct servent *service, char *room,
                    size_t size, struct servent **found)
{
    return service_pack(name, 0, protocol, service, room, size, found);
}

int getservbyport_r(int port, const char *protocol, struct servent *service, char *room,
                    size_t size, struct servent **found)
{
    return service_pack(NULL, port, protocol, service, room, size, found);
}

struct servent *wherry_posix_getservbyname(const char *name, const char *protocol)
{
    return wherry__service(name, 0, protocol, &answer.service) < 0 ? NULL : &answer.service;
}

struct servent *wherry_posix_getservbyport(int port, const char *protocol)
{
    return wherry__service(NULL, port, protocol, &answer.service) < 0 ? NULL : &answer.service;
}

/* ---- this host ---- */

int wherry_posix_gethostname(char *name, size_t size)
{
    wchar_t wide[256];
    DWORD length = 256;
    char *narrow;
    int result = 0;

    if (!GetComputerNameExW(ComputerNameDnsHostname, wide, &length)) {
        return wherry__fail_last();
    }
    narrow = wherry__utf8(wide);
    if (!narrow) {
        return -1;
    }
    if (strlen(narrow) < size) {
        memcpy(name, narrow, strlen(narrow) + 1);
    } else {
        result = wherry__error(ENAMETOOLONG);
    }
    free(narrow);
    return result;
}
