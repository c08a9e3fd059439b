/* frame.h: the test frames that `frames` sends, and what can be told from one that arrived.
 *
 * An Ethernet frame of the local experimental EtherType (IEEE 802, 0x88B5). All numbers are
 * big-endian; offsets in bytes:
 *
 *      0  destination    6  source    12  EtherType
 *     14  magic "WHRY"  18  sequence  22  frames in the run  26  frame length  30  checksum
 *     34  payload: bytes that follow from sequence and offset
 *
 * The checksum (32-bit FNV-1a) covers all that follows the EtherType, itself left out.
 */
#ifndef FRAMES_FRAME_H
#define FRAMES_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum {
    FRAME_ETHERTYPE = 0x88B5,
    FRAME_MAC_BYTES = 6,
    FRAME_MIN_BYTES = 60, /* Ethernet's smallest frame, without its check sequence */
    FRAME_MAX_BYTES = 65535,
    FRAME_MAX_COUNT = 1 << 24 /* in one run */
};

#define FRAME_FILTER "ether proto 0x88b5"

struct frame_info {
    uint32_t sequence; /* counts from 0 */
    uint32_t total;    /* how many frames the sender sends */
};

enum frame_verdict {
    FRAME_GOOD,
    FRAME_DAMAGED, /* of our EtherType, but cut short or changed on the way */
    FRAME_FOREIGN  /* of another EtherType */
};

/* Write a frame of `size_bytes` (FRAME_MIN_BYTES … FRAME_MAX_BYTES) to `frame`. */
void frame_build(uint8_t *frame, size_t size_bytes, const uint8_t to[FRAME_MAC_BYTES],
                 struct frame_info info);

/* Judge a captured frame: `captured_bytes` of it are at `data`, it was `wire_bytes` long.
 * `*info` is set when the verdict is FRAME_GOOD. */
enum frame_verdict frame_check(const uint8_t *data, size_t captured_bytes, size_t wire_bytes,
                               struct frame_info *info);

#endif
