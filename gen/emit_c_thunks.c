/* Functions of the binding that have a body in C: thunks, for what the headers define themselves,
 * and the stubs of functions that an assembler stub cannot stand in for. */
#include "emit_c.h"

#include "spell.h"
#include "thunk.h"

#include <string.h>

static unsigned targets_with(const struct entity *entity, bool (*matches)(const struct function *))
{
    unsigned targets = 0;
    for (size_t t = 0; t < TARGET_MAX; t++)
        if (entity->on[t] && matches(&entity->on[t]->function))
            targets |= 1u << t;
    return targets;
}

static bool is_thunk(const struct function *function)
{
    return function->thunk_of != NULL;
}

static bool has_c_stub(const struct function *function)
{
    return !function->thunk_of && function->flags & FUNCTION_C_STUB;
}

unsigned c_thunk_targets(const struct entity *function)
{
    return targets_with(function, is_thunk);
}

unsigned c_stub_targets(const struct entity *function)
{
    return function->targets & ~targets_with(function, is_thunk) &
           ~targets_with(function, has_c_stub);
}

unsigned c_c_stub_targets(const struct entity *function)
{
    return targets_with(function, has_c_stub);
}

/* The targets of a set that agree on the function's type, variant by variant. */
static void for_variants(struct c_emitter *emitter, const struct entity *function, size_t i,
                         unsigned targets,
                         void (*emit)(struct c_emitter *, const struct entity *, size_t, unsigned))
{
    for (size_t v = 0; v < function->variant_count; v++) {
        unsigned own = function->variants[v] & targets;
        if (!own)
            continue;
        c_for_targets(emitter, own);
        emit(emitter, function, i, own);
    }
}

/* ---- Thunks ---------------------------------------------------------------------------------- */

static const char *thunk_name(const struct c_emitter *emitter, const struct entity *entity)
{
    return arena_format(emitter->arena, "%s_thunk_%s", emitter->binding->name, entity->name);
}

static void declare_thunk(struct c_emitter *emitter, const struct entity *entity, size_t i,
                          unsigned targets)
{
    (void)i;
    const struct function *function = &entity_on(entity, targets)->function;
    const char *name = thunk_name(emitter, entity);
    if (function_is_declared(function, entity->name))
        write_text(emitter->out, "extern __typeof__(${function}) ${name};\n", "function",
                   entity->name, "name", name, END);
    else
        write_text(emitter->out, "extern ${declaration};\n", "declaration",
                   spell(emitter->model, emitter->arena, function->type, name), END);
}

void c_declare_thunks(struct c_emitter *emitter)
{
    FOR_EACH (const struct entity *, function, &emitter->functions)
        for_variants(emitter, function, function_i, c_thunk_targets(function), declare_thunk);
    c_for_targets(emitter, 0);
}

/* A function that is inline and nothing else has no definition unless somebody gives it one, which
 * the thunk needs when it is not inlined (C11 6.7.4); a weak one, for others may too. PE has weak
 * definitions only for the file that they stand in. */
static void define_thunk(struct c_emitter *emitter, const struct entity *entity, size_t i,
                         unsigned targets)
{
    (void)i;
    const struct function *function = &entity_on(entity, targets)->function;
    if (function->flags & FUNCTION_INLINE)
        write_text(emitter->out,
                   "#if !defined(_WIN32)\n#pragma weak ${function}\n#endif\n"
                   "extern __typeof__(${function}) ${function};\n",
                   "function", entity->name, END);
    write_text(
        emitter->out, "${definition}\n", "definition",
        thunk_definition(emitter->model, emitter->arena, function, thunk_name(emitter, entity)),
        END);
}

static void list_thunk(struct c_emitter *emitter, const struct entity *entity, size_t i,
                       unsigned targets)
{
    (void)targets;
    write_text(emitter->out, "    [${i}] = (wherry_function)${thunk},\n", "i",
               c_number(emitter, emitter->thunk_numbers[i]), "thunk", thunk_name(emitter, entity),
               END);
}

void c_number_thunks(struct c_emitter *emitter)
{
    size_t next = 0;
    emitter->thunk_numbers =
        arena_alloc(emitter->arena, emitter->functions.count + 1, sizeof *emitter->thunk_numbers);
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        emitter->thunk_numbers[function_i] = next;
        next += c_thunk_targets(function) != 0;
    }
    emitter->has_thunks = next != 0;
}

void c_emit_thunks(struct c_emitter *emitter)
{
    if (!emitter->has_thunks)
        return;
    write_text(
        emitter->out,
        "/* What no library exports: functions that the headers define, macros and variadic\n"
        " * functions at the types that the notes declare. */\n",
        END);
    FOR_EACH (const struct entity *, function, &emitter->functions)
        for_variants(emitter, function, function_i, c_thunk_targets(function), define_thunk);
    c_for_targets(emitter, 0);
    write_text(emitter->out, "static const wherry_function ${name}__thunks[] = {\n", "name",
               emitter->binding->name, END);
    FOR_EACH (const struct entity *, function, &emitter->functions)
        for_variants(emitter, function, function_i, c_thunk_targets(function), list_thunk);
    c_for_targets(emitter, 0);
    write_text(emitter->out, "    NULL};\n\n", END);
}

/* ---- Stubs in C ------------------------------------------------------------------------------ */

static void emit_body(struct c_emitter *emitter, const struct type *type, const char *name,
                      const char *callee)
{
    const struct type *pointer = type_pointer(emitter->model->types, type);
    callee = arena_format(emitter->arena, "((%s)%s)",
                          spell(emitter->model, emitter->arena, pointer, ""), callee);
    write_text(emitter->out, "${definition}\n", "definition",
               thunk_call_definition(emitter->model, emitter->arena, type, name, callee), END);
}

static void emit_c_stub(struct c_emitter *emitter, const struct entity *entity, size_t i,
                        unsigned targets)
{
    struct arena *arena = emitter->arena;
    const char *binding = emitter->binding->name, *symbol = c_stub_symbol(emitter, entity);
    const struct type *type = entity_on(entity, targets)->function.type;
    const char *stub = arena_format(arena, "%s__stub_%zu", binding, i);
    const char *lazy = arena_format(arena, "%s__lazy_%zu", binding, i);
    write_text(emitter->out, "extern ${stub} __asm__(${symbol}) WHERRY__HIDDEN;\n", "stub",
               spell(emitter->model, arena, type, stub), "symbol", symbol, END);
    emit_body(emitter, type, stub,
              arena_format(arena, "wherry__callee(&%s_binding, %zu)", binding, i));
    if (!c_imports(emitter, entity))
        return;
    write_text(emitter->out,
               "#if defined(_WIN32)\nWHERRY_IMPORT(${name}, ${i}, ${symbol})\nstatic ", "name",
               binding, "i", c_number(emitter, i), "symbol", symbol, END);
    emit_body(emitter, type, lazy,
              arena_format(arena, "wherry__resolve(&%s_binding, %zu)", binding, i));
    write_text(emitter->out, "#endif\n", END);
}

void c_emit_c_stubs(struct c_emitter *emitter)
{
    bool any = false;
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        unsigned targets = c_c_stub_targets(function);
        if (targets && !any)
            write_text(emitter->out,
                       "\n/* Stubs in C, for arguments that an assembler stub does not keep. */\n",
                       END);
        any |= targets != 0;
        for_variants(emitter, function, function_i, targets, emit_c_stub);
    }
    c_for_targets(emitter, 0);
}
