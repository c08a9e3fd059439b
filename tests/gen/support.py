"""What the tests of the generator share.

    python3 TEST.py --wherry PROGRAM [--cmake ...] [CLASS...]

runs the test classes named, or all. Exit status 77 when every test was skipped, with the reason.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
THREE = ["--target", "x86_64-linux-gnu", "--target", "x86_64-w64-mingw32",
         "--target", "i686-w64-mingw32"]
TIME_LIMIT_S = 120
SETTINGS = argparse.Namespace()


class Case(unittest.TestCase):
    """A test in a new, empty folder, which is current for what it runs."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wherry-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    def run_command(self, *command, **more):
        settings = {"cwd": self.folder, "text": True, "stdin": subprocess.DEVNULL,
                    "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                    "timeout": TIME_LIMIT_S, "check": False, **more}
        return subprocess.run([str(word) for word in command], **settings)

    def wherry(self, *arguments, **more):
        return self.run_command(SETTINGS.wherry, *arguments, **more)

    def bind(self, *arguments, **more):
        return self.wherry("bind", *arguments, **more)

    def names(self, folder="."):
        return sorted(path.relative_to(self.folder / folder).as_posix()
                      for path in (self.folder / folder).rglob("*"))

    def assert_done(self, result):
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def assert_refused(self, result, status, *lines):
        """Exit status and all of stderr; "..." at the end of a line stands for any rest."""
        self.assertEqual(result.returncode, status, result.stderr)
        seen = result.stderr.splitlines()
        wanted = list(lines)
        for i, line in enumerate(wanted):
            if line.endswith("...") and i < len(seen) and seen[i].startswith(line[:-3]):
                wanted[i] = seen[i]
        self.assertEqual("\n".join(seen), "\n".join(wanted))

    def bind_ok(self, header="api.h", *arguments):
        self.assert_done(self.bind("--name", "api", "--out", "out", *arguments, header))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wherry", required=True, type=os.path.abspath)
    parser.add_argument("--source", help="Wherry's source tree")
    parser.add_argument("--runtime", help="libwherry.a")
    parser.add_argument("classes", nargs="*")
    parser.parse_args(namespace=SETTINGS)
    loader = unittest.defaultTestLoader
    tests = sys.modules["__main__"]
    suite = (loader.loadTestsFromNames(SETTINGS.classes, tests) if SETTINGS.classes
             else loader.loadTestsFromModule(tests))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if not result.wasSuccessful():
        sys.exit(1)
    for test, reason in result.skipped:
        print(f"skipped: {reason} ({test.id()})")
    sys.exit(77 if result.skipped and len(result.skipped) == result.testsRun else 0)
