/* wpcap doctor: which library, what it can do, and what to do about it. */
#include "command.h"
#include "json.h"

#include <wherry/device.h>
#include <wherry/wpcap.h>

#include <stdio.h>
#include <stdlib.h>

struct settings {
    bool json;
};

static const struct option_row rows[] = {
    {"json", 'j', OPTION_FLAG, NULL, "a JSON object", offsetof(struct settings, json)},
};

static const char *const latencies[] = {
    [WHERRY_CAPTURE_IMMEDIATE] = "immediate mode",
    [WHERRY_CAPTURE_MIN_TO_COPY] = "pcap_setmintocopy(0)",
    [WHERRY_CAPTURE_TIMEOUT] = "a read time-out of 1 ms",
};

/* ---- The library ----------------------------------------------------------------------------- */

static void print_library_json(struct json *json, const struct wherry_pcap *pcap)
{
    json_open(json, "library", '{');
    json_text(json, "path", pcap->path);
    json_text(json, "version", pcap->version);
    json_text(json, "wine", pcap->wine);
    json_open(json, "refused", '[');
    for (size_t i = 0; i < pcap->candidate_count; i++) {
        if (!pcap->candidates[i].refused)
            continue;
        json_open(json, NULL, '{');
        json_text(json, "name", pcap->candidates[i].name);
        json_text(json, "reason", pcap->candidates[i].refused);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_open(json, "functions", '{');
    for (size_t i = 0; i < pcap->function_count; i++) {
        json_open(json, pcap->functions[i].name, '{');
        json_text(json, "state", wherry_pcap_state_name(pcap->functions[i].state));
        json_text(json, "reason", pcap->functions[i].reason);
        json_close(json, '}');
    }
    json_close(json, '}');
    json_close(json, '}');
}

static int print_library(const struct wherry_pcap *pcap)
{
    size_t length = wherry_pcap_explain(pcap, NULL, 0);
    char *text = malloc(length + 1);
    if (!text)
        return complain("no memory");
    wherry_pcap_explain(pcap, text, length + 1);
    puts(text);
    free(text);
    return 0;
}

/* ---- The devices: can they be opened? -------------------------------------------------------- */

/* Returns 1 where the library is why it does not open. */
static int try_device(const struct wherry_device *device, struct json *json)
{
    struct wherry_capture *capture;
    char error[WHERRY_CAPTURE_ERROR_BYTES] = "", line[1024];
    int code = wherry_capture_open(&capture, device->name, NULL, error);
    const char *latency = code < 0 ? NULL : latencies[wherry_capture_latency(capture)];
    if (json) {
        json_open(json, NULL, '{');
        json_text(json, "name", device->name);
        json_bool(json, "opens", code == 0);
        json_text(json, "latency", latency);
        json_text(json, "error", code < 0 ? error : NULL);
        json_close(json, '}');
    } else {
        wherry_device_describe(device, line, sizeof line);
        printf("  %s\n      %s%s\n", line, code < 0 ? "" : "opens, with ",
               code < 0 ? error : latency);
    }
    wherry_capture_close(capture);
    return code == WHERRY_CAPTURE_E_LIBRARY;
}

static int try_devices(struct json *json)
{
    struct wherry_devices *devices;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_devices_list(&devices, error) < 0)
        return complain("%s", error);
    if (json)
        json_open(json, "devices", '[');
    else
        puts("Devices:");
    int status = 0;
    for (size_t i = 0; i < devices->count; i++)
        status |= try_device(&devices->devices[i], json);
    if (json)
        json_close(json, ']');
    else if (!devices->count)
        puts("  none, or this user may not see them: capturing takes root's rights or\n"
             "  the capability CAP_NET_RAW on Linux; on Windows an Npcap that is not restricted\n"
             "  to administrators, or an administrator.");
    wherry_devices_free(devices);
    return status;
}

static int run_doctor(const void *given, char **operands, int count)
{
    const struct settings *settings = given;
    struct wherry_pcap *pcap;
    struct json json = {.out = stdout};
    (void)operands;
    (void)count;
    if (wherry_pcap_inspect(&pcap) < 0)
        return complain("no memory");
    int status = 0;
    if (settings->json) {
        json_open(&json, NULL, '{');
        print_library_json(&json, pcap);
    } else {
        status = print_library(pcap);
    }
    if (!pcap->path)
        status = 1;
    else if (try_devices(settings->json ? &json : NULL))
        status = 1;
    if (settings->json) {
        json_close(&json, '}');
        json_end(&json);
    }
    wherry_pcap_free(pcap);
    return status;
}

const struct command doctor_command = {
    .name = "doctor",
    .operands = "",
    .summary = "which library and driver, what they can do, what to do",
    .text =
        "Tell which pcap library was loaded and why others were not, what each of its functions\n"
        "is good for, and whether the devices can be opened. Exit status 1: there is no library\n"
        "that can be used.\n",
    .options = rows,
    .option_count = sizeof rows / sizeof *rows,
    .settings_bytes = sizeof(struct settings),
    .run = run_doctor,
};
