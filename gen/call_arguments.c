/* From words to arguments: what each parameter takes, and the objects behind pointers. */
#include "call_internal.h"
#include "spell.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_BYTES_MAX = 1 << 24 };

struct parameter {
    const struct type *type;    /* resolved */
    const struct type *pointee; /* resolved; NULL: it is no pointer */
    bool is_const;              /* what it points to */
    const char *spelled;
    const char *label;
    size_t i;
};

static bool refuse(const struct parameter *parameter, const char *word, const char *why)
{
    diag_error(NOWHERE, "argument %zu: '%s' %s; the parameter is '%s'", parameter->i + 1, word, why,
               parameter->spelled);
    return false;
}

/* Whether what a pointer leads to is const, though a typedef may hide it. */
static bool is_const(const struct api *api, const struct type *type)
{
    while (!(type->qualifiers & QUALIFIER_CONST) && type->kind == TYPE_TYPEDEF) {
        const struct declaration *declaration = api_find(api, DECLARATION_TYPEDEF, type->name);
        if (!declaration)
            return false;
        type = declaration->typedef_type;
    }
    return type->qualifiers & QUALIFIER_CONST;
}

/* ---- Objects behind pointers ----------------------------------------------------------------- */

static void *pass(struct arguments *arguments, const struct call_context *context, ffi_type *type)
{
    void *bytes = arena_alloc(context->arena, 1, type->size < 16 ? 16 : type->size);
    arguments->types[arguments->count] = type;
    arguments->pointers[arguments->count++] = bytes;
    return bytes;
}

static void pass_pointer(struct arguments *arguments, const struct call_context *context,
                         const void *pointer)
{
    memcpy(pass(arguments, context, &ffi_type_pointer), &pointer, sizeof pointer);
}

static void add_out(struct arguments *arguments, const struct parameter *parameter,
                    const struct type *type, void *bytes, size_t size)
{
    arguments->outs[arguments->out_count++] =
        (struct out){.label = parameter->label, .type = type, .bytes = bytes, .size_bytes = size};
}

/* "out" or "out:64". */
static bool read_out(struct arguments *arguments, const struct call_context *context,
                     const struct parameter *parameter, const char *word)
{
    const struct type *type = parameter->pointee;
    size_t size = type ? value_size(context->api, type) : 0;
    bool is_sized = word[3] == ':';
    if (parameter->is_const)
        return refuse(parameter, word, "cannot be: what it points to is const");
    if (is_sized) {
        char *end;
        unsigned long long bytes = strtoull(word + 4, &end, 10);
        if (word[4] < '0' || word[4] > '9' || *end || !bytes || bytes > OUT_BYTES_MAX)
            return refuse(parameter, word, "needs a number of bytes, 16 MiB at most");
        if (bytes < size)
            return refuse(parameter, word, "is smaller than what it points to");
        size = bytes;
    } else if (!type || is_byte(type) || !size) {
        return refuse(parameter, word, "needs a size in bytes: out:64");
    }
    if (size > OUT_BYTES_MAX)
        return refuse(parameter, word, "cannot be: it points to more than 16 MiB");
    void *bytes = arena_alloc(context->arena, size + 1, 1); /* and a NUL */
    bool is_value = type && !is_byte(type) && size == value_size(context->api, type);
    add_out(arguments, parameter, is_value || (type && type->kind == TYPE_CHAR) ? type : NULL,
            bytes, size);
    pass_pointer(arguments, context, bytes);
    return true;
}

/* A copy that the function may write. False: the word is no text. */
static bool read_text(const struct call_context *context, const struct parameter *parameter,
                      const char *word, void **bytes, size_t *size)
{
    const struct type *type = parameter->pointee;
    if (type && !is_byte(type))
        return false;
    char *text = word_text(&context->words, word, size);
    if (!text && type && type->kind == TYPE_CHAR) {
        *size = strlen(word);
        text = memcpy(arena_alloc(context->arena, *size + 1, 1), word, *size);
    }
    *bytes = text;
    return text != NULL;
}

/* "inout:VALUE"; or "in:VALUE", which is not printed, and may be const. */
static bool read_object(struct arguments *arguments, const struct call_context *context,
                        const struct parameter *parameter, const char *word)
{
    bool is_out = !strncmp(word, "inout:", 6);
    const struct type *type = parameter->pointee;
    const char *value = strchr(word, ':') + 1;
    const char *why = "has a value that a pointer cannot have (only null can be)";
    void *bytes;
    size_t size;
    if (is_out && parameter->is_const)
        return refuse(parameter, word, "cannot be: what it points to is const");
    if (!read_text(context, parameter, value, &bytes, &size)) {
        struct passing passing = passing_of(context->api, context->arena, type);
        size = passing.type ? passing.type->size : 0;
        bytes = arena_alloc(context->arena, 1, size + 1);
        if (passing.format == FORMAT_POINTER
                ? !word_is_null(value)
                : !word_store(&context->words, &passing, value, bytes, &why))
            return refuse(parameter, word, passing.why ? passing.why : why);
    } else if (type->kind != TYPE_CHAR) {
        type = NULL;
    }
    if (is_out)
        add_out(arguments, parameter, type, bytes, size);
    pass_pointer(arguments, context, bytes);
    return true;
}

/* A macro such as MAP_FAILED: a pointer made of an integer. */
static bool named_pointer(const struct call_context *context, const char *word,
                          const void **pointer)
{
    uint64_t value;
    bool is_negative = false, is_too_big = false;
    const struct api *names = context->words.names;
    const struct declaration *constant =
        names ? api_find(names, DECLARATION_CONSTANT, intern(context->arena, word)) : NULL;
    if (!constant || !constant->constant.type || constant->constant.type->kind != TYPE_POINTER ||
        !word_integer(&context->words, word, &value, &is_negative, &is_too_big))
        return false;
    *pointer = (const void *)(uintptr_t)value;
    return true;
}

static bool is_word_out(const char *word)
{
    return !strcmp(word, "out") || !strncmp(word, "out:", 4);
}

static bool read_pointer(struct arguments *arguments, const struct call_context *context,
                         const struct parameter *parameter, const char *word)
{
    void *bytes;
    size_t size;
    const void *pointer;
    bool is_text = parameter->pointee && parameter->pointee->kind == TYPE_CHAR;
    if (word_is_null(word) || (!strcmp(word, "0") && !is_text)) {
        pass_pointer(arguments, context, NULL);
        return true;
    }
    if (is_word_out(word))
        return read_out(arguments, context, parameter, word);
    if (parameter->pointee && (!strncmp(word, "inout:", 6) || !strncmp(word, "in:", 3)))
        return read_object(arguments, context, parameter, word);
    if (read_text(context, parameter, word, &bytes, &size)) {
        pass_pointer(arguments, context, bytes);
        return true;
    }
    if (!named_pointer(context, word, &pointer))
        return refuse(
            parameter, word,
            "cannot be made a pointer (null, out, out:BYTES, in:VALUE and inout:VALUE can)");
    pass_pointer(arguments, context, pointer);
    return true;
}

/* ---- Arguments of a variadic function -------------------------------------------------------- */

static bool pass_integer(struct arguments *arguments, const struct call_context *context,
                         const char *word, uint64_t value, bool is_negative)
{
    bool is_long = is_negative ? -value > (uint64_t)INT_MAX + 1 : value > INT_MAX;
    is_long |= strpbrk(word, "lL") && *word != '\'' && word[strspn(word, "-+0123456789")];
    struct passing passing = {.type = is_long ? &ffi_type_slong : &ffi_type_sint};
    int small = (int)value;
    const void *from = is_long ? (const void *)&value : (const void *)&small;
    memcpy(pass(arguments, context, passing.type), from, passing.type->size);
    return true;
}

/* By its spelling: int or long, double, text. */
static bool read_variadic(struct arguments *arguments, const struct call_context *context,
                          const struct parameter *parameter, const char *word)
{
    uint64_t value;
    long double real;
    size_t size;
    bool is_negative = false, is_too_big = false;
    if (is_word_out(word))
        return read_out(arguments, context, parameter, word);
    char *text = word_text(&context->words, word, &size);
    if (text || word_is_null(word)) {
        pass_pointer(arguments, context, text);
        return true;
    }
    if (word_integer(&context->words, word, &value, &is_negative, &is_too_big))
        return is_too_big ? refuse(parameter, word, "does not fit")
                          : pass_integer(arguments, context, word, value, is_negative);
    if (word_real(&context->words, word, &real)) {
        double number = (double)real;
        memcpy(pass(arguments, context, &ffi_type_double), &number, sizeof number);
        return true;
    }
    text = memcpy(arena_alloc(context->arena, strlen(word) + 1, 1), word, strlen(word));
    pass_pointer(arguments, context, text);
    return true;
}

/* ---- All of them ----------------------------------------------------------------------------- */

static bool read_argument(struct arguments *arguments, const struct call_context *context,
                          const struct parameter *parameter, const char *word)
{
    struct passing passing = passing_of(context->api, context->arena, parameter->type);
    const char *why = passing.why ? passing.why : "cannot be passed";
    if (passing.format == FORMAT_POINTER)
        return read_pointer(arguments, context, parameter, word);
    if (passing.format == FORMAT_RECORD)
        return refuse(parameter, word, "cannot be passed: a struct by value has no spelling here");
    void *bytes = arena_alloc(context->arena, 1, sizeof(long double));
    if (!passing.type || !word_store(&context->words, &passing, word, bytes, &why))
        return refuse(parameter, word, why);
    memcpy(pass(arguments, context, passing.type), bytes, passing.type->size);
    return true;
}

static struct parameter describe(const struct call_context *context,
                                 const struct function *function, size_t i)
{
    bool is_variadic = i >= function->type->parameter_count;
    const char *name = is_variadic ? NULL : function->parameter_names[i];
    struct parameter parameter = {
        .spelled = "...",
        .label = name && *name ? name : arena_format(context->arena, "p%zu", i + 1),
        .i = i};
    if (is_variadic)
        return parameter;
    const struct type *declared = function->type->parameters[i];
    const char *spelled = spell(context->model, context->arena, declared, "");
    parameter.spelled = spelled ? spelled : "?";
    parameter.type = api_resolve(context->api, declared);
    if (parameter.type->kind == TYPE_POINTER || parameter.type->kind == TYPE_ARRAY) {
        parameter.pointee = api_resolve(context->api, parameter.type->target);
        parameter.is_const = is_const(context->api, parameter.type->target);
    }
    return parameter;
}

bool arguments_read(struct arguments *arguments, const struct call_context *context,
                    const struct function *function, char *const *words, size_t count)
{
    size_t fixed = function->type->parameter_count;
    for (size_t i = 0; i < count; i++) {
        struct parameter parameter = describe(context, function, i);
        if (!(i < fixed ? read_argument : read_variadic)(arguments, context, &parameter, words[i]))
            return false;
    }
    return true;
}

void arguments_print_outs(const struct arguments *arguments, const struct call_context *context)
{
    for (size_t i = 0; i < arguments->out_count; i++) {
        const struct out *out = &arguments->outs[i];
        printf("%s = ", out->label);
        if (out->type && out->type->kind == TYPE_CHAR)
            printf("%.*s", (int)strnlen(out->bytes, out->size_bytes), (const char *)out->bytes);
        else if (out->type)
            value_print(context->api, out->type, out->bytes);
        else
            value_print_bytes(out->bytes, out->size_bytes);
        putchar('\n');
    }
}
