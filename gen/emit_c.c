/* The C back end: NAME_binding.h and NAME_binding.c. */
#include "emit_c.h"

#include "hidden.h"
#include "spell.h"
#include "version.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Facts that differ between targets ------------------------------------------------------- */

const char *c_on(const struct c_emitter *emitter, const char *const *words, const char *absent)
{
    size_t count = emitter->model->target_count;
    const char *first = words[0] ? words[0] : absent;
    bool same = true;
    for (size_t t = 1; t < count; t++)
        same = same && !strcmp(first, words[t] ? words[t] : absent);
    if (same)
        return first;
    const char *text = "ON(";
    for (size_t t = 0; t < count; t++)
        text = arena_format(emitter->arena, "%s%s%s", text, t ? ", " : "",
                            words[t] ? words[t] : absent);
    return arena_format(emitter->arena, "%s)", text);
}

const char *c_number(const struct c_emitter *emitter, uint64_t number)
{
    char digits[24]; /* written backwards; printf would take most of the time of a table */
    char *start = digits + sizeof digits;
    *--start = 0;
    do
        *--start = (char)('0' + number % 10);
    while (number /= 10);
    size_t length = (size_t)(digits + sizeof digits - start);
    return memcpy(arena_alloc(emitter->arena, length, 1), start, length);
}

const char *c_on_numbers(const struct c_emitter *emitter, const uint64_t *numbers)
{
    const char *words[TARGET_MAX];
    for (size_t t = 0; t < emitter->model->target_count; t++)
        words[t] = c_number(emitter, numbers[t]);
    return c_on(emitter, words, "0");
}

static const char *target_macro(const struct c_emitter *emitter, size_t t)
{
    return arena_format(emitter->arena, "ON_%s", emitter->model->targets[t]->label);
}

static const char *target_condition(const struct c_emitter *emitter, size_t t)
{
    return emitter->is_header
               ? arena_format(emitter->arena, "(%s)", emitter->model->targets[t]->condition)
               : arena_format(emitter->arena, "defined(%s)", target_macro(emitter, t));
}

void c_for_targets(struct c_emitter *emitter, unsigned targets)
{
    if (targets == model_all_targets(emitter->model))
        targets = 0;
    if (targets == emitter->open_targets)
        return;
    if (emitter->open_targets)
        write_text(emitter->out, "#endif\n", END);
    emitter->open_targets = targets;
    if (!targets)
        return;
    const char *condition = "";
    for (size_t t = 0; t < emitter->model->target_count; t++)
        if (targets & 1u << t)
            condition = arena_format(emitter->arena, "%s%s%s", condition, *condition ? " || " : "",
                                     target_condition(emitter, t));
    write_text(emitter->out, "#if ${condition}\n", "condition", condition, END);
}

/* ---- Linker names ---------------------------------------------------------------------------- */

bool c_is_dllimport(const struct entity *entity)
{
    for (size_t t = 0; t < TARGET_MAX; t++)
        if (entity->on[t] && entity->on[t]->function.flags & FUNCTION_DLLIMPORT)
            return true;
    return false;
}

const char *c_new_name(const struct c_emitter *emitter, const struct entity *function)
{
    if (function->rename && function->rename != function->name)
        return function->rename;
    if (!*emitter->binding->prefix)
        return NULL;
    return arena_format(emitter->arena, "%s%s", emitter->binding->prefix, function->name);
}

/* How a stub is labelled where the linker calls the function by this symbol: on i686 Windows every
 * name has an underscore, and stdcall and fastcall names carry the size of their arguments. Under a
 * new name the stub is a function of its own, and an assembler label of the original is not its. */
static const char *stub_symbol_on(const struct c_emitter *emitter, const struct entity *entity,
                                  size_t t)
{
    const struct target *target = emitter->model->targets[t];
    const struct declaration *function = entity->on[t];
    const char *symbol = function->function.symbol;
    const char *new_name = c_new_name(emitter, entity);
    bool decorates = target->format == FORMAT_PE && target->pointer_bits == 32;
    if (function->function.flags & FUNCTION_LABEL && !new_name)
        return arena_format(emitter->arena, "\"%s\"", symbol);
    const char *at = decorates ? strrchr(symbol, '@') : NULL;
    if (!at || at == symbol) {
        const char *name = new_name ? new_name : decorates && *symbol == '_' ? symbol + 1 : symbol;
        return arena_format(emitter->arena, "WHERRY_SYMBOL(\"%s\")", name);
    }
    const char *name =
        new_name ? new_name
                 : arena_format(emitter->arena, "%.*s", (int)(at - symbol - 1), symbol + 1);
    return arena_format(emitter->arena, "WHERRY_%s_SYMBOL(\"%s\", %s)",
                        *symbol == '@' ? "FASTCALL" : "STDCALL", name, at + 1);
}

/* The decorated spelling means the plain one everywhere else: it speaks for all targets if the
 * plain ones agree with it. */
static bool is_decorated_twin(const char *decorated, const char *plain)
{
    const char *open = strchr(decorated, '"'), *close = open ? strchr(open + 1, '"') : NULL;
    const char *plain_open = strchr(plain, '"');
    return strncmp(decorated, "WHERRY_SYMBOL", 13) && !strncmp(plain, "WHERRY_SYMBOL", 13) &&
           open && close && plain_open && !strncmp(open, plain_open, (size_t)(close - open) + 1);
}

const char *c_stub_symbol(const struct c_emitter *emitter, const struct entity *entity)
{
    const char *words[TARGET_MAX] = {NULL};
    const char *decorated = NULL;
    for (size_t t = 0; t < emitter->model->target_count; t++) {
        if (!entity->on[t])
            continue;
        words[t] = stub_symbol_on(emitter, entity, t);
        if (strncmp(words[t], "WHERRY_SYMBOL", 13))
            decorated = words[t];
    }
    for (size_t t = 0; t < emitter->model->target_count; t++)
        if (decorated && words[t] && is_decorated_twin(decorated, words[t]))
            words[t] = decorated;
    const char *first = words[__builtin_ctz(entity->targets)];
    return c_on(emitter, words, first);
}

/* ---- What is bound --------------------------------------------------------------------------- */

static const struct shape *function_shape(struct c_emitter *emitter, const struct entity *entity)
{
    const struct type *types[TARGET_MAX] = {NULL};
    for (size_t t = 0; t < emitter->model->target_count; t++)
        if (entity->on[t])
            types[t] = entity->on[t]->function.type;
    return shape_of(emitter->shapes, types, entity->targets);
}

static void collect(struct c_emitter *emitter)
{
    FOR_EACH (const struct entity *, entity, &emitter->model->entities) {
        if (!entity->is_bound)
            continue;
        switch (entity->kind) {
        case DECLARATION_FUNCTION:
            list_add(&emitter->functions, entity);
            break;
        case DECLARATION_DATA:
            list_add(&emitter->data, entity);
            break;
        case DECLARATION_RECORD:
            list_add(&emitter->records, entity);
            break;
        case DECLARATION_ENUM:
            list_add(&emitter->enums, entity);
            break;
        case DECLARATION_CONSTANT:
            list_add(&emitter->constants, entity);
            break;
        case DECLARATION_TYPEDEF:
            break;
        }
    }
    emitter->function_shapes =
        arena_alloc(emitter->arena, emitter->functions.count + 1, sizeof *emitter->function_shapes);
    FOR_EACH (const struct entity *, function, &emitter->functions)
        emitter->function_shapes[function_i] = function_shape(emitter, function);
    c_number_thunks(emitter);
    c_collect_callbacks(emitter);
}

/* ---- Name collisions ------------------------------------------------------------------------- */

static bool is_bound(const struct c_emitter *emitter, enum declaration_kind kind, const char *name)
{
    const struct entity *entity = model_find(emitter->model, kind, intern(emitter->arena, name));
    return entity && entity->is_bound;
}

/* NAME_callback_T, NAME_pointer_T, NAME_T_function, NAME_T_pointer. */
static bool is_callback_name(const struct c_emitter *emitter, const char *rest)
{
    static const char *const ends[] = {"_function", "_pointer"};
    if (!strncmp(rest, "callback_", 9) && c_is_callback(emitter, rest + 9))
        return true;
    if (!strncmp(rest, "pointer_", 8) && c_is_callback(emitter, rest + 8))
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t length = strlen(rest), end = strlen(ends[i]);
        if (length > end && !strcmp(rest + length - end, ends[i]) &&
            c_is_callback(emitter, arena_format(emitter->arena, "%.*s", (int)(length - end), rest)))
            return true;
    }
    return false;
}

/* What NAME_binding.h calls its own: NAME_load, and NAME_has_F for each function F. */
static bool is_own_name(const struct c_emitter *emitter, const char *name)
{
    size_t length = strlen(emitter->binding->name);
    if (strncmp(name, emitter->binding->name, length) || name[length] != '_')
        return false;
    static const char *const own[] = {"load", "library", "set_missing", "binding"};
    const char *rest = name + length + 1;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (!strcmp(rest, own[i]))
            return true;
    return (!strncmp(rest, "has_", 4) && is_bound(emitter, DECLARATION_FUNCTION, rest + 4)) ||
           (!strncmp(rest, "thunk_", 6) && is_bound(emitter, DECLARATION_FUNCTION, rest + 6)) ||
           (!strncmp(rest, "index_", 6) && is_bound(emitter, DECLARATION_FUNCTION, rest + 6)) ||
           (!strncmp(rest, "data_", 5) && is_bound(emitter, DECLARATION_DATA, rest + 5)) ||
           is_callback_name(emitter, rest);
}

static bool collide(const struct c_emitter *emitter, const char *name, struct location location)
{
    if (!is_own_name(emitter, name))
        return false;
    diag_error(location,
               "'%s' is also what a binding named '%s' calls its own; choose another --name", name,
               emitter->binding->name);
    return true;
}

static bool check_collisions(const struct c_emitter *emitter)
{
    bool ok = true;
    FOR_EACH (const struct entity *, entity, &emitter->model->entities) {
        const struct declaration *first = entity_first(entity);
        if (entity->kind != DECLARATION_RECORD && entity->kind != DECLARATION_ENUM)
            ok &= !collide(emitter, entity->name, first->location);
        for (size_t i = 0;
             entity->kind == DECLARATION_ENUM && i < first->enumeration.enumerator_count; i++)
            ok &= !collide(emitter, first->enumeration.enumerators[i].name, first->location);
    }
    return ok;
}

/* ---- The files ------------------------------------------------------------------------------- */

static void emit_target_choice(struct c_emitter *emitter)
{
    const struct model *model = emitter->model;
    const char *parameters = "";
    for (size_t t = 0; t < model->target_count; t++)
        parameters = arena_format(emitter->arena, "%s%s%s", parameters, t ? ", " : "",
                                  model->targets[t]->label);
    write_text(emitter->out, "/* ON(${parameters}): the one of this target. */\n", "parameters",
               parameters, END);
    for (size_t t = 0; t < model->target_count; t++)
        write_text(emitter->out,
                   "#${if} ${condition}\n"
                   "#define ${macro} 1\n"
                   "#define ON(${parameters}) ${label}\n",
                   "if", t ? "elif" : "if", "condition", model->targets[t]->condition, "macro",
                   target_macro(emitter, t), "parameters", parameters, "label",
                   model->targets[t]->label, END);
    write_text(emitter->out,
               "#else\n"
               "#error \"this binding was made for ${targets}: run wherry again with --target for "
               "this one\"\n"
               "#endif\n\n",
               "targets", target_names(model, emitter->arena, model_all_targets(model)), END);
}

/* Macros that hide a field or function from this file: it means the declaration. */
static void emit_undefines(struct c_emitter *emitter)
{
    struct list names = {0};
    hidden_names(emitter->model, &names);
    FOR_EACH (const char *, name, &names)
        write_text(emitter->out, "#undef ${name}\n", "name", name, END);
    if (names.count)
        write_text(emitter->out, "\n", END);
    list_release(&names);
}

static void emit_source(struct c_emitter *emitter)
{
    write_text(emitter->out,
               "/* ${name}_binding.c: written by wherry " WHERRY_GEN_VERSION " for ${targets}.\n"
               " * Do not edit it: run wherry again. <wherry/binding.h> explains what it is made "
               "of. */\n\n",
               "name", emitter->binding->name, "targets",
               target_names(emitter->model, emitter->arena, model_all_targets(emitter->model)),
               END);
    emit_target_choice(emitter);
    write_text(emitter->out,
               "#include \"${name}_binding.h\"\n\n"
               "#include <wherry/binding.h>\n\n"
               "/* The library's declarations and macros are not ours to warn about. */\n",
               "name", emitter->binding->name, END);
    static const char *const warnings[] = {"deprecated-declarations",
                                           "overlength-strings",
                                           "pedantic",
                                           "conversion",
                                           "sign-conversion",
                                           "sign-compare",
                                           "multichar",
                                           "overflow",
                                           "strict-prototypes",
                                           "psabi"};

    for (size_t i = 0; i < sizeof warnings / sizeof warnings[0]; i++)
        write_text(emitter->out, "#pragma GCC diagnostic ignored \"-W${warning}\"\n", "warning",
                   warnings[i], END);
    write_text(emitter->out,
               "#if !defined(__clang__)\n"
               "#pragma GCC diagnostic ignored \"-Wattribute-warning\"\n"
               "#endif\n\n",
               END);
    emit_undefines(emitter);
    c_emit_assertions(emitter);
    c_emit_stubs(emitter);
    c_emit_thunks(emitter);
    c_emit_invokers(emitter);
    c_emit_callbacks(emitter);
    c_emit_failures(emitter);
    c_emit_tables(emitter);
}

static bool emit_c(const struct binding *binding, struct outputs *outputs)
{
    struct c_emitter emitter = {.binding = binding,
                                .model = binding->model,
                                .arena = binding->arena,
                                .shapes = shapes_new(binding->model, binding->arena),
                                .strings = c_strings_new(binding->arena)};
    collect(&emitter);
    bool ok = check_collisions(&emitter);
    if (ok) {
        emitter.out = outputs_add(outputs, binding->arena, binding_path(binding, "_binding.h"));
        c_emit_header(&emitter);
        emitter.out = outputs_add(outputs, binding->arena, binding_path(binding, "_binding.c"));
        emit_source(&emitter);
    }
    shapes_free(emitter.shapes);
    c_strings_free(emitter.strings);
    list_release(&emitter.functions);
    list_release(&emitter.data);
    list_release(&emitter.records);
    list_release(&emitter.enums);
    list_release(&emitter.constants);
    list_release(&emitter.callbacks);
    list_release(&emitter.callback_shapes);
    return ok;
}

const struct backend backend_c = {"c", "typed stubs, invokers and descriptors in C", emit_c};
