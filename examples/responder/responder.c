/* A network stack in a page: a host that answers ARP and ICMP echo, on a device of
 * <wherry/netdev.h>. What it shows is the device; a stack of your own begins like this.
 *
 *     responder DEVICE ADDRESS         responder eth0 192.0.2.10
 *
 * On Windows DEVICE is the long name that `wpcap devices` shows.
 */
#include <wherry/netdev.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    BURST = 64,
    ETHERNET_BYTES = WHERRY_NETDEV_HEADER_BYTES,
    ARP_BYTES = 28,  /* for Ethernet and IPv4: RFC 826 */
    IPV4_BYTES = 20, /* without options: RFC 791 */
    ICMP_BYTES = 8,  /* of an echo: RFC 792 */
    TYPE_ARP = 0x0806,
    TYPE_IPV4 = 0x0800,
    PROTOCOL_ICMP = 1,
    ICMP_ECHO = 8
};

struct host {
    struct wherry_netdev *device;
    uint8_t mac[WHERRY_NETDEV_MAC_BYTES];
    uint8_t address[4];
    unsigned long answered;
};

static unsigned read16(const uint8_t *bytes)
{
    return (unsigned)(bytes[0] << 8 | bytes[1]);
}

/* RFC 1071. A checksum that is right adds up to 0. */
static unsigned checksum(const uint8_t *bytes, size_t length)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 1 < length; i += 2)
        sum += read16(bytes + i);
    if (length % 2)
        sum += (uint32_t)bytes[length - 1] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static void write_checksum(uint8_t *field, const uint8_t *bytes, size_t length)
{
    memset(field, 0, 2);
    unsigned sum = checksum(bytes, length);
    field[0] = (uint8_t)(sum >> 8);
    field[1] = (uint8_t)sum;
}

/* The frame, in the device's own buffer, with sender and receiver exchanged. NULL: the device has
 * no room, and the other side asks again. */
static uint8_t *begin_answer(struct host *host, const uint8_t *frame, uint32_t length)
{
    uint8_t *answer;
    if (wherry_netdev_reserve(host->device, length, &answer) < 0)
        return NULL;
    memcpy(answer, frame, length);
    memcpy(answer, frame + 6, sizeof host->mac);
    memcpy(answer + 6, host->mac, sizeof host->mac);
    return answer;
}

static void answer_arp(struct host *host, const uint8_t *frame)
{
    static const uint8_t request[] = {0, 1, 8, 0, 6, 4, 0, 1}; /* Ethernet, IPv4, who has it? */
    const uint8_t *arp = frame + ETHERNET_BYTES;
    if (memcmp(arp, request, sizeof request) || memcmp(arp + 24, host->address, 4))
        return;
    uint8_t *answer = begin_answer(host, frame, ETHERNET_BYTES + ARP_BYTES);
    if (!answer)
        return;
    uint8_t *said = answer + ETHERNET_BYTES;
    said[7] = 2;                                   /* a reply */
    memcpy(said + 8, host->mac, sizeof host->mac); /* from us ... */
    memcpy(said + 14, host->address, 4);
    memcpy(said + 18, arp + 8, 10); /* ... to who asked */
    wherry_netdev_commit(host->device, ETHERNET_BYTES + ARP_BYTES);
    host->answered++;
}

static void answer_echo(struct host *host, const uint8_t *frame, uint32_t length)
{
    const uint8_t *ip = frame + ETHERNET_BYTES;
    unsigned total = read16(ip + 2);
    bool is_plain = ip[0] == 0x45 && (read16(ip + 6) & 0x3fff) == 0; /* no options, no fragment */
    if (!is_plain || ip[9] != PROTOCOL_ICMP || memcmp(ip + 16, host->address, 4) ||
        total < IPV4_BYTES + ICMP_BYTES || ETHERNET_BYTES + total > length ||
        checksum(ip, IPV4_BYTES) || ip[IPV4_BYTES] != ICMP_ECHO ||
        checksum(ip + IPV4_BYTES, total - IPV4_BYTES))
        return;
    uint8_t *answer = begin_answer(host, frame, ETHERNET_BYTES + total);
    if (!answer)
        return;
    uint8_t *said = answer + ETHERNET_BYTES, *icmp = said + IPV4_BYTES;
    memcpy(said + 12, host->address, 4);
    memcpy(said + 16, ip + 12, 4);
    said[8] = 64; /* time to live */
    write_checksum(said + 10, said, IPV4_BYTES);
    icmp[0] = 0; /* an echo reply */
    write_checksum(icmp + 2, icmp, total - IPV4_BYTES);
    wherry_netdev_commit(host->device, ETHERNET_BYTES + total);
    host->answered++;
}

static void answer(struct host *host, const struct wherry_netdev_frame *frame)
{
    const uint8_t *bytes = frame->bytes;
    if (frame->length_bytes < ETHERNET_BYTES + ARP_BYTES)
        return;
    if (read16(bytes + 12) == TYPE_ARP)
        answer_arp(host, bytes);
    else if (read16(bytes + 12) == TYPE_IPV4 && !memcmp(bytes, host->mac, sizeof host->mac))
        answer_echo(host, bytes, frame->length_bytes);
}

static struct wherry_netdev *volatile interrupted;
static volatile sig_atomic_t is_over;

static void stop(int signal_number)
{
    (void)signal_number;
    is_over = 1;
    if (interrupted)
        wherry_netdev_wake(interrupted);
}

/* What was committed goes out before the next receive waits. */
static int run(struct host *host)
{
    struct wherry_netdev_frame frames[BURST];
    while (!is_over) {
        int count = wherry_netdev_receive(host->device, frames, BURST, -1);
        if (count < 0 && count != WHERRY_NETDEV_E_WOKEN) {
            fprintf(stderr, "responder: %s\n", wherry_netdev_error(host->device));
            return 1;
        }
        for (int i = 0; i < count; i++)
            answer(host, &frames[i]);
    }
    printf("%lu answers\n", host->answered);
    return 0;
}

int main(int argc, char **argv)
{
    struct host host = {0};
    struct wherry_netdev_capabilities device;
    char error[WHERRY_NETDEV_ERROR_BYTES], rest;
    uint8_t *a = host.address;
    if (argc != 3 || sscanf(argv[2], "%hhu.%hhu.%hhu.%hhu%c", a, a + 1, a + 2, a + 3, &rest) != 4) {
        fputs("usage: responder DEVICE ADDRESS\n", stderr);
        return 2;
    }
    int code = wherry_netdev_open_packet(&host.device, argv[1], error);
    if (code == WHERRY_NETDEV_E_UNSUPPORTED) /* Windows */
        code = wherry_netdev_open_pcap(&host.device, argv[1], error);
    if (code < 0) {
        fprintf(stderr, "responder: %s\n", error);
        return 1;
    }
    wherry_netdev_capabilities(host.device, &device);
    memcpy(host.mac, device.mac, sizeof host.mac);
    interrupted = host.device;
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    puts("ready");
    fflush(stdout);
    int status = run(&host);
    wherry_netdev_close(host.device);
    return status;
}
