/* device.h: the devices that can be captured on, and how to find the one that a user means.
 *
 * pcap names a device "eth0" on Linux and "\Device\NPF_{GUID}" on Windows, where its users know it
 * as "Ethernet 2", by its address or by its maker's description. Here all of these find it.
 *
 * Errors   Negative codes of enum wherry_capture_error, with a text.
 * Threads  Every function may be called from any thread; a list does not change. Text UTF-8. */
#ifndef WHERRY_DEVICE_H
#define WHERRY_DEVICE_H

#include <wherry/capture.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { WHERRY_DEVICE_MAC_BYTES = 6, WHERRY_DEVICE_ERROR_BYTES = 4096 };

struct wherry_device_address {
    unsigned version;     /* 4 or 6 */
    uint8_t bytes[16];    /* the first 4 of them for version 4 */
    unsigned prefix_bits; /* of the network that is reached directly */
    char text[48];        /* "192.0.2.1", without the prefix */
};

enum wherry_device_flags { WHERRY_DEVICE_LOOPBACK = 1, WHERRY_DEVICE_WIRELESS = 2 };

enum wherry_device_link { WHERRY_DEVICE_DOWN, WHERRY_DEVICE_UP, WHERRY_DEVICE_LINK_UNKNOWN };

struct wherry_device {
    const char *name;          /* what wherry_capture_open() takes */
    const char *friendly_name; /* what users call it; the name where there is no other */
    const char *description;   /* "" where there is none */
    const struct wherry_device_address *addresses;
    size_t address_count;
    uint8_t mac[WHERRY_DEVICE_MAC_BYTES]; /* all zero: none, or unknown */
    unsigned flags;                       /* enum wherry_device_flags */
    enum wherry_device_link link;         /* when the list was made */
    unsigned mtu_bytes;                   /* 0: unknown */
    uint32_t index;                       /* the system's number for the interface; 0: none */
};

struct wherry_devices {
    const struct wherry_device *devices; /* in pcap's order */
    size_t count;
};

/* List the devices. An entry that makes no sense is left out, and what cannot be found out about
 * one is left empty; neither hides another. `*devices` is the caller's to free. A list without
 * entries is no error: a user who may not capture is often shown none. */
int wherry_devices_list(struct wherry_devices **devices, char error[WHERRY_DEVICE_ERROR_BYTES]);
void wherry_devices_free(struct wherry_devices *devices);

/* The device that `wanted` means, of the first of these that any device fits: the name (on Windows
 * also the GUID alone, with or without braces), the friendly name, the description, the same
 * without regard to case, an IP address, a MAC address, or the place in the list, from 1. When none
 * fits, or more than one by the same, `*device` is NULL, the code WHERRY_CAPTURE_E_DEVICE, and
 * `error` lists all there are. */
int wherry_devices_find(const struct wherry_devices *devices, const char *wanted,
                        const struct wherry_device **device, char error[WHERRY_DEVICE_ERROR_BYTES]);

/* A device in one line, without its end:
 *     eth0 (Ethernet 2; Intel(R) I211), up, 02:00:00:00:00:01, 192.0.2.1/24
 * As snprintf(): writes what there is room for, returns the length of all. */
size_t wherry_device_describe(const struct wherry_device *device, char *text, size_t size_bytes);

/* List, find, and open what was found. */
int wherry_device_open(struct wherry_capture **capture, const char *wanted,
                       const struct wherry_capture_options *options,
                       char error[WHERRY_DEVICE_ERROR_BYTES]);

#ifdef __cplusplus
}
#endif

#endif
