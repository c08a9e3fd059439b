/* frames_plain.c: what Wherry is held against: libpcap in plain C, and the kernel's own TCP.
 *
 *   frames_plain send DEVICE BYTES     pcap_inject();   a round: COUNT       -> ns per frame
 *   frames_plain receive DEVICE        pcap_dispatch(); a round: COUNT FIRST -> ns per frame, count
 *   frames_plain receive DEVICE immediate
 *   frames_plain traffic DEVICE BYTES  sendmmsg();      a round: COUNT RATE  -> ns per frame
 *   frames_plain server PORT           the other side of:
 *   frames_plain client ADDRESS PORT   a round: GIVE TAKE, in bytes -> ns per byte
 *
 * A round is a line on the standard input, its result a line on the standard output. See
 * frames_round.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "clock.h"
#include "frames_round.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SNAP_BYTES = 65535, BUFFER_BYTES = 64 << 20, TIMEOUT_MS = 1, BURST = 64 };

_Noreturn static void fail(const char *what, const char *why)
{
    fprintf(stderr, "frames_plain: %s: %s\n", what, why);
    exit(1);
}

/* ---- libpcap --------------------------------------------------------------------------------- */

static pcap_t *open_device(const char *device, int is_immediate)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t *pcap = pcap_create(device, error);
    if (!pcap)
        fail(device, error);
    pcap_set_snaplen(pcap, SNAP_BYTES);
    pcap_set_promisc(pcap, 1);
    pcap_set_timeout(pcap, TIMEOUT_MS);
    pcap_set_buffer_size(pcap, BUFFER_BYTES);
    pcap_set_immediate_mode(pcap, is_immediate);
    if (pcap_activate(pcap) < 0)
        fail(device, pcap_geterr(pcap));
    return pcap;
}

static int run_send(const char *device, unsigned frame_bytes)
{
    uint8_t frame[FRAME_MAX_BYTES];
    pcap_t *pcap = open_device(device, 0);
    long count;
    fill_frame(frame, frame_bytes);
    while (read_round(&count, NULL)) {
        double start = clock_ns();
        for (long i = 0; i < count; i++)
            if (pcap_inject(pcap, frame, frame_bytes) < 0)
                fail(device, pcap_geterr(pcap));
        printf("%.2f\n", (clock_ns() - start) / (double)count);
    }
    pcap_close(pcap);
    return 0;
}

static void count_frame(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    struct tally *tally = (void *)user;
    tally_frame(tally, bytes, header->caplen, clock_ns);
}

static int run_receive(const char *device, int is_immediate)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t *pcap = open_device(device, is_immediate);
    long count, first;
    if (pcap_setnonblock(pcap, 1, error) != 0)
        fail(device, error);
    struct pollfd file = {.fd = pcap_get_selectable_fd(pcap), .events = POLLIN};
    while (read_round(&count, &first)) {
        struct tally tally = {.first = first, .last = count};
        while (tally.count < count) {
            int status = pcap_dispatch(pcap, -1, count_frame, (u_char *)&tally);
            if (status < 0)
                fail(device, pcap_geterr(pcap));
            if (status == 0 && poll(&file, 1, IDLE_MS) == 0)
                break;
        }
        tally_print(&tally);
    }
    pcap_close(pcap);
    return 0;
}

/* ---- Traffic --------------------------------------------------------------------------------- */

static int open_socket(const char *device)
{
    struct sockaddr_ll place = {.sll_family = AF_PACKET,
                                .sll_ifindex = (int)if_nametoindex(device)};
    int file = socket(AF_PACKET, SOCK_RAW, 0), yes = 1;
    if (file < 0 || bind(file, (void *)&place, sizeof(place)) != 0)
        fail(device, strerror(errno));
    setsockopt(file, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof(yes));
    return file;
}

/* As fast as it goes, or in bursts that are due at the rate. */
static void send_frames(int file, struct mmsghdr *messages, long count, long rate)
{
    double start = clock_ns();
    for (long sent = 0; sent < count;) {
        while (rate > 0 && clock_ns() - start < (double)sent * 1e9 / (double)rate)
            ;
        long left = count - sent;
        int done = sendmmsg(file, messages, left < BURST ? (unsigned)left : BURST, 0);
        if (done < 0 && errno != ENOBUFS && errno != EINTR)
            fail("sendmmsg", strerror(errno));
        sent += done > 0 ? done : 0;
    }
}

static int run_traffic(const char *device, unsigned frame_bytes)
{
    uint8_t frame[FRAME_MAX_BYTES];
    struct iovec part = {frame, frame_bytes};
    struct mmsghdr messages[BURST] = {0};
    int file = open_socket(device);
    long count, rate;
    fill_frame(frame, frame_bytes);
    for (int i = 0; i < BURST; i++)
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1};
    while (read_round(&count, &rate)) {
        double start = clock_ns();
        send_frames(file, messages, count, rate);
        printf("%.2f\n", (clock_ns() - start) / (double)count);
    }
    close(file);
    return 0;
}

/* ---- The kernel's TCP ------------------------------------------------------------------------ */

static char buffer[1 << 18];

static long drain(int file)
{
    long total = 0;
    ssize_t length;
    while ((length = read(file, buffer, sizeof(buffer))) > 0)
        total += length;
    return total;
}

static void give(int file, long count)
{
    while (count > 0) {
        size_t wanted = count < (long)sizeof(buffer) ? (size_t)count : sizeof(buffer);
        ssize_t length = write(file, buffer, wanted);
        if (length <= 0)
            fail("write", strerror(errno));
        count -= length;
    }
}

static struct sockaddr_in place_of(const char *address, const char *port)
{
    struct sockaddr_in place = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    if (inet_pton(AF_INET, address, &place.sin_addr) != 1)
        fail(address, "not an address");
    return place;
}

/* A connection begins with the number of bytes that the other side wants; then both send. */
_Noreturn static void run_server(const char *port)
{
    struct sockaddr_in place = place_of("0.0.0.0", port);
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(listener, (void *)&place, sizeof(place)) != 0 || listen(listener, 8) != 0)
        fail("listen", strerror(errno));
    puts("ready");
    for (;;) {
        uint32_t wanted;
        int file = accept(listener, NULL, NULL);
        if (file < 0 || recv(file, &wanted, sizeof(wanted), MSG_WAITALL) != sizeof(wanted))
            fail("accept", strerror(errno));
        give(file, ntohl(wanted));
        shutdown(file, SHUT_WR);
        drain(file);
        close(file);
    }
}

static int run_client(const char *address, const char *port)
{
    struct sockaddr_in place = place_of(address, port);
    long to_give, to_take;
    while (read_round(&to_give, &to_take)) {
        uint32_t wanted = htonl((uint32_t)to_take);
        double start = clock_ns();
        int file = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(file, (void *)&place, sizeof(place)) != 0)
            fail(address, strerror(errno));
        if (write(file, &wanted, sizeof(wanted)) != sizeof(wanted))
            fail("write", strerror(errno));
        give(file, to_give);
        shutdown(file, SHUT_WR);
        if (drain(file) != to_take) /* which ends when the other side has all of it */
            fail(address, "the connection ended too early");
        printf("%.6f\n", (clock_ns() - start) / (double)(to_give + to_take));
        close(file);
    }
    return 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const char *mode = argc > 2 ? argv[1] : "";
    unsigned frame_bytes = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    if (frame_bytes > FRAME_MAX_BYTES)
        frame_bytes = FRAME_MAX_BYTES;
    if (strcmp(mode, "send") == 0 && argc == 4)
        return run_send(argv[2], frame_bytes);
    if (strcmp(mode, "receive") == 0)
        return run_receive(argv[2], argc == 4);
    if (strcmp(mode, "traffic") == 0 && argc == 4)
        return run_traffic(argv[2], frame_bytes);
    if (strcmp(mode, "server") == 0)
        run_server(argv[2]);
    if (strcmp(mode, "client") == 0 && argc == 4)
        return run_client(argv[2], argv[3]);
    fail("usage", "see the head of frames_plain.c");
}
