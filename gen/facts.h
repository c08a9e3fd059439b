/* facts.h: questions to a compiler, and its answers.
 *
 * A question is one or more constant expressions, which stand in the initialiser of an object. The
 * compiler evaluates them, and the answers are read from its object file: nothing is run, so it may
 * be a cross compiler. A question that it cannot compile is left out, and the rest asked again.
 *
 * Two objects hold the answers, each found by the mark at its start, whatever the format of the
 * file: words of 64 bits, and members of any type, whose bytes are the answer. */
#ifndef WHERRY_GEN_FACTS_H
#define WHERRY_GEN_FACTS_H

#include "base.h"
#include "compiler.h"

enum { FACT_WORDS_MAX = 4 };

struct fact {
    const char *member;      /* declares member `m` of its own type: "struct s m3;"; NULL */
    const char *initialiser; /* ".m3 = {.f = -1},"; NULL */
    const char *words;       /* expressions, each followed by a comma */
    unsigned word_count;
    /* The answer. */
    bool is_rejected;
    const char *message; /* the compiler's first, where it is rejected */
    uint64_t word[FACT_WORDS_MAX];
    const unsigned char *bytes; /* of the member */
    size_t byte_count;
    size_t number; /* of the member; set when it is added */
};

struct facts {
    struct arena *arena;
    struct list list; /* struct fact * */
    size_t member_count;
    const char *prologue; /* what stands before: includes, macros */
    struct list lines;    /* struct fact *: whose the line is; NULL: nobody's */
    struct compilation compilation;
    struct compiled compiled;
};

void facts_init(struct facts *facts, struct arena *arena, const char *prologue);
void facts_release(struct facts *facts);

/* Ask for words: `count` expressions, each followed by a comma. */
struct fact *facts_ask(struct facts *facts, unsigned count, const char *words);
/* Ask for the bytes of an object: its type around a name, "struct s %s", and its initialiser. */
struct fact *facts_ask_bytes(struct facts *facts, const char *declaration, const char *initialiser);

/* Start to compile the questions; then wait, and ask again without what was rejected. False: the
 * compiler cannot read the headers at all, and why was said. */
bool facts_start(struct facts *facts, const char *program, const struct list *const arguments[2]);
bool facts_finish(struct facts *facts, const char *program, const struct list *const arguments[2]);

#endif
