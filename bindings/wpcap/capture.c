#include "capture_internal.h"

#include "capability_internal.h"
#include "wpcap_binding.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SNAP_LENGTH_BYTES = 65535,
    BUFFER_BYTES = 64 << 20, /* the usual 2 MiB lose frames when the machine is busy */
    LEAST_BUFFER_BYTES = 1 << 20,
    READ_TIMEOUT_MS =
        1 /* 0 never reaches a driver: it is "for ever" to some, "at once" to others */
};

const char *wherry_capture_strerror(int code)
{
    switch (code) {
#define WHERRY__TEXT(name, number, text)                                                           \
    case number:                                                                                   \
        return text;
        WHERRY_CAPTURE_ERRORS(WHERRY__TEXT)
#undef WHERRY__TEXT
    }
    return code >= 0 ? "success" : "unknown error";
}

/* ---- Errors ---------------------------------------------------------------------------------- */

int wherry__capture_fail(struct wherry_capture *capture, int code, const char *format, ...)
{
    va_list arguments;
    int length = snprintf(capture->error, sizeof(capture->error), "%s: ", capture->device);
    if (length < 0 || (size_t)length >= sizeof(capture->error))
        length = 0; /* a name of that length is no help */
    va_start(arguments, format);
    vsnprintf(capture->error + length, sizeof(capture->error) - (size_t)length, format, arguments);
    va_end(arguments);
    return code;
}

/* The library's words; pcap_geterr() may have none, and WinPcap has no pcap_statustostr(). */
static const char *words(struct wherry_capture *capture, int status)
{
    const char *text = pcap_geterr(capture->pcap);
    if ((!text || !*text) && wpcap_has_pcap_statustostr())
        text = pcap_statustostr(status);
    return text && *text ? text : "no further explanation";
}

/* pcap has no code for it. Its readers say "The interface disappeared", on Linux and on Windows
 * alike, its senders what the system says of ENODEV and ENXIO; and where the system itself knows,
 * it is asked. Wine does not: it lists an adapter for ever. */
static bool is_gone(const struct wherry_capture *capture, const char *text)
{
    return capture->gone || strstr(text, "disappeared") || strstr(text, "No such device") ||
           (capture->device_id != 0 &&
            wherry__capture_device_id(capture->device) != capture->device_id);
}

int wherry__capture_fail_pcap(struct wherry_capture *capture, const char *what)
{
    const char *text = words(capture, PCAP_ERROR);
    capture->gone = is_gone(capture, text);
    if (capture->gone)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_GONE, "the device is gone: %s", text);
    return wherry__capture_fail(capture, WHERRY_CAPTURE_E_DRIVER, "%s: %s", what, text);
}

int wherry__capture_fail_burst(struct wherry_capture *capture, const struct wherry__burst *burst)
{
    if (burst->failed == WHERRY_CAPTURE_E_LENGTH)
        return wherry__capture_fail(
            capture, burst->failed, "the driver claims to have captured %lu of %lu bytes",
            (unsigned long)burst->refused.caplen, (unsigned long)burst->refused.len);
    return wherry__capture_fail(capture, burst->failed, "%s",
                                wherry_capture_strerror(burst->failed));
}

/* ---- Opening --------------------------------------------------------------------------------- */

static int code_of_status(int status)
{
    switch (status) {
    case PCAP_ERROR_NO_SUCH_DEVICE:
        return WHERRY_CAPTURE_E_DEVICE;
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
        return WHERRY_CAPTURE_E_PERMISSION;
    default:
        return WHERRY_CAPTURE_E_DRIVER;
    }
}

static int fail_status(struct wherry_capture *capture, int status)
{
    int code = code_of_status(status);
    bool is_forbidden = code == WHERRY_CAPTURE_E_PERMISSION;
    return wherry__capture_fail(capture, code, "cannot be opened: %s%s%s", words(capture, status),
                                is_forbidden ? "; " : "",
                                is_forbidden ? wherry__capture_rights : "");
}

/* What is asked for before activation. What a driver cannot do is left at what it does. */
static int configure(struct wherry_capture *capture, const struct wherry_capture_options *options,
                     int buffer_bytes)
{
    pcap_t *pcap = capture->pcap;
    uint32_t snap = options->snap_length_bytes ? options->snap_length_bytes : SNAP_LENGTH_BYTES;
    int status = pcap_set_snaplen(pcap, (int)snap);
    if (status == 0)
        status = pcap_set_promisc(pcap, !options->only_own);
    if (status == 0)
        status = pcap_set_timeout(pcap, READ_TIMEOUT_MS);
    if (status == 0)
        status = pcap_set_buffer_size(pcap, buffer_bytes);
    if (status != 0)
        return fail_status(capture, status);
    capture->latency = WHERRY_CAPTURE_TIMEOUT;
    bool waits = options->patient ||
                 (!options->prompt && wherry__capture_wastes_room(capture->device, snap));
    if (!waits && wherry__pcap_usable(wpcap_index_pcap_set_immediate_mode) &&
        pcap_set_immediate_mode(pcap, 1) == 0)
        capture->latency = WHERRY_CAPTURE_IMMEDIATE;
    if (wherry__pcap_usable(wpcap_index_pcap_set_tstamp_precision))
        pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    return 0;
}

/* The function may be there and refuse: then the frames come that would have come anyway. */
static bool set_only_received(pcap_t *pcap)
{
    return wherry__pcap_usable(wpcap_index_pcap_setdirection) &&
           pcap_setdirection(pcap, PCAP_D_IN) == 0;
}

/* What can be asked for only afterwards. */
static void configure_active(struct wherry_capture *capture,
                             const struct wherry_capture_options *options)
{
    pcap_t *pcap = capture->pcap;
    bool nano = wherry__pcap_usable(wpcap_index_pcap_get_tstamp_precision) &&
                pcap_get_tstamp_precision(pcap) == PCAP_TSTAMP_PRECISION_NANO;
    capture->burst.unit_ns = nano ? 1 : 1000;
    if (capture->latency == WHERRY_CAPTURE_TIMEOUT && wherry__capture_set_min_to_copy(pcap))
        capture->latency = WHERRY_CAPTURE_MIN_TO_COPY;
    capture->datalink = pcap_datalink(pcap);
    if (options->only_received && set_only_received(pcap))
        capture->direction = WHERRY_CAPTURE_RECEIVED;
}

/* A new handle for each attempt: one that could not be activated is of no further use to some
 * libraries. */
static int activate(struct wherry_capture *capture, const struct wherry_capture_options *options,
                    int buffer_bytes, int *status)
{
    char text[PCAP_ERRBUF_SIZE] = "";
    *status = PCAP_ERROR_NO_SUCH_DEVICE;
    capture->pcap = pcap_create(capture->device, text);
    if (!capture->pcap)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_DEVICE, "cannot be opened: %s", text);
    int code = configure(capture, options, buffer_bytes);
    if (code == 0) {
        *status = pcap_activate(capture->pcap); /* above 0: a warning */
        code = *status < 0 ? fail_status(capture, *status) : 0;
    }
    if (code == 0)
        return 0;
    pcap_close(capture->pcap);
    capture->pcap = NULL;
    return code;
}

/* With the buffer that was asked for; if that was left to us, with the largest that is granted. */
static int activate_any(struct wherry_capture *capture,
                        const struct wherry_capture_options *options)
{
    uint32_t buffer_bytes = options->buffer_bytes ? options->buffer_bytes : BUFFER_BYTES;
    int status;
    int code = activate(capture, options, (int)buffer_bytes, &status);
    while (code != 0 && status == PCAP_ERROR && options->buffer_bytes == 0 &&
           buffer_bytes > LEAST_BUFFER_BYTES) {
        buffer_bytes /= 2;
        code = activate(capture, options, (int)buffer_bytes, &status);
    }
    return code;
}

/* A library may lack what nobody here calls. */
static int load_library(struct wherry_capture *capture)
{
    static const uint32_t needed[] = {
        wpcap_index_pcap_create,      wpcap_index_pcap_set_snaplen,
        wpcap_index_pcap_set_promisc, wpcap_index_pcap_set_timeout,
        wpcap_index_pcap_activate,    wpcap_index_pcap_close,
        wpcap_index_pcap_datalink,    wpcap_index_pcap_geterr,
        wpcap_index_pcap_compile,     wpcap_index_pcap_setfilter,
        wpcap_index_pcap_freecode,    wpcap_index_pcap_sendpacket,
        wpcap_index_pcap_stats,       wpcap_index_pcap_next_ex,
        wpcap_index_pcap_setnonblock, wpcap_index_pcap_dispatch,
        wpcap_index_pcap_breakloop,   wpcap_index_pcap_set_buffer_size,
    };
    struct wherry__words error = wherry__words_begin(capture->error, sizeof(capture->error));
    if (wherry__pcap_has_all(needed, sizeof(needed) / sizeof(needed[0]), &error))
        return 0;
    return WHERRY_CAPTURE_E_LIBRARY;
}

static int open_device(struct wherry_capture *capture, const struct wherry_capture_options *options)
{
    if (options->snap_length_bytes > INT_MAX || options->buffer_bytes > INT_MAX)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_ARGUMENT,
                                    "the snap length or the buffer is larger than 2 GiB");
    int code = load_library(capture);
    if (code != 0)
        return code;
    capture->device_id = wherry__capture_device_id(capture->device);
    code = activate_any(capture, options);
    if (code != 0)
        return code;
    configure_active(capture, options);
    if (options->filter && *options->filter)
        code = wherry_capture_set_filter(capture, options->filter);
    if (code == 0)
        code = wherry__capture_start(capture);
    return code;
}

static int fail_open(char error[WHERRY_CAPTURE_ERROR_BYTES], int code, const char *text)
{
    snprintf(error, WHERRY_CAPTURE_ERROR_BYTES, "%s", text);
    return code;
}

int wherry_capture_open(struct wherry_capture **result, const char *device,
                        const struct wherry_capture_options *options,
                        char error[WHERRY_CAPTURE_ERROR_BYTES])
{
    static const struct wherry_capture_options usual = {0};
    *result = NULL;
    if (!device || !*device)
        return fail_open(error, WHERRY_CAPTURE_E_ARGUMENT, "no device was named");
    struct wherry_capture *capture = calloc(1, sizeof(*capture));
    char *name = strdup(device);
    if (!capture || !name) {
        free(capture);
        free(name);
        return fail_open(error, WHERRY_CAPTURE_E_MEMORY, "out of memory");
    }
    capture->device = name;
    int code = open_device(capture, options ? options : &usual);
    if (code == 0) {
        *error = '\0';
        *result = capture;
        return 0;
    }
    fail_open(error, code, capture->error);
    wherry_capture_close(capture);
    return code;
}

void wherry_capture_close(struct wherry_capture *capture)
{
    if (!capture)
        return;
    if (capture->waiter)
        capture->waiter->close(capture);
    else if (capture->pcap)
        pcap_close(capture->pcap);
    wherry__burst_release(&capture->burst);
    free(capture->device);
    free(capture);
}

/* ---- What it is ------------------------------------------------------------------------------ */

const char *wherry_capture_error(const struct wherry_capture *capture)
{
    return capture->error;
}

const char *wherry_capture_device(const struct wherry_capture *capture)
{
    return capture->device;
}

enum wherry_capture_latency wherry_capture_latency(const struct wherry_capture *capture)
{
    return capture->latency;
}

enum wherry_capture_direction wherry_capture_direction(const struct wherry_capture *capture)
{
    return capture->direction;
}

int wherry_capture_datalink(const struct wherry_capture *capture)
{
    return capture->datalink;
}

const char *wherry_capture_datalink_name(const struct wherry_capture *capture)
{
    const char *name = NULL;
    if (wherry__pcap_usable(wpcap_index_pcap_datalink_val_to_name))
        name = pcap_datalink_val_to_name(capture->datalink);
    return name ? name : "";
}

intptr_t wherry_capture_wait_handle(struct wherry_capture *capture)
{
    return capture->waiter->handle(capture);
}

/* ---- Receiving and sending ------------------------------------------------------------------- */

int wherry_capture_receive(struct wherry_capture *capture, struct wherry_packet *packets,
                           unsigned count, int timeout_ms)
{
    if (!packets || count == 0)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_ARGUMENT,
                                    "there is no room for a packet");
    if (count > INT_MAX)
        count = INT_MAX;
    return capture->waiter->receive(capture, packets, count, timeout_ms);
}

void wherry_capture_wake(struct wherry_capture *capture)
{
    capture->waiter->wake(capture);
}

int wherry_capture_send(struct wherry_capture *capture, const void *bytes, uint32_t length_bytes)
{
    if (!bytes || length_bytes == 0 || length_bytes > INT_MAX)
        return wherry__capture_fail(capture, WHERRY_CAPTURE_E_ARGUMENT,
                                    "a frame of %lu bytes cannot be sent",
                                    (unsigned long)length_bytes);
    do {
        errno = 0;
        if (pcap_sendpacket(capture->pcap, bytes, (int)length_bytes) == 0)
            return 0;
    } while (wherry__capture_send_again(capture, errno));
    return wherry__capture_fail_pcap(capture, "cannot send");
}

int wherry_capture_set_filter(struct wherry_capture *capture, const char *filter)
{
    struct bpf_program program;
    const char *text = filter ? filter : "";
    bool pausing = capture->waiter && capture->waiter->pause;
    int code = 0;
    if (pausing)
        capture->waiter->pause(capture);
    if (pcap_compile(capture->pcap, &program, text, 1, PCAP_NETMASK_UNKNOWN) != 0)
        code = wherry__capture_fail(capture, WHERRY_CAPTURE_E_FILTER, "filter '%s': %s", text,
                                    words(capture, PCAP_ERROR));
    else {
        if (pcap_setfilter(capture->pcap, &program) != 0)
            code = wherry__capture_fail_pcap(capture, "the filter was refused");
        pcap_freecode(&program);
    }
    if (pausing)
        capture->waiter->resume(capture);
    return code;
}

/* What was counted since the last time: pcap's counters have 32 bits and begin anew. */
static void add_count(uint64_t *total, u_int *last, u_int now)
{
    *total += (uint32_t)(now - *last);
    *last = now;
}

int wherry_capture_statistics(struct wherry_capture *capture,
                              struct wherry_capture_statistics *statistics)
{
    struct pcap_stat now = {0}; /* Wine fills the first three fields only */
    if (pcap_stats(capture->pcap, &now) != 0)
        return wherry__capture_fail_pcap(capture, "no statistics");
    add_count(&capture->statistics.dropped, &capture->last.ps_drop, now.ps_drop);
    add_count(&capture->statistics.dropped_by_device, &capture->last.ps_ifdrop, now.ps_ifdrop);
    *statistics = capture->statistics;
    return 0;
}
