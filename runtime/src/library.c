/* library.c: open the first of several candidates, look symbols up. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

struct wherry_library {
    void *handle;
    char *path;
};

/* Append to a path that was allocated; releases it on failure. */
static char *join(char *directory, const char *rest)
{
    size_t length = directory ? strlen(directory) : 0, rest_bytes = strlen(rest) + 1;
    char *path = directory ? realloc(directory, length + rest_bytes) : NULL;
    if (path)
        memcpy(path + length, rest, rest_bytes);
    else
        free(directory);
    return path;
}

/* Replace `{system}` or `{application}` at the start of a name. To be freed; NULL with a reason. */
static char *expand(const char *name, struct wherry__text *reason)
{
    static const struct {
        const char *prefix;
        char *(*directory)(void);
    } places[] = {{"{system}", wherry__system_directory},
                  {"{application}", wherry__application_directory}};
    char *path;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t length = strlen(places[i].prefix);
        if (strncmp(name, places[i].prefix, length) != 0)
            continue;
        path = places[i].directory();
        if (!path)
            wherry__text_add(reason, "this system has no ", places[i].prefix, " directory");
        return path ? join(path, name + length) : NULL;
    }
    return join(calloc(1, 1), name);
}

/* Append to `refused`: the only candidate as "NAME: REASON", several as "NAME (REASON), ...". */
static void add_refused(struct wherry__text *refused, const char *name, struct wherry__text *reason,
                        int only)
{
    const char *why = reason->length ? reason->bytes : wherry_strerror(WHERRY_E_MEMORY);
    wherry__text_finish(reason);
    if (only)
        wherry__text_add(refused, name, ": ", why);
    else
        wherry__text_add(refused, refused->length ? ", " : "no candidate can be loaded: ", name,
                         " (", why, ")");
}

static int try_candidate(struct wherry_library *library, const char *name, unsigned search_flags,
                         struct wherry__text *refused, int only)
{
    struct wherry__text reason;
    char *path;
    int code = WHERRY_E_LIBRARY;
    wherry__text_init(&reason);
    path = expand(name, &reason);
    if (path && !*path)
        wherry__text_add(&reason, "the name is empty");
    else if (path)
        code = wherry__system_load(path, search_flags, &library->handle, &reason);
    if (code)
        add_refused(refused, path && *path ? path : name, &reason, only);
    free(path);
    return code;
}

int wherry_library_open(struct wherry_library **library, const char *const *names, size_t count,
                        unsigned search_flags)
{
    struct wherry__text refused;
    struct wherry_library *opened;
    int result = WHERRY_E_LIBRARY;
    if (!library || !names || !count)
        return wherry__fail(WHERRY_E_ARGUMENT, "no library is named");
    *library = NULL;
    opened = calloc(1, sizeof *opened);
    if (!opened)
        return wherry__fail(WHERRY_E_MEMORY, wherry_strerror(WHERRY_E_MEMORY));
    wherry__text_init(&refused);
    for (size_t i = 0; i < count; i++) {
        int code = try_candidate(opened, names[i], search_flags, &refused, count == 1);
        if (!code) {
            *library = opened;
            opened->path = wherry__system_path(opened->handle);
            return 0;
        }
        if (code == WHERRY_E_MACHINE)
            result = code;
    }
    free(opened);
    wherry__text_finish(&refused);
    return wherry__fail(result, refused.bytes);
}

const char *wherry_library_path(const struct wherry_library *library)
{
    return library->path ? library->path : "";
}

/* ---- Symbols --------------------------------------------------------------------------------- */

/* Find the bare name in "_f@8" (stdcall) or "@f@8" (fastcall): Microsoft, "Decorated Names".
 * Returns its length, 0 if the symbol is not decorated. */
static size_t undecorated(const char *symbol)
{
    const char *at = strrchr(symbol, '@');
    if ((*symbol != '_' && *symbol != '@') || !at || at <= symbol + 1 || !at[1])
        return 0;
    if (strspn(at + 1, "0123456789") != strlen(at + 1))
        return 0;
    return (size_t)(at - symbol) - 1;
}

/* A DLL exports a decorated function as "f" (the Windows API, by .def file), as "f@8" (GNU ld with
 * --kill-at's opposite) or as "_f@8" (Microsoft's linker). */
static void *find_symbol(struct wherry_library *library, const char *symbol)
{
    size_t length = undecorated(symbol);
    char *bare;
    void *address;
    if (!length)
        return wherry__system_symbol(library->handle, symbol);
    bare = malloc(length + 1);
    if (!bare)
        return NULL;
    memcpy(bare, symbol + 1, length);
    bare[length] = '\0';
    address = wherry__system_symbol(library->handle, bare);
    free(bare);
    if (!address)
        address = wherry__system_symbol(library->handle, symbol + 1);
    return address ? address : wherry__system_symbol(library->handle, symbol);
}

int wherry_library_data(struct wherry_library *library, const char *symbol, void **address)
{
    *address = find_symbol(library, symbol);
    if (*address)
        return 0;
    return wherry__fail(WHERRY_E_SYMBOL, wherry_library_path(library), ": lacks the symbol ",
                        symbol);
}

int wherry_library_function(struct wherry_library *library, const char *symbol,
                            wherry_function *function)
{
    void *address;
    int code = wherry_library_data(library, symbol, &address);
    /* POSIX.1-2017 dlsym() and Win32 both have functions and objects in one address space. */
    *function = (wherry_function)(uintptr_t)address;
    return code;
}

void wherry_library_close(struct wherry_library *library)
{
    if (!library)
        return;
    wherry__system_unload(library->handle);
    free(library->path);
    free(library);
}
