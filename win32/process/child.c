/* child.c: the children of this process, until they have been waited for. */

#include "process.h"
#include "signals.h"

#include <stdlib.h>
#include <sys/wait.h>

struct child {
    struct child *next;
    HANDLE process;
    pid_t pid;
    pid_t group;
    bool told; /* SIGCHLD was raised */
};

/* One who waits for any child. */
struct waiter {
    struct waiter *next;
    HANDLE event;
};

static struct {
    SRWLOCK lock;
    struct child *list;
    struct waiter *waiters;
    struct rusage usage; /* of those that were waited for */
} children = {.lock = SRWLOCK_INIT};

/* What a thread of the pool waits on; the handle is its own. */
struct watch {
    HANDLE process;
    HANDLE wait;
    pid_t pid;
};

static bool ended(const struct child *child)
{
    return WaitForSingleObject(child->process, 0) == WAIT_OBJECT_0;
}

static siginfo_t information(const struct child *child)
{
    siginfo_t info = {.si_signo = SIGCHLD};
    DWORD code = 0;
    int status;

    GetExitCodeProcess(child->process, &code);
    status = wherry__status_of_code(code);
    info.si_code = WIFEXITED(status) ? CLD_EXITED : CLD_KILLED;
    info.si_pid = child->pid;
    info.si_uid = 0;
    info.si_status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return info;
}

/* SIGCHLD for this one, if nobody has yet. With the lock, which handlers do not need here: they
 * run later. */
static void tell(struct child *child)
{
    siginfo_t info = information(child);

    if (!child->told) {
        child->told = true;
        wherry__signal_send(&info, 0);
    }
}

/* Children whose end nobody wants to know are forgotten: SIG_IGN and SA_NOCLDWAIT. */
static bool unwanted(void)
{
    struct sigaction action = wherry__signal_action(SIGCHLD, NULL);

    return action.sa_handler == SIG_IGN || (action.sa_flags & SA_NOCLDWAIT);
}

static struct child **find(pid_t pid)
{
    struct child **at = &children.list;

    while (*at && (*at)->pid != pid) {
        at = &(*at)->next;
    }
    return at;
}

static void drop(struct child **at)
{
    struct child *child = *at;

    *at = child->next;
    CloseHandle(child->process);
    free(child);
}

static VOID CALLBACK on_end(void *data, BOOLEAN timeout)
{
    struct watch *watch = data;
    struct child **at;

    (void)timeout;
    AcquireSRWLockExclusive(&children.lock);
    at = find(watch->pid);
    if (*at && ended(*at)) {
        for (struct waiter *waiter = children.waiters; waiter; waiter = waiter->next) {
            SetEvent(waiter->event);
        }
        tell(*at);
        if (unwanted()) {
            drop(at);
        }
    }
    ReleaseSRWLockExclusive(&children.lock);
    UnregisterWaitEx(watch->wait, NULL);
    CloseHandle(watch->process);
    free(watch);
}

/* With the lock, so that the end is not told before the watch is complete. */
static bool watch(HANDLE process, pid_t pid)
{
    struct watch *watch = calloc(1, sizeof *watch);
    HANDLE self = GetCurrentProcess();

    if (!watch) {
        return false;
    }
    watch->pid = pid;
    if (DuplicateHandle(self, process, self, &watch->process, 0, FALSE, DUPLICATE_SAME_ACCESS) &&
        RegisterWaitForSingleObject(&watch->wait, watch->process, on_end, watch, INFINITE,
                                    WT_EXECUTEONLYONCE)) {
        return true;
    }
    free(watch);
    return false;
}

int wherry__child_add(HANDLE process, pid_t pid, pid_t group)
{
    struct child *child = calloc(1, sizeof *child);

    if (!child) {
        return wherry__error(ENOMEM);
    }
    *child = (struct child){NULL, process, pid, group ? group : pid, false};
    AcquireSRWLockExclusive(&children.lock);
    child->next = children.list;
    children.list = child;
    watch(process, pid);
    ReleaseSRWLockExclusive(&children.lock);
    return 0;
}

HANDLE wherry__child_open(pid_t pid)
{
    HANDLE self = GetCurrentProcess(), copy = NULL;
    struct child *child;

    AcquireSRWLockShared(&children.lock);
    child = *find(pid);
    if (child) {
        DuplicateHandle(self, child->process, self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
    }
    ReleaseSRWLockShared(&children.lock);
    return copy;
}

pid_t wherry__child_in_group(pid_t group, pid_t after)
{
    struct child *child;
    pid_t found = 0;

    AcquireSRWLockShared(&children.lock);
    for (child = after ? *find(after) : NULL, child = child   ? child->next
                                                      : after ? NULL
                                                              : children.list;
         child && !found; child = child->next) {
        found = child->group == group ? child->pid : 0;
    }
    ReleaseSRWLockShared(&children.lock);
    return found;
}

pid_t wherry__child_group(pid_t pid)
{
    struct child *child;
    pid_t group;

    AcquireSRWLockShared(&children.lock);
    child = *find(pid);
    group = child ? child->group : -1;
    ReleaseSRWLockShared(&children.lock);
    return group;
}

int wherry__child_set_group(pid_t pid, pid_t group)
{
    struct child *child;

    AcquireSRWLockExclusive(&children.lock);
    child = *find(pid);
    if (child) {
        child->group = group ? group : pid;
    }
    ReleaseSRWLockExclusive(&children.lock);
    return child ? 0 : -1;
}

/* ---- usage ----------------------------------------------------------------------------------- */

static struct timeval time_of(FILETIME time)
{
    uint64_t units = (uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime;

    return (struct timeval){.tv_sec = (time_t)(units / 10000000),
                            .tv_usec = (long)(units % 10000000 / 10)};
}

struct rusage wherry__usage_of(HANDLE process)
{
    FILETIME made, over, kernel, user;
    struct rusage usage = {0};

    if (GetProcessTimes(process, &made, &over, &kernel, &user)) {
        usage.ru_utime = time_of(user);
        usage.ru_stime = time_of(kernel);
    }
    return usage;
}

static struct timeval sum(struct timeval one, struct timeval other)
{
    one.tv_sec += other.tv_sec;
    one.tv_usec += other.tv_usec;
    if (one.tv_usec >= 1000000) {
        one.tv_usec -= 1000000;
        one.tv_sec++;
    }
    return one;
}

struct rusage wherry__children_usage(void)
{
    struct rusage usage;

    AcquireSRWLockShared(&children.lock);
    usage = children.usage;
    ReleaseSRWLockShared(&children.lock);
    return usage;
}

/* ---- waiting --------------------------------------------------------------------------------- */

struct wish {
    pid_t pid;   /* 0: any */
    pid_t group; /* 0: any */
    int options;
};

struct answer {
    siginfo_t info;
    int status;
    struct rusage usage;
};

static void answer_of(struct child **at, const struct wish *wish, struct answer *answer)
{
    DWORD code = 0;

    GetExitCodeProcess((*at)->process, &code);
    answer->info = information(*at);
    answer->status = wherry__status_of_code(code);
    answer->usage = wherry__usage_of((*at)->process);
    tell(*at);
    if (!(wish->options & WNOWAIT)) {
        children.usage.ru_utime = sum(children.usage.ru_utime, answer->usage.ru_utime);
        children.usage.ru_stime = sum(children.usage.ru_stime, answer->usage.ru_stime);
        drop(at);
    }
}

/* With the lock. 1: the answer is there; 0: not yet; -1: there is no such child. */
static int look(const struct wish *wish, struct answer *answer)
{
    bool forget = unwanted();
    int result = -1;

    for (struct child **at = &children.list; *at;) {
        struct child *child = *at;

        if ((wish->pid && child->pid != wish->pid) ||
            (wish->group && child->group != wish->group)) {
            at = &child->next;
        } else if (!ended(child)) {
            result = 0;
            at = &child->next;
        } else if (forget) {
            drop(at);
        } else {
            answer_of(at, wish, answer);
            return 1;
        }
    }
    return result;
}

static void enlist(struct waiter *waiter)
{
    waiter->next = children.waiters;
    children.waiters = waiter;
}

static void delist(struct waiter *waiter)
{
    struct waiter **at = &children.waiters;

    while (*at != waiter) {
        at = &(*at)->next;
    }
    *at = waiter->next;
}

/* A handle to wait on: the one child's, or an event that the end of any child sets. */
static HANDLE thing_to_wait_for(const struct wish *wish)
{
    return wish->pid ? wherry__child_open(wish->pid) : CreateEventW(NULL, FALSE, FALSE, NULL);
}

static int look_locked(const struct wish *wish, struct answer *answer, struct waiter *waiter)
{
    int result;

    AcquireSRWLockExclusive(&children.lock);
    result = look(wish, answer);
    if (result == 0 && waiter) {
        enlist(waiter);
    }
    ReleaseSRWLockExclusive(&children.lock);
    return result;
}

/* Look, and where there is nothing, wait for the end of a child or for a signal. No handler runs
 * here: it might jump away while the waiter is in the list. */
static int look_or_wait(const struct wish *wish, struct answer *answer)
{
    struct waiter waiter = {.event = thing_to_wait_for(wish)};
    HANDLE both[] = {wherry__signals_event(), waiter.event};
    int result = look_locked(wish, answer, &waiter);

    if (result == 0) {
        WaitForMultipleObjects(waiter.event ? 2 : 1, both, FALSE, INFINITE);
        AcquireSRWLockExclusive(&children.lock);
        delist(&waiter);
        ReleaseSRWLockExclusive(&children.lock);
    }
    if (waiter.event) {
        CloseHandle(waiter.event);
    }
    return result;
}

/* 1: an answer; 0: none, with WNOHANG; -1: ECHILD, EINTR. A child that has ended counts for more
 * than a signal, whose handler nevertheless runs before this returns. */
static int await(const struct wish *wish, struct answer *answer)
{
    int result;

    for (;;) {
        result =
            wish->options & WNOHANG ? look_locked(wish, answer, NULL) : look_or_wait(wish, answer);
        if (result == 0) {
            result = look_locked(wish, answer, NULL);
        }
        if (wherry__signals_deliver() == WHERRY_RAN_INTERRUPT && result == 0 &&
            !(wish->options & WNOHANG)) {
            return wherry__error(EINTR);
        }
        if (result != 0 || (wish->options & WNOHANG)) {
            return result < 0 ? wherry__error(ECHILD) : result;
        }
    }
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    struct wish wish = {.options = options};
    struct answer answer;
    int got;

    if (options & ~(WNOHANG | WUNTRACED | WCONTINUED)) {
        return wherry__error(EINVAL);
    }
    if (pid > 0) {
        wish.pid = pid;
    } else if (pid < -1) {
        wish.group = -pid;
    } else if (pid == 0) {
        wish.group = wherry__group();
    }
    got = await(&wish, &answer);
    if (got <= 0) {
        return got;
    }
    if (status) {
        *status = answer.status;
    }
    if (usage) {
        *usage = answer.usage;
    }
    return answer.info.si_pid;
}

pid_t wait3(int *status, int options, struct rusage *usage)
{
    return wait4(-1, status, options, usage);
}

pid_t waitpid(pid_t pid, int *status, int options)
{
    return wait4(pid, status, options, NULL);
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    struct wish wish = {.options = options};
    struct answer answer;
    int got;

    if ((type != P_ALL && type != P_PID && type != P_PGID) || (type == P_PID && id == 0) ||
        (options & ~(WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT)) ||
        !(options & (WEXITED | WSTOPPED | WCONTINUED))) {
        return wherry__error(EINVAL);
    }
    wish.pid = type == P_PID ? (pid_t)id : 0;
    wish.group = type == P_PGID ? id ? (pid_t)id : wherry__group() : 0;
    got = await(&wish, &answer);
    if (got >= 0 && info) {
        *info = got ? answer.info : (siginfo_t){0};
    }
    return got < 0 ? -1 : 0;
}
