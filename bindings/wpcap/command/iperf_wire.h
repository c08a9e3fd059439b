/* iperf_wire.h: what iperf 2 says besides the payload, as bytes. Nothing here knows a network. */
#ifndef WPCAP_IPERF_WIRE_H
#define WPCAP_IPERF_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    IPERF_HELLO_BYTES = 60,      /* what a TCP client may begin its bytes with */
    IPERF_HELLO_READ_BYTES = 36, /* as much of it as iperf_hello_read() takes */
    IPERF_STAMP_BYTES = 40,      /* what each datagram begins with */
    IPERF_REPORT_BYTES = 56      /* the server's last word on UDP */
};

/* The wishes of a TCP client. */
struct iperf_hello {
    unsigned parallel; /* connections of this client */
    bool is_reverse;   /* the server shall send */
    uint64_t bytes;    /* so much; 0: for `time_us` */
    uint64_t time_us;
};

/* False: `length` bytes are too few to know. */
bool iperf_hello_is_whole(const uint8_t *from, size_t length);
void iperf_hello_read(struct iperf_hello *hello, const uint8_t *from, size_t length);
void iperf_hello_write(uint8_t to[IPERF_HELLO_BYTES], const struct iperf_hello *hello);

/* Of a datagram. */
struct iperf_stamp {
    int64_t number; /* from 0 or 1; that of the last one is negative */
    int64_t sent_us;
    bool is_wide; /* numbers of 64 bits, and what follows them is 4 bytes further on */
};

/* False: it is none. */
bool iperf_stamp_read(struct iperf_stamp *stamp, const uint8_t *from, size_t length);
void iperf_stamp_write(uint8_t to[IPERF_STAMP_BYTES], const struct iperf_stamp *stamp);

/* What a UDP server received. */
struct iperf_report {
    uint64_t bytes, time_us, lost, out_of_order, datagrams, jitter_us; /* datagrams: lost or not */
};

bool iperf_report_read(struct iperf_report *report, const uint8_t *from, size_t length);
void iperf_report_write(uint8_t to[IPERF_REPORT_BYTES], const struct iperf_report *report,
                        bool is_wide);

#endif
