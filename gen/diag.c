#include "diag.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static void say(const char *severity, struct location where, const char *format, va_list arguments)
{
    flockfile(stderr);
    bool is_named = where.file && *where.file; /* an empty word on the command line is no file */
    fputs(is_named ? where.file : "wherry", stderr);
    if (is_named && where.line)
        fprintf(stderr, ":%u:%u", where.line, where.column);
    fprintf(stderr, ": %s: ", severity);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    funlockfile(stderr);
}

#define DEFINE_DIAG(name, severity)                                                                \
    void name(struct location where, const char *format, ...)                                      \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        say(severity, where, format, arguments);                                                   \
        va_end(arguments);                                                                         \
    }

DEFINE_DIAG(diag_error, "error")
DEFINE_DIAG(diag_warning, "warning")
DEFINE_DIAG(diag_note, "note")
