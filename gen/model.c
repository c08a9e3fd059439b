#include "model.h"

#include "hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- Types ----------------------------------------------------------------------------------- */

struct interned_type {
    struct type type;
    UT_hash_handle hh;
    uintptr_t key[]; /* the type as a sequence of words */
};

struct types {
    struct arena *arena;
    struct interned_type *table;
    uintptr_t *key; /* scratch */
    size_t key_capacity;
};

struct types *types_new(struct arena *arena)
{
    struct types *types = ARENA_NEW(arena, struct types);
    types->arena = arena;
    return types;
}

void types_free(struct types *types)
{
    HASH_CLEAR(hh, types->table);
    free(types->key);
    types->key = NULL;
}

enum { KEY_FIXED_WORDS = 6 };

static size_t make_key(struct types *types, const struct type *type)
{
    size_t words = KEY_FIXED_WORDS + type->parameter_count;
    if (words > types->key_capacity) {
        types->key_capacity = 2 * words;
        types->key = xrealloc(types->key, types->key_capacity * sizeof *types->key);
    }
    uintptr_t flags = (uintptr_t)type->variadic << 1 | (uintptr_t)type->unprototyped;
    types->key[0] = type->kind;
    types->key[1] = type->qualifiers;
    types->key[2] = (uintptr_t)type->target;
    types->key[3] = (uintptr_t)type->name;
    types->key[4] = (uintptr_t)type->length;
    types->key[5] = (uintptr_t)type->convention << 2 | flags;
    for (size_t i = 0; i < type->parameter_count; i++)
        types->key[KEY_FIXED_WORDS + i] = (uintptr_t)type->parameters[i];
    return words * sizeof *types->key;
}

const struct type *type_intern(struct types *types, const struct type *type)
{
    struct interned_type *found;
    size_t key_bytes = make_key(types, type);
    HASH_FIND(hh, types->table, types->key, key_bytes, found);
    if (found)
        return &found->type;

    found = arena_alloc(types->arena, 1, sizeof *found + key_bytes);
    memcpy(found->key, types->key, key_bytes);
    found->type = *type;
    if (type->parameter_count) {
        const struct type **parameters =
            arena_alloc(types->arena, type->parameter_count, sizeof *parameters);
        memcpy(parameters, type->parameters, type->parameter_count * sizeof *parameters);
        found->type.parameters = parameters;
    }
    HASH_ADD_KEYPTR(hh, types->table, found->key, key_bytes, found);
    return &found->type;
}

const struct type *type_scalar(struct types *types, enum type_kind kind)
{
    return type_intern(types, &(struct type){.kind = kind});
}

const struct type *type_pointer(struct types *types, const struct type *target)
{
    return type_intern(types, &(struct type){.kind = TYPE_POINTER, .target = target});
}

const struct type *type_named(struct types *types, enum type_kind kind, const char *name)
{
    return type_intern(types, &(struct type){.kind = kind, .name = name});
}

const struct type *type_qualified(struct types *types, const struct type *type, unsigned qualifiers)
{
    if (type->qualifiers == qualifiers)
        return type;
    struct type qualified = *type;
    qualified.qualifiers = qualifiers;
    return type_intern(types, &qualified);
}

const struct type *type_without_conventions(struct types *types, const struct type *type)
{
    if (!type->target)
        return type;
    struct type plain = *type;
    plain.target = type_without_conventions(types, type->target);
    if (plain.convention <= CONVENTION_THISCALL)
        plain.convention = CONVENTION_CDECL;
    const struct type **parameters = xmalloc((type->parameter_count + 1) * sizeof *parameters);
    for (size_t i = 0; i < type->parameter_count; i++)
        parameters[i] = type_without_conventions(types, type->parameters[i]);
    plain.parameters = parameters;
    const struct type *interned = type_intern(types, &plain);
    free(parameters);
    return interned;
}

bool type_is_unsigned(const struct type *type)
{
    switch ((int)type->kind) {
    case TYPE_BOOL:
    case TYPE_UCHAR:
    case TYPE_USHORT:
    case TYPE_UINT:
    case TYPE_ULONG:
    case TYPE_ULLONG:
    case TYPE_UINT128:
    case TYPE_POINTER:
        return true;
    default:
        return false;
    }
}

const char *type_scalar_spelling(enum type_kind kind)
{
    static const char *const spellings[] = {
#define TYPE_SPELLING(kind, spelling, runtime) [TYPE_##kind] = spelling,
        TYPE_SCALARS(TYPE_SPELLING)
#undef TYPE_SPELLING
    };
    return kind < sizeof spellings / sizeof spellings[0] ? spellings[kind] : NULL;
}

const char *convention_name(enum convention convention)
{
    static const char *const names[] = {
#define CONVENTION_TEXT(name) #name,
        CONVENTIONS(CONVENTION_TEXT)
#undef CONVENTION_TEXT
    };
    return names[convention];
}

/* ---- An API ---------------------------------------------------------------------------------- */

const char *declaration_kind_name(enum declaration_kind kind)
{
    static const char *const names[] = {
        [DECLARATION_FUNCTION] = "function", [DECLARATION_RECORD] = "record",
        [DECLARATION_ENUM] = "enum",         [DECLARATION_TYPEDEF] = "typedef",
        [DECLARATION_CONSTANT] = "constant", [DECLARATION_DATA] = "data object",
    };
    return names[kind];
}

bool function_is_declared(const struct function *function, const char *name)
{
    bool is_other = function->thunk_of && function->thunk_of != name;
    return !is_other && !(function->flags & FUNCTION_MACRO);
}

/* Names are interned, so the key is the kind and the name's address. */
struct api_key {
    uintptr_t kind;
    uintptr_t name;
};

struct api_index {
    struct api_key key;
    struct declaration *declaration;
    UT_hash_handle hh;
};

void api_init(struct api *api, const struct target *target)
{
    *api = (struct api){.target = target};
}

void api_release(struct api *api)
{
    HASH_CLEAR(hh, api->index);
    list_release(&api->declarations);
    list_release(&api->skipped);
    list_release(&api->dependencies);
    list_release(&api->files);
    list_release(&api->macros);
}

static struct declaration *find(const struct api *api, enum declaration_kind kind, const char *name)
{
    struct api_key key = {kind, (uintptr_t)name};
    struct api_index *found;
    HASH_FIND(hh, api->index, &key, sizeof key, found);
    return found ? found->declaration : NULL;
}

const struct declaration *api_find(const struct api *api, enum declaration_kind kind,
                                   const char *name)
{
    return find(api, kind, name);
}

struct declaration *api_add(struct api *api, struct arena *arena,
                            const struct declaration *declaration)
{
    assert(!api->sealed);
    struct declaration *known = find(api, declaration->kind, declaration->name);
    if (known)
        return known;
    struct declaration *added = ARENA_NEW(arena, struct declaration);
    *added = *declaration;
    struct api_index *entry = ARENA_NEW(arena, struct api_index);
    entry->key = (struct api_key){declaration->kind, (uintptr_t)declaration->name};
    entry->declaration = added;
    HASH_ADD(hh, api->index, key, sizeof entry->key, entry);
    list_add(&api->declarations, added);
    return added;
}

struct declaration *api_correct(struct api *api, enum declaration_kind kind, const char *name)
{
    assert(!api->sealed);
    return find(api, kind, name);
}

void api_seal(struct api *api)
{
    assert(!api->sealed);
    api->sealed = true;
}

const struct type *api_resolve(const struct api *api, const struct type *type)
{
    for (;;) {
        if (type->kind == TYPE_TYPEDEF) {
            const struct declaration *alias = api_find(api, DECLARATION_TYPEDEF, type->name);
            if (!alias)
                return type;
            type = alias->typedef_type;
        } else if (type->kind == TYPE_ENUM) {
            const struct declaration *known = api_find(api, DECLARATION_ENUM, type->name);
            if (!known || !known->enumeration.type)
                return type;
            type = known->enumeration.type;
        } else {
            return type;
        }
    }
}

const struct record *api_record(const struct api *api, const struct type *type)
{
    type = api_resolve(api, type);
    if (type->kind != TYPE_RECORD)
        return NULL;
    const struct declaration *known = api_find(api, DECLARATION_RECORD, type->name);
    return known && known->record.is_complete ? &known->record : NULL;
}

bool api_holds(const struct api *api, const struct type *type, enum type_kind kind)
{
    type = api_resolve(api, type);
    if (type->kind == kind)
        return true;
    if (type->kind == TYPE_ARRAY)
        return api_holds(api, type->target, kind);
    const struct record *record = api_record(api, type);
    for (size_t i = 0; record && i < record->field_count; i++)
        if (api_holds(api, record->fields[i].type, kind))
            return true;
    return false;
}

const struct declaration *api_unnamed_record(const struct api *api, struct arena *arena,
                                             const struct type *type, const char **subscripts)
{
    *subscripts = "";
    for (; type->kind == TYPE_ARRAY; type = type->target)
        *subscripts = arena_format(arena, "%s[0]", *subscripts);
    if (type->kind != TYPE_RECORD)
        return NULL;
    const struct declaration *inner = api_find(api, DECLARATION_RECORD, type->name);
    return inner && !inner->spelling && inner->record.is_complete ? inner : NULL;
}
