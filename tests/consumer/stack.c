/* stack.c: Wherry::stack pings the other end of a pair of devices in memory, which is played here:
 * it answers the ARP request and the echo request. */
#include <stdio.h>
#include <string.h>
#include <wherry/stack.h>

enum { QUEUE_FRAMES = 16, PAYLOAD_BYTES = 32, LATE_MS = 60000, ARP = 14, IP = 14, ICMP = 34 };

static const uint8_t peer_mac[] = {2, 0, 0, 0, 0, 2};
static const uint8_t arp_request[] = {0, 1, 8, 0, 6, 4, 0, 1};

/* Sender and receiver exchanged. */
static void reply(struct wherry_netdev *device, const struct wherry_netdev_frame *frame)
{
    const uint8_t *asked = frame->bytes;
    uint8_t *said;
    if (wherry_netdev_reserve(device, frame->length_bytes, &said) < 0)
        return;
    memcpy(said, asked, frame->length_bytes);
    memcpy(said, asked + 6, 6);
    memcpy(said + 6, peer_mac, 6);
    if (asked[13] == 6) { /* ARP: 0x0806 */
        said[ARP + 7] = 2;
        memcpy(said + ARP + 8, peer_mac, 6);
        memcpy(said + ARP + 14, asked + ARP + 24, 4);
        memcpy(said + ARP + 18, asked + ARP + 8, 10);
    } else {
        memcpy(said + IP + 12, asked + IP + 16, 4);
        memcpy(said + IP + 16, asked + IP + 12, 4);
        said[ICMP] = 0;
        /* The checksum is that of 8 less (RFC 1624); a carry goes round. */
        unsigned sum = (unsigned)(said[ICMP + 2] << 8 | said[ICMP + 3]) + 0x0800;
        sum += sum >> 16;
        said[ICMP + 2] = (uint8_t)(sum >> 8);
        said[ICMP + 3] = (uint8_t)sum;
    }
    wherry_netdev_commit(device, frame->length_bytes);
}

static void answer_all(struct wherry_netdev *device)
{
    struct wherry_netdev_frame frames[QUEUE_FRAMES];
    int count = wherry_netdev_receive(device, frames, QUEUE_FRAMES, 0);
    for (int i = 0; i < count; i++) {
        const uint8_t *bytes = frames[i].bytes;
        int is_arp = bytes[12] == 8 && bytes[13] == 6 &&
                     memcmp(bytes + ARP, arp_request, sizeof arp_request) == 0 &&
                     bytes[ARP + 27] == 2; /* not the question whether 192.0.2.1 is in use */
        int is_echo = bytes[12] == 8 && bytes[13] == 0 && bytes[IP + 9] == 1 && bytes[ICMP] == 8;
        if (is_arp || is_echo)
            reply(device, &frames[i]);
    }
    wherry_netdev_flush(device);
}

static void answered(void *data, int64_t round_trip_us)
{
    *(int64_t *)data = round_trip_us;
}

int main(void)
{
    static const struct wherry_stack_options options = {.address4 = "192.0.2.1/24", .no_ipv6 = 1};
    enum { PENDING = -2 };
    char error[WHERRY_STACK_ERROR_BYTES] = "";
    struct wherry_netdev *ends[2];
    struct wherry_stack *stack;
    int64_t round_trip_us = PENDING;
    ip_addr_t to;
    ipaddr_aton("192.0.2.2", &to);
    if (wherry_netdev_open_pair(ends, QUEUE_FRAMES, error) < 0 ||
        wherry_stack_new(&stack, ends[0], &options, error) < 0) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    int code = wherry_stack_ping(stack, &to, PAYLOAD_BYTES, LATE_MS, answered, &round_trip_us);
    while (code >= 0 && round_trip_us == PENDING) {
        code = wherry_stack_turn(stack, 1);
        answer_all(ends[1]);
    }
    if (code < 0)
        fprintf(stderr, "%s\n", wherry_stack_error(stack));
    wherry_stack_free(stack);
    wherry_netdev_close(ends[0]);
    wherry_netdev_close(ends[1]);
    if (round_trip_us < 0)
        return 2;
    puts("192.0.2.2 answers");
    return 0;
}
