/* spell.h: C declarators. The only place that knows how C writes a type around a name. */
#ifndef WHERRY_GEN_SPELL_H
#define WHERRY_GEN_SPELL_H

#include "merge.h"

/* `type` declaring `name`, or, with "", the type's name alone: "int (*f)(void)", "char *".
 * A calling convention is a macro of the runtime's binding.h, empty where it means nothing.
 * NULL if C cannot spell the type: it has no name, or the model has no word for it. */
const char *spell(const struct model *model, struct arena *arena, const struct type *type,
                  const char *name);

/* The same for people and other programs: what C cannot name is called after its place. */
const char *spell_place(const struct model *model, struct arena *arena, const struct type *type,
                        const char *name);

/* The head of a function's definition, its parameters called p0, p1, …; NULL as above. */
const char *spell_definition(const struct model *model, struct arena *arena,
                             const struct type *function, const char *name);

/* The inside of a string literal. */
const char *spell_string(struct arena *arena, const char *text);

/* An integer in decimal, by its type's sign. */
const char *spell_integer(struct arena *arena, const struct type *type, int64_t value);

#endif
