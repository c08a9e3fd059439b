/* The declarations contradict what cannot be so. */
#include "notes_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct checker {
    const struct notes *notes;
    const struct model *model;
    struct arena *arena;
    const struct entity *function; /* NULL while handles are checked */
    const struct declaration *declaration;
    size_t target;
    const struct api *api;
    bool failed;
};

__attribute__((format(printf, 3, 4))) static void
wrong(struct checker *checker, const struct note *note, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    diag_error(note->location, "%s", text);
    checker->failed = true;
}

/* ---- Types ----------------------------------------------------------------------------------- */

static enum type_kind kind_of(const struct checker *checker, const struct type *type)
{
    return api_resolve(checker->api, type)->kind;
}

static bool is_const(const struct checker *checker, const struct type *type)
{
    for (;;) {
        const struct declaration *alias =
            type->kind == TYPE_TYPEDEF ? api_find(checker->api, DECLARATION_TYPEDEF, type->name)
                                       : NULL;
        if (type->qualifiers & QUALIFIER_CONST)
            return true;
        if (!alias && type->kind != TYPE_ARRAY)
            return false;
        type = alias ? alias->typedef_type : type->target;
    }
}

static bool points_to_function(const struct checker *checker, const struct type *type)
{
    const struct type *pointee = notes_pointee(checker->api, type);
    return kind_of(checker, pointee ? pointee : type) == TYPE_FUNCTION;
}

static bool points_to_text(const struct checker *checker, const struct type *type)
{
    const struct type *pointee = notes_pointee(checker->api, type);
    enum type_kind kind = pointee ? kind_of(checker, pointee) : TYPE_VOID;
    return kind == TYPE_CHAR || kind == TYPE_SCHAR || kind == TYPE_UCHAR;
}

/* The same type but for qualifiers; any pointer goes where a pointer to void is asked for. */
static bool takes(const struct checker *checker, const struct type *asked, const struct type *given)
{
    const struct api *api = checker->api;
    bool is_outer = true;
    for (;; is_outer = false) {
        const struct type *a = notes_pointee(api, asked), *b = notes_pointee(api, given);
        if (!a || !b)
            return !a && !b && api_resolve(api, asked) == api_resolve(api, given);
        if (is_outer && (kind_of(checker, a) == TYPE_VOID || kind_of(checker, b) == TYPE_VOID))
            return true;
        asked = a;
        given = b;
    }
}

/* ---- Functions of the notes ------------------------------------------------------------------ */

/* What C itself declares is known even where the headers do not include it. */
static bool is_of_c(const char *name)
{
    return !strcmp(name, "free") || !strcmp(name, "strerror");
}

/* The type of a function that the notes name; NULL when that was said, or none is needed. */
static const struct type *function_type(struct checker *checker, const struct note *name)
{
    const struct declaration *function =
        api_find(checker->api, DECLARATION_FUNCTION, intern(checker->arena, name->text));
    if (function)
        return function->function.type;
    if (!is_of_c(name->text))
        wrong(checker, name, "no header declares function '%s' for %s", name->text,
              checker->model->targets[checker->target]->triple);
    return NULL;
}

/* close(thing), or close(&thing), which clears it as well. */
static void check_release(struct checker *checker, const struct note *release,
                          const struct type *type)
{
    const struct type *function = function_type(checker, release);
    if (!function)
        return;
    const struct type *asked = function->parameter_count == 1 ? function->parameters[0] : NULL;
    const struct type *address = asked ? notes_pointee(checker->api, asked) : NULL;
    bool by_address =
        address && kind_of(checker, address) != TYPE_VOID && takes(checker, address, type);
    if (!asked || !(by_address || takes(checker, asked, type)))
        wrong(checker, release, "release function '%s' does not take this value alone",
              release->text);
}

static const char *without_spaces(struct arena *arena, const char *text)
{
    char *copy = arena_alloc(arena, strlen(text) + 1, 1), *end = copy;
    for (const char *c = text; *c; c++)
        if (*c != ' ')
            *end++ = *c;
    return copy;
}

static void check_handle(struct checker *checker, const struct note *handle)
{
    const char *wanted = without_spaces(checker->arena, handle->text);
    FOR_EACH (const struct handle_note *, note, &checker->notes->handles)
        if (!strcmp(wanted, without_spaces(checker->arena, note->type.text)))
            return;
    wrong(checker, handle, "handles has no type '%s'", handle->text);
}

/* ---- Values ---------------------------------------------------------------------------------- */

static void check_expression(struct checker *checker, const struct note *note, bool over_parameters,
                             bool has_result)
{
    struct expression_scope scope = {checker->model, checker->arena, checker->target,
                                     over_parameters ? checker->declaration : NULL, has_result};
    const char *problem = notes_expression_problem(&scope, note->text);
    if (problem)
        wrong(checker, note, "%s", problem);
}

static void check_lengths(struct checker *checker, const struct facts *facts,
                          const struct type *pointee, bool has_result)
{
    const struct note *length = &facts->given[FACT_LENGTH];
    const struct note *length_bytes = &facts->given[FACT_LENGTH_BYTES];
    if (length->text && length_bytes->text)
        wrong(checker, length_bytes, "give length or length_bytes, not both");
    if (length->text && kind_of(checker, pointee) == TYPE_VOID)
        wrong(checker, length, "what points to void has no elements; give length_bytes");
    if (length->text)
        check_expression(checker, length, true, has_result);
    if (length_bytes->text)
        check_expression(checker, length_bytes, true, has_result);
}

/* Facts of an argument, a result, or what comes out through an argument; `what` names it. */
static void check_value(struct checker *checker, const struct facts *facts, const struct type *type,
                        const char *what, bool has_result)
{
    static const enum fact of_pointers[] = {FACT_NULLABLE, FACT_TERMINATED, FACT_LENGTH,
                                            FACT_LENGTH_BYTES};
    const struct type *pointee = notes_pointee(checker->api, type);
    const struct note *given = facts->given;
    for (size_t i = 0; !pointee && i < sizeof of_pointers / sizeof *of_pointers; i++) {
        const struct note *note = &given[of_pointers[i]];
        if (note->text)
            wrong(checker, note, "%s is no pointer, so it has no %s", what,
                  fact_key(of_pointers[i]));
    }
    if (pointee)
        check_lengths(checker, facts, pointee, has_result);
    if (pointee && given[FACT_TERMINATED].text && !notes_pointee(checker->api, pointee) &&
        !notes_is_integer(checker->api, pointee))
        wrong(checker, &given[FACT_TERMINATED],
              "%s points neither to characters nor to pointers, so no NUL ends it", what);
    const struct note *ownership = &given[FACT_OWNERSHIP];
    if (given[FACT_RELEASE].text && ownership->text && !strcmp(ownership->text, "borrowed"))
        wrong(checker, &given[FACT_RELEASE], "what is borrowed is not released");
    if (given[FACT_RELEASE].text)
        check_release(checker, &given[FACT_RELEASE], type);
    if (given[FACT_HANDLE].text)
        check_handle(checker, &given[FACT_HANDLE]);
}

/* ---- Parameters ------------------------------------------------------------------------------ */

/* The type of a parameter that the notes name; NULL when there is none, which was said. */
static const struct type *other_parameter(struct checker *checker, const struct note *name)
{
    long i = notes_find_parameter(checker->declaration, name->text);
    if (i >= 0)
        return checker->declaration->function.type->parameters[i];
    wrong(checker, name, "function '%s' has no parameter '%s'", checker->function->name,
          name->text);
    return NULL;
}

static void check_callback(struct checker *checker, const struct parameter_facts *facts,
                           const struct type *type)
{
    static const enum fact ends[] = {FACT_LIFETIME, FACT_UNTIL, FACT_DESTROY};
    const struct note *given = facts->callback.given;
    if (!points_to_function(checker, type))
        wrong(checker, &facts->callback_place, "parameter '%s' points to no function",
              facts->parameter.text);
    if (given[FACT_USER].text) {
        const struct type *user = other_parameter(checker, &given[FACT_USER]);
        if (user && !notes_pointee(checker->api, user) && !notes_is_integer(checker->api, user))
            wrong(checker, &given[FACT_USER], "parameter '%s' is no pointer and no integer",
                  given[FACT_USER].text);
    }
    if (given[FACT_DESTROY].text) {
        const struct type *destroy = other_parameter(checker, &given[FACT_DESTROY]);
        if (destroy && !points_to_function(checker, destroy))
            wrong(checker, &given[FACT_DESTROY], "parameter '%s' points to no function",
                  given[FACT_DESTROY].text);
    }
    if (given[FACT_UNTIL].text)
        function_type(checker, &given[FACT_UNTIL]);
    const struct note *first = NULL;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (first && given[ends[i]].text)
            wrong(checker, &given[ends[i]], "give one of lifetime, until and destroy");
        else if (given[ends[i]].text)
            first = &given[ends[i]];
    }
}

static void check_direction(struct checker *checker, const struct parameter_facts *facts,
                            const struct type *pointee)
{
    const struct note *direction = &facts->own.given[FACT_DIRECTION];
    bool is_out = direction->text && strcmp(direction->text, "in");
    if (facts->value_place.text && !is_out)
        wrong(checker, &facts->value_place,
              "nothing comes out through '%s'; its direction must be out or inout",
              facts->parameter.text);
    if (!is_out)
        return;
    if (!pointee || kind_of(checker, pointee) == TYPE_FUNCTION)
        wrong(checker, direction, "parameter '%s' is no pointer, so nothing comes out through it",
              facts->parameter.text);
    else if (is_const(checker, pointee))
        wrong(checker, direction, "parameter '%s' points to const, so nothing comes out through it",
              facts->parameter.text);
}

static void check_parameter(struct checker *checker, const struct parameter_facts *facts, long i)
{
    const struct type *type = checker->declaration->function.type->parameters[i];
    const struct type *pointee = notes_pointee(checker->api, type);
    const char *what = arena_format(checker->arena, "parameter '%s'", facts->parameter.text);
    const struct note *direction = &facts->own.given[FACT_DIRECTION];
    bool is_out = direction->text && strcmp(direction->text, "in");
    check_direction(checker, facts, pointee);
    check_value(checker, &facts->own, type, what, is_out);
    if (facts->callback_place.text)
        check_callback(checker, facts, type);
    if (facts->value_place.text && pointee && is_out)
        check_value(
            checker, &facts->value, pointee,
            arena_format(checker->arena, "what comes out through '%s'", facts->parameter.text),
            true);
}

static void check_parameters(struct checker *checker)
{
    const struct function_facts *facts = checker->function->facts;
    for (size_t i = 0; i < facts->parameter_count && !checker->failed; i++) {
        const struct parameter_facts *parameter = &facts->parameters[i];
        const char *name = parameter->parameter.text;
        if (!name)
            continue;
        long here = notes_find_parameter(checker->declaration, name);
        if (here == (long)i)
            check_parameter(checker, parameter, here);
        else
            wrong(checker, &parameter->parameter, "parameter '%s' stands elsewhere for %s", name,
                  checker->model->targets[checker->target]->triple);
    }
}

/* ---- Results and errors ---------------------------------------------------------------------- */

static void check_when(struct checker *checker, const struct note *when, const struct type *value)
{
    enum type_kind kind = kind_of(checker, value);
    bool is_pointer = notes_pointee(checker->api, value) != NULL;
    bool is_integer = notes_is_integer(checker->api, value);
    bool is_real = kind >= TYPE_HALF && kind <= TYPE_FLOAT128;
    const struct {
        const char *word;
        bool fits;
        const char *needs;
    } words[] = {
        {"negative", is_real || (is_integer && !type_is_unsigned(api_resolve(checker->api, value))),
         "a signed number"},
        {"zero", is_integer || is_real, "a number"},
        {"nonzero", is_integer || is_real, "a number"},
        {"null", is_pointer, "a pointer"},
        {"nonnull", is_pointer, "a pointer"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, when->text))
            continue;
        if (!words[i].fits)
            wrong(checker, when, "'%s' needs %s, which this is not", when->text, words[i].needs);
        return;
    }
    check_expression(checker, when, false, false);
}

/* The value of which `when` speaks: the result, or what comes out through a parameter. */
static const struct type *error_value(struct checker *checker, const struct note *in)
{
    if (!in->text)
        return checker->declaration->function.type->target;
    const struct type *type = other_parameter(checker, in);
    const struct type *pointee = type ? notes_pointee(checker->api, type) : NULL;
    if (type && !pointee)
        wrong(checker, in, "parameter '%s' is no pointer, so nothing comes out through it",
              in->text);
    return pointee;
}

/* It takes nothing, or what tells of the error: a number, or an argument of the function. */
static void check_text(struct checker *checker, const struct note *text)
{
    const struct type *type = function_type(checker, text);
    if (!type)
        return;
    const struct type *own = checker->declaration->function.type;
    bool fits = type->parameter_count == 0 ||
                (type->parameter_count == 1 && notes_is_integer(checker->api, type->parameters[0]));
    for (size_t i = 0; !fits && type->parameter_count == 1 && i < own->parameter_count; i++)
        fits = takes(checker, type->parameters[0], own->parameters[i]);
    if (!points_to_text(checker, type->target))
        wrong(checker, text, "function '%s' returns no text", text->text);
    else if (!fits)
        wrong(checker, text, "function '%s' takes no error code and no argument of '%s'",
              text->text, checker->function->name);
}

static void check_error(struct checker *checker)
{
    const struct function_facts *facts = checker->function->facts;
    const struct note *given = facts->error.given;
    const struct type *value = error_value(checker, &given[FACT_IN]);
    if (value && kind_of(checker, value) == TYPE_VOID)
        wrong(checker, &facts->error_place,
              "function '%s' returns nothing that could tell of an error; give in: PARAMETER",
              checker->function->name);
    else if (value && given[FACT_WHEN].text)
        check_when(checker, &given[FACT_WHEN], value);
    else if (value)
        wrong(checker, &facts->error_place, "an error needs when: how it is told");
    if (value && given[FACT_CODE].text && !strcmp(given[FACT_CODE].text, "value") &&
        !notes_is_integer(checker->api, value))
        wrong(checker, &given[FACT_CODE], "the value that tells of the error is no integer");
    if (given[FACT_TEXT].text)
        check_text(checker, &given[FACT_TEXT]);
    if (!given[FACT_BUFFER].text)
        return;
    const struct type *buffer = other_parameter(checker, &given[FACT_BUFFER]);
    if (buffer && (!points_to_text(checker, buffer) ||
                   is_const(checker, notes_pointee(checker->api, buffer))))
        wrong(checker, &given[FACT_BUFFER], "parameter '%s' is no buffer for text",
              given[FACT_BUFFER].text);
}

static void check_result(struct checker *checker)
{
    const struct function_facts *facts = checker->function->facts;
    const struct type *result = checker->declaration->function.type->target;
    if (kind_of(checker, result) == TYPE_VOID)
        wrong(checker, &facts->result_place, "function '%s' returns nothing",
              checker->function->name);
    else
        check_value(checker, &facts->result, result, "the result", false);
}

/* One mistake is said once, however many targets it is a mistake on. */
bool notes_check_function(const struct notes *notes, const struct model *model,
                          const struct entity *function, struct arena *arena)
{
    struct checker checker = {.notes = notes, .model = model, .arena = arena, .function = function};
    for (size_t t = 0; t < model->target_count && !checker.failed; t++) {
        checker.declaration = function->on[t];
        if (!checker.declaration)
            continue;
        checker.target = t;
        checker.api = &model->apis[t];
        check_parameters(&checker);
        if (function->facts->result_place.text)
            check_result(&checker);
        if (function->facts->error_place.text)
            check_error(&checker);
    }
    return !checker.failed;
}

/* ---- Handles --------------------------------------------------------------------------------- */

/* "pcap_t *" for one target; NULL when its headers declare no such type. */
static const struct type *named_type(struct checker *checker, const char *text)
{
    size_t length = strcspn(text, "*");
    const char *stars = text + length;
    while (length && text[length - 1] == ' ')
        length--;
    const char *name = intern_bytes(checker->arena, text, length);
    const struct type *type = NULL;
    if (api_find(checker->api, DECLARATION_TYPEDEF, name))
        type = type_named(checker->model->types, TYPE_TYPEDEF, name);
    else if (api_find(checker->api, DECLARATION_RECORD, name))
        type = type_named(checker->model->types, TYPE_RECORD, name);
    for (; type && *stars; stars++)
        if (*stars == '*')
            type = type_pointer(checker->model->types, type);
    return stars[strspn(stars, "* ")] ? NULL : type;
}

static bool check_handle_note(const struct notes *notes, const struct model *model,
                              const struct handle_note *note, struct arena *arena)
{
    struct checker checker = {.notes = notes, .model = model, .arena = arena};
    const struct note *given = note->facts.given;
    bool found = false;
    for (size_t t = 0; t < model->target_count && !checker.failed; t++) {
        checker.target = t;
        checker.api = &model->apis[t];
        const struct type *type = named_type(&checker, note->type.text);
        if (!type)
            continue;
        found = true;
        if (given[FACT_RELEASE].text)
            check_release(&checker, &given[FACT_RELEASE], type);
        if (given[FACT_INVALID].text)
            check_expression(&checker, &given[FACT_INVALID], false, false);
    }
    if (!found)
        wrong(&checker, &note->type, "no header declares type '%s' on any target", note->type.text);
    return !checker.failed;
}

bool notes_check_handles(const struct notes *notes, const struct model *model, struct arena *arena)
{
    bool ok = true;
    FOR_EACH (const struct handle_note *, note, &notes->handles)
        ok &= check_handle_note(notes, model, note, arena);
    return ok;
}
