/* Attributes of functions: those that the model has flags for, and those that tell a caller more
 * than the prototype does. libclang has kinds for the former alone; the latter are read out of the
 * declaration as clang prints it, macros expanded. */
#include "parse_clang.h"

#include <string.h>

/* Without arguments they are whole names; clang prints no underscores around them. */
static const char *const telling[] = {"noreturn", "nonnull",    "returns_nonnull", "malloc",
                                      "format",   "format_arg", "alloc_size",      "sentinel"};

struct seen {
    unsigned flags;
    bool has_others; /* of which libclang does not say more */
};

static enum CXChildVisitResult note_attribute(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct seen *seen = data;
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_DLLImport:
        seen->flags |= FUNCTION_DLLIMPORT;
        break;
    case CXCursor_AsmLabelAttr:
        seen->flags |= FUNCTION_LABEL;
        break;
    case CXCursor_WarnUnusedResultAttr:
        seen->flags |= FUNCTION_WARN_UNUSED_RESULT;
        break;
    case CXCursor_UnexposedAttr:
        seen->has_others = true;
        break;
    default:
        break;
    }
    return CXChildVisit_Continue;
}

/* ---- Lists of attributes: one a line --------------------------------------------------------- */

static bool is_listed(const char *list, const char *line, size_t length)
{
    for (; list && *list; list = strchr(list, '\n') + 1)
        if (!strncmp(list, line, length) && list[length] == '\n')
            return true;
    return false;
}

static void add_line(struct parser *parser, const char **list, const char *line, size_t length)
{
    if (!is_listed(*list, line, length))
        *list = intern_format(parser->arena, "%s%.*s\n", *list ? *list : "", (int)length, line);
}

static void add_if_telling(struct parser *parser, const char **list, const char *text,
                           size_t length)
{
    size_t word = strcspn(text, "( )");
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (strlen(telling[i]) == word && !strncmp(text, telling[i], word))
            add_line(parser, list, text, length);
}

/* The length of text up to the bracket that closes what it stands in. */
static size_t bracketed(const char *text)
{
    size_t i = 0;
    for (int depth = 1; text[i]; i++) {
        depth += (text[i] == '(') - (text[i] == ')');
        if (!depth)
            break;
    }
    return i;
}

static void read_printed(struct parser *parser, const char **list, const char *text)
{
    static const char begin[] = "__attribute__((";
    for (; (text = strstr(text, begin)) != NULL; text += sizeof begin - 1)
        add_if_telling(parser, list, text + sizeof begin - 1, bracketed(text + sizeof begin - 1));
}

static void read_declaration(struct parser *parser, CXCursor cursor, const char **list)
{
    CXPrintingPolicy policy = clang_getCursorPrintingPolicy(cursor);
    CXString printed = clang_getCursorPrettyPrinted(cursor, policy);
    const char *text = clang_getCString(printed);
    const char *end = text ? strrchr(text, ' ') : NULL;
    if (end && !strcmp(end, " _Noreturn"))
        add_line(parser, list, "noreturn", strlen("noreturn"));
    if (text)
        read_printed(parser, list, text);
    clang_disposeString(printed);
    clang_PrintingPolicy_dispose(policy);
}

/* GNU's noreturn is part of the type, behind the parameters: "void (int) __attribute__((…))". Only
 * of those that return nothing is it asked, for it takes time. */
static void read_type(struct parser *parser, CXType type, const char **list)
{
    static const char begin[] = "void (";
    if (clang_getResultType(type).kind != CXType_Void)
        return;
    CXString spelled = clang_getTypeSpelling(type);
    const char *text = clang_getCString(spelled);
    if (text && !strncmp(text, begin, sizeof begin - 1))
        read_printed(parser, list, text + sizeof begin - 1 + bracketed(text + sizeof begin - 1));
    clang_disposeString(spelled);
}

unsigned parse_attributes(struct parser *parser, CXCursor cursor, const char **list)
{
    struct seen seen = {0, false};
    if (clang_Cursor_hasAttrs(cursor))
        clang_visitChildren(cursor, note_attribute, &seen);
    if (clang_getCursorAvailability(cursor) == CXAvailability_Deprecated)
        seen.flags |= FUNCTION_DEPRECATED;
    if (list && seen.has_others)
        read_declaration(parser, cursor, list);
    if (list)
        read_type(parser, clang_getCursorType(cursor), list);
    return seen.flags;
}
