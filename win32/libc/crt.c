/* crt.c: the CRT's own descriptors, on which the streams of the C++ library lie, translate nothing.
 */

#include "../core/internal.h"

/* io.h and stdlib.h have them, with much that is declared otherwise here. */
int *__p__fmode(void);
int _setmode(int descriptor, int mode);

void wherry__start_crt(void)
{
    enum { BINARY = 0x8000 };

    *__p__fmode() = BINARY;
    for (int descriptor = 0; descriptor < 3; descriptor++) {
        _setmode(descriptor, BINARY);
    }
}
