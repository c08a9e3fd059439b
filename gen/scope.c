#include "scope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The headers of ISO C and POSIX, glibc's others and those of the Windows C run-time:
 * what stands in the system's folder and belongs to no other library. */
static const char *const c_library_headers[] = {
    "_bsd_types.h",   "_cygwin.h",      "_mingw.h",
    "_mingw_",        "_timeval.h",     "aio.h",
    "aliases.h",      "alloca.h",       "ar.h",
    "argp.h",         "argz.h",         "assert.h",
    "byteswap.h",     "complex.h",      "conio.h",
    "corecrt",        "cpio.h",         "crtdbg.h",
    "crtdefs.h",      "ctype.h",        "delayloadhandler.h",
    "direct.h",       "dirent.h",       "dlfcn.h",
    "dos.h",          "elf.h",          "endian.h",
    "envz.h",         "err.h",          "errno.h",
    "error.h",        "excpt.h",        "execinfo.h",
    "fcntl.h",        "features",       "fenv.h",
    "float.h",        "fmtmsg.h",       "fnmatch.h",
    "fstab.h",        "fts.h",          "ftw.h",
    "gconv.h",        "getopt.h",       "glob.h",
    "gnu-versions.h", "grp.h",          "gshadow.h",
    "iconv.h",        "ifaddrs.h",      "inttypes.h",
    "io.h",           "iso646.h",       "langinfo.h",
    "lastlog.h",      "libgen.h",       "libintl.h",
    "limits.h",       "link.h",         "locale.h",
    "malloc.h",       "math.h",         "mbctype.h",
    "mbstring.h",     "mcheck.h",       "mem.h",
    "memory.h",       "minmax.h",       "mntent.h",
    "monetary.h",     "mqueue.h",       "netdb.h",
    "new.h",          "nl_types.h",     "nss.h",
    "obstack.h",      "paths.h",        "poll.h",
    "printf.h",       "proc_service.h", "process.h",
    "pthread",        "pty.h",          "pwd.h",
    "re_comp.h",      "regex.h",        "regexp.h",
    "resolv.h",       "sched.h",        "sdks",
    "search.h",       "sec_api",        "semaphore.h",
    "setjmp.h",       "sgtty.h",        "shadow.h",
    "share.h",        "signal.h",       "spawn.h",
    "stab.h",         "stdarg.h",       "stdbool.h",
    "stdc-predef.h",  "stddef.h",       "stdexcpt.h",
    "stdint.h",       "stdio",          "stdlib.h",
    "string.h",       "strings.h",      "swprintf.inl",
    "syscall.h",      "sysexits.h",     "syslog.h",
    "tar.h",          "tchar.h",        "termio.h",
    "termios.h",      "tgmath.h",       "thread_db.h",
    "threads.h",      "time.h",         "ttyent.h",
    "uchar.h",        "ucontext.h",     "ulimit.h",
    "unistd.h",       "utime.h",        "utmp.h",
    "utmpx.h",        "vadefs.h",       "values.h",
    "varargs.h",      "wait.h",         "wchar.h",
    "wctype.h",       "wordexp.h"};

/* A row without a dot names all headers that begin so. */
bool scope_is_c_library(const char *name)
{
    for (size_t i = 0; i < sizeof c_library_headers / sizeof c_library_headers[0]; i++) {
        const char *row = c_library_headers[i];
        bool whole = strchr(row, '.') != NULL;
        if (whole ? !strcmp(name, row) : !strncmp(name, row, strlen(row)))
            return true;
    }
    return false;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static size_t folder_length(const char *path)
{
    return (size_t)(file_name(path) - path);
}

static bool folder_holds_stdio(const char *folder, size_t length)
{
    char *path;
    if (asprintf(&path, "%.*sstdio.h", (int)length, folder) < 0)
        return false;
    bool holds = access(path, F_OK) == 0;
    free(path);
    return holds;
}

/* The part of `path` below `folder`, NULL when it is not below. */
static const char *below(const char *path, const char *folder, size_t length)
{
    if (!length)
        return *path == '/' ? NULL : path;
    return strncmp(path, folder, length) ? NULL : path + length;
}

/* Whether an umbrella, a header that only includes others, brought `file`, `rest` in its folder. A
 * folder inside is another library's unless the umbrella itself reaches into it. */
static bool is_part_of(const struct source_file *file, const struct source_file *umbrella,
                       const char *rest)
{
    if (scope_is_c_library(rest) || (strchr(rest, '/') && file->includer != umbrella))
        return false;
    while (file && file != umbrella)
        file = file->includer;
    return file;
}

static bool is_bound_with(const struct source_file *file, const struct source_file *named)
{
    size_t length = folder_length(named->path);
    const char *rest = below(file->path, named->path, length);
    if (!folder_holds_stdio(named->path, length))
        return rest != NULL;

    const char *name = file_name(named->path);
    if (scope_is_c_library(name))
        return strstr(file->path, "/bits/") != NULL;
    if (!rest)
        return false;
    size_t stem = strcspn(name, ".");
    if (!strncmp(rest, name, stem))
        return true;
    return !named->declares && is_part_of(file, named, rest);
}

void scope_apply(const struct list *files)
{
    FOR_EACH (struct source_file *, file, files)
        file->is_bound = file->is_named;
    FOR_EACH (const struct source_file *, named, files) {
        if (!named->is_named)
            continue;
        FOR_EACH (struct source_file *, file, files)
            if (!file->is_bound && !file->is_compilers && is_bound_with(file, named))
                file->is_bound = true;
    }
}

const char *scope_include(struct arena *arena, const char *header)
{
    bool is_file = access(header, F_OK) == 0;
    return arena_format(arena, is_file ? "\"%s\"" : "<%s>", header);
}
