/* The account of a run, frame by frame, without a network. */
#include "tally.h"

#include <stdio.h>
#include <string.h>

enum { SIZE_BYTES = 100, TOTAL = 8 };

static int failures;

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    printf("FAILED: %s\n", what);
    failures++;
}

static const uint8_t to[FRAME_MAC_BYTES] = {2, 0, 0, 0, 0, 1};

static void add(struct tally *tally, uint32_t sequence)
{
    uint8_t frame[SIZE_BYTES];
    frame_build(frame, sizeof(frame), to, (struct frame_info){sequence, TOTAL});
    check(tally_add(tally, frame, sizeof(frame), sizeof(frame)), "memory");
}

static void test_order(void)
{
    static const uint32_t sequences[] = {0, 1, 3, 2, 3, 6, 7, 0};
    struct tally tally;
    tally_init(&tally, 0);
    check(!tally_complete(&tally), "a run of unknown length is never complete");
    for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
        add(&tally, sequences[i]);
    check(tally.expected == TOTAL, "the sender's total is taken over");
    check(tally.in_order == 5 && tally.late == 1 && tally.duplicate == 2, "order");
    check(tally_arrived(&tally) == 6 && tally_lost(&tally) == 2, "lost frames");
    add(&tally, 4);
    add(&tally, 5);
    check(tally_complete(&tally), "complete when the last missing frame has come");
    check(tally.bytes == 10 * SIZE_BYTES, "bytes");
    tally_release(&tally);
}

static void test_stray(void)
{
    struct tally tally;
    tally_init(&tally, 4);
    for (uint32_t i = 0; i < TOTAL; i++)
        add(&tally, i);
    check(tally_complete(&tally) && tally.stray == 4, "frames beyond the expected");
    tally_release(&tally);
}

/* Every single changed byte after the EtherType is noticed. */
static void test_damage(void)
{
    uint8_t frame[SIZE_BYTES];
    struct frame_info info;
    frame_build(frame, sizeof(frame), to, (struct frame_info){5, TOTAL});
    check(frame_check(frame, SIZE_BYTES, SIZE_BYTES, &info) == FRAME_GOOD, "a whole frame");
    check(info.sequence == 5 && info.total == TOTAL, "its numbers");
    for (size_t i = 14; i < SIZE_BYTES; i++) {
        frame[i] ^= 0x10;
        check(frame_check(frame, SIZE_BYTES, SIZE_BYTES, &info) == FRAME_DAMAGED, "one bit");
        frame[i] ^= 0x10;
    }
    for (size_t i = 14; i < SIZE_BYTES; i++)
        check(frame_check(frame, i, SIZE_BYTES, &info) == FRAME_DAMAGED, "cut by the capture");
    for (size_t i = 14; i < SIZE_BYTES; i++)
        check(frame_check(frame, i, i, &info) == FRAME_DAMAGED, "cut on the wire");
    for (size_t i = 0; i < 14; i++)
        check(frame_check(frame, i, i, &info) == FRAME_FOREIGN, "no EtherType");
    frame[13] ^= 1;
    check(frame_check(frame, SIZE_BYTES, SIZE_BYTES, &info) == FRAME_FOREIGN, "another EtherType");
}

/* A frame must not make the receiver allocate what it announces. */
static void test_nonsense(void)
{
    uint8_t frame[SIZE_BYTES];
    struct frame_info info;
    frame_build(frame, sizeof(frame), to, (struct frame_info){0, UINT32_MAX});
    check(frame_check(frame, SIZE_BYTES, SIZE_BYTES, &info) == FRAME_DAMAGED, "a huge total");
    frame_build(frame, sizeof(frame), to, (struct frame_info){0, 0});
    check(frame_check(frame, SIZE_BYTES, SIZE_BYTES, &info) == FRAME_DAMAGED, "no total");
    frame_build(frame, sizeof(frame), to, (struct frame_info){TOTAL, TOTAL});
    check(frame_check(frame, SIZE_BYTES, SIZE_BYTES, &info) == FRAME_DAMAGED, "beyond the total");
}

int main(void)
{
    test_order();
    test_stray();
    test_damage();
    test_nonsense();
    return failures > 0;
}
