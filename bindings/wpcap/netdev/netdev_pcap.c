/* netdev_pcap.c: a device through pcap, by <wherry/capture.h>. */
#include "frame_layers.h"
#include <wherry/capture.h>
#include <wherry/device.h>
#include <wherry/netdev_driver.h>

#include <stdlib.h>
#include <string.h>

enum {
    ETHERNET = 1, /* DLT_EN10MB */
    SNAP_BYTES = 65535,
    USUAL_MTU_BYTES = 1500,
    BURST = 64,
    TAG_BYTES = 4
};

struct pcap_device {
    struct wherry_netdev device;
    struct wherry_capture *capture;
    uint64_t runts;
    uint8_t *frame; /* reserved */
};

static struct pcap_device *pcap_of(struct wherry_netdev *device)
{
    return (struct pcap_device *)device;
}

static const struct {
    int capture, netdev;
} codes[] = {
    {WHERRY_CAPTURE_E_ARGUMENT, WHERRY_NETDEV_E_ARGUMENT},
    {WHERRY_CAPTURE_E_MEMORY, WHERRY_NETDEV_E_MEMORY},
    {WHERRY_CAPTURE_E_DEVICE, WHERRY_NETDEV_E_DEVICE},
    {WHERRY_CAPTURE_E_PERMISSION, WHERRY_NETDEV_E_PERMISSION},
    {WHERRY_CAPTURE_E_GONE, WHERRY_NETDEV_E_GONE},
    {WHERRY_CAPTURE_E_WOKEN, WHERRY_NETDEV_E_WOKEN},
};

static int code_of(int capture_code)
{
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (codes[i].capture == capture_code)
            return codes[i].netdev;
    return WHERRY_NETDEV_E_SYSTEM;
}

static int fail(struct pcap_device *pcap, int capture_code)
{
    const char *text = capture_code == WHERRY_CAPTURE_E_WOKEN
                           ? wherry_netdev_strerror(WHERRY_NETDEV_E_WOKEN)
                           : wherry_capture_error(pcap->capture);
    return wherry_netdev_fail(&pcap->device, code_of(capture_code), "%s", text);
}

/* ---- Receiving and sending ------------------------------------------------------------------- */

/* Returns whether it is a frame. The packet is a copy of the capture's own, in which a checksum may
 * be filled in: pcap does not tell which were left to a network card, but they can be told. */
static int take_packet(const struct wherry_packet *packet, struct wherry_netdev_frame *frame)
{
    if (packet->length_bytes < WHERRY_NETDEV_HEADER_BYTES)
        return 0;
    *frame = (struct wherry_netdev_frame){.bytes = packet->bytes,
                                          .length_bytes = packet->length_bytes,
                                          .wire_length_bytes = packet->wire_length_bytes,
                                          .time_ns = packet->time_ns};
    if (wherry__frame_fill_partial_checksum((uint8_t *)packet->bytes, packet->length_bytes))
        frame->flags = WHERRY_NETDEV_FRAME_CHECKED;
    return 1;
}

static int pcap_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                        unsigned count, int timeout_ms)
{
    struct pcap_device *pcap = pcap_of(device);
    struct wherry_packet packets[BURST];
    int received, done = 0;
    do {
        received = wherry_capture_receive(pcap->capture, packets, count < BURST ? count : BURST,
                                          timeout_ms);
        if (received < 0)
            return fail(pcap, received);
        for (int i = 0; i < received; i++)
            done += take_packet(&packets[i], &frames[done]);
        pcap->runts += (unsigned)(received - done);
    } while (received > 0 && done == 0);
    return done;
}

static void pcap_wake(struct wherry_netdev *device)
{
    wherry_capture_wake(pcap_of(device)->capture);
}

static int pcap_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    (void)length_bytes;
    *bytes = pcap_of(device)->frame;
    return 0;
}

/* pcap sends one frame at a time: there is nothing to be gained by waiting for more. */
static int pcap_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct pcap_device *pcap = pcap_of(device);
    int code = length_bytes ? wherry_capture_send(pcap->capture, pcap->frame, length_bytes) : 0;
    return code < 0 ? fail(pcap, code) : 0;
}

static int pcap_flush(struct wherry_netdev *device)
{
    (void)device;
    return 0;
}

/* ---- What it is ------------------------------------------------------------------------------ */

static enum wherry_netdev_link link_of(enum wherry_device_link link)
{
    switch (link) {
    case WHERRY_DEVICE_DOWN:
        return WHERRY_NETDEV_DOWN;
    case WHERRY_DEVICE_UP:
        return WHERRY_NETDEV_UP;
    case WHERRY_DEVICE_LINK_UNKNOWN:
        break;
    }
    return WHERRY_NETDEV_LINK_UNKNOWN;
}

/* What the system says about the device at this moment; zero: it says nothing. */
static struct wherry_device find_device(const char *name)
{
    struct wherry_device found = {.link = WHERRY_DEVICE_LINK_UNKNOWN};
    char error[WHERRY_DEVICE_ERROR_BYTES];
    struct wherry_devices *list;
    if (wherry_devices_list(&list, error) < 0)
        return found;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->devices[i].name, name) == 0)
            found = list->devices[i];
    wherry_devices_free(list);
    found.name = found.friendly_name = found.description = NULL; /* the list's */
    found.addresses = NULL;
    return found;
}

static enum wherry_netdev_link pcap_link(struct wherry_netdev *device)
{
    return link_of(find_device(wherry_capture_device(pcap_of(device)->capture)).link);
}

static int pcap_statistics(struct wherry_netdev *device,
                           struct wherry_netdev_statistics *statistics)
{
    struct pcap_device *pcap = pcap_of(device);
    struct wherry_capture_statistics counted;
    int code = wherry_capture_statistics(pcap->capture, &counted);
    if (code < 0)
        return fail(pcap, code);
    statistics->dropped += counted.dropped + counted.dropped_by_device + pcap->runts;
    return 0;
}

/* ---- Life ------------------------------------------------------------------------------------ */

static void pcap_device_close(struct wherry_netdev *device)
{
    wherry_capture_close(pcap_of(device)->capture);
    free(pcap_of(device)->frame);
    free(device);
}

static const struct wherry_netdev_operations pcap_operations = {
    .close = pcap_device_close,
    .link = pcap_link,
    .statistics = pcap_statistics,
    .receive = pcap_receive,
    .wake = pcap_wake,
    .reserve = pcap_reserve,
    .commit = pcap_commit,
    .flush = pcap_flush,
};

static int open_pcap(struct pcap_device *pcap, const char *name, char *error)
{
    static const struct wherry_capture_options options = {
        .snap_length_bytes = SNAP_BYTES,
        .prompt = 1, /* a millisecond on every round trip is dearer than frames in a long burst */
        .only_received = 1};
    struct wherry_netdev_capabilities *can = &pcap->device.capabilities;
    struct wherry_device found;
    char reason[WHERRY_CAPTURE_ERROR_BYTES];
    int code = wherry_capture_open(&pcap->capture, name, &options, reason);
    if (code < 0)
        return wherry_netdev_refuse(error, code_of(code), "%s", reason);
    if (wherry_capture_datalink(pcap->capture) != ETHERNET)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_DEVICE,
                                    "%s: not an Ethernet device, but of link type %d", name,
                                    wherry_capture_datalink(pcap->capture));
    found = find_device(name);
    memcpy(can->mac, found.mac, sizeof(can->mac));
    can->mtu_bytes = found.mtu_bytes ? found.mtu_bytes : USUAL_MTU_BYTES;
    can->frame_bytes = can->mtu_bytes + WHERRY_NETDEV_HEADER_BYTES + TAG_BYTES;
    can->received_bytes = SNAP_BYTES;
    can->receive_burst = can->send_burst = BURST;
    can->wait_handle = wherry_capture_wait_handle(pcap->capture);
    pcap->frame = malloc(can->frame_bytes);
    return pcap->frame ? 0
                       : wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY,
                                              "%s: no memory for a frame", name);
}

int wherry_netdev_open_pcap(struct wherry_netdev **device, const char *name,
                            char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct pcap_device *pcap = wherry_netdev_create(sizeof(*pcap), &pcap_operations);
    int code;
    *device = NULL;
    if (!pcap)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory for a device");
    code = open_pcap(pcap, name, error);
    if (code < 0) {
        pcap_device_close(&pcap->device);
        return code;
    }
    *device = &pcap->device;
    return 0;
}
