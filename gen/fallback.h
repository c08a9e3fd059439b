/* fallback.h: what libffi cannot pass, said when the binding is made.
 *
 * The conditions and the words are those of the runtime (runtime/src/interface.c, ffi_types.c),
 * which refuses such a call instead of making it wrongly; tests/abi holds the two together. */
#ifndef WHERRY_GEN_FALLBACK_H
#define WHERRY_GEN_FALLBACK_H

#include "merge.h"

/* Why libffi cannot call `function` on target `target`, which declares it; NULL if it can. Of a
 * variadic function this is about its named parameters and its result. */
const char *fallback_refusal(const struct model *model, struct arena *arena,
                             const struct entity *function, size_t target);

#endif
