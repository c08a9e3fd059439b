/* zlib.c: uses zlib through its ordinary header; only the binding is linked. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "clock_binding.h"

int main(void)
{
    const char text[] = "a wherry ferries a wherry";
    unsigned char packed[100];
    char back[sizeof text];
    uLongf packed_length = sizeof packed;
    uLongf back_length = sizeof back;
    if (compress(packed, &packed_length, (const Bytef *)text, sizeof text) != Z_OK)
        return 1;
    if (uncompress((Bytef *)back, &back_length, packed, packed_length) != Z_OK)
        return 2;
    if (back_length != sizeof text || memcmp(text, back, sizeof text) != 0)
        return 3;
    if (!clock_has_compress())
        return 4;
    printf("zlib %s, loaded when first called\n", zlibVersion());
    return 0;
}
