/* environment.c: environ, from the system's block. It is the program's own from then on; a child
 * gets what stands there when it is made. */

#include "internal.h"

#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

/* "=C:=C:\dir" is how cmd.exe remembers a drive's directory: no variable. */
void wherry__start_environment(void)
{
    wchar_t *block = GetEnvironmentStringsW();
    size_t count = 0;
    char **list;

    for (const wchar_t *at = block; at && *at; at += wcslen(at) + 1) {
        count++;
    }
    list = calloc(count + 1, sizeof *list);
    count = 0;
    for (const wchar_t *at = block; list && at && *at; at += wcslen(at) + 1) {
        if (*at != L'=' && (list[count] = wherry__utf8(at))) {
            count++;
        }
    }
    FreeEnvironmentStringsW(block);
    if (list) {
        environ = list;
    }
}
