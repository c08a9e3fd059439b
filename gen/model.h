/* model.h: the API of a C library, as one target's compiler sees it.
 *
 * The model knows neither clang nor an output language. Types refer to records, enums and typedefs
 * by name, not by address; and all types of a run are interned in one place. So two targets that
 * declare the same thing share the same type, and comparing types is comparing addresses.
 *
 * An API is built by adding declarations, corrected by what the target's compiler says of them,
 * then sealed; from then on it is constant. */
#ifndef WHERRY_GEN_MODEL_H
#define WHERRY_GEN_MODEL_H

#include "base.h"
#include "diag.h"
#include "target.h"

/* ---- Types ----------------------------------------------------------------------------------- */

/* X(kind, spelling in C, enum wherry_type of the runtime or NULL when it depends) */
#define TYPE_SCALARS(X)                                                                            \
    X(VOID, "void", "VOID")                                                                        \
    X(BOOL, "_Bool", "BOOL")                                                                       \
    X(CHAR, "char", NULL)                                                                          \
    X(SCHAR, "signed char", "INT8")                                                                \
    X(UCHAR, "unsigned char", "UINT8")                                                             \
    X(SHORT, "short", "INT16")                                                                     \
    X(USHORT, "unsigned short", "UINT16")                                                          \
    X(INT, "int", "INT32")                                                                         \
    X(UINT, "unsigned int", "UINT32")                                                              \
    X(LONG, "long", NULL)                                                                          \
    X(ULONG, "unsigned long", NULL)                                                                \
    X(LLONG, "long long", "INT64")                                                                 \
    X(ULLONG, "unsigned long long", "UINT64")                                                      \
    X(INT128, "__int128", "OPAQUE")                                                                \
    X(UINT128, "unsigned __int128", "OPAQUE")                                                      \
    X(HALF, "_Float16", "OPAQUE")                                                                  \
    X(FLOAT, "float", "FLOAT")                                                                     \
    X(DOUBLE, "double", "DOUBLE")                                                                  \
    X(LDOUBLE, "long double", "LONG_DOUBLE")                                                       \
    X(FLOAT128, "__float128", "OPAQUE")

enum type_kind {
#define TYPE_ENUMERATOR(kind, spelling, runtime) TYPE_##kind,
    TYPE_SCALARS(TYPE_ENUMERATOR)
#undef TYPE_ENUMERATOR
        TYPE_COMPLEX, /* of target */
    TYPE_VECTOR,      /* of `length` targets */
    TYPE_POINTER,     /* to target */
    TYPE_ARRAY,       /* of `length` targets */
    TYPE_FUNCTION,    /* returns target */
    TYPE_RECORD,      /* `name`: the record's key */
    TYPE_ENUM,        /* `name`: the enumeration's key */
    TYPE_TYPEDEF,     /* `name` */
    TYPE_UNSUPPORTED  /* `name`: clang's spelling of what the model cannot say */
};

enum qualifier { QUALIFIER_CONST = 1, QUALIFIER_VOLATILE = 2, QUALIFIER_RESTRICT = 4 };

/* The order is that of enum wherry__convention in the runtime's binding.h. */
#define CONVENTIONS(X)                                                                             \
    X(CDECL)                                                                                       \
    X(STDCALL)                                                                                     \
    X(FASTCALL)                                                                                    \
    X(THISCALL)                                                                                    \
    X(MS_ABI)                                                                                      \
    X(SYSV_ABI)                                                                                    \
    X(VECTORCALL)
enum convention {
#define CONVENTION_ENUMERATOR(name) CONVENTION_##name,
    CONVENTIONS(CONVENTION_ENUMERATOR)
#undef CONVENTION_ENUMERATOR
};

#define LENGTH_UNKNOWN UINT64_MAX /* int a[]; */

struct type {
    enum type_kind kind;
    unsigned qualifiers;
    const struct type *target;
    const char *name;
    uint64_t length;
    /* TYPE_FUNCTION */
    const struct type *const *parameters;
    size_t parameter_count;
    enum convention convention;
    bool variadic;
    bool unprototyped; /* int f(); */
};

struct types; /* where types are interned */

struct types *types_new(struct arena *arena);
void types_free(struct types *types);

/* The one type that is like `*type`. */
const struct type *type_intern(struct types *types, const struct type *type);
const struct type *type_scalar(struct types *types, enum type_kind kind);
const struct type *type_pointer(struct types *types, const struct type *target);
const struct type *type_named(struct types *types, enum type_kind kind, const char *name);
const struct type *type_qualified(struct types *types, const struct type *type,
                                  unsigned qualifiers);

/* The same type with every calling convention that only 32-bit x86 knows (the first four) replaced
 * by the default one. */
const struct type *type_without_conventions(struct types *types, const struct type *type);

bool type_is_unsigned(const struct type *type); /* an unsigned integer, or bool */

/* "unsigned int" for TYPE_UINT; NULL for the kinds that are no scalar. */
const char *type_scalar_spelling(enum type_kind kind);
const char *convention_name(enum convention convention);

/* ---- Declarations ---------------------------------------------------------------------------- */

/* A header, and why its declarations are bound or not. */
struct source_file {
    const char *path;  /* as the compiler names it */
    bool is_named;     /* the user named it */
    bool is_compilers; /* the compiler's own header */
    bool is_bound;     /* belongs to the library that the user named: scope.h */
    size_t declares;   /* how many functions, records and enums it declares itself */
    bool is_read;      /* `includer` is known */
    const struct source_file *includer; /* which read it first; NULL: the compiler was told to */
};

enum declaration_kind {
    DECLARATION_FUNCTION,
    DECLARATION_RECORD,
    DECLARATION_ENUM,
    DECLARATION_TYPEDEF,
    DECLARATION_CONSTANT, /* an object-like macro */
    DECLARATION_DATA
};
const char *declaration_kind_name(enum declaration_kind kind); /* "function", "record", … */

enum function_flag {
    FUNCTION_DLLIMPORT = 1,
    FUNCTION_DEPRECATED = 2,
    FUNCTION_WARN_UNUSED_RESULT = 4,
    FUNCTION_LABEL = 8,   /* an assembler label gives the symbol, which no target decorates */
    FUNCTION_C_STUB = 16, /* its stub is to be C: it passes what an assembler one does not keep */
    FUNCTION_MACRO = 32,  /* a function-like macro, whose signature the notes declare */
    FUNCTION_INLINE = 64, /* plain inline: the header defines it, but no external definition */
    FUNCTION_UNDEFINED = 128, /* static, and no header has defined it so far */
    FUNCTION_SKIPPED = 256    /* a later redeclaration has put it into the ledger */
};

struct function {
    const char *symbol; /* as the assembler spells it: "_f@8" on i686 Windows */
    const struct type *type;
    const char *const *parameter_names; /* NULL element: unnamed */
    unsigned flags;
    /* What compiled code calls instead of the library's symbol: the function itself, which a header
     * defines; a macro; a variadic function, with these parameters. NULL: the library's. */
    const char *thunk_of;
    const char *attributes; /* "nonnull(1, 2)\n…": what callers may know besides; NULL: nothing */
};

/* Whether C has a declaration of the function `name`: not of a macro, nor of an instantiation. */
bool function_is_declared(const struct function *function, const char *name);

struct field {
    const char *name; /* NULL: an anonymous record or an unnamed bitfield */
    const struct type *type;
    uint64_t offset_bits;
    unsigned length_bits; /* of a bitfield */
    bool is_bitfield;
};

struct record {
    bool is_union;
    bool is_complete;
    bool is_packed; /* a field stands at less than its type's alignment */
    uint64_t size_bytes;
    uint64_t alignment_bytes;
    struct field *fields;
    size_t field_count;
};

struct enumerator {
    const char *name;
    int64_t value; /* two's complement where the type is unsigned */
};

struct enumeration {
    const struct type *type; /* the compatible integer type; NULL while incomplete */
    struct enumerator *enumerators;
    size_t enumerator_count;
};

enum constant_kind {
    CONSTANT_INTEGER, /* or a pointer made of one */
    CONSTANT_REAL,
    CONSTANT_STRING,
    CONSTANT_UNKNOWN /* clang does not know its value; the target's compiler may (verify.h) */
};

struct constant {
    enum constant_kind kind;
    const struct type *type; /* NULL if that is unknown too */
    int64_t integer;         /* two's complement where the type is unsigned */
    double real;
    const char *string; /* UTF-8 if it is wide */
    const char *wide;   /* the literal of a wide string: L"…"; NULL */
    bool is_wide;
    const char *unknown; /* why the value is: "is no expression" */
    bool is_deprecated;  /* its header warns of its use */
};

struct data {
    const char *symbol;
    const struct type *type;
    bool is_dllimport;
    bool is_static; /* constant, and defined by the header: each program has its copy */
    bool is_thread; /* thread-local */
};

/* `name` is the key: "f", "struct s", "t"; what has no name of its own is known by its place:
 * "struct s.u" for the unnamed type of field u. `spelling` is how C names the type, NULL if C
 * cannot. */
struct declaration {
    enum declaration_kind kind;
    const char *name;
    const char *spelling;
    const char *comment; /* documentation comment, raw; NULL */
    const struct source_file *file;
    struct location location;
    union {
        struct function function;
        struct record record;
        struct enumeration enumeration;
        const struct type *typedef_type;
        struct constant constant;
        struct data data;
    };
};

/* ---- The ledger: what is not bound, and why -------------------------------------------------- */

struct skipped {
    const char *what; /* "function", "macro", … */
    const char *name;
    const struct source_file *file;
    struct location location;
    const char *reason; /* "is static inline: no library exports it" */
    const char *advice; /* what the user can do */
    unsigned targets;   /* bit t: target t of the run */
};

/* ---- An API ---------------------------------------------------------------------------------- */

struct api {
    const struct target *target;
    struct list declarations; /* struct declaration *, in the order of the headers */
    struct list skipped;      /* struct skipped *, of bound files */
    struct list dependencies; /* const char *: every file that was read */
    struct list files;        /* struct source_file * */
    struct list macros;       /* const char *: names of all macros that stand for something else */
    struct api_index *index;
    bool sealed;
};

void api_init(struct api *api, const struct target *target);
void api_release(struct api *api);

/* Add a declaration, unless one of its name is there: then that one is returned. */
struct declaration *api_add(struct api *api, struct arena *arena,
                            const struct declaration *declaration);
/* A declaration of the API, to be corrected. */
struct declaration *api_correct(struct api *api, enum declaration_kind kind, const char *name);
void api_seal(struct api *api);

/* NULL when there is none. Tags ("struct s"), ordinary names and macros do not clash. */
const struct declaration *api_find(const struct api *api, enum declaration_kind kind,
                                   const char *name);

/* What `type` is on this target behind its typedefs, without qualifiers at the top; an enum gives
 * its integer type. */
const struct type *api_resolve(const struct api *api, const struct type *type);

/* The complete record that `type` is behind its typedefs; NULL. */
const struct record *api_record(const struct api *api, const struct type *type);

/* Whether a value of the type is of this kind, or holds such a one in an array or a record. */
bool api_holds(const struct api *api, const struct type *type, enum type_kind kind);

/* The complete record without a name in C that is the type of a field, or of its elements: C
 * reaches its fields through the record that holds it, and behind "[0]" for each dimension of an
 * array,
 * `*subscripts`. NULL for a record of its own, and for what is none. */
const struct declaration *api_unnamed_record(const struct api *api, struct arena *arena,
                                             const struct type *type, const char **subscripts);

#endif
