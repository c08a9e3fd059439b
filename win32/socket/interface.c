/* interface.c: the network's interfaces: their numbers, names and addresses. */

#include "winsock.h"

#define if_nametoindex winsock_if_nametoindex
#define if_indextoname winsock_if_indextoname
#include <iphlpapi.h>
#undef if_nametoindex
#undef if_indextoname
#include <stdlib.h>
#include <string.h>

unsigned wherry_posix_if_nametoindex(const char *name);
char *wherry_posix_if_indextoname(unsigned number, char *name);
struct if_nameindex *if_nameindex(void);
void if_freenameindex(struct if_nameindex *list);
int getifaddrs(struct ifaddrs **list);
void freeifaddrs(struct ifaddrs *list);

/* From malloc(); NULL with errno. The list may grow between two questions. */
static IP_ADAPTER_ADDRESSES *adapters(void)
{
    ULONG flags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
    ULONG size = 16384, error;

    for (;;) {
        IP_ADAPTER_ADDRESSES *list = malloc(size);

        if (!list) {
            return NULL;
        }
        error = GetAdaptersAddresses(AF_UNSPEC, flags, NULL, list, &size);
        if (!error) {
            return list;
        }
        free(list);
        if (error == ERROR_NO_DATA) { /* a machine without any */
            return calloc(1, sizeof *list);
        }
        if (error != ERROR_BUFFER_OVERFLOW) {
            wherry__fail(error);
            return NULL;
        }
    }
}

static unsigned number_of(const IP_ADAPTER_ADDRESSES *adapter)
{
    return adapter->IfIndex ? adapter->IfIndex : adapter->Ipv6IfIndex;
}

/* From malloc(). */
static char *name_of(const IP_ADAPTER_ADDRESSES *adapter)
{
    return adapter->FriendlyName && *adapter->FriendlyName ? wherry__utf8(adapter->FriendlyName)
           : adapter->AdapterName                          ? strdup(adapter->AdapterName)
                                                           : strdup("");
}

/* ---- names and numbers ---- */

struct if_nameindex *if_nameindex(void)
{
    IP_ADAPTER_ADDRESSES *list = adapters();
    struct if_nameindex *names;
    size_t count = 0;

    if (!list) {
        return NULL;
    }
    for (IP_ADAPTER_ADDRESSES *at = list; at; at = at->Next) {
        count++;
    }
    names = calloc(count + 1, sizeof *names);
    count = 0;
    for (IP_ADAPTER_ADDRESSES *at = list; names && at; at = at->Next) {
        char *name = number_of(at) ? name_of(at) : NULL;

        if (name) {
            names[count++] = (struct if_nameindex){.if_index = number_of(at), .if_name = name};
        }
    }
    free(list);
    return names;
}

void if_freenameindex(struct if_nameindex *list)
{
    for (struct if_nameindex *at = list; at && at->if_index; at++) {
        free(at->if_name);
    }
    free(list);
}

unsigned wherry_posix_if_nametoindex(const char *name)
{
    struct if_nameindex *list = if_nameindex();
    unsigned number = 0;

    for (struct if_nameindex *at = list; at && at->if_index; at++) {
        if (!strcmp(at->if_name, name)) {
            number = at->if_index;
        }
    }
    if (list && !number) {
        errno = ENODEV;
    }
    if_freenameindex(list);
    return number;
}

char *wherry_posix_if_indextoname(unsigned number, char *name)
{
    struct if_nameindex *list = if_nameindex();
    char *found = NULL;

    for (struct if_nameindex *at = list; at && at->if_index; at++) {
        if (at->if_index == number && strlen(at->if_name) < IF_NAMESIZE) {
            memcpy(name, at->if_name, strlen(at->if_name) + 1);
            found = name;
        }
    }
    if (list && !found) {
        errno = ENXIO;
    }
    if_freenameindex(list);
    return found;
}

/* ---- addresses ---- */

/* One allocation for each entry, with its addresses; its name is its own. */
struct entry {
    struct ifaddrs entry;
    SOCKADDR_STORAGE address, netmask, broadcast;
};

static unsigned flags_of(const IP_ADAPTER_ADDRESSES *adapter)
{
    unsigned flags = adapter->OperStatus == IfOperStatusUp ? IFF_UP | IFF_RUNNING : 0;

    if (adapter->IfType == IF_TYPE_SOFTWARE_LOOPBACK) {
        return flags | IFF_LOOPBACK;
    }
    if (!(adapter->Flags & IP_ADAPTER_NO_MULTICAST)) {
        flags |= IFF_MULTICAST;
    }
    return flags |
           (adapter->IfType == IF_TYPE_PPP || adapter->IfType == IF_TYPE_TUNNEL ? IFF_POINTOPOINT
                                                                                : IFF_BROADCAST);
}

static void set_bits(unsigned char *bytes, unsigned length)
{
    for (unsigned i = 0; i < length; i++) {
        bytes[i / 8] |= (unsigned char)(0x80 >> i % 8);
    }
}

static void mask_four(struct entry *entry, unsigned prefix)
{
    const SOCKADDR_IN *address = (SOCKADDR_IN *)&entry->address;
    SOCKADDR_IN *mask = (SOCKADDR_IN *)&entry->netmask;
    SOCKADDR_IN *broadcast = (SOCKADDR_IN *)&entry->broadcast;

    mask->sin_family = AF_INET;
    set_bits((unsigned char *)&mask->sin_addr, prefix < 32 ? prefix : 32);
    if (entry->entry.ifa_flags & IFF_BROADCAST) {
        broadcast->sin_family = AF_INET;
        broadcast->sin_addr.s_addr = address->sin_addr.s_addr | ~mask->sin_addr.s_addr;
        entry->entry.ifa_broadaddr = (struct sockaddr *)broadcast;
    }
}

static void mask_six(struct entry *entry, unsigned prefix)
{
    SOCKADDR_IN6 *mask = (SOCKADDR_IN6 *)&entry->netmask;

    mask->sin6_family = AF_INET6;
    set_bits(mask->sin6_addr.u.Byte, prefix < 128 ? prefix : 128);
}

/* With `unicast`, or without an address. NULL: ENOMEM. */
static struct ifaddrs *entry_new(const IP_ADAPTER_ADDRESSES *adapter,
                                 const IP_ADAPTER_UNICAST_ADDRESS *unicast)
{
    struct entry *entry = calloc(1, sizeof *entry);

    if (!entry) {
        return NULL;
    }
    entry->entry.ifa_name = name_of(adapter);
    entry->entry.ifa_flags = flags_of(adapter);
    if (!entry->entry.ifa_name) {
        free(entry);
        return NULL;
    }
    if (unicast) {
        memcpy(&entry->address, unicast->Address.lpSockaddr,
               (size_t)unicast->Address.iSockaddrLength);
        entry->entry.ifa_addr = (struct sockaddr *)&entry->address;
        entry->entry.ifa_netmask = (struct sockaddr *)&entry->netmask;
        if (entry->address.ss_family == AF_INET) {
            mask_four(entry, unicast->OnLinkPrefixLength);
        } else {
            mask_six(entry, unicast->OnLinkPrefixLength);
        }
    }
    return &entry->entry;
}

int getifaddrs(struct ifaddrs **list)
{
    IP_ADAPTER_ADDRESSES *all = adapters();
    struct ifaddrs **last = list;

    *list = NULL;
    if (!all) {
        return -1;
    }
    for (const IP_ADAPTER_ADDRESSES *at = all; at; at = at->Next) {
        const IP_ADAPTER_UNICAST_ADDRESS *unicast = at->FirstUnicastAddress;

        if (!number_of(at)) {
            continue;
        }
        do {
            *last = entry_new(at, unicast);
            if (!*last) {
                freeifaddrs(*list);
                free(all);
                return wherry__error(ENOMEM);
            }
            last = &(*last)->ifa_next;
            unicast = unicast ? unicast->Next : NULL;
        } while (unicast);
    }
    free(all);
    return 0;
}

void freeifaddrs(struct ifaddrs *list)
{
    while (list) {
        struct ifaddrs *next = list->ifa_next;

        free(list->ifa_name);
        free(list);
        list = next;
    }
}
