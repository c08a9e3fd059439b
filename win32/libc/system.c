/* system.c: what system this is, and its limits. */

#include "../core/internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

LONG NTAPI RtlGetVersion(RTL_OSVERSIONINFOW *); /* of the driver kit's headers */

/* The name of the machine, as DNS knows it. */
static void node_name(char *name, size_t size)
{
    wchar_t wide[256];
    DWORD length = sizeof wide / sizeof *wide;
    char *narrow;

    if (!GetComputerNameExW(ComputerNameDnsHostname, wide, &length)) {
        wcscpy(wide, L"localhost");
    }
    narrow = wherry__utf8(wide);
    snprintf(name, size, "%s", narrow ? narrow : "localhost");
    free(narrow);
}

/* sysname is "Windows", not "MINGW" or "CYGWIN": scripts take those for what they know. machine
 * is the program's, as on Linux under a 32-bit personality. */
int uname(struct utsname *name)
{
    RTL_OSVERSIONINFOEXW version = {.dwOSVersionInfoSize = sizeof version};

    RtlGetVersion((RTL_OSVERSIONINFOW *)&version); /* GetVersionEx() asks the manifest */
    memset(name, 0, sizeof *name);
    snprintf(name->sysname, sizeof name->sysname, "Windows");
    node_name(name->nodename, sizeof name->nodename);
    snprintf(name->release, sizeof name->release, "%lu.%lu", version.dwMajorVersion,
             version.dwMinorVersion);
    snprintf(name->version, sizeof name->version, "%lu", version.dwBuildNumber);
#ifdef __x86_64__
    snprintf(name->machine, sizeof name->machine, "x86_64");
#else
    snprintf(name->machine, sizeof name->machine, "i686");
#endif
    return 0;
}

static long processors(void)
{
    DWORD count = GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);

    return count ? (long)count : 1;
}

static long pages(bool available)
{
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};

    GlobalMemoryStatusEx(&memory);
    return (long)((available ? memory.ullAvailPhys : memory.ullTotalPhys) / 4096);
}

/* The limits that are numbers; POSIX's options that are there; what is neither has no limit or is
 * not there: -1 and no error. */
static const struct {
    int name;
    long value;
} limits[] = {
    {_SC_ARG_MAX, 32767},
    {_SC_CLK_TCK, 100},
    {_SC_NGROUPS_MAX, 32},
    {_SC_OPEN_MAX, 65536},
    {_SC_STREAM_MAX, 65536},
    {_SC_TZNAME_MAX, 16},
    {_SC_PAGESIZE, 4096},
    {_SC_ATEXIT_MAX, 32},
    {_SC_IOV_MAX, IOV_MAX},
    {_SC_LINE_MAX, 4096},
    {_SC_RE_DUP_MAX, RE_DUP_MAX},
    {_SC_BC_BASE_MAX, _POSIX2_BC_BASE_MAX},
    {_SC_BC_DIM_MAX, _POSIX2_BC_DIM_MAX},
    {_SC_BC_SCALE_MAX, _POSIX2_BC_SCALE_MAX},
    {_SC_BC_STRING_MAX, _POSIX2_BC_STRING_MAX},
    {_SC_COLL_WEIGHTS_MAX, COLL_WEIGHTS_MAX},
    {_SC_EXPR_NEST_MAX, _POSIX2_EXPR_NEST_MAX},
    {_SC_GETGR_R_SIZE_MAX, 1024},
    {_SC_GETPW_R_SIZE_MAX, 2048},
    {_SC_LOGIN_NAME_MAX, 256},
    {_SC_TTY_NAME_MAX, 32},
    {_SC_HOST_NAME_MAX, 255},
    {_SC_SYMLOOP_MAX, 31},
    {_SC_THREAD_DESTRUCTOR_ITERATIONS, 256},
    {_SC_THREAD_KEYS_MAX, 1 << 20},
    {_SC_THREAD_STACK_MIN, 65536},
    {_SC_SEM_VALUE_MAX, INT_MAX},
    {_SC_NZERO, 20},
    {_SC_VERSION, _POSIX_VERSION},
    {_SC_XOPEN_VERSION, _XOPEN_VERSION},
    {_SC_FSYNC, _POSIX_VERSION},
    {_SC_MAPPED_FILES, _POSIX_VERSION},
    {_SC_MEMORY_PROTECTION, _POSIX_VERSION},
    {_SC_SEMAPHORES, _POSIX_VERSION},
    {_SC_THREADS, _POSIX_VERSION},
    {_SC_THREAD_SAFE_FUNCTIONS, _POSIX_VERSION},
    {_SC_THREAD_ATTR_STACKSIZE, _POSIX_VERSION},
    {_SC_BARRIERS, _POSIX_VERSION},
    {_SC_CLOCK_SELECTION, _POSIX_VERSION},
    {_SC_CPUTIME, _POSIX_VERSION},
    {_SC_THREAD_CPUTIME, _POSIX_VERSION},
    {_SC_MONOTONIC_CLOCK, _POSIX_VERSION},
    {_SC_READER_WRITER_LOCKS, _POSIX_VERSION},
    {_SC_SPIN_LOCKS, _POSIX_VERSION},
    {_SC_TIMEOUTS, _POSIX_VERSION},
    {_SC_REGEXP, 1},
    {_SC_SPAWN, _POSIX_VERSION},
    {_SC_IPV6, _POSIX_VERSION},
};

long sysconf(int name)
{
    switch (name) {
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return processors();
    case _SC_PHYS_PAGES:
    case _SC_AVPHYS_PAGES:
        return pages(name == _SC_AVPHYS_PAGES);
    default:
        break;
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (limits[i].name == name) {
            return limits[i].value;
        }
    }
    return name >= 0 && name <= _SC_THREAD_ROBUST_PRIO_PROTECT ? -1 : wherry__error(EINVAL);
}

int getpagesize(void)
{
    return 4096;
}

int getdtablesize(void)
{
    return (int)sysconf(_SC_OPEN_MAX);
}

/* Of the name: a number that stays the same is all that is promised. */
long gethostid(void)
{
    char name[256];
    uint32_t hash = 2166136261u;

    node_name(name, sizeof name);
    for (const char *at = name; *at; at++) {
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    }
    return (long)hash;
}
