/* callbacks.h: the function-pointer types of an API, those without a name among them. */
#ifndef WHERRY_GEN_CALLBACKS_H
#define WHERRY_GEN_CALLBACKS_H

#include "merge.h"

struct callback_type {
    /* A typedef's name, or the place of a type that has none: "qsort.compar" is a parameter,
     * "struct s.on_close" a field, "signal.result" a result, "visit.0" the first parameter of a
     * function pointer type, whose parameters have no names. */
    const char *name;
    const char *identifier;               /* the same as a C identifier, no two alike */
    const char *pointer;                  /* "T" or "T *" for a typedef; NULL: C has no name */
    const struct type *types[TARGET_MAX]; /* the function's; NULL where it is not declared */
    unsigned targets;
    unsigned variants[TARGET_MAX]; /* the targets that agree but for calling conventions */
    size_t variant_count;
};

/* Those that the bound entities mention, in the order of the headers: struct callback_type *. */
void callbacks_collect(const struct model *model, struct arena *arena, struct list *callbacks);

/* The type that speaks for a variant: one that names calling conventions, if there is one. */
const struct type *callback_type_on(const struct callback_type *callback, unsigned targets);

#endif
