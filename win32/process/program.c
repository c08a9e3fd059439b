/* program.c: which file the name of a program means, and what kind of program that is.
 *
 * A name stands for the file, or for the file with .exe, .com, .bat or .cmd. A program of Windows
 * comes before a script of the same name: build systems leave a script "prog" beside "prog.exe".
 * What Windows does not know is never handed to it: Wine would start Unix programs, whose output
 * and exit code are then lost. */

#include "process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum { HEAD = 256 }; /* of a script, what is read to find the first line */

void wherry__program_clear(struct wherry__program *program)
{
    free(program->file);
    free(program->interpreter);
    free(program->argument);
    *program = (struct wherry__program){0};
}

bool wherry__has_slash(const char *name)
{
    return strpbrk(name, "/\\") || (name[0] && name[1] == ':');
}

/* ---- one file -------------------------------------------------------------------------------- */

/* "#!interpreter argument" */
static int read_script(char *head, struct wherry__program *program)
{
    char *interpreter = head + 2 + strspn(head + 2, " \t");
    char *end = interpreter + strcspn(interpreter, "\r\n");
    char *argument;

    while (end > interpreter && strchr(" \t", end[-1])) {
        end--;
    }
    *end = 0;
    argument = interpreter + strcspn(interpreter, " \t");
    if (*argument) {
        *argument++ = 0;
        argument += strspn(argument, " \t");
        program->argument = strdup(argument);
    }
    program->interpreter = strdup(interpreter);
    program->kind = WHERRY_SCRIPT;
    return *interpreter ? 0 : ENOEXEC;
}

static bool is_batch(const wchar_t *file)
{
    size_t length = wcslen(file);

    return length > 4 &&
           (!wcscasecmp(file + length - 4, L".bat") || !wcscasecmp(file + length - 4, L".cmd"));
}

/* What this very file is. 0 or an errno. */
static int examine(const wchar_t *file, struct wherry__program *program)
{
    DWORD attributes = GetFileAttributesW(file), got = 0;
    char head[HEAD + 1];
    HANDLE handle;
    bool read;

    if (attributes == INVALID_FILE_ATTRIBUTES) {
        return wherry__errno_of(GetLastError());
    }
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) {
        return EACCES;
    }
    handle = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                         NULL, OPEN_EXISTING, 0, NULL);
    if (handle == INVALID_HANDLE_VALUE) {
        return wherry__errno_of(GetLastError());
    }
    read = ReadFile(handle, head, HEAD, &got, NULL);
    CloseHandle(handle);
    head[read ? got : 0] = 0;
    program->kind = is_batch(file) ? WHERRY_BATCH : WHERRY_PROGRAM;
    if (program->kind == WHERRY_BATCH || !strncmp(head, "MZ", 2)) {
        return 0;
    }
    return strncmp(head, "#!", 2) == 0 ? read_script(head, program) : ENOEXEC;
}

/* The name with each of the endings; better than ENOEXEC is what another of them says. */
static int with_endings(const wchar_t *name, struct wherry__program *program)
{
    static const wchar_t *const endings[] = {L"", L".exe", L".com", L".bat", L".cmd"};
    int result = ENOENT;

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct wherry__program found = {0};
        int error;

        found.file = malloc((wcslen(name) + 5) * sizeof *found.file);
        if (!found.file) {
            return ENOMEM;
        }
        wcscpy(found.file, name);
        wcscat(found.file, endings[i]);
        error = examine(found.file, &found);
        if (error == 0 && (found.kind != WHERRY_SCRIPT || result != 0)) {
            wherry__program_clear(program);
            *program = found;
            result = 0;
            if (found.kind != WHERRY_SCRIPT) {
                return 0;
            }
            continue;
        }
        wherry__program_clear(&found);
        result = result == ENOENT ? error : result;
    }
    return result;
}

/* CreateProcess() and those who ask for their own name are happier without the prefix. */
static void strip_prefix(struct wherry__program *program)
{
    if (program->file && !wcsncmp(program->file, L"\\\\?\\", 4) && program->file[5] == L':' &&
        wcslen(program->file) < MAX_PATH) {
        wmemmove(program->file, program->file + 4, wcslen(program->file + 4) + 1);
    }
}

static bool is_absolute(const char *name)
{
    return strchr("/\\", name[0]) || name[1] == ':';
}

int wherry__program_at(const char *directory, const char *name, struct wherry__program *program)
{
    wchar_t *wide;
    char *joined = NULL;
    int error;

    if (!*name) {
        return ENOENT;
    }
    if (directory && !is_absolute(name)) {
        joined = malloc(strlen(directory) + strlen(name) + 2);
        if (!joined) {
            return ENOMEM;
        }
        strcat(strcat(strcpy(joined, directory), "/"), name);
    }
    wide = wherry__path(joined ? joined : name);
    free(joined);
    if (!wide) {
        return errno;
    }
    error = with_endings(wide, program);
    free(wide);
    strip_prefix(program);
    return error;
}

/* ---- along PATH ------------------------------------------------------------------------------ */

/* Where there is no PATH: the system's directory. */
static char *search_path(void)
{
    const char *path = getenv("PATH");
    wchar_t system[MAX_PATH + 1];

    if (path) {
        return strdup(path);
    }
    GetSystemDirectoryW(system, MAX_PATH);
    return wherry__utf8(system);
}

int wherry__program_on_path(const char *directory, const char *name,
                            struct wherry__program *program)
{
    char *path, *rest, *place;
    int result = ENOENT;

    if (!*name || wherry__has_slash(name)) {
        return wherry__program_at(directory, name, program);
    }
    rest = path = search_path();
    while (rest && result != 0 && (place = strsep(&rest, ";")) != NULL) {
        char *joined = malloc(strlen(place) + strlen(name) + 3);
        int error = ENOMEM;

        if (joined) {
            strcat(strcat(strcpy(joined, *place ? place : "."), "/"), name);
            error = wherry__program_at(directory, joined, program);
            free(joined);
        }
        /* As execvp() does: go on, but remember that there was something. */
        result = error == 0 || (error != ENOENT && error != ENOTDIR) ? error : result;
    }
    free(path);
    return result;
}
