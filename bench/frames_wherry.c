/* frames_wherry.c: Wherry's side of what frames_plain.c does; for Windows as well.
 *
 *   frames_wherry send KIND DEVICE BYTES      a round: COUNT 0     -> ns per frame
 *   frames_wherry receive KIND DEVICE         a round: COUNT FIRST -> ns per frame, count
 *   frames_wherry stack KIND DEVICE ADDRESS   answers pings and serves TCP at port 5001 as
 *                                             `frames_plain server` does, until a connection to
 *                                             port 5002 is made
 *
 * KIND is "packet" or "pcap" (netdev), or, to receive, "capture" (<wherry/capture.h>). */
#include "clock.h"
#include "frames_round.h"

#include <lwip/tcp.h>
#include <stdlib.h>
#include <wherry/capture.h>
#include <wherry/device.h>
#include <wherry/netdev.h>
#include <wherry/stack.h>

enum { BURST = 64, PORT = 5001, CHUNK_BYTES = 1 << 15 };

static char error[WHERRY_DEVICE_ERROR_BYTES]; /* the longest of all */

_Noreturn static void fail(const char *what, const char *why)
{
    fprintf(stderr, "frames_wherry: %s: %s\n", what, why);
    exit(1);
}

static const char *pcap_name(const char *name)
{
    static char found[256];
    struct wherry_devices *list;
    const struct wherry_device *device;
    if (wherry_devices_list(&list, error) < 0 ||
        wherry_devices_find(list, name, &device, error) < 0)
        fail(name, error);
    snprintf(found, sizeof(found), "%s", device->name);
    wherry_devices_free(list);
    return found;
}

static struct wherry_netdev *open_device(const char *kind, const char *name)
{
    struct wherry_netdev *device;
    int code = strcmp(kind, "packet") == 0
                   ? wherry_netdev_open_packet(&device, name, error)
                   : wherry_netdev_open_pcap(&device, pcap_name(name), error);
    if (code < 0)
        fail(name, error);
    return device;
}

/* ---- Frames ---------------------------------------------------------------------------------- */

static void send_frame(struct wherry_netdev *device, const uint8_t *frame, unsigned frame_bytes)
{
    uint8_t *bytes;
    int code;
    while ((code = wherry_netdev_reserve(device, frame_bytes, &bytes)) == WHERRY_NETDEV_E_FULL)
        ;
    if (code == 0) {
        memcpy(bytes, frame, frame_bytes);
        code = wherry_netdev_commit(device, frame_bytes);
    }
    if (code < 0)
        fail("send", wherry_netdev_error(device));
}

static int run_send(const char *kind, const char *name, unsigned frame_bytes)
{
    uint8_t frame[FRAME_MAX_BYTES];
    struct wherry_netdev *device = open_device(kind, name);
    struct wherry_netdev_statistics counted;
    long count, ignored, total = 0;
    fill_frame(frame, frame_bytes);
    while (read_round(&count, &ignored)) {
        double start = clock_ns();
        for (long i = 0; i < count; i++)
            send_frame(device, frame, frame_bytes);
        while (wherry_netdev_flush(device) == WHERRY_NETDEV_E_FULL)
            ;
        printf("%.2f\n", (clock_ns() - start) / (double)count);
        wherry_netdev_statistics(device, &counted);
        if (counted.sent != (uint64_t)(total += count))
            fail(name, "some frames were not sent");
    }
    wherry_netdev_close(device);
    return 0;
}

static int receive_netdev(void *from, struct tally *tally)
{
    struct wherry_netdev_frame frames[BURST];
    int received = wherry_netdev_receive(from, frames, BURST, IDLE_MS);
    for (int i = 0; i < received; i++)
        tally_frame(tally, frames[i].bytes, frames[i].length_bytes, clock_ns);
    return received;
}

static int receive_capture(void *from, struct tally *tally)
{
    struct wherry_packet packets[BURST];
    int received = wherry_capture_receive(from, packets, BURST, IDLE_MS);
    for (int i = 0; i < received; i++)
        tally_frame(tally, packets[i].bytes, packets[i].length_bytes, clock_ns);
    return received;
}

static void receive_rounds(int (*receive)(void *from, struct tally *tally), void *from)
{
    long count, first;
    while (read_round(&count, &first)) {
        struct tally tally = {.first = first, .last = count};
        int received = 1;
        while (tally.count < count && received > 0)
            received = receive(from, &tally);
        if (received < 0)
            fail("receive", "failed");
        tally_print(&tally);
    }
}

static int run_receive(const char *kind, const char *name)
{
    struct wherry_capture *capture;
    if (strcmp(kind, "capture") != 0) {
        struct wherry_netdev *device = open_device(kind, name);
        receive_rounds(receive_netdev, device);
        wherry_netdev_close(device);
        return 0;
    }
    if (wherry_capture_open(&capture, pcap_name(name), NULL, error) < 0)
        fail(name, error);
    receive_rounds(receive_capture, capture);
    wherry_capture_close(capture);
    return 0;
}

/* ---- TCP ------------------------------------------------------------------------------------- */

static char cargo[CHUNK_BYTES];

struct connection {
    unsigned read_bytes; /* of the number with which it begins */
    uint32_t left_bytes; /* to be sent */
    int is_over;         /* the other side has sent all */
};

static void close_connection(struct connection *connection, struct tcp_pcb *pcb)
{
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
    tcp_close(pcb);
    free(connection);
}

static void send_more(struct connection *connection, struct tcp_pcb *pcb)
{
    while (connection->left_bytes > 0) {
        uint32_t room = tcp_sndbuf(pcb);
        uint32_t wanted =
            connection->left_bytes < CHUNK_BYTES ? connection->left_bytes : CHUNK_BYTES;
        if (room < wanted || tcp_write(pcb, cargo, (u16_t)wanted, 0) != ERR_OK)
            break;
        connection->left_bytes -= wanted;
    }
    tcp_output(pcb);
}

static err_t sent(void *data, struct tcp_pcb *pcb, u16_t length)
{
    struct connection *connection = data;
    (void)length;
    send_more(connection, pcb);
    if (connection->left_bytes == 0 && connection->is_over)
        close_connection(connection, pcb);
    return ERR_OK;
}

static void read_number(struct connection *connection, const struct pbuf *bytes)
{
    for (u16_t i = 0; i < bytes->tot_len && connection->read_bytes < 4; i++) {
        connection->left_bytes = connection->left_bytes << 8 | pbuf_get_at(bytes, i);
        connection->read_bytes++;
    }
}

static err_t received(void *data, struct tcp_pcb *pcb, struct pbuf *bytes, err_t code)
{
    struct connection *connection = data;
    (void)code;
    if (!bytes) {
        connection->is_over = 1;
        if (connection->left_bytes == 0)
            close_connection(connection, pcb);
        return ERR_OK;
    }
    if (connection->read_bytes < 4) {
        read_number(connection, bytes);
        if (connection->read_bytes == 4)
            send_more(connection, pcb);
    }
    tcp_recved(pcb, bytes->tot_len);
    pbuf_free(bytes);
    return ERR_OK;
}

static void failed(void *data, err_t code)
{
    (void)code;
    free(data);
}

static err_t accepted(void *data, struct tcp_pcb *pcb, err_t code)
{
    struct connection *connection = calloc(1, sizeof(*connection));
    (void)data;
    if (code != ERR_OK || !connection)
        return ERR_MEM;
    tcp_arg(pcb, connection);
    tcp_recv(pcb, received);
    tcp_sent(pcb, sent);
    tcp_err(pcb, failed);
    return ERR_OK;
}

static err_t stop(void *data, struct tcp_pcb *pcb, err_t code)
{
    (void)pcb, (void)code;
    wherry_stack_stop(data);
    return ERR_OK;
}

static struct tcp_pcb *listen_at(u16_t port, tcp_accept_fn accept, void *data)
{
    struct tcp_pcb *pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
    if (!pcb || tcp_bind(pcb, IP_ANY_TYPE, port) != ERR_OK || !(pcb = tcp_listen(pcb)))
        fail("listen", "no memory");
    tcp_arg(pcb, data);
    tcp_accept(pcb, accept);
    return pcb;
}

static int run_stack(const char *kind, const char *name, const char *address)
{
    const struct wherry_stack_options options = {
        .address4 = address, .no_ipv6 = 1, .mac = {2, 0, 0, 0, 0x57, 1}};
    struct wherry_netdev *device = open_device(kind, name);
    struct wherry_stack *stack;
    if (wherry_stack_new(&stack, device, &options, error) < 0)
        fail(name, error);
    struct tcp_pcb *server = listen_at(PORT, accepted, NULL);
    struct tcp_pcb *end = listen_at(PORT + 1, stop, stack);
    puts("ready");
    fflush(stdout);
    if (wherry_stack_run(stack) < 0)
        fail(name, wherry_stack_error(stack));
    tcp_close(server);
    tcp_close(end);
    wherry_stack_free(stack);
    wherry_netdev_close(device);
    return 0;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 3 ? argv[1] : "";
    unsigned frame_bytes = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 0;
    if (strcmp(mode, "send") == 0 && argc == 5 && frame_bytes <= FRAME_MAX_BYTES)
        return run_send(argv[2], argv[3], frame_bytes);
    if (strcmp(mode, "receive") == 0 && argc == 4)
        return run_receive(argv[2], argv[3]);
    if (strcmp(mode, "stack") == 0 && argc == 5)
        return run_stack(argv[2], argv[3], argv[4]);
    fail("usage", "see the head of frames_wherry.c");
}
