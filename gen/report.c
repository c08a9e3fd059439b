#include "report.h"

#include "dispute.h"
#include "spell.h"

#include <inttypes.h>
#include <string.h>

/* ---- Ledger ---------------------------------------------------------------------------------- */

static const char *number(struct arena *arena, uint64_t value)
{
    return arena_format(arena, "%" PRIu64, value);
}

static const char *where(struct arena *arena, struct location location)
{
    return arena_format(arena, "%s:%u:%u", location.file, location.line, location.column);
}

void report_ledger(const struct model *model, struct arena *arena, struct writer *out)
{
    unsigned all = model_all_targets(model);
    FOR_EACH (const struct skipped *, skipped, &model->skipped)
        write_text(
            out, "${where}: ${what} '${name}' is not bound${targets}: it ${reason}; ${advice}\n",
            "where", where(arena, skipped->location), "what", skipped->what, "name", skipped->name,
            "targets",
            skipped->targets == all
                ? ""
                : arena_format(arena, " for %s", target_names(model, arena, skipped->targets)),
            "reason", skipped->reason, "advice", skipped->advice, END);
}

/* ---- Depfile --------------------------------------------------------------------------------- */

/* Make's and Ninja's escapes: a backslash before spaces and '#', a dollar sign doubled. */
static void write_path(struct writer *out, const char *path)
{
    for (; *path; path++) {
        char text[3] = {*path, 0, 0};
        if (*path == ' ' || *path == '#' || *path == '\\')
            text[0] = '\\', text[1] = *path;
        else if (*path == '$')
            text[1] = '$';
        write_text(out, "${text}", "text", text, END);
    }
}

void report_depfile(const struct model *model, const char *target, const char *notes_file,
                    struct writer *out)
{
    write_path(out, target);
    write_text(out, ":", END);
    struct list written = {0};
    for (size_t t = 0; t < model->target_count; t++) {
        FOR_EACH (const char *, path, &model->apis[t].dependencies) {
            bool known = false;
            FOR_EACH (const char *, old, &written)
                known |= old == path;
            if (known)
                continue;
            list_add(&written, path);
            write_text(out, " \\\n  ", END);
            write_path(out, path);
        }
    }
    if (notes_file) {
        write_text(out, " \\\n  ", END);
        write_path(out, notes_file);
    }
    for (size_t i = 0; model->imports && i < model->imports->count; i++) {
        write_text(out, " \\\n  ", END);
        write_path(out, ((const struct import_note *)model->imports->items[i])->file.text);
    }
    write_text(out, "\n", END);
    list_release(&written);
}

/* ---- The model, for people ------------------------------------------------------------------- */

static const char *type_text(const struct model *model, struct arena *arena,
                             const struct type *type, const char *name)
{
    return spell_place(model, arena, type, name);
}

static void dump_fields(const struct model *model, struct arena *arena, const struct record *record,
                        struct writer *out)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const char *place =
            field->is_bitfield
                ? arena_format(arena, "bits %" PRIu64 "+%u", field->offset_bits, field->length_bits)
                : arena_format(arena, "%" PRIu64, field->offset_bits / 8);
        write_text(out, "        @${place} ${field}\n", "place", place, "field",
                   type_text(model, arena, field->type, field->name ? field->name : ""), END);
    }
}

static void dump_enum(const struct model *model, struct arena *arena,
                      const struct enumeration *enumeration, struct writer *out)
{
    const struct type *type = enumeration->type;
    write_text(out, "${type}\n", "type", type ? type_text(model, arena, type, "") : "incomplete",
               END);
    for (size_t i = 0; i < enumeration->enumerator_count; i++)
        write_text(out, "        ${name} = ${value}\n", "name", enumeration->enumerators[i].name,
                   "value", spell_integer(arena, type, enumeration->enumerators[i].value), END);
}

static void dump_constant(const struct model *model, struct arena *arena,
                          const struct constant *constant, struct writer *out)
{
    const char *value = "";
    switch (constant->kind) {
    case CONSTANT_INTEGER:
        value = spell_integer(arena, constant->type, constant->integer);
        break;
    case CONSTANT_REAL:
        value = arena_format(arena, "%.17g", constant->real);
        break;
    case CONSTANT_STRING:
        value = arena_format(arena, "\"%s\"", spell_string(arena, constant->string));
        break;
    case CONSTANT_UNKNOWN: /* none is left after verification */
        break;
    }
    write_text(out, "${type} = ${value}\n", "type", type_text(model, arena, constant->type, ""),
               "value", value, END);
}

static void dump_typed(const struct model *model, struct arena *arena, const struct type *type,
                       const char *name, struct writer *out)
{
    write_text(out, "${text}\n", "text", type_text(model, arena, type, name), END);
}

static void dump_variant(const struct model *model, struct arena *arena,
                         const struct declaration *declaration, struct writer *out)
{
    const char *name = declaration->name;
    switch (declaration->kind) {
    case DECLARATION_FUNCTION:
        dump_typed(model, arena, declaration->function.type, name, out);
        break;
    case DECLARATION_DATA:
        dump_typed(model, arena, declaration->data.type, name, out);
        break;
    case DECLARATION_TYPEDEF:
        dump_typed(model, arena, declaration->typedef_type, name, out);
        break;
    case DECLARATION_RECORD:
        write_text(out, "${size} bytes, aligned to ${alignment}${incomplete}\n", "size",
                   number(arena, declaration->record.size_bytes), "alignment",
                   number(arena, declaration->record.alignment_bytes), "incomplete",
                   declaration->record.is_complete ? "" : ", incomplete", END);
        dump_fields(model, arena, &declaration->record, out);
        break;
    case DECLARATION_ENUM:
        dump_enum(model, arena, &declaration->enumeration, out);
        break;
    case DECLARATION_CONSTANT:
        dump_constant(model, arena, &declaration->constant, out);
        break;
    }
}

static void dump_name(struct arena *arena, const struct entity *entity, struct writer *out)
{
    const struct declaration *first = entity_first(entity);
    bool has_tag = strchr(entity->name, ' ') != NULL; /* says itself what it is */
    write_text(out, "${kind}${name}  ${where}\n", "kind",
               has_tag ? "" : arena_format(arena, "%s ", declaration_kind_name(entity->kind)),
               "name", entity->name, "where",
               first->location.file ? where(arena, first->location) : "predefined", END);
}

static void dump_variants(const struct model *model, struct arena *arena,
                          const struct entity *entity, struct writer *out)
{
    for (size_t v = 0; v < entity->variant_count; v++) {
        write_text(out, "    ${targets}: ", "targets",
                   target_names(model, arena, entity->variants[v]), END);
        dump_variant(model, arena, entity_on(entity, entity->variants[v]), out);
    }
}

void report_model(const struct model *model, struct arena *arena, struct writer *out)
{
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (!entity->is_bound)
            continue;
        dump_name(arena, entity, out);
        dump_variants(model, arena, entity, out);
    }
}

/* ---- Portability ----------------------------------------------------------------------------- */

static void report_differing(const struct model *model, struct arena *arena, struct writer *out)
{
    bool any = false;
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (!entity->is_bound || entity->variant_count < 2)
            continue;
        if (!any)
            write_text(out, "\nDeclared otherwise on each target:\n\n", END);
        any = true;
        dump_name(arena, entity, out);
        dump_variants(model, arena, entity, out);
    }
}

static void report_partial(const struct model *model, struct arena *arena, struct writer *out)
{
    bool any = false;
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (!entity->is_bound || entity->targets == model_all_targets(model))
            continue;
        if (!any)
            write_text(out, "\nDeclared on some targets only:\n\n", END);
        any = true;
        dump_name(arena, entity, out);
        write_text(out, "    ${targets}\n", "targets", target_names(model, arena, entity->targets),
                   END);
    }
}

static void report_corrections(const struct model *model, struct arena *arena, struct writer *out)
{
    if (model->corrections.count)
        write_text(out,
                   "\nWhere libclang differs from the target's compiler, whose answer was "
                   "taken:\n\n",
                   END);
    FOR_EACH (const struct correction *, correction, &model->corrections)
        write_text(out, "${where}: ${name} on ${target}: ${what}: libclang ${a}, compiler ${b}\n",
                   "where", where(arena, correction->declaration->location), "name",
                   correction->declaration->name, "target",
                   model->targets[correction->target]->triple, "what", correction->what, "a",
                   correction->clang, "b", correction->compiler, END);
}

static void report_disputes(const struct model *model, struct arena *arena, struct writer *out)
{
    bool any = false;
    FOR_EACH (const struct entity *, entity, &model->entities) {
        for (size_t t = 0; t < model->target_count; t++) {
            bool is_function =
                entity->is_bound && entity->kind == DECLARATION_FUNCTION && entity->on[t];
            const char *what = is_function ? dispute_of(model, arena, entity, t) : NULL;
            if (!what)
                continue;
            if (!any)
                write_text(out,
                           "\nPassed differently by gcc and by clang, so that the binding's "
                           "compiler must be the library's:\n\n",
                           END);
            any = true;
            write_text(out, "${where}: ${name} on ${target}: ${what}\n", "where",
                       where(arena, entity->on[t]->location), "name", entity->name, "target",
                       model->targets[t]->triple, "what", what, END);
        }
    }
}

void report_portability(const struct model *model, struct arena *arena, struct writer *out)
{
    for (size_t t = 0; t < model->target_count; t++)
        write_text(out, "${target}: ${verified}\n", "target", model->targets[t]->triple, "verified",
                   model->verified & 1u << t
                       ? "every fact verified by the target's compiler"
                       : "NOT verified by the target's compiler (--no-verify)",
                   END);
    report_differing(model, arena, out);
    report_partial(model, arena, out);
    report_corrections(model, arena, out);
    report_disputes(model, arena, out);
}
