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

/* Send one, when it is its turn. False: it could not be sent, and why was said. */
bool transmit(struct transmit *transmit, const void *bytes, uint32_t length_bytes);

/* The summary, as a line on standard error or as JSON on standard output. */
void transmit_summarise(const struct transmit *transmit, bool as_json);

#endif
