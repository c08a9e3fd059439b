/* environment.c: environ, from the system's block. It is the program's own from then on; a child
 * gets what stands there when it is made. */

#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

/* Windows calls it USERPROFILE; Unix programs look for their files in HOME. */
static void name_home(void)
{
    const char *profile = getenv("USERPROFILE");
    char *home = profile && !getenv("HOME") ? strdup(profile) : NULL;

    for (char *at = home; at && (at = strchr(at, '\\')) != NULL; at++) {
        *at = '/';
    }
    if (home) {
        setenv("HOME", home, 1);
        free(home);
    }
}

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
    name_home();
}
