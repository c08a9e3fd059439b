/* Layouts of records, as the target's compiler makes them. */
#include "verify_internal.h"

#include <string.h>

/* See api_unnamed_record(): its fields are leaves of the record that holds it. */
static struct record *unnamed_record(struct verification *verification, const struct type *type,
                                     const char **subscripts)
{
    const struct declaration *inner =
        api_unnamed_record(verification->api, verification->arena, type, subscripts);
    return inner ? &api_correct(verification->api, DECLARATION_RECORD, inner->name)->record : NULL;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

struct walk {
    struct verification *verification;
    const char *spelling; /* of the outermost record */
    struct list *leaves;
};

static struct question *ask_bitfield(struct walk *walk, const char *path)
{
    struct questions *questions = &walk->verification->questions;
    return questions_add_bytes(
        questions,
        arena_format(questions->arena, "%s m%zu;", walk->spelling, questions->member_count),
        arena_format(questions->arena, "{.%s = -1}", path));
}

static struct question *ask_field(struct walk *walk, const struct field *field, const char *path)
{
    struct verification *verification = walk->verification;
    const char *expression =
        arena_format(verification->arena, "((%s *)0)->%s", walk->spelling, path);
    return questions_add(&verification->questions, 2,
                         arena_format(verification->arena, "__builtin_offsetof(%s, %s), %s",
                                      walk->spelling, path,
                                      verify_compatible(verification, expression, field->type)));
}

static void ask_fields(struct walk *walk, const struct record *record, const char *path)
{
    struct arena *arena = walk->verification->arena;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const char *name = field->name ? arena_format(arena, "%s%s", path, field->name) : path;
        if (field->name)
            list_add(walk->leaves,
                     field->is_bitfield ? ask_bitfield(walk, name) : ask_field(walk, field, name));
        const char *subscripts;
        const struct record *inner = unnamed_record(walk->verification, field->type, &subscripts);
        if (inner)
            ask_fields(walk, inner,
                       field->name ? arena_format(arena, "%s%s.", name, subscripts) : path);
    }
}

/* ---- Applying -------------------------------------------------------------------------------- */

struct answers {
    struct verification *verification;
    const struct check *check;
    size_t next; /* of check->leaves */
};

static void correct(struct answers *answers, const char *what, uint64_t *ours, uint64_t theirs)
{
    struct verification *verification = answers->verification;
    if (*ours == theirs)
        return;
    verify_correct(verification, answers->check->entity, what, verify_number(verification, *ours),
                   verify_number(verification, theirs));
    *ours = theirs;
}

/* The ones among the bytes of a record in which a bitfield is -1 and all else 0. */
static bool read_bitfield(const struct question *question, uint64_t *first, uint64_t *count)
{
    *first = *count = 0;
    for (uint64_t bit = 0; bit < question->byte_count * 8; bit++) {
        if (!(question->bytes[bit / 8] >> bit % 8 & 1))
            continue;
        if (!*count)
            *first = bit;
        if (bit != *first + *count)
            return false;
        ++*count;
    }
    return *count > 0;
}

/* The position of a field in the outermost record, in bits, and how many a bitfield has. */
static bool read_position(const struct field *field, const struct question *question,
                          uint64_t *bits, uint64_t *count)
{
    if (question->is_rejected)
        return false;
    if (field->is_bitfield)
        return read_bitfield(question, bits, count);
    *bits = question->word[0] * 8;
    return true;
}

/* Where an anonymous record begins: nothing can ask, but its first field stands where clang says in
 * it. That field, and its position in the record by clang's word. */
static const struct field *first_leaf(struct verification *verification,
                                      const struct record *record, uint64_t *offset_bits)
{
    *offset_bits = 0;
    while (record && record->field_count) {
        const struct field *field = &record->fields[0];
        const char *subscripts;
        *offset_bits += field->offset_bits;
        if (field->name)
            return field;
        record = unnamed_record(verification, field->type, &subscripts);
    }
    return NULL;
}

static void apply_leaf(struct answers *answers, struct field *field, uint64_t base_bits,
                       const char *path)
{
    struct verification *verification = answers->verification;
    const struct question *question = answers->check->leaves->items[answers->next++];
    uint64_t bits, count;
    if (!read_position(field, question, &bits, &count))
        return;
    correct(answers, arena_format(verification->arena, "offset of %s in bits", path),
            &field->offset_bits, bits - base_bits);
    if (field->is_bitfield) {
        uint64_t width = field->length_bits;
        correct(answers, arena_format(verification->arena, "width of %s in bits", path), &width,
                count);
        field->length_bits = (unsigned)width;
    } else if (!question->word[1]) {
        verify_correct(verification, answers->check->entity,
                       arena_format(verification->arena, "type of %s", path), "another", "its own");
        field->type = type_named(verification->model->types, TYPE_UNSUPPORTED,
                                 "a type that clang does not have");
    }
}

static uint64_t anonymous_base(struct answers *answers, const struct record *inner,
                               uint64_t offset_bits)
{
    uint64_t own_bits, bits, count;
    const struct field *leaf = first_leaf(answers->verification, inner, &own_bits);
    const struct list *leaves = answers->check->leaves;
    if (!leaf || answers->next >= leaves->count ||
        !read_position(leaf, leaves->items[answers->next], &bits, &count) || bits < own_bits)
        return offset_bits;
    return bits - own_bits;
}

static void apply_fields(struct answers *answers, struct record *record, uint64_t base_bits,
                         const char *path)
{
    struct arena *arena = answers->verification->arena;
    for (size_t i = 0; i < record->field_count; i++) {
        struct field *field = &record->fields[i];
        const char *name = field->name ? arena_format(arena, "%s%s", path, field->name) : path;
        if (field->name)
            apply_leaf(answers, field, base_bits, name);
        const char *subscripts;
        struct record *inner = unnamed_record(answers->verification, field->type, &subscripts);
        if (!inner)
            continue;
        uint64_t inner_bits = base_bits + field->offset_bits;
        if (!field->name) {
            inner_bits = anonymous_base(answers, inner, inner_bits);
            field->offset_bits = inner_bits - base_bits;
        }
        apply_fields(answers, inner, inner_bits,
                     field->name ? arena_format(arena, "%s%s.", name, subscripts) : path);
    }
}

/* The compiler's own headers may declare another record of that name (max_align_t). */
static bool lacks_field(const struct list *leaves)
{
    FOR_EACH (const struct question *, question, leaves)
        if (question && question->is_rejected && question->message &&
            strstr(question->message, "no member named"))
            return true;
    return false;
}

static void apply_record(struct verification *verification, struct check *check)
{
    struct answers answers = {.verification = verification, .check = check};
    struct record *record = &check->declaration->record;
    if (check->question->is_rejected || lacks_field(check->leaves)) {
        check->declaration->spelling = NULL; /* what it holds is not asked about either */
        model_drop(verification->model, verification->arena, check->entity, verification->t,
                   "is declared to clang, but the target's compiler takes another branch of the "
                   "headers",
                   "declare it in a header of your own and bind that");
    } else {
        correct(&answers, "size in bytes", &record->size_bytes, check->question->word[0]);
        correct(&answers, "alignment in bytes", &record->alignment_bytes, check->question->word[1]);
        apply_fields(&answers, record, 0, "");
    }
    list_release(check->leaves);
}

void verify_ask_record(struct verification *verification, struct entity *entity)
{
    const struct declaration *declaration = entity->on[verification->t];
    if (!declaration->spelling || !declaration->record.is_complete)
        return;
    struct check *check =
        verify_check(verification, entity, apply_record,
                     questions_add(&verification->questions, 2,
                                   arena_format(verification->arena, "sizeof(%s), _Alignof(%s),",
                                                declaration->spelling, declaration->spelling)));
    check->leaves = ARENA_NEW(verification->arena, struct list);
    struct walk walk = {verification, declaration->spelling, check->leaves};
    ask_fields(&walk, &declaration->record, "");
}
