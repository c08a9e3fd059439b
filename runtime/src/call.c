/* call.c: calls by description, through the compiled invoker or through libffi. */
#include "interface.h"

#include <stdlib.h>
#include <string.h>

/* Results that nobody wants go here; larger or stricter aligned ones are allocated. */
enum { SCRATCH_BYTES = 256, SCRATCH_ALIGNMENT = 16 };
/* Calls with more arguments, or more bytes of copied ones, allocate. */
enum { STACK_ARGUMENTS = 16, STACK_COPIES_BYTES = 512 };

static _Thread_local struct wherry__errors left_behind;
static int forced; /* atomic */

int wherry_errno(void)
{
    return left_behind.number;
}

uint32_t wherry_system_error(void)
{
    return left_behind.system;
}

/* Right after a call. The thread's place is found only once both values are safe: finding it may
 * change them. */
static inline void capture(void)
{
    struct wherry__errors errors;
    wherry__errors_save(&errors);
    left_behind = errors;
}

int wherry_force_libffi(int force)
{
    return __atomic_exchange_n(&forced, force != 0, __ATOMIC_SEQ_CST);
}

/* ---- libffi ---------------------------------------------------------------------------------- */

/* The argument vector, with copies of what would be passed by reference to the caller's objects. */
static void copy_arguments(const struct wherry__interface *interface, void *const *arguments,
                           void **vector, unsigned char *copies)
{
    for (unsigned i = 0; i < interface->cif.nargs; i++) {
        const ffi_type *type = interface->parameters[i];
        vector[i] = arguments[i];
        if (!wherry__passed_by_reference(interface, type))
            continue;
        vector[i] = memcpy(copies, arguments[i], type->size);
        copies += (type->size + 15) & ~(size_t)15;
    }
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
    if (cif.nargs > STACK_ARGUMENTS || interface->copied_bytes > STACK_COPIES_BYTES) {
        allocated = malloc(interface->copied_bytes + vector_bytes + 15);
        if (!allocated)
            return wherry__fail(WHERRY_E_MEMORY, wherry_strerror(WHERRY_E_MEMORY));
        copies = allocated + (-(uintptr_t)allocated & 15);
        vector = (void **)(void *)(copies + interface->copied_bytes);
    }
    copy_arguments(interface, arguments, vector, copies);
    ffi_call(&cif, function, result, vector);
    capture();
    free(allocated);
    return 0;
}

/* ffi_call() declares neither as const, but changes the vector only where own_vector says so. */
static inline int call_directly(const struct wherry__interface *interface, wherry_function function,
                                void *result, void *const *arguments)
{
    ffi_call((ffi_cif *)(uintptr_t)&interface->cif, function, result,
             (void **)(uintptr_t)arguments);
    capture();
    return 0;
}

static int call_interface(const struct wherry__interface *interface, wherry_function function,
                          void *result, void *const *arguments)
{
    _Alignas(SCRATCH_ALIGNMENT) unsigned char scratch[64];
    ffi_arg wide;
    void *place = result;
    int code;
    if (interface->narrow_bytes)
        place = &wide;
    else if (!result && interface->cif.rtype->size <= sizeof scratch)
        place = scratch; /* libffi would leave an unwanted long double on the x87 stack */
    if (interface->own_vector)
        code = call_with_own_vector(interface, function, place, arguments);
    else
        code = call_directly(interface, function, place, arguments);
    /* The low bytes come first on every target. */
    if (place == &wide && result && !code)
        memcpy(result, &wide, interface->narrow_bytes);
    return code;
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
    capture();
    free(allocated);
    return 0;
}

static int call_signature(const struct wherry_binding *binding, uint32_t index,
                          wherry_function function, void *result, void *const *arguments)
{
    wherry__invoker *invoker = binding->invokers ? binding->invokers[index] : NULL;
    const struct wherry__interface *interface;
    int code;
    if (invoker && !__atomic_load_n(&forced, __ATOMIC_RELAXED)) {
        if (!result)
            return invoke_without_result(binding,
                                         binding->types[binding->signatures[index].first_type],
                                         invoker, function, arguments);
        invoker(function, result, arguments);
        capture();
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
    int code = 0;
    *function = index < binding->function_count ? wherry__resolved(binding, index) : NULL;
    if (!*function)
        code = wherry_function_address(binding, index, function);
    if (code)
        return code;
    *signature = binding->functions[index].signature;
    name = binding->strings + binding->functions[index].name;
    if (*signature == WHERRY_NONE16)
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name, ": ", name,
                            " has no description: only compiled code can call it");
    if (binding->signatures[*signature].variadic == variadic)
        return 0;
    return fail_signature(binding, name,
                          variadic ? " is not variadic: use wherry_call()"
                                   : " is variadic: use wherry_call_variadic()");
}

int wherry_call(const struct wherry_binding *binding, uint32_t index, void *result,
                void *const *arguments)
{
    wherry_function function;
    uint32_t signature;
    int code = look_up(binding, index, 0, &function, &signature);
    return code ? code : call_signature(binding, signature, function, result, arguments);
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
