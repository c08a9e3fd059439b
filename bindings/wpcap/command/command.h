/* command.h: what the subcommands of `wpcap` share. */
#ifndef WPCAP_COMMAND_H
#define WPCAP_COMMAND_H

#include "options.h"

#include <stdbool.h>
#include <stddef.h>

/* One subcommand. Its options are written into a structure of its own, see options.h. */
struct command {
    const char *name;
    const char *operands; /* "DEVICE [FILE]", as --help shows them */
    const char *summary;  /* one line, for `wpcap --help` */
    const char *text;     /* paragraphs and examples, for `wpcap NAME --help` */
    const struct option_row *options;
    size_t option_count;
    size_t settings_bytes; /* of the structure */
    int operands_min, operands_max;
    /* The exit status: 0 done, 1 it failed and why was said. */
    int (*run)(const void *settings, char **operands, int count);
};

extern const struct command devices_command;
extern const struct command capture_command;
extern const struct command replay_command;
extern const struct command send_command;
extern const struct command ping_command;
extern const struct command dhcp_command;
extern const struct command serve_command;
extern const struct command iperf_command;
extern const struct command doctor_command;

/* "wpcap: TEXT" on standard error; returns 1, the exit status. */
int complain(const char *format, ...)
#if defined(__MINGW32__)
    __attribute__((format(gnu_printf, 1, 2)));
#else
    __attribute__((format(printf, 1, 2)));
#endif

#endif
