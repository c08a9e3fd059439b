/* interface.c: libffi's prepared call interface of a signature. */
#include "interface.h"

#include <stdlib.h>

/* libffi's name for each calling convention; 0, which is FFI_FIRST_ABI or below everywhere: none.
 */
#if defined(__i386__) && defined(_WIN32)
static const int abi_of[] = {FFI_MS_CDECL, FFI_STDCALL, FFI_FASTCALL, FFI_THISCALL, 0, 0, 0};
#elif defined(__x86_64__) && defined(_WIN32)
/* The conventions of i686 are accepted and ignored (Microsoft, "__stdcall"). */
static const int abi_of[] = {FFI_GNUW64, FFI_GNUW64, FFI_GNUW64, FFI_GNUW64, FFI_GNUW64, 0, 0};
#elif defined(__x86_64__)
static const int abi_of[] = {FFI_UNIX64, FFI_UNIX64, FFI_UNIX64, FFI_UNIX64,
                             FFI_GNUW64, FFI_UNIX64, 0};
#elif defined(__i386__)
static const int abi_of[] = {FFI_SYSV, FFI_STDCALL, FFI_FASTCALL, FFI_THISCALL, 0, 0, 0};
#elif defined(__aarch64__)
/* The conventions of i686 are accepted and ignored, with a warning. */
static const int abi_of[] = {FFI_SYSV, FFI_SYSV, FFI_SYSV, FFI_SYSV, 0, 0, 0};
#else
#error "interface.c: name libffi's conventions for this machine"
#endif

#if defined(__x86_64__) && !defined(_WIN32)
enum { REFERENCE_ABI = FFI_GNUW64, CLASSIFYING_ABI = FFI_UNIX64, HAS_FASTCALL = 0 };
#elif defined(__x86_64__)
enum { REFERENCE_ABI = FFI_GNUW64, CLASSIFYING_ABI = -1, HAS_FASTCALL = 0 };
#elif defined(__aarch64__)
enum { REFERENCE_ABI = -1, CLASSIFYING_ABI = -1, HAS_FASTCALL = 0 };
#else
enum { REFERENCE_ABI = -1, CLASSIFYING_ABI = -1, HAS_FASTCALL = 1 };
#endif

int wherry__passed_by_reference(const struct wherry__interface *interface, const ffi_type *type)
{
    size_t size = type->size;
    if ((int)interface->cif.abi != REFERENCE_ABI)
        return 0;
    return size > 8 || (size & (size - 1)) != 0;
}

static int promoted_away(uint16_t type)
{
    return type < WHERRY_INT32 || type == WHERRY_FLOAT;
}

static int make_parameters(struct wherry__interface *interface,
                           const struct wherry__signature *signature, const uint16_t *extra_types,
                           size_t extra_count)
{
    const uint16_t *types = &interface->types.binding->types[signature->first_type + 1];
    size_t count = 0;
    for (; count < signature->parameter_count; count++) {
        int code =
            wherry__ffi_parameter(&interface->types, types[count], &interface->parameters[count]);
        if (code)
            return code;
    }
    for (size_t i = 0; i < extra_count; i++, count++) {
        int code;
        if (promoted_away(extra_types[i]))
            return wherry__fail(WHERRY_E_ARGUMENT, interface->types.binding->name,
                                ": a variadic argument is given before the default promotions: "
                                "pass an int or a double");
        code =
            wherry__ffi_parameter(&interface->types, extra_types[i], &interface->parameters[count]);
        if (code)
            return code;
    }
    return 0;
}

/* ---- What libffi does wrong ------------------------------------------------------------------ */

static uint16_t type_of(const struct wherry__interface *interface,
                        const struct wherry__signature *signature, const uint16_t *extra_types,
                        unsigned i)
{
    if (i < signature->parameter_count)
        return interface->types.binding->types[signature->first_type + 1 + i];
    return extra_types[i - signature->parameter_count];
}

/* Registers that arguments take (System V AMD64 psABI 1.0, 3.2.3). */
struct taken {
    unsigned integers, reals;
};
enum { INTEGER_REGISTERS = 6, REAL_REGISTERS = 8 };

static int is_returned_in_memory(const struct wherry__interface *interface)
{
    struct wherry__classes classes;
    return interface->cif.rtype->type == FFI_TYPE_STRUCT &&
           !wherry__classify(interface->types.binding, interface->result_type, &classes);
}

/* libffi (3.4.4, ffi64.c) copies all 16 bytes of a record whose first eightbyte alone is an integer
 * to that integer's register. If that is r9, the last, they reach into what is meant for xmm0. */
static int overwrites_xmm0(const struct wherry__interface *interface,
                           const struct wherry__signature *signature, const uint16_t *extra_types)
{
    struct taken all = {is_returned_in_memory(interface) ? 1 : 0, 0};
    for (unsigned i = 0; i < interface->cif.nargs; i++) {
        struct wherry__classes classes;
        struct taken one = {0, 0};
        uint16_t type = type_of(interface, signature, extra_types, i);
        if (!wherry__classify(interface->types.binding, type, &classes))
            continue;
        for (int k = 0; k < 2; k++) {
            one.integers += classes.of[k] == CLASS_INTEGER;
            one.reals += classes.of[k] == CLASS_SSE;
        }
        if (all.integers + one.integers > INTEGER_REGISTERS ||
            all.reals + one.reals > REAL_REGISTERS)
            continue;
        if (all.integers == INTEGER_REGISTERS - 1 && all.reals && one.reals &&
            classes.of[0] == CLASS_INTEGER)
            return 1;
        all.integers += one.integers;
        all.reals += one.reals;
    }
    return 0;
}

static int passes_record(const struct wherry__interface *interface)
{
    for (unsigned i = 0; i < interface->cif.nargs; i++)
        if (interface->parameters[i]->type == FFI_TYPE_STRUCT)
            return 1;
    return 0;
}

/* What libffi would do wrong with these parameters together; NULL if nothing. */
static const char *mistake(const struct wherry__interface *interface,
                           const struct wherry__signature *signature, const uint16_t *extra_types)
{
    int is_fastcall =
        signature->convention == WHERRY_FASTCALL || signature->convention == WHERRY_THISCALL;
    if ((int)interface->cif.abi == CLASSIFYING_ABI &&
        overwrites_xmm0(interface, signature, extra_types))
        return "libffi would overwrite xmm0 with a record of which a part is passed in r9";
    /* Records take registers in GCC's fastcall and thiscall, and none in libffi's. */
    if (HAS_FASTCALL && is_fastcall && passes_record(interface))
        return "libffi does not know how fastcall and thiscall pass records";
    return NULL;
}

static void measure(struct wherry__interface *interface)
{
    uint16_t type = interface->result_type;
    int integer = type >= WHERRY_BOOL && type <= WHERRY_UINT64;
    size_t size = wherry__value_bytes(interface->types.binding, type);
    if (integer && size < sizeof(ffi_arg))
        interface->narrow_bytes = (uint8_t)size;
    for (unsigned i = 0; i < interface->cif.nargs; i++) {
        const ffi_type *parameter = interface->parameters[i];
        const ffi_type *pointee = wherry__pointee(parameter);
        if (pointee)
            interface->copied_bytes += 16 + (uint32_t)((pointee->size + 15) & ~(size_t)15);
        if (wherry__passed_by_reference(interface, parameter))
            interface->copied_bytes += (uint32_t)((parameter->size + 15) & ~(size_t)15);
        if (parameter->type == FFI_TYPE_STRUCT && parameter->size > 8)
            interface->own_vector = 1;
    }
    if (interface->copied_bytes)
        interface->own_vector = 1;
}

static int prepare(struct wherry__interface *interface, const struct wherry__signature *signature,
                   const uint16_t *extra_types, size_t extra_count)
{
    const char *name = interface->types.binding->name;
    const char *wrong;
    ffi_type *result;
    ffi_status status;
    unsigned named = signature->parameter_count, count = named + (unsigned)extra_count;
    int code = make_parameters(interface, signature, extra_types, extra_count);
    if (!code)
        code = wherry__ffi_result_type(&interface->types, interface->result_type, &result);
    if (code)
        return code;
    if (signature->variadic)
        status = ffi_prep_cif_var(&interface->cif, interface->types.abi, named, count, result,
                                  interface->parameters);
    else
        status = ffi_prep_cif(&interface->cif, interface->types.abi, count, result,
                              interface->parameters);
    if (status != FFI_OK)
        return wherry__fail(WHERRY_E_UNSUPPORTED, name, ": libffi cannot prepare this signature");
    wrong = mistake(interface, signature, extra_types);
    if (wrong)
        return wherry__fail(WHERRY_E_UNSUPPORTED, name, ": ", wrong);
    measure(interface);
    return 0;
}

int wherry__interface_create(const struct wherry_binding *binding, uint32_t index,
                             const uint16_t *extra_types, size_t extra_count,
                             struct wherry__interface **interface)
{
    const struct wherry__signature *signature = &binding->signatures[index];
    size_t count = signature->parameter_count + extra_count;
    struct wherry__interface *made;
    int abi =
        signature->convention < sizeof abi_of / sizeof *abi_of ? abi_of[signature->convention] : 0;
    int code;
    if (!abi)
        return wherry__fail(
            WHERRY_E_UNSUPPORTED, binding->name,
            ": libffi lacks the calling convention of this signature; only compiled "
            "code can call it");
    made = calloc(1, sizeof *made + (count + 1) * sizeof *made->parameters);
    if (!made)
        return wherry__fail(WHERRY_E_MEMORY, wherry_strerror(WHERRY_E_MEMORY));
    made->types.binding = binding;
    made->types.abi = (ffi_abi)abi;
    made->result_type = binding->types[signature->first_type];
    code = prepare(made, signature, extra_types, extra_count);
    if (code)
        wherry__interface_free(made);
    else
        *interface = made;
    return code;
}

void wherry__interface_free(struct wherry__interface *interface)
{
    wherry__ffi_types_release(&interface->types);
    free(interface);
}

int wherry__interface_of(const struct wherry_binding *binding, uint32_t signature,
                         const struct wherry__interface **interface)
{
    void **cached = &binding->call_interfaces[signature];
    struct wherry__interface *made;
    void *expected = NULL;
    int code;
    *interface = wherry__kept_interface(binding, signature);
    if (*interface)
        return 0;
    code = wherry__interface_create(binding, signature, NULL, 0, &made);
    if (code)
        return code;
    if (__atomic_compare_exchange_n(cached, &expected, (void *)made, 0, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE)) {
        *interface = made;
    } else {
        wherry__interface_free(made);
        *interface = expected;
    }
    return 0;
}
