/* netdev.c: what every device has in common: the checks of arguments and of the order of calls,
 * the count of frames, the text of the last error, frames kept as copies. */
#include <wherry/netdev_driver.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A frame that is kept, in a list so that a close finds those that nobody released. */
struct wherry_netdev_copy {
    struct wherry_netdev_copy *next, **link;
    uint8_t bytes[];
};

/* ---- Errors ---------------------------------------------------------------------------------- */

static const struct {
    int code;
    const char *text;
} errors[] = {
#define WHERRY__ROW(name, code, text) {(code), (text)},
    WHERRY_NETDEV_ERRORS(WHERRY__ROW)
#undef WHERRY__ROW
};

const char *wherry_netdev_strerror(int code)
{
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
        if (errors[i].code == code)
            return errors[i].text;
    return code >= 0 ? "no error" : "unknown error";
}

WHERRY_NETDEV_PRINTF(2, 0)
static void print(char error[WHERRY_NETDEV_ERROR_BYTES], const char *format, va_list arguments)
{
    vsnprintf(error, WHERRY_NETDEV_ERROR_BYTES, format, arguments);
}

int wherry_netdev_fail(struct wherry_netdev *device, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print(device->error, format, arguments);
    va_end(arguments);
    return code;
}

int wherry_netdev_refuse(char error[WHERRY_NETDEV_ERROR_BYTES], int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print(error, format, arguments);
    va_end(arguments);
    return code;
}

const char *wherry_netdev_error(const struct wherry_netdev *device)
{
    return device ? device->error : "there is no device";
}

/* ---- Life ------------------------------------------------------------------------------------ */

void *wherry_netdev_create(size_t size_bytes, const struct wherry_netdev_operations *operations)
{
    struct wherry_netdev *device = calloc(1, size_bytes);
    if (!device)
        return NULL;
    device->operations = operations;
    device->capabilities.wait_handle = -1;
    return device;
}

static int flush(struct wherry_netdev *device)
{
    int code = device->operations->flush(device);
    device->common.is_committed = code == WHERRY_NETDEV_E_FULL;
    return code;
}

static void release_copy(struct wherry_netdev_copy *copy)
{
    *copy->link = copy->next;
    if (copy->next)
        copy->next->link = copy->link;
    free(copy);
}

void wherry_netdev_close(struct wherry_netdev *device)
{
    if (!device)
        return;
    if (device->common.is_committed)
        (void)flush(device); /* nobody is left to be told */
    while (device->common.copies)
        release_copy(device->common.copies);
    device->operations->close(device);
}

/* ---- What it is ------------------------------------------------------------------------------ */

void wherry_netdev_capabilities(const struct wherry_netdev *device,
                                struct wherry_netdev_capabilities *capabilities)
{
    *capabilities = device->capabilities;
}

enum wherry_netdev_link wherry_netdev_link(struct wherry_netdev *device)
{
    return device->operations->link ? device->operations->link(device) : WHERRY_NETDEV_LINK_UNKNOWN;
}

int wherry_netdev_statistics(struct wherry_netdev *device,
                             struct wherry_netdev_statistics *statistics)
{
    if (!device || !statistics)
        return WHERRY_NETDEV_E_ARGUMENT;
    *statistics = device->statistics;
    return device->operations->statistics ? device->operations->statistics(device, statistics) : 0;
}

/* ---- Receiving ------------------------------------------------------------------------------- */

int wherry_netdev_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                          unsigned count, int timeout_ms)
{
    int received;
    if (!device)
        return WHERRY_NETDEV_E_ARGUMENT;
    if (!frames || count == 0)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT,
                                  "receive: there is no room for a frame");
    if (device->common.is_committed)
        (void)flush(device); /* what cannot be sent is counted, and no reason not to receive */
    memset(frames, 0, count * sizeof(frames[0]));
    received = device->operations->receive(device, frames, count, timeout_ms);
    for (int i = 0; i < received; i++)
        device->statistics.received_bytes += frames[i].length_bytes;
    if (received > 0)
        device->statistics.received += (unsigned)received;
    return received;
}

static int keep_copy(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    struct wherry_netdev_copy *copy = malloc(sizeof(*copy) + frame->length_bytes);
    if (!copy)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_MEMORY,
                                  "keep: no memory for a frame of %u bytes",
                                  (unsigned)frame->length_bytes);
    memcpy(copy->bytes, frame->bytes, frame->length_bytes);
    copy->next = device->common.copies;
    copy->link = &device->common.copies;
    if (copy->next)
        copy->next->link = &copy->next;
    device->common.copies = copy;
    frame->bytes = copy->bytes;
    frame->kept = copy;
    return 0;
}

int wherry_netdev_keep(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    if (!device || !frame)
        return WHERRY_NETDEV_E_ARGUMENT;
    if (frame->kept || !frame->bytes)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT, "keep: %s",
                                  frame->kept ? "the frame is kept already" : "there is no frame");
    return device->operations->keep ? device->operations->keep(device, frame)
                                    : keep_copy(device, frame);
}

void wherry_netdev_release(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    if (!device || !frame || !frame->kept)
        return;
    if (device->operations->release)
        device->operations->release(device, frame);
    else
        release_copy(frame->kept);
    frame->kept = NULL;
    frame->bytes = NULL;
}

void wherry_netdev_wake(struct wherry_netdev *device)
{
    if (device)
        device->operations->wake(device);
}

/* ---- Sending --------------------------------------------------------------------------------- */

int wherry_netdev_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    int code;
    if (!device || !bytes)
        return WHERRY_NETDEV_E_ARGUMENT;
    *bytes = NULL;
    if (device->common.reserved_bytes)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT,
                                  "reserve: the last reserved frame is not committed yet");
    if (length_bytes < WHERRY_NETDEV_HEADER_BYTES)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT,
                                  "reserve: %u bytes are less than an Ethernet header",
                                  (unsigned)length_bytes);
    if (length_bytes > device->capabilities.frame_bytes)
        return wherry_netdev_fail(
            device, WHERRY_NETDEV_E_LENGTH, "reserve: a frame of %u bytes; the device sends %u",
            (unsigned)length_bytes, (unsigned)device->capabilities.frame_bytes);
    code = device->operations->reserve(device, length_bytes, bytes);
    if (code == 0)
        device->common.reserved_bytes = length_bytes;
    return code;
}

int wherry_netdev_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    uint32_t reserved_bytes;
    int code;
    if (!device)
        return WHERRY_NETDEV_E_ARGUMENT;
    reserved_bytes = device->common.reserved_bytes;
    if (!reserved_bytes)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT,
                                  "commit: there is no reserved frame");
    if (length_bytes > reserved_bytes ||
        (length_bytes && length_bytes < WHERRY_NETDEV_HEADER_BYTES))
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT,
                                  "commit: a frame of %u bytes, where %u were reserved",
                                  (unsigned)length_bytes, (unsigned)reserved_bytes);
    device->common.reserved_bytes = 0;
    if (length_bytes) { /* before the device can say that it was not sent */
        device->common.is_committed = 1;
        device->statistics.sent++;
        device->statistics.sent_bytes += length_bytes;
    }
    code = device->operations->commit(device, length_bytes);
    if (code < 0 && length_bytes)
        wherry_netdev_not_sent(device, length_bytes);
    return code;
}

void wherry_netdev_not_sent(struct wherry_netdev *device, uint32_t length_bytes)
{
    device->statistics.sent--;
    device->statistics.sent_bytes -= length_bytes;
    device->statistics.send_dropped++;
}

int wherry_netdev_flush(struct wherry_netdev *device)
{
    if (!device)
        return WHERRY_NETDEV_E_ARGUMENT;
    return flush(device);
}

static int total_length(struct wherry_netdev *device, const struct wherry_netdev_part *parts,
                        unsigned count, uint32_t *total_bytes)
{
    uint64_t total = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!parts[i].bytes && parts[i].length_bytes)
            return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT,
                                      "send: part %u of the frame is NULL", i);
        total += parts[i].length_bytes;
    }
    *total_bytes = total < UINT32_MAX ? (uint32_t)total : UINT32_MAX; /* which nothing can send */
    return 0;
}

int wherry_netdev_send(struct wherry_netdev *device, const struct wherry_netdev_part *parts,
                       unsigned count)
{
    uint32_t total_bytes = 0;
    uint8_t *bytes;
    int code;
    if (!device)
        return WHERRY_NETDEV_E_ARGUMENT;
    if (!parts)
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_ARGUMENT, "send: there are no parts");
    code = total_length(device, parts, count, &total_bytes);
    if (code == 0)
        code = wherry_netdev_reserve(device, total_bytes, &bytes);
    if (code < 0)
        return code;
    for (unsigned i = 0; i < count; i++) {
        if (parts[i].length_bytes)
            memcpy(bytes, parts[i].bytes, parts[i].length_bytes);
        bytes += parts[i].length_bytes;
    }
    return wherry_netdev_commit(device, total_bytes);
}
