#include "commands.h"

#include "device.h"
#include "system.h"
#include "tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SNAP_LENGTH_BYTES = 65535,
    MAX_CAPTURED_BYTES = 262144, /* libpcap's own limit for capture files */
    DEFAULT_COUNT = 10,
    BUFFER_BYTES = 64 << 20 /* the usual 2 MiB lose frames when the machine is busy */
};

static bool files_are_possible(void)
{
    const char *reason = system_lacks_capture_files();
    if (reason)
        fprintf(stderr, "frames: %s\n", reason);
    return !reason;
}

int command_list(const struct options *options)
{
    (void)options;
    return device_print_all() ? 0 : 1;
}

/* ---- Sending --------------------------------------------------------------------------------- */

static uint32_t frames_to_send(const struct options *options)
{
    return options->count > 0 ? options->count : DEFAULT_COUNT;
}

/* How many frames the driver took. */
static uint32_t send_all(pcap_t *device, const struct options *options)
{
    static uint8_t frame[FRAME_MAX_BYTES];
    uint32_t total = frames_to_send(options);
    for (uint32_t i = 0; i < total; i++) {
        if (i > 0 && options->interval_us > 0)
            system_pause_us(options->interval_us);
        frame_build(frame, options->size_bytes, options->to, (struct frame_info){i, total});
        if (pcap_sendpacket(device, frame, (int)options->size_bytes) != 0) {
            fprintf(stderr, "frames: frame %" PRIu32 " was not sent: %s\n", i, pcap_geterr(device));
            return i;
        }
    }
    return total;
}

int command_send(const struct options *options)
{
    char *name = device_find(options->operand);
    pcap_t *device = name ? device_open(name, 0) : NULL;
    free(name);
    if (!device)
        return 1;
    uint32_t sent = send_all(device, options);
    pcap_close(device);
    printf("sent %" PRIu32 " of %" PRIu32 " frames of %" PRIu32 " bytes\n", sent,
           frames_to_send(options), options->size_bytes);
    return sent == frames_to_send(options) ? 0 : 1;
}

static void write_all(pcap_dumper_t *file, const struct options *options)
{
    static uint8_t frame[FRAME_MAX_BYTES];
    uint32_t total = frames_to_send(options);
    for (uint32_t i = 0; i < total; i++) {
        struct pcap_pkthdr header = {.caplen = options->size_bytes, .len = options->size_bytes};
        uint64_t time_us = (uint64_t)i * options->interval_us;
        header.ts.tv_sec = (int32_t)(time_us / 1000000);
        header.ts.tv_usec = (int32_t)(time_us % 1000000);
        frame_build(frame, options->size_bytes, options->to, (struct frame_info){i, total});
        pcap_dump((u_char *)file, &header, frame);
    }
}

/* Close a capture file. False when something could not be written to `path`. */
static bool finish_file(pcap_dumper_t *file, const char *path)
{
    bool written = pcap_dump_flush(file) == 0;
    pcap_dump_close(file);
    if (!written)
        fprintf(stderr, "frames: %s: could not be written\n", path);
    return written;
}

int command_write(const struct options *options)
{
    if (!files_are_possible())
        return 1;
    pcap_t *ethernet = pcap_open_dead(DLT_EN10MB, SNAP_LENGTH_BYTES);
    if (!ethernet) {
        fputs("frames: out of memory\n", stderr);
        return 1;
    }
    pcap_dumper_t *file = pcap_dump_open(ethernet, options->operand);
    bool written = false;
    if (file) {
        write_all(file, options);
        written = finish_file(file, options->operand);
    } else
        fprintf(stderr, "frames: %s\n", pcap_geterr(ethernet));
    pcap_close(ethernet);
    if (written)
        printf("wrote %" PRIu32 " frames of %" PRIu32 " bytes\n", frames_to_send(options),
               options->size_bytes);
    return written ? 0 : 1;
}

/* ---- Receiving ------------------------------------------------------------------------------- */

struct reception {
    pcap_t *capture;
    struct deadline *deadline; /* NULL for a file */
    pcap_dumper_t *copy;       /* NULL: none */
    bool until_complete;
    struct tally tally;
};

static bool done(const struct reception *reception)
{
    if (reception->until_complete && tally_complete(&reception->tally))
        return true;
    return reception->deadline && deadline_passed(reception->deadline);
}

/* A length that cannot be is the driver's fault; to trust it would mean reading beyond the frame.
 */
static bool is_possible(const struct pcap_pkthdr *header)
{
    if (header->caplen > 0 && header->caplen <= header->len && header->caplen <= MAX_CAPTURED_BYTES)
        return true;
    fprintf(stderr, "frames: the driver claims to have captured %u of %u bytes%s\n",
            (unsigned)header->caplen, (unsigned)header->len, system_length_hint());
    return false;
}

/* Count frames until all are there, time is up or the file ends. The bytes belong to the capture
 * handle and change with the next call, so they are judged at once; only `caplen` of them exist. */
static bool receive_all(struct reception *reception)
{
    while (!done(reception)) {
        struct pcap_pkthdr *header;
        const u_char *data;
        int status = pcap_next_ex(reception->capture, &header, &data);
        if (status == PCAP_ERROR_BREAK)
            return true;
        if (status < 0) {
            fprintf(stderr, "frames: cannot receive: %s\n", pcap_geterr(reception->capture));
            return false;
        }
        if (status == 0)
            continue;
        if (!is_possible(header))
            return false;
        if (reception->copy)
            pcap_dump((u_char *)reception->copy, header, data);
        if (!tally_add(&reception->tally, data, header->caplen, header->len)) {
            fputs("frames: out of memory\n", stderr);
            return false;
        }
    }
    return true;
}

static bool set_filter(pcap_t *capture)
{
    struct bpf_program program;
    if (pcap_compile(capture, &program, FRAME_FILTER, 1, PCAP_NETMASK_UNKNOWN) != 0) {
        fprintf(stderr, "frames: filter '%s': %s\n", FRAME_FILTER, pcap_geterr(capture));
        return false;
    }
    bool set = pcap_setfilter(capture, &program) == 0;
    if (!set)
        fprintf(stderr, "frames: filter '%s': %s\n", FRAME_FILTER, pcap_geterr(capture));
    pcap_freecode(&program);
    return set;
}

static bool open_copy(struct reception *reception, const char *path)
{
    if (!path)
        return true;
    reception->copy = pcap_dump_open(reception->capture, path);
    if (!reception->copy)
        fprintf(stderr, "frames: %s\n", pcap_geterr(reception->capture));
    return reception->copy != NULL;
}

static void count_drops(struct reception *reception)
{
    struct pcap_stat statistics = {0};
    if (pcap_stats(reception->capture, &statistics) == 0)
        reception->tally.dropped = statistics.ps_drop;
    else
        fprintf(stderr, "frames: no statistics: %s\n", pcap_geterr(reception->capture));
}

/* From an open device to a filled tally. Says "ready" when no frame can be missed any more. */
static bool run_reception(struct reception *reception, const struct options *options)
{
    reception->deadline = deadline_start(reception->capture, options->timeout_ms);
    if (!reception->deadline) {
        fputs("frames: the system refuses a thread to watch the time\n", stderr);
        return false;
    }
    puts("ready");
    fflush(stdout);
    bool received = receive_all(reception);
    if (received && reception->until_complete && deadline_passed(reception->deadline))
        fprintf(stderr, "frames: gave up after %" PRIu32 " ms\n", options->timeout_ms);
    deadline_free(reception->deadline);
    count_drops(reception);
    return received;
}

static int receive(const struct options *options, bool until_complete)
{
    if (options->write_path && !files_are_possible())
        return 1;
    char *name = device_find(options->operand);
    struct reception reception = {.until_complete = until_complete};
    reception.capture = name ? device_open(name, BUFFER_BYTES) : NULL;
    free(name);
    if (!reception.capture)
        return 1;
    tally_init(&reception.tally, options->count);
    bool good = (!until_complete || set_filter(reception.capture)) &&
                open_copy(&reception, options->write_path) && run_reception(&reception, options);
    if (reception.copy)
        good = finish_file(reception.copy, options->write_path) && good;
    if (good)
        tally_print(&reception.tally, "received");
    if (until_complete)
        good = good && tally_complete(&reception.tally);
    tally_release(&reception.tally);
    pcap_close(reception.capture);
    return good ? 0 : 1;
}

int command_receive(const struct options *options)
{
    return receive(options, true);
}

int command_count(const struct options *options)
{
    return receive(options, false);
}

int command_read(const struct options *options)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    if (!files_are_possible())
        return 1;
    struct reception reception = {.capture = pcap_open_offline(options->operand, error)};
    if (!reception.capture) {
        fprintf(stderr, "frames: %s\n", error);
        return 1;
    }
    bool good = pcap_datalink(reception.capture) == DLT_EN10MB;
    tally_init(&reception.tally, options->count);
    if (!good)
        fprintf(stderr, "frames: %s: not a capture of Ethernet frames\n", options->operand);
    good = good && receive_all(&reception);
    if (good)
        tally_print(&reception.tally, "read");
    good = good && tally_complete(&reception.tally);
    tally_release(&reception.tally);
    pcap_close(reception.capture);
    return good ? 0 : 1;
}
