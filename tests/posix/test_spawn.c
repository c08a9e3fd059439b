/* Children: their arguments, variables, descriptors, directory, and how they end. The program is
 * its own child: argv[1] says what to do. */
#include "check.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char *self;

/* ---- what children do ------------------------------------------------------------------------ */

static int is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* Whatever a sanitizer installed: it ends as it does by default. */
__attribute__((no_sanitize("undefined", "address"))) static void fault(volatile int *nowhere)
{
    signal(SIGSEGV, SIG_DFL);
    *nowhere = 1;
}

static int child(int argc, char **argv)
{
    const char *what = argv[1];

    if (!strcmp(what, "exit")) {
        exit(atoi(argv[2]));
    } else if (!strcmp(what, "_exit")) {
        _exit(atoi(argv[2]));
    } else if (!strcmp(what, "return")) {
        return atoi(argv[2]);
    } else if (!strcmp(what, "abort")) {
        abort();
    } else if (!strcmp(what, "raise")) {
        raise(atoi(argv[2]));
    } else if (!strcmp(what, "fault")) {
        fault((volatile int *)(intptr_t)(argc - 3));
    } else if (!strcmp(what, "arguments")) {
        for (int i = 2; i < argc; i++) {
            fwrite(argv[i], 1, strlen(argv[i]) + 1, stdout);
        }
        return 0;
    } else if (!strcmp(what, "descriptors")) {
        for (int fd = 0; fd < 64; fd++) {
            printf("%s%d", is_open(fd) ? " " : " -", fd);
        }
        return 0;
    } else if (!strcmp(what, "getenv")) {
        return printf("%s", getenv(argv[2]) ? getenv(argv[2]) : "(none)") < 0;
    } else if (!strcmp(what, "openat")) {
        return openat(atoi(argv[2]), argv[3], O_RDONLY) < 0;
    } else if (!strcmp(what, "open")) {
        return open(argv[2], O_RDONLY) < 0;
    } else if (!strcmp(what, "wait")) {
        char c;

        return read(0, &c, 1) != 0;
    } else if (!strcmp(what, "copy")) {
        char buffer[4096];
        ssize_t got;

        while ((got = read(0, buffer, sizeof buffer)) > 0) {
            if (write(1, buffer, (size_t)got) != got) {
                return 1;
            }
        }
        return 0;
    } else if (!strcmp(what, "write")) {
        return write(atoi(argv[2]), argv[3], strlen(argv[3])) < 0;
    } else if (!strcmp(what, "getppid")) {
        return getppid() != atoi(argv[2]);
    } else if (!strcmp(what, "getpgrp")) {
        return getpgrp() != getpid();
    } else if (!strcmp(what, "ignored")) {
        struct sigaction action;

        sigaction(SIGTERM, NULL, &action);
        return action.sa_handler == SIG_IGN;
    } else if (!strcmp(what, "blocked")) {
        sigset_t mask;

        sigprocmask(SIG_BLOCK, NULL, &mask);
        return sigismember(&mask, SIGUSR1);
    } else if (!strcmp(what, "exec")) {
        execv(self, argv + 2);
        return 99;
    }
    return 98;
}

/* ---- helpers --------------------------------------------------------------------------------- */

static pid_t start_with(char *const *arguments, const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes)
{
    pid_t pid = -1;

    CHECK_EQUAL(posix_spawn(&pid, self, actions, attributes, arguments, environ), 0);
    return pid;
}

static int status_of(pid_t pid)
{
    int status = -1;

    CHECK_EQUAL(waitpid(pid, &status, 0), pid);
    return status;
}

#define RUN(...) status_of(start_with((char *[]){self, __VA_ARGS__, NULL}, NULL, NULL))

/* What the child writes, and its status. */
static size_t output_of(char *const *arguments, posix_spawn_file_actions_t *actions, char *text,
                        size_t size, int *status)
{
    int ends[2];
    size_t length = 0;
    ssize_t got;
    pid_t pid;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_adddup2(actions, ends[1], 1);
    pid = start_with(arguments, actions, NULL);
    close(ends[1]);
    while (length < size - 1 && (got = read(ends[0], text + length, size - 1 - length)) > 0) {
        length += (size_t)got;
    }
    text[length] = 0;
    close(ends[0]);
    *status = status_of(pid);
    return length;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void endings(void)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGKILL, SIGHUP, SIGUSR1, SIGALRM, SIGPIPE};
    int status;

    status = RUN("exit", "0");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    status = RUN("exit", "300");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == (300 & 0xff));
    status = RUN("exit", "-1");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 255);
    status = RUN("_exit", "255");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 255);
    status = RUN("return", "259"); /* what Windows calls "still active" */
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    status = RUN("abort");
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    status = RUN("fault", "0");
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char number[16];

        snprintf(number, sizeof number, "%d", numbers[i]);
        status = RUN("raise", number);
        CHECK(WIFSIGNALED(status) && !WIFEXITED(status));
        CHECK_EQUAL(WTERMSIG(status), numbers[i]);
    }
}

static void arguments(void)
{
    static char *list[] = {"",           "a",           "two words", "\"",      "\\",
                           "a\\",        "a b\\",       "\\\"",      "\\\\\"",  "a\\\\b",
                           "\t",         "a\nb",        "%PATH%",    "*",       "?.c",
                           "'single'",   "^&|<>",       "\"a b\" c", "\\\\a\\", "caf\u00e9 \u4e2d",
                           "\U0001f600", "--x=\"y z\"", "a\\\\\"b",  "!"};
    enum { COUNT = sizeof list / sizeof *list };
    char *whole[COUNT + 3] = {self, "arguments"};
    posix_spawn_file_actions_t actions;
    char text[1024], *at = text;
    int status;
    size_t length;

    memcpy(whole + 2, list, sizeof list);
    posix_spawn_file_actions_init(&actions);
    length = output_of(whole, &actions, text, sizeof text, &status);
    posix_spawn_file_actions_destroy(&actions);
    CHECK_EQUAL(status, 0);
    for (size_t i = 0; i < COUNT; i++) {
        CHECK(at < text + length);
        CHECK_TEXT(at, list[i]);
        at += strlen(at) + 1;
    }
    CHECK_EQUAL(at - text, length);
}

static void variables(void)
{
    char *environment[] = {"B=two", "A=\u00e9=x", "EMPTY=", "a_b=1", "A_A=2", NULL};
    static const char *const pairs[][2] = {
        {"A", "\u00e9=x"}, {"B", "two"}, {"EMPTY", ""}, {"A_A", "2"}, {"HOME", "(none)"}};

    setenv("HOME", "here", 1);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *list[] = {self, "getenv", (char *)pairs[i][0], NULL};
        posix_spawn_file_actions_t actions;
        char text[64] = "";
        int ends[2];
        pid_t pid;
        ssize_t got;

        CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
        CHECK_EQUAL(posix_spawn(&pid, self, &actions, NULL, list, environment), 0);
        posix_spawn_file_actions_destroy(&actions);
        close(ends[1]);
        got = read(ends[0], text, sizeof text - 1);
        CHECK(got >= 0);
        close(ends[0]);
        CHECK_EQUAL(status_of(pid), 0);
        CHECK_TEXT(text, pairs[i][1]);
    }
}

/* Nothing but what is named, at the numbers that are named. */
static void descriptors(void)
{
    char *list[] = {self, "descriptors", NULL};
    posix_spawn_file_actions_t actions;
    char text[1024], wanted[1024] = "";
    int status, kept = open("/dev/null", O_RDWR), hidden = open("/dev/null", O_RDWR | O_CLOEXEC);

    CHECK_EQUAL(dup2(kept, 40), 40);
    CHECK_EQUAL(dup2(kept, 41), 41);
    CHECK_EQUAL(fcntl(41, F_SETFD, FD_CLOEXEC), 0);
    CHECK_EQUAL(dup2(hidden, 42), 42);
    posix_spawn_file_actions_init(&actions);
    CHECK_EQUAL(posix_spawn_file_actions_addopen(&actions, 50, "/dev/null", O_RDONLY, 0), 0);
    CHECK_EQUAL(posix_spawn_file_actions_adddup2(&actions, 50, 51), 0);
    CHECK_EQUAL(posix_spawn_file_actions_adddup2(&actions, hidden, hidden), 0);
    CHECK_EQUAL(posix_spawn_file_actions_addclose(&actions, 50), 0);
    CHECK_EQUAL(posix_spawn_file_actions_addclose(&actions, 40), 0);
    CHECK_EQUAL(posix_spawn_file_actions_addclose(&actions, 0), 0);
    CHECK_EQUAL(posix_spawn_file_actions_addclose(&actions, -1), EBADF);
    output_of(list, &actions, text, sizeof text, &status);
    posix_spawn_file_actions_destroy(&actions);
    for (int fd = 0; fd < 64; fd++) {
        int there = fd == 1 || fd == 2 || fd == kept || fd == hidden || fd == 42 || fd == 51;

        snprintf(wanted + strlen(wanted), 8, "%s%d", there ? " " : " -", fd);
    }
    CHECK_TEXT(text, wanted);
    for (int fd = 40; fd <= 42; fd++) {
        close(fd);
    }
    close(kept);
    close(hidden);
}

/* A file that parent and child write to has one position; O_APPEND goes along. */
static void shared_position(void)
{
    char name[] = "/tmp/wherry-spawn-XXXXXX", number[16], text[32] = "";
    int fd = mkstemp(name);

    snprintf(number, sizeof number, "%d", fd);
    CHECK_EQUAL(write(fd, "one ", 4), 4);
    CHECK_EQUAL(RUN("write", number, "two "), 0);
    CHECK_EQUAL(write(fd, "three", 5), 5);
    CHECK_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    CHECK_EQUAL(read(fd, text, sizeof text - 1), 13);
    CHECK_TEXT(text, "one two three");
    close(fd);
    unlink(name);
}

static void open_actions(void)
{
    char name[] = "/tmp/wherry-spawn-XXXXXX", text[32] = "";
    char *list[] = {self, "write", "7", "hello", NULL};
    posix_spawn_file_actions_t actions;
    int fd = mkstemp(name);
    pid_t pid;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 7, name, O_WRONLY | O_TRUNC, 0600);
    CHECK_EQUAL(status_of(start_with(list, &actions, NULL)), 0);
    CHECK_EQUAL(read(fd, text, sizeof text - 1), 5);
    CHECK_TEXT(text, "hello");
    posix_spawn_file_actions_addopen(&actions, 8, "/no/such/directory/x", O_RDONLY, 0);
    CHECK_EQUAL(posix_spawn(&pid, self, &actions, NULL, list, environ), ENOENT);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, 60, 1);
    CHECK_EQUAL(posix_spawn(&pid, self, &actions, NULL, list, environ), EBADF);
    posix_spawn_file_actions_destroy(&actions);
    close(fd);
    unlink(name);
}

static void directory(void)
{
    char name[] = "/tmp/wherry-spawn-XXXXXX";
    char *list[] = {self, "open", name + 5, NULL}, number[16];
    int fd = open("/tmp", O_RDONLY | O_DIRECTORY);
    posix_spawn_file_actions_t actions;
    pid_t pid;

    close(mkstemp(name));
    posix_spawn_file_actions_init(&actions);
    CHECK_EQUAL(posix_spawn_file_actions_addchdir_np(&actions, "/tmp"), 0);
    if (strchr("/", *self) || self[1] == ':') { /* else it is not to be found from there */
        CHECK_EQUAL(status_of(start_with(list, &actions, NULL)), 0);
    }
    snprintf(number, sizeof number, "%d", fd);
    CHECK_EQUAL(RUN("openat", number, name + 5), 0); /* a directory is inherited as one */
    close(fd);
    posix_spawn_file_actions_addchdir_np(&actions, "/tmp/no-such-directory");
    CHECK_EQUAL(posix_spawn(&pid, self, &actions, NULL, list, environ), ENOENT);
    posix_spawn_file_actions_destroy(&actions);
    unlink(name);
}

static void attributes(void)
{
    posix_spawnattr_t attributes;
    char number[16];
    sigset_t set;

    snprintf(number, sizeof number, "%d", (int)getpid());
    CHECK_EQUAL(RUN("getppid", number), 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    CHECK_EQUAL(status_of(start_with((char *[]){self, "getpgrp", NULL}, NULL, &attributes)), 0);
    signal(SIGTERM, SIG_IGN);
    CHECK_EQUAL(WEXITSTATUS(RUN("ignored")), 1);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    posix_spawnattr_setsigdefault(&attributes, &set);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    CHECK_EQUAL(status_of(start_with((char *[]){self, "ignored", NULL}, NULL, &attributes)), 0);
    signal(SIGTERM, SIG_DFL);
    CHECK_EQUAL(RUN("blocked"), 0);
    sigaddset(&set, SIGUSR1);
    posix_spawnattr_setsigmask(&attributes, &set);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    CHECK_EQUAL(
        WEXITSTATUS(status_of(start_with((char *[]){self, "blocked", NULL}, NULL, &attributes))),
        1);
    posix_spawnattr_destroy(&attributes);
}

static void not_found(void)
{
    char name[] = "/tmp/wherry-spawn-XXXXXX", *list[] = {"x", NULL};
    int fd;
    pid_t pid;

    CHECK_EQUAL(posix_spawn(&pid, "/no/such/program", NULL, NULL, list, environ), ENOENT);
    CHECK_EQUAL(posix_spawn(&pid, "", NULL, NULL, list, environ), ENOENT);
    CHECK_EQUAL(posix_spawnp(&pid, "no-such-program-anywhere", NULL, NULL, list, environ), ENOENT);
    CHECK_EQUAL(posix_spawn(&pid, "/tmp", NULL, NULL, list, environ), EACCES);
    close(mkstemp(name));
    unlink(name);
    fd = open(name, O_CREAT | O_WRONLY, 0755);
    CHECK_EQUAL(write(fd, "\001\002neither\n", 10), 10);
    close(fd);
    CHECK_EQUAL(posix_spawn(&pid, name, NULL, NULL, list, environ), ENOEXEC);
    CHECK_FAILS(execv(name, list), ENOEXEC);
    CHECK_FAILS(execv("/no/such/program", list), ENOENT);
    unlink(name);
    CHECK_FAILS(waitpid(-1, NULL, 0), ECHILD);
    CHECK_FAILS(waitpid(getpid(), NULL, WNOHANG), ECHILD);
}

/* The last part of our own name, along a PATH that has our directory. */
static void along_path(void)
{
    char *copy = strdup(self), *slash = strrchr(copy, '/'), *list[] = {self, "exit", "5", NULL};
    const char *former = getenv("PATH");
    char *kept = strdup(former ? former : "");
    pid_t pid;

    if (slash) {
        *slash = 0;
        setenv("PATH", copy, 1);
        CHECK_EQUAL(posix_spawnp(&pid, slash + 1, NULL, NULL, list, environ), 0);
        CHECK_EQUAL(WEXITSTATUS(status_of(pid)), 5);
    }
    setenv("PATH", kept, 1);
    free(kept);
    free(copy);
}

/* A script names its interpreter: here this program, which tells its arguments. */
static void script(void)
{
    char name[] = "/tmp/wherry-spawn-XXXXXX", line[PATH_MAX + 32], text[PATH_MAX + 64];
    char *list[] = {"ignored", "one", "two words", NULL};
    posix_spawn_file_actions_t actions;
    int fd, ends[2];
    size_t length = 0;
    ssize_t got;
    pid_t pid;

    if (*self != '/' && self[1] != ':') {
        return; /* it would have to be found from here */
    }
    close(mkstemp(name));
    unlink(name);
    fd = open(name, O_CREAT | O_WRONLY, 0755);
    snprintf(line, sizeof line, "#! %s arguments\nnot for us\n", self);
    CHECK_EQUAL(write(fd, line, strlen(line)), strlen(line));
    close(fd);
    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    CHECK_EQUAL(posix_spawn(&pid, name, &actions, NULL, list, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    while ((got = read(ends[0], text + length, sizeof text - length)) > 0) {
        length += (size_t)got;
    }
    close(ends[0]);
    CHECK_EQUAL(status_of(pid), 0);
    CHECK(length > 14 && memcmp(text + length - 14, "one\0two words", 14) == 0);
    CHECK(strstr(text, strrchr(name, '/') + 1) != NULL);
    unlink(name);
}

static void exec(void)
{
    posix_spawn_file_actions_t actions;
    char text[64];
    int status = RUN("exec", self, "exit", "77");

    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 77);
    status = RUN("exec", self, "raise", "15");
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    posix_spawn_file_actions_init(&actions);
    output_of((char *[]){self, "exec", self, "arguments", "a b", NULL}, &actions, text, sizeof text,
              &status);
    posix_spawn_file_actions_destroy(&actions);
    CHECK_TEXT(text, "a b");
    CHECK_EQUAL(status, 0);
}

static void many(void)
{
    enum { COUNT = 24 };
    pid_t pids[COUNT];
    int seen[COUNT] = {0}, ends[2];
    posix_spawn_file_actions_t actions;

    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
    for (int i = 0; i < COUNT; i++) {
        pids[i] = start_with((char *[]){self, "wait", NULL}, &actions, NULL);
    }
    posix_spawn_file_actions_destroy(&actions);
    CHECK_EQUAL(waitpid(-1, NULL, WNOHANG), 0);
    close(ends[0]);
    close(ends[1]); /* the last writer: all of them see the end */
    for (int i = 0; i < COUNT; i++) {
        int status, which = 0;
        pid_t pid = wait(&status);

        while (which < COUNT && pids[which] != pid) {
            which++;
        }
        CHECK(which < COUNT && !seen[which]++);
        CHECK_EQUAL(status, 0);
    }
    CHECK_FAILS(wait(NULL), ECHILD);
}

static void other_waits(void)
{
    struct rusage usage = {0};
    siginfo_t info = {0};
    int status;
    pid_t pid = start_with((char *[]){self, "exit", "9", NULL}, NULL, NULL);

    CHECK_EQUAL(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    CHECK(info.si_pid == pid && info.si_code == CLD_EXITED && info.si_status == 9);
    CHECK_EQUAL(info.si_signo, SIGCHLD);
    CHECK_EQUAL(kill(pid, 0), 0); /* not yet waited for */
    CHECK_EQUAL(wait4(pid, &status, 0, &usage), pid);
    CHECK_EQUAL(WEXITSTATUS(status), 9);
    CHECK(usage.ru_utime.tv_sec >= 0 && usage.ru_utime.tv_usec < 1000000);
    CHECK_FAILS(kill(pid, 0), ESRCH);
    CHECK_FAILS(waitid(P_PID, (id_t)pid, &info, WEXITED), ECHILD);
    CHECK_FAILS(waitid(P_ALL, 0, &info, 0), EINVAL);
    pid = start_with((char *[]){self, "raise", "9", NULL}, NULL, NULL);
    CHECK_EQUAL(waitid(P_ALL, 0, &info, WEXITED), 0);
    CHECK(info.si_pid == pid && info.si_code == CLD_KILLED && info.si_status == SIGKILL);
    CHECK_EQUAL(getrusage(RUSAGE_CHILDREN, &usage), 0);
}

/* Much data through two pipes: the child copies. */
static void through_pipes(void)
{
    enum { SIZE = 1 << 18 };
    char name[] = "/tmp/wherry-spawn-XXXXXX", *list[] = {self, "copy", NULL};
    int in = mkstemp(name), ends[2];
    posix_spawn_file_actions_t actions;
    static char data[SIZE], back[SIZE + 1];
    size_t length = 0;
    ssize_t got;
    pid_t pid;

    for (int i = 0; i < SIZE; i++) {
        data[i] = (char)(i * 7 + i / 251);
    }
    CHECK_EQUAL(write(in, data, SIZE), SIZE);
    CHECK_EQUAL(lseek(in, 0, SEEK_SET), 0);
    CHECK_EQUAL(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    pid = start_with(list, &actions, NULL);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    while (length <= SIZE && (got = read(ends[0], back + length, SIZE + 1 - length)) > 0) {
        length += (size_t)got;
    }
    CHECK_EQUAL(length, SIZE);
    CHECK(memcmp(back, data, SIZE) == 0);
    CHECK_EQUAL(status_of(pid), 0);
    close(ends[0]);
    close(in);
    unlink(name);
}

/* Where there is no such file, the shell of system() is meant. */
static void shell_by_its_name(void)
{
    char *words[] = {"sh", "-c", "exit 7", NULL};
    pid_t pid = -1;

    CHECK_EQUAL(posix_spawn(&pid, "/bin/sh", NULL, NULL, words, environ), 0);
    CHECK_EQUAL(WEXITSTATUS(status_of(pid)), 7);
}

int main(int argc, char **argv)
{
    self = argv[0];
    if (argc > 1) {
        return child(argc, argv);
    }
    for (int fd = 3; fd < 64; fd++) {
        close(fd); /* what whoever started us left open */
    }
    endings();
    shell_by_its_name();
    arguments();
    variables();
    descriptors();
    shared_position();
    open_actions();
    directory();
    attributes();
    not_found();
    along_path();
    script();
    exec();
    many();
    other_waits();
    through_pipes();
    return check_failures();
}
