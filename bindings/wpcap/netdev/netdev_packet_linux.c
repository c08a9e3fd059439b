/* netdev_packet_linux.c: an interface through an AF_PACKET socket. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sendmmsg */
#endif
#include "frame_layers.h"
#include "netdev_system.h"
#include "packet_ring_linux.h"
#include <wherry/netdev_driver.h>

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BURST = 64,
    TAG_BYTES = 4,
    SEND_BUFFER_BYTES = 4 << 20 /* of the socket */
};

struct packet_device {
    struct wherry_netdev device;
    int socket;
    int sender; /* another socket: see open_sender() */
    int links;  /* a netlink socket: tells when an interface changes, or is removed */
    int waiter; /* an epoll of these and `event`: the wait handle */
    int index;
    int is_gone;
    char name[IFNAMSIZ]; /* for messages: an interface may be renamed */
    struct wherry__netdev_event *event;
    atomic_int woken;
    uint64_t dropped;
    struct wherry__packet_ring ring;
    /* To be sent. parts[i] has the buffer of frame i; parts[committed] the next to be reserved. */
    unsigned committed;
    uint8_t *buffers;
    struct iovec parts[BURST];
    struct mmsghdr messages[BURST];
};

static struct packet_device *packet_of(struct wherry_netdev *device)
{
    return (struct packet_device *)device;
}

/* Is the interface still there, under whatever name? */
static int is_present(struct packet_device *packet, struct ifreq *request)
{
    memset(request, 0, sizeof(*request));
    request->ifr_ifindex = packet->index;
    if (!packet->is_gone && ioctl(packet->socket, SIOCGIFNAME, request) != 0 && errno == ENODEV)
        packet->is_gone = 1;
    return !packet->is_gone;
}

static int gone(struct packet_device *packet)
{
    return wherry_netdev_fail(&packet->device, WHERRY_NETDEV_E_GONE,
                              "%s: the interface was removed", packet->name);
}

/* ---- Sending --------------------------------------------------------------------------------- */

/* The first frame cannot be sent: it is lost. */
static int lose_first(struct packet_device *packet, unsigned first, int error)
{
    struct ifreq request;
    wherry_netdev_not_sent(&packet->device, (uint32_t)packet->parts[first].iov_len);
    if ((error == ENXIO || error == ENODEV || error == ENETDOWN) && !is_present(packet, &request))
        return gone(packet);
    return wherry_netdev_fail(&packet->device, WHERRY_NETDEV_E_SYSTEM,
                              "%s: a frame of %zu bytes was not sent: %s", packet->name,
                              packet->parts[first].iov_len, strerror(error));
}

/* What could not be sent yet moves to the front. */
static void drop_sent(struct packet_device *packet, unsigned sent)
{
    packet->committed -= sent;
    for (unsigned i = 0; sent > 0 && i < packet->committed; i++) {
        struct iovec other = packet->parts[i];
        packet->parts[i] = packet->parts[i + sent];
        packet->parts[i + sent] = other;
    }
}

static int packet_flush(struct wherry_netdev *device)
{
    struct packet_device *packet = packet_of(device);
    unsigned sent = 0;
    int code = 0;
    while (sent < packet->committed) {
        int done = sendmmsg(packet->sender, packet->messages + sent, packet->committed - sent,
                            MSG_DONTWAIT);
        if (done > 0) {
            sent += (unsigned)done;
        } else if (errno == EAGAIN) {
            code = wherry_netdev_fail(device, WHERRY_NETDEV_E_FULL,
                                      "%s: the socket's buffer is full", packet->name);
            break;
        } else if (errno != EINTR) {
            code = lose_first(packet, sent, errno);
            sent++;
        }
    }
    drop_sent(packet, sent);
    return code;
}

static int packet_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    struct packet_device *packet = packet_of(device);
    (void)length_bytes; /* every buffer has room for the longest */
    if (packet->committed == BURST) {
        int code = wherry_netdev_flush(device);
        if (packet->committed == BURST)
            return code;
    }
    *bytes = packet->parts[packet->committed].iov_base;
    return 0;
}

static int packet_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct packet_device *packet = packet_of(device);
    const uint32_t untagged_bytes = device->capabilities.frame_bytes - TAG_BYTES;
    struct iovec *part = &packet->parts[packet->committed];
    if (!length_bytes)
        return 0;
    if (length_bytes > untagged_bytes &&
        wherry__get16((const uint8_t *)part->iov_base + 12) != WHERRY__TYPE_VLAN)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_LENGTH,
                                  "commit: a frame of %u bytes without a VLAN tag; %s sends %u",
                                  (unsigned)length_bytes, packet->name, (unsigned)untagged_bytes);
    part->iov_len = length_bytes;
    packet->committed++;
    return 0;
}

/* ---- Receiving ------------------------------------------------------------------------------- */

static void drain_links(struct packet_device *packet)
{
    char messages[8192];
    while (recv(packet->links, messages, sizeof(messages), MSG_DONTWAIT) > 0)
        ; /* whatever it says: the interface is asked for */
}

enum { WAIT_SOCKET, WAIT_EVENT, WAIT_LINKS, WAIT_SENDER, WAITS };

/* Look into what poll() found. Returns 0, or that the interface is gone. */
static int look(struct packet_device *packet, const struct pollfd found[WAITS])
{
    struct ifreq request;
    int is_error = found[WAIT_SOCKET].revents & POLLERR;
    if (found[WAIT_EVENT].revents)
        wherry__netdev_event_lower(packet->event);
    if (found[WAIT_SENDER].revents & POLLOUT)
        (void)wherry_netdev_flush(&packet->device); /* what is lost is counted */
    if (found[WAIT_LINKS].revents)
        drain_links(packet);
    if (is_error) { /* the interface is down, perhaps for a while */
        int error;
        socklen_t length = sizeof(error);
        (void)getsockopt(packet->socket, SOL_SOCKET, SO_ERROR, &error, &length);
    }
    if ((found[WAIT_LINKS].revents || is_error) && !is_present(packet, &request))
        return gone(packet);
    return 0;
}

/* Wait for anything. Returns 1: something is to be looked at, 0: the time is over, or an error. */
static int wait_for_any(struct packet_device *packet, int timeout_ms)
{
    struct pollfd wanted[WAITS] = {
        [WAIT_SOCKET] = {.fd = packet->socket, .events = POLLIN},
        [WAIT_EVENT] = {.fd = (int)wherry__netdev_event_handle(packet->event), .events = POLLIN},
        [WAIT_LINKS] = {.fd = packet->links, .events = POLLIN},
        [WAIT_SENDER] = {.fd = packet->sender, .events = POLLOUT},
    };
    int ready, code;
    ready = poll(wanted, packet->committed ? WAITS : WAIT_SENDER, timeout_ms);
    if (ready <= 0)
        return ready < 0; /* EINTR: for what is left of the time */
    code = look(packet, wanted);
    return code < 0 ? code : 1;
}

static int packet_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                          unsigned count, int timeout_ms)
{
    struct packet_device *packet = packet_of(device);
    uint64_t deadline = 0; /* the clock is asked when there is nothing to receive */
    wherry__packet_ring_return(&packet->ring);
    for (;;) {
        unsigned taken;
        int code;
        if (atomic_load(&packet->woken) && atomic_exchange(&packet->woken, 0))
            return wherry_netdev_fail(device, WHERRY_NETDEV_E_WOKEN, "woken by another thread");
        taken = wherry__packet_ring_take(&packet->ring, frames, count);
        if (taken > 0)
            return (int)taken;
        if (packet->is_gone)
            return gone(packet);
        wherry__packet_ring_return(&packet->ring); /* what was none of ours */
        if (timeout_ms > 0 && deadline == 0)
            deadline = wherry__netdev_deadline(timeout_ms);
        code = wait_for_any(packet, timeout_ms > 0 ? wherry__netdev_left_ms(deadline) : timeout_ms);
        if (code == 0)
            return 0;
    }
}

static void packet_wake(struct wherry_netdev *device)
{
    struct packet_device *packet = packet_of(device);
    atomic_store(&packet->woken, 1); /* before the event: who lowers that looks here afterwards */
    wherry__netdev_event_raise(packet->event);
}

/* ---- What it is ------------------------------------------------------------------------------ */

static enum wherry_netdev_link packet_link(struct wherry_netdev *device)
{
    struct packet_device *packet = packet_of(device);
    struct ifreq request;
    if (!is_present(packet, &request) || ioctl(packet->socket, SIOCGIFFLAGS, &request) != 0)
        return WHERRY_NETDEV_DOWN;
    return request.ifr_flags & IFF_UP && request.ifr_flags & IFF_RUNNING ? WHERRY_NETDEV_UP
                                                                         : WHERRY_NETDEV_DOWN;
}

static int packet_statistics(struct wherry_netdev *device,
                             struct wherry_netdev_statistics *statistics)
{
    struct packet_device *packet = packet_of(device);
    struct tpacket_stats counted;
    socklen_t length = sizeof(counted);
    if (getsockopt(packet->socket, SOL_PACKET, PACKET_STATISTICS, &counted, &length) != 0)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_SYSTEM, "%s: no statistics: %s",
                                  packet->name, strerror(errno));
    packet->dropped += counted.tp_drops; /* since it was last asked */
    statistics->dropped += packet->dropped;
    return 0;
}

/* ---- Life ------------------------------------------------------------------------------------ */

static void packet_close(struct wherry_netdev *device)
{
    struct packet_device *packet = packet_of(device);
    const int descriptors[] = {packet->waiter, packet->links, packet->socket, packet->sender};
    wherry__packet_ring_release(&packet->ring);
    for (int i = 0; i < 4; i++)
        if (descriptors[i] >= 0)
            close(descriptors[i]);
    wherry__netdev_event_free(packet->event);
    free(packet->buffers);
    free(packet);
}

static const struct wherry_netdev_operations packet_operations = {
    .close = packet_close,
    .link = packet_link,
    .statistics = packet_statistics,
    .receive = packet_receive,
    .wake = packet_wake,
    .reserve = packet_reserve,
    .commit = packet_commit,
    .flush = packet_flush,
};

static int refused(const char *name, const char *what, char *error)
{
    int code =
        errno == EPERM || errno == EACCES ? WHERRY_NETDEV_E_PERMISSION : WHERRY_NETDEV_E_SYSTEM;
    return wherry_netdev_refuse(error, code, "%s: %s: %s", name, what, strerror(errno));
}

static int open_sockets(struct packet_device *packet, char *error)
{
    struct sockaddr_nl links = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
    packet->socket = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0); /* nothing until it is bound */
    if (packet->socket < 0)
        return refused(packet->name,
                       "a packet socket needs the capability CAP_NET_RAW (root has it; "
                       "setcap cap_net_raw+ep PROGRAM)",
                       error);
    packet->links = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (packet->links < 0 || bind(packet->links, (const void *)&links, sizeof(links)) != 0)
        return refused(packet->name, "no news of interfaces through netlink", error);
    packet->event = wherry__netdev_event_create();
    packet->waiter = epoll_create1(EPOLL_CLOEXEC);
    if (!packet->event || packet->waiter < 0)
        return refused(packet->name, "nothing to wait with", error);
    return 0;
}

/* Ask the interface what it is. */
static int find_interface(struct packet_device *packet, char *error)
{
    struct wherry_netdev_capabilities *can = &packet->device.capabilities;
    struct ifreq request = {0};
    snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", packet->name);
    if (ioctl(packet->socket, SIOCGIFINDEX, &request) != 0)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_DEVICE, "there is no interface '%s'",
                                    packet->name);
    packet->index = request.ifr_ifindex;
    if (ioctl(packet->socket, SIOCGIFHWADDR, &request) != 0)
        return refused(packet->name, "its address is not known", error);
    if (request.ifr_hwaddr.sa_family != ARPHRD_ETHER &&
        request.ifr_hwaddr.sa_family != ARPHRD_LOOPBACK)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_DEVICE,
                                    "%s: not an Ethernet device, but of type %u (ARPHRD_...)",
                                    packet->name, request.ifr_hwaddr.sa_family);
    memcpy(can->mac, request.ifr_hwaddr.sa_data, WHERRY_NETDEV_MAC_BYTES);
    if (ioctl(packet->socket, SIOCGIFMTU, &request) != 0)
        return refused(packet->name, "its MTU is not known", error);
    can->mtu_bytes = (unsigned)request.ifr_mtu;
    can->frame_bytes = can->mtu_bytes + WHERRY_NETDEV_HEADER_BYTES + TAG_BYTES;
    can->received_bytes =
        can->frame_bytes > WHERRY__RING_FRAME_BYTES ? can->frame_bytes : WHERRY__RING_FRAME_BYTES;
    can->receive_burst = can->send_burst = BURST;
    can->wait_handle = packet->waiter;
    return 0;
}

static int make_buffers(struct packet_device *packet, char *error)
{
    const uint32_t frame_bytes = packet->device.capabilities.frame_bytes;
    packet->buffers = malloc((size_t)frame_bytes * BURST);
    if (!packet->buffers)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "%s: no memory to send from",
                                    packet->name);
    for (unsigned i = 0; i < BURST; i++) {
        packet->parts[i].iov_base = packet->buffers + (size_t)i * frame_bytes;
        packet->messages[i].msg_hdr.msg_iov = &packet->parts[i];
        packet->messages[i].msg_hdr.msg_iovlen = 1;
    }
    return 0;
}

/* Receive everything that comes to the interface, whomever it is for: the stack above has an
 * address of its own. Not what this machine sends through it. */
static int bind_socket(struct packet_device *packet, char *error)
{
    const struct packet_mreq promiscuous = {.mr_ifindex = packet->index,
                                            .mr_type = PACKET_MR_PROMISC};
    const struct sockaddr_ll place = {.sll_family = AF_PACKET,
                                      .sll_protocol = htons(0x0003), /* ETH_P_ALL */
                                      .sll_ifindex = packet->index};
    const int yes = 1;
    if (setsockopt(packet->socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous,
                   sizeof(promiscuous)) != 0)
        return refused(packet->name, "cannot be made promiscuous", error);
    /* Linux 4.20; before, they are left out when the ring is read. */
    (void)setsockopt(packet->socket, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof(int));
    if (bind(packet->socket, (const void *)&place, sizeof(place)) != 0)
        return refused(packet->name, "the socket cannot be bound to it", error);
    return 0;
}

/* A socket that receives nothing and that nobody waits for: each frame that leaves would look
 * through the epoll of the other, which costs a twelfth of what sending does. */
static int open_sender(struct packet_device *packet, char *error)
{
    const struct sockaddr_ll place = {.sll_family = AF_PACKET, .sll_ifindex = packet->index};
    const int send_bytes = SEND_BUFFER_BYTES;
    packet->sender = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (packet->sender < 0 || bind(packet->sender, (const void *)&place, sizeof(place)) != 0)
        return refused(packet->name, "no socket to send from", error);
    if (setsockopt(packet->sender, SOL_SOCKET, SO_SNDBUFFORCE, &send_bytes, sizeof(int)) != 0)
        (void)setsockopt(packet->sender, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof(int));
    return 0;
}

static int watch(struct packet_device *packet, char *error)
{
    const int descriptors[] = {packet->socket, packet->links,
                               (int)wherry__netdev_event_handle(packet->event)};
    for (int i = 0; i < 3; i++) {
        struct epoll_event wanted = {.events = EPOLLIN};
        if (epoll_ctl(packet->waiter, EPOLL_CTL_ADD, descriptors[i], &wanted) != 0)
            return refused(packet->name, "nothing to wait with", error);
    }
    return 0;
}

static int open_packet(struct packet_device *packet, char *error)
{
    int code = open_sockets(packet, error);
    if (code == 0)
        code = find_interface(packet, error);
    if (code == 0)
        code = make_buffers(packet, error);
    if (code == 0)
        code = wherry__packet_ring_init(&packet->ring, packet->socket,
                                        packet->device.capabilities.mtu_bytes, error);
    if (code == 0)
        code = bind_socket(packet, error);
    if (code == 0)
        code = open_sender(packet, error);
    return code == 0 ? watch(packet, error) : code;
}

int wherry_netdev_open_packet(struct wherry_netdev **device, const char *interface_name,
                              char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct packet_device *packet;
    int code;
    *device = NULL;
    if (!interface_name || strlen(interface_name) >= IFNAMSIZ)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_DEVICE, "there is no interface '%s'",
                                    interface_name ? interface_name : "");
    packet = wherry_netdev_create(sizeof(*packet), &packet_operations);
    if (!packet)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory for a device");
    packet->socket = packet->sender = packet->links = packet->waiter = -1;
    snprintf(packet->name, sizeof(packet->name), "%s", interface_name);
    code = open_packet(packet, error);
    if (code < 0) {
        packet_close(&packet->device);
        return code;
    }
    *device = &packet->device;
    return 0;
}
