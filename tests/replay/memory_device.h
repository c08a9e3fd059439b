/* memory_device.h: a device whose frames the test hands in one by one, and whose answers it gets.
 *
 * Each frame, of either direction, is a piece of memory of exactly its length, so that a sanitizer
 * sees the first byte beyond it. */
#ifndef WHERRY_TEST_REPLAY_MEMORY_DEVICE_H
#define WHERRY_TEST_REPLAY_MEMORY_DEVICE_H

#include <wherry/netdev.h>

enum { MEMORY_FRAMES_MAX = 8 };

typedef void memory_answer(void *data, const uint8_t *bytes, uint32_t length_bytes);

/* NULL: out of memory. */
struct wherry_netdev *memory_device_open(memory_answer *answer, void *data);

/* For the next receive; a copy is made. At most MEMORY_FRAMES_MAX between two receives. */
void memory_device_put(struct wherry_netdev *device, const uint8_t *bytes, uint32_t length_bytes,
                       uint32_t wire_length_bytes);

#endif
