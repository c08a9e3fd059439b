/* posix_ours.c: the work by POSIX's functions. */
#include "posix.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int file = -1;
static FILE *stream;
static char block[BLOCK_BYTES], line[LINE_BYTES];
static char name[256];
static struct pollfd polled[SOCKETS];
static int waited[4]; /* a pipe, and sockets joined to each other */

static int prepare_file(const char *path)
{
    snprintf(name, sizeof name, "%s", path);
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    return file < 0 || ftruncate(file, 16L * BLOCK_BYTES) ? -1 : 0;
}

static void write_blocks(void)
{
    lseek(file, 0, SEEK_SET);
    for (int i = 0; i < 256; i++)
        if (write(file, block, sizeof block) != sizeof block)
            abort();
}

static void read_blocks(void)
{
    lseek(file, 0, SEEK_SET);
    for (int i = 0; i < 256; i++)
        if (read(file, block, sizeof block) != sizeof block)
            abort();
}

static int prepare_stream(const char *path)
{
    (void)path;
    stream = tmpfile();
    memset(line, 'x', sizeof line - 2);
    line[sizeof line - 2] = '\n';
    return stream ? 0 : -1;
}

static void write_lines(void)
{
    rewind(stream);
    for (int i = 0; i < 10000; i++)
        fputs(line, stream);
    fflush(stream);
}

static void read_lines(void)
{
    rewind(stream);
    for (int i = 0; i < 10000; i++)
        if (!fgets(line, sizeof line, stream))
            abort();
}

static void stat_file(void)
{
    struct stat status;
    for (int i = 0; i < 500; i++)
        if (stat(name, &status))
            abort();
}

static void read_clock(void)
{
    struct timespec now;
    for (int i = 0; i < 10000; i++)
        clock_gettime(CLOCK_MONOTONIC, &now);
}

static void map_file(void)
{
    for (int i = 0; i < 200; i++) {
        void *map = mmap(NULL, 65536, PROT_READ, MAP_SHARED, file, 0);
        if (map == MAP_FAILED || munmap(map, 65536))
            abort();
    }
}

static int prepare_sockets(const char *path)
{
    (void)path;
    for (int i = 0; i < SOCKETS; i++) {
        struct sockaddr_in any = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
        polled[i] = (struct pollfd){socket(AF_INET, SOCK_DGRAM, 0), POLLIN, 0};
        if (bind(polled[i].fd, (struct sockaddr *)&any, sizeof any))
            return -1;
    }
    return 0;
}

static void poll_sockets(void)
{
    for (int i = 0; i < 4; i++)
        if (poll(polled, SOCKETS, 0) != 0)
            abort();
}

/* One of a pipe and a socket becomes ready while both are waited for. */
static int prepare_wait(const char *path)
{
    (void)path;
    return pipe(waited) || socketpair(AF_UNIX, SOCK_STREAM, 0, waited + 2) ? -1 : 0;
}

static void wait_mixed(void)
{
    struct pollfd both[] = {{waited[0], POLLIN, 0}, {waited[2], POLLIN, 0}};
    for (int i = 0; i < 100; i++) {
        char byte = 'x';
        int ready = i % 2;
        if (write(ready ? waited[3] : waited[1], &byte, 1) != 1 || poll(both, 2, -1) < 1 ||
            read(both[ready].fd, &byte, 1) != 1)
            abort();
    }
}

const struct way posix_ways[WAYS] = {
    {"write", prepare_file, write_blocks},
    {"read", NULL, read_blocks},
    {"stat", NULL, stat_file},
    {"mmap", NULL, map_file},
    {"clock", NULL, read_clock},
    {"fputs", prepare_stream, write_lines},
    {"fgets", NULL, read_lines},
    {"poll", prepare_sockets, poll_sockets},
    {"wait", prepare_wait, wait_mixed},
};
