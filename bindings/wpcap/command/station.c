#include "station.h"

#include "clock.h"
#include "command.h"
#include "faults.h"
#include "interrupt.h"

#include <wherry/device.h>

#include <inttypes.h>
#include <lwip/dns.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Opening --------------------------------------------------------------------------------- */

static bool read_mac(const char *text, uint8_t mac[WHERRY_NETDEV_MAC_BYTES])
{
    const char *at = text;
    for (int i = 0; i < WHERRY_NETDEV_MAC_BYTES; i++) {
        char *end;
        unsigned long byte = strtoul(at, &end, 16);
        if (end - at != 2 || byte > 0xff || *end != (i < WHERRY_NETDEV_MAC_BYTES - 1 ? ':' : 0))
            return complain("--mac '%s': wanted is an address such as 02:00:00:00:00:01", text),
                   false;
        mac[i] = (uint8_t)byte;
        at = end + 1;
    }
    if (mac[0] & 1)
        return complain("--mac '%s': this is an address of many stations", text), false;
    return true;
}

static int open_by_pcap(struct wherry_netdev **device, const char *wanted,
                        char error[WHERRY_DEVICE_ERROR_BYTES])
{
    struct wherry_devices *list;
    const struct wherry_device *found;
    int code = wherry_devices_list(&list, error);
    if (code < 0)
        return code;
    code = wherry_devices_find(list, wanted, &found, error);
    if (code == 0)
        code = wherry_netdev_open_pcap(device, found->name, error);
    wherry_devices_free(list);
    return code;
}

/* A packet socket where the system has them and the interface's name was given; else pcap. */
static bool open_device(struct wherry_netdev **device, const char *wanted, bool by_pcap)
{
    char error[WHERRY_DEVICE_ERROR_BYTES];
    int code = WHERRY_NETDEV_E_UNSUPPORTED;
    if (!by_pcap)
        code = wherry_netdev_open_packet(device, wanted, error);
    if (code == WHERRY_NETDEV_E_UNSUPPORTED || code == WHERRY_NETDEV_E_DEVICE)
        code = open_by_pcap(device, wanted, error);
    if (code < 0)
        complain("%s", error);
    return code == 0;
}

static void print_frame(void *data, const char *line)
{
    (void)data;
    fprintf(stderr, "%s\n", line);
}

/* Around the device, from the inside out: a file and lines show what is on the wire, not what
 * becomes of it here. */
static bool wrap_device(struct wherry_netdev **device, const struct station_settings *settings,
                        const struct wherry_netdev_faults *faults)
{
    char error[WHERRY_NETDEV_ERROR_BYTES];
    int code = 0;
    if (settings->record)
        code = wherry_netdev_record(device, *device, settings->record, error);
    if (code == 0 && settings->trace)
        code = wherry_netdev_trace(device, *device, print_frame, NULL, error);
    if (code == 0 && settings->faults)
        code = wherry_netdev_faults(device, *device, faults, error);
    if (code < 0)
        complain("%s", error);
    return code == 0;
}

static void stop(void *stack)
{
    wherry_stack_stop(stack);
}

bool station_open(struct station *station, const struct station_settings *settings,
                  const char *device)
{
    char error[WHERRY_STACK_ERROR_BYTES];
    struct wherry_stack_options options = {.address4 = settings->address,
                                           .gateway4 = settings->gateway,
                                           .dhcp = settings->dhcp,
                                           .address6 = settings->address6,
                                           .gateway6 = settings->gateway6,
                                           .no_ipv6 = settings->no_ipv6,
                                           .dns = settings->dns,
                                           .hostname = settings->hostname};
    struct wherry_netdev_faults faults;
    *station = (struct station){0};
    if (!settings->address && !settings->address6 && !settings->dhcp)
        return complain("which --address, or --dhcp?"), false;
    if (settings->mac && !read_mac(settings->mac, options.mac))
        return false;
    if (settings->faults && !faults_read(settings->faults, &faults))
        return false;
    if (!open_device(&station->device, device, settings->pcap) ||
        !wrap_device(&station->device, settings, &faults))
        return false;
    if (wherry_stack_new(&station->stack, station->device, &options, error) < 0) {
        complain("%s", error);
        station_close(station);
        return false;
    }
    station->is_faulty = settings->faults != NULL;
    interrupt_catch(stop, station->stack);
    return true;
}

/* What was done on purpose is to be told from what went wrong. */
static void print_faults(struct wherry_netdev *device)
{
    struct wherry_netdev_statistics now;
    if (wherry_netdev_statistics(device, &now) < 0)
        return;
    fprintf(stderr, "--faults: befell %" PRIu64 " frames; %" PRIu64 " received, %" PRIu64 " sent\n",
            now.damaged, now.received, now.sent);
}

void station_close(struct station *station)
{
    interrupt_catch(NULL, NULL);
    wherry_stack_free(station->stack);
    if (station->is_faulty)
        print_faults(station->device);
    wherry_netdev_close(station->device);
    *station = (struct station){0};
}

/* ---- Waiting --------------------------------------------------------------------------------- */

/* One turn. False: it is over, and why was said, if it was not Ctrl-C. */
static bool turn(struct station *station, uint64_t end_us, const char *what)
{
    uint64_t now = clock_us();
    if (interrupt_came() || wherry_stack_stopping(station->stack))
        return false;
    if (end_us && now >= end_us)
        return complain("%s", what), false;
    int code = wherry_stack_turn(station->stack, end_us ? (int)((end_us - now + 999) / 1000) : -1);
    if (code < 0)
        return complain("%s", wherry_stack_error(station->stack)), false;
    return true;
}

bool station_wait(struct station *station, uint64_t timeout_us)
{
    uint64_t end_us = timeout_us ? clock_us() + timeout_us : 0;
    while (!wherry_stack_ready(station->stack)) {
        struct wherry_stack_status status;
        wherry_stack_status(station->stack, &status);
        if (!turn(station, end_us,
                  !status.link_up                           ? "the link of the device is down"
                  : status.dhcp == WHERRY_STACK_DHCP_ASKING ? "no DHCP server has answered"
                                                            : "the addresses are not in use yet"))
            return false;
    }
    return true;
}

struct lookup {
    bool is_done, is_found;
    ip_addr_t address;
};

static void found(const char *name, const ip_addr_t *address, void *data)
{
    struct lookup *lookup = data;
    (void)name;
    lookup->is_done = true;
    lookup->is_found = address != NULL;
    if (address)
        lookup->address = *address;
}

bool station_find(struct station *station, const char *host, ip_addr_t *address)
{
    struct lookup lookup = {0};
    err_t code = dns_gethostbyname(host, address, found, &lookup);
    if (code == ERR_OK)
        return true;
    if (code != ERR_INPROGRESS)
        return complain("'%s' is no address, and there is no name server to ask", host), false;
    while (!lookup.is_done)
        if (!turn(station, 0, "")) /* the stack is freed before `lookup` is anybody else's */
            return false;
    *address = lookup.address;
    if (!lookup.is_found)
        complain("no name server knows '%s'", host);
    return lookup.is_found;
}
