#include "memory_device.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <wherry/netdev_driver.h>

enum { MTU_BYTES = 1500 };

struct memory_device {
    struct wherry_netdev device;
    memory_answer *answer;
    void *data;
    struct wherry_netdev_frame frames[MEMORY_FRAMES_MAX];
    uint8_t *bytes[MEMORY_FRAMES_MAX];
    unsigned count;
    int is_received; /* the frames were borrowed; they end with the next put or receive */
    uint8_t *reserved;
};

static struct memory_device *memory_of(struct wherry_netdev *device)
{
    return (struct memory_device *)device;
}

static void drop_frames(struct memory_device *memory)
{
    for (unsigned i = 0; i < memory->count; i++)
        free(memory->bytes[i]);
    memory->count = 0;
    memory->is_received = 0;
}

static void memory_close(struct wherry_netdev *device)
{
    drop_frames(memory_of(device));
    free(memory_of(device)->reserved);
    free(device);
}

static int memory_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                          unsigned count, int timeout_ms)
{
    struct memory_device *memory = memory_of(device);
    (void)timeout_ms; /* the clock stands still meanwhile */
    if (memory->is_received)
        drop_frames(memory);
    assert(count >= memory->count);
    memcpy(frames, memory->frames, memory->count * sizeof *frames);
    memory->is_received = 1;
    return (int)memory->count;
}

static void memory_wake(struct wherry_netdev *device)
{
    (void)device;
}

static int memory_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    *bytes = memory_of(device)->reserved = malloc(length_bytes);
    return *bytes ? 0 : wherry_netdev_fail(device, WHERRY_NETDEV_E_MEMORY, "out of memory");
}

static int memory_commit(struct wherry_netdev *device, uint32_t length_bytes)
{
    struct memory_device *memory = memory_of(device);
    if (length_bytes > 0)
        memory->answer(memory->data, memory->reserved, length_bytes);
    free(memory->reserved);
    memory->reserved = NULL;
    return 0;
}

static int memory_flush(struct wherry_netdev *device)
{
    (void)device;
    return 0;
}

static const struct wherry_netdev_operations operations = {
    .close = memory_close,
    .receive = memory_receive,
    .wake = memory_wake,
    .reserve = memory_reserve,
    .commit = memory_commit,
    .flush = memory_flush,
};

struct wherry_netdev *memory_device_open(memory_answer *answer, void *data)
{
    struct memory_device *memory = wherry_netdev_create(sizeof *memory, &operations);
    if (!memory)
        return NULL;
    memory->answer = answer;
    memory->data = data;
    memory->device.capabilities.mtu_bytes = MTU_BYTES;
    memory->device.capabilities.frame_bytes = MTU_BYTES + WHERRY_NETDEV_HEADER_BYTES;
    memory->device.capabilities.received_bytes = UINT16_MAX;
    memory->device.capabilities.receive_burst = MEMORY_FRAMES_MAX;
    memory->device.capabilities.send_burst = 1;
    return &memory->device;
}

void memory_device_put(struct wherry_netdev *device, const uint8_t *bytes, uint32_t length_bytes,
                       uint32_t wire_length_bytes)
{
    struct memory_device *memory = memory_of(device);
    if (memory->is_received)
        drop_frames(memory);
    assert(memory->count < MEMORY_FRAMES_MAX);
    uint8_t *copy = malloc(length_bytes);
    if (!copy)
        return;
    memcpy(copy, bytes, length_bytes);
    memory->bytes[memory->count] = copy;
    memory->frames[memory->count++] =
        (struct wherry_netdev_frame){.bytes = copy,
                                     .length_bytes = length_bytes,
                                     .wire_length_bytes = wire_length_bytes,
                                     .time_ns = 1};
}
