/* netdev_driver.h: what a device of <wherry/netdev.h> is made of. For those who write one. */
#ifndef WHERRY_NETDEV_DRIVER_H
#define WHERRY_NETDEV_DRIVER_H

#include <wherry/netdev.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The functions behind those of the same names, with their contracts. netdev.c has checked the
 * arguments and the order of calls, counts frames and bytes, and flushes before a receive and a
 * close where something was committed. `frames` come cleared. */
struct wherry_netdev_operations {
    void (*close)(struct wherry_netdev *device); /* frees `device` itself as well */
    enum wherry_netdev_link (*link)(struct wherry_netdev *device); /* NULL: unknown */
    /* Add to what netdev.c has counted. NULL: nothing to add. */
    int (*statistics)(struct wherry_netdev *device, struct wherry_netdev_statistics *statistics);
    int (*receive)(struct wherry_netdev *device, struct wherry_netdev_frame *frames, unsigned count,
                   int timeout_ms);
    /* Both NULL: netdev.c keeps a copy. `keep` sets frame->kept. */
    int (*keep)(struct wherry_netdev *device, struct wherry_netdev_frame *frame);
    void (*release)(struct wherry_netdev *device, struct wherry_netdev_frame *frame);
    void (*wake)(struct wherry_netdev *device);
    int (*reserve)(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes);
    int (*commit)(struct wherry_netdev *device, uint32_t length_bytes);
    int (*flush)(struct wherry_netdev *device);
};

/* The first member of every device. The rest is its own. */
struct wherry_netdev {
    const struct wherry_netdev_operations *operations;
    struct wherry_netdev_capabilities capabilities;
    struct wherry_netdev_statistics statistics;
    char error[WHERRY_NETDEV_ERROR_BYTES];
    struct { /* netdev.c's own */
        uint32_t reserved_bytes;
        int is_committed; /* something was, since the last flush */
        struct wherry_netdev_copy *copies;
    } common;
};

/* A device of `size_bytes`, cleared, to be filled in; NULL: out of memory. free() ends it. */
void *wherry_netdev_create(size_t size_bytes, const struct wherry_netdev_operations *operations);

/* A frame that was committed could not be sent after all: it counts as dropped, not as sent. */
void wherry_netdev_not_sent(struct wherry_netdev *device, uint32_t length_bytes);

#if defined(__MINGW32__)
#define WHERRY_NETDEV_PRINTF(text, first) __attribute__((format(gnu_printf, text, first)))
#else
#define WHERRY_NETDEV_PRINTF(text, first) __attribute__((format(printf, text, first)))
#endif

/* Set the text of the device's last error; returns `code`. */
int wherry_netdev_fail(struct wherry_netdev *device, int code, const char *format, ...)
    WHERRY_NETDEV_PRINTF(3, 4);

/* The same where there is no device yet. */
int wherry_netdev_refuse(char error[WHERRY_NETDEV_ERROR_BYTES], int code, const char *format, ...)
    WHERRY_NETDEV_PRINTF(3, 4);

#ifdef __cplusplus
}
#endif

#endif
