/* report.h: what people and build tools read beside the binding. */
#ifndef WHERRY_GEN_REPORT_H
#define WHERRY_GEN_REPORT_H

#include "emit.h"
#include "merge.h"
#include "writer.h"

/* --ledger: one line per declaration that is not bound, in the compilers' form. */
void report_ledger(const struct model *model, struct arena *arena, struct writer *out);

/* --depfile: a Make rule. */
void report_depfile(const struct model *model, const char *target, const char *notes_file,
                    struct writer *out);

/* --dump=model. */
void report_model(const struct model *model, struct arena *arena, struct writer *out);

/* For people: what differs between the targets and how, and where a target's compiler and libclang
 * differed. */
void report_portability(const struct model *model, struct arena *arena, struct writer *out);

#endif
