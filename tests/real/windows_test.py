"""All of windows.h for both Windows targets in one run, compiled by both compilers."""
import os
import re
import shutil

from support import Case, SETTINGS, main

PROCESSORS = ["x86_64", "i686"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wstrict-prototypes",
            "-Wmissing-prototypes", "-Werror"]
KINDS = "function|stub of function|macro|data object|type|record|enum"
LINE = re.compile(rf"\S+\.(h|inl|c|dlg):\d+:\d+: ({KINDS}) '[^']+' is not bound"
                  r"( for [\w,\- ]+)?: it [^;]+; .+")


class Whole(Case):
    def bind_whole(self):
        arguments = [word for name in PROCESSORS
                     for word in ["--target", f"{name}-w64-mingw32"]]
        self.assert_done(self.bind("--name", "windows", *arguments, "--library", "kernel32",
                                   "--ledger", "windows.ledger", "windows.h"))

    def test_windows(self):
        for name in PROCESSORS:
            if not shutil.which(f"{name}-w64-mingw32-gcc"):
                self.skipTest(f"{name}-w64-mingw32-gcc is not installed")
        self.bind_whole()
        header = (self.folder / "windows_binding.h").read_text()
        self.assertGreater(len(re.findall(r"^    windows_index_", header, re.M)), 5000)
        ledger = (self.folder / "windows.ledger").read_text().splitlines()
        self.assertGreater(len(ledger), 1000)
        for line in ledger:
            self.assertRegex(line, LINE)
        for name in PROCESSORS:
            self.assert_done(self.run_command(
                f"{name}-w64-mingw32-gcc", "-c", *WARNINGS, "-I",
                os.path.join(SETTINGS.source, "runtime/include"), "windows_binding.c"))


if __name__ == "__main__":
    main()
