/* tally.h: the account of a run: which frames arrived, in what order, in what state. */
#ifndef FRAMES_TALLY_H
#define FRAMES_TALLY_H

#include "frame.h"

#include <stdbool.h>

/* Every captured frame is counted in exactly one of the counters from `in_order` to `foreign`. */
struct tally {
    uint32_t expected;  /* how many frames shall arrive; 0 until it is known */
    uint32_t highest;   /* 1 + the highest sequence seen */
    uint8_t *seen;      /* one bit per expected frame */
    uint64_t bytes;     /* captured */
    uint32_t in_order;  /* good, and later in sequence than all before */
    uint32_t late;      /* good, seen for the first time, but overtaken by a later one */
    uint32_t duplicate; /* good, and seen before */
    uint32_t stray;     /* good, but its sequence is not one of the expected */
    uint32_t damaged;
    uint32_t foreign;
    uint32_t dropped; /* by the system for want of buffer space; set by the caller */
};

/* `expected` 0 means: as many as the first good frame announces. */
void tally_init(struct tally *tally, uint32_t expected);
void tally_release(struct tally *tally);

/* Count one captured frame. False when memory ran out. */
bool tally_add(struct tally *tally, const uint8_t *data, size_t captured_bytes, size_t wire_bytes);

/* Expected frames that arrived undamaged, and those that did not. */
uint32_t tally_arrived(const struct tally *tally);
uint32_t tally_lost(const struct tally *tally);

/* True when all expected frames have arrived. */
bool tally_complete(const struct tally *tally);

/* Print the account as one line that begins with `verb` ("received"). */
void tally_print(const struct tally *tally, const char *verb);

#endif
