/* tty.c: what is a terminal, and its name. */

#include "terminal.h"

#include <string.h>
#include <unistd.h>

int isatty(int fd)
{
    struct wherry__open *open = wherry__fd_get_as(fd, &wherry__console, ENOTTY);

    if (open) {
        wherry__open_put(open);
    }
    return open != NULL;
}

int ttyname_r(int fd, char *name, size_t size)
{
    static const char tty[] = "/dev/tty";

    if (!isatty(fd)) {
        return errno;
    }
    if (size < sizeof tty) {
        return ERANGE;
    }
    memcpy(name, tty, sizeof tty);
    return 0;
}

/* What is written to a console is there when write() returns. */
int tcdrain(int fd)
{
    return isatty(fd) ? 0 : -1;
}

int tcgetwinsize(int fd, struct winsize *size)
{
    return ioctl(fd, TIOCGWINSZ, size);
}

int tcsetwinsize(int fd, const struct winsize *size)
{
    return ioctl(fd, TIOCSWINSZ, size);
}
