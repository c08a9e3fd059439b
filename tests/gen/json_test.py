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
