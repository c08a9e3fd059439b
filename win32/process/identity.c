/* identity.c: processes, groups and sessions by their numbers.
 *
 * Windows has no groups of this kind. A number is kept here and handed on to children of this
 * library; kill() reaches those members of a group that are this process or children of it. */

#include "process.h"

#include <sched.h>
#include <unistd.h>
#include <winternl.h>

static LONG group_now, session_now; /* 0: as the parent said, or our own id */

pid_t getpid(void)
{
    return (pid_t)GetCurrentProcessId();
}

pid_t gettid(void)
{
    return (pid_t)GetCurrentThreadId();
}

/* The id may meanwhile be another process's, which is then younger than we are. */
static bool is_alive(DWORD pid)
{
    HANDLE process = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
    FILETIME made, ours, rest;
    bool alive;

    if (!process) {
        return GetLastError() == ERROR_ACCESS_DENIED;
    }
    GetProcessTimes(GetCurrentProcess(), &ours, &rest, &rest, &rest);
    alive = WaitForSingleObject(process, 0) == WAIT_TIMEOUT &&
            GetProcessTimes(process, &made, &rest, &rest, &rest) &&
            CompareFileTime(&made, &ours) <= 0;
    CloseHandle(process);
    return alive;
}

pid_t getppid(void)
{
    struct {
        LONG exit_status;
        void *block;
        ULONG_PTR affinity;
        LONG priority;
        ULONG_PTR process, parent; /* InheritedFromUniqueProcessId */
    } info = {0}; /* PROCESS_BASIC_INFORMATION, which mingw-w64 10 does not spell out */
    DWORD parent = (DWORD)wherry__heritage()->parent;

    if (parent == 0 && NtQueryInformationProcess(GetCurrentProcess(), ProcessBasicInformation,
                                                 &info, sizeof info, NULL) >= 0) {
        parent = (DWORD)info.parent;
    }
    return parent && is_alive(parent) ? (pid_t)parent : 1;
}

pid_t wherry__group(void)
{
    pid_t given = wherry__heritage()->group;

    return group_now ? (pid_t)group_now : given ? given : getpid();
}

pid_t wherry__session(void)
{
    pid_t given = wherry__heritage()->session;

    return session_now ? (pid_t)session_now : given ? given : getpid();
}

pid_t getpgrp(void)
{
    return wherry__group();
}

pid_t getpgid(pid_t pid)
{
    pid_t group;

    if (pid == 0 || pid == getpid()) {
        return wherry__group();
    }
    group = wherry__child_group(pid);
    return group < 0 ? wherry__error(ESRCH) : group;
}

int setpgid(pid_t pid, pid_t group)
{
    if (group < 0) {
        return wherry__error(EINVAL);
    }
    if (pid == 0 || pid == getpid()) {
        InterlockedExchange(&group_now, group ? group : getpid());
        return 0;
    }
    return wherry__child_set_group(pid, group) < 0 ? wherry__error(ESRCH) : 0;
}

int setpgrp(void)
{
    return setpgid(0, 0);
}

pid_t getsid(pid_t pid)
{
    if (pid != 0 && pid != getpid()) {
        return wherry__child_group(pid) < 0 ? wherry__error(ESRCH) : wherry__session();
    }
    return wherry__session();
}

pid_t setsid(void)
{
    if (wherry__group() == getpid()) {
        return wherry__error(EPERM);
    }
    InterlockedExchange(&group_now, getpid());
    InterlockedExchange(&session_now, getpid());
    return getpid();
}
