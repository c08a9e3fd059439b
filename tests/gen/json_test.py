"""NAME.json: what another language needs to know, of each target."""
import json

from support import Case, HERE, THREE, main

TRIPLES = ["x86_64-linux-gnu", "x86_64-w64-mingw32", "i686-w64-mingw32"]


class Json(Case):
    def bind_golden(self, case):
        self.assert_done(self.bind("--name", case, *THREE, "--lang", "json", "--out", self.folder,
                                   f"{case}.h", cwd=HERE / "golden"))
        return json.loads((self.folder / f"{case}.json").read_text())

    def on_targets(self, entities, name):
        """One entity as {triple: variant}; each target once."""
        found = [entity for entity in entities if entity["name"] == name]
        self.assertEqual(len(found), 1, name)
        variants = [(triple, variant) for variant in found[0]["variants"]
                    for triple in variant["targets"]]
        self.assertEqual(len({triple for triple, _ in variants}), len(variants), name)
        return dict(variants)

    def test_head(self):
        made = self.bind_golden("scalars")
        self.assertEqual(made["targets"], TRIPLES)
        self.assertEqual(made["name"], "scalars")
        self.assertEqual(made["libraries"]["x86_64-linux-gnu"], ["libscalars.so"])

    def test_conventions(self):
        """Parallel to the symbols: a target has its own."""
        made = self.bind_golden("calls")
        for name, convention, symbol in [("calls_std", "STDCALL", "_calls_std@16"),
                                         ("calls_fast", "FASTCALL", "@calls_fast@12"),
                                         ("calls_add", "CDECL", "_calls_add")]:
            function = self.on_targets(made["functions"], name)["i686-w64-mingw32"]
            i = function["targets"].index("i686-w64-mingw32")
            self.assertEqual(function["symbols"][i], symbol)
            self.assertEqual(function["conventions"][i], convention, name)
            function = self.on_targets(made["functions"], name)["x86_64-w64-mingw32"]
            i = function["targets"].index("x86_64-w64-mingw32")
            self.assertEqual(function["conventions"][i], "CDECL", name)
        self.assertTrue(self.on_targets(made["functions"], "calls_add")[TRIPLES[0]]["variadic"])

    def attributes(self, *declarations):
        self.write("api.h", "\n".join(declarations))
        self.assert_done(self.bind("--name", "api", *THREE, "--lang", "json", "api.h"))
        made = json.loads((self.folder / "api.json").read_text())
        return [variant.get("attributes") for variant in made["functions"][0]["variants"]]

    def test_attributes(self):
        self.assertEqual(self.attributes("void f(int a);"), [None])
        self.assertEqual(self.attributes(
            "#define NONNULL(...) __attribute__((__nonnull__ (__VA_ARGS__)))",
            "void *f(char *a, const char *b, ...) NONNULL(1, 2)",
            "    __attribute__((malloc, visibility(\"default\"), format(printf, 2, 3)));"),
            [{"nonnull(1, 2)": TRIPLES, "malloc": TRIPLES, "format(printf, 2, 3)": TRIPLES}])
        self.assertEqual(self.attributes("_Noreturn void f(void);"), [{"noreturn": TRIPLES}])

    def test_attributes_of_types(self):
        """noreturn of the function, not of the pointer that it takes."""
        noreturn = "__attribute__((noreturn))"
        self.assertEqual(self.attributes(f"void f(int a) {noreturn};"), [{"noreturn": TRIPLES}])
        self.assertEqual(self.attributes(f"typedef void (*quits)(int) {noreturn};",
                                         "void f(quits a);"), [None])

    def test_attributes_of_one_target(self):
        self.assertEqual(self.attributes(
            "void *f(char *a, int b);", "#ifdef __linux__",
            "void *f(char *a, int b) __attribute__((alloc_size(2), nonnull));", "#endif",
            "void *f(char *a, int b) __attribute__((nonnull, returns_nonnull));"),
            [{"alloc_size(2)": TRIPLES[:1], "nonnull": TRIPLES, "returns_nonnull": TRIPLES}])

    def libffi(self, *declarations):
        """What the JSON says of f(), per target: True or the reason."""
        self.write("api.h", "\n".join(declarations))
        self.assert_done(self.bind("--name", "api", *THREE, "--lang", "json", "api.h"))
        made = json.loads((self.folder / "api.json").read_text())
        said = {}
        for triple, variant in self.on_targets(made["functions"], "f").items():
            refusals = [] if variant["libffi"] is True else variant["libffi"]
            reasons = [refusal["reason"] for refusal in refusals if triple in refusal["targets"]]
            self.assertLessEqual(len(reasons), 1)
            said[triple] = reasons[0] if reasons else True
        return [said.get(triple) for triple in TRIPLES]

    def test_libffi_can(self):
        can = [True] * 3
        self.assertEqual(self.libffi("int f(int a, ...);"), can)
        self.assertEqual(self.libffi("struct s { char a; double b[2]; };",
                                     "struct s f(struct s, long double _Complex);"), can)
        self.assertEqual(self.libffi("union u { int i[9]; long double d; };",
                                     "union u f(const union u *, union u (*)(void));"), can)

    def test_libffi_cannot(self):
        """The runtime's words; tests/abi sees to it that they are."""
        record = ("record struct s cannot be passed by libffi: {}; "
                  "only compiled code can pass it").format
        for body, why in [("{ int a : 3; }", "it has bitfields"),
                          ("{ char a; int b; } __attribute__((packed))", "it is packed"),
                          ("{ }", "it is empty"),
                          ("{ int a; int tail[]; }", "it has a flexible array"),
                          ("{ int a; } __attribute__((aligned(64)))",
                           "libffi would give it another size or alignment")]:
            self.assertEqual(self.libffi(f"struct s {body};", "void f(struct s);"),
                             [record(why)] * 3)
        self.assertEqual(self.libffi("struct s { struct { int : 3; int b; } m; };",
                                     "struct s f(void);"),
                         [record("it has bitfields").replace("struct s", "struct s.m")] * 3)
        value = "the type of a value cannot be passed by libffi: only compiled code can pass it"
        self.assertEqual(self.libffi("void f(__float128);"), [value] * 3)

    def test_libffi_cannot_on_some(self):
        record = "record {} cannot be passed by libffi: {}; only compiled code can pass it".format
        aligned = "struct s { long double a __attribute__((aligned(16))); int b; };"
        self.assertEqual(self.libffi(aligned, "void f(struct s);"),
                         [True, True, record("struct s", "libffi would give it another size or "
                                                         "alignment")])
        self.assertEqual(self.libffi("union u { int i; long double d; };", "void f(union u);"),
                         [record("union u", "it is a union aligned to more than 8 bytes"),
                          True, True])
        self.assertEqual(self.libffi("struct s { long l; double d; };",
                                     "void f(double, int, int, int, int, int, struct s);"),
                         ["libffi would overwrite xmm0 with a record of which a part is passed in "
                          "r9", True, True])
        self.assertEqual(self.libffi("struct s { char c; };",
                                     "void __attribute__((fastcall)) f(struct s);"),
                         [True, True,
                          "libffi does not know how fastcall and thiscall pass records"])
        self.assertEqual(self.libffi("int f();"),
                         ["it has no description: only compiled code can call it"] * 3)

    def test_only_on_one_system(self):
        functions = self.bind_golden("calls")["functions"]
        self.assertEqual(list(self.on_targets(functions, "calls_windows_only")), TRIPLES[1:])
        self.assertEqual(list(self.on_targets(functions, "calls_unix_only")), TRIPLES[:1])

    def test_values(self):
        constants = self.bind_golden("values")["constants"]
        for name, value in [("VALUES_ULLONG", 2**64 - 1), ("VALUES_LEAST", -2**31),
                            ("VALUES_BIG_HEX", 0xdeadbeef), ("VALUES_DOUBLE", 2.5e-3),
                            ("VALUES_TEXT", 'a "quoted" text\n'), ("VALUES_SHORT", -1)]:
            for triple in TRIPLES:
                seen = self.on_targets(constants, name)[triple]["value"]
                self.assertEqual((type(seen), seen), (type(value), value), name)
        size = self.on_targets(constants, "VALUES_SIZE")
        self.assertEqual([size[triple]["value"] for triple in TRIPLES], [8, 4, 4])
        only = self.on_targets(constants, "VALUES_WINDOWS_ONLY")
        self.assertEqual(list(only), TRIPLES[1:])

    def test_thunks(self):
        self.assert_done(self.bind("--name", "thunks", *THREE, "--lang", "json", "--notes",
                                   "thunks.yaml", "--out", self.folder, "thunks.h",
                                   cwd=HERE / "golden"))
        made = json.loads((self.folder / "thunks.json").read_text())
        for name, kind, of in [("thunks_add", "inline", "thunks_add"),
                               ("thunks_plain", "inline", "thunks_plain"),
                               ("THUNKS_SWAP", "macro", "THUNKS_SWAP"),
                               ("thunks_format_int", "variadic", "thunks_format")]:
            for variant in self.on_targets(made["functions"], name).values():
                self.assertEqual(variant["thunk"],
                                 {"symbol": f"thunks_thunk_{name}", "of": of, "kind": kind})
        for name in ["thunks_twice", "thunks_format"]:
            for variant in self.on_targets(made["functions"], name).values():
                self.assertNotIn("thunk", variant)
        for variant in self.on_targets(made["data"], "thunks_static").values():
            self.assertTrue(variant["static"])

    def test_callbacks(self):
        callbacks = self.bind_golden("hooks")["callbacks"]
        identifiers = {callback["name"]: callback["identifier"] for callback in callbacks}
        self.assertEqual(len(set(identifiers.values())), len(callbacks))
        for name, identifier in [("hooks_each.visit", "hooks_each_visit"),
                                 ("hooks_unnamed.0", "hooks_unnamed_0"),
                                 ("hooks_set.result", "hooks_set_result"),
                                 ("hooks_outer.0", "hooks_outer_0"),
                                 ("hooks_global", "hooks_global"),
                                 ("hooks_table_on_open", "hooks_table_on_open"),
                                 ("struct hooks_table.on_open", "hooks_table_on_open_2"),
                                 ("struct hooks_table.inner.move", "hooks_table_inner_move")]:
            self.assertEqual(identifiers[name], identifier)
        compiled = {callback["name"]: callback["compiled"] for callback in callbacks}
        self.assertFalse(compiled.pop("hooks_print"))
        self.assertTrue(all(compiled.values()))
        types = {variant["type"]
                 for variant in self.on_targets(callbacks, "hooks_each.visit").values()}
        self.assertEqual(types, {"int (*)(int, void *)"})
        fast = self.on_targets(callbacks, "hooks_fast")["i686-w64-mingw32"]
        self.assertEqual(fast["targets"], TRIPLES)
        self.assertEqual(fast["conventions"], ["CDECL", "CDECL", "FASTCALL"])
        self.assertEqual(fast["type"],
                         "long long (WHERRY_CC_FASTCALL *)(int, long long, int)")

    def test_layouts(self):
        records = self.bind_golden("records")["records"]
        widths = self.on_targets(records, "struct widths")
        self.assertEqual([widths[triple]["size"] for triple in TRIPLES], [64, 48, 32])
        flags = self.on_targets(records, "struct flags")["i686-w64-mingw32"]
        places = {field["name"]: (field["offset_bits"], field["length_bits"])
                  for field in flags["fields"] if field["name"]}
        self.assertEqual(places, {"kind": (0, 3), "level": (3, 5), "rest": (32, 20),
                                  "big": (64, 40)})
        self.assertFalse(self.on_targets(records, "struct opaque")[TRIPLES[0]]["complete"])


if __name__ == "__main__":
    main()
