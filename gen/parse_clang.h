/* parse_clang.h: what the parse*.c files share. */
#ifndef WHERRY_GEN_PARSE_CLANG_H
#define WHERRY_GEN_PARSE_CLANG_H

#include "parse.h"

#include <clang-c/Index.h>
#include <stdio.h>

struct known_file;
struct known_type;
struct known_unnamed;
struct local_tag;
struct macro;

struct parser {
    const struct parse_input *input;
    struct api *api;
    struct arena *arena;
    struct types *types;
    struct parse_progress *progress;
    CXTranslationUnit unit;
    CXFile main_file;
    struct known_file *files;      /* by CXFile */
    struct known_type *known;      /* by CXType */
    struct known_unnamed *unnamed; /* records and enums without a name, by place */
    struct local_tag *locals;      /* tags that are first declared in a parameter list, by place */
    const char *context;           /* what an unnamed type met now is called after */
    struct macro *macros;          /* object-like macros, by name */
    struct list probes;            /* const char *: the macros probed, in the order of the lines */
    unsigned first_probe_line;     /* in the main file */
    bool is_cut;                   /* the last header ends amid a declaration, and that was said */
    bool failed;
};

/* parse.c */
const char *parse_text(struct parser *parser, CXString string); /* interned; "" for none */
struct source_file *parse_source_file(struct parser *parser, CXFile file);
struct source_file *parse_locate(struct parser *parser, CXCursor cursor, struct location *location);
const char *parse_file_contents(struct parser *parser, CXFile file, size_t *size_bytes);
void parse_write_includes(struct parser *parser, FILE *out);
size_t parse_include_lines(const struct parse_input *input); /* that these are */
void parse_reject_probes(struct parser *parser);
void parse_skip(struct parser *parser, const char *what, const char *name,
                const struct source_file *file, struct location location, const char *reason,
                const char *advice);

/* parse_types.c */
const struct type *parse_type(struct parser *parser, CXType type);
void parse_types_release(struct parser *parser);
const char *parse_unnamed(struct parser *parser, CXCursor cursor, const char *tag);
/* A tag first declared in a parameter list is known there only: nothing outside can name it. */
void parse_note_local(struct parser *parser, CXSourceLocation place);
bool parse_is_local(struct parser *parser, CXCursor cursor);

/* parse_declarations.c */
void parse_declaration(struct parser *parser, CXCursor cursor);
const char *parse_record(struct parser *parser, CXCursor cursor); /* its key */
const char *parse_enum(struct parser *parser, CXCursor cursor);   /* its key */
void parse_typedef(struct parser *parser, CXCursor cursor);
void parse_finish_functions(struct parser *parser); /* when all headers are read */

/* parse_attributes.c: flags, enum function_flag; and what is new is added to `list`, one attribute
 * a line (NULL: not asked for). */
unsigned parse_attributes(struct parser *parser, CXCursor cursor, const char **list);

/* parse_macros.c */
void parse_macro(struct parser *parser, CXCursor cursor);
/* Where a macro is defined; false if it is not. */
bool parse_macro_place(struct parser *parser, const char *name, const struct source_file **file,
                       struct location *location);
void parse_write_probes(struct parser *parser, FILE *out);
/* An error stands in this line of the probes. */
void parse_warn_probe(struct parser *parser, unsigned line); /* or a warning of its use */
void parse_reject_probe(struct parser *parser, unsigned line, const char *error);
bool parse_probe(struct parser *parser, CXCursor variable); /* whether it is one */
void parse_finish_macros(struct parser *parser);
void parse_macros_release(struct parser *parser);
bool parse_is_one_expression(const char *text, size_t length);

/* parse_thunks.c */
enum { PARSE_THUNK_LINES = 3 }; /* of the main file, per thunk */
void parse_write_thunks(const struct parse_input *input, FILE *out);
bool parse_thunk(struct parser *parser, CXCursor cursor, const char *name); /* whether it is one */
const struct thunk_note *parse_thunk_at(const struct parse_input *input, unsigned line);

/* parse_literal.c */
struct literal {
    enum type_kind kind;
    uint64_t value;
};
/* Whether a macro's body is one integer literal; its type and value (`literal` may be NULL). */
bool parse_literal(const char *text, size_t length, const struct target *target,
                   struct literal *literal);

/* parse_scan.c */
void parse_scan(struct parser *parser, struct list *names);

extern const char parse_main_name[];
extern const unsigned parse_flags;

#endif
