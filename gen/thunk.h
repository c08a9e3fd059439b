/* thunk.h: functions with a body of their own in the binding. A thunk calls what no library
 * exports; the C stub of a function passes what an assembler stub does not keep. */
#ifndef WHERRY_GEN_THUNK_H
#define WHERRY_GEN_THUNK_H

#include "merge.h"

/* The definition of the thunk of a function, under `name`: "int name(int p0) { return (f)(p0); }".
 * NULL if C cannot spell its type. */
const char *thunk_definition(const struct model *model, struct arena *arena,
                             const struct function *function, const char *name);

/* The same for any callee of the function's type: an expression. */
const char *thunk_call_definition(const struct model *model, struct arena *arena,
                                  const struct type *type, const char *name, const char *callee);

#endif
