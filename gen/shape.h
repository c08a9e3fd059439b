/* shape.h: how values are passed. The functions whose arguments are passed alike share a shape,
 * and with it one invoker and one signature descriptor.
 *
 * A shape is the sequence of C type kinds after typedefs and enums are resolved, all pointers one
 * kind, records by name, plus calling convention and variadic-ness. A kind that differs between
 * targets (size_t) is part of the shape as the kinds of all targets, so that a shape is one thing
 * for all of them. */
#ifndef WHERRY_GEN_SHAPE_H
#define WHERRY_GEN_SHAPE_H

#include "merge.h"

/* One result or parameter, per target. NULL where the shape is not used. */
struct passed {
    const char *code[TARGET_MAX];     /* enum wherry_type: "WHERRY_INT32", "WHERRY_RECORD + 3" */
    const char *spelling[TARGET_MAX]; /* in C: "int", "void *", "struct s" */
};

struct shape {
    size_t index;
    unsigned targets; /* on which some function uses it */
    enum convention convention[TARGET_MAX];
    bool variadic;
    bool has_invoker;      /* its values can be spelled, and it is not variadic */
    size_t count;          /* of parameters */
    struct passed *values; /* the result, then the parameters */
};

struct shapes;

struct shapes *shapes_new(const struct model *model, struct arena *arena);
void shapes_free(struct shapes *shapes);

/* The shape of a function type as the targets in `targets` have it: types[t] is the type there.
 * NULL for a function without a prototype, since how it is called cannot be told from its type, and
 * when there are more shapes than a binding can number (65,535): such a function has its stub only.
 */
struct shape *shape_of(struct shapes *shapes, const struct type *const *types, unsigned targets);

size_t shapes_count(const struct shapes *shapes);
const struct shape *shape_at(const struct shapes *shapes, size_t i);

/* enum wherry_type of a value of `type` on target `t`: "WHERRY_INT32". */
const char *shape_type_code(const struct shapes *shapes, const struct type *type, size_t t);

/* Number of a bound record in the tables, or -1. */
long shape_record_index(const struct shapes *shapes, const char *key);

#endif
