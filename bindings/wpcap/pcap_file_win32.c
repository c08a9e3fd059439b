#include "pcap_file.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static wchar_t *widen(const char *text, UINT code_page)
{
    int length = MultiByteToWideChar(code_page, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    wchar_t *wide = length > 0 ? malloc((size_t)length * sizeof(*wide)) : NULL;
    if (wide)
        MultiByteToWideChar(code_page, MB_ERR_INVALID_CHARS, text, -1, wide, length);
    return wide;
}

FILE *wherry__pcap_file_open(const char *path, const char *mode, bool is_utf8,
                             struct wherry__words *reason)
{
    wchar_t *wide_path = widen(path, is_utf8 ? CP_UTF8 : CP_ACP), *wide_mode = widen(mode, CP_UTF8);
    FILE *file = wide_path && wide_mode ? _wfopen(wide_path, wide_mode) : NULL;
    if (!file && wide_path)
        wherry__say(reason, "%s", strerror(errno));
    else if (!file)
        wherry__say(reason, "the name is not in %s", is_utf8 ? "UTF-8" : "the ANSI code page");
    free(wide_path);
    free(wide_mode);
    return file;
}

FILE *wherry__pcap_file_adopt(intptr_t handle, const char *mode)
{
    int descriptor = _open_osfhandle(handle, *mode == 'r' ? _O_RDONLY | _O_BINARY : _O_BINARY);
    FILE *file = descriptor < 0 ? NULL : _fdopen(descriptor, mode);
    if (!file && descriptor >= 0)
        _close(descriptor);
    return file;
}

void wherry__pcap_file_make_binary(FILE *file)
{
    _setmode(_fileno(file), _O_BINARY);
}

int64_t wherry__pcap_file_tell(FILE *file)
{
    return _ftelli64(file);
}
