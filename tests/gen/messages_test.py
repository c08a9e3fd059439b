"""Bad input: exit status, place and words, and that what was written before is left alone."""
import os
import re
import shutil
from pathlib import Path

from support import Case, SETTINGS, main

GOOD = "int api_f(int a);\n"
TARGETS = "x86_64-linux-gnu x86_64-w64-mingw32 i686-w64-mingw32 i686-linux-gnu aarch64-linux-gnu"


class Refusal(Case):
    """Each test first writes a good binding, which must survive, with nothing beside it."""

    def setUp(self):
        super().setUp()
        self.write("good.h", GOOD)
        self.assert_done(self.bind("--name", "api", "--out", "out", "--ledger", "out/api.ledger",
                                   "good.h"))
        self.before = self.outputs()
        self.assertEqual(sorted(self.before), ["api.json", "api.ledger", "api_binding.c",
                                               "api_binding.h"])

    def outputs(self):
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
                for path in (self.folder / "out").iterdir()}

    def refused(self, arguments, *lines, status=1):
        result = self.bind("--name", "api", "--out", "out", "--ledger", "out/api.ledger",
                           *arguments)
        self.assert_refused(result, status, *lines)
        self.assertEqual(result.stdout, "")
        self.assertEqual(self.outputs(), self.before)

    def notes_refused(self, text, *lines):
        self.refused(["--notes", self.write("api.yaml", text), "good.h"], *lines)


class Headers(Refusal):
    def test_syntax_error(self):
        self.write("api.h", "int api_f(int a);\nint api_g(int a, no_type b);\n")
        self.refused(["api.h"], "./api.h:2:18: error: unknown type name 'no_type' "
                     "(target x86_64-linux-gnu)")

    def test_syntax_error_in_an_included_header(self):
        self.write("inner/bad.h", "\nint api_g(;\n")
        self.write("api.h", '#include "inner/bad.h"\n')
        self.refused(["api.h"], "./inner/bad.h:2:11: error: expected parameter declarator "
                     "(target x86_64-linux-gnu)",
                     "./inner/bad.h:2:11: error: expected ')' (target x86_64-linux-gnu)")

    def test_cut_off(self):
        """What stands behind the headers is ours, and no part of the message."""
        for text in ["int api_f(int", "struct api_s { int a; ", "typedef int (*api_t)("]:
            self.write("api.h", text)
            said = "api.h: error: ends amid a declaration (target x86_64-linux-gnu)"
            self.refused(["api.h"], said)
            self.refused(["--no-verify", "api.h"], said)

    def test_error_on_one_target_alone(self):
        self.write("api.h", "#ifdef _WIN32\n#error \"not on Windows\"\n#endif\nint api_f(void);\n")
        self.refused(["--target", "x86_64-linux-gnu", "--target", "i686-w64-mingw32", "api.h"],
                     './api.h:2:2: error: "not on Windows" (target i686-w64-mingw32)')

    def test_missing_header(self):
        self.refused(["nowhere.h"], "nowhere.h: error: header not found for target "
                     "x86_64-linux-gnu: it is no file here, and the compiler's include path does "
                     "not have it; add -- -I<folder>")

    def test_missing_included_header(self):
        self.write("api.h", "#include <nowhere.h>\n")
        self.refused(["api.h"], "./api.h:1:10: error: 'nowhere.h' file not found "
                     "(target x86_64-linux-gnu)")

    def test_compiler_arguments(self):
        self.refused(["good.h", "--", "--no-such-argument"],
                     "wherry: error: unsupported option '--no-such-argument' "
                     "(target x86_64-linux-gnu)")

    def test_include_that_matches_nothing(self):
        self.refused(["--include", "nothing_*", "good.h"], "wherry: error: --include 'nothing_*' "
                     "matches nothing in the headers that were read")

    def test_exclude_that_matches_nothing(self):
        self.refused(["--exclude", "nothing_*", "good.h"], "wherry: error: --exclude 'nothing_*' "
                     "matches nothing in the headers that were read")

    def test_strict(self):
        self.write("api.h", "int api_f(void);\n#define API_G(x) (x)\n")
        self.refused(["--strict", "api.h"],
                     "./api.h:2:9: macro 'API_G' is not bound: it is a function-like macro: its "
                     "parameters have no types; declare its signature in the notes (macros)",
                     "wherry: error: --strict: 1 declaration is not bound; --exclude what is not "
                     "wanted")

    def test_strict_counts(self):
        self.write("api.h", "#define API_G(x) (x)\n#define API_H(x) (x)\n")
        result = self.bind("--name", "api", "--strict", "api.h")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.splitlines()[-1], "wherry: error: --strict: 2 declarations "
                         "are not bound; --exclude what is not wanted")

    def test_strict_without_a_reason(self):
        self.assert_done(self.bind("--name", "api", "--out", "strict", "--strict", "good.h"))

    def test_too_slow(self):
        """Each level doubles what clang has to expand: 2^60 in all."""
        levels = "".join(f"#define L{i} L{i - 1} + L{i - 1}\n" for i in range(1, 60))
        self.write("api.h", "#define L0 1\n" + levels + "enum { API_SUM = L59 };\n")
        self.refused(["--timeout", "1", "api.h"],
                     "wherry: error: libclang did not end within 1 s while reading for target "
                     "x86_64-linux-gnu",
                     "wherry: note: no declaration had been read yet",
                     "wherry: note: nothing was written; --exclude does not help here, but a "
                     "header with less in it may")

    def test_long_chain(self):
        """Each record leads to the next, and is read by recursion."""
        records = "".join(f"typedef struct s{i} {{ struct s{i + 1} *next; }} t{i};\n"
                          for i in range(6000))
        self.write("api.h", records + "int api_f(t0 *);\n")
        self.assert_done(self.bind("--name", "api", "--no-verify", "--lang", "json", "api.h"))

    def test_empty_name(self):
        result = self.bind("--name", "api", "")
        self.assert_refused(result, 2, "wherry: error: the name of a HEADER is empty",
                            "'wherry bind --help' explains.")

    def test_alias_of_a_reserved_macro(self):
        self.write("api.h", "#define __API_A 3\n#define API_B __API_A\n"
                            "#define __API_C 3;\n#define API_D __API_C\n")
        self.assert_done(self.bind("--name", "api", "--ledger", "ledger", "api.h"))
        ledger = (self.folder / "ledger").read_text(encoding="utf-8")
        self.assertNotIn("'API_B'", ledger)
        self.assertIn("macro 'API_D' is not bound: it is not one expression", ledger)

    def test_too_deep(self):
        """libclang runs out of stack, or says that the nesting is too deep: never a crash."""
        self.write("api.h", "int api_f" + "(" * 100000 + ")" * 100000 + ";\n")
        result = self.bind("--name", "api", "--out", "out", "api.h")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, "error: ")
        self.assertEqual(self.outputs(), self.before)


class NoCompiler(Refusal):
    def test_target_without_compiler(self):
        if shutil.which("aarch64-linux-gnu-gcc"):
            self.skipTest("aarch64-linux-gnu-gcc is installed")
        self.refused(["--target", "aarch64-linux-gnu", "good.h"],
                     "wherry: error: target aarch64-linux-gnu: its compiler aarch64-linux-gnu-gcc "
                     "is not installed, so its headers are not here either; on Debian: apt-get "
                     "install gcc-aarch64-linux-gnu")

    def test_no_compiler_on_the_path(self):
        result = self.bind("--name", "api", "--out", "out", "--target", "i686-w64-mingw32",
                           "good.h", env={**os.environ, "PATH": str(self.folder)})
        self.assert_refused(result, 1, "wherry: error: target i686-w64-mingw32: its compiler "
                            "i686-w64-mingw32-gcc is not installed, so its headers are not here "
                            "either; on Debian: apt-get install gcc-mingw-w64-i686")


class Notes(Refusal):
    def test_missing(self):
        self.refused(["--notes", "nowhere.yaml", "good.h"],
                     "nowhere.yaml: error: cannot be read: No such file or directory")

    def test_folder(self):
        self.refused(["--notes", "out", "good.h"], "out: error: cannot be read: Is a directory")

    def test_malformed(self):
        self.notes_refused("optional: [api_f\nfunctions: {}\n",
                           "api.yaml:2:10: error: is not YAML: did not find expected ',' or ']'")

    def test_not_text(self):
        self.notes_refused("optional:\n  - \x01\n",
                           "api.yaml:2:5: error: is not YAML: control characters are not allowed")

    def test_no_mapping(self):
        self.notes_refused("- api_f\n", "api.yaml:1:1: error: notes must be a mapping")

    def test_empty(self):
        self.assert_done(self.bind("--name", "api", "--out", "other", "--notes",
                                   self.write("api.yaml", "# nothing yet\n"), "good.h"))

    def test_unknown_keys(self):
        self.notes_refused("optinal: [api_f]\nlibraries: {macos: [x]}\n"
                           "functions:\n  api_f: { failur: 0 }\n",
                           "api.yaml:1:1: error: unknown key; known are: name, headers, "
                           "imports, libraries, optional, include, exclude, functions, handles, "
                           "macros",
                           "api.yaml:2:13: error: unknown system; known are: linux, windows",
                           "api.yaml:4:12: error: unknown fact of a function; known are: failure, "
                           "optional, blocking, rename, parameters, result, error, "
                           "instantiations")

    def test_wrong_kinds(self):
        self.notes_refused("optional: api_f\nlibraries: [x]\nfunctions: { api_f: 3 }\n",
                           "api.yaml:1:11: error: patterns must be a list: [pcap_set_*]",
                           "api.yaml:2:12: error: libraries must be a mapping: linux: [libz.so.1]",
                           "api.yaml:3:21: error: facts of a function must be a mapping: "
                           "{ failure: -1 }")

    def test_wrong_value(self):
        self.notes_refused("functions: { api_f: { optional: perhaps } }\n",
                           "api.yaml:1:33: error: optional is true or false")

    def test_duplicate_keys(self):
        self.notes_refused("optional: [api_f]\noptional: [api_*]\n",
                           "api.yaml:2:1: error: 'optional' stands here for the second time")

    def test_match_nothing(self):
        self.notes_refused("optional:\n  - api_f\n  - api_g*\ninclude: [nothing]\n"
                           "exclude: [API_*]\nfunctions: { api_h: { failure: 0 } }\n",
                           "api.yaml:3:5: error: 'api_g*' matches no function or data object of "
                           "the headers on any target",
                           "api.yaml:6:14: error: no header declares function 'api_h' on any "
                           "target",
                           "api.yaml:4:11: error: 'nothing' matches no declaration of the headers "
                           "on any target",
                           "api.yaml:5:11: error: 'API_*' matches no declaration of the headers "
                           "on any target")

    def test_failure_of_a_void_function(self):
        self.write("api.h", "void api_f(void);\n")
        self.refused(["--notes", self.write("api.yaml", "functions: { api_f: { failure: 0 } }\n"),
                      "api.h"],
                     "api.yaml:1:32: error: function 'api_f' returns nothing, so it has no failure "
                     "value; give optional: true")


class Outputs(Refusal):
    def test_folder_below_a_file(self):
        self.write("file", "")
        result = self.bind("--name", "api", "--out", "file/out", "good.h")
        self.assert_refused(result, 1, "file/out/api_binding.h: error: cannot make its folder: "
                            "Not a directory")

    def test_no_folder_can_be_made(self):
        result = self.bind("--name", "api", "--out", "/proc/nowhere", "good.h")
        self.assert_refused(result, 1, "/proc/nowhere/api_binding.h: error: cannot make its "
                            "folder: No such file or directory")

    def test_output_is_a_folder(self):
        """The other files must not be written either."""
        (self.folder / "new/api_binding.c").mkdir(parents=True)
        result = self.bind("--name", "api", "--out", "new", "good.h")
        self.assert_refused(result, 1,
                            "new/api_binding.c: error: cannot be written: Is a directory")
        self.assertEqual(self.names("new"), ["api_binding.c"])

    def test_ledger_is_a_folder(self):
        self.write("api.h", "int api_other(void);\n")
        (self.folder / "ledger").mkdir()
        result = self.bind("--name", "api", "--out", "out", "--ledger", "ledger", "api.h")
        self.assert_refused(result, 1, "ledger: error: cannot be written: Is a directory")
        self.assertEqual(self.outputs(), self.before)

    def test_name_collision(self):
        self.write("api.h", "\nint api_load(void);\n")
        self.refused(["api.h"], "./api.h:2:5: error: 'api_load' is also what a binding named "
                     "'api' calls its own; choose another --name")


class FullDisk(Case):
    """A file system of 64 kB and one that is read-only, in mount namespaces of their own."""

    def in_namespace(self, script):
        if os.system("unshare -m true 2>/dev/null") != 0:  # noqa: S605
            self.skipTest("unshare -m is not permitted here")
        return self.run_command("unshare", "-m", "sh", "-c", script, SETTINGS.wherry)

    def setUp(self):
        super().setUp()
        self.write("good.h", GOOD)
        functions = "".join(f"int api_function_number_{i}(int, int);\n" for i in range(2000))
        self.write("large.h", functions)
        (self.folder / "disk").mkdir()

    def test_full(self):
        result = self.in_namespace(
            "mount -t tmpfs -o size=64k none disk || exit 77\n"
            "$0 bind --name api --out disk good.h && cp -a disk kept || exit 3\n"
            "$0 bind --name api --out disk large.h\n"
            "status=$?; ls -A disk; diff -r kept disk; exit $status")
        if result.returncode == 77:
            self.skipTest("a tmpfs cannot be mounted here")
        self.assert_refused(result, 1, "disk/api_binding.h: error: cannot be written: "
                            "No space left on device")
        self.assertEqual(result.stdout, "api.json\napi_binding.c\napi_binding.h\n")

    def test_read_only(self):
        result = self.in_namespace(
            "mount -t tmpfs -o ro none disk || exit 77\n"
            "$0 bind --name api --out disk good.h")
        if result.returncode == 77:
            self.skipTest("a tmpfs cannot be mounted here")
        self.assert_refused(result, 1, "disk/api_binding.h: error: cannot be written: "
                            "Read-only file system")


class Options(Case):
    def wrong(self, arguments, *lines):
        result = self.wherry(*arguments)
        self.assert_refused(result, 2, *lines)
        self.assertEqual(self.names(), [])

    def test_no_command(self):
        result = self.wherry()
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("wherry bind   read C headers, write a binding", result.stderr)

    def test_unknown_command(self):
        self.wrong(["bnd"], "wherry: error: unknown command 'bnd'", "'wherry --help' explains.")

    def test_unknown_option(self):
        self.wrong(["bind", "--nmae", "x", "api.h"], "wherry: error: unknown option '--nmae'",
                   "'wherry bind --help' explains.")

    def test_unknown_short_option(self):
        self.wrong(["bind", "-x", "api.h"], "wherry: error: unknown option '-x'",
                   "'wherry bind --help' explains.")

    def test_value_missing(self):
        self.wrong(["bind", "api.h", "--name"], "wherry: error: '--name' needs a value",
                   "'wherry bind --help' explains.")

    def test_value_not_wanted(self):
        self.wrong(["bind", "--strict=yes", "--name", "api", "api.h"],
                   "wherry: error: unknown option '--strict=yes'", "'wherry bind --help' explains.")

    def test_no_name(self):
        self.wrong(["bind", "api.h"], "wherry: error: --name NAME is missing",
                   "'wherry bind --help' explains.")

    def test_bad_names(self):
        for name in ["3d", "a-b", "", "int x", "é"]:
            self.wrong(["bind", "--name", name, "api.h"],
                       f"wherry: error: --name takes a C identifier, not '{name}'")

    def test_keyword_as_name(self):
        """NAME_binding is what C sees, so a keyword will do."""
        self.write("api.h", GOOD)
        self.assert_done(self.bind("--name", "int", "api.h"))

    def test_bad_prefix(self):
        self.wrong(["bind", "--name", "api", "--prefix", "w-", "api.h"],
                   "wherry: error: --prefix takes a C identifier, not 'w-'")

    def test_no_header(self):
        self.wrong(["bind", "--name", "api"], "wherry: error: the HEADER to read is missing",
                   "'wherry bind --help' explains.")

    def test_unknown_target(self):
        self.wrong(["bind", "--name", "api", "--target", "x86_64-apple-darwin", "api.h"],
                   f"wherry: error: unknown target 'x86_64-apple-darwin'; known are: {TARGETS}")

    def test_unknown_language(self):
        self.wrong(["bind", "--name", "api", "--lang", "cobol", "api.h"],
                   "wherry: error: unknown language 'cobol'; known are: c json")

    def test_target_argument(self):
        for word in ["-DX", "nowhere=-DX", "x86_64-linux-gnu"]:
            self.wrong(["bind", "--name", "api", "--target-arg", word, "api.h"],
                       f"wherry: error: --target-arg takes TARGET=ARGUMENT, not '{word}'")

    def test_timeout(self):
        for word in ["0", "soon", "-1", "1.5", "86401", ""]:
            self.wrong(["bind", "--name", "api", "--timeout", word, "api.h"],
                       f"wherry: error: --timeout takes whole seconds, not '{word}'")

    def test_callbacks(self):
        for word in ["few", "-1", "1.5", "1001", ""]:
            self.wrong(["bind", "--name", "api", "--callbacks", word, "api.h"],
                       f"wherry: error: --callbacks takes a number from 0 to 1000, not '{word}'")

    def test_dump(self):
        self.wrong(["bind", "--name", "api", "--dump", "tokens", "api.h"],
                   "wherry: error: --dump knows only 'model', not 'tokens'")

    def test_call_without_arguments(self):
        self.wrong(["call", "libm.so.6"],
                   "wherry: error: LIBRARY and DECLARATION are missing",
                   "'wherry call --help' explains.")


def examples(text):
    """The command lines that a help text shows, continued lines joined."""
    text = text.replace("\\\n", "")
    return re.findall(r"^  (wherry (?:bind --name|call \S+ (?:'|\S+\.h |--)).*)$", text, re.M)


class Help(Case):
    def help(self, *words):
        result = self.wherry(*words)
        self.assert_done(result)
        self.assertLessEqual(max(len(line) for line in result.stdout.splitlines()), 100)
        return result.stdout

    def test_version(self):
        self.assertRegex(self.help("--version"), r"\Awherry \d+\.\d+\.\d+\n\Z")

    def test_main(self):
        text = self.help("--help")
        for word in ["wherry bind", "wherry call", "--version"]:
            self.assertIn(word, text)

    def test_bind_names_all(self):
        text = self.help("bind", "--help")
        source = (Path(SETTINGS.source) / "gen/options.c").read_text(encoding="utf-8")
        options = re.findall(r'X\([A-Z_]+,\s*(?:\\\n\s*)?"([a-z-]+)"', source)
        self.assertGreater(len(options), 15)
        for option in options:
            self.assertRegex(text, rf"(?m)^  --{option}\b")
        for word in ["exit status: 0", *TARGETS.split(), "\n  c ", "\n  json "]:
            self.assertIn(word, text)

    def test_help_comes_before_what_is_wrong(self):
        self.help("bind", "--name", "api", "--help")

    def run_example(self, line):
        result = self.run_command("sh", "-c", f'wherry() {{ "$WHERRY" "$@"; }}; {line}',
                                  env={**os.environ, "WHERRY": SETTINGS.wherry})
        self.assertEqual((result.returncode, result.stderr), (0, ""), line)
        return result.stdout

    def test_bind_examples(self):
        found = examples(self.help("bind", "--help"))
        self.assertEqual(len(found), 2, found)
        for name in ["zlib.h", "zconf.h"]:  # the mingw headers have no zlib
            shutil.copy(self.header(name), self.folder)
        (self.folder / "include").mkdir()
        for line in found:
            self.run_example(line)
        for name in ["sqlite_binding.c", "sqlite_binding.h", "gen/zlib_binding.c"]:
            self.assertIn(name, self.names())

    def header(self, name):
        result = self.run_command("gcc", "-E", "-x", "c", "-", input=None,
                                  stdin=open_source(self, f"#include <{name}>\n"))
        found = re.search(rf'"(/\S*/{re.escape(name)})"', result.stdout)
        if not found:
            self.skipTest(f"{name} is not installed")
        return found.group(1)

    def test_call_examples(self):
        found = examples(self.help("call", "--help"))
        self.header("sqlite3.h")
        outputs = [self.run_example(line) for line in found]
        self.assertEqual(outputs[:-1], [
            "0.87758256189037276\n", "6\n", "0.75\n__exponent = 6\n",
            "{ .quot = 3, .rem = 2 }\n", "7 words\n8\n",
            "-1\nerrno = 2 (ENOENT: No such file or directory)\n"])
        self.assertRegex(outputs[-1], r"^0\nppDb = 0x[0-9a-f]+\n$")


def open_source(case, text):
    case.write("source.c", text)
    stream = open(case.folder / "source.c", encoding="utf-8")  # noqa: SIM115
    case.addCleanup(stream.close)
    return stream


if __name__ == "__main__":
    main()
