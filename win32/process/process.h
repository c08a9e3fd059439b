/* process.h: what the files of processes share. */
#ifndef WHERRY_POSIX_PROCESS_H
#define WHERRY_POSIX_PROCESS_H

#include "../core/internal.h"

#include <spawn.h>
#include <sys/resource.h>

/* ---- how a process ended (status.c) ---------------------------------------------------------- */

/* The exit code of a process that a signal ended. Its low byte is 128 + N, as a shell would say. */
DWORD wherry__code_of_signal(int number);

/* Any exit code as the status that waitpid() gives. */
int wherry__status_of_code(DWORD code);

/* The signal that an exception of Windows is; 0: none. */
int wherry__signal_of_exception(DWORD code);

/* ---- children (child.c) ---------------------------------------------------------------------- */

/* Takes over the handle. `group` 0: the child's own. */
int wherry__child_add(HANDLE process, pid_t pid, pid_t group);

/* A handle of one's own to a child that was not yet waited for; NULL: it is none of ours. */
HANDLE wherry__child_open(pid_t pid);

/* The next child of this group after `after` (0: the first), in no order; 0: no more. */
pid_t wherry__child_in_group(pid_t group, pid_t after);
int wherry__child_set_group(pid_t pid, pid_t group); /* -1: not a child */
pid_t wherry__child_group(pid_t pid);                /* -1: not a child */
struct rusage wherry__children_usage(void);
struct rusage wherry__usage_of(HANDLE process);

/* ---- programs (program.c, arguments.c) ------------------------------------------------------- */

enum wherry__kind { WHERRY_PROGRAM, WHERRY_BATCH, WHERRY_SCRIPT };

struct wherry__program {
    wchar_t *file; /* what CreateProcess() is told */
    enum wherry__kind kind;
    char *interpreter; /* of a script, from malloc() */
    char *argument;    /* its one argument, or NULL */
};

void wherry__program_clear(struct wherry__program *program);

/* What this name means: as it stands, or with .exe and so on. Relative names start from
 * `directory`, NULL: the current one. 0 or an errno. */
int wherry__program_at(const char *directory, const char *name, struct wherry__program *program);

/* The same for a name without a slash, which is looked for along PATH. */
int wherry__program_on_path(const char *directory, const char *name,
                            struct wherry__program *program);
bool wherry__has_slash(const char *name);

/* The arguments as CommandLineToArgvW() reads them, and as cmd.exe reads them. NULL: errno says
 * why. From malloc(). */
wchar_t *wherry__command_line(char *const *arguments);
wchar_t *wherry__batch_line(const wchar_t *file, char *const *arguments);

/* The system's block of variables. From malloc(); NULL: errno. */
wchar_t *wherry__environment_block(char *const *variables);

/* ---- creation (plan.c, spawn.c) -------------------------------------------------------------- */

/* The descriptors and the directory that a child will have. */
struct wherry__plan {
    struct {
        struct wherry__open *open;
        bool cloexec;
    } * slots;
    int count;
    char *directory; /* absolute; NULL: ours */
};

int wherry__plan_init(struct wherry__plan *plan, const posix_spawn_file_actions_t *actions);
void wherry__plan_clear(struct wherry__plan *plan);

struct wherry__spawn {
    const char *name;
    bool search; /* along PATH */
    const posix_spawn_file_actions_t *actions;
    const posix_spawnattr_t *attributes;
    char *const *arguments;
    char *const *environment;
    const char *line; /* for cmd.exe: its command line behind the program's name, as it stands */
    HANDLE job;       /* that the child is put into before it runs; or NULL */
    pid_t parent;     /* that it is told of; 0: this process */
};

/* 0 and the child's id, and a handle to it that the caller closes, unless `process` is NULL: then
 * it is one of our children. Or an errno. */
int wherry__spawn(const struct wherry__spawn *spawn, pid_t *pid, HANDLE *process);

/* ---- what a parent of ours leaves to its child ----------------------------------------------- */

/* Behind the CRT's table in lpReserved2, where the CRT does not look; then the flags of each
 * descriptor, as F_GETFL gives them. */
struct wherry__heritage {
    char magic[8];
    uint64_t ignored;
    uint64_t mask;
    int32_t parent, group, session; /* group and session: 0 is the child's own id */
    int32_t count;
};
#define WHERRY_HERITAGE_MAGIC "wherry1"

/* What our own parent left; all zero where it was none of ours (core/inherit.c). */
const struct wherry__heritage *wherry__heritage(void);

pid_t wherry__group(void);
pid_t wherry__session(void);

/* The shell of system() for a command: its path, and, where it is cmd.exe, the whole command line,
 * else NULL for "-c" and the command. From malloc(). False: no memory. */
bool wherry__shell(const char *command, char **path, char **line);

#endif
