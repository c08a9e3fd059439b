"""Plants one fault of each kind in a small tree and expects each to be found, and nothing else."""
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import rules  # noqa: E402

PLANTED = {
    "gen/wide.c": ("int a; // " + "x" * 100 + "\n", "110 columns"),
    "gen/long.c": ("void f(void)\n{\n" + "    a();\n" * 71 + "}\n", "a function of 71 lines"),
    "gen/longest.c": ("int a;\n" * 801, "a file of 801 lines"),
    "gen/banned.c": ("int a = system (0);\n", "banned"),
    "gen/main.c": ("#include <clang-c/Index.h>\n", "only gen/parse"),
    "gen/emit.c": ("#include <wherry/wherry.h>\n", "does not include the runtime"),
    "runtime/src/error.c": ("void f(void)\n{\n    abort();\n}\n", "neither prints nor exits"),
    "runtime/src/format.c": ("int  a;\n", "not formatted"),
}
CLEAN = {
    "gen/parse_types.c": "#include <clang-c/Index.h>\n",
    "gen/text.c": 'const char *a = "system(" /* strcpy( */;\n',
    "gen/close.c": "int my_system(int a);\nvoid f(void)\n{\n" + "    a();\n" * 70 + "}\n",
    "runtime/src/system_posix.c": "void f(void)\n{\n    abort();\n}\n",
    "tests/gen/data/.clang-format": "DisableFormat: true\n",
    "tests/gen/data/input.h": "int  a; // " + "x" * 100 + "\n",
}

with tempfile.TemporaryDirectory() as folder:
    root = Path(folder).resolve()
    (root / ".clang-format").write_text("{BasedOnStyle: LLVM, IndentWidth: 4, ColumnLimit: 0, "
                                        "BreakBeforeBraces: Linux}\n")
    for name, text in {**{n: t for n, (t, _) in PLANTED.items()}, **CLEAN}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    found = list(rules.faults(root))

wrong = [f"not found: {name}: {why}" for name, (_, why) in PLANTED.items()
         if not any(line.startswith(name + ":") and why in line for line in found)]
wrong += [f"wrongly found: {line}" for line in found
          if not any(line.startswith(name + ":") and why in line
                     for name, (_, why) in PLANTED.items())]
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
