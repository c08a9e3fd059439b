/* dispute.h: functions that gcc and clang call differently. Nobody is wrong for whoever compiles
 * both sides with one of them; but a library made by one and a binding made by the other do not
 * understand each other. Found by tests/abi with the two compilers on the two sides. */
#ifndef WHERRY_GEN_DISPUTE_H
#define WHERRY_GEN_DISPUTE_H

#include "merge.h"

/* What of the function gcc 12 and clang 14 pass differently on a target that declares it: "its
 * parameter 2, a record with a flexible array"; NULL if nothing is known to be. */
const char *dispute_of(const struct model *model, struct arena *arena,
                       const struct entity *function, size_t target);

#endif
