/* globals.c: musl's few global objects. */

#include "libc.h"

struct __libc __libc = {.need_locks = 1, .threaded = 1, .can_do_threads = 1, .page_size = 4096};
char *__progname, *__progname_full;

extern __typeof(__progname) program_invocation_short_name __attribute__((__alias__("__progname")));
extern __typeof(__progname_full) program_invocation_name
    __attribute__((__alias__("__progname_full")));
