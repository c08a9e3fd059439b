#include "merge.h"

#include "hash.h"

#include <stdlib.h>
#include <string.h>

struct entity_key {
    uintptr_t kind;
    uintptr_t name;
};

struct entity_index {
    struct entity_key key;
    struct entity *entity;
    UT_hash_handle hh;
};

struct entity *model_find(const struct model *model, enum declaration_kind kind, const char *name)
{
    struct entity_key key = {kind, (uintptr_t)name};
    struct entity_index *found;
    HASH_FIND(hh, model->index, &key, sizeof key, found);
    return found ? found->entity : NULL;
}

static struct entity *find_or_add(struct model *model, struct arena *arena,
                                  const struct declaration *declaration)
{
    struct entity *entity = model_find(model, declaration->kind, declaration->name);
    if (entity)
        return entity;
    struct entity_index *row = ARENA_NEW(arena, struct entity_index);
    entity = ARENA_NEW(arena, struct entity);
    entity->kind = declaration->kind;
    entity->name = declaration->name;
    row->key = (struct entity_key){declaration->kind, (uintptr_t)declaration->name};
    row->entity = entity;
    HASH_ADD(hh, model->index, key, sizeof row->key, row);
    list_add(&model->entities, entity);
    return entity;
}

static void forget(struct model *model, const struct entity *entity)
{
    struct entity_key key = {entity->kind, (uintptr_t)entity->name};
    struct entity_index *row;
    HASH_FIND(hh, model->index, &key, sizeof key, row);
    if (row)
        HASH_DELETE(hh, model->index, row);
}

/* ---- Do two targets agree? ------------------------------------------------------------------- */

bool types_agree(const struct comparison *comparison, const struct type *a, const struct type *b)
{
    return a == b || (a && b && !comparison->with_conventions &&
                      type_without_conventions(comparison->types, a) ==
                          type_without_conventions(comparison->types, b));
}

static bool same_record(const struct comparison *comparison, const struct record *a,
                        const struct record *b)
{
    if (a->is_union != b->is_union || a->is_complete != b->is_complete ||
        a->size_bytes != b->size_bytes || a->alignment_bytes != b->alignment_bytes ||
        a->field_count != b->field_count)
        return false;
    for (size_t i = 0; i < a->field_count; i++) {
        const struct field *x = &a->fields[i], *y = &b->fields[i];
        if (x->name != y->name || x->offset_bits != y->offset_bits ||
            x->is_bitfield != y->is_bitfield || x->length_bits != y->length_bits ||
            !types_agree(comparison, x->type, y->type))
            return false;
    }
    return true;
}

static bool same_enum(const struct enumeration *a, const struct enumeration *b)
{
    if (a->type != b->type || a->enumerator_count != b->enumerator_count)
        return false;
    for (size_t i = 0; i < a->enumerator_count; i++)
        if (a->enumerators[i].name != b->enumerators[i].name ||
            a->enumerators[i].value != b->enumerators[i].value)
            return false;
    return true;
}

static bool same_constant(const struct constant *a, const struct constant *b)
{
    return a->kind == b->kind && a->type == b->type && a->integer == b->integer &&
           memcmp(&a->real, &b->real, sizeof a->real) == 0 && a->string == b->string;
}

static bool same(const struct comparison *comparison, const struct declaration *a,
                 const struct declaration *b)
{
    switch (a->kind) {
    case DECLARATION_FUNCTION:
        return a->function.thunk_of == b->function.thunk_of &&
               types_agree(comparison, a->function.type, b->function.type);
    case DECLARATION_RECORD:
        return same_record(comparison, &a->record, &b->record);
    case DECLARATION_ENUM:
        return same_enum(&a->enumeration, &b->enumeration);
    case DECLARATION_TYPEDEF:
        return types_agree(comparison, a->typedef_type, b->typedef_type);
    case DECLARATION_CONSTANT:
        return same_constant(&a->constant, &b->constant);
    case DECLARATION_DATA:
        return a->data.is_static == b->data.is_static &&
               types_agree(comparison, a->data.type, b->data.type);
    }
    return false;
}

/* With all of them: two that differ may both agree with one on which conventions mean nothing. */
static bool agrees_with_all(const struct model *model, agreement *agree, const void *of,
                            unsigned targets, size_t t)
{
    for (size_t other = 0; other < t; other++) {
        struct comparison comparison = {model->types, model->targets[t]->has_conventions &&
                                                          model->targets[other]->has_conventions};
        if (targets & 1u << other && !agree(&comparison, of, other, t))
            return false;
    }
    return true;
}

size_t variants_find(const struct model *model, unsigned targets, unsigned *variants,
                     agreement *agree, const void *of)
{
    size_t count = 0;
    for (size_t t = 0; t < model->target_count; t++) {
        if (!(targets & 1u << t))
            continue;
        size_t v = 0;
        while (v < count && !agrees_with_all(model, agree, of, variants[v], t))
            v++;
        variants[v] |= 1u << t;
        count += v == count;
    }
    return count;
}

static bool entities_agree(const struct comparison *comparison, const void *of, size_t a, size_t b)
{
    const struct entity *entity = of;
    return same(comparison, entity->on[a], entity->on[b]);
}

/* ---- The ledger ------------------------------------------------------------------------------ */

/* Names are interned and reasons are literals, so the key is their addresses, the line, and the
 * header's name: its folder may be another for each target. */
struct skipped_key {
    uintptr_t name;
    uintptr_t reason;
    uintptr_t file;
    uintptr_t line;
};

struct skipped_index {
    struct skipped_key key;
    struct skipped *skipped;
    UT_hash_handle hh;
};

/* By place: header, line, column. */
static int compare_places(const void *a, const void *b)
{
    const struct skipped *x = *(struct skipped *const *)a, *y = *(struct skipped *const *)b;
    int order = strcmp(x->location.file, y->location.file);
    if (!order)
        order = (x->location.line > y->location.line) - (x->location.line < y->location.line);
    if (!order)
        order =
            (x->location.column > y->location.column) - (x->location.column < y->location.column);
    return order ? order : strcmp(x->name, y->name);
}

/* The ledger in the order of places: header, line, column. */
static void sort_skipped(struct model *model)
{
    if (model->skipped.count)
        qsort(model->skipped.items, model->skipped.count, sizeof *model->skipped.items,
              compare_places);
}

static void add_skipped(struct model *model, struct arena *arena, struct skipped_index **index,
                        const struct skipped *skipped)
{
    const char *slash = strrchr(skipped->location.file, '/');
    const char *file = slash ? slash + 1 : skipped->location.file;
    struct skipped_key key = {(uintptr_t)skipped->name, (uintptr_t)skipped->reason,
                              (uintptr_t)intern(arena, file), skipped->location.line};
    struct skipped_index *known;
    HASH_FIND(hh, *index, &key, sizeof key, known);
    if (known) {
        known->skipped->targets |= skipped->targets;
        return;
    }
    known = ARENA_NEW(arena, struct skipped_index);
    known->key = key;
    known->skipped = ARENA_NEW(arena, struct skipped);
    *known->skipped = *skipped;
    HASH_ADD(hh, *index, key, sizeof known->key, known);
    list_add(&model->skipped, known->skipped);
}

static void merge_skipped(struct model *model, struct arena *arena)
{
    for (size_t t = 0; t < model->target_count; t++)
        FOR_EACH (struct skipped *, skipped, &model->apis[t].skipped)
            add_skipped(model, arena, &model->skipped_index, skipped);
}

void model_drop(struct model *model, struct arena *arena, struct entity *entity, size_t target,
                const char *reason, const char *advice)
{
    const struct declaration *declaration = entity->on[target];
    bool is_macro = entity->kind == DECLARATION_CONSTANT;
    struct skipped skipped = {.what = is_macro ? "macro" : declaration_kind_name(entity->kind),
                              .name = entity->name,
                              .file = declaration->file,
                              .location = declaration->location,
                              .reason = reason,
                              .advice = advice,
                              .targets = 1u << target};
    add_skipped(model, arena, &model->skipped_index, &skipped);
    entity->on[target] = NULL;
    entity->targets &= ~(1u << target);
    if (!entity->targets)
        forget(model, entity);
}

void merge(struct model *model, const struct api *apis, size_t count, struct arena *arena,
           struct types *types)
{
    *model = (struct model){.apis = apis, .target_count = count, .types = types};
    for (size_t t = 0; t < count; t++) {
        model->targets[t] = apis[t].target;
        FOR_EACH (const struct declaration *, declaration, &apis[t].declarations) {
            if (declaration->kind == DECLARATION_FUNCTION &&
                declaration->function.flags & FUNCTION_SKIPPED)
                continue; /* in the ledger */
            struct entity *entity = find_or_add(model, arena, declaration);
            entity->on[t] = declaration;
            entity->targets |= 1u << t;
        }
    }
    merge_skipped(model, arena);
}

void model_settle(struct model *model)
{
    size_t kept = 0;
    FOR_EACH (struct entity *, entity, &model->entities) {
        if (!entity->targets)
            continue;
        entity->variant_count =
            variants_find(model, entity->targets, entity->variants, entities_agree, entity);
        model->entities.items[kept++] = entity;
    }
    model->entities.count = kept;
    sort_skipped(model);
}

void model_release(struct model *model)
{
    HASH_CLEAR(hh, model->index);
    HASH_CLEAR(hh, model->skipped_index);
    list_release(&model->entities);
    list_release(&model->skipped);
    list_release(&model->corrections);
}

const struct declaration *entity_first(const struct entity *entity)
{
    return entity->on[__builtin_ctz(entity->targets)];
}

static bool names_convention(const struct type *type)
{
    if (type->kind == TYPE_FUNCTION && type->convention != CONVENTION_CDECL)
        return true;
    for (size_t i = 0; i < type->parameter_count; i++)
        if (names_convention(type->parameters[i]))
            return true;
    return type->target && names_convention(type->target);
}

static const struct type *type_of(const struct declaration *declaration)
{
    switch (declaration->kind) {
    case DECLARATION_FUNCTION:
        return declaration->function.type;
    case DECLARATION_TYPEDEF:
        return declaration->typedef_type;
    case DECLARATION_DATA:
        return declaration->data.type;
    case DECLARATION_RECORD:
    case DECLARATION_ENUM:
    case DECLARATION_CONSTANT:
        break;
    }
    return NULL;
}

const struct declaration *entity_on(const struct entity *entity, unsigned targets)
{
    const struct declaration *found = NULL;
    for (size_t t = 0; t < TARGET_MAX; t++) {
        const struct declaration *declaration = targets & 1u << t ? entity->on[t] : NULL;
        if (!declaration)
            continue;
        if (!found || (type_of(declaration) && names_convention(type_of(declaration))))
            found = declaration;
    }
    return found;
}

unsigned model_all_targets(const struct model *model)
{
    return (1u << model->target_count) - 1;
}
