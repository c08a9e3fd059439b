#include "hidden.h"

#include "hash.h"

struct hidden {
    const char *name; /* interned */
    bool is_listed;
    UT_hash_handle hh;
};

static void uncover(const struct model *model, struct hidden *macros, const char *name,
                    struct list *names)
{
    struct hidden *macro = NULL;
    if (name)
        HASH_FIND_PTR(macros, &name, macro);
    if (!macro || macro->is_listed)
        return;
    const struct entity *constant = model_find(model, DECLARATION_CONSTANT, name);
    if (constant && constant->is_bound && constant->targets &&
        entity_first(constant)->constant.kind != CONSTANT_UNKNOWN)
        return;
    macro->is_listed = true;
    list_add(names, name);
}

static void uncover_fields(const struct model *model, struct hidden *macros,
                           const struct entity *record, struct list *names)
{
    for (size_t t = 0; t < model->target_count; t++)
        for (size_t i = 0; record->on[t] && i < record->on[t]->record.field_count; i++)
            uncover(model, macros, record->on[t]->record.fields[i].name, names);
}

void hidden_names(const struct model *model, struct list *names)
{
    struct hidden *macros = NULL;
    struct arena *arena = arena_new();
    for (size_t t = 0; t < model->target_count; t++) {
        FOR_EACH (const char *, name, &model->apis[t].macros) {
            struct hidden *macro;
            HASH_FIND_PTR(macros, &name, macro);
            if (macro)
                continue;
            macro = ARENA_NEW(arena, struct hidden);
            macro->name = name;
            HASH_ADD_PTR(macros, name, macro);
        }
    }
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (!entity->is_bound || !entity->targets)
            continue;
        bool is_function = entity->kind == DECLARATION_FUNCTION;
        if (is_function && !(entity_first(entity)->function.flags & FUNCTION_MACRO))
            uncover(model, macros, entity->name, names);
        else if (entity->kind == DECLARATION_RECORD)
            uncover_fields(model, macros, entity, names);
    }
    HASH_CLEAR(hh, macros);
    arena_free(arena);
}
