"""One row of the table: bound, compiled, and compared with what the compiler itself says."""
import json
import re
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Werror"]
SYSTEM_FOLDERS = [Path("/usr/include"), Path("/usr/include/x86_64-linux-gnu")]
CLANG = "clang-14"
CLANG_TRIPLES = {"x86_64-linux-gnu": "x86_64-pc-linux-gnu",
                 "x86_64-w64-mingw32": "x86_64-w64-windows-gnu",
                 "i686-w64-mingw32": "i686-w64-windows-gnu"}
TIME_LIMIT_S = 600
# "/* file.h:12:NC */ extern int f (int);": what gcc's -aux-info writes per declaration.
DECLARED = re.compile(r"^/\* (.+?):\d+:[NIO][CF] \*/ .*?([A-Za-z_]\w*) \((?!\*)", re.M)


@dataclass
class Outcome:
    """What came of one row on one target."""
    target: str
    functions: int = 0
    skipped_functions: int = 0
    records: int = 0
    enums: int = 0
    constants: int = 0
    skipped_macros: int = 0
    lost: list = field(default_factory=list)  # declared, neither bound nor in the ledger


@dataclass
class Result:
    row: object
    outcomes: list = field(default_factory=list)
    failures: list = field(default_factory=list)  # (stage, text)
    reasons: Counter = field(default_factory=Counter)  # (kind, reason)
    bind_s: float = 0.0
    clang_s: float = 0.0


class Trial:
    def __init__(self, row, settings):
        self.row = row
        self.settings = settings
        self.folder = settings.folder / row.name
        self.result = Result(row)

    def run(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.copy_headers()
        if self.bind():
            for target in self.row.targets:
                self.compile(target)
            self.read()
        return self.result

    # ---- What the compilers are told ----

    def copy_headers(self):
        for name in self.row.copy.split():
            found = [folder / name for folder in SYSTEM_FOLDERS if (folder / name).exists()]
            if not found:
                self.fail("copy", f"{name}: not in {SYSTEM_FOLDERS[0]}")
            for source in found[:1]:
                copy = self.folder / "include" / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)

    def module_arguments(self):
        if not self.row.module:
            return []
        return self.command("pkg-config", "--cflags", self.row.module).stdout.split()

    def arguments(self, target):
        """Of the compiler for `target`: headers of Linux are no headers of Windows."""
        common = [*self.module_arguments(), *self.row.arguments.split()]
        for header in self.row.needs.split():
            common += ["-include", header]
        if not self.row.copy or "linux" in target:
            return common
        copy = str(self.folder / "include")
        ours = [word.replace("-I/usr/include", "-I" + copy) for word in common]
        return ["-isystem", copy, *ours]

    # ---- The steps ----

    def command(self, *words, **more):
        return subprocess.run(words, cwd=self.folder, text=True, errors="replace",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=TIME_LIMIT_S, check=False, **more)

    def fail(self, stage, text):
        self.result.failures.append((stage, text))

    def bind_words(self, *more):
        words = ["bind", "--name", self.row.name, "--library", self.row.library,
                 "--ledger", "ledger", *more]
        for target in self.row.targets:
            words += ["--target", target]
            words += [f"--target-arg={target}={word}" for word in self.arguments(target)]
        for pattern in self.row.exclude:
            words += ["--exclude", pattern.split(":")[0]]
        return [*words, *self.row.headers.split()]

    def bind(self):
        done = self.command(str(self.settings.wherry), *self.bind_words())
        if done.returncode:
            self.fail("bind", done.stderr)
        return done.returncode == 0

    def compile(self, target):
        self.compile_with(f"{target}-gcc", target, ".")
        if "linux" not in target or not shutil.which(CLANG):
            return
        # What compiles a binding has the last word on it: with clang it is another binding.
        (self.folder / "clang").mkdir()
        done = self.command(str(self.settings.wherry), *self.bind_words(
            "--compiler", f"{target}={CLANG}", "--out", "clang", "--ledger", "clang/ledger"))
        if done.returncode:
            self.fail(f"bind for {CLANG}", done.stderr)
        else:
            self.compile_with(CLANG, target, "clang")

    def compile_with(self, compiler, target, folder):
        done = self.command(compiler, "-c", *WARNINGS, "-I", str(self.settings.runtime),
                            *self.arguments(target), f"{folder}/{self.row.name}_binding.c",
                            "-o", f"{folder}/{target}.o")
        if done.returncode:
            self.fail(compiler, done.stderr)

    def includes(self, target):
        source = self.folder / f"{target}.c"
        source.write_text("".join(f"#include <{name}>\n" for name in self.row.headers.split()))
        return source.name

    def measure(self):
        """The best of three: all targets in one run of wherry, one after the other in clang."""
        words = [str(self.settings.wherry), *self.bind_words()]
        self.result.bind_s = min(self.seconds(words) for _ in range(3))
        for target in self.row.targets:
            clang = [CLANG, "-fsyntax-only", "-w", f"--target={CLANG_TRIPLES[target]}",
                     *self.arguments(target), self.includes(target)]
            self.result.clang_s += min(self.seconds(clang) for _ in range(3))

    def seconds(self, words):
        begun = time.monotonic()
        self.command(*words)
        return time.monotonic() - begun

    # ---- What was bound ----

    def read(self):
        binding = json.loads((self.folder / f"{self.row.name}.json").read_text())
        for skipped in binding["skipped"]:
            reason = re.sub("'[^']*'", "'…'", skipped["reason"])
            self.result.reasons[skipped["kind"], reason] += 1
        for target in self.row.targets:
            self.result.outcomes.append(self.outcome(binding, target))

    def outcome(self, binding, target):
        def on_target(group):
            return [entity["name"] for entity in binding[group]
                    if any(target in variant["targets"] for variant in entity["variants"])]

        def skipped(kind):
            return [entry["name"] for entry in binding["skipped"]
                    if entry["kind"] == kind and target in entry["targets"]]
        functions = set(on_target("functions"))
        named = set(skipped("function"))
        excluded = {pattern.split(":")[0] for pattern in self.row.exclude}
        lost = self.declared(target, functions | named) - functions - named - excluded
        return Outcome(target, len(functions), len(named - functions), len(on_target("records")),
                       len(on_target("enums")), len(on_target("constants")),
                       len(skipped("macro")), sorted(lost))

    def declared(self, target, known):
        """The functions that gcc saw in the files in which any of `known` is declared first."""
        file = f"{target}.aux"
        self.command(f"{target}-gcc", "-fsyntax-only", "-w", "-aux-info", file,
                     *self.arguments(target), self.includes(target))
        text = (self.folder / file).read_text(errors="replace")
        first = {}
        for path, name in DECLARED.findall(text):
            first.setdefault(name, path)
        ours = {path for name, path in first.items() if name in known}
        return {name for name, path in first.items() if path in ours}
