#!/usr/bin/env python3
"""Writes docs/POSIX.md of posix.table, posix.names and notes/.

    document.py --table posix.table --names posix.names --notes notes --out POSIX.md [--check]

notes/00-front.md stands at the beginning as it is, and after it what every other file there begins
with, if that is a section. The rest of them is lines of the form "`function`: how it differs", or
why it is absent; "`<header.h>`: why" serves all the absent functions of a header. With --check
nothing is written: it fails when the page is out of date.
"""

import argparse
import collections
import pathlib
import re
import sys

FRONT = "00-front.md"
WHENCE = {"crt": "mingw", "musl": "musl", "ours": "ours", "pthread": "winpthreads",
          "absent": "absent"}
KINDS = ["mingw", "winpthreads", "musl", "ours, exact", "ours, differs", "absent"]
LEGEND = """
From mingw: the CRT's, as it stands. From musl: compiled from its sources, over our descriptors.
⁺ an extra, not of POSIX.1-2017. The counts of POSIX include its macros.
"""
NOTE = re.compile(r"^`([^`]+)`: *(.+)$")
UNSEEN = "not shown under Wine"
UNDONE = "not done yet"

Row = collections.namedtuple("Row", "header name origin symbol tags")


def read_table(path):
    rows = {}
    for line in path.read_text().splitlines():
        words = line.split("#")[0].split()
        if words:
            rows[words[1]] = Row(*words[:4], words[4:])
    return rows


def read_names(path):
    """Names of POSIX.1-2017 with their header: lines `header: name name`, continued indented."""
    header, names = None, {}
    for line in path.read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith(" "):
            header, line = line.split(":", 1)
        names.update((name, header) for name in line.split())
    return names


def read_notes(folder):
    """What is said of each name, and each file's text before its first name."""
    notes, introductions = {}, []
    for path in sorted(folder.glob("*.md")):
        if path.name == FRONT:
            continue
        lines = path.read_text().splitlines()
        first = next((i for i, line in enumerate(lines) if NOTE.match(line)), len(lines))
        introductions.append("\n".join(lines[:first]).strip())
        for number, line in enumerate(lines[first:], first + 1):
            if not line.strip():
                continue
            match = NOTE.match(line)
            if not match:
                sys.exit(f"{path}:{number}: wanted: `function`: how it differs; got: {line}")
            for name in match[1].split(", "):
                notes[name] = "; ".join(filter(None, [notes.get(name), match[2].rstrip(".;")]))
    return notes, "\n\n".join(filter(None, introductions))


def faults(rows, names, notes):
    for name, header in names.items():
        if name not in rows:
            yield f"posix.table: {name} of {header} has no row"
    headers = {f"<{row.header}>" for row in rows.values()}
    for name in notes:
        if name not in rows and name not in headers:
            yield f"notes: {name} is not in posix.table"


def whence(row, notes):
    if row.origin != "ours":
        return WHENCE[row.origin]
    return "ours, differs" if row.name in notes or "differs" in row.tags else "ours, exact"


def words(row, notes):
    found = [notes[row.name]] if row.name in notes else []
    if row.origin == "absent" and not found:
        found = [notes.get(f"<{row.header}>", UNDONE)]
    if row.symbol == "error":
        found.append("a call does not compile")
    if "unseen" in row.tags:
        found.append(UNSEEN)
    return "; ".join(found)


def summary(rows, names, notes):
    text = "| | " + " | ".join(KINDS) + " | all |\n" + "|---" * (len(KINDS) + 2) + "|\n"
    groups = (("POSIX.1-2017", [row for row in rows.values() if row.name in names]),
              ("extras", [row for row in rows.values() if row.name not in names]))
    for title, group in groups:
        count = collections.Counter(whence(row, notes) for row in group)
        text += f"| {title} | " + " | ".join(str(count[kind]) for kind in KINDS)
        text += f" | {len(group)} |\n"
    unseen = sum("unseen" in row.tags for row in rows.values())
    return text + (f"\n{unseen} of these are {UNSEEN}, and say so.\n" if unseen else "")


def section(header, rows, names, notes):
    """The functions of one header: those of which nothing is to be said in one line per origin."""
    plain, said = collections.defaultdict(list), []
    for row in rows:
        name = f"`{row.name}`" + ("" if row.name in names else "⁺")
        text = words(row, notes)
        if text:
            said.append(((whence(row, notes), text), name))
        else:
            plain[whence(row, notes)].append(name)
    lines = [f"- {kind}: {', '.join(plain[kind])}\n" for kind in KINDS if kind in plain]
    together = collections.defaultdict(list)
    for key, name in said:
        together[key].append(name)
    lines += [f"- {kind}: {', '.join(same)}: {text}\n" for (kind, text), same in together.items()]
    return f"\n### {header}\n\n" + "".join(lines)


def page(rows, names, notes, introduction):
    text = ("<!-- Written by win32/document.py of posix.table and notes/; do not edit. -->\n\n"
            + introduction.rstrip() + "\n\n## Functions\n\n" + summary(rows, names, notes) + LEGEND)
    for header in sorted({row.header for row in rows.values()}):
        of_header = [row for _, row in sorted(rows.items()) if row.header == header]
        text += section(header, of_header, names, notes)
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option in ("table", "names", "notes", "out"):
        parser.add_argument("--" + option, type=pathlib.Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows, names = read_table(options.table), read_names(options.names)
    notes, introductions = read_notes(options.notes)
    found = list(faults(rows, names, notes))
    front = (options.notes / FRONT).read_text().rstrip()
    text = page(rows, names, notes, f"{front}\n\n{introductions}")
    if options.check and (not options.out.exists() or options.out.read_text() != text):
        found.append(f"{options.out} is out of date: build the target posix_document")
    if found:
        sys.exit("\n".join(found))
    if options.check:
        print(f"{options.out} is up to date")
    else:
        options.out.write_text(text)


main()
