/* loader.c: a binding of the very functions that load it. */
#include "loader_binding.h"

#include "../check.h"

#include <stdlib.h>

int main(void)
{
    /* The first call loads the library, through functions that are bound as well. */
    CHECK(strlen(GetCommandLineA()) > 0);
    CHECK_EQUAL(loader_load(), 0);
    CHECK(loader_has_GetProcAddress());
    SetLastError(1234);
    CHECK_EQUAL(GetLastError(), 1234);
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        DWORD id = 0;
        CHECK_EQUAL(
            wherry_call(&loader_binding, loader_index_GetCurrentProcessId, &id, (void *[]){NULL}),
            0);
        CHECK_EQUAL(id, GetCurrentProcessId());
    }
    return check_result();
}
