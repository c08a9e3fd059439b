/* Words of the command line as C would read them: numbers, characters, texts, constants by name. */
#include "call_internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- Names ----------------------------------------------------------------------------------- */

static const struct constant *find_constant(const struct word_context *context, const char *word)
{
    const struct declaration *declaration =
        context->names
            ? api_find(context->names, DECLARATION_CONSTANT, intern(context->arena, word))
            : NULL;
    return declaration ? &declaration->constant : NULL;
}

static bool find_enumerator(const struct word_context *context, const char *word, int64_t *value)
{
    if (!context->names)
        return false;
    const char *name = intern(context->arena, word);
    FOR_EACH (const struct declaration *, declaration, &context->names->declarations) {
        if (declaration->kind != DECLARATION_ENUM)
            continue;
        const struct enumeration *enumeration = &declaration->enumeration;
        for (size_t i = 0; i < enumeration->enumerator_count; i++) {
            if (enumeration->enumerators[i].name == name) {
                *value = enumeration->enumerators[i].value;
                return true;
            }
        }
    }
    return false;
}

static bool named_integer(const struct word_context *context, const char *word, uint64_t *value,
                          bool *is_negative)
{
    int64_t number;
    bool is_unsigned = false;
    const struct constant *constant = find_constant(context, word);
    if (constant && constant->kind == CONSTANT_INTEGER) {
        number = constant->integer;
        is_unsigned = constant->type && type_is_unsigned(constant->type);
    } else if (!find_enumerator(context, word, &number)) {
        return false;
    }
    *value = (uint64_t)number;
    *is_negative = number < 0 && !is_unsigned;
    return true;
}

/* ---- Characters and texts -------------------------------------------------------------------- */

/* One character of a literal; moves `*text` behind it. */
static char unescape(const char **text)
{
    static const char letters[] = "abefnrtv0", values[] = "\a\b\033\f\n\r\t\v";
    const char *at = *text;
    if (*at != '\\' || !at[1]) {
        *text = at + 1;
        return *at;
    }
    char *end = (char *)(uintptr_t)at + 2;
    unsigned long value;
    if (at[1] == 'x' && isxdigit((unsigned char)at[2])) {
        value = strtoul(at + 2, &end, 16);
    } else if (at[1] >= '0' && at[1] <= '7') {
        for (value = 0, end--; end < at + 4 && *end >= '0' && *end <= '7'; end++)
            value = value * 8 + (unsigned long)(*end - '0');
    } else {
        const char *letter = strchr(letters, at[1]);
        value = (unsigned char)(letter ? values[letter - letters] : at[1]);
    }
    *text = end;
    return (char)value;
}

static bool read_character(const char *word, uint64_t *value, bool *is_negative)
{
    size_t length = strlen(word);
    if (length < 3 || *word != '\'' || word[length - 1] != '\'')
        return false;
    const char *at = word + 1;
    char c = unescape(&at);
    *value = (uint64_t)(int64_t)c;
    *is_negative = c < 0;
    return at == word + length - 1;
}

char *word_text(const struct word_context *context, const char *word, size_t *length)
{
    size_t size = strlen(word);
    const struct constant *constant = find_constant(context, word);
    if (constant && constant->kind == CONSTANT_STRING) {
        *length = strlen(constant->string);
        return memcpy(arena_alloc(context->arena, *length + 1, 1), constant->string, *length);
    }
    if (size < 2 || *word != '"' || word[size - 1] != '"')
        return NULL;
    char *text = arena_alloc(context->arena, size, 1);
    *length = 0;
    for (const char *at = word + 1; at < word + size - 1;)
        text[(*length)++] = unescape(&at);
    return text;
}

bool word_is_null(const char *word)
{
    return !strcmp(word, "null") || !strcmp(word, "NULL");
}

/* ---- Numbers --------------------------------------------------------------------------------- */

/* Digits with their prefix; `*end` is behind them. */
static uint64_t read_digits(const char *word, char **end)
{
    if (word[0] == '0' && (word[1] == 'b' || word[1] == 'B'))
        return strtoull(word + 2, end, 2);
    if (isdigit((unsigned char)*word))
        return strtoull(word, end, 0);
    *end = (char *)(uintptr_t)word;
    return 0;
}

static bool one_integer(const struct word_context *context, const char *word, uint64_t *value,
                        bool *is_negative, bool *is_too_big)
{
    if (read_character(word, value, is_negative) ||
        named_integer(context, word, value, is_negative))
        return true;
    bool minus = *word == '-';
    char *end;
    errno = 0;
    const char *digits = word + (minus || *word == '+');
    *value = read_digits(digits, &end);
    *is_too_big = errno == ERANGE || (minus && *value > (uint64_t)INT64_MAX + 1);
    *is_negative = minus && *value;
    if (minus)
        *value = -*value;
    size_t suffix = strspn(end, "uUlL");
    return end > digits && suffix <= 3 && !end[suffix];
}

bool word_integer(const struct word_context *context, const char *word, uint64_t *value,
                  bool *is_negative, bool *is_too_big)
{
    if (one_integer(context, word, value, is_negative, is_too_big))
        return true;
    *value = 0;
    *is_negative = *is_too_big = false;
    const char *bar = strchr(word, '|');
    for (const char *part = word; bar && part; part = bar ? bar + 1 : NULL) {
        bar = strchr(part, '|');
        size_t length = bar ? (size_t)(bar - part) : strlen(part);
        uint64_t one;
        bool negative = false, too_big = false;
        if (!one_integer(context, intern_bytes(context->arena, part, length), &one, &negative,
                         &too_big))
            return false;
        *value |= one;
        *is_negative |= negative;
        *is_too_big |= too_big;
        if (!bar)
            return true;
    }
    return false;
}

bool word_real(const struct word_context *context, const char *word, long double *value)
{
    const struct constant *constant = find_constant(context, word);
    if (constant && constant->kind == CONSTANT_REAL) {
        *value = (long double)constant->real;
        return true;
    }
    char *end;
    *value = strtold(word, &end);
    if (end == word) {
        uint64_t integer;
        bool is_negative = false, is_too_big = false;
        if (!word_integer(context, word, &integer, &is_negative, &is_too_big))
            return false;
        *value = is_negative ? (long double)(int64_t)integer : (long double)integer;
        return true;
    }
    return !end[strspn(end, "fFlL") ? 1 : 0];
}

/* ---- Storing --------------------------------------------------------------------------------- */

static void store_bytes(void *bytes, size_t size, uint64_t value)
{
    uint8_t one = (uint8_t)value;
    uint16_t two = (uint16_t)value;
    uint32_t four = (uint32_t)value;
    const void *from = size == 1   ? (const void *)&one
                       : size == 2 ? (const void *)&two
                       : size == 4 ? (const void *)&four
                                   : (const void *)&value;
    memcpy(bytes, from, size);
}

static bool store_integer(const struct word_context *context, const struct passing *passing,
                          const char *word, void *bytes, const char **why)
{
    uint64_t value;
    bool is_negative = false, is_too_big = false;
    *why = "is no whole number";
    if (passing->bits == 1 && (!strcmp(word, "true") || !strcmp(word, "false")))
        value = *word == 't';
    else if (!word_integer(context, word, &value, &is_negative, &is_too_big))
        return false;
    unsigned bits = passing->bits;
    uint64_t top = UINT64_C(1) << (bits - 1); /* of a signed type: the least is its negative */
    bool fits = passing->format == FORMAT_SIGNED
                    ? (is_negative ? -value <= top : value <= top - 1)
                    : !is_negative && (bits == 64 || value >> bits == 0);
    *why = "does not fit";
    if (is_too_big || !fits)
        return false;
    store_bytes(bytes, passing->type->size, value);
    return true;
}

static bool store_real(const struct word_context *context, const struct passing *passing,
                       const char *word, void *bytes)
{
    long double value;
    if (!word_real(context, word, &value))
        return false;
    float single = (float)value;
    double real = (double)value;
    const void *from = passing->type == &ffi_type_float    ? (const void *)&single
                       : passing->type == &ffi_type_double ? (const void *)&real
                                                           : (const void *)&value;
    memcpy(bytes, from, passing->type->size);
    return true;
}

bool word_store(const struct word_context *context, const struct passing *passing, const char *word,
                void *bytes, const char **why)
{
    switch (passing->format) {
    case FORMAT_SIGNED:
    case FORMAT_UNSIGNED:
        return store_integer(context, passing, word, bytes, why);
    case FORMAT_FLOAT:
        *why = "is no number";
        return store_real(context, passing, word, bytes);
    case FORMAT_NONE:
    case FORMAT_POINTER:
    case FORMAT_RECORD:
        break;
    }
    *why = "cannot be passed";
    return false;
}
