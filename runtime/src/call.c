/* call.c: calls by description, through the compiled invoker or through libffi. */
#include "interface.h"

#include <stdlib.h>
#include <string.h>

/* Results that nobody wants go here; larger or stricter aligned ones are allocated. */
enum { SCRATCH_BYTES = 256, SCRATCH_ALIGNMENT = 16 };
/* Calls with more arguments, or more bytes of copied ones, allocate. */
enum { STACK_ARGUMENTS = 16, STACK_COPIES_BYTES = 512 };

static int forced; /* atomic */

int wherry_force_libffi(int force)
{
    return __atomic_exchange_n(&forced, force != 0, __ATOMIC_SEQ_CST);
}

int wherry__libffi_is_forced(void)
{
    return __atomic_load_n(&forced, __ATOMIC_RELAXED);
}

/* ---- libffi ---------------------------------------------------------------------------------- */

/* The argument vector, with copies of what would be passed by reference to the caller's objects. */
static void copy_arguments(const struct wherry__interface *interface, void *const *arguments,
                           void **vector, unsigned char *copies)
{
    for (unsigned i = 0; i < interface->cif.nargs; i++) {
        const ffi_type *type = interface->parameters[i];
        const ffi_type *pointee = wherry__pointee(type);
        vector[i] = arguments[i];
        if (pointee) {
            vector[i] = copies;
            *(void **)(void *)copies = memcpy(copies + 16, arguments[i], pointee->size);
            copies += 16 + ((pointee->size + 15) & ~(size_t)15);
        }
        if (!wherry__passed_by_reference(interface, type))
            continue;
        vector[i] = memcpy(copies, arguments[i], type->size);
        copies += (type->size + 15) & ~(size_t)15;
    }
}

/* Only so many bytes of the caller's object are the result's; the low ones come first. */
static inline void copy_narrow(void *result, ffi_arg wide, unsigned bytes)
{
    if (bytes == 4)
        memcpy(result, &wide, 4);
    else if (bytes == 2)
        memcpy(result, &wide, 2);
    else
        memcpy(result, &wide, 1);
}

static int call_with_own_vector(const struct wherry__interface *interface, wherry_function function,
                                void *result, void *const *arguments)
{
    _Alignas(16) unsigned char stack_copies[STACK_COPIES_BYTES];
    void *stack_vector[STACK_ARGUMENTS];
    unsigned char *copies = stack_copies, *allocated = NULL;
    void **vector = stack_vector;
    size_t vector_bytes = (interface->cif.nargs * sizeof *vector + 15) & ~(size_t)15;
    ffi_cif cif = interface->cif; /* ffi_call() takes it as not const */
    ffi_arg wide;
    if (cif.nargs > STACK_ARGUMENTS || interface->copied_bytes > STACK_COPIES_BYTES) {
        allocated = malloc(interface->copied_bytes + vector_bytes + 15);
        if (!allocated)
            return wherry__fail(WHERRY_E_MEMORY, wherry_strerror(WHERRY_E_MEMORY));
        copies = allocated + (-(uintptr_t)allocated & 15);
        vector = (void **)(void *)(copies + interface->copied_bytes);
    }
    copy_arguments(interface, arguments, vector, copies);
    ffi_call(&cif, function, interface->narrow_bytes ? &wide : result, vector);
    wherry__capture();
    if (interface->narrow_bytes)
        copy_narrow(result, wide, interface->narrow_bytes);
    free(allocated);
    return 0;
}

/* ffi_call() declares neither as const, but changes the vector only where own_vector says so. */
static inline int call_directly(const struct wherry__interface *interface, wherry_function function,
                                void *result, void *const *arguments)
{
    ffi_arg wide;
    ffi_call((ffi_cif *)(uintptr_t)&interface->cif, function,
             interface->narrow_bytes ? &wide : result, (void **)(uintptr_t)arguments);
    wherry__capture();
    if (interface->narrow_bytes)
        copy_narrow(result, wide, interface->narrow_bytes);
    return 0;
}

static int call_interface(const struct wherry__interface *interface, wherry_function function,
                          void *result, void *const *arguments)
{
    _Alignas(SCRATCH_ALIGNMENT) unsigned char scratch[64];
    /* libffi would leave an unwanted long double on the x87 stack; larger results than these are
     * returned in memory everywhere, and libffi finds a place. */
    if (!result && interface->cif.rtype->size <= sizeof scratch)
        result = scratch;
    if (interface->own_vector)
        return call_with_own_vector(interface, function, result, arguments);
    return call_directly(interface, function, result, arguments);
}

/* ---- Invokers -------------------------------------------------------------------------------- */

static size_t result_alignment(const struct wherry_binding *binding, uint16_t type)
{
    return type >= WHERRY_RECORD ? binding->records[type - WHERRY_RECORD].alignment_bytes : 1;
}

/* The invoker wants a place for the result although the caller does not. */
static int invoke_without_result(const struct wherry_binding *binding, uint16_t type,
                                 wherry__invoker *invoker, wherry_function function,
                                 void *const *arguments)
{
    _Alignas(SCRATCH_ALIGNMENT) unsigned char scratch[SCRATCH_BYTES];
    size_t size = wherry__value_bytes(binding, type);
    size_t alignment = result_alignment(binding, type);
    unsigned char *allocated = NULL, *result = scratch;
    if (size > sizeof scratch || alignment > SCRATCH_ALIGNMENT) {
        allocated = malloc(size + alignment);
        if (!allocated)
            return wherry__fail(WHERRY_E_MEMORY, wherry_strerror(WHERRY_E_MEMORY));
        result = allocated + (-(uintptr_t)allocated & (alignment - 1));
    }
    invoker(function, result, arguments);
    wherry__capture();
    free(allocated);
    return 0;
}

static inline wherry__invoker *invoker_of(const struct wherry_binding *binding, uint32_t signature)
{
    if (!binding->invokers || wherry__libffi_is_forced())
        return NULL;
    return binding->invokers[signature];
}

static int call_signature(const struct wherry_binding *binding, uint32_t index,
                          wherry_function function, void *result, void *const *arguments)
{
    wherry__invoker *invoker = invoker_of(binding, index);
    const struct wherry__interface *interface;
    int code;
    if (invoker && !result)
        return invoke_without_result(binding, binding->types[binding->signatures[index].first_type],
                                     invoker, function, arguments);
    if (invoker) {
        invoker(function, result, arguments);
        wherry__capture();
        return 0;
    }
    code = wherry__interface_of(binding, index, &interface);
    return code ? code : call_interface(interface, function, result, arguments);
}

/* ---- The public calls ------------------------------------------------------------------------ */

static int fail_signature(const struct wherry_binding *binding, const char *name, const char *why)
{
    return wherry__fail(WHERRY_E_ARGUMENT, binding->name, ": ", name, why);
}

/* The function's address and signature, or why it cannot be called by description. */
static int look_up(const struct wherry_binding *binding, uint32_t index, int variadic,
                   wherry_function *function, uint32_t *signature)
{
    const char *name;
    int code = wherry_function_address(binding, index, function);
    if (code)
        return code;
    *signature = binding->functions[index].signature;
    name = binding->strings + binding->functions[index].name;
    if (*signature == WHERRY_NONE16)
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name, ": ", name,
                            ": it has no description: only compiled code can call it");
    if (binding->signatures[*signature].variadic == variadic)
        return 0;
    return fail_signature(binding, name,
                          variadic ? " is not variadic: use wherry_call()"
                                   : " is variadic: use wherry_call_variadic()");
}

static int call_slowly(const struct wherry_binding *binding, uint32_t index, void *result,
                       void *const *arguments)
{
    wherry_function function;
    uint32_t signature;
    int code = look_up(binding, index, 0, &function, &signature);
    return code ? code : call_signature(binding, signature, function, result, arguments);
}

/* The common cases in a straight line; all others, and all errors, are call_slowly()'s. Neither an
 * invoker nor a kept interface exists for a variadic signature. */
int wherry_call(const struct wherry_binding *binding, uint32_t index, void *result,
                void *const *arguments)
{
    const struct wherry__interface *interface;
    wherry__invoker *invoker;
    wherry_function function;
    uint32_t signature;
    if (index >= binding->function_count || !result)
        return call_slowly(binding, index, result, arguments);
    function = wherry__resolved(binding, index);
    signature = binding->functions[index].signature;
    if (!function || signature == WHERRY_NONE16)
        return call_slowly(binding, index, result, arguments);
    invoker = invoker_of(binding, signature);
    if (invoker) {
        invoker(function, result, arguments);
        wherry__capture();
        return 0;
    }
    interface = wherry__kept_interface(binding, signature);
    if (interface && !interface->own_vector)
        return call_directly(interface, function, result, arguments);
    return call_slowly(binding, index, result, arguments);
}

int wherry_call_variadic(const struct wherry_binding *binding, uint32_t index, void *result,
                         void *const *arguments, const uint16_t *extra_types, size_t extra_count)
{
    struct wherry__interface *interface;
    wherry_function function;
    uint32_t signature;
    int code = look_up(binding, index, 1, &function, &signature);
    if (!code)
        code = wherry__interface_create(binding, signature, extra_types, extra_count, &interface);
    if (code)
        return code;
    code = call_interface(interface, function, result, arguments);
    wherry__interface_free(interface);
    return code;
}

int wherry_call_pointer(const struct wherry_binding *binding, uint32_t signature,
                        wherry_function function, void *result, void *const *arguments)
{
    if (signature >= binding->signature_count || !function)
        return fail_signature(binding, "the function pointer", " or its signature does not exist");
    if (binding->signatures[signature].variadic)
        return fail_signature(binding, "the function pointer", " is variadic");
    return call_signature(binding, signature, function, result, arguments);
}
