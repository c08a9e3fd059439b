/* Enums and constants, as the target's compiler evaluates them. */
#include "spell.h"
#include "verify_internal.h"

#include <math.h>
#include <string.h>

static const char no_constant[] = "is no arithmetic or string constant";
static const char usable[] = "it can be used where its header is included";

/* WHERRY_SCALAR is the enum type_kind of an expression, 0 if it is no number. The value of what is
 * no constant is asked for as 0, since an initialiser must be one. Arrays, which strings are, decay
 * in a conditional; the address of one is not known before the program is linked, and so is no
 * length of an array, even behind a cast; though how it is aligned is. Type class 8 is
 * real numbers (gcc/typeclass.h); (1.0 / 0.0) is an initialiser, but no constant to the builtin. */
static const char macros[] =
    "default: 0)\n"
    "#define WHERRY_INTEGER(x) (__builtin_constant_p(x) && __builtin_classify_type(x) != 8)\n"
    "#define WHERRY_NUMBER(x) WHERRY_SCALAR(x), __builtin_constant_p(x), \\\n"
    "    (unsigned long long)__builtin_choose_expr(WHERRY_INTEGER(x), x, 0),\n"
    "#define WHERRY_AS(x, type) \\\n"
    "    __builtin_types_compatible_p(__typeof__(x), type) && __builtin_constant_p(x), \\\n"
    "    (unsigned long long)__builtin_choose_expr(__builtin_constant_p(x), x, 0),\n"
    "#define WHERRY_REAL(x) (double)(x)\n"
    "#define WHERRY_IS_ADDRESS(x) (__builtin_constant_p(x) && \\\n"
    "    __builtin_types_compatible_p(__typeof__(x), __typeof__(1 ? (x) : (x))))\n"
    "#define WHERRY_ADDRESS(x) WHERRY_IS_ADDRESS(x), (unsigned long long)(__UINTPTR_TYPE__) \\\n"
    "    __builtin_choose_expr(WHERRY_IS_ADDRESS(x), x, 0),\n"
    "#define WHERRY_KNOWN(x) [1 + ((__UINTPTR_TYPE__) \\\n"
    "    __builtin_choose_expr(WHERRY_IS_ADDRESS(x), x, 0) % 3)]\n"
    "#define WHERRY_IS_WIDE(x) __builtin_types_compatible_p(__typeof__(x), \\\n"
    "    __WCHAR_TYPE__[sizeof(x) / sizeof(__WCHAR_TYPE__)]), sizeof(__WCHAR_TYPE__),\n"
    "#define WHERRY_IS_STRING(x) \\\n"
    "    __builtin_types_compatible_p(__typeof__(x), char[sizeof(x)])\n"
    "#define WHERRY_TEXT(x) __builtin_choose_expr(WHERRY_IS_STRING(x), x, \"\")\n"
    "#define WHERRY_ENUM(...) sizeof(__VA_ARGS__), (__VA_ARGS__)-1 < 0,\n";

static bool is_generic(enum type_kind kind)
{
    return (kind >= TYPE_BOOL && kind <= TYPE_ULLONG) ||
           (kind >= TYPE_FLOAT && kind <= TYPE_LDOUBLE);
}

void verify_write_questions(struct arena *arena, struct writer *out)
{
    write_text(out, "#define WHERRY_SCALAR(x) _Generic((x), ", END);
    for (enum type_kind kind = TYPE_VOID; kind <= TYPE_FLOAT128; kind++)
        if (is_generic(kind))
            write_text(out, "${type}: ${number}, ", "type", type_scalar_spelling(kind), "number",
                       arena_format(arena, "%d", (int)kind), END);
    write_text(out, "${macros}", "macros", macros, END);
}

/* ---- Constants ------------------------------------------------------------------------------- */

static void drop(struct verification *verification, const struct check *check, const char *reason)
{
    model_drop(verification->model, verification->arena, check->entity, verification->t, reason,
               usable);
}

static const char *text_of(struct verification *verification, const struct constant *constant)
{
    const char *value = "";
    switch (constant->kind) {
    case CONSTANT_INTEGER:
        value = spell_integer(verification->arena, constant->type, constant->integer);
        break;
    case CONSTANT_REAL:
        value = arena_format(verification->arena, "%a", constant->real);
        break;
    case CONSTANT_STRING:
        value = arena_format(verification->arena, "\"%s\"",
                             spell_string(verification->arena, constant->string));
        break;
    case CONSTANT_UNKNOWN:
        break;
    }
    const char *type = spell(verification->model, verification->arena, constant->type, "");
    return arena_format(verification->arena, "%s %s", type ? type : "?", value);
}

static void replace(struct verification *verification, const struct check *check,
                    const struct constant *theirs)
{
    struct constant *ours = &check->declaration->constant;
    bool is_same = ours->kind == theirs->kind && ours->type == theirs->type &&
                   ours->integer == theirs->integer && ours->string == theirs->string &&
                   memcmp(&ours->real, &theirs->real, sizeof ours->real) == 0;
    if (!is_same && ours->kind != CONSTANT_UNKNOWN)
        verify_correct(verification, check->entity, "value", text_of(verification, ours),
                       text_of(verification, theirs));
    bool is_deprecated = ours->is_deprecated;
    *ours = *theirs;
    ours->is_deprecated = is_deprecated;
}

/* clang's name for the type, if the compiler means the same one. */
static const struct type *number_type(struct verification *verification,
                                      const struct constant *ours, uint64_t kind)
{
    if (ours->type && api_resolve(verification->api, ours->type)->kind == kind)
        return ours->type;
    return type_scalar(verification->model->types, (enum type_kind)kind);
}

static void apply_number(struct verification *verification, struct check *check)
{
    const struct question *question = check->question, *real = check->more;
    const struct constant *ours = &check->declaration->constant;
    bool is_real = question->word[0] >= TYPE_FLOAT;
    if (question->is_rejected || !question->word[0] || (!question->word[1] && !is_real)) {
        drop(verification, check, ours->unknown ? ours->unknown : no_constant);
        return;
    }
    struct constant theirs = {.kind = CONSTANT_INTEGER,
                              .type = number_type(verification, ours, question->word[0]),
                              .integer = (int64_t)question->word[2]};
    if (is_real) {
        theirs.kind = CONSTANT_REAL;
        theirs.integer = 0;
        if (real->is_rejected || real->byte_count != sizeof theirs.real) {
            drop(verification, check, no_constant);
            return;
        }
        memcpy(&theirs.real, real->bytes, sizeof theirs.real);
    }
    replace(verification, check, &theirs);
}

static void apply_address(struct verification *verification, struct check *check)
{
    const struct question *question = check->question;
    const struct constant *ours = &check->declaration->constant;
    if (question->is_rejected || !question->word[0] || check->known->is_rejected) {
        drop(verification, check,
             check->known->is_rejected ? "is an address that only the linker knows"
             : ours->unknown           ? ours->unknown
                                       : no_constant);
        return;
    }
    struct constant theirs = {
        .kind = CONSTANT_INTEGER, .type = ours->type, .integer = (int64_t)question->word[1]};
    replace(verification, check, &theirs);
}

/* ---- Strings --------------------------------------------------------------------------------- */

/* A code point in UTF-8 (RFC 3629, section 3). */
static char *put_utf8(char *end, uint32_t point)
{
    if (point < 0x80) {
        *end++ = (char)point;
        return end;
    }
    unsigned more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char heads[] = {0, 0xc0, 0xe0, 0xf0};
    *end++ = (char)(heads[more] | point >> 6 * more);
    while (more--)
        *end++ = (char)(0x80 | (point >> 6 * more & 0x3f));
    return end;
}

struct wide {
    const unsigned char *bytes;
    size_t unit_bytes; /* 2: UTF-16, 4: UTF-32 */
    size_t count;      /* units, the NUL at the end not among them */
};

static uint32_t unit_at(const struct wide *wide, size_t i)
{
    uint32_t unit = 0;
    memcpy(&unit, wide->bytes + i * wide->unit_bytes, wide->unit_bytes);
    return unit;
}

/* As text; NULL if it is none: a NUL inside, half a surrogate pair. */
static const char *wide_text(struct arena *arena, const struct wide *wide)
{
    char *text = arena_alloc(arena, wide->count + 1, 4), *end = text;
    for (size_t i = 0; i < wide->count; i++) {
        uint32_t point = unit_at(wide, i);
        bool is_high = point >= 0xd800 && point < 0xdc00;
        uint32_t low = is_high && i + 1 < wide->count ? unit_at(wide, i + 1) : 0;
        if (is_high && low >= 0xdc00 && low < 0xe000) {
            point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
            i++;
        }
        if (!point || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff)
            return NULL;
        end = put_utf8(end, point);
    }
    return intern(arena, text);
}

/* As it stands in C: a hexadecimal escape ends only with its literal. */
static const char *wide_literal(struct arena *arena, const struct wide *wide)
{
    const char *text = "L\"";
    for (size_t i = 0; i < wide->count; i++) {
        uint32_t unit = unit_at(wide, i);
        bool is_plain = unit >= ' ' && unit < 127 && unit != '"' && unit != '\\' && unit != '?';
        text = is_plain ? arena_format(arena, "%s%c", text, (char)unit)
                        : arena_format(arena, "%s\\x%x\" L\"", text, unit);
    }
    return arena_format(arena, "%s\"", text);
}

static void apply_wide(struct verification *verification, struct check *check)
{
    const struct question *question = check->question, *bytes = check->more;
    const struct constant *ours = &check->declaration->constant;
    if (question->is_rejected || !question->word[0] || bytes->is_rejected) {
        drop(verification, check, ours->unknown);
        return;
    }
    struct wide wide = {bytes->bytes, question->word[1], bytes->byte_count / question->word[1] - 1};
    struct constant theirs = {.kind = CONSTANT_STRING,
                              .type = ours->type,
                              .string = wide_text(verification->arena, &wide),
                              .wide = wide_literal(verification->arena, &wide)};
    if (theirs.string)
        replace(verification, check, &theirs);
    else
        drop(verification, check, "is a string of wide characters that are no text");
}

/* The text of a string, or, with another type than a string's, an address. */
static void apply_string(struct verification *verification, struct check *check)
{
    const struct question *question = check->question, *bytes = check->more;
    const struct constant *ours = &check->declaration->constant;
    bool is_literal = !question->is_rejected && question->word[0] && !bytes->is_rejected;
    if (!is_literal && ours->kind == CONSTANT_UNKNOWN) {
        check->question = check->address;
        apply_address(verification, check);
        return;
    }
    if (question->is_rejected)
        drop(verification, check, no_constant);
    if (!is_literal)
        return; /* clang's word stands */
    const char *text = (const char *)bytes->bytes;
    size_t length = strnlen(text, bytes->byte_count);
    struct constant theirs = {.kind = CONSTANT_STRING,
                              .type = ours->type,
                              .string = intern_bytes(verification->arena, text, length)};
    replace(verification, check, &theirs);
}

/* An object of `type`, with what stands behind its name in the declarator. */
static struct question *ask_bytes(struct verification *verification, const char *type,
                                  const char *behind, const char *initialiser)
{
    struct questions *questions = &verification->questions;
    return questions_add_bytes(
        questions,
        arena_format(questions->arena, "%s m%zu%s;", type, questions->member_count, behind),
        initialiser);
}

void verify_ask_number(struct verification *verification, struct entity *entity)
{
    struct arena *arena = verification->arena;
    struct check *check =
        verify_check(verification, entity, apply_number,
                     questions_add(&verification->questions, 3,
                                   arena_format(arena, "WHERRY_NUMBER(%s)", entity->name)));
    check->more =
        ask_bytes(verification, "double", "", arena_format(arena, "WHERRY_REAL(%s)", entity->name));
}

/* Of clang's type? The full question costs the compiler three times as much. */
static void apply_integer(struct verification *verification, struct check *check)
{
    const struct question *question = check->question;
    const struct constant *ours = &check->declaration->constant;
    if (question->is_rejected || !question->word[0]) {
        list_add(&verification->again, check->entity);
        return;
    }
    struct constant theirs = {
        .kind = CONSTANT_INTEGER, .type = ours->type, .integer = (int64_t)question->word[1]};
    replace(verification, check, &theirs);
}

static void ask_constant(struct verification *verification, struct entity *entity)
{
    const struct constant *constant = &entity->on[verification->t]->constant;
    const struct type *type =
        constant->type ? api_resolve(verification->api, constant->type) : NULL;
    if (constant->kind != CONSTANT_INTEGER || !type || type->kind > TYPE_ULLONG) {
        verify_ask_number(verification, entity);
        return;
    }
    const char *words = arena_format(verification->arena, "WHERRY_AS(%s, %s)", entity->name,
                                     type_scalar_spelling(type->kind));
    verify_check(verification, entity, apply_integer,
                 questions_add(&verification->questions, 2, words));
}

static void ask_wide(struct verification *verification, struct entity *entity)
{
    struct arena *arena = verification->arena;
    struct check *check =
        verify_check(verification, entity, apply_wide,
                     questions_add(&verification->questions, 2,
                                   arena_format(arena, "WHERRY_IS_WIDE(%s)", entity->name)));
    check->more = ask_bytes(
        verification, "__WCHAR_TYPE__",
        arena_format(arena, "[sizeof(%s) / sizeof(__WCHAR_TYPE__)]", entity->name), entity->name);
}

void verify_ask_constant(struct verification *verification, struct entity *entity)
{
    const struct constant *constant = &entity->on[verification->t]->constant;
    struct arena *arena = verification->arena;
    const struct type *type =
        constant->type ? api_resolve(verification->api, constant->type) : NULL;
    bool is_pointer = type && type->kind == TYPE_POINTER;
    if (constant->is_wide) {
        ask_wide(verification, entity);
        return;
    }
    struct question *address = NULL, *known = NULL;
    if (is_pointer) {
        address = questions_add(&verification->questions, 2,
                                arena_format(arena, "WHERRY_ADDRESS(%s)", entity->name));
        known = ask_bytes(verification, "char",
                          arena_format(arena, " WHERRY_KNOWN(%s)", entity->name), "{0}");
        known->companion = address;
    }
    if (is_pointer && api_resolve(verification->api, type->target)->kind == TYPE_CHAR) {
        const char *words = arena_format(arena, "WHERRY_IS_STRING(%s),", entity->name);
        const char *length = arena_format(arena, "[sizeof(%s)]", entity->name);
        struct check *check = verify_check(verification, entity, apply_string,
                                           questions_add(&verification->questions, 1, words));
        check->more = ask_bytes(verification, "char", length,
                                arena_format(arena, "WHERRY_TEXT(%s)", entity->name));
        check->address = address;
        check->known = known;
    } else if (is_pointer) {
        verify_check(verification, entity, apply_address, address)->known = known;
    } else {
        ask_constant(verification, entity);
    }
}

/* ---- Enums ----------------------------------------------------------------------------------- */

static void apply_enumerator(struct verification *verification, struct check *check)
{
    struct enumerator *enumerator = &check->declaration->enumeration.enumerators[check->index];
    const struct type *type = check->declaration->enumeration.type;
    int64_t value = (int64_t)check->question->word[0];
    if (check->question->is_rejected && check->entity->on[verification->t])
        model_drop(verification->model, verification->arena, check->entity, verification->t,
                   "has an enumerator for clang that the target's compiler does not know",
                   "declare it in a header of your own and bind that");
    if (check->question->is_rejected || enumerator->value == value)
        return;
    verify_correct(verification, check->entity, enumerator->name,
                   spell_integer(verification->arena, type, enumerator->value),
                   spell_integer(verification->arena, type, value));
    enumerator->value = value;
}

static enum type_kind integer_kind(uint64_t size, bool is_signed)
{
    switch (size) {
    case 1:
        return is_signed ? TYPE_SCHAR : TYPE_UCHAR;
    case 2:
        return is_signed ? TYPE_SHORT : TYPE_USHORT;
    case 4:
        return is_signed ? TYPE_INT : TYPE_UINT;
    default:
        return is_signed ? TYPE_LLONG : TYPE_ULLONG;
    }
}

/* The compatible type: its size and sign are facts, its name is clang's where that has both. */
static void apply_enum(struct verification *verification, struct check *check)
{
    struct enumeration *enumeration = &check->declaration->enumeration;
    const struct question *question = check->question;
    if (question->is_rejected || !enumeration->type)
        return;
    bool is_signed = question->word[1] != 0;
    uint64_t size = check->more->is_rejected ? question->word[0] : check->more->word[0];
    if (size == question->word[0] && is_signed == !type_is_unsigned(enumeration->type))
        return;
    const struct type *type =
        type_scalar(verification->model->types, integer_kind(question->word[0], is_signed));
    verify_correct(verification, check->entity, "type",
                   type_scalar_spelling(enumeration->type->kind), type_scalar_spelling(type->kind));
    enumeration->type = type;
}

void verify_ask_enum(struct verification *verification, struct entity *entity)
{
    const struct declaration *declaration = entity->on[verification->t];
    const struct enumeration *enumeration = &declaration->enumeration;
    struct arena *arena = verification->arena;
    struct questions *questions = &verification->questions;
    if (declaration->spelling && enumeration->type) {
        struct check *check = verify_check(
            verification, entity, apply_enum,
            questions_add(questions, 2,
                          arena_format(arena, "WHERRY_ENUM(%s)", declaration->spelling)));
        check->more = questions_add(
            questions, 1,
            arena_format(arena, "sizeof(%s),", type_scalar_spelling(enumeration->type->kind)));
    }
    for (size_t i = 0; i < enumeration->enumerator_count; i++) {
        const char *words =
            arena_format(arena, "(unsigned long long)%s,", enumeration->enumerators[i].name);
        verify_check(verification, entity, apply_enumerator, questions_add(questions, 1, words))
            ->index = i;
    }
}
