/* exec.c: execve() and its kin, as far as Windows has them: another process does the work, with
 * this one's descriptors, and this one stands for it until it ends, and ends as it did.
 *
 * The new program has another process id. It is ended with this one, since it is in a job of this
 * one's; signals that others send to this one go to it. */

#include "process.h"
#include "signals.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static HANDLE new_job(void)
{
    HANDLE job = CreateJobObjectW(NULL, NULL);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};

    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    if (job) {
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    }
    return job;
}

static int highest(int fd, struct wherry__open *open, bool cloexec, void *user)
{
    (void)open;
    (void)cloexec;
    *(int *)user = fd;
    return 0;
}

/* So that the other ends of pipes see what the new program closes. */
static void close_all(void)
{
    int last = -1;

    wherry__fd_each(highest, &last);
    for (int fd = 0; fd <= last; fd++) {
        close(fd);
    }
}

static int become(const char *name, bool search, char *const *arguments, char *const *environment)
{
    struct wherry__spawn spawn = {
        .name = name,
        .search = search,
        .arguments = arguments,
        .environment = environment,
        .job = new_job(),
        .parent = getppid(),
    };
    HANDLE process;
    DWORD code = 0;
    pid_t pid;
    int error;

    wherry__signals_publish(); /* before the new program can tell anybody that it is there */
    error = wherry__spawn(&spawn, &pid, &process);
    if (error) {
        CloseHandle(spawn.job);
        return wherry__error(error);
    }
    close_all();
    WaitForSingleObject(process, INFINITE);
    GetExitCodeProcess(process, &code);
    for (;;) {
        TerminateProcess(GetCurrentProcess(), code);
    }
}

int execve(const char *path, char *const arguments[], char *const environment[])
{
    return become(path, false, arguments, environment);
}

int execvpe(const char *file, char *const arguments[], char *const environment[])
{
    return become(file, true, arguments, environment);
}

int execvp(const char *file, char *const arguments[])
{
    return become(file, true, arguments, environ);
}

int execv(const char *path, char *const arguments[])
{
    return become(path, false, arguments, environ);
}

int fexecve(int fd, char *const arguments[], char *const environment[])
{
    struct wherry__open *open = wherry__fd_get(fd);
    wchar_t name[1024];
    char *path;
    DWORD length;
    int result;

    if (!open) {
        return -1;
    }
    length = GetFinalPathNameByHandleW(open->handle, name, 1024, 0);
    wherry__open_put(open);
    if (length == 0 || length >= 1024) {
        return wherry__error(ENOEXEC);
    }
    path = wherry__path_back(name);
    result = path ? execve(path, arguments, environment) : -1;
    free(path);
    return result;
}

/* Its two forks are not to be had. */
int daemon(int stay, int keep)
{
    (void)stay;
    (void)keep;
    return wherry__error(ENOSYS);
}
