/* Functions that the notes declare: of a function-like macro, or of a variadic function at certain
 * arguments. Behind the includes stands one declaration for each, whose type clang reads:
 *
 *     #ifdef MAX3
 *     extern __typeof__(int (int, int, int)) wherry__thunk_0;
 *     #endif
 */
#include "parse_clang.h"

#include <stdlib.h>
#include <string.h>

#define THUNK_PREFIX "wherry__thunk_"

static size_t thunk_count(const struct parse_input *input)
{
    return input->thunks ? input->thunks->count : 0;
}

void parse_write_thunks(const struct parse_input *input, FILE *out)
{
    for (size_t i = 0; i < thunk_count(input); i++) {
        const struct thunk_note *note = input->thunks->items[i];
        fprintf(out, note->of ? "#if 1 /* %s */\n" : "#ifdef %s\n", note->name.text);
        fprintf(out, "extern __typeof__(%s) " THUNK_PREFIX "%zu;\n#endif\n", note->signature.text,
                i);
    }
}

const struct thunk_note *parse_thunk_at(const struct parse_input *input, unsigned line)
{
    size_t first = parse_include_lines(input) + 1;
    size_t i = line < first ? SIZE_MAX : (line - first) / PARSE_THUNK_LINES;
    return i < thunk_count(input) ? input->thunks->items[i] : NULL;
}

/* A thunk stands where the macro or the function does. */
static bool place(struct parser *parser, const struct thunk_note *note,
                  struct declaration *declaration)
{
    if (!note->of)
        return parse_macro_place(parser, declaration->name, &declaration->file,
                                 &declaration->location);
    const struct declaration *function =
        api_find(parser->api, DECLARATION_FUNCTION, intern(parser->arena, note->of));
    if (!function)
        return false; /* of another target, or none: notes_apply() says so */
    declaration->file = function->file;
    declaration->location = function->location;
    return true;
}

static void add_thunk(struct parser *parser, CXCursor cursor, const struct thunk_note *note)
{
    const char *name = intern(parser->arena, note->name.text);
    struct declaration declaration = {.kind = DECLARATION_FUNCTION, .name = name, .spelling = name};
    if (!place(parser, note, &declaration))
        return;
    struct function *function = &declaration.function;
    function->type = parse_type(parser, clang_getCanonicalType(clang_getCursorType(cursor)));
    function->symbol = name;
    function->flags = note->of ? 0 : FUNCTION_MACRO;
    function->thunk_of = note->of ? intern(parser->arena, note->of) : name;
    function->parameter_names = arena_alloc(parser->arena, function->type->parameter_count + 1,
                                            sizeof *function->parameter_names);
    if (function->type->kind == TYPE_FUNCTION && !function->type->variadic) {
        api_add(parser->api, parser->arena, &declaration);
        return;
    }
    diag_error(note->signature.location,
               "the signature of '%s' must be a function type with fixed parameters: "
               "int (const char *, double)",
               name);
    parser->failed = true;
}

bool parse_thunk(struct parser *parser, CXCursor cursor, const char *name)
{
    size_t length = sizeof THUNK_PREFIX - 1;
    if (strncmp(name, THUNK_PREFIX, length))
        return false;
    size_t i = strtoul(name + length, NULL, 10);
    if (i < thunk_count(parser->input))
        add_thunk(parser, cursor, parser->input->thunks->items[i]);
    return true;
}
