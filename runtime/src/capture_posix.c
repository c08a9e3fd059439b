/* capture_posix.c: what this thread's last call by description left behind.
 *
 * This runs at every call: errno's place, which never changes in a thread, is asked for once. */
#include "internal.h"

#include <errno.h>

static _Thread_local struct {
    int *number_place;
    int number;
} left_behind;

void wherry__capture(void)
{
    if (!left_behind.number_place)
        left_behind.number_place = &errno;
    left_behind.number = *left_behind.number_place;
}

int wherry_errno(void)
{
    return left_behind.number;
}

uint32_t wherry_system_error(void)
{
    return 0;
}
