/* musl's private features.h, for PE: no visibility, and aliases by assembler name. */
#ifndef FEATURES_H
#define FEATURES_H

#include "../../include/features.h"
#include "../internal/labels.h"

#define weak
#define hidden

/* An alias needs the assembler's name of what it stands for: WHERRY_LABEL_read is
 * `~, "wherry_posix_read"`, or, for a function that has no label, not a macro. A default that
 * another file may replace has one of three names: those aliases alone are weak, which PE has only
 * as a second choice of the linker's. */
#define WHERRY_SECOND(first, second, ...) second
#define WHERRY_PICK(...) WHERRY_SECOND(__VA_ARGS__)
#define WHERRY_SYMBOL(name) WHERRY_PICK(WHERRY_LABEL_##name, #name, )
#define WHERRY_DEFAULT_dummy ~, __weak__
#define WHERRY_DEFAULT_dummy_0 ~, __weak__
#define WHERRY_DEFAULT_dummy_file ~, __weak__
#define WHERRY_STRENGTH(name) WHERRY_PICK(WHERRY_DEFAULT_##name, __unused__, )
#define weak_alias(old, new)                                                                       \
    extern __typeof(old) new __attribute__((WHERRY_STRENGTH(old), __alias__(WHERRY_SYMBOL(old))))

/* Names for large files, which musl makes aliases of; libstdc++ takes those from the CRT. */
#define fgetpos64 wherry__fgetpos64
#define fopen64 wherry__fopen64
#define freopen64 wherry__freopen64
#define fseeko64 wherry__fseeko64
#define fsetpos64 wherry__fsetpos64
#define ftello64 wherry__ftello64
#define tmpfile64 wherry__tmpfile64
#define ftw64 wherry__ftw64
#define nftw64 wherry__nftw64

/* musl's own names for what is ours, or the CRT's. */
#define __clock_gettime clock_gettime
#define __dup3 dup3
#define __lseek lseek
#define __munmap munmap
#define __libc_malloc malloc
#define __libc_calloc calloc
#define __libc_realloc realloc
#define __libc_free free

#endif
