/* resource.c: what processes have used and may use. */

#include "process.h"

#include <sys/times.h>
#include <time.h>
#include <unistd.h>
#include <winternl.h>

enum { DESCRIPTORS = 1 << 16, ARGUMENTS = 32767 };

int getrusage(int who, struct rusage *usage)
{
    FILETIME made, ended, kernel, user;

    switch (who) {
    case RUSAGE_SELF:
        *usage = wherry__usage_of(GetCurrentProcess());
        return 0;
    case RUSAGE_CHILDREN:
        *usage = wherry__children_usage();
        return 0;
    case RUSAGE_THREAD:
        GetThreadTimes(GetCurrentThread(), &made, &ended, &kernel, &user);
        *usage = (struct rusage){0};
        usage->ru_utime.tv_sec =
            (time_t)(((uint64_t)user.dwHighDateTime << 32 | user.dwLowDateTime) / 10000000);
        usage->ru_utime.tv_usec =
            (long)(((uint64_t)user.dwHighDateTime << 32 | user.dwLowDateTime) % 10000000 / 10);
        usage->ru_stime.tv_sec =
            (time_t)(((uint64_t)kernel.dwHighDateTime << 32 | kernel.dwLowDateTime) / 10000000);
        usage->ru_stime.tv_usec =
            (long)(((uint64_t)kernel.dwHighDateTime << 32 | kernel.dwLowDateTime) % 10000000 / 10);
        return 0;
    default:
        return wherry__error(EINVAL);
    }
}

enum { TICKS = 100 }; /* sysconf(_SC_CLK_TCK) */

static clock_t ticks(struct timeval time)
{
    return (clock_t)(time.tv_sec * TICKS + time.tv_usec / (1000000 / TICKS));
}

clock_t times(struct tms *used)
{
    struct rusage own = wherry__usage_of(GetCurrentProcess());
    struct rusage children = wherry__children_usage();
    struct timespec now;

    used->tms_utime = ticks(own.ru_utime);
    used->tms_stime = ticks(own.ru_stime);
    used->tms_cutime = ticks(children.ru_utime);
    used->tms_cstime = ticks(children.ru_stime);
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (clock_t)(now.tv_sec * TICKS + now.tv_nsec / (1000000000 / TICKS));
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* There is a size of the stack, in the program's header; the rest knows no limits. */
static struct rlimit limit_of(int resource)
{
    const char *image = (const char *)GetModuleHandleW(NULL);
    const IMAGE_NT_HEADERS *headers =
        (const void *)(image + ((const IMAGE_DOS_HEADER *)image)->e_lfanew);

    switch (resource) {
    case RLIMIT_NOFILE:
        return (struct rlimit){DESCRIPTORS, DESCRIPTORS};
    case RLIMIT_STACK:
        return (struct rlimit){headers->OptionalHeader.SizeOfStackReserve,
                               headers->OptionalHeader.SizeOfStackReserve};
    case RLIMIT_CORE:
        return (struct rlimit){0, 0};
    default:
        return (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
    }
}

static SRWLOCK limits_lock = SRWLOCK_INIT;
static struct rlimit limits[RLIM_NLIMITS];
static bool limits_set[RLIM_NLIMITS];

int getrlimit(int resource, struct rlimit *limit)
{
    if (resource < 0 || resource >= RLIM_NLIMITS) {
        return wherry__error(EINVAL);
    }
    AcquireSRWLockShared(&limits_lock);
    *limit = limits_set[resource] ? limits[resource] : limit_of(resource);
    ReleaseSRWLockShared(&limits_lock);
    return 0;
}

/* Noted, and given back; of the soft limits, that of descriptors holds. */
int setrlimit(int resource, const struct rlimit *limit)
{
    struct rlimit current;

    if (getrlimit(resource, &current) < 0) {
        return -1;
    }
    if (limit->rlim_cur > limit->rlim_max) {
        return wherry__error(EINVAL);
    }
    if (limit->rlim_max > current.rlim_max) {
        return wherry__error(EPERM);
    }
    AcquireSRWLockExclusive(&limits_lock);
    limits[resource] = *limit;
    limits_set[resource] = true;
    ReleaseSRWLockExclusive(&limits_lock);
    if (resource == RLIMIT_NOFILE) {
        wherry__fd_limit((int)limit->rlim_cur);
    }
    return 0;
}

/* ---- priorities ------------------------------------------------------------------------------ */

static const struct {
    int nice; /* from here on */
    DWORD class;
} classes[] = {
    {-20, HIGH_PRIORITY_CLASS}, {-10, ABOVE_NORMAL_PRIORITY_CLASS},
    {0, NORMAL_PRIORITY_CLASS}, {1, BELOW_NORMAL_PRIORITY_CLASS},
    {10, IDLE_PRIORITY_CLASS},
};
static LONG nice_now, nice_set;

/* Only this process, or one of our children. */
static HANDLE process_of(int which, id_t who)
{
    HANDLE self = GetCurrentProcess(), process = NULL;

    if (which < PRIO_PROCESS || which > PRIO_USER) {
        errno = EINVAL;
        return NULL;
    }
    if (who == 0 || (which == PRIO_PROCESS && who == (id_t)getpid()) ||
        (which == PRIO_PGRP && who == (id_t)wherry__group()) ||
        (which == PRIO_USER && who == getuid())) {
        DuplicateHandle(self, self, self, &process, 0, FALSE, DUPLICATE_SAME_ACCESS);
    } else if (which == PRIO_PROCESS) {
        process = wherry__child_open((pid_t)who);
    }
    if (!process) {
        errno = ESRCH;
    }
    return process;
}

int getpriority(int which, id_t who)
{
    HANDLE process = process_of(which, who);
    DWORD class;
    int nice = 0;

    if (!process) {
        return -1;
    }
    class = GetPriorityClass(process);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        nice = classes[i].class == class ? classes[i].nice : nice;
    }
    if (GetProcessId(process) == GetCurrentProcessId() && nice_set) {
        nice = (int)nice_now; /* finer than a class */
    }
    CloseHandle(process);
    return nice;
}

int setpriority(int which, id_t who, int nice)
{
    HANDLE process = process_of(which, who);
    DWORD class = HIGH_PRIORITY_CLASS;
    BOOL done;

    if (!process) {
        return -1;
    }
    nice = nice < -20 ? -20 : nice > 19 ? 19 : nice;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        class = nice >= classes[i].nice ? classes[i].class : class;
    }
    done = SetPriorityClass(process, class);
    if (done && GetProcessId(process) == GetCurrentProcessId()) {
        InterlockedExchange(&nice_now, nice);
        InterlockedExchange(&nice_set, 1);
    }
    CloseHandle(process);
    return done ? 0 : wherry__fail_last();
}
