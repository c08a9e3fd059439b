"""Random C types. Each knows its declaration and its leaves: the places that hold a value.

Padding is no leaf, and of a union the leaves are one member's: the member that the test sets.
"""
import dataclasses

ALL = frozenset(["linux64", "win64", "win32", "linux32", "aarch64"])
BITS64 = frozenset(["linux64", "win64", "aarch64"])
X86 = ALL - {"aarch64"}
NONE = frozenset()

# Spelling, kind of leaf, weight, and the targets whose two compilers, the target's and libclang,
# both have it. _Float16 is missing in clang 14 for x86. No typedef that lowers an alignment: of a
# structure of a short and a double aligned to 2, clang 14 for Linux passes eight bytes of ten.
SCALARS = [
    ("_Bool", "BOOL", 3, ALL), ("char", "INTEGER", 3, ALL), ("signed char", "INTEGER", 2, ALL),
    ("unsigned char", "INTEGER", 2, ALL), ("short", "INTEGER", 3, ALL),
    ("unsigned short", "INTEGER", 2, ALL), ("int", "INTEGER", 7, ALL),
    ("unsigned int", "INTEGER", 2, ALL), ("long", "INTEGER", 3, ALL),
    ("unsigned long", "INTEGER", 2, ALL), ("long long", "INTEGER", 4, ALL),
    ("unsigned long long", "INTEGER", 2, ALL), ("size_t", "INTEGER", 1, ALL),
    ("wchar_t", "INTEGER", 1, ALL), ("int64_t", "INTEGER", 1, ALL),
    ("__int128", "WIDE", 1, BITS64), ("unsigned __int128", "WIDE", 1, BITS64),
    ("_Float16", "HALF", 1, frozenset(["aarch64"])),
    ("float", "FLOAT", 7, ALL), ("double", "DOUBLE", 7, ALL),
    ("long double", "LONG_DOUBLE", 4, ALL),
    ("__float128", "QUAD", 1, X86),
    ("float _Complex", "FLOAT", 2, ALL), ("double _Complex", "DOUBLE", 2, ALL),
    ("long double _Complex", "LONG_DOUBLE", 1, ALL),
    ("void *", "POINTER", 4, ALL), ("const char *", "POINTER", 2, ALL),
    ("abi_function", "POINTER", 1, ALL), ("abi_incomplete *", "POINTER", 1, ALL),
    ("abi_high_int", "INTEGER", 1, ALL), ("int _Complex", "INT", 1, ALL),
]
# On whose functions the generator takes a vector, switched on by --with vectors.
VECTORS = [("abi_v4si", "VECTOR", 1, X86), ("abi_v2df", "VECTOR", 1, X86)]
# A value of these types changes when it is passed after the named arguments (C11 6.5.2.2).
PROMOTED = {"_Bool", "char", "signed char", "unsigned char", "short", "unsigned short", "wchar_t",
            "float", "_Float16", "enum abi_tiny"}

ENUMS = [("enum abi_plain", "{ ABI_ZERO, ABI_FIVE = 5 }"),
         ("enum abi_signed", "{ ABI_LEAST = -3, ABI_TEN = 10 }"),
         ("enum abi_large", "{ ABI_LARGE = 0x7fffffffffffLL, ABI_NEGATIVE = -1 }"),
         ("enum abi_tiny", "{ ABI_A, ABI_B } __attribute__((packed))")]

LEAVES_MAX = 40
# Declared type of a bitfield and its width in bits; long differs between targets.
BITFIELDS = [("int", 32), ("unsigned int", 32), ("signed char", 8), ("unsigned short", 16),
             ("_Bool", 1), ("long long", 64), ("unsigned long long", 64), ("enum abi_plain", 32)]


@dataclasses.dataclass
class Type:
    spelling: str
    leaves: list  # (kind, path, bitfield's type or ""); path is what follows the object: ".a[1].b"
    definition: str = ""

    @property
    def is_record(self):
        return bool(self.definition)


def scalar_leaves(spelling, kind):
    if spelling.endswith("_Complex"):
        return [(kind, "", ""), (kind, "#", "")]
    return [(kind, "", "")]


class Types:
    """The types of one batch. New ones are made as signatures ask for them."""

    def __init__(self, random, label, extras):
        self.random = random
        rows = SCALARS + (VECTORS if "vectors" in extras else [])
        rows = [row for row in rows if label in row[3]]
        self.scalars = [Type(row[0], scalar_leaves(row[0], row[1])) for row in rows]
        self.weights = [row[2] for row in rows]
        self.enums = [Type(name, [("INTEGER", "", "")]) for name, _ in ENUMS]
        self.reals = [t for t in self.scalars if t.spelling in ("float", "double", "long double")]
        spellings = ("char", "int", "long long", "void *", "float", "double", "float _Complex")
        self.registers = [t for t in self.scalars if t.spelling in spellings]
        self.records = []
        self.pairs = []

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def scalar(self):
        if self.chance(7):
            return self.random.choice(self.enums)
        return self.random.choices(self.scalars, self.weights)[0]

    def value(self):
        """The type of a parameter or result."""
        return self.record() if self.chance(42) else self.scalar()

    def promoted(self):
        """The type of an argument beyond the named ones, on which a compiler agrees with itself. On
        records without a named member GCC for Windows does not, and on unions of a _Float16 GCC 12
        for ARM64 at -O2 does not. Where va_start saved general registers, at 8 bytes, GCC 12 for
        Linux loads a union or a packed record that is aligned to 16 with movaps, and dies; clang
        14's va_arg looks for a __float128 and an __int128 elsewhere than it was put."""
        while True:
            made = self.value()
            if made.spelling in PROMOTED or not made.leaves:
                continue
            text = made.spelling + self.closure(made)
            is_aligned = any(word in text for word in ("128", "aligned(16)", "abi_high_int"))
            is_odd = is_aligned or "_Float16" in text
            may_be = any(word in text for word in ("long double", "abi_v4si", "abi_v2df"))
            if is_odd or "union" in text and may_be:
                continue
            return made

    def crowding(self):
        """A parameter that takes a register or two: several of them exhaust one kind."""
        if self.chance(50):
            return self.random.choice(self.registers)
        if self.pairs and self.chance(70):
            return self.random.choice(self.pairs)
        fields = [self.random.choice(self.registers)
                  for _ in range(self.random.choice([1, 2, 2, 2, 3, 4]))]
        made = self.record_of([self.array_or_one(field, f"q{i}", 0)
                               for i, field in enumerate(fields)])
        self.pairs.append(made)
        return made

    def record_of(self, fields):
        name = f"struct s{len(self.records)}"
        text = "".join(text + " " for text, _ in fields)
        made = Type(name, [leaf for _, leaves in fields for leaf in leaves], f"{name} {{ {text}}};")
        self.records.append(made)
        return made

    def closure(self, made):
        """The definitions of a record and of all that it holds."""
        text, seen = made.definition, set()
        while new := [inner for inner in self.records
                      if inner.spelling not in seen and f"{inner.spelling} " in text]:
            seen.update(inner.spelling for inner in new)
            text += "".join(inner.definition for inner in new)
        return text

    def record(self):
        if self.records and self.chance(55):
            return self.random.choice(self.records)
        made = self.new_record()
        self.records.append(made)
        return made

    # ---- Records ---------------------------------------------------------------------------------

    def new_record(self):
        while True:
            is_union = self.chance(18)
            attributes = self.attributes()
            fields, leaves = self.fields(is_union, "")
            if len(leaves) > LEAVES_MAX:
                continue
            number = len(self.records)  # now: fields may have made records of their own
            keyword = "union" if is_union else "struct"
            if self.chance(10):
                return Type(f"abi_t{number}", leaves,
                            f"typedef {keyword} {{ {fields}}}{attributes} abi_t{number};")
            name = f"{keyword} s{number}"
            return Type(name, leaves, f"{name} {{ {fields}}}{attributes};")

    def attributes(self):
        if self.chance(7):
            return " __attribute__((packed))"
        if self.chance(3):
            return f" __attribute__((packed, aligned({self.random.choice([2, 4, 8])})))"
        if self.chance(5):
            return f" __attribute__((aligned({self.random.choice([2, 4, 8, 16, 32])})))"
        return ""

    def fields(self, is_union, place):
        """The text of the fields and their leaves; `place` keeps names apart where records nest."""
        if self.chance(2):
            return "", []
        if self.chance(12) and not is_union:
            return self.uniform_fields(place)
        if self.chance(8) and not is_union:
            return self.small_fields(place)
        bits = self.chance(12)
        count = self.random.choice([1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7])
        made = [self.field(f"m{place}{i}", bits, f"{place}{i}") for i in range(count)]
        if not is_union and not place and any(leaves for _, leaves in made) and self.chance(1.5):
            made.append(("int tail[];", []))
        text = "".join(field + " " for field, _ in made)
        if is_union:
            return text, self.random.choice(made)[1]
        return text, [leaf for _, leaves in made for leaf in leaves]

    def uniform_fields(self, place):
        """One to four of one floating type: conventions have rules for these."""
        real = self.random.choice(self.reals)
        made = [self.array_or_one(real, f"r{place}{i}", self.random.choice([0, 0, 0, 2]))
                for i in range(self.random.choice([1, 1, 2, 2, 3, 4]))]
        return ("".join(field + " " for field, _ in made),
                [leaf for _, leaves in made for leaf in leaves])

    def small_fields(self, place):
        """Bytes and shorts: records of 3, 5, 6 and 7 bytes, of which no register is."""
        spellings = ("signed char", "unsigned char", "short")
        narrow = [t for t in self.scalars if t.spelling in spellings]
        made = [self.array_or_one(self.random.choice(narrow), f"n{place}{i}",
                                  self.random.choice([0, 0, 2, 3, 4]))
                for i in range(self.random.choice([1, 1, 2, 3]))]
        return ("".join(field + " " for field, _ in made),
                [leaf for _, leaves in made for leaf in leaves])

    def field(self, name, bits, place):
        if bits and self.chance(70):
            return self.bitfield(name)
        if len(place) < 3 and self.chance(8):
            return self.inner_record(name, place)
        made = self.record() if self.records and self.chance(18) else self.scalar()
        if "tail[]" in made.definition:  # may only be last, and only in an outermost record
            made = self.scalar()
        aligned = ""
        if self.chance(3):
            aligned = f" __attribute__((aligned({self.random.choice([1, 4, 8, 16, 32])})))"
        count = self.random.choice([1, 2, 2, 3, 3, 4, 5, 7]) if self.chance(16) else 0
        return self.array_or_one(made, name, count, aligned)

    def array_or_one(self, made, name, count, aligned=""):
        if made.spelling == "char" and self.chance(8):
            count = self.random.choice([31, 32, 33])  # the runtime lists up to 32 elements
        if not count or made.spelling == "abi_high_int":  # whose size is less than its alignment
            return (f"{made.spelling} {name}{aligned};",
                    [(kind, f".{name}{path}", bits) for kind, path, bits in made.leaves])
        if count == 4 and self.chance(50):
            return (f"{made.spelling} {name}[2][2]{aligned};",
                    [(kind, f".{name}[{i // 2}][{i % 2}]{path}", bits) for i in range(count)
                     for kind, path, bits in made.leaves])
        return (f"{made.spelling} {name}[{count}]{aligned};",
                [(kind, f".{name}[{i}]{path}", bits) for i in range(count)
                 for kind, path, bits in made.leaves])

    def bitfield(self, name):
        declared, width = self.random.choice(BITFIELDS)
        if self.chance(8):
            return f"{declared} :{self.random.choice([0, 1, width])};", []
        width = self.random.randint(1, width)
        return f"{declared} {name}:{width};", [("BITS", f".{name}", declared)]

    def inner_record(self, name, place):
        """A record without a tag, sometimes without a name too."""
        is_union = self.chance(35)
        keyword = "union" if is_union else "struct"
        fields, leaves = self.fields(is_union, place)
        if self.chance(50):
            return f"{keyword} {{ {fields}}};", leaves
        return (f"{keyword} {{ {fields}}} {name};",
                [(kind, f".{name}{path}", bits) for kind, path, bits in leaves])
