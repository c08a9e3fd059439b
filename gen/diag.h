/* diag.h: what the tool says to its user, in the compilers' own form. */
#ifndef WHERRY_GEN_DIAG_H
#define WHERRY_GEN_DIAG_H

/* Where something stands. `line` 0: the whole file; `file` NULL: the command line. */
struct location {
    const char *file;
    unsigned line;
    unsigned column;
};

/* "file:line:column: error: …", or "wherry: error: …" where there is no file. */
void diag_error(struct location where, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diag_warning(struct location where, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diag_note(struct location where, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define NOWHERE ((struct location){0})

#endif
