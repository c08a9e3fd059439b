/* netdev.h: an Ethernet device as a network stack sees it.
 *
 * A stack is given a struct wherry_netdev and does not know what is below: pcap, a packet socket, a
 * capture file, the other end of a pair, or a wrapper around another device. To write one, see
 * <wherry/netdev_driver.h>.
 *
 * Receiving comes in bursts of borrowed frames: nothing is copied unless the stack keeps a frame.
 * Sending is in three steps: reserve room in the device's own buffer, write the frame there and
 * commit it, flush when no more is to be sent for now.
 *
 * Frames are whole Ethernet II frames: destination, source, type, payload; without preamble and
 * frame check sequence; never less than 14 bytes. A frame of less than 60 bytes is padded by
 * whoever needs it padded. A VLAN tag stands in the frame.
 *
 * Errors   Functions return 0 or a count, or a negative enum wherry_netdev_error;
 *          wherry_netdev_error() has the text of the device's last one.
 * Threads  One thread at a time uses a device. wherry_netdev_wake() may be called from any thread
 * and from a signal handler, until the device is closed. */
#ifndef WHERRY_NETDEV_H
#define WHERRY_NETDEV_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wherry_netdev;

#define WHERRY_NETDEV_ERRORS(X)                                                                    \
    X(WHERRY_NETDEV_E_ARGUMENT, -1, "invalid argument")                                            \
    X(WHERRY_NETDEV_E_MEMORY, -2, "out of memory")                                                 \
    X(WHERRY_NETDEV_E_DEVICE, -3, "no such device")                                                \
    X(WHERRY_NETDEV_E_PERMISSION, -4, "not permitted")                                             \
    X(WHERRY_NETDEV_E_SYSTEM, -5, "the system or the driver refused")                              \
    X(WHERRY_NETDEV_E_GONE, -6, "the device is gone")                                              \
    X(WHERRY_NETDEV_E_WOKEN, -7, "woken by another thread")                                        \
    X(WHERRY_NETDEV_E_FULL, -8, "no room to send: flush, or wait")                                 \
    X(WHERRY_NETDEV_E_LENGTH, -9, "longer than the device can send")                               \
    X(WHERRY_NETDEV_E_END, -10, "no more frames will come")                                        \
    X(WHERRY_NETDEV_E_FORMAT, -11, "not a capture file of Ethernet frames")                        \
    X(WHERRY_NETDEV_E_UNSUPPORTED, -12, "not on this system")

enum wherry_netdev_error {
#define WHERRY__ENUMERATOR(name, code, text) name = (code),
    WHERRY_NETDEV_ERRORS(WHERRY__ENUMERATOR)
#undef WHERRY__ENUMERATOR
};

/* The fixed text of an error code. Never NULL. */
const char *wherry_netdev_strerror(int code);

enum {
    WHERRY_NETDEV_ERROR_BYTES = 512,
    WHERRY_NETDEV_HEADER_BYTES = 14, /* of Ethernet II: IEEE 802.3 3.2.6 */
    WHERRY_NETDEV_MAC_BYTES = 6
};

/* ---- Opening --------------------------------------------------------------------------------- */

/* Each gives a device that is the caller's to close. On failure `*device` is NULL, and `error` has
 * the text. */

/* By the name that pcap gives it (<wherry/device.h> finds it by others); needs no more than a pcap
 * library. It receives all that comes to the interface; what this machine sends only where the
 * library cannot tell. Checksums that were left to a network card are filled in. On Linux libpcap's
 * ring has only a thousand places for merged segments, and loses short frames in long bursts;
 * wherry_netdev_open_packet() has forty times as many. */
int wherry_netdev_open_pcap(struct wherry_netdev **device, const char *name,
                            char error[WHERRY_NETDEV_ERROR_BYTES]);

/* By its interface name, through an AF_PACKET socket, with a ring of 64 MiB (less if the kernel
 * refuses that) and sendmmsg(): Linux. It receives all that comes to the interface, not what this
 * machine sends. Checksums that were left to a network card (a veth pair with transmit offload) are
 * filled in; that of a packet which the kernel merged from segments holds for the merged one.
 * An interface that is down is waited for; one that is removed is WHERRY_NETDEV_E_GONE. */
int wherry_netdev_open_packet(struct wherry_netdev **device, const char *interface_name,
                              char error[WHERRY_NETDEV_ERROR_BYTES]);

/* Receive what a capture file holds (pcap, of micro- or nanoseconds, of either byte order), as fast
 * as it is asked for. What is sent goes to `sent_path`, a new capture file; NULL: nowhere. */
int wherry_netdev_open_file(struct wherry_netdev **device, const char *path, const char *sent_path,
                            char error[WHERRY_NETDEV_ERROR_BYTES]);

/* Two devices in memory: what one sends the other receives. They may be used by two threads, and
 * closed in any order. A queue holds `queue_frames`; what does not fit is dropped and counted. */
int wherry_netdev_open_pair(struct wherry_netdev *devices[2], unsigned queue_frames,
                            char error[WHERRY_NETDEV_ERROR_BYTES]);

/* Sends what was committed, as far as that goes without waiting; ends whatever else is under way,
 * frees what is still kept. NULL is allowed. */
void wherry_netdev_close(struct wherry_netdev *device);

const char *wherry_netdev_error(const struct wherry_netdev *device);

/* ---- What it is ------------------------------------------------------------------------------ */

enum wherry_netdev_flags {
    /* The checksums of every received frame are right, or nobody can tell (they were to be filled
     * in by hardware that the frame never met): a stack must not check them. See also enum
     * wherry_netdev_frame_flags. */
    WHERRY_NETDEV_CHECKSUMS_TRUSTED = 1,
    WHERRY_NETDEV_TRANSMIT_ONLY_COMPLETE = 2 /* a checksum that a stack leaves out is an error */
};

struct wherry_netdev_capabilities {
    unsigned mtu_bytes;      /* of the payload */
    unsigned frame_bytes;    /* that a frame to be sent may have, header and all */
    unsigned received_bytes; /* that a received frame may have: more, if segments are merged */
    unsigned receive_burst;  /* frames that are worth asking for at once */
    unsigned send_burst;     /* frames that can be reserved before a flush */
    unsigned flags;          /* enum wherry_netdev_flags */
    intptr_t wait_handle;    /* what becomes readable when frames come, or on a wake: a descriptor
                                for poll(), on Windows a HANDLE to wait for; -1: only
                                wherry_netdev_receive() can wait */
    uint8_t mac[WHERRY_NETDEV_MAC_BYTES]; /* all zero: unknown */
};

/* A wait_handle may be ready though there is no frame, and need not be while some are left: receive
 * with timeout 0 until that returns 0, then wait. */
void wherry_netdev_capabilities(const struct wherry_netdev *device,
                                struct wherry_netdev_capabilities *capabilities);

enum wherry_netdev_link { WHERRY_NETDEV_DOWN, WHERRY_NETDEV_UP, WHERRY_NETDEV_LINK_UNKNOWN };

/* Asks the system each time. */
enum wherry_netdev_link wherry_netdev_link(struct wherry_netdev *device);

struct wherry_netdev_statistics {
    uint64_t received, received_bytes;
    uint64_t sent, sent_bytes;
    uint64_t dropped;      /* received frames that found a buffer full, or were no frames */
    uint64_t send_dropped; /* frames that were committed and could not be sent */
    uint64_t damaged;      /* by a wrapper that makes faults, on purpose */
};

int wherry_netdev_statistics(struct wherry_netdev *device,
                             struct wherry_netdev_statistics *statistics);

/* ---- Receiving ------------------------------------------------------------------------------- */

enum wherry_netdev_frame_flags {
    /* The system vouches for the checksums of TCP or UDP: the network card checked them, or they
     * never left this machine and the device filled them in. A stack need not check them. */
    WHERRY_NETDEV_FRAME_CHECKED = 1
};

struct wherry_netdev_frame {
    const uint8_t *bytes; /* borrowed: until the next receive or close, or as long as kept */
    uint32_t length_bytes;
    uint32_t wire_length_bytes; /* more than the length where the frame was cut off */
    uint64_t time_ns;           /* since 1970-01-01 00:00:00 UTC; 0: unknown */
    void *kept;                 /* the device's; NULL: not kept */
    unsigned flags;             /* enum wherry_netdev_frame_flags */
};

/* Receive at least one frame and at most `count`. Returns how many; 0 when `timeout_ms` is over (0:
 * do not wait; negative: for ever); WHERRY_NETDEV_E_WOKEN, once for all calls of
 * wherry_netdev_wake() since the last; WHERRY_NETDEV_E_END after the last frame of a file. Frames
 * that came before an error are received before it is returned. What was committed is flushed
 * first; frames that this cannot send are counted. */
int wherry_netdev_receive(struct wherry_netdev *device, struct wherry_netdev_frame *frames,
                          unsigned count, int timeout_ms);

/* Keep a frame of the last receive beyond the next one; `frame->bytes` may move. To be released
 * before the device is closed, in any order; the struct may be copied meanwhile.
 * WHERRY_NETDEV_E_MEMORY: it is not kept. */
int wherry_netdev_keep(struct wherry_netdev *device, struct wherry_netdev_frame *frame);
void wherry_netdev_release(struct wherry_netdev *device, struct wherry_netdev_frame *frame);

/* End the receive that is under way, or the next one. */
void wherry_netdev_wake(struct wherry_netdev *device);

/* ---- Sending --------------------------------------------------------------------------------- */

/* Room for a frame of `length_bytes`: `*bytes` is to be written, then committed, before anything
 * else is sent. WHERRY_NETDEV_E_FULL when the burst is full and a flush did not help. */
int wherry_netdev_reserve(struct wherry_netdev *device, uint32_t length_bytes, uint8_t **bytes);

/* The frame is complete; it may have become shorter. 0 bytes: give the room back. */
int wherry_netdev_commit(struct wherry_netdev *device, uint32_t length_bytes);

/* Hand what was committed to the system; never waits. WHERRY_NETDEV_E_FULL: some frames are left
 * for the next flush. Frames that the system refuses are lost and counted, the others are sent. */
int wherry_netdev_flush(struct wherry_netdev *device);

struct wherry_netdev_part {
    const void *bytes;
    uint32_t length_bytes;
};

/* Reserve, gather the parts, commit. */
int wherry_netdev_send(struct wherry_netdev *device, const struct wherry_netdev_part *parts,
                       unsigned count);

/* ---- Wrappers -------------------------------------------------------------------------------- */

/* A wrapper is a device around a device, which it owns from now on, also when it cannot be made:
 * to close the wrapper is to close both. */

/* A line for every frame, as `print` gets it: direction, addresses, protocol, length. */
int wherry_netdev_trace(struct wherry_netdev **device, struct wherry_netdev *inner,
                        void (*print)(void *data, const char *line), void *data,
                        char error[WHERRY_NETDEV_ERROR_BYTES]);

/* Everything that passes goes into a capture file as well (pcap, nanoseconds). Where that cannot be
 * written any more, frames can still be sent, and every receive is that error instead. One that
 * shows with the close only is not told. */
int wherry_netdev_record(struct wherry_netdev **device, struct wherry_netdev *inner,
                         const char *path, char error[WHERRY_NETDEV_ERROR_BYTES]);

/* What happens to frames, in both directions, per million. The same seed and the same frames give
 * the same faults. The wrapper holds frames of its own and has no wait handle. */
struct wherry_netdev_faults {
    uint64_t seed;
    uint32_t lost_ppm;
    uint32_t duplicated_ppm;
    uint32_t reordered_ppm; /* it comes after the next one, whenever that is */
    uint32_t corrupted_ppm; /* one bit is turned over */
    uint32_t delayed_ppm;   /* by `delay_ms` */
    uint32_t delay_ms;
};

int wherry_netdev_faults(struct wherry_netdev **device, struct wherry_netdev *inner,
                         const struct wherry_netdev_faults *faults,
                         char error[WHERRY_NETDEV_ERROR_BYTES]);

#ifdef __cplusplus
}
#endif

#endif
