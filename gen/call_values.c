/* Values in memory: what libffi calls their types, and how they are printed. */
#include "call_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- Types ----------------------------------------------------------------------------------- */

static struct passing scalar_passing(const struct type *type)
{
    switch ((int)type->kind) {
    case TYPE_VOID:
        return (struct passing){.type = &ffi_type_void};
    case TYPE_BOOL:
    case TYPE_UCHAR:
        return (struct passing){&ffi_type_uint8, FORMAT_UNSIGNED, 0, NULL};
    case TYPE_CHAR:
        return (struct passing){&ffi_type_schar, FORMAT_SIGNED, 0, NULL};
    case TYPE_SCHAR:
        return (struct passing){&ffi_type_sint8, FORMAT_SIGNED, 0, NULL};
    case TYPE_SHORT:
        return (struct passing){&ffi_type_sshort, FORMAT_SIGNED, 0, NULL};
    case TYPE_USHORT:
        return (struct passing){&ffi_type_ushort, FORMAT_UNSIGNED, 0, NULL};
    case TYPE_INT:
        return (struct passing){&ffi_type_sint, FORMAT_SIGNED, 0, NULL};
    case TYPE_UINT:
        return (struct passing){&ffi_type_uint, FORMAT_UNSIGNED, 0, NULL};
    case TYPE_LONG:
        return (struct passing){&ffi_type_slong, FORMAT_SIGNED, 0, NULL};
    case TYPE_ULONG:
        return (struct passing){&ffi_type_ulong, FORMAT_UNSIGNED, 0, NULL};
    case TYPE_LLONG:
        return (struct passing){&ffi_type_sint64, FORMAT_SIGNED, 0, NULL};
    case TYPE_ULLONG:
        return (struct passing){&ffi_type_uint64, FORMAT_UNSIGNED, 0, NULL};
    case TYPE_FLOAT:
        return (struct passing){&ffi_type_float, FORMAT_FLOAT, 0, NULL};
    case TYPE_DOUBLE:
        return (struct passing){&ffi_type_double, FORMAT_FLOAT, 0, NULL};
    case TYPE_LDOUBLE:
        return (struct passing){&ffi_type_longdouble, FORMAT_FLOAT, 0, NULL};
    case TYPE_POINTER:
    case TYPE_ARRAY:
    case TYPE_FUNCTION:
        return (struct passing){&ffi_type_pointer, FORMAT_POINTER, 0, NULL};
    default:
        return (struct passing){0};
    }
}

/* What libffi lays out as C does, so that it passes it in the same registers. */
enum { ELEMENTS_MAX = 256 };

struct elements {
    ffi_type *types[ELEMENTS_MAX + 1];
    size_t count;
};

static const char *add_elements(const struct api *api, struct arena *arena,
                                struct elements *elements, const struct type *type)
{
    type = api_resolve(api, type);
    if (type->kind == TYPE_ARRAY) {
        for (uint64_t i = 0; i < type->length; i++) {
            const char *why = add_elements(api, arena, elements, type->target);
            if (why)
                return why;
        }
        return type->length == 0 ? "has an array without elements" : NULL;
    }
    struct passing passing = passing_of(api, arena, type);
    if (!passing.type)
        return passing.why ? passing.why : "has a field that libffi does not know";
    if (elements->count == ELEMENTS_MAX)
        return "is too large to be passed";
    elements->types[elements->count++] = passing.type;
    return NULL;
}

static const char *fill_elements(const struct api *api, struct arena *arena,
                                 const struct record *record, struct elements *elements)
{
    if (record->is_union)
        return "is or has a union, which libffi does not pass";
    for (size_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].is_bitfield)
            return "has bitfields, which libffi does not pass";
        const char *why = add_elements(api, arena, elements, record->fields[i].type);
        if (why)
            return why;
    }
    return elements->count ? NULL : "has no fields";
}

static struct passing record_passing(const struct api *api, struct arena *arena,
                                     const struct record *record)
{
    struct elements elements = {.count = 0};
    struct passing passing = {.why = fill_elements(api, arena, record, &elements)};
    if (passing.why)
        return passing;
    ffi_type *type = ARENA_NEW(arena, ffi_type);
    type->type = FFI_TYPE_STRUCT;
    type->elements = arena_alloc(arena, elements.count + 1, sizeof *type->elements);
    memcpy(type->elements, elements.types, elements.count * sizeof *type->elements);
    ffi_cif unused; /* its preparation lays the record out */
    bool fits = ffi_prep_cif(&unused, FFI_DEFAULT_ABI, 0, type, NULL) == FFI_OK &&
                type->size == record->size_bytes && type->alignment == record->alignment_bytes &&
                !record->is_packed;
    if (!fits)
        return (struct passing){.why = "is packed or aligned as libffi cannot pass it"};
    return (struct passing){type, FORMAT_RECORD, 0, NULL};
}

struct passing passing_of(const struct api *api, struct arena *arena, const struct type *type)
{
    if (type->kind == TYPE_RECORD) {
        const struct record *record = api_record(api, type);
        return record ? record_passing(api, arena, record)
                      : (struct passing){.why = "has an unknown layout"};
    }
    struct passing passing = scalar_passing(type);
    if (passing.type)
        passing.bits = type->kind == TYPE_BOOL ? 1 : (unsigned)passing.type->size * 8;
    return passing;
}

size_t value_size(const struct api *api, const struct type *type)
{
    if (type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION)
        return 0;
    if (type->kind == TYPE_ARRAY) {
        size_t one = value_size(api, api_resolve(api, type->target));
        return type->length == LENGTH_UNKNOWN || (one && type->length > SIZE_MAX / one)
                   ? 0
                   : one * type->length;
    }
    if (type->kind == TYPE_RECORD) {
        const struct record *record = api_record(api, type);
        return record ? record->size_bytes : 0;
    }
    struct passing passing = scalar_passing(type);
    return passing.type ? passing.type->size : 0;
}

bool is_byte(const struct type *type)
{
    return type->kind == TYPE_CHAR || type->kind == TYPE_SCHAR || type->kind == TYPE_UCHAR ||
           type->kind == TYPE_VOID;
}

/* ---- Printing -------------------------------------------------------------------------------- */

static uint64_t load(const void *bytes, size_t size)
{
    uint8_t one;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    switch (size) {
    case 1:
        return memcpy(&one, bytes, 1), one;
    case 2:
        return memcpy(&two, bytes, 2), two;
    case 4:
        return memcpy(&four, bytes, 4), four;
    default:
        return memcpy(&eight, bytes, 8), eight;
    }
}

static void print_integer(uint64_t value, unsigned bits, bool is_signed)
{
    unsigned unused = 64 - bits;
    if (is_signed)
        printf("%" PRId64, (int64_t)(value << unused) >> unused);
    else
        printf("%" PRIu64, value << unused >> unused);
}

static void print_float(const struct type *type, const void *bytes)
{
    float single;
    double real;
    long double extended;
    if (type->kind == TYPE_FLOAT)
        printf("%.9g", (double)(memcpy(&single, bytes, sizeof single), single));
    else if (type->kind == TYPE_DOUBLE)
        printf("%.17g", (memcpy(&real, bytes, sizeof real), real));
    else
        printf("%.21Lg", (memcpy(&extended, bytes, sizeof extended), extended));
}

static void print_pointer(const struct type *type, const void *bytes)
{
    void *pointer;
    memcpy(&pointer, bytes, sizeof pointer);
    if (!pointer)
        fputs("NULL", stdout);
    else if (type->target->kind == TYPE_CHAR)
        fputs(pointer, stdout);
    else
        printf("%p", pointer);
}

static void print_bits(const struct type *type, const struct field *field, const uint8_t *bytes)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < field->length_bits; i++) {
        uint64_t bit = field->offset_bits + i;
        value |= (uint64_t)(bytes[bit / 8] >> bit % 8 & 1) << i;
    }
    print_integer(value, field->length_bits, !type_is_unsigned(type));
}

static void print_record(const struct api *api, const struct record *record, const uint8_t *bytes)
{
    const char *before = "{ ";
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const struct type *type = api_resolve(api, field->type);
        if (!field->name && field->is_bitfield)
            continue;
        printf(field->name ? "%s.%s = " : "%s", before, field->name);
        before = ", ";
        if (field->is_bitfield)
            print_bits(type, field, bytes);
        else
            value_print(api, type, bytes + field->offset_bits / 8);
    }
    fputs(record->field_count ? " }" : "{}", stdout);
}

static void print_array(const struct api *api, const struct type *type, const uint8_t *bytes)
{
    const struct type *element = api_resolve(api, type->target);
    size_t size = value_size(api, element);
    size_t count = type->length == LENGTH_UNKNOWN ? 0 : type->length;
    if (element->kind == TYPE_CHAR) {
        printf("\"%.*s\"", (int)strnlen((const char *)bytes, count), bytes);
        return;
    }
    fputs("{", stdout);
    for (size_t i = 0; size && i < count; i++) {
        fputs(i ? ", " : " ", stdout);
        value_print(api, element, bytes + i * size);
    }
    fputs(" }", stdout);
}

void value_print(const struct api *api, const struct type *type, const void *bytes)
{
    type = api_resolve(api, type);
    const struct record *record = api_record(api, type);
    struct passing passing = scalar_passing(type);
    if (record) {
        print_record(api, record, bytes);
        return;
    }
    if (type->kind == TYPE_ARRAY) {
        print_array(api, type, bytes);
        return;
    }
    switch (passing.format) {
    case FORMAT_SIGNED:
    case FORMAT_UNSIGNED:
        print_integer(load(bytes, passing.type->size), (unsigned)passing.type->size * 8,
                      passing.format == FORMAT_SIGNED);
        break;
    case FORMAT_FLOAT:
        print_float(type, bytes);
        break;
    case FORMAT_POINTER:
        print_pointer(type, bytes);
        break;
    case FORMAT_NONE:
    case FORMAT_RECORD:
        fputs("?", stdout);
        break;
    }
}

void value_print_bytes(const void *bytes, size_t size)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < size; i++)
        printf("%s%02x", i ? " " : "", byte[i]);
}
