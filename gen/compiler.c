#include "compiler.h"

#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* An object to be read, not linked: no optimisation, whatever is asked for elsewhere, and no
 * warnings. The macros of a header are met where they are used, not where they are defined. */
static const char *const own_arguments[] = {"-w", "-O0", "-fno-lto", "-g0", "-x", "c", "-", "-c"};

static bool open_files(struct compilation *compilation)
{
    const char *folder = getenv("TMPDIR");
    if (asprintf(&compilation->object_path, "%s/wherry-XXXXXX",
                 folder && *folder ? folder : "/tmp") < 0)
        return false;
    int object = mkstemp(compilation->object_path);
    if (object < 0)
        return false;
    close(object);
    compilation->source = tmpfile();
    compilation->messages = tmpfile();
    return compilation->source && compilation->messages;
}

static void close_files(struct compilation *compilation)
{
    int number = errno;
    unlink(compilation->object_path);
    free(compilation->object_path);
    if (compilation->source)
        fclose(compilation->source);
    if (compilation->messages)
        fclose(compilation->messages);
    compilation->source = compilation->messages = NULL;
    errno = number;
}

/* In the child: messages are read by us, hence in English; and nothing outlives who waits. */
static void become_compiler(const struct compilation *compilation, const struct list *arguments)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setenv("LC_ALL", "C", 1);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(fileno(compilation->source), STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(fileno(compilation->messages), STDERR_FILENO);
    execvp(compilation->program, (char *const *)arguments->items);
    fprintf(stderr, "%s\n", strerror(errno));
    _exit(127);
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
    list_add(&all, "-o");
    list_add(&all, compilation->object_path);
    list_add(&all, NULL);
    fflush(NULL);
    pid_t process = fork();
    if (process == 0)
        become_compiler(compilation, &all);
    list_release(&all);
    return process;
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
    *result = (struct compiled){.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0};
    size_t length;
    result->messages = (char *)read_all(compilation->messages, &length);
    FILE *object = result->ok ? fopen(compilation->object_path, "rb") : NULL;
    if (object) {
        result->object = read_all(object, &result->object_bytes);
        fclose(object);
    }
    result->ok = object != NULL;
    close_files(compilation);
}

void compiled_release(struct compiled *result)
{
    free(result->object);
    free(result->messages);
    *result = (struct compiled){0};
}
