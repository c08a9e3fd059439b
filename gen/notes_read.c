/* Reading the notes: what each mapping may hold is a table of keys. */
#include "notes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

struct reader {
    yaml_document_t document;
    const char *file;
    struct arena *arena;
    struct notes *notes;
    struct list *files; /* const char *: those that are being read, this one last */
    bool failed;
};

struct key;

/* Read `value` into what lies at `at`. */
typedef void value_reader(struct reader *reader, const struct key *key, const yaml_node_t *value,
                          void *at);

struct key {
    const char *name;
    value_reader *read;
    size_t offset;        /* in the object that the mapping describes */
    const char *expected; /* what the value must be, or the choices "in|out" */
    const struct keys *keys;
};

/* What a mapping holds, up to a row without name. */
struct keys {
    const char *what; /* "fact of a function" */
    const struct key *rows;
};

static struct location place(const struct reader *reader, const yaml_node_t *node)
{
    return (struct location){reader->file, (unsigned)node->start_mark.line + 1,
                             (unsigned)node->start_mark.column + 1};
}

static struct note note_of(const struct reader *reader, const yaml_node_t *node, const char *text)
{
    return (struct note){place(reader, node), text};
}

static void wrong(struct reader *reader, const yaml_node_t *node, const char *problem)
{
    diag_error(place(reader, node), "%s", problem);
    reader->failed = true;
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

static const char *scalar(struct reader *reader, const yaml_node_t *node, const char *expected)
{
    const char *text = (const char *)node->data.scalar.value;
    if (node->type == YAML_SCALAR_NODE && text[strspn(text, " \t\n")])
        return intern(reader->arena, text);
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

static void unknown_key(struct reader *reader, const struct keys *keys, const yaml_node_t *node)
{
    const char *known = "";
    for (const struct key *row = keys->rows; row->name; row++)
        known = arena_format(reader->arena, "%s%s%s", known, *known ? ", " : "", row->name);
    wrong(reader, node,
          arena_format(reader->arena, "unknown %s; known are: %s", keys->what, known));
}

struct object {
    const struct keys *keys;
    void *at;
};

static void read_key(struct reader *reader, const char *name, const yaml_node_t *key_node,
                     const yaml_node_t *value, void *data)
{
    const struct object *object = data;
    for (const struct key *row = object->keys->rows; row->name; row++) {
        if (strcmp(row->name, name))
            continue;
        row->read(reader, row, value, (char *)object->at + row->offset);
        return;
    }
    unknown_key(reader, object->keys, key_node);
}

static void read_object(struct reader *reader, const struct keys *keys, const yaml_node_t *node,
                        const char *expected, void *at)
{
    struct object object = {keys, at};
    read_mapping(reader, node, expected, read_key, &object);
}

/* ---- Values ---------------------------------------------------------------------------------- */

static void read_text(struct reader *reader, const struct key *key, const yaml_node_t *value,
                      void *at)
{
    const char *text = scalar(reader, value, key->expected);
    if (text)
        *(struct note *)at = note_of(reader, value, text);
}

static void read_flag(struct reader *reader, const struct key *key, const yaml_node_t *value,
                      void *at)
{
    const char *expected = arena_format(reader->arena, "%s is true or false", key->name);
    const char *text = scalar(reader, value, expected);
    if (text && strcmp(text, "true") && strcmp(text, "false"))
        wrong(reader, value, expected);
    else if (text)
        *(struct note *)at = note_of(reader, value, text);
}

/* Whether `text` is one of "in|out|inout". */
static bool is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);
    for (const char *choice = choices; choice; choice = strchr(choice, '|')) {
        choice += *choice == '|';
        if (strcspn(choice, "|") == length && !strncmp(choice, text, length))
            return true;
    }
    return false;
}

static void read_choice(struct reader *reader, const struct key *key, const yaml_node_t *value,
                        void *at)
{
    const char *expected =
        arena_format(reader->arena, "%s is one of: %s", key->name, key->expected);
    const char *text = scalar(reader, value, expected);
    if (text && !is_choice(key->expected, text))
        wrong(reader, value, expected);
    else if (text)
        *(struct note *)at = note_of(reader, value, text);
}

static bool is_identifier(const char *text)
{
    const char *letters = "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strspn(text, "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return *text && strchr(letters, *text) && !text[length];
}

static void read_name(struct reader *reader, const struct key *key, const yaml_node_t *value,
                      void *at)
{
    const char *text = scalar(reader, value, key->expected);
    if (text && !is_identifier(text))
        wrong(reader, value, arena_format(reader->arena, "'%s' is no name of C", text));
    else if (text)
        *(struct note *)at = note_of(reader, value, text);
}

static void read_words(struct reader *reader, const struct key *key, const yaml_node_t *node,
                       struct list *list, bool with_place)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        wrong(reader, node, key->expected);
        return;
    }
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *word = yaml_document_get_node(&reader->document, *item);
        const char *text = scalar(reader, word, key->expected);
        if (!text)
            continue;
        struct note *note = ARENA_NEW(reader->arena, struct note);
        *note = note_of(reader, word, text);
        list_add(list, with_place ? (const void *)note : text);
    }
}

static void read_patterns(struct reader *reader, const struct key *key, const yaml_node_t *value,
                          void *at)
{
    read_words(reader, key, value, at, true);
}

static void read_files(struct reader *reader, const struct key *key, const yaml_node_t *value,
                       void *at)
{
    read_words(reader, key, value, at, false);
}

static void read_nested(struct reader *reader, const struct key *key, const yaml_node_t *value,
                        void *at)
{
    read_object(reader, key->keys, value, key->expected, at);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

#define AT(type, member, fact) (offsetof(type, member) + sizeof(struct note) * FACT_##fact)
#define FACT(fact) AT(struct facts, given, fact)

static const char length_expected[] =
    "a length is a number or an expression over parameters: 2 * count";
static const char function_expected[] = "the value must be the name of a function";
static const char parameter_expected[] = "the value must be a parameter, by name or number";
static const char value_expected[] = "the value must be a word or a number";

/* What a value that the library hands out may say, from the start of its struct facts. */
static const struct key value_rows[] = {
    {"nullable", read_flag, FACT(NULLABLE), NULL, NULL},
    {"terminated", read_flag, FACT(TERMINATED), NULL, NULL},
    {"length", read_text, FACT(LENGTH), length_expected, NULL},
    {"length_bytes", read_text, FACT(LENGTH_BYTES), length_expected, NULL},
    {"ownership", read_choice, FACT(OWNERSHIP), "borrowed|owned", NULL},
    {"release", read_name, FACT(RELEASE), function_expected, NULL},
    {"handle", read_text, FACT(HANDLE), "the value must be a type of handles", NULL},
    {0}};
static const struct keys result_keys = {"fact of a result", value_rows};
static const struct keys value_keys = {"fact of a value", value_rows};

static const struct key callback_rows[] = {
    {"user", read_text, FACT(USER), parameter_expected, NULL},
    {"lifetime", read_choice, FACT(LIFETIME), "call|once|forever", NULL},
    {"until", read_name, FACT(UNTIL), function_expected, NULL},
    {"destroy", read_text, FACT(DESTROY), parameter_expected, NULL},
    {0}};
static const struct keys callback_keys = {"fact of a callback", callback_rows};

static const struct key error_rows[] = {
    {"in", read_text, FACT(IN), parameter_expected, NULL},
    {"when", read_text, FACT(WHEN),
     "when is negative, zero, nonzero, null, nonnull, or the value that tells of an error: -1",
     NULL},
    {"code", read_choice, FACT(CODE), "value|errno|last_error", NULL},
    {"text", read_name, FACT(TEXT), function_expected, NULL},
    {"buffer", read_text, FACT(BUFFER), parameter_expected, NULL},
    {0}};
static const struct keys error_keys = {"fact of an error", error_rows};

static const struct key handle_rows[] = {
    {"release", read_name, FACT(RELEASE), function_expected, NULL},
    {"invalid", read_text, FACT(INVALID), value_expected, NULL},
    {0}};
static const struct keys handle_keys = {"fact of a handle", handle_rows};

/* `at` is the place of the parameter's facts: where "callback" and "value" stand is kept. */
static void read_callback(struct reader *reader, const struct key *key, const yaml_node_t *value,
                          void *at)
{
    struct parameter_facts *facts = at;
    facts->callback_place = note_of(reader, value, key->name);
    read_object(reader, &callback_keys, value,
                "facts of a callback must be a mapping: { user: data, lifetime: call }",
                &facts->callback);
}

static void read_value(struct reader *reader, const struct key *key, const yaml_node_t *value,
                       void *at)
{
    struct parameter_facts *facts = at;
    facts->value_place = note_of(reader, value, key->name);
    read_object(reader, &value_keys, value,
                "facts of a value must be a mapping: { ownership: owned }", &facts->value);
}

#define OWN(fact) AT(struct parameter_facts, own.given, fact)
static const struct key parameter_rows[] = {
    {"direction", read_choice, OWN(DIRECTION), "in|out|inout", NULL},
    {"nullable", read_flag, OWN(NULLABLE), NULL, NULL},
    {"terminated", read_flag, OWN(TERMINATED), NULL, NULL},
    {"length", read_text, OWN(LENGTH), length_expected, NULL},
    {"length_bytes", read_text, OWN(LENGTH_BYTES), length_expected, NULL},
    {"ownership", read_choice, OWN(OWNERSHIP), "borrowed|transferred", NULL},
    {"release", read_name, OWN(RELEASE), function_expected, NULL},
    {"handle", read_text, OWN(HANDLE), "the value must be a type of handles", NULL},
    {"callback", read_callback, 0, NULL, NULL},
    {"value", read_value, 0, NULL, NULL},
    {0}};
#undef OWN
static const struct keys parameter_keys = {"fact of a parameter", parameter_rows};

static void read_parameter(struct reader *reader, const char *key, const yaml_node_t *key_node,
                           const yaml_node_t *value, void *data)
{
    struct parameter_facts *facts = ARENA_NEW(reader->arena, struct parameter_facts);
    facts->parameter = note_of(reader, key_node, key);
    read_object(reader, &parameter_keys, value,
                "facts of a parameter must be a mapping: { direction: out }", facts);
    list_add(data, facts);
}

static void read_parameters(struct reader *reader, const struct key *key, const yaml_node_t *value,
                            void *at)
{
    read_mapping(reader, value, key->expected, read_parameter, at);
}

/* ---- Functions that the binding compiles ----------------------------------------------------- */

struct thunk_reader {
    const char *of;
};

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

/* `at` is the function's note. */
static void read_instantiations(struct reader *reader, const struct key *key,
                                const yaml_node_t *value, void *at)
{
    const struct function_note *function = at;
    struct thunk_reader of = {function->function.text};
    read_mapping(reader, value, key->expected, read_thunk, &of);
}

static void read_macros(struct reader *reader, const struct key *key, const yaml_node_t *value,
                        void *at)
{
    (void)at;
    read_mapping(reader, value, key->expected, read_thunk, NULL);
}

/* ---- Functions and handles ------------------------------------------------------------------- */

/* `at` is the function's note: where "result" and "error" stand is kept. */
static void read_result(struct reader *reader, const struct key *key, const yaml_node_t *value,
                        void *at)
{
    struct function_note *function = at;
    function->result_place = note_of(reader, value, key->name);
    read_object(reader, &result_keys, value, key->expected, &function->result);
}

static void read_error(struct reader *reader, const struct key *key, const yaml_node_t *value,
                       void *at)
{
    struct function_note *function = at;
    function->error_place = note_of(reader, value, key->name);
    read_object(reader, &error_keys, value, key->expected, &function->error);
}

#define OWN(fact) AT(struct function_note, own.given, fact)
static const struct key function_rows[] = {
    {"failure", read_text, OWN(FAILURE), value_expected, NULL},
    {"optional", read_flag, OWN(OPTIONAL), NULL, NULL},
    {"blocking", read_flag, OWN(BLOCKING), NULL, NULL},
    {"rename", read_name, OWN(RENAME), value_expected, NULL},
    {"parameters", read_parameters, offsetof(struct function_note, parameters),
     "parameters must be a mapping of names: size: { direction: out }", NULL},
    {"result", read_result, 0, "facts of a result must be a mapping: { nullable: true }", NULL},
    {"error", read_error, 0, "facts of an error must be a mapping: { when: negative }", NULL},
    {"instantiations", read_instantiations, 0,
     "instantiations must be a mapping: print_int: int (const char *, int)", NULL},
    {0}};
#undef OWN
static const struct keys function_keys = {"fact of a function", function_rows};

static void read_function(struct reader *reader, const char *key, const yaml_node_t *key_node,
                          const yaml_node_t *value, void *data)
{
    struct function_note *note = ARENA_NEW(reader->arena, struct function_note);
    note->function = note_of(reader, key_node, key);
    read_object(reader, &function_keys, value,
                "facts of a function must be a mapping: { failure: -1 }", note);
    list_add(data, note);
}

static void read_functions(struct reader *reader, const struct key *key, const yaml_node_t *value,
                           void *at)
{
    read_mapping(reader, value, key->expected, read_function, at);
}

static void read_handle(struct reader *reader, const char *key, const yaml_node_t *key_node,
                        const yaml_node_t *value, void *data)
{
    struct handle_note *note = ARENA_NEW(reader->arena, struct handle_note);
    note->type = note_of(reader, key_node, key);
    read_object(reader, &handle_keys, value,
                "facts of a handle must be a mapping: { release: close_it }", &note->facts);
    list_add(data, note);
}

static void read_handles(struct reader *reader, const struct key *key, const yaml_node_t *value,
                         void *at)
{
    read_mapping(reader, value, key->expected, read_handle, at);
}

/* ---- Imports --------------------------------------------------------------------------------- */

static bool read_file(struct notes *notes, struct note file, struct arena *arena,
                      struct list *files);

/* A path in the notes is relative to their folder. */
static const char *path_beside(struct reader *reader, const char *path)
{
    const char *slash = strrchr(reader->file, '/');
    if (*path == '/' || !slash)
        return path;
    return intern_format(reader->arena, "%.*s%s", (int)(slash - reader->file) + 1, reader->file,
                         path);
}

static void add_import(struct reader *reader, const struct import_note *import)
{
    FOR_EACH (const struct import_note *, other, &reader->notes->imports)
        if (other->file.text == import->file.text)
            return;
    struct import_note *copy = ARENA_NEW(reader->arena, struct import_note);
    *copy = *import;
    copy->headers = (struct list){0};
    FOR_EACH (const struct note *, header, &import->headers)
        list_add(&copy->headers, header);
    list_add(&reader->notes->imports, copy);
}

static void read_import(struct reader *reader, struct note file)
{
    FOR_EACH (const char *, open, reader->files) {
        if (open != file.text)
            continue;
        diag_error(file.location, "'%s' imports itself", file.text);
        reader->failed = true;
        return;
    }
    struct notes other;
    struct import_note import = {.file = file};
    bool ok = read_file(&other, file, reader->arena, reader->files);
    if (ok && (!other.name.text || !other.headers.count)) {
        diag_error(file.location, "'%s' cannot be imported: it lacks name or headers", file.text);
        ok = false;
    }
    reader->failed |= !ok;
    if (ok) {
        import.name = other.name;
        import.headers = other.headers;
        add_import(reader, &import);
        FOR_EACH (const struct import_note *, further, &other.imports)
            add_import(reader, further);
    }
    notes_release(&other);
}

static void read_imports(struct reader *reader, const struct key *key, const yaml_node_t *value,
                         void *at)
{
    struct list files = {0};
    (void)at;
    read_words(reader, key, value, &files, true);
    FOR_EACH (const struct note *, file, &files)
        read_import(reader, (struct note){file->location, path_beside(reader, file->text)});
    list_release(&files);
}

/* ---- The file -------------------------------------------------------------------------------- */

static const struct key library_rows[] = {
    {"linux", read_files, offsetof(struct notes, linux_libraries),
     "file names must be a list: [libz.so.1]", NULL},
    {"windows", read_files, offsetof(struct notes, windows_libraries),
     "file names must be a list: [libz.so.1]", NULL},
    {0}};
static const struct keys library_keys = {"system", library_rows};

#define SECTION(member) offsetof(struct notes, member)
static const char patterns_expected[] = "patterns must be a list: [pcap_set_*]";
static const struct key section_rows[] = {
    {"name", read_name, SECTION(name), "name must be the binding's name: zlib", NULL},
    {"headers", read_patterns, SECTION(headers), "headers must be a list: [zlib.h, zconf.h]", NULL},
    {"imports", read_imports, 0, "imports must be a list of notes files: [zlib.yaml]", NULL},
    {"libraries", read_nested, 0, "libraries must be a mapping: linux: [libz.so.1]", &library_keys},
    {"optional", read_patterns, SECTION(optional), patterns_expected, NULL},
    {"include", read_patterns, SECTION(include), patterns_expected, NULL},
    {"exclude", read_patterns, SECTION(exclude), patterns_expected, NULL},
    {"functions", read_functions, SECTION(functions), "functions must be a mapping of names", NULL},
    {"handles", read_handles, SECTION(handles),
     "handles must be a mapping of types: pcap_t *: { release: pcap_close }", NULL},
    {"macros", read_macros, 0, "macros must be a mapping: MAX: int (int, int)", NULL},
    {0}};
#undef SECTION
static const struct keys section_keys = {"key", section_rows};

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
            read_object(reader, &section_keys, root, "notes must be a mapping", reader->notes);
        yaml_document_delete(&reader->document);
    } else {
        diag_error(problem_place(&parser, reader->file, in), "is not YAML: %s",
                   parser.problem ? parser.problem : "unreadable");
        reader->failed = true;
    }
    yaml_parser_delete(&parser);
}

static bool read_file(struct notes *notes, struct note file, struct arena *arena,
                      struct list *files)
{
    *notes = (struct notes){0};
    FILE *in = fopen(file.text, "r");
    struct stat status;
    if (in && fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode)) {
        fclose(in);
        in = NULL;
        errno = EISDIR;
    }
    const char *subject = file.location.line ? arena_format(arena, "'%s' ", file.text) : "";
    if (!in) {
        diag_error(file.location, "%scannot be read: %s", subject, strerror(errno));
        return false;
    }
    struct reader reader = {.file = file.text, .arena = arena, .notes = notes, .files = files};
    list_add(files, file.text);
    read_document(&reader, in);
    files->count--;
    fclose(in);
    return !reader.failed;
}

bool notes_read(struct notes *notes, const char *file, struct arena *arena)
{
    *notes = (struct notes){0};
    if (!file)
        return true;
    struct list files = {0};
    bool ok = read_file(notes, (struct note){{.file = file}, intern(arena, file)}, arena, &files);
    list_release(&files);
    return ok;
}

void notes_release(struct notes *notes)
{
    struct list *lists[] = {&notes->headers,  &notes->linux_libraries, &notes->windows_libraries,
                            &notes->optional, &notes->include,         &notes->exclude,
                            &notes->handles,  &notes->thunks};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        list_release(lists[i]);
    FOR_EACH (struct function_note *, function, &notes->functions)
        list_release(&function->parameters);
    list_release(&notes->functions);
    FOR_EACH (struct import_note *, import, &notes->imports)
        list_release(&import->headers);
    list_release(&notes->imports);
}
