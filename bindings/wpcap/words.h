/* words.h: a text that is built in a buffer of the caller's, as snprintf() does. */
#ifndef WHERRY_WORDS_H
#define WHERRY_WORDS_H

#include <stddef.h>

#if defined(__MINGW32__)
#define WHERRY__PRINTF(text, first) __attribute__((format(gnu_printf, text, first)))
#else
#define WHERRY__PRINTF(text, first) __attribute__((format(printf, text, first)))
#endif

struct wherry__words {
    char *text;
    size_t size_bytes;
    size_t length; /* of all that was said, whether there was room for it or not */
};

/* Makes the text empty. */
struct wherry__words wherry__words_begin(char *text, size_t size_bytes);

void wherry__say(struct wherry__words *words, const char *format, ...) WHERRY__PRINTF(2, 3);

#endif
