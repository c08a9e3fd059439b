/* memory.c: aligned blocks beside the CRT's malloc(), whose blocks remain exchangeable with
 * libraries that were compiled without this one.
 *
 * malloc() aligns to two pointers. A block that must be aligned better lies within a larger one,
 * behind a header that a hash table knows; free() and realloc() look there only for addresses that
 * are so well aligned, and only once there has been such a block. */

#include "../core/internal.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#define CRT(name) __asm__(#name)
#else
#define CRT(name) __asm__("_" #name)
#endif
void *wherry__crt_realloc(void *, size_t) CRT(realloc);
void wherry__crt_free(void *) CRT(free);
size_t wherry__crt_size(void *) CRT(_msize);

enum { PLAIN = 2 * sizeof(void *), BUCKETS = 1024 };

struct header {
    struct header *next;
    void *whole;
    size_t size;
};

static struct header *buckets[BUCKETS];
static SRWLOCK lock = SRWLOCK_INIT;
static atomic_bool any;

static struct header **bucket_of(const void *block)
{
    return &buckets[(uintptr_t)block / PLAIN * 0x9e3779b1u >> 7 & (BUCKETS - 1)];
}

static struct header *header_of(const void *block)
{
    return (struct header *)((uintptr_t)block - sizeof(struct header));
}

/* The header of an aligned block; with `take`, it leaves the table. NULL: the CRT's block. */
static struct header *look_up(const void *block, bool take)
{
    struct header **at, *found;

    if (!atomic_load_explicit(&any, memory_order_relaxed) || (uintptr_t)block % (2 * PLAIN)) {
        return NULL;
    }
    AcquireSRWLockExclusive(&lock);
    at = bucket_of(block);
    while (*at && *at != header_of(block)) {
        at = &(*at)->next;
    }
    found = *at;
    if (found && take) {
        *at = found->next;
    }
    ReleaseSRWLockExclusive(&lock);
    return found;
}

static void *aligned(size_t alignment, size_t size)
{
    size_t more = alignment + sizeof(struct header);
    struct header **bucket, *header;
    uintptr_t block;
    void *whole;

    if (alignment <= PLAIN) {
        return malloc(size);
    }
    whole = size <= SIZE_MAX - more ? malloc(size + more) : NULL;
    if (!whole) {
        errno = ENOMEM;
        return NULL;
    }
    block = ((uintptr_t)whole + more - 1) & ~(uintptr_t)(alignment - 1);
    header = header_of((void *)block);
    bucket = bucket_of((void *)block);
    AcquireSRWLockExclusive(&lock);
    *header = (struct header){*bucket, whole, size};
    *bucket = header;
    atomic_store_explicit(&any, true, memory_order_relaxed);
    ReleaseSRWLockExclusive(&lock);
    return (void *)block;
}

static bool power_of_two(size_t number)
{
    return number && !(number & (number - 1));
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    int kept = errno;
    void *made;

    if (!power_of_two(alignment) || alignment < sizeof(void *)) {
        return EINVAL;
    }
    made = aligned(alignment, size);
    errno = kept;
    if (!made) {
        return ENOMEM;
    }
    *block = made;
    return 0;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (!power_of_two(alignment)) {
        errno = EINVAL;
        return NULL;
    }
    return aligned(alignment, size);
}

void *memalign(size_t alignment, size_t size)
{
    return aligned_alloc(alignment, size);
}

void *valloc(size_t size)
{
    return aligned(4096, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, count * size);
}

void free(void *block)
{
    int kept = errno;
    struct header *header = look_up(block, true);

    wherry__crt_free(header ? header->whole : block);
    errno = kept;
}

void *realloc(void *block, size_t size)
{
    struct header *header = look_up(block, false);
    void *other;

    if (!header) {
        return wherry__crt_realloc(block, size);
    }
    other = size ? malloc(size) : NULL;
    if (other || !size) {
        memcpy(other ? other : block, block, header->size < size ? header->size : size);
        free(block);
    }
    return other;
}

size_t malloc_usable_size(void *block)
{
    struct header *header = look_up(block, false);

    return header ? header->size : block ? wherry__crt_size(block) : 0;
}
