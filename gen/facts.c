#include "facts.h"

#include "diag.h"
#include "writer.h"

#include <stdlib.h>
#include <string.h>

/* What diagnostics call the lines of the questions, and those before them. */
#define QUESTIONS_NAME "wherry-questions"
#define PROLOGUE_NAME "wherry-includes"

/* Sixteen bytes that nothing else holds; in octal, since a hexadecimal escape has no end. */
#define WORDS_MARK "\\001Wherry\\377words\\376\\002"
#define BYTES_MARK "\\001Wherry\\377bytes\\376\\002"
enum { MARK_BYTES = 16, ROUNDS_MAX = 40 };
static const unsigned char words_mark[MARK_BYTES + 1] = "\001Wherry\377words\376\002\0";
static const unsigned char bytes_mark[MARK_BYTES + 1] = "\001Wherry\377bytes\376\002\0";

void facts_init(struct facts *facts, struct arena *arena, const char *prologue)
{
    *facts = (struct facts){.arena = arena, .prologue = prologue};
}

void facts_release(struct facts *facts)
{
    list_release(&facts->list);
    list_release(&facts->lines);
    compiled_release(&facts->compiled);
}

static struct fact *add(struct facts *facts)
{
    struct fact *fact = ARENA_NEW(facts->arena, struct fact);
    list_add(&facts->list, fact);
    return fact;
}

struct fact *facts_ask(struct facts *facts, unsigned count, const char *words)
{
    struct fact *fact = add(facts);
    fact->words = words;
    fact->word_count = count;
    return fact;
}

struct fact *facts_ask_bytes(struct facts *facts, const char *declaration, const char *initialiser)
{
    struct fact *fact = add(facts);
    fact->number = facts->member_count++;
    fact->member = declaration;
    fact->initialiser = initialiser;
    fact->word_count = 2;
    return fact;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static void end_line(struct facts *facts, struct writer *out, struct fact *fact)
{
    write_text(out, "\n", END);
    list_add(&facts->lines, fact);
}

static const char *member_name(struct facts *facts, const struct fact *fact)
{
    return arena_format(facts->arena, "m%zu", fact->number);
}

static void write_members(struct facts *facts, struct writer *out)
{
    write_text(out, "struct __attribute__((packed)) wherry__bytes { char mark[16];", END);
    end_line(facts, out, NULL);
    FOR_EACH (struct fact *, fact, &facts->list) {
        if (!fact->member || fact->is_rejected)
            continue;
        write_text(out, "${member}", "member", fact->member, END);
        end_line(facts, out, fact);
    }
    write_text(out,
               "}; extern const struct wherry__bytes wherry__bytes; "
               "const struct wherry__bytes wherry__bytes = {.mark = \"" BYTES_MARK "\",",
               END);
    end_line(facts, out, NULL);
    FOR_EACH (struct fact *, fact, &facts->list) {
        if (!fact->member || fact->is_rejected)
            continue;
        write_text(out, ".${name} = ${initialiser},", "name", member_name(facts, fact),
                   "initialiser", fact->initialiser, END);
        end_line(facts, out, fact);
    }
    write_text(out, "};", END);
    end_line(facts, out, NULL);
}

static void write_words(struct facts *facts, struct writer *out)
{
    write_text(out,
               "struct wherry__words { char mark[16]; unsigned long long word[]; }; "
               "extern const struct wherry__words wherry__words; "
               "const struct wherry__words wherry__words = {\"" WORDS_MARK "\", {",
               END);
    end_line(facts, out, NULL);
    FOR_EACH (struct fact *, fact, &facts->list) {
        if (fact->is_rejected)
            continue;
        if (fact->member)
            write_text(out,
                       "__builtin_offsetof(struct wherry__bytes, ${name}), "
                       "sizeof(((struct wherry__bytes *)0)->${name}),",
                       "name", member_name(facts, fact), END);
        else
            write_text(out, "${words}", "words", fact->words, END);
        end_line(facts, out, fact);
    }
    write_text(out, "0}};", END);
    end_line(facts, out, NULL);
}

bool facts_start(struct facts *facts, const char *program, const struct list *const arguments[2])
{
    struct writer *out = writer_new();
    facts->lines.count = 0;
    write_text(out, "#line 1 \"" PROLOGUE_NAME "\"\n${prologue}\n#line 1 \"" QUESTIONS_NAME "\"\n",
               "prologue", facts->prologue, END);
    write_members(facts, out);
    write_words(facts, out);
    size_t length;
    const char *text = writer_text(out, &length);
    bool ok = compile_start(&facts->compilation, program, text, length, arguments);
    writer_free(out);
    return ok;
}

/* ---- Answers --------------------------------------------------------------------------------- */

static const unsigned char *behind_mark(const struct compiled *compiled, const unsigned char *mark)
{
    const unsigned char *found = memmem(compiled->object, compiled->object_bytes, mark, MARK_BYTES);
    return found;
}

/* Every target's words are little-endian, as this machine's are. */
static bool read_answers(struct facts *facts)
{
    const struct compiled *compiled = &facts->compiled;
    const unsigned char *word = behind_mark(compiled, words_mark);
    const unsigned char *bytes = behind_mark(compiled, bytes_mark);
    const unsigned char *end = compiled->object + compiled->object_bytes;
    if (!word || !bytes)
        return false;
    word += MARK_BYTES;
    FOR_EACH (struct fact *, fact, &facts->list) {
        if (fact->is_rejected)
            continue;
        size_t size = fact->word_count * sizeof *fact->word;
        if ((size_t)(end - word) < size)
            return false;
        memcpy(fact->word, word, size);
        word += size;
        if (!fact->member)
            continue;
        fact->bytes = bytes + fact->word[0];
        fact->byte_count = fact->word[1];
        if (fact->word[0] + fact->word[1] > (size_t)(end - bytes))
            return false;
    }
    return true;
}

/* Messages look like "wherry-questions:12:3: error: …". Returns whether a line was rejected that
 * was not before. */
static bool reject(struct facts *facts)
{
    static const char name[] = QUESTIONS_NAME ":";
    bool any = false;
    for (const char *at = facts->compiled.messages; (at = strstr(at, name)) != NULL;) {
        at += sizeof name - 1;
        unsigned long line = strtoul(at, NULL, 10);
        const char *end = strchrnul(at, '\n');
        const char *error = memmem(at, (size_t)(end - at), "error: ", 7);
        if (!error || !line || line > facts->lines.count)
            continue;
        struct fact *fact = facts->lines.items[line - 1];
        if (!fact || fact->is_rejected)
            continue;
        fact->is_rejected = any = true;
        fact->message = intern_bytes(facts->arena, error + 7, (size_t)(end - error) - 7);
    }
    return any;
}

/* The headers themselves do not compile: say what the compiler said first. */
static bool say_failure(const struct facts *facts, const char *program)
{
    const char *messages = facts->compiled.messages;
    const char *error = strstr(messages, "error: ");
    size_t length = error ? strcspn(error + 7, "\n") : 0;
    const char *line = error;
    while (line && line > messages && line[-1] != '\n')
        line--;
    size_t place = error ? (size_t)(error - line) : 0;
    if (error)
        fprintf(stderr, "%.*serror: %.*s\n", (int)place, line, (int)length, error + 7);
    else
        fprintf(stderr, "%s", messages);
    diag_error(NOWHERE,
               "'%s' does not compile these headers, so nothing can be verified; give it what it "
               "lacks (-- -I…), another --compiler, or --no-verify",
               program);
    return false;
}

bool facts_finish(struct facts *facts, const char *program, const struct list *const arguments[2])
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        compile_finish(&facts->compilation, &facts->compiled);
        if (facts->compiled.ok && read_answers(facts))
            return true;
        if (facts->compiled.ok || !reject(facts))
            return say_failure(facts, program);
        compiled_release(&facts->compiled);
        if (!facts_start(facts, program, arguments))
            return false;
    }
    compile_finish(&facts->compilation, &facts->compiled);
    return say_failure(facts, program);
}
