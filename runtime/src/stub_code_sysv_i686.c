/* stub_code_sysv_i686.c: recognise a stub by its code (WHERRY_STUB in binding.h);
 * stub_code_x86_64.c says why. */
#include "internal.h"

#include <string.h>

int wherry__is_stub_of(wherry_function code, const wherry_function *slot)
{
    static const unsigned char endbr32[] = {0xf3, 0x0f, 0x1e, 0xfb};
    static const unsigned char test_slot[] = {0x83, 0xb8}; /* cmpl $0, slot-2b(%eax) */
    enum { CALL = 0xe8, CALL_BYTES = 5 };                  /* call wherry__here */
    const unsigned char *at = (const unsigned char *)(uintptr_t)code;
    uintptr_t here;
    uint32_t distance;
    if (memcmp(at, endbr32, sizeof endbr32) == 0)
        at += sizeof endbr32;
    if (*at != CALL || memcmp(at + CALL_BYTES, test_slot, sizeof test_slot) != 0)
        return 0;
    here = (uintptr_t)at + CALL_BYTES;
    memcpy(&distance, at + CALL_BYTES + sizeof test_slot, sizeof distance);
    return here + distance == (uintptr_t)slot;
}
