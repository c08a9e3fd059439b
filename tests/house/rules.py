"""Checks the rules of the house. Usage: rules.py SOURCE-TREE

A folder whose .clang-format says `DisableFormat: true` holds data (inputs and expected outputs of
tests) and is exempt from all of them.
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDERS = ["gen", "runtime", "bindings", "examples", "bench", "tests", "win32", "cmake"]
C_SUFFIXES = {".c", ".h", ".cpp", ".hpp"}
TEXT_SUFFIXES = C_SUFFIXES | {".S", ".py", ".sh", ".cmake"}
COLUMNS = 100
FUNCTION_LINES = 70
FILE_LINES = 800

# A rule: where it holds, where it does not, what must not stand there, and why.
FORBIDDEN = [
    # win32/ is the C library, whose functions have these names.
    (r"", r"(win32|tests/posix)/", r"\b(strcpy|strcat|v?sprintf|gets|strtok|system)\s*\(",
     "the call {} is banned: it cannot be told the size, keeps state, or asks a shell"),
    # system_*.c holds the one place that may: a stub without a function, as wherry.h documents.
    (r"runtime/", r"runtime/src/system_\w+\.c$",
     r"\bfprintf\s*\(\s*stderr\b|\b_?exit\s*\(|\babort\s*\(",
     "{} in the runtime: a library neither prints nor exits; return an error"),
    (r"", r"gen/parse\w*\.[ch]$", r"^\s*#\s*include\s*<clang-c/",
     "only gen/parse*.c knows libclang"),
    (r"gen/", r"$^", r"^\s*#\s*include\s*[<\"]wherry/",
     "the generator does not include the runtime"),
]


def is_data(folder, root):
    for candidate in [folder, *folder.parents]:
        if candidate == root:
            return False
        marker = candidate / ".clang-format"
        if marker.exists() and "DisableFormat: true" in marker.read_text():
            return True
    return False


def source_files(root):
    for name in FOLDERS:
        for path in sorted((root / name).rglob("*")):
            is_text = path.suffix in TEXT_SUFFIXES or path.name == "CMakeLists.txt"
            if is_text and path.is_file() and not is_data(path.parent, root):
                yield path


def without_comments_and_strings(text):
    """The same lines with comments, strings and character constants blanked; includes are kept."""
    def blank(match):
        found = match.group(0)
        if found.startswith("#"):
            return found
        return re.sub(r"[^\n]", " ", found)
    token = r'#\s*include[^\n]*|/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'"
    return re.sub(token, blank, text, flags=re.DOTALL)


def check_sizes(lines):
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            yield number, f"{len(line)} columns; {COLUMNS} is the limit"
    if len(lines) > FILE_LINES:
        yield len(lines), f"a file of {len(lines)} lines; {FILE_LINES} is the limit"


def check_functions(lines):
    """A function's braces stand in the first column, and nothing else's do."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}"):
            length = number - (start or number) - 1
            if length > FUNCTION_LINES:
                yield start, f"a function of {length} lines; {FUNCTION_LINES} is the limit"
            start = None


def check_forbidden(name, lines):
    for where, exempt, pattern, why in FORBIDDEN:
        if re.match(where, name) and not re.match(exempt, name):
            for number, line in enumerate(lines, 1):
                found = re.search(pattern, line)
                if found:
                    yield number, why.format(f"'{found.group(0)}'")


def check_format(root, paths):
    tool = shutil.which("clang-format-14")
    if not tool:
        yield "clang-format-14 is not installed (cmake/setup.sh check)"
    elif paths:
        result = subprocess.run([tool, "--dry-run", "-Werror", *paths], cwd=root, text=True,
                                stderr=subprocess.PIPE, check=False)
        files = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", result.stderr, re.M)))
        for name in files:
            yield f"{name}: not formatted; run clang-format-14 -i {name}"
        if result.returncode and not files:
            yield result.stderr.strip()


def faults(root):
    c_files = []
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        found = list(check_sizes(text.split("\n")[:-1]))
        if path.suffix in C_SUFFIXES:
            c_files.append(name)
            code = without_comments_and_strings(text).split("\n")
            found += [*check_functions(code), *check_forbidden(name, code)]
        for number, what in found:
            yield f"{name}:{number}: {what}"
    yield from check_format(root, c_files)


if __name__ == "__main__":
    FAULTS = list(faults(Path(sys.argv[1]).resolve()))
    print("\n".join(FAULTS) or "all rules of the house are kept")
    sys.exit(1 if FAULTS else 0)
