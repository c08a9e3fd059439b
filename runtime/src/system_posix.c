/* system_posix.c: what the runtime asks of Linux. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
const char wherry__program_machine[] = "x86-64 Linux";
#elif defined(__i386__)
const char wherry__program_machine[] = "x86 Linux";
#elif defined(__aarch64__)
const char wherry__program_machine[] = "ARM64 Linux";
#else
#error "system_posix.c: name this machine"
#endif

void wherry__errors_save(struct wherry__errors *errors)
{
    errors->number = errno;
    errors->system = 0;
}

void wherry__errors_restore(const struct wherry__errors *errors)
{
    errno = errors->number;
}

char *wherry__system_directory(void)
{
    return NULL;
}

char *wherry__application_directory(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;
    if (length <= 0)
        return NULL;
    path[length] = '\0';
    slash = strrchr(path, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    return strdup(path);
}

int wherry__file_head(const char *path, unsigned char *bytes, int capacity)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length;
    if (file < 0)
        return -1;
    length = read(file, bytes, (size_t)capacity);
    close(file);
    return (int)length;
}

int wherry__same_module(const void *a, const void *b)
{
    Dl_info first, second;
    return dladdr(a, &first) && dladdr(b, &second) && first.dli_fbase == second.dli_fbase;
}

_Noreturn void wherry__die(const char *line)
{
    size_t length = strlen(line);
    while (length) {
        ssize_t written = write(STDERR_FILENO, line, length);
        if (written <= 0)
            break;
        line += written;
        length -= (size_t)written;
    }
    abort();
}
