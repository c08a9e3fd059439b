#include "report.h"

#include "spell.h"

#include <inttypes.h>
#include <string.h>

/* ---- Ledger ------------------------------------------------------------------------------------
 */

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
    FOR_EACH(const struct skipped *, skipped, &model->skipped)
    write_text(out, "${where}: ${what} '${name}' is not bound${targets}: it ${reason}; ${advice}\n",
               "where", where(arena, skipped->location), "what", skipped->what, "name",
               skipped->name, "targets",
               skipped->targets == all
                   ? ""
                   : arena_format(arena, " for %s", target_names(model, arena, skipped->targets)),
               "reason", skipped->reason, "advice", skipped->advice, END);
}

/* ---- Depfile -----------------------------------------------------------------------------------
 */

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
        FOR_EACH(const char *, path, &model->apis[t].dependencies)
        {
            bool known = false;
            FOR_EACH(const char *, old, &written)
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
    write_text(out, "\n", END);
    list_release(&written);
}

/* ---- The model, for people ---------------------------------------------------------------------
 */

static const char *type_text(const struct model *model, struct arena *arena,
                             const struct type *type, const char *name)
{
    const char *text = spell(model, arena, type, name);
    return text ? text : arena_format(arena, "%s %s", type->name ? type->name : "?", name);
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

static void dump_variant(const struct model *model, struct arena *arena,
                         const struct declaration *declaration, struct writer *out)
{
    switch (declaration->kind) {
    case DECLARATION_FUNCTION:
        write_text(out, "${text}\n", "text",
                   type_text(model, arena, declaration->function.type, declaration->name), END);
        break;
    case DECLARATION_DATA:
        write_text(out, "${text}\n", "text",
                   type_text(model, arena, declaration->data.type, declaration->name), END);
        break;
    case DECLARATION_TYPEDEF:
        write_text(out, "${text}\n", "text",
                   type_text(model, arena, declaration->typedef_type, declaration->name), END);
        break;
    case DECLARATION_RECORD:
        write_text(out, "${size} bytes, aligned to ${alignment}${incomplete}\n", "size",
                   number(arena, declaration->record.size_bytes), "alignment",
                   number(arena, declaration->record.alignment_bytes), "incomplete",
                   declaration->record.is_complete ? "" : ", incomplete", END);
        dump_fields(model, arena, &declaration->record, out);
        break;
    case DECLARATION_ENUM:
        write_text(out, "${type}\n", "type",
                   declaration->enumeration.type
                       ? type_text(model, arena, declaration->enumeration.type, "")
                       : "incomplete",
                   END);
        for (size_t i = 0; i < declaration->enumeration.enumerator_count; i++)
            write_text(
                out, "        ${name} = ${value}\n", "name",
                declaration->enumeration.enumerators[i].name, "value",
                arena_format(arena, "%" PRId64, declaration->enumeration.enumerators[i].value),
                END);
        break;
    case DECLARATION_CONSTANT: {
        const struct constant *constant = &declaration->constant;
        const char *value = constant->kind == CONSTANT_STRING ? constant->string
                            : constant->kind == CONSTANT_REAL
                                ? arena_format(arena, "%g", constant->real)
                                : arena_format(arena, "%" PRId64, constant->integer);
        write_text(out, "${type} = ${value}\n", "type", type_text(model, arena, constant->type, ""),
                   "value", value, END);
        break;
    }
    }
}

void report_model(const struct model *model, struct arena *arena, struct writer *out)
{
    FOR_EACH(const struct entity *, entity, &model->entities)
    {
        if (!entity->is_bound)
            continue;
        const struct declaration *first = entity_first(entity);
        write_text(out, "${kind} ${name}  ${where}\n", "kind", declaration_kind_name(entity->kind),
                   "name", entity->name, "where",
                   first->location.file ? where(arena, first->location) : "predefined", END);
        for (size_t v = 0; v < entity->variant_count; v++) {
            write_text(out, "    ${targets}: ", "targets",
                       target_names(model, arena, entity->variants[v]), END);
            dump_variant(model, arena, entity->on[__builtin_ctz(entity->variants[v])], out);
        }
    }
}
