"""Binds every example of docs/CONSTRUCTS.md and holds its table against what came of it.

usage: constructs_test.py CONSTRUCTS.md WHERRY SOURCE-FOLDER WORK-FOLDER

Examples of sysv_abi have a header of their own, for the reason that the table gives.
"""

import json
import os
import re
import shutil
import subprocess
import sys

TRIPLES = {"Linux": "x86_64-linux-gnu", "Win64": "x86_64-w64-mingw32", "Win32": "i686-w64-mingw32"}
GROUPS = {"Linux": ["Linux"], "Win64": ["Win64"], "Win32": ["Win32"], "Windows": ["Win64", "Win32"]}
COMPILERS = ["x86_64-linux-gnu-gcc", "clang-14", "x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc"]
ROW = re.compile(r"^\| (?!\*\*|construct |-)(.*) \|$", re.M)
NONE = "–"


class Row:
    def __init__(self, line):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", f" {line} ")]
        if len(cells) != 6:
            sys.exit(f"not six cells: {line}")
        cells = [cell.replace("\\|", "|") for cell in cells]
        self.title, example, *claims, notes = cells
        self.code = "\n".join(re.findall(r"`([^`]+)`", example)) + "\n"
        name = r"\b[fdK]_\w+"
        names = re.findall(name, self.title) or re.findall(name, self.code)
        functions = [found for found in names if found.startswith("f_")]
        self.names = list(dict.fromkeys(functions or names))
        self.claims = [per_target(claim) for claim in claims]
        self.json = json.loads("{" + ", ".join(re.findall(r'`("\w+": [^`]+)`', notes)) + "}")


def per_target(claim):
    """{"Linux": words, ...}: "stub", or "Linux: stub; Windows: thunk"."""
    if claim == NONE:
        return {}
    words = {}
    parts = re.split(r"(?:^|; )(Linux|Win64|Win32|Windows): ", claim)
    if len(parts) == 1:
        return dict.fromkeys(TRIPLES, claim)
    for group, text in zip(parts[1::2], parts[2::2]):
        words.update(dict.fromkeys(GROUPS[group], text))
    return words


class Bound:
    """What `wherry bind` made of some rows."""

    def __init__(self, name, rows, preamble, notes):
        with open(f"{name}.h", "w", encoding="utf-8") as header:
            header.write("#pragma once\n#pragma GCC system_header\n" + preamble)
            header.writelines(row.code for row in rows)
        command = [WHERRY, "bind", "--name", name, "--ledger", f"{name}.ledger",
                   "--target-arg", f"{TRIPLES['Win32']}=-msse2"]
        for triple in TRIPLES.values():
            command += ["--target", triple]
        if notes:
            with open(f"{name}.yaml", "w", encoding="utf-8") as file:
                file.write(notes)
            command += ["--notes", f"{name}.yaml"]
        subprocess.run([*command, f"{name}.h"], check=True)
        with open(f"{name}.json", encoding="utf-8") as file:
            self.made = json.load(file)
        with open(f"{name}_binding.c", encoding="utf-8") as file:
            self.text = file.read()

    def entity(self, name):
        for kind in ["functions", "data", "constants"]:
            for entity in self.made[kind]:
                if entity["name"] == name:
                    return kind, entity
        for entity in self.made["enums"]:
            if any(item["name"] == name for variant in entity["variants"]
                   for item in variant["enumerators"]):
                return "constants", entity
        return None, {"variants": []}

    def row(self, name, i):
        """(number of the signature, flags) of a function, on the i-th target."""
        one = r"(ON\([^)]*\)|\w+)"
        row = re.search(rf"\{{{one}, {one}, {one}, ([^}}]*)\}}, /\* {name} \*/", self.text)
        return [on_target(text, i) for text in row.groups()[2:]]

    def invoker(self, signature, i):
        table = re.search(r"__invokers\[\] = \{\n(.*?)\n\};", self.text, re.S).group(1)
        if not signature.isdigit():
            return "NULL"
        return on_target(table.split("\n")[int(signature)].strip().rstrip(","), i)

    def facts(self, name, target):
        """(in C, described, libffi) on a target; None where it is not declared."""
        triple = TRIPLES[target]
        for skipped in self.made["skipped"]:
            if skipped["name"] == name and triple in skipped["targets"]:
                return [f"ledger: {skipped['reason']}"]
        kind, entity = self.entity(name)
        variant = next((v for v in entity["variants"] if triple in v["targets"]), None)
        if not variant:
            return []
        if kind == "constants":
            return ["constant"]
        if kind == "data":
            return ["copy" if variant.get("static") else "data"]
        i = list(TRIPLES).index(target)
        signature, flags = self.row(name, i)
        how = "thunk" if "thunk" in variant else "C stub" if "C_STUB" in flags else "stub"
        described = "no invoker" if self.invoker(signature, i) == "NULL" else "invoker"
        return [how, described, libffi(variant, triple)]


def on_target(text, i):
    return text[3:-1].split(", ")[i] if text.startswith("ON(") else text


def libffi(variant, triple):
    for refusal in [] if variant["libffi"] is True else variant["libffi"]:
        if triple in refusal["targets"]:
            return "no: " + refusal["reason"]
    return "yes"


def agrees(claim, fact):
    """A reason may be told in part."""
    if claim.startswith("no: it has no such type"):
        return fact.startswith("no: the type of a value cannot be passed by libffi")
    kind, colon, words = claim.partition(": ")
    return fact.startswith(kind + colon) and words in fact if colon else claim == fact


def check_row(row, bound):
    faults = []
    for name in row.names:
        for target in TRIPLES:
            facts = bound.facts(name, target)
            claims = [claim[target] for claim in row.claims if target in claim]
            if len(facts) != len(claims) or not all(map(agrees, claims, facts)):
                faults.append(f"{row.title} ({name}, {target}): said {claims}, is {facts}")
        _, entity = bound.entity(name)
        for key, value in row.json.items():
            for variant in entity["variants"]:
                if {**entity, **variant}.get(key) != value:
                    faults.append(f"{name}: {key} is not {value}: {variant}")
    if not row.names and row.claims[0] != dict.fromkeys(TRIPLES, "type"):
        faults.append(f"{row.title}: nothing is named")
    return faults


def compile_with_all(name, include):
    """The header's own warnings are its own: it says that it is the system's, and for GCC's
    -Wunused-function that is not enough."""
    for compiler in COMPILERS:
        subprocess.run([compiler, "-O2", "-msse2", "-Wall", "-Wextra", "-Werror", "-Wno-psabi",
                        "-Wno-unused-function",
                        f"-I{include}", "-c", f"{name}_binding.c", "-o", f"{name}.o"], check=True)


def main():
    document, _, source, work = sys.argv[1:]
    include = os.path.abspath(os.path.join(source, "runtime/include"))
    with open(document, encoding="utf-8") as file:
        text = file.read()
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    os.chdir(work)
    preamble, notes = (re.search(rf"^```{kind}\n(.*?)^```", text, re.M | re.S).group(1)
                       for kind in ["c", "yaml"])
    table = text[text.index("| construct | example |"):]
    rows = [Row(match) for match in ROW.findall(table)]
    faults = []
    for name, is_in in [("constructs", lambda row: "sysv_abi" not in row.code),
                        ("foreign", lambda row: "sysv_abi" in row.code)]:
        own = [row for row in rows if is_in(row)]
        bound = Bound(name, own, preamble, notes if name == "constructs" else "")
        compile_with_all(name, include)
        for row in own:
            faults += check_row(row, bound)
    print("\n".join(faults) or f"{len(rows)} constructs are bound as the table says")
    return 1 if faults else 0


if __name__ == "__main__":
    WHERRY = os.path.abspath(sys.argv[2])
    sys.exit(main())
