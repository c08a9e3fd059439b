/* Object-like macros: which of them are constants, of what type and value.
 *
 * Reading tokens would lose suffixes and casts, so the compiler evaluates them: the unit is parsed
 * again with one variable per macro behind the includes, `static const __auto_type m0 = FOO;`.
 * The headers are not read again; they are in the unit's preamble. A macro that is no expression
 * makes an error in its own line and nothing else. */
#include "parse_clang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VARIABLE_PREFIX "wherry__macro_"

/* ---- Collecting --------------------------------------------------------------------------------
 */

/* Text with unbalanced brackets, with a statement in it or with a comma outside brackets would
 * swallow the lines after it, or be more than one variable. (Brackets of our own around it would
 * keep libclang from seeing that a string is a string.) */
static bool is_one_expression(const char *text, size_t length)
{
    int depth = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '"' || c == '\'') {
            for (i++; i < length && text[i] != c; i++)
                if (text[i] == '\\')
                    i++;
        } else if (strchr("([", c)) {
            depth++;
        } else if (strchr(")]", c)) {
            if (--depth < 0)
                return false;
        } else if (strchr(";{}#@", c) || (c == ',' && !depth)) {
            return false;
        }
    }
    return depth == 0;
}

static size_t macro_body(struct parser *parser, CXCursor cursor, size_t name_length,
                         const char **body)
{
    CXFile file;
    unsigned start, end;
    size_t size;
    CXSourceRange extent = clang_getCursorExtent(cursor);
    clang_getSpellingLocation(clang_getRangeStart(extent), &file, NULL, NULL, &start);
    clang_getSpellingLocation(clang_getRangeEnd(extent), NULL, NULL, NULL, &end);
    const char *contents = file ? clang_getFileContents(parser->unit, file, &size) : NULL;
    if (!contents || end > size || end < start + name_length)
        return 0;
    *body = contents + start + name_length;
    return end - start - name_length;
}

void parse_macro(struct parser *parser, CXCursor cursor)
{
    struct location location;
    struct source_file *file = parse_locate(parser, cursor, &location);
    if (!file || clang_Cursor_isMacroBuiltin(cursor))
        return;
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    if (clang_Cursor_isMacroFunctionLike(cursor)) {
        parse_skip(parser, "macro", name, file, location,
                   "is a function-like macro: its parameters have no types",
                   "wrap it in a function of your own");
        return;
    }
    const char *body = "";
    size_t length = macro_body(parser, cursor, strlen(name), &body);
    if (!length)
        return; /* include guards, empty attributes */
    struct macro *macro = ARENA_NEW(parser->arena, struct macro);
    *macro = (struct macro){.name = name, .file = file, .location = location};
    if (!is_one_expression(body, length))
        macro->rejected = "is not one expression";
    list_add(&parser->candidates, macro);
    list_add(&parser->api->macros, name);
}

/* ---- Evaluating --------------------------------------------------------------------------------
 */

static char *make_source(struct parser *parser, const char *main_source)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    fputs(main_source, out);
    FOR_EACH(const struct macro *, macro, &parser->candidates)
    {
        if (macro->file->is_bound && !macro->rejected)
            fprintf(out, "static const __auto_type " VARIABLE_PREFIX "%zu = %s;\n", macro_i,
                    macro->name);
    }
    fclose(out);
    return text;
}

static bool evaluate(struct parser *parser, CXCursor variable, struct constant *constant)
{
    CXType type = clang_getCanonicalType(clang_getCursorType(variable));
    CXEvalResult result = clang_Cursor_Evaluate(variable);
    if (!result)
        return false;
    bool is_constant = true;
    constant->type = type_qualified(parser->types, parse_type(parser, type), 0);
    switch ((int)clang_EvalResult_getKind(result)) {
    case CXEval_Int:
        constant->kind = CONSTANT_INTEGER;
        constant->integer = clang_EvalResult_isUnsignedInt(result)
                                ? (int64_t)clang_EvalResult_getAsUnsigned(result)
                                : clang_EvalResult_getAsLongLong(result);
        is_constant = constant->type->kind < TYPE_INT128;
        break;
    case CXEval_Float:
        constant->kind = CONSTANT_REAL;
        constant->real = clang_EvalResult_getAsDouble(result);
        break;
    case CXEval_StrLiteral: {
        const struct type *character = constant->type->target;
        constant->kind = CONSTANT_STRING;
        constant->string = intern(parser->arena, clang_EvalResult_getAsStr(result));
        is_constant = character && character->kind == TYPE_CHAR;
        break;
    }
    default:
        is_constant = false;
    }
    clang_EvalResult_dispose(result);
    return is_constant;
}

static enum CXChildVisitResult visit_variable(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct parser *parser = data;
    if (clang_getCursorKind(cursor) != CXCursor_VarDecl)
        return CXChildVisit_Continue;
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    if (strncmp(name, VARIABLE_PREFIX, strlen(VARIABLE_PREFIX)))
        return CXChildVisit_Continue;
    size_t i = strtoul(name + strlen(VARIABLE_PREFIX), NULL, 10);
    struct macro *macro = parser->candidates.items[i];
    struct declaration declaration = {.kind = DECLARATION_CONSTANT,
                                      .name = macro->name,
                                      .spelling = macro->name,
                                      .file = macro->file,
                                      .location = macro->location};
    if (evaluate(parser, cursor, &declaration.constant))
        api_add(parser->api, parser->arena, &declaration);
    else
        macro->rejected = "is no arithmetic or string constant";
    return CXChildVisit_Continue;
}

static void note_rejected(struct parser *parser)
{
    FOR_EACH(const struct macro *, macro, &parser->candidates)
    {
        if (!macro->file->is_bound || api_find(parser->api, DECLARATION_CONSTANT, macro->name))
            continue;
        parse_skip(parser, "macro", macro->name, macro->file, macro->location,
                   macro->rejected ? macro->rejected : "is no expression",
                   "none needed, unless it is meant as a value: then give it a name in an enum");
    }
}

void parse_constants(struct parser *parser, const char *main_source)
{
    char *source = make_source(parser, main_source);
    struct CXUnsavedFile main_file = {parse_main_name, source, strlen(source)};
    if (clang_reparseTranslationUnit(parser->unit, 1, &main_file, parse_flags) == 0)
        clang_visitChildren(clang_getTranslationUnitCursor(parser->unit), visit_variable, parser);
    else
        parser->failed = true;
    free(source);
    note_rejected(parser);
}
