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
    compilation->messages = open_file();
    compilation->object = open_file();
    return compilation->source && compilation->messages && compilation->object;
}

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
    *file = NULL;
}

static void close_files(struct compilation *compilation)
{
    int number = errno;
    close_file(&compilation->source);
    close_file(&compilation->messages);
    close_file(&compilation->object);
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

static pid_t start(const struct compilation *compilation, const struct list *const arguments[2])
{
    struct list all = {0};
    list_add(&all, compilation->program);
    for (size_t i = 0; i < sizeof own_arguments / sizeof *own_arguments; i++)
        list_add(&all, own_arguments[i]);
    if (!strstr(compilation->program, "clang")) /* which does so by itself, and lacks the option */
        list_add(&all, "-ftrack-macro-expansion=0");
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; arguments[i] && j < arguments[i]->count; j++)
            list_add(&all, arguments[i]->items[j]);
    char object[64]; /* compilers want a path; this one cannot be removed */
    snprintf(object, sizeof object, "/proc/%ld/fd/%d", (long)getpid(), fileno(compilation->object));
    list_add(&all, "-o");
    list_add(&all, object);
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

bool compile_start(struct compilation *compilation, const char *program, const char *source,
                   size_t source_bytes, const struct list *const arguments[2])
{
    *compilation = (struct compilation){.process = -1, .program = program};
    if (open_files(compilation) &&
        fwrite(source, 1, source_bytes, compilation->source) == source_bytes &&
        fflush(compilation->source) == 0) {
        rewind(compilation->source);
        compilation->process = start(compilation, arguments);
    }
    if (compilation->process >= 0)
        return true;
    diag_error(NOWHERE, "cannot start the compiler '%s': %s", program, strerror(errno));
    close_files(compilation);
    return false;
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

void compile_finish(struct compilation *compilation, struct compiled *result)
{
    int status = -1;
    while (waitpid(compilation->process, &status, 0) < 0 && errno == EINTR)
        ;
    *result = (struct compiled){.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0,
                                .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    size_t length;
    result->messages = (char *)read_all(compilation->messages, &length);
    if (result->ok)
        result->object = read_all(compilation->object, &result->object_bytes);
    close_files(compilation);
}

void compiled_release(struct compiled *result)
{
    free(result->object);
    free(result->messages);
    *result = (struct compiled){0};
}
