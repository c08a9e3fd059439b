/* binding.h: what a generated NAME_binding.c is made of. Programs need only wherry.h.
 *
 * A binding is a set of constant tables, one slot per function, and one stub per function.
 *
 * Tables   refer to each other by index and to names by their offset in one string, so that they
 *          need no relocation and cost nothing at start-up.
 * Slots    are null until resolved. The stub of a function loads its slot and jumps there; the
 *          load is an acquire on every target below: x86 loads are (Intel SDM vol. 3A, 8.2.2), and
 *          LDAR is (Arm ARM, B2.3.11). While the slot is null the stub jumps to
 * wherry__resolve_ENTRY with the binding and the function's index in registers that no calling
 * convention uses for arguments; that entry preserves all argument registers, resolves, and jumps
 * to the function. So a stub needs neither prototype nor arity, and serves variadic functions as
 * well. PE       A function that the header declares dllimport is called through the pointer
 *          `__imp_SYMBOL`. That pointer is the slot itself; it starts as the address of the
 *          function's lazy entry, for a dllimport call does not look whether it is null.
 */
#ifndef WHERRY_BINDING_H
#define WHERRY_BINDING_H

#include <wherry/wherry.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Tables ---------------------------------------------------------------------------------- */

#define WHERRY_BINDING_FORMAT 2 /* changes whenever a struct below does */

/* Index of "none" in 16- and 32-bit table fields. */
#define WHERRY_NONE16 UINT16_C(0xffff)

enum wherry__function_flags {
    WHERRY_FN_OPTIONAL = 1, /* wherry_load() does not mind its absence */
    WHERRY_FN_ABSENT = 2,   /* the header does not declare it on this target */
    WHERRY_FN_THUNK = 4,    /* compiled into the binding: `symbol` is its number in thunks; of a
                             * data object, the slot has its address from the start */
    WHERRY_FN_C_STUB = 8,   /* its stub is C, not WHERRY_STUB */
    WHERRY_FN_THREAD = 16   /* a data object of which each thread has its own */
};

/* `symbol` is the name to look up, as the dynamic linker spells it; on i686 PE the decorated link
 * name (`_f@8`), from which the runtime derives the candidates. */
struct wherry__function {
    uint32_t name;      /* offset in strings */
    uint32_t symbol;    /* offset in strings */
    uint16_t signature; /* index in signatures, or WHERRY_NONE16: stub only */
    uint16_t flags;
};

/* One shape of call: all functions whose arguments are passed alike share it. */
enum wherry__convention {
    WHERRY_CDECL, /* the platform's default convention */
    WHERRY_STDCALL,
    WHERRY_FASTCALL,
    WHERRY_THISCALL,
    WHERRY_MS_ABI,
    WHERRY_SYSV_ABI,
    WHERRY_VECTORCALL
};
struct wherry__signature {
    uint32_t first_type;      /* index in types: the result, then the named parameters */
    uint16_t parameter_count; /* named parameters */
    uint8_t convention;       /* enum wherry__convention */
    uint8_t variadic;         /* 1: more arguments may follow */
};

/* Calls `function` with `arguments`, as in wherry_call(); `result` is never NULL. */
typedef void wherry__invoker(wherry_function function, void *result, void *const *arguments);

enum wherry__record_flags {
    WHERRY_RECORD_UNION = 1,
    WHERRY_RECORD_PACKED = 2,    /* a field stands at less than its natural alignment */
    WHERRY_RECORD_BITFIELDS = 4, /* has a bitfield */
    WHERRY_RECORD_INCOMPLETE = 8 /* size and fields unknown on this target */
};
struct wherry__record {
    uint32_t name;
    uint32_t size_bytes;
    uint32_t first_field; /* index in fields */
    uint32_t field_count;
    uint32_t alignment_bytes;
    uint32_t flags;
};
struct wherry__field {
    uint32_t name;
    uint32_t offset_bits;
    uint32_t count;       /* elements; 1 unless an array; 0 for a flexible array */
    uint16_t type;        /* enum wherry_type of the element */
    uint16_t length_bits; /* of a bitfield; 0: no bitfield */
};

struct wherry__enum {
    uint32_t name;
    uint16_t type; /* the compatible integer type */
    uint32_t constant_count;
    uint32_t first_constant; /* its enumerators, in constants */
};
/* An enumerator or a constant macro. */
enum wherry__constant_flags {
    WHERRY_CONSTANT_ABSENT = 1,  /* not defined on this target */
    WHERRY_CONSTANT_ADDRESS = 2, /* a POINTER that is no string, but an integer cast to a pointer */
    WHERRY_CONSTANT_WIDE = 4     /* a string of wchar_t, here in UTF-8 */
};
struct wherry__constant {
    uint32_t name;
    uint16_t type; /* an integer or floating type, or POINTER for a string or an address */
    uint16_t flags;
    uint64_t value; /* integer, two's complement; a string's offset in strings */
    double real;    /* floating types */
};

/* A function pointer type, by its typedef's name or by its place: "qsort.compar". */
struct wherry__callback_type {
    uint32_t name;
    uint16_t signature;
    uint16_t flags;
};

/* Calls `function`, which takes `user` before the signature's own parameters. */
typedef void wherry__forwarder(wherry_function function, void *user, void *result,
                               void *const *arguments);

/* What is compiled for the callbacks of one signature. */
struct wherry__callback_code {
    uint32_t signature;
    uint32_t first; /* of callbacks_each callbacks and entries */
    /* Takes a struct wherry_callback as its user pointer, and calls `generic` of it. */
    wherry_function adapter;
    wherry__forwarder *forwarder;
};

struct wherry__data {
    uint32_t name;
    uint32_t symbol;
    uint16_t type;
    uint16_t flags; /* WHERRY_FN_* */
};

/* What function `index` returns when its symbol is missing (notes: failure). */
struct wherry__failure {
    uint32_t index;
    wherry_function function;
};

/* The part of a binding that changes; zero at start. */
struct wherry__state {
    struct wherry_library *library; /* atomic; NULL until loaded */
    wherry_missing_handler *missing;
    void *missing_user;
    char *failure_text; /* atomic; why the library could not be loaded; NULL: not tried */
    int failure_code;
};

struct wherry_binding {
    uint32_t format; /* WHERRY_BINDING_FORMAT */
    uint32_t library_count;
    uint32_t function_count;
    uint32_t signature_count;
    uint32_t record_count;
    uint32_t enum_count;
    uint32_t constant_count;
    uint32_t callback_type_count;
    uint32_t data_count;
    uint32_t failure_count;
    uint32_t callback_code_count;
    uint32_t callbacks_each; /* compiled callbacks of each signature in callback_codes */
    const char *name;
    const char *strings;
    const char *const *libraries; /* candidates, in order */
    const struct wherry__function *functions;
    const struct wherry__signature *signatures;
    const uint16_t *types;
    wherry__invoker *const *invokers; /* per signature; NULL element: libffi only */
    const struct wherry__record *records;
    const struct wherry__field *fields;
    const struct wherry__enum *enums;
    const struct wherry__constant *constants;
    const struct wherry__callback_type *callback_types;
    const struct wherry__callback_code *callback_codes; /* in the order of signatures */
    const wherry_function *callback_entries;            /* callbacks_each per code */
    struct wherry_callback *callbacks;                  /* the same; zero at start */
    const struct wherry__data *data;
    const struct wherry__failure *failures;
    const wherry_function *thunks;
    wherry_function *slots;  /* per function; atomic */
    unsigned char *presence; /* per function; atomic: 0 not asked, 1 present, 2 missing */
    void **data_slots;       /* per data object; atomic */
    void **call_interfaces;  /* per signature; atomic: libffi's prepared interface */
    struct wherry__state *state;
};

/* ---- Stubs ----------------------------------------------------------------------------------- */

#define WHERRY__STRING(x) #x
#define WHERRY__EXPAND(x) WHERRY__STRING(x)
#define WHERRY__PREFIX WHERRY__EXPAND(__USER_LABEL_PREFIX__)

/* A C name as the assembler spells it, for cdecl and data; for the other conventions of i686
 * Windows (Microsoft, "Decorated Names"), `bytes` being the size of the arguments. */
#define WHERRY_SYMBOL(name) WHERRY__PREFIX name
#if defined(__i386__) && defined(_WIN32)
#define WHERRY_STDCALL_SYMBOL(name, bytes) "_" name "@" #bytes
#define WHERRY_FASTCALL_SYMBOL(name, bytes) "@" name "@" #bytes
#else
#define WHERRY_STDCALL_SYMBOL(name, bytes) WHERRY_SYMBOL(name)
#define WHERRY_FASTCALL_SYMBOL(name, bytes) WHERRY_SYMBOL(name)
#endif

#if defined(__ELF__)
#define WHERRY__HIDDEN __attribute__((visibility("hidden")))
#else
#define WHERRY__HIDDEN
#endif

/* Assembler text: jump through slot `index` of binding `name` if it is resolved; jump to the
 * resolver. Registers: r10 and r11 are volatile and carry no argument in the System V AMD64 psABI
 * 1.0 (3.2.3) and in the Microsoft x64 convention (r10 is the static chain, which no library
 * function takes); on i386 eax carries none in cdecl, stdcall, fastcall and thiscall, and the
 * resolver takes its two operands from the stack. It does carry one in GCC's regparm functions,
 * which libraries do not export, and which stubs do not serve. x16 and x17 are there for what
 * stands between a call and its callee (AAPCS64, 6.1.1). */
/* clang-format off */
#if defined(__x86_64__)
#define WHERRY__SLOT(name, index) WHERRY__PREFIX #name "__slots+8*" #index "(%rip)"
#define WHERRY__JUMP_IF_RESOLVED(name, index)                                                      \
    "movq " WHERRY__SLOT(name, index) ", %r11\n\t"                                                 \
    "testq %r11, %r11\n\t"                                                                         \
    "je 1f\n\t"                                                                                    \
    "jmp *%r11\n"                                                                                  \
    "1:\t"
#define WHERRY__JUMP_THROUGH_SLOT(name, index) "jmp *" WHERRY__SLOT(name, index)
#define WHERRY__JUMP_TO_RESOLVER(name, index)                                                      \
    "leaq " WHERRY__PREFIX #name "_binding(%rip), %r10\n\t"                                        \
    "movl $" #index ", %r11d\n\t"                                                                  \
    "jmp " WHERRY__PREFIX "wherry__resolve_entry"
#elif defined(__i386__) && defined(_WIN32)
#define WHERRY__SLOT(name, index) WHERRY__PREFIX #name "__slots+4*" #index
#define WHERRY__JUMP_IF_RESOLVED(name, index)                                                      \
    "movl " WHERRY__SLOT(name, index) ", %eax\n\t"                                                 \
    "testl %eax, %eax\n\t"                                                                         \
    "je 1f\n\t"                                                                                    \
    "jmp *%eax\n"                                                                                  \
    "1:\t"
#define WHERRY__JUMP_THROUGH_SLOT(name, index) "jmp *" WHERRY__SLOT(name, index)
#define WHERRY__JUMP_TO_RESOLVER(name, index)                                                      \
    "pushl $" #index "\n\t"                                                                        \
    "pushl $" WHERRY__PREFIX #name "_binding\n\t"                                                  \
    "jmp " WHERRY__PREFIX "wherry__resolve_entry"
#elif defined(__i386__)
/* Position independent, as on ELF code must be, and without ebx, which is the caller's:
 * wherry__here() returns its return address in eax. The slot is read twice: once set, it stays. */
#define WHERRY__SLOT(name, index) #name "__slots+4*" #index "-2b(%eax)"
#define WHERRY__JUMP_IF_RESOLVED(name, index)                                                      \
    "call wherry__here\n"                                                                          \
    "2:\t"                                                                                         \
    "cmpl $0, " WHERRY__SLOT(name, index) "\n\t"                                                   \
    "je 1f\n\t"                                                                                    \
    "jmp *" WHERRY__SLOT(name, index) "\n"                                                         \
    "1:\t"
#define WHERRY__JUMP_TO_RESOLVER(name, index)                                                      \
    "pushl $" #index "\n\t"                                                                        \
    "leal " #name "_binding-2b(%eax), %eax\n\t"                                                    \
    "pushl %eax\n\t"                                                                               \
    "jmp wherry__resolve_entry"
#elif defined(__aarch64__)
#define WHERRY__SLOT(name, index) #name "__slots+8*" #index
#define WHERRY__JUMP_IF_RESOLVED(name, index)                                                      \
    "adrp x16, " WHERRY__SLOT(name, index) "\n\t"                                                  \
    "add x16, x16, :lo12:" WHERRY__SLOT(name, index) "\n\t"                                        \
    "ldar x16, [x16]\n\t"                                                                          \
    "cbz x16, 1f\n\t"                                                                              \
    "br x16\n"                                                                                     \
    "1:\t"
#define WHERRY__JUMP_TO_RESOLVER(name, index)                                                      \
    "adrp x17, " #name "_binding\n\t"                                                              \
    "add x17, x17, :lo12:" #name "_binding\n\t"                                                    \
    "movz w16, #(" #index " & 0xffff)\n\t"                                                         \
    "movk w16, #(" #index " >> 16), lsl #16\n\t"                                                   \
    "b wherry__resolve_entry"
#else
#error "no stubs for this machine: they exist for x86-64, i686 and ARM64 Linux and x86 Windows"
#endif
/* clang-format on */

#if defined(__LP64__) || defined(_WIN64)
#define WHERRY__SLOT_BYTES "8"
#else
#define WHERRY__SLOT_BYTES "4"
#endif

/* A function that is its assembler text, under assembler name `symbol`.
 *
 * For GCC a naked C function, so that link-time optimisation and --gc-sections see it; `noipa`, or
 * callers would keep values in registers that its text does not mention. Clang, which reads the
 * symbols of file-scope assembler text but takes the type of a definition for that of its calls,
 * and drops what does not fit, is given no definition to see; and GCC has no naked functions on
 * ARM64.
 *
 * Compile a binding with -fno-lto: GCC would give calls the type of the definition (a warning, and
 * ms_abi is lost), and needs `used` on the tables that the text names. With -fno-ipa-icf GCC does
 * not compare every stub with every other, which takes it half a minute where there are 10,000. */
#if !defined(__clang__) && !defined(__aarch64__)
#define WHERRY__NAKED(id, symbol, text)                                                            \
    extern void id(void) __asm__(symbol) WHERRY__HIDDEN;                                           \
    __attribute__((naked, used, noipa, no_instrument_function)) void id(void)                      \
    {                                                                                              \
        __asm__(text);                                                                             \
    }
#else
#if defined(__CET__) && (__CET__ & 1) && defined(__x86_64__)
#define WHERRY__LANDING "endbr64\n\t"
#elif defined(__CET__) && (__CET__ & 1)
#define WHERRY__LANDING "endbr32\n\t"
#elif defined(__ARM_FEATURE_BTI_DEFAULT)
#define WHERRY__LANDING "hint #34\n\t" /* bti c */
#else
#define WHERRY__LANDING
#endif
#if defined(__ELF__)
#define WHERRY__BEGIN(symbol)                                                                      \
    ".pushsection .text." symbol ", \"ax\", @progbits\n\t.hidden " symbol "\n\t"                   \
    ".type " symbol ", @function\n\t"
#define WHERRY__END(symbol) "\n\t.size " symbol ", . - " symbol "\n\t.popsection"
#else
#define WHERRY__BEGIN(symbol) ".text\n\t.def " symbol "; .scl 2; .type 32; .endef\n\t"
#define WHERRY__END(symbol)
#endif
#define WHERRY__NAKED(id, symbol, text)                                                            \
    extern void id(void) __asm__(symbol) WHERRY__HIDDEN;                                           \
    __asm__(WHERRY__BEGIN(symbol) ".globl " symbol "\n\t.p2align 4\n" symbol ":\n\t.cfi_startproc" \
                                  "\n\t" WHERRY__LANDING text                                      \
                                  "\n\t.cfi_endproc" WHERRY__END(symbol));
#endif

/* The stub of function `index` of binding `name`. */
#define WHERRY_STUB(name, index, symbol)                                                           \
    WHERRY__NAKED(name##__stub_##index, symbol,                                                    \
                  WHERRY__JUMP_IF_RESOLVED(name, index) WHERRY__JUMP_TO_RESOLVER(name, index))

/* The same for a function that a PE header declares dllimport: `__imp_SYMBOL` is the slot, and the
 * slots' initialiser names the lazy entry, WHERRY_LAZY(name, index). Elsewhere nothing is imported
 * that way, and the slot starts as null. */
#if defined(_WIN32)
#define WHERRY_IMPORT(name, index, symbol)                                                         \
    __asm__(".globl __imp_" symbol "\n\t.set __imp_" symbol ", " WHERRY__PREFIX #name              \
            "__slots+" WHERRY__SLOT_BYTES "*" #index);
#define WHERRY_STUB_DLLIMPORT(name, index, symbol)                                                 \
    WHERRY_IMPORT(name, index, symbol)                                                             \
    WHERRY__NAKED(name##__lazy_##index, WHERRY__PREFIX #name "__lazy_" #index,                     \
                  WHERRY__JUMP_TO_RESOLVER(name, index))                                           \
    WHERRY__NAKED(name##__stub_##index, symbol, WHERRY__JUMP_THROUGH_SLOT(name, index))
#define WHERRY_LAZY(name, index) ((wherry_function)name##__lazy_##index)
#else
#define WHERRY_STUB_DLLIMPORT(name, index, symbol) WHERRY_STUB(name, index, symbol)
#endif

/* Data object `index`, which a PE header declares dllimport: `__imp_SYMBOL` is its data slot, null
 * until wherry_load(). */
#define WHERRY_DATA_DLLIMPORT(name, index, symbol)                                                 \
    __asm__(".globl __imp_" symbol "\n\t.set __imp_" symbol ", " WHERRY__PREFIX #name              \
            "__data_slots+" WHERRY__SLOT_BYTES "*" #index);

/* ---- Assertions ------------------------------------------------------------------------------ */

/* What Wherry believed when it wrote the binding, repeated for the compiler that compiles it. */
#define WHERRY__CHANGED                                                                            \
    " changed since this binding was made, or with the compiler: run wherry again"
/* What a compiler can compute though ISO C does not call it an integer constant expression: both
 * compilers fold a conditional whose condition is this builtin. */
#define WHERRY__FOLD(condition) (__builtin_constant_p(condition) ? (condition) : 0)
#define WHERRY_ASSERT_PROTOTYPE(function, ...)                                                     \
    _Static_assert(                                                                                \
        __builtin_types_compatible_p(__typeof__(function), __typeof__(*(__VA_ARGS__)0)),           \
        "the prototype of " #function WHERRY__CHANGED)
#define WHERRY_ASSERT_VARIADIC(function, type, stdcall_type) /* gcc calls both alike */            \
    _Static_assert(                                                                                \
        __builtin_types_compatible_p(__typeof__(function), __typeof__(*(type)0)) ||                \
            __builtin_types_compatible_p(__typeof__(function), __typeof__(*(stdcall_type)0)),      \
        "the prototype of " #function WHERRY__CHANGED)
#define WHERRY_ASSERT_SIZE(type, size_bytes, alignment_bytes)                                      \
    _Static_assert(sizeof(type) == (size_bytes) && _Alignof(type) == (alignment_bytes),            \
                   "the layout of " #type WHERRY__CHANGED)
#define WHERRY_ASSERT_FIELD(type, field, offset_bytes, ...)                                        \
    _Static_assert(offsetof(type, field) == (offset_bytes),                                        \
                   "the position of " #field " in " #type WHERRY__CHANGED);                        \
    _Static_assert(__builtin_types_compatible_p(__typeof__(((type *)0)->field), __VA_ARGS__),      \
                   "the type of " #field " in " #type WHERRY__CHANGED)
#define WHERRY_ASSERT_OFFSET(type, field, offset_bytes) /* of a field whose type has no name */    \
    _Static_assert(offsetof(type, field) == (offset_bytes),                                        \
                   "the position of " #field " in " #type WHERRY__CHANGED)
#define WHERRY_ASSERT_ENUMERATOR(name, value)                                                      \
    _Static_assert((name) == (value), "the value of " #name WHERRY__CHANGED)
#define WHERRY_ASSERT_CONSTANT(name, type, value)                                                  \
    _Static_assert(WHERRY__FOLD((name) == (value)), "the value of " #name WHERRY__CHANGED);        \
    _Static_assert(__builtin_types_compatible_p(__typeof__(name), type),                           \
                   "the type of " #name WHERRY__CHANGED)
#define WHERRY_ASSERT_ADDRESS(name, value, ...)                                                    \
    _Static_assert(WHERRY__FOLD((uintptr_t)(name) == (value)),                                     \
                   "the value of " #name WHERRY__CHANGED);                                         \
    WHERRY_ASSERT_DATA(name, __VA_ARGS__)
#define WHERRY_ASSERT_STRING(name, text)                                                           \
    _Static_assert(WHERRY__FOLD(__builtin_strcmp(name, text) == 0),                                \
                   "the value of " #name WHERRY__CHANGED)
#if defined(__clang__)
#define WHERRY__WIDE_EQUAL(a, b) (__builtin_wmemcmp(a, b, sizeof(b) / sizeof(b)[0]) == 0)
#else
#define WHERRY__WIDE_EQUAL(a, b) (__builtin_memcmp(a, b, sizeof(b)) == 0)
#endif
#define WHERRY_ASSERT_WIDE(name, text)                                                             \
    _Static_assert(sizeof(name) == sizeof(text) && WHERRY__FOLD(WHERRY__WIDE_EQUAL(name, text)),   \
                   "the value of " #name WHERRY__CHANGED)
#define WHERRY_ASSERT_DATA(name, ...)                                                              \
    _Static_assert(__builtin_types_compatible_p(__typeof__(name), __VA_ARGS__),                    \
                   "the type of " #name WHERRY__CHANGED)

/* ---- Invokers -------------------------------------------------------------------------------- */

/* Argument `i` as a value of `type`, and the result as an lvalue. The objects belong to callers
 * whose type for a pointer may be another than ours, hence may_alias. GCC cannot give the attribute
 * to a struct or union that is complete; the caller's object has that very type. */
#define WHERRY_ARGUMENT(type, i) (*(type __attribute__((may_alias)) *)arguments[i])
#define WHERRY_RESULT(type) (*(type __attribute__((may_alias)) *)result)
#define WHERRY_RECORD_ARGUMENT(type, i) (*(type *)arguments[i])
#define WHERRY_RECORD_RESULT(type) (*(type *)result)

/* ---- Callbacks ------------------------------------------------------------------------------- */

enum wherry__callback_state {
    WHERRY__CALLBACK_FREE,     /* never used, or freed */
    WHERRY__CALLBACK_TAKEN,    /* being made */
    WHERRY__CALLBACK_LIVE,     /* may be called */
    WHERRY__CALLBACK_DECIDING, /* wherry_callback_free() looks whether a call is running */
};

/* What an entry or closure calls. `function` takes `user` and then what the pointer was called
 * with. The rest belongs to the runtime, which also makes them for closures. */
struct wherry_callback {
    uint8_t state;   /* atomic; enum wherry__callback_state */
    uint8_t running; /* atomic; 1: a call is running */
    uint16_t turn;   /* atomic; of the first of a signature: where to look for a free one next */
    uint32_t others; /* atomic; so many more calls are running */
    wherry_function function;
    void *user;
    wherry_function pointer;
    const char *name;
    wherry_callback_function *generic;
    void *generic_user;
    uint32_t *freed; /* atomic: how many of its kind are freed; NULL for a compiled one */
} __attribute__((aligned(64))); /* a cache line: across two, a call takes twice as long */

struct wherry__callback_call {
    struct wherry_callback *callback;
    uint8_t is_other;
};

/* The rest of wherry__callback_begin(), where it is not the usual case. Aborts, and says why, if
 * the callback was freed. */
void wherry__callback_begin_slowly(struct wherry_callback *callback, uint8_t is_other);

/* A call first says that it is running and then looks whether the callback is live, and
 * wherry_callback_free() does both in the other order, all sequentially consistent: one of the two
 * sees the other (Dekker). The one locked instruction of a call is most of what it costs; the call
 * that found nobody else ends with a plain store. */
static inline struct wherry__callback_call wherry__callback_begin(struct wherry_callback *callback)
{
    struct wherry__callback_call call;
    call.callback = callback;
    call.is_other = __atomic_exchange_n(&callback->running, 1, __ATOMIC_SEQ_CST);
    if (__builtin_expect(call.is_other || __atomic_load_n(&callback->state, __ATOMIC_SEQ_CST) !=
                                              WHERRY__CALLBACK_LIVE,
                         0))
        wherry__callback_begin_slowly(callback, call.is_other);
    return call;
}

static inline void wherry__callback_end(struct wherry__callback_call *call)
{
    if (__builtin_expect(call->is_other != 0, 0))
        __atomic_fetch_sub(&call->callback->others, 1, __ATOMIC_RELEASE);
    else
        __atomic_store_n(&call->callback->running, 0, __ATOMIC_RELEASE);
}

/* A call of `callback` runs until the end of the block, however it is left (but for longjmp). */
#define WHERRY_CALLBACK_ENTER(callback)                                                            \
    struct wherry__callback_call wherry__call __attribute__((cleanup(wherry__callback_end))) =     \
        wherry__callback_begin(callback);                                                          \
    (void)wherry__call

/* ---- Entry points of the runtime ------------------------------------------------------------- */

/* Where a stub goes whose slot is null; assembler, one file per ABI. */
void wherry__resolve_entry(void);

/* Called by it: resolve function `index`, and return where to jump: the function, a substitute, or
 * its failure function; or do not return. errno and GetLastError() are as they were. */
wherry_function wherry__resolve(const struct wherry_binding *binding, uint32_t index);

/* The same for a stub in C: what it calls. */
static inline wherry_function wherry__callee(const struct wherry_binding *binding, uint32_t index)
{
    wherry_function function = __atomic_load_n(&binding->slots[index], __ATOMIC_ACQUIRE);
    return function ? function : wherry__resolve(binding, index);
}

#ifdef __cplusplus
}
#endif

#endif
