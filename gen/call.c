#include "call.h"

#include "diag.h"
#include "merge.h"
#include "spell.h"

#include <dlfcn.h>
#include <errno.h>
#include <ffi.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 64 };

/* Room for any value that can be passed. libffi widens small integer results to ffi_arg. */
union value {
    ffi_arg widened;
    int64_t integer;
    uint64_t natural;
    float single;
    double real;
    long double extended;
    const void *pointer;
    const char *text;
};

/* How a C type is passed, read and printed: one row per kind of scalar. */
enum format { FORMAT_NONE, FORMAT_SIGNED, FORMAT_UNSIGNED, FORMAT_FLOAT, FORMAT_POINTER };

struct scalar {
    ffi_type *type;
    enum format format;
    unsigned bits; /* of an integer's values */
};

static struct scalar scalar_row(const struct type *type)
{
    switch ((int)type->kind) {
    case TYPE_VOID:
        return (struct scalar){&ffi_type_void, FORMAT_NONE, 0};
    case TYPE_BOOL:
    case TYPE_UCHAR:
        return (struct scalar){&ffi_type_uint8, FORMAT_UNSIGNED, 0};
    case TYPE_CHAR:
        return (struct scalar){&ffi_type_schar, FORMAT_SIGNED, 0};
    case TYPE_SCHAR:
        return (struct scalar){&ffi_type_sint8, FORMAT_SIGNED, 0};
    case TYPE_SHORT:
        return (struct scalar){&ffi_type_sshort, FORMAT_SIGNED, 0};
    case TYPE_USHORT:
        return (struct scalar){&ffi_type_ushort, FORMAT_UNSIGNED, 0};
    case TYPE_INT:
        return (struct scalar){&ffi_type_sint, FORMAT_SIGNED, 0};
    case TYPE_UINT:
        return (struct scalar){&ffi_type_uint, FORMAT_UNSIGNED, 0};
    case TYPE_LONG:
        return (struct scalar){&ffi_type_slong, FORMAT_SIGNED, 0};
    case TYPE_ULONG:
        return (struct scalar){&ffi_type_ulong, FORMAT_UNSIGNED, 0};
    case TYPE_LLONG:
        return (struct scalar){&ffi_type_sint64, FORMAT_SIGNED, 0};
    case TYPE_ULLONG:
        return (struct scalar){&ffi_type_uint64, FORMAT_UNSIGNED, 0};
    case TYPE_FLOAT:
        return (struct scalar){&ffi_type_float, FORMAT_FLOAT, 0};
    case TYPE_DOUBLE:
        return (struct scalar){&ffi_type_double, FORMAT_FLOAT, 0};
    case TYPE_LDOUBLE:
        return (struct scalar){&ffi_type_longdouble, FORMAT_FLOAT, 0};
    case TYPE_POINTER:
    case TYPE_ARRAY:
        return (struct scalar){&ffi_type_pointer, FORMAT_POINTER, 0};
    default:
        return (struct scalar){NULL, FORMAT_NONE, 0};
    }
}

static struct scalar scalar_of(const struct type *type)
{
    struct scalar scalar = scalar_row(type);
    if (scalar.type)
        scalar.bits = type->kind == TYPE_BOOL ? 1 : (unsigned)scalar.type->size * 8;
    return scalar;
}

static bool is_text(const struct type *type)
{
    return type->kind == TYPE_POINTER && type->target->kind == TYPE_CHAR;
}

/* ---- The declaration ------------------------------------------------------------------------- */

static const struct declaration *only_function(const struct api *api, const char *text)
{
    const struct declaration *found = NULL;
    FOR_EACH (const struct declaration *, declaration, &api->declarations) {
        if (declaration->kind != DECLARATION_FUNCTION)
            continue;
        if (found) {
            diag_error((struct location){.file = "<declaration>"},
                       "declares more than one function; give one");
            return NULL;
        }
        found = declaration;
    }
    if (!found)
        diag_error((struct location){.file = "<declaration>"}, "'%s' declares no function", text);
    return found;
}

static bool read_declaration(struct api *api, const struct options *options, struct arena *arena,
                             struct types *types, struct parse_progress *progress)
{
    struct parse_input input = {
        .target = target_host(),
        .target_bit = 1,
        .source = intern_format(arena, "%s;", options->call_declaration),
        .source_name = "<declaration>",
    };
    api_init(api, input.target);
    return parse(api, &input, arena, types, progress);
}

/* ---- Arguments ------------------------------------------------------------------------------- */

static bool refuse(size_t i, const char *word, const char *type, const char *why)
{
    diag_error(NOWHERE, "argument %zu: '%s' %s; the parameter is '%s'", i + 1, word, why, type);
    return false;
}

/* Store the low bytes of an integer, if it fits its type. */
static bool store_integer(union value *value, const struct scalar *scalar, const char *word,
                          const char **why)
{
    char *end;
    errno = 0;
    bool is_signed = scalar->format == FORMAT_SIGNED;
    value->integer = is_signed ? strtoll(word, &end, 0) : 0;
    if (!is_signed)
        value->natural = strtoull(word, &end, 0);
    unsigned bits = scalar->bits;
    int64_t top = bits < 64 ? INT64_C(1) << (bits - 1) : 0;
    bool fits =
        errno == 0 && (is_signed ? bits == 64 || (value->integer >= -top && value->integer < top)
                                 : *word != '-' && (bits == 64 || value->natural >> bits == 0));
    *why = *end || end == word ? "is no whole number" : "does not fit";
    return fits && !*end && end != word;
}

static bool store_float(union value *value, const struct scalar *scalar, const char *word)
{
    char *end;
    long double number = strtold(word, &end);
    if (scalar->type == &ffi_type_float)
        value->single = (float)number;
    else if (scalar->type == &ffi_type_double)
        value->real = (double)number;
    else
        value->extended = number;
    return !*end && end != word;
}

static bool read_argument(union value *value, const struct scalar *scalar, const struct type *type,
                          const char *spelled, const char *word, size_t i)
{
    const char *why = "is no number";
    switch (scalar->format) {
    case FORMAT_SIGNED:
    case FORMAT_UNSIGNED:
        return store_integer(value, scalar, word, &why) || refuse(i, word, spelled, why);
    case FORMAT_FLOAT:
        return store_float(value, scalar, word) || refuse(i, word, spelled, why);
    case FORMAT_POINTER:
        if (is_text(type))
            value->text = word;
        else if (strcmp(word, "0") && strcmp(word, "NULL"))
            return refuse(i, word, spelled, "cannot be made a pointer (only NULL can)");
        return true;
    case FORMAT_NONE:
        break;
    }
    return refuse(i, word, spelled, "cannot be passed");
}

/* ---- The result ------------------------------------------------------------------------------ */

static void print_float(const union value *value, const struct scalar *scalar)
{
    if (scalar->type == &ffi_type_float)
        printf("%.9g\n", (double)value->single);
    else if (scalar->type == &ffi_type_double)
        printf("%.17g\n", value->real);
    else
        printf("%.21Lg\n", value->extended);
}

static void print_result(const union value *value, const struct scalar *scalar,
                         const struct type *type)
{
    unsigned unused_bits = 64 - (unsigned)scalar->type->size * 8;
    switch (scalar->format) {
    case FORMAT_NONE:
        break;
    case FORMAT_SIGNED:
        printf("%" PRId64 "\n", (int64_t)(value->natural << unused_bits) >> unused_bits);
        break;
    case FORMAT_UNSIGNED:
        printf("%" PRIu64 "\n", value->natural << unused_bits >> unused_bits);
        break;
    case FORMAT_FLOAT:
        print_float(value, scalar);
        break;
    case FORMAT_POINTER:
        if (is_text(type) && value->text)
            puts(value->text);
        else if (value->pointer)
            printf("%p\n", (void *)(uintptr_t)value->pointer);
        else
            puts("NULL");
        break;
    }
}

/* ---- The call -------------------------------------------------------------------------------- */

struct prepared {
    ffi_cif interface;
    ffi_type *types[ARGUMENTS_MAX];
    union value values[ARGUMENTS_MAX];
    void *pointers[ARGUMENTS_MAX];
    struct scalar result;
    const struct type *result_type;
};

static bool prepare(struct prepared *prepared, const struct options *options,
                    const struct model *model, const struct type *function, struct arena *arena)
{
    const struct api *api = &model->apis[0];
    size_t count = function->parameter_count;
    if (function->variadic || function->unprototyped || count > ARGUMENTS_MAX) {
        diag_error((struct location){.file = "<declaration>"},
                   "a variadic function, one without a prototype, or one with more than %d "
                   "parameters cannot be called from here",
                   ARGUMENTS_MAX);
        return false;
    }
    if (count != options->call_argument_count) {
        diag_error(NOWHERE, "the function takes %zu argument%s, not %zu", count,
                   count == 1 ? "" : "s", options->call_argument_count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct type *type = api_resolve(api, function->parameters[i]);
        const char *spelled = spell(model, arena, function->parameters[i], "");
        struct scalar scalar = scalar_of(type);
        if (!read_argument(&prepared->values[i], &scalar, type, spelled ? spelled : "?",
                           options->call_arguments[i], i))
            return false;
        prepared->types[i] = scalar.type;
        prepared->pointers[i] = &prepared->values[i];
    }
    prepared->result_type = api_resolve(api, function->target);
    prepared->result = scalar_of(prepared->result_type);
    if (!prepared->result.type) {
        const char *spelled = spell(model, arena, function->target, "");
        diag_error((struct location){.file = "<declaration>"}, "a result '%s' cannot be printed",
                   spelled ? spelled : "?");
        return false;
    }
    return ffi_prep_cif(&prepared->interface, FFI_DEFAULT_ABI, (unsigned)count,
                        prepared->result.type, prepared->types) == FFI_OK;
}

static bool call_library(struct prepared *prepared, const char *library, const char *symbol,
                         struct parse_progress *progress)
{
    void *handle = dlopen(library, RTLD_NOW);
    if (!handle) {
        diag_error(NOWHERE, "library cannot be loaded: %s", dlerror());
        return false;
    }
    void *address = dlsym(handle, symbol);
    if (!address) {
        diag_error(NOWHERE, "library %s has no function '%s'", library, symbol);
        dlclose(handle);
        return false;
    }
    void (*function)(void);
    memcpy(&function, &address, sizeof function);
    union value result = {0};
    snprintf(progress->call, sizeof progress->call, "%s", symbol);
    ffi_call(&prepared->interface, function, &result, prepared->pointers);
    *progress->call = 0;
    print_result(&result, &prepared->result, prepared->result_type);
    bool ok = fflush(stdout) == 0;
    dlclose(handle);
    return ok;
}

/* A bare name is the likeliest slip, and what the compiler says to it helps nobody. */
static bool looks_declared(const char *declaration)
{
    if (!*declaration || strpbrk(declaration, " (*"))
        return true;
    diag_error((struct location){.file = "<declaration>"},
               "'%s' is no declaration of a function; write it as its header does: "
               "'double cos(double)'",
               declaration);
    return false;
}

int call(const struct options *options, struct arena *arena, struct parse_progress *progress)
{
    struct types *types = types_new(arena);
    struct api api = {0};
    struct model model = {0};
    struct prepared prepared = {0};
    bool ok = looks_declared(options->call_declaration) &&
              read_declaration(&api, options, arena, types, progress);
    const struct declaration *function = ok ? only_function(&api, options->call_declaration) : NULL;
    if (function) {
        merge(&model, &api, 1, arena, types);
        ok = prepare(&prepared, options, &model, function->function.type, arena) &&
             call_library(&prepared, options->call_library, function->function.symbol, progress);
        model_release(&model);
    }
    api_release(&api);
    types_free(types);
    return ok && function ? 0 : 1;
}
