/* Expressions in the notes: lengths over parameters, and constants. C's precedence does not matter
 * here, since they are checked and handed on, never computed. */
#include "notes_check.h"

#include <ctype.h>
#include <string.h>

bool notes_is_integer(const struct api *api, const struct type *type)
{
    enum type_kind kind = api_resolve(api, type)->kind;
    return (kind >= TYPE_BOOL && kind <= TYPE_UINT128) || kind == TYPE_ENUM;
}

const struct type *notes_pointee(const struct api *api, const struct type *type)
{
    type = api_resolve(api, type);
    return type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY ? type->target : NULL;
}

struct parser {
    const struct expression_scope *scope;
    const struct api *api;
    const char *next;
    const char *problem;
};

static void fail(struct parser *parser, const char *problem)
{
    if (!parser->problem)
        parser->problem = problem;
}

static bool accept(struct parser *parser, const char *token)
{
    parser->next += strspn(parser->next, " \t\n");
    size_t length = strlen(token);
    if (strncmp(parser->next, token, length))
        return false;
    parser->next += length;
    return true;
}

static const char *word(struct parser *parser)
{
    const char *start = parser->next;
    while (isalnum((unsigned char)*parser->next) || *parser->next == '_' || *parser->next == '$')
        parser->next++;
    return intern_bytes(parser->scope->arena, start, (size_t)(parser->next - start));
}

/* ---- Names ----------------------------------------------------------------------------------- */

static bool is_enumerator(const struct api *api, const char *name)
{
    FOR_EACH (const struct declaration *, declaration, &api->declarations) {
        if (declaration->kind != DECLARATION_ENUM)
            continue;
        const struct enumeration *enumeration = &declaration->enumeration;
        for (size_t i = 0; i < enumeration->enumerator_count; i++)
            if (enumeration->enumerators[i].name == name)
                return true;
    }
    return false;
}

static bool is_constant(const struct parser *parser, const char *name)
{
    const struct declaration *macro = api_find(parser->api, DECLARATION_CONSTANT, name);
    if ((macro && macro->constant.kind == CONSTANT_INTEGER) || is_enumerator(parser->api, name))
        return true;
    if (parser->scope->function)
        return false;
    FOR_EACH (const char *, hidden, &parser->api->macros)
        if (hidden == name)
            return true;
    return macro || !strcmp(name, "NULL");
}

static void check_integer(struct parser *parser, const char *name, const struct type *type,
                          bool is_pointed)
{
    struct arena *arena = parser->scope->arena;
    const struct type *pointee = notes_pointee(parser->api, type);
    if (is_pointed && !pointee)
        fail(parser, arena_format(arena, "'%s' is no pointer", name));
    else if (!is_pointed && pointee && notes_is_integer(parser->api, pointee))
        fail(parser,
             arena_format(arena, "'%s' is a pointer; *%s is the integer it points to", name, name));
    else if (!notes_is_integer(parser->api, is_pointed ? pointee : type))
        fail(parser, arena_format(arena, "'%s%s' is no integer", is_pointed ? "*" : "", name));
}

static void check_name(struct parser *parser, const char *name, bool is_pointed)
{
    const struct expression_scope *scope = parser->scope;
    const struct declaration *function = scope->function;
    long i = function && !isdigit((unsigned char)*name)
                 ? notes_find_parameter(function, *name == '$' ? name + 1 : name)
                 : -1;
    if (i >= 0) {
        check_integer(parser, name, function->function.type->parameters[i], is_pointed);
        return;
    }
    if (scope->has_result && !strcmp(name, "result")) {
        check_integer(parser, name, function->function.type->target, is_pointed);
        return;
    }
    if (is_pointed || !is_constant(parser, name))
        fail(parser, function
                         ? arena_format(scope->arena,
                                        "'%s' is no parameter of '%s' and no integer constant "
                                        "of the headers",
                                        name, function->name)
                         : arena_format(scope->arena, "'%s' is no constant of the headers", name));
}

/* ---- The grammar ----------------------------------------------------------------------------- */

static void parse_sum(struct parser *parser);

static void parse_number(struct parser *parser)
{
    const char *text = word(parser);
    bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = text + (is_hex ? 2 : 0);
    size_t length = strspn(digits, is_hex ? "0123456789abcdefABCDEF" : "0123456789");
    if (!length || digits[length + strspn(digits + length, "uUlL")])
        fail(parser, arena_format(parser->scope->arena, "'%s' is no whole number", text));
}

static void parse_operand(struct parser *parser)
{
    if (accept(parser, "-") || accept(parser, "+") || accept(parser, "~")) {
        parse_operand(parser);
        return;
    }
    if (accept(parser, "(")) {
        parse_sum(parser);
        if (!accept(parser, ")"))
            fail(parser, "a ')' is missing");
        return;
    }
    bool is_pointed = accept(parser, "*");
    accept(parser, "");
    unsigned char first = (unsigned char)*parser->next;
    if (isdigit(first) && !is_pointed)
        parse_number(parser);
    else if (isalpha(first) || first == '_' || first == '$')
        check_name(parser, word(parser), is_pointed);
    else
        fail(parser, "a number or a name is missing");
}

static void parse_sum(struct parser *parser)
{
    static const char *const operators[] = {"+", "-", "*", "/", "%", "<<", ">>", "|", "&"};
    bool more = true;
    while (more && !parser->problem) {
        parse_operand(parser);
        more = false;
        for (size_t i = 0; !more && i < sizeof operators / sizeof *operators; i++)
            more = accept(parser, operators[i]);
    }
}

const char *notes_expression_problem(const struct expression_scope *scope, const char *text)
{
    struct parser parser = {
        .scope = scope, .api = &scope->model->apis[scope->target], .next = text};
    parse_sum(&parser);
    accept(&parser, "");
    if (*parser.next)
        fail(&parser, arena_format(scope->arena, "'%s' is not understood", parser.next));
    return parser.problem;
}
