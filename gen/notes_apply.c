/* The facts of the notes come to the declarations they speak of. */
#include "notes_check.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

struct applier {
    const struct notes *notes;
    struct model *model;
    struct arena *arena;
};

static bool apply_optional(const struct note *pattern, struct model *model)
{
    bool matched = false;
    FOR_EACH (struct entity *, entity, &model->entities) {
        bool can_be_missing =
            entity->kind == DECLARATION_FUNCTION || entity->kind == DECLARATION_DATA;
        if (!can_be_missing || fnmatch(pattern->text, entity->name, 0))
            continue;
        entity->is_optional = true;
        matched = true;
    }
    if (!matched)
        diag_error(pattern->location,
                   "'%s' matches no function or data object of the headers on any target",
                   pattern->text);
    return matched;
}

/* ---- Facts of functions ---------------------------------------------------------------------- */

/* The later word is the stronger one. */
static void overlay(struct facts *facts, const struct facts *more)
{
    for (size_t i = 0; i < FACT_COUNT; i++)
        if (more->given[i].text)
            facts->given[i] = more->given[i];
}

static void overlay_place(struct note *place, const struct note *more)
{
    if (more->text)
        *place = *more;
}

static const char *parameter_names(struct arena *arena, const struct declaration *function)
{
    const char *text = "";
    for (size_t i = 0; i < function->function.type->parameter_count; i++) {
        const char *name = function->function.parameter_names[i];
        text = arena_format(arena, "%s%s%s", text, *text ? ", " : "",
                            name ? name : arena_format(arena, "%zu", i + 1));
    }
    return *text ? text : "none";
}

long notes_find_parameter(const struct declaration *function, const char *text)
{
    size_t count = function->function.type->parameter_count;
    size_t digits = strspn(text, "0123456789");
    size_t number = 0;
    for (size_t i = 0; i < digits && number <= count; i++)
        number = number * 10 + (size_t)(text[i] - '0');
    if (digits && !text[digits])
        return number <= count ? (long)number - 1 : -1;
    for (size_t i = 0; i < count; i++) {
        const char *name = function->function.parameter_names[i];
        if (name && !strcmp(name, text))
            return (long)i;
    }
    return -1;
}

static bool apply_parameters(const struct applier *applier, const struct function_note *note,
                             const struct entity *entity)
{
    const struct declaration *first = entity_first(entity);
    struct function_facts *facts = entity->facts;
    bool ok = true;
    bool *seen = arena_alloc(applier->arena, facts->parameter_count + 1, sizeof *seen);
    FOR_EACH (const struct parameter_facts *, parameter, &note->parameters) {
        const struct note *name = &parameter->parameter;
        long i = notes_find_parameter(first, name->text);
        if (i < 0 || seen[i]) {
            if (i < 0)
                diag_error(name->location, "function '%s' has no parameter '%s'; its are: %s",
                           entity->name, name->text, parameter_names(applier->arena, first));
            else
                diag_error(name->location, "parameter '%s' stands here for the second time",
                           name->text);
            ok = false;
            continue;
        }
        seen[i] = true;
        struct parameter_facts *own = &facts->parameters[i];
        own->parameter = *name;
        overlay_place(&own->callback_place, &parameter->callback_place);
        overlay_place(&own->value_place, &parameter->value_place);
        overlay(&own->own, &parameter->own);
        overlay(&own->callback, &parameter->callback);
        overlay(&own->value, &parameter->value);
    }
    return ok;
}

static bool apply_facts(const struct applier *applier, const struct function_note *note,
                        struct entity *entity)
{
    if (!entity->facts) {
        entity->facts = ARENA_NEW(applier->arena, struct function_facts);
        entity->facts->parameter_count = entity_first(entity)->function.type->parameter_count;
        entity->facts->parameters = arena_alloc(applier->arena, entity->facts->parameter_count + 1,
                                                sizeof(struct parameter_facts));
    }
    overlay(&entity->facts->own, &note->own);
    overlay(&entity->facts->result, &note->result);
    overlay(&entity->facts->error, &note->error);
    overlay_place(&entity->facts->result_place, &note->result_place);
    overlay_place(&entity->facts->error_place, &note->error_place);
    return apply_parameters(applier, note, entity);
}

static bool is_pattern(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

/* A pattern means functions of the library's own headers, not those of every header they read. */
static bool apply_pattern(const struct applier *applier, const struct function_note *note)
{
    bool ok = true, matched = false;
    const struct note *rename = &note->own.given[FACT_RENAME];
    if (rename->text) {
        diag_error(rename->location, "a pattern cannot give its functions one name");
        return false;
    }
    FOR_EACH (struct entity *, entity, &applier->model->entities) {
        const struct source_file *file = entity_first(entity)->file;
        if (entity->kind != DECLARATION_FUNCTION || !file || !file->is_bound ||
            fnmatch(note->function.text, entity->name, 0))
            continue;
        matched = true;
        ok &= apply_facts(applier, note, entity);
    }
    if (!matched)
        diag_error(note->function.location, "'%s' matches no function of the library's headers",
                   note->function.text);
    return ok && matched;
}

static bool apply_function(const struct applier *applier, const struct function_note *note)
{
    struct entity *entity = model_find(applier->model, DECLARATION_FUNCTION,
                                       intern(applier->arena, note->function.text));
    if (entity)
        return apply_facts(applier, note, entity);
    diag_error(note->function.location, "no header declares function '%s' on any target",
               note->function.text);
    return false;
}

static bool returns_nothing(const struct model *model, const struct entity *function)
{
    size_t t = (size_t)__builtin_ctz(function->targets);
    const struct type *result = function->on[t]->function.type->target;
    return api_resolve(&model->apis[t], result)->kind == TYPE_VOID;
}

static bool is_true(const struct note *note)
{
    return note->text && !strcmp(note->text, "true");
}

/* What the stages that follow ask for. */
static bool apply_stub(const struct applier *applier, struct entity *entity)
{
    const struct note *own = entity->facts->own.given;
    const struct note *failure = &own[FACT_FAILURE];
    entity->is_optional |=
        own[FACT_OPTIONAL].text ? is_true(&own[FACT_OPTIONAL]) : failure->text != NULL;
    entity->failure = failure->text;
    entity->failure_at = failure->location;
    entity->rename = own[FACT_RENAME].text;
    if (!failure->text || !returns_nothing(applier->model, entity))
        return true;
    diag_error(failure->location,
               "function '%s' returns nothing, so it has no failure value; give optional: true",
               entity->name);
    return false;
}

/* ---- New names ------------------------------------------------------------------------------- */

static const char *const keywords[] = {
    "asm",      "auto",     "break",   "case",     "char",     "const",    "continue",
    "default",  "do",       "double",  "else",     "enum",     "extern",   "float",
    "for",      "goto",     "if",      "inline",   "int",      "long",     "register",
    "restrict", "return",   "short",   "signed",   "sizeof",   "static",   "struct",
    "switch",   "typedef",  "union",   "unsigned", "void",     "volatile", "while",
    "_Alignas", "_Alignof", "_Atomic", "_Bool",    "_Complex", "_Generic", "_Noreturn"};

/* What the headers already call so, NULL: nothing. Tags are a name space of their own. */
static const char *taken_by(const struct applier *applier, const struct entity *own,
                            const char *name)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (!strcmp(name, keywords[i]))
            return "word of C";
    FOR_EACH (const struct entity *, other, &applier->model->entities) {
        if (other != own && (other->name == name || other->rename == name))
            return other->rename == name ? "function by its new name"
                                         : declaration_kind_name(other->kind);
        if (other->kind != DECLARATION_ENUM)
            continue;
        const struct enumeration *enumeration = &entity_first(other)->enumeration;
        for (size_t i = 0; i < enumeration->enumerator_count; i++)
            if (enumeration->enumerators[i].name == name)
                return "enumerator";
    }
    for (size_t t = 0; t < applier->model->target_count; t++)
        FOR_EACH (const char *, macro, &applier->model->apis[t].macros)
            if (macro == name)
                return "macro";
    FOR_EACH (const struct thunk_note *, thunk, &applier->notes->thunks)
        if (thunk->name.text == name)
            return "function of these notes";
    return NULL;
}

static bool check_rename(const struct applier *applier, const struct entity *entity)
{
    if (!entity->rename || entity->rename == entity->name)
        return true;
    const char *taken = taken_by(applier, entity, entity->rename);
    if (taken)
        diag_error(entity->facts->own.given[FACT_RENAME].location,
                   "'%s' cannot be called '%s': a %s has that name", entity->name, entity->rename,
                   taken);
    return !taken;
}

static bool apply_functions(const struct applier *applier)
{
    bool ok = true;
    FOR_EACH (const struct function_note *, note, &applier->notes->functions)
        if (is_pattern(note->function.text))
            ok &= apply_pattern(applier, note);
    FOR_EACH (const struct function_note *, note, &applier->notes->functions)
        if (!is_pattern(note->function.text))
            ok &= apply_function(applier, note);
    FOR_EACH (struct entity *, entity, &applier->model->entities)
        if (entity->facts)
            ok &= apply_stub(applier, entity);
    FOR_EACH (const struct entity *, entity, &applier->model->entities)
        if (entity->facts) {
            ok &= check_rename(applier, entity);
            ok &= notes_check_function(applier->notes, applier->model, entity, applier->arena);
        }
    return ok;
}

/* That the function is declared was held against the headers with its other facts. */
static bool check_thunk(const struct applier *applier, const struct thunk_note *thunk)
{
    const char *name = intern(applier->arena, thunk->name.text);
    if (!thunk->of && !model_find(applier->model, DECLARATION_FUNCTION, name)) {
        diag_error(thunk->name.location, "no header defines the macro '%s' on any target", name);
        return false;
    }
    if (!thunk->of)
        return true;
    if (is_pattern(thunk->of)) {
        diag_error(thunk->name.location, "a pattern cannot have instantiations");
        return false;
    }
    const struct entity *function =
        model_find(applier->model, DECLARATION_FUNCTION, intern(applier->arena, thunk->of));
    if (!function || entity_first(function)->function.type->variadic)
        return true;
    diag_error(thunk->name.location, "function '%s' is not variadic, so it needs no instantiations",
               thunk->of);
    return false;
}

/* ---- Headers --------------------------------------------------------------------------------- */

bool notes_header_matches(const char *pattern, const char *path)
{
    for (const char *rest = path; rest; rest = strchr(rest, '/')) {
        rest += *rest == '/' && rest != path;
        if (!fnmatch(pattern, rest, 0))
            return true;
        if (*rest == '/')
            rest++;
    }
    return false;
}

static bool is_header_read(const struct model *model, const char *pattern)
{
    for (size_t t = 0; t < model->target_count; t++)
        FOR_EACH (const char *, path, &model->apis[t].dependencies)
            if (notes_header_matches(pattern, path))
                return true;
    return false;
}

static bool check_name(const struct notes *notes, const char *binding)
{
    if (!notes->name.text || !strcmp(notes->name.text, binding))
        return true;
    diag_error(notes->name.location, "these are the notes of '%s', but the binding is called '%s'",
               notes->name.text, binding);
    return false;
}

static bool check_headers(const struct notes *notes, const struct model *model)
{
    bool ok = true;
    FOR_EACH (const struct note *, header, &notes->headers) {
        if (is_header_read(model, header->text))
            continue;
        diag_error(header->location, "'%s' matches no header that was read", header->text);
        ok = false;
    }
    FOR_EACH (const struct import_note *, import, &notes->imports) {
        bool is_read = false;
        FOR_EACH (const struct note *, header, &import->headers)
            is_read |= is_header_read(model, header->text);
        if (is_read)
            continue;
        diag_error(import->file.location, "no header of '%s' was read: nothing is imported",
                   import->name.text);
        ok = false;
    }
    return ok;
}

static bool check_pattern(const struct note *pattern, const struct model *model)
{
    FOR_EACH (const struct entity *, entity, &model->entities)
        if (!fnmatch(pattern->text, entity->name, 0))
            return true;
    if (strpbrk(pattern->text, "/.")) {
        if (is_header_read(model, pattern->text))
            return true;
        diag_error(pattern->location, "'%s' matches no header that was read", pattern->text);
        return false;
    }
    diag_error(pattern->location, "'%s' matches no declaration of the headers on any target",
               pattern->text);
    return false;
}

bool notes_apply(const struct notes *notes, const char *binding, struct model *model,
                 struct arena *arena)
{
    struct applier applier = {notes, model, arena};
    bool ok = check_name(notes, binding);
    model->handles = &notes->handles;
    model->imports = &notes->imports;
    FOR_EACH (const struct note *, pattern, &notes->optional)
        ok &= apply_optional(pattern, model);
    ok &= apply_functions(&applier);
    FOR_EACH (const struct thunk_note *, thunk, &notes->thunks)
        ok &= check_thunk(&applier, thunk);
    ok &= notes_check_handles(notes, model, arena);
    ok &= check_headers(notes, model);
    FOR_EACH (const struct note *, pattern, &notes->include)
        ok &= check_pattern(pattern, model);
    FOR_EACH (const struct note *, pattern, &notes->exclude)
        ok &= check_pattern(pattern, model);
    return ok;
}
