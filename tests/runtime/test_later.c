/* test_later.c: a binding whose library appears after the first call. Its stub has another name
 * than the symbol (--prefix). `argv[1]` is the folder to work in, `argv[2]` the library.
 * Links no libffi, as plain stubs need none. */
#include "places.h"

#include "../check.h"

#include <stddef.h>

#include <wherry/binding.h>

int later_add(int a, int b);

static const char strings[] = "ferry_add";
static const char *const libraries[] = {"./later.dll"};
static const struct wherry__function functions[] = {{0, 0, WHERRY_NONE16, 0}};
WHERRY__HIDDEN __attribute__((used)) wherry_function later__slots[1];
static unsigned char presence[1];
static struct wherry__state state;
static int fail_add(int a, int b)
{
    return a - b;
}
static const struct wherry__failure failures[] = {{0, (wherry_function)fail_add}};
WHERRY__HIDDEN extern const struct wherry_binding later_binding;
__attribute__((used)) const struct wherry_binding later_binding = {.format = WHERRY_BINDING_FORMAT,
                                                                   .library_count = 1,
                                                                   .function_count = 1,
                                                                   .failure_count = 1,
                                                                   .name = "later",
                                                                   .strings = strings,
                                                                   .libraries = libraries,
                                                                   .functions = functions,
                                                                   .failures = failures,
                                                                   .slots = later__slots,
                                                                   .presence = presence,
                                                                   .state = &state};
WHERRY_STUB(later, 0, WHERRY_SYMBOL("later_add"))

static int copy_file(const char *from, const char *to)
{
    char bytes[65536];
    FILE *source = fopen(from, "rb"), *copy = fopen(to, "wb");
    size_t length;
    int done = source && copy;
    while (done && (length = fread(bytes, 1, sizeof bytes, source)) > 0)
        done = fwrite(bytes, 1, length, copy) == length;
    if (source)
        fclose(source);
    if (copy && fclose(copy))
        done = 0;
    return done;
}

static void test_before(void)
{
    static const char reason[] = "./later.dll: not found";
    wherry_function function;
    CHECK_EQUAL(wherry_has(&later_binding, 0), 0);
    CHECK_EQUAL_STRING(wherry_error_text(), reason);
    CHECK_EQUAL(later_add(5, 3), 2);
    CHECK_EQUAL(wherry_load(&later_binding), WHERRY_E_LIBRARY);
    CHECK_EQUAL_STRING(wherry_error_text(), reason);
    CHECK_EQUAL(wherry_function_address(&later_binding, 0, &function), WHERRY_E_LIBRARY);
    CHECK(function == NULL);
    CHECK(wherry_loaded_path(&later_binding) == NULL);
}

/* The stub remembers that the library could not be loaded; only wherry_load() tries again. */
static void test_after(void)
{
    CHECK_EQUAL(later_add(5, 3), 2);
    CHECK_EQUAL(wherry_has(&later_binding, 0), 0);
    CHECK_EQUAL(wherry_load(&later_binding), 0);
    CHECK_EQUAL(later_add(5, 3), 8);
    CHECK_EQUAL(wherry_has(&later_binding, 0), 1);
    CHECK(strstr(wherry_loaded_path(&later_binding), "later.dll") != NULL);
}

static void test_other_machine(void)
{
    static const unsigned char other[64] = {0x7f, 'E', 'L', 'F', 2, 1, 1, [16] = 3, [18] = 243};
    FILE *file = fopen("./later.dll", "wb");
    CHECK(file && fwrite(other, 1, sizeof other, file) == sizeof other);
    if (file)
        fclose(file);
    CHECK_EQUAL(wherry_load(&later_binding), WHERRY_E_MACHINE);
    CHECK_EQUAL(later_add(5, 3), 2);
    CHECK_EQUAL(wherry_has(&later_binding, 0), 0);
    CHECK(strstr(wherry_error_text(), "is an ELF library for RISC-V Linux; this program is"));
}

int main(int argc, char **argv)
{
    if (argc != 3 || enter_directory(argv[1]))
        return 2;
    remove("./later.dll");
    test_before();
    test_other_machine();
    if (CHECK(copy_file(argv[2], "./later.dll")))
        test_after();
    return check_result();
}
