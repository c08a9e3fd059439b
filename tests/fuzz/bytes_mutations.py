"""Mutations that know nothing of what the bytes mean. Each: (random, data, other seed) -> data."""
import re

TOKEN = re.compile(rb"[A-Za-z_]\w*|\d[\w.]*|\s+|.", re.DOTALL)
NUMBERS = [b"0", b"-1", b"1", b"31", b"33", b"63", b"65", b"2147483648", b"4294967296",
           b"9223372036854775807", b"18446744073709551615", b"18446744073709551616",
           b"99999999999999999999999999999999", b"0x", b"1e999999", b"0x1p-16494", b"1e", b"08",
           b"0b1", b"1i", b"1.0F128", b"0xfffffffffffffffffULL", b"'\\777'", b"u8'x'", b"L'\\0'"]
ODD_BYTES = [b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1a", b"\x7f", b"\x0c",
             b"\xe2\x80\xae", b"\r", b"\x1b[0m", b"\xf4\x90\x80\x80", b"\\\n", b"??/\n"]


def span(random, data, longest=80):
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randint(0, longest))


def flip(random, data, _):
    changed = bytearray(data or b"x")
    for _ in range(random.choice([1, 1, 2, 8])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def delete(random, data, _):
    start, end = span(random, data)
    return data[:start] + data[end:]


def duplicate(random, data, _):
    start, end = span(random, data, 400)
    return data[:end] + data[start:end] * random.choice([1, 1, 2, 50]) + data[end:]


def splice(random, data, other):
    start, _ = span(random, data)
    from_there, end = span(random, other, 2000)
    return data[:start] + other[from_there:end] + data[start if random.random() < .7 else end:]


def odd_bytes(random, data, _):
    start, _ = span(random, data)
    return data[:start] + random.choice(ODD_BYTES) + data[start:]


def cut(random, data, _):
    return data[:random.randrange(len(data) + 1)]


def no_final_newline(random, data, _):
    return data.rstrip(b"\n") + random.choice([b"", b"\\", b"/*", b"\"", b"//", b"#", b"\\\n"])


def carriage_returns(_, data, __):
    return data.replace(b"\n", b"\r\n")


def shuffle_lines(random, data, _):
    lines = data.split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def on_tokens(random, data, change):
    """Tokens of some 200 lines; the rest stays."""
    start, end = span(random, data, 8000)
    tokens = TOKEN.findall(data[start:end])
    places = [i for i, token in enumerate(tokens) if not token.isspace()]
    if len(places) > 1:
        change(tokens, places)
    return data[:start] + b"".join(tokens) + data[end:]


def swap_tokens(random, data, _):
    def change(tokens, places):
        first, second = random.choice(places), random.choice(places)
        tokens[first], tokens[second] = tokens[second], tokens[first]
    return on_tokens(random, data, change)


def delete_token(random, data, _):
    def change(tokens, places):
        tokens[random.choice(places)] = b""
    return on_tokens(random, data, change)


def copy_token(random, data, _):
    def change(tokens, places):
        first, second = random.choice(places), random.choice(places)
        tokens[first] += b" " + tokens[second]
    return on_tokens(random, data, change)


def replace_number(random, data, _):
    found = list(re.finditer(rb"\b\d[\w.]*", data))
    if not found:
        return data + random.choice(NUMBERS)
    place = random.choice(found)
    return data[:place.start()] + random.choice(NUMBERS) + data[place.end():]


def unbalance(random, data, _):
    found = list(re.finditer(rb"[][(){}<>\"']", data))
    if not found:
        return data + b"("
    place = random.choice(found)
    return data[:place.start()] + random.choice([b"", place.group() * 2, b"(", b"]", b"}"]) + \
        data[place.end():]


def long_name(random, data, _):
    found = list(re.finditer(rb"[A-Za-z_]\w*", data))
    if not found:
        return data
    place = random.choice(found)
    name = random.choice([b"x", b"Ab", b"_"]) * random.choice([300, 5000, 70000])
    if random.random() < .5:
        return data[:place.start()] + name + data[place.end():]
    return re.sub(rb"\b" + place.group() + rb"\b", name[:2000], data)


def long_line(random, data, _):
    start, _ = span(random, data)
    return data[:start] + random.choice([b" ", b"/* x */", b"\t", b"\\\n"]) * 20000 + data[start:]


ALL = [flip, delete, duplicate, splice, splice, odd_bytes, cut, no_final_newline, carriage_returns,
       shuffle_lines, swap_tokens, swap_tokens, delete_token, delete_token, copy_token, copy_token,
       replace_number, replace_number, unbalance, long_name, long_line]
