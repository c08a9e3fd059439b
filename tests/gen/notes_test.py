"""Notes files: what they may say, what is wrong with them, and where they go."""
import json
import re
import unittest
from pathlib import Path

from support import SETTINGS, THREE, Case, main

try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = yaml = None

HEADER = """
#include <stddef.h>
typedef struct box box;
typedef int visitor(const char *key, void *user);
struct point { int x, y; };
#define BOX_ERROR (-1)
#define BOX_NAME "box"
enum { BOX_LIMIT = 40 };
box *box_open(const char *path);
void box_close(box *b);
int box_get(const box *b, void *to, size_t size, size_t *got);
int box_name(box *b, char *to, int, double weight);
int box_each(box *b, visitor *visit, void *user, void (*destroy)(void *));
char **box_keys(box *b, int *count);
void box_try(box *b, int *error);
unsigned box_count(box *b);
const char *box_text(int code);
struct point box_at(struct point p);
"""


def notes_path(*keys):
    """An unknown key in the mapping that `keys` lead to."""
    text = "no_such_key: 1"
    for key in reversed(keys):
        text = f"{key}: {{ {text} }}"
    return text + "\n"


@unittest.skipUnless(yaml, "python3-jsonschema and python3-yaml are not installed")
class Schema(Case):
    def setUp(self):
        super().setUp()
        self.source = Path(SETTINGS.source)
        self.schema = json.loads((self.source / "docs/notes.schema.json").read_text())
        self.validator = jsonschema.Draft202012Validator(self.schema)
        self.manual = (self.source / "docs/NOTES.md").read_text()

    def examples(self, language):
        return re.findall(rf"^```{language}\n(.*?)^```$", self.manual, flags=re.M | re.S)

    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_all_notes_files(self):
        files = [path for folder in ["bindings", "tests", "examples", "bench", "quickstart"]
                 for path in (self.source / folder).rglob("*.yaml")]
        self.assertIn(self.source / "bindings/wpcap/wpcap.yaml", files)
        for path in files:
            with self.subTest(path=path.name):
                self.validator.validate(yaml.safe_load(path.read_text()))

    def test_examples(self):
        examples = self.examples("yaml")
        self.assertTrue(examples)
        for example in examples:
            self.validator.validate(yaml.safe_load(example))

    def test_the_example_is_true(self):
        self.write("store.h", self.examples("c")[0])
        self.write("store.yaml", self.examples("yaml")[1])
        self.assert_done(self.bind("--name", "store", *THREE, "--lang", "json",
                                   "--notes", "store.yaml", "store.h"))

    def test_refuses_what_the_reader_refuses(self):
        self.write("box.h", HEADER)
        for text in ["optinal: [f]", "optional: f", "libraries: { macos: [x] }", "functions: [f]",
                     "functions: { box_close: { optional: perhaps } }",
                     "functions: { box_close: { rename: a-b } }",
                     "functions: { box_close: { parameters: { b: { direction: up } } } }",
                     "functions: { box_close: { parameters: { b: { ownership: owned } } } }",
                     "functions: { box_open: { result: { ownership: transferred } } }",
                     "functions: { box_open: { error: { code: perror } } }",
                     "macros: { M: int }", "macros: { 3M: int (void) }", "name: a b",
                     "- functions"]:
            with self.subTest(text=text):
                self.assertFalse(self.validator.is_valid(yaml.safe_load(text)))
                self.write("box.yaml", text + "\n")
                result = self.bind("--name", "box", "--notes", "box.yaml", "box.h")
                self.assertEqual(result.returncode, 1)
                self.assertRegex(result.stderr, r"^box\.yaml:\d+:\d+: error: ")

    def known(self, *keys):
        self.write("box.yaml", notes_path(*keys))
        result = self.bind("--name", "box", "--notes", "box.yaml", self.write("box.h", HEADER))
        self.assertEqual(result.returncode, 1)
        return set(re.search(r"known are: (.*)", result.stderr)[1].split(", "))

    def test_the_reader_knows_the_same_keys(self):
        where = {"notes": [], "function": ["functions", "f"],
                 "parameter": ["functions", "f", "parameters", "p"],
                 "callback": ["functions", "f", "parameters", "p", "callback"],
                 "value": ["functions", "f", "parameters", "p", "value"],
                 "result": ["functions", "f", "result"], "error": ["functions", "f", "error"],
                 "handle": ["handles", "t"]}
        closed = {name for name, part in self.schema["$defs"].items() if "properties" in part}
        self.assertEqual(closed, set(where))
        for name, keys in where.items():
            self.assertEqual(self.known(*keys), set(self.schema["$defs"][name]["properties"]))
        self.assertEqual(self.known("libraries"), set(
            self.schema["$defs"]["notes"]["properties"]["libraries"]["properties"]))


class Contradictions(Case):
    """One mistake each, held against HEADER."""

    def refused(self, text, *problems):
        self.write("box.h", HEADER)
        self.write("box.yaml", text)
        result = self.bind("--name", "box", *THREE, "--notes", "box.yaml", "box.h")
        self.assert_refused(result, 1, *(f"box.yaml:{problem}" for problem in problems))

    def fact(self, function, text, column, problem):
        self.refused(f"functions:\n  {function}:\n    {text}\n", f"3:{column}: error: {problem}")

    def parameter(self, function, text, column, problem):
        self.fact(function, f"parameters: {{ {text} }}", column + 18, problem)

    def test_unknown_parameter(self):
        self.parameter("box_name", "size: { direction: in }", 1,
                       "function 'box_name' has no parameter 'size'; its are: b, to, 3, weight")
        self.parameter("box_close", "2: { direction: in }", 1,
                       "function 'box_close' has no parameter '2'; its are: b")
        self.parameter("box_close", "b: { nullable: true }, 1: { nullable: true }", 24,
                       "parameter '1' stands here for the second time")

    def test_direction(self):
        self.parameter("box_get", "size: { direction: out }", 20,
                       "parameter 'size' is no pointer, so nothing comes out through it")
        self.parameter("box_get", "b: { direction: inout }", 17,
                       "parameter 'b' points to const, so nothing comes out through it")
        self.parameter("box_get", "got: { value: { nullable: true } }", 15,
                       "nothing comes out through 'got'; its direction must be out or inout")

    def test_length(self):
        for length, problem in {
                "sze": "'sze' is no parameter of 'box_get' and no integer constant of the headers",
                "BOX_NAME": "'BOX_NAME' is no parameter of 'box_get' and no integer constant of "
                            "the headers",
                "got": "'got' is a pointer; *got is the integer it points to",
                "b": "'b' is no integer", "'*size'": "'size' is no pointer",
                "2 * (size": "a ')' is missing", "size +": "a number or a name is missing",
                "12px": "'12px' is no whole number", "size ? 1": "'? 1' is not understood"}.items():
            self.parameter("box_get", f"to: {{ length_bytes: {length} }}", 21, problem)
        self.parameter("box_get", "to: { length: size }", 15,
                       "what points to void has no elements; give length_bytes")
        self.parameter("box_get", "size: { length: 3 }", 17,
                       "parameter 'size' is no pointer, so it has no length")
        self.parameter("box_name", "to: { length: weight }", 15, "'weight' is no integer")
        self.parameter("box_name", "to: { length: 1, length_bytes: 1 }", 32,
                       "give length or length_bytes, not both")

    def test_release(self):
        self.fact("box_open", "result: { release: box_shut }", 24,
                  "no header declares function 'box_shut' for x86_64-linux-gnu")
        self.fact("box_open", "result: { release: box_text }", 24,
                  "release function 'box_text' does not take this value alone")
        self.fact("box_open", "result: { release: box_close, ownership: borrowed }", 24,
                  "what is borrowed is not released")
        self.refused("handles: { 'box *': { release: box_count2 } }\n",
                     "1:32: error: no header declares function 'box_count2' for x86_64-linux-gnu")
        self.refused("handles: { 'bix *': { release: box_close } }\n",
                     "1:12: error: no header declares type 'bix *' on any target")
        self.refused("handles: { 'box *': { invalid: NONE } }\n",
                     "1:32: error: 'NONE' is no constant of the headers")
        self.fact("box_open", "result: { handle: box * }", 23, "handles has no type 'box *'")

    def test_callback(self):
        self.parameter("box_each", "user: { callback: { lifetime: call } }", 19,
                       "parameter 'user' points to no function")
        self.parameter("box_each", "visit: { callback: { user: nobody } }", 28,
                       "function 'box_each' has no parameter 'nobody'")
        self.parameter("box_each", "visit: { callback: { lifetime: call, destroy: destroy } }",
                       47, "give one of lifetime, until and destroy")
        self.parameter("box_each", "visit: { callback: { destroy: user } }", 31,
                       "parameter 'user' points to no function")

    def test_error(self):
        self.fact("box_count", "error: { when: negative }", 20,
                  "'negative' needs a signed number, which this is not")
        self.fact("box_get", "error: { when: null }", 20,
                  "'null' needs a pointer, which this is not")
        self.fact("box_get", "error: { when: negativ }", 20,
                  "'negativ' is no constant of the headers")
        self.fact("box_get", "error: { code: errno }", 12,
                  "an error needs when: how it is told")
        self.fact("box_close", "error: { when: negative }", 12,
                  "function 'box_close' returns nothing that could tell of an error; "
                  "give in: PARAMETER")
        self.fact("box_get", "error: { when: negative, text: box_count }", 36,
                  "function 'box_count' returns no text")
        self.fact("box_get", "error: { when: negative, buffer: got }", 38,
                  "parameter 'got' is no buffer for text")
        self.fact("box_close", "result: { nullable: true }", 13,
                  "function 'box_close' returns nothing")

    def test_rename(self):
        for name, kind in {"box_text": "function", "box": "typedef", "BOX_ERROR": "constant",
                           "BOX_LIMIT": "enumerator", "int": "word of C"}.items():
            self.fact("box_count", f"rename: {name}", 13,
                      f"'box_count' cannot be called '{name}': a {kind} has that name")
        self.fact("box_c*", "rename: counts", 13, "a pattern cannot give its functions one name")
        self.refused("functions:\n  size_*: { blocking: true }\n",
                     "2:3: error: 'size_*' matches no function of the library's headers")

    def test_instantiations(self):
        self.fact("box_text", "instantiations: { box_one: const char *(int) }", 23,
                  "function 'box_text' is not variadic, so it needs no instantiations")
        self.fact("box_t*", "instantiations: { box_one: int (int) }", 23,
                  "a pattern cannot have instantiations")
        self.refused("macros: { M: int (int) }\nfunctions: { box_text: { instantiations: "
                     "{ M: int (int) } } }\n",
                     "2:44: error: 'M' has a signature already, in line 1")

    def test_name_and_headers(self):
        self.refused("name: bix\n",
                     "1:7: error: these are the notes of 'bix', but the binding is called 'box'")
        self.refused("headers: [bix.h]\n", "1:11: error: 'bix.h' matches no header that was read")

    def test_imports(self):
        self.write("none.yaml", "name: none\n")
        self.write("other.yaml", "name: other\nheaders: [other.h]\n")
        self.refused("imports: [nowhere.yaml, none.yaml, box.yaml]\n",
                     "1:11: error: 'nowhere.yaml' cannot be read: No such file or directory",
                     "1:25: error: 'none.yaml' cannot be imported: it lacks name or headers",
                     "1:36: error: 'box.yaml' imports itself")
        self.refused("imports: [other.yaml]\n",
                     "1:11: error: no header of 'other' was read: nothing is imported")


class Facts(Case):
    def described(self, notes, *headers):
        self.write("box.yaml", notes)
        self.assert_done(self.bind("--name", "box", *THREE, "--lang", "json", "--notes",
                                   "box.yaml", *headers))
        return json.loads((self.folder / "box.json").read_text())

    def test_patterns_and_names(self):
        self.write("box.h", HEADER)
        functions = {function["name"]: function for function in self.described(
            "functions:\n  box_get: { blocking: false }\n  'box_*': { blocking: true }\n"
            "  'box_c*': { optional: true, error: { in: error, when: nonzero } }\n".replace(
                ", error: { in: error, when: nonzero }", ""), "box.h")["functions"]}
        self.assertIs(functions["box_get"]["blocking"], False)
        self.assertIs(functions["box_open"]["blocking"], True)
        self.assertEqual({name for name, function in functions.items() if "optional" in function},
                         {"box_close", "box_count"})

    def test_all_facts(self):
        self.write("box.h", HEADER)
        document = self.described("""
handles: { 'box*': { release: box_close, invalid: NULL } }
functions:
  box_open:
    result: { nullable: true, ownership: owned, release: box_close, handle: box * }
    error: { when: null, code: errno, text: strerror }
  box_get:
    parameters:
      to: { direction: out, length_bytes: size }
      got: { direction: out, value: { handle: 'box *' } }
  box_name: { parameters: { to: { length: $3 + 1 } } }
  box_each:
    parameters: { visit: { callback: { user: user, destroy: destroy } } }
  box_keys:
    result: { length: '*count', terminated: true, release: free }
  box_try: { error: { in: error, when: nonzero, code: value } }
""", "box.h")
        self.assertEqual(document["handles"],
                         [{"type": "box*", "release": "box_close", "invalid": "NULL"}])
        functions = {function["name"]: function for function in document["functions"]}
        self.assertEqual(functions["box_open"]["result"],
                         {"nullable": True, "ownership": "owned", "release": "box_close",
                          "handle": "box *"})
        self.assertEqual(functions["box_open"]["error"],
                         {"when": "null", "code": "errno", "text": "strerror"})
        self.assertEqual(functions["box_try"]["error"],
                         {"in": "error", "when": "nonzero", "code": "value"})
        get = functions["box_get"]["variants"][0]["parameters"]
        self.assertEqual(get[1], {"name": "to", "type": "void *", "direction": "out",
                                  "length_bytes": "size"})
        self.assertEqual(get[3]["value"], {"handle": "box *"})
        each = functions["box_each"]["variants"][0]["parameters"]
        self.assertEqual(each[1]["callback"], {"user": "user", "destroy": "destroy"})


class Built(Case):
    """What was bound, compiled and run."""

    def run_program(self, sources, name):
        self.assert_done(self.run_command(
            "cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-I.", "-Iout",
            "-I", Path(SETTINGS.source).resolve() / "runtime/include", *sources, SETTINGS.runtime,
            "-o", name, "-lffi", "-ldl", "-lpthread"))
        return self.run_command(self.folder / name)

    def setUp(self):
        super().setUp()
        if not SETTINGS.runtime:
            self.skipTest("the runtime was built otherwise")

    def library(self, name, text):
        self.write(f"{name}_library.c", text)
        self.assert_done(self.run_command("cc", "-shared", "-fPIC", "-I.", f"{name}_library.c",
                                          "-o", f"lib{name}.so"))

    def test_rename(self):
        self.write("api.h", "int api_read(int a);\nint api_other(int a);\n")
        self.library("api", "int api_read(int a) { return a + 1; }\n"
                            "int api_other(int a) { return a + 2; }\n")
        self.write("api.yaml", "functions: { api_read: { rename: read_it } }\n")
        self.assert_done(self.bind("--name", "api", *THREE, "--lang", "c", "--lang", "json",
                                   "--notes", "api.yaml", "--library", self.folder / "libapi.so",
                                   "--out", "out", "api.h"))
        described = json.loads((self.folder / "out/api.json").read_text())["functions"]
        self.assertEqual([row.get("rename") for row in described], ["read_it", None])
        self.write("main.c", """
#include "api_binding.h"
int api_read(int a) { return a; } /* the name is free */
int main(void)
{
    return read_it(1) == 2 && api_other(1) == 3 && api_read(1) == 1 && api_has_api_read() ? 0 : 1;
}
""")
        self.assert_done(self.run_program(["main.c", "out/api_binding.c"], "main"))

    def test_import(self):
        self.write("base.h", """
#ifndef BASE_H
#define BASE_H
#define BASE_CONSTANT 3
typedef struct vector { double x, y; enum base_kind { BASE_A } kind; } vector;
typedef struct secret secret;
struct inner { short s; };
struct unused { int u; };
secret *base_secret(void);
#endif
""")
        self.write("top.h", """
#include "base.h"
struct holder { struct inner inner; secret *s; };
vector top_scale(vector v, double by);
int top_look(const secret *s, const struct unused *u);
int top_hold(struct holder h);
""")
        self.write("base.yaml", "name: base\nheaders: [base.h]\n")
        self.write("top.yaml", "name: top\nimports: [base.yaml]\n")
        self.assert_done(self.bind(
            "--name", "top", *THREE, "--lang", "c", "--lang", "json", "--notes", "top.yaml",
            "--library", self.folder / "libtop.so", "--out", "out", "--depfile", "out/top.d",
            "top.h"))
        self.assertIn("base.yaml", (self.folder / "out/top.d").read_text())
        described = json.loads((self.folder / "out/top.json").read_text())
        self.assertEqual({kind: [row["name"] for row in described[kind]]
                          for kind in ["functions", "records", "enums", "typedefs", "constants"]},
                         {"functions": ["top_scale", "top_look", "top_hold"],
                          "records": ["struct vector", "struct inner", "struct holder"],
                          "enums": [], "typedefs": [], "constants": []})
        self.assertEqual([row.get("binding") for row in described["records"]],
                         ["base", "base", None])
        self.assertEqual([(row["kind"], row["name"]) for row in described["imports"][0]["types"]],
                         [("record", "struct vector"), ("enum", "enum base_kind"),
                          ("typedef", "vector"), ("typedef", "secret"), ("record", "struct inner"),
                          ("record", "struct unused")])
        self.check_record_across_the_border()

    def check_record_across_the_border(self):
        self.library("top", '#include "top.h"\nvector top_scale(vector v, double by)\n'
                     "{ v.x *= by; v.y *= by; return v; }\n"
                     "int top_look(const secret *s, const struct unused *u)\n"
                     "{ (void)u; return s != 0; }\n"
                     "int top_hold(struct holder h) { return h.inner.s; }\n")
        self.write("main.c", """
#include "top_binding.h"
int main(void)
{
    vector v = {1, 2, BASE_A}, direct = top_scale(v, 3), called = {0};
    double by = 3;
    void *arguments[] = {&v, &by};
    for (int fallback = 0; fallback < 2; fallback++) {
        wherry_force_libffi(fallback);
        if (wherry_call(&top_binding, top_index_top_scale, &called, arguments) < 0 ||
            called.y != 6 || direct.y != 6)
            return 1;
    }
    struct holder h = {{7}, 0};
    return top_hold(h) == 7 && top_look(0, 0) == 0 ? 0 : 1;
}
""")
        self.assert_done(self.run_program(["main.c", "out/top_binding.c"], "main"))

    def test_png_and_zlib(self):
        if not Path("/usr/include/png.h").exists():
            self.skipTest("libpng-dev is not installed")
        self.write("zlib.yaml", "name: zlib\nheaders: [zlib.h, zconf.h]\n")
        self.write("png.yaml", "name: png\nheaders: ['png*.h']\nimports: [zlib.yaml]\n")
        self.write("both.h", "#include <zlib.h>\n#include <png.h>\n")
        self.assert_done(self.bind("--name", "png", "--lang", "c", "--lang", "json", "--notes",
                                   "png.yaml", "--out", "out", "zlib.h", "png.h"))
        described = json.loads((self.folder / "out/png.json").read_text())
        names = {row["name"] for row in described["functions"]}
        self.assertIn("png_create_read_struct", names)
        self.assertFalse(names & {"inflate", "deflate", "zlibVersion"})
        self.assert_done(self.run_command(
            "cc", "-c", "-Iout", "-I", Path(SETTINGS.source).resolve() / "runtime/include",
            "out/png_binding.c", "-o", "png.o"))


if __name__ == "__main__":
    main()
