/* callback.c: C function pointers that call a function with a user pointer. */
#include "interface.h"

#include <stdlib.h>
#include <string.h>

struct wherry_callback {
    ffi_closure *closure;
    wherry_function pointer;
    const struct wherry__interface *interface;
    wherry_callback_function *function;
    void *user;
};

/* libffi takes the result of a closure as a whole ffi_arg if its type is a shorter integer, with
 * the sign extended (libffi manual, "The Closure API"). */
static ffi_arg widen(uint16_t type, const void *value)
{
    switch (type) {
    case WHERRY_INT8:
        return (ffi_arg)(ffi_sarg) * (const int8_t *)value;
    case WHERRY_INT16:
        return (ffi_arg)(ffi_sarg) * (const int16_t *)value;
    case WHERRY_UINT16:
        return *(const uint16_t *)value;
    case WHERRY_INT32:
        return (ffi_arg)(ffi_sarg) * (const int32_t *)value;
    case WHERRY_UINT32:
        return *(const uint32_t *)value;
    default:
        return *(const uint8_t *)value;
    }
}

static void enter(ffi_cif *cif, void *result, void **arguments, void *user)
{
    const struct wherry_callback *callback = user;
    union {
        ffi_arg whole;
        uint64_t bits;
    } narrow = {0};
    (void)cif;
    if (!callback->interface->narrow_bytes) {
        callback->function(result, arguments, callback->user);
        return;
    }
    callback->function(&narrow, arguments, callback->user);
    *(ffi_arg *)result = widen(callback->interface->result_type, &narrow);
}

/* libffi (3.4.4, ffi.c of x86) forgets the registers that are left behind an integer of 8 bytes and
 * then pops too little; it aligns arguments of 8 bytes, which 32-bit Windows does not; and it looks
 * for the address of a result in memory on the stack, while GCC passes it in ecx. */
static int pops_rightly(const struct wherry__interface *interface, uint8_t convention)
{
    size_t bytes = 0;
    if (sizeof(void *) != 4 || (convention != WHERRY_FASTCALL && convention != WHERRY_THISCALL))
        return 1;
    if (interface->cif.rtype->type == FFI_TYPE_STRUCT)
        return 0;
    for (unsigned i = 0; i < interface->cif.nargs; i++) {
        const ffi_type *type = interface->parameters[i];
        if (type->type == FFI_TYPE_SINT64 || type->type == FFI_TYPE_UINT64)
            return 0;
        if (bytes % type->alignment)
            return 0;
        bytes += (type->size + 3) & ~(size_t)3;
    }
    return 1;
}

static int check_signature(const struct wherry_binding *binding, uint32_t signature,
                           const struct wherry__interface **interface)
{
    int code;
    if (signature >= binding->signature_count)
        return wherry__fail(WHERRY_E_ARGUMENT, binding->name, ": there is no such signature");
    if (binding->signatures[signature].variadic)
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name,
                            ": a callback cannot be variadic: libffi does not know what is passed");
    code = wherry__interface_of(binding, signature, interface);
    if (code || pops_rightly(*interface, binding->signatures[signature].convention))
        return code;
    return wherry__fail(
        WHERRY_E_UNSUPPORTED, binding->name,
        ": libffi would enter or leave this fastcall or thiscall callback otherwise "
        "than its callers do");
}

int wherry_callback_create(struct wherry_callback **callback, const struct wherry_binding *binding,
                           uint32_t signature, wherry_callback_function *function, void *user)
{
    const struct wherry__interface *interface;
    struct wherry_callback *made;
    void *code_address = NULL;
    int code = check_signature(binding, signature, &interface);
    *callback = NULL;
    if (code)
        return code;
    made = calloc(1, sizeof *made);
    if (made)
        made->closure = ffi_closure_alloc(sizeof *made->closure, &code_address);
    if (!made || !made->closure) {
        free(made);
        return wherry__fail(WHERRY_E_MEMORY, "no memory for a callback that may be executed");
    }
    made->interface = interface;
    made->function = function;
    made->user = user;
    made->pointer = (wherry_function)(uintptr_t)code_address;
    if (ffi_prep_closure_loc(made->closure, (ffi_cif *)(uintptr_t)&interface->cif, enter, made,
                             code_address) != FFI_OK) {
        wherry_callback_free(made);
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name,
                            ": libffi cannot make a callback of this signature");
    }
    *callback = made;
    return 0;
}

wherry_function wherry_callback_pointer(const struct wherry_callback *callback)
{
    return callback->pointer;
}

void wherry_callback_free(struct wherry_callback *callback)
{
    if (!callback)
        return;
    ffi_closure_free(callback->closure);
    free(callback);
}
