/* call.h: `wherry call`: one function of a library, called now. */
#ifndef WHERRY_GEN_CALL_H
#define WHERRY_GEN_CALL_H

#include "options.h"
#include "parse.h"

/* Parse the declaration, load the library, convert the arguments, call, print the result.
 * Returns the exit status. */
int call(const struct options *options, struct arena *arena, struct parse_progress *progress);

#endif
