#include "netdev_wrapper.h"

#include <stdio.h>
#include <stdlib.h>

static struct wherry__wrapper *wrapper_of(struct wherry_netdev *device)
{
    return (struct wherry__wrapper *)device;
}

void *wherry__wrapper_create(size_t size_bytes, struct wherry_netdev *inner,
                             const struct wherry_netdev_operations *operations,
                             char error[WHERRY_NETDEV_ERROR_BYTES])
{
    struct wherry__wrapper *wrapper;
    if (!inner) {
        wherry_netdev_refuse(error, WHERRY_NETDEV_E_ARGUMENT, "there is no device to wrap");
        return NULL;
    }
    wrapper = wherry_netdev_create(size_bytes, operations);
    if (!wrapper) {
        wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY, "no memory for a wrapper");
        wherry_netdev_close(inner);
        return NULL;
    }
    wrapper->inner = inner;
    wrapper->device.capabilities = inner->capabilities;
    return wrapper;
}

int wherry__wrapper_pass(struct wherry_netdev *device, int code)
{
    if (code < 0)
        snprintf(device->error, sizeof(device->error), "%s",
                 wherry_netdev_error(wrapper_of(device)->inner));
    return code;
}

void wherry__wrapper_close(struct wherry_netdev *device)
{
    wherry_netdev_close(wrapper_of(device)->inner);
    free(device);
}

enum wherry_netdev_link wherry__wrapper_link(struct wherry_netdev *device)
{
    return wherry_netdev_link(wrapper_of(device)->inner);
}

int wherry__wrapper_statistics(struct wherry_netdev *device,
                               struct wherry_netdev_statistics *statistics)
{
    return wherry__wrapper_pass(device,
                                wherry_netdev_statistics(wrapper_of(device)->inner, statistics));
}

int wherry__wrapper_keep(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    return wherry__wrapper_pass(device, wherry_netdev_keep(wrapper_of(device)->inner, frame));
}

void wherry__wrapper_release(struct wherry_netdev *device, struct wherry_netdev_frame *frame)
{
    wherry_netdev_release(wrapper_of(device)->inner, frame);
}

void wherry__wrapper_wake(struct wherry_netdev *device)
{
    wherry_netdev_wake(wrapper_of(device)->inner);
}

int wherry__wrapper_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes)
{
    struct wherry__wrapper *wrapper = wrapper_of(device);
    int code = wherry_netdev_reserve(wrapper->inner, length_bytes, bytes);
    wrapper->reserved = *bytes;
    return wherry__wrapper_pass(device, code);
}

int wherry__wrapper_flush(struct wherry_netdev *device)
{
    return wherry__wrapper_pass(device, wherry_netdev_flush(wrapper_of(device)->inner));
}
