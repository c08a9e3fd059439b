"""An umbrella, a header that only includes others, brings what it includes, and nothing else."""
import json

from support import Case, main


class Umbrella(Case):
    def setUp(self):
        super().setUp()
        folder = self.folder / "system"
        (folder / "inner").mkdir(parents=True)
        for name, text in {"stdio.h": "", "before.h": "void before(void);",
                           "part.h": "#include <inner/foreign.h>\nvoid part(void);",
                           "inner/foreign.h": "void foreign(void);",
                           "inner/own.h": "void own(void);",
                           "umbrella.h": "#include <before.h>\n#include <part.h>\n"
                                         "#include <inner/own.h>"}.items():
            (folder / name).write_text(f"#pragma once\n{text}\n")

    def bound(self, *arguments):
        self.assert_done(self.bind("--name", "api", "umbrella.h", "--",
                                   "-isystem", str(self.folder / "system"), *arguments))
        functions = json.loads((self.folder / "api.json").read_text())["functions"]
        return {function["name"] for function in functions}

    def test_what_it_includes(self):
        self.assertEqual(self.bound(), {"before", "part", "own"})

    def test_what_was_read_before_it(self):
        self.assertEqual(self.bound("-include", "before.h"), {"part", "own"})


if __name__ == "__main__":
    main()
