/* stub_code_x86_64.c: recognise a stub by its code (WHERRY_STUB in binding.h).
 *
 * Comparing modules is not enough: a program may well export a library's true functions beside
 * stubs of another name (--prefix). A stub is what loads our slot. */
#include "internal.h"

#include <string.h>

int wherry__is_stub_of(wherry_function code, const wherry_function *slot)
{
    static const unsigned char endbr64[] = {0xf3, 0x0f, 0x1e, 0xfa};
    static const unsigned char load_slot[] = {0x4c, 0x8b, 0x1d}; /* movq slot(%rip), %r11 */
    static const unsigned char jump_slot[] = {0xff, 0x25};       /* jmp *slot(%rip) */
    const unsigned char *at = (const unsigned char *)(uintptr_t)code;
    int32_t distance;
    if (memcmp(at, endbr64, sizeof endbr64) == 0)
        at += sizeof endbr64;
    if (memcmp(at, load_slot, sizeof load_slot) == 0)
        at += sizeof load_slot;
    else if (memcmp(at, jump_slot, sizeof jump_slot) == 0)
        at += sizeof jump_slot;
    else
        return 0;
    memcpy(&distance, at, sizeof distance);
    return (uintptr_t)at + sizeof distance + (uintptr_t)(intptr_t)distance == (uintptr_t)slot;
}
