/* NAME_binding.h. */
#include "emit_c.h"

#include "version.h"

#include <ctype.h>
#include <string.h>

static const char *upper(struct arena *arena, const char *text)
{
    char *copy = arena_alloc(arena, strlen(text) + 1, 1);
    for (size_t i = 0; text[i]; i++)
        copy[i] = (char)toupper((unsigned char)text[i]);
    return copy;
}

static const char *joined(struct arena *arena, const struct list *words)
{
    const char *text = "";
    FOR_EACH (const char *, word, words)
        text = arena_format(arena, "%s%s%s", text, *text ? ", " : "", word);
    return text;
}

static void emit_banner(struct c_emitter *emitter)
{
    const struct binding *binding = emitter->binding;
    write_text(
        emitter->out,
        "/* ${name}_binding.h: the binding of ${headers}, written by wherry " WHERRY_GEN_VERSION
        ".\n"
        " * Do not edit it: run wherry again.\n"
        " *\n",
        "name", binding->name, "headers", joined(binding->arena, &binding->includes), END);
    for (size_t t = 0; t < emitter->model->target_count; t++)
        write_text(emitter->out, " * ${target}: loads ${libraries}\n", "target",
                   emitter->model->targets[t]->triple, "libraries",
                   joined(binding->arena, &binding->libraries[t]), END);
    unsigned unverified = model_all_targets(emitter->model) & ~emitter->model->verified;
    if (unverified)
        write_text(emitter->out, " * NOT verified by the compiler of ${targets} (--no-verify).\n",
                   "targets", target_names(emitter->model, binding->arena, unverified), END);
    write_text(emitter->out,
               " *\n"
               " * Compile and link ${name}_binding.c, with libwherry, in place of the library. "
               "Include the\n"
               " * library's own header and call its functions: each is looked up at its first "
               "call.\n"
               " */\n",
               "name", binding->name, END);
}

static void emit_whole(struct c_emitter *emitter)
{
    write_text(
        emitter->out,
        "extern const struct wherry_binding ${name}_binding;\n"
        "\n"
        "/* Load the library and look everything up now: 0 or a negative enum wherry_error, with\n"
        " * wherry_error_text(). Optional: see wherry_load(). */\n"
        "static inline int ${name}_load(void)\n"
        "{\n"
        "    return wherry_load(&${name}_binding);\n"
        "}\n"
        "\n"
        "/* The path of the library that was loaded; NULL when it cannot be. */\n"
        "static inline const char *${name}_library(void)\n"
        "{\n"
        "    return wherry_loaded_path(&${name}_binding);\n"
        "}\n"
        "\n"
        "/* What a stub does whose function the library lacks: see wherry_set_missing(). */\n"
        "static inline void ${name}_set_missing(wherry_missing_handler *handler, void *user)\n"
        "{\n"
        "    wherry_set_missing(&${name}_binding, handler, user);\n"
        "}\n",
        "name", emitter->binding->name, END);
}

/* Without a tag: the library's own tags (struct curl_index) stand in the same name space. */
static void emit_indices(struct c_emitter *emitter)
{
    if (!emitter->functions.count)
        return;
    write_text(emitter->out, "\n/* The functions by number, for wherry_call(). */\nenum {\n", END);
    FOR_EACH (const struct entity *, function, &emitter->functions)
        write_text(emitter->out, "    ${name}_index_${function} = ${i},\n", "name",
                   emitter->binding->name, "function", function->name, "i",
                   c_number(emitter, function_i), END);
    write_text(emitter->out, "};\n", END);
}

static void emit_questions(struct c_emitter *emitter)
{
    if (!emitter->functions.count)
        return;
    write_text(emitter->out, "\n/* 1 if the library has the function, 0 if not. */\n", END);
    FOR_EACH (const struct entity *, function, &emitter->functions)
        write_text(emitter->out,
                   "static inline int ${name}_has_${function}(void)\n"
                   "{\n"
                   "    return wherry_has(&${name}_binding, ${i});\n"
                   "}\n",
                   "name", emitter->binding->name, "function", function->name, "i",
                   c_number(emitter, function_i), END);
}

/* Naming a deprecated declaration in order to bind it is no use of it. */
void c_allow_deprecated(struct c_emitter *emitter)
{
    write_text(emitter->out,
               "#pragma GCC diagnostic push\n"
               "#pragma GCC diagnostic ignored \"-Wdeprecated-declarations\"\n",
               END);
}

void c_end_deprecated(struct c_emitter *emitter)
{
    write_text(emitter->out, "#pragma GCC diagnostic pop\n", END);
}

static void emit_data(struct c_emitter *emitter)
{
    if (!emitter->data.count)
        return;
    write_text(emitter->out,
               "\n/* The address of a data object in the library; NULL when it is not "
               "there. */\n",
               END);
    c_allow_deprecated(emitter);
    FOR_EACH (const struct entity *, data, &emitter->data) {
        c_for_targets(emitter, data->targets);
        write_text(emitter->out,
                   "static inline __typeof__(${data}) *${name}_data_${data}(void)\n"
                   "{\n"
                   "    void *address = NULL;\n"
                   "    wherry_data_address(&${name}_binding, ${i}, &address);\n"
                   "    return (__typeof__(${data}) *)address;\n"
                   "}\n",
                   "name", emitter->binding->name, "data", data->name, "i",
                   c_number(emitter, data_i), END);
    }
    c_for_targets(emitter, 0);
    c_end_deprecated(emitter);
}

/* Stubs under new names are new functions, so somebody has to declare them. */
static void emit_renamed(struct c_emitter *emitter)
{
    bool any = false;
    FOR_EACH (const struct entity *, function, &emitter->functions)
        any |= c_new_name(emitter, function) != NULL;
    if (!any)
        return;
    write_text(emitter->out, "\n/* The stubs, under names of their own. */\n", END);
    c_allow_deprecated(emitter);
    FOR_EACH (const struct entity *, function, &emitter->functions) {
        const char *new_name = c_new_name(emitter, function);
        unsigned targets = c_stub_targets(function) | c_c_stub_targets(function);
        if (!new_name || !targets)
            continue;
        c_for_targets(emitter, targets);
        write_text(emitter->out, "extern __typeof__(${function}) ${name};\n", "function",
                   function->name, "name", new_name, END);
    }
    c_for_targets(emitter, 0);
    c_end_deprecated(emitter);
}

static void emit_thunks(struct c_emitter *emitter)
{
    if (!emitter->has_thunks)
        return;
    write_text(emitter->out,
               "\n/* What no library exports, as functions: those that the headers define, macros "
               "and\n * variadic functions at the types that the notes declare. */\n",
               END);
    c_allow_deprecated(emitter);
    c_declare_thunks(emitter);
    c_end_deprecated(emitter);
}

void c_emit_header(struct c_emitter *emitter)
{
    const char *guard =
        arena_format(emitter->arena, "%s_BINDING_H", upper(emitter->arena, emitter->binding->name));
    emitter->is_header = true;
    emit_banner(emitter);
    write_text(emitter->out, "#ifndef ${guard}\n#define ${guard}\n\n", "guard", guard, END);
    FOR_EACH (const char *, include, &emitter->binding->includes)
        write_text(emitter->out, "#include ${include}\n", "include", include, END);
    write_text(emitter->out,
               "\n#include <wherry/wherry.h>\n"
               "\n"
               "#ifdef __cplusplus\n"
               "${stdbool}"
               "extern \"C\" {\n"
               "#endif\n\n",
               "stdbool", emitter->callbacks.count ? "#include <stdbool.h> /* _Bool */\n" : "",
               END);
    emit_whole(emitter);
    emit_renamed(emitter);
    emit_thunks(emitter);
    emit_indices(emitter);
    emit_questions(emitter);
    emit_data(emitter);
    c_emit_bitfields(emitter);
    c_emit_typed_callbacks(emitter);
    write_text(emitter->out,
               "\n#ifdef __cplusplus\n"
               "}\n"
               "#endif\n"
               "\n"
               "#endif\n",
               END);
    emitter->is_header = false;
}
