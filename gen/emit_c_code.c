/* The parts of NAME_binding.c that run: stubs, invokers, failure values. */
#include "emit_c.h"

#include "hash.h"
#include "reserved.h"
#include "spell.h"

#include <string.h>

/* ---- Stubs ----------------------------------------------------------------------------------- */

static bool has_stub(const struct c_emitter *emitter, const struct entity *function)
{
    bool is_stub = c_stub_targets(function) | c_c_stub_targets(function);
    return is_stub && (c_new_name(emitter, function) || !is_reserved(emitter->model, function));
}

/* A stub under a new name is called directly, however the original is. */
bool c_imports(const struct c_emitter *emitter, const struct entity *function)
{
    return c_is_dllimport(function) && !c_new_name(emitter, function) &&
           has_stub(emitter, function);
}

static void emit_slots(struct c_emitter *emitter, bool has_dllimport)
{
    const char *name = emitter->binding->name;
    write_text(emitter->out, "WHERRY__HIDDEN wherry_function ${name}__slots[${count}]", "name",
               name, "count", c_number(emitter, emitter->functions.count), END);
    if (!has_dllimport) {
        write_text(emitter->out, ";\n\n", END);
        return;
    }
    write_text(emitter->out, "\n#if defined(_WIN32)\n    = {\n", END);
    writer_indent(emitter->out, 2);
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        if (!c_imports(emitter, function))
            continue;
        c_for_targets(emitter, c_stub_targets(function) | c_c_stub_targets(function));
        write_text(emitter->out, "[${i}] = WHERRY_LAZY(${name}, ${i}),\n", "name", name, "i",
                   c_number(emitter, function_i), END);
    }
    c_for_targets(emitter, 0);
    writer_indent(emitter->out, -2);
    write_text(emitter->out, "    }\n#endif\n    ;\n\n", END);
}

static void emit_stub(struct c_emitter *emitter, const struct entity *function, size_t i,
                      const char *symbol)
{
    c_for_targets(emitter, c_stub_targets(function));
    write_text(emitter->out, "STUB${kind}(${i}, ${symbol})\n", "kind",
               c_imports(emitter, function) ? "_DLLIMPORT" : "", "i", c_number(emitter, i),
               "symbol", symbol, END);
}

struct labelled {
    const char *symbol; /* interned */
    UT_hash_handle hh;
};

/* Whether this is the first stub of the symbol: assembler labels may give one to two functions
 * (open and open64), and whichever is called, the linker's name is the same. */
static bool is_first(struct c_emitter *emitter, struct labelled **labels, const char *symbol)
{
    struct labelled *label;
    const char *interned = intern(emitter->arena, symbol);
    HASH_FIND_PTR(*labels, &interned, label);
    if (label)
        return false;
    label = ARENA_NEW(emitter->arena, struct labelled);
    label->symbol = interned;
    HASH_ADD_PTR(*labels, symbol, label);
    return true;
}

void c_emit_stubs(struct c_emitter *emitter)
{
    if (!emitter->functions.count)
        return;
    bool has_dllimport = false;
    struct labelled *labels = NULL;
    write_text(emitter->out,
               "/* One stub per function, under the name that the linker looks for. */\n"
               "#define STUB(index, symbol) WHERRY_STUB(${name}, index, symbol)\n"
               "#define STUB_DLLIMPORT(index, symbol) WHERRY_STUB_DLLIMPORT(${name}, index, "
               "symbol)\n\n",
               "name", emitter->binding->name, END);
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        const char *symbol = c_stub_symbol(emitter, function);
        if (!has_stub(emitter, function) || !is_first(emitter, &labels, symbol))
            continue;
        has_dllimport |= c_imports(emitter, function);
        if (c_stub_targets(function))
            emit_stub(emitter, function, function_i, symbol);
    }
    c_for_targets(emitter, 0);
    c_emit_c_stubs(emitter);
    HASH_CLEAR(hh, labels);
    write_text(emitter->out, "\n/* Where each function is, once it has been looked up. */\n", END);
    emit_slots(emitter, has_dllimport);
}

/* ---- Invokers -------------------------------------------------------------------------------- */

const char *c_shape_spelling(const struct c_emitter *emitter, const struct shape *shape, size_t i)
{
    const char *words[TARGET_MAX];
    for (size_t t = 0; t < emitter->model->target_count; t++)
        words[t] = shape->values[i].spelling[t];
    return c_on(emitter, words, words[__builtin_ctz(shape->targets)]);
}

/* "RECORD_" for values whose type is a record: binding.h names them apart. */
const char *c_shape_record_word(const struct shape *shape, size_t i)
{
    const char *code = shape->values[i].code[__builtin_ctz(shape->targets)];
    return strncmp(code, "WHERRY_RECORD", 13) ? "" : "RECORD_";
}

const char *c_shape_convention(const struct c_emitter *emitter, const struct shape *shape)
{
    const char *words[TARGET_MAX], *spoken = NULL;
    bool is_one = true; /* where it means nothing it is empty, and serves all targets */
    for (size_t t = 0; t < emitter->model->target_count; t++) {
        bool counts = shape->targets & 1u << t && emitter->model->targets[t]->has_conventions;
        bool is_default = shape->convention[t] == CONVENTION_CDECL;
        words[t] = is_default ? ""
                              : arena_format(emitter->arena, "WHERRY_CC_%s ",
                                             convention_name(shape->convention[t]));
        if (is_default && !counts)
            continue;
        is_one &= !spoken || !strcmp(spoken, words[t]);
        spoken = words[t];
    }
    if (!is_one)
        return arena_format(emitter->arena, "%s ", c_on(emitter, words, ""));
    return spoken ? spoken : "";
}

/* The arguments of the call, two to a line. */
static const char *invoker_arguments(struct c_emitter *emitter, const struct shape *shape)
{
    const char *text = "";
    for (size_t i = 1; i <= shape->count; i++)
        text =
            arena_format(emitter->arena, "%s%sWHERRY_%sARGUMENT(%s, %zu)", text,
                         i == 1  ? (shape->count > 2 ? "\n        " : "")
                         : i % 2 ? ",\n        "
                                 : ", ",
                         c_shape_record_word(shape, i), c_shape_spelling(emitter, shape, i), i - 1);
    return text;
}

static void emit_invoker(struct c_emitter *emitter, const struct shape *shape)
{
    struct arena *arena = emitter->arena;
    const char *parameters = shape->count ? "" : "void";
    for (size_t i = 1; i <= shape->count; i++)
        parameters = arena_format(arena, "%s%s%s", parameters, i > 1 ? ", " : "",
                                  c_shape_spelling(emitter, shape, i));
    const char *result = c_shape_spelling(emitter, shape, 0);
    bool is_void = !strcmp(result, "void");
    bool is_pointer = result[strlen(result) - 1] == '*';
    write_text(
        emitter->out,
        "static void ${name}__invoke_${i}(wherry_function function, void *result, "
        "void *const *arguments)\n"
        "{\n"
        "    typedef ${result}${space}${convention}wherry__typed(${parameters});\n"
        "${unused}"
        "    ${assign}((wherry__typed *)function)(${arguments});\n"
        "}\n\n",
        "name", emitter->binding->name, "i", c_number(emitter, shape->index), "result", result,
        "space", is_pointer ? "" : " ", "convention", c_shape_convention(emitter, shape),
        "parameters", parameters, "unused",
        is_void && !shape->count ? "    (void)result, (void)arguments;\n"
        : is_void                ? "    (void)result;\n"
        : !shape->count          ? "    (void)arguments;\n"
                                 : "",
        "assign",
        is_void
            ? ""
            : arena_format(arena, "WHERRY_%sRESULT(%s) = ", c_shape_record_word(shape, 0), result),
        "arguments", invoker_arguments(emitter, shape), END);
}

void c_emit_invokers(struct c_emitter *emitter)
{
    size_t count = shapes_count(emitter->shapes);
    if (!count)
        return;
    write_text(emitter->out, "/* One invoker per shape of call. */\n", END);
    for (size_t i = 0; i < count; i++) {
        const struct shape *shape = shape_at(emitter->shapes, i);
        if (!shape->has_invoker)
            continue;
        c_for_targets(emitter, shape->targets);
        emit_invoker(emitter, shape);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "static wherry__invoker *const ${name}__invokers[] = {\n", "name",
               emitter->binding->name, END);
    for (size_t i = 0; i < count; i++) {
        const struct shape *shape = shape_at(emitter->shapes, i);
        const char *words[TARGET_MAX] = {NULL};
        for (size_t t = 0; t < emitter->model->target_count; t++)
            if (shape->has_invoker && shape->targets & 1u << t)
                words[t] = arena_format(emitter->arena, "%s__invoke_%zu", emitter->binding->name,
                                        shape->index);
        write_text(emitter->out, "    ${invoker},\n", "invoker", c_on(emitter, words, "NULL"), END);
    }
    write_text(emitter->out, "};\n\n", END);
}

/* ---- Failure values -------------------------------------------------------------------------- */

static void emit_failure(struct c_emitter *emitter, const struct entity *function, size_t i)
{
    const struct type *type = entity_on(function, function->targets)->function.type;
    const char *name = arena_format(emitter->arena, "%s__failure_%zu", emitter->binding->name, i);
    const char *definition = spell_definition(emitter->model, emitter->arena, type, name);
    if (!definition)
        return;
    const char *unused = "";
    for (size_t p = 0; p < type->parameter_count; p++)
        unused = arena_format(emitter->arena, "%s    (void)p%zu;\n", unused, p);
    c_for_targets(emitter, function->targets);
    write_text(emitter->out, "static ${definition}\n{\n${unused}    return ${value};\n}\n\n",
               "definition", definition, "unused", unused, "value", function->failure, END);
}

void c_emit_failures(struct c_emitter *emitter)
{
    bool any = false;
    FOR_EACH (const struct entity *, function, &emitter->functions)
        any |= function->failure != NULL;
    if (!any)
        return;
    write_text(emitter->out,
               "/* What a stub returns whose function the library lacks (notes: "
               "failure). */\n",
               END);
    FOR_EACH (const struct entity *, function, &emitter->functions)
        if (function->failure)
            emit_failure(emitter, function, function_i);
    c_for_targets(emitter, 0);
    write_text(emitter->out, "static const struct wherry__failure ${name}__failures[] = {\n",
               "name", emitter->binding->name, END);
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        if (!function->failure)
            continue;
        c_for_targets(emitter, function->targets);
        write_text(emitter->out, "    {${i}, (wherry_function)${name}__failure_${i}},\n", "i",
                   c_number(emitter, function_i), "name", emitter->binding->name, END);
    }
    c_for_targets(emitter, 0);
    write_text(emitter->out, "    {UINT32_MAX, NULL}};\n\n", END);
}
