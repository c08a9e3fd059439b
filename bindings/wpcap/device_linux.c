#include "device_internal.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* By ioctl() and not from /sys/class/net, which shows the namespace that it was mounted in. */

static bool ask(int socket_fd, const char *name, unsigned long what, struct ifreq *answer)
{
    size_t length = strlen(name);
    if (length >= sizeof(answer->ifr_name))
        return false;
    memset(answer, 0, sizeof(*answer));
    memcpy(answer->ifr_name, name, length);
    return ioctl(socket_fd, what, answer) == 0;
}

/* What is no network interface (usbmon, nflog, any) answers nothing, and stays as it is. */
static void complete(struct wherry_device *device, int socket_fd)
{
    struct ifreq answer;
    device->index = if_nametoindex(device->name);
    if (ask(socket_fd, device->name, SIOCGIFFLAGS, &answer)) {
        unsigned flags = (unsigned short)answer.ifr_flags;
        bool up = (flags & IFF_UP) && (flags & IFF_RUNNING); /* running: there is a carrier */
        device->link = up ? WHERRY_DEVICE_UP : WHERRY_DEVICE_DOWN;
    }
    if (ask(socket_fd, device->name, SIOCGIFMTU, &answer) && answer.ifr_mtu > 0)
        device->mtu_bytes = (unsigned)answer.ifr_mtu;
    if (ask(socket_fd, device->name, SIOCGIFHWADDR, &answer) &&
        answer.ifr_hwaddr.sa_family == ARPHRD_ETHER)
        memcpy(device->mac, answer.ifr_hwaddr.sa_data, sizeof(device->mac));
}

bool wherry__devices_complete(struct wherry_device *devices, size_t count)
{
    int socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_fd < 0)
        socket_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); /* a kernel without IPv4 */
    if (socket_fd < 0)
        return true;
    for (size_t i = 0; i < count; i++)
        complete(&devices[i], socket_fd);
    close(socket_fd);
    return true;
}

char *wherry__device_text(const char *text)
{
    return strdup(text);
}
