#include "compiler.h"

#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* An object to be read, not linked: no optimisation, whatever is asked for elsewhere, and no
 * warnings. The macros of a header are met where they are used, not where they are defined. */
static const char *const own_arguments[] = {"-w", "-O0", "-fno-lto", "-g0", "-pipe",
                                            "-x", "c",   "-",        "-c"};

/* In memory, so that nothing is left behind however this ends, and no disk can be full. */
static FILE *open_file(void)
{
    int descriptor = memfd_create("wherry", MFD_CLOEXEC);
    return descriptor < 0 ? NULL : fdopen(descriptor, "w+");
}

static bool open_files(struct compilation *compilation)
{
    compilation->source = open_file();
    compilation->rest = open_file();
    compilation->messages = open_file();
    compilation->object = open_file();
    return compilation->source && compilation->rest && compilation->messages && compilation->object;
}

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
    *file = NULL;
}

static void close_end(struct compilation *compilation, int end)
{
    if (compilation->gate[end] >= 0)
        close(compilation->gate[end]);
    compilation->gate[end] = -1;
}

static void close_files(struct compilation *compilation)
{
    int number = errno;
    close_file(&compilation->source);
    close_file(&compilation->rest);
    close_file(&compilation->messages);
    close_file(&compilation->object);
    close_end(compilation, 0);
    close_end(compilation, 1);
    errno = number;
}

/* In the child: messages are read by us, hence in English; and nothing outlives who waits. */
static void become_compiler(const struct compilation *compilation, const struct list *arguments,
                            int failed)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setenv("LC_ALL", "C", 1);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(fileno(compilation->source), STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(fileno(compilation->messages), STDERR_FILENO);
    execvp(compilation->program, (char *const *)arguments->items);
    int number = errno;
    _exit(write(failed, &number, sizeof number) > 0 ? 127 : 126);
}

/* The error number with which the child could not become the compiler; 0: it did. */
static int exec_error(int failed)
{
    int number = 0;
    ssize_t count;
    do
        count = read(failed, &number, sizeof number);
    while (count < 0 && errno == EINTR);
    return count == sizeof number ? number : 0;
}

/* A path that cannot be removed: compilers want one. */
static const char *path_of(int descriptor, char path[64])
{
    snprintf(path, 64, "/proc/%ld/fd/%d", (long)getpid(), descriptor);
    return path;
}

static void collect_arguments(const struct compilation *compilation, struct list *all,
                              const struct list *const arguments[2])
{
    list_add(all, compilation->program);
    for (size_t i = 0; i < sizeof own_arguments / sizeof *own_arguments; i++)
        list_add(all, own_arguments[i]);
    if (!strstr(compilation->program, "clang")) /* which does so by itself, and lacks the option */
        list_add(all, "-ftrack-macro-expansion=0");
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; arguments[i] && j < arguments[i]->count; j++)
            list_add(all, arguments[i]->items[j]);
}

static pid_t start(const struct compilation *compilation, const struct list *const arguments[2])
{
    struct list all = {0};
    char object[64];
    collect_arguments(compilation, &all, arguments);
    list_add(&all, "-o");
    list_add(&all, path_of(fileno(compilation->object), object));
    list_add(&all, NULL);
    fflush(NULL);
    int pipes[2];
    pid_t process = pipe2(pipes, O_CLOEXEC) == 0 ? fork() : -1;
    if (process == 0)
        become_compiler(compilation, &all, pipes[1]);
    list_release(&all);
    if (process < 0)
        return process;
    close(pipes[1]);
    int number = exec_error(pipes[0]);
    close(pipes[0]);
    if (!number)
        return process;
    waitpid(process, NULL, 0);
    errno = number;
    return -1;
}

/* The compiler comes to the gate when it has read the headers. An include of a pipe that nobody
 * writes to is empty, and ends when the other end is closed. It is opened by its path, for a
 * wrapper may not hand descriptors on. */
static bool write_source(const struct compilation *compilation, const char *text)
{
    char gate[64], rest[64];
    fprintf(compilation->source, "%s\n#include \"%s\"\n#include \"%s\"\n", text,
            path_of(compilation->gate[0], gate), path_of(fileno(compilation->rest), rest));
    bool ok = fflush(compilation->source) == 0 && !ferror(compilation->source);
    rewind(compilation->source);
    return ok;
}

bool compile_start(struct compilation *compilation, const char *program, const char *text,
                   const struct list *const arguments[2])
{
    *compilation = (struct compilation){.program = program, .gate = {-1, -1}};
    pid_t process = -1;
    if (open_files(compilation) && pipe2(compilation->gate, O_CLOEXEC) == 0 &&
        write_source(compilation, text))
        process = start(compilation, arguments);
    if (process >= 0) {
        compilation->process = process;
        return true;
    }
    diag_error(NOWHERE, "cannot start the compiler '%s': %s", program, strerror(errno));
    close_files(compilation);
    return false;
}

void compile_rest(struct compilation *compilation, const char *text, size_t bytes)
{
    fwrite(text, 1, bytes, compilation->rest); /* what does not fit leaves no answers */
    fflush(compilation->rest);
    close_end(compilation, 1);
}

static unsigned char *read_all(FILE *file, size_t *length)
{
    struct stat status;
    rewind(file);
    *length = fstat(fileno(file), &status) == 0 ? (size_t)status.st_size : 0;
    unsigned char *bytes = xmalloc(*length + 1);
    *length = fread(bytes, 1, *length, file);
    bytes[*length] = 0;
    return bytes;
}

static int wait_for(struct compilation *compilation)
{
    int status = -1;
    while (waitpid(compilation->process, &status, 0) < 0 && errno == EINTR)
        ;
    compilation->process = 0;
    return status;
}

void compile_finish(struct compilation *compilation, struct compiled *result)
{
    int status = wait_for(compilation);
    *result = (struct compiled){.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0,
                                .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    size_t length;
    result->messages = (char *)read_all(compilation->messages, &length);
    if (result->ok)
        result->object = read_all(compilation->object, &result->object_bytes);
    close_files(compilation);
}

void compile_cancel(struct compilation *compilation)
{
    if (!compilation->process)
        return;
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    wait_for(compilation);
    close_files(compilation);
}

void compiled_release(struct compiled *result)
{
    free(result->object);
    free(result->messages);
    *result = (struct compiled){0};
}
