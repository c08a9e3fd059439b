"""Random C signatures, and the batch of them that one seed stands for."""
import dataclasses
import random

from random_types import Type, Types

# Calling conventions: attribute, how often (per cent), on which targets, and whether --with asks.
CONVENTIONS = [("stdcall", 15, ["win32", "linux32"], ""),
               ("fastcall", 15, ["win32", "linux32"], ""),
               ("thiscall", 6, ["win32"], ""),
               ("ms_abi", 6, ["linux64", "win64"], "abi"),
               ("sysv_abi", 6, ["linux64", "win64"], "abi")]
VOID = Type("void", [])


@dataclasses.dataclass
class Signature:
    index: int
    result: Type
    parameters: list
    extras: list  # the types of the arguments that follow the named ones
    is_variadic: bool
    convention: str  # an attribute, or ""

    @property
    def types(self):
        return self.parameters + self.extras

    @property
    def attribute(self):
        return f"__attribute__(({self.convention})) " if self.convention else ""

    def prototype(self, declarator, names=False):
        words = [f"{t.spelling} p{i}" if names else t.spelling
                 for i, t in enumerate(self.parameters)]
        words += ["..."] if self.is_variadic else []
        return f"{self.result.spelling} {declarator}({', '.join(words) or 'void'})"


class Batch:
    """The first `count` signatures of a seed: more of them begin with the same ones."""

    level = ""  # at which the library must be compiled

    def __init__(self, seed, count, label, extras):
        self.seed = seed
        self.label = label
        self.random = random.Random(f"{seed} {label} {sorted(extras)}")
        self.types = Types(self.random, label, extras)
        self.conventions = [row for row in CONVENTIONS
                            if label in row[2] and (not row[3] or row[3] in extras)]
        self.signatures = [self.signature(i) for i in range(count)]

    def convention(self):
        drawn = self.random.random() * 100
        for name, percent, _, _ in self.conventions:
            drawn -= percent
            if drawn < 0:
                return name
        return ""

    def signature(self, index):
        types = self.types
        result = VOID if types.chance(15) else types.value()
        count = self.random.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8])
        if types.chance(4):
            count = self.random.randint(9, 18)
        if types.chance(12):
            parameters = [types.promoted() if types.chance(70) else types.scalar()
                          for _ in range(count // 3)] + [types.promoted()]
            extras = [types.promoted() for _ in range(count)]
            return Signature(index, result, parameters, extras, True, "")
        if types.chance(10):
            parameters = [types.crowding() for _ in range(types.random.randint(4, 14))]
        else:
            parameters = [types.value() for _ in range(count)]
        return Signature(index, result, parameters, [], False, self.convention())

    def definitions(self, signature):
        """What a reader needs to know of the signature's types."""
        words = [made for made in [signature.result, *signature.types] if made.is_record]
        text = "".join(self.types.closure(made) for made in words)
        return [made.definition for made in self.types.records if made.definition in text]
