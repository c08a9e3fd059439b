/* netdev_file.c: a device that receives what a capture file holds. */
#include "capture_file.h"
#include <wherry/netdev_driver.h>

#include <stdatomic.h>
#include <stdlib.h>

enum {
    MTU_BYTES = 1500,
    FRAME_BYTES = MTU_BYTES + WHERRY_NETDEV_HEADER_BYTES + 4, /* with a VLAN tag */
    BURST = 64
};

struct file_device {
    struct wherry_netdev device;
    struct wherry__capture_reader *reader;
    struct wherry__capture_writer *writer; /* NULL: what is sent goes nowhere */
    atomic_int woken;
    uint8_t frame[FRAME_BYTES]; /* reserved */
};

static struct file_device *file_of(struct wherry_netdev *device)
{
    return (struct file_device *)device;
}

static void file_close(struct wherry_netdev *device)
{
    wherry__capture_reader_close(file_of(device)->reader);
    wherry__capture_writer_close(file_of(device)->writer);
    free(device);
}

static int file_statistics(struct wherry_netdev *device,
                           struct wherry_netdev_statistics *statistics)
{
    statistics->dropped += wherry__capture_reader_runts(file_of(device)->reader);
    return 0;
}

static int file_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                        unsigned count, int timeout_ms)
{
    int read;
    (void)timeout_ms; /* there is nothing to wait for */
    if (atomic_exchange(&file_of(device)->woken, 0))
        return wherry_netdev_fail(device, WHERRY_NETDEV_E_WOKEN, "woken by another thread");
    read = wherry__capture_reader_read(file_of(device)->reader, frames, count, device->error);
    return read ? read
                : wherry_netdev_fail(device, WHERRY_NETDEV_E_END, "the capture file has ended");
}

static void file_wake(struct wherry_netdev *device)
{
    atomic_store(&file_of(device)->woken, 1);
}

static int file_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    (void)length_bytes;
    *bytes = file_of(device)->frame;
    return 0;
}

static int file_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct file_device *file = file_of(device);
    if (!file->writer || !length_bytes)
        return 0;
    return wherry__capture_writer_write(file->writer, file->frame, length_bytes, length_bytes, 0,
                                        device->error);
}

static int file_flush(struct wherry_netdev *device)
{
    struct file_device *file = file_of(device);
    return file->writer ? wherry__capture_writer_flush(file->writer, device->error) : 0;
}

static const struct wherry_netdev_operations file_operations = {
    .close = file_close,
    .statistics = file_statistics,
    .receive = file_receive,
    .wake = file_wake,
    .reserve = file_reserve,
    .commit = file_commit,
    .flush = file_flush,
};

int wherry_netdev_open_file(struct wherry_netdev **device, const char *path, const char *sent_path,
                            char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct file_device *file = wherry_netdev_create(sizeof(*file), &file_operations);
    int code = 0;
    *device = NULL;
    if (!file)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory for a device");
    file->device.capabilities.mtu_bytes = MTU_BYTES;
    file->device.capabilities.frame_bytes = FRAME_BYTES;
    file->device.capabilities.received_bytes = WHERRY__CAPTURE_FRAME_BYTES;
    file->device.capabilities.receive_burst = BURST;
    file->device.capabilities.send_burst = BURST;
    code = wherry__capture_reader_open(&file->reader, path, error);
    if (code == 0 && sent_path)
        code = wherry__capture_writer_open(&file->writer, sent_path, error);
    if (code < 0) {
        file_close(&file->device);
        return code;
    }
    *device = &file->device;
    return 0;
}
