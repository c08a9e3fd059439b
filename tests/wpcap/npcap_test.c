/* What is chosen where the library has Npcap's or WinPcap's means, and what becomes of their texts;
 * the rest is in capture_test.c, which runs on their doubles as well. */
#include "check.h"

#include <wherry/device.h>
#include <wherry/wpcap.h>
#include <windows.h>

int failures;

static void open_and_check(enum wherry_capture_latency wanted)
{
    struct wherry_capture *capture;
    struct wherry_packet packet;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_device_open(&capture, "two", NULL, error) != 0)
        fatal("%s", error); /* among others: a smaller buffer is granted */
    check(wherry_capture_latency(capture) == wanted, "latency %d",
          (int)wherry_capture_latency(capture));
    HANDLE event = (HANDLE)wherry_capture_wait_handle(capture);
    check(WaitForSingleObject(event, 0) == WAIT_TIMEOUT, "nothing came");

    struct wherry_capture *sender;
    static const uint8_t frame[60] = {2};
    if (wherry_device_open(&sender, "one", NULL, error) != 0)
        fatal("%s", error);
    check(wherry_capture_send(sender, frame, sizeof(frame)) == 0, "sent");
    check(WaitForSingleObject(event, 60000) == WAIT_OBJECT_0, "one small frame is enough");
    check(wherry_capture_receive(capture, &packet, 1, 0) == 1, "without waiting");
    wherry_capture_close(sender);
    wherry_capture_close(capture);
}

static void test_immediate(void)
{
    open_and_check(WHERRY_CAPTURE_IMMEDIATE);
}

static void test_min_to_copy(void)
{
    open_and_check(WHERRY_CAPTURE_MIN_TO_COPY);
}

/* An entry without a name is left out, a description in the ANSI code page becomes UTF-8. */
static void test_entries(void)
{
    struct wherry_devices *devices;
    const struct wherry_device *device;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_devices_list(&devices, error) != 0)
        fatal("%s", error);
    check(devices->count == 3, "%zu devices", devices->count);
    check(wherry_devices_find(devices, "Netzwerkger\xc3\xa4t", &device, error) == 0, "%s", error);
    check(wherry_devices_find(devices, "{00000002-1111-4000-8000-000000000002}", &device, error) ==
                  0 &&
              strcmp(device->description, "two") == 0,
          "%s", error);
    wherry_devices_free(devices);
}

/* It is not Wine's library, although this is Wine. */
static void test_whose(void)
{
    struct wherry_pcap *pcap;
    check(wherry_pcap_inspect(&pcap) == 0, "memory");
    check(!pcap->wine, "not Wine's");
    check(pcap->candidate_count == 1 && strstr(pcap->path, "Npcap"), "%s", pcap->path);
    check(wherry_pcap_find(pcap, "pcap_getevent")->state == WHERRY_PCAP_REAL, "getevent");
    check(wherry_pcap_find(pcap, "pcap_dispatch")->state == WHERRY_PCAP_REAL, "dispatch");
    check(wherry_pcap_find(pcap, "pcap_open")->state == WHERRY_PCAP_ABSENT, "not in the double");
    wherry_pcap_free(pcap);
}

int main(int count, char **arguments)
{
    static const struct test tests[] = {
        {"immediate", test_immediate},
        {"min_to_copy", test_min_to_copy},
        {"entries", test_entries},
        {"whose", test_whose},
    };
    return run_test(tests, sizeof(tests) / sizeof(tests[0]), count, arguments);
}
