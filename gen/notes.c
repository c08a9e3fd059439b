#include "notes.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

struct reader {
    yaml_document_t document;
    const char *file;
    struct arena *arena;
    struct notes *notes;
    bool failed;
};

static struct location place(const struct reader *reader, const yaml_node_t *node)
{
    return (struct location){reader->file, (unsigned)node->start_mark.line + 1,
                             (unsigned)node->start_mark.column + 1};
}

static void wrong(struct reader *reader, const yaml_node_t *node, const char *problem)
{
    diag_error(place(reader, node), "%s", problem);
    reader->failed = true;
}

static const char *scalar(struct reader *reader, const yaml_node_t *node, const char *expected)
{
    if (node->type == YAML_SCALAR_NODE)
        return intern(reader->arena, (const char *)node->data.scalar.value);
    wrong(reader, node, expected);
    return NULL;
}

/* Calls `read` for each pair of a mapping, or says what was expected instead. */
typedef void pair_reader(struct reader *reader, const char *key, const yaml_node_t *key_node,
                         const yaml_node_t *value, void *data);

static bool is_repeated(struct reader *reader, const yaml_node_t *mapping,
                        const yaml_node_pair_t *pair, const char *key)
{
    for (const yaml_node_pair_t *old = mapping->data.mapping.pairs.start; old < pair; old++) {
        const yaml_node_t *node = yaml_document_get_node(&reader->document, old->key);
        if (node->type == YAML_SCALAR_NODE && !strcmp((char *)node->data.scalar.value, key))
            return true;
    }
    return false;
}

static void read_mapping(struct reader *reader, const yaml_node_t *node, const char *expected,
                         pair_reader *read, void *data)
{
    if (node->type != YAML_MAPPING_NODE) {
        wrong(reader, node, expected);
        return;
    }
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key_node = yaml_document_get_node(&reader->document, pair->key);
        const yaml_node_t *value = yaml_document_get_node(&reader->document, pair->value);
        const char *key = scalar(reader, key_node, "a key must be a word");
        if (key && is_repeated(reader, node, pair, key))
            wrong(reader, key_node,
                  arena_format(reader->arena, "'%s' stands here for the second time", key));
        else if (key)
            read(reader, key, key_node, value, data);
    }
}

static void read_words(struct reader *reader, const yaml_node_t *node, const char *expected,
                       struct list *list, bool with_place)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        wrong(reader, node, expected);
        return;
    }
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *word = yaml_document_get_node(&reader->document, *item);
        const char *text = scalar(reader, word, expected);
        if (!text)
            continue;
        struct note *note = ARENA_NEW(reader->arena, struct note);
        *note = (struct note){place(reader, word), text};
        list_add(list, with_place ? (const void *)note : text);
    }
}

static void read_library(struct reader *reader, const char *key, const yaml_node_t *key_node,
                         const yaml_node_t *value, void *data)
{
    (void)data;
    struct list *list = !strcmp(key, "linux")     ? &reader->notes->linux_libraries
                        : !strcmp(key, "windows") ? &reader->notes->windows_libraries
                                                  : NULL;
    if (list)
        read_words(reader, value, "file names must be a list: [libz.so.1]", list, false);
    else
        wrong(reader, key_node, "unknown system; known are: linux, windows");
}

/* ---- Functions that the binding compiles ----------------------------------------------------- */

struct thunk_reader {
    const char *of;
};

static bool is_identifier(const char *text)
{
    const char *letters = "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strspn(text, "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return *text && strchr(letters, *text) && !text[length];
}

/* "int (const char *, double)": a result, and parameters whose parentheses pair. What C makes of it
 * is the compiler's to say. */
static bool is_function_type(const char *text)
{
    const char *open = strchr(text, '(');
    size_t length = strlen(text);
    if (!open || open == text + strspn(text, " ") || text[length - 1] != ')')
        return false;
    int depth = 0;
    for (const char *c = text; *c; c++) {
        depth += (*c == '(') - (*c == ')');
        if (depth < 0 || strchr(";{}\n\"", *c))
            return false;
    }
    return depth == 0;
}

static void read_thunk(struct reader *reader, const char *key, const yaml_node_t *key_node,
                       const yaml_node_t *value, void *data)
{
    const char *expected = "the signature must be a C function type: int (const char *, double)";
    const char *text = scalar(reader, value, expected);
    if (!text)
        return;
    if (!is_identifier(key))
        wrong(reader, key_node, arena_format(reader->arena, "'%s' is no name of C", key));
    if (!is_function_type(text))
        wrong(reader, value, expected);
    FOR_EACH (const struct thunk_note *, other, &reader->notes->thunks)
        if (!strcmp(other->name.text, key))
            wrong(reader, key_node,
                  arena_format(reader->arena, "'%s' has a signature already, in line %u", key,
                               other->name.location.line));
    const struct thunk_reader *of = data;
    struct thunk_note *thunk = ARENA_NEW(reader->arena, struct thunk_note);
    *thunk = (struct thunk_note){.name = {place(reader, key_node), key},
                                 .signature = {place(reader, value), text},
                                 .of = of ? of->of : NULL};
    list_add(&reader->notes->thunks, thunk);
}

static void read_instantiations(struct reader *reader, const char *function,
                                const yaml_node_t *value)
{
    struct thunk_reader of = {function};
    read_mapping(reader, value,
                 "instantiations must be a mapping: print_int: int (const char *, int)", read_thunk,
                 &of);
}

/* ---- Sections -------------------------------------------------------------------------------- */

static void read_function_fact(struct reader *reader, const char *key, const yaml_node_t *key_node,
                               const yaml_node_t *value, void *data)
{
    struct function_note *note = data;
    if (!strcmp(key, "instantiations")) {
        read_instantiations(reader, note->function.text, value);
        return;
    }
    const char *text = scalar(reader, value, "the value must be a word or a number");
    if (!text)
        return;
    if (!strcmp(key, "failure")) {
        note->failure = text;
        note->is_optional = true;
    } else if (strcmp(key, "optional")) {
        wrong(reader, key_node,
              "unknown fact of a function; known are: failure, instantiations, optional");
    } else if (strcmp(text, "true") && strcmp(text, "false")) {
        wrong(reader, value, "optional is true or false");
    } else {
        note->is_optional = !strcmp(text, "true");
    }
}

static void read_function(struct reader *reader, const char *key, const yaml_node_t *key_node,
                          const yaml_node_t *value, void *data)
{
    (void)data;
    struct function_note *note = ARENA_NEW(reader->arena, struct function_note);
    note->function = (struct note){place(reader, key_node), key};
    read_mapping(reader, value, "facts of a function must be a mapping: { failure: -1 }",
                 read_function_fact, note);
    list_add(&reader->notes->functions, note);
}

static void read_section(struct reader *reader, const char *key, const yaml_node_t *key_node,
                         const yaml_node_t *value, void *data)
{
    (void)data;
    const char *patterns = "patterns must be a list: [pcap_set_*]";
    struct notes *notes = reader->notes;
    if (!strcmp(key, "libraries"))
        read_mapping(reader, value, "libraries must be a mapping: linux: [libz.so.1]", read_library,
                     NULL);
    else if (!strcmp(key, "functions"))
        read_mapping(reader, value, "functions must be a mapping of names", read_function, NULL);
    else if (!strcmp(key, "optional"))
        read_words(reader, value, patterns, &notes->optional, true);
    else if (!strcmp(key, "include"))
        read_words(reader, value, patterns, &notes->include, true);
    else if (!strcmp(key, "exclude"))
        read_words(reader, value, patterns, &notes->exclude, true);
    else if (!strcmp(key, "macros"))
        read_mapping(reader, value, "macros must be a mapping: MAX: int (int, int)", read_thunk,
                     NULL);
    else
        wrong(reader, key_node,
              "unknown key; known are: libraries, optional, functions, include, exclude, macros");
}

/* libyaml knows the place of a mistake by line and column, but for bytes that are no text by their
 * offset alone. */
static struct location problem_place(const yaml_parser_t *parser, const char *file, FILE *in)
{
    struct location where = {file, (unsigned)parser->problem_mark.line + 1,
                             (unsigned)parser->problem_mark.column + 1};
    if (parser->error != YAML_READER_ERROR)
        return where;
    where.line = where.column = 1;
    rewind(in);
    for (size_t i = 0; i < parser->problem_offset; i++) {
        bool is_end = getc(in) == '\n';
        where.line += is_end;
        where.column = is_end ? 1 : where.column + 1;
    }
    return where;
}

static void read_document(struct reader *reader, FILE *in)
{
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, in);
    if (yaml_parser_load(&parser, &reader->document)) {
        const yaml_node_t *root = yaml_document_get_root_node(&reader->document);
        if (root)
            read_mapping(reader, root, "notes must be a mapping", read_section, NULL);
        yaml_document_delete(&reader->document);
    } else {
        diag_error(problem_place(&parser, reader->file, in), "is not YAML: %s",
                   parser.problem ? parser.problem : "unreadable");
        reader->failed = true;
    }
    yaml_parser_delete(&parser);
}

bool notes_read(struct notes *notes, const char *file, struct arena *arena)
{
    *notes = (struct notes){0};
    if (!file)
        return true;
    FILE *in = fopen(file, "r");
    struct stat status;
    if (in && fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode)) {
        fclose(in);
        in = NULL;
        errno = EISDIR;
    }
    if (!in) {
        diag_error((struct location){.file = file}, "cannot be read: %s", strerror(errno));
        return false;
    }
    struct reader reader = {.file = file, .arena = arena, .notes = notes};
    read_document(&reader, in);
    fclose(in);
    return !reader.failed;
}

/* ---- Applying -------------------------------------------------------------------------------- */

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

static bool returns_nothing(const struct model *model, const struct entity *function)
{
    size_t t = (size_t)__builtin_ctz(function->targets);
    const struct type *result = function->on[t]->function.type->target;
    return api_resolve(&model->apis[t], result)->kind == TYPE_VOID;
}

static bool apply_function(const struct function_note *note, struct model *model,
                           struct arena *arena)
{
    struct entity *entity =
        model_find(model, DECLARATION_FUNCTION, intern(arena, note->function.text));
    if (!entity) {
        diag_error(note->function.location, "no header declares function '%s' on any target",
                   note->function.text);
        return false;
    }
    if (note->failure && returns_nothing(model, entity)) {
        diag_error(note->function.location,
                   "function '%s' returns nothing, so it has no failure value; give optional: true",
                   note->function.text);
        return false;
    }
    entity->is_optional |= note->is_optional;
    entity->failure = note->failure;
    return true;
}

static bool check_pattern(const struct note *pattern, const struct model *model)
{
    FOR_EACH (const struct entity *, entity, &model->entities) {
        if (!fnmatch(pattern->text, entity->name, 0))
            return true;
    }
    diag_error(pattern->location, "'%s' matches no declaration of the headers on any target",
               pattern->text);
    return false;
}

bool notes_apply(const struct notes *notes, struct model *model, struct arena *arena)
{
    bool ok = true;
    FOR_EACH (const struct note *, pattern, &notes->optional)
        ok &= apply_optional(pattern, model);
    FOR_EACH (const struct function_note *, note, &notes->functions)
        ok &= apply_function(note, model, arena);
    FOR_EACH (const struct note *, pattern, &notes->include)
        ok &= check_pattern(pattern, model);
    FOR_EACH (const struct note *, pattern, &notes->exclude)
        ok &= check_pattern(pattern, model);
    return ok;
}

void notes_release(struct notes *notes)
{
    list_release(&notes->linux_libraries);
    list_release(&notes->windows_libraries);
    list_release(&notes->optional);
    list_release(&notes->include);
    list_release(&notes->exclude);
    list_release(&notes->functions);
    list_release(&notes->thunks);
}
