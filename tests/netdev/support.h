/* support.h: frames with a number in them, for tests of devices. */
#ifndef WHERRY_TEST_NETDEV_SUPPORT_H
#define WHERRY_TEST_NETDEV_SUPPORT_H

#include <wherry/netdev.h>

enum { SUPPORT_TYPE = 0x88b5 }; /* IEEE 802: for experiments */

/* A frame of our type, filled with bytes that depend on `number` and the length. */
void support_fill(uint8_t *bytes, uint32_t length_bytes, uint32_t number);

/* Is it exactly that? */
int support_holds(const struct wherry_netdev_frame *frame, uint32_t length_bytes, uint32_t number);

/* Reserve, fill and commit. */
int support_send(struct wherry_netdev *device, uint32_t length_bytes, uint32_t number);

/* A length for every number, of those that occur on an Ethernet. */
uint32_t support_length(uint32_t number);

#endif
