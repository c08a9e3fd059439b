/* clang's types into the model's. */
#include "parse_clang.h"

#include "hash.h"

#include <stdlib.h>
#include <string.h>

/* A CXType is an opaque handle; equal handles mean the same spelled type, so what was converted
 * once is found again. */
struct known_type {
    CXType handle;
    const struct type *type;
    UT_hash_handle hh;
};

struct known_unnamed {
    CXCursor declaration; /* canonical; an opaque handle, like CXType */
    const char *key;
    UT_hash_handle hh;
};

struct place {
    CXFile file;
    uintptr_t offset_bytes;
};

struct local_tag {
    struct place place;
    UT_hash_handle hh;
};

static enum type_kind scalar_kind(enum CXTypeKind kind)
{
    switch ((int)kind) {
    case CXType_Void:
        return TYPE_VOID;
    case CXType_Bool:
        return TYPE_BOOL;
    case CXType_Char_U:
    case CXType_Char_S:
        return TYPE_CHAR;
    case CXType_SChar:
        return TYPE_SCHAR;
    case CXType_UChar:
        return TYPE_UCHAR;
    case CXType_Short:
        return TYPE_SHORT;
    case CXType_UShort:
        return TYPE_USHORT;
    case CXType_Int:
        return TYPE_INT;
    case CXType_UInt:
        return TYPE_UINT;
    case CXType_Long:
        return TYPE_LONG;
    case CXType_ULong:
        return TYPE_ULONG;
    case CXType_LongLong:
        return TYPE_LLONG;
    case CXType_ULongLong:
        return TYPE_ULLONG;
    case CXType_Int128:
        return TYPE_INT128;
    case CXType_UInt128:
        return TYPE_UINT128;
    case CXType_Float16:
        return TYPE_HALF;
    case CXType_Float:
        return TYPE_FLOAT;
    case CXType_Double:
        return TYPE_DOUBLE;
    case CXType_LongDouble:
        return TYPE_LDOUBLE;
    case CXType_Float128:
        return TYPE_FLOAT128;
    default:
        return TYPE_UNSUPPORTED;
    }
}

/* Default and win64's default are CDECL: the convention of C on the target. */
static enum convention convention_of(CXType type)
{
    switch ((int)clang_getFunctionTypeCallingConv(type)) {
    case CXCallingConv_X86StdCall:
        return CONVENTION_STDCALL;
    case CXCallingConv_X86FastCall:
        return CONVENTION_FASTCALL;
    case CXCallingConv_X86ThisCall:
        return CONVENTION_THISCALL;
    case CXCallingConv_Win64:
        return CONVENTION_MS_ABI;
    case CXCallingConv_X86_64SysV:
        return CONVENTION_SYSV_ABI;
    case CXCallingConv_X86VectorCall:
        return CONVENTION_VECTORCALL;
    default:
        return CONVENTION_CDECL;
    }
}

static unsigned qualifiers_of(CXType type)
{
    return (clang_isConstQualifiedType(type) ? QUALIFIER_CONST : 0u) |
           (clang_isVolatileQualifiedType(type) ? QUALIFIER_VOLATILE : 0u) |
           (clang_isRestrictQualifiedType(type) ? QUALIFIER_RESTRICT : 0u);
}

/* A parameter as the callee receives it: arrays and functions are pointers (C11 6.7.6.3), and its
 * own qualifiers are no part of the function's type. A name for an array type stays (va_list, whose
 * own type C cannot spell): in a prototype it means the same. */
static const struct type *parse_parameter(struct parser *parser, CXType type)
{
    const struct type *parameter = parse_type(parser, type);
    if (parameter->kind == TYPE_ARRAY)
        return type_pointer(parser->types, parameter->target);
    if (parameter->kind == TYPE_FUNCTION)
        return type_pointer(parser->types, parameter);
    CXType canonical = clang_getCanonicalType(type);
    bool is_array =
        canonical.kind == CXType_ConstantArray || canonical.kind == CXType_IncompleteArray;
    if (is_array && parameter->qualifiers) { /* those of an array are its elements' (C11 6.7.3) */
        const struct type *element = parse_type(parser, clang_getArrayElementType(canonical));
        return type_pointer(
            parser->types,
            type_qualified(parser->types, element, element->qualifiers | parameter->qualifiers));
    }
    return type_qualified(parser->types, parameter, 0);
}

static const struct type *parse_function_type(struct parser *parser, CXType type)
{
    int count = clang_getNumArgTypes(type);
    struct type function = {.kind = TYPE_FUNCTION,
                            .target = parse_type(parser, clang_getResultType(type)),
                            .parameter_count = count > 0 ? (size_t)count : 0,
                            .convention = convention_of(type)};
    function.unprototyped = clang_getCanonicalType(type).kind == CXType_FunctionNoProto;
    function.variadic = !function.unprototyped && clang_isFunctionTypeVariadic(type);
    const struct type **parameters = xmalloc((function.parameter_count + 1) * sizeof *parameters);
    for (size_t i = 0; i < function.parameter_count; i++)
        parameters[i] = parse_parameter(parser, clang_getArgType(type, (unsigned)i));
    function.parameters = parameters;
    const struct type *interned = type_intern(parser->types, &function);
    free(parameters);
    return interned;
}

static const struct type *parse_sequence(struct parser *parser, CXType type, enum type_kind kind,
                                         uint64_t length)
{
    struct type sequence = {
        .kind = kind, .target = parse_type(parser, clang_getElementType(type)), .length = length};
    return type_intern(parser->types, &sequence);
}

static const struct type *unsupported(struct parser *parser, CXType type)
{
    return type_named(parser->types, TYPE_UNSUPPORTED,
                      parse_text(parser, clang_getTypeSpelling(type)));
}

static const struct type *parse_tag(struct parser *parser, CXType type)
{
    CXCursor declaration = clang_getTypeDeclaration(type);
    if (type.kind == CXType_Enum)
        return type_named(parser->types, TYPE_ENUM, parse_enum(parser, declaration));
    return type_named(parser->types, TYPE_RECORD, parse_record(parser, declaration));
}

static const struct type *parse_typedef_name(struct parser *parser, CXType type)
{
    CXCursor declaration = clang_getTypeDeclaration(type);
    parse_typedef(parser, declaration);
    return type_named(parser->types, TYPE_TYPEDEF,
                      parse_text(parser, clang_getCursorSpelling(declaration)));
}

static const struct type *convert(struct parser *parser, CXType type)
{
    enum type_kind scalar = scalar_kind(type.kind);
    if (scalar != TYPE_UNSUPPORTED)
        return type_scalar(parser->types, scalar);
    switch ((int)type.kind) {
    case CXType_Elaborated:
        return parse_type(parser, clang_Type_getNamedType(type));
    case CXType_Typedef:
        return parse_typedef_name(parser, type);
    case CXType_Record:
    case CXType_Enum:
        return parse_tag(parser, type);
    case CXType_Pointer:
        return type_pointer(parser->types, parse_type(parser, clang_getPointeeType(type)));
    case CXType_ConstantArray:
        return parse_sequence(parser, type, TYPE_ARRAY, (uint64_t)clang_getArraySize(type));
    case CXType_IncompleteArray:
    case CXType_VariableArray: /* `int a[n]`, in a prototype as good as `int a[*]` */
        return parse_sequence(parser, type, TYPE_ARRAY, LENGTH_UNKNOWN);
    case CXType_Complex:
        return parse_sequence(parser, type, TYPE_COMPLEX, 0);
    case CXType_Vector:
    case CXType_ExtVector:
        return parse_sequence(parser, type, TYPE_VECTOR, (uint64_t)clang_getNumElements(type));
    default:
        break;
    }
    /* Sugar: attributes, typeof, parentheses. A function keeps its parameters' typedef names. */
    if (clang_getResultType(type).kind != CXType_Invalid)
        return parse_function_type(parser, type);
    if (type.kind == CXType_Attributed)
        return parse_type(parser, clang_Type_getModifiedType(type));
    CXType canonical = clang_getCanonicalType(type);
    return canonical.kind == type.kind ? unsupported(parser, type) : parse_type(parser, canonical);
}

const struct type *parse_type(struct parser *parser, CXType type)
{
    CXType handle;
    memset(&handle, 0, sizeof handle); /* padding takes part in the hash */
    handle.kind = type.kind;
    handle.data[0] = type.data[0];
    handle.data[1] = type.data[1];
    struct known_type *known;
    HASH_FIND(hh, parser->known, &handle, sizeof handle, known);
    if (known)
        return known->type;

    const struct type *plain = convert(parser, type);
    const struct type *converted = plain;
    if (qualifiers_of(type) & ~plain->qualifiers)
        converted = type_qualified(parser->types, plain, plain->qualifiers | qualifiers_of(type));
    known = ARENA_NEW(parser->arena, struct known_type);
    known->handle = handle;
    known->type = converted;
    HASH_ADD(hh, parser->known, handle, sizeof known->handle, known);
    return converted;
}

/* The key of a record or enum without a name: after what it was met in, the first time. */
const char *parse_unnamed(struct parser *parser, CXCursor cursor, const char *tag)
{
    CXCursor canonical = clang_getCanonicalCursor(cursor);
    CXCursor handle;
    memset(&handle, 0, sizeof handle);
    handle.kind = canonical.kind;
    handle.data[0] = canonical.data[0];
    struct known_unnamed *known;
    HASH_FIND(hh, parser->unnamed, &handle, sizeof handle, known);
    if (known)
        return known->key;
    known = ARENA_NEW(parser->arena, struct known_unnamed);
    known->declaration = handle;
    known->key = intern_format(parser->arena, "%s %s", tag, parser->context);
    for (unsigned n = 2; api_find(parser->api, DECLARATION_RECORD, known->key) ||
                         api_find(parser->api, DECLARATION_ENUM, known->key);
         n++) /* two of one place */
        known->key = intern_format(parser->arena, "%s %s.%u", tag, parser->context, n);
    HASH_ADD(hh, parser->unnamed, declaration, sizeof known->declaration, known);
    return known->key;
}

static struct place place_of(CXSourceLocation location)
{
    struct place place = {0};
    unsigned offset;
    clang_getExpansionLocation(location, &place.file, NULL, NULL, &offset);
    place.offset_bytes = offset;
    return place;
}

static struct local_tag *find_local(struct parser *parser, const struct place *place)
{
    struct local_tag *found;
    HASH_FIND(hh, parser->locals, place, sizeof *place, found);
    return found;
}

void parse_note_local(struct parser *parser, CXSourceLocation location)
{
    struct place place = place_of(location);
    if (find_local(parser, &place))
        return;
    struct local_tag *local = ARENA_NEW(parser->arena, struct local_tag);
    local->place = place;
    HASH_ADD(hh, parser->locals, place, sizeof local->place, local);
}

bool parse_is_local(struct parser *parser, CXCursor cursor)
{
    if (!parser->locals)
        return false;
    struct place place = place_of(clang_getCursorLocation(clang_getCanonicalCursor(cursor)));
    return find_local(parser, &place) != NULL;
}

void parse_types_release(struct parser *parser)
{
    HASH_CLEAR(hh, parser->locals);
    HASH_CLEAR(hh, parser->known);
    HASH_CLEAR(hh, parser->unnamed);
}
