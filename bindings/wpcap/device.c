#include "capability_internal.h"
#include "device_internal.h"

#include "wpcap_binding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Addresses ------------------------------------------------------------------------------- */

void wherry__device_clear_addresses(struct wherry_device *device)
{
    free((void *)(uintptr_t)device->addresses);
    device->addresses = NULL;
    device->address_count = 0;
}

/* The bytes of an IPv4 or IPv6 address; 0: it is neither. */
static size_t address_bytes(const struct sockaddr *address, const void **bytes)
{
    if (address->sa_family == AF_INET) {
        *bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
        return 4;
    }
    if (address->sa_family == AF_INET6) {
        *bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        return 16;
    }
    return 0;
}

bool wherry__device_add_address(struct wherry_device *device, const struct sockaddr *address,
                                unsigned prefix_bits)
{
    const void *bytes;
    size_t size_bytes = address ? address_bytes(address, &bytes) : 0;
    if (size_bytes == 0)
        return true;
    struct wherry_device_address added = {.version = size_bytes == 4 ? 4 : 6,
                                          .prefix_bits = prefix_bits};
    memcpy(added.bytes, bytes, size_bytes);
    if (!inet_ntop(address->sa_family, (void *)(uintptr_t)bytes, added.text, sizeof(added.text)))
        return true;
    struct wherry_device_address *addresses =
        realloc((void *)(uintptr_t)device->addresses,
                (device->address_count + 1) * sizeof(*device->addresses));
    if (!addresses)
        return false;
    addresses[device->address_count++] = added;
    device->addresses = addresses;
    return true;
}

/* How many of the leading bits of a netmask are set; no mask is no network. */
static unsigned count_prefix(const struct sockaddr *netmask, int family)
{
    const void *mask;
    unsigned bits = 0;
    if (!netmask)
        return 0;
    size_t size_bytes = address_bytes(netmask, &mask);
    if (netmask->sa_family != family) /* some libraries leave it empty */
        return 0;
    const uint8_t *bytes = mask;
    while (bits < size_bytes * 8 && bytes[bits / 8] & 0x80 >> bits % 8)
        bits++;
    return bits;
}

/* ---- The list -------------------------------------------------------------------------------- */

static bool take_addresses(struct wherry_device *device, const pcap_addr_t *addresses)
{
    for (const pcap_addr_t *at = addresses; at; at = at->next) {
        if (!at->addr)
            continue;
        unsigned prefix_bits = count_prefix(at->netmask, at->addr->sa_family);
        if (!wherry__device_add_address(device, at->addr, prefix_bits))
            return false;
    }
    return true;
}

static enum wherry_device_link link_of(const pcap_if_t *entry)
{
    switch (entry->flags & PCAP_IF_CONNECTION_STATUS) {
    case PCAP_IF_CONNECTION_STATUS_CONNECTED:
        return WHERRY_DEVICE_UP;
    case PCAP_IF_CONNECTION_STATUS_DISCONNECTED:
        return WHERRY_DEVICE_DOWN;
    default:
        return WHERRY_DEVICE_LINK_UNKNOWN;
    }
}

static bool take_entry(struct wherry_device *device, const pcap_if_t *entry)
{
    device->name = strdup(entry->name); /* as it is: it has to be given back to the library */
    device->friendly_name = wherry__device_text(entry->name);
    device->description = wherry__device_text(entry->description ? entry->description : "");
    device->link = link_of(entry);
    if (entry->flags & PCAP_IF_LOOPBACK)
        device->flags |= WHERRY_DEVICE_LOOPBACK;
    if (entry->flags & PCAP_IF_WIRELESS)
        device->flags |= WHERRY_DEVICE_WIRELESS;
    return device->name && device->friendly_name && device->description &&
           take_addresses(device, entry->addresses);
}

static size_t count_entries(const pcap_if_t *entries)
{
    size_t count = 0;
    for (const pcap_if_t *at = entries; at; at = at->next)
        count += at->name && *at->name;
    return count;
}

static bool take_all(struct wherry_devices *list, const pcap_if_t *entries)
{
    struct wherry_device *devices = calloc(count_entries(entries) + 1, sizeof(*devices));
    if (!devices)
        return false;
    list->devices = devices;
    for (const pcap_if_t *at = entries; at; at = at->next) {
        if (!at->name || !*at->name)
            continue;
        list->count++;
        if (!take_entry(&devices[list->count - 1], at))
            return false;
    }
    return wherry__devices_complete(devices, list->count);
}

static int fail(char error[WHERRY_DEVICE_ERROR_BYTES], int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, WHERRY_DEVICE_ERROR_BYTES, format, arguments);
    va_end(arguments);
    return code;
}

int wherry_devices_list(struct wherry_devices **devices, char error[WHERRY_DEVICE_ERROR_BYTES])
{
    static const uint32_t needed[] = {wpcap_index_pcap_findalldevs, wpcap_index_pcap_freealldevs};
    struct wherry__words words = wherry__words_begin(error, WHERRY_DEVICE_ERROR_BYTES);
    char text[PCAP_ERRBUF_SIZE] = "";
    pcap_if_t *entries = NULL;
    *devices = NULL;
    if (!wherry__pcap_has_all(needed, sizeof(needed) / sizeof(*needed), &words))
        return WHERRY_CAPTURE_E_LIBRARY;
    struct wherry_devices *list = calloc(1, sizeof(*list));
    if (!list)
        return fail(error, WHERRY_CAPTURE_E_MEMORY, "out of memory");
    if (pcap_findalldevs(&entries, text) != 0) {
        free(list);
        return fail(error, WHERRY_CAPTURE_E_DRIVER, "the devices cannot be listed: %s", text);
    }
    bool taken = take_all(list, entries);
    pcap_freealldevs(entries);
    if (!taken) {
        wherry_devices_free(list);
        return fail(error, WHERRY_CAPTURE_E_MEMORY, "out of memory");
    }
    *devices = list;
    return 0;
}

void wherry_devices_free(struct wherry_devices *devices)
{
    if (!devices)
        return;
    struct wherry_device *entries = (struct wherry_device *)(uintptr_t)devices->devices;
    for (size_t i = 0; i < devices->count; i++) {
        free((void *)(uintptr_t)entries[i].name);
        free((void *)(uintptr_t)entries[i].friendly_name);
        free((void *)(uintptr_t)entries[i].description);
        wherry__device_clear_addresses(&entries[i]);
    }
    free(entries);
    free(devices);
}

int wherry_device_open(struct wherry_capture **capture, const char *wanted,
                       const struct wherry_capture_options *options,
                       char error[WHERRY_DEVICE_ERROR_BYTES])
{
    struct wherry_devices *devices;
    const struct wherry_device *device;
    *capture = NULL;
    int code = wherry_devices_list(&devices, error);
    if (code != 0)
        return code;
    code = wherry_devices_find(devices, wanted, &device, error);
    if (code == 0)
        code = wherry_capture_open(capture, device->name, options, error);
    wherry_devices_free(devices);
    return code;
}
