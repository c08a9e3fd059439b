#!/usr/bin/env python3
"""Writes docs/PORTS.md: table.py RECIPES BUILD/PORTS OUT"""

import pathlib
import re
import subprocess
import sys

HEAD = """# Unix programs on Windows

<!-- Written by examples/ports/run; do not edit. -->

Source packages of the distribution, built unmodified by `x86_64-w64-mingw32-wherry-cc` and run
under Wine; `examples/ports/run` does it again and writes this page. "Its own" tests are those that
the program brings; "compared" are commands on real data whose output and exit code must be those
of the native build. The last column counts what the compiler says of formats and casts where
`long` has 32 bits and pointers have 64 (`-Wformat -Wpointer-to-int-cast -Wint-to-pointer-cast`);
in brackets what it says on Linux.

| port | leans on | tests | on Linux | on Windows | LLP64 |
|---|---|---|---|---|---|
"""
WARNING = re.compile(r"^(\S+:\d+:\d+): warning: .*"
                     r"\[-W(?:format=|pointer-to-int-cast|int-to-pointer-cast)\]", re.M)


def fields(recipe):
    """What a recipe says, as the shell reads it."""
    names = ("source", "leans", "suite", "shell", "answers")
    script = r'''. "$0"; for name; do eval "printf '%s\0' \"\${$name-}\""; done'''
    text = subprocess.run(["sh", "-c", script, str(recipe), *names], check=True,
                          capture_output=True, text=True).stdout
    return dict(zip(names, text.split("\0")))


def results(path):
    """Names of cases that passed, that did not; None if the port was not tried."""
    if not path.exists():
        return None
    lines = path.read_text(errors="replace").splitlines()
    return ([line[3:] for line in lines if line.startswith("ok ")],
            [line[7:] for line in lines if line.startswith("not ok ")])


def count(ports, system, name, found):
    if found:
        return f"{len(found[0])} of {len(found[0]) + len(found[1])}"
    return "not tried" if (ports / system / name / ".built").exists() else "not built"


def warnings(ports, system, name):
    log = ports / system / f"{name}.build.log"
    return len(set(WARNING.findall(log.read_text(errors="replace")))) if log.exists() else "-"


def main():
    recipes, ports, out = map(pathlib.Path, sys.argv[1:])
    rows, notes = [], []
    for recipe in sorted(recipes.iterdir()):
        name, say = recipe.name, fields(recipe)
        linux, windows = (results(ports / system / f"{name}.results")
                          for system in ("linux", "windows"))
        if linux is None and windows is None:
            continue
        rows.append(f"| {name} | {say['leans']} | {say['suite']} | "
                    f"{count(ports, 'linux', name, linux)} | "
                    f"{count(ports, 'windows', name, windows)} | "
                    f"{warnings(ports, 'windows', name)} "
                    f"({warnings(ports, 'linux', name)}) |\n")
        if windows and windows[1]:
            only = [case for case in windows[1] if not linux or case not in linux[1]]
            notes.append(f"- **{name}**: on Windows only: {', '.join(only[:12]) or 'none'}"
                         + (f" and {len(only) - 12} more" if len(only) > 12 else "") + ".\n")
        for word, title in (("shell", "needs a Unix shell or system"), ("answers", "answers")):
            if say[word]:
                notes.append(f"- **{name}**, {title}: {' '.join(say[word].split())}\n")
    text = HEAD + "".join(rows)
    if notes:
        text += "\n## What fails, what needs a Unix, what the build is told\n\n" + "".join(notes)
    out.write_text(text)


main()
