/* notes.h: facts that headers do not say, from one YAML file per library (docs/NOTES.md). */
#ifndef WHERRY_GEN_NOTES_H
#define WHERRY_GEN_NOTES_H

#include "base.h"
#include "facts.h"
#include "merge.h"

/* A function, or all of the library that a pattern names. */
struct function_note {
    struct note function;
    struct facts own;
    struct facts result;
    struct facts error;
    struct note result_place, error_place;
    struct list parameters; /* struct parameter_facts * */
};

/* A function to be compiled into the binding: of a macro, or of a variadic function at fixed types.
 */
struct thunk_note {
    struct note name;
    struct note signature; /* a C function type: int (const char *, double) */
    const char *of;        /* the variadic function; NULL: the macro `name` */
};

struct notes {
    struct note name;              /* of the binding */
    struct list headers;           /* struct note *, patterns: those that belong to it */
    struct list linux_libraries;   /* const char * */
    struct list windows_libraries; /* const char * */
    struct list optional;          /* struct note *, patterns */
    struct list include;           /* struct note *, patterns */
    struct list exclude;           /* struct note *, patterns */
    struct list functions;         /* struct function_note * */
    struct list handles;           /* struct handle_note * */
    struct list thunks;            /* struct thunk_note *; no name twice */
    struct list imports;           /* struct import_note *: those that imports import as well */
};

/* Read the file, and those it imports. Mistakes are said with their place: false. */
bool notes_read(struct notes *notes, const char *file, struct arena *arena);

/* Mark the declarations that the notes of this binding speak of. A note that matches nothing is an
 * error, as is one that the declaration contradicts. */
bool notes_apply(const struct notes *notes, const char *binding, struct model *model,
                 struct arena *arena);

/* Whether a pattern of headers means the file: its whole path, or its end after any '/'. */
bool notes_header_matches(const char *pattern, const char *path);

void notes_release(struct notes *notes);

#endif
