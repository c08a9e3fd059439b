"""Mutated notes files: bytes, lines, and what only YAML can do."""
import re

import bytes_mutations

SCALARS = [b"", b"~", b"null", b"true", b"no", b"0", b"-1", b"1e999", b"0x10", b".nan", b"''",
           b'""',
           b'"\\0"', b'"\\xff"', b"'\xff'", b"!!binary AA==", b"!!int x", b"!!map a", b"!<x> y",
           b"*",
           b"&", b"[]", b"{}", b"[[]]", b"{a: {b: c}}", b"? a", b"- -", b"|\n  x", b">-\n\n",
           b"'*'",
           b"'[a-'", b"'[[:alpha:]]*'", b"'[!a]'", b"'**?*?*?*'", b"9" * 50, b"a" * 100000,
           b"'a b'",
           b"result", b"'*size'", b"'$1'", b"'$99'", b"'$-1'", b"'$18446744073709551617'", b"'1/0'",
           b"'1%0'", b"'1<<64'", b"'1<<-1'", b"'(((((1'", b"'1 + '", b"'**size'", b"'- 1'",
           b"'a(b)'",
           b"'-9223372036854775808/-1'", b"'9223372036854775807+1'", b"negative", b"errno", b"call",
           b"sizeof(int)", b"'\"x\"'", b"';'", b"'} evil {'", b"'/*'", b"'//'", b"'0)'", b"'('",
           b"int (int)", b"'int (*)(int'", b"void", b"'int (void); int x'", b"'struct s (int)'",
           b"'int (\n'", b"store *", b"'store *'", b"'store ****'", b"unsigned", b"@x", b"`x",
           b"%x",
           b"a: b: c", b"#x", b"{", b"}", b"[", b"]", b"'", b'"', b"notes.yaml", b"other.yaml",
           b".",
           b"/dev/null", b"/", b"../x", b"a\tb", b"\xef\xbf\xbe", b'"\\ud800"', b"<<", b"=", b"..."]
KEYS = """name headers imports libraries linux windows optional include exclude functions handles
macros release invalid failure blocking rename parameters result error instantiations nullable
terminated length length_bytes ownership handle direction value callback user lifetime until destroy
when in code text buffer unknown_key store_get store_* '*' '' '[' 1 -1 0 true
null""".encode().split()


def scalars_of(data):
    return list(re.finditer(rb"(?<=[:\-\[,{] )[^\s,:\[\]{}#&*!|>'\"][^\n,\[\]{}#]*", data))


def replace_scalar(random, data, _):
    found = scalars_of(data)
    if not found:
        return data + b"\nname: x"
    place = random.choice(found)
    return data[:place.start()] + random.choice(SCALARS + KEYS) + data[place.end():]


def replace_key(random, data, _):
    found = list(re.finditer(rb"[\w*']+(?=:)", data))
    if not found:
        return data
    place = random.choice(found)
    new = random.choice(SCALARS[:20] + KEYS + [found[0].group(), b"<<", b"? [a]\n:", b"*a "])
    return data[:place.start()] + new + data[place.end():]


def anchors(random, data, _):
    """An anchor somewhere and an alias somewhere: later, earlier, or within itself."""
    for mark in random.choice([[b"&a ", b"*a "], [b"&a [*a] "], [b"*a "], [b"&a &b "], [b"&a "],
                               [b"&a ", b"<<: *a"]]):
        found = scalars_of(data)
        if found:
            place = random.choice(found)
            keep = b"" if mark[:1] == b"*" else place.group()
            data = data[:place.start()] + mark + keep + data[place.end():]
    return data


def bomb(_, data, __):
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 12)]
    return data + b"\n" + b"\n".join(lines) + b"\nheaders: *a11\n"


def duplicate_line(random, data, _):
    lines = data.split(b"\n")
    line = random.choice(lines)
    lines.insert(random.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def indent(random, data, _):
    lines = data.split(b"\n")
    i = random.randrange(len(lines))
    lines[i] = random.choice([b"  " + lines[i], b"\t" + lines[i], lines[i].lstrip(),
                              b" " + lines[i]])
    return b"\n".join(lines)


def swap_subtrees(random, data, _):
    found = [m for m in re.finditer(rb"\{[^{}\n]*\}|\[[^\[\]\n]*\]", data)]
    if len(found) < 2:
        return data
    place, other = random.choice(found), random.choice(found)
    return data[:place.start()] + other.group() + data[place.end():]


def deep(random, data, _):
    depth = random.choice([10, 500, 20000])
    text = random.choice([b"[" * depth, b"[" * depth + b"]" * depth, b"{a: " * depth, b"- " * depth,
                          b"".join(b" " * i + b"k:\n" for i in range(min(depth, 500)))])
    return data + b"\nheaders: " + text + b"\n"


def documents(random, data, _):
    return random.choice([b"---\n" + data + b"\n---\n" + data, data + b"\n...\n" + data, b"",
                          b"%YAML 9.9\n---\n" + data, b"%TAG ! x\n---\n" + data, b"---\n", b"x",
                          b"[]", b"- a\n- b", b"\xef\xbb\xbf" + data, data.decode("latin-1")
                          .encode("utf-16"), b"!!seq\n" + data, b"&a\n" + data, b"*a"])


def expression(random, data, _):
    parts = [b"result", b"*size", b"$1", b"$2", b"size", b"STORE_ERROR", b"4", b"0", b"(", b")",
             b"+",
             b"-", b"*", b"/", b"%", b"<<", b">>", b"&", b"|", b"no_such", b" ",
             b"18446744073709551615"]
    text = b"".join(random.choice(parts) for _ in range(random.choice([1, 3, 5, 9, 4000])))
    found = list(re.finditer(rb"(length(_bytes)?|failure|when): ", data))
    if not found:
        return data
    place = random.choice(found)
    end = re.compile(rb"[\n,}]").search(data, place.end())
    return data[:place.end()] + b"'" + text + b"'" + data[end.start() if end else len(data):]


OWN = [replace_scalar] * 5 + [replace_key] * 3 + [anchors] * 2 + [expression] * 2 + [
    bomb, duplicate_line, duplicate_line, indent, swap_subtrees, deep, documents]


def mutate(random, seeds):
    data = random.choice(seeds)
    mutations = OWN if random.random() < .75 else bytes_mutations.ALL
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        data = random.choice(mutations)(random, data, random.choice(seeds))
    return data
