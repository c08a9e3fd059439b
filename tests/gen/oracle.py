"""An oracle beside the generator: a C program that is run, and prints what its compiler knows.

The paths to fields come from NAME.json; every number and type comes from the running program:
offsetof and sizeof, and of a bitfield the bits that are set when all else is zero.
"""
import re

PROGRAM = """#include <stddef.h>
#include <stdio.h>
#include <string.h>
{includes}
static void bits(const char *path, const void *object, size_t size)
{{
    const unsigned char *bytes = object;
    size_t first = 0, count = 0;
    for (size_t bit = 0; bit < size * 8; bit++)
        if (bytes[bit / 8] >> bit % 8 & 1) {{
            first = count ? first : bit;
            count++;
        }}
    printf("%s offset_bits %zu length_bits %zu\\n", path, first, count);
}}

#define RECORD(type) printf(#type " size %zu alignment %zu\\n", sizeof(type), _Alignof(type));
#define FIELD(type, path) \\
    printf(#type ":" #path " offset_bits %zu\\n", 8 * offsetof(type, path));
#define BITFIELD(type, path) do {{ \\
        type object; \\
        memset(&object, 0, sizeof object); \\
        object.path = -1; \\
        bits(#type ":" #path, &object, sizeof object); \\
    }} while (0);
#define KIND(x) _Generic((x), _Bool: "_Bool", char: "char", signed char: "signed char", \\
    unsigned char: "unsigned char", short: "short", unsigned short: "unsigned short", int: "int", \\
    unsigned int: "unsigned int", long: "long", unsigned long: "unsigned long", \\
    long long: "long long", unsigned long long: "unsigned long long", float: "float", \\
    double: "double", long double: "long double", char *: "char *", default: "other")
#define INTEGER(x) printf(#x " value %s%llu type %s\\n", (x) < 0 ? "-" : "", \\
    (x) < 0 ? 0 - (unsigned long long)(x) : (unsigned long long)(x), KIND(x));
#define REAL(x) printf(#x " value %.17g type %s\\n", (double)(x), KIND(x));
#define STRING(x) printf(#x " value %s type %s\\n", x, KIND(&(x)[0]));
#define ADDRESS(x) printf(#x " value %zu\\n", (size_t)(x));

int main(void)
{{
{body}    return 0;
}}
"""

UNNAMED = re.compile(r"^(.*?) ?((?:\[\d+\])*)$")


def records(made, triple):
    """{name: (fields, size, alignment)} of one target."""
    return {entity["name"]: variant for entity in made["records"]
            for variant in entity["variants"] if triple in variant["targets"]}


def leaves(known, record, path="", base=0):
    """Each field that C can name, through unnamed records too: (path, offset in bits, width)."""
    for field in known[record]["fields"]:
        inner, subscripts = UNNAMED.match(field["type"] or "").groups()
        here = base + field["offset_bits"]
        name = path + (field["name"] or "")
        if field["name"]:
            yield name, here, field.get("length_bits")
        if "." in inner and inner in known and not inner.endswith("*"):
            step = re.sub(r"\[\d+\]", "[0]", subscripts)
            yield from leaves(known, inner, f"{name}{step}." if field["name"] else path, here)


def layout(made, triple):
    """(lines of C, the lines that they ought to print) for all records with a name."""
    known = records(made, triple)
    body, wanted = [], []
    for name, record in known.items():
        if not record["complete"] or "." in name:
            continue
        body.append(f"RECORD({name})")
        wanted.append(f"{name} size {record['size']} alignment {record['alignment']}")
        for path, offset, width in leaves(known, name):
            if width is None:
                body.append(f"FIELD({name}, {path})")
                wanted.append(f"{name}:{path} offset_bits {offset}")
            else:
                body.append(f"BITFIELD({name}, {path})")
                wanted.append(f"{name}:{path} offset_bits {offset} length_bits {width}")
    return body, wanted


def value(constant):
    name, said = constant
    kind, seen = said["type"], said["value"]
    if isinstance(seen, str):
        return f"STRING({name})", f"{name} value {seen} type char *"
    if kind.endswith("*"):
        return f"ADDRESS({name})", f"{name} value {seen}"
    macro, text = ("REAL", f"{seen:.17g}") if isinstance(seen, float) else ("INTEGER", f"{seen}")
    return f"{macro}({name})", f"{name} value {text} type {kind}"


def constants(made, triple):
    """The same for constants; enumerators are those of their enums."""
    pairs = [value((entity["name"], variant)) for entity in made["constants"]
             for variant in entity["variants"] if triple in variant["targets"]]
    for entity in made["enums"]:
        for variant in entity["variants"]:
            if triple in variant["targets"]:
                pairs += [(f"printf(\"{item['name']} %lld\\n\", (long long){item['name']});",
                           f"{item['name']} {item['value']}") for item in variant["enumerators"]]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def program(headers, body):
    includes = "".join(f'#include "{header}"\n' for header in headers)
    return PROGRAM.format(includes=includes, body="".join(f"    {line}\n" for line in body))
