/* mutate.h: changes of bytes by chance. What is long or short stays within FRAME_BYTES_MAX. */
#ifndef WHERRY_TEST_REPLAY_MUTATE_H
#define WHERRY_TEST_REPLAY_MUTATE_H

#include "frame.h"
#include "random.h"

/* One change: bits, bytes, numbers that are edges, pieces doubled, cut out, or taken from `other`.
 * Knows nothing of what the bytes are. */
void mutate_bytes(struct frame *frame, const struct frame *other, struct random *random);

/* One change where a header has something that a stack goes by: lengths, offsets, types, flags,
 * options, fragments. */
void mutate_fields(struct frame *frame, struct random *random);

#endif
