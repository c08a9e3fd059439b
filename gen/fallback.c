#include "fallback.h"

#include <string.h>

enum {
    EIGHTBYTE = 8,
    REGISTER_BYTES = 16,
    HOMOGENEOUS_BYTES = 4 * 16, /* of ARM64, at most */
    INTEGER_REGISTERS = 6,
    REAL_REGISTERS = 8
};

/* What libffi knows of an ABI. */
static const struct rules {
    unsigned long_bytes;
    unsigned long_double_bytes;
    unsigned long_double_alignment;
    unsigned eight_bytes_alignment;   /* of long long and double in a record */
    unsigned parameter_alignment_max; /* of a record */
    unsigned conventions;             /* bit c: enum convention c */
    const char *alignment_text;
} rules_of[] = {
    [ABI_SYSV64] = {8, 16, 16, 8, 16, 0x3f, "it is aligned to more than 16 bytes"},
    [ABI_WIN64] = {4, 16, 16, 8, 16, 0x1f, "it is aligned to more than 16 bytes"},
    [ABI_WIN32] = {4, 12, 4, 8, 8, 0x0f, "it is aligned to more than 8 bytes"},
    [ABI_SYSV32] = {4, 12, 4, 4, 8, 0x0f, "it is aligned to more than 8 bytes"},
    [ABI_ARM64] = {8, 16, 16, 8, 16, 0x0f, "it is aligned to more than 16 bytes"},
};

/* One function on one target. */
struct fallback {
    const struct model *model;
    const struct api *api;
    struct arena *arena;
    enum target_abi abi;
    const struct rules *rules;
};

/* The record that `type` is and that the binding's tables describe; NULL. */
static const struct declaration *record_of(const struct fallback *fallback, const struct type *type)
{
    type = api_resolve(fallback->api, type);
    if (type->kind != TYPE_RECORD)
        return NULL;
    const struct entity *entity = model_find(fallback->model, DECLARATION_RECORD, type->name);
    return entity && entity->is_bound ? api_find(fallback->api, DECLARATION_RECORD, type->name)
                                      : NULL;
}

/* The elements of a field: how many, and their type. 0 of a flexible array. */
static uint64_t elements(const struct fallback *fallback, const struct type **type)
{
    uint64_t count = 1;
    for (;;) {
        *type = api_resolve(fallback->api, *type);
        if ((*type)->kind != TYPE_ARRAY)
            return count;
        count *= (*type)->length == LENGTH_UNKNOWN ? 0 : (*type)->length;
        *type = (*type)->target;
    }
}

static const char *refuse(const struct fallback *fallback, const struct declaration *record,
                          const char *why)
{
    return arena_format(fallback->arena,
                        "record %s cannot be passed by libffi: %s; only compiled code can pass it",
                        record->name, why);
}

/* ---- Scalars --------------------------------------------------------------------------------- */

struct extent {
    uint64_t size_bytes, alignment_bytes; /* 0: libffi has no such type */
};

static struct extent scalar_extent(const struct fallback *fallback, const struct type *type)
{
    const struct rules *rules = fallback->rules;
    unsigned pointer_bytes = fallback->api->target->pointer_bits / 8;
    switch ((int)type->kind) {
    case TYPE_VOID:
    case TYPE_BOOL:
    case TYPE_CHAR:
    case TYPE_SCHAR:
    case TYPE_UCHAR:
        return (struct extent){1, 1};
    case TYPE_SHORT:
    case TYPE_USHORT:
        return (struct extent){2, 2};
    case TYPE_INT:
    case TYPE_UINT:
    case TYPE_FLOAT:
    case TYPE_ENUM: /* incomplete */
        return (struct extent){4, 4};
    case TYPE_LONG:
    case TYPE_ULONG:
        return (struct extent){rules->long_bytes, rules->long_bytes};
    case TYPE_LLONG:
    case TYPE_ULLONG:
    case TYPE_DOUBLE:
        return (struct extent){8, rules->eight_bytes_alignment};
    case TYPE_LDOUBLE:
        return (struct extent){rules->long_double_bytes, rules->long_double_alignment};
    case TYPE_POINTER:
    case TYPE_FUNCTION:
    case TYPE_ARRAY:
        return (struct extent){pointer_bytes, pointer_bytes};
    default:
        return (struct extent){0, 0};
    }
}

static struct extent complex_extent(const struct fallback *fallback, const struct type *type)
{
    struct extent part = {0, 0};
    if (type->target->kind == TYPE_FLOAT || type->target->kind == TYPE_DOUBLE ||
        type->target->kind == TYPE_LDOUBLE)
        part = scalar_extent(fallback, type->target);
    part.size_bytes *= 2;
    return part;
}

static struct extent extent_of(const struct fallback *fallback, const struct type *type)
{
    const struct declaration *record = record_of(fallback, type);
    if (record)
        return (struct extent){record->record.size_bytes, record->record.alignment_bytes};
    type = api_resolve(fallback->api, type);
    return type->kind == TYPE_COMPLEX ? complex_extent(fallback, type)
                                      : scalar_extent(fallback, type);
}

/* ---- Eightbytes (System V AMD64 psABI 1.0, 3.2.3) -------------------------------------------- */

/* As they merge: the larger one wins. */
enum class { CLASS_NONE, CLASS_SSE, CLASS_INTEGER, CLASS_OTHER };
struct classes {
    enum class of[REGISTER_BYTES / EIGHTBYTE];
};

static enum class class_of(const struct fallback *fallback, const struct type *type) {
    const struct type *part = type->kind == TYPE_COMPLEX ? type->target : type;
    if (part->kind == TYPE_FLOAT || part->kind == TYPE_DOUBLE) return CLASS_SSE;
    if (part != type) return CLASS_OTHER;
    struct extent extent = scalar_extent(fallback, type);
    return extent.size_bytes && extent.size_bytes <= EIGHTBYTE ? CLASS_INTEGER : CLASS_OTHER;
}

static void merge_class(struct classes *classes, uint64_t offset, enum class class)
{
    uint64_t k = offset / EIGHTBYTE % 2;
    if (class > classes->of[k])
        classes->of[k] = class;
}

static void classify_at(const struct fallback *fallback, const struct type *type, uint64_t offset,
                        struct classes *classes)
{
    const struct declaration *record = record_of(fallback, type);
    type = api_resolve(fallback->api, type);
    if (!record) {
        merge_class(classes, offset, class_of(fallback, type));
        if (type->kind == TYPE_COMPLEX && type->target->kind != TYPE_LDOUBLE)
            merge_class(classes, offset + extent_of(fallback, type).size_bytes / 2, CLASS_SSE);
        return;
    }
    for (size_t i = 0; i < record->record.field_count; i++) {
        const struct field *field = &record->record.fields[i];
        const struct type *element = field->type;
        uint64_t count = elements(fallback, &element);
        uint64_t size = extent_of(fallback, element).size_bytes;
        for (uint64_t n = 0; n < count; n++)
            classify_at(fallback, element, offset + field->offset_bits / 8 + n * size, classes);
    }
}

/* Whether a parameter fits in registers, if there are enough of them. */
static bool classify(const struct fallback *fallback, const struct type *type,
                     struct classes *classes)
{
    *classes = (struct classes){{CLASS_NONE, CLASS_NONE}};
    if (extent_of(fallback, type).size_bytes > REGISTER_BYTES)
        return false;
    classify_at(fallback, type, 0, classes);
    return classes->of[0] != CLASS_OTHER && classes->of[1] != CLASS_OTHER;
}

/* ---- Records --------------------------------------------------------------------------------- */

static bool has_bitfield(const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (record->fields[i].is_bitfield)
            return true;
    return false;
}

static bool has_flexible_array(const struct fallback *fallback, const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct type *element = record->fields[i].type;
        if (!elements(fallback, &element))
            return true;
    }
    return false;
}

static bool holds_irregular(const struct fallback *fallback, const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct type *element = record->fields[i].type;
        elements(fallback, &element);
        const struct declaration *member = record_of(fallback, element);
        if (member && (member->record.is_packed || !member->record.is_complete ||
                       has_bitfield(&member->record) || holds_irregular(fallback, &member->record)))
            return true;
    }
    return false;
}

static bool holds_unknown(const struct fallback *fallback, const struct type *type)
{
    const struct declaration *declaration = record_of(fallback, type);
    if (!declaration)
        return !extent_of(fallback, type).size_bytes;
    for (size_t i = 0; i < declaration->record.field_count; i++) {
        const struct type *element = declaration->record.fields[i].type;
        elements(fallback, &element);
        if (holds_unknown(fallback, element))
            return true;
    }
    return false;
}

static const char *union_refusal(const struct fallback *fallback, const struct type *type,
                                 const struct declaration *declaration)
{
    const struct record *record = &declaration->record;
    struct classes classes;
    if (holds_irregular(fallback, record))
        return refuse(fallback, declaration,
                      "it is a union that holds a packed record or bitfields");
    if (fallback->abi == ABI_ARM64 && holds_unknown(fallback, type))
        return refuse(fallback, declaration,
                      "it is a union with a member that libffi does not know");
    uint64_t registers = fallback->abi == ABI_SYSV64  ? REGISTER_BYTES
                         : fallback->abi == ABI_ARM64 ? HOMOGENEOUS_BYTES
                                                      : 0;
    if (record->size_bytes > registers)
        return NULL;
    if (record->alignment_bytes > EIGHTBYTE)
        return refuse(fallback, declaration, "it is a union aligned to more than 8 bytes");
    if (fallback->abi == ABI_SYSV64 && !classify(fallback, type, &classes))
        return refuse(fallback, declaration, "it is a union with a long double member");
    return NULL;
}

/* libffi lays a record out from its elements, one behind the other. */
static const char *layout_refusal(const struct fallback *fallback,
                                  const struct declaration *declaration)
{
    const struct record *record = &declaration->record;
    uint64_t size = 0, alignment = 0;
    bool is_elsewhere = false;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct type *element = record->fields[i].type;
        uint64_t count = elements(fallback, &element);
        struct extent extent = extent_of(fallback, element);
        if (!count)
            continue;
        size =
            (size + extent.alignment_bytes - 1) / extent.alignment_bytes * extent.alignment_bytes;
        is_elsewhere |= size * 8 != record->fields[i].offset_bits;
        size += extent.size_bytes * count;
        alignment = extent.alignment_bytes > alignment ? extent.alignment_bytes : alignment;
    }
    size = alignment ? (size + alignment - 1) / alignment * alignment : 0;
    if (!size)
        return refuse(fallback, declaration, "libffi cannot lay it out");
    if (size != record->size_bytes || alignment != record->alignment_bytes)
        return refuse(fallback, declaration, "libffi would give it another size or alignment");
    return is_elsewhere ? refuse(fallback, declaration, "libffi would place its fields elsewhere")
                        : NULL;
}

static const char *value_refusal(const struct fallback *fallback, const struct type *type);

static const char *struct_refusal(const struct fallback *fallback,
                                  const struct declaration *declaration)
{
    for (size_t i = 0; i < declaration->record.field_count; i++) {
        const struct type *element = declaration->record.fields[i].type;
        elements(fallback, &element);
        const char *reason = value_refusal(fallback, element);
        if (reason)
            return reason;
    }
    return layout_refusal(fallback, declaration);
}

static const char *value_refusal(const struct fallback *fallback, const struct type *type)
{
    const struct declaration *declaration = record_of(fallback, type);
    if (!declaration)
        return extent_of(fallback, type).size_bytes
                   ? NULL
                   : "the type of a value cannot be passed by libffi: only compiled code can pass "
                     "it";
    const struct record *record = &declaration->record;
    if (!record->is_complete)
        return refuse(fallback, declaration, "its fields are not known on this target");
    if (has_bitfield(record))
        return refuse(fallback, declaration, "it has bitfields");
    if (record->is_packed)
        return refuse(fallback, declaration, "it is packed");
    if (!record->size_bytes || !record->field_count)
        return refuse(fallback, declaration, "it is empty");
    if (has_flexible_array(fallback, record))
        return refuse(fallback, declaration, "it has a flexible array");
    return record->is_union ? union_refusal(fallback, type, declaration)
                            : struct_refusal(fallback, declaration);
}

/* ---- Signatures ------------------------------------------------------------------------------ */

static const char *parameter_refusal(const struct fallback *fallback, const struct type *type)
{
    const struct declaration *record = record_of(fallback, type);
    const char *reason = value_refusal(fallback, type);
    if (!reason && record &&
        record->record.alignment_bytes > fallback->rules->parameter_alignment_max)
        return refuse(fallback, record, fallback->rules->alignment_text);
    return reason;
}

static bool is_returned_in_memory(const struct fallback *fallback, const struct type *type)
{
    struct classes classes;
    const struct declaration *record;
    const struct type *only = type;
    while ((record = record_of(fallback, only)) && record->record.field_count == 1 &&
           !record->record.is_union) {
        only = record->record.fields[0].type;
        if (elements(fallback, &only) != 1)
            break;
    }
    return record_of(fallback, type) && api_resolve(fallback->api, only)->kind != TYPE_LDOUBLE &&
           !classify(fallback, type, &classes);
}

/* See overwrites_xmm0() of the runtime's interface.c. */
static bool overwrites_xmm0(const struct fallback *fallback, const struct type *type)
{
    unsigned integers = is_returned_in_memory(fallback, type->target), reals = 0;
    for (size_t i = 0; i < type->parameter_count; i++) {
        struct classes classes;
        unsigned more_integers = 0, more_reals = 0;
        if (!classify(fallback, type->parameters[i], &classes))
            continue;
        for (size_t k = 0; k < REGISTER_BYTES / EIGHTBYTE; k++) {
            more_integers += classes.of[k] == CLASS_INTEGER;
            more_reals += classes.of[k] == CLASS_SSE;
        }
        if (integers + more_integers > INTEGER_REGISTERS || reals + more_reals > REAL_REGISTERS)
            continue;
        if (integers == INTEGER_REGISTERS - 1 && reals && more_reals &&
            classes.of[0] == CLASS_INTEGER)
            return true;
        integers += more_integers;
        reals += more_reals;
    }
    return false;
}

static const char *mistake(const struct fallback *fallback, const struct type *type)
{
    bool is_fastcall =
        type->convention == CONVENTION_FASTCALL || type->convention == CONVENTION_THISCALL;
    if (fallback->abi == ABI_SYSV64 && type->convention != CONVENTION_MS_ABI &&
        overwrites_xmm0(fallback, type))
        return "libffi would overwrite xmm0 with a record of which a part is passed in r9";
    for (size_t i = 0;
         fallback->api->target->has_conventions && is_fastcall && i < type->parameter_count; i++)
        if (record_of(fallback, type->parameters[i]))
            return "libffi does not know how fastcall and thiscall pass records";
    return NULL;
}

/* Whether a signature describes the function: see shape_of(). */
static bool is_described(const struct entity *function, const struct type *type)
{
    for (size_t t = 0; t < TARGET_MAX; t++) {
        const struct type *other = function->on[t] ? function->on[t]->function.type : type;
        if (other->unprototyped || other->parameter_count != type->parameter_count ||
            other->variadic != type->variadic)
            return false;
    }
    return true;
}

const char *fallback_refusal(const struct model *model, struct arena *arena,
                             const struct entity *function, size_t target)
{
    struct fallback fallback = {.model = model, .api = &model->apis[target], .arena = arena};
    const struct type *type = function->on[target]->function.type;
    const char *reason = NULL;
    fallback.abi = model->targets[target]->abi;
    fallback.rules = &rules_of[fallback.abi];
    if (!is_described(function, type))
        return "it has no description: only compiled code can call it";
    if (!(fallback.rules->conventions & 1u << type->convention))
        return "libffi lacks the calling convention of this signature; only compiled code can call "
               "it";
    for (size_t i = 0; !reason && i < type->parameter_count; i++)
        reason = parameter_refusal(&fallback, type->parameters[i]);
    if (!reason)
        reason = value_refusal(&fallback, type->target);
    return reason ? reason : mistake(&fallback, type);
}
