#include "dispute.h"

/* Sets of ABIs. */
enum { SYSV64 = 1 << ABI_SYSV64, WIN64 = 1 << ABI_WIN64, WIN32 = 1 << ABI_WIN32 };

/* One value of one function on one target. */
struct value {
    const struct api *api;
    enum target_abi abi;
    const struct type *type;     /* resolved */
    const struct record *record; /* complete, or NULL */
    size_t words_before;         /* of 8 bytes, at most, that the parameters before it take */
    bool is_result;
    bool is_fastcall;
};

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
    return value->abi == ABI_SYSV64
               ? value->record && is_small && api_holds(value->api, value->type, TYPE_FLOAT128)
               : is_scalar;
}

static bool has_flexible_array(const struct value *value)
{
    const struct record *record = value->record;
    if (!record || !record->field_count || record->size_bytes > (value->abi == ABI_WIN64 ? 8 : 16))
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
        record = api_record(value->api, type);
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
    unsigned abis;
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

const char *dispute_of(const struct model *model, struct arena *arena,
                       const struct entity *function, size_t target)
{
    const struct type *type = function->on[target]->function.type;
    enum target_abi abi = model->targets[target]->abi;
    size_t words = 0;
    for (size_t i = 0; i <= type->parameter_count; i++) {
        const struct api *api = &model->apis[target];
        const struct type *of = i ? type->parameters[i - 1] : type->target;
        struct value value = {.api = api,
                              .abi = abi,
                              .type = api_resolve(api, of),
                              .record = api_record(api, of),
                              .words_before = words,
                              .is_result = !i,
                              .is_fastcall = type->convention == CONVENTION_FASTCALL};
        bool is_pair = value.type->kind == TYPE_INT128 || value.type->kind == TYPE_UINT128;
        words += !i ? 0 : is_pair ? 2 : value.record ? (value.record->size_bytes + 7) / 8 : 1;
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
            if (!(rules[r].abis & 1u << abi) || !rules[r].applies(&value))
                continue;
            return i ? arena_format(arena, "its parameter %zu, %s", i, rules[r].what)
                     : arena_format(arena, "its result, %s", rules[r].what);
        }
    }
    return NULL;
}
