/* Read before nftw.c of musl's, which leaves out, without a word, what lies deeper than the number
 * of descriptors that it may use. Here that number is no limit: each level has one. */
#ifndef WHERRY_MUSL_ALL_LEVELS_H
#define WHERRY_MUSL_ALL_LEVELS_H

#include <limits.h>
#include <pthread.h>

/* nftw() calls it before it begins to walk. */
#define pthread_setcancelstate(state, former)                                                      \
    (fd_limit = INT_MAX, (pthread_setcancelstate)(state, former))

#endif
