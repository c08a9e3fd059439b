#include "supervise.h"

#include "diag.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void report(const struct parse_progress *progress, const char *what)
{
    if (*progress->call) {
        diag_error(NOWHERE, "'%s' %s", progress->call, what);
        return;
    }
    diag_error(NOWHERE, "libclang %s while reading for target %s", what,
               *progress->target ? progress->target : "(none yet)");
    if (*progress->declaration)
        diag_note(NOWHERE, "the last declaration it gave is %s", progress->declaration);
    else
        diag_note(NOWHERE, "no declaration had been read yet");
    diag_note(NOWHERE, "nothing was written; --exclude does not help here, but a header with less "
                       "in it may");
}

/* Wait until the child ends: true. Until the time is over: false. SIGCHLD is blocked, so it is
 * waited for, not missed. */
static bool wait_for(pid_t child, int *status, unsigned timeout_s, const sigset_t *child_signal)
{
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += (time_t)timeout_s;
    for (pid_t ended; (ended = waitpid(child, status, WNOHANG)) != child;) {
        if (ended < 0) {
            *status = SIGKILL; /* nobody can know: count as a crash */
            return true;
        }
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        struct timespec left = {.tv_sec = deadline.tv_sec - now.tv_sec};
        if (left.tv_sec <= 0)
            return false;
        sigtimedwait(child_signal, NULL, &left);
    }
    return true;
}

/* libclang visits what is nested by recursion, and so do we: chains of some thousand records are
 * read in the end. The kernel lets the first thread's stack grow up to the limit of the moment. */
static void allow_deep_stack(void)
{
    enum { STACK_BYTES = 120 << 20 }; /* what Linux leaves free below the stack, at the least */
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= STACK_BYTES)
        return;
    limit.rlim_cur = limit.rlim_max < STACK_BYTES ? limit.rlim_max : STACK_BYTES;
    setrlimit(RLIMIT_STACK, &limit);
}

int supervise(supervised *work, void *data, unsigned timeout_s)
{
    struct parse_progress *progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED) {
        diag_error(NOWHERE, "no memory: %s", strerror(errno));
        return 1;
    }
    signal(SIGCHLD, SIG_DFL); /* whoever started us may ignore it, and then there is no status */
    sigset_t child_signal, old;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_signal, &old);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* not to outlive who waits */
        sigprocmask(SIG_SETMASK, &old, NULL);
        allow_deep_stack();
        exit(work(data, progress));
    }
    int status = 0, result = 1;
    if (child < 0) {
        diag_error(NOWHERE, "cannot start a process: %s", strerror(errno));
    } else if (!wait_for(child, &status, timeout_s, &child_signal)) {
        if (kill(-child, SIGKILL) != 0)
            kill(child, SIGKILL); /* it has started no compilers */
        waitpid(child, &status, 0);
        char what[64];
        snprintf(what, sizeof what, "did not end within %u s", timeout_s);
        report(progress, what);
    } else if (WIFSIGNALED(status)) {
        char what[64];
        snprintf(what, sizeof what, "crashed (%s)", strsignal(WTERMSIG(status)));
        report(progress, what);
    } else if (*progress->call) {
        char what[64];
        snprintf(what, sizeof what, "ended the process with status %d", WEXITSTATUS(status));
        report(progress, what);
    } else {
        result = WEXITSTATUS(status);
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    munmap(progress, sizeof *progress);
    return result;
}
