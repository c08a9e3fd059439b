/* options.h: the command line of replay_stack and replay_parsers. */
#ifndef WHERRY_TEST_REPLAY_OPTIONS_H
#define WHERRY_TEST_REPLAY_OPTIONS_H

#include <stdint.h>

struct options {
    uint64_t seed, frames; /* how many */
    uint64_t show;         /* this step in words; 0: none */
    const char *write;     /* what is fed goes into this capture; NULL: nowhere */
    int plain;             /* the captures as they are, once */
    char **paths;          /* up to NULL */
};

/* Returns 0, or -1 after the usage was printed. */
int options_read(struct options *options, char **arguments);

#endif
