#include "verify.h"

#include "emit.h"
#include "hidden.h"
#include "scope.h"
#include "spell.h"
#include "thunk.h"
#include "verify_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct verifier {
    struct arena *arena;
    struct verification all[TARGET_MAX];
    size_t count; /* of them; 0 with --no-verify */
};

/* ---- What the questions share ---------------------------------------------------------------- */

struct check *verify_check(struct verification *verification, struct entity *entity,
                           void (*apply)(struct verification *, struct check *),
                           struct question *question)
{
    struct check *check = ARENA_NEW(verification->arena, struct check);
    check->apply = apply;
    check->entity = entity;
    check->declaration = api_correct(verification->api, entity->kind, entity->name);
    check->question = question;
    list_add(&verification->checks, check);
    return check;
}

void verify_correct(struct verification *verification, const struct entity *entity,
                    const char *what, const char *clang, const char *compiler)
{
    struct correction *correction = ARENA_NEW(verification->arena, struct correction);
    *correction = (struct correction){.declaration = entity->on[verification->t],
                                      .target = verification->t,
                                      .what = what,
                                      .clang = clang,
                                      .compiler = compiler};
    list_add(&verification->model->corrections, correction);
}

const char *verify_number(struct verification *verification, uint64_t number)
{
    return arena_format(verification->arena, "%" PRIu64, number);
}

const char *verify_compatible(struct verification *verification, const char *expression,
                              const struct type *type)
{
    bool is_function = type->kind == TYPE_FUNCTION; /* only its pointer spells its convention */
    const struct type *named = is_function ? type_pointer(verification->model->types, type) : type;
    const char *spelled = spell(verification->model, verification->arena, named, "");
    if (!spelled)
        return "1,";
    return arena_format(verification->arena,
                        "__builtin_types_compatible_p(__typeof__(%s), __typeof__(%s%s%s)),",
                        expression, is_function ? "*(" : "", spelled, is_function ? ")0" : "");
}

static const struct thunk_note *find_thunk_note(const struct notes *notes, const char *name)
{
    FOR_EACH (const struct thunk_note *, note, &notes->thunks)
        if (!strcmp(note->name.text, name))
            return note;
    return NULL;
}

/* ---- Functions, data, typedefs --------------------------------------------------------------- */

static void drop(struct verification *verification, const struct check *check, const char *reason,
                 const char *advice)
{
    if (check->entity->on[verification->t])
        model_drop(verification->model, verification->arena, check->entity, verification->t, reason,
                   advice);
}

static void apply_typed(struct verification *verification, struct check *check)
{
    bool is_same = check->question->word[0] || check->question->word[1];
    if (check->question->is_rejected)
        drop(verification, check,
             "is declared to clang, but the target's compiler takes another branch of the headers",
             "declare it in a header of your own and bind that");
    else if (!is_same)
        drop(verification, check, "has another type for the target's compiler than for clang",
             "declare it in a header of your own and bind that");
}

static void ask_typed(struct verification *verification, struct entity *entity,
                      const struct type *type)
{
    const char *words = verify_compatible(verification, entity->name, type);
    bool is_variadic = type->kind == TYPE_FUNCTION && type->variadic;
    if (is_variadic) { /* gcc keeps a stdcall in the type of one, but calls it as cdecl */
        struct type other = *type;
        other.convention = CONVENTION_STDCALL;
        const char *more = verify_compatible(verification, entity->name,
                                             type_intern(verification->model->types, &other));
        words = arena_format(verification->arena, "%s %s", words, more);
    }
    verify_check(verification, entity, apply_typed,
                 questions_add(&verification->questions, is_variadic ? 2 : 1, words));
}

/* Compiled code that is not the library's: does it compile? */
static void apply_definition(struct verification *verification, struct check *check)
{
    const struct declaration *declaration = check->declaration;
    if (!check->question->is_rejected)
        return;
    const struct thunk_note *note = find_thunk_note(verification->notes, check->entity->name);
    if (!note) {
        drop(verification, check, "does not compile where it is called with its own types",
             "--exclude it");
        return;
    }
    diag_error(note->signature.location,
               "'%s' cannot be called with this signature: %s (target %s)", declaration->name,
               check->question->message, verification->model->targets[verification->t]->triple);
    verification->failed = true;
}

static void ask_thunk(struct verification *verification, struct entity *entity)
{
    struct arena *arena = verification->arena;
    const struct function *function = &entity->on[verification->t]->function;
    const char *definition =
        thunk_definition(verification->model, arena, function,
                         arena_format(arena, "wherry__thunk_%s", entity->name));
    if (!definition)
        return; /* dropped by drop_unspeakable() */
    definition = arena_format(arena, "static inline %s", definition);
    verify_check(verification, entity, apply_definition,
                 questions_add_definition(&verification->questions, definition));
}

/* A wrong failure value is the notes' mistake. */
static void apply_failure(struct verification *verification, struct check *check)
{
    if (!check->question->is_rejected)
        return;
    diag_error(check->entity->failure_at,
               "the failure value of '%s' does not compile: %s (target %s)", check->entity->name,
               check->question->message, verification->model->targets[verification->t]->triple);
    verification->failed = true;
}

static void ask_failure(struct verification *verification, struct entity *entity,
                        const struct type *type)
{
    struct arena *arena = verification->arena;
    const char *head = spell_definition(verification->model, arena, type,
                                        arena_format(arena, "wherry__failure_%s", entity->name));
    if (!head)
        return;
    const char *definition =
        arena_format(arena, "static inline %s { return %s; }\n", head, entity->failure);
    verify_check(verification, entity, apply_failure,
                 questions_add_definition(&verification->questions, definition));
}

/* On i686 Windows a stdcall or fastcall name ends in the size of its arguments, of which the size
 * of a record is the compiler's to say. */
static void apply_symbol(struct verification *verification, struct check *check)
{
    struct function *function = &check->declaration->function;
    const char *at = strrchr(function->symbol, '@');
    if (check->question->is_rejected)
        return;
    const char *symbol =
        arena_format(verification->arena, "%.*s@%" PRIu64, (int)(at - function->symbol),
                     function->symbol, check->question->word[0]);
    if (strcmp(symbol, function->symbol)) {
        verify_correct(verification, check->entity, "symbol", function->symbol, symbol);
        function->symbol = symbol;
    }
}

static void ask_symbol(struct verification *verification, struct entity *entity,
                       const struct function *function)
{
    const struct target *target = verification->model->targets[verification->t];
    bool decorates = target->format == FORMAT_PE && target->pointer_bits == 32;
    const char *at = decorates ? strrchr(function->symbol, '@') : NULL;
    if (!at || at == function->symbol)
        return;
    const char *words = "0";
    bool holds_record = false;
    for (size_t i = 0; i < function->type->parameter_count; i++) {
        const struct type *parameter = function->type->parameters[i];
        const char *spelled = spell(verification->model, verification->arena, parameter, "");
        holds_record |= api_resolve(verification->api, parameter)->kind == TYPE_RECORD;
        if (!spelled)
            return;
        words = arena_format(verification->arena, "%s + (sizeof(%s) + 3) / 4 * 4", words, spelled);
    }
    if (holds_record)
        verify_check(verification, entity, apply_symbol,
                     questions_add(&verification->questions, 1,
                                   arena_format(verification->arena, "%s,", words)));
}

static void ask_function(struct verification *verification, struct entity *entity)
{
    const struct function *function = &entity->on[verification->t]->function;
    if (function_is_declared(function, entity->name))
        ask_typed(verification, entity, function->type);
    if (function->thunk_of)
        ask_thunk(verification, entity);
    else
        ask_symbol(verification, entity, function);
    if (entity->failure)
        ask_failure(verification, entity, function->type);
}

/* The prologue's WHERRY_SCALAR names a number's type by its enum type_kind. */
static void apply_typedef(struct verification *verification, struct check *check)
{
    const struct question *question = check->question;
    struct declaration *declaration = check->declaration;
    if (question->is_rejected || question->word[0])
        return; /* a name that nothing can spell is checked where it is used */
    if (!question->word[1] || question->word[1] >= TYPE_COMPLEX)
        return;
    const struct type *type =
        type_scalar(verification->model->types, (enum type_kind)question->word[1]);
    verify_correct(verification, check->entity, "type",
                   spell(verification->model, verification->arena, declaration->typedef_type, ""),
                   type_scalar_spelling(type->kind));
    declaration->typedef_type = type;
}

/* A pointer type that is another for the compiler (regparm, which libclang does not tell) is one
 * that nothing here can call through. */
static void apply_pointer(struct verification *verification, struct check *check)
{
    struct declaration *declaration = check->declaration;
    if (check->question->is_rejected || check->question->word[0])
        return;
    verify_correct(verification, check->entity, "type",
                   spell(verification->model, verification->arena, declaration->typedef_type, ""),
                   "another, which cannot be called");
    declaration->typedef_type =
        type_named(verification->model->types, TYPE_UNSUPPORTED, declaration->name);
}

/* GCC's noreturn, which the model's types do not tell, makes a function's type a volatile one. Who
 * calls through such a pointer need not know, and the typedef spells it. */
static const char *compatible_pointer(struct verification *verification, const char *expression,
                                      const struct type *type)
{
    const char *plain = verify_compatible(verification, expression, type);
    const char *spelled = spell(verification->model, verification->arena, type, "");
    const struct type *target = api_resolve(verification->api, type)->target;
    target = api_resolve(verification->api, target);
    if (!spelled || target->kind != TYPE_FUNCTION || target->target->kind != TYPE_VOID)
        return plain;
    return arena_format(verification->arena,
                        "__builtin_types_compatible_p(__typeof__(%s), "
                        "__typeof__(*(%s)0) volatile *) || %s",
                        expression, spelled, plain);
}

static void ask_typedef(struct verification *verification, struct entity *entity)
{
    const struct type *type = entity->on[verification->t]->typedef_type;
    const char *expression = arena_format(verification->arena, "*(%s *)0", entity->name);
    enum type_kind kind = api_resolve(verification->api, type)->kind;
    if (kind == TYPE_POINTER)
        verify_check(verification, entity, apply_pointer,
                     questions_add(&verification->questions, 1,
                                   compatible_pointer(verification, expression, type)));
    else if (kind == TYPE_VOID || kind > TYPE_FLOAT128)
        questions_add(&verification->questions, 1,
                      verify_compatible(verification, expression, type));
    else
        verify_check(verification, entity, apply_typedef,
                     questions_add(&verification->questions, 2,
                                   arena_format(verification->arena, "%s WHERRY_SCALAR(%s),",
                                                verify_compatible(verification, expression, type),
                                                expression)));
}

/* ---- One target ------------------------------------------------------------------------------ */

static void ask(struct verification *verification, struct entity *entity)
{
    const struct declaration *declaration = entity->on[verification->t];
    switch (entity->kind) {
    case DECLARATION_FUNCTION:
        ask_function(verification, entity);
        break;
    case DECLARATION_DATA:
        ask_typed(verification, entity, declaration->data.type);
        break;
    case DECLARATION_TYPEDEF:
        ask_typedef(verification, entity);
        break;
    case DECLARATION_RECORD:
        verify_ask_record(verification, entity);
        break;
    case DECLARATION_ENUM:
        verify_ask_enum(verification, entity);
        break;
    case DECLARATION_CONSTANT:
        verify_ask_constant(verification, entity);
        break;
    }
}

/* As in the runtime's binding.h: empty where a convention means nothing. */
static const char conventions_prologue[] =
    "#if defined(__i386__)\n"
    "#define WHERRY_CC_STDCALL __attribute__((stdcall))\n"
    "#define WHERRY_CC_FASTCALL __attribute__((fastcall))\n"
    "#define WHERRY_CC_THISCALL __attribute__((thiscall))\n"
    "#else\n"
    "#define WHERRY_CC_STDCALL\n"
    "#define WHERRY_CC_FASTCALL\n"
    "#define WHERRY_CC_THISCALL\n"
    "#endif\n"
    "#define WHERRY_CC_MS_ABI __attribute__((ms_abi))\n"
    "#define WHERRY_CC_SYSV_ABI __attribute__((sysv_abi))\n"
    "#define WHERRY_CC_VECTORCALL __attribute__((vectorcall))\n"
    "#if __has_attribute(vectorcall)\n"
    "#define WHERRY_HAS_VECTORCALL 1\n"
    "#else\n"
    "#define WHERRY_HAS_VECTORCALL 0\n"
    "#endif\n";

/* WHERRY_TARGET: which of the targets a compiler is for. */
static void write_target(const struct model *model, struct arena *arena, struct writer *out)
{
    for (size_t t = 0; t < model->target_count; t++)
        write_text(out, "#${if} ${condition}\n#define WHERRY_TARGET ${number}\n", "if",
                   t ? "elif" : "if", "condition", model->targets[t]->condition, "number",
                   arena_format(arena, "%zu", t), END);
    write_text(out, "#else\n#define WHERRY_TARGET -1\n#endif\n", END);
}

static const char *copy_text(struct arena *arena, struct writer *out)
{
    size_t length;
    const char *text = writer_text(out, &length);
    text = memcpy(arena_alloc(arena, length + 1, 1), text, length);
    writer_free(out);
    return text;
}

static const char *make_includes(const struct options *options, struct arena *arena)
{
    struct writer *out = writer_new();
    FOR_EACH (const char *, header, &options->headers)
        write_text(out, "#include ${header}\n", "header", scope_include(arena, header), END);
    return copy_text(arena, out);
}

static const char *make_prologue(const struct model *model, struct arena *arena)
{
    struct writer *out = writer_new();
    struct list names = {0};
    hidden_names(model, &names);
    FOR_EACH (const char *, name, &names)
        write_text(out, "#undef ${name}\n", "name", name, END);
    list_release(&names);
    write_text(out, "${conventions}", "conventions", conventions_prologue, END);
    write_target(model, arena, out);
    verify_write_questions(arena, out);
    return copy_text(arena, out);
}

static void ask_target(struct verification *verification, const char *prologue)
{
    verification->vectorcall = questions_add(&verification->questions, 1, "WHERRY_HAS_VECTORCALL,");
    verification->which = questions_add(&verification->questions, 1, "WHERRY_TARGET,");
    FOR_EACH (struct entity *, entity, &verification->model->entities)
        if (entity->is_bound && entity->on[verification->t] && entity->on[verification->t]->file)
            ask(verification, entity);
    questions_ask(&verification->questions, prologue);
}

/* The numbers whose first answer was "not that". */
static bool ask_again(struct verification *verification)
{
    struct questions first = verification->questions;
    verification->checks.count = 0;
    bool ok = questions_start(&verification->questions, verification->arena, first.includes,
                              first.program, first.arguments);
    FOR_EACH (struct entity *, entity, &verification->again)
        verify_ask_number(verification, entity);
    if (ok)
        questions_ask(&verification->questions, first.prologue);
    ok = ok && questions_finish(&verification->questions);
    for (size_t i = 0; ok && i < verification->checks.count; i++) {
        struct check *check = verification->checks.items[i];
        check->apply(verification, check);
    }
    questions_release(&verification->questions);
    verification->questions = first;
    return ok;
}

static bool finish(struct verification *verification)
{
    const char *program = verification->questions.program;
    snprintf(verification->progress->call, sizeof verification->progress->call, "%s",
             program); /* whom we wait for, should it never end */
    bool ok = questions_finish(&verification->questions);
    *verification->progress->call = 0;
    if (!ok)
        return false;
    if (verification->which->word[0] != verification->t) {
        diag_error(NOWHERE, "'%s' does not compile for target %s", program,
                   verification->model->targets[verification->t]->triple);
        return false;
    }
    FOR_EACH (struct check *, check, &verification->checks)
        check->apply(verification, check);
    if (verification->again.count && !ask_again(verification))
        return false;
    verification->model->verified |= 1u << verification->t;
    if (verification->vectorcall->word[0])
        verification->model->vectorcall |= 1u << verification->t;
    return !verification->failed;
}

/* ---- All targets ----------------------------------------------------------------------------- */

/* Without a compiler's word what clang cannot evaluate is no constant. */
static void drop_unknown(struct model *model, struct arena *arena)
{
    for (size_t t = 0; t < model->target_count; t++) {
        FOR_EACH (struct entity *, entity, &model->entities) {
            bool is_unknown = entity->kind == DECLARATION_CONSTANT && entity->on[t] &&
                              entity->on[t]->constant.kind == CONSTANT_UNKNOWN;
            if (is_unknown && entity->is_bound)
                model_drop(model, arena, entity, t, entity->on[t]->constant.unknown,
                           "it can be used where its header is included");
        }
    }
}

/* What a thunk or C stub cannot be written for. */
static void drop_unspeakable(struct model *model, struct arena *arena)
{
    for (size_t t = 0; t < model->target_count; t++) {
        FOR_EACH (struct entity *, entity, &model->entities) {
            if (entity->kind != DECLARATION_FUNCTION || !entity->is_bound || !entity->on[t])
                continue;
            const struct function *function = &entity->on[t]->function;
            bool is_compiled = function->thunk_of || function->flags & FUNCTION_C_STUB;
            if (is_compiled && !spell_definition(model, arena, function->type, entity->name))
                model_drop(model, arena, entity, t,
                           "needs a compiled stub, and C has no name for a type in its prototype",
                           "name the type with a typedef");
        }
    }
}

/* A compiler that ignores the attribute, as gcc does with a warning, would call such a function
 * with another convention. */
static void drop_vectorcall(struct model *model, struct arena *arena)
{
    for (size_t t = 0; t < model->target_count; t++) {
        FOR_EACH (struct entity *, entity, &model->entities) {
            if (entity->kind == DECLARATION_FUNCTION && entity->is_bound && entity->on[t] &&
                entity->on[t]->function.type->convention == CONVENTION_VECTORCALL &&
                !(model->vectorcall & 1u << t))
                model_drop(model, arena, entity, t,
                           "has a calling convention that the target's compiler lacks",
                           "give --compiler one that has it, such as clang, and compile the "
                           "binding with that");
        }
    }
}

static void ask_all(struct verifier *verifier, struct model *model, struct api *apis,
                    const struct notes *notes)
{
    const char *prologue = make_prologue(model, verifier->arena);
    for (size_t t = 0; t < verifier->count; t++) {
        struct verification *verification = &verifier->all[t];
        verification->model = model;
        verification->api = &apis[t];
        verification->notes = notes;
        ask_target(verification, prologue);
    }
}

static bool start(struct verification *verification, const char *includes,
                  const struct options *options)
{
    const struct target *target = options->targets[verification->t];
    FOR_EACH (const struct target_argument *, row, &options->target_arguments)
        if (row->target == target)
            list_add(&verification->arguments, row->argument);
    const struct list *arguments[2] = {&options->clang_arguments, &verification->arguments};
    return questions_start(&verification->questions, verification->arena, includes,
                           options_compiler(options, target), arguments);
}

struct verifier *verify_start(const struct options *options, struct arena *arena,
                              struct parse_progress *progress)
{
    struct verifier *verifier = ARENA_NEW(arena, struct verifier);
    verifier->arena = arena;
    if (options->no_verify)
        return verifier;
    const char *includes = make_includes(options, arena);
    setpgid(0, 0); /* one group with the compilers: supervise() ends them all */
    for (size_t t = 0; t < options->target_count; t++) {
        struct verification *verification = &verifier->all[verifier->count++];
        *verification = (struct verification){.t = t, .arena = arena, .progress = progress};
        if (!start(verification, includes, options)) {
            verify_end(verifier);
            return NULL;
        }
    }
    return verifier;
}

bool verify(struct verifier *verifier, struct model *model, struct api *apis,
            const struct notes *notes)
{
    drop_unspeakable(model, verifier->arena);
    ask_all(verifier, model, apis, notes);
    bool ok = true;
    for (size_t t = 0; t < verifier->count; t++)
        ok &= finish(&verifier->all[t]);
    drop_unknown(model, verifier->arena);
    drop_vectorcall(model, verifier->arena);
    for (size_t t = 0; t < model->target_count; t++)
        api_seal(&apis[t]);
    model_settle(model);
    return ok;
}

void verify_end(struct verifier *verifier)
{
    for (size_t t = 0; t < verifier->count; t++) {
        questions_release(&verifier->all[t].questions);
        list_release(&verifier->all[t].checks);
        list_release(&verifier->all[t].again);
        list_release(&verifier->all[t].arguments);
    }
}
