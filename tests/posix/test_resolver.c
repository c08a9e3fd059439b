/* Names of hosts, services and protocols, both ways, without a server: this machine's own. */
#include "check.h"

#include <netdb.h>
#include <unistd.h>

#include "net.h"

static int count(const struct addrinfo *list)
{
    int number = 0;

    for (; list; list = list->ai_next) {
        number++;
    }
    return number;
}

static void numeric(void)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV}, *list = NULL;
    const struct sockaddr_in *four;

    CHECK_EQUAL(getaddrinfo("192.0.2.7", "8080", &hints, &list), 0);
    CHECK_EQUAL(count(list), 3); /* a stream, datagrams, raw */
    for (struct addrinfo *at = list; at; at = at->ai_next) {
        four = (struct sockaddr_in *)(void *)at->ai_addr;
        CHECK_EQUAL(at->ai_family, AF_INET);
        CHECK_EQUAL(at->ai_addrlen, sizeof *four);
        CHECK_EQUAL(four->sin_family, AF_INET);
        CHECK_EQUAL(four->sin_port, htons(8080));
        CHECK_EQUAL(four->sin_addr.s_addr, htonl(0xc0000207));
        CHECK(at->ai_socktype != SOCK_STREAM || at->ai_protocol == IPPROTO_TCP);
    }
    freeaddrinfo(list);
    hints.ai_socktype = SOCK_DGRAM;
    CHECK_EQUAL(getaddrinfo("::1", NULL, &hints, &list), 0);
    CHECK_EQUAL(count(list), 1);
    CHECK(list->ai_family == AF_INET6 && list->ai_protocol == IPPROTO_UDP);
    CHECK(IN6_IS_ADDR_LOOPBACK(&((struct sockaddr_in6 *)(void *)list->ai_addr)->sin6_addr));
    freeaddrinfo(list);
    CHECK_EQUAL(getaddrinfo("not a number", NULL, &hints, &list), EAI_NONAME);
    CHECK_EQUAL(getaddrinfo("127.0.0.1", "http", &hints, &list), EAI_NONAME);
    CHECK_EQUAL(getaddrinfo(NULL, NULL, &hints, &list), EAI_NONAME);
    hints.ai_family = 99;
    CHECK_EQUAL(getaddrinfo("127.0.0.1", NULL, &hints, &list), EAI_FAMILY);
    hints = (struct addrinfo){.ai_flags = AI_CANONNAME, .ai_socktype = SOCK_STREAM};
    CHECK_EQUAL(getaddrinfo("127.0.0.1", "1", &hints, &list), 0);
    CHECK_TEXT(list->ai_canonname, "127.0.0.1");
    freeaddrinfo(list);
    hints.ai_socktype = 99;
    CHECK_EQUAL(getaddrinfo("127.0.0.1", NULL, &hints, &list), EAI_SOCKTYPE);
    CHECK(strlen(gai_strerror(EAI_NONAME)) > 0 && strlen(gai_strerror(12345)) > 0);
    CHECK(strcmp(gai_strerror(EAI_NONAME), gai_strerror(EAI_AGAIN)) != 0);
}

/* Without a node: what a server binds to, and what its client connects to. */
static void unnamed(void)
{
    struct addrinfo hints = {
        .ai_flags = AI_PASSIVE, .ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    int fd;

    CHECK_EQUAL(getaddrinfo(NULL, "0", &hints, &list), 0);
    CHECK_EQUAL(((struct sockaddr_in *)(void *)list->ai_addr)->sin_addr.s_addr, INADDR_ANY);
    fd = socket(list->ai_family, list->ai_socktype, list->ai_protocol);
    CHECK_EQUAL(bind(fd, list->ai_addr, list->ai_addrlen), 0);
    CHECK_EQUAL(listen(fd, 1), 0);
    close(fd);
    freeaddrinfo(list);
    hints.ai_flags = 0;
    CHECK_EQUAL(getaddrinfo(NULL, "7", &hints, &list), 0);
    CHECK_EQUAL(((struct sockaddr_in *)(void *)list->ai_addr)->sin_addr.s_addr,
                htonl(INADDR_LOOPBACK));
    freeaddrinfo(list);
}

static void localhost(void)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *list = NULL;
    struct hostent *host;

    CHECK_EQUAL(getaddrinfo("localhost", "80", &hints, &list), 0);
    CHECK_EQUAL(((struct sockaddr_in *)(void *)list->ai_addr)->sin_addr.s_addr,
                htonl(INADDR_LOOPBACK));
    freeaddrinfo(list);
    host = gethostbyname("localhost");
    CHECK(host && host->h_addrtype == AF_INET && host->h_length == 4);
    CHECK(host && !memcmp(host->h_addr_list[0], "\177\0\0\1", 4));
    host = gethostbyname("127.0.0.2");
    CHECK(host && !memcmp(host->h_addr, "\177\0\0\2", 4) && !host->h_addr_list[1]);
    CHECK_TEXT(host ? host->h_name : NULL, "127.0.0.2");
    CHECK(!host || !host->h_aliases[0]);
    CHECK(strlen(hstrerror(HOST_NOT_FOUND)) > 0);
}

static void room_of_the_caller(void)
{
    struct hostent host, *found = &host;
    char room[2000];
    int error = 0;

    CHECK_EQUAL(gethostbyname_r("127.0.0.3", &host, room, sizeof room, &found, &error), 0);
    CHECK(found == &host && !memcmp(host.h_addr, "\177\0\0\3", 4));
    CHECK(host.h_name >= room && host.h_name < room + sizeof room);
    CHECK_EQUAL(gethostbyname_r("127.0.0.3", &host, room, 8, &found, &error), ERANGE);
    CHECK(!found);
}

static void back_to_names(void)
{
    union address address;
    socklen_t length = local_address(AF_INET, &address);
    char host[NI_MAXHOST], service[NI_MAXSERV];

    address.four.sin_port = htons(54321);
    CHECK_EQUAL(getnameinfo(&address.any, length, host, sizeof host, service, sizeof service,
                            NI_NUMERICHOST | NI_NUMERICSERV),
                0);
    CHECK_TEXT(host, "127.0.0.1");
    CHECK_TEXT(service, "54321");
    CHECK_EQUAL(getnameinfo(&address.any, length, host, 4, NULL, 0, NI_NUMERICHOST), EAI_OVERFLOW);
    CHECK_EQUAL(getnameinfo(&address.any, 3, host, sizeof host, NULL, 0, NI_NUMERICHOST),
                EAI_FAMILY);
    length = local_address(AF_INET6, &address);
    CHECK_EQUAL(getnameinfo(&address.any, length, host, sizeof host, NULL, 0, NI_NUMERICHOST), 0);
    CHECK_TEXT(host, "::1");
    CHECK_EQUAL(gethostname(host, sizeof host), 0);
    CHECK(strlen(host) > 0);
}

static void services_and_protocols(void)
{
    struct protoent *protocol = getprotobyname("tcp");
    struct servent *service = getservbyname("http", "tcp");

    if (protocol) {
        CHECK_EQUAL(protocol->p_proto, IPPROTO_TCP);
        protocol = getprotobynumber(IPPROTO_UDP);
        CHECK_TEXT(protocol ? protocol->p_name : NULL, "udp");
    } else {
        printf("not tried: no protocols are known here\n");
    }
    if (service) {
        CHECK_EQUAL(service->s_port, htons(80));
        CHECK_TEXT(service->s_proto, "tcp");
        service = getservbyport(htons(80), "tcp");
        CHECK_TEXT(service ? service->s_name : NULL, "http");
    } else {
        printf("not tried: no services are known here\n");
    }
    CHECK(!getservbyname("no such service", "tcp"));
}

int main(void)
{
    numeric();
    unnamed();
    localhost();
    room_of_the_caller();
    back_to_names();
    services_and_protocols();
    return check_failures();
}
