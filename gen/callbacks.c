#include "callbacks.h"

#include "hash.h"

#include <ctype.h>
#include <string.h>

struct known_callback {
    const char *key; /* interned: a name, or an identifier */
    struct callback_type *callback;
    UT_hash_handle hh;
};

struct collector {
    const struct model *model;
    struct arena *arena;
    struct list *callbacks;
    struct known_callback *names;
    struct known_callback *identifiers;
    size_t target; /* whose declarations are looked at */
};

/* ---- Finding --------------------------------------------------------------------------------- */

static struct known_callback *remember(struct collector *collector, struct known_callback **table,
                                       const char *key, struct callback_type *callback)
{
    struct known_callback *known = ARENA_NEW(collector->arena, struct known_callback);
    known->key = key;
    known->callback = callback;
    HASH_ADD_PTR(*table, key, known);
    return known;
}

static void add(struct collector *collector, const char *name, const char *pointer,
                const struct type *function)
{
    struct known_callback *known;
    name = intern(collector->arena, name);
    HASH_FIND_PTR(collector->names, &name, known);
    if (!known) {
        struct callback_type *callback = ARENA_NEW(collector->arena, struct callback_type);
        callback->name = name;
        callback->pointer = pointer;
        known = remember(collector, &collector->names, name, callback);
        list_add(collector->callbacks, callback);
    }
    known->callback->types[collector->target] = function;
    known->callback->targets |= 1u << collector->target;
}

static void visit(struct collector *collector, const char *place, const struct type *type);

static void visit_parts(struct collector *collector, const char *place, const struct type *function,
                        const char *const *names)
{
    visit(collector, arena_format(collector->arena, "%s.result", place), function->target);
    for (size_t i = 0; i < function->parameter_count; i++)
        visit(collector,
              names && names[i] ? arena_format(collector->arena, "%s.%s", place, names[i])
                                : arena_format(collector->arena, "%s.%zu", place, i),
              function->parameters[i]);
}

/* What stands at a place without a typedef between: at most one function type, and its parts. */
static void visit(struct collector *collector, const char *place, const struct type *type)
{
    while (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY)
        type = type->target;
    if (type->kind != TYPE_FUNCTION)
        return;
    add(collector, place, NULL, type);
    visit_parts(collector, place, type, NULL);
}

static void visit_typedef(struct collector *collector, const char *name, const struct type *type)
{
    const struct api *api = &collector->model->apis[collector->target];
    const struct type *resolved = api_resolve(api, type);
    bool is_pointer = resolved->kind == TYPE_POINTER;
    if (is_pointer)
        resolved = api_resolve(api, resolved->target);
    if (resolved->kind != TYPE_FUNCTION) {
        visit(collector, name, type);
        return;
    }
    add(collector, name, is_pointer ? name : arena_format(collector->arena, "%s *", name),
        resolved);
    if (type->kind == TYPE_POINTER)
        type = type->target;
    if (type->kind == TYPE_FUNCTION)
        visit_parts(collector, name, type, NULL);
}

static void visit_record(struct collector *collector, const char *key, const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (record->fields[i].name)
            visit(collector, arena_format(collector->arena, "%s.%s", key, record->fields[i].name),
                  record->fields[i].type);
}

static void visit_declaration(struct collector *collector, const char *name,
                              const struct declaration *declaration)
{
    switch (declaration->kind) {
    case DECLARATION_FUNCTION:
        visit_parts(collector, name, declaration->function.type,
                    declaration->function.parameter_names);
        break;
    case DECLARATION_RECORD:
        visit_record(collector, name, &declaration->record);
        break;
    case DECLARATION_TYPEDEF:
        visit_typedef(collector, name, declaration->typedef_type);
        break;
    case DECLARATION_DATA:
        visit(collector, name, declaration->data.type);
        break;
    case DECLARATION_ENUM:
    case DECLARATION_CONSTANT:
        break;
    }
}

/* ---- Identifiers ----------------------------------------------------------------------------- */

/* "struct s.on_close" → "s_on_close". */
static const char *identifier_of(struct arena *arena, const char *name)
{
    const char *space = strchr(name, ' ');
    const char *start = space ? space + 1 : name;
    char *copy = arena_alloc(arena, strlen(start) + 1, 1);
    for (size_t i = 0; start[i]; i++)
        copy[i] = isalnum((unsigned char)start[i]) ? start[i] : '_';
    return intern(arena, copy);
}

static void identify(struct collector *collector, struct callback_type *callback)
{
    const char *plain = identifier_of(collector->arena, callback->name), *identifier = plain;
    for (unsigned i = 2;; i++) {
        struct known_callback *known;
        HASH_FIND_PTR(collector->identifiers, &identifier, known);
        if (!known)
            break;
        identifier = intern_format(collector->arena, "%s_%u", plain, i);
    }
    callback->identifier = identifier;
    remember(collector, &collector->identifiers, identifier, callback);
}

/* ---- Variants -------------------------------------------------------------------------------- */

static bool agree(const struct comparison *comparison, const void *of, size_t a, size_t b)
{
    const struct callback_type *callback = of;
    return types_agree(comparison, callback->types[a], callback->types[b]);
}

const struct type *callback_type_on(const struct callback_type *callback, unsigned targets)
{
    const struct type *spoken = NULL;
    for (size_t t = 0; t < TARGET_MAX; t++)
        if (targets & 1u << t && callback->types[t] &&
            (!spoken || callback->types[t]->convention != CONVENTION_CDECL))
            spoken = callback->types[t];
    return spoken;
}

/* Where a macro of the same name stands before it, a typedef cannot be named. */
static void forget_hidden(struct collector *collector)
{
    for (size_t t = 0; t < collector->model->target_count; t++) {
        FOR_EACH (const char *, macro, &collector->model->apis[t].macros) {
            struct known_callback *known;
            HASH_FIND_PTR(collector->names, &macro, known);
            if (known)
                known->callback->pointer = NULL;
        }
    }
}

void callbacks_collect(const struct model *model, struct arena *arena, struct list *callbacks)
{
    struct collector collector = {.model = model, .arena = arena, .callbacks = callbacks};
    FOR_EACH (const struct entity *, entity, &model->entities)
        for (collector.target = 0; collector.target < model->target_count; collector.target++)
            if (entity->is_bound && entity->on[collector.target])
                visit_declaration(&collector, entity->name, entity->on[collector.target]);
    for (int is_place = 0; is_place < 2; is_place++) /* a typedef keeps its name */
        FOR_EACH (struct callback_type *, callback, callbacks)
            if ((callback->pointer == NULL) == is_place)
                identify(&collector, callback);
    forget_hidden(&collector);
    FOR_EACH (struct callback_type *, callback, callbacks)
        callback->variant_count =
            variants_find(model, callback->targets, callback->variants, agree, callback);
    HASH_CLEAR(hh, collector.names);
    HASH_CLEAR(hh, collector.identifiers);
}
