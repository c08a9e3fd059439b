/* One translation unit per target: headers in, declarations out. */
#include "parse.h"

#include "hash.h"
#include "parse_clang.h"
#include "scope.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char parse_main_name[] = "wherry-input.c";

/* Bodies are never looked at. */
const unsigned parse_flags = CXTranslationUnit_DetailedPreprocessingRecord |
                             CXTranslationUnit_SkipFunctionBodies |
                             CXTranslationUnit_IncludeAttributedTypes;

struct known_file {
    CXFile handle;
    struct source_file *file;
    const char *contents; /* NULL until asked for */
    size_t size_bytes;
    UT_hash_handle hh;
};

/* ---- Places ---------------------------------------------------------------------------------- */

const char *parse_text(struct parser *parser, CXString string)
{
    const char *text = clang_getCString(string);
    const char *interned = intern(parser->arena, text ? text : "");
    clang_disposeString(string);
    return interned;
}

static bool is_compilers_header(const char *path)
{
    return strstr(path, WHERRY_CLANG_RESOURCE_DIR) || strstr(path, "/lib/gcc/");
}

static struct known_file *know_file(struct parser *parser, CXFile handle)
{
    struct known_file *known;
    HASH_FIND_PTR(parser->files, &handle, known);
    if (known)
        return known;
    struct source_file *file = ARENA_NEW(parser->arena, struct source_file);
    file->path = parse_text(parser, clang_getFileName(handle));
    file->is_compilers = is_compilers_header(file->path);
    list_add(&parser->api->files, file);
    known = ARENA_NEW(parser->arena, struct known_file);
    known->handle = handle;
    known->file = file;
    HASH_ADD_PTR(parser->files, handle, known);
    return known;
}

struct source_file *parse_source_file(struct parser *parser, CXFile handle)
{
    return know_file(parser, handle)->file;
}

const char *parse_file_contents(struct parser *parser, CXFile handle, size_t *size_bytes)
{
    struct known_file *known = know_file(parser, handle);
    if (!known->contents)
        known->contents = clang_getFileContents(parser->unit, handle, &known->size_bytes);
    *size_bytes = known->size_bytes;
    return known->contents;
}

struct source_file *parse_locate(struct parser *parser, CXCursor cursor, struct location *location)
{
    CXFile handle;
    clang_getExpansionLocation(clang_getCursorLocation(cursor), &handle, &location->line,
                               &location->column, NULL);
    if (!handle)
        return NULL; /* predefined */
    struct source_file *file = parse_source_file(parser, handle);
    location->file = file->path;
    return file;
}

void parse_skip(struct parser *parser, const char *what, const char *name,
                const struct source_file *file, struct location location, const char *reason,
                const char *advice)
{
    if (file->is_compilers)
        return;
    struct skipped *skipped = ARENA_NEW(parser->arena, struct skipped);
    *skipped = (struct skipped){.what = what,
                                .name = name,
                                .file = file,
                                .location = location,
                                .reason = reason,
                                .advice = advice,
                                .targets = parser->input->target_bit};
    list_add(&parser->api->skipped, skipped);
}

/* ---- The source that includes the headers ---------------------------------------------------- */

void parse_write_includes(struct parser *parser, FILE *out)
{
    if (parser->input->source) {
        fprintf(out, "%s\n", parser->input->source);
        return;
    }
    FOR_EACH (const char *, header, parser->input->headers)
        fprintf(out, "#include %s\n", scope_include(parser->arena, header));
    fputs("_Static_assert(1, \"\");\n", out); /* an error here is of a header that goes on */
}

size_t parse_include_lines(const struct parse_input *input)
{
    return input->headers ? input->headers->count + 1 : 1;
}

static char *make_main_source(struct parser *parser)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    parse_write_includes(parser, out);
    parse_write_thunks(parser->input, out);
    if (!parser->input->source)
        parse_write_probes(parser, out);
    fclose(out);
    return text;
}

/* ---- Diagnostics ----------------------------------------------------------------------------- */

/* An error in our own text: header number `line` was not found. */
static void report_in_main(const struct parse_input *input, const char *text, unsigned line,
                           unsigned column)
{
    if (input->source) {
        diag_error((struct location){input->source_name, line, column}, "%s", text);
        return;
    }
    const char *header = input->headers->items[line - 1];
    diag_error((struct location){.file = header},
               "header not found for target %s: it is no file here, and the compiler's include "
               "path does not have it; add -- -I<folder>",
               input->target->triple);
}

/* An error in the line behind the includes: once, for one brings others. */
static void report_cut(struct parser *parser)
{
    const struct list *headers = parser->input->headers;
    if (!parser->is_cut)
        diag_error((struct location){.file = headers->items[headers->count - 1]},
                   "ends amid a declaration (target %s)", parser->input->target->triple);
    parser->is_cut = true;
}

/* False for what is no error of the headers: behind the includes stand the probes, which may well
 * be wrong. */
static bool report_diagnostic(struct parser *parser, CXDiagnostic diagnostic)
{
    CXFile handle;
    struct location where = NOWHERE;
    clang_getExpansionLocation(clang_getDiagnosticLocation(diagnostic), &handle, &where.line,
                               &where.column, NULL);
    bool is_main = handle && clang_File_isEqual(handle, parser->main_file);
    const struct thunk_note *thunk = is_main ? parse_thunk_at(parser->input, where.line) : NULL;
    if (is_main && !thunk && !parser->input->source &&
        where.line > parse_include_lines(parser->input))
        return false;
    const char *text = parse_text(parser, clang_getDiagnosticSpelling(diagnostic));
    if (thunk) {
        diag_error(thunk->signature.location, "in the signature of '%s': %s (target %s)",
                   thunk->name.text, text, parser->input->target->triple);
        return true;
    }
    if (is_main && !parser->input->source && where.line == parse_include_lines(parser->input)) {
        report_cut(parser);
        return true;
    }
    if (is_main) {
        report_in_main(parser->input, text, where.line, where.column);
        return true;
    }
    if (handle)
        where.file = parse_source_file(parser, handle)->path;
    diag_error(where, "%s (target %s)", text, parser->input->target->triple);
    return true;
}

static bool is_about_visibility(CXDiagnostic diagnostic)
{
    CXString option = clang_getDiagnosticOption(diagnostic, NULL);
    const char *text = clang_getCString(option);
    bool is_it = text && !strcmp(text, "-Wvisibility");
    clang_disposeString(option);
    return is_it;
}

enum { REPORTED_ERRORS_MAX = 20 };

static bool report_errors(struct parser *parser)
{
    unsigned errors = 0;
    unsigned count = clang_getNumDiagnostics(parser->unit);
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(parser->unit, i);
        bool is_error = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
        if (is_error && errors < REPORTED_ERRORS_MAX && report_diagnostic(parser, diagnostic))
            errors++;
        if (!is_error && is_about_visibility(diagnostic))
            parse_note_local(parser, clang_getDiagnosticLocation(diagnostic));
        clang_disposeDiagnostic(diagnostic);
    }
    if (errors == REPORTED_ERRORS_MAX)
        diag_note(NOWHERE, "further errors are not shown");
    return errors > 0;
}

/* Errors behind the includes are those of probes whose macros are no expressions. */
void parse_reject_probes(struct parser *parser)
{
    unsigned count = parser->input->source ? 0 : clang_getNumDiagnostics(parser->unit);
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(parser->unit, i);
        CXFile handle;
        unsigned line;
        clang_getExpansionLocation(clang_getDiagnosticLocation(diagnostic), &handle, &line, NULL,
                                   NULL);
        bool is_ours = handle && clang_File_isEqual(handle, parser->main_file);
        if (is_ours && clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error)
            parse_reject_probe(parser, line,
                               parse_text(parser, clang_getDiagnosticSpelling(diagnostic)));
        else if (is_ours)
            parse_warn_probe(parser, line);
        clang_disposeDiagnostic(diagnostic);
    }
}

/* ---- The walk -------------------------------------------------------------------------------- */

static void note_named_header(struct parser *parser, CXCursor inclusion)
{
    CXFile includer, included = clang_getIncludedFile(inclusion);
    clang_getExpansionLocation(clang_getCursorLocation(inclusion), &includer, NULL, NULL, NULL);
    if (included && includer && clang_File_isEqual(includer, parser->main_file))
        parse_source_file(parser, included)->is_named = true;
}

/* libclang gives declarations first; but a probe asks for its macro. */
static enum CXChildVisitResult visit_preprocessing(CXCursor cursor, CXCursor parent,
                                                   CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_InclusionDirective)
        note_named_header(data, cursor);
    else if (clang_getCursorKind(cursor) == CXCursor_MacroDefinition)
        parse_macro(data, cursor);
    return CXChildVisit_Continue;
}

static enum CXChildVisitResult visit_declaration(CXCursor cursor, CXCursor parent,
                                                 CXClientData data)
{
    (void)parent;
    parse_declaration(data, cursor);
    return CXChildVisit_Continue;
}

static void note_dependency(CXFile included, CXSourceLocation *stack, unsigned depth,
                            CXClientData data)
{
    struct parser *parser = data;
    if (!depth)
        return;
    struct source_file *file = parse_source_file(parser, included);
    list_add(&parser->api->dependencies, file->path);
    CXFile includer;
    clang_getExpansionLocation(stack[0], &includer, NULL, NULL, NULL);
    if (!file->is_read && includer && !clang_File_isEqual(includer, parser->main_file))
        file->includer = parse_source_file(parser, includer);
    file->is_read = true;
}

static void read_unit(struct parser *parser)
{
    parser->main_file = clang_getFile(parser->unit, parse_main_name);
    if (report_errors(parser)) {
        parser->failed = true;
        return;
    }
    if (parser->input->source)
        parse_source_file(parser, parser->main_file)->is_named = true;
    CXCursor unit = clang_getTranslationUnitCursor(parser->unit);
    clang_visitChildren(unit, visit_preprocessing, parser);
    parse_reject_probes(parser);
    clang_visitChildren(unit, visit_declaration, parser);
    parse_finish_functions(parser);
    clang_getInclusions(parser->unit, note_dependency, parser);
    scope_apply(&parser->api->files);
    parse_finish_macros(parser);
}

/* ---- Arguments ------------------------------------------------------------------------------- */

static void collect_arguments(struct list *list, const struct parse_input *input,
                              struct arena *arena)
{
    list_add(list, "-x");
    list_add(list, "c");
    list_add(list, intern_format(arena, "--target=%s", input->target->clang_triple));
    list_add(list, "-resource-dir=" WHERRY_CLANG_RESOURCE_DIR);
    if (input->target->format == FORMAT_PE) { /* as mingw's gcc does without being asked */
        list_add(list, "-fms-extensions");
        list_add(list, "-U_MSC_EXTENSIONS");
        /* clang would look in /usr/include too, and take a Linux header for one of Windows. */
        list_add(list, "-nostdlibinc");
        list_add(list, "-idirafter");
        list_add(list, intern_format(arena, "/usr/%s/include", input->target->triple));
    }
    bool is_gcc = input->compiler && !strstr(input->compiler, "clang");
    if (is_gcc && input->target->format == FORMAT_ELF) /* as far as clang knows what GCC does */
        list_add(list, "-fgnuc-version=6.5.0");
    list_add(list, "-Wno-everything");
    list_add(list, "-Wsystem-headers");
    list_add(list, "-W#pragma-messages"); /* those that the headers give to users of a macro */
    list_add(list, "-Wvisibility");       /* tells of tags that only a parameter list knows */
    list_add(list, "-ferror-limit=0");
    list_add(list, "-fno-spell-checking");
    list_add(list, "-fretain-comments-from-system-headers"); /* where most libraries' are */
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; input->arguments[i] && j < input->arguments[i]->count; j++)
            list_add(list, input->arguments[i]->items[j]);
}

static void explain_failure(const struct parse_input *input, enum CXErrorCode code)
{
    const char *header =
        input->source ? input->source_name : (const char *)input->headers->items[0];
    if (code == CXError_Crashed)
        diag_error((struct location){.file = header},
                   "libclang crashed while reading this for target %s", input->target->triple);
    else
        diag_error((struct location){.file = header},
                   "libclang did not read this for target %s: it refused the arguments after "
                   "'--' or --target-arg",
                   input->target->triple);
}

bool parse(struct api *api, const struct parse_input *input, struct arena *arena,
           struct types *types, struct parse_progress *progress)
{
    struct parser parser = {.input = input,
                            .api = api,
                            .arena = arena,
                            .types = types,
                            .progress = progress,
                            .context = ""};
    if (progress)
        snprintf(progress->target, sizeof progress->target, "%s", input->target->triple);

    struct list arguments = {0};
    collect_arguments(&arguments, input, arena);
    char *source = make_main_source(&parser);
    struct CXUnsavedFile main_file = {parse_main_name, source, strlen(source)};
    CXIndex index = clang_createIndex(0, 0);
    enum CXErrorCode code =
        clang_parseTranslationUnit2(index, parse_main_name, (const char *const *)arguments.items,
                                    (int)arguments.count, &main_file, 1, parse_flags, &parser.unit);
    if (code == CXError_Success) {
        read_unit(&parser);
        clang_disposeTranslationUnit(parser.unit);
    } else {
        explain_failure(input, code);
        parser.failed = true;
    }
    clang_disposeIndex(index);
    malloc_trim(0); /* what libclang had need not stand beside what comes: 80 MB of windows.h */
    free(source);
    list_release(&arguments);
    HASH_CLEAR(hh, parser.files);
    parse_types_release(&parser);
    parse_macros_release(&parser);
    return !parser.failed;
}
