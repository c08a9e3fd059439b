/* callback_closure.c: callbacks that libffi makes while the program runs.
 *
 * They are never given back to libffi: a call that comes too late must still find one. An interface
 * keeps all of its own in a list that only grows. */
#include "interface.h"

#include <stdlib.h>

/* So many freed ones rest before one of them is used again. */
enum { RESTING = 8 };

struct wherry__closure {
    struct wherry_callback callback;
    struct wherry__closure *next;
    const struct wherry__interface *interface;
    wherry__forwarder *forwarder;
};

/* ---- Calls ----------------------------------------------------------------------------------- */

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

static void forward(const struct wherry__closure *closure, void *result, void **arguments)
{
    const struct wherry_callback *callback = &closure->callback;
    if (callback->function)
        closure->forwarder(callback->function, callback->user, result, arguments);
    else
        callback->generic(result, arguments, callback->generic_user);
}

/* A vector of libffi's own, which it has no more use for. */
static void dereference(const ffi_cif *cif, void **arguments)
{
    for (unsigned i = 0; i < cif->nargs; i++)
        if (wherry__pointee(cif->arg_types[i]))
            arguments[i] = *(void **)arguments[i];
}

static void enter(ffi_cif *cif, void *result, void **arguments, void *user)
{
    struct wherry__closure *closure = user;
    union {
        ffi_arg whole;
        uint64_t bits;
    } narrow = {0};
    WHERRY_CALLBACK_ENTER(&closure->callback);
    if (closure->interface->copied_bytes)
        dereference(cif, arguments);
    if (!closure->interface->narrow_bytes) {
        forward(closure, result, arguments);
        return;
    }
    forward(closure, &narrow, arguments);
    *(ffi_arg *)result = widen(closure->interface->result_type, &narrow);
}

/* ---- Making and keeping ---------------------------------------------------------------------- */

/* libffi (3.4.4, ffi.c of x86) forgets the registers that are left behind an integer of 8 bytes and
 * then pops too little; it aligns arguments of 8 bytes, which 32-bit Windows does not, and counts
 * the address of a result in memory among them, which GCC passes in ecx. On
 * Linux it aligns arguments of stdcall too. */
#if defined(_WIN32)
enum { ALIGNS_STDCALL = 0 };
#else
enum { ALIGNS_STDCALL = 1 };
#endif

static int pops_rightly(const struct wherry__interface *interface, uint8_t convention)
{
    const ffi_type *result = interface->cif.rtype;
    int in_registers = convention == WHERRY_FASTCALL || convention == WHERRY_THISCALL;
    int is_aligned = in_registers || (ALIGNS_STDCALL && convention == WHERRY_STDCALL);
    size_t bytes = 0;
    if (sizeof(void *) != 4 || !is_aligned)
        return 1;
    if (result->type == FFI_TYPE_STRUCT || (result->type == FFI_TYPE_COMPLEX && result->size > 8))
        bytes = sizeof(void *);
    if (bytes && in_registers)
        return 0;
    for (unsigned i = 0; i < interface->cif.nargs; i++) {
        const ffi_type *type = interface->parameters[i];
        if (in_registers && (type->type == FFI_TYPE_SINT64 || type->type == FFI_TYPE_UINT64))
            return 0;
        if (bytes % type->alignment)
            return 0;
        bytes += (type->size + 3) & ~(size_t)3;
    }
    return 1;
}

/* A freed one that has rested; the search goes on where the last one ended. */
static struct wherry__closure *take_kept(struct wherry__closures *kept)
{
    struct wherry__closure *head = __atomic_load_n(&kept->head, __ATOMIC_ACQUIRE);
    struct wherry__closure *first = __atomic_load_n(&kept->turn, __ATOMIC_ACQUIRE);
    struct wherry__closure *closure;
    if (__atomic_load_n(&kept->freed, __ATOMIC_ACQUIRE) < RESTING || !head)
        return NULL;
    closure = first = first ? first : head;
    do {
        struct wherry__closure *next = closure->next ? closure->next : head;
        if (wherry__callback_take(&closure->callback)) {
            __atomic_fetch_sub(&kept->freed, 1, __ATOMIC_RELAXED);
            __atomic_store_n(&kept->turn, next, __ATOMIC_RELEASE);
            return closure;
        }
        closure = next;
    } while (closure != first);
    return NULL;
}

static void keep(struct wherry__closures *kept, struct wherry__closure *closure)
{
    closure->next = __atomic_load_n(&kept->head, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&kept->head, &closure->next, closure, 1, __ATOMIC_RELEASE,
                                        __ATOMIC_RELAXED))
        ;
}

static struct wherry__closure *aligned(void *block)
{
    uintptr_t mask = _Alignof(struct wherry__closure) - 1;
    return (struct wherry__closure *)(((uintptr_t)block + mask) & ~mask);
}

static int make(struct wherry__closure **closure, const struct wherry_binding *binding,
                const struct wherry__interface *interface)
{
    void *code_address = NULL;
    void *block = calloc(1, sizeof **closure + _Alignof(struct wherry__closure));
    struct wherry__closure *made = aligned(block);
    ffi_closure *writable = block ? ffi_closure_alloc(sizeof *writable, &code_address) : NULL;
    if (!writable) {
        free(block);
        return wherry__fail(
            WHERRY_E_MEMORY, binding->name,
            ": libffi got no memory for a callback: the system's policy refuses memory that can be "
            "executed (SELinux execmem, PaX MPROTECT, seccomp, Arbitrary Code Guard), or none is "
            "left; compiled callbacks need none");
    }
    made->interface = interface;
    if (ffi_prep_closure_loc(writable, (ffi_cif *)(uintptr_t)&interface->cif, enter, made,
                             code_address) != FFI_OK) {
        ffi_closure_free(writable);
        free(block);
        return wherry__fail(WHERRY_E_UNSUPPORTED, binding->name,
                            ": libffi cannot make a callback of this signature");
    }
    made->callback.state = WHERRY__CALLBACK_TAKEN;
    made->callback.pointer = (wherry_function)(uintptr_t)code_address;
    *closure = made;
    return 0;
}

int wherry__closure_create(struct wherry_callback **callback, const struct wherry_binding *binding,
                           uint32_t signature, const struct wherry__callback_code *code)
{
    const struct wherry__interface *interface;
    struct wherry__closures *kept;
    struct wherry__closure *made;
    int error = wherry__interface_of(binding, signature, &interface);
    if (error)
        return error;
    if (!pops_rightly(interface, binding->signatures[signature].convention))
        return wherry__fail(
            WHERRY_E_UNSUPPORTED, binding->name,
            ": libffi would enter or leave this stdcall, fastcall or thiscall callback otherwise "
            "than its callers do");
    kept = (struct wherry__closures *)(uintptr_t)&interface->closures;
    made = take_kept(kept);
    if (!made) {
        error = make(&made, binding, interface);
        if (error)
            return error;
        made->callback.freed = &kept->freed;
        keep(kept, made);
    }
    made->forwarder = code ? code->forwarder : NULL;
    *callback = &made->callback;
    return 0;
}
