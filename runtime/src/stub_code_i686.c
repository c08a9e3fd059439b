/* stub_code_i686.c: recognise a stub by its code (WHERRY_STUB in binding.h); stub_code_x86_64.c
 * says why. */
#include "internal.h"

#include <string.h>

int wherry__is_stub_of(wherry_function code, const wherry_function *slot)
{
    static const unsigned char jump_slot[] = {0xff, 0x25}; /* jmp *slot */
    static const unsigned char load_slot[] = {0x8b, 0x05}; /* movl slot, %eax */
    enum { LOAD_SLOT_SHORT = 0xa1 };                       /* the same without a ModRM byte */
    const unsigned char *at = (const unsigned char *)(uintptr_t)code;
    uint32_t address;
    if (*at == LOAD_SLOT_SHORT)
        at += 1;
    else if (memcmp(at, jump_slot, sizeof jump_slot) == 0 ||
             memcmp(at, load_slot, sizeof load_slot) == 0)
        at += sizeof jump_slot;
    else
        return 0;
    memcpy(&address, at, sizeof address);
    return address == (uintptr_t)slot;
}
