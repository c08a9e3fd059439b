/* wherry.h: the runtime of Wherry.
 *
 * Load a library, find a symbol, call a function by its description, hand out a callback, report
 * an error. The API is the same on Linux and on Windows.
 *
 * Errors   Functions that can fail return 0 (or a count, or an index) when they succeed and a
 *          negative `enum wherry_error` when they do not. The text of the last error, which names
 *          the library, the symbol, what was tried and what the system said, is kept per thread:
 *          wherry_error_text().
 * Threads  Every function may be called from any thread at any time unless its comment says
 *          otherwise. Nothing here holds a lock while foreign code runs.
 * Output   Nothing here prints or ends the program, with two exceptions that are part of a
 *          contract: a stub without its function, see wherry_set_missing(), and the call of a
 *          callback that was freed, see wherry_callback_free().
 * Text     Strings, paths among them, are UTF-8 on every system.
 */
#ifndef WHERRY_WHERRY_H
#define WHERRY_WHERRY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WHERRY_VERSION "0.1.0"

/* Any C function. Cast it to its true type before the call. */
typedef void (*wherry_function)(void);

/* Calling conventions, empty where they mean nothing. */
#if defined(__i386__)
#define WHERRY_CC_STDCALL __attribute__((stdcall))
#define WHERRY_CC_FASTCALL __attribute__((fastcall))
#define WHERRY_CC_THISCALL __attribute__((thiscall))
#else
#define WHERRY_CC_STDCALL
#define WHERRY_CC_FASTCALL
#define WHERRY_CC_THISCALL
#endif
#if defined(__x86_64__)
#define WHERRY_CC_MS_ABI __attribute__((ms_abi))
#define WHERRY_CC_SYSV_ABI __attribute__((sysv_abi))
#endif
#if defined(__clang__)
#define WHERRY_CC_VECTORCALL __attribute__((vectorcall))
#else /* GCC ignores the attribute, in the headers as well; nothing is called with it */
#define WHERRY_CC_VECTORCALL
#endif

/* ---- Errors ---------------------------------------------------------------------------------- */

#define WHERRY_ERRORS(X)                                                                           \
    X(WHERRY_E_ARGUMENT, -1, "invalid argument")                                                   \
    X(WHERRY_E_MEMORY, -2, "out of memory")                                                        \
    X(WHERRY_E_LIBRARY, -3, "library not found")                                                   \
    X(WHERRY_E_MACHINE, -4, "library is for another machine or system")                            \
    X(WHERRY_E_SYMBOL, -5, "symbol not found")                                                     \
    X(WHERRY_E_ABSENT, -6, "not declared on this target")                                          \
    X(WHERRY_E_UNSUPPORTED, -7, "type cannot be passed by libffi")                                 \
    X(WHERRY_E_BUSY, -8, "a call of the callback is running")

enum wherry_error {
#define WHERRY__ENUMERATOR(name, code, text) name = (code),
    WHERRY_ERRORS(WHERRY__ENUMERATOR)
#undef WHERRY__ENUMERATOR
};

/* The fixed text of an error code: "library not found". Never NULL. */
const char *wherry_strerror(int code);

/* The full text of this thread's last error; "" before the first. Valid until the next failing
 * call on the same thread. */
const char *wherry_error_text(void);

/* ---- Libraries ------------------------------------------------------------------------------- */

struct wherry_library;

/* Where wherry_library_open() looks.
 *
 * A name that contains a directory is opened as it is. `{system}` at its start stands for the
 * system directory (Windows: GetSystemDirectory) and `{application}` for the directory of the
 * running program; on Windows the DLLs that such a library needs are then looked for beside it.
 *
 * A bare name is looked for by the dynamic linker's own rules on Linux; on Windows in the
 * application's directory and the system directory, and nowhere else unless a flag asks for it. */
enum wherry_search {
    WHERRY_SEARCH_CURRENT_DIRECTORY = 1, /* Windows: the current directory as well */
    WHERRY_SEARCH_PATH = 2               /* Windows: the directories of %PATH% as well */
};

/* Open the first of `count` candidates that can be loaded. `*library` is the caller's to close;
 * on failure it is NULL and the error text lists each candidate with the reason it was refused.
 * WHERRY_E_MACHINE when a candidate exists but belongs to another machine or system,
 * WHERRY_E_LIBRARY when none exists. */
int wherry_library_open(struct wherry_library **library, const char *const *names, size_t count,
                        unsigned search_flags);

/* The full path of the file that was loaded. Owned by the library. */
const char *wherry_library_path(const struct wherry_library *library);

/* Look a function or a data object up. A decorated i686 name ("_f@8") is tried as "f", "f@8" and
 * "_f@8". WHERRY_E_SYMBOL when the library lacks it. */
int wherry_library_function(struct wherry_library *library, const char *symbol,
                            wherry_function *function);
int wherry_library_data(struct wherry_library *library, const char *symbol, void **address);

/* Functions obtained from the library must not be called afterwards. NULL is allowed. */
void wherry_library_close(struct wherry_library *library);

/* ---- Bindings -------------------------------------------------------------------------------- */

/* A generated binding: constant tables that describe a library's API (<wherry/binding.h>), and
 * the slots of its lazily loaded functions. `NAME_binding` in NAME_binding.h. */
struct wherry_binding;

/* Load the library of a binding and resolve every function and data object it declares. A plain
 * program need not call this: a stub resolves itself at its first call. Programs that call from
 * signal handlers, after fork() or under the loader lock, or that use dllimport data, do.
 * Returns 0, or WHERRY_E_LIBRARY or WHERRY_E_MACHINE, or WHERRY_E_SYMBOL when a function that is
 * not optional is missing: the text names those, and all others are resolved. A failure is
 * remembered by the stubs; calling this again tries again. A library once loaded stays loaded. */
int wherry_load(const struct wherry_binding *binding);

/* The path of the binding's library, which is loaded if need be; NULL when it can't be. */
const char *wherry_loaded_path(const struct wherry_binding *binding);

/* 1 when function `index` exists in the library, which is loaded if need be; 0 when it does not,
 * when there is no library, or when the target's header does not declare it. */
int wherry_has(const struct wherry_binding *binding, uint32_t index);

/* The address of function or data object `index`; of a thread-local object the calling thread's.
 * Same errors as wherry_load(). */
int wherry_function_address(const struct wherry_binding *binding, uint32_t index,
                            wherry_function *function);
int wherry_data_address(const struct wherry_binding *binding, uint32_t index, void **address);

/* Find by name: an index, or WHERRY_E_SYMBOL. A signature is found by the name of a function
 * pointer type of the API ("pcap_handler") or of a function. */
int32_t wherry_find_function(const struct wherry_binding *binding, const char *name);
int32_t wherry_find_signature(const struct wherry_binding *binding, const char *name);

/* What a stub does when its symbol cannot be found. In this order:
 *
 *  1. The binding's missing handler, if one is set, is called, with no lock held. It may return
 *     a substitute of the same type, which becomes the stub's function from then on; it may leave
 *     by longjmp() or a C++ exception; or it may return NULL.
 *  2. If the notes declare a failure value for the function, the stub returns it.
 *  3. Else library, symbol and what was tried are written to stderr and the program aborts. */
struct wherry_missing {
    const struct wherry_binding *binding;
    const char *binding_name; /* "pcap" */
    const char *function;     /* "pcap_inject" */
    const char *text;         /* what was tried, as in wherry_error_text() */
};
typedef wherry_function wherry_missing_handler(const struct wherry_missing *missing, void *user);

/* Set or, with NULL, remove the handler. Call it before other threads use the binding. */
void wherry_set_missing(const struct wherry_binding *binding, wherry_missing_handler *handler,
                        void *user);

/* ---- Records ------------------------------------------------------------------------------ */

/* A field of a record, of the target that is running. */
struct wherry_field {
    uint32_t offset_bits; /* from the start of the record */
    uint32_t count;       /* elements; 1 unless an array; 0 for a flexible array */
    uint16_t type;        /* enum wherry_type of an element */
    uint16_t length_bits; /* of a bitfield; 0: no bitfield */
};

/* Find "kind" or "inner.low" in the record "struct flags". Fields of anonymous members are found by
 * their own names, as in C. WHERRY_E_SYMBOL when there is no such record or field. */
int wherry_find_field(const struct wherry_binding *binding, const char *record, const char *path,
                      struct wherry_field *field);

/* Read or write a bitfield of the record at `object`; a value of an unsigned type is its two's
 * complement. WHERRY_E_ARGUMENT when it is no bitfield or the value does not fit. */
int wherry_bitfield_get(const struct wherry_field *field, const void *object, int64_t *value);
int wherry_bitfield_set(const struct wherry_field *field, void *object, int64_t value);

/* ---- Calls by description -------------------------------------------------------------------- */

/* The kinds of value that a call passes. Integers are named by width, in bits, since C's names for
 * them differ between targets. WHERRY_OPAQUE is a value that only compiled code can pass.
 * WHERRY_RECORD + i is the record (struct or union) number i of the binding, by value. */
#define WHERRY_TYPES(X)                                                                            \
    X(VOID, "void")                                                                                \
    X(BOOL, "bool")                                                                                \
    X(INT8, "int8")                                                                                \
    X(UINT8, "uint8")                                                                              \
    X(INT16, "int16")                                                                              \
    X(UINT16, "uint16")                                                                            \
    X(INT32, "int32")                                                                              \
    X(UINT32, "uint32")                                                                            \
    X(INT64, "int64")                                                                              \
    X(UINT64, "uint64")                                                                            \
    X(FLOAT, "float")                                                                              \
    X(DOUBLE, "double")                                                                            \
    X(LONG_DOUBLE, "long double")                                                                  \
    X(COMPLEX_FLOAT, "float _Complex")                                                             \
    X(COMPLEX_DOUBLE, "double _Complex")                                                           \
    X(COMPLEX_LONG_DOUBLE, "long double _Complex")                                                 \
    X(POINTER, "pointer")                                                                          \
    X(OPAQUE, "opaque")

enum wherry_type {
#define WHERRY__ENUMERATOR(name, text) WHERRY_##name,
    WHERRY_TYPES(WHERRY__ENUMERATOR)
#undef WHERRY__ENUMERATOR
        WHERRY_RECORD = 0x100
};

/* Call function `index`. `arguments[i]` points to the i-th argument, an object of exactly the
 * parameter's C type; `result` to an object of the result type, or NULL to drop the result.
 * The call goes through the compiled invoker where there is one, else through libffi.
 * Afterwards wherry_errno() and wherry_system_error() are what the function left behind.
 * WHERRY_E_ARGUMENT for a variadic function. */
int wherry_call(const struct wherry_binding *binding, uint32_t index, void *result,
                void *const *arguments);

/* The same for a variadic function: `extra_types` (enum wherry_type, after the default argument
 * promotions) describes the `extra_count` arguments that follow the named ones. Through libffi. */
int wherry_call_variadic(const struct wherry_binding *binding, uint32_t index, void *result,
                         void *const *arguments, const uint16_t *extra_types, size_t extra_count);

/* The same for a function pointer whose type has signature `signature`. */
int wherry_call_pointer(const struct wherry_binding *binding, uint32_t signature,
                        wherry_function function, void *result, void *const *arguments);

/* errno and, on Windows, GetLastError() (which is also WSAGetLastError()) right after this
 * thread's last call by description, before anything else could overwrite them. */
int wherry_errno(void);
uint32_t wherry_system_error(void);

/* Make every call by description take libffi although an invoker exists, and every new callback a
 * closure of libffi although a compiled one is free (1), or not (0, the default). For the whole
 * process; meant for tests. Returns the previous setting. */
int wherry_force_libffi(int force);

/* ---- Callbacks ------------------------------------------------------------------------------- */

/* A callback is a C function pointer that calls a function with a user pointer beside its own
 * arguments. NAME_binding.h has a typed way to make one for each function pointer type T of the
 * API, also for those that are nameless and known by their place (`qsort.compar`, in a C name
 * `qsort_compar`):
 *
 *     typedef … NAME_T_function(void *user, …);
 *     int NAME_callback_T(struct wherry_callback **callback, NAME_T_function *function, void
 * *user); T NAME_pointer_T(const struct wherry_callback *callback);
 *
 * A binding has some callbacks compiled, for each way in which arguments are passed (`wherry bind
 * --callbacks K`). They need no memory that can be executed. When K are in use, and where C cannot
 * spell the type, libffi makes one, which does need such memory, and cannot pass every record.
 *
 * The pointer may be called from any thread, also from threads that the runtime did not create,
 * and from several at once. It lives until wherry_callback_free() has returned 0. */
struct wherry_callback;

/* Called for a C call of a callback's pointer: `arguments[i]` points to the i-th argument;
 * the result is written to `*result`, an object of the result type (unused for void). */
typedef void wherry_callback_function(void *result, void *const *arguments, void *user);

/* Make a C function pointer of signature `signature` that calls `function` with `user`.
 * WHERRY_E_UNSUPPORTED for a variadic signature, and when it takes libffi and libffi cannot pass
 * one of the types; WHERRY_E_MEMORY when it takes libffi and the system's policy refuses memory
 * that can be executed. The text says which, and what to do. */
int wherry_callback_create(struct wherry_callback **callback, const struct wherry_binding *binding,
                           uint32_t signature, wherry_callback_function *function, void *user);

/* The same for function pointer type number `type` of the binding and a `function` that takes
 * `user` and then the pointer's own parameters, all in the default calling convention. It is what
 * NAME_callback_T() calls, which checks the types. */
int wherry_callback_create_typed(struct wherry_callback **callback,
                                 const struct wherry_binding *binding, uint32_t type,
                                 wherry_function function, void *user);

/* The C function pointer; cast it to its type, or take NAME_pointer_T(). */
wherry_function wherry_callback_pointer(const struct wherry_callback *callback);

/* End a callback's life: C code must not call its pointer any more. Returns 0, or WHERRY_E_BUSY
 * while a call of it is running, on any thread, the calling one among them: then nothing was freed.
 *
 * A call that comes nevertheless writes "callback T was called after wherry_callback_free()" to
 * stderr and aborts. Pointers are used again for new callbacks of the same signature, those first
 * that were freed longest ago; from then on a late call cannot be told from a rightful one.
 * A call that was left by longjmp() counts as running for ever. NULL is allowed. */
int wherry_callback_free(struct wherry_callback *callback);

/* In NAME_binding.h: what reads and writes a bitfield of `record`, whose value has `type`. */
#define WHERRY_BITFIELD(name, id, record, field, type)                                             \
    WHERRY_BITFIELD_CONST(name, id, record, field, type)                                           \
    static inline void name##_set_##id(record *wherry__object, type wherry__value)                 \
    {                                                                                              \
        wherry__object->field = wherry__value;                                                     \
    }
#define WHERRY_BITFIELD_CONST(name, id, record, field, type)                                       \
    static inline type name##_get_##id(const record *wherry__object)                               \
    {                                                                                              \
        return wherry__object->field;                                                              \
    }

/* In NAME_binding.h: the typed way to make callbacks of type `id`, number `index` of binding
 * `name`. `name_id_function` is what the user writes, `pointer` what C code takes. */
#define WHERRY_CALLBACK_TYPE(name, index, id, pointer)                                             \
    static inline int name##_callback_##id(struct wherry_callback **callback,                      \
                                           name##_##id##_function *function, void *user)           \
    {                                                                                              \
        return wherry_callback_create_typed(callback, &name##_binding, index,                      \
                                            (wherry_function)function, user);                      \
    }                                                                                              \
    static inline pointer name##_pointer_##id(const struct wherry_callback *callback)              \
    {                                                                                              \
        return (pointer)wherry_callback_pointer(callback);                                         \
    }

#ifdef __cplusplus
}
#endif

#endif
