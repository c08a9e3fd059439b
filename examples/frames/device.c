#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SNAP_LENGTH_BYTES = 65535,
    READ_TIMEOUT_MS = 1 /* 0 would mean: wait until the buffer is full, for ever maybe */
};

static bool list_devices(pcap_if_t **devices)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    *devices = NULL;
    if (pcap_findalldevs(devices, error) == 0)
        return true;
    fprintf(stderr, "frames: cannot list the devices: %s\n", error);
    return false;
}

static void print_address(const struct sockaddr *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    const void *bytes = NULL;
    if (address && address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address && address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (bytes && inet_ntop(address->sa_family, bytes, text, sizeof(text)))
        printf("     address %s\n", text);
}

static void print_device(FILE *out, int number, const pcap_if_t *device)
{
    static const struct {
        bpf_u_int32 flag;
        const char *text;
    } flags[] = {
        {PCAP_IF_LOOPBACK, "loopback"},
        {PCAP_IF_UP, "up"},
        {PCAP_IF_RUNNING, "running"},
        {PCAP_IF_WIRELESS, "wireless"},
    };
    fprintf(out, "%3d  %s", number, device->name);
    if (device->description)
        fprintf(out, "  (%s)", device->description);
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (device->flags & flags[i].flag)
            fprintf(out, " %s", flags[i].text);
    }
    fputc('\n', out);
}

bool device_print_all(void)
{
    pcap_if_t *devices;
    if (!list_devices(&devices))
        return false;
    int number = 0;
    for (const pcap_if_t *device = devices; device; device = device->next) {
        print_device(stdout, ++number, device);
        for (const pcap_addr_t *at = device->addresses; at; at = at->next)
            print_address(at->addr);
    }
    if (number == 0)
        puts("No devices: there are none, or this user may not capture.");
    pcap_freealldevs(devices);
    return true;
}

static bool is_name(const pcap_if_t *device, int number, const char *wanted)
{
    (void)number;
    return strcmp(device->name, wanted) == 0;
}

static bool is_description(const pcap_if_t *device, int number, const char *wanted)
{
    (void)number;
    return device->description && strcmp(device->description, wanted) == 0;
}

static bool is_number(const pcap_if_t *device, int number, const char *wanted)
{
    char text[16];
    (void)device;
    snprintf(text, sizeof(text), "%d", number);
    return strcmp(text, wanted) == 0;
}

typedef bool match_function(const pcap_if_t *device, int number, const char *wanted);

/* How many devices match; `*found` is the last of them. */
static int count_matches(const pcap_if_t *devices, match_function *matches, const char *wanted,
                         const pcap_if_t **found)
{
    int matched = 0;
    int number = 0;
    for (const pcap_if_t *device = devices; device; device = device->next) {
        if (matches(device, ++number, wanted)) {
            *found = device;
            matched++;
        }
    }
    return matched;
}

static void explain_choice(const pcap_if_t *devices, const char *wanted, int matched)
{
    if (matched == 0)
        fprintf(stderr, "frames: there is no device '%s'.", wanted);
    else
        fprintf(stderr, "frames: '%s' describes %d devices; give a name or a number.", wanted,
                matched);
    if (!devices)
        fputs(" There are no devices at all, or this user may not capture.", stderr);
    fputs(devices ? " The devices are:\n" : "\n", stderr);
    int number = 0;
    for (const pcap_if_t *device = devices; device; device = device->next)
        print_device(stderr, ++number, device);
}

char *device_find(const char *wanted)
{
    static match_function *const ways[] = {is_name, is_description, is_number};
    pcap_if_t *devices;
    if (!list_devices(&devices))
        return NULL;
    const pcap_if_t *found = NULL;
    int matched = 0;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && matched == 0; i++)
        matched = count_matches(devices, ways[i], wanted, &found);
    char *name = NULL;
    if (matched != 1)
        explain_choice(devices, wanted, matched);
    else if (!(name = strdup(found->name)))
        fputs("frames: out of memory\n", stderr);
    pcap_freealldevs(devices);
    return name;
}

/* The driver's words for what a setter or pcap_activate() returned. */
static void report(pcap_t *capture, const char *name, const char *what, int status)
{
    const char *text = pcap_geterr(capture);
    fprintf(stderr, "frames: %s: %s: %s (pcap status %d)\n", name, what,
            text && *text ? text : "no further explanation", status);
}

static bool activate(pcap_t *capture, const char *name, int buffer_bytes)
{
    int status = pcap_set_snaplen(capture, SNAP_LENGTH_BYTES);
    if (status == 0)
        status = pcap_set_promisc(capture, 1);
    if (status == 0)
        status = pcap_set_timeout(capture, READ_TIMEOUT_MS);
    if (status == 0 && buffer_bytes > 0)
        status = pcap_set_buffer_size(capture, buffer_bytes);
    if (status == 0)
        status = pcap_activate(capture);
    if (status != 0)
        report(capture, name, status < 0 ? "cannot open" : "warning", status);
    if (status < 0)
        return false;
    if (pcap_datalink(capture) == DLT_EN10MB)
        return true;
    fprintf(stderr, "frames: %s: not an Ethernet device (datalink %d)\n", name,
            pcap_datalink(capture));
    return false;
}

pcap_t *device_open(const char *name, int buffer_bytes)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t *capture = pcap_create(name, error);
    if (!capture) {
        fprintf(stderr, "frames: %s: cannot open: %s\n", name, error);
        return NULL;
    }
    if (activate(capture, name, buffer_bytes))
        return capture;
    pcap_close(capture);
    return NULL;
}
