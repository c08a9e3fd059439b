/* frame_describe.h: an Ethernet frame as a line of text, in the manner of tcpdump -e. */
#ifndef WHERRY_FRAME_DESCRIBE_H
#define WHERRY_FRAME_DESCRIBE_H

#include <wherry/netdev.h>

enum { WHERRY__LINE_BYTES = 512 };

void wherry__frame_describe(const uint8_t *frame, uint32_t length_bytes, uint32_t wire_length_bytes,
                            const char *direction, char line[WHERRY__LINE_BYTES]);

#endif
