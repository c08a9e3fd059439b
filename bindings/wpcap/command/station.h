/* station.h: a host of our own on the network: a device, and a TCP/IP stack on it. */
#ifndef WPCAP_STATION_H
#define WPCAP_STATION_H

#include "options.h"

#include <wherry/netdev.h>
#include <wherry/stack.h>

/* What the commands with a stack have in common. */
struct station_settings {
    const char *address, *gateway, *address6, *gateway6, *dns, *hostname, *mac;
    const char *faults, *record;
    bool dhcp, no_ipv6, pcap, trace;
};

/* Rows of an option table, for the member `m` of settings `s`: about the device ... */
#define STATION_DEVICE_ROWS(s, m)                                                                  \
    {"mac",                                                                                        \
     0,                                                                                            \
     OPTION_TEXT,                                                                                  \
     "ADDRESS",                                                                                    \
     "its MAC address (default: the device's own)",                                                \
     offsetof(s, m.mac)},                                                                          \
        {"pcap",                                                                                   \
         0,                                                                                        \
         OPTION_FLAG,                                                                              \
         NULL,                                                                                     \
         "through pcap also where the system has better",                                          \
         offsetof(s, m.pcap)},                                                                     \
        {"faults",                                                                                 \
         0,                                                                                        \
         OPTION_TEXT,                                                                              \
         "FAULT=VALUE,...",                                                                        \
         "loss, duplicate, reorder, corrupt (per cent), delay, seed",                              \
         offsetof(s, m.faults)},                                                                   \
        {"record",                                                                                 \
         0,                                                                                        \
         OPTION_TEXT,                                                                              \
         "FILE",                                                                                   \
         "write all frames to a capture file",                                                     \
         offsetof(s, m.record)},                                                                   \
    {                                                                                              \
        "trace", 0, OPTION_FLAG, NULL, "a line on standard error for every frame",                 \
            offsetof(s, m.trace)                                                                   \
    }

/* ... and about all of it. */
#define STATION_ROWS(s, m)                                                                         \
    {"address",                                                                                    \
     'a',                                                                                          \
     OPTION_TEXT,                                                                                  \
     "ADDRESS/BITS",                                                                               \
     "its IPv4 address, such as 192.0.2.10/24",                                                    \
     offsetof(s, m.address)},                                                                      \
        {"gateway", 'g', OPTION_TEXT, "ADDRESS", "its IPv4 router", offsetof(s, m.gateway)},       \
        {"dhcp",                                                                                   \
         'D',                                                                                      \
         OPTION_FLAG,                                                                              \
         NULL,                                                                                     \
         "ask for address, router and name servers",                                               \
         offsetof(s, m.dhcp)},                                                                     \
        {"hostname", 0, OPTION_TEXT, "NAME", "that DHCP is told", offsetof(s, m.hostname)},        \
        {"address6",                                                                               \
         0,                                                                                        \
         OPTION_TEXT,                                                                              \
         "ADDRESS/64",                                                                             \
         "its IPv6 address (default: what routers announce)",                                      \
         offsetof(s, m.address6)},                                                                 \
        {"gateway6", 0, OPTION_TEXT, "ADDRESS", "its IPv6 router", offsetof(s, m.gateway6)},       \
        {"no-ipv6", 0, OPTION_FLAG, NULL, "no IPv6", offsetof(s, m.no_ipv6)},                      \
        {"dns", 0, OPTION_TEXT, "ADDRESS[,ADDRESS]", "its name servers", offsetof(s, m.dns)},      \
        STATION_DEVICE_ROWS(s, m)

struct station {
    struct wherry_netdev *device;
    struct wherry_stack *stack;
    bool is_faulty;
};

/* Open the device, start the stack; Ctrl-C stops it. False: why was said. */
bool station_open(struct station *station, const struct station_settings *settings,
                  const char *device);

/* Until its addresses are in use, for `timeout_us` at most (0: for ever). False: they are not, and
 * why was said, if it was not Ctrl-C. */
bool station_wait(struct station *station, uint64_t timeout_us);

/* The address that a name or a number means, by DNS if it must be; of IPv4 or of IPv6. False: why
 * was said. */
bool station_find(struct station *station, const char *host, ip_addr_t *address);

void station_close(struct station *station);

#endif
