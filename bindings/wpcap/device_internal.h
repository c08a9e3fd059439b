/* device_internal.h: what the files that list devices share. */
#ifndef WHERRY_DEVICE_INTERNAL_H
#define WHERRY_DEVICE_INTERNAL_H

#include <wherry/device.h>

#include <pcap.h>
#include <stdbool.h>

/* Add what the system knows of the devices to what pcap knows: friendly name, addresses, MAC, link,
 * MTU, index. False: out of memory. */
bool wherry__devices_complete(struct wherry_device *devices, size_t count);

/* Text of the library's in UTF-8. NULL: out of memory. */
char *wherry__device_text(const char *text);

/* Add an address, IPv4 or IPv6; any other is passed over. False: out of memory. */
bool wherry__device_add_address(struct wherry_device *device, const struct sockaddr *address,
                                unsigned prefix_bits);

void wherry__device_clear_addresses(struct wherry_device *device);

/* The part of a name that identifies an adapter: "{...}"; NULL: there is none. */
const char *wherry__device_guid(const char *name);

bool wherry__same_text(const char *a, const char *b, bool any_case);

#endif
