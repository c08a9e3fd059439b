/* place.h: a directory of the test's own, which becomes the current one and is gone at the end. */
#ifndef WHERRY_TESTS_POSIX_PLACE_H
#define WHERRY_TESTS_POSIX_PLACE_H

#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char place_name[] = "/tmp/wherry-test-XXXXXX";

static inline void place_enter(void)
{
    if (!mkdtemp(place_name) || chdir(place_name) < 0) {
        perror("a directory for the test");
        exit(1);
    }
}

/* It must be empty by then. */
static inline void place_leave(void)
{
    CHECK_EQUAL(chdir("/"), 0);
    CHECK_EQUAL(rmdir(place_name), 0);
}

static inline void place_write(const char *name, const char *text)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);

    CHECK(fd >= 0);
    CHECK_EQUAL(write(fd, text, strlen(text)), strlen(text));
    CHECK_EQUAL(close(fd), 0);
}

/* What the file holds, up to 255 bytes; "(none)" where it cannot be read. */
static inline const char *place_read(const char *name)
{
    static char text[256];
    int fd = open(name, O_RDONLY);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

    if (fd >= 0) {
        close(fd);
    }
    if (got < 0) {
        return "(none)";
    }
    text[got] = 0;
    return text;
}

#endif
