/* frames_round.h: what the programs that are held against each other have in common: they wait for
 * a line, do one round, and print what it took. So their rounds can take turns. */
#ifndef FRAMES_ROUND_H
#define FRAMES_ROUND_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    FRAME_MAX_BYTES = 1518,
    IDLE_MS = 1000 /* a receiver waits so long for what was lost */
};

/* An experiment's (IEEE 802 9.2.3), to an address of nobody's. */
static inline void fill_frame(uint8_t *frame, unsigned frame_bytes)
{
    static const uint8_t header[] = {2, 0, 0, 0, 0, 0x99, 2, 0, 0, 0, 0, 0x98, 0x88, 0xb5};
    memset(frame, 0x55, frame_bytes);
    memcpy(frame, header, sizeof(header));
}

/* The numbers of the next round. 0: there is none. */
static inline int read_round(long *first, long *second)
{
    static int is_started;
    char line[64];
    if (!is_started)
        puts("ready");
    is_started = 1;
    fflush(stdout);
    if (!fgets(line, sizeof(line), stdin))
        return 0;
    long ignored;
    return sscanf(line, "%ld %ld", first, second ? second : &ignored) == 2;
}

/* The frames of a round, timed from the one after the first `first` to the last. */
struct tally {
    long first, last, count;
    double start_ns, end_ns;
};

static inline void tally_frame(struct tally *tally, const uint8_t *bytes, uint32_t length_bytes,
                               double (*now_ns)(void))
{
    if (length_bytes < 14 || bytes[12] != 0x88 || bytes[13] != 0xb5)
        return;
    if (tally->count == tally->first)
        tally->start_ns = now_ns();
    if (++tally->count == tally->last)
        tally->end_ns = now_ns();
}

static inline void tally_print(const struct tally *tally)
{
    long timed = tally->last - tally->first - 1;
    printf("%.2f %ld\n",
           tally->count < tally->last ? 0 : (tally->end_ns - tally->start_ns) / (double)timed,
           tally->count);
}

#endif
