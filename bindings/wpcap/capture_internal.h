/* capture_internal.h: what the files of wherry_capture share.
 *
 * capture.c opens, sends and filters; how packets are waited for differs:
 *
 *   capture_linux.c       non-blocking reads, poll() beside an eventfd
 *   capture_event_win32.c non-blocking reads, the driver's event beside one of our own (Npcap,
 *                         WinPcap)
 *   capture_pump_win32.c  a thread that reads ahead, for a library without a usable event (Wine)
 */
#ifndef WHERRY_CAPTURE_INTERNAL_H
#define WHERRY_CAPTURE_INTERNAL_H

#include "words.h"

#include <wherry/capture.h>

#include <pcap.h>
#include <stdbool.h>

/* ---- Bursts ---------------------------------------------------------------------------------- */

/* Copies of packets, since every pcap library may use the place of one for the next: libpcap gives
 * a block of the ring back to the kernel as soon as its last packet was handed out, that is, before
 * pcap_dispatch() returns. */
struct wherry__burst {
    struct wherry_packet *packets; /* without their bytes, which move when the burst grows */
    unsigned count, capacity, taken;
    uint8_t *bytes;
    size_t used_bytes, taken_bytes, size_bytes;
    uintptr_t last_places[2]; /* where the library had the last packet, and the one before */
    unsigned unit_ns;         /* of ts.tv_usec: 1000, or 1 */
    int failed; /* why the packet after the last is missing: an enum wherry_capture_error */
    struct pcap_pkthdr refused; /* the header that cannot be, for WHERRY_CAPTURE_E_LENGTH */
};

void wherry__burst_release(struct wherry__burst *burst);

/* Forget what is in it; keeps the memory. */
void wherry__burst_clear(struct wherry__burst *burst);

/* False: nothing was added, `failed` says why. */
bool wherry__burst_add(struct wherry__burst *burst, const struct pcap_pkthdr *header,
                       const u_char *bytes);

/* Hand out at most `count`; they stay until the burst is cleared. */
unsigned wherry__burst_take(struct wherry__burst *burst, struct wherry_packet *packets,
                            unsigned count);

/* ---- Waiting --------------------------------------------------------------------------------- */

struct wherry_capture;

/* One way to wait for packets. */
struct wherry__waiter {
    int (*receive)(struct wherry_capture *capture, struct wherry_packet *packets, unsigned count,
                   int timeout_ms);
    void (*wake)(struct wherry_capture *capture);
    void (*pause)(
        struct wherry_capture *capture); /* nobody reads until resume; NULL: nobody does */
    void (*resume)(struct wherry_capture *capture);
    intptr_t (*handle)(struct wherry_capture *capture);
    void (*close)(struct wherry_capture *capture); /* closes `pcap` as well */
};

struct wherry_capture {
    pcap_t *pcap;
    char *device;
    const struct wherry__waiter *waiter;
    void *waiting; /* the waiter's own */
    struct wherry__burst burst;
    enum wherry_capture_latency latency;
    enum wherry_capture_direction direction;
    int datalink;
    uint64_t device_id; /* that the name had when it was opened; 0: unknown */
    bool gone;          /* the device; it does not come back */
    struct wherry_capture_statistics statistics;
    struct pcap_stat
        last; /* what the driver counted when it was asked last; it counts in 32 bits */
    char error[WHERRY_CAPTURE_ERROR_BYTES];
};

/* One pcap_dispatch() without waiting, into the capture's burst. Returns how many packets there are
 * now, or an error. */
int wherry__capture_fill(struct wherry_capture *capture, unsigned count);

/* After activation: choose a way to wait. Sets `waiter` and `waiting`. */
int wherry__capture_start(struct wherry_capture *capture);

/* What to do where the system permits no capture. */
extern const char wherry__capture_rights[];

/* Without delay, would the library's buffer have room for few frames only? */
bool wherry__capture_wastes_room(const char *device, uint32_t snap_bytes);

/* What identifies the device behind a name at this moment: another one by the same name has another
 * identity. 0: there is none, or it cannot be told. */
uint64_t wherry__capture_device_id(const char *device);

/* Send once more after pcap_sendpacket() failed? Waits until there may be room. */
bool wherry__capture_send_again(struct wherry_capture *capture, int error);

/* pcap_setmintocopy(0), after activation. False: there is none. */
bool wherry__capture_set_min_to_copy(pcap_t *pcap);

/* Set the error's text; returns `code`. */
int wherry__capture_fail(struct wherry_capture *capture, int code, const char *format, ...)
    WHERRY__PRINTF(3, 4);

/* The same for a failure of the library: "eth0: cannot receive: ..." with pcap_geterr()'s words.
 * WHERRY_CAPTURE_E_GONE when the device is. */
int wherry__capture_fail_pcap(struct wherry_capture *capture, const char *what);

/* The error of a burst that failed. */
int wherry__capture_fail_burst(struct wherry_capture *capture, const struct wherry__burst *burst);

#endif
