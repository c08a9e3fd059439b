"""Signatures that once showed a difference, each with the few types that it takes.

They are one more batch, whose seed is "cases".
"""
import random

from random_types import ALL, Type, Types
from signatures import VOID, Batch, Signature

# A definition, and the leaves as random_types.py has them: kind, and path from the object.
RECORDS = [
    ("struct whole_word { int a; union { int i; float _Complex c; }; };",
     "INTEGER .a, FLOAT .c, FLOAT .c#"),
    ("struct middle { short a; union { float f; short h[2]; } u; double b; };",
     "INTEGER .a, FLOAT .u.f, DOUBLE .b"),
    ("struct late { float a; struct { union { float f; float g; } u[2]; } s; };",
     "FLOAT .a, FLOAT .s.u[0].f, FLOAT .s.u[1].g"),
    ("struct shifted { float a; float _Complex b; };", "FLOAT .a, FLOAT .b, FLOAT .b#"),
    ("union across { struct shifted s; float f; };", "FLOAT .s.a, FLOAT .s.b, FLOAT .s.b#"),
    ("union real { float f; };", "FLOAT .f"),
    ("union low { abi_low_double d; };", "DOUBLE .d"),
    ("struct unaligned { char c; abi_low_int i; };", "INTEGER .c, INTEGER .i"),
    ("union holder { struct unaligned s; };", "INTEGER .s.c, INTEGER .s.i"),
    ("union eight { int a; int b[2]; } __attribute__((aligned(8)));",
     "INTEGER .b[0], INTEGER .b[1]"),
    ("struct three { long a; long b; long c; };", "INTEGER .a, INTEGER .b, INTEGER .c"),
    ("struct large { double a; long double b; };", "DOUBLE .a, LONG_DOUBLE .b"),
    ("union odd { int _Complex c; };", "INT .c, INT .c#"),
    ("union even { float _Complex c __attribute__((aligned(8))); };", "FLOAT .c, FLOAT .c#"),
    ("struct holds_even { union even e; int i; };", "FLOAT .e.c, FLOAT .e.c#, INTEGER .i"),
    ("union wide { double d[4] __attribute__((aligned(16))); };",
     "DOUBLE .d[0], DOUBLE .d[1], DOUBLE .d[2], DOUBLE .d[3]"),
]

# Why, targets, result, parameters, arguments beyond these, calling convention.
SIGNATURES = [
    ("a union amid an eightbyte: its second float is the next one's class",
     ALL, "struct whole_word", "struct whole_word, float, union real", "", ""),
    ("the same, of 16 bytes", ALL, "struct middle", "struct middle, double, struct middle", "", ""),
    ("an array of unions in two eightbytes", ALL, "struct late", "struct late, float", "", ""),
    ("a float _Complex across two eightbytes of a union",
     ALL, "union across", "union across, float", "", ""),
    ("a union aligned to less than its member", ALL, "union low", "union low, float", "", ""),
    ("a union that holds an unaligned field, though its record is not packed",
     ALL, "union holder", "union holder, int", "", ""),
    ("a pointer on the stack to a record aligned to 16",
     ALL, "struct large", ", ".join(["long"] * 9 + ["struct large", "int", "struct large"]), "",
     ""),
    ("copies of records, to which pointers are passed on the stack",
     ALL, "long", ", ".join(["struct three"] * 11), "", ""),
    ("a record aligned to 8, which libffi's stdcall callbacks pop so",
     ["linux32", "win32"], "int", "int, union eight", "", "stdcall"),
    ("a double behind the address of a result, which libffi's callbacks align and pop so",
     ["win32"], "double _Complex", "double", "", "fastcall"),
    ("a complex result in two registers", ["win32"], "float _Complex", "double", "", "thiscall"),
    ("integers that C calls complex, in a union", ALL, "union odd", "union odd, int", "", ""),
    ("a homogeneous union aligned to more than its members",
     ALL, "struct holds_even", "union even, struct holds_even, long", "", ""),
    ("the same on the stack",
     ALL, "union wide", "double, union wide, float, float, float, float, float, union wide", "",
     ""),
]


def leaves(text):
    pieces = [leaf.split() for leaf in text.split(", ")]
    return [(piece[0], piece[1], piece[2] if len(piece) > 2 else "") for piece in pieces]


class Cases(Batch):
    level = "-O1"  # -O0 forgives a callee that pops too much

    def __init__(self, label):
        self.seed = "cases"
        self.label = label
        self.types = Types(random.Random(0), label, ["vectors"])
        self.types.records = [Type(text.partition(" {")[0], leaves(places), text)
                              for text, places in RECORDS]
        known = [*self.types.scalars, *self.types.enums, *self.types.records, VOID]
        self.by_name = {made.spelling: made for made in known}
        rows = [row for row in SIGNATURES if label in row[1]]
        self.signatures = [self.case(i, *row[2:]) for i, row in enumerate(rows)]

    def case(self, index, result, parameters, extras, convention):
        named, further = ([self.by_name[word.strip()] for word in words.split(",") if word]
                          for words in (parameters, extras))
        return Signature(index, self.by_name[result], named, further, bool(further), convention)
