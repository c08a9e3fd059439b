/* places_posix.c: see places.h. */
#define _POSIX_C_SOURCE 200809L /* chdir */
#include "places.h"

#include "../check.h"

#include <wherry/wherry.h>

#include <unistd.h>

const char *program_machine(void)
{
#if defined(__i386__)
    return "x86 Linux";
#elif defined(__aarch64__)
    return "ARM64 Linux";
#else
    return "x86-64 Linux";
#endif
}

const char *absence_of_bare_name(void)
{
    return "not found";
}

int enter_directory(const char *path)
{
    return chdir(path);
}

const char *foreign_name(const char *directory)
{
    static char name[4096];
    snprintf(name, sizeof name, "%s/f\xc3\xa4hre/\xe6\xb8\xa1\xe3\x81\x97.dll", directory);
    return name;
}

/* The dynamic linker's rules, which never include the current directory. */
void test_search(const char *path)
{
    struct wherry_library *library;
    const char *name = "here.dll";
    CHECK_EQUAL(wherry_library_open(&library, &name, 1,
                                    WHERRY_SEARCH_CURRENT_DIRECTORY | WHERRY_SEARCH_PATH),
                WHERRY_E_LIBRARY);
    CHECK_EQUAL_STRING(wherry_error_text(), "here.dll: not found");
    name = "{system}/libc.so";
    CHECK_EQUAL(wherry_library_open(&library, &name, 1, 0), WHERRY_E_LIBRARY);
    CHECK_EQUAL_STRING(wherry_error_text(),
                       "{system}/libc.so: this system has no {system} directory");
    name = "{application}/libferry.so";
    CHECK_EQUAL(wherry_library_open(&library, &name, 1, 0), 0);
    CHECK_EQUAL_STRING(library ? wherry_library_path(library) : NULL, path);
    wherry_library_close(library);
}
