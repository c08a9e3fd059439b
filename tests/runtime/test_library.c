/* test_library.c: opening libraries, and the words of each refusal. Runs in a folder of its own,
 * `argv[1]`; `argv[2]` is the library for candidates that exist; `argv[3]` its copy below a
 * directory whose name is not ASCII. */
#include "places.h"

#include "../check.h"

#include <wherry/wherry.h>

#include <stdlib.h>

static int open_one(struct wherry_library **library, const char *name)
{
    return wherry_library_open(library, &name, 1, 0);
}

static void check_refused(const char *name, int code, const char *reason)
{
    struct wherry_library *library;
    char wanted[4200];
    CHECK_EQUAL(open_one(&library, name), code);
    CHECK(library == NULL);
    snprintf(wanted, sizeof wanted, "%s: %s", name, reason);
    CHECK_EQUAL_STRING(wherry_error_text(), wanted);
}

static void write_file(const char *name, const unsigned char *bytes, size_t length)
{
    FILE *file = fopen(name, "wb");
    CHECK(file && fwrite(bytes, 1, length, file) == length);
    if (file)
        fclose(file);
}

static void make_elf(const char *name, unsigned char class, unsigned char machine)
{
    unsigned char bytes[4096] = {0x7f, 'E', 'L', 'F', class, 1, 1};
    bytes[16] = 3;
    bytes[18] = machine;
    bytes[20] = 1;
    write_file(name, bytes, sizeof bytes);
}

static void make_pe(const char *name, unsigned machine)
{
    unsigned char bytes[4096] = {'M', 'Z'};
    bytes[0x3c] = 0x80;
    memcpy(bytes + 0x80, "PE", 2);
    bytes[0x84] = (unsigned char)machine;
    bytes[0x85] = (unsigned char)(machine >> 8);
    write_file(name, bytes, sizeof bytes);
}

static void make_text(const char *name, const char *text)
{
    write_file(name, (const unsigned char *)text, strlen(text));
}

static void check_other_machine(const char *name, const char *format)
{
    char reason[200];
    if (strstr(format, program_machine()))
        return;
    snprintf(reason, sizeof reason, "is %s; this program is %s", format, program_machine());
    check_refused(name, WHERRY_E_MACHINE, reason);
}

static void test_machines(void)
{
    make_elf("./elf64.dll", 2, 62);
    make_elf("./elf32.dll", 1, 3);
    make_elf("./arm64.dll", 2, 183);
    make_pe("./pe64.dll", 0x8664);
    make_pe("./pe32.dll", 0x14c);
    check_other_machine("./elf64.dll", "an ELF library for x86-64 Linux");
    check_other_machine("./elf32.dll", "an ELF library for x86 Linux");
    check_other_machine("./arm64.dll", "an ELF library for ARM64 Linux");
    check_other_machine("./pe64.dll", "a PE library for x86-64 Windows");
    check_other_machine("./pe32.dll", "a PE library for x86 Windows");
}

static void test_not_libraries(void)
{
    make_text("./script.dll", "/* GNU ld script */\nINPUT(libm.so.6)\n");
    make_text("./text.dll", "I am a text, of more than a few bytes, and no library at all.\n");
    make_text("./empty.dll", "");
    make_text("./archive.dll", "!<arch>\nfile.o/          0           0     0     644     4\n");
    check_refused("./script.dll", WHERRY_E_LIBRARY, "is a linker script, not a library");
    check_refused("./text.dll", WHERRY_E_LIBRARY, "is a text file, not a library");
    check_refused("./empty.dll", WHERRY_E_LIBRARY, "is empty");
    check_refused("./archive.dll", WHERRY_E_LIBRARY,
                  "is a static or import library, not a shared library");
}

static void test_absent(void)
{
    struct wherry_library *library;
    const char *const names[] = {"absent-ferry.dll", "./absent.dll"};
    char wanted[400];
    check_refused("absent-ferry.dll", WHERRY_E_LIBRARY, absence_of_bare_name());
    check_refused("./absent.dll", WHERRY_E_LIBRARY, "not found");
    check_refused("", WHERRY_E_LIBRARY, "the name is empty");
    CHECK_EQUAL(wherry_library_open(&library, names, 2, 0), WHERRY_E_LIBRARY);
    snprintf(wanted, sizeof wanted,
             "no candidate can be loaded: absent-ferry.dll (%s), ./absent.dll (not found)",
             absence_of_bare_name());
    CHECK_EQUAL_STRING(wherry_error_text(), wanted);
    CHECK_EQUAL(wherry_library_open(&library, names, 0, 0), WHERRY_E_ARGUMENT);
    CHECK_EQUAL_STRING(wherry_error_text(), "no library is named");
}

/* More candidates than a text has room for: those left out are counted. */
static void test_bounded_list(void)
{
    enum { COUNT = 300 };
    struct wherry_library *library;
    const char *names[COUNT];
    unsigned more = 0;
    const char *tail;
    for (int i = 0; i < COUNT; i++)
        names[i] = "./a-library-with-a-long-name-that-exists-nowhere.dll";
    CHECK_EQUAL(wherry_library_open(&library, names, COUNT, 0), WHERRY_E_LIBRARY);
    tail = strstr(wherry_error_text(), ") (and ");
    if (CHECK(tail != NULL))
        more = (unsigned)strtoul(tail + 7, NULL, 10);
    CHECK(more > 200 && more < COUNT);
    CHECK(tail && strcmp(strchr(tail + 7, ' '), " more)") == 0);
}

static void check_works(struct wherry_library *library)
{
    wherry_function function;
    void *data;
    char wanted[4200];
    CHECK_EQUAL(wherry_library_function(library, "ferry_add", &function), 0);
    CHECK_EQUAL(((int (*)(int, int))function)(2, 3), 5);
    CHECK_EQUAL(wherry_library_data(library, "ferry_count", &data), 0);
    CHECK_EQUAL(*(int *)data, 41);
    CHECK_EQUAL(wherry_library_function(library, "_ferry_add@8", &function), 0);
    CHECK_EQUAL(wherry_library_function(library, "@ferry_add@8", &function), 0);
    CHECK_EQUAL(wherry_library_function(library, "ferry_sub", &function), WHERRY_E_SYMBOL);
    CHECK(function == NULL);
    snprintf(wanted, sizeof wanted, "%s: lacks the symbol ferry_sub", wherry_library_path(library));
    CHECK_EQUAL_STRING(wherry_error_text(), wanted);
}

static void test_present(const char *path, const char *foreign_path)
{
    struct wherry_library *library;
    const char *const names[] = {"absent-ferry.dll", path, foreign_path};
    CHECK_EQUAL(open_one(&library, path), 0);
    if (CHECK(library != NULL)) {
        check_works(library);
        CHECK(strlen(wherry_library_path(library)) > strlen("ferry.dll"));
    }
    wherry_library_close(library);
    CHECK_EQUAL(wherry_library_open(&library, names, 3, 0), 0);
    CHECK(library && !strstr(wherry_library_path(library), "f\xc3\xa4hre"));
    wherry_library_close(library);
    if (!CHECK(open_one(&library, foreign_path) == 0))
        fprintf(stderr, "    %s\n", wherry_error_text());
    CHECK(library && strstr(wherry_library_path(library), "f\xc3\xa4hre"));
    wherry_library_close(library);
    wherry_library_close(NULL);
}

static void test_codes(void)
{
    CHECK_EQUAL_STRING(wherry_strerror(0), "success");
    CHECK_EQUAL_STRING(wherry_strerror(WHERRY_E_MACHINE),
                       "library is for another machine or system");
    CHECK_EQUAL_STRING(wherry_strerror(-99), "unknown error");
}

int main(int argc, char **argv)
{
    if (argc != 4 || enter_directory(argv[1]))
        return 2;
    CHECK_EQUAL_STRING(wherry_error_text(), "");
    test_codes();
    test_machines();
    test_not_libraries();
    test_absent();
    test_bounded_list();
    test_present(argv[2], foreign_name(argv[3]));
    test_search(argv[2]);
    return check_result();
}
