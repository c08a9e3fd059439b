/* options.h: a command line as a table. The table is parser and help in one. */
#ifndef WPCAP_OPTIONS_H
#define WPCAP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an option's argument is, and the member that takes it. */
enum option_kind {
    OPTION_FLAG,     /* bool; no argument */
    OPTION_TEXT,     /* const char * */
    OPTION_COUNT,    /* uint64_t, 0 upwards */
    OPTION_BYTES,    /* uint64_t: 64k, 1M, 2G are of 1024 */
    OPTION_DURATION, /* uint64_t, microseconds: 10, 0.5, 200ms, 50us, 2m */
    OPTION_RATE      /* uint64_t, per second: 1000, 10k, 1M are of 1000 */
};

struct option_row {
    const char *name; /* "count", for --count */
    char letter;      /* 'c'; 0: none */
    enum option_kind kind;
    const char *argument; /* "N", as --help shows it; NULL with a flag */
    const char *help;
    size_t offset; /* of the member */
};

/* Read the options of `argv` (argv[0] is the subcommand) into `settings`, zero where they are not
 * given. They may stand between operands, and end at "--"; operands are moved to the end of `argv`.
 * The index of the first operand; 0: --help was given; negative: it is wrong, and why was said. */
int options_read(const struct option_row *rows, size_t count, void *settings, int argc,
                 char **argv);

/* A line for each, in columns. */
void options_print(const struct option_row *rows, size_t count);

/* Of one text. False if it is none, or too large. */
bool option_parse(enum option_kind kind, const char *text, uint64_t *value);

#endif
