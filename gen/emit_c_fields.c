/* What C has no address for: a getter and a setter for each bitfield, in NAME_binding.h. */
#include "emit_c.h"

#include "spell.h"

#include <string.h>

struct bitfields {
    struct c_emitter *emitter;
    const struct api *api;
    const struct declaration *record; /* the outermost */
    bool *any;
};

static void open_section(struct c_emitter *emitter, bool *any)
{
    if (*any)
        return;
    *any = true;
    write_text(emitter->out,
               "\n/* Bitfields: ${name}_get_RECORD_FIELD() and ${name}_set_RECORD_FIELD(). A value "
               "that does not\n * fit is cut, as in an assignment. */\n",
               "name", emitter->binding->name, END);
    c_allow_deprecated(emitter);
    write_text(emitter->out,
               "#pragma GCC diagnostic ignored \"-Wconversion\"\n"
               "#pragma GCC diagnostic ignored \"-Wsign-conversion\"\n",
               END);
}

/* "struct flags" and "inner.kind" as one identifier. */
static const char *identifier(struct arena *arena, const char *record, const char *path)
{
    const char *tag = strchr(record, ' ') ? strchr(record, ' ') + 1 : record;
    char *text = arena_alloc(arena, strlen(tag) + strlen(path) + 2, 1);
    char *end = stpcpy(stpcpy(stpcpy(text, tag), "_"), path);
    for (char *c = text; c < end; c++)
        if (*c == '.')
            *c = '_';
    return text;
}

static void emit_accessors(const struct bitfields *at, const struct field *field, const char *path,
                           unsigned targets)
{
    struct c_emitter *emitter = at->emitter;
    bool is_constant = field->type->qualifiers & QUALIFIER_CONST;
    const struct type *value = type_qualified(emitter->model->types, field->type, 0);
    const char *type = spell(emitter->model, emitter->arena, value, "");
    if (!type)
        return;
    open_section(emitter, at->any);
    c_for_targets(emitter, targets);
    write_text(emitter->out,
               "WHERRY_BITFIELD${only}(${name}, ${id}, ${record}, ${path}, ${type})\n", "only",
               is_constant ? "_CONST" : "", "name", emitter->binding->name, "id",
               identifier(emitter->arena, at->record->spelling, path), "record",
               at->record->spelling, "path", path, "type", type, END);
}

static void emit_fields(const struct bitfields *at, const struct record *record, const char *path,
                        unsigned targets)
{
    struct arena *arena = at->emitter->arena;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const char *name = field->name ? arena_format(arena, "%s%s", path, field->name) : path;
        if (field->is_bitfield && field->name)
            emit_accessors(at, field, name, targets);
        const char *subscripts;
        const struct declaration *inner =
            api_unnamed_record(at->api, arena, field->type, &subscripts);
        if (inner && !*subscripts) /* which element is not for us to say */
            emit_fields(at, &inner->record, field->name ? arena_format(arena, "%s.", name) : path,
                        targets);
    }
}

void c_emit_bitfields(struct c_emitter *emitter)
{
    bool any = false;
    FOR_EACH (const struct entity *, entity, &emitter->records) {
        for (size_t v = 0; v < entity->variant_count; v++) {
            size_t t = (size_t)__builtin_ctz(entity->variants[v]);
            const struct declaration *record = entity->on[t];
            struct bitfields at = {emitter, &emitter->model->apis[t], record, &any};
            if (record->spelling && record->record.is_complete)
                emit_fields(&at, &record->record, "", entity->variants[v]);
        }
    }
    c_for_targets(emitter, 0);
    if (any)
        c_end_deprecated(emitter);
}
