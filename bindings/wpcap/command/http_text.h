/* http_text.h: a string that grows. */
#ifndef WHERRY_COMMAND_HTTP_TEXT_H
#define WHERRY_COMMAND_HTTP_TEXT_H

#include <stddef.h>

struct http_text {
    char *bytes; /* NULL: nothing was added yet */
    size_t length_bytes, room_bytes;
    int has_failed; /* no memory: what was added is not all there */
};

void http_text_add(struct http_text *text, const char *format, ...)
#if defined(__MINGW32__)
    __attribute__((format(gnu_printf, 2, 3)));
#else
    __attribute__((format(printf, 2, 3)));
#endif

void http_text_add_bytes(struct http_text *text, const char *bytes, size_t length_bytes);

/* With what HTML reserves as entities. */
void http_text_add_html(struct http_text *text, const char *plain);

/* With what a URL's path may not hold as %XX. */
void http_text_add_path(struct http_text *text, const char *path);

/* As header fields give a time: RFC 9110 5.6.7. */
void http_text_add_date(struct http_text *text, long long seconds);

void http_text_release(struct http_text *text);

#endif
