/* frame_layers.h: where in an Ethernet frame which header stands. */
#ifndef WHERRY_FRAME_LAYERS_H
#define WHERRY_FRAME_LAYERS_H

#include <stdint.h>

enum wherry__ether_type {
    WHERRY__TYPE_IPV4 = 0x0800,
    WHERRY__TYPE_ARP = 0x0806,
    WHERRY__TYPE_VLAN = 0x8100,    /* IEEE 802.1Q */
    WHERRY__TYPE_SERVICE = 0x88a8, /* IEEE 802.1ad */
    WHERRY__TYPE_IPV6 = 0x86dd
};

enum wherry__ip_protocol {
    WHERRY__PROTOCOL_ICMP = 1,
    WHERRY__PROTOCOL_TCP = 6,
    WHERRY__PROTOCOL_UDP = 17,
    WHERRY__PROTOCOL_ICMPV6 = 58
};

struct wherry__frame_layers {
    uint32_t network;       /* offset of what follows the Ethernet header and VLAN tags */
    uint32_t network_bytes; /* of the packet there, by its own account; cut to the frame */
    uint16_t type;          /* EtherType, after the tags */
    int vlan;               /* of the outermost tag; -1: none */
    unsigned ip_version;    /* 4 or 6; 0: no IP, or a damaged header, and nothing below is set */
    unsigned address_bytes; /* 4 or 16 */
    uint32_t source, destination;        /* offsets of the addresses */
    uint8_t protocol;                    /* after IPv6's extension headers */
    int is_fragment;                     /* of more than one */
    uint32_t transport, transport_bytes; /* 0 bytes: cut off, or not the first fragment */
    int is_whole;                        /* the frame has all of the packet */
};

/* `length_bytes` is at least an Ethernet header's. */
void wherry__frame_layers(const uint8_t *frame, uint32_t length_bytes,
                          struct wherry__frame_layers *layers);

/* Fill in the checksum of TCP or UDP (RFC 9293 3.1, RFC 768, RFC 8200 8.1). Returns 0, and changes
 * nothing, where there is none, or not the whole of the packet. */
int wherry__frame_fill_checksum(uint8_t *frame, uint32_t length_bytes);

/* The same for a checksum that was left to a network card, which can be told: Linux then puts the
 * sum of the pseudo-header in its place (skbuff.h: CHECKSUM_PARTIAL). A damaged packet is taken for
 * one of these once in 65,536 times. */
int wherry__frame_fill_partial_checksum(uint8_t *frame, uint32_t length_bytes);

static inline uint16_t wherry__get16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static inline uint32_t wherry__get32(const uint8_t *bytes)
{
    return (uint32_t)wherry__get16(bytes) << 16 | wherry__get16(bytes + 2);
}

#endif
