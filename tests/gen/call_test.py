"""wherry call: results of every kind, and what is refused."""
import os

from support import Case, main

LIBRARY = """
#include <stdbool.h>
#include <stdint.h>
signed char t_schar(signed char a) { return (signed char)-a; }
unsigned char t_uchar(unsigned char a) { return (unsigned char)(a + 1); }
short t_short(short a) { return (short)-a; }
unsigned long long t_big(void) { return UINT64_MAX; }
long long t_low(void) { return INT64_MIN; }
float t_float(float a) { return a / 3; }
long double t_wide(long double a) { return a / 3; }
bool t_not(bool a) { return !a; }
const char *t_none(void) { return 0; }
void *t_pointer(void) { return (void *)0x1234; }
const char *t_name(int a, const char *b) { return a ? b : "zero"; }
enum t_color { T_RED, T_BLUE = 7 };
int t_status(int a) { return a; }
double t_mix(int a, double b, float c, long long d, const char *e) {
    return a + b * 2 + c * 4 + (double)d * 8 + e[0];
}
void t_void(void) {}
void t_crash(void) { *(volatile int *)0 = 1; }
"""


class Call(Case):
    def call(self, library, declaration, *arguments):
        return self.wherry("call", library, declaration, *arguments)

    def gives(self, text, *call):
        result = self.call(*call)
        self.assert_done(result)
        self.assertEqual(result.stdout, text + "\n" if text is not None else "")

    def refused(self, call, *lines):
        result = self.call(*call)
        self.assert_refused(result, 1, *lines)
        self.assertEqual(result.stdout, "")

    def test_libc(self):
        self.gives("0.87758256189037276", "libm.so.6", "double cos(double)", "0.5")
        self.gives("-42", "libc.so.6", "int atoi(const char *text)", "-42")
        self.gives("6", "libc.so.6", "unsigned long strlen(const char *);", "wherry")
        self.gives("9000000000", "libc.so.6", "long labs(long)", "-9000000000")
        self.gives("1024", "libm.so.6", "double pow(double, double)", "2", "10")
        self.gives("0.333333343", "libm.so.6", "float fabsf(float)", "-0.33333334")
        self.gives("inf", "libm.so.6", "double exp(double)", "1e9")

    def test_headers_and_types(self):
        self.gives("3", "libc.so.6", "#include <stddef.h>\nsize_t strlen(const char *)", "abc")
        self.gives("11", "libc.so.6", "typedef int number; number abs(number)", "-0xb")

    def test_own_library(self):
        self.write("t.c", LIBRARY)
        self.assert_done(self.run_command("gcc", "-shared", "-fPIC", "-o", "libt.so", "t.c"))
        library = "./libt.so"
        for wanted, declaration, *arguments in [
                ("-100", "signed char t_schar(signed char)", "100"),
                ("0", "unsigned char t_uchar(unsigned char)", "255"),
                ("-32767", "short t_short(short)", "32767"),
                ("18446744073709551615", "unsigned long long t_big(void)"),
                ("-9223372036854775808", "long long t_low(void)"),
                ("0.333333343", "float t_float(float)", "1"),
                ("0.333333333333333333342", "long double t_wide(long double)", "1"),
                ("0", "_Bool t_not(_Bool)", "1"),
                ("1", "_Bool t_not(_Bool)", "0"),
                ("NULL", "const char *t_none(void)"),
                ("0x1234", "void *t_pointer(void)"),
                ("two words", "const char *t_name(int a, const char *b)", "1", "two words"),
                ("zero", "const char *t_name(int a, const char *b)", "0", "NULL"),
                ("116", "double t_mix(int, double, float, long long, const char *)",
                 "1", "2", "-0.5", "2", "a"),
                ("7", "enum t_color { T_RED, T_BLUE = 7 }; enum t_color t_status(enum t_color)",
                 "7"),
                (None, "void t_void(void)")]:
            self.gives(wanted, library, declaration, *arguments)

    def test_crash_of_the_function(self):
        """It is not libclang that crashed."""
        self.write("t.c", LIBRARY)
        self.assert_done(self.run_command("gcc", "-shared", "-fPIC", "-o", "libt.so", "t.c"))
        result = self.wherry("call", "./libt.so", "void t_crash(void)",
                             env={**os.environ, "ASAN_OPTIONS": "handle_segv=0"})
        self.assert_refused(result, 1, "wherry: error: 't_crash' crashed (Segmentation fault)")

    def test_counts(self):
        self.refused(["libm.so.6", "double cos(double)"],
                     "wherry: error: the function takes 1 argument, not 0")
        self.refused(["libm.so.6", "double pow(double, double)", "1", "2", "3"],
                     "wherry: error: the function takes 2 arguments, not 3")

    def test_numbers(self):
        for declaration, word, why in [
                ("double cos(double)", "x", "is no number; the parameter is 'double'"),
                ("double cos(double)", "1.5x", "is no number; the parameter is 'double'"),
                ("double cos(double)", "", "is no number; the parameter is 'double'"),
                ("int abs(int)", "1.5", "is no whole number; the parameter is 'int'"),
                ("int abs(int)", "", "is no whole number; the parameter is 'int'"),
                ("int abs(int)", "2147483648", "does not fit; the parameter is 'int'"),
                ("int api_f(unsigned)", "-1", "does not fit; the parameter is 'unsigned int'"),
                ("int api_f(unsigned char)", "256",
                 "does not fit; the parameter is 'unsigned char'"),
                ("int api_f(_Bool)", "2", "does not fit; the parameter is '_Bool'"),
                ("int api_f(long)", "9223372036854775808",
                 "does not fit; the parameter is 'long'"),
                ("int api_f(void *)", "12",
                 "cannot be made a pointer (only NULL can); the parameter is 'void *'"),
                ("struct s { int a; }; int api_f(struct s)", "1",
                 "cannot be passed; the parameter is 'struct s'")]:
            self.refused(["libc.so.6", declaration, word],
                         f"wherry: error: argument 1: '{word}' {why}")

    def test_library(self):
        self.refused(["libnowhere.so.9", "int f(void)"],
                     "wherry: error: library cannot be loaded: libnowhere.so.9: cannot open "
                     "shared object file: No such file or directory")

    def test_function(self):
        self.refused(["libc.so.6", "int no_such_function(void)"],
                     "wherry: error: library libc.so.6 has no function 'no_such_function'")

    def test_declaration(self):
        self.refused(["libc.so.6", "int abs(", "1"],
                     "<declaration>:1:9: error: expected parameter declarator",
                     "<declaration>:1:9: error: expected ')'")
        self.refused(["libc.so.6", "integer abs(int)", "1"],
                     "<declaration>:1:1: error: unknown type name 'integer'")
        self.refused(["libc.so.6", "int api_f", "1"],
                     "<declaration>: error: 'int api_f' declares no function")
        self.refused(["libc.so.6", "", "1"], "<declaration>: error: '' declares no function")
        self.refused(["libc.so.6", "int abs(int), labs(int)", "1"],
                     "<declaration>: error: declares more than one function; give one")

    def test_what_cannot_be_called(self):
        why = ("<declaration>: error: a variadic function, one without a prototype, or one with "
               "more than 64 parameters cannot be called from here")
        self.refused(["libc.so.6", "int printf(const char *, ...)", "x"], why)
        self.refused(["libc.so.6", "int api_f()", "1"], why)
        self.refused(["libc.so.6", "struct s { int a; }; struct s api_f(void)"],
                     "<declaration>: error: a result 'struct s' cannot be printed")

    def test_missing_words(self):
        result = self.wherry("call")
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    main()
