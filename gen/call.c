#include "call.h"

#include "call_internal.h"
#include "diag.h"
#include "spell.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DECLARATION ((struct location){.file = "<declaration>"})

/* ---- The declaration ------------------------------------------------------------------------- */

static const char name_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789_$";

static bool is_name(const char *text)
{
    return *text && !text[strspn(text, name_letters)];
}

/* A bare name is the likeliest slip, and what the compiler says to it helps nobody. */
static bool looks_declared(const char *declaration)
{
    if (!*declaration || strpbrk(declaration, " (*"))
        return true;
    diag_error(DECLARATION,
               "'%s' is no declaration of a function; write it as its header does: "
               "'double cos(double)', or name the header: -H math.h",
               declaration);
    return false;
}

/* `-H math.h 'double cos(double)'` says again what the header says. */
static const struct declaration *declared_again(const struct api *api, const char *text,
                                                struct arena *arena)
{
    for (const char *at = text; *at;) {
        size_t length = strspn(at, name_letters);
        const char *name = intern_bytes(arena, at, length);
        const struct declaration *found = api_find(api, DECLARATION_FUNCTION, name);
        if (found)
            return found;
        at += length ? length : 1;
    }
    return NULL;
}

static const struct declaration *only_function(const struct api *api, const char *text,
                                               struct arena *arena)
{
    const struct declaration *found = NULL;
    FOR_EACH (const struct declaration *, declaration, &api->declarations) {
        if (declaration->kind != DECLARATION_FUNCTION || !declaration->file ||
            !declaration->file->is_named)
            continue;
        if (found) {
            diag_error(DECLARATION, "declares more than one function; give one");
            return NULL;
        }
        found = declaration;
    }
    if (!found)
        found = declared_again(api, text, arena);
    if (!found)
        diag_error(DECLARATION, "'%s' declares no function", text);
    return found;
}

/* What the headers say of a name that is no function to call. */
static const struct declaration *named_function(const struct api *api, const char *name)
{
    const struct declaration *found = api_find(api, DECLARATION_FUNCTION, name);
    if (found)
        return found;
    FOR_EACH (const struct skipped *, skipped, &api->skipped) {
        if (strcmp(skipped->name, name) != 0)
            continue;
        diag_error(skipped->location, "%s '%s' %s", skipped->what, name, skipped->reason);
        return NULL;
    }
    diag_error(NOWHERE, "the headers declare no function '%s'", name);
    return NULL;
}

/* ---- Reading --------------------------------------------------------------------------------- */

struct reading {
    struct api headers;     /* what -H named; empty without */
    struct api declaration; /* what was written on the command line; empty for a name alone */
    const struct api *api;  /* the one of the function */
    const struct declaration *function;
};

static bool read_headers(struct reading *reading, const struct options *options,
                         struct arena *arena, struct types *types, struct parse_progress *progress)
{
    struct parse_input input = {.target = target_host(),
                                .target_bit = 1,
                                .headers = &options->headers,
                                .arguments = {&options->clang_arguments}};
    return !options->headers.count || parse(&reading->headers, &input, arena, types, progress);
}

static bool read_declaration(struct reading *reading, const struct options *options,
                             struct arena *arena, struct types *types,
                             struct parse_progress *progress)
{
    struct list included = {0}; /* so that lines count from the declaration's own first */
    FOR_EACH (const char *, header, &options->headers) {
        list_add(&included, "-include");
        list_add(&included, header);
    }
    struct parse_input input = {
        .target = target_host(),
        .target_bit = 1,
        .source = intern_format(arena, "%s;", options->call_declaration),
        .source_name = "<declaration>",
        .arguments = {&options->clang_arguments, &included},
    };
    bool ok = parse(&reading->declaration, &input, arena, types, progress);
    list_release(&included);
    return ok;
}

static bool read_function(struct reading *reading, const struct options *options,
                          struct arena *arena, struct types *types, struct parse_progress *progress)
{
    const char *text = options->call_declaration;
    bool is_named = options->headers.count && is_name(text);
    api_init(&reading->headers, target_host());
    api_init(&reading->declaration, target_host());
    if (!is_named && !looks_declared(text))
        return false;
    if (!read_headers(reading, options, arena, types, progress) ||
        (!is_named && !read_declaration(reading, options, arena, types, progress)))
        return false;
    reading->api = is_named ? &reading->headers : &reading->declaration;
    reading->function = is_named ? named_function(reading->api, intern(arena, text))
                                 : only_function(reading->api, text, arena);
    return reading->function != NULL;
}

/* ---- The call -------------------------------------------------------------------------------- */

struct prepared {
    ffi_cif interface;
    struct arguments arguments;
    struct passing result;
    const struct type *result_type;
    void *result_bytes;
};

static bool find_convention(const struct type *function, ffi_abi *abi)
{
    switch (function->convention) {
    case CONVENTION_CDECL:
        *abi = FFI_DEFAULT_ABI;
        return true;
#if defined(__x86_64__)
    case CONVENTION_SYSV_ABI:
        *abi = FFI_UNIX64;
        return true;
    case CONVENTION_MS_ABI:
        *abi = FFI_GNUW64;
        return true;
#else
    case CONVENTION_SYSV_ABI:
    case CONVENTION_MS_ABI:
#endif
    case CONVENTION_STDCALL:
    case CONVENTION_FASTCALL:
    case CONVENTION_THISCALL:
    case CONVENTION_VECTORCALL:
        break;
    }
    diag_error(NOWHERE, "the calling convention %s is not called from here",
               convention_name(function->convention));
    return false;
}

static bool check_count(const struct type *function, size_t given)
{
    size_t count = function->parameter_count;
    if (function->unprototyped || count > ARGUMENTS_MAX || given > ARGUMENTS_MAX) {
        diag_error(DECLARATION,
                   "a function without a prototype, or with more than %d arguments, cannot be "
                   "called from here",
                   ARGUMENTS_MAX);
        return false;
    }
    if (count == given || (function->variadic && given > count))
        return true;
    diag_error(NOWHERE, "the function takes %zu argument%s%s, not %zu", count,
               count == 1 ? "" : "s", function->variadic ? " or more" : "", given);
    return false;
}

static bool prepare_result(struct prepared *prepared, const struct call_context *context,
                           const struct type *function)
{
    prepared->result_type = api_resolve(context->api, function->target);
    prepared->result = passing_of(context->api, context->arena, prepared->result_type);
    if (!prepared->result.type) {
        const char *spelled = spell(context->model, context->arena, function->target, "");
        const char *why = prepared->result.why;
        diag_error(DECLARATION, "a result '%s' cannot be printed%s%s", spelled ? spelled : "?",
                   why ? ": it " : "", why ? why : "");
        return false;
    }
    size_t size = prepared->result.type->size;
    prepared->result_bytes = arena_alloc(context->arena, 1, size < 64 ? 64 : size);
    return true;
}

static bool prepare(struct prepared *prepared, const struct options *options,
                    const struct call_context *context, const struct function *function)
{
    const struct type *type = function->type;
    struct arguments *arguments = &prepared->arguments;
    ffi_abi abi;
    if (!find_convention(type, &abi) || !check_count(type, options->call_argument_count) ||
        !arguments_read(arguments, context, function, options->call_arguments,
                        options->call_argument_count) ||
        !prepare_result(prepared, context, type))
        return false;
    unsigned count = (unsigned)arguments->count;
    ffi_type *result = prepared->result.type;
    ffi_status status =
        type->variadic
            ? ffi_prep_cif_var(&prepared->interface, abi, (unsigned)type->parameter_count, count,
                               result, arguments->types)
            : ffi_prep_cif(&prepared->interface, abi, count, result, arguments->types);
    if (status != FFI_OK)
        diag_error(DECLARATION, "libffi cannot call a function of this type");
    return status == FFI_OK;
}

/* libffi widens small integer results. */
static void print_result(const struct prepared *prepared, const struct api *api)
{
    const struct passing *result = &prepared->result;
    const char *bytes = prepared->result_bytes;
    if (result->format == FORMAT_NONE)
        return;
    bool is_integer = result->format == FORMAT_SIGNED || result->format == FORMAT_UNSIGNED;
    bool is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    if (is_integer && is_big_endian && result->type->size < sizeof(ffi_arg))
        bytes += sizeof(ffi_arg) - result->type->size;
    value_print(api, prepared->result_type, bytes);
    putchar('\n');
}

static void print_errno(int number)
{
    const char *name = strerrorname_np(number);
    if (number)
        printf("errno = %d (%s: %s)\n", number, name ? name : "?", strerror(number));
    else
        puts("errno = 0");
}

static bool call_library(struct prepared *prepared, const struct options *options,
                         const struct call_context *context, const char *symbol,
                         struct parse_progress *progress)
{
    void *handle = dlopen(options->call_library, RTLD_NOW);
    if (!handle) {
        diag_error(NOWHERE, "library cannot be loaded: %s", dlerror());
        return false;
    }
    void *address = dlsym(handle, symbol);
    if (!address) {
        diag_error(NOWHERE, "library %s has no function '%s'", options->call_library, symbol);
        dlclose(handle);
        return false;
    }
    void (*function)(void);
    memcpy(&function, &address, sizeof function);
    snprintf(progress->call, sizeof progress->call, "%s", symbol);
    errno = 0;
    ffi_call(&prepared->interface, function, prepared->result_bytes, prepared->arguments.pointers);
    int number = errno;
    print_result(prepared, context->api);
    arguments_print_outs(&prepared->arguments, context);
    *progress->call = 0;
    if (options->call_errno)
        print_errno(number);
    bool ok = fflush(stdout) == 0;
    dlclose(handle);
    return ok;
}

int call(const struct options *options, struct arena *arena, struct parse_progress *progress)
{
    struct types *types = types_new(arena);
    struct reading reading = {0};
    struct model model = {0};
    struct prepared prepared = {0};
    bool ok = read_function(&reading, options, arena, types, progress);
    if (ok) {
        const struct function *function = &reading.function->function;
        merge(&model, reading.api, 1, arena, types);
        struct call_context context = {.api = reading.api,
                                       .model = &model,
                                       .words = {.names = &reading.headers, .arena = arena},
                                       .arena = arena};
        ok = prepare(&prepared, options, &context, function) &&
             call_library(&prepared, options, &context, function->symbol, progress);
        model_release(&model);
    }
    api_release(&reading.headers);
    api_release(&reading.declaration);
    types_free(types);
    return ok ? 0 : 1;
}
