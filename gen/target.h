/* target.h: the systems a binding can be made for; one table. */
#ifndef WHERRY_GEN_TARGET_H
#define WHERRY_GEN_TARGET_H

#include <stdbool.h>
#include <stddef.h>

enum { TARGET_MAX = 8 }; /* in one run */

enum target_format { FORMAT_ELF, FORMAT_PE };

/* How functions are called by default: which document holds. */
enum target_abi {
    ABI_SYSV64, /* System V AMD64 psABI */
    ABI_WIN64,  /* Microsoft, "x64 calling convention" */
    ABI_WIN32,  /* the same of i686, as MinGW's gcc does it */
    ABI_SYSV32, /* System V i386 psABI */
    ABI_ARM64   /* AAPCS64 */
};

struct target {
    const char *triple;       /* as GCC and Debian name it: the user's name for it */
    const char *clang_triple; /* what clang calls it */
    const char *label;        /* short C identifier, used in generated code */
    const char *condition;    /* preprocessor condition that holds on this target alone */
    const char *system;       /* "linux" or "windows": the key of a notes file */
    enum target_format format;
    enum target_abi abi;
    unsigned pointer_bits;
    bool has_conventions;     /* stdcall and its kind mean something */
    const char *compilers[3]; /* any of these brings the target's headers */
    const char *package;      /* Debian package that installs the first of them */
};

const struct target *target_find(const char *triple);
const struct target *target_host(void);

/* The i-th target of the table, or NULL after the last. */
const struct target *target_at(size_t i);

/* The first compiler of the target that is on PATH; NULL if there is none, and that was said. */
const char *target_compiler(const struct target *target);

#endif
