/* notes_check.h: whether what the notes say can be true of what the headers declare. */
#ifndef WHERRY_GEN_NOTES_CHECK_H
#define WHERRY_GEN_NOTES_CHECK_H

#include "notes.h"

/* Each says what is wrong, with its place: false. */
bool notes_check_function(const struct notes *notes, const struct model *model,
                          const struct entity *function, struct arena *arena);
bool notes_check_handles(const struct notes *notes, const struct model *model, struct arena *arena);

/* The index of a function's parameter on one target, by name or by number from 1; -1: none. */
long notes_find_parameter(const struct declaration *function, const char *text);

/* ---- Expressions (notes_expression.c) -------------------------------------------------------- */

/* What the names in an expression may mean, beside integer constants. */
struct expression_scope {
    const struct model *model;
    struct arena *arena;
    size_t target;
    const struct declaration *function; /* its parameters; NULL: constants alone, and macros */
    bool has_result;                    /* `result` is what the function returns */
};

/* What is wrong with the expression; NULL: nothing. */
const char *notes_expression_problem(const struct expression_scope *scope, const char *text);

/* A boolean, an integer or an enumeration, behind its typedefs. */
bool notes_is_integer(const struct api *api, const struct type *type);

/* What a pointer or an array points to, NULL for other types. */
const struct type *notes_pointee(const struct api *api, const struct type *type);

#endif
