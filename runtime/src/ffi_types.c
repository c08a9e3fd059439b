/* ffi_types.c: libffi's types, for records from the binding's field tables.
 *
 * libffi lays a record out from its elements and can express neither packing nor bitfields nor
 * unions. What it would lay out otherwise than the compiler did is refused in words. */
#include "interface.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Elements beyond this many are one pseudo-record: no convention looks at the elements of a record
 * larger than two eightbytes (System V AMD64 psABI 1.0, 3.2.3: class MEMORY). */
enum { LISTED_ELEMENTS = 32, EIGHTBYTE = 8, REGISTER_BYTES = 16 };

#if defined(__x86_64__) && !defined(_WIN32)
enum { CLASSIFIES_EIGHTBYTES = 1 };
#else
enum { CLASSIFIES_EIGHTBYTES = 0 };
#endif

#if defined(__aarch64__)
enum { PASSES_HOMOGENEOUS = 1 };
#else
enum { PASSES_HOMOGENEOUS = 0 };
#endif

/* Parameters that need more are refused: libffi aligns its copy of the stack to 16 bytes, and on
 * i686 it gives a record of 16 or more an alignment that compilers give only to vectors. */
#if defined(__i386__)
enum { PARAMETER_ALIGNMENT_MAX = 8 };
#define PARAMETER_ALIGNMENT_TEXT "8"
#else
enum { PARAMETER_ALIGNMENT_MAX = 16 };
#define PARAMETER_ALIGNMENT_TEXT "16"
#endif

/* On 32-bit Windows GCC returns a small record in eax and edx only if it has a "machine mode" for
 * it, and in st(0) if that mode is a real one (gcc/stor-layout.c, compute_record_mode); clang and
 * Microsoft's compiler look at the size alone. The library's compiler is taken to be this one. */
#if defined(__i386__) && defined(_WIN32) && !defined(__clang__)
enum { RETURNS_BY_MODE = 1 };
#else
enum { RETURNS_BY_MODE = 0 };
#endif
struct wherry__ffi_block {
    struct wherry__ffi_block *next;
    max_align_t bytes[];
};

static const struct scalar {
    ffi_type *type;
    size_t size_bytes;
} scalars[] = {
    [WHERRY_VOID] = {&ffi_type_void, 0},
    [WHERRY_BOOL] = {&ffi_type_uint8, sizeof(_Bool)},
    [WHERRY_INT8] = {&ffi_type_sint8, 1},
    [WHERRY_UINT8] = {&ffi_type_uint8, 1},
    [WHERRY_INT16] = {&ffi_type_sint16, 2},
    [WHERRY_UINT16] = {&ffi_type_uint16, 2},
    [WHERRY_INT32] = {&ffi_type_sint32, 4},
    [WHERRY_UINT32] = {&ffi_type_uint32, 4},
    [WHERRY_INT64] = {&ffi_type_sint64, 8},
    [WHERRY_UINT64] = {&ffi_type_uint64, 8},
    [WHERRY_FLOAT] = {&ffi_type_float, sizeof(float)},
    [WHERRY_DOUBLE] = {&ffi_type_double, sizeof(double)},
    [WHERRY_LONG_DOUBLE] = {&ffi_type_longdouble, sizeof(long double)},
    [WHERRY_COMPLEX_FLOAT] = {&ffi_type_complex_float, sizeof(float _Complex)},
    [WHERRY_COMPLEX_DOUBLE] = {&ffi_type_complex_double, sizeof(double _Complex)},
    [WHERRY_COMPLEX_LONG_DOUBLE] = {&ffi_type_complex_longdouble, sizeof(long double _Complex)},
    [WHERRY_POINTER] = {&ffi_type_pointer, sizeof(void *)},
    [WHERRY_OPAQUE] = {NULL, 0}};

size_t wherry__value_bytes(const struct wherry_binding *binding, uint16_t type)
{
    const struct wherry__record *record = wherry__record_of(binding, type);
    if (record)
        return record->size_bytes;
    return type < sizeof scalars / sizeof *scalars ? scalars[type].size_bytes : 0;
}

static int refuse(const struct wherry__ffi_types *types, const struct wherry__record *record,
                  const char *why)
{
    const struct wherry_binding *binding = types->binding;
    return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name, ": record ",
                        binding->strings + record->name, " cannot be passed by libffi: ", why,
                        "; only compiled code can pass it");
}

static void *allocate(struct wherry__ffi_types *types, size_t size)
{
    struct wherry__ffi_block *block = calloc(1, sizeof *block + size);
    if (!block) {
        wherry__fail(WHERRY_E_MEMORY, wherry_strerror(WHERRY_E_MEMORY));
        return NULL;
    }
    block->next = types->blocks;
    types->blocks = block;
    return block->bytes;
}

void wherry__ffi_types_release(struct wherry__ffi_types *types)
{
    while (types->blocks) {
        struct wherry__ffi_block *block = types->blocks;
        types->blocks = block->next;
        free(block);
    }
}

/* A record type with room for `count` elements and their end mark; libffi lays it out. */
static ffi_type *new_record(struct wherry__ffi_types *types, size_t count)
{
    ffi_type *made = allocate(types, sizeof *made);
    ffi_type **elements = allocate(types, (count + 1) * sizeof *elements);
    if (!made || !elements)
        return NULL;
    made->type = FFI_TYPE_STRUCT;
    made->elements = elements;
    return made;
}

/* A record type of given size and alignment, whose elements nothing looks at. A size other than 0
 * keeps libffi from computing one. */
static ffi_type *new_extent(struct wherry__ffi_types *types, size_t size_bytes,
                            unsigned short alignment_bytes, ffi_type *element)
{
    ffi_type *made = new_record(types, 1);
    if (!made)
        return NULL;
    made->size = size_bytes;
    made->alignment = alignment_bytes;
    made->elements[0] = element;
    return made;
}

/* ---- Unions ---------------------------------------------------------------------------------- */

static enum wherry__class class_of(uint16_t type)
{
    switch (type) {
    case WHERRY_FLOAT:
    case WHERRY_DOUBLE:
    case WHERRY_COMPLEX_FLOAT:
    case WHERRY_COMPLEX_DOUBLE:
        return CLASS_SSE;
    default:
        return type <= WHERRY_UINT64 || type == WHERRY_POINTER ? CLASS_INTEGER : CLASS_OTHER;
    }
}

static void merge(struct wherry__classes *classes, uint32_t offset, enum wherry__class class)
{
    uint32_t k = offset / EIGHTBYTE % 2;
    if (class > classes->of[k])
        classes->of[k] = class;
}

/* Merge the classes of a value at `offset`: the larger enumerator wins (psABI 3.2.3, step 4). */
static void classify(const struct wherry_binding *binding, uint16_t type, uint32_t offset,
                     struct wherry__classes *classes)
{
    const struct wherry__record *record = wherry__record_of(binding, type);
    if (!record) {
        merge(classes, offset, class_of(type));
        if (type == WHERRY_COMPLEX_FLOAT || type == WHERRY_COMPLEX_DOUBLE)
            merge(classes, offset + (uint32_t)scalars[type].size_bytes / 2, CLASS_SSE);
        return;
    }
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct wherry__field *field = &binding->fields[record->first_field + i];
        uint32_t size = (uint32_t)wherry__value_bytes(binding, field->type);
        for (uint32_t n = 0; n < field->count; n++)
            classify(binding, field->type, offset + field->offset_bits / 8 + n * size, classes);
    }
}

int wherry__classify(const struct wherry_binding *binding, uint16_t type,
                     struct wherry__classes *classes)
{
    *classes = (struct wherry__classes){{CLASS_NONE, CLASS_NONE}};
    if (wherry__value_bytes(binding, type) > REGISTER_BYTES)
        return 0;
    classify(binding, type, 0, classes);
    return classes->of[0] != CLASS_OTHER && classes->of[1] != CLASS_OTHER;
}

static ffi_type *integer_of(uint32_t size_bytes)
{
    switch (size_bytes) {
    case 8:
        return &ffi_type_uint64;
    case 4:
        return &ffi_type_uint32;
    case 2:
        return &ffi_type_uint16;
    default:
        return &ffi_type_uint8;
    }
}

/* A record of elements of each eightbyte's class, where libffi would not find the classes itself.
 */
static ffi_type *new_register_record(struct wherry__ffi_types *types,
                                     const struct wherry__record *record,
                                     const struct wherry__classes *classes)
{
    uint32_t step = record->alignment_bytes, count = 0;
    ffi_type *made = new_record(types, REGISTER_BYTES);
    for (uint32_t offset = 0; made && offset < record->size_bytes; offset += step) {
        if (classes->of[offset / EIGHTBYTE] == CLASS_SSE)
            made->elements[count++] = step == 4 ? &ffi_type_float : &ffi_type_double;
        else
            made->elements[count++] = integer_of(step);
    }
    return made;
}

/* Whether a member, at any depth, is a record whose fields do not tell how it is passed: unaligned
 * fields make the whole value class MEMORY (3.2.3). */
static int holds_irregular(const struct wherry_binding *binding,
                           const struct wherry__record *record)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct wherry__record *member =
            wherry__record_of(binding, binding->fields[record->first_field + i].type);
        unsigned irregular =
            WHERRY_RECORD_PACKED | WHERRY_RECORD_BITFIELDS | WHERRY_RECORD_INCOMPLETE;
        if (member && (member->flags & irregular || holds_irregular(binding, member)))
            return 1;
    }
    return 0;
}

/* Elements of one real floating type, of which a value consists. */
enum { HOMOGENEOUS_MAX = 4, HOMOGENEOUS_BYTES = 4 * 16 };
struct homogeneous {
    uint16_t type; /* 0: none seen yet */
    uint32_t count;
};

static int add_homogeneous(const struct wherry_binding *binding, uint16_t type,
                           struct homogeneous *all);

/* A half or a vector may make the record travel in vector registers. */
static int holds_opaque(const struct wherry_binding *binding, uint16_t type)
{
    const struct wherry__record *record = wherry__record_of(binding, type);
    for (uint32_t i = 0; record && i < record->field_count; i++)
        if (holds_opaque(binding, binding->fields[record->first_field + i].type))
            return 1;
    return type == WHERRY_OPAQUE;
}

/* AAPCS64 (2022Q3), 5.9.5: those of a union are the most that a member has, and nothing else, such
 * as padding, takes part in its size. */
static int add_record(const struct wherry_binding *binding, const struct wherry__record *record,
                      struct homogeneous *all)
{
    struct homogeneous own = {all->type, 0};
    if (!record->size_bytes)
        return 1;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct wherry__field *field = &binding->fields[record->first_field + i];
        struct homogeneous one = {own.type, 0};
        if (!field->count || !add_homogeneous(binding, field->type, &one))
            return 0;
        one.count *= field->count;
        own.type = one.type;
        if (!(record->flags & WHERRY_RECORD_UNION))
            own.count += one.count;
        else if (one.count > own.count)
            own.count = one.count;
    }
    all->type = own.type;
    all->count += own.count;
    return own.type && own.count * scalars[own.type].size_bytes == record->size_bytes;
}

static int add_homogeneous(const struct wherry_binding *binding, uint16_t type,
                           struct homogeneous *all)
{
    const struct wherry__record *record = wherry__record_of(binding, type);
    int is_complex = type >= WHERRY_COMPLEX_FLOAT && type <= WHERRY_COMPLEX_LONG_DOUBLE;
    uint16_t real = (uint16_t)(is_complex ? type - WHERRY_COMPLEX_FLOAT + WHERRY_FLOAT : type);
    if (record)
        return add_record(binding, record, all);
    if (real < WHERRY_FLOAT || real > WHERRY_LONG_DOUBLE || (all->type && all->type != real))
        return 0;
    all->type = real;
    all->count += is_complex ? 2 : 1;
    return 1;
}

/* A record of so many elements of one floating type travels in as many vector registers (6.8.2).
 * Its alignment, which counts where it is a field, may be another than theirs. */
static int make_homogeneous(struct wherry__ffi_types *types, const struct wherry__record *record,
                            const struct homogeneous *all, ffi_type **made)
{
    *made = new_record(types, all->count);
    if (!*made)
        return WHERRY_E_MEMORY;
    (*made)->size = record->size_bytes;
    (*made)->alignment = (unsigned short)record->alignment_bytes;
    for (uint32_t i = 0; i < all->count; i++)
        (*made)->elements[i] = scalars[all->type].type;
    return 0;
}

static int make_arm64_union(struct wherry__ffi_types *types, uint16_t type,
                            const struct wherry__record *record, ffi_type **made)
{
    struct homogeneous all = {0, 0};
    if (holds_opaque(types->binding, type))
        return refuse(types, record, "it is a union with a member that libffi does not know");
    /* Of 16 bytes it takes an even register and the next (C.10), of more it may be homogeneous, and
     * then its place on the stack goes by its members' alignments (C.4). */
    if (record->size_bytes <= HOMOGENEOUS_BYTES && record->alignment_bytes > EIGHTBYTE)
        return refuse(types, record, "it is a union aligned to more than 8 bytes");
    if (add_record(types->binding, record, &all) && all.count <= HOMOGENEOUS_MAX)
        return make_homogeneous(types, record, &all, made);
    *made =
        new_extent(types, record->size_bytes, (uint16_t)record->alignment_bytes, &ffi_type_uint8);
    return *made ? 0 : WHERRY_E_MEMORY;
}

static int make_union(struct wherry__ffi_types *types, uint16_t type,
                      const struct wherry__record *record, ffi_type **made)
{
    struct wherry__classes classes;
    if (holds_irregular(types->binding, record))
        return refuse(types, record, "it is a union that holds a packed record or bitfields");
    if (PASSES_HOMOGENEOUS)
        return make_arm64_union(types, type, record, made);
    if (!CLASSIFIES_EIGHTBYTES || record->size_bytes > REGISTER_BYTES)
        *made = new_extent(types, record->size_bytes, (uint16_t)record->alignment_bytes,
                           &ffi_type_uint8);
    else if (record->alignment_bytes > EIGHTBYTE)
        return refuse(types, record, "it is a union aligned to more than 8 bytes");
    else if (!wherry__classify(types->binding, type, &classes))
        return refuse(types, record, "it is a union with a long double member");
    else
        *made = new_register_record(types, record, &classes);
    return *made ? 0 : WHERRY_E_MEMORY;
}

/* ---- Structures ------------------------------------------------------------------------------ */

static size_t element_count(const struct wherry__field *field)
{
    return field->count <= LISTED_ELEMENTS ? field->count : 1;
}

static int add_field(struct wherry__ffi_types *types, const struct wherry__field *field,
                     ffi_type *record, size_t *count)
{
    ffi_type *element;
    int code = wherry__ffi_type(types, field->type, &element);
    if (code)
        return code;
    if (field->count > LISTED_ELEMENTS) {
        size_t size = wherry__value_bytes(types->binding, field->type);
        element = new_extent(types, size * field->count, element->alignment, element);
        if (!element)
            return WHERRY_E_MEMORY;
    }
    for (size_t i = 0; i < element_count(field); i++)
        record->elements[(*count)++] = element;
    return 0;
}

/* Have libffi lay the record out, and compare with what the compiler did. */
static int check_layout(struct wherry__ffi_types *types, const struct wherry__record *record,
                        ffi_type *made, size_t count)
{
    const struct wherry__field *field = &types->binding->fields[record->first_field];
    size_t *offsets = allocate(types, (count + 1) * sizeof *offsets);
    if (!offsets)
        return WHERRY_E_MEMORY;
    if (ffi_get_struct_offsets(types->abi, made, offsets) != FFI_OK)
        return refuse(types, record, "libffi cannot lay it out");
    if (made->size != record->size_bytes || made->alignment != record->alignment_bytes)
        return refuse(types, record, "libffi would give it another size or alignment");
    for (uint32_t i = 0; i < record->field_count; i++, field++) {
        if (field->count && *offsets * 8 != field->offset_bits)
            return refuse(types, record, "libffi would place its fields elsewhere");
        offsets += element_count(field);
    }
    return 0;
}

static int holds_union(const struct wherry_binding *binding, const struct wherry__record *record)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct wherry__record *member =
            wherry__record_of(binding, binding->fields[record->first_field + i].type);
        if (member && (member->flags & WHERRY_RECORD_UNION || holds_union(binding, member)))
            return 1;
    }
    return 0;
}

/* The record that stands for a union has the classes of a value that begins with an eightbyte;
 * within a structure it may begin amid one. No long double fits beside a union. */
static int reclassify(struct wherry__ffi_types *types, uint16_t type,
                      const struct wherry__record *record, ffi_type **made)
{
    struct wherry__classes classes;
    if (!CLASSIFIES_EIGHTBYTES || record->size_bytes > REGISTER_BYTES ||
        !holds_union(types->binding, record))
        return 0;
    wherry__classify(types->binding, type, &classes);
    *made = new_register_record(types, record, &classes);
    return *made ? 0 : WHERRY_E_MEMORY;
}

static int make_struct(struct wherry__ffi_types *types, uint16_t type,
                       const struct wherry__record *record, ffi_type **made)
{
    const struct wherry__field *fields = &types->binding->fields[record->first_field];
    size_t count = 0;
    int code;
    for (uint32_t i = 0; i < record->field_count; i++)
        count += element_count(&fields[i]);
    *made = new_record(types, count);
    if (!*made)
        return WHERRY_E_MEMORY;
    count = 0;
    for (uint32_t i = 0; i < record->field_count; i++) {
        code = add_field(types, &fields[i], *made, &count);
        if (code)
            return code;
    }
    code = check_layout(types, record, *made, count);
    return code ? code : reclassify(types, type, record, made);
}

/* GCC passes such a record as if the array were not there, and clang in memory. */
static int has_flexible_array(const struct wherry_binding *binding,
                              const struct wherry__record *record)
{
    for (uint32_t i = 0; i < record->field_count; i++)
        if (!binding->fields[record->first_field + i].count)
            return 1;
    return 0;
}

static int make_record(struct wherry__ffi_types *types, uint16_t type,
                       const struct wherry__record *record, ffi_type **made)
{
    if (record->flags & WHERRY_RECORD_INCOMPLETE)
        return refuse(types, record, "its fields are not known on this target");
    if (record->flags & WHERRY_RECORD_BITFIELDS)
        return refuse(types, record, "it has bitfields");
    if (record->flags & WHERRY_RECORD_PACKED)
        return refuse(types, record, "it is packed");
    if (!record->size_bytes || !record->field_count)
        return refuse(types, record, "it is empty");
    if (has_flexible_array(types->binding, record))
        return refuse(types, record, "it has a flexible array");
    if (record->flags & WHERRY_RECORD_UNION)
        return make_union(types, type, record, made);
    return make_struct(types, type, record, made);
}

int wherry__ffi_type(struct wherry__ffi_types *types, uint16_t type, ffi_type **made)
{
    const struct wherry__record *record = wherry__record_of(types->binding, type);
    if (record)
        return make_record(types, type, record, made);
    *made = type < sizeof scalars / sizeof *scalars ? scalars[type].type : NULL;
    if (*made)
        return 0;
    return wherry__fail(WHERRY_E_UNSUPPORTED, types->binding->name,
                        ": the type of a value cannot be passed by libffi: only compiled code can "
                        "pass it");
}

/* Whether a pointer to a copy of the record is passed (AAPCS64 2022Q3, 6.8.2, B.4). libffi (3.4.4,
 * aarch64/ffi.c) makes both, but has no room on the stack for pointers beyond the registers, and
 * aligns them there as it would the record. */
static int is_passed_by_pointer(const struct wherry_binding *binding,
                                const struct wherry__record *record)
{
    struct homogeneous all = {0, 0};
    if (!PASSES_HOMOGENEOUS || record->size_bytes <= REGISTER_BYTES)
        return 0;
    return !add_record(binding, record, &all) || all.count > HOMOGENEOUS_MAX;
}

static ffi_type *new_pointer(struct wherry__ffi_types *types, ffi_type *pointee)
{
    ffi_type *made = new_extent(types, sizeof(void *), alignof(void *), pointee);
    if (made)
        made->type = FFI_TYPE_POINTER;
    return made;
}

int wherry__ffi_parameter(struct wherry__ffi_types *types, uint16_t type, ffi_type **made)
{
    const struct wherry__record *record = wherry__record_of(types->binding, type);
    int code = wherry__ffi_type(types, type, made);
    if (code || !record)
        return code;
    if (record->alignment_bytes > PARAMETER_ALIGNMENT_MAX)
        return refuse(types, record,
                      "it is aligned to more than " PARAMETER_ALIGNMENT_TEXT " bytes");
    if (is_passed_by_pointer(types->binding, record))
        *made = new_pointer(types, *made);
    return *made ? 0 : WHERRY_E_MEMORY;
}

/* ---- Results --------------------------------------------------------------------------------- */

/* The type of the only field, however deep in structures, if it is a real floating type. */
static ffi_type *lone_real(const struct wherry_binding *binding, uint16_t type)
{
    const struct wherry__record *record;
    while ((record = wherry__record_of(binding, type)) != NULL) {
        const struct wherry__field *field = &binding->fields[record->first_field];
        if (record->field_count != 1 || record->flags & WHERRY_RECORD_UNION || field->count != 1)
            return NULL;
        type = field->type;
    }
    return type >= WHERRY_FLOAT && type <= WHERRY_LONG_DOUBLE ? scalars[type].type : NULL;
}

/* Whether GCC has no machine mode for the record: a field at any depth has none by its size. */
static int lacks_mode(const struct wherry_binding *binding, const struct wherry__record *record)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct wherry__field *field = &binding->fields[record->first_field + i];
        const struct wherry__record *member = wherry__record_of(binding, field->type);
        size_t size = wherry__value_bytes(binding, field->type) * field->count;
        if (size & (size - 1) || (member && lacks_mode(binding, member)))
            return 1;
    }
    return 0;
}

/* A record that holds nothing but a long double is returned as one (psABI 3.2.3, classes X87 and
 * X87UP), and so are more with RETURNS_BY_MODE. */
static ffi_type *returned_as_real(const struct wherry__ffi_types *types, uint16_t type, size_t size)
{
    ffi_type *real = lone_real(types->binding, type);
    int is_classified = CLASSIFIES_EIGHTBYTES && types->abi == FFI_DEFAULT_ABI;
    if (!real || real->size != size)
        return NULL;
    return RETURNS_BY_MODE || (is_classified && real == &ffi_type_longdouble) ? real : NULL;
}

int wherry__ffi_result_type(struct wherry__ffi_types *types, uint16_t type, ffi_type **made)
{
    const struct wherry__record *record = wherry__record_of(types->binding, type);
    ffi_type *real;
    int code = wherry__ffi_type(types, type, made);
    if (code || !record)
        return code;
    real = returned_as_real(types, type, (*made)->size);
    if (real)
        *made = real;
    else if (RETURNS_BY_MODE && record->size_bytes <= 8 && lacks_mode(types->binding, record))
        *made = new_extent(types, REGISTER_BYTES, (*made)->alignment, &ffi_type_uint8);
    return *made ? 0 : WHERRY_E_MEMORY;
}
