/* A quick look at the text of the headers, before clang reads them: which object-like macros do
 * they define, other than as plain literals? The answer lets one translation unit both declare
 * everything and evaluate the macros (parse_macros.c). It need not be exact: conditions are not
 * looked at, so it names too many, which the unit's #ifdef sorts out; and what it misses is
 * evaluated by a second pass. */
#include "hash.h"
#include "parse_clang.h"
#include "scope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file, or a macro. */
struct scanned {
    const char *name;   /* interned */
    bool is_expression; /* some definition may be one */
    bool needs_probe;   /* some definition is more than a literal, or it is undefined somewhere */
    UT_hash_handle hh;
};

struct scan {
    struct arena *arena;
    const struct parse_input *input;
    struct list folders; /* const char *: where <header> is looked for */
    struct scanned *files;
    struct scanned *macros;
};

static struct scanned *find_or_add(struct scanned **set, struct arena *arena, const char *name,
                                   bool *is_new)
{
    struct scanned *known;
    HASH_FIND_PTR(*set, &name, known);
    *is_new = !known;
    if (known)
        return known;
    known = ARENA_NEW(arena, struct scanned);
    known->name = name;
    HASH_ADD_PTR(*set, name, known);
    return known;
}

#define IDENTIFIER_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* ---- Directives ------------------------------------------------------------------------------ */

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* The end of a logical line: of the first that no backslash continues. */
static const char *line_end(const char *text)
{
    const char *end = strchr(text, '\n');
    while (end && end > text && (end[-1] == '\\' || (end[-1] == '\r' && end[-2] == '\\')))
        end = strchr(end + 1, '\n');
    return end ? end : text + strlen(text);
}

static struct scanned *scan_name(struct scan *scan, const char *name, size_t length)
{
    bool is_new;
    return find_or_add(&scan->macros, scan->arena, intern_bytes(scan->arena, name, length),
                       &is_new);
}

static void scan_define(struct scan *scan, const char *text)
{
    const char *name = skip_blanks(text);
    size_t length = strspn(name, IDENTIFIER_CHARACTERS);
    const char *body = name + length;
    if (!length || *body == '(')
        return;
    size_t body_length = (size_t)(line_end(body) - body);
    bool is_literal = parse_literal(body, body_length, scan->input->target, NULL);
    if (!is_literal && !parse_is_one_expression(body, body_length))
        return;
    struct scanned *macro = scan_name(scan, name, length);
    macro->is_expression = true;
    macro->needs_probe |= !is_literal;
}

static void scan_undef(struct scan *scan, const char *text)
{
    const char *name = skip_blanks(text);
    scan_name(scan, name, strspn(name, IDENTIFIER_CHARACTERS))->needs_probe = true;
}

static void scan_file(struct scan *scan, const char *path);

static void scan_header(struct scan *scan, const char *name, size_t length, const char *includer)
{
    const char *header = intern_bytes(scan->arena, name, length);
    if (scope_is_c_library(header))
        return;
    size_t folder = strrchr(includer, '/') ? (size_t)(strrchr(includer, '/') - includer) + 1 : 0;
    const char *beside = intern_format(scan->arena, "%.*s%s", (int)folder, includer, header);
    scan_file(scan, beside);
    FOR_EACH (const char *, place, &scan->folders)
        scan_file(scan, intern_format(scan->arena, "%s/%s", place, header));
}

static void scan_include(struct scan *scan, const char *text, const char *includer)
{
    const char *open = skip_blanks(text);
    const char *close = *open == '<'   ? strpbrk(open + 1, ">\n")
                        : *open == '"' ? strpbrk(open + 1, "\"\n")
                                       : NULL;
    if (close && *close != '\n')
        scan_header(scan, open + 1, (size_t)(close - open - 1), includer);
}

static void scan_text(struct scan *scan, const char *text, const char *path)
{
    for (const char *hash = strchr(text, '#'); hash; hash = strchr(hash + 1, '#')) {
        const char *before = hash;
        while (before > text && (before[-1] == ' ' || before[-1] == '\t'))
            before--;
        if (before > text && before[-1] != '\n')
            continue;
        const char *word = skip_blanks(hash + 1);
        if (!strncmp(word, "define", 6) && (word[6] == ' ' || word[6] == '\t'))
            scan_define(scan, word + 6);
        else if (!strncmp(word, "undef", 5))
            scan_undef(scan, word + 5);
        else if (!strncmp(word, "include", 7))
            scan_include(scan, word + 7, path);
    }
}

/* ---- Files ----------------------------------------------------------------------------------- */

static char *read_text(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    char *text = NULL;
    size_t length = 0;
    if (getdelim(&text, &length, 0, in) < 0) {
        free(text);
        text = NULL;
    }
    fclose(in);
    return text;
}

static void scan_file(struct scan *scan, const char *path)
{
    bool is_new;
    find_or_add(&scan->files, scan->arena, intern(scan->arena, path), &is_new);
    if (!is_new)
        return;
    char *text = read_text(path);
    if (text)
        scan_text(scan, text, path);
    free(text);
}

/* -I and -isystem, with the folder joined or behind; then the target's own folders. */
static void collect_folders(struct scan *scan)
{
    static const char *const options[] = {"-isystem", "-iquote", "-I"};
    for (size_t a = 0; a < 2; a++) {
        const struct list *arguments = scan->input->arguments[a];
        for (size_t i = 0; arguments && i < arguments->count; i++) {
            const char *argument = arguments->items[i];
            for (size_t o = 0; o < sizeof options / sizeof options[0]; o++) {
                size_t length = strlen(options[o]);
                if (strncmp(argument, options[o], length))
                    continue;
                if (argument[length])
                    list_add(&scan->folders, argument + length);
                else if (i + 1 < arguments->count)
                    list_add(&scan->folders, arguments->items[i + 1]);
                break;
            }
        }
    }
    const char *triple = scan->input->target->triple;
    list_add(&scan->folders, intern_format(scan->arena, "/usr/%s/include", triple));
    if (scan->input->target->format == FORMAT_ELF) {
        list_add(&scan->folders, intern_format(scan->arena, "/usr/include/%s", triple));
        list_add(&scan->folders, "/usr/include");
    }
}

void parse_scan(struct parser *parser, struct list *names)
{
    struct scan scan = {.arena = parser->arena, .input = parser->input};
    collect_folders(&scan);
    FOR_EACH (const char *, header, parser->input->headers) {
        scan_file(&scan, header);
        FOR_EACH (const char *, folder, &scan.folders)
            scan_file(&scan, intern_format(scan.arena, "%s/%s", folder, header));
    }
    for (const struct scanned *macro = scan.macros; macro; macro = macro->hh.next)
        if (macro->is_expression && macro->needs_probe)
            list_add(names, macro->name);
    HASH_CLEAR(hh, scan.files);
    HASH_CLEAR(hh, scan.macros);
    list_release(&scan.folders);
}
