"""Golden tests: golden/CASE.h goes in, golden/CASE.KIND is what must come out.

    python3 golden_test.py --wherry PROGRAM [CASE...]             compare
    python3 golden_test.py --wherry PROGRAM --bless [CASE...]     rewrite what exists

Only the kinds for which a file exists are compared; to add one, create it empty and bless.
CASE.args holds more arguments, one per line. A case with CASE.err must fail: it holds the exit
status and all that was said. Where a dump names a file of the system, the folder is left out.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from support import THREE

GOLDEN = Path(__file__).resolve().parent / "golden"
OUTPUTS = {".binding.h": "{}_binding.h", ".binding.c": "{}_binding.c", ".json": "{}.json",
           ".ledger": "{}.ledger"}


def run(wherry, case, out, *more):
    arguments = GOLDEN / f"{case}.args"
    words = arguments.read_text().splitlines() if arguments.exists() else []
    return subprocess.run(
        [wherry, "bind", "--name", case, *THREE, *words, "--out", str(out), *more, f"{case}.h"],
        cwd=GOLDEN, capture_output=True, text=True, check=False)


def failure(result):
    return f"exit status {result.returncode}\n{result.stdout}{result.stderr}"


def produce(wherry, case, kinds, out):
    """What the tool makes of a case: {kind: text}; None for a file that it did not write."""
    ledger = out / f"{case}.ledger"
    result = run(wherry, case, out, "--lang", "c", "--lang", "json", "--ledger", str(ledger))
    if result.returncode or result.stderr or ".err" in kinds:
        return {".err": failure(result)}
    made = {".err": None}
    for kind, pattern in OUTPUTS.items():
        path = out / pattern.format(case)
        made[kind] = path.read_text() if path.exists() else None
    if ".dump" in kinds:
        dump = run(wherry, case, out, "--dump", "model").stdout
        made[".dump"] = re.sub(r"  /\S*/(\S+)$", r"  SYSTEM/\1", dump, flags=re.M)
    return made


def check(wherry, case, bless):
    kinds = {kind for kind in [*OUTPUTS, ".dump", ".err"] if (GOLDEN / f"{case}{kind}").exists()}
    if not kinds:
        return [f"{case}: there is nothing to compare with\n"]
    with tempfile.TemporaryDirectory() as folder:
        made = produce(wherry, case, kinds, Path(folder))
    faults = []
    for kind in sorted(kinds | {".err"}):
        path = GOLDEN / f"{case}{kind}"
        wanted = path.read_text() if path.exists() else None
        seen = made.get(kind)
        if seen == wanted:
            continue
        if bless and seen is not None and wanted is not None:
            path.write_text(seen)
            print(f"blessed {path.name}")
            continue
        faults += difflib.unified_diff(
            (wanted or "").splitlines(True), (seen or "").splitlines(True),
            f"{path.name} (wanted)", f"{path.name} (seen)")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wherry", required=True, type=os.path.abspath)
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("cases", nargs="*")
    settings = parser.parse_args()
    cases = settings.cases or sorted(path.stem for path in GOLDEN.glob("*.h")
                                     if "." not in path.stem)
    failed = 0
    for case in cases:
        faults = check(settings.wherry, case, settings.bless)
        print(f"{case}: {'differs' if faults else 'ok'}")
        sys.stdout.writelines(faults)
        failed += bool(faults)
    print(f"{len(cases)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
