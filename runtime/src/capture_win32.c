/* capture_win32.c: what this thread's last call by description left behind.
 *
 * This runs at every call. GCC's emulated thread-local storage and the CRT's errno each cost as
 * much as libffi's whole call, hence the system's own (Microsoft, "PE Format", The .tls Section):
 * the thread's block is element _tls_index of the array that the TEB points to, and errno's place,
 * which never changes in a thread, is asked for once. */
#include "internal.h"
#include "win32.h"

#include <errno.h>

struct left_behind {
    uint32_t system;
    int number;
    int *number_place;
};

/* The linker sorts by what follows the `$`; _tls_end stands in .tls$ZZZ. */
extern struct left_behind wherry__left_behind;
__attribute__((section(".tls$WHERRY"), used)) struct left_behind wherry__left_behind = {0, 0, NULL};
extern uint32_t _tls_index;

/* TEB.ThreadLocalStoragePointer, and the offset in the thread's block. */
#if defined(__x86_64__)
#define READ_BLOCKS "movq %%gs:0x58, %0"
#define READ_LAST_ERROR "movl %%gs:0x68, %0"
#define READ_OFFSET "movl $wherry__left_behind@SECREL32, %0"
#else
#define READ_BLOCKS "movl %%fs:0x2c, %0"
#define READ_LAST_ERROR "movl %%fs:0x34, %0"
#define READ_OFFSET "movl $_wherry__left_behind@SECREL32, %0"
#endif

/* Touches neither errno nor the last error. */
static inline struct left_behind *of_this_thread(void)
{
    char **blocks;
    uint32_t offset;
    __asm__(READ_BLOCKS : "=r"(blocks));
    __asm__(READ_OFFSET : "=r"(offset));
    return (struct left_behind *)(void *)(blocks[_tls_index] + offset);
}

void wherry__capture(void)
{
    uint32_t system;
    struct left_behind *left = of_this_thread();
    __asm__ volatile(READ_LAST_ERROR : "=r"(system));
    left->system = system;
    if (!left->number_place)
        left->number_place = &errno;
    left->number = *left->number_place;
}

int wherry_errno(void)
{
    return of_this_thread()->number;
}

uint32_t wherry_system_error(void)
{
    return of_this_thread()->system;
}
