#include "frame_layers.h"

#include <string.h>

enum {
    ETHERNET_BYTES = 14,
    TAG_BYTES = 4,
    IPV4_BYTES = 20, /* without options */
    IPV6_BYTES = 40,
    FRAGMENT_BYTES = 8,
    MORE_FRAGMENTS = 0x2000,
    FRAGMENT_OFFSET = 0x1fff
};

/* IPv6's extension headers: RFC 8200 4. */
enum { HOP_BY_HOP = 0, ROUTING = 43, FRAGMENT = 44, DESTINATION_OPTIONS = 60 };

/* Offsets of the checksum in the headers of TCP and UDP, and the headers' lengths. */
enum { TCP_CHECKSUM = 16, TCP_BYTES = 20, UDP_CHECKSUM = 6, UDP_BYTES = 8 };

static void set_transport(struct wherry__frame_layers *layers, uint32_t header_bytes)
{
    layers->transport = layers->network + header_bytes;
    layers->transport_bytes = layers->network_bytes - header_bytes;
}

/* The length that the packet claims; what is behind it in the frame is padding. 0 stands for a
 * length that does not fit the field: what the kernel merged from segments. */
static void set_length(struct wherry__frame_layers *layers, uint32_t claimed_bytes,
                       uint32_t held_bytes)
{
    layers->is_whole = claimed_bytes <= held_bytes;
    layers->network_bytes =
        claimed_bytes == 0 || claimed_bytes > held_bytes ? held_bytes : claimed_bytes;
}

/* RFC 791 3.1 */
static void find_ipv4(const uint8_t *packet, uint32_t held_bytes,
                      struct wherry__frame_layers *layers)
{
    uint32_t header_bytes = held_bytes ? (packet[0] & 15U) * 4 : 0, fragment;
    if (held_bytes < IPV4_BYTES || packet[0] >> 4 != 4 || header_bytes < IPV4_BYTES ||
        header_bytes > held_bytes)
        return;
    set_length(layers, wherry__get16(packet + 2), held_bytes);
    if (layers->network_bytes < header_bytes)
        return;
    layers->ip_version = 4;
    layers->address_bytes = 4;
    layers->source = layers->network + 12;
    layers->destination = layers->network + 16;
    layers->protocol = packet[9];
    fragment = wherry__get16(packet + 6) & (MORE_FRAGMENTS | FRAGMENT_OFFSET);
    layers->is_fragment = fragment != 0;
    if ((fragment & FRAGMENT_OFFSET) == 0)
        set_transport(layers, header_bytes);
}

/* Step over the extension headers. Returns the length of all headers; 0: there is no transport. */
static uint32_t skip_extensions(const uint8_t *packet, struct wherry__frame_layers *layers)
{
    uint32_t offset = IPV6_BYTES, fragment;
    for (;;) {
        const uint8_t *header = packet + offset;
        switch (layers->protocol) {
        case HOP_BY_HOP:
        case ROUTING:
        case DESTINATION_OPTIONS:
            if (offset + 8 > layers->network_bytes)
                return 0;
            offset += (header[1] + 1U) * 8;
            break;
        case FRAGMENT:
            if (offset + FRAGMENT_BYTES > layers->network_bytes)
                return 0;
            fragment = wherry__get16(header + 2) & 0xfff9U; /* the offset, and "more" */
            layers->is_fragment |= fragment != 0;
            layers->protocol = header[0];
            if (fragment >> 3)
                return 0;
            offset += FRAGMENT_BYTES;
            continue;
        default:
            return offset <= layers->network_bytes ? offset : 0;
        }
        layers->protocol = header[0];
    }
}

/* RFC 8200 3 */
static void find_ipv6(const uint8_t *packet, uint32_t held_bytes,
                      struct wherry__frame_layers *layers)
{
    uint32_t payload_bytes, header_bytes;
    if (held_bytes < IPV6_BYTES || packet[0] >> 4 != 6)
        return;
    payload_bytes = wherry__get16(packet + 4);
    set_length(layers, payload_bytes ? payload_bytes + IPV6_BYTES : 0, held_bytes);
    layers->ip_version = 6;
    layers->address_bytes = 16;
    layers->source = layers->network + 8;
    layers->destination = layers->network + 24;
    layers->protocol = packet[6];
    header_bytes = skip_extensions(packet, layers);
    if (header_bytes)
        set_transport(layers, header_bytes);
}

void wherry__frame_layers(const uint8_t *frame, uint32_t length_bytes,
                          struct wherry__frame_layers *layers)
{
    uint32_t offset = ETHERNET_BYTES;
    memset(layers, 0, sizeof(*layers));
    layers->vlan = -1;
    layers->type = wherry__get16(frame + offset - 2);
    while ((layers->type == WHERRY__TYPE_VLAN || layers->type == WHERRY__TYPE_SERVICE) &&
           offset + TAG_BYTES <= length_bytes) {
        if (layers->vlan < 0)
            layers->vlan = wherry__get16(frame + offset) & 0xfff;
        layers->type = wherry__get16(frame + offset + 2);
        offset += TAG_BYTES;
    }
    layers->network = offset;
    layers->network_bytes = length_bytes - offset;
    if (layers->type == WHERRY__TYPE_IPV4)
        find_ipv4(frame + offset, length_bytes - offset, layers);
    else if (layers->type == WHERRY__TYPE_IPV6)
        find_ipv6(frame + offset, length_bytes - offset, layers);
}

/* ---- Checksums ------------------------------------------------------------------------------- */

/* RFC 1071: the sum of 16-bit words does not depend on the byte order in which it is computed, but
 * for the order of its own two bytes; so it is added up in words of 32 bits of this machine. */
static uint64_t add_words(uint64_t sum, const uint8_t *bytes, uint32_t length_bytes)
{
    uint32_t words[8];
    uint8_t rest[2] = {0};
    uint16_t word;
    for (; length_bytes >= sizeof(words); length_bytes -= (uint32_t)sizeof(words)) {
        memcpy(words, bytes, sizeof(words));
        for (unsigned i = 0; i < 8; i++)
            sum += words[i];
        bytes += sizeof(words);
    }
    for (; length_bytes >= 2; length_bytes -= 2, bytes += 2) {
        memcpy(&word, bytes, 2);
        sum += word;
    }
    if (length_bytes) {
        rest[0] = bytes[0];
        memcpy(&word, rest, 2);
        sum += word;
    }
    return sum;
}

static uint16_t fold(uint64_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)sum;
}

/* The checksum of a packet, and the sum of the pseudo-header that it covers. */
struct target {
    uint8_t *field;
    uint64_t pseudo;
    const uint8_t *bytes; /* the transport's header and what follows */
    uint32_t length_bytes;
    int is_tcp;
};

static int find_checksum(uint8_t *frame, uint32_t length_bytes, struct target *target)
{
    struct wherry__frame_layers layers;
    uint8_t pseudo[8] = {0};
    wherry__frame_layers(frame, length_bytes, &layers);
    target->is_tcp = layers.protocol == WHERRY__PROTOCOL_TCP;
    if (!layers.ip_version || !layers.is_whole || layers.is_fragment ||
        (!target->is_tcp && layers.protocol != WHERRY__PROTOCOL_UDP) ||
        layers.transport_bytes < (uint32_t)(target->is_tcp ? TCP_BYTES : UDP_BYTES))
        return 0;
    target->bytes = frame + layers.transport;
    target->length_bytes = layers.transport_bytes;
    target->field = frame + layers.transport + (target->is_tcp ? TCP_CHECKSUM : UDP_CHECKSUM);
    for (int i = 0; i < 4; i++)
        pseudo[i] = (uint8_t)(layers.transport_bytes >> (24 - 8 * i));
    pseudo[7] = layers.protocol;
    target->pseudo = add_words(add_words(0, pseudo, sizeof(pseudo)), frame + layers.source,
                               2 * layers.address_bytes); /* both addresses */
    return 1;
}

static void fill_checksum(const struct target *target)
{
    uint16_t checksum;
    memset(target->field, 0, 2);
    checksum = (uint16_t)~fold(add_words(target->pseudo, target->bytes, target->length_bytes));
    if (checksum == 0 && !target->is_tcp)
        checksum = 0xffff; /* RFC 768: 0 would say that there is none */
    memcpy(target->field, &checksum, 2);
}

int wherry__frame_fill_checksum(uint8_t *frame, uint32_t length_bytes)
{
    struct target target;
    if (!find_checksum(frame, length_bytes, &target))
        return 0;
    fill_checksum(&target);
    return 1;
}

int wherry__frame_fill_partial_checksum(uint8_t *frame, uint32_t length_bytes)
{
    struct target target;
    uint16_t partial;
    if (!find_checksum(frame, length_bytes, &target))
        return 0;
    partial = fold(target.pseudo);
    if (memcmp(target.field, &partial, 2) != 0 ||
        fold(add_words(target.pseudo, target.bytes, target.length_bytes)) == 0xffff)
        return 0;
    fill_checksum(&target);
    return 1;
}
