/* The constant tables of NAME_binding.c, and the binding that holds them together. */
#include "emit_c.h"

#include "hash.h"
#include "spell.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- The string ------------------------------------------------------------------------------ */

struct pooled {
    const char *text; /* interned */
    size_t offset;
    UT_hash_handle hh; /* in the order of offsets */
};

struct string_pool {
    struct arena *arena;
    struct pooled *table;
    size_t length;
};

struct string_pool *c_strings_new(struct arena *arena)
{
    struct string_pool *strings = ARENA_NEW(arena, struct string_pool);
    strings->arena = arena;
    return strings;
}

void c_strings_free(struct string_pool *strings)
{
    HASH_CLEAR(hh, strings->table);
}

static size_t string_offset(struct c_emitter *emitter, const char *text)
{
    struct string_pool *strings = emitter->strings;
    struct pooled *found;
    HASH_FIND_PTR(strings->table, &text, found);
    if (!found) {
        found = ARENA_NEW(strings->arena, struct pooled);
        found->text = text;
        found->offset = strings->length;
        strings->length += strlen(text) + 1;
        HASH_ADD_PTR(strings->table, text, found);
    }
    return found->offset;
}

static const char *string_number(struct c_emitter *emitter, const char *text)
{
    return c_number(emitter, string_offset(emitter, text));
}

static void emit_strings(struct c_emitter *emitter)
{
    write_text(emitter->out, "static const char ${name}__strings[] =\n", "name",
               emitter->binding->name, END);
    string_offset(emitter, ""); /* never empty */
    for (struct pooled *row = emitter->strings->table; row; row = row->hh.next)
        write_text(emitter->out, "    \"${text}\\0\" /* ${offset} */\n", "text",
                   spell_string(emitter->arena, row->text), "offset",
                   c_number(emitter, row->offset), END);
    write_text(emitter->out, "    ;\n\n", END);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

static void open_table(struct c_emitter *emitter, const char *row, const char *table)
{
    write_text(emitter->out, "static const ${row} ${name}__${table}[] = {\n", "row", row, "name",
               emitter->binding->name, "table", table, END);
}

static void close_table(struct c_emitter *emitter)
{
    write_text(emitter->out, "};\n\n", END);
}

/* What the dynamic linker is asked for: on i686 Windows the decorated name, from which the runtime
 * derives the undecorated one; a plain cdecl name without its underscore. */
static const char *lookup_symbol(const struct c_emitter *emitter, const char *symbol, size_t t)
{
    const struct target *target = emitter->model->targets[t];
    bool has_prefix = target->format == FORMAT_PE && target->pointer_bits == 32;
    if (has_prefix && *symbol == '_' && !strchr(symbol, '@'))
        return intern(emitter->arena, symbol + 1);
    return symbol;
}

static const char *flag_on(const struct entity *entity, size_t t)
{
    bool is_function = entity->kind == DECLARATION_FUNCTION;
    if (is_function && c_thunk_targets(entity) & 1u << t)
        return "WHERRY_FN_THUNK";
    if (is_function && c_c_stub_targets(entity) & 1u << t)
        return entity->is_optional ? "WHERRY_FN_OPTIONAL | WHERRY_FN_C_STUB" : "WHERRY_FN_C_STUB";
    if (entity->kind == DECLARATION_DATA && entity->on[t]->data.is_static)
        return "WHERRY_FN_THUNK";
    if (entity->kind == DECLARATION_DATA && entity->on[t]->data.is_thread)
        return entity->is_optional ? "WHERRY_FN_OPTIONAL | WHERRY_FN_THREAD" : "WHERRY_FN_THREAD";
    return entity->is_optional ? "WHERRY_FN_OPTIONAL" : "0";
}

static const char *flags_of(const struct c_emitter *emitter, const struct entity *entity)
{
    const char *words[TARGET_MAX] = {NULL};
    for (size_t t = 0; t < emitter->model->target_count; t++)
        if (entity->on[t])
            words[t] = flag_on(entity, t);
    return c_on(emitter, words, "WHERRY_FN_ABSENT");
}

/* Of a thunk, its number. */
static const char *symbol_offset(struct c_emitter *emitter, const struct entity *entity, size_t i)
{
    unsigned thunks = entity->kind == DECLARATION_FUNCTION ? c_thunk_targets(entity) : 0;
    const char *words[TARGET_MAX] = {NULL};
    for (size_t t = 0; t < emitter->model->target_count; t++) {
        const struct declaration *declaration = entity->on[t];
        if (thunks & 1u << t)
            words[t] = c_number(emitter, emitter->thunk_numbers[i]);
        if (!declaration || thunks & 1u << t)
            continue;
        const char *symbol = declaration->kind == DECLARATION_DATA ? declaration->data.symbol
                                                                   : declaration->function.symbol;
        words[t] = string_number(emitter, lookup_symbol(emitter, symbol, t));
    }
    return c_on(emitter, words, string_number(emitter, entity->name));
}

static void emit_functions(struct c_emitter *emitter)
{
    if (!emitter->functions.count)
        return;
    open_table(emitter, "struct wherry__function", "functions");
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        const struct shape *shape = emitter->function_shapes[function_i];
        const char *name = string_number(emitter, function->name); /* before its symbol */
        write_text(emitter->out,
                   "    {${name}, ${symbol}, ${signature}, ${flags}}, /* ${text} */\n", "name",
                   name, "symbol", symbol_offset(emitter, function, function_i), "signature",
                   shape ? c_number(emitter, shape->index) : "WHERRY_NONE16", "flags",
                   flags_of(emitter, function), "text", function->name, END);
    }
    close_table(emitter);
}

static void emit_signatures(struct c_emitter *emitter)
{
    size_t count = shapes_count(emitter->shapes);
    if (!count)
        return;
    open_table(emitter, "uint16_t", "types");
    for (size_t i = 0; i < count; i++) {
        const struct shape *shape = shape_at(emitter->shapes, i);
        write_text(emitter->out, "    /* ${i} */", "i", c_number(emitter, i), END);
        for (size_t v = 0; v <= shape->count; v++)
            write_text(emitter->out, " ${code},", "code",
                       c_on(emitter, shape->values[v].code, "WHERRY_VOID"), END);
        write_text(emitter->out, "\n", END);
    }
    close_table(emitter);

    open_table(emitter, "struct wherry__signature", "signatures");
    uint64_t first = 0;
    for (size_t i = 0; i < count; i++) {
        const struct shape *shape = shape_at(emitter->shapes, i);
        const char *words[TARGET_MAX];
        for (size_t t = 0; t < emitter->model->target_count; t++)
            words[t] =
                arena_format(emitter->arena, "WHERRY_%s", convention_name(shape->convention[t]));
        write_text(emitter->out, "    {${first}, ${count}, ${convention}, ${variadic}},\n", "first",
                   c_number(emitter, first), "count", c_number(emitter, shape->count), "convention",
                   c_on(emitter, words, "WHERRY_CDECL"), "variadic", shape->variadic ? "1" : "0",
                   END);
        first += shape->count + 1;
    }
    close_table(emitter);
}

/* ---- Records --------------------------------------------------------------------------------- */

static uint64_t element_count(const struct api *api, const struct type **type)
{
    uint64_t count = 1;
    for (;;) {
        *type = api_resolve(api, *type);
        if ((*type)->kind != TYPE_ARRAY)
            return count;
        count *= (*type)->length == LENGTH_UNKNOWN ? 0 : (*type)->length;
        *type = (*type)->target;
    }
}

/* Rows for each variant, one after the other; `first[t]` is where target t's begin. */
static void emit_fields_of(struct c_emitter *emitter, const struct entity *record, uint64_t *first,
                           uint64_t *next)
{
    for (size_t v = 0; v < record->variant_count; v++) {
        size_t t = (size_t)__builtin_ctz(record->variants[v]);
        const struct record *facts = &record->on[t]->record;
        for (size_t u = 0; u < emitter->model->target_count; u++)
            if (record->variants[v] & 1u << u)
                first[u] = *next;
        for (size_t i = 0; i < facts->field_count; i++) {
            const struct field *field = &facts->fields[i];
            const struct type *type = field->type;
            uint64_t count = element_count(&emitter->model->apis[t], &type);
            const char *codes[TARGET_MAX] = {NULL};
            for (size_t u = 0; u < emitter->model->target_count; u++) {
                if (!(record->variants[v] & 1u << u))
                    continue;
                type = field->type; /* a typedef may be another type on each target */
                element_count(&emitter->model->apis[u], &type);
                codes[u] = shape_type_code(emitter->shapes, type, u);
            }
            write_text(emitter->out,
                       "    {${name}, ${offset}, ${count}, ${code}, ${length}}, /* ${text} */\n",
                       "name", string_number(emitter, field->name ? field->name : ""), "offset",
                       c_number(emitter, field->offset_bits), "count", c_number(emitter, count),
                       "code", c_on(emitter, codes, codes[t]), "length",
                       c_number(emitter, field->is_bitfield ? field->length_bits : 0), "text",
                       field->name ? field->name : "unnamed", END);
        }
        *next += facts->field_count;
    }
}

static const char *record_flags(struct c_emitter *emitter, const struct record *record)
{
    const char *flags = record->is_union ? "WHERRY_RECORD_UNION" : "0";
    bool has_bitfield = false;
    for (size_t i = 0; i < record->field_count; i++)
        has_bitfield |= record->fields[i].is_bitfield;
    if (record->is_packed)
        flags = arena_format(emitter->arena, "%s | WHERRY_RECORD_PACKED", flags);
    if (has_bitfield)
        flags = arena_format(emitter->arena, "%s | WHERRY_RECORD_BITFIELDS", flags);
    if (!record->is_complete)
        flags = arena_format(emitter->arena, "%s | WHERRY_RECORD_INCOMPLETE", flags);
    return strncmp(flags, "0 | ", 4) ? flags : intern(emitter->arena, flags + 4);
}

static void emit_record_row(struct c_emitter *emitter, const struct entity *record,
                            const uint64_t *first)
{
    uint64_t size[TARGET_MAX] = {0}, alignment[TARGET_MAX] = {0}, count[TARGET_MAX] = {0};
    const char *flags[TARGET_MAX] = {NULL};
    for (size_t t = 0; t < emitter->model->target_count; t++) {
        if (!record->on[t])
            continue;
        size[t] = record->on[t]->record.size_bytes;
        alignment[t] = record->on[t]->record.alignment_bytes;
        count[t] = record->on[t]->record.field_count;
        flags[t] = record_flags(emitter, &record->on[t]->record);
    }
    write_text(
        emitter->out,
        "    {${name}, ${size}, ${first}, ${count}, ${alignment}, ${flags}}, /* ${text} */\n",
        "name", string_number(emitter, record->name), "size", c_on_numbers(emitter, size), "first",
        c_on_numbers(emitter, first), "count", c_on_numbers(emitter, count), "alignment",
        c_on_numbers(emitter, alignment), "flags", c_on(emitter, flags, "WHERRY_RECORD_INCOMPLETE"),
        "text", record->name, END);
}

static uint64_t emit_records(struct c_emitter *emitter)
{
    size_t count = emitter->records.count;
    if (!count)
        return 0;
    uint64_t(*first)[TARGET_MAX] = arena_alloc(emitter->arena, count, sizeof *first);
    uint64_t fields = 0;
    FOR_EACH (const struct entity *, entity, &emitter->records)
        for (size_t v = 0; v < entity->variant_count; v++)
            fields += entity->on[__builtin_ctz(entity->variants[v])]->record.field_count;
    if (fields) {
        uint64_t next = 0;
        open_table(emitter, "struct wherry__field", "fields");
        FOR_EACH (const struct entity *, entity, &emitter->records)
            emit_fields_of(emitter, entity, first[entity_i], &next);
        close_table(emitter);
    }
    open_table(emitter, "struct wherry__record", "records");
    FOR_EACH (const struct entity *, entity, &emitter->records)
        emit_record_row(emitter, entity, first[entity_i]);
    close_table(emitter);
    return fields;
}

/* ---- Constants ------------------------------------------------------------------------------- */

static const char *real_literal(const struct c_emitter *emitter, double value)
{
    if (isnan(value))
        return "__builtin_nan(\"\")";
    if (isinf(value))
        return value < 0 ? "-__builtin_inf()" : "__builtin_inf()";
    return arena_format(emitter->arena, "%a", value);
}

static void emit_constant_row(struct c_emitter *emitter, const struct entity *entity)
{
    const char *types[TARGET_MAX] = {NULL}, *values[TARGET_MAX] = {NULL},
               *reals[TARGET_MAX] = {NULL};
    const char *flags[TARGET_MAX] = {NULL};
    for (size_t t = 0; t < emitter->model->target_count; t++) {
        if (!entity->on[t])
            continue;
        const struct constant *constant = &entity->on[t]->constant;
        uint64_t value = (uint64_t)constant->integer;
        if (constant->kind == CONSTANT_STRING)
            value = string_offset(emitter, constant->string);
        types[t] = shape_type_code(emitter->shapes, constant->type, t);
        values[t] = arena_format(emitter->arena, "UINT64_C(%" PRIu64 ")", value);
        reals[t] = constant->kind == CONSTANT_REAL ? real_literal(emitter, constant->real) : "0";
        flags[t] = constant->wide ? "WHERRY_CONSTANT_WIDE"
                   : constant->kind == CONSTANT_INTEGER && constant->type->kind == TYPE_POINTER
                       ? "WHERRY_CONSTANT_ADDRESS"
                       : "0";
    }
    write_text(emitter->out, "    {${name}, ${type}, ${flags}, ${value}, ${real}}, /* ${text} */\n",
               "name", string_number(emitter, entity->name), "type",
               c_on(emitter, types, "WHERRY_VOID"), "flags",
               c_on(emitter, flags, "WHERRY_CONSTANT_ABSENT"), "value", c_on(emitter, values, "0"),
               "real", c_on(emitter, reals, "0"), "text", entity->name, END);
}

static uint64_t emit_enumerator_rows(struct c_emitter *emitter, const struct entity *entity,
                                     uint64_t *first, uint64_t *counts, uint64_t next)
{
    for (size_t v = 0; v < entity->variant_count; v++) {
        size_t t = (size_t)__builtin_ctz(entity->variants[v]);
        const struct enumeration *enumeration = &entity->on[t]->enumeration;
        for (size_t u = 0; u < emitter->model->target_count; u++) {
            if (entity->variants[v] & 1u << u) {
                first[u] = next;
                counts[u] = enumeration->enumerator_count;
            }
        }
        for (size_t i = 0; i < enumeration->enumerator_count; i++) {
            const struct enumerator *enumerator = &enumeration->enumerators[i];
            write_text(
                emitter->out, "    {${name}, ${type}, 0, UINT64_C(${value}), 0}, /* ${text} */\n",
                "name", string_number(emitter, enumerator->name), "type",
                shape_type_code(emitter->shapes, enumeration->type, t), "value",
                c_number(emitter, (uint64_t)enumerator->value), "text", enumerator->name, END);
        }
        next += enumeration->enumerator_count;
    }
    return next;
}

static void emit_enums(struct c_emitter *emitter, uint64_t (*first)[TARGET_MAX],
                       uint64_t (*counts)[TARGET_MAX])
{
    if (!emitter->enums.count)
        return;
    open_table(emitter, "struct wherry__enum", "enums");
    FOR_EACH (const struct entity *, entity, &emitter->enums) {
        const char *types[TARGET_MAX] = {NULL};
        for (size_t t = 0; t < emitter->model->target_count; t++)
            if (entity->on[t] && entity->on[t]->enumeration.type)
                types[t] = shape_type_code(emitter->shapes, entity->on[t]->enumeration.type, t);
        write_text(emitter->out, "    {${name}, ${type}, ${count}, ${first}}, /* ${text} */\n",
                   "name", string_number(emitter, entity->name), "type",
                   c_on(emitter, types, "WHERRY_VOID"), "count",
                   c_on_numbers(emitter, counts[entity_i]), "first",
                   c_on_numbers(emitter, first[entity_i]), "text", entity->name, END);
    }
    close_table(emitter);
}

/* Macros first, then the enumerators of each enum. Returns how many rows there are. */
static uint64_t emit_constants(struct c_emitter *emitter)
{
    size_t enum_count = emitter->enums.count;
    uint64_t(*first)[TARGET_MAX] = arena_alloc(emitter->arena, enum_count + 1, sizeof *first);
    uint64_t(*counts)[TARGET_MAX] = arena_alloc(emitter->arena, enum_count + 1, sizeof *counts);
    uint64_t next = emitter->constants.count;
    uint64_t enumerators = 0;
    FOR_EACH (const struct entity *, entity, &emitter->enums)
        for (size_t v = 0; v < entity->variant_count; v++)
            enumerators +=
                entity->on[__builtin_ctz(entity->variants[v])]->enumeration.enumerator_count;
    if (next + enumerators) {
        open_table(emitter, "struct wherry__constant", "constants");
        FOR_EACH (const struct entity *, entity, &emitter->constants)
            emit_constant_row(emitter, entity);
        FOR_EACH (const struct entity *, entity, &emitter->enums)
            next = emit_enumerator_rows(emitter, entity, first[entity_i], counts[entity_i], next);
        close_table(emitter);
    }
    emit_enums(emitter, first, counts);
    return next;
}

/* ---- Callbacks, data, libraries -------------------------------------------------------------- */

static void emit_callbacks(struct c_emitter *emitter)
{
    if (!emitter->callbacks.count)
        return;
    open_table(emitter, "struct wherry__callback_type", "callback_types");
    FOR_EACH (const struct callback *, callback, &emitter->callbacks)
        write_text(emitter->out, "    {${name}, ${signature}, 0}, /* ${text} */\n", "name",
                   string_number(emitter, callback->type->name), "signature",
                   c_number(emitter, callback->shape->index), "text", callback->type->name, END);
    close_table(emitter);
}

static bool has_static_data(const struct c_emitter *emitter)
{
    bool any = false;
    FOR_EACH (const struct entity *, data, &emitter->data)
        for (size_t t = 0; t < emitter->model->target_count; t++)
            any |= data->on[t] && data->on[t]->data.is_static;
    return any;
}

/* What the headers define themselves is known before any library is loaded. */
static void emit_data_slots(struct c_emitter *emitter)
{
    write_text(emitter->out, "WHERRY__HIDDEN void *${name}__data_slots[${count}]", "name",
               emitter->binding->name, "count", c_number(emitter, emitter->data.count), END);
    if (!has_static_data(emitter)) {
        write_text(emitter->out, ";\n", END);
        return;
    }
    write_text(emitter->out, " = {\n", END);
    FOR_EACH (const struct entity *, data, &emitter->data) {
        unsigned targets = 0;
        for (size_t t = 0; t < emitter->model->target_count; t++)
            if (data->on[t] && data->on[t]->data.is_static)
                targets |= 1u << t;
        if (!targets)
            continue;
        c_for_targets(emitter, targets);
        write_text(emitter->out, "    [${i}] = (void *)(uintptr_t)&${data},\n", "i",
                   c_number(emitter, data_i), "data", data->name, END);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "};\n", END);
}

static void emit_data(struct c_emitter *emitter)
{
    if (!emitter->data.count)
        return;
    open_table(emitter, "struct wherry__data", "data");
    FOR_EACH (const struct entity *, data, &emitter->data) {
        const char *types[TARGET_MAX] = {NULL};
        for (size_t t = 0; t < emitter->model->target_count; t++)
            if (data->on[t])
                types[t] = shape_type_code(emitter->shapes, data->on[t]->data.type, t);
        const char *name = string_number(emitter, data->name); /* before its symbol */
        write_text(emitter->out, "    {${name}, ${symbol}, ${type}, ${flags}}, /* ${text} */\n",
                   "name", name, "symbol", symbol_offset(emitter, data, data_i), "type",
                   c_on(emitter, types, "WHERRY_VOID"), "flags", flags_of(emitter, data), "text",
                   data->name, END);
    }
    close_table(emitter);
    emit_data_slots(emitter);
    FOR_EACH (const struct entity *, data, &emitter->data) {
        bool is_dllimport = false;
        for (size_t t = 0; t < emitter->model->target_count; t++)
            is_dllimport |= data->on[t] && data->on[t]->data.is_dllimport;
        if (!is_dllimport || *emitter->binding->prefix)
            continue;
        c_for_targets(emitter, data->targets);
        write_text(emitter->out,
                   "WHERRY_DATA_DLLIMPORT(${name}, ${i}, WHERRY_SYMBOL(\"${data}\"))\n", "name",
                   emitter->binding->name, "i", c_number(emitter, data_i), "data", data->name, END);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "\n", END);
}

static void emit_libraries(struct c_emitter *emitter)
{
    for (size_t t = 0; t < emitter->model->target_count; t++) {
        c_for_targets(emitter, 1u << t);
        write_text(emitter->out, "static const char *const ${name}__libraries[] = {", "name",
                   emitter->binding->name, END);
        FOR_EACH (const char *, library, &emitter->binding->libraries[t])
            write_text(emitter->out, "${comma}\"${library}\"", "comma", library_i ? ", " : "",
                       "library", spell_string(emitter->arena, library), END);
        write_text(emitter->out, "};\n", END);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "\n", END);
}

/* ---- The binding ----------------------------------------------------------------------------- */

static void emit_member(struct c_emitter *emitter, const char *member, const char *table,
                        uint64_t count)
{
    if (count)
        write_text(emitter->out, "    .${member} = ${name}__${table},\n", "member", member, "name",
                   emitter->binding->name, "table", table, END);
}

static void emit_count(struct c_emitter *emitter, const char *member, uint64_t count)
{
    if (count)
        write_text(emitter->out, "    .${member} = ${count},\n", "member", member, "count",
                   c_number(emitter, count), END);
}

static void emit_state(struct c_emitter *emitter)
{
    const char *name = emitter->binding->name;
    if (emitter->functions.count)
        write_text(emitter->out, "static unsigned char ${name}__presence[${count}];\n", "name",
                   name, "count", c_number(emitter, emitter->functions.count), END);
    if (shapes_count(emitter->shapes))
        write_text(emitter->out, "static void *${name}__call_interfaces[${count}];\n", "name", name,
                   "count", c_number(emitter, shapes_count(emitter->shapes)), END);
    write_text(emitter->out, "static struct wherry__state ${name}__state;\n\n", "name", name, END);
}

static size_t failure_count(const struct c_emitter *emitter)
{
    size_t count = 0;
    FOR_EACH (const struct entity *, function, &emitter->functions)
        count += function->failure != NULL;
    return count;
}

static const char *library_count(struct c_emitter *emitter)
{
    uint64_t counts[TARGET_MAX] = {0};
    for (size_t t = 0; t < emitter->model->target_count; t++)
        counts[t] = emitter->binding->libraries[t].count;
    return c_on_numbers(emitter, counts);
}

static void emit_binding(struct c_emitter *emitter, uint64_t field_count, uint64_t constant_count)
{
    size_t shape_count = shapes_count(emitter->shapes);
    size_t function_count = emitter->functions.count;
    emit_state(emitter);
    write_text(emitter->out,
               "const struct wherry_binding ${name}_binding = {\n"
               "    .format = WHERRY_BINDING_FORMAT,\n"
               "    .name = \"${name}\",\n"
               "    .strings = ${name}__strings,\n"
               "    .libraries = ${name}__libraries,\n"
               "    .library_count = ${count},\n"
               "    .state = &${name}__state,\n",
               "name", emitter->binding->name, "count", library_count(emitter), END);
    emit_count(emitter, "function_count", function_count);
    emit_count(emitter, "signature_count", shape_count);
    emit_count(emitter, "record_count", emitter->records.count);
    emit_count(emitter, "enum_count", emitter->enums.count);
    emit_count(emitter, "constant_count", constant_count);
    emit_count(emitter, "callback_type_count", emitter->callbacks.count);
    if (emitter->callback_shapes.count)
        write_text(emitter->out,
                   "    .callback_code_count = sizeof ${name}__callback_codes / "
                   "sizeof ${name}__callback_codes[0] - 1,\n"
                   "    .callback_codes = ${name}__callback_codes,\n",
                   "name", emitter->binding->name, END);
    uint64_t entry_count = emitter->callback_shapes.count * emitter->binding->callbacks_each;
    if (entry_count)
        emit_count(emitter, "callbacks_each", emitter->binding->callbacks_each);
    emit_member(emitter, "callback_entries", "callback_entries", entry_count);
    emit_member(emitter, "callbacks", "callbacks", entry_count);
    emit_count(emitter, "data_count", emitter->data.count);
    if (failure_count(emitter))
        write_text(emitter->out,
                   "    .failure_count = sizeof ${name}__failures / sizeof ${name}__failures[0] - "
                   "1,\n",
                   "name", emitter->binding->name, END);
    emit_member(emitter, "functions", "functions", function_count);
    emit_member(emitter, "slots", "slots", function_count);
    emit_member(emitter, "thunks", "thunks", emitter->has_thunks);
    emit_member(emitter, "presence", "presence", function_count);
    emit_member(emitter, "signatures", "signatures", shape_count);
    emit_member(emitter, "types", "types", shape_count);
    emit_member(emitter, "invokers", "invokers", shape_count);
    emit_member(emitter, "call_interfaces", "call_interfaces", shape_count);
    emit_member(emitter, "records", "records", emitter->records.count);
    emit_member(emitter, "fields", "fields", field_count);
    emit_member(emitter, "enums", "enums", emitter->enums.count);
    emit_member(emitter, "constants", "constants", constant_count);
    emit_member(emitter, "callback_types", "callback_types", emitter->callbacks.count);
    emit_member(emitter, "data", "data", emitter->data.count);
    emit_member(emitter, "data_slots", "data_slots", emitter->data.count);
    emit_member(emitter, "failures", "failures", failure_count(emitter));
    write_text(emitter->out, "};\n", END);
}

void c_emit_tables(struct c_emitter *emitter)
{
    write_text(emitter->out,
               "/* The tables. A number in front is the offset of a name in the string; a comment "
               "repeats it. */\n",
               END);
    emit_functions(emitter);
    emit_signatures(emitter);
    uint64_t field_count = emit_records(emitter);
    uint64_t constant_count = emit_constants(emitter);
    emit_callbacks(emitter);
    emit_data(emitter);
    emit_strings(emitter);
    emit_libraries(emitter);
    emit_binding(emitter, field_count, constant_count);
}
