/* verify_internal.h: what the verify*.c files share. */
#ifndef WHERRY_GEN_VERIFY_INTERNAL_H
#define WHERRY_GEN_VERIFY_INTERNAL_H

#include "questions.h"
#include "verify.h"
#include "writer.h"

struct verification {
    struct model *model;
    struct api *api;
    size_t t; /* the target's number in this run */
    struct arena *arena;
    const struct notes *notes;
    bool failed; /* something of the notes is wrong, and was said */
    struct questions questions;
    struct list checks; /* struct check * */
    struct list
        again; /* struct entity *: numbers that are not what clang says, to be asked fully */
    struct question *vectorcall;
    struct list arguments; /* const char *, of the target */
    struct parse_progress *progress;
    struct question *which; /* target the compiler is for, by its number in this run */
};

/* What was asked about one entity, and what to do with the answer. */
struct check {
    void (*apply)(struct verification *verification, struct check *check);
    struct entity *entity;
    struct declaration *declaration;
    struct question *question;
    struct question *more;    /* NULL, or a second question */
    struct question *address; /* of a pointer to char: what it is if it is no string */
    struct question *known;   /* whether an address is known before the program is linked */
    struct list *leaves;      /* of a record: struct question *, NULL element: none asked */
    size_t index;             /* of an enumerator */
};

struct check *verify_check(struct verification *verification, struct entity *entity,
                           void (*apply)(struct verification *, struct check *),
                           struct question *question);

/* Both answers, for the report. */
void verify_correct(struct verification *verification, const struct entity *entity,
                    const char *what, const char *clang, const char *compiler);
const char *verify_number(struct verification *verification, uint64_t number);

/* The expression "is the type of this expression compatible with `type`?", "1" if C has no name
 * for it. */
const char *verify_compatible(struct verification *verification, const char *expression,
                              const struct type *type);

/* verify_records.c */
void verify_ask_record(struct verification *verification, struct entity *entity);

/* verify_constants.c */
void verify_write_questions(struct arena *arena, struct writer *out); /* the macros it asks with */
void verify_ask_number(struct verification *verification, struct entity *entity);
void verify_ask_constant(struct verification *verification, struct entity *entity);
void verify_ask_enum(struct verification *verification, struct entity *entity);

#endif
