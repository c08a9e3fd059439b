"""From a batch to the driver's lines: bind, compile, run."""
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import sources

HERE = Path(__file__).resolve().parent
RUN_LIMIT_S = 300

# Target: label of random_types.py, compiler, preset of the build, suffixes of library and program.
TARGETS = {
    "x86_64-linux-gnu": ("linux64", "gcc", "linux", ".so", ""),
    "x86_64-w64-mingw32": ("win64", "x86_64-w64-mingw32-gcc", "mingw-x86_64", ".dll", ".exe"),
    "i686-w64-mingw32": ("win32", "i686-w64-mingw32-gcc", "mingw-i686", ".dll", ".exe"),
    "i686-linux-gnu": ("linux32", "i686-linux-gnu-gcc", "linux-i686", ".so", ""),
    "aarch64-linux-gnu": ("aarch64", "aarch64-linux-gnu-gcc", "linux-aarch64", ".so", ""),
}
# Of the library. What is compiled from Wherry's own C is not optimised beyond the middle one: it
# would take longer than all else.
LEVELS = ["-O0", "-O1", "-O2", "-O0"]
# What an error of wherry_callback_create() says behind libffi's own: why it was libffi's turn.
CALLBACK_HINT = re.compile("; (wherry_force_libffi\\(\\) is on|no compiled callback has this "
                           "signature)$")


class NotHere(Exception):
    pass


class Failed(Exception):
    pass


def reason_class(text):
    """A refusal without the names of this one record."""
    return re.sub(r"\brecord .* cannot", "a record cannot", text.removeprefix("api: "))


class Answers:
    """What NAME.json says of libffi: per function and, for the arguments beyond the named ones of
    a variadic function, per type."""

    # Which registers those arguments leave, no description of the function can say.
    AT_THE_CALL = "libffi would overwrite xmm0 with a record of which a part is passed in r9"
    # What libffi calls rightly, but not back, the JSON does not name.
    CALLBACKS_ONLY = ("libffi would enter or leave this stdcall, fastcall or thiscall callback "
                      "otherwise than its callers do")

    def __init__(self, batch, made):
        said = {function["name"]: function["variants"][0]["libffi"]
                for function in made["functions"]}
        self.bound = set(said)
        self.reasons = {name: "" if answer is True else answer[0]["reason"]
                        for name, answer in said.items()}
        self.extras = {extra.spelling: self.reasons.get(f"t{i}", "")
                       for i, extra in enumerate(sources.extra_types(batch))}

    def of(self, signature):
        """The reasons for a refusal, any of which may be given; none: libffi works."""
        reasons = [self.reasons.get(f"f{signature.index}", "")]
        reasons += [self.extras[extra.spelling] for extra in signature.extras]
        return [reason for reason in reasons if reason]

    def explain(self, signature, path, text):
        """Whether a refusal in these words was foretold."""
        said = text.removeprefix("api: ")
        if path != "libffi":
            said = CALLBACK_HINT.sub("", said)
            return said in self.of(signature) or said == self.CALLBACKS_ONLY
        return said in self.of(signature) or bool(signature.extras) and said == self.AT_THE_CALL


class Target:
    def __init__(self, settings, source):
        self.settings = settings
        self.triple = settings.target
        self.label, compiler, preset, self.so, self.exe = TARGETS[settings.target]
        self.build = source / "build" / preset
        self.include = source / "runtime" / "include"
        self.compiler = (settings.compiler or compiler).split()
        self.callee_compiler = (settings.callee_compiler or " ".join(self.compiler)).split()
        for program in self.compiler[0], self.callee_compiler[0]:
            if not shutil.which(program):
                raise NotHere(f"the compiler {program} is not installed")
        self.wherry = settings.wherry or source / "build/linux/gen/wherry"
        self.runtime = Path(settings.runtime or self.build / "runtime/libwherry.a")
        if not self.runtime.exists():
            raise NotHere(f"there is no {self.runtime}: build the preset {preset} first")
        self.is_windows = self.exe == ".exe"
        self.runner, self.libffi = settings.runner.split(), settings.libffi.split()
        if self.is_windows:
            self.runner = self.runner or [source / "cmake/wherry-wine", "--dir",
                                          self.build / "wine"]
        elif self.label == "aarch64":
            self.runner = self.runner or ["qemu-aarch64", "-L", f"/usr/{self.triple}"]
        ours = source / "build/deps" / f"libffi-{self.triple}" / "lib/libffi.a"
        self.libffi = self.libffi or ([ours] if ours.exists() else ["-lffi"])

    def command(self, *words, cwd):
        words = [str(word) for word in words]
        began = time.monotonic()
        result = subprocess.run(words, cwd=cwd, text=True, errors="replace",
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, check=False)
        if self.settings.verbose:
            print(f"{time.monotonic() - began:6.2f} s  {words[0]} {words[-1]}", flush=True)
        if result.returncode:
            raise Failed(f"in {cwd}: {' '.join(words)}\n{result.stdout}")

    def compile(self, compiler, output, *words, level, cwd):
        self.command(*compiler, level, "-w", *self.quiet(compiler), "-std=gnu11",
                     *self.settings.flags.split(), "-I", self.include, "-I", HERE, "-I", cwd,
                     *words, "-o", output, cwd=cwd)

    @staticmethod
    def quiet(compiler):
        """What -w leaves: notes on how the ABI was before GCC 4.6."""
        return [] if "clang" in compiler[0] else ["-Wno-psabi"]

    def prepare(self, folder):
        """What all batches share."""
        folder.mkdir(parents=True, exist_ok=True)
        self.driver = folder / "driver.o"
        self.compile(self.compiler, self.driver, "-c", HERE / "driver.c", level="-O2", cwd=folder)

    def run_batch(self, batch, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.write_and_bind(batch, folder)
        level = (self.settings.optimise or batch.level
                 or LEVELS[sum(map(ord, batch.seed)) % len(LEVELS)])
        binding_level = self.settings.optimise or min(level, LEVELS[1])
        pic = [] if self.is_windows else ["-fPIC"]
        self.compile(self.callee_compiler, "callee.o", "-c", *pic, "callee.c", level=level,
                     cwd=folder)
        self.compile(self.compiler, "api" + self.so, "-shared", "callee.o", level=level, cwd=folder)
        static = ["-static"] if self.is_windows else ["-ldl"]
        self.compile(self.compiler, "tables.o", "-c", "-fno-lto", "tables.c", level="-O0",
                     cwd=folder)
        self.compile(self.compiler, "driver" + self.exe, "-fno-lto", "tables.o", "api_binding.c",
                     self.driver, self.runtime, *self.libffi, *static, level=binding_level,
                     cwd=folder)
        lines = self.run(folder)
        if not self.settings.keep:
            shutil.rmtree(folder)
        return lines

    def write_and_bind(self, batch, folder):
        (folder / "api.h").write_text(sources.header(batch))
        visibility = "__declspec(dllexport) " if self.is_windows else ""
        (folder / "callee.c").write_text(sources.library(batch, visibility))
        self.command(self.wherry, "bind", "--name", "api", "--target", self.triple, "--lang", "c",
                     "--lang", "json", "--callbacks", "1", "--library",
                     "{application}/api" + self.so, "api.h", cwd=folder)
        batch.answers = Answers(batch, json.loads((folder / "api.json").read_text()))
        (folder / "tables.c").write_text(sources.tables(batch, batch.answers))

    # ---- Running ---------------------------------------------------------------------------------

    def run(self, folder):
        """The driver's lines. Where it dies, a line says at which call, and it goes on behind."""
        lines, start = [], []
        while True:
            progress = folder / "progress"
            progress.write_text("")
            began = time.monotonic()
            with open(folder / "output", "w+", encoding="utf-8", errors="replace") as output:
                try:
                    status = subprocess.run(
                        [str(word) for word in [*self.runner, f"./driver{self.exe}",
                                                progress.name, *start]],
                        cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                        stderr=subprocess.STDOUT, timeout=RUN_LIMIT_S, check=False).returncode
                except subprocess.TimeoutExpired:
                    status = f"none in {RUN_LIMIT_S} s"
                output.seek(0)
                new = output.read().splitlines()
            if self.settings.verbose:
                print(f"{time.monotonic() - began:6.2f} s  driver", flush=True)
            lines += new
            if new and new[-1].startswith("done "):
                return lines
            place = progress.read_text().split()
            if len(place) != 5:
                raise Failed(f"in {folder}: the driver ended with {status} before its first call:\n"
                             + "\n".join(new[-20:]))
            index, path, name, calls, skipped = place
            rest = [line for line in new if not line.startswith(("difference ", "refused "))]
            print("\n".join(rest[-30:]), file=sys.stderr)
            lines.append(f"difference {index} {name}: the program ended here with status {status}")
            lines.append(f"done {calls} calls, {skipped} skipped")
            start = [index, str(int(path) + 1)]
