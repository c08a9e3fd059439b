"""Headers of any length, of the things that libraries declare.

Of ten declarations five are functions, two structs, one an enum and two macros. The functions take
and return the structs and enums around them, so that there is something to resolve and to share.
"""

FUNCTIONS = [
    "int {n}_open{i}(const char *name, struct {n}_s{i} *result);",
    "void {n}_close{i}(struct {n}_s{i} *item);",
    "enum {n}_e{i} {n}_state{i}(const struct {n}_s{i} *item, unsigned long flags);",
    "double {n}_measure{i}(const struct {n}_t{i} *item, double unit, long long count);",
    "long {n}_write{i}(struct {n}_s{i} *item, const void *data, unsigned size, int *error);",
]


def ten(name, i):
    """Ten declarations, in the order that a person would give them."""
    yield f"#define {name.upper()}_VERSION{i} {i}"
    yield f"#define {name.upper()}_NAME{i} \"{name}-{i}\""
    yield (f"enum {name}_e{i} {{ {name.upper()}_IDLE{i} = {i}, {name.upper()}_BUSY{i}, "
           f"{name.upper()}_DONE{i} = 1 << {i % 30} }};")
    yield (f"struct {name}_s{i} {{ int id; const char *title; enum {name}_e{i} state; "
           f"unsigned char key[{i % 16 + 1}]; }};")
    yield (f"struct {name}_t{i} {{ struct {name}_s{i} base; double weight; "
           f"int (*visit)(struct {name}_s{i} *, void *); struct {name}_t{i} *next; }};")
    for function in FUNCTIONS:
        yield function.format(n=name, i=i)


def header(count, name="many"):
    """The text of a header with `count` declarations, a multiple of ten."""
    lines = [line for i in range(count // 10) for line in ten(name, i)]
    return "\n".join(lines) + "\n"
