/* interface.h: libffi's view of a signature. For the files that need libffi. */
#ifndef WHERRY_INTERFACE_H
#define WHERRY_INTERFACE_H

#include "internal.h"

#include <ffi.h>

/* The types that libffi needs for records, made for one interface and freed with it. */
struct wherry__ffi_types {
    const struct wherry_binding *binding;
    struct wherry__ffi_block *blocks;
    ffi_abi abi;
};

/* libffi's type for enum wherry_type `type`; WHERRY_E_UNSUPPORTED with the reason in words. */
int wherry__ffi_type(struct wherry__ffi_types *types, uint16_t type, ffi_type **made);
/* The same for a parameter. */
int wherry__ffi_parameter(struct wherry__ffi_types *types, uint16_t type, ffi_type **made);
/* The same for a result; some records are returned otherwise than they are passed. */
int wherry__ffi_result_type(struct wherry__ffi_types *types, uint16_t type, ffi_type **made);
void wherry__ffi_types_release(struct wherry__ffi_types *types);

/* The size of a value; 0 for void, opaque and incomplete types. */
size_t wherry__value_bytes(const struct wherry_binding *binding, uint16_t type);

/* The callbacks that libffi has made, which are kept for ever. All atomic. */
struct wherry__closures {
    struct wherry__closure *head; /* the newest */
    struct wherry__closure *turn; /* where to look next for one that is free; NULL: at the head */
    uint32_t freed;
};

/* The classes of a value's eightbytes, as they merge (System V AMD64 psABI 1.0, 3.2.3): OTHER is
 * what makes a parameter of up to 16 bytes class MEMORY. */
enum wherry__class { CLASS_NONE, CLASS_SSE, CLASS_INTEGER, CLASS_OTHER };
struct wherry__classes {
    enum wherry__class of[2];
};
/* Whether the parameter fits in registers, if there are enough of them. */
int wherry__classify(const struct wherry_binding *binding, uint16_t type,
                     struct wherry__classes *classes);

struct wherry__interface {
    ffi_cif cif;
    struct wherry__closures closures;
    struct wherry__ffi_types types;
    uint16_t result_type;
    /* libffi widens integers shorter than ffi_arg on return (libffi manual, "The Basics"): the
     * bytes of the C type, or 0 if the result is written as it is. */
    uint8_t narrow_bytes;
    /* libffi redirects elements of the argument vector to copies of its own. */
    uint8_t own_vector;
    /* Bytes, each argument rounded up to 16, of what Win64 passes by reference: the callee may
     * write there, so it must not be the caller's object (Microsoft, "x64 calling convention").
     * On 64-bit ARM with 16 bytes more for each pointer. */
    uint32_t copied_bytes;
    ffi_type *parameters[];
};

/* The record to whose copy a pointer is passed without libffi's doing (ffi_types.c); NULL. */
static inline const ffi_type *wherry__pointee(const ffi_type *type)
{
    return type->type == FFI_TYPE_POINTER && type->elements ? type->elements[0] : NULL;
}

/* Whether a parameter is passed by reference under this interface's convention. */
int wherry__passed_by_reference(const struct wherry__interface *interface, const ffi_type *type);

/* The interface of a signature if it was made before, else NULL. */
static inline const struct wherry__interface *
wherry__kept_interface(const struct wherry_binding *binding, uint32_t signature)
{
    return __atomic_load_n(&binding->call_interfaces[signature], __ATOMIC_ACQUIRE);
}

/* The interface of a signature, made at its first use and kept in the binding. */
int wherry__interface_of(const struct wherry_binding *binding, uint32_t signature,
                         const struct wherry__interface **interface);

/* An interface of a variadic signature with further arguments; the caller's to free. */
int wherry__interface_create(const struct wherry_binding *binding, uint32_t signature,
                             const uint16_t *extra_types, size_t extra_count,
                             struct wherry__interface **interface);
void wherry__interface_free(struct wherry__interface *interface);

#endif
