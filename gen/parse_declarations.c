/* clang's declarations into the model's. */
#include "parse_clang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *comment_of(struct parser *parser, CXCursor cursor)
{
    CXString comment = clang_Cursor_getRawCommentText(cursor);
    const char *text = clang_getCString(comment);
    const char *interned = text ? intern(parser->arena, text) : NULL;
    clang_disposeString(comment);
    return interned;
}

static void show_progress(struct parser *parser, const struct declaration *declaration)
{
    if (!parser->progress)
        return;
    snprintf(parser->progress->declaration, sizeof parser->progress->declaration, "%s:%u: %s",
             declaration->location.file, declaration->location.line, declaration->name);
}

/* A declaration with its place filled in; false for what clang predefines. */
static bool begin(struct parser *parser, CXCursor cursor, enum declaration_kind kind,
                  const char *name, struct declaration *declaration)
{
    *declaration = (struct declaration){.kind = kind, .name = name, .spelling = name};
    struct source_file *file = parse_locate(parser, cursor, &declaration->location);
    if (!file)
        return false;
    if (kind != DECLARATION_TYPEDEF)
        file->declares++;
    declaration->file = file;
    declaration->comment = comment_of(parser, cursor);
    show_progress(parser, declaration);
    return true;
}

/* ---- Functions and data ---------------------------------------------------------------------- */

/* The linker's name. It is the C name unless there is a label or the target decorates names; only
 * then is clang asked, for that is slow. It marks a verbatim name with a leading \01. */
static const char *symbol_of(struct parser *parser, CXCursor cursor, const char *name,
                             unsigned flags)
{
    const struct target *target = parser->input->target;
    bool decorates = target->format == FORMAT_PE && target->pointer_bits == 32;
    if (!decorates && !(flags & FUNCTION_LABEL))
        return name;
    const char *symbol = parse_text(parser, clang_Cursor_getMangling(cursor));
    return *symbol == '\1' ? intern(parser->arena, symbol + 1) : symbol;
}

static const char *const *parameter_names(struct parser *parser, CXCursor cursor, size_t count)
{
    const char **names = arena_alloc(parser->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        CXCursor parameter = clang_Cursor_getArgument(cursor, (unsigned)i);
        const char *name = parse_text(parser, clang_getCursorSpelling(parameter));
        names[i] = *name ? name : NULL;
    }
    return names;
}

static size_t skip_blanks_and_comments(const char *text, size_t at, size_t size)
{
    for (; at < size; at++) {
        if (!strncmp(text + at, "/*", 2) || !strncmp(text + at, "//", 2)) {
            const char *end = strstr(text + at, text[at + 1] == '*' ? "*/" : "\n");
            at = end ? (size_t)(end - text) : size;
        } else if (!strchr(" \t\r\n/", text[at])) {
            break;
        }
    }
    return at;
}

/* Bodies are skipped, and then libclang calls no declaration a definition; but the extent ends
 * before the body. Where another word stands than the name, a macro has written both,
 * and `by_macro` is the answer. */
static bool has_body(struct parser *parser, CXCursor cursor, const char *name, bool by_macro)
{
    CXFile file;
    unsigned start, end;
    clang_getExpansionLocation(clang_getRangeEnd(clang_getCursorExtent(cursor)), &file, NULL, NULL,
                               &end);
    clang_getExpansionLocation(clang_getCursorLocation(cursor), NULL, NULL, NULL, &start);
    size_t size, length = strlen(name);
    const char *text = file ? parse_file_contents(parser, file, &size) : NULL;
    if (!text || start + length > size || strncmp(text + start, name, length))
        return by_macro;
    size_t at = skip_blanks_and_comments(text, end, size);
    if (!by_macro) /* attributes may stand there, and be macros */
        return at < size && text[at] == '{';
    return at < size && text[at] != ';' && text[at] != ',';
}

/* Who defines a function. A header that says `extern inline` (GNU C) has a definition for inlining
 * alone, besides one elsewhere: on Linux the library's. MinGW's are those of its own archives. */
enum definer { DEFINED_BY_LIBRARY, DEFINED_INLINE, DEFINED_STATIC };

static enum definer definer_of(struct parser *parser, CXCursor cursor, const char *name)
{
    enum CX_StorageClass storage = clang_Cursor_getStorageClass(cursor);
    if (storage == CX_SC_Static)
        return DEFINED_STATIC;
    if (!clang_Cursor_isFunctionInlined(cursor)) /* each who includes the header defines it */
        return has_body(parser, cursor, name, false) ? DEFINED_STATIC : DEFINED_BY_LIBRARY;
    if (storage != CX_SC_Extern)
        return DEFINED_INLINE;
    return parser->input->target->format == FORMAT_PE ? DEFINED_STATIC : DEFINED_BY_LIBRARY;
}

/* Whether an assembler stub cannot stand in for the function: it keeps the argument registers of
 * the target's own convention, and of those 16 bytes each. */
static bool needs_c_stub(const struct api *api, const struct type *type)
{
    if (type->convention == CONVENTION_MS_ABI || type->convention == CONVENTION_SYSV_ABI ||
        type->convention == CONVENTION_VECTORCALL)
        return true;
    for (size_t i = 0; i < type->parameter_count; i++)
        if (api_holds(api, type->parameters[i], TYPE_VECTOR))
            return true;
    return false;
}

static void skip_function(struct parser *parser, const struct declaration *function,
                          const char *reason, const char *advice)
{
    parse_skip(parser, "function", function->name, function->file, function->location, reason,
               advice);
}

/* A function that its header defines is called by a thunk; false if none can. */
static bool define(struct parser *parser, CXCursor cursor, struct declaration *declaration)
{
    struct function *function = &declaration->function;
    enum definer definer = definer_of(parser, cursor, declaration->name);
    if (definer == DEFINED_BY_LIBRARY)
        return true;
    if (function->type->variadic) {
        skip_function(parser, declaration,
                      "is variadic and defined by the header: nothing can hand its arguments on",
                      "declare its instantiations in the notes");
        return false;
    }
    bool is_defined = has_body(parser, cursor, declaration->name, true);
    if (definer == DEFINED_STATIC && !is_defined && !function->thunk_of)
        function->flags |= FUNCTION_UNDEFINED;
    if (is_defined)
        function->flags &= ~(unsigned)FUNCTION_UNDEFINED;
    if (is_defined || definer == DEFINED_STATIC)
        function->thunk_of = declaration->name;
    if (definer == DEFINED_INLINE)
        function->flags |= FUNCTION_INLINE;
    return true;
}

void parse_finish_functions(struct parser *parser)
{
    FOR_EACH (struct declaration *, declaration, &parser->api->declarations) {
        if (declaration->kind != DECLARATION_FUNCTION ||
            !(declaration->function.flags & FUNCTION_UNDEFINED))
            continue;
        declaration->function.flags |= FUNCTION_SKIPPED;
        skip_function(parser, declaration, "is static, and the headers do not define it",
                      "include the header that does");
    }
}

/* A redeclaration may say more: a prototype, or a definition that makes the function inline. */
static void redeclare_function(struct parser *parser, CXCursor cursor,
                               const struct declaration *known)
{
    struct declaration *declaration = api_add(parser->api, parser->arena, known); /* itself */
    struct function *function = &declaration->function;
    const struct type *type = parse_type(parser, clang_getCursorType(cursor));
    if (function->type->unprototyped && type->kind == TYPE_FUNCTION && !type->unprototyped) {
        function->type = type;
        function->parameter_names = parameter_names(parser, cursor, type->parameter_count);
    }
    function->flags |= parse_attributes(parser, cursor, &function->attributes);
    if (!(function->flags & FUNCTION_SKIPPED) && !define(parser, cursor, declaration))
        function->flags |= FUNCTION_SKIPPED;
}

static void parse_function(struct parser *parser, CXCursor cursor)
{
    struct location location;
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    const struct source_file *file = parse_locate(parser, cursor, &location);
    if (!file || file->is_compilers)
        return; /* thousands of intrinsics, never bound */
    if (parse_thunk(parser, cursor, name))
        return;
    struct declaration declaration;
    const struct declaration *known = api_find(parser->api, DECLARATION_FUNCTION, name);
    if (known) {
        redeclare_function(parser, cursor, known);
        return;
    }
    if (!begin(parser, cursor, DECLARATION_FUNCTION, name, &declaration))
        return;
    parser->context = name;
    struct function *function = &declaration.function;
    function->type = parse_type(parser, clang_getCursorType(cursor));
    if (function->type->kind != TYPE_FUNCTION) /* declared through a typedef of a function type */
        function->type = parse_type(parser, clang_getCanonicalType(clang_getCursorType(cursor)));
    unsigned flags = parse_attributes(parser, cursor, &function->attributes);
    function->symbol = symbol_of(parser, cursor, name, flags);
    function->flags = flags;
    function->parameter_names = parameter_names(parser, cursor, function->type->parameter_count);
    if (!define(parser, cursor, &declaration))
        return;
    bool is_c = !function->thunk_of && needs_c_stub(parser->api, function->type);
    if (is_c && function->type->variadic) {
        skip_function(parser, &declaration,
                      "is variadic, and passes what an assembler stub does not keep",
                      "load it with wherry_library_function()");
        return;
    }
    function->flags |= is_c ? FUNCTION_C_STUB : 0u;
    api_add(parser->api, parser->arena, &declaration);
}

static bool is_constant(CXType type)
{
    while (type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray)
        type = clang_getArrayElementType(type);
    return clang_isConstQualifiedType(clang_getCanonicalType(type));
}

/* Why no accessor can give the address of a data object, NULL if one can. */
static const char *data_reason(const struct parser *parser, CXCursor cursor)
{
    bool is_thread = clang_getCursorTLSKind(cursor) != CXTLS_None;
    bool is_static = clang_Cursor_getStorageClass(cursor) == CX_SC_Static;
    if (is_static && (is_thread || !is_constant(clang_getCursorType(cursor))))
        return "is static and not constant: each source file has another copy";
    if (is_thread && parser->input->target->format == FORMAT_PE)
        return "is thread-local, and Windows exports no address of such a one";
    return NULL;
}

static void parse_data(struct parser *parser, CXCursor cursor)
{
    struct declaration declaration;
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    if (!begin(parser, cursor, DECLARATION_DATA, name, &declaration))
        return;
    const char *reason = data_reason(parser, cursor);
    if (reason) {
        parse_skip(parser, "data object", name, declaration.file, declaration.location, reason,
                   "call a function of the library that returns it");
        return;
    }
    parser->context = name;
    unsigned flags = parse_attributes(parser, cursor, NULL);
    declaration.data =
        (struct data){.symbol = symbol_of(parser, cursor, name, flags),
                      .type = parse_type(parser, clang_getCursorType(cursor)),
                      .is_dllimport = flags & FUNCTION_DLLIMPORT,
                      .is_static = clang_Cursor_getStorageClass(cursor) == CX_SC_Static,
                      .is_thread = clang_getCursorTLSKind(cursor) != CXTLS_None};
    struct declaration *added = api_add(parser->api, parser->arena, &declaration);
    bool says_more = added->data.type->kind == TYPE_ARRAY &&
                     added->data.type->length == LENGTH_UNKNOWN; /* a redeclaration may */
    if (says_more)
        added->data.type = declaration.data.type;
}

/* ---- Types with a name ----------------------------------------------------------------------- */

void parse_typedef(struct parser *parser, CXCursor cursor)
{
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    if (api_find(parser->api, DECLARATION_TYPEDEF, name))
        return;
    struct declaration declaration;
    begin(parser, cursor, DECLARATION_TYPEDEF, name, &declaration);
    const char *context = parser->context;
    parser->context = name;
    declaration.typedef_type = parse_type(parser, clang_getTypedefDeclUnderlyingType(cursor));
    parser->context = context;
    api_add(parser->api, parser->arena, &declaration);
}

/* The key of a tag: as C spells the type, or, without a name or where that means nothing to others,
 * after its place. */
static const char *tag_key(struct parser *parser, CXCursor cursor, const char *tag, bool *is_named)
{
    const char *spelling = parse_text(parser, clang_getTypeSpelling(clang_getCursorType(cursor)));
    bool is_local = parse_is_local(parser, cursor);
    *is_named = !strchr(spelling, '(') && !is_local; /* "struct (unnamed at …)" */
    if (*is_named)
        return spelling;
    const char *context = parser->context;
    if (is_local)
        parser->context = intern_format(parser->arena, "%s.%s", context,
                                        parse_text(parser, clang_getCursorSpelling(cursor)));
    const char *key = parse_unnamed(parser, cursor, tag);
    parser->context = context;
    return key;
}

struct fields {
    struct parser *parser;
    long long alignment_bytes; /* of the record */
    bool is_packed;
    struct list list; /* struct field * */
};

/* clang's word for the alignment of a field's type; for an array without a length, its elements'.
 * A typedef may lower it, but how a record is passed depends on the type's own (GCC), and libffi
 * knows no other. */
static bool is_underaligned(CXType type, long long offset_bits, long long record_alignment_bytes)
{
    if (type.kind == CXType_IncompleteArray)
        type = clang_getElementType(type);
    long long alignment = clang_Type_getAlignOf(clang_getCanonicalType(type));
    return alignment > 0 &&
           (offset_bits % (8 * alignment) != 0 || record_alignment_bytes < alignment);
}

static enum CXVisitorResult add_field(CXCursor cursor, CXClientData data)
{
    struct fields *fields = data;
    struct parser *parser = fields->parser;
    const char *name = parse_text(parser, clang_getCursorSpelling(cursor));
    long long offset = clang_Cursor_getOffsetOfField(cursor);
    const char *context = parser->context;
    parser->context = *name ? intern_format(parser->arena, "%s.%s", context, name)
                            : intern_format(parser->arena, "%s.%zu", context, fields->list.count);
    struct field *field = ARENA_NEW(parser->arena, struct field);
    field->name = *name ? name : NULL;
    field->offset_bits = offset < 0 ? 0 : (uint64_t)offset;
    field->type = parse_type(parser, clang_getCursorType(cursor));
    field->is_bitfield = clang_Cursor_isBitField(cursor);
    if (field->is_bitfield)
        field->length_bits = (unsigned)clang_getFieldDeclBitWidth(cursor);
    else
        fields->is_packed |=
            is_underaligned(clang_getCursorType(cursor), offset, fields->alignment_bytes);
    list_add(&fields->list, field);
    parser->context = context;
    return CXVisit_Continue;
}

static void fill_record(struct parser *parser, CXCursor definition, struct record *record,
                        const char *key)
{
    CXType type = clang_getCursorType(definition);
    long long size = clang_Type_getSizeOf(type);
    long long alignment = clang_Type_getAlignOf(type);
    if (size < 0 || alignment < 0)
        return;
    const char *context = parser->context;
    parser->context = strchr(key, ' ') ? strchr(key, ' ') + 1 : key;
    struct fields fields = {.parser = parser, .alignment_bytes = alignment};
    clang_Type_visitFields(type, add_field, &fields);
    parser->context = context;

    record->is_packed = fields.is_packed;
    record->field_count = fields.list.count;
    record->fields = list_flatten(&fields.list, parser->arena, sizeof *record->fields);
    record->size_bytes = (uint64_t)size;
    record->alignment_bytes = (uint64_t)alignment;
    record->is_complete = true;
}

const char *parse_record(struct parser *parser, CXCursor cursor)
{
    bool is_named;
    bool is_union = clang_getCursorKind(cursor) == CXCursor_UnionDecl;
    const char *key = tag_key(parser, cursor, is_union ? "union" : "struct", &is_named);
    if (api_find(parser->api, DECLARATION_RECORD, key))
        return key;

    CXCursor definition = clang_getCursorDefinition(cursor);
    bool is_defined = !clang_Cursor_isNull(definition);
    struct declaration declaration;
    /* A record that clang predefines (struct __va_list_tag) is no other compiler's. */
    bool is_ours =
        begin(parser, is_defined ? definition : cursor, DECLARATION_RECORD, key, &declaration);
    declaration.spelling = is_named && is_ours ? key : NULL;
    declaration.record.is_union = is_union;
    /* Added before its fields, which may point back to it. */
    struct declaration *added = api_add(parser->api, parser->arena, &declaration);
    if (is_defined)
        fill_record(parser, definition, &added->record, key);
    return key;
}

struct enumerators {
    struct parser *parser;
    bool is_unsigned;
    struct list list; /* struct enumerator * */
};

static enum CXChildVisitResult add_enumerator(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct enumerators *enumerators = data;
    struct parser *parser = enumerators->parser;
    if (clang_getCursorKind(cursor) != CXCursor_EnumConstantDecl)
        return CXChildVisit_Continue;
    struct enumerator *enumerator = ARENA_NEW(parser->arena, struct enumerator);
    enumerator->name = parse_text(parser, clang_getCursorSpelling(cursor));
    enumerator->value = enumerators->is_unsigned
                            ? (int64_t)clang_getEnumConstantDeclUnsignedValue(cursor)
                            : clang_getEnumConstantDeclValue(cursor);
    list_add(&enumerators->list, enumerator);
    return CXChildVisit_Continue;
}

static void fill_enum(struct parser *parser, CXCursor definition, struct enumeration *enumeration)
{
    CXType integer = clang_getCanonicalType(clang_getEnumDeclIntegerType(definition));
    const struct type *type = parse_type(parser, integer);
    struct enumerators enumerators = {.parser = parser, .is_unsigned = type_is_unsigned(type)};
    if (!parse_is_local(parser, definition))
        clang_visitChildren(definition, add_enumerator, &enumerators);
    enumeration->type = type;
    enumeration->enumerator_count = enumerators.list.count;
    enumeration->enumerators =
        list_flatten(&enumerators.list, parser->arena, sizeof *enumeration->enumerators);
}

const char *parse_enum(struct parser *parser, CXCursor cursor)
{
    bool is_named;
    const char *key = tag_key(parser, cursor, "enum", &is_named);
    if (api_find(parser->api, DECLARATION_ENUM, key))
        return key;
    CXCursor definition = clang_getCursorDefinition(cursor);
    bool is_defined = !clang_Cursor_isNull(definition);
    struct declaration declaration;
    begin(parser, is_defined ? definition : cursor, DECLARATION_ENUM, key, &declaration);
    declaration.spelling = is_named ? key : NULL;
    if (is_defined)
        fill_enum(parser, definition, &declaration.enumeration);
    api_add(parser->api, parser->arena, &declaration);
    return key;
}

/* ---- Dispatch -------------------------------------------------------------------------------- */

/* An unnamed enum at file scope is called after its first enumerator. */
static enum CXChildVisitResult first_enumerator(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(cursor) != CXCursor_EnumConstantDecl)
        return CXChildVisit_Continue;
    *(CXCursor *)data = cursor;
    return CXChildVisit_Break;
}

/* A record that nothing else can name is reached through what it is the type of. */
static void parse_file_scope_record(struct parser *parser, CXCursor cursor)
{
    if (!clang_Cursor_isAnonymous(cursor) && !parse_is_local(parser, cursor))
        parse_record(parser, cursor);
}

static void parse_file_scope_enum(struct parser *parser, CXCursor cursor)
{
    CXCursor first = clang_getNullCursor();
    if (parse_is_local(parser, cursor))
        return;
    clang_visitChildren(cursor, first_enumerator, &first);
    if (!clang_Cursor_isNull(first))
        parser->context = parse_text(parser, clang_getCursorSpelling(first));
    parse_enum(parser, cursor);
}

void parse_declaration(struct parser *parser, CXCursor cursor)
{
    parser->context = "";
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_FunctionDecl:
        parse_function(parser, cursor);
        break;
    case CXCursor_VarDecl:
        if (!parse_probe(parser, cursor))
            parse_data(parser, cursor);
        break;
    case CXCursor_TypedefDecl:
        parse_typedef(parser, cursor);
        break;
    case CXCursor_StructDecl:
    case CXCursor_UnionDecl:
        parse_file_scope_record(parser, cursor);
        break;
    case CXCursor_EnumDecl:
        parse_file_scope_enum(parser, cursor);
        break;
    default:
        break; /* static assertions, stray semicolons */
    }
}
