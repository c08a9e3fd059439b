"""Command lines: every option, in every order, with values that fit and that do not."""
VALUES = {
    b"--name": [b"api", b"api", b"api", b"", b"3d", b"int", b"wherry", b"\xff", b"a" * 5000],
    b"--target": [b"x86_64-linux-gnu", b"x86_64-w64-mingw32", b"i686-w64-mingw32",
                  b"i686-linux-gnu", b"aarch64-linux-gnu", b"vax", b"", b"\xff\xfe"],
    b"--lang": [b"c", b"json", b"c", b"cobol", b""],
    b"--library": [b"z", b"libz.so.1", b"", b"\xff", b"{system}/x.dll", b"{", b"/", b"a b",
                   b"\"\\\n", b"x" * 70000],
    b"--notes": [b"notes.yaml", b"missing.yaml", b".", b"/dev/null", b"api.h", b""],
    b"--prefix": [b"w_", b"", b"9", b"\xc3"],
    b"--out": [b"out", b"a/b/c", b".", b"file/out", b"/dev/null", b"/dev/null/x", b"/proc/none",
               b"",
               b"x" * 300, b"\xff"],
    b"--include": [b"*", b"api_*", b"[", b"'", b"no_such", b"*.h", b"**?**?*x", b"", b"\xff"],
    b"--exclude": [b"*", b"api_*", b"[!", b"api.h", b"", b"\xff"],
    b"--target-arg": [b"x86_64-linux-gnu=-DX", b"x86_64-linux-gnu=-I", b"vax=-DX", b"=", b"",
                      b"x86_64-linux-gnu=", b"x86_64-linux-gnu=-include",
                      b"i686-w64-mingw32=-std=c99"],
    b"--compiler": [b"x86_64-linux-gnu=gcc", b"x86_64-linux-gnu=true", b"x86_64-linux-gnu=false",
                    b"x86_64-linux-gnu=/missing", b"x86_64-linux-gnu=.", b"x86_64-linux-gnu=",
                    b"x86_64-linux-gnu=echo", b"vax=gcc", b"", b"x86_64-linux-gnu=clang-14"],
    b"--report": [b"report", b"-", b"/dev/full", b"/dev/null", b".", b"file/x", b"", b"api.h/x"],
    b"--depfile": [b"d", b"out/d", b"/dev/full", b".", b"", b"a\nb", b"file/d"],
    b"--depfile-target": [b"t", b"a b$c#", b"", b"\xff", b":"],
    b"--ledger": [b"ledger", b"/dev/full", b"/dev/null", b".", b"out/api.json", b""],
    b"--dump": [b"model", b"tokens", b""],
    b"--timeout": [b"20", b"1", b"0", b"-1", b"99999999999999999999", b"x", b""],
    b"--no-verify": [], b"--strict": [], b"--help": [], b"-h": [], b"-": [], b"--n": [], b"--t": [],
    b"--=": [], b"--name=": [], b"--strict=1": [], b"-x": [], b"-\xff": [], b"--version": [],
}
HEADERS = [b"api.h", b"api.h", b"api.h", b"other.h", b"missing.h", b".", b"/dev/null",
           b"notes.yaml",
           b"", b"\xff.h", b"stdio.h", b"file/api.h", b"./api.h", b"a\"b.h", b"a>b.h", b"a\nb.h",
           b"x" * 5000, b"-"]
CLANG = [b"-I.", b"-I", b"-DX", b"-D", b"-DX=\"", b"-UX", b"-include", b"api.h", b"-std=c99",
         b"-std=c++17", b"-x", b"c++", b"-xassembler", b"-E", b"-v", b"-###", b"-fsyntax-only",
         b"--",
         b"-m32", b"-target", b"sparc-sun-solaris", b"-fno-such", b"-W", b"-Werror", b"", b"\xff",
         b"-Xclang", b"-ast-dump", b"-nostdinc", b"@missing", b"-O9", b"-fpack-struct=1", b"--help",
         b"-fshort-enums", b"-funsigned-char", b"-fms-extensions", b"-imacros", b"-isystem", b"-"]


def one(random):
    option = random.choice(list(VALUES))
    values = VALUES[option]
    if not values:
        return [option]
    value = random.choice(values)
    shape = random.random()
    if shape < .05:
        return [option]
    return [option + b"=" + value] if shape < .2 else [option, value]


def mutate(random, _):
    """The words behind `wherry`."""
    words = [[b"--name", b"api"], [b"--no-verify"]] if random.random() < .8 else []
    words += [one(random) for _ in range(random.choice([0, 1, 1, 2, 3, 6, 20]))]
    words += [[random.choice(HEADERS)] for _ in range(random.choice([0, 1, 1, 1, 2]))]
    random.shuffle(words)
    if random.random() < .25:
        words.append([b"--", *(random.choice(CLANG) for _ in range(random.randrange(4)))])
    flat = [word for group in words for word in group]
    command = b"bind" if random.random() < .95 else random.choice(
        [b"", b"binds", b"call", b"--help", b"--version", b"\xff", b"-"])
    return [command, *flat]
