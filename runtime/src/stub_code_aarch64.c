/* stub_code_aarch64.c: recognise a stub by its code (WHERRY_STUB in binding.h);
 * stub_code_x86_64.c says why.
 *
 * Linkers change the two instructions that make the slot's address: lld to nop and adr where that
 * reaches, GNU ld to adr and add around an error of the Cortex-A53. So what they compute counts,
 * and not what they are. Encodings: Arm ARM, C6.2. */
#include "internal.h"

#include <string.h>

struct pattern {
    uint32_t mask, value;
};
/* All with x16 as their register. */
static const struct pattern nop = {0xffffffff, 0xd503201f}, bti_c = {0xffffffff, 0xd503245f},
                            adr = {0x9f00001f, 0x10000010}, adrp = {0x9f00001f, 0x90000010},
                            add = {0xffc003ff, 0x91000210}, ldar = {0xffffffff, 0xc8dffe10};

static int is(struct pattern pattern, uint32_t instruction)
{
    return (instruction & pattern.mask) == pattern.value;
}

/* The signed immediate of adr and adrp. */
static uintptr_t distance(uint32_t instruction)
{
    uint32_t bits = (instruction >> 5 & 0x7ffff) << 2 | (instruction >> 29 & 3);
    return (uintptr_t)(intptr_t)((int32_t)(bits << 11) >> 11);
}

int wherry__is_stub_of(wherry_function code, const wherry_function *slot)
{
    enum { BYTES = 4, INSTRUCTIONS_MAX = 4 }; /* bti c, the two, ldar */
    enum { PAGE_BITS = 12 };
    uintptr_t at = (uintptr_t)code, x16 = 0;
    for (int i = 0; i < INSTRUCTIONS_MAX; i++, at += BYTES) {
        uint32_t instruction;
        memcpy(&instruction, (const void *)at, BYTES);
        if (is(ldar, instruction))
            return x16 == (uintptr_t)slot;
        if (is(adr, instruction))
            x16 = at + distance(instruction);
        else if (is(adrp, instruction))
            x16 = (at >> PAGE_BITS << PAGE_BITS) + (distance(instruction) << PAGE_BITS);
        else if (is(add, instruction))
            x16 += instruction >> 10 & 0xfff;
        else if (!is(nop, instruction) && !is(bti_c, instruction))
            return 0;
    }
    return 0;
}
