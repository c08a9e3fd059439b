#include "words.h"

#include <stdarg.h>
#include <stdio.h>

struct wherry__words wherry__words_begin(char *text, size_t size_bytes)
{
    if (size_bytes > 0)
        *text = '\0';
    return (struct wherry__words){text, size_bytes, 0};
}

void wherry__say(struct wherry__words *words, const char *format, ...)
{
    va_list arguments;
    size_t room = words->length < words->size_bytes ? words->size_bytes - words->length : 0;
    va_start(arguments, format);
    int length = vsnprintf(room ? words->text + words->length : NULL, room, format, arguments);
    va_end(arguments);
    if (length > 0)
        words->length += (size_t)length;
}
