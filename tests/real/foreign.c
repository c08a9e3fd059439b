/* foreign.c: libraries that exist but are for another machine or another system: in words. */
#include "machine_binding.h"
#include "system_binding.h"

#include "../check.h"

#if defined(_WIN32) && defined(__i386__)
#define THIS "x86 Windows"
#define MACHINE "a PE library for x86-64 Windows"
#define SYSTEM "an ELF library for x86-64 Linux"
#elif defined(_WIN32)
#define THIS "x86-64 Windows"
#define MACHINE "a PE library for x86 Windows"
#define SYSTEM "an ELF library for x86-64 Linux"
#elif defined(__x86_64__)
#define THIS "x86-64 Linux"
#define MACHINE "an ELF library for x86 Linux"
#define SYSTEM "a PE library for x86-64 Windows"
#else
#if defined(__i386__)
#define THIS "x86 Linux"
#else
#define THIS "ARM64 Linux"
#endif
#define MACHINE "an ELF library for x86-64 Linux"
#define SYSTEM "a PE library for x86-64 Windows"
#endif

static void check_refused(int code, const char *file, const char *words)
{
    const char *text = wherry_error_text();
    const char *colon = strstr(text, ".bin: ");
    CHECK_EQUAL(code, WHERRY_E_MACHINE);
    CHECK(strstr(text, file) != NULL);
    CHECK_EQUAL_STRING(colon ? colon + strlen(".bin: ") : text, words);
}

static int is_there(const char *file)
{
    char path[4096];
    const char *slash = file;
    for (const char *c = file; *c; c++)
        if (*c == '/' || *c == '\\')
            slash = c;
    int length = (int)(slash - file);
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%.*s/%s.bin", length, file, i ? "system" : "machine");
        FILE *found = fopen(path, "rb");
        if (!found)
            return 0;
        fclose(found);
    }
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 1 || !is_there(argv[0]))
        return check_skip("no compiler here makes libraries for the other machine and system");
    check_refused(machine_load(), "machine.bin", "is " MACHINE "; this program is " THIS);
    check_refused(system_load(), "system.bin", "is " SYSTEM "; this program is " THIS);
    CHECK(!machine_library() && !machine_has_foreign());
    CHECK_EQUAL(machine_foreign(3), -1);
    CHECK_EQUAL(system_foreign(3), -1);
    return check_result();
}
