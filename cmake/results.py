"""Sums up what ctest found. Usage: results.py BUILD-FOLDER PRESET:STATE...

STATE is `tested`; `skipped`, and BUILD-FOLDER/deps/PRESET.skip says why; or the step that failed:
`setup`, `configure` or `build`. The last line is
`N passed, N failed` or `N passed, N failed, N skipped`; the exit status is 1 if anything failed.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def reason(case):
    """Why a test was skipped: what it said itself, else what ctest says."""
    output = case.findtext("system-out") or ""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    said = [line for line in lines if re.search(r"skip", line, re.I)]
    skipped = case.find("skipped")
    told = skipped.get("message", "") if skipped is not None else ""
    return (said or lines[-1:] or [told or "no reason given"])[0]


def outcome(case):
    status = case.get("status")
    if case.find("failure") is not None or status == "fail":
        return "failed"
    if case.find("skipped") is not None or status in ("notrun", "disabled"):
        # A program that was never built is no test that was skipped on purpose.
        told = case.find("skipped")
        missing = told is not None and "Unable to find" in told.get("message", "")
        return "failed" if missing else "skipped"
    return "passed"


def read(path):
    cases = list(ElementTree.parse(path).getroot().iter("testcase"))
    return [(case.get("name"), outcome(case), reason(case)) for case in cases]


def main(folder, presets):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for preset, state in (word.split(":") for word in presets):
        try:
            tests = read(folder / preset / "junit.xml") if state == "tested" else []
            if state == "skipped":
                why = (folder / "deps" / f"{preset}.skip").read_text(encoding="utf-8").strip()
                tests = [("the preset", state, why)]
            if not tests:
                tests = [(state if state != "tested" else "tests", "failed", "")]
        except (OSError, ElementTree.ParseError) as error:
            tests = [(f"ctest ({error})", "failed", "")]
        count = {kind: sum(1 for test in tests if test[1] == kind) for kind in total}
        print(f"{preset + ':':14} " + ", ".join(f"{n} {kind}" for kind, n in count.items()))
        for name, kind, why in tests:
            if kind != "passed":
                print(f"    {kind} {name}" + (f": {why}" if kind == "skipped" else ""))
        for kind, n in count.items():
            total[kind] += n
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"{total['passed']} passed, {total['failed']} failed{skipped}")
    return 1 if total["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
