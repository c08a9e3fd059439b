#include "thunk.h"

#include "spell.h"

const char *thunk_call_definition(const struct model *model, struct arena *arena,
                                  const struct type *type, const char *name, const char *callee)
{
    const struct type *result = type->target;
    const char *head = spell_definition(model, arena, type, name);
    if (!head)
        return NULL;
    const char *arguments = "";
    for (size_t i = 0; i < type->parameter_count; i++)
        arguments = arena_format(arena, "%s%sp%zu", arguments, i ? ", " : "", i);
    bool is_void = result->kind == TYPE_VOID; /* a typedef of void may be returned */
    return arena_format(arena, "%s\n{\n    %s%s(%s);\n}\n", head, is_void ? "" : "return ", callee,
                        arguments);
}

const char *thunk_definition(const struct model *model, struct arena *arena,
                             const struct function *function, const char *name)
{
    /* In parentheses a name is no function-like macro; the macro itself needs none. */
    const char *callee = function->flags & FUNCTION_MACRO
                             ? function->thunk_of
                             : arena_format(arena, "(%s)", function->thunk_of);
    return thunk_call_definition(model, arena, function->type, name, callee);
}
