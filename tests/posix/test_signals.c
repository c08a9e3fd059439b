/* Signals: handlers, masks, EINTR and SA_RESTART, timers, children, faults, other processes. */
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char *self;
static volatile sig_atomic_t count, last;

static void note(int number)
{
    count++;
    last = number;
}

static void install(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

    sigemptyset(&action.sa_mask);
    CHECK_EQUAL(sigaction(number, &action, NULL), 0);
}

static void set_of(sigset_t *set, int number)
{
    sigemptyset(set);
    sigaddset(set, number);
}

/* ---- one process ----------------------------------------------------------------------------- */

static void handlers(void)
{
    struct sigaction former;

    count = 0;
    install(SIGUSR1, note, 0);
    CHECK_EQUAL(raise(SIGUSR1), 0);
    CHECK(count == 1 && last == SIGUSR1);
    CHECK_EQUAL(kill(getpid(), SIGUSR1), 0);
    CHECK_EQUAL(count, 2);
    CHECK_EQUAL(pthread_kill(pthread_self(), SIGUSR1), 0);
    CHECK_EQUAL(count, 3);
    CHECK_EQUAL(kill(getpid(), 0), 0);
    CHECK_EQUAL(count, 3);
    CHECK(signal(SIGUSR1, SIG_IGN) == note);
    raise(SIGUSR1);
    CHECK_EQUAL(count, 3);
    install(SIGUSR1, note, (int)SA_RESETHAND);
    raise(SIGUSR1);
    CHECK_EQUAL(count, 4);
    CHECK_EQUAL(sigaction(SIGUSR1, NULL, &former), 0);
    CHECK(former.sa_handler == SIG_DFL);
    raise(SIGCHLD); /* nothing, by default */
    CHECK_FAILS(sigaction(SIGKILL, &former, NULL), EINVAL);
    CHECK_FAILS(sigaction(0, NULL, &former), EINVAL);
    CHECK_FAILS(kill(getpid(), 1000), EINVAL);
    CHECK(signal(SIGKILL, note) == SIG_ERR);
}

static void masks(void)
{
    sigset_t set, former, pending;

    count = 0;
    install(SIGUSR1, note, 0);
    set_of(&set, SIGUSR1);
    CHECK_EQUAL(sigprocmask(SIG_BLOCK, &set, &former), 0);
    CHECK(!sigismember(&former, SIGUSR1));
    raise(SIGUSR1);
    raise(SIGUSR1);
    CHECK_EQUAL(count, 0);
    CHECK_EQUAL(sigpending(&pending), 0);
    CHECK(sigismember(&pending, SIGUSR1) && !sigismember(&pending, SIGUSR2));
    CHECK_EQUAL(sigprocmask(SIG_SETMASK, &former, NULL), 0);
    CHECK_EQUAL(count, 1); /* both were one */
    CHECK_EQUAL(sigprocmask(SIG_BLOCK, &set, NULL), 0);
    raise(SIGUSR1);
    signal(SIGUSR1, SIG_IGN); /* drops it */
    install(SIGUSR1, note, 0);
    CHECK_EQUAL(sigprocmask(SIG_UNBLOCK, &set, NULL), 0);
    CHECK_EQUAL(count, 1);
    CHECK_FAILS(sigprocmask(99, &set, NULL), EINVAL);
}

static volatile int depth, deepest;

static void nest(int number)
{
    deepest = ++depth > deepest ? depth : deepest;
    if (count++ < 2) {
        raise(number);
    }
    depth--;
}

static void nesting(void)
{
    count = deepest = 0;
    install(SIGUSR1, nest, 0);
    raise(SIGUSR1);
    CHECK_EQUAL(deepest, 1); /* blocked while it runs */
    CHECK_EQUAL(count, 3);
    count = deepest = 0;
    install(SIGUSR1, nest, SA_NODEFER);
    raise(SIGUSR1);
    CHECK_EQUAL(deepest, 3);
}

static siginfo_t seen;

static void note_info(int number, siginfo_t *info, void *context)
{
    note(number);
    seen = *info;
    CHECK(context != NULL);
}

static void information(void)
{
    struct sigaction action = {.sa_sigaction = note_info, .sa_flags = SA_SIGINFO};
    union sigval value = {.sival_int = 4711};

    count = 0;
    CHECK_EQUAL(sigaction(SIGUSR2, &action, NULL), 0);
    kill(getpid(), SIGUSR2);
    CHECK(seen.si_signo == SIGUSR2 && seen.si_code == SI_USER && seen.si_pid == getpid());
    sigqueue(getpid(), SIGUSR2, value);
    CHECK(seen.si_code == SI_QUEUE && seen.si_value.sival_int == 4711);
    CHECK_EQUAL(count, 2);
}

/* ---- waiting for signals --------------------------------------------------------------------- */

static void suspending(void)
{
    sigset_t set, empty, now;

    count = 0;
    install(SIGUSR1, note, SA_RESTART);
    set_of(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    sigemptyset(&empty);
    CHECK_FAILS(sigsuspend(&empty), EINTR);
    CHECK_EQUAL(count, 1);
    sigprocmask(SIG_BLOCK, NULL, &now);
    CHECK(sigismember(&now, SIGUSR1));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    CHECK_EQUAL(count, 1);
}

static void waiting(void)
{
    struct timespec none = {0}, some = {.tv_nsec = 20000000};
    siginfo_t info;
    sigset_t set;
    int number;

    set_of(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    CHECK_FAILS(sigtimedwait(&set, &info, &none), EAGAIN);
    CHECK_FAILS(sigtimedwait(&set, &info, &some), EAGAIN);
    raise(SIGUSR2);
    raise(SIGUSR1);
    CHECK_EQUAL(sigtimedwait(&set, &info, &none), SIGUSR1);
    CHECK_EQUAL(info.si_signo, SIGUSR1);
    CHECK_EQUAL(sigwait(&set, &number), 0);
    CHECK_EQUAL(number, SIGUSR2);
    raise(SIGUSR1);
    CHECK_EQUAL(sigwaitinfo(&set, NULL), SIGUSR1);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void *wait_in_thread(void *set)
{
    int number = 0;

    return sigwait(set, &number) == 0 && number == SIGUSR1 ? set : NULL;
}

/* A thread inherits the mask, so that the one in sigwait() gets what is sent to the process. */
static void threads(void)
{
    pthread_t thread;
    sigset_t set;
    void *result;

    set_of(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    CHECK_EQUAL(pthread_create(&thread, NULL, wait_in_thread, &set), 0);
    kill(getpid(), SIGUSR1);
    pthread_join(thread, &result);
    CHECK(result == &set);
    CHECK_EQUAL(pthread_create(&thread, NULL, wait_in_thread, &set), 0);
    CHECK_EQUAL(pthread_kill(thread, SIGUSR1), 0);
    pthread_join(thread, &result);
    CHECK(result == &set);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* ---- time ------------------------------------------------------------------------------------ */

static void timers(void)
{
    struct itimerval often = {.it_value.tv_usec = 10000, .it_interval.tv_usec = 10000}, left;
    struct timespec tenth = {.tv_nsec = 100000000}, hour = {.tv_sec = 3600}, remain = {0};
    struct timespec wrong = {.tv_nsec = 1000000000}, past = {0};

    count = 0;
    install(SIGALRM, note, SA_RESTART);
    CHECK_EQUAL(setitimer(ITIMER_REAL, &often, NULL), 0);
    CHECK_FAILS(nanosleep(&hour, &remain), EINTR); /* whatever SA_RESTART says */
    CHECK_EQUAL(last, SIGALRM);
    CHECK(remain.tv_sec >= 3590 && remain.tv_sec < 3600);
    while (count < 5) {
        pause();
    }
    often.it_value.tv_usec = often.it_interval.tv_usec = 0;
    CHECK_EQUAL(setitimer(ITIMER_REAL, &often, NULL), 0);
    CHECK_EQUAL(alarm(100), 0);
    CHECK_EQUAL(getitimer(ITIMER_REAL, &left), 0);
    CHECK(left.it_value.tv_sec >= 90 && left.it_value.tv_sec <= 100);
    CHECK(alarm(0) >= 90);
    count = 0;
    CHECK_EQUAL(nanosleep(&tenth, NULL), 0);
    CHECK_EQUAL(usleep(1000), 0);
    CHECK_EQUAL(sleep(0), 0);
    CHECK_EQUAL(count, 0);
    CHECK_FAILS(nanosleep(&wrong, NULL), EINVAL);
    CHECK_EQUAL(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, NULL), 0);
    CHECK_EQUAL(clock_nanosleep(CLOCK_REALTIME, 0, &tenth, NULL), 0);
    alarm(1);
    CHECK_EQUAL(sleep(3600) > 3590, 1);
    CHECK_EQUAL(count, 1);
}

static sigjmp_buf out;

static void jump(int number)
{
    siglongjmp(out, number);
}

/* Out of a call that blocks, again and again: the mask is restored each time. */
static void jumping(void)
{
    struct itimerval soon = {.it_value.tv_usec = 10000};
    volatile int jumps = 0;
    sigset_t mask;

    install(SIGALRM, jump, 0);
    if (sigsetjmp(out, 1) == SIGALRM) {
        jumps++;
    }
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(!sigismember(&mask, SIGALRM));
    if (jumps < 5) {
        setitimer(ITIMER_REAL, &soon, NULL);
        for (;;) {
            pause();
        }
    }
    CHECK_EQUAL(jumps, 5);
}

/* What waits for these two, or reads the first, until the jump. */
static void wait_and_jump(int pipe_end, int socket_end, int reads)
{
    struct itimerval soon = {.it_value.tv_usec = 10000};
    struct pollfd both[] = {{pipe_end, POLLIN, 0}, {socket_end, POLLIN, 0}};
    char byte;

    if (sigsetjmp(out, 1) == 0) {
        setitimer(ITIMER_REAL, &soon, NULL);
        if (reads) {
            (void)!read(pipe_end, &byte, 1);
        } else {
            poll(both, 2, -1);
        }
        CHECK(0); /* a jump only ends it */
    }
}

/* Where the frames that were left behind lay. */
static void overwrite_stack(void)
{
    volatile char where[8192];

    for (size_t i = 0; i < sizeof where; i++) {
        where[i] = 0x5a;
    }
}

/* Nothing of the call that was left goes on: it takes no bytes, and other waits are unharmed. */
static void jumping_and_going_on(void)
{
    install(SIGALRM, jump, 0);
    for (int i = 0; i < 6; i++) {
        int ends[2], sockets[2];
        char bytes[4] = "";

        CHECK_EQUAL(pipe(ends), 0);
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
        wait_and_jump(ends[0], sockets[0], i % 2);
        overwrite_stack();
        CHECK_EQUAL(write(ends[1], "ab", 2), 2);
        CHECK_EQUAL(write(sockets[1], "c", 1), 1);
        CHECK_EQUAL(poll(&(struct pollfd){sockets[0], POLLIN, 0}, 1, 60000), 1);
        CHECK_EQUAL(poll(&(struct pollfd){ends[0], POLLIN, 0}, 1, 60000), 1);
        CHECK_EQUAL(read(ends[0], bytes, sizeof bytes), 2);
        CHECK(bytes[0] == 'a' && bytes[1] == 'b');
        close(ends[0]);
        close(ends[1]);
        close(sockets[0]);
        close(sockets[1]);
    }
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void *volatile nowhere;
static volatile int zero;

static void jump_with_address(int number, siginfo_t *info, void *context)
{
    (void)context;
    seen = *info;
    siglongjmp(out, number);
}

__attribute__((no_sanitize("undefined", "address"))) static void faults(void)
{
    struct sigaction action = {.sa_sigaction = jump_with_address, .sa_flags = SA_SIGINFO};
    volatile int times = 0;

    sigaction(SIGSEGV, &action, NULL);
    nowhere = (void *)(intptr_t)64;
    if (sigsetjmp(out, 1) != 0) {
        times++;
        CHECK(seen.si_signo == SIGSEGV && seen.si_addr == nowhere);
    }
    if (times < 3) {
        *(volatile char *)nowhere = 1;
    }
    CHECK_EQUAL(times, 3);
    sigaction(SIGFPE, &action, NULL);
    if (sigsetjmp(out, 1) == 0) {
        zero = 100 / zero;
        times = 99;
    }
    CHECK_EQUAL(times, 3);
    CHECK(seen.si_signo == SIGFPE && seen.si_code == FPE_INTDIV);
    signal(SIGSEGV, SIG_DFL);
    signal(SIGFPE, SIG_DFL);
}

/* ---- children -------------------------------------------------------------------------------- */

static pid_t start(const char *what, int in, int other_out)
{
    char *list[] = {self, (char *)what, NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, other_out, 1);
    CHECK_EQUAL(posix_spawn(&pid, self, &actions, NULL, list, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static void child_signal(void)
{
    struct sigaction action = {.sa_sigaction = note_info, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigset_t set, former;
    int status;
    pid_t pid;

    count = 0;
    sigaction(SIGCHLD, &action, NULL);
    pid = start("end", 0, 1);
    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    CHECK_EQUAL(WEXITSTATUS(status), 3);
    CHECK_EQUAL(count, 1);
    CHECK(seen.si_pid == pid && seen.si_code == CLD_EXITED && seen.si_status == 3);
    set_of(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, &former);
    pid = start("end", 0, 1);
    while (count < 2) {
        sigsuspend(&former);
    }
    sigprocmask(SIG_SETMASK, &former, NULL);
    CHECK_EQUAL(waitpid(-1, &status, WNOHANG), pid);
    CHECK_EQUAL(count, 2);
    signal(SIGCHLD, SIG_IGN);
    start("end", 0, 1);
    CHECK_FAILS(wait(&status), ECHILD); /* after its end */
    signal(SIGCHLD, SIG_DFL);
}

/* A child that waits for signals, tells of each, and ends with the one it does not handle. */
static _Noreturn void receive(void)
{
    sigset_t set;

    set_of(&set, SIGUSR1);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    install(SIGUSR1, note, 0);
    install(SIGTERM, note, 0);
    sigemptyset(&set);
    (void)!write(1, "r", 1);
    for (;;) {
        char c;

        sigsuspend(&set);
        c = last == SIGUSR1 ? '1' : last == SIGTERM ? 't' : '?';
        (void)!write(1, &c, 1);
    }
}

static char next_of(int fd)
{
    char c = 0;

    CHECK_EQUAL(read(fd, &c, 1), 1);
    return c;
}

static void other_process(void)
{
    int ends[2], status;
    pid_t pid;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    pid = start("receive", 0, ends[1]);
    CHECK_EQUAL(next_of(ends[0]), 'r');
    CHECK_EQUAL(kill(pid, SIGUSR1), 0);
    CHECK_EQUAL(next_of(ends[0]), '1');
    CHECK_EQUAL(kill(pid, SIGTERM), 0);
    CHECK_EQUAL(next_of(ends[0]), 't');
    CHECK_EQUAL(kill(pid, 0), 0);
    CHECK_EQUAL(waitpid(pid, &status, WNOHANG), 0);
    CHECK_EQUAL(kill(pid, SIGUSR2), 0);
    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR2);
    pid = start("receive", 0, ends[1]);
    CHECK_EQUAL(next_of(ends[0]), 'r');
    CHECK_EQUAL(kill(pid, SIGKILL), 0);
    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(ends[0]);
    close(ends[1]);
}

/* What is sent to a process that called exec() reaches the new program. */
static void after_exec(void)
{
    int ends[2], status;
    char c;
    pid_t pid;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    pid = start("exec", 0, ends[1]);
    close(ends[1]);
    CHECK_EQUAL(next_of(ends[0]), 'r');
    CHECK_EQUAL(kill(pid, SIGUSR1), 0);
    CHECK_EQUAL(next_of(ends[0]), '1');
    CHECK_EQUAL(kill(pid, SIGKILL), 0);
    CHECK_EQUAL(read(ends[0], &c, 1), 0); /* nobody has the other end any more */
    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(ends[0]);
}

static void group(void)
{
    char *list[] = {self, "copy", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int ends[2], status;
    pid_t pid;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    CHECK_EQUAL(posix_spawn(&pid, self, &actions, &attributes, list, environ), 0);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    CHECK_EQUAL(getpgid(pid), pid);
    CHECK_EQUAL(killpg(pid, SIGTERM), 0);
    CHECK_EQUAL(waitpid(-pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    CHECK_FAILS(killpg(pid, SIGTERM), ESRCH);
    CHECK_FAILS(waitpid(-pid, &status, 0), ECHILD);
    close(ends[0]);
    close(ends[1]);
}

/* ---- calls that block ------------------------------------------------------------------------ */

static void broken_pipe(void)
{
    int ends[2];

    count = 0;
    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    close(ends[0]);
    install(SIGPIPE, note, 0);
    CHECK_FAILS(write(ends[1], "x", 1), EPIPE);
    CHECK(count == 1 && last == SIGPIPE);
    signal(SIGPIPE, SIG_IGN);
    CHECK_FAILS(write(ends[1], "x", 1), EPIPE);
    signal(SIGPIPE, SIG_DFL);
    close(ends[1]);
}

/* waitpid() is interrupted, or goes on. */
static void interrupted(void)
{
    struct itimerval soon = {.it_value.tv_usec = 20000};
    int ends[2], status;
    pid_t pid;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    pid = start("copy", ends[0], 1);
    close(ends[0]);
    count = 0;
    install(SIGALRM, note, 0);
    setitimer(ITIMER_REAL, &soon, NULL);
    CHECK_FAILS(waitpid(pid, &status, 0), EINTR);
    CHECK_EQUAL(count, 1);
    close(ends[1]);
    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    CHECK_EQUAL(status, 0);
}

static int copy(void)
{
    char c;

    while (read(0, &c, 1) > 0) {
    }
    return 0;
}

int main(int argc, char **argv)
{
    self = argv[0];
    if (argc > 1) {
        if (!strcmp(argv[1], "receive")) {
            receive();
        }
        if (!strcmp(argv[1], "exec")) {
            execv(self, (char *[]){self, "receive", NULL});
        }
        return !strcmp(argv[1], "copy") ? copy() : 3;
    }
    handlers();
    masks();
    nesting();
    information();
    suspending();
    waiting();
    threads();
    timers();
    jumping();
    jumping_and_going_on();
    faults();
    child_signal();
    other_process();
    after_exec();
    group();
    broken_pipe();
    interrupted();
    return check_failures();
}
