/* compiler.h: the target's own compiler. It compiles a source to an object file; nothing that it
 * made is ever run. */
#ifndef WHERRY_GEN_COMPILER_H
#define WHERRY_GEN_COMPILER_H

#include "base.h"

#include <stdio.h>
#include <sys/types.h>

/* A compilation under way. Several may be. The text has two parts: while the compiler reads the
 * headers that the first one includes, the second may still be in the making. */
struct compilation {
    pid_t process;  /* 0: none */
    FILE *source;   /* its standard input: the first part */
    FILE *rest;     /* the second part, which the first one includes */
    FILE *messages; /* its standard error */
    FILE *object;   /* its output */
    int gate[2];    /* a pipe; its end for writing is closed when the rest may be read; -1 */
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

/* Start `program` on the first part of a C text, with further arguments (lists of const char *,
 * NULL: none). Quoted includes are looked for in the current folder. False: it cannot be started,
 * and why was said. */
bool compile_start(struct compilation *compilation, const char *program, const char *text,
                   const struct list *const arguments[2]);

/* Give it the second part. */
void compile_rest(struct compilation *compilation, const char *text, size_t bytes);

/* Wait for it. */
void compile_finish(struct compilation *compilation, struct compiled *result);

/* End it, if it is under way, without a result, and whatever else the caller's process group holds:
 * a compiler is several processes. The group must be the caller's own. */
void compile_cancel(struct compilation *compilation);
void compiled_release(struct compiled *result);

#endif
