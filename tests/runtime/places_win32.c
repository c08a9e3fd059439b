/* places_win32.c: see places.h. */
#include "places.h"

#include "../check.h"

#include <wherry/wherry.h>

#include <stdlib.h>
#include <windows.h>

const char *program_machine(void)
{
    return sizeof(void *) == 8 ? "x86-64 Windows" : "x86 Windows";
}

const char *absence_of_bare_name(void)
{
    return "not found in the application directory, the system directory";
}

int enter_directory(const char *path)
{
    return !SetCurrentDirectoryA(path);
}

const char *foreign_name(const char *directory)
{
    static char name[4096];
    snprintf(name, sizeof name, "%s/f\xc3\xa4hre/\xe6\xb8\xa1\xe3\x81\x97.dll", directory);
    return name;
}

static int can_open(const char *name, unsigned flags)
{
    struct wherry_library *library;
    int code = wherry_library_open(&library, &name, 1, flags);
    wherry_library_close(library);
    return code == 0;
}

/* here.dll is a copy of the library in the current directory, and there alone. */
void test_search(const char *path)
{
    wchar_t directory[4096];
    CHECK(can_open(path, 0));
    CHECK(can_open("ferry.dll", 0));
    CHECK(can_open("ferry", 0));
    CHECK(can_open("{application}/ferry.dll", 0));
    CHECK(can_open("{application}\\ferry.dll", 0));
    CHECK(can_open("{system}/kernel32.dll", 0));
    CHECK(can_open("ws2_32.dll", 0));
    CHECK(!can_open("here.dll", 0));
    CHECK_EQUAL_STRING(wherry_error_text(), "here.dll: not found in the application directory, the "
                                            "system directory");
    CHECK(!can_open("here.dll", WHERRY_SEARCH_PATH));
    CHECK_EQUAL_STRING(wherry_error_text(), "here.dll: not found in the application directory, the "
                                            "system directory, PATH");
    CHECK(can_open("here.dll", WHERRY_SEARCH_CURRENT_DIRECTORY));
    CHECK(can_open("./here.dll", 0));
    GetCurrentDirectoryW(4096, directory);
    SetEnvironmentVariableW(L"PATH", directory);
    CHECK(!can_open("here.dll", 0));
    CHECK(can_open("here.dll", WHERRY_SEARCH_PATH));
}
