#include "frame_describe.h"
#include "frame_layers.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What is being written; what does not fit is left out. */
struct line {
    char *at, *end;
};

#if defined(__MINGW32__)
__attribute__((format(gnu_printf, 2, 3)))
#else
__attribute__((format(printf, 2, 3)))
#endif
static void
add(struct line *line, const char *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = vsnprintf(line->at, (size_t)(line->end - line->at), format, arguments);
    va_end(arguments);
    if (length > 0)
        line->at += length < line->end - line->at ? length : line->end - line->at - 1;
}

struct name {
    unsigned number;
    const char *name;
};

static const struct name types[] = {
    {WHERRY__TYPE_IPV4, "IPv4"},   {WHERRY__TYPE_ARP, "ARP"}, {WHERRY__TYPE_IPV6, "IPv6"},
    {WHERRY__TYPE_VLAN, "802.1Q"}, {0x88cc, "LLDP"},          {0x888e, "EAPOL"},
};

static const struct name protocols[] = {
    {2, "IGMP"}, {47, "GRE"}, {50, "ESP"}, {51, "AH"}, {89, "OSPF"}, {132, "SCTP"},
};

static const struct name icmp_types[] = {
    {0, "echo reply"},   {3, "destination unreachable"}, {5, "redirect"},
    {8, "echo request"}, {11, "time exceeded"},          {12, "parameter problem"},
};

static const struct name icmpv6_types[] = {
    {1, "destination unreachable"},
    {2, "packet too big"},
    {3, "time exceeded"},
    {4, "parameter problem"},
    {128, "echo request"},
    {129, "echo reply"},
    {133, "router solicitation"},
    {134, "router advertisement"},
    {135, "neighbor solicitation"},
    {136, "neighbor advertisement"},
    {143, "multicast listener report"},
};

#define FIND(names, number) find((names), sizeof(names) / sizeof((names)[0]), (number))

static const char *find(const struct name *names, size_t count, unsigned number)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].number == number)
            return names[i].name;
    return NULL;
}

static void add_mac(struct line *line, const uint8_t *mac)
{
    add(line, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

/* The longest run of at least two zero groups becomes "::": RFC 5952 4.2. */
static void add_ipv6(struct line *line, const uint8_t *address)
{
    int best = -1, best_groups = 1;
    for (int i = 0, groups = 0; i < 8; i++) {
        groups = wherry__get16(address + (size_t)i * 2) ? 0 : groups + 1;
        if (groups > best_groups) {
            best_groups = groups;
            best = i - groups + 1;
        }
    }
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            add(line, "::");
            i += best_groups - 1;
            continue;
        }
        add(line, "%s%x", i > 0 && i != best + best_groups ? ":" : "",
            wherry__get16(address + (size_t)i * 2));
    }
}

static void add_address(struct line *line, const uint8_t *address, unsigned address_bytes)
{
    if (address_bytes == 16)
        add_ipv6(line, address);
    else
        add(line, "%u.%u.%u.%u", address[0], address[1], address[2], address[3]);
}

static void add_flags(struct line *line, uint8_t flags)
{
    static const char letters[] = "FSRP.UEW"; /* bit 0 upwards: RFC 9293 3.1 */
    add(line, "Flags [");
    for (unsigned i = 0; i < 8; i++)
        if (flags & 1U << i)
            add(line, "%c", letters[i]);
    add(line, "%s]", flags ? "" : "none");
}

static void add_tcp(struct line *line, const uint8_t *header, uint32_t bytes)
{
    uint32_t header_bytes = (header[12] >> 4) * 4U;
    add_flags(line, header[13]);
    add(line, ", seq %u", (unsigned)wherry__get32(header + 4));
    if (header[13] & 0x10)
        add(line, ", ack %u", (unsigned)wherry__get32(header + 8));
    add(line, ", win %u, length ", wherry__get16(header + 14));
    if (header_bytes >= 20 && header_bytes <= bytes)
        add(line, "%u", (unsigned)(bytes - header_bytes));
    else
        add(line, "unknown: a header of %u bytes", (unsigned)header_bytes);
}

static void add_icmp(struct line *line, const uint8_t *header, uint32_t bytes, int is_v6)
{
    const char *name = is_v6 ? FIND(icmpv6_types, header[0]) : FIND(icmp_types, header[0]);
    int is_echo = is_v6 ? header[0] == 128 || header[0] == 129 : header[0] == 0 || header[0] == 8;
    add(line, "ICMP%s ", is_v6 ? "6" : "");
    if (name)
        add(line, "%s", name);
    else
        add(line, "type %u code %u", header[0], header[1]);
    if (is_echo)
        add(line, ", id %u, seq %u", wherry__get16(header + 4), wherry__get16(header + 6));
    add(line, ", length %u", (unsigned)bytes);
}

/* What the transport's header must have to be described; 0: only its name is. */
static uint32_t header_bytes_of(uint8_t protocol)
{
    switch (protocol) {
    case WHERRY__PROTOCOL_TCP:
        return 20;
    case WHERRY__PROTOCOL_UDP:
    case WHERRY__PROTOCOL_ICMP:
    case WHERRY__PROTOCOL_ICMPV6:
        return 8;
    default:
        return 0;
    }
}

static void add_protocol(struct line *line, const struct wherry__frame_layers *layers)
{
    const char *name = FIND(protocols, layers->protocol);
    if (name)
        add(line, "%s", name);
    else
        add(line, "protocol %u", layers->protocol);
    add(line, ", length %u", (unsigned)layers->transport_bytes);
}

static void add_transport(struct line *line, const uint8_t *header,
                          const struct wherry__frame_layers *layers)
{
    uint32_t bytes = layers->transport_bytes, wanted = header_bytes_of(layers->protocol);
    if (bytes == 0 && layers->is_fragment)
        add(line, "fragment of protocol %u", layers->protocol);
    else if (bytes < wanted)
        add(line, "protocol %u, cut off", layers->protocol);
    else if (layers->protocol == WHERRY__PROTOCOL_TCP)
        add_tcp(line, header, bytes);
    else if (layers->protocol == WHERRY__PROTOCOL_UDP)
        add(line, "UDP, length %u", (unsigned)(bytes - wanted));
    else if (wanted)
        add_icmp(line, header, bytes, layers->protocol == WHERRY__PROTOCOL_ICMPV6);
    else
        add_protocol(line, layers);
}

static void add_ip(struct line *line, const uint8_t *frame,
                   const struct wherry__frame_layers *layers)
{
    const uint8_t *header = frame + layers->transport;
    int has_ports =
        (layers->protocol == WHERRY__PROTOCOL_TCP || layers->protocol == WHERRY__PROTOCOL_UDP) &&
        layers->transport_bytes >= 4;
    add_address(line, frame + layers->source, layers->address_bytes);
    if (has_ports)
        add(line, ".%u", wherry__get16(header));
    add(line, " > ");
    add_address(line, frame + layers->destination, layers->address_bytes);
    if (has_ports)
        add(line, ".%u", wherry__get16(header + 2));
    add(line, ": ");
    add_transport(line, header, layers);
}

/* Of Ethernet and IPv4: RFC 826. */
static void add_arp(struct line *line, const uint8_t *packet, uint32_t bytes)
{
    static const uint8_t ethernet_ipv4[] = {0, 1, 8, 0, 6, 4};
    unsigned operation;
    if (bytes < 28 || memcmp(packet, ethernet_ipv4, sizeof(ethernet_ipv4)) != 0) {
        add(line, "not of Ethernet and IPv4");
        return;
    }
    operation = wherry__get16(packet + 6);
    if (operation == 1) {
        add(line, "Request who-has ");
        add_address(line, packet + 24, 4);
        add(line, " tell ");
        add_address(line, packet + 14, 4);
    } else if (operation == 2) {
        add(line, "Reply ");
        add_address(line, packet + 14, 4);
        add(line, " is-at ");
        add_mac(line, packet + 8);
    } else {
        add(line, "operation %u", operation);
    }
}

static void add_type(struct line *line, const struct wherry__frame_layers *layers)
{
    const char *name = FIND(types, layers->type);
    if (layers->vlan >= 0)
        add(line, "vlan %d, ", layers->vlan);
    if (name)
        add(line, "%s", name);
    else if (layers->type <= 1500)
        add(line, "802.3"); /* a length, not a type: IEEE 802.3 3.2.6 */
    else
        add(line, "type 0x%04x", layers->type);
}

void wherry__frame_describe(const uint8_t *frame, uint32_t length_bytes, uint32_t wire_length_bytes,
                            const char *direction, char text[WHERRY__LINE_BYTES])
{
    struct line line = {text, text + WHERRY__LINE_BYTES};
    struct wherry__frame_layers layers;
    *text = '\0';
    if (length_bytes < WHERRY_NETDEV_HEADER_BYTES) {
        add(&line, "%s less than a header, length %u", direction, (unsigned)length_bytes);
        return;
    }
    wherry__frame_layers(frame, length_bytes, &layers);
    add(&line, "%s ", direction);
    add_mac(&line, frame + 6);
    add(&line, " > ");
    add_mac(&line, frame);
    add(&line, ", ");
    add_type(&line, &layers);
    add(&line, ", length %u", (unsigned)wire_length_bytes);
    if (length_bytes < wire_length_bytes)
        add(&line, " (%u captured)", (unsigned)length_bytes);
    if (layers.ip_version) {
        add(&line, ": ");
        add_ip(&line, frame, &layers);
    } else if (layers.type == WHERRY__TYPE_ARP) {
        add(&line, ": ");
        add_arp(&line, frame + layers.network, layers.network_bytes);
    } else if (layers.type == WHERRY__TYPE_IPV4 || layers.type == WHERRY__TYPE_IPV6) {
        add(&line, ": damaged or cut off in the IP header");
    }
}
