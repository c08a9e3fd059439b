"""The same inputs again: the same bytes, and nothing done that need not be."""
import os
from pathlib import Path

from support import Case, HERE, SETTINGS, THREE, main

HEADERS = ["scalars.h", "records.h", "calls.h", "values.h", "imports.h", "left_out.h"]


class Bytes(Case):
    def bind_golden(self, out, folder=HERE / "golden"):
        out = self.folder / out
        self.assert_done(self.bind(
            "--name", "all", *THREE, "--lang", "c", "--lang", "json", "--out", out, "--ledger",
            out / "all.ledger", "--depfile", out / "all.d", "--depfile-target", "all.stamp",
            *HEADERS, cwd=folder))
        return {path.name: path.read_bytes() for path in out.iterdir()}

    def test_same(self):
        first = self.bind_golden("one")
        self.assertEqual(sorted(first), ["all.d", "all.json", "all.ledger", "all_binding.c",
                                         "all_binding.h"])
        self.assertEqual(first, self.bind_golden("two"))

    def test_same_from_another_folder(self):
        """No path of this machine is in what was written."""
        os.symlink(HERE / "golden", self.folder / "elsewhere")
        self.assertEqual(self.bind_golden("one"),
                         self.bind_golden("two", self.folder / "elsewhere"))

    def test_no_absolute_path(self):
        made = self.bind_golden("one")
        for name in ["all.json", "all_binding.c", "all_binding.h"]:
            for folder in [b"/usr/", str(HERE).encode(), str(self.folder).encode()]:
                self.assertNotIn(folder, made[name], name)

    def test_time_stamps(self):
        self.bind_golden("one")
        old = 1_000_000_000
        for path in (self.folder / "one").iterdir():
            os.utime(path, (old, old))
        self.bind_golden("one")
        for path in (self.folder / "one").iterdir():
            self.assertEqual(path.stat().st_mtime, old, path.name)

    def test_only_what_changed_is_written(self):
        self.write("api.h", "int api_f(int a);\n")
        command = ["--name", "api", "--lang", "c", "--lang", "json", "--out", "out", "api.h"]
        self.assert_done(self.bind(*command))
        old = 1_000_000_000
        for path in (self.folder / "out").iterdir():
            os.utime(path, (old, old))
        self.write("api.h", "int api_f(int b);\n")  # in the JSON alone
        self.assert_done(self.bind(*command))
        changed = [path.name for path in (self.folder / "out").iterdir()
                   if path.stat().st_mtime != old]
        self.assertEqual(changed, ["api.json"])


def dependencies(path):
    """Target and prerequisites of a depfile with one rule."""
    target, _, rest = Path(path).read_text().replace("\\\n", " ").partition(":")
    words = rest.replace("\\ ", "\0").replace("\\#", "#").replace("$$", "$").split()
    return target, [word.replace("\0", " ") for word in words]


class Depfile(Case):
    def test_names_what_was_read(self):
        self.write("inner/part.h", "typedef int part;\n")
        self.write("inner/windows.h", "typedef int windows;\n")
        self.write("a b#$c.h", "typedef int odd;\n")
        self.write("api.h", '#include "inner/part.h"\n#include "a b#$c.h"\n#include <stddef.h>\n'
                   '#ifdef _WIN32\n#include "inner/windows.h"\n#endif\nsize_t api_f(part p);\n')
        self.write("api.yaml", "optional: [api_f]\n")
        self.assert_done(self.bind("--name", "api", *THREE, "--out", "out", "--notes", "api.yaml",
                                   "--depfile", "out/api.d", "api.h"))
        target, files = dependencies(self.folder / "out/api.d")
        self.assertEqual(target, "out/api_binding.c")
        own = [os.path.normpath(file) for file in files if not file.startswith("/")]
        self.assertEqual(sorted(own), sorted(["api.h", "inner/part.h", "a b#$c.h",
                                              "inner/windows.h", "api.yaml"]))
        self.assertTrue([file for file in files if file.endswith("/stddef.h")])
        self.assertEqual(len(files), len(set(files)))
        for file in files:
            self.assertTrue((self.folder / file).exists(), file)

    def test_target(self):
        self.write("api.h", "int api_f(void);\n")
        self.assert_done(self.bind("--name", "api", "--depfile", "api.d", "--depfile-target",
                                   "a stamp", "api.h"))
        self.assertTrue((self.folder / "api.d").read_text().startswith("a\\ stamp:"))


PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(rerun LANGUAGES C)
add_executable(Wherry::wherry IMPORTED GLOBAL)
set_target_properties(Wherry::wherry PROPERTIES IMPORTED_LOCATION "{wherry}")
add_library(Wherry::runtime INTERFACE IMPORTED)
target_include_directories(Wherry::runtime INTERFACE "{source}/runtime/include")
include("{source}/cmake/WherryBinding.cmake")
wherry_add_binding(api HEADERS api.h NOTES api.yaml CLANG_ARGS -I${{CMAKE_CURRENT_SOURCE_DIR}})
"""


class Ninja(Case):
    """A small project; every time is set, so that no clock has to be waited for."""

    def setUp(self):
        super().setUp()
        self.write("CMakeLists.txt", PROJECT.format(wherry=SETTINGS.wherry,
                                                    source=SETTINGS.source))
        self.write("inner/part.h", "typedef int part;\n")
        self.write("api.h", '#include "inner/part.h"\npart api_f(part p);\n')
        self.write("api.yaml", "optional: [api_f]\n")
        for name in ["api.h", "api.yaml", "inner/part.h"]:
            self.age(name)
        result = self.run_command("cmake", "-G", "Ninja", "-S", ".", "-B", "build")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.build()

    def age(self, name, time=1_000_000_000):
        os.utime(self.folder / name, (time, time))

    def build(self):
        result = self.run_command("ninja", "-C", "build", "-d", "explain")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def test_nothing_to_do(self):
        self.assertIn("no work to do", self.build())

    def test_each_input(self):
        newer = self.folder.stat().st_mtime + 1000
        for i, name in enumerate(["api.h", "inner/part.h", "api.yaml"]):
            self.age(name, newer + i)
            text = self.build()
            self.assertIn("Binding api", text, name)
            # The stamp is older than what was touched: put things in order again.
            self.age(name)
            self.assertIn("no work to do", self.build(), name)

    def test_text_that_does_not_change_the_binding(self):
        path = self.folder / "build/api-binding/api_binding.c"
        before = path.stat().st_mtime_ns
        self.write("inner/part.h", "/* new */ typedef int part;\n")
        self.age("inner/part.h", self.folder.stat().st_mtime + 1000)
        self.assertIn("Binding api", self.build())
        self.assertEqual(path.stat().st_mtime_ns, before)

    def test_flags_that_change_the_header(self):
        """wherry reads it as compilers do by default, whatever the project's own flags are."""
        self.write("api.h", "int api_f(int a);\n#ifndef NDEBUG\nint api_debug(int a);\n#endif\n"
                   "#ifdef unix\nint api_gnu(int a);\n#endif\n")
        result = self.run_command("cmake", "build", "-DCMAKE_BUILD_TYPE=Release",
                                  "-DCMAKE_C_STANDARD=11", "-DCMAKE_C_EXTENSIONS=OFF")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.build()


if __name__ == "__main__":
    main()
