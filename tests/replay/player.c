#include "player.h"

enum {
    ETHERNET_BYTES = 14,
    SOUP_FRAMES = 150,
    SOUP_CHANGED_PERCENT = 85,
    PLAY_CHANGED_PERCENT = 8,
    AIMED_PERCENT = 60,
    REPAIRED_PERCENT = 80,
    ANSWERED_PERCENT = 50,
    ADDRESSED_PERCENT = 90, /* of the changed ones: with their MAC addresses as they were */
    CUT_PERCENT = 1
};

void player_start(struct player *player, const struct samples *samples, uint64_t seed, int plain)
{
    *player = (struct player){.samples = samples, .random = {seed}, .plain = plain};
}

void player_restart(struct player *player)
{
    player->files_played = 0;
    player->next = player->end = 0;
    player->answered = 0;
}

static void begin_file(struct player *player, size_t file)
{
    player->next = player->samples->starts[file];
    player->end = player->samples->starts[file + 1];
    player->is_soup = 0;
}

/* Returns 0 where nothing is left to be played. */
static int begin_play(struct player *player)
{
    struct random *random = &player->random;
    player->changed_percent = 0;
    player->port_shift = 0;
    if (player->files_played < player->samples->files) {
        begin_file(player, player->files_played++);
        return 1;
    }
    if (player->plain)
        return 0;
    player->port_shift = (uint16_t)random_below(random, 0x4000);
    if (random_percent(random, 50)) {
        begin_file(player, random_below(random, (uint32_t)player->samples->files));
        player->changed_percent = PLAY_CHANGED_PERCENT;
        return 1;
    }
    player->next = 0;
    player->end = SOUP_FRAMES;
    player->is_soup = 1;
    player->changed_percent = SOUP_CHANGED_PERCENT;
    return 1;
}

static const struct sample *any_sample(struct player *player)
{
    const struct samples *samples = player->samples;
    return &samples->all[random_below(&player->random, (uint32_t)samples->count)];
}

/* Of a play that may be changed some frames are lost, repeated, or come too early. */
static const struct sample *next_sample(struct player *player)
{
    const struct sample *all = player->samples->all;
    struct random *random = &player->random;
    size_t at = player->next++;
    if (player->is_soup)
        return any_sample(player);
    if (player->changed_percent == 0 || !random_percent(random, 6) || player->next >= player->end)
        return &all[at];
    switch (random_below(random, 3)) {
    case 0:
        return &all[player->next++];
    case 1:
        player->next--;
        return &all[at];
    default:
        return &all[at + random_below(random, (uint32_t)(player->end - at))];
    }
}

/* What the stack asked for is mostly answered, by one of the captured answers of that kind. */
static const struct sample *any_answer(struct player *player, const struct live *live)
{
    const struct samples *samples = player->samples;
    if (player->answered == live->asked || !random_percent(&player->random, ANSWERED_PERCENT))
        return NULL;
    player->answered = live->asked;
    size_t first = random_below(&player->random, (uint32_t)samples->count);
    for (size_t i = 0; i < samples->count; i++) {
        const struct sample *sample = &samples->all[(first + i) % samples->count];
        if (sample->answer == live->awaited)
            return sample;
    }
    return NULL;
}

static void change(struct player *player, const struct live *live, const struct sample *sample,
                   struct played *played)
{
    struct random *random = &player->random;
    struct frame *frame = &played->frame;
    uint32_t changes = 1 + random_below(random, 3);
    if (random_percent(random, AIMED_PERCENT))
        live_aim(live, frame, random);
    for (uint32_t i = 0; i < changes; i++) {
        if (random_percent(random, 50))
            mutate_fields(frame, random);
        else
            mutate_bytes(frame, &any_sample(player)->frame, random);
    }
    if (frame->length_bytes < ETHERNET_BYTES) /* no device hands on less */
        frame->length_bytes = ETHERNET_BYTES;
    if (random_percent(random, ADDRESSED_PERCENT))
        memcpy(frame->bytes, sample->frame.bytes, ETHERNET_BYTES - 2);
    if (random_percent(random, REPAIRED_PERCENT))
        frame_repair(frame);
    played->wire_length_bytes = frame->length_bytes;
    if (random_percent(random, CUT_PERCENT))
        played->wire_length_bytes += 1 + random_below(random, 100);
}

int player_next(struct player *player, const struct live *live, struct played *played)
{
    while (player->next >= player->end) {
        if (!begin_play(player))
            return 0;
    }
    const struct sample *sample = player->plain ? NULL : any_answer(player, live);
    if (!sample)
        sample = next_sample(player);
    played->frame = sample->frame;
    played->wire_length_bytes = sample->frame.length_bytes;
    played->time_ns = sample->time_ns;
    if (player->plain)
        return 1;
    live_adapt(live, &played->frame, sample, player->port_shift);
    if (random_percent(&player->random, player->changed_percent))
        change(player, live, sample, played);
    return 1;
}
