/* Lists of devices: on the cable that wpcap-test makes, and made up. */
#include "check.h"

#include <wherry/device.h>
#include <wpcap_binding.h>

int failures;

static struct wherry_devices *list_devices(void)
{
    struct wherry_devices *devices;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_devices_list(&devices, error) != 0)
        fatal("%s", error);
    return devices;
}

static const struct wherry_device *find(const struct wherry_devices *devices, const char *wanted)
{
    const struct wherry_device *device;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    if (wherry_devices_find(devices, wanted, &device, error) != 0)
        fatal("%s", error);
    return device;
}

/* ---- What there is --------------------------------------------------------------------------- */

static void test_list(void)
{
    static const uint8_t mac[] = {2, 0, 0, 0, 0, 2};
    order_and_wait("address two 2001:db8::2/64");
    struct wherry_devices *devices = list_devices();
    const struct wherry_device *two = find(devices, "two");
    check(strcmp(two->friendly_name, "two") == 0, "friendly name %s", two->friendly_name);
    check(memcmp(two->mac, mac, sizeof(mac)) == 0, "MAC");
    check(two->link == WHERRY_DEVICE_UP, "the link is up");
    check(two->mtu_bytes == 1500, "MTU %u", two->mtu_bytes);
    check(two->index != 0, "index");
    check(!(two->flags & WHERRY_DEVICE_LOOPBACK), "no loopback");
    if (two->address_count != 2)
        fatal("%zu addresses", two->address_count);
    for (size_t i = 0; i < 2; i++) {
        const struct wherry_device_address *address = &two->addresses[i];
        if (address->version == 4)
            check(strcmp(address->text, "198.51.100.2") == 0 && address->prefix_bits == 30, "%s/%u",
                  address->text, address->prefix_bits);
        else
            check(strcmp(address->text, "2001:db8::2") == 0 && address->prefix_bits == 64, "%s/%u",
                  address->text, address->prefix_bits);
    }
    wherry_devices_free(devices);
    wherry_devices_free(NULL);
}

static void test_link(void)
{
    order_and_wait("set one down");
    struct wherry_devices *devices = list_devices();
    check(find(devices, "one")->link == WHERRY_DEVICE_DOWN, "the link is down");
    wherry_devices_free(devices);
    order_and_wait("remove one");
    devices = list_devices();
    for (size_t i = 0; i < devices->count; i++)
        check(strcmp(devices->devices[i].friendly_name, "one") != 0, "it is no more");
    wherry_devices_free(devices);
}

static void test_find(void)
{
    order_and_wait("address two 2001:db8::2/64");
    struct wherry_devices *devices = list_devices();
    const struct wherry_device *two = find(devices, "two");
    char number[24];
    snprintf(number, sizeof(number), "%d", (int)(two - devices->devices) + 1);
    const char *const ways[] = {two->name,           "TWO",           "198.51.100.2",
                                "2001:DB8::2",       "2001:db8:0::2", "02:00:00:00:00:02",
                                "02-00-00-00-00-02", number};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
        check(find(devices, ways[i]) == two, "found by %s", ways[i]);
    check(find(devices, "192.0.2.1") != two, "the other one's address");
    wherry_devices_free(devices);
}

static void test_open_by(void)
{
    struct wherry_capture *capture;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    check(wherry_device_open(&capture, "198.51.100.2", NULL, error) == 0, "%s", error);
    wherry_capture_close(capture);
    int code = wherry_device_open(&capture, "three", NULL, error);
    check(code == WHERRY_CAPTURE_E_DEVICE && !capture, "no such device");
    check_text(error, "There is no device 'three'. The devices are:\n");
    check_text(error, "two");
    check_text(error, ", up, 02:00:00:00:00:02, ");
    check_text(error, ", 198.51.100.2/30");
}

/* ---- Made up --------------------------------------------------------------------------------- */

#define GUID_NAME "\\Device\\NPF_{0A1B2C3D-0000-4000-8000-00000000000A}"

static const struct wherry_device_address address = {4, {192, 0, 2, 7}, 24, "192.0.2.7"};

static const struct wherry_device entries[] = {
    {.name = GUID_NAME,
     .friendly_name = "Ethernet 2",
     .description = "Fast Card",
     .addresses = &address,
     .address_count = 1,
     .mac = {2, 0, 0, 0, 0, 9},
     .link = WHERRY_DEVICE_UP},
    {.name = "\\Device\\NPF_{11111111-0000-4000-8000-00000000000B}",
     .friendly_name = "Ethernet",
     .description = "Slow Card",
     .mac = {2, 0, 0, 0, 0, 8},
     .flags = WHERRY_DEVICE_WIRELESS},
    {.name = "eth0",
     .friendly_name = "eth0",
     .description = "Slow Card",
     .mac = {2, 0, 0, 0, 0, 8},
     .link = WHERRY_DEVICE_LINK_UNKNOWN},
    {.name = "2", .friendly_name = "2", .description = "", .link = WHERRY_DEVICE_LINK_UNKNOWN},
    {.name = "bare", .friendly_name = "bare", .description = ""},
};
static const struct wherry_devices made_up = {entries, sizeof(entries) / sizeof(entries[0])};

static void test_choice(void)
{
    static const struct {
        const char *wanted;
        int number;
    } right[] = {
        {GUID_NAME, 0},
        {"{0A1B2C3D-0000-4000-8000-00000000000A}", 0},
        {"{0a1b2c3d-0000-4000-8000-00000000000a}", 0},
        {"0a1b2c3d-0000-4000-8000-00000000000a", 0},
        {"Ethernet 2", 0},
        {"ethernet 2", 0},
        {"Ethernet", 1},
        {"ETHERNET", 1},
        {"Fast Card", 0},
        {"192.0.2.7", 0},
        {"02-00-00-00-00-09", 0},
        {"1", 0},
        {"2", 3}, /* a name goes before a number */
        {"3", 2},
        {"5", 4},
    };
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        check(find(&made_up, right[i].wanted) == &entries[right[i].number], "%s", right[i].wanted);
}

static void test_refusal(void)
{
    static const char *const wrong[] = {"",
                                        "0",
                                        "6",
                                        "-1",
                                        "99999999999999999999",
                                        "Ethernet 3",
                                        "192.0.2.8",
                                        "192.0.2",
                                        "::",
                                        "02:00:00:00:00:0",
                                        "02:00:00:00:00:09:",
                                        "00:00:00:00:00:00",
                                        "{",
                                        "}",
                                        "{}"};
    const struct wherry_device *device = entries;
    const struct wherry_devices none = {NULL, 0};
    char error[WHERRY_DEVICE_ERROR_BYTES];
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        int code = wherry_devices_find(&made_up, wrong[i], &device, error);
        check(code == WHERRY_CAPTURE_E_DEVICE && !device, "'%s' is refused", wrong[i]);
        check_text(error, "There is no device '");
        check_text(error, "\n  5  bare");
    }
    check(wherry_devices_find(&made_up, NULL, &device, error) != 0, "nothing is meant");
    check(wherry_devices_find(&made_up, "Slow Card", &device, error) != 0, "two of a kind");
    check_text(error, "'Slow Card' is the description of 2 devices: give one that is its own. "
                      "The devices are:\n  1  " GUID_NAME " (Ethernet 2; Fast Card), up, "
                      "02:00:00:00:00:09, 192.0.2.7/24\n  2  ");
    check_text(error, "(Ethernet; Slow Card), down, wireless, 02:00:00:00:00:08\n"
                      "  3  eth0 (Slow Card), 02:00:00:00:00:08\n  4  2\n");
    check(wherry_devices_find(&made_up, "02:00:00:00:00:08", &device, error) != 0, "two again");
    check_text(error, "is the MAC address of 2 devices");
    check(wherry_devices_find(&none, "eth0", &device, error) != 0, "none at all");
    check_text(error, "There are no devices at all, or this user may not capture.");
}

/* More devices than an error has room for: it is cut off, not overrun. */
static void test_many(void)
{
    static struct wherry_device many[500];
    const struct wherry_devices devices = {many, sizeof(many) / sizeof(many[0])};
    const struct wherry_device *device;
    char error[WHERRY_DEVICE_ERROR_BYTES];
    char text[8];
    for (size_t i = 0; i < devices.count; i++)
        many[i] = entries[0];
    check(wherry_devices_find(&devices, "none", &device, error) != 0, "none");
    check(strlen(error) == sizeof(error) - 1, "cut off");
    size_t length = wherry_device_describe(&entries[4], text, sizeof(text));
    check(length == strlen("bare, down") && strcmp(text, "bare, d") == 0, "%s", text);
}

int main(int count, char **arguments)
{
    static const struct test tests[] = {
        {"list", test_list},       {"link", test_link},     {"find", test_find},
        {"open_by", test_open_by}, {"choice", test_choice}, {"refusal", test_refusal},
        {"many", test_many},
    };
    return run_test(tests, sizeof(tests) / sizeof(tests[0]), count, arguments);
}
