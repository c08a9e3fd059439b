/* notes.h: facts that headers do not say, from one YAML file per library (docs/NOTES.md). */
#ifndef WHERRY_GEN_NOTES_H
#define WHERRY_GEN_NOTES_H

#include "base.h"
#include "merge.h"

/* A word of the notes and where it stands. */
struct note {
    struct location location;
    const char *text;
};

struct function_note {
    struct note function;
    bool is_optional;
    const char *failure; /* NULL: none */
};

/* A function to be compiled into the binding: of a macro, or of a variadic function at fixed types.
 */
struct thunk_note {
    struct note name;
    struct note signature; /* a C function type: int (const char *, double) */
    const char *of;        /* the variadic function; NULL: the macro `name` */
};

struct notes {
    struct list linux_libraries;   /* const char * */
    struct list windows_libraries; /* const char * */
    struct list optional;          /* struct note *, patterns */
    struct list include;           /* struct note *, patterns */
    struct list exclude;           /* struct note *, patterns */
    struct list functions;         /* struct function_note * */
    struct list thunks;            /* struct thunk_note *; no name twice */
};

/* Read the file. Mistakes are said with their place: false. */
bool notes_read(struct notes *notes, const char *file, struct arena *arena);

/* Mark the functions that the notes speak of. A note that matches nothing is an error. */
bool notes_apply(const struct notes *notes, struct model *model, struct arena *arena);

void notes_release(struct notes *notes);

#endif
