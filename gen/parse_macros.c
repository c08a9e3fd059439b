/* Object-like macros: which of them are constants, of what type and value.
 *
 * Reading tokens would lose suffixes and casts, so clang evaluates them: behind the includes stands
 * one variable per macro,
 *
 *     #ifdef FOO
 *     static const __auto_type wherry__macro_FOO = FOO;
 *     #endif
 *
 * unless FOO is a plain integer literal and never undefined (parse_literal.c). A macro that is no
 * expression makes an error in its own line and nothing else. */
#include "parse_clang.h"

#include "hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROBE_PREFIX "wherry__macro_"

struct macro {
    const char *name; /* interned */
    const struct source_file *file;
    struct location location;
    bool is_probed;                          /* a variable asked for its value */
    const struct source_file *function_file; /* where it is function-like; NULL */
    struct location function_location;
    const char *alias;    /* the name that is its whole body; NULL */
    const char *rejected; /* why it can be no constant; NULL as long as it may be one */
    bool is_final;        /* it is none for any compiler */
    bool is_reserved;     /* its name is not the library's, though others may stand for it */
    bool warns;           /* clang warns of its use: #pragma GCC warning */
    UT_hash_handle hh;
};

/* Text with unbalanced brackets, with a statement in it or with a comma outside brackets would
 * swallow the lines after it, or be more than one variable. */
bool parse_is_one_expression(const char *text, size_t length)
{
    int depth = 0;
    bool empty = true;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '"' || c == '\'') {
            for (i++; i < length && text[i] != c; i++)
                if (text[i] == '\\')
                    i++;
        } else if (c == '/' && i + 1 < length && (text[i + 1] == '*' || text[i + 1] == '/')) {
            const char *end = text[i + 1] == '/' ? NULL : strstr(text + i + 2, "*/");
            if (!end)
                break;
            i = (size_t)(end - text) + 1;
            continue;
        } else if (c == '(' || c == '[') {
            depth++;
        } else if (c == ')' || c == ']') {
            if (--depth < 0)
                return false;
        } else if (strchr(";{}#@", c) || (c == ',' && !depth)) {
            return false;
        }
        empty = empty && strchr(" \t\r\n\\", c);
    }
    return depth == 0 && !empty;
}

/* ---- What the headers define ----------------------------------------------------------------- */

static size_t macro_body(struct parser *parser, CXCursor cursor, size_t name_length,
                         const char **body)
{
    CXFile file;
    unsigned start, end;
    CXSourceRange extent = clang_getCursorExtent(cursor);
    clang_getSpellingLocation(clang_getRangeStart(extent), &file, NULL, NULL, &start);
    clang_getSpellingLocation(clang_getRangeEnd(extent), NULL, NULL, NULL, &end);
    size_t size;
    const char *contents = file ? parse_file_contents(parser, file, &size) : NULL;
    if (!contents || end > size || end < start + name_length)
        return 0;
    *body = contents + start + name_length;
    return end - start - name_length;
}

static struct macro *find_macro(struct parser *parser, const char *name)
{
    struct macro *macro;
    HASH_FIND_PTR(parser->macros, &name, macro);
    return macro;
}

static struct macro *find_or_add_macro(struct parser *parser, const char *name)
{
    struct macro *macro = find_macro(parser, name);
    if (macro)
        return macro;
    macro = ARENA_NEW(parser->arena, struct macro);
    macro->name = name;
    HASH_ADD_PTR(parser->macros, name, macro);
    return macro;
}

static void add_literal(struct parser *parser, const struct macro *macro,
                        const struct literal *literal)
{
    struct declaration declaration = {
        .kind = DECLARATION_CONSTANT,
        .name = macro->name,
        .spelling = macro->name,
        .file = macro->file,
        .location = macro->location,
        .constant = {.kind = CONSTANT_INTEGER,
                     .type = type_scalar(parser->types, literal->kind),
                     .integer = (int64_t)literal->value},
    };
    api_add(parser->api, parser->arena, &declaration);
}

bool parse_macro_place(struct parser *parser, const char *name, const struct source_file **file,
                       struct location *location)
{
    const struct macro *macro = find_macro(parser, name);
    if (!macro || (!macro->file && !macro->function_file))
        return false;
    *file = macro->function_file ? macro->function_file : macro->file;
    *location = macro->function_file ? macro->function_location : macro->location;
    return true;
}

/* The body, if it is one identifier. */
static const char *only_name(struct parser *parser, const char *body, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    while (length && (*body == ' ' || *body == '\t'))
        body++, length--;
    bool is_name = length && strspn(body, letters) >= length && (*body < '0' || *body > '9');
    return is_name ? intern_bytes(parser->arena, body, length) : NULL;
}

/* A string of the model ends at its first NUL, so one with another inside is none. */
static bool holds_nul(const char *body, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        if (body[i] != '\\')
            continue;
        char next = i + 2 < length ? body[i + 2] : 0;
        if (body[i + 1] == '0' && (next < '0' || next > '7'))
            return true;
        i++;
    }
    return false;
}

static const char *reject_body(const char *body, size_t length)
{
    if (!parse_is_one_expression(body, length))
        return "is not one expression";
    if (memchr(body, '"', length) && holds_nul(body, length))
        return "is a string with a NUL character inside";
    return NULL;
}

void parse_macro(struct parser *parser, CXCursor cursor)
{
    struct location location;
    struct source_file *file = parse_locate(parser, cursor, &location);
    if (!file)
        return; /* predefined */
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    if (clang_Cursor_isMacroFunctionLike(cursor)) {
        struct macro *macro = find_or_add_macro(parser, name);
        macro->function_file = file;
        macro->function_location = location;
        parse_skip(parser, "macro", name, file, location,
                   "is a function-like macro: its parameters have no types",
                   "declare its signature in the notes (macros)");
        return;
    }
    const char *body = "";
    size_t length = macro_body(parser, cursor, strlen(name), &body);
    if (!length)
        return; /* include guards, empty attributes */
    struct macro *macro = find_or_add_macro(parser, name);
    macro->file = file; /* the last definition is the one that holds */
    macro->location = location;
    macro->rejected = reject_body(body, length);
    macro->is_reserved = !strncmp(name, "__", 2);
    macro->is_final = macro->rejected != NULL;
    macro->alias = only_name(parser, body, length);
    list_add(&parser->api->macros, name);
    struct literal literal;
    if (!macro->is_probed && !macro->rejected &&
        parse_literal(body, length, parser->input->target, &literal)) {
        macro->is_probed = true; /* answered */
        if (!macro->is_reserved)
            add_literal(parser, macro, &literal);
    }
}

/* ---- Probes ---------------------------------------------------------------------------------- */

/* What these say depends on the place and time of the probe: without them it is an error. */
static const char predefined[] = "#undef __LINE__\n#undef __FILE__\n#undef __DATE__\n"
                                 "#undef __TIME__\n#undef __TIMESTAMP__\n#undef __COUNTER__\n"
                                 "#undef __BASE_FILE__\n#undef __INCLUDE_LEVEL__\n";
enum { PREDEFINED_LINES = 8, PROBE_LINES = 3 };

static void write_probe(struct parser *parser, FILE *out, const char *name)
{
    list_add(&parser->probes, name);
    fprintf(out,
            "#ifdef %s\n"
            "static const __auto_type " PROBE_PREFIX "%s = %s;\n"
            "#endif\n",
            name, name, name);
}

void parse_write_probes(struct parser *parser, FILE *out)
{
    struct list names = {0};
    parse_scan(parser, &names);
    fputs(predefined, out);
    size_t thunks = parser->input->thunks ? parser->input->thunks->count : 0;
    parser->first_probe_line = (unsigned)(parse_include_lines(parser->input) +
                                          thunks * PARSE_THUNK_LINES + PREDEFINED_LINES + 1);
    FOR_EACH (const char *, name, &names) {
        find_or_add_macro(parser, name)->is_probed = true;
        write_probe(parser, out, name);
    }
    list_release(&names);
}

/* What another compiler may well take: its own builtins, types and suffixes (3.0F128). */
static bool is_of_one_compiler(const char *error)
{
    return strstr(error, "__builtin") || strstr(error, "_Float") ||
           !strncmp(error, "invalid suffix", 14);
}

static struct macro *macro_at(struct parser *parser, unsigned line)
{
    size_t first = parser->first_probe_line;
    size_t i = line < first ? SIZE_MAX : (line - first) / PROBE_LINES;
    return i < parser->probes.count ? find_macro(parser, parser->probes.items[i]) : NULL;
}

void parse_warn_probe(struct parser *parser, unsigned line)
{
    struct macro *macro = macro_at(parser, line);
    if (macro)
        macro->warns = true;
}

void parse_reject_probe(struct parser *parser, unsigned line, const char *error)
{
    struct macro *macro = macro_at(parser, line);
    if (!macro || macro->rejected)
        return;
    macro->rejected = "is no expression that is constant wherever it stands";
    macro->is_final = !is_of_one_compiler(error);
}

/* A macro that stands for another is no more of an expression than that; an error in its line may
 * not show it (`7;` is well formed where a declaration may end). */
static void reject_alias(struct parser *parser, struct macro *macro)
{
    const struct macro *other = macro;
    for (int depth = 0; depth < 32 && other && other->alias; depth++)
        other = find_macro(parser, other->alias);
    if (other && other->rejected && !macro->rejected) {
        macro->rejected = other->rejected;
        macro->is_final = other->is_final;
    }
}

static enum CXChildVisitResult find_reference(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    CXCursor *found = data;
    if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr)
        *found = clang_getCursorReferenced(cursor);
    bool is_wrapped = clang_getCursorKind(cursor) == CXCursor_UnexposedExpr ||
                      clang_getCursorKind(cursor) == CXCursor_ParenExpr;
    return is_wrapped ? CXChildVisit_Recurse : CXChildVisit_Break;
}

/* The function or object that an initialiser is nothing but the name of; NULL. */
static const char *referenced_name(struct parser *parser, CXCursor variable)
{
    CXCursor found = clang_getNullCursor();
    clang_visitChildren(variable, find_reference, &found);
    enum CXCursorKind kind = clang_getCursorKind(found);
    return kind == CXCursor_FunctionDecl || kind == CXCursor_VarDecl
               ? parse_text(parser, clang_getCursorSpelling(found))
               : NULL;
}

/* What clang makes of the initialiser. A kind that it cannot evaluate, or the model cannot say,
 * stays unknown; its type may tell the target's compiler how to be asked. */
static void evaluate(struct parser *parser, CXCursor variable, struct constant *constant)
{
    CXType type = clang_getCanonicalType(clang_getCursorType(variable));
    CXEvalResult result = clang_Cursor_Evaluate(variable);
    constant->kind = CONSTANT_UNKNOWN;
    constant->unknown = "is no arithmetic or string constant";
    constant->type = type_qualified(parser->types, parse_type(parser, type), 0);
    switch (result ? (int)clang_EvalResult_getKind(result) : -1) {
    case CXEval_Int:
        if (constant->type->kind >= TYPE_INT128)
            break; /* a pointer, for one */
        constant->kind = CONSTANT_INTEGER;
        constant->integer = clang_EvalResult_isUnsignedInt(result)
                                ? (int64_t)clang_EvalResult_getAsUnsigned(result)
                                : clang_EvalResult_getAsLongLong(result);
        break;
    case CXEval_Float:
        constant->kind = CONSTANT_REAL;
        constant->real = clang_EvalResult_getAsDouble(result);
        break;
    case CXEval_StrLiteral:
        if (constant->type->target && constant->type->target->kind == TYPE_CHAR) {
            constant->kind = CONSTANT_STRING;
            constant->string = intern(parser->arena, clang_EvalResult_getAsStr(result));
        } else {
            constant->unknown = "is a string of wide characters";
            constant->is_wide = true;
        }
        break;
    default:
        break;
    }
    if (result)
        clang_EvalResult_dispose(result);
}

bool parse_probe(struct parser *parser, CXCursor variable)
{
    CXString spelling = clang_getCursorSpelling(variable);
    const char *text = clang_getCString(spelling);
    bool is_probe = !strncmp(text, PROBE_PREFIX, strlen(PROBE_PREFIX));
    if (is_probe) {
        const char *name = intern(parser->arena, text + strlen(PROBE_PREFIX));
        struct macro *macro = find_macro(parser, name);
        reject_alias(parser, macro);
        struct declaration declaration = {.kind = DECLARATION_CONSTANT,
                                          .name = name,
                                          .spelling = name,
                                          .file = macro->file,
                                          .location = macro->location};
        const char *other = referenced_name(parser, variable);
        declaration.constant.is_deprecated = macro->warns;
        if (macro->is_reserved) {
            ; /* in the ledger */
        } else if (other && !macro->rejected) {
            macro->rejected =
                intern_format(parser->arena, "is another name for '%s', and no constant", other);
            macro->is_final = true;
        } else if (macro->file && !macro->rejected) { /* neither predefined nor no expression */
            evaluate(parser, variable, &declaration.constant);
            api_add(parser->api, parser->arena, &declaration);
        }
    }
    clang_disposeString(spelling);
    return is_probe;
}

/* ---- What the quick look missed -------------------------------------------------------------- */

static enum CXChildVisitResult visit_probe(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_VarDecl)
        parse_probe(data, cursor);
    return CXChildVisit_Continue;
}

static bool write_missed(struct parser *parser, FILE *out)
{
    bool any = false;
    for (struct macro *macro = parser->macros; macro; macro = macro->hh.next) {
        if (macro->is_probed || !macro->file || !macro->file->is_bound || macro->rejected)
            continue;
        macro->is_probed = any = true;
        write_probe(parser, out, macro->name);
    }
    return any;
}

static void probe_missed(struct parser *parser)
{
    char *source = NULL;
    size_t length;
    FILE *out = open_memstream(&source, &length);
    if (!out)
        return;
    parse_write_includes(parser, out);
    parser->first_probe_line = (unsigned)parse_include_lines(parser->input) + PREDEFINED_LINES + 1;
    fputs(predefined, out);
    list_release(&parser->probes);
    bool any = write_missed(parser, out);
    fclose(out);
    struct CXUnsavedFile main_file = {parse_main_name, source, length};
    if (any && clang_reparseTranslationUnit(parser->unit, 1, &main_file, parse_flags) == 0) {
        parse_reject_probes(parser);
        clang_visitChildren(clang_getTranslationUnitCursor(parser->unit), visit_probe, parser);
    }
    free(source);
}

/* What clang takes for no expression may be one for the target's compiler, which is asked. */
static void add_unknown(struct parser *parser, const struct macro *macro)
{
    struct declaration declaration = {
        .kind = DECLARATION_CONSTANT,
        .name = macro->name,
        .spelling = macro->name,
        .file = macro->file,
        .location = macro->location,
        .constant = {.kind = CONSTANT_UNKNOWN, .unknown = macro->rejected},
    };
    api_add(parser->api, parser->arena, &declaration);
}

/* Neither an error nor a variable: the #ifdef was false. */
static const char *reason_of(const struct macro *macro)
{
    if (macro->is_reserved)
        return "has a name reserved for the compiler and the C library";
    return macro->rejected ? macro->rejected : "is undefined again by the headers";
}

void parse_finish_macros(struct parser *parser)
{
    probe_missed(parser);
    for (struct macro *macro = parser->macros; macro; macro = macro->hh.next) {
        if (!macro->file || api_find(parser->api, DECLARATION_CONSTANT, macro->name))
            continue;
        if (macro->rejected && !macro->is_final && !macro->is_reserved)
            add_unknown(parser, macro);
        else if (macro->file->is_bound)
            parse_skip(parser, "macro", macro->name, macro->file, macro->location, reason_of(macro),
                       "it can be used where its header is included");
    }
}

void parse_macros_release(struct parser *parser)
{
    HASH_CLEAR(hh, parser->macros);
    list_release(&parser->probes);
}
