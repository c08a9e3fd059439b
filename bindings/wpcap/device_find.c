#include "device_internal.h"

#include "words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- In words -------------------------------------------------------------------------------- */

static bool has_mac(const struct wherry_device *device)
{
    static const uint8_t none[WHERRY_DEVICE_MAC_BYTES];
    return memcmp(device->mac, none, sizeof(none)) != 0;
}

static void say_names(struct wherry__words *words, const struct wherry_device *device)
{
    bool friendly = strcmp(device->friendly_name, device->name) != 0;
    bool described = *device->description && strcmp(device->description, device->friendly_name);
    wherry__say(words, "%s", device->name);
    if (friendly && described)
        wherry__say(words, " (%s; %s)", device->friendly_name, device->description);
    else if (friendly || described)
        wherry__say(words, " (%s)", friendly ? device->friendly_name : device->description);
}

static void say_device(struct wherry__words *words, const struct wherry_device *device)
{
    static const char *const links[] = {
        [WHERRY_DEVICE_DOWN] = ", down",
        [WHERRY_DEVICE_UP] = ", up",
        [WHERRY_DEVICE_LINK_UNKNOWN] = "",
    };
    say_names(words, device);
    wherry__say(words, "%s", links[device->link]);
    if (device->flags & WHERRY_DEVICE_LOOPBACK)
        wherry__say(words, ", loopback");
    if (device->flags & WHERRY_DEVICE_WIRELESS)
        wherry__say(words, ", wireless");
    if (has_mac(device))
        wherry__say(words, ", %02x:%02x:%02x:%02x:%02x:%02x", device->mac[0], device->mac[1],
                    device->mac[2], device->mac[3], device->mac[4], device->mac[5]);
    for (size_t i = 0; i < device->address_count; i++)
        wherry__say(words, ", %s/%u", device->addresses[i].text, device->addresses[i].prefix_bits);
}

size_t wherry_device_describe(const struct wherry_device *device, char *text, size_t size_bytes)
{
    struct wherry__words words = wherry__words_begin(text, size_bytes);
    say_device(&words, device);
    return words.length;
}

/* ---- What may be meant ----------------------------------------------------------------------- */

/* What is looked for, in every way that it can be read. */
struct wanted {
    const char *text;
    size_t number; /* 0: it is none */
    bool is_mac;
    uint8_t mac[WHERRY_DEVICE_MAC_BYTES];
    unsigned version; /* of the IP address; 0: it is none */
    uint8_t address[16];
};

static bool read_mac(const char *text, uint8_t mac[WHERRY_DEVICE_MAC_BYTES])
{
    for (size_t i = 0; i < WHERRY_DEVICE_MAC_BYTES; i++) {
        const char *pair = text + 3 * i;
        if (!isxdigit((unsigned char)pair[0]) || !isxdigit((unsigned char)pair[1]))
            return false;
        mac[i] = (uint8_t)strtoul((const char[]){pair[0], pair[1], '\0'}, NULL, 16);
        if (i + 1 < WHERRY_DEVICE_MAC_BYTES ? pair[2] != ':' && pair[2] != '-' : pair[2] != '\0')
            return false;
    }
    return true;
}

static struct wanted read_wanted(const char *text)
{
    struct wanted wanted = {.text = text};
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (isdigit((unsigned char)*text) && *end == '\0')
        wanted.number = number;
    wanted.is_mac = read_mac(text, wanted.mac);
    if (inet_pton(AF_INET, text, wanted.address) == 1)
        wanted.version = 4;
    else if (inet_pton(AF_INET6, text, wanted.address) == 1)
        wanted.version = 6;
    return wanted;
}

bool wherry__same_text(const char *a, const char *b, bool any_case)
{
    for (; *a && *b; a++, b++)
        if (*a != *b && (!any_case || tolower((unsigned char)*a) != tolower((unsigned char)*b)))
            return false;
    return *a == *b;
}

const char *wherry__device_guid(const char *name)
{
    const char *guid = strchr(name, '{');
    return guid && guid[strlen(guid) - 1] == '}' ? guid : NULL;
}

/* "{...}" or the same without braces. */
static bool is_guid(const char *name, const char *text)
{
    const char *guid = wherry__device_guid(name);
    if (!guid)
        return false;
    if (*text == '{')
        return wherry__same_text(guid, text, true);
    size_t length = strlen(guid) - 2;
    if (strlen(text) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (tolower((unsigned char)guid[i + 1]) != tolower((unsigned char)text[i]))
            return false;
    return true;
}

typedef bool matcher(const struct wherry_device *device, size_t number,
                     const struct wanted *wanted);

static bool by_name(const struct wherry_device *device, size_t number, const struct wanted *wanted)
{
    (void)number;
    return wherry__same_text(device->name, wanted->text, false) ||
           is_guid(device->name, wanted->text);
}

static bool by_friendly_name(const struct wherry_device *device, size_t number,
                             const struct wanted *wanted)
{
    (void)number;
    return wherry__same_text(device->friendly_name, wanted->text, false);
}

static bool by_description(const struct wherry_device *device, size_t number,
                           const struct wanted *wanted)
{
    (void)number;
    return *device->description && wherry__same_text(device->description, wanted->text, false);
}

static bool by_any_case(const struct wherry_device *device, size_t number,
                        const struct wanted *wanted)
{
    (void)number;
    return wherry__same_text(device->name, wanted->text, true) ||
           wherry__same_text(device->friendly_name, wanted->text, true) ||
           (*device->description && wherry__same_text(device->description, wanted->text, true));
}

static bool by_address(const struct wherry_device *device, size_t number,
                       const struct wanted *wanted)
{
    (void)number;
    for (size_t i = 0; i < device->address_count; i++)
        if (device->addresses[i].version == wanted->version &&
            memcmp(device->addresses[i].bytes, wanted->address, wanted->version == 4 ? 4 : 16) == 0)
            return true;
    return false;
}

static bool by_mac(const struct wherry_device *device, size_t number, const struct wanted *wanted)
{
    (void)number;
    return wanted->is_mac && has_mac(device) &&
           memcmp(device->mac, wanted->mac, sizeof(device->mac)) == 0;
}

static bool by_number(const struct wherry_device *device, size_t number,
                      const struct wanted *wanted)
{
    (void)device;
    return number == wanted->number;
}

static const struct {
    matcher *matches;
    const char *what;
} ways[] = {
    {by_name, "the name"},
    {by_friendly_name, "the name"},
    {by_description, "the description"},
    {by_any_case, "the name or description, but for capitals,"},
    {by_address, "an address"},
    {by_mac, "the MAC address"},
    {by_number, "the number"},
};

/* ---- Finding --------------------------------------------------------------------------------- */

static size_t count_matches(const struct wherry_devices *devices, matcher *matches,
                            const struct wanted *wanted, const struct wherry_device **found)
{
    size_t count = 0;
    for (size_t i = 0; i < devices->count; i++) {
        if (matches(&devices->devices[i], i + 1, wanted)) {
            *found = &devices->devices[i];
            count++;
        }
    }
    return count;
}

static int refuse(const struct wherry_devices *devices, const char *wanted, size_t count,
                  const char *what, char error[WHERRY_DEVICE_ERROR_BYTES])
{
    struct wherry__words words = wherry__words_begin(error, WHERRY_DEVICE_ERROR_BYTES);
    if (count == 0)
        wherry__say(&words, "There is no device '%s'.", wanted);
    else
        wherry__say(&words, "'%s' is %s of %zu devices: give one that is its own.", wanted, what,
                    count);
    if (devices->count == 0)
        wherry__say(&words, " There are no devices at all, or this user may not capture.");
    else
        wherry__say(&words, " The devices are:");
    for (size_t i = 0; i < devices->count; i++) {
        wherry__say(&words, "\n%3zu  ", i + 1);
        say_device(&words, &devices->devices[i]);
    }
    return WHERRY_CAPTURE_E_DEVICE;
}

int wherry_devices_find(const struct wherry_devices *devices, const char *wanted,
                        const struct wherry_device **device, char error[WHERRY_DEVICE_ERROR_BYTES])
{
    const struct wanted readings = read_wanted(wanted ? wanted : "");
    *device = NULL;
    *error = '\0';
    for (size_t i = 0; *readings.text && i < sizeof(ways) / sizeof(ways[0]); i++) {
        const struct wherry_device *found = NULL;
        size_t count = count_matches(devices, ways[i].matches, &readings, &found);
        if (count > 1)
            return refuse(devices, wanted, count, ways[i].what, error);
        if (count == 1) {
            *device = found;
            return 0;
        }
    }
    return refuse(devices, readings.text, 0, "", error);
}
