#include "questions.h"

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
enum { MARK_BYTES = 16, ROUNDS_MAX = 40, BLOCK_QUESTIONS = 4096 };
static const unsigned char words_mark[MARK_BYTES + 1] = "\001Wherry\377words\376\002\0";
static const unsigned char bytes_mark[MARK_BYTES + 1] = "\001Wherry\377bytes\376\002\0";

static bool start(struct questions *questions)
{
    return compile_start(
        &questions->compilation, questions->program,
        arena_format(questions->arena, "#line 1 \"" PROLOGUE_NAME "\"\n%s", questions->includes),
        questions->arguments);
}

bool questions_start(struct questions *questions, struct arena *arena, const char *includes,
                     const char *program, const struct list *const arguments[2])
{
    *questions = (struct questions){.arena = arena,
                                    .includes = includes,
                                    .program = program,
                                    .arguments = {arguments[0], arguments[1]}};
    return start(questions);
}

void questions_release(struct questions *questions)
{
    compile_cancel(&questions->compilation);
    list_release(&questions->list);
    list_release(&questions->lines);
    compiled_release(&questions->compiled);
}

static struct question *add(struct questions *questions)
{
    struct question *question = ARENA_NEW(questions->arena, struct question);
    list_add(&questions->list, question);
    return question;
}

struct question *questions_add(struct questions *questions, unsigned count, const char *words)
{
    struct question *question = add(questions);
    question->words = words;
    question->word_count = count;
    return question;
}

struct question *questions_add_bytes(struct questions *questions, const char *declaration,
                                     const char *initialiser)
{
    struct question *question = add(questions);
    question->number = questions->member_count++;
    question->member = declaration;
    question->initialiser = initialiser;
    question->word_count = 2;
    return question;
}

struct question *questions_add_definition(struct questions *questions, const char *definition)
{
    struct question *question = add(questions);
    question->definition = definition;
    return question;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static void end_line(struct questions *questions, struct writer *out, struct question *question)
{
    write_text(out, "\n", END);
    list_add(&questions->lines, question);
}

static const char *member_name(struct questions *questions, const struct question *question)
{
    return arena_format(questions->arena, "m%zu", question->number);
}

static void write_members(struct questions *questions, struct writer *out)
{
    write_text(out, "struct __attribute__((packed)) wherry__bytes { char mark[16];", END);
    end_line(questions, out, NULL);
    FOR_EACH (struct question *, question, &questions->list) {
        if (!question->member || question->is_rejected)
            continue;
        write_text(out, "${member}", "member", question->member, END);
        end_line(questions, out, question);
    }
    write_text(out,
               "}; extern const struct wherry__bytes wherry__bytes; "
               "const struct wherry__bytes wherry__bytes = {.mark = \"" BYTES_MARK "\",",
               END);
    end_line(questions, out, NULL);
    FOR_EACH (struct question *, question, &questions->list) {
        if (!question->member || question->is_rejected)
            continue;
        write_text(out, ".${name} = ${initialiser},", "name", member_name(questions, question),
                   "initialiser", question->initialiser, END);
        end_line(questions, out, question);
    }
    write_text(out, "};", END);
    end_line(questions, out, NULL);
}

static void write_definitions(struct questions *questions, struct writer *out)
{
    FOR_EACH (struct question *, question, &questions->list) {
        if (!question->definition || question->is_rejected)
            continue;
        write_text(out, "${text}", "text", question->definition, END);
        for (const char *c = question->definition; *c; c++)
            if (*c == '\n')
                list_add(&questions->lines, question);
    }
}

static void begin_block(struct questions *questions, struct writer *out, size_t block)
{
    const char *number = arena_format(questions->arena, "%zu", block);
    write_text(out,
               "extern const struct wherry__words wherry__words${number}; "
               "const struct wherry__words wherry__words${number} = "
               "{\"" WORDS_MARK "\", {${number},",
               "number", number, END);
    end_line(questions, out, NULL);
}

static void end_block(struct questions *questions, struct writer *out)
{
    write_text(out, "0}};", END);
    end_line(questions, out, NULL);
}

/* In blocks, which a compiler can be done with: one long initialiser takes it a third more memory.
 */
static void write_words(struct questions *questions, struct writer *out)
{
    size_t count = 0;
    write_text(out, "struct wherry__words { char mark[16]; unsigned long long word[]; };", END);
    end_line(questions, out, NULL);
    begin_block(questions, out, 0);
    FOR_EACH (struct question *, question, &questions->list) {
        if (question->is_rejected || question->definition)
            continue;
        question->block = count++ / BLOCK_QUESTIONS;
        if (question->block && (count - 1) % BLOCK_QUESTIONS == 0) {
            end_block(questions, out);
            begin_block(questions, out, question->block);
        }
        if (question->member)
            write_text(out,
                       "__builtin_offsetof(struct wherry__bytes, ${name}), "
                       "sizeof(((struct wherry__bytes *)0)->${name}),",
                       "name", member_name(questions, question), END);
        else
            write_text(out, "${words}", "words", question->words, END);
        end_line(questions, out, question);
    }
    end_block(questions, out);
}

static void ask(struct questions *questions)
{
    struct writer *out = writer_new();
    questions->lines.count = 0;
    write_text(out, "#line 1 \"" PROLOGUE_NAME "\"\n${prologue}\n#line 1 \"" QUESTIONS_NAME "\"\n",
               "prologue", questions->prologue, END);
    write_definitions(questions, out);
    write_members(questions, out);
    write_words(questions, out);
    size_t length;
    const char *text = writer_text(out, &length);
    compile_rest(&questions->compilation, text, length);
    writer_free(out);
}

void questions_ask(struct questions *questions, const char *prologue)
{
    questions->prologue = prologue;
    ask(questions);
}

/* ---- Answers --------------------------------------------------------------------------------- */

static const unsigned char *find(const struct compiled *compiled, const void *mark, size_t bytes)
{
    return memmem(compiled->object, compiled->object_bytes, mark, bytes);
}

/* The words of a block, behind its mark and its number. */
static const unsigned char *find_block(const struct compiled *compiled, uint64_t block)
{
    unsigned char mark[MARK_BYTES + sizeof block];
    memcpy(mark, words_mark, MARK_BYTES);
    memcpy(mark + MARK_BYTES, &block, sizeof block);
    const unsigned char *found = find(compiled, mark, sizeof mark);
    return found ? found + sizeof mark : NULL;
}

/* Every target's words are little-endian, as this machine's are. */
static bool read_answers(struct questions *questions)
{
    const struct compiled *compiled = &questions->compiled;
    const unsigned char *word = find_block(compiled, 0);
    const unsigned char *bytes = find(compiled, bytes_mark, MARK_BYTES);
    const unsigned char *end = compiled->object + compiled->object_bytes;
    size_t block = 0;
    FOR_EACH (struct question *, question, &questions->list) {
        if (question->is_rejected || question->definition)
            continue;
        if (question->block != block)
            word = find_block(compiled, block = question->block);
        size_t size = question->word_count * sizeof *question->word;
        if (!word || !bytes || (size_t)(end - word) < size)
            return false;
        memcpy(question->word, word, size);
        word += size;
        if (!question->member)
            continue;
        question->bytes = bytes + question->word[0];
        question->byte_count = question->word[1];
        if (question->word[0] + question->word[1] > (size_t)(end - bytes))
            return false;
    }
    return true;
}

/* Messages look like "wherry-questions:12:3: error: …". Returns whether a line was rejected that
 * was not before. */
static bool reject(struct questions *questions)
{
    static const char name[] = QUESTIONS_NAME ":";
    bool any = false;
    for (const char *at = questions->compiled.messages; (at = strstr(at, name)) != NULL;) {
        at += sizeof name - 1;
        unsigned long line = strtoul(at, NULL, 10);
        const char *end = strchrnul(at, '\n');
        const char *error = memmem(at, (size_t)(end - at), "error: ", 7);
        if (!error || !line || line > questions->lines.count)
            continue;
        struct question *question = questions->lines.items[line - 1];
        if (!question || question->is_rejected)
            continue;
        question->is_rejected = any = true;
        if (question->companion) /* clang tells of the first in an initialiser only */
            question->companion->is_rejected = true;
        question->message = intern_bytes(questions->arena, error + 7, (size_t)(end - error) - 7);
    }
    return any;
}

/* It is no compiler, or a broken one. */
static bool say_nonsense(const struct questions *questions)
{
    const char *program = questions->program;
    const struct compiled *compiled = &questions->compiled;
    fprintf(stderr, "%s", compiled->messages);
    if (compiled->signal)
        diag_error(NOWHERE, "the compiler '%s' crashed (%s)", program, strsignal(compiled->signal));
    else if (compiled->ok)
        diag_error(NOWHERE, "'%s' has not compiled what it was given: is it a C compiler?",
                   program);
    else
        diag_error(NOWHERE, "'%s' failed without an error message: is it a C compiler?", program);
    return false;
}

/* The headers themselves do not compile: say what the compiler said first. */
static bool say_failure(const struct questions *questions)
{
    const char *messages = questions->compiled.messages;
    const char *error = strstr(messages, "error: ");
    if (!error || questions->compiled.signal || questions->compiled.ok)
        return say_nonsense(questions);
    const char *line = error;
    while (line > messages && line[-1] != '\n')
        line--;
    fprintf(stderr, "%.*s\n", (int)strcspn(line, "\n"), line);
    diag_error(NOWHERE,
               "'%s' does not compile these headers, so nothing can be verified; give it what it "
               "lacks (-- -I…), another --compiler, or --no-verify",
               questions->program);
    return false;
}

bool questions_finish(struct questions *questions)
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        compile_finish(&questions->compilation, &questions->compiled);
        if (questions->compiled.ok && read_answers(questions))
            return true;
        if (questions->compiled.ok || !reject(questions))
            return say_failure(questions);
        compiled_release(&questions->compiled);
        if (!start(questions))
            return false;
        ask(questions);
    }
    compile_finish(&questions->compilation, &questions->compiled);
    return say_failure(questions);
}
