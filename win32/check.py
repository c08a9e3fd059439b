#!/usr/bin/env python3
"""Holds posix.table against the library: every function that it promises is there under the name
that it says, what it calls absent is not, and no symbol stands in the way of the toolchain's own.

    check.py --table posix.table --library libwherry_posix.a --triple TRIPLE
"""

import argparse
import pathlib
import subprocess
import sys

LABEL = "wherry_posix_"
# The libraries that every program is linked with, or that ours asks for.
TOOLCHAIN = "msvcrt mingwex mingw32 ws2_32 winpthread".split()
# Data and functions that programs declare for themselves: theirs must be ours.
OWN_IN_SPITE = {"getopt", "getopt_long", "getopt_long_only", "optarg", "optind", "opterr", "optopt"}


def symbols(triple, library):
    """The names that a library defines, as C spells them."""
    lines = subprocess.run([f"{triple}-nm", "-g", "--defined-only", library], check=False,
                           capture_output=True, text=True).stdout.splitlines()
    names = {words[2] for words in map(str.split, lines) if len(words) == 3}
    return {name[1:] for name in names if name[:1] == "_"} if triple[0] == "i" else names


def faults(table, ours, toolchain):
    for number, line in enumerate(table.read_text().splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        header, name, origin, symbol = words[:4]
        wanted = LABEL + name if symbol == "label" else name
        if origin in ("musl", "ours") and symbol != "macro" and wanted not in ours:
            yield f"{table}:{number}: {header} promises {name}, and the library has no {wanted}"
        if origin in ("absent", "crt", "pthread") and {name, LABEL + name} & ours:
            yield f"{table}:{number}: the library has {name}, which the table calls {origin}"
    for name in sorted(ours & toolchain - OWN_IN_SPITE):
        yield f"{name} is defined here and by the toolchain: give it a label"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", type=pathlib.Path, required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--triple", required=True)
    options = parser.parse_args()
    toolchain = set()
    for name in TOOLCHAIN:
        path = subprocess.run([f"{options.triple}-gcc", f"-print-file-name=lib{name}.a"],
                              check=True, capture_output=True, text=True).stdout.strip()
        toolchain |= symbols(options.triple, path)
    found = list(faults(options.table, symbols(options.triple, options.library), toolchain))
    print("\n".join(found) or "the table and the library agree")
    return 1 if found else 0


sys.exit(main())
