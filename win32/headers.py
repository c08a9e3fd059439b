#!/usr/bin/env python3
"""Makes the header tree of wherry::posix.

    headers.py --musl DIR --table posix.table --own include --more more --private musl
        --gates gates.list --out DIR

writes DIR/include, which user code sees, DIR/c++, which C++ sees before its own library, and
DIR/src, the private headers of musl's sources.

Headers are ours (win32/include) or musl's, to which ours in win32/more are appended. A declaration
of a function that the table gives a label gets an assembler name, so that no macro renames
anything; one that the table calls absent is left out, so that a compiler and a configure script see
the truth. The headers of the CRT and of Windows that may be seen beside ours are gated: while they
are read, the macros that tell Windows are there.
"""

import argparse
import pathlib
import re
import sys

LABEL = "wherry_posix_"
LABEL_H = f"""#ifdef __x86_64__
#define __WHERRY_LABEL(name) __asm__("{LABEL}" #name)
#else
#define __WHERRY_LABEL(name) __asm__("_{LABEL}" #name)
#endif
#ifdef __WHERRY_FORK__ /* linked with the archive that has it, to fail with ENOSYS */
#define __WHERRY_ERROR(name)
#else
#define __WHERRY_ERROR(name) __attribute__((__error__(#name ": see docs/POSIX.md")))
#endif
"""

# What musl takes from the width of a pointer and LLP64 says otherwise: text, replacement.
ADJUST = {
    "inttypes.h": [('#define __PRI64  "l"\n#define __PRIPTR "l"',
                    '#define __PRI64  "ll"\n#define __PRIPTR "ll"')],
    "stdint.h": [("INT64_C(c) c ## L\n", "INT64_C(c) c ## LL\n"),
                 ("UINT64_C(c) c ## UL\n", "UINT64_C(c) c ## ULL\n"),
                 ("INTMAX_C(c)  c ## L\n", "INTMAX_C(c)  c ## LL\n"),
                 ("UINTMAX_C(c) c ## UL\n", "UINTMAX_C(c) c ## ULL\n"),
                 ("#define WINT_MAX UINT32_MAX", "#define WINT_MAX UINT16_MAX")],
    "stdio.h": [("#define BUFSIZ 1024", "#define BUFSIZ 8192")],  # calls are dear
    "errno.h": [("int *__errno_location(void);\n#define errno (*__errno_location())",
                 "int *_errno(void);\n#define errno (*_errno())")],
    "wchar.h": [("#define WEOF 0xffffffffU", "#define WEOF ((wint_t)0xffff)")],
    "wctype.h": [("#define WEOF 0xffffffffU", "#define WEOF ((wint_t)0xffff)")],
}
# Which functions take a format, and where; musl's headers do not say. The compiler's default for
# this target is the CRT's dialect, which ours is not.
FORMATS = {
    "printf": """printf 1 2, fprintf 2 3, dprintf 2 3, sprintf 2 3, snprintf 3 4, asprintf 2 3,
        vprintf 1 0, vfprintf 2 0, vdprintf 2 0, vsprintf 2 0, vsnprintf 3 0, vasprintf 2 0,
        err 2 3, errx 2 3, warn 1 2, warnx 1 2, verr 2 0, verrx 2 0, vwarn 1 0, vwarnx 1 0,
        syslog 2 3, vsyslog 2 0""",
    "scanf": "scanf 1 2, fscanf 2 3, sscanf 2 3, vscanf 1 0, vfscanf 2 0, vsscanf 2 0",
    "strftime": "strftime 3 0, strftime_l 3 0",
}
FORMAT_OF = {words[0]: f" __attribute__((__format__(gnu_{kind}, {words[1]}, {words[2]})))"
             for kind, rows in FORMATS.items() for words in map(str.split, rows.split(","))}

NULL_MUSL = "#define NULL 0L"
NULL_OURS = "#define NULL __null"

# The headers of the C++ library; those that C has too find ours behind their own.
CXX = """algorithm any array atomic barrier bit bitset cassert ccomplex cctype cerrno cfenv cfloat
charconv chrono cinttypes ciso646 climits clocale cmath codecvt compare complex complex.h concepts
condition_variable coroutine csetjmp csignal cstdalign cstdarg cstdbool cstddef cstdint cstdio
cstdlib cstring ctgmath ctime cuchar cwchar cwctype cxxabi.h deque exception execution expected
fenv.h filesystem forward_list fstream functional future initializer_list iomanip ios iosfwd
iostream istream iterator latch limits list locale map math.h memory memory_resource mutex new
numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set
shared_mutex source_location span spanstream sstream stack stacktrace stdatomic.h stdexcept stdlib.h
stop_token streambuf string string_view strstream syncstream system_error tgmath.h thread tuple
type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
version""".split()

OWN_OUTRIGHT = {"pthread.h"}  # musl has private additions to it, which make no sense here

HIDDEN = """_WIN32 WIN32 __WIN32 __WIN32__ _WIN64 WIN64 __WIN64 __WIN64__ WINNT __WINNT __WINNT__
__MINGW32__ __MINGW64__""".split()


def read_table(path):
    """Rows of (header, function, origin, symbol) by function."""
    rows = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) < 4 or words[2] not in ("musl", "ours", "crt", "pthread", "absent"):
            sys.exit(f"{path}:{number}: wanted: header function origin symbol, got: {line}")
        if words[1] in rows:
            sys.exit(f"{path}:{number}: {words[1]} stands here twice")
        rows[words[1]] = words
    return rows


FUNCTION = re.compile(r"^(?!typedef\b|static\b)(?:__attribute__\s*\(\(.*?\)\)\s*)?"
                      r"(?:[^(){}=;]*?\(\s*\*\s*(\w+)\s*\(|[^(){}=;]*?\b(\w+)\s*\()", re.S)
DATA = re.compile(r"^extern\s[^()]*?(\w+)\s*(\[[^]]*\])*\s*$", re.S)


class Labeller:
    """One header's text, its declarations labelled or left out."""

    def __init__(self, table, name):
        self.table = table
        self.name = name
        self.seen = []

    def declaration(self, text):
        body = text[:-1]  # without the semicolon
        match = FUNCTION.match(body.strip())
        name = match and (match[1] or match[2]) or None
        if name is None and (data := DATA.match(body.strip())):
            name = data[1]
            if name not in self.table:
                return text
        if name is None or name.startswith("__") and name not in self.table:
            return text
        if name in ("__attribute__", "_Static_assert"):
            return text
        self.seen.append(name)
        row = self.table.get(name)
        if row is None:
            sys.exit(f"posix.table: {name} of {self.name} is missing: say whence it comes")
        if row[3] == "error":
            return f"{body.rstrip()} __WHERRY_ERROR({name});"
        if row[2] == "absent":
            return ""
        if row[3] == "label":
            lead, attributes = re.match(r"^(.*?)(\s*__attribute__\s*\(\(.*\)\)\s*)?$", body,
                                        re.S).groups()
            return f"{lead} __WHERRY_LABEL({name}){attributes or ''}{FORMAT_OF.get(name, '')};"
        return f"{body}{FORMAT_OF.get(name, '')};"

    def label(self, text):
        out, piece, depth = [], "", 0
        for part in DIRECTIVE.split(strip_comments(text)):
            if DIRECTIVE.match(part):
                if piece.strip():  # a conditional amid a declaration
                    piece += part
                else:
                    out += [piece, part]
                    piece = ""
                continue
            for char in part:
                piece += char
                if char == "{" and re.fullmatch(r'extern\s+"C"\s*{', piece.strip()):
                    out.append(piece)
                    piece = ""
                elif char in "{}":
                    depth += 1 if char == "{" else -1
                    inline = depth == 0 and piece.lstrip().startswith("static")
                    if depth < 0 or inline:
                        out.append(piece)
                        piece, depth = "", 0
                elif char == ";" and depth == 0:
                    space = re.match(r"\s*", piece)[0]
                    out += [space, self.declaration(piece[len(space):])]
                    piece = ""
        return "".join(out + [piece])


DIRECTIVE = re.compile(r"(^[ \t]*#(?:[^\n\\]|\\\n|\\.)*\n)", re.M)


def strip_comments(text):
    return re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n") or " ", text, flags=re.S)


def adjust(name, text):
    for old, new in ADJUST.get(name, []):
        if old not in text:
            sys.exit(f"headers.py: musl's {name} has no longer: {old.splitlines()[0]}")
        text = text.replace(old, new)
    return text.replace(NULL_MUSL, NULL_OURS)


def alltypes(own, musl):
    """musl's notation for types that several headers declare: TYPEDEF t name; STRUCT name {...};"""
    text = own.read_text() + "".join(
        line for line in musl.read_text().splitlines(keepends=True)
        if not re.search(r"^TYPEDEF .*\b(pthread_\w+|mtx_t|cnd_t|wint_t|wctype_t|suseconds_t);",
                         line))
    text = re.sub(r"^TYPEDEF (.*\s\**)(\w+);",
                  r"#if defined(__NEED_\2) && !defined(__DEFINED_\2)\ntypedef \1\2;\n"
                  r"#define __DEFINED_\2\n#endif", text, flags=re.M)
    return re.sub(r"^(STRUCT|UNION) (\w+) (.*);",
                  lambda m: f"#if defined(__NEED_{m[1].lower()}_{m[2]}) && "
                  f"!defined(__DEFINED_{m[1].lower()}_{m[2]})\n{m[1].lower()} {m[2]} {m[3]};\n"
                  f"#define __DEFINED_{m[1].lower()}_{m[2]}\n#endif", text, flags=re.M)


def gate(name):
    lean = ("#ifndef WIN32_LEAN_AND_MEAN /* windows.h alone is not a request for Winsock */\n"
            "#define WIN32_LEAN_AND_MEAN\n#endif\n"
            "#include <wchar.h> /* for its stralign.h */\n") if name == "windows.h" else ""
    after = "#undef _USE_32BIT_TIME_T\n" if name == "_mingw.h" else ""
    return (f"#pragma GCC system_header\n{lean}#include <wherry/windows_on.h>\n"
            f"#include_next <{name}>\n{after}#include <wherry/windows_off.h>\n")


def windows_on():
    return "".join(f'#pragma push_macro("{name}")\n#undef {name}\n#define {name} 1\n'
                   for name in HIDDEN if "64" not in name) + (
        "#ifdef __x86_64__\n" + "".join(f'#pragma push_macro("{name}")\n#undef {name}\n'
                                        f"#define {name} 1\n" for name in HIDDEN if "64" in name)
        + "#endif\n")


def windows_off():
    return "".join(f'#pragma pop_macro("{name}")\n' for name in HIDDEN if "64" not in name) + (
        "#ifdef __x86_64__\n" + "".join(f'#pragma pop_macro("{name}")\n' for name in HIDDEN
                                        if "64" in name) + "#endif\n")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option in ("musl", "table", "own", "more", "private", "gates", "out"):
        parser.add_argument("--" + option, type=pathlib.Path, required=True)
    options = parser.parse_args()
    table = read_table(options.table)
    sources = {}
    for root in (options.musl / "arch/generic", options.musl / "include", options.own):
        for path in sorted(root.rglob("*.h")):
            sources[str(path.relative_to(root))] = path
    gates = options.gates.read_text().split()
    wanted = set(sources) - set(re.findall(r"^# without (\S+)", options.table.read_text(), re.M))
    include = options.out / "include"
    seen = set()
    for name in sorted(wanted - set(gates)):
        if name not in sources:
            sys.exit(f"{options.table}: {name} is neither ours nor musl's")
        labeller = Labeller(table, name)
        text = sources[name].read_text()
        if sources[name].is_relative_to(options.musl):
            text = adjust(name, text)
        more = options.more / name
        if more.exists():
            text += more.read_text()
        write(include / name, "#pragma GCC system_header\n#include <wherry/label.h>\n"
              + labeller.label(text))
        seen.update((name, function) for function in labeller.seen)
    write(include / "bits/alltypes.h",
          alltypes(options.own / "bits/alltypes.h.in", options.musl / "include/alltypes.h.in"))
    for name in gates:
        write(include / name, gate(name))
    for name in CXX:
        write(options.out / "c++" / name, gate(name))
    write(include / "wherry/windows_on.h", windows_on())
    write(include / "wherry/windows_off.h", windows_off())
    write(include / "wherry/label.h", LABEL_H)
    write(options.out / "src/internal/labels.h", "".join(
        f'#define WHERRY_LABEL_{name} ~, "{LABEL}{name}"\n'
        for name, row in table.items() if row[3] == "label"))
    for folder in ("include", "internal"):  # beside each other as musl has them
        private = {path.relative_to(root): path
                   for root in (options.musl / "src" / folder, options.private / folder)
                   for path in sorted(root.rglob("*.[ch]"))}
        for name, path in private.items():
            if str(name) not in OWN_OUTRIGHT:
                write(options.out / "src" / folder / name, path.read_text())
    for row in table.values():
        if (row[2] in ("musl", "ours") and row[3] != "macro" and row[0] not in gates
                and (row[0], row[1]) not in seen):
            sys.exit(f"{options.table}: {row[0]} does not declare {row[1]}")


main()
