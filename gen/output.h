/* output.h: files that appear whole or not at all. */
#ifndef WHERRY_GEN_OUTPUT_H
#define WHERRY_GEN_OUTPUT_H

#include "base.h"
#include "writer.h"

struct outputs {
    struct list files; /* struct output * */
};

/* Text that will become file `path`; the writer belongs to `outputs`. */
struct writer *outputs_add(struct outputs *outputs, struct arena *arena, const char *path);

/* The text of the i-th file so far; it belongs to `outputs`. */
const char *outputs_text(const struct outputs *outputs, size_t i, size_t *length);

/* Whether an output is one of these files (const char *), or two are one: it is said, and nothing
 * may be written. */
bool outputs_clash(const struct outputs *outputs, const struct list *inputs);

/* Write every file whose contents differ from what is there: all to temporary files first, then
 * renamed into place. On failure the error is said and no file has changed. */
bool outputs_commit(const struct outputs *outputs);

void outputs_release(struct outputs *outputs);

#endif
