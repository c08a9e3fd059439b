"""The target's compiler has the last word: what it corrects, what it rejects, how it fails."""
import json
import os
import shutil
import unittest

import oracle
from support import Case, HERE, THREE, main

LINUX, WIN64, WIN32 = "x86_64-linux-gnu", "x86_64-w64-mingw32", "i686-w64-mingw32"
TRIPLES = [LINUX, WIN64, WIN32]

LAYOUTS = """
typedef struct __attribute__((aligned(16))) { char c; } lay_unnamed;
typedef struct { char c; int x; } lay_aligned __attribute__((aligned(32)));
struct lay_packed { char a; unsigned b : 24; unsigned long long c : 40; short d; }
    __attribute__((packed));
struct lay_bits { int a : 3; unsigned b : 7; long long c : 33; char d; _Bool e : 1; int : 0;
                  unsigned f : 31; };
struct lay_anonymous { int a; union { long b; struct { char c; short d : 5; double e; }; };
                       char f; };
struct lay_arrays {
    char t;
    struct { short s; unsigned f : 3; unsigned g : 30; struct { char deep; int z : 2; } in[2]; }
        rows[3][2];
    char end;
};
union lay_union { char c[3]; unsigned b : 11; struct { char x; long long y; } s; long double l; };
struct lay_over { char c; int i __attribute__((aligned(64))); };
struct lay_flexible { int n; struct { char k; int v; } tail[]; };
struct lay_packed_anonymous { char a; struct { int b; union { char c; double d; }; }; short e : 9; }
    __attribute__((packed));
#pragma pack(push, 2)
struct lay_pack2 { char a; int b; struct { char x; double y; } in; unsigned long long q : 50; };
#pragma pack(pop)
enum lay_wide { LAY_WIDE = 0x1ffffffffLL, LAY_NEGATIVE = -1 };
enum lay_small { LAY_SMALL = 200 } __attribute__((packed));
enum lay_unsigned { LAY_UNSIGNED = 0x80000000u };
struct lay_holder { enum lay_small s; enum lay_wide w; enum lay_unsigned u; lay_aligned a;
                    struct lay_packed *p; struct lay_packed q[2]; };
"""

VALUES = """
#define VAL_INT -7
#define VAL_UINT 7u
#define VAL_LONG 0x7fffffffffL
#define VAL_ULL 0xffffffffffffffffull
#define VAL_CHAR 'x'
#define VAL_CAST ((short)0x18000)
#define VAL_UCHAR ((unsigned char)300)
#define VAL_BOOL ((_Bool)2)
#define VAL_SIZE sizeof(struct val_s)
#define VAL_OFFSET __builtin_offsetof(struct val_s, b)
#define VAL_FLOAT 1.5f
#define VAL_DOUBLE (1.0 / 3)
#define VAL_LDOUBLE 2.5L
#define VAL_TEXT "a text" " in two parts"
#define VAL_ADDRESS ((void *)-1)
#define VAL_NULL ((struct val_s *)0)
#define VAL_SENTINEL ((const char *)4)
#define VAL_CONDITION (sizeof(long) == 8 ? 1 : -1L)
#define VAL_ENUM (VAL_ENUMERATOR | 4)
struct val_s { char a; long b; };
enum val_e { VAL_ENUMERATOR = -2, VAL_LAST = 0x7fffffff };
"""


class Verified(Case):
    def setUp(self):
        super().setUp()
        self.write("api.h", "int api_f(void);\n")

    def describe(self, text, *arguments):
        self.write("api.h", text)
        self.bind_ok("api.h", *THREE, "--report", "out/report", "--ledger", "out/ledger",
                     *arguments)
        return json.loads(self.read("out/api.json"))

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def assert_oracle_agrees(self, made, facts):
        body, wanted = facts(made, LINUX)
        self.assertTrue(wanted)
        self.write("oracle.c", oracle.program(["api.h"], body))
        self.assert_done(self.run_command("gcc", "-w", "oracle.c", "-o", "oracle"))
        seen = self.run_command("./oracle")
        self.assert_done(seen)
        self.assertEqual(seen.stdout, "\n".join(wanted) + "\n")

    def executable(self, name, text):
        (self.folder / self.write(name, "#!/bin/sh\n" + text)).chmod(0o755)
        return f"./{name}"


class Facts(Verified):
    def test_layouts(self):
        made = self.describe(LAYOUTS)
        self.assert_oracle_agrees(made, oracle.layout)

    def test_constants(self):
        made = self.describe(VALUES)
        self.assertEqual(self.read("out/ledger"), "")
        self.assert_oracle_agrees(made, oracle.constants)

    def test_golden_headers(self):
        for name in ["records", "values", "parts", "scalars", "calls", "hooks"]:
            with self.subTest(name):
                text = (HERE / f"golden/{name}.h").read_text(encoding="utf-8")
                made = self.describe(text)
                for facts in [oracle.layout, oracle.constants]:
                    if facts(made, LINUX)[1]:
                        self.assert_oracle_agrees(made, facts)

    def test_assertions_say_the_same(self):
        """The binding's, which each target's compiler evaluates."""
        self.describe(LAYOUTS + VALUES)
        for compiler in ["x86_64-linux-gnu-gcc", f"{WIN64}-gcc", f"{WIN32}-gcc"]:
            self.assert_done(self.run_command(
                compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I.",
                f"-I{HERE.parents[1] / 'runtime/include'}", "out/api_binding.c"))


class Corrected(Verified):
    PACKED = ("struct api_p { char a; unsigned b : 24; unsigned long long c : 40; short d; } "
              "__attribute__((packed));\n")

    def test_packed_bitfields(self):
        """libclang lays them out as Microsoft does, gcc does not; both answers are kept."""
        made = self.describe(self.PACKED)
        where = f"./api.h:1:8: struct api_p on {WIN64}: "
        report = self.read("out/report")
        for what, clang, gcc in [("size in bytes", 24, 15), ("alignment in bytes", 8, 1),
                                 ("offset of b in bits", 32, 8), ("offset of c in bits", 64, 40),
                                 ("offset of d in bits", 128, 104)]:
            self.assertIn(f"{where}{what}: libclang {clang}, compiler {gcc}\n", report)
            self.assertIn({"name": "struct api_p", "target": WIN64, "what": what,
                           "clang": str(clang), "compiler": str(gcc)}, made["corrections"])
        on = oracle.records(made, WIN64)["struct api_p"]
        self.assertEqual((on["size"], on["alignment"]), (15, 1))
        self.assertEqual({row["target"] for row in made["corrections"]}, {WIN64, WIN32})

    def test_alignment_of_a_typedef(self):
        """An attribute behind the braces is the typedef's, and libclang forgets it."""
        made = self.describe("typedef struct { char c; int x; } api_t "
                             "__attribute__((aligned(32)));\nvoid api_f(api_t *);\n")
        for triple in TRIPLES:
            self.assertIn(f"./api.h:1:9: api_t on {triple}: alignment in bytes: libclang 4, "
                          "compiler 32\n", self.read("out/report"))
            self.assertEqual(oracle.records(made, triple)["api_t"]["alignment"], 32)

    def test_nothing(self):
        made = self.describe("int api_f(int);\n")
        self.assertEqual((made["verified"], made.get("corrections")), (TRIPLES, []))
        self.assertNotIn("libclang", self.read("out/report"))

    def test_not_verified(self):
        made = self.describe(self.PACKED, "--no-verify")
        self.assertEqual((made["verified"], made["corrections"]), ([], []))
        self.assertEqual(oracle.records(made, WIN64)["struct api_p"]["size"], 24)
        self.assertEqual(self.read("out/report").count("NOT verified"), 3)
        self.assertIn("NOT verified", self.read("out/api_binding.h"))

    def test_verified_is_not_said_otherwise(self):
        self.describe(self.PACKED)
        self.assertNotIn("NOT verified", self.read("out/api_binding.h"))


class ParameterLists(Verified):
    """Tags that a parameter list declares end with it (C11 6.2.1), and are others in every one."""

    def test_they_are_bound(self):
        made = self.describe("int api_f(struct api_s *a, struct api_s *b);\n"
                             "int api_g(struct api_s { int a; } *a, enum api_e { API_E } b);\n"
                             "typedef int api_h(struct api_s { long b; } *a);\n"
                             "struct api_s { char c; };\n"
                             "int api_i(struct { int a; } *a, struct { long b; } *b);\n")
        self.assertEqual(self.read("out/ledger"), "")
        records = {record["name"]: record["variants"] for record in made["records"]}
        self.assertEqual({name: variants[0]["size"] for name, variants in records.items()},
                         {"struct api_f.api_s": 0, "struct api_g.api_s": 4,
                          "struct api_h.api_s": 8, "struct api_s": 1,
                          "struct api_i": 4, "struct api_i.2": 8})
        self.assertEqual(made["functions"][0]["variants"][0]["type"],
                         "int (struct api_f.api_s *, struct api_f.api_s *)")

    def test_the_binding_compiles(self):
        self.describe("int api_f(struct api_s { int a; } *a, enum api_e { API_E } b);\n"
                      "struct api_t { int (*f)(struct api_s *); };\n", "--no-verify")
        runtime = HERE.parents[1] / "runtime/include"
        self.assert_done(self.run_command("gcc", "-w", "-c", "-I.", f"-I{runtime}",
                                          "out/api_binding.c", "-o", "binding.o"))


class Rejected(Verified):
    def ledger(self, text):
        self.describe(text)
        return self.read("out/ledger")

    def test_what_only_clang_sees(self):
        said = self.ledger("#ifdef __clang__\nint api_clang(int);\n#endif\nint api_f(void);\n")
        self.assertEqual(said, "./api.h:2:5: function 'api_clang' is not bound: it is declared to "
                         "clang, but the target's compiler takes another branch of the headers; "
                         "declare it in a header of your own and bind that\n")

    def test_another_type_than_clang_sees(self):
        said = self.ledger("#ifdef __clang__\nint api_t(int);\n#else\nint api_t(long);\n#endif\n")
        self.assertEqual(said, "./api.h:2:5: function 'api_t' is not bound: it has another type "
                         "for the target's compiler than for clang; declare it in a header of your "
                         "own and bind that\n")

    def test_only_there(self):
        """What one target's compiler does not have is bound for the others."""
        said = self.ledger("#if defined(__clang__) || defined(__linux__)\nint api_l(int);\n"
                           "#endif\n")
        self.assertRegex(said, rf"'api_l' is not bound for {WIN64}, {WIN32}: it is declared to")

    def test_strict(self):
        self.write("api.h", "#ifdef __clang__\nint api_clang(int);\n#endif\n")
        result = self.bind("--name", "api", "--strict", "api.h")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.names(), ["api.h"])

    def test_many_rejected(self):
        """Each round asks again without what was rejected; none takes another with it."""
        lines = [f"#ifdef __clang__\nint api_c{i}(int);\nstruct api_s{i} {{ int x; }};\n#endif\n"
                 f"int api_f{i}(void);\n" for i in range(300)]
        made = self.describe("".join(lines))
        self.assertEqual([entity["name"] for entity in made["functions"]],
                         [f"api_f{i}" for i in range(300)])


class Compilers(Verified):
    """Nothing is written when the compiler cannot be asked."""

    def refused(self, compiler, *lines, arguments=(), **more):
        result = self.bind("--name", "api", "--out", "out", "--compiler", f"{LINUX}={compiler}",
                           *arguments, "api.h", **more)
        self.assert_refused(result, 1, *lines)
        self.assertFalse((self.folder / "out").exists())

    def test_another_target(self):
        for compiler in [f"{WIN64}-gcc", f"{WIN32}-gcc"]:
            self.refused(compiler,
                         f"wherry: error: '{compiler}' does not compile for target {LINUX}")

    def test_missing(self):
        self.refused("./nowhere", "wherry: error: cannot start the compiler './nowhere': No such "
                     "file or directory")
        self.refused("./api.h", "wherry: error: cannot start the compiler './api.h': Permission "
                     "denied")

    def test_fails_on_the_headers(self):
        self.write("api.h", "#ifndef __clang__\n#error \"only clang\"\n#endif\nint api_f(void);\n")
        self.refused("gcc", 'api.h:2:2: error: #error "only clang"',
                     "wherry: error: 'gcc' does not compile these headers, so nothing can be "
                     "verified; give it what it lacks (-- -I…), another --compiler, or "
                     "--no-verify")

    def test_wrapper(self):
        """One that hands no descriptors on but its standard ones."""
        wrapper = self.executable("wrapper", 'exec gcc "$@" 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-\n')
        self.assert_done(self.bind("--name", "api", "--out", "out", "--compiler",
                                   f"{LINUX}={wrapper}", "api.h"))
        self.assertIn("api_f", self.read("out/api.json"))

    def test_says_nothing(self):
        self.refused(self.executable("one", "exit 1\n"), "wherry: error: './one' failed without an "
                     "error message: is it a C compiler?")
        self.refused(self.executable("none", "exit 0\n"), "wherry: error: './none' has not "
                     "compiled what it was given: is it a C compiler?")

    def test_crashes(self):
        self.refused(self.executable("crash", "kill -SEGV $$\n"),
                     "wherry: error: the compiler './crash' crashed (Segmentation fault)")

    def test_hangs(self):
        """The time limit ends it and all that it started: the pipe has no other end then."""
        ours, theirs = os.pipe()
        with os.fdopen(ours) as stream:
            hang = self.executable("hang", f"tail -f /dev/null & echo $! >&{theirs}; wait\n")
            self.refused(hang, "wherry: error: './hang' did not end within 1 s",
                         arguments=["--timeout", "1"], pass_fds=[theirs])
            os.close(theirs)
            self.assertRegex(stream.read(), r"^\d+\n$")

    @unittest.skipUnless(shutil.which("clang"), "clang is not installed")
    def test_another_compiler(self):
        self.write("api.h", LAYOUTS + VALUES)
        self.bind_ok("api.h", "--compiler", f"{LINUX}=clang", "--target", LINUX)
        made = json.loads(self.read("out/api.json"))
        self.assertEqual(made["verified"], [LINUX])
        self.assert_oracle_agrees(made, oracle.layout)

    def test_unknown_target(self):
        result = self.bind("--name", "api", "--compiler", "vax=gcc", "api.h")
        self.assertEqual(result.returncode, 2)
        self.assertIn("vax", result.stderr)


class Surroundings(Verified):
    def bytes_of(self, **more):
        result = self.bind("--name", "api", "--out", "out", *THREE, "--ledger", "out/ledger",
                           "api.h", **more)
        self.assert_done(result)
        return {name: self.read(f"out/{name}") for name in self.names("out")}

    def test_locale(self):
        """Messages are read in English, whatever the user speaks."""
        self.write("api.h", "#ifdef __clang__\nint api_clang(int);\n#endif\n"
                   "#define API_REAL 1.5\nint api_f(void);\n")
        plain = self.bytes_of(env={**os.environ, "LC_ALL": "C"})
        for language in ["de_DE.UTF-8", "C.UTF-8", "tr_TR.UTF-8"]:
            environment = {**os.environ, "LC_ALL": language, "LANGUAGE": "de:fr"}
            self.assertEqual(self.bytes_of(env=environment), plain)

    def test_no_temporary_folder(self):
        self.write("api.h", LAYOUTS)
        wanted = self.bytes_of()
        for folder in ["/nowhere", "/proc", "/dev/full", self.folder / "api.h"]:
            self.assertEqual(self.bytes_of(env={**os.environ, "TMPDIR": str(folder)}), wanted)

    def test_nothing_is_left(self):
        (self.folder / "tmp").mkdir()
        environment = {**os.environ, "TMPDIR": str(self.folder / "tmp")}
        self.write("api.h", "#ifdef __clang__\nint api_clang(int);\n#endif\nint api_f(void);\n")
        self.bytes_of(env=environment)
        self.write("api.h", "#ifndef __clang__\n#error\n#endif\nint api_f(void);\n")
        self.assertEqual(self.bind("--name", "api", "api.h", env=environment).returncode, 1)
        self.executable("hang", "tail -f /dev/null\n")
        self.assertEqual(self.bind("--name", "api", "--timeout", "1", "--compiler",
                                   f"{LINUX}=./hang", "api.h", env=environment).returncode, 1)
        self.assertEqual(self.names("tmp"), [])

    def test_quoted_include(self):
        """It is relative to the header, and the header to the current folder."""
        self.write("sub/inner.h", "struct api_inner { int a : 3; };\n")
        self.write("sub/api.h", '#include "inner.h"\nint api_f(struct api_inner *);\n')
        self.bind_ok("sub/api.h", *THREE)
        made = json.loads(self.read("out/api.json"))
        self.assertEqual([entity["name"] for entity in made["records"]], ["struct api_inner"])
        self.assertEqual(made["verified"], TRIPLES)

    def test_arguments(self):
        self.write("more/dep.h", "#define API_N (API_D + 1)\n")
        self.write("api.h", "#include <dep.h>\nstruct api_s { char c[API_N]; };\n")
        self.assert_done(self.bind("--name", "api", "--out", "out", *THREE,
                                   "--target-arg", f"{LINUX}=-DAPI_D=1",
                                   "--target-arg", f"{WIN64}=-DAPI_D=2",
                                   "--target-arg", f"{WIN32}=-DAPI_D=3", "api.h", "--", "-Imore"))
        made = json.loads(self.read("out/api.json"))
        self.assertEqual([oracle.records(made, triple)["struct api_s"]["size"]
                          for triple in TRIPLES], [2, 3, 4])
        self.assertEqual((made["verified"], made["corrections"]), (TRIPLES, []))


if __name__ == "__main__":
    main()
