#include "tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void tally_init(struct tally *tally, uint32_t expected)
{
    *tally = (struct tally){.expected = expected};
}

void tally_release(struct tally *tally)
{
    free(tally->seen);
    tally->seen = NULL;
}

/* True when the frame had been seen before. `sequence` is below `expected`. */
static bool mark_seen(struct tally *tally, uint32_t sequence)
{
    uint8_t bit = (uint8_t)(1u << (sequence % 8));
    uint8_t *byte = &tally->seen[sequence / 8];
    bool before = *byte & bit;
    *byte |= bit;
    return before;
}

static void add_good(struct tally *tally, uint32_t sequence)
{
    if (sequence >= tally->expected)
        tally->stray++;
    else if (mark_seen(tally, sequence))
        tally->duplicate++;
    else if (sequence < tally->highest)
        tally->late++;
    else {
        tally->in_order++;
        tally->highest = sequence + 1;
    }
}

bool tally_add(struct tally *tally, const uint8_t *data, size_t captured_bytes, size_t wire_bytes)
{
    struct frame_info info;
    tally->bytes += captured_bytes;
    switch (frame_check(data, captured_bytes, wire_bytes, &info)) {
    case FRAME_FOREIGN:
        tally->foreign++;
        return true;
    case FRAME_DAMAGED:
        tally->damaged++;
        return true;
    case FRAME_GOOD:
        break;
    }
    if (tally->expected == 0)
        tally->expected = info.total;
    if (!tally->seen)
        tally->seen = calloc((size_t)tally->expected / 8 + 1, 1);
    if (!tally->seen)
        return false;
    add_good(tally, info.sequence);
    return true;
}

uint32_t tally_arrived(const struct tally *tally)
{
    return tally->in_order + tally->late;
}

uint32_t tally_lost(const struct tally *tally)
{
    return tally->expected - tally_arrived(tally);
}

bool tally_complete(const struct tally *tally)
{
    return tally->expected > 0 && tally_lost(tally) == 0;
}

void tally_print(const struct tally *tally, const char *verb)
{
    printf("%s %" PRIu32 " of ", verb, tally_arrived(tally));
    if (tally->expected > 0)
        printf("%" PRIu32, tally->expected);
    else
        printf("an unknown number of");
    printf(" frames: %" PRIu32 " in order, %" PRIu32 " late, %" PRIu32 " lost, %" PRIu32
           " duplicated, %" PRIu32 " damaged",
           tally->in_order, tally->late, tally_lost(tally), tally->duplicate, tally->damaged);
    if (tally->stray > 0)
        printf(", %" PRIu32 " beyond the expected", tally->stray);
    if (tally->foreign > 0)
        printf(", %" PRIu32 " of other kinds", tally->foreign);
    if (tally->dropped > 0)
        printf(", %" PRIu32 " dropped by the system before we saw them", tally->dropped);
    printf("\n");
}
