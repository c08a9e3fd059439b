/* The end of a program: what runs, what is written, and what the parent is told. Also what a
 * process knows of itself: ids, limits, times, priority. */
#include "check.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char *self;

static void say_one(void)
{
    printf("1");
}

static void say_two(void)
{
    printf("2");
}

static void say_quick(void)
{
    printf("q");
    fflush(stdout);
}

static int child(const char *how)
{
    atexit(say_one);
    atexit(say_two);
    at_quick_exit(say_quick);
    printf("x"); /* not a terminal: it stays in the buffer */
    if (!strcmp(how, "exit")) {
        exit(4);
    } else if (!strcmp(how, "_exit")) {
        _exit(5);
    } else if (!strcmp(how, "quick")) {
        fflush(stdout);
        quick_exit(6);
    } else if (!strcmp(how, "abort")) {
        abort();
    }
    return 7;
}

static void check_end(const char *how, const char *wanted, int code)
{
    char *list[] = {self, (char *)how, NULL}, text[64] = "";
    posix_spawn_file_actions_t actions;
    int ends[2], status;
    size_t length = 0;
    ssize_t got;
    pid_t pid;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    CHECK_EQUAL(posix_spawn(&pid, self, &actions, NULL, list, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    while ((got = read(ends[0], text + length, sizeof text - 1 - length)) > 0) {
        length += (size_t)got;
    }
    close(ends[0]);
    CHECK_TEXT(text, wanted);
    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    if (code >= 0) {
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == code);
    } else {
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == -code);
    }
}

static void identity(void)
{
    CHECK(getpid() > 1 && getppid() > 0 && getpid() != getppid());
    CHECK_EQUAL(getpgrp(), getpgid(0));
    CHECK_EQUAL(getpgid(getpid()), getpgrp());
    CHECK_EQUAL(getsid(0), getsid(getpid()));
    CHECK_EQUAL(setpgid(0, 0), 0);
    CHECK_EQUAL(getpgrp(), getpid());
    CHECK_FAILS(setsid(), EPERM); /* a group's leader */
}

static void limits(void)
{
    struct rlimit limit, less;
    int fd;

    CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &limit), 0);
    CHECK(limit.rlim_cur >= 256 && limit.rlim_cur <= limit.rlim_max);
    less = limit;
    less.rlim_cur = 64;
    CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &less), 0);
    CHECK_FAILS(fcntl(1, F_DUPFD, 64), EINVAL);
    fd = open("/dev/null", O_RDONLY);
    CHECK_FAILS(dup2(fd, 64), EBADF);
    while ((fd = dup(1)) >= 0) {
        CHECK(fd < 64);
    }
    CHECK_EQUAL(errno, EMFILE);
    for (fd = 3; fd < 64; fd++) {
        close(fd);
    }
    CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
    less.rlim_cur = 10;
    less.rlim_max = 5;
    CHECK_FAILS(setrlimit(RLIMIT_NOFILE, &less), EINVAL);
    CHECK_FAILS(getrlimit(99, &less), EINVAL);
    CHECK_EQUAL(getrlimit(RLIMIT_STACK, &limit), 0);
    CHECK(limit.rlim_cur >= 65536);
}

static void usage(void)
{
    struct rusage used;
    struct tms ticks;
    volatile unsigned spin = 0;

    do {
        for (int i = 0; i < 1000000; i++) {
            spin++;
        }
        CHECK_EQUAL(getrusage(RUSAGE_SELF, &used), 0);
    } while (used.ru_utime.tv_sec == 0 && used.ru_utime.tv_usec < 30000);
    CHECK(times(&ticks) != (clock_t)-1);
    CHECK(ticks.tms_utime >= 1);
    CHECK_EQUAL(getrusage(RUSAGE_CHILDREN, &used), 0);
    CHECK_FAILS(getrusage(99, &used), EINVAL);
}

static void priority(void)
{
    int before;

    errno = 0;
    before = getpriority(PRIO_PROCESS, 0);
    CHECK_EQUAL(errno, 0);
    if (before < 10) {
        CHECK_EQUAL(setpriority(PRIO_PROCESS, 0, before + 3), 0);
        CHECK_EQUAL(getpriority(PRIO_PROCESS, 0), before + 3);
        CHECK_EQUAL(nice(2), before + 5);
        CHECK_EQUAL(getpriority(PRIO_PROCESS, (id_t)getpid()), before + 5);
    }
    CHECK_FAILS(getpriority(99, 0), EINVAL);
}

int main(int argc, char **argv)
{
    self = argv[0];
    if (argc > 1) {
        return child(argv[1]);
    }
    check_end("exit", "x21", 4);
    check_end("return", "x21", 7);
    check_end("_exit", "", 5);
    check_end("quick", "xq", 6);
    check_end("abort", "", -6);
    identity();
    limits();
    usage();
    priority();
    return check_failures();
}
