/* netdev_wrapper.h: what wrappers have in common: a device in front of a device. */
#ifndef WHERRY_NETDEV_WRAPPER_H
#define WHERRY_NETDEV_WRAPPER_H

#include <wherry/netdev_driver.h>

/* The first member of every wrapper. */
struct wherry__wrapper {
    struct wherry_netdev device;
    struct wherry_netdev *inner;
    uint8_t *reserved; /* of the inner device */
};

/* A wrapper of `size_bytes` around `inner`, of the same capabilities. On failure it returns NULL,
 * and has closed `inner`. */
void *wherry__wrapper_create(size_t size_bytes, struct wherry_netdev *inner,
                             const struct wherry_netdev_operations *operations,
                             char error[WHERRY_NETDEV_ERROR_BYTES]);

/* Returns `code`; if that is an error, with the inner device's text. */
int wherry__wrapper_pass(struct wherry_netdev *device, int code);

/* Operations that ask the inner device. */
void wherry__wrapper_close(struct wherry_netdev *device);
enum wherry_netdev_link wherry__wrapper_link(struct wherry_netdev *device);
int wherry__wrapper_statistics(struct wherry_netdev *device,
                               struct wherry_netdev_statistics *statistics);
int wherry__wrapper_keep(struct wherry_netdev *device, struct wherry_netdev_frame *frame);
void wherry__wrapper_release(struct wherry_netdev *device, struct wherry_netdev_frame *frame);
void wherry__wrapper_wake(struct wherry_netdev *device);
int wherry__wrapper_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes);
int wherry__wrapper_flush(struct wherry_netdev *device);

#endif
