/* progress.h: what long work shows on standard error: a line that is written over, if that is a
 * terminal, and nothing otherwise. */
#ifndef WPCAP_PROGRESS_H
#define WPCAP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool is_shown;
    uint64_t begun_us;
    uint64_t next_us; /* when the line is due again */
    uint64_t last_us; /* when it was shown last, and what then was */
    uint64_t last_frames, last_bytes;
};

void progress_begin(struct progress *progress, bool is_wanted);

/* The line, if it is due: "  12345 frames  10.2 MB  3456 frames/s  22.1 Mbit/s". */
void progress_show(struct progress *progress, uint64_t frames, uint64_t bytes);

/* Erases it. */
void progress_end(struct progress *progress);

/* "12.3 MB", "345 B"; `unit` "B" or "bit/s". */
void progress_scaled(char text[32], double value, const char *unit);

#endif
