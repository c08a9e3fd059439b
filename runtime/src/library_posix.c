/* library_posix.c: load one library through dlopen(). */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dlinfo */
#endif
#include "internal.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

static const char not_found[] = "cannot open shared object file: No such file or directory";

/* The linker's message starts with the file it is about, which is not always the one asked for:
 * the path where a bare name was found, or a library that this one needs. */
static int explain(const char *name, const char *message, struct wherry__text *reason)
{
    const char *rest = strstr(message, ": ");
    char *file = rest ? strndup(message, (size_t)(rest - message)) : NULL;
    int code = 0;
    if (file && strchr(file, '/'))
        code = wherry__explain_file(file, reason);
    if (!code && file && strcmp(file, name) == 0)
        message = rest + 2;
    free(file);
    if (code)
        return code;
    if (strcmp(message, not_found) == 0) {
        wherry__text_add(reason, "not found");
        return WHERRY_E_LIBRARY;
    }
    wherry__text_add(reason, message);
    if (!strstr(message, "wrong ELF class"))
        return WHERRY_E_LIBRARY;
    wherry__text_add(reason, "; this program is ", wherry__program_machine);
    return WHERRY_E_MACHINE;
}

int wherry__system_load(const char *name, unsigned search_flags, void **handle,
                        struct wherry__text *reason)
{
    const char *message;
    (void)search_flags; /* both are Windows' own; see enum wherry_search */
    *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (*handle)
        return 0;
    message = dlerror();
    return explain(name, message ? message : "the system refused", reason);
}

char *wherry__system_path(void *handle)
{
    struct link_map *map = NULL;
    if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || !map)
        return strdup("");
    return *map->l_name == '/' ? strdup(map->l_name) : realpath(map->l_name, NULL);
}

void *wherry__system_symbol(void *handle, const char *name)
{
    return dlsym(handle, name);
}

void wherry__system_unload(void *handle)
{
    dlclose(handle);
}
