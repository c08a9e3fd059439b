/* wpcap devices: which there are. */
#include "command.h"
#include "json.h"

#include <wherry/device.h>

#include <stdio.h>

struct settings {
    bool json;
};

static const struct option_row rows[] = {
    {"json", 'j', OPTION_FLAG, NULL, "a JSON array", offsetof(struct settings, json)},
};

static const char *link_word(enum wherry_device_link link)
{
    switch (link) {
    case WHERRY_DEVICE_DOWN:
        return "down";
    case WHERRY_DEVICE_UP:
        return "up";
    case WHERRY_DEVICE_LINK_UNKNOWN:
        break;
    }
    return NULL;
}

static bool has_mac(const struct wherry_device *device)
{
    for (size_t i = 0; i < sizeof device->mac; i++)
        if (device->mac[i])
            return true;
    return false;
}

static void print_device_json(struct json *json, const struct wherry_device *device)
{
    char mac[3 * WHERRY_DEVICE_MAC_BYTES];
    const uint8_t *m = device->mac;
    snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5]);
    json_open(json, NULL, '{');
    json_text(json, "name", device->name);
    json_text(json, "friendly_name", device->friendly_name);
    json_text(json, "description", device->description);
    json_text(json, "mac", has_mac(device) ? mac : NULL);
    json_text(json, "link", link_word(device->link));
    json_bool(json, "loopback", device->flags & WHERRY_DEVICE_LOOPBACK);
    json_bool(json, "wireless", device->flags & WHERRY_DEVICE_WIRELESS);
    json_number(json, "mtu", device->mtu_bytes);
    json_open(json, "addresses", '[');
    for (size_t i = 0; i < device->address_count; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s/%u", device->addresses[i].text,
                 device->addresses[i].prefix_bits);
        json_text(json, NULL, text);
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void print_json(const struct wherry_devices *devices)
{
    struct json json = {.out = stdout};
    json_open(&json, NULL, '[');
    for (size_t i = 0; i < devices->count; i++)
        print_device_json(&json, &devices->devices[i]);
    json_close(&json, ']');
    json_end(&json);
}

static void print_lines(const struct wherry_devices *devices)
{
    for (size_t i = 0; i < devices->count; i++) {
        char line[1024];
        wherry_device_describe(&devices->devices[i], line, sizeof line);
        printf("%3zu  %s\n", i + 1, line);
    }
    if (!devices->count)
        puts("There are no devices, or this user may not see them; 'wpcap doctor' tells more.");
}

static int run_devices(const void *given, char **operands, int count)
{
    const struct settings *settings = given;
    struct wherry_devices *devices;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    (void)operands;
    (void)count;
    if (wherry_devices_list(&devices, error) < 0)
        return complain("%s", error);
    if (settings->json)
        print_json(devices);
    else
        print_lines(devices);
    wherry_devices_free(devices);
    return 0;
}

const struct command devices_command = {
    .name = "devices",
    .operands = "",
    .summary = "list the network devices",
    .text =
        "List the network devices: number, name, friendly name and description, link, MAC address\n"
        "and IP addresses. Each of these names the device to the other commands.\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .run = run_devices,
};
