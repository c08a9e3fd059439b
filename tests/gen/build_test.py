"""What a compiler and a linker say when a binding is used wrongly: in words of ours."""
import os
import re
import shutil

from support import Case, SETTINGS, THREE, main

HEADER = """
struct api_point { int x; short y; struct { char deep; } inner; };
enum api_color { API_RED, API_BLUE = 5 };
#define API_LIMIT 10
#define API_RATE 0.5
#define API_NAME "api"
int api_f(int a, struct api_point *p);
extern int api_level;
"""

CHANGES = [
    ("int api_f(int a,", "int api_f(long a,", "the prototype of api_f"),
    ("int api_f(", "const char *api_f(", "the prototype of api_f"),
    ("short y;", "long long y;", "the layout of struct api_point"),
    ("int x; short y;", "short y; int x;", "the position of x in struct api_point"),
    ("int x;", "float x;", "the type of x in struct api_point"),
    ("char deep", "int deep", "the position of inner in struct api_point"),
    ("API_BLUE = 5", "API_BLUE = 6", "the value of API_BLUE"),
    ("API_LIMIT 10", "API_LIMIT 11", "the value of API_LIMIT"),
    ("API_LIMIT 10", "API_LIMIT 10u", "the type of API_LIMIT"),
    ("API_RATE 0.5", "API_RATE 0.5f", "the type of API_RATE"),
    ("API_RATE 0.5", "API_RATE 0.25", "the value of API_RATE"),
    ('API_NAME "api"', 'API_NAME "apis"', "the value of API_NAME"),
    ("int api_level", "long api_level", "the type of api_level"),
]
CHANGED = (" changed since this binding was made, or with the compiler: "
           "run wherry again")
COMPILERS = ["gcc", "clang-14", "x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc"]


class Build(Case):
    def compile(self, compiler, *arguments):
        environment = {**os.environ, "LC_ALL": "C"}
        return self.run_command(compiler, "-std=c11", "-I.", "-I",
                                os.path.join(SETTINGS.source, "runtime/include"), *arguments,
                                env=environment)

    def compilers(self):
        found = [name for name in COMPILERS if shutil.which(name)]
        self.assertIn("gcc", found)
        return found

    def make(self, *arguments):
        self.write("api.h", HEADER)
        self.assert_done(self.bind("--name", "api", *arguments, "api.h", "--", "-I."))


class Header(Build):
    def test_unchanged(self):
        self.make(*THREE)
        for compiler in self.compilers():
            result = self.compile(compiler, "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                                  "api_binding.c")
            self.assert_done(result)

    def test_changed(self):
        self.make(*THREE)
        for old, new, what in CHANGES:
            self.assertIn(old, HEADER)
            self.write("api.h", HEADER.replace(old, new))
            for compiler in self.compilers():
                with self.subTest(change=new, compiler=compiler):
                    result = self.compile(compiler, "-fsyntax-only", "api_binding.c")
                    self.assertNotEqual(result.returncode, 0)
                    said = re.findall(r'error: static.assert.*"([^"\n]*)"$',
                                      result.stderr, re.M)
                    self.assertIn(what + CHANGED, said, result.stderr)
                    for words in said:
                        self.assertTrue(words.endswith(CHANGED), words)
                    self.assertEqual(result.stderr.count("error: "), len(said), result.stderr)

    def test_function_removed(self):
        """C itself has the words: the name is no longer declared."""
        self.make()
        self.write("api.h", HEADER.replace("int api_f", "int api_g"))
        result = self.compile("gcc", "-fsyntax-only", "api_binding.c")
        self.assertRegex(result.stderr, "api_f.* undeclared")


class Target(Build):
    def test_other_target(self):
        self.make("--target", "x86_64-linux-gnu", "--target", "x86_64-w64-mingw32")
        words = ('this binding was made for x86_64-linux-gnu, x86_64-w64-mingw32: run wherry again '
                 'with --target for this one')
        for compiler, arguments in [("i686-w64-mingw32-gcc", []), ("gcc", ["-mx32"]),
                                    ("gcc", ["-m32"])]:
            if not shutil.which(compiler):
                self.skipTest(f"{compiler} is not installed")
            result = self.compile(compiler, *arguments, "-fsyntax-only", "api_binding.c")
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(words, result.stderr)
            first = re.search(r"(?:error|fatal error): (.*)", result.stderr).group(1)
            self.assertIn(words, first)  # nothing before it hides it


class TwoBindings(Build):
    """The linker names the function and both bindings."""

    PROGRAM = '#include "api.h"\nint main(void) { return api_f(0, 0); }\n'

    def link(self, compiler, *arguments):
        self.write("main.c", self.PROGRAM)
        return self.compile(compiler, "-o", "program", "main.c", "api_binding.c", *arguments)

    def test_one_symbol_in_two(self):
        self.make(*THREE)
        self.assert_done(self.bind("--name", "other", *THREE, "api.h", "--", "-I."))
        for compiler in [name for name in self.compilers() if "clang" not in name]:
            result = self.link(compiler, "other_binding.c")
            self.assertNotEqual(result.returncode, 0)
            self.assertRegex(result.stderr, r"multiple definition of [`']_?api_f'")
            self.assertRegex(result.stderr, r"other_binding\.")  # PE keeps 14 letters
            self.assertRegex(result.stderr, r"api_binding\.c:.*first defined here")

    def test_a_definition_in_the_program(self):
        self.make()
        self.write("own.c", '#include "api.h"\nint api_f(int a, struct api_point *p)\n'
                   "{ return a + !p; }\n")
        result = self.link("gcc", "own.c")
        self.assertNotEqual(result.returncode, 0)
        self.assertRegex(result.stderr, r"multiple definition of [`']api_f'")

    def test_prefix_keeps_them_apart(self):
        self.make("--target", "x86_64-linux-gnu")
        self.assert_done(self.bind("--name", "other", "--prefix", "w_", "api.h", "--", "-I."))
        result = self.link("gcc", "other_binding.c")
        self.assertNotIn("multiple definition", result.stderr)


if __name__ == "__main__":
    main()
