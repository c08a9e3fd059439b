/* field.c: fields of records by name, and the bits of bitfields. */
#include "internal.h"

#include <string.h>

static int is_named(const struct wherry_binding *binding, uint32_t name, const char *text,
                    size_t length)
{
    const char *known = binding->strings + name;
    return strncmp(known, text, length) == 0 && known[length] == 0;
}

/* The field of this name, in the record or in an anonymous one that it holds; `*bits` is where the
 * record begins, and then where the field does. */
static const struct wherry__field *find(const struct wherry_binding *binding,
                                        const struct wherry__record *record, const char *name,
                                        size_t length, uint32_t *bits)
{
    const struct wherry__field *field = &binding->fields[record->first_field];
    for (uint32_t i = 0; i < record->field_count; i++, field++) {
        const struct wherry__record *inner = wherry__record_of(binding, field->type);
        uint32_t inner_bits = *bits + field->offset_bits;
        const struct wherry__field *found;
        if (is_named(binding, field->name, name, length)) {
            *bits = inner_bits;
            return field;
        }
        if (binding->strings[field->name] || !inner)
            continue;
        found = find(binding, inner, name, length, &inner_bits);
        if (found) {
            *bits = inner_bits;
            return found;
        }
    }
    return NULL;
}

static const struct wherry__record *find_record(const struct wherry_binding *binding,
                                                const char *name)
{
    for (uint32_t i = 0; i < binding->record_count; i++)
        if (is_named(binding, binding->records[i].name, name, strlen(name)))
            return &binding->records[i];
    wherry__fail(WHERRY_E_SYMBOL, binding->name, ": has no record ", name);
    return NULL;
}

int wherry_find_field(const struct wherry_binding *binding, const char *record, const char *path,
                      struct wherry_field *field)
{
    const struct wherry__record *in = find_record(binding, record);
    const struct wherry__field *found = NULL;
    uint32_t bits = 0;
    memset(field, 0, sizeof *field);
    if (!in)
        return WHERRY_E_SYMBOL;
    for (const char *name = path; in; name++) {
        size_t length = strcspn(name, ".");
        found = length ? find(binding, in, name, length, &bits) : NULL;
        name += length;
        if (!found || !*name)
            break;
        in = wherry__record_of(binding, found->type);
        found = NULL;
    }
    if (!found)
        return wherry__fail(WHERRY_E_SYMBOL, binding->name, ": ", record, " has no field ", path);
    field->offset_bits = bits;
    field->count = found->count;
    field->type = found->type;
    field->length_bits = found->length_bits;
    return 0;
}

/* ---- Bitfields ------------------------------------------------------------------------------- */

static int is_signed(uint16_t type)
{
    return type == WHERRY_INT8 || type == WHERRY_INT16 || type == WHERRY_INT32 ||
           type == WHERRY_INT64;
}

static int check_bitfield(const struct wherry_field *field)
{
    if (field->length_bits >= 1 && field->length_bits <= 64)
        return 0;
    return wherry__fail(WHERRY_E_ARGUMENT, "the field is no bitfield");
}

/* Bit n of an object is bit n % 8 of byte n / 8: every target is little-endian. */
int wherry_bitfield_get(const struct wherry_field *field, const void *object, int64_t *value)
{
    const unsigned char *bytes = object;
    uint64_t bits = 0;
    unsigned unused;
    int code = check_bitfield(field);
    *value = 0;
    if (code)
        return code;
    for (unsigned i = 0; i < field->length_bits; i++) {
        uint32_t at = field->offset_bits + i;
        bits |= (uint64_t)(bytes[at / 8] >> at % 8 & 1) << i;
    }
    unused = 64u - field->length_bits;
    *value = is_signed(field->type) ? (int64_t)(bits << unused) >> unused : (int64_t)bits;
    return 0;
}

int wherry_bitfield_set(const struct wherry_field *field, void *object, int64_t value)
{
    unsigned char *bytes = object;
    unsigned unused;
    int fits, code = check_bitfield(field);
    if (code)
        return code;
    unused = 64u - field->length_bits;
    fits = is_signed(field->type) ? (int64_t)((uint64_t)value << unused) >> unused == value
                                  : (uint64_t)value << unused >> unused == (uint64_t)value;
    if (!fits)
        return wherry__fail(WHERRY_E_ARGUMENT, "the value does not fit into the bitfield");
    for (unsigned i = 0; i < field->length_bits; i++) {
        uint32_t at = field->offset_bits + i;
        unsigned bit = (unsigned)((uint64_t)value >> i & 1);
        bytes[at / 8] = (unsigned char)((bytes[at / 8] & ~(1u << at % 8)) | bit << at % 8);
    }
    return 0;
}
