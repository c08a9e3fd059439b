"""What a review found: each was wrong once."""
import json
import os
import shutil
import signal
import stat
import unittest

from support import Case, SETTINGS, main

COMPILERS = ["gcc", "clang-14", "x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc"]
TARGETS = ["--target", "x86_64-linux-gnu", "--target", "x86_64-w64-mingw32", "--target",
           "i686-w64-mingw32"]


class Reviewed(Case):
    def model(self, text, *arguments):
        self.write("api.h", text)
        self.bind_ok("api.h", *arguments)
        return json.loads((self.folder / "out/api.json").read_text(encoding="utf-8"))

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def compile(self):
        for compiler in filter(shutil.which, COMPILERS):
            self.assert_done(self.run_command(
                compiler, "-Wall", "-Wextra", "-Werror", "-c", "-I.", "-Iout", "-I",
                os.path.join(SETTINGS.source, "runtime/include"), "out/api_binding.c", "-o",
                "x.o"))

    def constants(self, text):
        return {row["name"]: row["variants"][0]["value"]
                for row in self.model(text, *TARGETS)["constants"]}


class Outputs(Reviewed):
    @unittest.skipIf(os.getuid(), "making a device needs root")
    def test_a_device_is_not_replaced(self):
        os.mknod(self.folder / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        self.write("api.h", "int api_f(int a);\n")
        self.bind_ok("api.h", "--ledger", "null", "--depfile", "null")
        self.assertTrue(stat.S_ISCHR(os.stat(self.folder / "null").st_mode))

    def test_a_link_stays_a_link(self):
        self.write("kept/real.ledger", "old\n")
        os.symlink("kept/real.ledger", self.folder / "link")
        self.write("api.h", "#define api_f(a) (a)\nint api_g(void);\n")
        self.bind_ok("api.h", "--ledger", "link")
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertIn("api_f", (self.folder / "kept/real.ledger").read_text())

    def test_failure_is_one_when_sigchld_is_ignored(self):
        result = self.bind("--name", "api", "missing.h",
                           preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        self.assertEqual(result.returncode, 1)

    def test_standard_output_that_is_full(self):
        with open("/dev/full", "wb") as full:
            result = self.bind("--help", stdout=full)
        self.assert_refused(result, 1, "wherry: error: cannot print: No space left on device")

    def test_bytes_that_are_no_text(self):
        (self.folder / "api.h").write_bytes(b"/** caf\xe9 */\nint api_f(int a);\n")
        self.bind_ok("api.h")
        model = json.loads((self.folder / "out/api.json").read_bytes())
        self.assertEqual(model["functions"][0]["comment"], "/** caf\u00e9 */")


class Macros(Reviewed):
    def test_no_value_from_an_error(self):
        self.assertEqual(self.constants("""
#define FIVE 5 apples
#define PAIR 1L,2L
#define PAIR_TOO PAIR
#define END 7;
#define END_TOO END
#define ASKS __has_attribute
#define GOOD (3 + 4)
"""), {"GOOD": 7})
        self.compile()

    def test_no_value_from_the_place_or_time(self):
        self.assertEqual(self.constants("""
#define HERE __LINE__
#define FILE_HERE __FILE__
#define NOW __TIME__
#define TODAY __DATE__
#define NEXT __COUNTER__
#define GOOD 1
"""), {"GOOD": 1})
        self.compile()

    def test_nothing_is_lost_when_the_header_is_wrong(self):
        self.write("api.h", "#define API_SUM (1 + 2)\nint api_f(unknown a);\n")
        self.assert_refused(
            self.bind("--name", "api", "api.h"), 1,
            "./api.h:2:11: error: unknown type name 'unknown' (target x86_64-linux-gnu)")

    def test_no_half_of_a_string(self):
        self.assertEqual(self.constants(r"""
#define HALF "a\0b"
#define WHOLE "a\012b"
"""), {"WHOLE": "a\nb"})
        self.compile()

    def test_infinity(self):
        self.model("#define LARGE (1.0/0.0)\nint api_f(void);\n", *TARGETS)
        self.assertIn("__builtin_inf()", (self.folder / "out/api_binding.c").read_text())
        self.compile()


class Declarations(Reviewed):
    def test_redeclarations(self):
        model = self.model("""
int api_old(); int api_old(int, double);
extern int api_list[]; extern int api_list[4];
int api_inline(int); inline int api_inline(int a) { return a; }
""", *TARGETS)
        types = {row["name"]: row["variants"][0]["type"]
                 for row in model["functions"] + model["data"]}
        self.assertEqual(types, {"api_old": "int (int, double)", "api_inline": "int (int)",
                                 "api_list": "int [4]"})
        inline = model["functions"][1]["variants"][0]
        self.assertEqual(inline["thunk"]["symbol"], "api_thunk_api_inline")
        self.compile()

    def test_conventions_of_another_system(self):
        model = self.model("int __attribute__((ms_abi)) api_ms(int a);\n"
                           "int __attribute__((ms_abi)) api_any(int a, ...);\n",
                           "--target", "x86_64-linux-gnu")
        self.assertEqual([row["name"] for row in model["functions"]], ["api_ms"])
        self.assertEqual([row["name"] for row in model["skipped"]], ["api_any"])
        self.assertIn("WHERRY_CC_MS_ABI api__stub_0(int p0)",
                      (self.folder / "out/api_binding.c").read_text())

    def test_the_same_on_windows(self):
        model = self.model("int __attribute__((sysv_abi)) api_sysv(int a);\n",
                           "--target", "x86_64-w64-mingw32")
        self.assertEqual([row["name"] for row in model["functions"]], ["api_sysv"])

    def test_more_shapes_than_can_be_numbered(self):
        if not SETTINGS.runtime:
            self.skipTest("takes long under sanitizers")
        kinds = ["int", "long", "float", "double"]
        lines = []
        for i in range(66000):
            digits = [kinds[i >> 2 * n & 3] for n in range(9)]
            lines.append(f"int api_{i}({', '.join(digits)});\n")
        self.model("".join(lines))
        rows = [line for line in (self.folder / "out/api_binding.c").read_text().splitlines()
                if line.endswith("0}, /* api_65534 */") or line.endswith("0}, /* api_65999 */")]
        self.assertRegex(rows[0], r", 65534, 0}")
        self.assertRegex(rows[1], r", WHERRY_NONE16, 0}")

    def test_prefix_leaves_imported_data_alone(self):
        self.model("__declspec(dllimport) extern int api_level;\nint api_f(void);\n",
                   "--target", "x86_64-w64-mingw32", "--prefix", "p_")
        self.assertNotIn("WHERRY_DATA_DLLIMPORT",
                         (self.folder / "out/api_binding.c").read_text())

    def test_folder_in_two_words(self):
        self.write("sub/inc/k.h", "int k_f(void);\n")
        self.assert_done(self.bind("--name", "k", "sub/inc/k.h", "--", "-I", "sub"))
        self.assertIn('#include "inc/k.h"', (self.folder / "k_binding.h").read_text())

    @unittest.skipIf(os.path.exists("/usr/x86_64-w64-mingw32/include/zlib.h"),
                     "zlib is installed for Windows too")
    def test_no_header_of_linux_for_windows(self):
        self.assert_refused(
            self.bind("--name", "z", "--target", "x86_64-w64-mingw32", "zlib.h"), 1,
            "zlib.h: error: header not found for target x86_64-w64-mingw32: it is no file here, "
            "and the compiler's include path does not have it; add -- -I<folder>")

    def test_a_name_is_no_declaration(self):
        self.assert_refused(
            self.wherry("call", "libm.so.6", "cos", "1"), 1,
            "<declaration>: error: 'cos' is no declaration of a function; write it as its header "
            "does: 'double cos(double)', or name the header: -H math.h")

    def test_short_option(self):
        self.assert_refused(self.bind("-xy", "api.h"), 2, "wherry: error: unknown option '-x'",
                            "'wherry bind --help' explains.")

    def test_one_line_for_two_targets(self):
        self.assert_done(self.bind("--name", "w", "--ledger", "w.ledger", "--target",
                                   "x86_64-w64-mingw32", "--target", "i686-w64-mingw32",
                                   "--exclude", "*.h", "--include", "MAKELONG", "windows.h"))
        ledger = (self.folder / "w.ledger").read_text().splitlines()
        self.assertEqual(len(ledger), 1)
        self.assertIn("macro 'MAKELONG' is not bound: it is a function-like macro", ledger[0])

    def test_smallest_enumerator(self):
        self.model("enum api_e { API_LEAST = -9223372036854775807LL - 1 };\n"
                   "int api_f(enum api_e a);\n", *TARGETS)
        self.compile()

    def test_records_of_bytes_are_not_packed(self):
        self.model("""
typedef unsigned char api_u8;
struct api_rgb { api_u8 r, g, b; };
struct api_name { char name[8]; };
struct api_pair { signed char a, b; };
struct __attribute__((packed)) api_packed { char c; double d; };
int api_f(struct api_rgb *, struct api_name *, struct api_pair *, struct api_packed *);
""", *TARGETS)
        rows = [line for line in (self.folder / "out/api_binding.c").read_text().splitlines()
                if "/* struct api_" in line and "WHERRY_RECORD_PACKED" in line]
        self.assertEqual(len(rows), 1)
        self.assertIn("api_packed", rows[0])

    def test_collisions_with_constants(self):
        self.write("api.h", "#define api_load 3\nenum { api_library };\n")
        result = self.bind("--name", "api", "api.h")
        words = "is also what a binding named 'api' calls its own; choose another --name"
        self.assert_refused(result, 1, f"./api.h:1:9: error: 'api_load' {words}",
                            f"./api.h:2:1: error: 'api_library' {words}")
        self.assert_refused(self.bind("--name", "wherry", "api.h"), 2,
                            "wherry: error: --name wherry: that name is the runtime's own")


class Build(Reviewed):
    def setUp(self):
        super().setUp()
        if not SETTINGS.runtime:
            self.skipTest("the runtime was built with sanitizers")

    def test_union_of_a_packed_record_is_refused(self):
        self.write("api.h", """
struct __attribute__((packed)) api_packed { char c; double d; };
union api_either { struct api_packed p; double e; };
double api_take(int before, union api_either u, int after);
""")
        self.write("api.c", """
#include "api.h"
double api_take(int before, union api_either u, int after) { return before + u.p.d + after; }
""")
        self.write("main.c", """
#include "api_binding.h"
#include <stdio.h>
int main(void)
{
    int before = 1000, after = 2000;
    union api_either u = {.p = {'x', 29}};
    double sum = 0;
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        int code = wherry_call(&api_binding, api_index_api_take, &sum,
                               (void *[]){&before, &u, &after});
        printf("%d %.0f %s\\n", code, sum, code ? wherry_error_text() : "");
    }
}
""")
        for command in (
                ["gcc", "-shared", "-fPIC", "api.c", "-o", "libapi.so"],
                [SETTINGS.wherry, "bind", "--name", "api", "--library", "./libapi.so", "api.h"],
                ["gcc", "-I.", "-I", f"{SETTINGS.source}/runtime/include", "main.c",
                 "api_binding.c", SETTINGS.runtime, "-lffi", "-ldl", "-o", "main"]):
            self.assert_done(self.run_command(*command))
        result = self.run_command("./main")
        lines = result.stdout.splitlines()
        self.assertEqual(lines[0], "0 3029 ")
        self.assertRegex(lines[1], "^-7 3029 .*it is a union that holds a packed record")

    def test_header_of_the_project(self):
        self.write("inc/deep.h", "typedef int deep;\n")
        self.write("my.h", "#include <deep.h>\ndeep my_f(deep a);\n")
        self.write("main.c", '#include "my_binding.h"\n'
                             "int main(void) { return !my_has_my_f() - 1; }\n")
        self.write("CMakeLists.txt", f"""
cmake_minimum_required(VERSION 3.25)
project(my C)
add_executable(Wherry::wherry IMPORTED GLOBAL)
set_target_properties(Wherry::wherry PROPERTIES IMPORTED_LOCATION {SETTINGS.wherry})
add_library(Wherry::runtime STATIC IMPORTED GLOBAL)
set_target_properties(Wherry::runtime PROPERTIES IMPORTED_LOCATION {SETTINGS.runtime}
    INTERFACE_INCLUDE_DIRECTORIES {SETTINGS.source}/runtime/include)
include({SETTINGS.source}/cmake/WherryBinding.cmake)
wherry_add_binding(my HEADERS my.h LIBRARY my CLANG_ARGS -Iinc)
add_executable(main main.c)
target_link_libraries(main PRIVATE my::binding dl)
""")
        for command in (["cmake", "-S", ".", "-B", "b"], ["cmake", "--build", "b"]):
            result = self.run_command(*command)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


class SecondReview(Reviewed):
    def test_what_the_loader_needs_has_no_stub(self):
        self.bind_ok("string.h", "--library", "libc.so.6", "--exclude", "*.h", "--include",
                     "strlen", "--ledger", "ledger")
        self.assertIn("stub of function 'strlen' is not bound", self.read("ledger"))
        self.assertNotIn("STUB(0", self.read("out/api_binding.c"))

    def test_inputs_are_no_outputs(self):
        text = "int api_f(int a);\n"
        self.write("api.h", text)
        self.assert_refused(self.bind("--name", "api", "--ledger", "api.h", "api.h"), 1,
                            "api.h: error: is read, and cannot be written as well")
        self.assertEqual(self.read("api.h"), text)
        self.assert_refused(
            self.bind("--name", "api", "--ledger", "x", "--report", "x", "api.h"), 1,
            "x: error: cannot be two outputs at once; choose another name")
        self.assertEqual(self.names(), ["api.h"])

    def test_what_only_clang_sees(self):
        model = self.model("#ifdef __clang__\nenum ce { API_CE = 3 };\nstruct c { int a; };\n"
                           "#define API_V 1\n#else\n#define API_V 2.5\n#endif\n", *TARGETS)
        self.assertEqual([row["name"] for row in model["skipped"]], ["enum ce", "struct c"])
        self.assertEqual((model["enums"], model["records"]), ([], []))
        self.assertEqual(model["constants"][0]["variants"][0]["value"], 2.5)

    def test_parameters_of_constant_arrays(self):
        model = self.model("typedef struct { int i; } api_t[1];\nvoid api_f(const api_t);\n",
                           *TARGETS)
        self.assertEqual(len(model["functions"]), 1)
        self.compile()

    def test_names_that_generated_code_might_use(self):
        self.model("typedef struct { int x; } call;\nint api_f(call a);\ntypedef int object;\n"
                   "struct api_s { object o : 4; };\n", *TARGETS)
        self.compile()

    def test_a_function_that_the_header_defines(self):
        model = self.model("int api_g(void)\n{\n    return 2;\n}\n", *TARGETS)
        self.assertEqual(model["functions"][0]["variants"][0]["thunk"]["kind"], "inline")
        self.compile()

    def test_prefix_leaves_macros_alone(self):
        self.write("notes.yaml", "macros: {API_M: \"int (int)\"}\n")
        self.model("#define API_M(x) ((x) + 1)\nint api_f(void);\n", *TARGETS, "--prefix", "w_",
                   "--notes", "notes.yaml")
        self.compile()

    @unittest.skipUnless(shutil.which("i686-linux-gnu-gcc"), "no compiler for i686-linux-gnu")
    def test_regparm_pointers_cannot_be_called(self):
        model = self.model("typedef int (__attribute__((regparm(2))) *api_r)(int, int);\n"
                           "int api_f(api_r);\n", "--target", "i686-linux-gnu")
        self.assertEqual(model["callbacks"], [])
        self.assertEqual(model["corrections"][0]["name"], "api_r")


if __name__ == "__main__":
    main()
