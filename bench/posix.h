/* posix.h: the same work in two ways, by POSIX's functions (posix_ours.c) and by those of Win32, of
 * Winsock and of the C run-time library (posix_plain.c, which sees no header of ours). */
#ifndef POSIX_H
#define POSIX_H

#define BLOCK_BYTES 4096
#define LINE_BYTES 64
#define SOCKETS 1000

struct way {
    const char *what;
    int (*prepare)(const char *path); /* a file of its own; 0, or -1 and it is left out; or NULL */
    void (*run)(void);
};

/* In the same order in both, and as many. */
enum { WAYS = 9 };
extern const struct way posix_ways[WAYS], plain_ways[WAYS];

#endif
