/* packet_ring_linux.h: the memory that an AF_PACKET socket shares with the kernel, in which it
 * leaves the frames that come: man 7 packet, Documentation/networking/packet_mmap.rst.
 *
 * TPACKET_V2, a slot per frame: with the blocks of TPACKET_V3 a frame may lie for a millisecond
 * until its block is handed over, which a TCP/IP stack would add to every round trip. A frame that
 * is longer than a slot (the kernel merges segments) comes through the socket's own queue. */
#ifndef WHERRY_PACKET_RING_LINUX_H
#define WHERRY_PACKET_RING_LINUX_H

#include <wherry/netdev.h>

enum {
    WHERRY__RING_BYTES = 64 << 20,
    WHERRY__RING_FRAME_BYTES = 65536 + WHERRY_NETDEV_HEADER_BYTES + 4, /* merged, with a tag */
    WHERRY__RING_LONG = 64 /* frames that are longer than a slot, in one burst */
};

struct wherry__packet_ring {
    int socket; /* not the ring's own */
    uint8_t *memory;
    size_t memory_bytes;
    uint32_t slot_bytes, slots, slots_per_block;
    uint32_t head;     /* where the next frame will be */
    uint32_t borrowed; /* slots before it that the kernel has not got back */
    unsigned long_frames;
    uint8_t *long_buffers[WHERRY__RING_LONG]; /* made when they are first needed */
};

/* Before the socket is bound. Returns 0, or an error with its text; either way to be released. */
int wherry__packet_ring_init(struct wherry__packet_ring *ring, int socket, unsigned mtu_bytes,
                             char error[WHERRY_NETDEV_ERROR_BYTES]);
void wherry__packet_ring_release(struct wherry__packet_ring *ring);

/* Borrow what is there. VLAN tags and checksums that the kernel keeps apart are put in. */
unsigned wherry__packet_ring_take(struct wherry__packet_ring *ring,
                                  struct wherry_netdev_frame *frames, unsigned count);

/* Give all back that was borrowed. */
void wherry__packet_ring_return(struct wherry__packet_ring *ring);

#endif
