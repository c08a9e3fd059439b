"""What a binding of ten thousand functions weighs: its size, what the loader has to relocate, and
the time that a program with it takes to start."""
import re

FUNCTIONS = 10000
TYPES = ("int", "long", "double", "const char *", "void *")


def header(imported):
    """Functions of many shapes; on PE, if wanted, declared dllimport."""
    lines = ["#ifdef _WIN32", "#define API __declspec(dllimport)", "#else", "#define API",
             "#endif"] if imported else ["#define API"]
    for i in range(FUNCTIONS):
        shape = i % 100
        parameters = ", ".join(TYPES[shape // 5 ** n % 5] for n in range(3))
        lines.append(f"API int many_{i}({parameters});")
    return "\n".join(lines) + "\n"


def program(includes_binding):
    use = "many_binding.format" if includes_binding else "0"
    include = '#include "many_binding.h"\n#include <wherry/binding.h>\n' if includes_binding else ""
    return f"{include}int main(void)\n{{\n    volatile unsigned format = {use};\n" \
           "    return format > 99;\n}\n"


def object_bytes(text):
    """Of `size`: code and data of all kinds."""
    return sum(int(word) for word in text.splitlines()[1].split()[:3])


def elf_relocations(text):
    """Of `readelf -r --wide`."""
    return len(re.findall(r" R_\w+_(?:RELATIVE|64|GLOB_DAT|JUMP_SLOT)", text))


def pe_relocations(text):
    """Of `objdump -p`: entries that are no padding."""
    return len(re.findall(r"reloc +\d+ offset +\w+ \[\w+\] (?:DIR64|HIGHLOW)", text))
