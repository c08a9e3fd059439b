/* emit_c.h: what the files of the C back end share. */
#ifndef WHERRY_GEN_EMIT_C_H
#define WHERRY_GEN_EMIT_C_H

#include "callbacks.h"
#include "emit.h"
#include "shape.h"

/* A name or symbol in the binding's one string. */
struct string_pool;

struct c_emitter {
    const struct binding *binding;
    const struct model *model;
    struct arena *arena;
    struct writer *out;
    struct shapes *shapes;
    struct string_pool *strings;
    struct list functions; /* const struct entity *, bound; their index is the binding's */
    struct list data;
    struct list records;
    struct list enums;
    struct list constants;
    struct list callbacks;                /* struct callback * */
    struct list callback_shapes;          /* const struct shape *: those of compiled callbacks */
    const struct shape **function_shapes; /* per function; NULL element: stub only */
    size_t *thunk_numbers;                /* per function: in the table of thunks, if it is one */
    bool has_thunks;
    unsigned open_targets; /* of the #if that is open */
    bool is_header;        /* where the source's ON_… macros are not known */
};

struct callback {
    const struct callback_type *type;
    const struct shape *shape;
};

/* emit_c.c */

/* The word of each target as one: itself if they agree, else ON(a, b, c). Targets without a word
 * (NULL) take `absent`. */
const char *c_on(const struct c_emitter *emitter, const char *const *words, const char *absent);
const char *c_on_numbers(const struct c_emitter *emitter, const uint64_t *numbers);
const char *c_number(const struct c_emitter *emitter, uint64_t number);

/* What follows is for these targets alone; 0 or all targets: for all. Opens and closes #if. */
void c_for_targets(struct c_emitter *emitter, unsigned targets);

/* "WHERRY_SYMBOL(\"f\")": the linker's name of a function's stub. */
const char *c_stub_symbol(const struct c_emitter *emitter, const struct entity *entity);

/* The stub's own name where it is not the function's: rename, or the prefix; else NULL. */
const char *c_new_name(const struct c_emitter *emitter, const struct entity *function);
bool c_is_dllimport(const struct entity *entity);

/* emit_c_code.c */
void c_emit_stubs(struct c_emitter *emitter);
void c_emit_invokers(struct c_emitter *emitter);
void c_emit_failures(struct c_emitter *emitter);

bool c_imports(const struct c_emitter *emitter, const struct entity *function);

/* The C type of a shape's value; "RECORD_" for records, which binding.h treats apart; the macro of
 * its calling convention, or "". */
const char *c_shape_spelling(const struct c_emitter *emitter, const struct shape *shape, size_t i);
const char *c_shape_record_word(const struct shape *shape, size_t i);
const char *c_shape_convention(const struct c_emitter *emitter, const struct shape *shape);

/* emit_c_thunks.c */
/* On which targets a function is a thunk, has an assembler stub, has a stub in C: no two of them.
 */
unsigned c_thunk_targets(const struct entity *function);
unsigned c_stub_targets(const struct entity *function);
unsigned c_c_stub_targets(const struct entity *function);
void c_number_thunks(struct c_emitter *emitter);
void c_declare_thunks(struct c_emitter *emitter);
void c_emit_thunks(struct c_emitter *emitter);
void c_emit_c_stubs(struct c_emitter *emitter);

/* emit_c_callbacks.c */
void c_collect_callbacks(struct c_emitter *emitter);
void c_emit_callbacks(struct c_emitter *emitter);
void c_emit_typed_callbacks(struct c_emitter *emitter);
/* Whether some function pointer type has this identifier. */
bool c_is_callback(const struct c_emitter *emitter, const char *identifier);

/* emit_c_assert.c */
void c_emit_assertions(struct c_emitter *emitter);

/* emit_c_tables.c */
struct string_pool *c_strings_new(struct arena *arena);
void c_strings_free(struct string_pool *strings);
void c_emit_tables(struct c_emitter *emitter);

/* emit_c_fields.c */
void c_emit_bitfields(struct c_emitter *emitter);

/* emit_c_header.c */
void c_allow_deprecated(struct c_emitter *emitter); /* until c_end_deprecated() */
void c_end_deprecated(struct c_emitter *emitter);
void c_emit_header(struct c_emitter *emitter);

#endif
