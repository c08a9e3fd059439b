/* call_internal.h: what the call*.c files share. */
#ifndef WHERRY_GEN_CALL_INTERNAL_H
#define WHERRY_GEN_CALL_INTERNAL_H

#include "merge.h"
#include "options.h"

#include <ffi.h>

/* ---- Values: call_values.c ------------------------------------------------------------------- */

enum format {
    FORMAT_NONE,
    FORMAT_SIGNED,
    FORMAT_UNSIGNED,
    FORMAT_FLOAT,
    FORMAT_POINTER,
    FORMAT_RECORD
};

/* How a C type is passed, read and printed. */
struct passing {
    ffi_type *type; /* NULL: libffi has none */
    enum format format;
    unsigned bits;   /* of an integer's values */
    const char *why; /* it cannot be passed, where more can be said than that */
};

struct passing passing_of(const struct api *api, struct arena *arena, const struct type *type);

/* Bytes of an object of this type; 0: that is not known. `type` is resolved. */
size_t value_size(const struct api *api, const struct type *type);

/* As C would write it: 42, { .quot = 3, .rem = 1 }; a char pointer as its text. */
void value_print(const struct api *api, const struct type *type, const void *bytes);
void value_print_bytes(const void *bytes, size_t size);

bool is_byte(const struct type *type); /* a character type, or void */

/* ---- Words of the command line: call_words.c ------------------------------------------------- */

/* What a word may stand for by name; NULL: no header was given. */
struct word_context {
    const struct api *names;
    struct arena *arena;
};

/* The integer or enumerator that a word spells, several joined by '|'; false: it spells none.
 * Negative numbers are two's complement. */
bool word_integer(const struct word_context *context, const char *word, uint64_t *value,
                  bool *is_negative, bool *is_too_big);
bool word_real(const struct word_context *context, const char *word, long double *value);
/* The inside of "…", its escapes undone, or the string that a macro stands for; NULL: it is none.
 */
char *word_text(const struct word_context *context, const char *word, size_t *length);
bool word_is_null(const char *word);

/* Store the value of a scalar type. False: `*why` says why not. */
bool word_store(const struct word_context *context, const struct passing *passing, const char *word,
                void *bytes, const char **why);

/* ---- Arguments: call_arguments.c ------------------------------------------------------------- */

enum { ARGUMENTS_MAX = 64 };

/* One object that lives during the call, and is printed after it. */
struct out {
    const char *label;
    const struct type *type; /* NULL: bytes */
    void *bytes;
    size_t size_bytes;
};

struct arguments {
    size_t count;
    ffi_type *types[ARGUMENTS_MAX];
    void *pointers[ARGUMENTS_MAX];
    struct out outs[ARGUMENTS_MAX];
    size_t out_count;
};

struct call_context {
    const struct api *api; /* of the function and its types */
    const struct model *model;
    struct word_context words;
    struct arena *arena;
};

bool arguments_read(struct arguments *arguments, const struct call_context *context,
                    const struct function *function, char *const *words, size_t count);
void arguments_print_outs(const struct arguments *arguments, const struct call_context *context);

#endif
