#include "samples.h"

#include "capture_file.h"

#include <stdio.h>
#include <stdlib.h>

enum { BURST = 64, CONNECTIONS = 256 };

/* The connections of one file. */
struct book {
    size_t count;
    struct {
        uint8_t peer_port[2];
        uint8_t ip_version;
        uint32_t initial;
    } entries[CONNECTIONS];
};

static unsigned version_of(const struct frame *frame)
{
    return wherry__get16(frame->bytes + 12) == WHERRY__TYPE_IPV6 ? 6 : 4;
}

static void note_answer(struct book *book, struct frame *frame)
{
    const uint8_t *tcp = frame_transport(frame, WHERRY__PROTOCOL_TCP, TCP_HEADER_BYTES);
    if (!tcp || (tcp[TCP_FLAG_BITS] & FLAG_SYN) == 0 || book->count == CONNECTIONS)
        return;
    memcpy(book->entries[book->count].peer_port, tcp + TCP_DESTINATION, 2);
    book->entries[book->count].ip_version = (uint8_t)version_of(frame);
    book->entries[book->count++].initial = wherry__get32(tcp + TCP_SEQUENCE);
}

static void look_up(const struct book *book, struct sample *sample)
{
    struct frame *frame = &sample->frame;
    const uint8_t *tcp = frame_transport(frame, WHERRY__PROTOCOL_TCP, TCP_HEADER_BYTES);
    for (size_t i = book->count; tcp && i-- > 0;) {
        if (memcmp(book->entries[i].peer_port, tcp + TCP_SOURCE, 2) == 0 &&
            book->entries[i].ip_version == version_of(frame)) {
            sample->has_initial = 1;
            sample->initial = book->entries[i].initial;
            return;
        }
    }
}

static enum answer answer_of(struct frame *frame)
{
    enum { PORT_DNS = 53, PORT_DHCP_CLIENT = 68, ECHO_REPLY = 0, ECHO_REPLY6 = 129 };
    const uint8_t *udp = frame_transport(frame, WHERRY__PROTOCOL_UDP, 8);
    const uint8_t *icmp = frame_transport(frame, WHERRY__PROTOCOL_ICMP, 8);
    const uint8_t *icmp6 = frame_transport(frame, WHERRY__PROTOCOL_ICMPV6, 8);
    if (udp && wherry__get16(udp) == PORT_DNS)
        return ANSWER_NAME;
    if (udp && wherry__get16(udp + 2) == PORT_DHCP_CLIENT)
        return ANSWER_LEASE;
    if (icmp && icmp[0] == ECHO_REPLY)
        return ANSWER_PING4;
    return icmp6 && icmp6[0] == ECHO_REPLY6 ? ANSWER_PING6 : ANSWER_NONE;
}

static struct sample *add(struct samples *samples)
{
    if (samples->count == samples->room) {
        size_t room = samples->room ? samples->room * 2 : 256;
        struct sample *grown = realloc(samples->all, room * sizeof *grown);
        if (!grown)
            return NULL;
        samples->all = grown;
        samples->room = room;
    }
    struct sample *sample = &samples->all[samples->count++];
    memset(sample, 0, sizeof *sample);
    return sample;
}

static int take(struct samples *samples, struct book *book, const uint8_t own_mac[6],
                const struct wherry_netdev_frame *frame)
{
    struct sample *sample = add(samples);
    if (!sample)
        return -1;
    sample->time_ns = frame->time_ns;
    sample->frame.length_bytes =
        frame->length_bytes < FRAME_BYTES_MAX ? frame->length_bytes : FRAME_BYTES_MAX;
    memcpy(sample->frame.bytes, frame->bytes, sample->frame.length_bytes);
    sample->answer = answer_of(&sample->frame);
    if (memcmp(frame->bytes + 6, own_mac, 6) != 0) {
        look_up(book, sample);
        return 0;
    }
    note_answer(book, &sample->frame);
    samples->count--;
    return 0;
}

static int read_all(struct samples *samples, struct wherry__capture_reader *reader,
                    const uint8_t own_mac[6], char *error)
{
    static struct book book;
    struct wherry_netdev_frame frames[BURST];
    int count;
    book.count = 0;
    while ((count = wherry__capture_reader_read(reader, frames, BURST, error)) > 0) {
        for (int i = 0; i < count; i++) {
            if (take(samples, &book, own_mac, &frames[i]) < 0) {
                snprintf(error, WHERRY_NETDEV_ERROR_BYTES, "out of memory");
                return -1;
            }
        }
    }
    return count;
}

int samples_load(struct samples *samples, const char *path, const uint8_t own_mac[6])
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "out of memory";
    struct wherry__capture_reader *reader = NULL;
    size_t *starts = realloc(samples->starts, (samples->files + 2) * sizeof *starts);
    int code = -1;
    if (starts) {
        samples->starts = starts;
        starts[samples->files++] = samples->count;
        code = wherry__capture_reader_open(&reader, path, error);
    }
    if (code == 0)
        code = read_all(samples, reader, own_mac, error);
    wherry__capture_reader_close(reader);
    if (starts)
        starts[samples->files] = samples->count;
    if (code < 0)
        fprintf(stderr, "replay: %s\n", error);
    return code < 0 ? -1 : 0;
}

void samples_release(struct samples *samples)
{
    free(samples->all);
    free(samples->starts);
}
