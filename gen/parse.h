/* parse.h: from headers to the API of one target. Only parse*.c know libclang. */
#ifndef WHERRY_GEN_PARSE_H
#define WHERRY_GEN_PARSE_H

#include "base.h"
#include "model.h"
#include "notes.h"

struct parse_input {
    const struct target *target;
    unsigned target_bit;        /* of this run, for the ledger */
    const struct list *headers; /* const char *: files, or names to search for */
    const char *source;         /* or, instead: C text, which counts as one named header */
    const char *source_name;    /* what messages call that text */
    const char *compiler;       /* whose word will be taken: what the headers show it is read */
    const struct list *thunks;  /* struct thunk_note *; NULL: none */
    const struct list *arguments[2]; /* const char *: compiler arguments */
};

/* Where the reader is, for whoever watches it from another process: libclang may crash. */
struct parse_progress {
    char target[64];
    char declaration[256];
    char call[256]; /* `wherry call`: the function that is running */
};

/* Read the headers and fill `api`. On failure the errors have been
 * said, in the compilers' form. `progress` may be NULL. */
bool parse(struct api *api, const struct parse_input *input, struct arena *arena,
           struct types *types, struct parse_progress *progress);

#endif
