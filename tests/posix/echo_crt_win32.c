/* echo_crt_win32.c: writes what it reads, as a program of Windows' C library does that knows
 * nothing of ours. */
#include <fcntl.h>
#include <io.h>

int main(void)
{
    char buffer[10000];
    int got;

    _setmode(0, _O_BINARY);
    _setmode(1, _O_BINARY);
    while ((got = _read(0, buffer, sizeof buffer)) > 0) {
        if (_write(1, buffer, (unsigned)got) != got) {
            return 2;
        }
    }
    return got < 0 ? 3 : 0;
}
