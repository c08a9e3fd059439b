#include "target.h"

#include "diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct target targets[] = {
    {
        .triple = "x86_64-linux-gnu",
        .clang_triple = "x86_64-pc-linux-gnu",
        .label = "linux64",
        .condition = "defined(__x86_64__) && defined(__linux__) && defined(__LP64__)",
        .system = "linux",
        .format = FORMAT_ELF,
        .abi = ABI_SYSV64,
        .pointer_bits = 64,
        .compilers = {"x86_64-linux-gnu-gcc", "gcc", "clang"},
        .package = "gcc",
    },
    {
        .triple = "x86_64-w64-mingw32",
        .clang_triple = "x86_64-w64-windows-gnu",
        .label = "win64",
        .condition = "defined(__x86_64__) && defined(_WIN32)",
        .system = "windows",
        .format = FORMAT_PE,
        .abi = ABI_WIN64,
        .pointer_bits = 64,
        .compilers = {"x86_64-w64-mingw32-gcc"},
        .package = "gcc-mingw-w64-x86-64",
    },
    {
        .triple = "i686-w64-mingw32",
        .clang_triple = "i686-w64-windows-gnu",
        .label = "win32",
        .condition = "defined(__i386__) && defined(_WIN32)",
        .system = "windows",
        .format = FORMAT_PE,
        .abi = ABI_WIN32,
        .pointer_bits = 32,
        .has_conventions = true,
        .compilers = {"i686-w64-mingw32-gcc"},
        .package = "gcc-mingw-w64-i686",
    },
    {
        .triple = "i686-linux-gnu",
        .clang_triple = "i686-pc-linux-gnu",
        .label = "linux32",
        .condition = "defined(__i386__) && defined(__linux__)",
        .system = "linux",
        .format = FORMAT_ELF,
        .abi = ABI_SYSV32,
        .pointer_bits = 32,
        .has_conventions = true,
        .compilers = {"i686-linux-gnu-gcc"},
        .package = "gcc-i686-linux-gnu",
    },
    {
        .triple = "aarch64-linux-gnu",
        .clang_triple = "aarch64-linux-gnu",
        .label = "aarch64",
        .condition = "defined(__aarch64__) && defined(__linux__)",
        .system = "linux",
        .format = FORMAT_ELF,
        .abi = ABI_ARM64,
        .pointer_bits = 64,
        .compilers = {"aarch64-linux-gnu-gcc"},
        .package = "gcc-aarch64-linux-gnu",
    },
};

enum { TARGET_COUNT = sizeof targets / sizeof targets[0] };

const struct target *target_at(size_t i)
{
    return i < TARGET_COUNT ? &targets[i] : NULL;
}

const struct target *target_find(const char *triple)
{
    for (size_t i = 0; i < TARGET_COUNT; i++)
        if (!strcmp(targets[i].triple, triple) || !strcmp(targets[i].clang_triple, triple))
            return &targets[i];
    return NULL;
}

const struct target *target_host(void)
{
#if defined(__x86_64__)
    return target_find("x86_64-linux-gnu");
#elif defined(__aarch64__)
    return target_find("aarch64-linux-gnu");
#else
    return target_find("i686-linux-gnu");
#endif
}

static int is_on_path(const char *program)
{
    const char *path = getenv("PATH");
    char *copy = strdup(path ? path : "/usr/bin:/bin");
    int found = 0;
    char *rest = copy;
    for (char *folder; !found && copy && (folder = strsep(&rest, ":"));) {
        char *file;
        if (asprintf(&file, "%s/%s", folder, program) < 0)
            break;
        found = access(file, X_OK) == 0;
        free(file);
    }
    free(copy);
    return found;
}

const char *target_compiler(const struct target *target)
{
    for (size_t i = 0; i < 3 && target->compilers[i]; i++)
        if (is_on_path(target->compilers[i]))
            return target->compilers[i];
    diag_error(NOWHERE,
               "target %s: its compiler %s is not installed, so its headers are not here either; "
               "on Debian: apt-get install %s",
               target->triple, target->compilers[0], target->package);
    return NULL;
}
