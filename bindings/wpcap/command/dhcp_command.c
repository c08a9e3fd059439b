/* wpcap dhcp: what a DHCP server gives to a host of our own. */
#include "command.h"
#include "json.h"
#include "station.h"

#include <stdio.h>

enum { TIMEOUT_US = 20000000 };

struct settings {
    struct station_settings station;
    uint64_t timeout_us;
    bool json;
};

static const struct option_row rows[] = {
    {"hostname", 0, OPTION_TEXT, "NAME", "that the server is told",
     offsetof(struct settings, station.hostname)},
    STATION_DEVICE_ROWS(struct settings, station),
    {"timeout", 't', OPTION_DURATION, "TIME", "wait so long (default 20)",
     offsetof(struct settings, timeout_us)},
    {"json", 'j', OPTION_FLAG, NULL, "a JSON object", offsetof(struct settings, json)},
};

static void print_json(const struct wherry_stack_status *status)
{
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_text(&json, "address", status->address4);
    json_text(&json, "gateway", *status->gateway4 ? status->gateway4 : NULL);
    json_open(&json, "dns", '[');
    for (unsigned i = 0; i < WHERRY_STACK_DNS_SERVERS && *status->dns[i]; i++)
        json_text(&json, NULL, status->dns[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    json_end(&json);
}

static void print_lines(const struct wherry_stack_status *status)
{
    printf("address  %s\n", status->address4);
    if (*status->gateway4)
        printf("gateway  %s\n", status->gateway4);
    for (unsigned i = 0; i < WHERRY_STACK_DNS_SERVERS && *status->dns[i]; i++)
        printf("dns      %s\n", status->dns[i]);
}

static int run_dhcp(const void *given, char **operands, int count)
{
    const struct settings *settings = given;
    struct station_settings wanted = settings->station;
    struct station station;
    struct wherry_stack_status status;
    (void)count;
    wanted.dhcp = true;
    wanted.no_ipv6 = true;
    if (!station_open(&station, &wanted, operands[0]))
        return 1;
    bool ok = station_wait(&station, settings->timeout_us ? settings->timeout_us : TIMEOUT_US);
    wherry_stack_status(station.stack, &status);
    if (ok && settings->json)
        print_json(&status);
    else if (ok)
        print_lines(&status);
    station_close(&station);
    return ok ? 0 : 1;
}

const struct command dhcp_command = {
    .name = "dhcp",
    .operands = "DEVICE",
    .summary = "ask the network's DHCP server for an address, and show it",
    .text = "Ask as a host of our own, and show address, router and name servers. The address is\n"
            "given back afterwards; the system's own configuration is not touched.\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .operands_min = 1,
    .operands_max = 1,
    .run = run_dhcp,
};
