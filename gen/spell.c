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

static const char *base_name(const struct model *model, struct arena *arena,
                             const struct type *type)
{
    const struct entity *entity;
    switch (type->kind) {
    case TYPE_TYPEDEF:
        return type->name;
    case TYPE_RECORD:
        entity = model_find(model, DECLARATION_RECORD, type->name);
        return entity ? entity_first(entity)->spelling : NULL;
    case TYPE_ENUM:
        entity = model_find(model, DECLARATION_ENUM, type->name);
        return entity ? entity_first(entity)->spelling : NULL;
    case TYPE_COMPLEX: {
        const char *element = type_scalar_spelling(type->target->kind);
        return element ? arena_format(arena, "%s _Complex", element) : NULL;
    }
    case TYPE_VECTOR: { /* a specifier, so that it may stand before any declarator */
        const char *element = base_name(model, arena, type->target);
        return element ? arena_format(arena,
                                      "%s __attribute__((vector_size(%" PRIu64 " * sizeof(%s))))",
                                      element, type->length, element)
                       : NULL;
    }
    default:
        return type_scalar_spelling(type->kind);
    }
}

static const char *spell_parameters(const struct model *model, struct arena *arena,
                                    const struct type *function, bool named)
{
    if (function->unprototyped)
        return "";
    if (!function->parameter_count && !function->variadic)
        return "void";
    const char *text = "";
    for (size_t i = 0; i < function->parameter_count; i++) {
        const char *name = named ? arena_format(arena, "p%zu", i) : "";
        const char *parameter = spell(model, arena, function->parameters[i], name);
        if (!parameter)
            return NULL;
        text = arena_format(arena, "%s%s%s", text, i ? ", " : "", parameter);
    }
    return function->variadic ? arena_format(arena, "%s%s...", text, *text ? ", " : "") : text;
}

static const char *spell_pointer(const struct model *model, struct arena *arena,
                                 const struct type *type, const char *name)
{
    const struct type *target = type->target;
    const char *pointer = arena_format(arena, "*%s%s", qualifier_words(type->qualifiers), name);
    if (target->kind == TYPE_FUNCTION && target->convention != CONVENTION_CDECL)
        pointer =
            arena_format(arena, "(WHERRY_CC_%s %s)", convention_name(target->convention), pointer);
    else if (target->kind == TYPE_FUNCTION || target->kind == TYPE_ARRAY)
        pointer = arena_format(arena, "(%s)", pointer);
    return spell(model, arena, target, pointer);
}

static const char *spell_function(const struct model *model, struct arena *arena,
                                  const struct type *type, const char *name, bool named)
{
    const char *parameters = spell_parameters(model, arena, type, named);
    if (!parameters)
        return NULL;
    bool is_declared = *name && *name != '('; /* a function, not a pointer to one */
    const char *convention =
        is_declared && type->convention != CONVENTION_CDECL
            ? arena_format(arena, "WHERRY_CC_%s ", convention_name(type->convention))
            : "";
    return spell(model, arena, type->target,
                 arena_format(arena, "%s%s(%s)", convention, name, parameters));
}

const char *spell(const struct model *model, struct arena *arena, const struct type *type,
                  const char *name)
{
    if (type->kind == TYPE_POINTER)
        return spell_pointer(model, arena, type, name);
    if (type->kind == TYPE_FUNCTION)
        return spell_function(model, arena, type, name, false);
    if (type->kind == TYPE_ARRAY)
        return spell(model, arena, type->target,
                     type->length == LENGTH_UNKNOWN
                         ? arena_format(arena, "%s[]", name)
                         : arena_format(arena, "%s[%" PRIu64 "]", name, type->length));
    const char *base = base_name(model, arena, type);
    if (!base)
        return NULL;
    return arena_format(arena, "%s%s%s%s", qualifier_words(type->qualifiers), base,
                        *name ? " " : "", name);
}

const char *spell_place(const struct model *model, struct arena *arena, const struct type *type,
                        const char *name)
{
    const char *text = spell(model, arena, type, name);
    if (text)
        return text;
    if (type->kind == TYPE_ARRAY) {
        const char *length =
            type->length == LENGTH_UNKNOWN ? "" : arena_format(arena, "%" PRIu64, type->length);
        return spell_place(model, arena, type->target, arena_format(arena, "%s[%s]", name, length));
    }
    if (type->kind == TYPE_POINTER && type->target->kind != TYPE_FUNCTION) {
        bool is_array = type->target->kind == TYPE_ARRAY;
        return spell_place(model, arena, type->target,
                           arena_format(arena, "%s*%s%s%s", is_array ? "(" : "",
                                        qualifier_words(type->qualifiers), name,
                                        is_array ? ")" : ""));
    }
    return arena_format(arena, "%s%s%s%s", qualifier_words(type->qualifiers),
                        type->name ? type->name : "?", *name ? " " : "", name);
}

const char *spell_definition(const struct model *model, struct arena *arena,
                             const struct type *function, const char *name)
{
    return spell_function(model, arena, function, name, true);
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
