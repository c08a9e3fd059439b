#include "capture_internal.h"

#include "capability_internal.h"
#include "wpcap_binding.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* pcap_dispatch() never blocks here, for its time-out does not end a wait on an idle device
 * (TPACKET_V3). poll() waits on the ring's descriptor, and beside it on an eventfd, which is what a
 * signal handler may write to. */

enum {
    SEND_WAIT_MS = 1000,
    SHORT_SNAP_BYTES = 2048 /* slots of that length are many */
};

struct waiting {
    int packets_fd; /* -1: the device has none, and is to be asked from time to time */
    int wake_fd;    /* an eventfd; may be readable without `woken`, which is what counts */
    atomic_bool woken;
};

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static bool consume_wake(struct waiting *waiting)
{
    if (!atomic_load_explicit(&waiting->woken, memory_order_relaxed) ||
        !atomic_exchange(&waiting->woken, false))
        return false;
    uint64_t count;
    (void)!read(waiting->wake_fd, &count, sizeof(count));
    return true;
}

/* How long poll() may last: the library wants to be asked earlier for some devices, and while it
 * finds out whether one that went down is gone. */
static int poll_limit_ms(struct wherry_capture *capture)
{
    const struct waiting *waiting = capture->waiting;
    const struct timeval *required = pcap_get_required_select_timeout(capture->pcap);
    if (required)
        return (int)(required->tv_sec * 1000 + (required->tv_usec + 999) / 1000);
    return waiting->packets_fd < 0 ? 1 : -1;
}

/* Wait until something may have happened. False: the deadline is over. */
static bool wait_for_packets(struct wherry_capture *capture, int timeout_ms, uint64_t deadline_ns)
{
    struct waiting *waiting = capture->waiting;
    struct pollfd files[] = {{.fd = waiting->packets_fd, .events = POLLIN},
                             {.fd = waiting->wake_fd, .events = POLLIN}};
    int limit_ms = poll_limit_ms(capture);
    if (timeout_ms >= 0) {
        uint64_t now = now_ns();
        if (now >= deadline_ns)
            return false;
        uint64_t left_ms = (deadline_ns - now + 999999) / 1000000;
        if (limit_ms < 0 || left_ms < (uint64_t)limit_ms)
            limit_ms = (int)left_ms;
    }
    poll(files, 2, limit_ms); /* what it found, or why it failed, shows when the ring is read */
    if (files[1].revents & POLLIN && !atomic_load(&waiting->woken)) {
        uint64_t count; /* of a wake that was consumed before its write came */
        (void)!read(waiting->wake_fd, &count, sizeof(count));
    }
    return true;
}

static int receive(struct wherry_capture *capture, struct wherry_packet *packets, unsigned count,
                   int timeout_ms)
{
    uint64_t deadline_ns = 0;
    if (timeout_ms > 0)
        deadline_ns = now_ns() + (uint64_t)timeout_ms * 1000000;
    for (;;) {
        if (consume_wake(capture->waiting))
            return wherry__capture_fail(capture, WHERRY_CAPTURE_E_WOKEN, "woken");
        int filled = wherry__capture_fill(capture, count);
        if (filled < 0)
            return filled;
        if (filled > 0)
            break;
        if (timeout_ms == 0 || !wait_for_packets(capture, timeout_ms, deadline_ns))
            return 0;
    }
    unsigned taken = wherry__burst_take(&capture->burst, packets, count);
    capture->statistics.received += taken;
    return (int)taken;
}

/* Async-signal-safe: a lock-free atomic and write(). */
static void wake(struct wherry_capture *capture)
{
    struct waiting *waiting = capture->waiting;
    int error = errno;
    uint64_t one = 1;
    atomic_store(&waiting->woken, true);
    (void)!write(waiting->wake_fd, &one, sizeof(one));
    errno = error;
}

static intptr_t handle(struct wherry_capture *capture)
{
    const struct waiting *waiting = capture->waiting;
    return waiting->packets_fd;
}

static void close_waiting(struct wherry_capture *capture)
{
    struct waiting *waiting = capture->waiting;
    pcap_close(capture->pcap);
    close(waiting->wake_fd);
    free(waiting);
}

int wherry__capture_start(struct wherry_capture *capture)
{
    static const struct wherry__waiter waiter = {
        .receive = receive, .wake = wake, .handle = handle, .close = close_waiting};
    char text[PCAP_ERRBUF_SIZE] = "";
    if (pcap_setnonblock(capture->pcap, 1, text) != 0)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_DRIVER,
                                    "reads without waiting are refused: %s", text);
    struct waiting *waiting = calloc(1, sizeof(*waiting));
    if (!waiting)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_MEMORY, "out of memory");
    waiting->packets_fd = pcap_get_selectable_fd(capture->pcap);
    waiting->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (waiting->wake_fd < 0) {
        free(waiting);
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_MEMORY, "no eventfd: error %d",
                                    errno);
    }
    capture->waiting = waiting;
    capture->waiter = &waiter;
    return 0;
}

uint64_t wherry__capture_device_id(const char *device)
{
    return if_nametoindex(device);
}

const char wherry__capture_rights[] =
    "it needs the capability CAP_NET_RAW (root has it; setcap cap_net_raw+ep PROGRAM)";

static bool is_on(int file, const char *device, uint32_t command, uint32_t flags)
{
    struct ethtool_value value = {.cmd = command};
    struct ifreq request = {.ifr_data = (void *)&value};
    snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", device);
    return ioctl(file, SIOCETHTOOL, &request) == 0 && (value.data & flags) != 0;
}

/* libpcap's immediate mode is a ring with a slot per frame (TPACKET_V2). The slots have the length
 * of the MTU, unless one of these is on: then that of the snap length, a thousand in 64 MiB. A
 * burst of short frames overruns that while the reader is off the processor. */
bool wherry__capture_wastes_room(const char *device, uint32_t snap_bytes)
{
    static const struct {
        uint32_t command, flags;
    } merging[] = {
        {ETHTOOL_GTSO, UINT32_MAX}, {ETHTOOL_GUFO, UINT32_MAX},     {ETHTOOL_GGSO, UINT32_MAX},
        {ETHTOOL_GGRO, UINT32_MAX}, {ETHTOOL_GFLAGS, ETH_FLAG_LRO},
    };
    bool merges = false;
    int file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    for (size_t i = 0; file >= 0 && i < sizeof(merging) / sizeof(merging[0]); i++)
        merges |= is_on(file, device, merging[i].command, merging[i].flags);
    if (file >= 0)
        close(file);
    return merges && snap_bytes > SHORT_SNAP_BYTES;
}

/* The descriptor does not block, so that a full queue shows as EAGAIN; to wait for it is what the
 * caller of a plain pcap_sendpacket() gets. */
bool wherry__capture_send_again(struct wherry_capture *capture, int error)
{
    const struct waiting *waiting = capture->waiting;
    if (error == EINTR)
        return true;
    if (error != EAGAIN || waiting->packets_fd < 0)
        return false;
    struct pollfd file = {.fd = waiting->packets_fd, .events = POLLOUT};
    return poll(&file, 1, SEND_WAIT_MS) != 0;
}

bool wherry__capture_set_min_to_copy(pcap_t *pcap)
{
    (void)pcap; /* a call of WinPcap's */
    return false;
}
