#include "writer.h"

#include "base.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT_WIDTH = 4, WORDS_MAX = 16 };

struct writer {
    char *text;
    size_t length;
    size_t capacity;
    int indentation;
    bool at_line_start;
};

struct writer *writer_new(void)
{
    struct writer *writer = xmalloc(sizeof *writer);
    *writer = (struct writer){.at_line_start = true};
    return writer;
}

void writer_indent(struct writer *writer, int levels)
{
    writer->indentation += levels;
    assert(writer->indentation >= 0);
}

static char *reserve(struct writer *writer, size_t length)
{
    if (writer->capacity - writer->length < length) {
        writer->capacity = 2 * (writer->capacity + length);
        writer->text = xrealloc(writer->text, writer->capacity);
    }
    char *place = writer->text + writer->length;
    writer->length += length;
    return place;
}

static void put(struct writer *writer, const char *text, size_t length)
{
    while (length) {
        const char *newline = memchr(text, '\n', length);
        size_t part = newline ? (size_t)(newline - text) + 1 : length;
        size_t indent = writer->at_line_start && *text != '\n' && *text != '#'
                            ? (size_t)writer->indentation * INDENT_WIDTH
                            : 0;
        if (indent)
            memset(reserve(writer, indent), ' ', indent);
        memcpy(reserve(writer, part), text, part);
        writer->at_line_start = newline != NULL;
        text += part;
        length -= part;
    }
}

struct word {
    const char *name;
    size_t name_length;
    const char *value;
    bool used;
};

static const char *look_up(struct word *words, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].name_length == length && !memcmp(words[i].name, name, length)) {
            words[i].used = true;
            return words[i].value;
        }
    }
    fprintf(stderr, "wherry: bug: a template wants ${%.*s}, which is not given\n", (int)length,
            name);
    abort();
}

void write_text(struct writer *writer, const char *template, ...)
{
    struct word words[WORDS_MAX];
    size_t count = 0;
    va_list arguments;
    va_start(arguments, template);
    for (const char *name; (name = va_arg(arguments, const char *)); count++) {
        assert(count < WORDS_MAX);
        words[count] = (struct word){name, strlen(name), va_arg(arguments, const char *), false};
        assert(words[count].value);
    }
    va_end(arguments);

    for (const char *rest = template; *rest;) {
        const char *open = strstr(rest, "${");
        put(writer, rest, open ? (size_t)(open - rest) : strlen(rest));
        if (!open)
            break;
        const char *close = strchr(open, '}');
        assert(close);
        const char *value = look_up(words, count, open + 2, (size_t)(close - open - 2));
        put(writer, value, strlen(value));
        rest = close + 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (!words[i].used) {
            fprintf(stderr, "wherry: bug: a template does not use ${%s}\n", words[i].name);
            abort();
        }
    }
}

const char *writer_text(const struct writer *writer, size_t *length)
{
    *length = writer->length;
    return writer->length ? writer->text : "";
}

void writer_free(struct writer *writer)
{
    free(writer->text);
    free(writer);
}
