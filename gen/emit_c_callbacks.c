/* Callbacks: what NAME_binding.c has compiled for each shape of function pointer, and the typed way
 * to make one in NAME_binding.h. */
#include "emit_c.h"

#include "spell.h"

#include <stdlib.h>
#include <string.h>

/* ---- Which there are ------------------------------------------------------------------------- */

static int compare_shapes(const void *a, const void *b)
{
    const struct shape *const *x = a, *const *y = b;
    return ((*x)->index > (*y)->index) - ((*x)->index < (*y)->index);
}

/* The shapes that can be compiled, each once, in their order. */
static void collect_shapes(struct c_emitter *emitter)
{
    struct list *shapes = &emitter->callback_shapes;
    size_t kept = 0;
    FOR_EACH (const struct callback *, callback, &emitter->callbacks)
        if (callback->shape->has_invoker)
            list_add(shapes, callback->shape);
    if (shapes->count)
        qsort(shapes->items, shapes->count, sizeof *shapes->items, compare_shapes);
    for (size_t i = 0; i < shapes->count; i++)
        if (!kept || shapes->items[i] != shapes->items[kept - 1])
            shapes->items[kept++] = shapes->items[i];
    shapes->count = kept;
}

void c_collect_callbacks(struct c_emitter *emitter)
{
    struct list types = {0};
    callbacks_collect(emitter->model, emitter->arena, &types);
    FOR_EACH (const struct callback_type *, type, &types) {
        const struct shape *shape = shape_of(emitter->shapes, type->types, type->targets);
        if (!shape)
            continue;
        struct callback *callback = ARENA_NEW(emitter->arena, struct callback);
        *callback = (struct callback){type, shape};
        list_add(&emitter->callbacks, callback);
    }
    collect_shapes(emitter);
    list_release(&types);
}

/* ---- Compiled code --------------------------------------------------------------------------- */

/* The words that the code of one shape is made of. */
struct words {
    const char *name;       /* the binding's */
    const char *i;          /* the shape's number */
    const char *result;     /* "int " */
    const char *keep;       /* "return ", "" for void */
    const char *parameters; /* "int p0, void *p1", or "void" */
    const char *after_user; /* ", int p0, void *p1", or "" */
    const char *types;      /* ", int, void *", or "" */
    const char *values;     /* ", p0, p1", or "" */
    const char *addresses;  /* "&p0, &p1", or "NULL" */
    const char *arguments;  /* ", WHERRY_ARGUMENT(int, 0), …", or "" */
};

static const char *with_space(const struct c_emitter *emitter, const char *type)
{
    return type[strlen(type) - 1] == '*' ? type : arena_format(emitter->arena, "%s ", type);
}

static struct words words_of(const struct c_emitter *emitter, const struct shape *shape)
{
    struct arena *arena = emitter->arena;
    const char *result = c_shape_spelling(emitter, shape, 0);
    struct words words = {.name = emitter->binding->name,
                          .i = c_number(emitter, shape->index),
                          .result = with_space(emitter, result),
                          .keep = strcmp(result, "void") ? "return " : "",
                          .parameters = "",
                          .after_user = "",
                          .types = "",
                          .values = "",
                          .addresses = "",
                          .arguments = ""};
    for (size_t i = 1; i <= shape->count; i++) {
        const char *type = c_shape_spelling(emitter, shape, i), *comma = i > 1 ? ", " : "";
        const char *parameter = arena_format(arena, "%sp%zu", with_space(emitter, type), i - 1);
        words.parameters = arena_format(arena, "%s%s%s", words.parameters, comma, parameter);
        words.after_user = arena_format(arena, "%s, %s", words.after_user, parameter);
        words.types = arena_format(arena, "%s, %s", words.types, type);
        words.values = arena_format(arena, "%s, p%zu", words.values, i - 1);
        words.addresses = arena_format(arena, "%s%s&p%zu", words.addresses, comma, i - 1);
        words.arguments = arena_format(arena, "%s,\n        WHERRY_%sARGUMENT(%s, %zu)",
                                       words.arguments, c_shape_record_word(shape, i), type, i - 1);
    }
    if (!shape->count) {
        words.parameters = "void";
        words.addresses = "NULL";
    }
    return words;
}

static void emit_entries(struct c_emitter *emitter, const struct shape *shape,
                         const struct words *words, size_t first)
{
    write_text(emitter->out,
               "static inline __attribute__((always_inline)) ${result}${name}__enter_${i}(\n"
               "    struct wherry_callback *callback${after_user})\n"
               "{\n"
               "    typedef ${result}wherry__typed(void *${types});\n"
               "    WHERRY_CALLBACK_ENTER(callback);\n"
               "    ${keep}((wherry__typed *)callback->function)(callback->user${values});\n"
               "}\n",
               "result", words->result, "name", words->name, "i", words->i, "after_user",
               words->after_user, "types", words->types, "keep", words->keep, "values",
               words->values, END);
    for (size_t k = 0; k < emitter->binding->callbacks_each; k++)
        write_text(emitter->out,
                   "static ${result}${convention}${name}__entry_${i}_${k}(${parameters})\n"
                   "{\n"
                   "    ${keep}${name}__enter_${i}(&${name}__callbacks[${slot}]${values});\n"
                   "}\n",
                   "result", words->result, "convention", c_shape_convention(emitter, shape),
                   "name", words->name, "i", words->i, "k", c_number(emitter, k), "parameters",
                   words->parameters, "keep", words->keep, "slot", c_number(emitter, first + k),
                   "values", words->values, END);
}

static void emit_adapter(struct c_emitter *emitter, const struct words *words)
{
    bool is_void = !*words->keep;
    write_text(emitter->out,
               "static ${result}${name}__adapt_${i}(void *user${after_user})\n"
               "{\n"
               "    struct wherry_callback *callback = user;\n"
               "    void *arguments[] = {${addresses}};\n"
               "${declaration}"
               "    callback->generic(${place}, arguments, callback->generic_user);\n"
               "${keep}"
               "}\n",
               "result", words->result, "name", words->name, "i", words->i, "after_user",
               words->after_user, "addresses", words->addresses, "declaration",
               is_void ? "" : arena_format(emitter->arena, "    %sresult;\n", words->result),
               "place", is_void ? "NULL" : "&result", "keep", is_void ? "" : "    return result;\n",
               END);
}

static void emit_forwarder(struct c_emitter *emitter, const struct shape *shape,
                           const struct words *words)
{
    bool is_void = !*words->keep;
    const char *assign =
        arena_format(emitter->arena, "WHERRY_%sRESULT(%s) = ", c_shape_record_word(shape, 0),
                     c_shape_spelling(emitter, shape, 0));
    write_text(emitter->out,
               "static void ${name}__forward_${i}(wherry_function function, void *user, "
               "void *result,\n"
               "    void *const *arguments)\n"
               "{\n"
               "    typedef ${result}wherry__typed(void *${types});\n"
               "${unused}"
               "    ${assign}((wherry__typed *)function)(user${arguments});\n"
               "}\n\n",
               "name", words->name, "i", words->i, "result", words->result, "types", words->types,
               "unused",
               is_void && !shape->count ? "    (void)result, (void)arguments;\n"
               : is_void                ? "    (void)result;\n"
               : !shape->count          ? "    (void)arguments;\n"
                                        : "",
               "assign", is_void ? "" : assign, "arguments", words->arguments, END);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

static void emit_entry_table(struct c_emitter *emitter)
{
    size_t each = emitter->binding->callbacks_each;
    write_text(emitter->out,
               "static const wherry_function ${name}__callback_entries[${count}] = {\n", "name",
               emitter->binding->name, "count",
               c_number(emitter, each * emitter->callback_shapes.count), END);
    FOR_EACH (const struct shape *, shape, &emitter->callback_shapes) {
        c_for_targets(emitter, shape->targets);
        for (size_t k = 0; k < each; k++)
            write_text(emitter->out, "    [${slot}] = (wherry_function)${name}__entry_${i}_${k},\n",
                       "slot", c_number(emitter, shape_i * each + k), "name",
                       emitter->binding->name, "i", c_number(emitter, shape->index), "k",
                       c_number(emitter, k), END);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "};\n\n", END);
}

static void emit_code_table(struct c_emitter *emitter)
{
    size_t each = emitter->binding->callbacks_each;
    write_text(emitter->out,
               "static const struct wherry__callback_code ${name}__callback_codes[] = {\n", "name",
               emitter->binding->name, END);
    FOR_EACH (const struct shape *, shape, &emitter->callback_shapes) {
        c_for_targets(emitter, shape->targets);
        write_text(emitter->out,
                   "    {${i}, ${first}, (wherry_function)${name}__adapt_${i}, "
                   "${name}__forward_${i}},\n",
                   "i", c_number(emitter, shape->index), "first", c_number(emitter, shape_i * each),
                   "name", emitter->binding->name, END);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "    {UINT32_MAX, 0, NULL, NULL}};\n\n", END);
}

void c_emit_callbacks(struct c_emitter *emitter)
{
    size_t count = emitter->callback_shapes.count, each = emitter->binding->callbacks_each;
    if (!count)
        return;
    write_text(emitter->out,
               "/* Callbacks of each shape of function pointer: entries, what calls a generic "
               "function from one,\n"
               " * and what calls a typed function from a closure of libffi. */\n",
               END);
    if (each)
        write_text(emitter->out, "static struct wherry_callback ${name}__callbacks[${count}];\n\n",
                   "name", emitter->binding->name, "count", c_number(emitter, count * each), END);
    FOR_EACH (const struct shape *, shape, &emitter->callback_shapes) {
        struct words words = words_of(emitter, shape);
        c_for_targets(emitter, shape->targets);
        if (each)
            emit_entries(emitter, shape, &words, shape_i * each);
        emit_adapter(emitter, &words);
        emit_forwarder(emitter, shape, &words);
    }
    c_for_targets(emitter, 0);
    if (each)
        emit_entry_table(emitter);
    emit_code_table(emitter);
}

/* ---- The header ------------------------------------------------------------------------------ */

/* What the user writes: the same function in the default convention, with the user pointer before
 * its parameters; `restrict` is no word of C++ and says nothing about a parameter's type. */
static const struct type *user_function(const struct c_emitter *emitter, const struct type *type)
{
    struct types *types = emitter->model->types;
    size_t count = type->parameter_count + 1;
    const struct type **parameters = arena_alloc(emitter->arena, count, sizeof *parameters);
    parameters[0] = type_pointer(types, type_scalar(types, TYPE_VOID));
    for (size_t i = 1; i < count; i++)
        parameters[i] =
            type_qualified(types, type->parameters[i - 1],
                           type->parameters[i - 1]->qualifiers & ~(unsigned)QUALIFIER_RESTRICT);
    struct type function = *type;
    function.convention = CONVENTION_CDECL;
    function.parameters = parameters;
    function.parameter_count = count;
    return type_intern(types, &function);
}

/* The pointer's type: the typedef's name, if no macro hides it, else a typedef of our own. */
static const char *pointer_type(const struct c_emitter *emitter, const struct callback *callback)
{
    const struct callback_type *type = callback->type;
    if (type->pointer)
        return type->pointer;
    return arena_format(emitter->arena, "%s_%s_pointer", emitter->binding->name, type->identifier);
}

static void emit_typedefs(struct c_emitter *emitter, const struct callback *callback,
                          const struct type *type, bool own_pointer)
{
    const struct model *model = emitter->model;
    const char *name = arena_format(emitter->arena, "%s_%s_function", emitter->binding->name,
                                    callback->type->identifier);
    const char *pointer = arena_format(emitter->arena, "%s_%s_pointer", emitter->binding->name,
                                       callback->type->identifier);
    write_text(emitter->out, "typedef ${declaration};\n", "declaration",
               spell(model, emitter->arena, user_function(emitter, type), name), END);
    if (own_pointer)
        write_text(emitter->out, "typedef ${declaration};\n", "declaration",
                   spell(model, emitter->arena, type_pointer(model->types, type), pointer), END);
}

static void emit_typed(struct c_emitter *emitter, const struct callback *callback, size_t i)
{
    const struct callback_type *type = callback->type;
    const char *pointer = pointer_type(emitter, callback);
    c_for_targets(emitter, 0);
    write_text(emitter->out, "\n/* ${name} */\n", "name", type->name, END);
    for (size_t v = 0; v < type->variant_count; v++) {
        c_for_targets(emitter, type->variants[v]);
        emit_typedefs(emitter, callback, callback_type_on(type, type->variants[v]),
                      pointer != type->pointer);
    }
    c_for_targets(emitter, type->targets);
    write_text(emitter->out, "WHERRY_CALLBACK_TYPE(${name}, ${i}, ${id}, ${pointer})\n", "name",
               emitter->binding->name, "id", type->identifier, "i", c_number(emitter, i), "pointer",
               pointer, END);
}

static bool can_be_typed(const struct c_emitter *emitter, const struct callback *callback)
{
    if (!callback->shape->has_invoker)
        return false;
    for (size_t t = 0; t < emitter->model->target_count; t++)
        if (callback->type->types[t] &&
            !spell(emitter->model, emitter->arena, callback->type->types[t], "f"))
            return false;
    return true;
}

void c_emit_typed_callbacks(struct c_emitter *emitter)
{
    bool any = false;
    FOR_EACH (const struct callback *, callback, &emitter->callbacks) {
        if (!can_be_typed(emitter, callback))
            continue;
        if (!any)
            write_text(emitter->out,
                       "\n/* Callbacks. For each type T of function pointer ${name}_callback_T() "
                       "makes one and\n"
                       " * ${name}_pointer_T() gives its pointer: <wherry/wherry.h>. They name "
                       "types of the library's header:\n"
                       " * where it hides them (from C++, say) define WHERRY_NO_TYPED_CALLBACKS. "
                       "*/\n"
                       "#ifndef WHERRY_NO_TYPED_CALLBACKS\n",
                       "name", emitter->binding->name, END);
        if (!any)
            c_allow_deprecated(emitter);
        any = true;
        emit_typed(emitter, callback, callback_i);
    }
    c_for_targets(emitter, 0);
    if (any) {
        c_end_deprecated(emitter);
        write_text(emitter->out, "#endif\n", END);
    }
}

bool c_is_callback(const struct c_emitter *emitter, const char *identifier)
{
    FOR_EACH (const struct callback *, callback, &emitter->callbacks)
        if (!strcmp(callback->type->identifier, identifier))
            return true;
    return false;
}
