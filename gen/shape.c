#include "shape.h"

#include "hash.h"
#include "spell.h"

#include <stdlib.h>
#include <string.h>

struct known_shape {
    const char *key; /* interned */
    struct shape shape;
    UT_hash_handle hh;
};

struct record_index {
    const char *key;
    long index;
    UT_hash_handle hh;
};

struct shapes {
    const struct model *model;
    struct arena *arena;
    struct known_shape *known;
    struct record_index *records;
    struct list list; /* struct shape * */
};

/* What 16 bits hold: a type's code, of which records start at 0x100, and a signature's number, of
 * which the last means none. */
enum { RECORD_CODES_MAX = 0xffff - 0x100, SHAPES_MAX = 0xffff };

struct shapes *shapes_new(const struct model *model, struct arena *arena)
{
    struct shapes *shapes = ARENA_NEW(arena, struct shapes);
    shapes->model = model;
    shapes->arena = arena;
    long count = 0;
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (!entity->is_bound || entity->kind != DECLARATION_RECORD)
            continue;
        struct record_index *row = ARENA_NEW(arena, struct record_index);
        row->key = entity->name;
        row->index = count++;
        HASH_ADD_PTR(shapes->records, key, row);
    }
    return shapes;
}

void shapes_free(struct shapes *shapes)
{
    HASH_CLEAR(hh, shapes->known);
    HASH_CLEAR(hh, shapes->records);
    list_release(&shapes->list);
}

long shape_record_index(const struct shapes *shapes, const char *key)
{
    struct record_index *found;
    HASH_FIND_PTR(shapes->records, &key, found);
    return found ? found->index : -1;
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* The runtime's code of a scalar; those that depend on the target are decided here: long is 64 bits
 * on LP64 systems alone, and char is unsigned in the AAPCS64 (Arm IHI 0055, 10.1.1). */
static const char *scalar_code(const struct target *target, enum type_kind kind)
{
    static const char *const codes[] = {
#define SCALAR_CODE(kind, spelling, runtime) [TYPE_##kind] = runtime,
        TYPE_SCALARS(SCALAR_CODE)
#undef SCALAR_CODE
    };
    bool lp64 = target->pointer_bits == 64 && target->format == FORMAT_ELF;
    switch ((int)kind) {
    case TYPE_CHAR:
        return target->abi == ABI_ARM64 ? "UINT8" : "INT8";
    case TYPE_LONG:
        return lp64 ? "INT64" : "INT32";
    case TYPE_ULONG:
        return lp64 ? "UINT64" : "UINT32";
    default:
        return codes[kind];
    }
}

static const char *complex_code(const struct type *element)
{
    switch ((int)element->kind) {
    case TYPE_FLOAT:
        return "COMPLEX_FLOAT";
    case TYPE_DOUBLE:
        return "COMPLEX_DOUBLE";
    case TYPE_LDOUBLE:
        return "COMPLEX_LONG_DOUBLE";
    default:
        return "OPAQUE";
    }
}

const char *shape_type_code(const struct shapes *shapes, const struct type *type, size_t t)
{
    const char *code = "OPAQUE";
    type = api_resolve(&shapes->model->apis[t], type);
    switch ((int)type->kind) {
    case TYPE_POINTER:
    case TYPE_FUNCTION:
    case TYPE_ARRAY:
        code = "POINTER";
        break;
    case TYPE_ENUM:
        code = "INT32";
        break; /* incomplete */
    case TYPE_COMPLEX:
        code = complex_code(type->target);
        break;
    case TYPE_RECORD: {
        long index = shape_record_index(shapes, type->name);
        if (index >= 0 && index <= RECORD_CODES_MAX)
            return arena_format(shapes->arena, "WHERRY_RECORD + %ld", index);
        break;
    }
    case TYPE_VECTOR:
    case TYPE_TYPEDEF:
    case TYPE_UNSUPPORTED:
        break;
    default:
        code = scalar_code(shapes->model->targets[t], type->kind);
    }
    return arena_format(shapes->arena, "WHERRY_%s", code);
}

/* How an invoker names the value. */
static const char *value_spelling(const struct shapes *shapes, const struct type *type, size_t t)
{
    type = api_resolve(&shapes->model->apis[t], type);
    if (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY || type->kind == TYPE_FUNCTION)
        return "void *";
    if (type->kind == TYPE_RECORD) {
        const struct declaration *record =
            api_find(&shapes->model->apis[t], DECLARATION_RECORD, type->name);
        return record && record->record.is_complete ? record->spelling : NULL;
    }
    if (type->kind == TYPE_ENUM)
        return NULL; /* incomplete: it has no integer type yet */
    return spell(shapes->model, shapes->arena, type_qualified(shapes->model->types, type, 0), "");
}

static const struct type *value_type(const struct type *function, size_t i)
{
    return i ? function->parameters[i - 1] : function->target;
}

/* ---- Keys ------------------------------------------------------------------------------------ */

/* What all targets agree on, or each target's word. */
static const char *join(const struct shapes *shapes, const char *const *words, unsigned targets)
{
    const char *first = NULL;
    bool same = true;
    for (size_t t = 0; t < shapes->model->target_count; t++) {
        if (!(targets & 1u << t))
            continue;
        const char *word = words[t] ? words[t] : "?";
        first = first ? first : word;
        same = same && !strcmp(first, word);
    }
    if (same)
        return first;
    const char *joined = "";
    for (size_t t = 0; t < shapes->model->target_count; t++)
        joined = arena_format(shapes->arena, "%s/%s", joined,
                              targets & 1u << t && words[t] ? words[t] : "-");
    return joined;
}

static const char *make_key(struct shapes *shapes, const struct shape *shape, unsigned targets)
{
    const char *conventions[TARGET_MAX];
    for (size_t t = 0; t < shapes->model->target_count; t++)
        conventions[t] = convention_name(shape->convention[t]);
    const char *key = arena_format(shapes->arena, "%s%s", join(shapes, conventions, targets),
                                   shape->variadic ? "..." : "");
    for (size_t i = 0; i <= shape->count; i++)
        key = arena_format(shapes->arena, "%s;%s:%s", key,
                           join(shapes, shape->values[i].spelling, targets),
                           join(shapes, shape->values[i].code, targets));
    return intern(shapes->arena, key);
}

/* The convention counts where it means something; where another target gives it one, a target
 * without has its own default. */
static bool fill(struct shapes *shapes, struct shape *shape, const struct type *const *types,
                 unsigned targets)
{
    for (size_t t = 0; t < shapes->model->target_count; t++) {
        if (!(targets & 1u << t))
            continue;
        if (types[t]->unprototyped)
            return false;
        if (!shape->values) {
            shape->count = types[t]->parameter_count;
            shape->variadic = types[t]->variadic;
            shape->values = arena_alloc(shapes->arena, shape->count + 1, sizeof *shape->values);
        }
        if (types[t]->parameter_count != shape->count || types[t]->variadic != shape->variadic)
            return false; /* no one way to call it */
        shape->convention[t] = types[t]->convention;
        for (size_t i = 0; i <= shape->count; i++) {
            const struct type *type = value_type(types[t], i);
            shape->values[i].code[t] = shape_type_code(shapes, type, t);
            shape->values[i].spelling[t] = value_spelling(shapes, type, t);
        }
    }
    return true;
}

static bool can_be_spelled(const struct shapes *shapes, const struct shape *shape)
{
    for (size_t t = 0; t < shapes->model->target_count; t++) {
        if (!(shape->targets & 1u << t))
            continue;
        bool is_vectorcall = shape->convention[t] == CONVENTION_VECTORCALL;
        if (is_vectorcall && !(shapes->model->vectorcall & 1u << t))
            return false;
        for (size_t i = 0; i <= shape->count; i++)
            if (!shape->values[i].spelling[t])
                return false;
    }
    return true;
}

struct shape *shape_of(struct shapes *shapes, const struct type *const *types, unsigned targets)
{
    struct shape shape = {0};
    if (!fill(shapes, &shape, types, targets))
        return NULL;
    const char *key = make_key(shapes, &shape, targets);
    struct known_shape *known;
    HASH_FIND_PTR(shapes->known, &key, known);
    if (!known && shapes->list.count == SHAPES_MAX)
        return NULL;
    if (!known) {
        known = ARENA_NEW(shapes->arena, struct known_shape);
        known->key = key;
        known->shape = shape;
        known->shape.index = shapes->list.count;
        HASH_ADD_PTR(shapes->known, key, known);
        list_add(&shapes->list, &known->shape);
    }
    struct shape *found = &known->shape;
    for (size_t t = 0; t < shapes->model->target_count; t++) {
        if (!(targets & 1u << t))
            continue;
        found->convention[t] = shape.convention[t];
        for (size_t i = 0; i <= shape.count; i++) {
            found->values[i].code[t] = shape.values[i].code[t];
            found->values[i].spelling[t] = shape.values[i].spelling[t];
        }
    }
    found->targets |= targets;
    found->has_invoker = !found->variadic && can_be_spelled(shapes, found);
    return found;
}

size_t shapes_count(const struct shapes *shapes)
{
    return shapes->list.count;
}

const struct shape *shape_at(const struct shapes *shapes, size_t i)
{
    return shapes->list.items[i];
}
