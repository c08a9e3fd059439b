#include "http_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int make_room(struct http_text *text, size_t more_bytes)
{
    enum { FIRST_BYTES = 1024 };
    size_t wanted = text->length_bytes + more_bytes;
    if (text->has_failed || wanted <= text->room_bytes)
        return !text->has_failed;
    size_t room = text->room_bytes ? text->room_bytes : FIRST_BYTES;
    while (room < wanted)
        room *= 2;
    char *bytes = realloc(text->bytes, room);
    text->has_failed = !bytes;
    if (!bytes)
        return 0;
    text->bytes = bytes;
    text->room_bytes = room;
    return 1;
}

void http_text_add_bytes(struct http_text *text, const char *bytes, size_t length_bytes)
{
    if (length_bytes == 0 || !make_room(text, length_bytes))
        return;
    memcpy(text->bytes + text->length_bytes, bytes, length_bytes);
    text->length_bytes += length_bytes;
}

void http_text_add(struct http_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length >= 0 && make_room(text, (size_t)length + 1)) {
        vsnprintf(text->bytes + text->length_bytes, (size_t)length + 1, format, again);
        text->length_bytes += (size_t)length;
    }
    va_end(again);
}

void http_text_add_html(struct http_text *text, const char *plain)
{
    static const char reserved[] = "&<>\"'";
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    while (*plain) {
        size_t length = strcspn(plain, reserved);
        http_text_add_bytes(text, plain, length);
        plain += length;
        if (*plain)
            http_text_add(text, "%s", entities[strchr(reserved, *plain++) - reserved]);
    }
}

void http_text_add_path(struct http_text *text, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-._~/!$()*,;=@";
    while (*path) {
        size_t length = strspn(path, plain);
        http_text_add_bytes(text, path, length);
        path += length;
        if (*path)
            http_text_add(text, "%%%02X", (unsigned char)*path++);
    }
}

void http_text_add_date(struct http_text *text, long long seconds)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t time = (time_t)(seconds > 0 ? seconds : 0);
    const struct tm *utc = gmtime(&time); /* one thread */
    if (utc)
        http_text_add(text, "%s, %02d %s %d %02d:%02d:%02d GMT", days[utc->tm_wday], utc->tm_mday,
                      months[utc->tm_mon], utc->tm_year + 1900, utc->tm_hour, utc->tm_min,
                      utc->tm_sec);
}

void http_text_release(struct http_text *text)
{
    free(text->bytes);
    *text = (struct http_text){0};
}
