/* emit.h: what a back end is. One struct of functions in one table; a new language is one file and
 * one row (docs/ADDING_A_BACKEND.md). A back end sees the model and never another back end. */
#ifndef WHERRY_GEN_EMIT_H
#define WHERRY_GEN_EMIT_H

#include "merge.h"
#include "output.h"

/* All that a binding is made of. */
struct binding {
    const char *name;
    const char *prefix; /* of stubs; "" */
    const char *out_dir;
    size_t callbacks_each; /* compiled for each shape of function pointer */
    const struct model *model;
    struct list includes;              /* const char *: "<pcap.h>" */
    struct list libraries[TARGET_MAX]; /* const char *: candidates, per target */
    struct arena *arena;
};

struct backend {
    const char *name; /* --lang */
    const char *help;
    /* Add the files; false when the binding cannot be written, and why has been said. */
    bool (*emit)(const struct binding *binding, struct outputs *outputs);
};

const struct backend *backend_find(const char *name);
const struct backend *backend_at(size_t i); /* NULL after the last */

extern const struct backend backend_c;
extern const struct backend backend_json;

/* NAME + suffix in the output folder. */
const char *binding_path(const struct binding *binding, const char *suffix);

/* The names of a set of targets: "x86_64-linux-gnu, x86_64-w64-mingw32". */
const char *target_names(const struct model *model, struct arena *arena, unsigned targets);

#endif
