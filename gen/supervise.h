/* supervise.h: libclang is not ours; what it does to its process must not be what the user sees. */
#ifndef WHERRY_GEN_SUPERVISE_H
#define WHERRY_GEN_SUPERVISE_H

#include "parse.h"

typedef int supervised(void *data, struct parse_progress *progress);

/* Run `work` in a child process and return its exit status. If the child crashes or takes longer
 * than `timeout_s`, say which declaration of which target it was at, and return 1. */
int supervise(supervised *work, void *data, unsigned timeout_s);

#endif
