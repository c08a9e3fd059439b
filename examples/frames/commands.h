/* commands.h: what `frames` can do. Each function returns the program's exit status: 0 when
 * everything that was asked for happened, else 1, with the reason on stderr. */
#ifndef FRAMES_COMMANDS_H
#define FRAMES_COMMANDS_H

#include "frame.h"

struct options {
    const char *operand; /* DEVICE or FILE */
    uint32_t count;      /* 0: not given */
    uint32_t size_bytes;
    uint32_t interval_us;
    uint32_t timeout_ms;
    uint8_t to[FRAME_MAC_BYTES];
    const char *write_path; /* NULL: none */
};

int command_list(const struct options *options);
int command_send(const struct options *options);
int command_receive(const struct options *options);
int command_count(const struct options *options);
int command_write(const struct options *options);
int command_read(const struct options *options);

#endif
