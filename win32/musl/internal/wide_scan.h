/* Read before vfwscanf.c, to which the end of a stream is negative: WEOF of 16 bits is not. */
#ifndef WHERRY_MUSL_WIDE_SCAN_H
#define WHERRY_MUSL_WIDE_SCAN_H

#include <stdio.h>

#define getwc wherry__hidden_getwc
#include <wchar.h>
#undef getwc

int wherry__getwc(FILE *);

static int getwc(FILE *file)
{
    return wherry__getwc(file);
}

#endif
