/* error.c: error codes, and the text of each thread's last error. */
#include "internal.h"

#include <stdarg.h>
#include <string.h>

/* Room that a list keeps for " (and 4294967295 more)" and the terminator. */
enum { TAIL_BYTES = 32 };

static _Thread_local struct wherry__text last_error;

const char *wherry_strerror(int code)
{
    switch (code) {
#define TEXT(name, number, text)                                                                   \
    case number:                                                                                   \
        return text;
        WHERRY_ERRORS(TEXT)
#undef TEXT
    }
    return code < 0 ? "unknown error" : "success";
}

const char *wherry_error_text(void)
{
    return last_error.bytes;
}

const char *wherry__decimal(uint64_t value, struct wherry__number *number)
{
    char *at = number->digits + sizeof number->digits;
    *--at = '\0';
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    return at;
}

void wherry__text_init(struct wherry__text *text)
{
    text->length = 0;
    text->omitted = 0;
    text->bytes[0] = '\0';
}

static void append(struct wherry__text *text, const char *string)
{
    size_t length = strlen(string);
    memcpy(text->bytes + text->length, string, length + 1);
    text->length += length;
}

static void add_list(struct wherry__text *text, va_list list, size_t reserved)
{
    va_list measure;
    size_t length = 0;
    va_copy(measure, list);
    for (const char *part; (part = va_arg(measure, const char *)) != NULL;)
        length += strlen(part);
    va_end(measure);
    if (text->length + length + reserved > sizeof text->bytes) {
        text->omitted++;
        return;
    }
    for (const char *part; (part = va_arg(list, const char *)) != NULL;)
        append(text, part);
}

void wherry__text_add_strings(struct wherry__text *text, ...)
{
    va_list list;
    va_start(list, text);
    add_list(text, list, TAIL_BYTES);
    va_end(list);
}

void wherry__text_finish(struct wherry__text *text)
{
    struct wherry__number number;
    if (!text->omitted)
        return;
    append(text, " (and ");
    append(text, wherry__decimal(text->omitted, &number));
    append(text, " more)");
    text->omitted = 0;
}

int wherry__fail_strings(int code, ...)
{
    /* The parts may come from the last error itself: build the new text beside it. */
    struct wherry__text text;
    va_list list;
    wherry__text_init(&text);
    va_start(list, code);
    add_list(&text, list, 1);
    va_end(list);
    if (text.omitted)
        append(&text, wherry_strerror(code));
    last_error.length = text.length;
    memcpy(last_error.bytes, text.bytes, text.length + 1);
    return code;
}
