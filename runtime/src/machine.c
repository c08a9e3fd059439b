/* machine.c: why the system refused a file, read from the file's first bytes.
 *
 * Loaders say "invalid ELF header" or "%1 is not a valid Win32 application" for what is nearly
 * always a library for another machine. The numbers are those of the System V gABI (ELF header),
 * of Microsoft's PE format (COFF file header) and of mach-o/loader.h. */
#include "internal.h"

#include <ctype.h>
#include <string.h>

enum { HEAD_BYTES = 4096 };

struct head {
    const unsigned char *bytes;
    int length;
};

struct machine {
    unsigned number;
    const char *name;
};

static const struct machine elf_machines[] = {
    {3, "x86"},     {8, "MIPS"},    {20, "PowerPC"}, {21, "PowerPC64"},  {22, "s390x"}, {40, "ARM"},
    {62, "x86-64"}, {183, "ARM64"}, {243, "RISC-V"}, {258, "LoongArch"}, {0, NULL}};
static const struct machine pe_machines[] = {
    {0x14c, "x86"}, {0x1c4, "ARM"}, {0x8664, "x86-64"}, {0xaa64, "ARM64"}, {0, NULL}};

static const char *machine_name(const struct machine *table, unsigned number)
{
    while (table->name && table->number != number)
        table++;
    return table->name ? table->name : "an unknown machine on";
}

/* A little-endian 16-bit number, 0 beyond the end. Big-endian ELF files come out as unknown. */
static unsigned u16(const struct head *head, uint32_t offset)
{
    if (offset + 2 > (uint32_t)head->length)
        return 0;
    return head->bytes[offset] | (unsigned)head->bytes[offset + 1] << 8;
}

static int starts_with(const struct head *head, const char *magic, int length)
{
    return head->length >= length && memcmp(head->bytes, magic, (size_t)length) == 0;
}

static int other_machine(struct wherry__text *reason, const char *format, const char *machine,
                         const char *system)
{
    struct wherry__text full;
    wherry__text_init(&full);
    wherry__text_add(&full, machine, system);
    if (strcmp(full.bytes, wherry__program_machine) == 0)
        return 0;
    wherry__text_add(reason, "is ", format, " library for ", full.bytes, "; this program is ",
                     wherry__program_machine);
    return WHERRY_E_MACHINE;
}

static int explain_elf(const struct head *head, struct wherry__text *reason)
{
    enum { E_MACHINE_OFFSET = 18, EI_CLASS_OFFSET = 4, CLASS_32 = 1, EM_X86_64 = 62 };
    unsigned number = u16(head, E_MACHINE_OFFSET);
    const char *name = machine_name(elf_machines, number);
    if (number == EM_X86_64 && head->bytes[EI_CLASS_OFFSET] == CLASS_32)
        name = "x32";
    return other_machine(reason, "an ELF", name, " Linux");
}

static int explain_pe(const struct head *head, struct wherry__text *reason)
{
    enum { E_LFANEW_OFFSET = 0x3c };
    uint32_t offset = u16(head, E_LFANEW_OFFSET) | (uint32_t)u16(head, E_LFANEW_OFFSET + 2) << 16;
    if (offset > HEAD_BYTES || u16(head, offset) != ('P' | 'E' << 8)) {
        wherry__text_add(reason, "is a DOS program, not a library");
        return WHERRY_E_LIBRARY;
    }
    return other_machine(reason, "a PE", machine_name(pe_machines, u16(head, offset + 4)),
                         " Windows");
}

static int is_text(const struct head *head)
{
    for (int i = 0; i < head->length; i++)
        if (!isprint(head->bytes[i]) && !isspace(head->bytes[i]))
            return 0;
    return 1;
}

static const char *not_a_library(const struct head *head)
{
    if (head->length == 0)
        return "is empty";
    if (starts_with(head, "!<arch>\n", 8))
        return "is a static or import library, not a shared library";
    if (starts_with(head, "/* GNU ld script", 16) || starts_with(head, "INPUT", 5) ||
        starts_with(head, "GROUP", 5))
        return "is a linker script, not a library";
    return is_text(head) ? "is a text file, not a library" : NULL;
}

int wherry__explain_file(const char *path, struct wherry__text *reason)
{
    unsigned char bytes[HEAD_BYTES];
    struct head head = {bytes, wherry__file_head(path, bytes, HEAD_BYTES)};
    const char *what;
    if (head.length < 0)
        return 0;
    if (head.length >= 20 && starts_with(&head, "\177ELF", 4))
        return explain_elf(&head, reason);
    if (head.length >= 64 && starts_with(&head, "MZ", 2))
        return explain_pe(&head, reason);
    if (starts_with(&head, "\317\372\355\376", 4) || starts_with(&head, "\312\376\272\276", 4))
        return other_machine(reason, "a Mach-O", "macOS", "");
    what = not_a_library(&head);
    if (!what)
        return 0;
    wherry__text_add(reason, what);
    return WHERRY_E_LIBRARY;
}
