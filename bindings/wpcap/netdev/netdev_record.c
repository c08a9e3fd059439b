/* netdev_record.c: a wrapper that writes all frames into a capture file.
 *
 * A frame passes also when it could not be written; the receives after it receive nothing but the
 * error: the file is not whole. What was written reaches the system when nothing comes for a while,
 * and with a close. */
#include "capture_file.h"
#include "netdev_wrapper.h"

#include <stdio.h>

struct record {
    struct wherry__wrapper wrapper;
    struct wherry__capture_writer *writer;
    int failed; /* the error code, for ever */
    char reason[WHERRY_NETDEV_ERROR_BYTES];
};

static struct record *record_of(struct wherry_netdev *device)
{
    return (struct record *)device;
}

static void write_frame(struct record *record, const uint8_t *bytes, uint32_t length_bytes,
                        uint32_t wire_length_bytes, uint64_t time_ns)
{
    if (!record->failed)
        record->failed = wherry__capture_writer_write(record->writer, bytes, length_bytes,
                                                      wire_length_bytes, time_ns, record->reason);
}

static int record_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                          unsigned count, int timeout_ms)
{
    struct record *record = record_of(device);
    int received;
    if (record->failed)
        return wherry_netdev_fail(device, record->failed, "%s", record->reason);
    received = wherry_netdev_receive(record->wrapper.inner, frames, count, timeout_ms);
    for (int i = 0; i < received; i++)
        write_frame(record, frames[i].bytes, frames[i].length_bytes, frames[i].wire_length_bytes,
                    frames[i].time_ns);
    if (received == 0 && !record->failed)
        record->failed = wherry__capture_writer_flush(record->writer, record->reason);
    return wherry__wrapper_pass(device, received);
}

static int record_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct record *record = record_of(device);
    if (length_bytes)
        write_frame(record, record->wrapper.reserved, length_bytes, length_bytes, 0);
    return wherry__wrapper_pass(device, wherry_netdev_commit(record->wrapper.inner, length_bytes));
}

static void record_close(struct wherry_netdev *device)
{
    wherry__capture_writer_close(record_of(device)->writer);
    wherry__wrapper_close(device);
}

static const struct wherry_netdev_operations record_operations = {
    .close = record_close,
    .link = wherry__wrapper_link,
    .statistics = wherry__wrapper_statistics,
    .receive = record_receive,
    .keep = wherry__wrapper_keep,
    .release = wherry__wrapper_release,
    .wake = wherry__wrapper_wake,
    .reserve = wherry__wrapper_reserve,
    .commit = record_commit,
    .flush = wherry__wrapper_flush,
};

int wherry_netdev_record(struct wherry_netdev **device, struct wherry_netdev *inner,
                         const char *path, char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct record *record =
        wherry__wrapper_create(sizeof(*record), inner, &record_operations, error);
    int code;
    *device = NULL;
    if (!record)
        return inner ? WHERRY_NETDEV_E_MEMORY : WHERRY_NETDEV_E_ARGUMENT;
    code = wherry__capture_writer_open(&record->writer, path, error);
    if (code < 0) {
        record_close(&record->wrapper.device);
        return code;
    }
    *device = &record->wrapper.device;
    return 0;
}
