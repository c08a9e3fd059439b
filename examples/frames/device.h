/* device.h: the capture devices of this machine: list, find, open.
 *
 * All functions report failure on stderr, with the text that the driver gave. */
#ifndef FRAMES_DEVICE_H
#define FRAMES_DEVICE_H

#include <pcap.h>

#include <stdbool.h>

/* Print all devices, with their numbers, flags and addresses. */
bool device_print_all(void);

/* The name of the device that `wanted` names, describes, or numbers in the list, in that order of
 * preference; on Windows only the description is readable. NULL when there is none or when several
 * devices share the description. The caller frees the name. */
char *device_find(const char *wanted);

/* Open an Ethernet device. `buffer_bytes` 0 leaves the driver's own buffer size. NULL on failure;
 * else the caller's to pcap_close(). */
pcap_t *device_open(const char *name, int buffer_bytes);

#endif
