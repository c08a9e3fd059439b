/* Aligned blocks, and those of malloc() beside them. */
#include "check.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

enum { BLOCKS = 500, THREADS = 4 };

static void alignments(void)
{
    for (size_t alignment = sizeof(void *); alignment <= 1 << 20; alignment *= 2) {
        void *block = NULL;

        CHECK_EQUAL(posix_memalign(&block, alignment, 100), 0);
        CHECK_EQUAL((uintptr_t)block % alignment, 0);
        CHECK(malloc_usable_size(block) >= 100);
        memset(block, 1, 100);
        free(block);
    }
    CHECK_EQUAL(posix_memalign(&(void *){0}, 3, 1), EINVAL);
    CHECK_EQUAL(posix_memalign(&(void *){0}, 1, 1), EINVAL);
    CHECK_EQUAL(posix_memalign(&(void *){0}, 64, SIZE_MAX - 32), ENOMEM);
}

static void grown(void)
{
    char *block = aligned_alloc(256, 256), *more;

    CHECK(block && (uintptr_t)block % 256 == 0);
    memset(block, 'x', 256);
    more = realloc(block, 100000);
    CHECK(more && more[0] == 'x' && more[255] == 'x');
    more = realloc(more, 10);
    CHECK(more && more[9] == 'x');
    free(more);
    block = memalign(4096, 1);
    CHECK_EQUAL((uintptr_t)block % 4096, 0);
    free(block);
    block = valloc(1);
    CHECK_EQUAL((uintptr_t)block % 4096, 0);
    errno = EXDEV;
    free(block);
    free(NULL);
    CHECK_EQUAL(errno, EXDEV);
}

static void arrays(void)
{
    /* By pointers, or a compiler foretells what they do: that errno is not touched, too. */
    void *(*volatile by_count)(size_t, size_t) = calloc;
    void *(*volatile by_size)(size_t) = malloc;
    volatile size_t much = SIZE_MAX / 2;
    int *numbers = reallocarray(NULL, 10, sizeof *numbers);

    CHECK(numbers);
    errno = 0;
    CHECK(!reallocarray(NULL, much, 4) && errno == ENOMEM);
    errno = 0;
    CHECK(!by_count(much, 4) && errno == ENOMEM);
    errno = 0;
    CHECK(!by_size(much) && errno == ENOMEM);
    free(numbers);
    free(strdup("a block of the library's own"));
}

static void *busy(void *seed)
{
    unsigned char *blocks[BLOCKS] = {0};
    unsigned state = (unsigned)(uintptr_t)seed;

    for (int round = 0; round < 20 * BLOCKS; round++) {
        unsigned at;

        state = state * 1103515245 + 12345;
        at = state / 65536 % BLOCKS;
        if (blocks[at]) {
            if (*blocks[at] != (unsigned char)at) {
                return "a block changed";
            }
            free(blocks[at]);
        }
        if (posix_memalign((void **)&blocks[at], (size_t)16 << at % 5, 1 + at)) {
            return "no memory";
        }
        memset(blocks[at], (int)at, 1 + at);
    }
    for (int i = 0; i < BLOCKS; i++) {
        free(blocks[i]);
    }
    return NULL;
}

static void threads(void)
{
    pthread_t thread[THREADS];
    void *fault;

    for (uintptr_t i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_create(&thread[i], NULL, busy, (void *)(i + 1)), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_join(thread[i], &fault), 0);
        CHECK(!fault);
    }
}

int main(void)
{
    alignments();
    grown();
    arrays();
    threads();
    return check_failures();
}
