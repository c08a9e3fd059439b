/* map.h: what mmap() has given out.
 *
 * Windows reserves addresses, and places views, in steps of 64 KiB; mmap() deals in pages of 4 KiB.
 * So each mapping is noted with the pages of it that are in use: an offset within a step leaves
 * some unused in front, and munmap() of a part leaves holes, which are given back, or closed. */
#ifndef WHERRY_POSIX_MAP_H
#define WHERRY_POSIX_MAP_H

#include "file.h"

enum { MAP_PAGE = 4096, MAP_GRAIN = 65536 };

enum wherry__map_kind {
    WHERRY_MAP_MEMORY,  /* VirtualAlloc(): anonymous, or a private copy */
    WHERRY_MAP_PRIVATE, /* a view that is copied on writing */
    WHERRY_MAP_SHARED,  /* a view whose writes reach the file */
};

struct wherry__map {
    struct wherry__map *next; /* in no order */
    enum wherry__map_kind kind;
    char *base;    /* a multiple of MAP_GRAIN */
    size_t pages;  /* of all of it */
    size_t viewed; /* of a view: the pages that the file fills; behind it are addresses only */
    char *tail;    /* those addresses, or NULL */
    HANDLE file;   /* of a shared view that may be written; or NULL */
    size_t live;   /* how many pages are in use, and which */
    uint32_t bits[];
};

/* All of them. Each function here is called with the lock held. */
struct wherry__maps {
    SRWLOCK lock;
    struct wherry__map *first;
};
extern struct wherry__maps wherry__maps;

/* Calls `see` for the pages in use within [at, at + length), one run in one mapping after the
 * other, until it does not return 0; returns that. */
int wherry__map_each(char *at, size_t length,
                     int (*see)(struct wherry__map *map, size_t page, size_t count, void *user),
                     void *user);

/* How many pages of the range are in use. */
size_t wherry__map_count(char *at, size_t length);

/* A note of a mapping, not in the list yet, no page in use. NULL: ENOMEM. */
struct wherry__map *wherry__map_new(enum wherry__map_kind kind, size_t pages);

/* Say of pages that they are in use, or no longer. */
void wherry__map_mark(struct wherry__map *map, size_t page, size_t count, bool live);

/* Give the pages this protection (PROT_...). EACCES for what the mapping cannot have. */
int wherry__map_protect(struct wherry__map *map, size_t page, size_t count, int protection);

/* What munmap() does. */
void wherry__map_remove(char *at, size_t length);

#endif
