/* shell.c: system(), popen(), pclose(), and the shell that they use.
 *
 * In this order: the program that WHERRY_SHELL names; the one that SHELL names, if it is a program
 * of Windows; sh along PATH, likewise; cmd.exe. What is not called cmd is given "-c" and the
 * command; cmd.exe gets the command as it stands behind "/d /s /c". */

#include "process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

struct shell {
    char *path; /* from malloc() */
    bool cmd;
};

static bool is_windows_program(const char *name)
{
    struct wherry__program program = {0};
    bool is = name && *name && wherry__program_on_path(NULL, name, &program) == 0 &&
              program.kind == WHERRY_PROGRAM;

    wherry__program_clear(&program);
    return is;
}

static bool named_cmd(const char *path)
{
    size_t length = strlen(path);

    if (length >= 4 && !strcasecmp(path + length - 4, ".exe")) {
        length -= 4;
    }
    return length >= 3 && !strncasecmp(path + length - 3, "cmd", 3) &&
           (length == 3 || strchr("/\\", path[length - 4]));
}

static struct shell find_shell(void)
{
    const char *const candidates[] = {getenv("WHERRY_SHELL"), getenv("SHELL"), "sh"};
    wchar_t system[MAX_PATH + 16];
    struct shell shell = {0};

    for (size_t i = 0; i < sizeof candidates / sizeof *candidates && !shell.path; i++) {
        if (is_windows_program(candidates[i])) {
            shell.path = strdup(candidates[i]);
        }
    }
    if (!shell.path && GetSystemDirectoryW(system, MAX_PATH)) {
        shell.path = wherry__utf8(wcscat(system, L"\\cmd.exe"));
    }
    shell.cmd = shell.path && named_cmd(shell.path);
    return shell;
}

bool wherry__shell(const char *command, char **path, char **line)
{
    struct shell shell = find_shell();

    *path = shell.path;
    *line = NULL;
    if (shell.path && (!shell.cmd || asprintf(line, "cmd.exe /d /s /c \"%s\"", command) >= 0)) {
        return true;
    }
    free(shell.path);
    return false;
}

/* 0 or an errno. */
static int start(const char *command, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, pid_t *pid)
{
    char *arguments[] = {"sh", "-c", (char *)command, NULL};
    struct wherry__spawn spawn = {
        .search = true,
        .actions = actions,
        .attributes = attributes,
        .arguments = arguments,
        .environment = environ,
    };
    char *path, *line;
    int error;

    if (!wherry__shell(command, &path, &line)) {
        return ENOMEM;
    }
    spawn.name = path;
    spawn.line = line;
    error = wherry__spawn(&spawn, pid, NULL);
    free(line);
    free(path);
    return error;
}

/* ---- system() -------------------------------------------------------------------------------- */

static int wait_for(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return status;
}

int system(const char *command)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    posix_spawnattr_t attributes;
    sigset_t set, mask;
    pid_t pid;
    int status;

    if (!command) {
        return 1;
    }
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, &mask);
    posix_spawnattr_init(&attributes);
    sigemptyset(&set);
    if (interrupt.sa_handler != SIG_IGN) {
        sigaddset(&set, SIGINT);
    }
    if (quit.sa_handler != SIG_IGN) {
        sigaddset(&set, SIGQUIT);
    }
    posix_spawnattr_setsigdefault(&attributes, &set);
    posix_spawnattr_setsigmask(&attributes, &mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    status = start(command, NULL, &attributes, &pid) == 0 ? wait_for(pid) : 127 << 8;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return status;
}

/* ---- popen() --------------------------------------------------------------------------------- */

struct stream {
    struct stream *next;
    FILE *file;
    pid_t pid;
};

static struct {
    SRWLOCK lock;
    struct stream *list;
} streams = {.lock = SRWLOCK_INIT};

/* POSIX: in the new child, the streams of earlier ones are closed. */
static int close_earlier(posix_spawn_file_actions_t *actions)
{
    int error = 0;

    AcquireSRWLockShared(&streams.lock);
    for (struct stream *stream = streams.list; stream && !error; stream = stream->next) {
        error = posix_spawn_file_actions_addclose(actions, fileno(stream->file));
    }
    ReleaseSRWLockShared(&streams.lock);
    return error;
}

/* The shell at the other end of the pipe. */
static int start_at(const char *command, int other_end, int its_fd, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int error;

    posix_spawn_file_actions_init(&actions);
    error = close_earlier(&actions);
    if (!error) {
        error = posix_spawn_file_actions_adddup2(&actions, other_end, its_fd);
    }
    if (!error) {
        error = start(command, &actions, NULL, pid);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static FILE *note(FILE *file, pid_t pid)
{
    struct stream *stream = malloc(sizeof *stream);

    if (!stream) {
        return NULL;
    }
    *stream = (struct stream){.file = file, .pid = pid};
    AcquireSRWLockExclusive(&streams.lock);
    stream->next = streams.list;
    streams.list = stream;
    ReleaseSRWLockExclusive(&streams.lock);
    return file;
}

/* "r" or "w", and "e" for FD_CLOEXEC. 0: neither. */
static char direction(const char *mode)
{
    size_t length = strlen(mode);

    return (*mode == 'r' || *mode == 'w') && strspn(mode + 1, "e") == length - 1 ? *mode : 0;
}

FILE *popen(const char *command, const char *mode)
{
    bool reads = direction(mode) == 'r';
    FILE *file;
    pid_t pid;
    int ends[2], error;

    if (!direction(mode)) {
        errno = EINVAL;
        return NULL;
    }
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return NULL;
    }
    file = fdopen(ends[!reads], reads ? "r" : "w");
    error = file ? start_at(command, ends[reads], reads, &pid) : errno;
    close(ends[reads]);
    if (!error && note(file, pid)) {
        if (!strchr(mode, 'e')) {
            fcntl(fileno(file), F_SETFD, 0);
        }
        return file;
    }
    if (file) {
        fclose(file);
    } else {
        close(ends[!reads]);
    }
    errno = error ? error : ENOMEM;
    return NULL;
}

int pclose(FILE *file)
{
    struct stream **at, *stream;
    pid_t pid;

    AcquireSRWLockExclusive(&streams.lock);
    for (at = &streams.list; *at && (*at)->file != file; at = &(*at)->next) {
    }
    stream = *at;
    if (stream) {
        *at = stream->next;
    }
    ReleaseSRWLockExclusive(&streams.lock);
    if (!stream) {
        return wherry__error(ECHILD);
    }
    pid = stream->pid;
    free(stream);
    fclose(file);
    return wait_for(pid);
}
