/* The network's interfaces: names, numbers, addresses. */
#include "check.h"

#include <ifaddrs.h>
#include <net/if.h>

#include "net.h"

static void addresses(void)
{
    struct ifaddrs *list = NULL;
    int loopbacks = 0;

    CHECK_EQUAL(getifaddrs(&list), 0);
    for (struct ifaddrs *at = list; at; at = at->ifa_next) {
        const struct sockaddr_in *four = (struct sockaddr_in *)(void *)at->ifa_addr;

        CHECK(at->ifa_name && *at->ifa_name);
        if (!four || four->sin_family != AF_INET) {
            continue;
        }
        CHECK(at->ifa_netmask && at->ifa_netmask->sa_family == AF_INET);
        if (four->sin_addr.s_addr == htonl(INADDR_LOOPBACK)) {
            const struct sockaddr_in *mask = (struct sockaddr_in *)(void *)at->ifa_netmask;

            loopbacks++;
            CHECK(at->ifa_flags & IFF_LOOPBACK);
            CHECK(at->ifa_flags & IFF_UP);
            CHECK_EQUAL(mask->sin_addr.s_addr, htonl(0xff000000));
        }
    }
    CHECK_EQUAL(loopbacks, 1);
    freeifaddrs(list);
}

static void names_and_numbers(void)
{
    struct if_nameindex *list = if_nameindex();
    char name[IF_NAMESIZE];

    CHECK(list && list->if_index);
    for (struct if_nameindex *at = list; at && at->if_index; at++) {
        CHECK_EQUAL(if_nametoindex(at->if_name), at->if_index);
        CHECK_TEXT(if_indextoname(at->if_index, name), at->if_name);
    }
    if_freenameindex(list);
    CHECK_EQUAL(if_nametoindex("no such interface"), 0);
    errno = 0;
    CHECK(!if_indextoname(0x7ffffff0, name));
    CHECK_EQUAL(errno, ENXIO);
}

int main(void)
{
    addresses();
    names_and_numbers();
    return check_failures();
}
