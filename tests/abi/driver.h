/* driver.h: what the driver knows of a batch. batch.c, written by sources.py, defines the tables.
 */
#ifndef ABI_DRIVER_H
#define ABI_DRIVER_H

#include <stddef.h>
#include <stdint.h>
#include <wherry/binding.h>

/* A place in a value that carries bits. */
enum leaf_kind {
    LEAF_BOOL,
    LEAF_INTEGER,
    LEAF_WIDE,
    LEAF_HALF,
    LEAF_FLOAT,
    LEAF_DOUBLE,
    LEAF_LONG_DOUBLE,
    LEAF_QUAD,
    LEAF_POINTER,
    LEAF_VECTOR,
    LEAF_BITS
};

/* A bitfield has no address: only compiled code finds it. */
struct bits {
    void (*put)(void *object, uint64_t value);
    uint64_t (*get)(const void *object);
};

struct leaf {
    uint16_t kind;
    uint16_t size_bytes; /* of a bitfield: its number in bits_table */
    uint32_t offset_bytes;
};

struct type {
    const char *spelling;
    const char *record; /* "struct s3" as the binding names it; NULL for scalars */
    uint32_t size_bytes;
    uint16_t code; /* enum wherry_type of a scalar */
    uint16_t leaf_count;
    uint32_t first_leaf;
};

struct signature {
    void (*stub)(void *result, void **arguments);
    uint32_t first_type; /* index in type_indices: the result, then all arguments */
    uint16_t named_count;
    uint16_t extra_count;
    uint8_t is_variadic;
    uint8_t is_refused; /* NAME.json says that libffi cannot call it */
};

/* Arguments that are narrower than int as the callee's own code reads them, so that a callee which
 * relies on the caller's extension is seen to; NULL when there is none. */
typedef void abi_receive(int index, void *result, void **arguments, const long long *wide);
/* The library's own code that calls a callback of one signature. */
typedef void abi_caller(void (*callback)(void), void *result, void **arguments);

enum { VOID_TYPE = 0xffff, ARGUMENTS_MAX = 32 };

extern const struct bits bits_table[];
extern const struct leaf leaf_table[];
extern const struct type type_table[];
extern const uint16_t type_indices[]; /* in type_table, or VOID_TYPE */
extern const struct signature signature_table[];
extern const int signature_count;
extern const struct wherry_binding *const batch_binding;
extern const char batch_seed[];

/* Tell the library where calls arrive; its callers, one per signature, NULL for variadic ones. */
abi_caller *const *batch_start(abi_receive *receive);

#define ABI_INTEGER_CODE(type)                                                                     \
    (uint16_t)((sizeof(type) == 1   ? WHERRY_INT8                                                  \
                : sizeof(type) == 2 ? WHERRY_INT16                                                 \
                : sizeof(type) == 4 ? WHERRY_INT32                                                 \
                                    : WHERRY_INT64) +                                              \
               ((type)-1 > 0))

#endif
