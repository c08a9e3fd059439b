#include "dispute.h"

#include <string.h>

enum machine { SYSV64 = 1, WIN64 = 2, WIN32 = 4 };

/* One value of one function on one target. */
struct value {
    const struct api *api;
    enum machine machine;
    const struct type *type;     /* resolved */
    const struct record *record; /* complete, or NULL */
    size_t words_before;         /* of 8 bytes, at most, that the parameters before it take */
    bool is_result;
    bool is_fastcall;
};

static const struct record *record_of(const struct api *api, const struct type *type)
{
    type = api_resolve(api, type);
    const struct declaration *known =
        type->kind == TYPE_RECORD ? api_find(api, DECLARATION_RECORD, type->name) : NULL;
    return known && known->record.is_complete ? &known->record : NULL;
}

static bool holds(const struct api *api, const struct type *type, enum type_kind kind)
{
    type = api_resolve(api, type);
    while (type->kind == TYPE_ARRAY)
        type = api_resolve(api, type->target);
    const struct record *record = record_of(api, type);
    for (size_t i = 0; record && i < record->field_count; i++)
        if (holds(api, record->fields[i].type, kind))
            return true;
    return type->kind == kind;
}

/* ---- The rules ------------------------------------------------------------------------------- */

/* Six registers, of which such a one takes two; the compilers differ on the stack alone. */
static bool is_int128_parameter(const struct value *value)
{
    return !value->is_result && value->words_before > 4 &&
           (value->type->kind == TYPE_INT128 || value->type->kind == TYPE_UINT128);
}

static bool is_float128(const struct value *value)
{
    bool is_small = !value->record || value->record->size_bytes <= 16;
    bool is_scalar = value->type->kind == TYPE_FLOAT128;
    return value->machine == SYSV64
               ? value->record && is_small && holds(value->api, value->type, TYPE_FLOAT128)
               : is_scalar;
}

static bool has_flexible_array(const struct value *value)
{
    const struct record *record = value->record;
    if (!record || !record->field_count || record->size_bytes > (value->machine == WIN64 ? 8 : 16))
        return false;
    const struct type *last = api_resolve(value->api, record->fields[record->field_count - 1].type);
    return last->kind == TYPE_ARRAY && (last->length == LENGTH_UNKNOWN || !last->length);
}

static bool has_unnamed_bitfields_alone(const struct value *value)
{
    const struct record *record = value->record;
    for (size_t i = 0; record && i < record->field_count; i++)
        if (!record->fields[i].is_bitfield || record->fields[i].name)
            return false;
    return record && record->field_count;
}

static bool is_empty_result(const struct value *value)
{
    return value->is_result && value->record && !value->record->size_bytes;
}

/* `struct { struct { float f; } a; }`, `union { float f; }`. */
static bool is_lone_real_result(const struct value *value)
{
    const struct record *record = value->record;
    const struct type *type = value->type;
    while (record && record->field_count == 1) {
        type = api_resolve(value->api, record->fields[0].type);
        record = record_of(value->api, type);
    }
    return value->is_result && value->record && !record && type->kind >= TYPE_FLOAT &&
           type->kind <= TYPE_LDOUBLE;
}

static bool is_fastcall_record(const struct value *value)
{
    return value->is_fastcall && !value->is_result &&
           (value->record || value->type->kind == TYPE_COMPLEX ||
            value->type->kind == TYPE_LDOUBLE);
}

static const struct rule {
    unsigned machines;
    bool (*applies)(const struct value *value);
    const char *what;
} rules[] = {
    {SYSV64, is_int128_parameter, "a 128-bit integer on the stack"},
    {SYSV64 | WIN64 | WIN32, is_float128, "__float128"},
    {SYSV64 | WIN64, has_flexible_array, "a small record with a flexible array"},
    {SYSV64 | WIN64, has_unnamed_bitfields_alone, "a record of unnamed bitfields"},
    {WIN64 | WIN32, is_empty_result, "an empty record"},
    {WIN32, is_lone_real_result, "a record whose only member is a real number"},
    {WIN32, is_fastcall_record, "a record, complex or long double of a fastcall function"},
};

static unsigned machine_of(const struct target *target)
{
    if (target->format == FORMAT_PE)
        return target->pointer_bits == 32 ? WIN32 : WIN64;
    return strncmp(target->triple, "x86_64", 6) ? 0 : SYSV64;
}

const char *dispute_of(const struct model *model, struct arena *arena,
                       const struct entity *function, size_t target)
{
    const struct type *type = function->on[target]->function.type;
    unsigned machine = machine_of(model->targets[target]);
    size_t words = 0;
    for (size_t i = 0; machine && i <= type->parameter_count; i++) {
        const struct api *api = &model->apis[target];
        const struct type *of = i ? type->parameters[i - 1] : type->target;
        struct value value = {.api = api,
                              .machine = (enum machine)machine,
                              .type = api_resolve(api, of),
                              .record = record_of(api, of),
                              .words_before = words,
                              .is_result = !i,
                              .is_fastcall = type->convention == CONVENTION_FASTCALL};
        bool is_pair = value.type->kind == TYPE_INT128 || value.type->kind == TYPE_UINT128;
        words += !i ? 0 : is_pair ? 2 : value.record ? (value.record->size_bytes + 7) / 8 : 1;
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
            if (!(rules[r].machines & machine) || !rules[r].applies(&value))
                continue;
            return i ? arena_format(arena, "its parameter %zu, %s", i, rules[r].what)
                     : arena_format(arena, "its result, %s", rules[r].what);
        }
    }
    return NULL;
}
