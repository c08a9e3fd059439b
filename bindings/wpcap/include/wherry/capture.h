/* capture.h: a device that is open for capture and for sending, through pcap, with one contract
 * about time on every system.
 *
 * pcap's own contract differs: the read time-out is ignored on an idle device by Linux and by Wine,
 * 0 means for ever on one system and at once on another, and a read that is under way cannot be
 * ended everywhere. Here a receive ends at its deadline, or when wherry_capture_wake() was called,
 * and closing never hangs.
 *
 * Errors   Functions return 0 or a count, or a negative enum wherry_capture_error. The text of a
 *          capture's last error, with the driver's own words, is wherry_capture_error(); where
 *          there is no capture yet, it is in the buffer given to wherry_capture_open().
 * Threads  One thread at a time uses a capture. wherry_capture_wake() may be called from any
 *          thread, and from a signal handler or console control handler, until the capture is
 *          closed.
 * Text     UTF-8. */
#ifndef WHERRY_CAPTURE_H
#define WHERRY_CAPTURE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wherry_capture;

#define WHERRY_CAPTURE_ERRORS(X)                                                                   \
    X(WHERRY_CAPTURE_E_ARGUMENT, -1, "invalid argument")                                           \
    X(WHERRY_CAPTURE_E_MEMORY, -2, "out of memory")                                                \
    X(WHERRY_CAPTURE_E_LIBRARY, -3, "no usable pcap library")                                      \
    X(WHERRY_CAPTURE_E_DEVICE, -4, "no such device")                                               \
    X(WHERRY_CAPTURE_E_PERMISSION, -5, "not permitted")                                            \
    X(WHERRY_CAPTURE_E_DRIVER, -6, "the driver refused")                                           \
    X(WHERRY_CAPTURE_E_GONE, -7, "the device is gone")                                             \
    X(WHERRY_CAPTURE_E_FILTER, -8, "not a filter")                                                 \
    X(WHERRY_CAPTURE_E_WOKEN, -9, "woken by another thread")                                       \
    X(WHERRY_CAPTURE_E_LENGTH, -10, "a frame of an impossible length")

enum wherry_capture_error {
#define WHERRY__ENUMERATOR(name, code, text) name = (code),
    WHERRY_CAPTURE_ERRORS(WHERRY__ENUMERATOR)
#undef WHERRY__ENUMERATOR
};

/* The fixed text of an error code. Never NULL. */
const char *wherry_capture_strerror(int code);

enum { WHERRY_CAPTURE_ERROR_BYTES = 512 };

/* A member that is 0 takes what is right for most. */
struct wherry_capture_options {
    uint32_t snap_length_bytes; /* of each frame, at most; 0: 65,535 */
    uint32_t buffer_bytes;      /* of the driver; 0: 64 MiB, or less if the driver refuses that */
    /* How late frames may come. Without delay each takes the room of the longest that can come: on
     * Linux, where the card or the kernel merges segments, that is the snap length, and the buffer
     * holds a thousand frames only. So there they may come 1 ms late (4 before Linux 6.18), and
     * everywhere else without delay, if that is not decided here: */
    int patient;        /* they may come late everywhere */
    int prompt;         /* without delay everywhere; patience comes before it */
    int only_own;       /* not promiscuous: only what is for this machine */
    int only_received;  /* not what this machine sends itself, where that can be told:
                           wherry_capture_direction() says whether */
    const char *filter; /* in pcap-filter's language; NULL: everything */
};

/* How frames come without delay. Chosen by wherry_capture_open(), the first that works. */
enum wherry_capture_latency {
    WHERRY_CAPTURE_IMMEDIATE,   /* pcap_set_immediate_mode() */
    WHERRY_CAPTURE_MIN_TO_COPY, /* pcap_setmintocopy(0): WinPcap */
    WHERRY_CAPTURE_TIMEOUT      /* a read time-out of 1 ms; on Linux chosen before the others where
                                   segments are merged */
};

/* Open a device by the name that pcap gives it (see <wherry/device.h> for others). `*capture` is
 * the caller's to close; on failure it is NULL, and `error` has the text. */
int wherry_capture_open(struct wherry_capture **capture, const char *device,
                        const struct wherry_capture_options *options,
                        char error[WHERRY_CAPTURE_ERROR_BYTES]);

/* Never blocks for longer than 100 ms. NULL is allowed. */
void wherry_capture_close(struct wherry_capture *capture);

const char *wherry_capture_error(const struct wherry_capture *capture);
const char *wherry_capture_device(const struct wherry_capture *capture);
enum wherry_capture_latency wherry_capture_latency(const struct wherry_capture *capture);

/* What is received. `only_received` is a wish: WinPcap and Wine do not tell what they received from
 * what this machine sent. There the filter "not ether src MAC", with the device's own address,
 * leaves out what the system sends, and with it any frame that comes in under that address. */
enum wherry_capture_direction {
    WHERRY_CAPTURE_BOTH_WAYS, /* also what this machine sends, but for what this capture itself sent
                                 where the driver leaves that out */
    WHERRY_CAPTURE_RECEIVED   /* what `only_received` asks for */
};
enum wherry_capture_direction wherry_capture_direction(const struct wherry_capture *capture);

/* The link-layer header type, DLT_…: 1 is Ethernet; and what the library calls it: "EN10MB". "": it
 * has no name for it. */
int wherry_capture_datalink(const struct wherry_capture *capture);
const char *wherry_capture_datalink_name(const struct wherry_capture *capture);

struct wherry_packet {
    const uint8_t *bytes;       /* borrowed: until the next receive, or the end of the capture; to
                                   send, to filter or to count in between does not end it */
    uint32_t length_bytes;      /* that were captured, at `bytes` */
    uint32_t wire_length_bytes; /* that the frame had; never less. Debian's 32-bit Wine hides it:
                                   then it is the same */
    uint64_t time_ns;           /* since 1970-01-01 00:00:00 UTC, of the driver's clock */
};

/* Receive at least one packet and at most `count`, as many as are there. Returns how many; 0 when
 * `timeout_ms` is over (0: do not wait; negative: for ever); WHERRY_CAPTURE_E_WOKEN, once for any
 * number of calls of wherry_capture_wake() since the last; or another error. */
int wherry_capture_receive(struct wherry_capture *capture, struct wherry_packet *packets,
                           unsigned count, int timeout_ms);

/* What becomes ready when packets come, for a loop that waits for other things as well: on Linux a
 * descriptor to poll, on Windows an event of the capture's. Ready does not mean that there are
 * packets, and when some are left over from a burst it need not be ready: receive with a time-out
 * of 0 until there are none, then wait. -1: there is none. */
intptr_t wherry_capture_wait_handle(struct wherry_capture *capture);

/* End the receive that is under way, or the next one. */
void wherry_capture_wake(struct wherry_capture *capture);

/* Send one frame, whole. */
int wherry_capture_send(struct wherry_capture *capture, const void *bytes, uint32_t length_bytes);

/* Replace the filter; NULL or "": everything. Packets that came before may still be received. After
 * WHERRY_CAPTURE_E_FILTER the old one remains. */
int wherry_capture_set_filter(struct wherry_capture *capture, const char *filter);

struct wherry_capture_statistics {
    uint64_t received;          /* that wherry_capture_receive() handed out: pcap's own count means
                                   something else on every system */
    uint64_t dropped;           /* that found the driver's buffer full */
    uint64_t dropped_by_device; /* that the card or its driver lost; 0 where nobody counts */
};

int wherry_capture_statistics(struct wherry_capture *capture,
                              struct wherry_capture_statistics *statistics);

#ifdef __cplusplus
}
#endif

#endif
