#include "spell.h"

#include <inttypes.h>
#include <string.h>

static const char *qualifier_words(unsigned qualifiers)
{
    static const char *const words[] = {
        "",          "const ",          "volatile ",          "const volatile ",
        "restrict ", "const restrict ", "volatile restrict ", "const volatile restrict ",
    };
    return words[qualifiers & 7];
}

struct speller {
    const struct model *model;
    struct arena *arena;
    bool by_place; /* what C cannot name is called after its place */
};

static const char *spell_type(const struct speller *speller, const struct type *type,
                              const char *name);

static const char *tag_name(const struct speller *speller, enum declaration_kind kind,
                            const struct type *type)
{
    const struct entity *entity = model_find(speller->model, kind, type->name);
    const char *spelling = entity ? entity_first(entity)->spelling : NULL;
    return spelling || !speller->by_place ? spelling : type->name;
}

static const char *base_name(const struct speller *speller, const struct type *type)
{
    const char *element;
    switch (type->kind) {
    case TYPE_TYPEDEF:
        return type->name;
    case TYPE_RECORD:
        return tag_name(speller, DECLARATION_RECORD, type);
    case TYPE_ENUM:
        return tag_name(speller, DECLARATION_ENUM, type);
    case TYPE_COMPLEX:
        element = type_scalar_spelling(type->target->kind);
        return element ? arena_format(speller->arena, "%s _Complex", element) : NULL;
    case TYPE_VECTOR: /* a specifier, so that it may stand before any declarator */
        element = base_name(speller, type->target);
        return element ? arena_format(speller->arena,
                                      "%s __attribute__((vector_size(%" PRIu64 " * sizeof(%s))))",
                                      element, type->length, element)
                       : NULL;
    case TYPE_UNSUPPORTED:
        return speller->by_place ? type->name : NULL;
    default:
        return type_scalar_spelling(type->kind);
    }
}

static const char *spell_parameters(const struct speller *speller, const struct type *function,
                                    bool named)
{
    if (function->unprototyped)
        return "";
    if (!function->parameter_count && !function->variadic)
        return "void";
    const char *text = "";
    for (size_t i = 0; i < function->parameter_count; i++) {
        const char *name = named ? arena_format(speller->arena, "p%zu", i) : "";
        const char *parameter = spell_type(speller, function->parameters[i], name);
        if (!parameter)
            return NULL;
        text = arena_format(speller->arena, "%s%s%s", text, i ? ", " : "", parameter);
    }
    return function->variadic ? arena_format(speller->arena, "%s%s...", text, *text ? ", " : "")
                              : text;
}

static const char *spell_pointer(const struct speller *speller, const struct type *type,
                                 const char *name)
{
    const struct type *target = type->target;
    struct arena *arena = speller->arena;
    const char *pointer = arena_format(arena, "*%s%s", qualifier_words(type->qualifiers), name);
    if (target->kind == TYPE_FUNCTION && target->convention != CONVENTION_CDECL)
        pointer =
            arena_format(arena, "(WHERRY_CC_%s %s)", convention_name(target->convention), pointer);
    else if (target->kind == TYPE_FUNCTION || target->kind == TYPE_ARRAY)
        pointer = arena_format(arena, "(%s)", pointer);
    return spell_type(speller, target, pointer);
}

static const char *spell_function(const struct speller *speller, const struct type *type,
                                  const char *name, bool named)
{
    const char *parameters = spell_parameters(speller, type, named);
    if (!parameters)
        return NULL;
    bool is_declared = *name && *name != '('; /* a function, not a pointer to one */
    const char *convention =
        is_declared && type->convention != CONVENTION_CDECL
            ? arena_format(speller->arena, "WHERRY_CC_%s ", convention_name(type->convention))
            : "";
    return spell_type(speller, type->target,
                      arena_format(speller->arena, "%s%s(%s)", convention, name, parameters));
}

static const char *spell_type(const struct speller *speller, const struct type *type,
                              const char *name)
{
    struct arena *arena = speller->arena;
    if (type->kind == TYPE_POINTER)
        return spell_pointer(speller, type, name);
    if (type->kind == TYPE_FUNCTION)
        return spell_function(speller, type, name, false);
    if (type->kind == TYPE_ARRAY)
        return spell_type(speller, type->target,
                          type->length == LENGTH_UNKNOWN
                              ? arena_format(arena, "%s[]", name)
                              : arena_format(arena, "%s[%" PRIu64 "]", name, type->length));
    const char *base = base_name(speller, type);
    if (!base)
        return NULL;
    return arena_format(arena, "%s%s%s%s", qualifier_words(type->qualifiers), base,
                        *name ? " " : "", name);
}

const char *spell(const struct model *model, struct arena *arena, const struct type *type,
                  const char *name)
{
    struct speller speller = {.model = model, .arena = arena};
    return spell_type(&speller, type, name);
}

const char *spell_place(const struct model *model, struct arena *arena, const struct type *type,
                        const char *name)
{
    struct speller speller = {.model = model, .arena = arena, .by_place = true};
    const char *text = spell_type(&speller, type, name);
    return text ? text : "?";
}

const char *spell_definition(const struct model *model, struct arena *arena,
                             const struct type *function, const char *name)
{
    struct speller speller = {.model = model, .arena = arena};
    return spell_function(&speller, function, name, true);
}

/* Octal escapes end by themselves after three digits; "?" after "?" might begin a trigraph. */
static char *escape(char *end, unsigned char c, char before)
{
    static const char plain[] = "\"\\\n\t\r", letters[] = "\"\\ntr";
    const char *known = c ? strchr(plain, c) : NULL;
    if (known || (c == '?' && before == '?')) {
        *end++ = '\\';
        *end++ = known ? letters[known - plain] : '?';
    } else if (c >= ' ' && c < 127) {
        *end++ = (char)c;
    } else {
        *end++ = '\\';
        *end++ = (char)('0' + (c >> 6));
        *end++ = (char)('0' + (c >> 3 & 7));
        *end++ = (char)('0' + (c & 7));
    }
    return end;
}

const char *spell_string(struct arena *arena, const char *text)
{
    char *copy = arena_alloc(arena, strlen(text) + 1, 4);
    char *end = copy;
    for (const char *c = text; *c; c++)
        end = escape(end, (unsigned char)*c, c > text ? c[-1] : 0);
    return copy;
}

const char *spell_integer(struct arena *arena, const struct type *type, int64_t value)
{
    return type_is_unsigned(type) ? arena_format(arena, "%" PRIu64, (uint64_t)value)
                                  : arena_format(arena, "%" PRId64, value);
}
