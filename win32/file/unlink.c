/* unlink.c: names that go. */

#include "../core/internal.h"

#include <stdlib.h>
#include <unistd.h>

int unlink(const char *path)
{
    wchar_t *name = wherry__path(path);
    int result;

    if (!name) {
        return -1;
    }
    result = DeleteFileW(name) ? 0 : wherry__fail_last();
    free(name);
    return result;
}
