/* verify.h: the target's own compiler has the last word.
 *
 * libclang reads the headers, but the binding is compiled by another compiler, and so was the
 * library. So for each target its compiler is asked for every fact of what is bound: sizes,
 * alignments, offsets, positions of bitfields, types of enums, prototypes, types and values of
 * constants. Where it differs it is right: the API is corrected, and the report says so. What it
 * does not know is dropped into the ledger. */
#ifndef WHERRY_GEN_VERIFY_H
#define WHERRY_GEN_VERIFY_H

#include "merge.h"
#include "notes.h"
#include "options.h"
#include "parse.h"

struct verifier;

/* Start the compilers of all targets, which read the headers while libclang does. NULL: one cannot
 * be started, and why was said. With --no-verify none is. */
struct verifier *verify_start(const struct options *options, struct arena *arena,
                              struct parse_progress *progress);

/* Verify what is bound, all compilers at the same time, then settle the model and seal `apis`,
 * those of the model. */
bool verify(struct verifier *verifier, struct model *model, struct api *apis,
            const struct notes *notes);

/* Ends the compilers that still run. */
void verify_end(struct verifier *verifier);

#endif
