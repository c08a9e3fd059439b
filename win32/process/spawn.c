/* spawn.c: the making of a process. */

#include "process.h"
#include "signals.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

/* ---- the descriptors, for the CRT and for us ------------------------------------------------- */

enum { CRT_OPEN = 0x01, CRT_PIPE = 0x08, CRT_APPEND = 0x20, CRT_DEVICE = 0x40 };

/* What the child inherits. `table` is lpReserved2: a count, a byte and a handle for each
 * descriptor, and behind that a struct wherry__heritage with the flags. */
struct legacy {
    unsigned char *table;
    size_t size;
    int count;      /* of descriptors */
    HANDLE *unique; /* one for each description, inheritable, ours to close */
    int unique_count;
    HANDLE standard[3];
};

static void legacy_clear(struct legacy *legacy)
{
    for (int i = 0; i < legacy->unique_count; i++) {
        CloseHandle(legacy->unique[i]);
    }
    free(legacy->unique);
    free(legacy->table);
}

static HANDLE inheritable(struct wherry__open *open)
{
    HANDLE self = GetCurrentProcess(), copy = NULL;

    if (open->class == &wherry__pipe) {
        copy = wherry__pipe_for_child(open);
        if (copy && !SetHandleInformation(copy, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT)) {
            CloseHandle(copy);
            copy = NULL;
        }
    } else if (!DuplicateHandle(self, open->handle, self, &copy, 0, TRUE, DUPLICATE_SAME_ACCESS)) {
        copy = NULL;
    }
    return copy;
}

/* The handle for this descriptor; what is one description is handed over as one handle. */
static HANDLE handle_for(struct legacy *legacy, const struct wherry__plan *plan, int fd,
                         const HANDLE *before)
{
    HANDLE handle;

    for (int other = 0; other < fd; other++) {
        if (plan->slots[other].open == plan->slots[fd].open && before[other]) {
            return before[other];
        }
    }
    handle = inheritable(plan->slots[fd].open);
    if (handle) {
        legacy->unique[legacy->unique_count++] = handle;
    }
    return handle;
}

static unsigned char crt_flags(const struct wherry__open *open)
{
    return (
        unsigned char)(CRT_OPEN | (open->flags & O_APPEND ? CRT_APPEND : 0) |
                       (S_ISFIFO(open->class->type) || S_ISSOCK(open->class->type) ? CRT_PIPE : 0) |
                       (S_ISCHR(open->class->type) ? CRT_DEVICE : 0));
}

static bool passes(const struct wherry__plan *plan, int fd)
{
    return plan->slots[fd].open && !plan->slots[fd].cloexec;
}

/* 0 or an errno. */
static int fill(struct legacy *legacy, const struct wherry__plan *plan,
                struct wherry__heritage heritage)
{
    size_t count = (size_t)legacy->count;
    unsigned char *flags = legacy->table + sizeof(int);
    HANDLE *handles = calloc(count + 1, sizeof *handles);

    heritage.count = legacy->count;
    memcpy(legacy->table, &legacy->count, sizeof legacy->count);
    for (int fd = 0; handles && fd < legacy->count; fd++) {
        unsigned char *ours = flags + count * (1 + sizeof(HANDLE)) + sizeof heritage;

        if (!passes(plan, fd)) {
            continue;
        }
        handles[fd] = handle_for(legacy, plan, fd, handles);
        if (handles[fd]) { /* what cannot be handed on is closed there */
            flags[fd] = crt_flags(plan->slots[fd].open);
            memcpy(ours + (size_t)fd * sizeof(int32_t), &plan->slots[fd].open->flags,
                   sizeof(int32_t));
        }
        if (fd < 3) {
            legacy->standard[fd] = handles[fd];
        }
    }
    if (handles) {
        memcpy(flags + count, handles, count * sizeof *handles);
        memcpy(flags + count * (1 + sizeof(HANDLE)), &heritage, sizeof heritage);
    }
    free(handles);
    return handles ? 0 : ENOMEM;
}

static int legacy_init(struct legacy *legacy, const struct wherry__plan *plan,
                       const struct wherry__heritage *heritage)
{
    size_t each = 1 + sizeof(HANDLE) + sizeof(int32_t);

    *legacy = (struct legacy){0};
    for (int fd = 0; fd < plan->count; fd++) {
        legacy->count = passes(plan, fd) ? fd + 1 : legacy->count;
    }
    legacy->size = sizeof(int) + (size_t)legacy->count * each + sizeof *heritage;
    if (legacy->size > UINT16_MAX) { /* cbReserved2 has 16 bits: some 5,000 descriptors */
        return E2BIG;
    }
    legacy->table = calloc(1, legacy->size);
    legacy->unique = calloc((size_t)legacy->count + 1, sizeof *legacy->unique);
    return legacy->table && legacy->unique ? fill(legacy, plan, *heritage) : ENOMEM;
}

static struct wherry__heritage heritage_of(const struct wherry__spawn *spawn)
{
    struct wherry__heritage heritage = {
        .magic = WHERRY_HERITAGE_MAGIC,
        .ignored = wherry__signals_ignored(),
        .mask = wherry__signals_self()->mask,
        .parent = spawn->parent ? spawn->parent : getpid(),
        .group = wherry__group(),
        .session = wherry__session(),
    };
    const posix_spawnattr_t *attributes = spawn->attributes;
    int flags = attributes ? attributes->__flags : 0;

    if (flags & POSIX_SPAWN_SETSIGDEF) {
        heritage.ignored &= ~wherry__signal_bits(&attributes->__def);
    }
    if (flags & POSIX_SPAWN_SETSIGMASK) {
        heritage.mask = wherry__signal_bits(&attributes->__mask);
    }
    if (flags & POSIX_SPAWN_SETPGROUP) {
        heritage.group = attributes->__pgrp;
    }
    if (flags & POSIX_SPAWN_SETSID) {
        heritage.group = heritage.session = 0;
    }
    return heritage;
}

/* ---- which program, and how it is told its arguments ----------------------------------------- */

struct image {
    wchar_t *file;
    wchar_t *line;
};

static void image_clear(struct image *image)
{
    free(image->file);
    free(image->line);
}

static wchar_t *command_processor(void)
{
    wchar_t text[MAX_PATH + 16];
    DWORD length = GetSystemDirectoryW(text, MAX_PATH);

    return length ? wcsdup(wcscat(text, L"\\cmd.exe")) : NULL;
}

/* The interpreter as it is named, or by its last part along PATH, since "/bin/sh" and
 * "/usr/bin/perl" are elsewhere on Windows. 0 or ENOEXEC. */
static int find_interpreter(const char *name, struct wherry__program *program)
{
    const char *last = name + strlen(name);

    if (wherry__program_at(NULL, name, program) == 0 && program->kind != WHERRY_SCRIPT) {
        return 0;
    }
    wherry__program_clear(program);
    while (last > name && !strchr("/\\", last[-1])) {
        last--;
    }
    if (wherry__program_on_path(NULL, last, program) == 0 && program->kind != WHERRY_SCRIPT) {
        return 0;
    }
    wherry__program_clear(program);
    return ENOEXEC;
}

/* "#!/usr/bin/env perl" needs no env. */
static void skip_env(struct wherry__program *script)
{
    size_t length = strlen(script->interpreter);

    if (script->argument && length >= 4 && !strcmp(script->interpreter + length - 4, "/env")) {
        char *rest = script->argument + (strncmp(script->argument, "-S ", 3) ? 0 : 3);
        char *end = rest + strcspn(rest, " \t");
        char *more = *end ? strdup(end + 1 + strspn(end + 1, " \t")) : NULL;

        *end = 0;
        free(script->interpreter);
        script->interpreter = strdup(rest);
        free(script->argument);
        script->argument = more;
    }
}

static int script_image(struct wherry__program *script, char *const *arguments, struct image *image)
{
    struct wherry__program program = {0};
    size_t count = 0, put = 0;
    char **list;
    char *name = wherry__path_back(script->file);
    int error;

    skip_env(script);
    error = name && script->interpreter ? find_interpreter(script->interpreter, &program) : ENOMEM;
    while (arguments[count]) {
        count++;
    }
    list = calloc(count + 4, sizeof *list);
    if (!error && list) {
        list[put++] = script->interpreter;
        if (script->argument) {
            list[put++] = script->argument;
        }
        list[put++] = name;
        for (size_t i = 1; i < count; i++) {
            list[put++] = arguments[i];
        }
        image->file = program.file;
        image->line = wherry__command_line(list);
        error = image->line ? 0 : errno;
        program.file = NULL;
    }
    wherry__program_clear(&program);
    free(name);
    free(list);
    return error;
}

/* What posix_spawnp() and execvp() do with a file that says nothing of its kind: it is for the
 * shell, if there is one. */
static int shell_script(const struct wherry__spawn *spawn, const char *directory,
                        struct wherry__program *program)
{
    int error = wherry__program_on_path(directory, spawn->name, program);
    wchar_t *name;

    if (error != ENOEXEC || !spawn->search) {
        return error;
    }
    name = wherry__has_slash(spawn->name) ? wherry__path(spawn->name) : NULL;
    if (!name) {
        return error;
    }
    *program = (struct wherry__program){name, WHERRY_SCRIPT, strdup("/bin/sh"), NULL};
    return 0;
}

/* What is handed to the shell of every Unix, which Windows has not, is for system()'s. */
static bool is_shell_command(const struct wherry__spawn *spawn)
{
    static const char *const names[] = {"/bin/sh", "/usr/bin/sh", "sh"};
    char *const *arguments = spawn->arguments;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(spawn->name, names[i])) {
            return arguments[0] && arguments[1] && !strcmp(arguments[1], "-c") && arguments[2] &&
                   !arguments[3];
        }
    }
    return false;
}

static int shell_image(char *const *arguments, struct image *image)
{
    struct wherry__program program = {0};
    char *path, *line;
    int error;

    if (!wherry__shell(arguments[2], &path, &line)) {
        return ENOMEM;
    }
    error = wherry__program_on_path(NULL, path, &program);
    if (!error) {
        image->line = line ? wherry__wide(line) : wherry__command_line(arguments);
        image->file = program.file;
        program.file = NULL;
        error = image->line ? 0 : errno;
    }
    wherry__program_clear(&program);
    free(line);
    free(path);
    return error;
}

static int image_init(const struct wherry__spawn *spawn, const char *directory, struct image *image)
{
    struct wherry__program program = {0};
    int error = spawn->search ? shell_script(spawn, directory, &program)
                              : wherry__program_at(directory, spawn->name, &program);

    *image = (struct image){0};
    if (error) {
        return is_shell_command(spawn) ? shell_image(spawn->arguments, image) : error;
    }
    if (spawn->line) {
        image->line = wherry__wide(spawn->line);
        image->file = program.file;
        program.file = NULL;
    } else if (program.kind == WHERRY_SCRIPT) {
        error = script_image(&program, spawn->arguments, image);
    } else if (program.kind == WHERRY_BATCH) {
        image->file = command_processor();
        image->line = wherry__batch_line(program.file, spawn->arguments);
    } else {
        image->line = wherry__command_line(spawn->arguments);
        image->file = program.file;
        program.file = NULL;
    }
    wherry__program_clear(&program);
    return error ? error : !image->file ? ENOMEM : image->line ? 0 : errno;
}

/* ---- CreateProcess() ------------------------------------------------------------------------- */

/* winerror.h of mingw-w64 10 lacks it: a program whose manifest wants an administrator. */
enum { ELEVATION_REQUIRED = 740 };

static int error_of_creation(DWORD error)
{
    switch (error) {
    case ELEVATION_REQUIRED:
        return EACCES;
    case ERROR_EXE_MACHINE_TYPE_MISMATCH:
        return ENOEXEC;
    default:
        return wherry__errno_of(error);
    }
}

/* Like the system's own names of directories: no prefix. From malloc(); NULL: ours. */
static wchar_t *directory_name(const char *directory)
{
    wchar_t *name = directory ? wherry__wide(directory) : NULL;

    for (wchar_t *at = name; at && *at; at++) {
        *at = *at == L'/' ? L'\\' : *at;
    }
    return name;
}

static BOOL create(const struct wherry__spawn *spawn, const struct image *image,
                   struct legacy *legacy, wchar_t *block, const wchar_t *directory,
                   LPPROC_THREAD_ATTRIBUTE_LIST list, PROCESS_INFORMATION *made)
{
    STARTUPINFOEXW info = {.lpAttributeList = list};
    DWORD flags = CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT |
                  (spawn->job ? CREATE_SUSPENDED : 0);

    info.StartupInfo.cb = sizeof info;
    info.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    info.StartupInfo.hStdInput = legacy->standard[0];
    info.StartupInfo.hStdOutput = legacy->standard[1];
    info.StartupInfo.hStdError = legacy->standard[2];
    info.StartupInfo.lpReserved2 = legacy->table;
    info.StartupInfo.cbReserved2 = (WORD)legacy->size;
    return CreateProcessW(image->file, image->line, NULL, NULL, legacy->unique_count > 0, flags,
                          block, directory, &info.StartupInfo, made);
}

/* With a list of the handles that may be inherited, and no others. 0 or an errno. */
static int start(const struct wherry__spawn *spawn, const struct image *image,
                 struct legacy *legacy, const char *directory, PROCESS_INFORMATION *made)
{
    wchar_t *block = wherry__environment_block(spawn->environment);
    wchar_t *where = directory_name(directory);
    LPPROC_THREAD_ATTRIBUTE_LIST list;
    SIZE_T size = 0;
    int error = block ? 0 : errno;

    InitializeProcThreadAttributeList(NULL, 1, 0, &size);
    list = malloc(size);
    if (!error && list && InitializeProcThreadAttributeList(list, 1, 0, &size)) {
        if ((legacy->unique_count > 0 &&
             !UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, legacy->unique,
                                        (size_t)legacy->unique_count * sizeof(HANDLE), NULL,
                                        NULL)) ||
            !create(spawn, image, legacy, block, where, list, made)) {
            error = error_of_creation(GetLastError());
        }
        DeleteProcThreadAttributeList(list);
    } else if (!error) {
        error = ENOMEM;
    }
    free(list);
    free(where);
    free(block);
    return error;
}

/* The child is there: into its job, or among our children. */
static int adopt(const struct wherry__spawn *spawn, const struct wherry__heritage *heritage,
                 const PROCESS_INFORMATION *made, pid_t *pid, HANDLE *process)
{
    int error = 0;

    *pid = (pid_t)made->dwProcessId;
    if (spawn->job) {
        AssignProcessToJobObject(spawn->job, made->hProcess);
        InterlockedExchange(&wherry__exec_child, (LONG)*pid);
        ResumeThread(made->hThread);
    }
    CloseHandle(made->hThread);
    if (process) {
        *process = made->hProcess;
    } else if (wherry__child_add(made->hProcess, *pid, heritage->group) < 0) {
        error = errno;
        CloseHandle(made->hProcess);
    }
    return error;
}

int wherry__spawn(const struct wherry__spawn *spawn, pid_t *pid, HANDLE *process)
{
    struct wherry__heritage heritage = heritage_of(spawn);
    struct wherry__plan plan;
    struct legacy legacy = {0};
    struct image image = {0};
    PROCESS_INFORMATION made;
    int error = wherry__plan_init(&plan, spawn->actions);

    if (!error) {
        error = image_init(spawn, plan.directory, &image);
    }
    if (!error) {
        error = legacy_init(&legacy, &plan, &heritage);
    }
    if (!error) {
        error = start(spawn, &image, &legacy, plan.directory, &made);
    }
    if (!error) {
        error = adopt(spawn, &heritage, &made, pid, process);
    }
    legacy_clear(&legacy);
    image_clear(&image);
    wherry__plan_clear(&plan);
    return error;
}

static int spawn_public(pid_t *pid, const char *name, bool search,
                        const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes, char *const *arguments,
                        char *const *environment)
{
    static char *none[] = {NULL};
    struct wherry__spawn spawn = {
        .name = name,
        .search = search,
        .actions = actions,
        .attributes = attributes,
        .arguments = arguments,
        .environment = environment ? environment : none,
    };
    pid_t made;
    int saved = errno, error;

    error = wherry__spawn(&spawn, &made, NULL);
    errno = saved;
    if (!error && pid) {
        *pid = made;
    }
    return error;
}

int posix_spawn(pid_t *restrict pid, const char *restrict path,
                const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *restrict attributes, char *const *restrict arguments,
                char *const *restrict environment)
{
    return spawn_public(pid, path, false, actions, attributes, arguments, environment);
}

int posix_spawnp(pid_t *restrict pid, const char *restrict file,
                 const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *restrict attributes, char *const *restrict arguments,
                 char *const *restrict environment)
{
    return spawn_public(pid, file, true, actions, attributes, arguments, environment);
}
