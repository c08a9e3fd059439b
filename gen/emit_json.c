/* The JSON back end: NAME.json, the model for other programs. docs/JSON.md describes it. */
#include "callbacks.h"
#include "emit.h"
#include "fallback.h"
#include "shape.h"
#include "spell.h"
#include "version.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct json {
    const struct binding *binding;
    const struct model *model;
    struct arena *arena;
    struct writer *out;
};

/* The bytes of the UTF-8 character at `c`; 0 when there is none (RFC 3629, section 4). */
static size_t utf8_length(const unsigned char *c)
{
    size_t length = *c < 0x80                 ? 1
                    : *c >= 0xc2 && *c < 0xe0 ? 2
                    : *c >= 0xe0 && *c < 0xf0 ? 3
                    : *c >= 0xf0 && *c < 0xf5 ? 4
                                              : 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    bool is_overlong = (*c == 0xe0 && c[1] < 0xa0) || (*c == 0xf0 && c[1] < 0x90);
    bool is_outside = (*c == 0xed && c[1] > 0x9f) || (*c == 0xf4 && c[1] > 0x8f);
    return is_overlong || is_outside ? 0 : length;
}

/* Bytes that are no UTF-8 are taken for Latin-1. */
static const char *quoted(struct json *json, const char *text)
{
    if (!text)
        return "null";
    char *copy = arena_alloc(json->arena, strlen(text) + 3, 6);
    char *end = copy;
    *end++ = '"';
    for (const unsigned char *c = (const unsigned char *)text; *c;) {
        size_t length = utf8_length(c);
        if (*c == '"' || *c == '\\')
            *end++ = '\\';
        if (!length || *c < ' ') {
            end += snprintf(end, 7, "\\u%04x", *c++);
            continue;
        }
        memcpy(end, c, length);
        end += length;
        c += length;
    }
    *end++ = '"';
    return copy;
}

static const char *number(struct json *json, uint64_t value)
{
    return arena_format(json->arena, "%" PRIu64, value);
}

static const char *boolean(bool value)
{
    return value ? "true" : "false";
}

static const char *comma(size_t i)
{
    return i ? "," : "";
}

static const char *type_text(struct json *json, const struct type *type)
{
    return quoted(json, spell_place(json->model, json->arena, type, ""));
}

static const char *targets_text(struct json *json, unsigned targets)
{
    const char *text = "";
    for (size_t t = 0; t < json->model->target_count; t++)
        if (targets & 1u << t)
            text = arena_format(json->arena, "%s%s%s", text, *text ? ", " : "",
                                quoted(json, json->model->targets[t]->triple));
    return text;
}

/* ---- Facts of the notes ---------------------------------------------------------------------- */

/* ", "key": value" for each; what is true or false is a boolean, all else text. */
static const char *facts_text(struct json *json, const struct facts *facts)
{
    const char *text = "";
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const char *given = facts->given[i].text;
        if (!given || i == FACT_OPTIONAL || i == FACT_FAILURE) /* data has these too */
            continue;
        bool is_flag = i == FACT_BLOCKING || i == FACT_NULLABLE || i == FACT_TERMINATED;
        text = arena_format(json->arena, "%s, \"%s\": %s", text, fact_key((enum fact)i),
                            is_flag ? given : quoted(json, given));
    }
    return text;
}

/* The same as an object under a key of its own. */
static const char *object_text(struct json *json, const char *key, const struct facts *facts)
{
    const char *text = facts_text(json, facts);
    return *text ? arena_format(json->arena, ", \"%s\": {%s}", key, text + 2) : "";
}

static const char *parameter_facts_text(struct json *json, const struct entity *entity, size_t i)
{
    if (!entity->facts || i >= entity->facts->parameter_count)
        return "";
    const struct parameter_facts *facts = &entity->facts->parameters[i];
    return arena_format(json->arena, "%s%s%s", facts_text(json, &facts->own),
                        object_text(json, "callback", &facts->callback),
                        object_text(json, "value", &facts->value));
}

static void emit_function_facts(struct json *json, const struct function_facts *facts)
{
    if (facts)
        write_text(json->out, "${own}${result}${error}", "own", facts_text(json, &facts->own),
                   "result", object_text(json, "result", &facts->result), "error",
                   object_text(json, "error", &facts->error), END);
}

/* ---- What one variant says ------------------------------------------------------------------- */

static const char *symbols_text(struct json *json, const struct entity *entity, unsigned targets)
{
    const char *text = "";
    for (size_t t = 0; t < json->model->target_count; t++)
        if (targets & 1u << t)
            text = arena_format(json->arena, "%s%s%s", text, *text ? ", " : "",
                                quoted(json, entity->kind == DECLARATION_DATA
                                                 ? entity->on[t]->data.symbol
                                                 : entity->on[t]->function.symbol));
    return text;
}

/* The convention of each of the targets, as symbols_text() lists its symbols. */
static const char *conventions_text(struct json *json, const struct entity *entity,
                                    unsigned targets)
{
    const char *text = "";
    for (size_t t = 0; t < json->model->target_count; t++)
        if (targets & 1u << t)
            text = arena_format(
                json->arena, "%s%s%s", text, *text ? ", " : "",
                quoted(json, convention_name(entity->on[t]->function.type->convention)));
    return text;
}

/* What has no symbol in the library is in the binding, under a name of its own. */
static void emit_thunk(struct json *json, const struct entity *entity,
                       const struct function *function)
{
    const char *symbol =
        arena_format(json->arena, "%s_thunk_%s", json->binding->name, entity->name);
    const char *kind = function->flags & FUNCTION_MACRO     ? "macro"
                       : function->thunk_of != entity->name ? "variadic"
                                                            : "inline";
    write_text(
        json->out, "\"thunk\": {\"symbol\": ${symbol}, \"of\": ${of}, \"kind\": \"${kind}\"}, ",
        "symbol", quoted(json, symbol), "of", quoted(json, function->thunk_of), "kind", kind, END);
}

/* "true", or the targets on which libffi cannot call the function, and why. */
static const char *libffi_text(struct json *json, const struct entity *entity, unsigned targets)
{
    const char *text = "";
    for (size_t t = 0; t < json->model->target_count; t++) {
        const char *reason =
            targets & 1u << t ? fallback_refusal(json->model, json->arena, entity, t) : NULL;
        if (reason)
            text =
                arena_format(json->arena, "%s%s{\"targets\": [%s], \"reason\": %s}", text,
                             *text ? ", " : "", targets_text(json, 1u << t), quoted(json, reason));
    }
    return *text ? arena_format(json->arena, "[%s]", text) : "true";
}

/* The targets of these on which the function has the attribute. */
static unsigned targets_with(const struct entity *entity, unsigned targets, const char *attribute,
                             size_t length)
{
    unsigned with = 0;
    for (size_t t = 0; t < TARGET_MAX; t++) {
        const char *at = targets & 1u << t ? entity->on[t]->function.attributes : NULL;
        for (; at && *at; at = strchr(at, '\n') + 1)
            if (!strncmp(at, attribute, length + 1))
                with |= 1u << t;
    }
    return with;
}

/* Each attribute with the targets on which it holds. */
static void emit_attributes(struct json *json, const struct entity *entity, unsigned targets)
{
    bool any = false;
    for (size_t t = 0; t < json->model->target_count; t++) {
        const char *at = targets & 1u << t ? entity->on[t]->function.attributes : NULL;
        for (; at && *at; at = strchr(at, '\n') + 1) {
            size_t length = strcspn(at, "\n");
            unsigned with = targets_with(entity, targets, at, length);
            if (with & ((1u << t) - 1))
                continue; /* an earlier target had it */
            write_text(json->out, "${before}${attribute}: [${targets}]", "before",
                       any ? ", " : ", \"attributes\": {", "attribute",
                       quoted(json, intern_bytes(json->arena, at, length)), "targets",
                       targets_text(json, with), END);
            any = true;
        }
    }
    if (any)
        write_text(json->out, "}", END);
}

static void emit_function(struct json *json, const struct entity *entity,
                          const struct function *function)
{
    const struct type *type = function->type;
    if (function->thunk_of)
        emit_thunk(json, entity, function);
    write_text(json->out,
               "\"type\": ${type}, \"result\": ${result}, \"variadic\": ${variadic}, "
               "\"dllimport\": ${dllimport}, \"parameters\": [",
               "type", type_text(json, type), "result", type_text(json, type->target), "variadic",
               boolean(type->variadic), "dllimport", boolean(function->flags & FUNCTION_DLLIMPORT),
               END);
    for (size_t i = 0; i < type->parameter_count; i++)
        write_text(json->out, "${comma}{\"name\": ${name}, \"type\": ${type}${facts}}", "comma",
                   i ? ", " : "", "name", quoted(json, function->parameter_names[i]), "type",
                   type_text(json, type->parameters[i]), "facts",
                   parameter_facts_text(json, entity, i), END);
    write_text(
        json->out, "]${deprecated}${unused}", "deprecated",
        function->flags & FUNCTION_DEPRECATED ? ", \"deprecated\": true" : "", "unused",
        function->flags & FUNCTION_WARN_UNUSED_RESULT ? ", \"warn_unused_result\": true" : "", END);
}

static void emit_record(struct json *json, const struct record *record)
{
    write_text(json->out,
               "\"union\": ${union}, \"complete\": ${complete}, \"size\": ${size}, "
               "\"alignment\": ${alignment}, \"fields\": [",
               "union", boolean(record->is_union), "complete", boolean(record->is_complete), "size",
               number(json, record->size_bytes), "alignment", number(json, record->alignment_bytes),
               END);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        write_text(json->out,
                   "${comma}{\"name\": ${name}, \"type\": ${type}, \"offset_bits\": "
                   "${offset}${length}}",
                   "comma", i ? ", " : "", "name", quoted(json, field->name), "type",
                   type_text(json, field->type), "offset", number(json, field->offset_bits),
                   "length",
                   field->is_bitfield
                       ? arena_format(json->arena, ", \"length_bits\": %u", field->length_bits)
                       : "",
                   END);
    }
    write_text(json->out, "]", END);
}

static void emit_enum(struct json *json, const struct enumeration *enumeration)
{
    write_text(json->out, "\"type\": ${type}, \"enumerators\": [", "type",
               enumeration->type ? type_text(json, enumeration->type) : "null", END);
    for (size_t i = 0; i < enumeration->enumerator_count; i++)
        write_text(json->out, "${comma}{\"name\": ${name}, \"value\": ${value}}", "comma",
                   i ? ", " : "", "name", quoted(json, enumeration->enumerators[i].name), "value",
                   spell_integer(json->arena, enumeration->type, enumeration->enumerators[i].value),
                   END);
    write_text(json->out, "]", END);
}

static const char *constant_value(struct json *json, const struct constant *constant)
{
    if (constant->kind == CONSTANT_STRING)
        return quoted(json, constant->string);
    if (constant->kind == CONSTANT_INTEGER)
        return spell_integer(json->arena, constant->type, constant->integer);
    return isfinite(constant->real) ? arena_format(json->arena, "%.17g", constant->real) : "null";
}

static void emit_declaration(struct json *json, const struct entity *entity,
                             const struct declaration *declaration)
{
    switch (declaration->kind) {
    case DECLARATION_FUNCTION:
        emit_function(json, entity, &declaration->function);
        break;
    case DECLARATION_RECORD:
        emit_record(json, &declaration->record);
        break;
    case DECLARATION_ENUM:
        emit_enum(json, &declaration->enumeration);
        break;
    case DECLARATION_TYPEDEF:
        write_text(json->out, "\"type\": ${type}", "type",
                   type_text(json, declaration->typedef_type), END);
        break;
    case DECLARATION_CONSTANT:
        write_text(json->out, "\"type\": ${type}, \"value\": ${value}${deprecated}", "type",
                   type_text(json, declaration->constant.type), "value",
                   constant_value(json, &declaration->constant), "deprecated",
                   declaration->constant.is_deprecated ? ", \"deprecated\": true" : "", END);
        break;
    case DECLARATION_DATA:
        write_text(json->out, "\"type\": ${type}${static}${thread}", "type",
                   type_text(json, declaration->data.type), "static",
                   declaration->data.is_static ? ", \"static\": true" : "", "thread",
                   declaration->data.is_thread ? ", \"thread_local\": true" : "", END);
        break;
    }
}

/* ---- The document ---------------------------------------------------------------------------- */

static void emit_entity(struct json *json, const struct entity *entity, bool is_first)
{
    const struct declaration *first = entity_first(entity);
    write_text(json->out, "${comma}\n    {\"name\": ${name}", "comma", is_first ? "" : ",", "name",
               quoted(json, entity->name), END);
    if (first->comment)
        write_text(json->out, ", \"comment\": ${comment}", "comment", quoted(json, first->comment),
                   END);
    if (entity->is_optional)
        write_text(json->out, ", \"optional\": true", END);
    if (entity->failure)
        write_text(json->out, ", \"failure\": ${failure}", "failure", quoted(json, entity->failure),
                   END);
    if (entity->imported_from)
        write_text(json->out, ", \"binding\": ${binding}", "binding",
                   quoted(json, entity->imported_from), END);
    emit_function_facts(json, entity->facts);
    write_text(json->out, ", \"variants\": [", END);
    for (size_t v = 0; v < entity->variant_count; v++) {
        unsigned targets = entity->variants[v];
        write_text(json->out, "${comma}\n        {\"targets\": [${targets}], ", "comma", comma(v),
                   "targets", targets_text(json, targets), END);
        if (entity->kind == DECLARATION_FUNCTION || entity->kind == DECLARATION_DATA)
            write_text(json->out, "\"symbols\": [${symbols}], ", "symbols",
                       symbols_text(json, entity, targets), END);
        if (entity->kind == DECLARATION_FUNCTION)
            write_text(json->out, "\"conventions\": [${conventions}], \"libffi\": ${libffi}, ",
                       "conventions", conventions_text(json, entity, targets), "libffi",
                       libffi_text(json, entity, targets), END);
        emit_declaration(json, entity, entity_on(entity, targets));
        if (entity->kind == DECLARATION_FUNCTION)
            emit_attributes(json, entity, targets);
        write_text(json->out, "}", END);
    }
    write_text(json->out, "]}", END);
}

static void emit_kind(struct json *json, const char *title, enum declaration_kind kind)
{
    bool is_first = true;
    write_text(json->out, ",\n  \"${title}\": [", "title", title, END);
    FOR_EACH (const struct entity *, entity, &json->model->entities) {
        if (!entity->is_bound || entity->kind != kind)
            continue;
        emit_entity(json, entity, is_first);
        is_first = false;
    }
    write_text(json->out, "\n  ]", END);
}

static const char *callback_conventions(struct json *json, const struct callback_type *callback,
                                        unsigned targets)
{
    const char *text = "";
    for (size_t t = 0; t < json->model->target_count; t++)
        if (targets & 1u << t)
            text = arena_format(json->arena, "%s%s%s", text, *text ? ", " : "",
                                quoted(json, convention_name(callback->types[t]->convention)));
    return text;
}

static void emit_callback(struct json *json, const struct callback_type *callback, bool is_compiled)
{
    write_text(json->out, "{\"name\": ${name}, \"identifier\": ${id}, \"compiled\": ${compiled}, ",
               "name", quoted(json, callback->name), "id", quoted(json, callback->identifier),
               "compiled", boolean(is_compiled), END);
    write_text(json->out, "\"variants\": [", END);
    for (size_t v = 0; v < callback->variant_count; v++) {
        unsigned targets = callback->variants[v];
        const struct type *type = callback_type_on(callback, targets);
        write_text(json->out,
                   "${comma}\n        {\"targets\": [${targets}], \"conventions\": "
                   "[${conventions}], \"type\": ${type}}",
                   "comma", comma(v), "targets", targets_text(json, targets), "conventions",
                   callback_conventions(json, callback, targets), "type",
                   type_text(json, type_pointer(json->model->types, type)), END);
    }
    write_text(json->out, "]}", END);
}

static void emit_callbacks(struct json *json)
{
    struct list callbacks = {0};
    struct shapes *shapes = shapes_new(json->model, json->arena);
    callbacks_collect(json->model, json->arena, &callbacks);
    write_text(json->out, ",\n  \"callbacks\": [", END);
    FOR_EACH (const struct callback_type *, callback, &callbacks) {
        const struct shape *shape = shape_of(shapes, callback->types, callback->targets);
        write_text(json->out, "${comma}\n    ", "comma", comma(callback_i), END);
        emit_callback(json, callback, shape && shape->has_invoker && json->binding->callbacks_each);
    }
    write_text(json->out, "\n  ]", END);
    shapes_free(shapes);
    list_release(&callbacks);
}

static void emit_libraries(struct json *json)
{
    write_text(json->out, ",\n  \"libraries\": {", END);
    for (size_t t = 0; t < json->model->target_count; t++) {
        write_text(json->out, "${comma}\n    ${target}: [", "comma", comma(t), "target",
                   quoted(json, json->model->targets[t]->triple), END);
        FOR_EACH (const char *, library, &json->binding->libraries[t])
            write_text(json->out, "${comma}${library}", "comma", library_i ? ", " : "", "library",
                       quoted(json, library), END);
        write_text(json->out, "]", END);
    }
    write_text(json->out, "\n  }", END);
}

static void emit_handles(struct json *json)
{
    if (!json->model->handles || !json->model->handles->count)
        return;
    write_text(json->out, ",\n  \"handles\": [", END);
    FOR_EACH (const struct handle_note *, handle, json->model->handles)
        write_text(json->out, "${comma}\n    {\"type\": ${type}${facts}}", "comma", comma(handle_i),
                   "type", quoted(json, handle->type.text), "facts",
                   facts_text(json, &handle->facts), END);
    write_text(json->out, "\n  ]", END);
}

/* What this binding refers to by name, and the binding that has it. */
static void emit_import(struct json *json, const struct import_note *import)
{
    bool is_first = true;
    write_text(json->out, "{\"binding\": ${binding}, \"headers\": [", "binding",
               quoted(json, import->name.text), END);
    FOR_EACH (const struct note *, header, &import->headers)
        write_text(json->out, "${comma}${header}", "comma", header_i ? ", " : "", "header",
                   quoted(json, header->text), END);
    write_text(json->out, "], \"types\": [", END);
    FOR_EACH (const struct entity *, entity, &json->model->entities) {
        if (entity->imported_from != import->name.text)
            continue;
        write_text(json->out,
                   "${comma}{\"kind\": ${kind}, \"name\": ${name}, \"targets\": [${targets}]}",
                   "comma", is_first ? "" : ", ", "kind",
                   quoted(json, declaration_kind_name(entity->kind)), "name",
                   quoted(json, entity->name), "targets", targets_text(json, entity->targets), END);
        is_first = false;
    }
    write_text(json->out, "]}", END);
}

static void emit_imports(struct json *json)
{
    if (!json->model->imports || !json->model->imports->count)
        return;
    write_text(json->out, ",\n  \"imports\": [", END);
    FOR_EACH (const struct import_note *, import, json->model->imports) {
        write_text(json->out, "${comma}\n    ", "comma", comma(import_i), END);
        emit_import(json, import);
    }
    write_text(json->out, "\n  ]", END);
}

static void emit_skipped(struct json *json)
{
    write_text(json->out, ",\n  \"skipped\": [", END);
    FOR_EACH (const struct skipped *, skipped, &json->model->skipped)
        write_text(
            json->out,
            "${comma}\n    {\"kind\": ${kind}, \"name\": ${name}, \"targets\": [${targets}], "
            "\"reason\": ${reason}, \"advice\": ${advice}}",
            "comma", comma(skipped_i), "kind", quoted(json, skipped->what), "name",
            quoted(json, skipped->name), "targets", targets_text(json, skipped->targets), "reason",
            quoted(json, skipped->reason), "advice", quoted(json, skipped->advice), END);
    write_text(json->out, "\n  ]", END);
}

static void emit_verification(struct json *json)
{
    write_text(json->out,
               ",\n  \"verified\": [${targets}],\n"
               "  \"corrections\": [",
               "targets", targets_text(json, json->model->verified), END);
    FOR_EACH (const struct correction *, correction, &json->model->corrections)
        write_text(json->out,
                   "${comma}\n    {\"name\": ${name}, \"target\": ${target}, \"what\": ${what}, "
                   "\"clang\": ${clang}, \"compiler\": ${compiler}}",
                   "comma", comma(correction_i), "name",
                   quoted(json, correction->declaration->name), "target",
                   quoted(json, json->model->targets[correction->target]->triple), "what",
                   quoted(json, correction->what), "clang", quoted(json, correction->clang),
                   "compiler", quoted(json, correction->compiler), END);
    write_text(json->out, "${space}]", "space", json->model->corrections.count ? "\n  " : "", END);
}

static bool emit_json(const struct binding *binding, struct outputs *outputs)
{
    struct json json = {.binding = binding, .model = binding->model, .arena = binding->arena};
    json.out = outputs_add(outputs, binding->arena, binding_path(binding, ".json"));
    write_text(json.out,
               "{\n"
               "  \"wherry\": \"" WHERRY_GEN_VERSION "\",\n"
               "  \"format\": 1,\n"
               "  \"name\": ${name},\n"
               "  \"targets\": [${targets}],\n"
               "  \"headers\": [",
               "name", quoted(&json, binding->name), "targets",
               targets_text(&json, model_all_targets(binding->model)), END);
    FOR_EACH (const char *, include, &binding->includes)
        write_text(json.out, "${comma}${include}", "comma", include_i ? ", " : "", "include",
                   quoted(&json, include), END);
    write_text(json.out, "]", END);
    emit_verification(&json);
    emit_libraries(&json);
    emit_imports(&json);
    emit_handles(&json);
    emit_kind(&json, "functions", DECLARATION_FUNCTION);
    emit_kind(&json, "data", DECLARATION_DATA);
    emit_kind(&json, "records", DECLARATION_RECORD);
    emit_kind(&json, "enums", DECLARATION_ENUM);
    emit_kind(&json, "typedefs", DECLARATION_TYPEDEF);
    emit_kind(&json, "constants", DECLARATION_CONSTANT);
    emit_callbacks(&json);
    emit_skipped(&json);
    write_text(json.out, "\n}\n", END);
    return true;
}

const struct backend backend_json = {"json", "the model as data, for other programs", emit_json};
