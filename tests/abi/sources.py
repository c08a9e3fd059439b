"""The C of a batch: the library's header, the library, and the tables of the driver.

What is compiled per signature is kept short, since compiling is what the test spends its time on.
"""
from random_types import ENUMS, PROMOTED

HEADER = """\
#ifndef ABI_API_H
#define ABI_API_H
#include <stddef.h>
#include <stdint.h>
typedef void abi_incomplete;
typedef int (*abi_function)(int, double);
typedef int abi_v4si __attribute__((vector_size(16)));
typedef double abi_v2df __attribute__((vector_size(16)));
typedef int abi_low_int __attribute__((aligned(1)));
typedef double abi_low_double __attribute__((aligned(2)));
typedef int abi_high_int __attribute__((aligned(16)));
typedef void abi_receiver(int, void *, void **, const long long *);
typedef void abi_call_back(void (*)(void), void *, void **);
abi_call_back *const *abi_start(abi_receiver *receive);
"""

LIBRARY = """\
#include "api.h"
#include <stdarg.h>
static abi_receiver *receive;
"""

LIBRARY_END = """\
abi_call_back *const *abi_start(abi_receiver *r) { receive = r; return callers; }
"""

TABLES = """\
#include "api_binding.h"
#include "driver.h"
"""

KIND_OF_INTEGER = {"_Bool": "WHERRY_BOOL", "float": "WHERRY_FLOAT", "double": "WHERRY_DOUBLE",
                   "long double": "WHERRY_LONG_DOUBLE",
                   "float _Complex": "WHERRY_COMPLEX_FLOAT",
                   "double _Complex": "WHERRY_COMPLEX_DOUBLE",
                   "long double _Complex": "WHERRY_COMPLEX_LONG_DOUBLE",
                   "int _Complex": "WHERRY_OPAQUE"}


def code(made):
    """The runtime's code of a scalar, as C."""
    kind = made.leaves[0][0] if made.leaves else ""
    if made.is_record or kind in ("WIDE", "HALF", "QUAD", "VECTOR"):
        return "WHERRY_OPAQUE"
    if kind == "POINTER":
        return "WHERRY_POINTER"
    return KIND_OF_INTEGER.get(made.spelling) or f"ABI_INTEGER_CODE({made.spelling})"


def is_narrow(made):
    return made.spelling in PROMOTED and made.leaves[0][0] in ("INTEGER", "BOOL")


def has_compiled_callback(signature):
    """A part is enough: they take the compiler longer than all else. The others are libffi's."""
    return not signature.is_variadic and signature.index % 3 == 0


def callback_type(signature):
    return "typedef " + signature.prototype(f"({signature.attribute}*c{signature.index})") + ";"


def header(batch):
    lines = [HEADER]
    lines += [f"{name} {body};" for name, body in ENUMS]
    lines += [made.definition for made in batch.types.records]
    for signature in batch.signatures:
        i = signature.index
        lines.append(signature.prototype(f"{signature.attribute}f{i}") + ";")
        if has_compiled_callback(signature):
            lines.append(callback_type(signature))
    # What libffi can pass beyond the named parameters the JSON says of functions that name it.
    lines += [f"void t{i}({made.spelling});" for i, made in enumerate(extra_types(batch))]
    return "\n".join(lines + ["#endif", ""])


def extra_types(batch):
    """The types that are passed beyond the named parameters, once each."""
    return list({made.spelling: made for signature in batch.signatures
                 for made in signature.extras}.values())


# ---- The library ---------------------------------------------------------------------------------

def callee(signature):
    """A function that hands its parameters to the driver and returns what the driver says."""
    i = signature.index
    body = ""
    named = len(signature.parameters)
    if signature.is_variadic:
        body += f"va_list l; va_start(l, p{named - 1}); "
        body += "".join(f"{made.spelling} p{k} = va_arg(l, {made.spelling}); "
                        for k, made in enumerate(signature.extras, named))
        body += "va_end(l); "
    wide = "0"
    if any(is_narrow(made) for made in signature.types):
        words = [f"p{k}" if is_narrow(made) else "0" for k, made in enumerate(signature.types)]
        body += f"long long w[] = {{{', '.join(words)}}}; "
        wide = "w"
    addresses = ", ".join(f"&p{k}" for k in range(len(signature.types)))
    body += f"void *a[] = {{{addresses or '0'}}}; "
    if signature.result.leaves or signature.result.is_record:
        body += f"{signature.result.spelling} r; receive({i}, &r, a, {wide}); return r;"
    else:
        body += f"receive({i}, 0, a, {wide});"
    return f"{signature.prototype(f'{signature.attribute}f{i}', names=True)} {{ {body} }}"


def arguments(signature):
    return ", ".join(f"*({made.spelling} *)a[{k}]" for k, made in enumerate(signature.types))


def assign(signature):
    if signature.result.leaves or signature.result.is_record:
        return f"*({signature.result.spelling} *)r = "
    return ""


def library(batch, visibility):
    lines = [LIBRARY]
    for signature in batch.signatures:
        lines.append(visibility + callee(signature))
    for signature in batch.signatures:
        if not signature.is_variadic:
            i = signature.index
            if not has_compiled_callback(signature):
                lines.append(callback_type(signature))
            lines.append(f"static void b{i}(void (*c)(void), void *r, void **a) "
                         f"{{ {assign(signature)}((c{i})c)({arguments(signature)}); }}")
    rows = ["0" if s.is_variadic else f"b{s.index}" for s in batch.signatures]
    lines.append(f"static abi_call_back *const callers[] = {{{', '.join(rows)}}};")
    return "\n".join(lines + [visibility + LIBRARY_END])


# ---- The driver's tables -------------------------------------------------------------------------

class Leaves:
    """Rows of leaf_table and bits_table, and the functions of the latter."""

    def __init__(self):
        self.rows, self.bits, self.functions = [], [], []

    def add(self, made):
        first = len(self.rows)
        for kind, path, bits in made.leaves:
            self.rows.append(self.row(made.spelling, kind, path, bits))
        return first

    def row(self, spelling, kind, path, bits):
        if kind == "BITS":
            i = len(self.bits)
            place = f"(({spelling} *)o)->{path[1:]}"
            self.functions.append(f"static void put{i}(void *o, uint64_t v) "
                                  f"{{ {place} = ({bits})v; }}\n"
                                  f"static uint64_t get{i}(const void *o) "
                                  f"{{ return (uint64_t){place}; }}")
            self.bits.append(f"{{put{i}, get{i}}}")
            return f"{{LEAF_BITS, {i}, 0}}"
        imaginary = path.endswith("#")
        path = path.rstrip("#")
        object_type = f"(({spelling} *)0)->{path[1:]}" if path else f"*({spelling} *)0"
        size = f"sizeof({object_type})"
        if kind == "INT":
            kind, size = "INTEGER", "sizeof(int)"
        if kind in ("FLOAT", "DOUBLE", "LONG_DOUBLE"):
            size = f"sizeof({kind.lower().replace('_', ' ')})"
        offset = f"offsetof({spelling}, {path[1:]})" if path else "0"
        return f"{{LEAF_{kind}, {size}, {offset}{' + ' + size if imaginary else ''}}}"


def stub(signature, is_bound):
    i = signature.index
    if not is_bound:
        return ""
    return (f"static void s{i}(void *r, void **a) "
            f"{{ {assign(signature)}f{i}({arguments(signature)}); }}")


def tables(batch, answers):
    """`answers`: which functions are bound, and what their description says (build.py)."""
    leaves = Leaves()
    used = {made.spelling: made for signature in batch.signatures
            for made in [signature.result, *signature.types] if made.spelling != "void"}
    numbers = {spelling: str(i) for i, spelling in enumerate(used)}
    numbers["void"] = "VOID_TYPE"
    types, signatures, indices = [], [], []
    for made in used.values():
        record = f'"{made.spelling}"' if made.is_record else "0"
        types.append(f'{{"{made.spelling}", {record}, sizeof({made.spelling}), {code(made)}, '
                     f"{len(made.leaves)}, {leaves.add(made)}}}")
    for signature in batch.signatures:
        has_stub = f"f{signature.index}" in answers.bound
        signatures.append(f"{{{f's{signature.index}' if has_stub else '0'}, {len(indices)}, "
                          f"{len(signature.parameters)}, {len(signature.extras)}, "
                          f"{int(signature.is_variadic)}, {int(bool(answers.of(signature)))}}}")
        indices += [numbers[made.spelling] for made in [signature.result, *signature.types]]
    lines = [TABLES, *leaves.functions]
    lines += [stub(signature, f"f{signature.index}" in answers.bound)
              for signature in batch.signatures]
    for declaration, rows in [("struct bits bits_table[]", leaves.bits or ["{0, 0}"]),
                              ("struct leaf leaf_table[]", leaves.rows or ["{0, 0, 0}"]),
                              ("struct type type_table[]", types),
                              ("uint16_t type_indices[]", indices),
                              ("struct signature signature_table[]", signatures)]:
        lines.append(f"const {declaration} = {{\n{(', ' if len(rows[0]) < 12 else ',').join(rows)}"
                     "};")
    lines += [f"const int signature_count = {len(batch.signatures)};",
              "const struct wherry_binding *const batch_binding = &api_binding;",
              f'const char batch_seed[] = "{batch.seed}";',
              "abi_caller *const *batch_start(abi_receive *receive) "
              "{ return abi_start(receive); }", ""]
    return "\n".join(lines)
