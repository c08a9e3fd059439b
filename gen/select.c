#include "select.h"

#include "reserved.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

struct pattern {
    const char *text;
    bool is_path;
    bool matched;
};

static void add_patterns(struct list *patterns, struct arena *arena, const struct list *texts,
                         const struct list *notes)
{
    FOR_EACH (const char *, text, texts) {
        struct pattern *pattern = ARENA_NEW(arena, struct pattern);
        *pattern = (struct pattern){.text = text, .is_path = strpbrk(text, "/.") != NULL};
        list_add(patterns, pattern);
    }
    FOR_EACH (const struct note *, note, notes) {
        struct pattern *pattern = ARENA_NEW(arena, struct pattern);
        *pattern =
            (struct pattern){.text = note->text, .is_path = strpbrk(note->text, "/.") != NULL};
        list_add(patterns, pattern);
    }
}

/* "struct foo" is known as "foo" too. */
static bool name_matches(const char *pattern, const char *name)
{
    const char *space = strrchr(name, ' ');
    return !fnmatch(pattern, name, 0) || (space && !fnmatch(pattern, space + 1, 0));
}

static bool matches_any(const struct list *patterns, bool by_path, const char *name,
                        const struct source_file *file)
{
    bool matches = false;
    FOR_EACH (struct pattern *, pattern, patterns) {
        if (pattern->is_path == by_path &&
            (by_path ? notes_header_matches(pattern->text, file->path)
                     : name_matches(pattern->text, name))) {
            pattern->matched = true;
            matches = true;
        }
    }
    return matches;
}

struct selection {
    struct list include; /* struct pattern * */
    struct list exclude;
    const struct list *imports; /* struct import_note * */
};

/* The binding to which a header's declarations belong, if it is not this one. */
static const struct import_note *import_of(const struct list *imports,
                                           const struct source_file *file)
{
    FOR_EACH (const struct import_note *, import, imports)
        FOR_EACH (const struct note *, header, &import->headers)
            if (notes_header_matches(header->text, file->path))
                return import;
    return NULL;
}

/* A pattern for names is stronger than one for headers, and of two for the same thing the one that
 * excludes: --exclude '*.h' --include MulDiv binds one function. */
static bool is_wanted(const struct selection *selection, const char *name,
                      const struct source_file *file)
{
    bool included = matches_any(&selection->include, false, name, file);
    bool path_included = matches_any(&selection->include, true, name, file);
    if (matches_any(&selection->exclude, false, name, file))
        return false;
    if (included)
        return true;
    return !matches_any(&selection->exclude, true, name, file) &&
           (path_included || (file->is_bound && !import_of(selection->imports, file)));
}

/* ---- What follows from a type ---------------------------------------------------------------- */

/* What another binding has is only referred to, but a record that is passed by value must be known
 * here as well, and what lies in it. `by_value`: not behind a pointer. */
struct follower {
    const struct model *model;
    const struct list *imports;
    struct list *pending;
};

static void follow_type(const struct follower *follower, const struct type *type, bool by_value);

static void follow_name(const struct follower *follower, enum declaration_kind kind,
                        const char *name, bool by_value)
{
    struct entity *entity = model_find(follower->model, kind, name);
    if (!entity || entity->is_bound || !entity_first(entity)->file)
        return; /* done, or predefined by the compiler */
    const struct import_note *import = import_of(follower->imports, entity_first(entity)->file);
    entity->imported_from = import ? import->name.text : NULL;
    if (import && by_value && kind == DECLARATION_TYPEDEF)
        for (size_t t = 0; t < follower->model->target_count; t++)
            if (entity->on[t])
                follow_type(follower, entity->on[t]->typedef_type, true);
    if (import && !(by_value && kind == DECLARATION_RECORD))
        return;
    entity->is_bound = true;
    list_add(follower->pending, entity);
}

static void follow_type(const struct follower *follower, const struct type *type, bool by_value)
{
    if (type->target)
        follow_type(follower, type->target,
                    type->kind == TYPE_FUNCTION || (by_value && type->kind != TYPE_POINTER));
    for (size_t i = 0; i < type->parameter_count; i++)
        follow_type(follower, type->parameters[i], true);
    if (type->kind == TYPE_RECORD)
        follow_name(follower, DECLARATION_RECORD, type->name, by_value);
    else if (type->kind == TYPE_ENUM)
        follow_name(follower, DECLARATION_ENUM, type->name, by_value);
    else if (type->kind == TYPE_TYPEDEF)
        follow_name(follower, DECLARATION_TYPEDEF, type->name, by_value);
}

static void follow_declaration(const struct follower *follower,
                               const struct declaration *declaration)
{
    switch (declaration->kind) {
    case DECLARATION_FUNCTION:
        follow_type(follower, declaration->function.type, true);
        break;
    case DECLARATION_DATA:
        follow_type(follower, declaration->data.type, true);
        break;
    case DECLARATION_TYPEDEF:
        follow_type(follower, declaration->typedef_type, true);
        break;
    case DECLARATION_RECORD:
        for (size_t i = 0; i < declaration->record.field_count; i++)
            follow_type(follower, declaration->record.fields[i].type, true);
        break;
    case DECLARATION_ENUM:
    case DECLARATION_CONSTANT:
        break;
    }
}

static void follow_all(const struct model *model, const struct list *imports, struct list *pending)
{
    struct follower follower = {model, imports, pending};
    while (pending->count) {
        const struct entity *entity = pending->items[--pending->count];
        for (size_t t = 0; t < model->target_count; t++)
            if (entity->on[t])
                follow_declaration(&follower, entity->on[t]);
    }
}

/* ---- The ledger ------------------------------------------------------------------------------ */

static void filter_ledger(struct model *model, const struct selection *selection)
{
    size_t kept = 0;
    FOR_EACH (struct skipped *, skipped, &model->skipped) {
        const struct entity *function = model_find(model, DECLARATION_FUNCTION, skipped->name);
        bool is_bound_otherwise = function && function->targets & skipped->targets;
        if (!is_bound_otherwise && is_wanted(selection, skipped->name, skipped->file))
            model->skipped.items[kept++] = skipped;
    }
    model->skipped.count = kept;
}

/* The only entries that a bound function gets: it is described, but has no stub. */
static void note_reserved(struct model *model, struct arena *arena)
{
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (entity->kind != DECLARATION_FUNCTION || !entity->is_bound || entity->rename ||
            !is_reserved(model, entity))
            continue;
        struct skipped *skipped = ARENA_NEW(arena, struct skipped);
        *skipped = (struct skipped){
            .what = "stub of function",
            .name = entity->name,
            .file = entity_first(entity)->file,
            .location = entity_first(entity)->location,
            .reason = "is what the program itself loads libraries with",
            .advice =
                "call it through its import library or wherry_call(), or give --prefix or rename",
            .targets = entity->targets};
        list_add(&model->skipped, skipped);
    }
}

static bool is_wanted_anywhere(const struct model *model, const struct entity *entity,
                               const struct selection *selection)
{
    bool wanted = false;
    for (size_t t = 0; t < model->target_count; t++)
        if (entity->on[t] && entity->on[t]->file)
            wanted |= is_wanted(selection, entity->name, entity->on[t]->file);
    return wanted;
}

static bool check_matched(const struct list *patterns, const char *option)
{
    bool ok = true;
    FOR_EACH (const struct pattern *, pattern, patterns) {
        if (pattern->matched)
            continue;
        diag_error(NOWHERE, "%s '%s' matches nothing in the headers that were read", option,
                   pattern->text);
        ok = false;
    }
    return ok;
}

bool select_entities(struct model *model, const struct options *options, const struct notes *notes,
                     struct arena *arena)
{
    struct selection selection = {.imports = &notes->imports};
    struct list pending = {0};
    add_patterns(&selection.include, arena, &options->include, &notes->include);
    add_patterns(&selection.exclude, arena, &options->exclude, &notes->exclude);
    FOR_EACH (struct entity *, entity, &model->entities) {
        if (!is_wanted_anywhere(model, entity, &selection))
            continue;
        entity->is_bound = true;
        list_add(&pending, entity);
    }
    follow_all(model, &notes->imports, &pending);
    filter_ledger(model, &selection);
    if (!*options->prefix)
        note_reserved(model, arena);

    bool ok = check_matched(&selection.include, "--include") &&
              check_matched(&selection.exclude, "--exclude");
    list_release(&selection.include);
    list_release(&selection.exclude);
    list_release(&pending);
    return ok;
}
