#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "packet_ring_linux.h"

#include "frame_layers.h"
#include <wherry/netdev_driver.h>

#include <errno.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

enum {
    BLOCK_BYTES = 1 << 20,
    SMALLEST_BYTES = 1 << 20, /* of the ring: less is no use */
    TAG_BYTES = 4,
    MACS_BYTES = 12,
    SLOT_MTU_BYTES = 16384, /* slots for longer frames would be too few */
    SHORT_MTU_BYTES = 1500,
    LONG_QUEUE_BYTES = 32 << 20, /* of frames that are longer than a slot */
    CACHE_LINE = 64,
    AHEAD = 16 /* slots that are fetched into the cache before they are read */
};

/* TPACKET_ALIGN() without its change of sign. */
#define ALIGN(bytes)                                                                               \
    (((uint32_t)(bytes) + TPACKET_ALIGNMENT - 1) / TPACKET_ALIGNMENT * TPACKET_ALIGNMENT)

/* In a slot, in this order: the header, the sender's address, the frame. tpacket_rcv() puts the
 * frame's network header at `network_offset`, for a link header of up to 16 bytes. */
static const uint32_t sender_offset = ALIGN(sizeof(struct tpacket2_hdr));
static const uint32_t network_offset =
    ALIGN(ALIGN(sizeof(struct tpacket2_hdr)) + sizeof(struct sockaddr_ll) + 16) + TAG_BYTES;

/* ---- Life ------------------------------------------------------------------------------------ */

static int set_option(int socket, int name, int value)
{
    return setsockopt(socket, SOL_PACKET, name, &value, sizeof(value));
}

static void choose_slots(struct wherry__packet_ring *ring, unsigned mtu_bytes)
{
    uint32_t payload_bytes = mtu_bytes <= SLOT_MTU_BYTES ? mtu_bytes : SHORT_MTU_BYTES;
    uint32_t bytes = network_offset + TAG_BYTES + payload_bytes;
    ring->slot_bytes = (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    ring->slots_per_block = BLOCK_BYTES / ring->slot_bytes;
}

/* As large as the system lets it be. Returns 0, or an errno. */
static int ask_for_ring(struct wherry__packet_ring *ring)
{
    for (size_t bytes = WHERRY__RING_BYTES; bytes >= SMALLEST_BYTES; bytes /= 2) {
        struct tpacket_req request = {.tp_block_size = BLOCK_BYTES,
                                      .tp_block_nr = (unsigned)(bytes / BLOCK_BYTES),
                                      .tp_frame_size = ring->slot_bytes};
        request.tp_frame_nr = request.tp_block_nr * ring->slots_per_block;
        if (setsockopt(ring->socket, SOL_PACKET, PACKET_RX_RING, &request, sizeof(request)) == 0) {
            ring->slots = request.tp_frame_nr;
            ring->memory_bytes = bytes;
            return 0;
        }
        if (errno != ENOMEM)
            return errno;
    }
    return ENOMEM;
}

int wherry__packet_ring_init(struct wherry__packet_ring *ring, int socket, unsigned mtu_bytes,
                             char error[WHERRY_NETDEV_ERROR_BYTES])
{
    const int queue_bytes = LONG_QUEUE_BYTES;
    void *memory;
    int code;
    *ring = (struct wherry__packet_ring){.socket = socket};
    choose_slots(ring, mtu_bytes);
    if (setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &queue_bytes, sizeof(queue_bytes)) != 0)
        (void)setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &queue_bytes, sizeof(queue_bytes));
    if (set_option(socket, PACKET_VERSION, TPACKET_V2) != 0 ||
        set_option(socket, PACKET_RESERVE, TAG_BYTES) != 0 ||
        set_option(socket, PACKET_COPY_THRESH, 1) != 0)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_SYSTEM,
                                    "the kernel's packet sockets lack TPACKET_V2: %s",
                                    strerror(errno));
    code = ask_for_ring(ring);
    if (code)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY,
                                    "the kernel refuses a ring for frames of %u bytes: %s",
                                    (unsigned)ring->slot_bytes, strerror(code));
    memory = mmap(NULL, ring->memory_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, socket, 0);
    if (memory == MAP_FAILED)
        return wherry_netdev_refuse(error, WHERRY_NETDEV_E_MEMORY,
                                    "the ring of %zu bytes cannot be mapped: %s",
                                    ring->memory_bytes, strerror(errno));
    ring->memory = memory;
    return 0;
}

void wherry__packet_ring_release(struct wherry__packet_ring *ring)
{
    if (ring->memory)
        munmap(ring->memory, ring->memory_bytes);
    for (int i = 0; i < WHERRY__RING_LONG; i++)
        free(ring->long_buffers[i]);
}

/* ---- Frames ---------------------------------------------------------------------------------- */

static uint8_t *slot_at(const struct wherry__packet_ring *ring, uint32_t index)
{
    return ring->memory + (size_t)(index / ring->slots_per_block) * BLOCK_BYTES +
           (size_t)(index % ring->slots_per_block) * ring->slot_bytes;
}

/* The slot after one: without slot_at()'s divisions, which cost as much as all the rest. */
static uint8_t *slot_after(const struct wherry__packet_ring *ring, uint8_t *slot)
{
    size_t offset = (size_t)(slot - ring->memory) + ring->slot_bytes;
    if (offset % BLOCK_BYTES > BLOCK_BYTES - ring->slot_bytes)
        offset = (offset / BLOCK_BYTES + 1) * BLOCK_BYTES; /* the rest of a block is unused */
    return ring->memory + (offset < ring->memory_bytes ? offset : 0);
}

/* What another processor has written, far apart: no processor guesses where the next will be. A
 * prefetch reads nothing, so that it may lie beyond the ring. */
static void fetch_ahead(const struct wherry__packet_ring *ring, uint8_t *slot)
{
    const uintptr_t ahead = (uintptr_t)slot + (size_t)AHEAD * ring->slot_bytes;
    __builtin_prefetch((const void *)ahead, 1);
    __builtin_prefetch((const void *)(ahead + CACHE_LINE));
}

static uint32_t *status_of(uint8_t *slot)
{
    return (uint32_t *)(void *)slot; /* tp_status is the first of a header */
}

/* Fetch the long frame whose beginning stands in the slot. With a place for a tag before it. */
static uint8_t *fetch_long(struct wherry__packet_ring *ring, struct wherry_netdev_frame *frame)
{
    uint8_t *buffer = ring->long_buffers[ring->long_frames];
    ssize_t length;
    if (!buffer)
        buffer = ring->long_buffers[ring->long_frames] = malloc(WHERRY__RING_FRAME_BYTES);
    if (!buffer) {
        (void)recv(ring->socket, NULL, 0, MSG_DONTWAIT | MSG_TRUNC); /* or the next would get it */
        return NULL;
    }
    length = recv(ring->socket, buffer + TAG_BYTES, WHERRY__RING_FRAME_BYTES - TAG_BYTES,
                  MSG_DONTWAIT | MSG_TRUNC);
    if (length < WHERRY_NETDEV_HEADER_BYTES)
        return NULL;
    ring->long_frames++;
    frame->wire_length_bytes = (uint32_t)length;
    frame->length_bytes = length < WHERRY__RING_FRAME_BYTES - TAG_BYTES
                              ? (uint32_t)length
                              : WHERRY__RING_FRAME_BYTES - TAG_BYTES;
    return buffer + TAG_BYTES;
}

/* IEEE 802.1Q 9.6: the tag stands behind the addresses. The kernel has taken it out. */
static uint8_t *insert_tag(uint8_t *bytes, const struct tpacket2_hdr *header)
{
    uint16_t type =
        header->tp_status & TP_STATUS_VLAN_TPID_VALID ? header->tp_vlan_tpid : WHERRY__TYPE_VLAN;
    bytes -= TAG_BYTES;
    memmove(bytes, bytes + TAG_BYTES, MACS_BYTES);
    bytes[MACS_BYTES] = (uint8_t)(type >> 8);
    bytes[MACS_BYTES + 1] = (uint8_t)type;
    bytes[MACS_BYTES + 2] = (uint8_t)(header->tp_vlan_tci >> 8);
    bytes[MACS_BYTES + 3] = (uint8_t)header->tp_vlan_tci;
    return bytes;
}

/* A checksum that is "not ready" was to be filled in by a network card, and the frame has never
 * met one: it comes from a veth pair, a bridge or a virtual machine. */
static unsigned settle_checksum(uint8_t *bytes, const struct wherry_netdev_frame *frame,
                                uint32_t status)
{
    if (status & TP_STATUS_CSUM_VALID)
        return WHERRY_NETDEV_FRAME_CHECKED;
    if (status & TP_STATUS_CSUMNOTREADY && wherry__frame_fill_checksum(bytes, frame->length_bytes))
        return WHERRY_NETDEV_FRAME_CHECKED;
    return 0;
}

/* Returns whether it is a frame to be received. */
static int read_slot(struct wherry__packet_ring *ring, uint8_t *slot, uint32_t status,
                     struct wherry_netdev_frame *frame)
{
    const struct tpacket2_hdr *header = (const void *)slot;
    const struct sockaddr_ll *from = (const void *)(slot + sender_offset);
    uint8_t *bytes = slot + header->tp_mac;
    frame->length_bytes = header->tp_snaplen;
    frame->wire_length_bytes = header->tp_len;
    frame->time_ns = header->tp_sec * (uint64_t)1000000000 + header->tp_nsec;
    frame->flags = 0;
    frame->kept = NULL;
    if (status & TP_STATUS_COPY)
        bytes = fetch_long(ring, frame);
    if (!bytes || from->sll_pkttype == PACKET_OUTGOING ||
        frame->length_bytes < WHERRY_NETDEV_HEADER_BYTES)
        return 0;
    if (status & TP_STATUS_VLAN_VALID) {
        bytes = insert_tag(bytes, header);
        frame->length_bytes += TAG_BYTES;
        frame->wire_length_bytes += TAG_BYTES;
    }
    frame->flags = settle_checksum(bytes, frame, status);
    frame->bytes = bytes;
    return 1;
}

unsigned wherry__packet_ring_take(struct wherry__packet_ring *ring,
                                  struct wherry_netdev_frame *frames, unsigned count)
{
    unsigned done = 0;
    uint8_t *slot = slot_at(ring, ring->head);
    while (done < count && ring->borrowed < ring->slots && ring->long_frames < WHERRY__RING_LONG) {
        uint32_t status = __atomic_load_n(status_of(slot), __ATOMIC_ACQUIRE);
        if (!(status & TP_STATUS_USER))
            break;
        fetch_ahead(ring, slot);
        ring->head = ring->head + 1 < ring->slots ? ring->head + 1 : 0;
        ring->borrowed++;
        if (read_slot(ring, slot, status, &frames[done]))
            done++;
        slot = slot_after(ring, slot);
    }
    return done;
}

void wherry__packet_ring_return(struct wherry__packet_ring *ring)
{
    uint8_t *slot = slot_at(ring, (ring->head + ring->slots - ring->borrowed) % ring->slots);
    for (; ring->borrowed > 0; ring->borrowed--) {
        __atomic_store_n(status_of(slot), (uint32_t)TP_STATUS_KERNEL, __ATOMIC_RELEASE);
        slot = slot_after(ring, slot);
    }
    ring->long_frames = 0;
}
