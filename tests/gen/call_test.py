"""wherry call: results of every kind, and what is refused."""
import ctypes
import os
import sqlite3
import zlib
from pathlib import Path

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


class Caller(Case):
    def call(self, *words):
        return self.wherry("call", *words)

    def gives(self, text, *call):
        result = self.call(*call)
        self.assert_done(result)
        self.assertEqual(result.stdout, text + "\n" if text is not None else "")

    def refused(self, call, *lines):
        result = self.call(*call)
        self.assert_refused(result, 1, *lines)
        self.assertEqual(result.stdout, "")


class Call(Caller):
    """A declaration alone."""

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
                 "cannot be made a pointer (null, out, out:BYTES, in:VALUE and inout:VALUE can); "
                 "the parameter is 'void *'"),
                ("int api_f(void (*)(void))", "out",
                 "needs a size in bytes: out:64; the parameter is 'void (*)(void)'"),
                ("int api_f(_Complex double)", "1",
                 "cannot be passed; the parameter is 'double _Complex'"),
                ("int api_f(__int128)", "1", "cannot be passed; the parameter is '__int128'"),
                ("struct s { int a; }; int api_f(struct s)", "1",
                 "cannot be passed: a struct by value has no spelling here; "
                 "the parameter is 'struct s'")]:
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
        self.refused(["libc.so.6", "int api_f()", "1"],
                     "<declaration>: error: a function without a prototype, or with more than 64 "
                     "arguments, cannot be called from here")
        for struct, why in [("struct s;", "has an unknown layout"),
                            ("struct s { int a : 3; };",
                             "has bitfields, which libffi does not pass"),
                            ("struct s { union { int a; float b; } u; };",
                             "is or has a union, which libffi does not pass"),
                            ("struct s { _Complex float z; };",
                             "has a field that libffi does not know"),
                            ("struct __attribute__((packed)) s { char c; int i; };",
                             "is packed or aligned as libffi cannot pass it"),
                            ("struct s { _Alignas(16) char c; };",
                             "is packed or aligned as libffi cannot pass it"),
                            ("struct s {};", "has no fields")]:
            self.refused(["libc.so.6", f"{struct} struct s api_f(void)"],
                         f"<declaration>: error: a result 'struct s' cannot be printed: it {why}")

    def test_missing_words(self):
        result = self.wherry("call")
        self.assertEqual(result.returncode, 2)


POINTERS = """
struct t_in { short s; char name[6]; };
struct t_all { int a; struct t_in in; double d[2]; unsigned low : 3; int high : 5; const char *p;
               union { int u; float f; }; };
struct t_pair { float x; struct t_in in; };
enum t_mode { T_SLOW = -2, T_FAST = 40 };
#define T_FLAG 0x10u
#define T_REAL 2.5
#define T_TEXT "from a macro"
#define T_FAR ((char *)0x1234)
#define T_MIN(a, b) ((a) < (b) ? (a) : (b))
int t_fill(struct t_all *all);
struct t_pair t_pair(int a);
int t_upper(char *text);
int t_add(int *sum, const int *by);
int t_mode(enum t_mode mode, unsigned flags);
double t_real(double a);
unsigned t_bytes(unsigned char *bytes, unsigned count);
int t_next(char **cursor);
struct t_hidden;
int t_hidden(struct t_hidden *hidden);
int t_errno(int number);
int t_sum(int count, ...);
"""

POINTERS_SOURCE = """
#include "t.h"
#include <errno.h>
#include <stdarg.h>
#include <string.h>
int t_fill(struct t_all *all) {
    struct t_all filled = {-1, {2, "three"}, {4.5, 5}, 6, -7, "eight", {9}};
    *all = filled;
    return 0;
}
struct t_pair t_pair(int a) { struct t_pair pair = {a / 2.0f, {(short)a, "pair"}}; return pair; }
int t_upper(char *text) { return *text ? *text -= 32, (int)strlen(text) : 0; }
int t_add(int *sum, const int *by) { return *sum += by ? *by : 100; }
int t_mode(enum t_mode mode, unsigned flags) { return mode * 1000 + (int)flags; }
double t_real(double a) { return a * 2; }
unsigned t_bytes(unsigned char *bytes, unsigned count) {
    unsigned sum = 0;
    for (unsigned i = 0; i < count; i++) sum += bytes[i]++;
    return sum;
}
int t_next(char **cursor) { *cursor = *cursor ? *cursor + 1 : "start"; return 1; }
int t_hidden(struct t_hidden *hidden) { return hidden == 0; }
int t_errno(int number) { errno = number; return -1; }
int t_sum(int count, ...) {
    va_list list;
    va_start(list, count);
    long sum = va_arg(list, int) + va_arg(list, long) + (long)(va_arg(list, double) * 10);
    const char *text = va_arg(list, const char *);
    sum += text ? (long)strlen(text) * 1000 : -1;
    va_end(list);
    return (int)sum;
}
"""


class Pointers(Caller):
    """With a header: types and constants by name, and what stands behind pointers."""

    def setUp(self):
        super().setUp()
        self.write("inc/t.h", POINTERS)
        self.write("t.c", POINTERS_SOURCE)
        self.assert_done(self.run_command("gcc", "-Iinc", "-shared", "-fPIC", "-o", "libt.so",
                                          "t.c"))

    def t(self, *words):
        return ["-H", "t.h", "./libt.so", *words, "--", "-Iinc"]

    def test_structs(self):
        self.gives('0\nall = { .a = -1, .in = { .s = 2, .name = "three" }, .d = { 4.5, 5 }, '
                   ".low = 6, .high = -7, .p = eight, { .u = 9, .f = 1.26116862e-44 } }",
                   *self.t("t_fill", "out"))
        self.gives('{ .x = 3.5, .in = { .s = 7, .name = "pair" } }', *self.t("t_pair", "7"))

    def test_texts(self):
        self.gives("5", *self.t("t_upper", "small"))
        self.gives("5\ntext = Small", *self.t("t_upper", "inout:small"))
        self.gives('4\ntext = A\tb"', *self.t("t_upper", 'inout:"a\\tb\\42"'))
        self.gives("0\ntext = ", *self.t("t_upper", "out:8"))
        self.gives("12", *self.t("t_upper", "T_TEXT"))
        self.gives("3", *self.t("t_upper", '"out"'))

    def test_objects(self):
        self.gives("7\nsum = 7", *self.t("t_add", "inout:5", "in:2"))
        self.gives("100\nsum = 100", *self.t("t_add", "out", "null"))
        self.gives("142\nsum = 142", *self.t("t_add", "inout:0x2a", "NULL"))
        self.gives("57\nsum = 57", *self.t("t_add", "inout:T_FLAG", "in:T_FAST|1"))
        self.gives("1\ncursor = start", *self.t("t_next", "out"))
        self.gives("1\ncursor = start", *self.t("t_next", "inout:null"))
        self.gives("198\nbytes = 64 64", *self.t("t_bytes", 'inout:"cc"', "2"))
        self.gives("0\nbytes = 01 01 01 00", *self.t("t_bytes", "out:4", "3"))
        self.gives("1", *self.t("t_hidden", "null"))

    def test_names(self):
        self.gives("-1984", *self.t("t_mode", "T_SLOW", "T_FLAG"))
        self.gives("40017", *self.t("t_mode", "T_FAST", "T_FLAG|0b1"))
        self.gives("5", *self.t("t_real", "T_REAL"))
        self.gives("80", *self.t("t_real", "T_FAST"))
        self.gives("194", *self.t("t_real", "'a'"))
        self.gives("16", *self.t("t_mode", "0u", "020UL"))
        self.gives("5", *self.t("double t_real(double)", "25e-1f"))

    def test_variadic(self):
        self.gives("3316", *self.t("t_sum", "4", "1", "10L", "30.5", "abc"))
        self.gives("5000000000", "libc.so.6", "long labs(long)", "-5000000000")
        self.gives("-690", *self.t("t_sum", "4", "T_FLAG", "-1000l", "29.5", "null"))

    def test_errno(self):
        self.gives("-1\nerrno = 17 (EEXIST: File exists)", "--errno", *self.t("t_errno", "17"))
        self.gives("-1\nerrno = 0", "--errno", *self.t("t_errno", "0"))

    def test_what_is_refused(self):
        for words, message in [
                (["t_add", "out", "out"], "argument 2: 'out' cannot be: what it points to is "
                 "const; the parameter is 'const int *'"),
                (["t_add", "out", "inout:1"], "argument 2: 'inout:1' cannot be: what it points "
                 "to is const; the parameter is 'const int *'"),
                (["t_add", "out:3", "null"], "argument 1: 'out:3' is smaller than what it points "
                 "to; the parameter is 'int *'"),
                (["t_add", "inout:x", "null"], "argument 1: 'inout:x' is no whole number; "
                 "the parameter is 'int *'"),
                (["t_hidden", "out"], "argument 1: 'out' needs a size in bytes: out:64; "
                 "the parameter is 'struct t_hidden *'"),
                (["t_upper", "out"], "argument 1: 'out' needs a size in bytes: out:64; "
                 "the parameter is 'char *'"),
                (["t_upper", "out:0"], "argument 1: 'out:0' needs a number of bytes, 16 MiB at "
                 "most; the parameter is 'char *'"),
                (["t_fill", "inout:1"], "argument 1: 'inout:1' has bitfields, which libffi does "
                 "not pass; the parameter is 'struct t_all *'"),
                (["t_mode", "T_NONE", "0"], "argument 1: 'T_NONE' is no whole number; "
                 "the parameter is 'enum t_mode'"),
                (["t_mode", "1", "T_SLOW"], "argument 2: 'T_SLOW' does not fit; "
                 "the parameter is 'unsigned int'"),
                (["t_mode", "1|", "0"], "argument 1: '1|' is no whole number; "
                 "the parameter is 'enum t_mode'"),
                (["t_sum", "1", "out"], "argument 2: 'out' needs a size in bytes: out:64; "
                 "the parameter is '...'"),
                (["t_sum"], "the function takes 1 argument or more, not 0"),
                (["t_none"], "the headers declare no function 't_none'")]:
            self.refused(self.t(*words), f"wherry: error: {message}")
        self.refused(self.t("T_MIN", "1", "2"),
                     "inc/t.h:11:9: error: macro 'T_MIN' is a function-like macro: its parameters "
                     "have no types")
        self.refused(["-H", "no.h", "./libt.so", "f"],
                     "no.h: error: header not found for target x86_64-linux-gnu: it is no file "
                     "here, and the compiler's include path does not have it; add -- -I<folder>")

    def test_the_function_ends_the_process(self):
        self.refused(["-H", "stdlib.h", "libc.so.6", "_Exit", "0"],
                     "wherry: error: '_Exit' ended the process with status 0")


class Real(Caller):
    """Libraries that were not made for this."""

    def with_header(self, header, library, *words):
        try:
            ctypes.CDLL(library)
        except OSError:
            self.skipTest(f"{library} is not installed")
        if not (Path("/usr/include") / header).exists():
            self.skipTest(f"{header} is not installed")
        result = self.call("-H", header, library, *words)
        self.assert_done(result)
        return result.stdout.splitlines()

    def test_libc(self):
        for wanted, header, *words in [
                (["42", "__endptr = rest"], "stdlib.h", "strtol", "42rest", "out", "10"),
                (["{ .quot = 3, .rem = 2 }"], "stdlib.h", "div", "17", "5"),
                (["{ .quot = -3, .rem = -2 }"], "stdlib.h", "ldiv", "-17", "5"),
                (["7 words", "8"], "stdio.h", "printf", '"%d %s\\n"', "7", "words"),
                (["7", "__s = 2.50 x!"], "stdio.h", "snprintf", "out:16", "16", "%.2f %c!", "2.5",
                 "'x'"),
                (["-1", "errno = 2 (ENOENT: No such file or directory)"], "fcntl.h", "--errno",
                 "open", "missing", "O_RDONLY|O_CLOEXEC")]:
            options = [word for word in words if word == "--errno"]
            rest = [word for word in words if word != "--errno"]
            result = self.call("-H", header, *options, "libc.so.6", *rest)
            self.assert_done(result)
            self.assertEqual(result.stdout.splitlines(), wanted)
        lines = self.with_header("time.h", "libc.so.6", "gmtime_r", "in:86400", "out")
        self.assertRegex(lines[1], r"^__tp = \{ \.tm_sec = 0, .*\.tm_year = 70, .*GMT \}$")

    def test_libm(self):
        self.assertEqual(self.with_header("math.h", "libm.so.6", "frexp", "48", "out"),
                         ["0.75", "__exponent = 6"])
        self.assertEqual(self.with_header("math.h", "libm.so.6", "cos", "M_PI"), ["-1"])

    def test_zlib(self):
        bound = ctypes.CDLL("libz.so.1").compressBound
        bound.restype = ctypes.c_ulong
        self.assertEqual(self.with_header("zlib.h", "libz.so.1", "compressBound", "1000"),
                         [str(bound(1000))])
        lines = self.with_header("zlib.h", "libz.so.1", "crc32", "0", '"wherry"', "6")
        self.assertEqual(lines, [str(zlib.crc32(b"wherry"))])
        packed = zlib.compress(b"a" * 24)
        lines = self.with_header("zlib.h", "libz.so.1", "compress", "out:64", "inout:64",
                                 '"' + "a" * 24 + '"', "24")
        self.assertEqual(lines[0], "0")
        self.assertIn(packed.hex(" "), lines[1])
        self.assertEqual(lines[2], f"destLen = {len(packed)}")

    def test_sqlite(self):
        self.assertEqual(self.with_header("sqlite3.h", "libsqlite3.so.0", "sqlite3_libversion"),
                         [sqlite3.sqlite_version])
        lines = self.with_header("sqlite3.h", "libsqlite3.so.0", "sqlite3_open", ":memory:", "out")
        self.assertEqual(lines[0], "0")
        self.assertRegex(lines[1], r"^ppDb = 0x[0-9a-f]+$")
        self.assertEqual(self.with_header("sqlite3.h", "libsqlite3.so.0", "sqlite3_errstr",
                                          "SQLITE_BUSY"), ["database is locked"])


if __name__ == "__main__":
    main()
