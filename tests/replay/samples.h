/* samples.h: the frames of captures that came to the stack, and how far each acknowledgement was
 * into its connection then. */
#ifndef WHERRY_TEST_REPLAY_SAMPLES_H
#define WHERRY_TEST_REPLAY_SAMPLES_H

#include "frame.h"

#include <stddef.h>

/* An answer to what the stack asked for. */
enum answer { ANSWER_NONE, ANSWER_NAME, ANSWER_LEASE, ANSWER_PING4, ANSWER_PING6 };

struct sample {
    struct frame frame;
    enum answer answer;
    uint64_t time_ns;
    int has_initial;  /* the SYN-ACK of its connection was seen before it ... */
    uint32_t initial; /* ... with this sequence number */
};

struct samples {
    struct sample *all;
    size_t count, room;
    size_t *starts; /* of each file; then the count */
    size_t files;
};

/* Add what a capture file has. Frames from `own_mac` are the stack's: only SYN-ACKs are looked at.
 * Returns 0, or -1 with the reason on stderr. */
int samples_load(struct samples *samples, const char *path, const uint8_t own_mac[6]);
void samples_release(struct samples *samples);

#endif
