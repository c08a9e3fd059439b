/* names.c: names of hosts and services, both ways. Winsock resolves; its answers come in types of
 * its own and are told as POSIX has them. */

#include "names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    int winsock, error;
    const char *text;
} errors[] = {
    {WSAEINVAL, EAI_BADFLAGS, "Invalid flags"},
    {WSAHOST_NOT_FOUND, EAI_NONAME, "Name does not resolve"},
    {WSATRY_AGAIN, EAI_AGAIN, "Try again"},
    {WSANO_RECOVERY, EAI_FAIL, "Non-recoverable error"},
    {WSANO_DATA, EAI_NODATA, "Name has no usable address"},
    {WSAEAFNOSUPPORT, EAI_FAMILY, "Unrecognized address family or invalid length"},
    {WSAESOCKTNOSUPPORT, EAI_SOCKTYPE, "Unrecognized socket type"},
    {WSATYPE_NOT_FOUND, EAI_SERVICE, "Unrecognized service"},
    {WSAEADDRNOTAVAIL, EAI_ADDRFAMILY, "Name has no address of this family"},
    {WSA_NOT_ENOUGH_MEMORY, EAI_MEMORY, "Out of memory"},
    {-1, EAI_SYSTEM, "System error"},
    {-1, EAI_OVERFLOW, "Overflow"},
};

int wherry__resolver_error(int winsock)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].winsock == winsock) {
            return errors[i].error;
        }
    }
    errno = wherry__errno_of((DWORD)winsock);
    return EAI_SYSTEM;
}

const char *gai_strerror(int error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].error == error) {
            return errors[i].text;
        }
    }
    return "Unknown error";
}

/* ---- services ---- */

static const struct kind {
    int type, protocol;
    const char *name; /* of the protocol, where services have ports of it */
} kinds[] = {
    {SOCK_STREAM, IPPROTO_TCP, "tcp"},
    {SOCK_DGRAM, IPPROTO_UDP, "udp"},
    {SOCK_RAW, 0, NULL},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static bool is_wanted(const struct kind *kind, const struct addrinfo *hints)
{
    return (!hints->ai_socktype || hints->ai_socktype == kind->type) &&
           (!hints->ai_protocol || !kind->protocol || hints->ai_protocol == kind->protocol);
}

/* In network order; -1 where the service has none for this kind. */
static int port_of(const char *service, const struct kind *kind, int flags)
{
    char *end = NULL;
    unsigned long number = service ? strtoul(service, &end, 10) : 0;
    struct servent found;

    if (!service) {
        return 0;
    }
    if (*service >= '0' && *service <= '9' && !*end) {
        return number <= 0xffff ? htons((u_short)number) : -1;
    }
    if (flags & AI_NUMERICSERV || !kind->name ||
        wherry__service(service, 0, kind->name, &found) < 0) {
        return -1;
    }
    return found.s_port;
}

/* ---- getaddrinfo ---- */

/* One allocation for each, with its address behind it. */
struct answer {
    struct addrinfo info;
    SOCKADDR_STORAGE address;
};

static int append(struct addrinfo ***last, const ADDRINFOW *from, const struct kind *kind, int port,
                  int protocol)
{
    struct answer *answer = calloc(1, sizeof *answer);

    if (!answer || from->ai_addrlen > sizeof answer->address) {
        free(answer);
        return EAI_MEMORY;
    }
    memcpy(&answer->address, from->ai_addr, from->ai_addrlen);
    ((SOCKADDR_IN *)&answer->address)->sin_port = (u_short)port; /* where IPv6 has it too */
    answer->info = (struct addrinfo){.ai_family = from->ai_family,
                                     .ai_socktype = kind->type,
                                     .ai_protocol = kind->protocol ? kind->protocol : protocol,
                                     .ai_addrlen = (unsigned)from->ai_addrlen,
                                     .ai_addr = (struct sockaddr *)&answer->address};
    **last = &answer->info;
    *last = &answer->info.ai_next;
    return 0;
}

static int append_kinds(struct addrinfo ***last, const ADDRINFOW *from, const int ports[KINDS],
                        const struct addrinfo *hints)
{
    for (int i = 0; i < KINDS; i++) {
        int error = ports[i] < 0 ? 0 : append(last, from, &kinds[i], ports[i], hints->ai_protocol);

        if (error) {
            return error;
        }
    }
    return 0;
}

static int find_ports(const char *service, const struct addrinfo *hints, int ports[KINDS])
{
    bool any_kind = false, any = false;

    for (int i = 0; i < KINDS; i++) {
        bool wanted = is_wanted(&kinds[i], hints);

        ports[i] = wanted ? port_of(service, &kinds[i], hints->ai_flags) : -1;
        any_kind |= wanted;
        any |= ports[i] >= 0;
    }
    return any                                ? 0
           : !any_kind                        ? EAI_SOCKTYPE
           : hints->ai_flags & AI_NUMERICSERV ? EAI_NONAME
                                              : EAI_SERVICE;
}

/* Without a node: the addresses to bind to, or this machine's own. */
static int append_unnamed(struct addrinfo ***last, const int ports[KINDS],
                          const struct addrinfo *hints)
{
    bool any = hints->ai_flags & AI_PASSIVE;
    SOCKADDR_IN four = {.sin_family = AF_INET};
    SOCKADDR_IN6 six = {.sin6_family = AF_INET6};
    ADDRINFOW answers[2] = {
        {.ai_family = AF_INET, .ai_addrlen = sizeof four, .ai_addr = (struct sockaddr *)&four},
        {.ai_family = AF_INET6, .ai_addrlen = sizeof six, .ai_addr = (struct sockaddr *)&six}};
    int error = 0;

    four.sin_addr.s_addr = any ? INADDR_ANY : htonl(INADDR_LOOPBACK);
    six.sin6_addr.u.Byte[15] = !any;
    for (int i = 0; i < 2 && !error; i++) {
        const ADDRINFOW *answer = &answers[any ? i : 1 - i];

        if (!hints->ai_family || hints->ai_family == answer->ai_family) {
            error = append_kinds(last, answer, ports, hints);
        }
    }
    return error;
}

static int canonical(struct addrinfo *first, const ADDRINFOW *found, const char *node)
{
    const wchar_t *name = found ? found->ai_canonname : NULL;

    first->ai_canonname = name ? wherry__utf8(name) : strdup(node);
    return first->ai_canonname ? 0 : EAI_MEMORY;
}

/* RFC 6761 6.3: this name is this machine, whatever the system's files and servers say. */
static bool is_localhost(const char *node, const struct addrinfo *hints)
{
    return !(hints->ai_flags & AI_NUMERICHOST) && !strcasecmp(node, "localhost");
}

static int append_localhost(struct addrinfo ***last, const char *node, const int ports[KINDS],
                            const struct addrinfo *hints)
{
    struct addrinfo wanted = *hints, **first = *last;
    int error;

    wanted.ai_flags &= ~AI_PASSIVE;
    error = append_unnamed(last, ports, &wanted);
    return !error && hints->ai_flags & AI_CANONNAME ? canonical(*first, NULL, node) : error;
}

static int append_named(struct addrinfo ***last, const char *node, const int ports[KINDS],
                        const struct addrinfo *hints)
{
    ADDRINFOW wanted = {.ai_flags = hints->ai_flags & ~(AI_NUMERICSERV | AI_PASSIVE),
                        .ai_family = hints->ai_family,
                        .ai_socktype = SOCK_STREAM}; /* each address once */
    struct addrinfo **first = *last;
    wchar_t *wide = wherry__wide(node);
    ADDRINFOW *found = NULL;
    int error;

    if (!wide) {
        return errno == ENOMEM ? EAI_MEMORY : EAI_NONAME;
    }
    error = GetAddrInfoW(wide, NULL, &wanted, &found);
    free(wide);
    if (error) {
        return wherry__resolver_error(error);
    }
    for (const ADDRINFOW *answer = found; answer && !error; answer = answer->ai_next) {
        if (answer->ai_family == AF_INET || answer->ai_family == AF_INET6) {
            error = append_kinds(last, answer, ports, hints);
        }
    }
    if (!error && !*first) {
        error = EAI_NODATA;
    }
    if (!error && hints->ai_flags & AI_CANONNAME) {
        error = canonical(*first, found, node);
    }
    FreeAddrInfoW(found);
    return error;
}

int wherry_posix_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                             struct addrinfo **answers)
{
    static const int known = AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_NUMERICSERV | AI_ALL |
                             AI_ADDRCONFIG | AI_V4MAPPED;
    struct addrinfo none = {.ai_flags = 0}, *list = NULL, **last = &list;
    int ports[KINDS], error;

    hints = hints ? hints : &none;
    if (!node && !service) {
        return EAI_NONAME;
    }
    if (hints->ai_flags & ~known || (hints->ai_flags & AI_CANONNAME && !node)) {
        return EAI_BADFLAGS;
    }
    if (hints->ai_family && hints->ai_family != AF_INET && hints->ai_family != AF_INET6) {
        return EAI_FAMILY;
    }
    if (wherry__winsock_start() < 0) {
        return EAI_SYSTEM;
    }
    error = find_ports(service, hints, ports);
    if (!error) {
        error = !node                       ? append_unnamed(&last, ports, hints)
                : is_localhost(node, hints) ? append_localhost(&last, node, ports, hints)
                                            : append_named(&last, node, ports, hints);
    }
    if (error) {
        wherry_posix_freeaddrinfo(list);
        return error;
    }
    *answers = list;
    return 0;
}

void wherry_posix_freeaddrinfo(struct addrinfo *list)
{
    while (list) {
        struct addrinfo *next = list->ai_next;

        free(list->ai_canonname);
        free(list);
        list = next;
    }
}

/* ---- getnameinfo ---- */

static int copy(const char *text, char *to, unsigned size)
{
    if (strlen(text) >= size) {
        return EAI_OVERFLOW;
    }
    memcpy(to, text, strlen(text) + 1);
    return 0;
}

static int copy_wide(const wchar_t *text, char *to, unsigned size)
{
    char *narrow = wherry__utf8(text);
    int error = narrow ? copy(narrow, to, size) : EAI_MEMORY;

    free(narrow);
    return error;
}

static int host_of(const struct sockaddr *address, int length, char *host, unsigned size, int flags)
{
    int winsocks = flags & (NI_NOFQDN | NI_NUMERICHOST | NI_NAMEREQD);
    wchar_t name[1025];
    int error = GetNameInfoW(address, length, name, 1025, NULL, 0, winsocks);

    if (error && !(flags & (NI_NAMEREQD | NI_NUMERICHOST))) {
        error = GetNameInfoW(address, length, name, 1025, NULL, 0, NI_NUMERICHOST);
    }
    return error ? wherry__resolver_error(error) : copy_wide(name, host, size);
}

static int service_of(int port, char *service, unsigned size, int flags)
{
    char number[8];
    struct servent found;

    if (!(flags & NI_NUMERICSERV) &&
        !wherry__service(NULL, port, flags & NI_DGRAM ? "udp" : "tcp", &found)) {
        return copy(found.s_name, service, size);
    }
    snprintf(number, sizeof number, "%d", ntohs((u_short)port));
    return copy(number, service, size);
}

int wherry_posix_getnameinfo(const struct sockaddr *address, unsigned length, char *host,
                             unsigned host_size, char *service, unsigned service_size, int flags)
{
    unsigned least = address->sa_family == AF_INET    ? sizeof(SOCKADDR_IN)
                     : address->sa_family == AF_INET6 ? sizeof(SOCKADDR_IN6)
                                                      : UINT_MAX;
    int error = 0;

    if (length < least) {
        return EAI_FAMILY;
    }
    if ((!host || !host_size) && (!service || !service_size)) {
        return EAI_NONAME;
    }
    if (wherry__winsock_start() < 0) {
        return EAI_SYSTEM;
    }
    if (host && host_size) {
        error = host_of(address, (int)least, host, host_size, flags);
    }
    if (!error && service && service_size) {
        error = service_of(((const SOCKADDR_IN *)address)->sin_port, service, service_size, flags);
    }
    return error;
}
