/* What Wherry believes about the headers, for the compiler to check. */
#include "emit_c.h"

#include "spell.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- Prototypes ------------------------------------------------------------------------------ */

static bool is_on_i686(const struct c_emitter *emitter, unsigned targets)
{
    for (size_t t = 0; t < emitter->model->target_count; t++)
        if (targets & 1u << t && emitter->model->targets[t]->has_conventions)
            return true;
    return false;
}

/* A variadic function is called as cdecl even where it is declared stdcall (libusb_set_option on
 * i686 Windows); but to gcc its type remains a stdcall one. */
static const char *spell_as_stdcall(struct c_emitter *emitter, unsigned targets,
                                    const struct type *type)
{
    if (!type->variadic || type->convention != CONVENTION_CDECL || !is_on_i686(emitter, targets))
        return "";
    struct type stdcall = *type;
    stdcall.convention = CONVENTION_STDCALL;
    const struct type *pointer =
        type_pointer(emitter->model->types, type_intern(emitter->model->types, &stdcall));
    return arena_format(emitter->arena, ", %s", spell(emitter->model, emitter->arena, pointer, ""));
}

static void emit_prototype(struct c_emitter *emitter, const struct entity *function,
                           unsigned targets)
{
    const struct function *facts = &entity_on(function, targets)->function;
    if (!function_is_declared(facts, function->name))
        return;
    const struct type *type = facts->type;
    const char *spelled =
        spell(emitter->model, emitter->arena, type_pointer(emitter->model->types, type), "");
    if (!spelled)
        return;
    c_for_targets(emitter, targets);
    const char *stdcall = spell_as_stdcall(emitter, targets, type);
    write_text(emitter->out, "WHERRY_ASSERT_${what}(${function}, ${type}${stdcall});\n", "what",
               *stdcall ? "VARIADIC" : "PROTOTYPE", "function", function->name, "type", spelled,
               "stdcall", stdcall, END);
}

/* ---- Layouts --------------------------------------------------------------------------------- */

static void emit_field(struct c_emitter *emitter, const char *record, const char *field,
                       const struct type *type, uint64_t offset_bytes)
{
    const char *spelled = spell(emitter->model, emitter->arena, type, "");
    const char *offset = c_number(emitter, offset_bytes);
    if (spelled)
        write_text(emitter->out, "WHERRY_ASSERT_FIELD(${record}, ${field}, ${offset}, ${type});\n",
                   "record", record, "field", field, "offset", offset, "type", spelled, END);
    else
        write_text(emitter->out, "WHERRY_ASSERT_OFFSET(${record}, ${field}, ${offset});\n",
                   "record", record, "field", field, "offset", offset, END);
}

static void emit_offsets(struct c_emitter *emitter, const char *spelling, const char *path,
                         const struct api *api, const struct record *record, uint64_t base_bytes)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        uint64_t offset_bytes = base_bytes + field->offset_bits / 8;
        const char *name =
            field->name ? arena_format(emitter->arena, "%s%s", path, field->name) : path;
        if (field->name && !field->is_bitfield)
            emit_field(emitter, spelling, name, field->type, offset_bytes);
        const char *subscripts;
        const struct declaration *inner =
            api_unnamed_record(api, emitter->arena, field->type, &subscripts);
        if (inner)
            emit_offsets(emitter, spelling,
                         field->name ? arena_format(emitter->arena, "%s%s.", name, subscripts)
                                     : path,
                         api, &inner->record, offset_bytes);
    }
}

static void emit_layout(struct c_emitter *emitter, const struct entity *entity, unsigned targets)
{
    size_t t = (size_t)__builtin_ctz(targets);
    const struct declaration *declaration = entity->on[t];
    if (!declaration->spelling || !declaration->record.is_complete)
        return;
    c_for_targets(emitter, targets);
    write_text(emitter->out, "WHERRY_ASSERT_SIZE(${type}, ${size}, ${alignment});\n", "type",
               declaration->spelling, "size", c_number(emitter, declaration->record.size_bytes),
               "alignment", c_number(emitter, declaration->record.alignment_bytes), END);
    emit_offsets(emitter, declaration->spelling, "", &emitter->model->apis[t], &declaration->record,
                 0);
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* An integer constant of exactly `type`, so that comparing with it compares like with like. */
static const char *literal(struct c_emitter *emitter, const struct type *type, int64_t value)
{
    static const char *const suffixes[] = {
        [TYPE_UINT] = "U",   [TYPE_LONG] = "L",     [TYPE_ULONG] = "UL",
        [TYPE_LLONG] = "LL", [TYPE_ULLONG] = "ULL", [TYPE_POINTER] = "ULL"};
    size_t count = sizeof suffixes / sizeof suffixes[0];
    const char *suffix = type->kind < count && suffixes[type->kind] ? suffixes[type->kind] : "";
    if (type_is_unsigned(type))
        return arena_format(emitter->arena, "%" PRIu64 "%s", (uint64_t)value, suffix);
    if (value == INT64_MIN || (value == INT32_MIN && type->kind != TYPE_LLONG)) /* has no literal */
        return arena_format(emitter->arena, "-%" PRId64 "%s - 1", -(value + 1), suffix);
    return arena_format(emitter->arena, "%" PRId64 "%s", value, suffix);
}

static void emit_enumerators(struct c_emitter *emitter, const struct entity *entity,
                             unsigned targets)
{
    const struct enumeration *enumeration = &entity->on[__builtin_ctz(targets)]->enumeration;
    for (size_t i = 0; i < enumeration->enumerator_count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        c_for_targets(emitter, targets);
        const char *text =
            type_is_unsigned(enumeration->type)
                ? arena_format(emitter->arena, "%" PRIu64 "U", (uint64_t)enumerator->value)
                : arena_format(emitter->arena, "(%s)",
                               literal(emitter, enumeration->type, enumerator->value));
        write_text(emitter->out, "WHERRY_ASSERT_ENUMERATOR(${name}, ${value});\n", "name",
                   enumerator->name, "value", text, END);
    }
}

/* The value as a literal of the constant's own type; NULL where C has none. */
static const char *constant_literal(struct c_emitter *emitter, const struct constant *constant)
{
    switch (constant->kind) {
    case CONSTANT_INTEGER:
        return literal(emitter, constant->type, constant->integer);
    case CONSTANT_REAL:
        return isfinite(constant->real) && constant->type->kind != TYPE_LDOUBLE
                   ? arena_format(emitter->arena, "%a", constant->real)
                   : NULL;
    case CONSTANT_STRING:
        return arena_format(emitter->arena, "\"%s\"",
                            spell_string(emitter->arena, constant->string));
    case CONSTANT_UNKNOWN:
        break;
    }
    return NULL;
}

static void emit_constant(struct c_emitter *emitter, const struct entity *entity, unsigned targets)
{
    const struct constant *constant = &entity->on[__builtin_ctz(targets)]->constant;
    const char *type = spell(emitter->model, emitter->arena, constant->type, "");
    const char *value = constant_literal(emitter, constant);
    if (!type || constant->is_deprecated) /* naming it is a warning that cannot be switched off */
        return;
    c_for_targets(emitter, targets);
    if (constant->wide)
        write_text(emitter->out, "WHERRY_ASSERT_WIDE(${name}, ${value});\n", "name", entity->name,
                   "value", constant->wide, END);
    else if (constant->kind == CONSTANT_STRING)
        write_text(emitter->out, "WHERRY_ASSERT_STRING(${name}, ${value});\n", "name", entity->name,
                   "value", value, END);
    else if (constant->type->kind == TYPE_POINTER)
        write_text(emitter->out, "WHERRY_ASSERT_ADDRESS(${name}, ${value}, ${type});\n", "name",
                   entity->name, "type", type, "value", value, END);
    else if (value)
        write_text(emitter->out, "WHERRY_ASSERT_CONSTANT(${name}, ${type}, ${value});\n", "name",
                   entity->name, "type", type, "value", value, END);
    else
        write_text(emitter->out, "WHERRY_ASSERT_DATA(${name}, ${type});\n", "name", entity->name,
                   "type", type, END);
}

static void emit_data(struct c_emitter *emitter, const struct entity *data, unsigned targets)
{
    const struct type *type = entity_on(data, targets)->data.type;
    const char *spelled = spell(emitter->model, emitter->arena, type, "");
    if (!spelled)
        return;
    c_for_targets(emitter, targets);
    write_text(emitter->out, "WHERRY_ASSERT_DATA(${name}, ${type});\n", "name", data->name, "type",
               spelled, END);
}

/* ---- All ------------------------------------------------------------------------------------- */

typedef void variant_emitter(struct c_emitter *emitter, const struct entity *entity,
                             unsigned targets);

static void emit_each(struct c_emitter *emitter, const struct list *entities, variant_emitter *emit)
{
    FOR_EACH (const struct entity *, entity, entities)
        for (size_t v = 0; v < entity->variant_count; v++)
            emit(emitter, entity, entity->variants[v]);
}

void c_emit_assertions(struct c_emitter *emitter)
{
    write_text(emitter->out, "/* The headers as they were when this was written. */\n", END);
    emit_each(emitter, &emitter->functions, emit_prototype);
    emit_each(emitter, &emitter->data, emit_data);
    emit_each(emitter, &emitter->records, emit_layout);
    emit_each(emitter, &emitter->enums, emit_enumerators);
    emit_each(emitter, &emitter->constants, emit_constant);
    c_for_targets(emitter, 0);
    write_text(emitter->out, "\n", END);
}
