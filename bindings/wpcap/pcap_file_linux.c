#include "pcap_file.h"

#include <errno.h>
#include <string.h>

FILE *wherry__pcap_file_open(const char *path, const char *mode, bool is_utf8,
                             struct wherry__words *reason)
{
    (void)is_utf8; /* a name is bytes */
    FILE *file = fopen(path, mode);
    if (!file)
        wherry__say(reason, "%s", strerror(errno));
    return file;
}

FILE *wherry__pcap_file_adopt(intptr_t handle, const char *mode)
{
    (void)handle;
    (void)mode;
    return NULL;
}

void wherry__pcap_file_make_binary(FILE *file)
{
    (void)file;
}

int64_t wherry__pcap_file_tell(FILE *file)
{
    return ftello(file);
}
