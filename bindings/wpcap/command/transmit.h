/* transmit.h: frames sent at a rate. */
#ifndef WPCAP_TRANSMIT_H
#define WPCAP_TRANSMIT_H

#include "progress.h"

#include <wherry/capture.h>

struct transmit {
    struct wherry_capture *capture;
    uint64_t rate; /* frames per second; 0: as fast as it goes */
    uint64_t sent, bytes;
    struct progress progress;
};

/* Open the device; Ctrl-C is heeded from now on. False: it cannot be opened, and why was said. */
bool transmit_begin(struct transmit *transmit, const char *device, uint64_t rate, bool is_shown);

/* Send one, when it is its turn. False: it could not be sent, and why was said. */
bool transmit(struct transmit *transmit, const void *bytes, uint32_t length_bytes);

/* Close it, and say what was sent: a line on standard error, or JSON on standard output. */
void transmit_end(struct transmit *transmit, bool as_json);

#endif
