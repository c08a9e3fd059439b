/* writer.h: text in memory; owns indentation and substitution.
 *
 *   write_text(w, "int ${name}(void);\n", "name", name, END);
 *
 * Every `${word}` must be given, and every given word used: anything else is a bug of the caller
 * and aborts. Each line starts with the current indentation, except empty lines and those that
 * begin with '#'. */
#ifndef WHERRY_GEN_WRITER_H
#define WHERRY_GEN_WRITER_H

#include <stddef.h>

struct writer;

#define END ((const char *)NULL)

struct writer *writer_new(void);
void write_text(struct writer *writer, const char *template, ...) __attribute__((sentinel));
void writer_indent(struct writer *writer, int levels); /* more, or, negative, less */

/* The text so far; owned by the writer. */
const char *writer_text(const struct writer *writer, size_t *length);
void writer_free(struct writer *writer);

#endif
