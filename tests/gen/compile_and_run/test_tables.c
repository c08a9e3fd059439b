/* test_tables.c: the tables of a binding, compared with what the compiler itself says. */
#include "barge_binding.h"

#include "../../check.h"

#include <wherry/binding.h>

#include <limits.h>
#include <wchar.h>

static const struct wherry_binding *const binding = &barge_binding;

static const char *text_at(uint32_t offset)
{
    return binding->strings + offset;
}

/* ---- Records --------------------------------------------------------------------------------- */

static const struct wherry__record *record(const char *name)
{
    for (uint32_t i = 0; i < binding->record_count; i++)
        if (strcmp(text_at(binding->records[i].name), name) == 0)
            return &binding->records[i];
    fprintf(stderr, "no record %s\n", name);
    CHECK_UNREACHED();
    return &binding->records[0];
}

static const struct wherry__field *field(const struct wherry__record *of, const char *name)
{
    for (uint32_t i = 0; i < of->field_count; i++)
        if (strcmp(text_at(binding->fields[of->first_field + i].name), name) == 0)
            return &binding->fields[of->first_field + i];
    fprintf(stderr, "%s has no field %s\n", text_at(of->name), name);
    CHECK_UNREACHED();
    return &binding->fields[of->first_field];
}

#define CHECK_RECORD(name, c_type, fields)                                                         \
    do {                                                                                           \
        const struct wherry__record *seen = record(name);                                          \
        CHECK_EQUAL(seen->size_bytes, sizeof(c_type));                                             \
        CHECK_EQUAL(seen->alignment_bytes, _Alignof(c_type));                                      \
        CHECK_EQUAL(seen->field_count, fields);                                                    \
    } while (0)

/* Place, element type and number of elements. */
#define CHECK_FIELD(name, c_type, member, kind, elements)                                          \
    do {                                                                                           \
        const struct wherry__field *seen = field(record(name), #member);                           \
        CHECK_EQUAL(seen->offset_bits, 8 * offsetof(c_type, member));                              \
        CHECK_EQUAL(seen->type, kind);                                                             \
        CHECK_EQUAL(seen->count, elements);                                                        \
        CHECK_EQUAL(seen->length_bits, 0);                                                         \
    } while (0)

/* The kinds of types whose sign the target chooses. */
#define CHAR (CHAR_MIN < 0 ? WHERRY_INT8 : WHERRY_UINT8)
#define WIDE_CHAR                                                                                  \
    (sizeof(wchar_t) == 2 ? WHERRY_UINT16 : WCHAR_MIN < 0 ? WHERRY_INT32 : WHERRY_UINT32)

static void test_records(void)
{
    CHECK_RECORD("struct point", struct point, 2);
    CHECK_FIELD("struct point", struct point, y, WHERRY_DOUBLE, 1);
    CHECK_RECORD("pixel", pixel, 3);
    CHECK_FIELD("pixel", pixel, blue, WHERRY_UINT8, 1);
    CHECK_RECORD("union number", union number, 3);
    CHECK(record("union number")->flags & WHERRY_RECORD_UNION);
    CHECK_FIELD("union number", union number, integer, WHERRY_INT64, 1);
    CHECK_RECORD("struct nested", struct nested, 3);
    CHECK_FIELD("struct nested", struct nested, name, WHERRY_POINTER, 1);
    CHECK_RECORD("struct nested.inner", __typeof__(((struct nested *)0)->inner), 2);
    CHECK_RECORD("struct widths", struct widths, 6);
    CHECK_FIELD("struct widths", struct widths, first, CHAR, 1);
    CHECK_FIELD("struct widths", struct widths, l, sizeof(long) == 8 ? WHERRY_INT64 : WHERRY_INT32,
                1);
    CHECK_FIELD("struct widths", struct widths, s,
                sizeof(size_t) == 8 ? WHERRY_UINT64 : WHERRY_UINT32, 1);
    CHECK_FIELD("struct widths", struct widths, w, WIDE_CHAR, 1);
    CHECK_FIELD("struct widths", struct widths, p, WHERRY_POINTER, 1);
    CHECK_FIELD("struct widths", struct widths, d, WHERRY_LONG_DOUBLE, 1);
    CHECK_RECORD("struct packed", struct packed, 3);
    CHECK(record("struct packed")->flags & WHERRY_RECORD_PACKED);
    CHECK_FIELD("struct packed", struct packed, sum, WHERRY_UINT16, 1);
    CHECK_RECORD("struct matrix", struct matrix, 2);
    CHECK_FIELD("struct matrix", struct matrix, cells, WHERRY_INT32, 6);
    CHECK_FIELD("struct matrix", struct matrix, name, CHAR, 8);
    CHECK_RECORD("struct aligned", struct aligned, 1);
    CHECK_RECORD("struct tail", struct tail, 2);
    CHECK_FIELD("struct tail", struct tail, items, WHERRY_INT32, 0);
    CHECK_RECORD("struct node", struct node, 3);
    CHECK_FIELD("struct node", struct node, weigh, WHERRY_POINTER, 1);
    CHECK(record("struct opaque")->flags & WHERRY_RECORD_INCOMPLETE);
}

/* All bits of one bitfield, set by the compiler, are the bits that the table says. */
#define CHECK_BITFIELD(member)                                                                     \
    do {                                                                                           \
        const struct wherry__field *seen = field(record("struct flags"), #member);                 \
        struct flags flags;                                                                        \
        unsigned char expected[sizeof flags];                                                      \
        memset(&flags, 0, sizeof flags);                                                           \
        memset(expected, 0, sizeof expected);                                                      \
        flags.member = ~flags.member;                                                              \
        for (unsigned i = 0; i < seen->length_bits; i++) {                                         \
            unsigned bit = seen->offset_bits + i;                                                  \
            expected[bit / 8] = (unsigned char)(expected[bit / 8] | 1u << bit % 8);                \
        }                                                                                          \
        CHECK(memcmp(&flags, expected, sizeof flags) == 0);                                        \
    } while (0)

static void test_bitfields(void)
{
    CHECK_EQUAL(record("struct flags")->size_bytes, sizeof(struct flags));
    CHECK(record("struct flags")->flags & WHERRY_RECORD_BITFIELDS);
    CHECK_BITFIELD(kind);
    CHECK_BITFIELD(level);
    CHECK_BITFIELD(rest);
    CHECK_BITFIELD(big);
}

/* The compiled accessors, and those by name, agree with the compiler. */
#define CHECK_ACCESSORS(member, value)                                                             \
    do {                                                                                           \
        struct wherry_field place;                                                                 \
        struct flags flags;                                                                        \
        int64_t seen = 0;                                                                          \
        memset(&flags, 0, sizeof flags);                                                           \
        CHECK_EQUAL(wherry_find_field(binding, "struct flags", #member, &place), 0);               \
        CHECK_EQUAL(wherry_bitfield_set(&place, &flags, value), 0);                                \
        CHECK_EQUAL(flags.member, value);                                                          \
        CHECK_EQUAL(barge_get_flags_##member(&flags), value);                                      \
        barge_set_flags_##member(&flags, 1);                                                       \
        CHECK_EQUAL(wherry_bitfield_get(&place, &flags, &seen), 0);                                \
        CHECK_EQUAL(seen, 1);                                                                      \
    } while (0)

static void test_accessors(void)
{
    struct wherry_field found;
    int64_t value;
    CHECK_ACCESSORS(kind, 7);
    CHECK_ACCESSORS(level, -16);
    CHECK_ACCESSORS(rest, 0xfffff);
    CHECK_ACCESSORS(big, -(INT64_C(1) << 39));
    CHECK_EQUAL(wherry_find_field(binding, "struct flags", "level", &found), 0);
    CHECK_EQUAL(wherry_bitfield_set(&found, &value, 16), WHERRY_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_error_text(), "the value does not fit into the bitfield");
    CHECK_EQUAL(wherry_find_field(binding, "struct nested", "inner.whole", &found), 0);
    CHECK_EQUAL(found.offset_bits, 8 * offsetof(struct nested, inner.whole));
    CHECK_EQUAL(wherry_bitfield_get(&found, &value, &value), WHERRY_E_ARGUMENT);
    CHECK_EQUAL(wherry_find_field(binding, "struct nested", "inner.none", &found), WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(wherry_error_text(), "barge: struct nested has no field inner.none");
    CHECK_EQUAL(wherry_find_field(binding, "struct none", "x", &found), WHERRY_E_SYMBOL);
}

/* ---- Constants ------------------------------------------------------------------------------- */

static const struct wherry__constant *constant(const char *name)
{
    for (uint32_t i = 0; i < binding->constant_count; i++)
        if (strcmp(text_at(binding->constants[i].name), name) == 0)
            return &binding->constants[i];
    fprintf(stderr, "no constant %s\n", name);
    CHECK_UNREACHED();
    return &binding->constants[0];
}

static int integer_code(size_t size_bytes, int is_signed)
{
    static const int codes[9][2] = {[1] = {WHERRY_UINT8, WHERRY_INT8},
                                    [2] = {WHERRY_UINT16, WHERRY_INT16},
                                    [4] = {WHERRY_UINT32, WHERRY_INT32},
                                    [8] = {WHERRY_UINT64, WHERRY_INT64}};
    return codes[size_bytes][is_signed];
}
#define TYPE_CODE(value) integer_code(sizeof(value), (__typeof__(value))-1 < 1)

static void check_integer(const char *name, int code, unsigned long long value)
{
    const struct wherry__constant *seen = constant(name);
    int good = check_report(seen->value == value, __FILE__, __LINE__, "value");
    good &= check_report(seen->type == code, __FILE__, __LINE__, "type");
    if (!good)
        fprintf(stderr, "    of %s\n", name);
}

#define INTEGERS(X)                                                                                \
    X(VALUES_INT)                                                                                  \
    X(VALUES_NEGATIVE)                                                                             \
    X(VALUES_LEAST)                                                                                \
    X(VALUES_HEX)                                                                                  \
    X(VALUES_UNSIGNED)                                                                             \
    X(VALUES_BIG_HEX)                                                                              \
    X(VALUES_LONG)                                                                                 \
    X(VALUES_ULONG)                                                                                \
    X(VALUES_LLONG)                                                                                \
    X(VALUES_ULLONG)                                                                               \
    X(VALUES_CHAR)                                                                                 \
    X(VALUES_SHIFT)                                                                                \
    X(VALUES_CAST)                                                                                 \
    X(VALUES_SHORT)                                                                                \
    X(VALUES_SIZE)                                                                                 \
    X(VALUES_ALIAS)                                                                                \
    X(VALUES_CHOICE)                                                                               \
    X(VALUES_SYSTEM)

static void test_macros(void)
{
#define CHECK_INTEGER(name) check_integer(#name, TYPE_CODE(name), (unsigned long long)(name));
    INTEGERS(CHECK_INTEGER)
    const struct wherry__constant *seen = constant("VALUES_FLOAT");
    CHECK(seen->type == WHERRY_FLOAT && (float)seen->real == (float)VALUES_FLOAT);
    seen = constant("VALUES_DOUBLE");
    CHECK(seen->type == WHERRY_DOUBLE && seen->real == (double)VALUES_DOUBLE);
    seen = constant("VALUES_TEXT");
    CHECK_EQUAL(seen->type, WHERRY_POINTER);
    CHECK_EQUAL_STRING(text_at((uint32_t)seen->value), VALUES_TEXT);
    CHECK_EQUAL_STRING(text_at((uint32_t)constant("VALUES_TWO_TEXTS")->value), VALUES_TWO_TEXTS);
    int absent = constant("VALUES_WINDOWS_ONLY")->flags & 1;
#ifdef _WIN32
    CHECK(!absent);
#else
    CHECK(absent);
#endif
}

#define CHECK_ENUM(name, c_type, ...)                                                              \
    do {                                                                                           \
        const long long wanted[] = {__VA_ARGS__};                                                  \
        const struct wherry__enum *seen = find_enum(name);                                         \
        CHECK_EQUAL(seen->type, TYPE_CODE((c_type)0));                                             \
        CHECK_EQUAL(seen->constant_count, sizeof wanted / sizeof wanted[0]);                       \
        for (uint32_t i = 0; i < seen->constant_count; i++)                                        \
            CHECK_EQUAL(binding->constants[seen->first_constant + i].value, wanted[i]);            \
    } while (0)

static const struct wherry__enum *find_enum(const char *name)
{
    for (uint32_t i = 0; i < binding->enum_count; i++)
        if (strcmp(text_at(binding->enums[i].name), name) == 0)
            return &binding->enums[i];
    fprintf(stderr, "no enum %s\n", name);
    CHECK_UNREACHED();
    return &binding->enums[0];
}

static void test_enums(void)
{
    CHECK_ENUM("enum values_color", enum values_color, VALUES_RED, VALUES_GREEN, VALUES_BLUE);
    CHECK_ENUM("enum values_signed", enum values_signed, VALUES_LOW, VALUES_HIGH);
    CHECK_ENUM("enum values_unsigned", enum values_unsigned, VALUES_TOP, VALUES_ALL);
    CHECK_ENUM("values_switch", values_switch, VALUES_ON, VALUES_OFF);
    CHECK_EQUAL(constant("VALUES_UNNAMED")->value, VALUES_UNNAMED);
}

/* ---- Functions ------------------------------------------------------------------------------- */

static void test_functions(void)
{
    CHECK_EQUAL(wherry_find_function(binding, "calls_renamed"), barge_index_calls_renamed);
    CHECK(wherry_find_function(binding, "no_such_function") < 0);
    const struct wherry__function *seen = &binding->functions[barge_index_calls_std];
#if defined(_WIN32) && defined(__i386__)
    CHECK_EQUAL_STRING(text_at(seen->symbol), "_calls_std@16");
    CHECK_EQUAL(binding->signatures[seen->signature].convention, WHERRY_STDCALL);
#else
    CHECK_EQUAL_STRING(text_at(seen->symbol), "calls_std");
    CHECK_EQUAL(binding->signatures[seen->signature].convention, WHERRY_CDECL);
#endif
    seen = &binding->functions[barge_index_calls_add];
    CHECK(binding->signatures[seen->signature].variadic);
    const uint16_t *types = &binding->types[binding->signatures[seen->signature].first_type];
    CHECK_EQUAL(types[0], WHERRY_INT32);
    CHECK_EQUAL(types[1], WHERRY_INT32);
}

int main(void)
{
    test_records();
    test_bitfields();
    test_accessors();
    test_macros();
    test_enums();
    test_functions();
    return check_result();
}
