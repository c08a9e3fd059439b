/* compiler.h: the target's own compiler. It compiles a source to an object file; nothing that it
 * made is ever run. */
#ifndef WHERRY_GEN_COMPILER_H
#define WHERRY_GEN_COMPILER_H

#include "base.h"

#include <stdio.h>
#include <sys/types.h>

/* A compilation under way. Several may be. */
struct compilation {
    pid_t process;  /* -1: it could not be started */
    FILE *source;   /* its standard input */
    FILE *messages; /* its standard error */
    FILE *object;   /* its output */
    const char *program;
};

/* What came of it; the caller's to release. */
struct compiled {
    bool ok;
    int signal; /* that ended it; 0: none did */
    unsigned char *object;
    size_t object_bytes;
    char *messages; /* NUL-terminated, in English */
};

/* Start `program` on C text, with further arguments (lists of const char *, NULL: none). Quoted
 * includes are looked for in the current folder. False: it cannot be started, and why was said. */
bool compile_start(struct compilation *compilation, const char *program, const char *source,
                   size_t source_bytes, const struct list *const arguments[2]);

/* Wait for it. */
void compile_finish(struct compilation *compilation, struct compiled *result);
void compiled_release(struct compiled *result);

#endif
