/* player.h: which frame comes next: captured connections from their beginning to their end, with
 * few changes, and between them single frames of any of them, with many. */
#ifndef WHERRY_TEST_REPLAY_PLAYER_H
#define WHERRY_TEST_REPLAY_PLAYER_H

#include "live.h"
#include "mutate.h"

struct player {
    const struct samples *samples;
    struct random random;
    int plain;
    size_t files_played; /* each is played as it is before anything is changed */
    size_t next, end;    /* of the play under way */
    unsigned answered;   /* of the stack's own requests */
    int is_soup;         /* single frames; `next` only counts */
    uint32_t changed_percent;
    uint16_t port_shift;
};

struct played {
    struct frame frame;
    uint32_t wire_length_bytes;
    uint64_t time_ns; /* of the capture */
};

void player_start(struct player *player, const struct samples *samples, uint64_t seed, int plain);

/* The host is a new one: the captures once more as they are. */
void player_restart(struct player *player);

/* Returns 0 at the end, which only a plain one has. */
int player_next(struct player *player, const struct live *live, struct played *played);

#endif
