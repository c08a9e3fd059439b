/* questions.h: questions to a compiler, and its answers.
 *
 * A question is one or more constant expressions, which stand in the initialiser of an object. The
 * compiler evaluates them, and the answers are read from its object file: nothing is run, so it may
 * be a cross compiler. A question that it cannot compile is left out, and the rest asked again.
 *
 * The answers are in objects that are found by the marks at their starts, whatever the format of
 * the file: blocks of words of 64 bits, and one of members of any type, whose bytes are the
 * answer. */
#ifndef WHERRY_GEN_QUESTIONS_H
#define WHERRY_GEN_QUESTIONS_H

#include "base.h"
#include "compiler.h"

enum { QUESTION_WORDS_MAX = 3 };

struct question {
    const char *definition;  /* of a function: does it compile? NULL */
    const char *member;      /* declares member `m` of its own type: "struct s m3;"; NULL */
    const char *initialiser; /* ".m3 = {.f = -1},"; NULL */
    const char *words;       /* expressions, each followed by a comma */
    unsigned word_count;
    /* The answer. */
    bool is_rejected;
    struct question *companion; /* is rejected with this one; NULL */
    const char *message;        /* the compiler's first, where it is rejected */
    uint64_t word[QUESTION_WORDS_MAX];
    const unsigned char *bytes; /* of the member */
    size_t byte_count;
    size_t number; /* of the member; set when it is added */
    size_t block;  /* of the words; set when it is asked */
};

struct questions {
    struct arena *arena;
    struct list list; /* struct question * */
    size_t member_count;
    const char *includes; /* what stands before */
    const char *prologue; /* and the macros that they need */
    struct list lines;    /* struct question *: whose the line is; NULL: nobody's */
    const char *program;
    const struct list *arguments[2];
    struct compilation compilation;
    struct compiled compiled;
};

/* Start `program`, which begins with the includes while the questions are collected. False: it
 * cannot be started, and why was said. */
bool questions_start(struct questions *questions, struct arena *arena, const char *includes,
                     const char *program, const struct list *const arguments[2]);
void questions_release(struct questions *questions);

/* Ask for words: `count` expressions, each followed by a comma. */
struct question *questions_add(struct questions *questions, unsigned count, const char *words);
/* Ask for the bytes of an object: its type around a name, "struct s %s", and its initialiser. */
struct question *questions_add_bytes(struct questions *questions, const char *declaration,
                                     const char *initialiser);

/* Ask whether a function's definition compiles; it may have several lines. */
struct question *questions_add_definition(struct questions *questions, const char *definition);

/* Ask them: the compiler works on while others are asked. */
void questions_ask(struct questions *questions, const char *prologue);

/* Wait for the answers; ask again without what was rejected. False: the compiler cannot read the
 * headers at all, and why was said. */
bool questions_finish(struct questions *questions);

#endif
