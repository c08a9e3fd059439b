/* hidden.h: names that object-like macros of the headers hide. Text of ours that means the function
 * or the field of such a name comes behind an #undef of the macro. */
#ifndef WHERRY_GEN_HIDDEN_H
#define WHERRY_GEN_HIDDEN_H

#include "merge.h"

/* The names of bound functions and fields of bound records that are hidden and may be uncovered:
 * where the macro is a bound constant itself, the constant is what the name means. Fills `names`
 * (const char *). */
void hidden_names(const struct model *model, struct list *names);

#endif
