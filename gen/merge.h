/* merge.h: the APIs of all targets as one model. */
#ifndef WHERRY_GEN_MERGE_H
#define WHERRY_GEN_MERGE_H

#include "base.h"
#include "facts.h"
#include "model.h"

/* One declaration as all targets together see it. */
struct entity {
    enum declaration_kind kind;
    const char *name;
    unsigned targets;                         /* bit t: target t of the run declares it */
    const struct declaration *on[TARGET_MAX]; /* per target; NULL where it is not declared */
    unsigned variants[TARGET_MAX];            /* the targets that agree; no target in two */
    size_t variant_count;
    /* set by the stages that follow */
    bool is_bound;
    bool is_optional;             /* notes: the library may lack it */
    const char *failure;          /* notes: C expression, NULL */
    struct location failure_at;   /* where the notes give it */
    const char *rename;           /* notes: the stub's name, NULL: the function's own */
    struct function_facts *facts; /* notes: all of a function; NULL */
    const char *imported_from;    /* the binding to which it belongs, if it is reached from here */
};

/* Where the target's compiler and clang differ; the compiler's answer was taken. */
struct correction {
    const struct declaration *declaration;
    size_t target;
    const char *what;     /* "size in bytes" */
    const char *clang;    /* clang's answer */
    const char *compiler; /* the compiler's */
};

struct model {
    const struct target *targets[TARGET_MAX];
    const struct api *apis; /* one per target */
    size_t target_count;
    struct types *types;
    struct list entities; /* struct entity *: order of the headers */
    struct list
        skipped; /* struct skipped *: of bound files, equal ones of several targets as one */
    struct list corrections; /* struct correction *, in the order of targets */
    unsigned verified;       /* the targets whose compilers were asked */
    unsigned vectorcall;     /* those whose compilers have this convention */
    struct entity_index *index;
    struct skipped_index *skipped_index;
    const struct list *handles; /* struct handle_note *; NULL: no notes */
    const struct list *imports; /* struct import_note *; NULL: no notes */
};

/* Merge APIs. Which targets agree is not yet known: see model_settle(). */
void merge(struct model *model, const struct api *apis, size_t count, struct arena *arena,
           struct types *types);
void model_release(struct model *model);

/* Take a declaration away from one target, and enter it in the ledger: "it REASON; ADVICE".
 * model_find() does not find what no target has any more. */
void model_drop(struct model *model, struct arena *arena, struct entity *entity, size_t target,
                const char *reason, const char *advice);

/* When all facts are final: forget entities that no target has, and find the variants. Two targets
 * agree on a declaration if it is the same in every fact: type, layout, value. Calling conventions
 * count only where they mean something (i686). */
void model_settle(struct model *model);

/* Two targets on their way to be compared. */
struct comparison {
    struct types *types;
    bool with_conventions; /* which mean something on both */
};
bool types_agree(const struct comparison *comparison, const struct type *a, const struct type *b);

/* Divide targets into variants, those that agree; returns how many. `agree` compares what `of` is
 * on two of them; `variants` are zero before. */
typedef bool agreement(const struct comparison *comparison, const void *of, size_t a, size_t b);
size_t variants_find(const struct model *model, unsigned targets, unsigned *variants,
                     agreement *agree, const void *of);

struct entity *model_find(const struct model *model, enum declaration_kind kind, const char *name);

/* The declaration on the first target that has it: for what all targets agree on. */
const struct declaration *entity_first(const struct entity *entity);

/* The declaration that speaks for one variant, the targets that agree: if they agree but for
 * calling conventions, the one that names them. They mean nothing on the others. */
const struct declaration *entity_on(const struct entity *entity, unsigned targets);

/* All the targets of the run. */
unsigned model_all_targets(const struct model *model);

#endif
