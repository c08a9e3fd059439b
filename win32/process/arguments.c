/* arguments.c: what a child is told: one line of text for its arguments, a block for its variables.
 */

#include "process.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { LONGEST = 32767 }; /* characters of a command line, with the null */

struct line {
    wchar_t *text; /* LONGEST + 1 characters */
    size_t length;
    bool overflow;
};

static void put(struct line *line, wchar_t c)
{
    if (line->length >= LONGEST - 1) {
        line->overflow = true;
    } else {
        line->text[line->length++] = c;
    }
}

static void put_many(struct line *line, wchar_t c, size_t count)
{
    while (count-- && !line->overflow) {
        put(line, c);
    }
}

static void put_text(struct line *line, const wchar_t *text)
{
    while (*text && !line->overflow) {
        put(line, *text++);
    }
}

/* The name of the program has rules of its own: no backslash is special, and no quote possible. */
static void put_first(struct line *line, const wchar_t *argument)
{
    put(line, L'"');
    for (; *argument; argument++) {
        if (*argument != L'"') {
            put(line, *argument);
        }
    }
    put(line, L'"');
}

/* Backslashes before a quote are doubled, also before the one that ends the argument. */
static void put_argument(struct line *line, const wchar_t *argument)
{
    size_t backslashes = 0;
    bool plain = *argument && !wcspbrk(argument, L" \t\n\v\"");

    put(line, L' ');
    if (plain) {
        put_text(line, argument);
        return;
    }
    put(line, L'"');
    for (; *argument; argument++) {
        if (*argument == L'"') {
            put_many(line, L'\\', backslashes + 1);
        }
        backslashes = *argument == L'\\' ? backslashes + 1 : 0;
        put(line, *argument);
    }
    put_many(line, L'\\', backslashes);
    put(line, L'"');
}

/* For a batch file, cmd.exe reads the line before the file's %1 does: quotes are doubled, and a
 * percent sign is kept from naming a variable by an empty one behind it. There is no way to say a
 * new line. */
static void put_batch_argument(struct line *line, const wchar_t *argument)
{
    size_t backslashes = 0;

    put(line, L' ');
    put(line, L'"');
    for (; *argument; argument++) {
        if (*argument == L'%') {
            put_text(line, L"%%cd:~,");
        } else if (*argument == L'"') {
            put_many(line, L'\\', backslashes);
            put(line, L'"');
        }
        backslashes = *argument == L'\\' ? backslashes + 1 : 0;
        put(line, *argument);
    }
    put_many(line, L'\\', backslashes);
    put(line, L'"');
}

static bool begin(struct line *line)
{
    *line = (struct line){.text = malloc((LONGEST + 1) * sizeof *line->text)};
    return line->text;
}

static wchar_t *finish(struct line *line, int error)
{
    if (error || line->overflow) {
        free(line->text);
        errno = error ? error : E2BIG;
        return NULL;
    }
    line->text[line->length] = 0;
    return line->text;
}

/* Each of the arguments, converted. 0 or an errno. */
static int put_each(struct line *line, char *const *arguments,
                    void (*put_one)(struct line *, const wchar_t *))
{
    for (; *arguments && !line->overflow; arguments++) {
        wchar_t *wide = wherry__wide(*arguments);

        if (!wide) {
            return errno;
        }
        if (put_one == put_batch_argument && wcspbrk(wide, L"\r\n")) {
            free(wide);
            return EINVAL;
        }
        put_one(line, wide);
        free(wide);
    }
    return 0;
}

wchar_t *wherry__command_line(char *const *arguments)
{
    char *first[] = {*arguments ? *arguments : "", NULL};
    struct line line;
    int error;

    if (!begin(&line)) {
        return NULL;
    }
    error = put_each(&line, first, put_first);
    if (!error && *arguments) {
        error = put_each(&line, arguments + 1, put_argument);
    }
    return finish(&line, error);
}

wchar_t *wherry__batch_line(const wchar_t *file, char *const *arguments)
{
    struct line line;
    int error = 0;

    if (!begin(&line)) {
        return NULL;
    }
    put_text(&line, L"cmd.exe /e:ON /v:OFF /d /s /c \"\"");
    put_text(&line, file);
    put(&line, L'"');
    if (*arguments) {
        error = put_each(&line, arguments + 1, put_batch_argument);
    }
    put(&line, L'"');
    return finish(&line, error);
}

/* ---- variables ------------------------------------------------------------------------------- */

static size_t name_length(const wchar_t *variable)
{
    return wcscspn(variable, L"=");
}

/* By the names, whatever their case, as the system wants it. */
static int by_name(const void *one, const void *other)
{
    const wchar_t *left = *(wchar_t *const *)one, *right = *(wchar_t *const *)other;

    return CompareStringOrdinal(left, (int)name_length(left), right, (int)name_length(right),
                                TRUE) -
           CSTR_EQUAL;
}

/* Converted, and without what is none: "NAME=value". The first of two of a name counts. */
static int convert(char *const *variables, wchar_t **list, size_t *count)
{
    *count = 0;
    for (; *variables; variables++) {
        bool again = false;

        if (**variables == '=' || !strchr(*variables, '=')) {
            continue;
        }
        list[*count] = wherry__wide(*variables);
        if (!list[*count]) {
            return errno;
        }
        for (size_t i = 0; i < *count && !again; i++) {
            again = by_name(&list[i], &list[*count]) == 0;
        }
        if (again) {
            free(list[*count]);
        } else {
            ++*count;
        }
    }
    return 0;
}

/* Without it, a child's Winsock does not start: added where it is missing. */
static int add_system_root(wchar_t **list, size_t *count)
{
    wchar_t text[MAX_PATH + 16] = L"SYSTEMROOT=";
    wchar_t *added = text;

    for (size_t i = 0; i < *count; i++) {
        if (by_name(&list[i], &added) == 0) {
            return 0;
        }
    }
    if (GetEnvironmentVariableW(L"SYSTEMROOT", text + wcslen(text), MAX_PATH) == 0) {
        GetWindowsDirectoryW(text + wcslen(text), MAX_PATH);
    }
    list[*count] = wcsdup(text);
    return list[(*count)++] ? 0 : ENOMEM;
}

static wchar_t *join(wchar_t **list, size_t count)
{
    size_t size = 2;
    wchar_t *block, *end;

    for (size_t i = 0; i < count; i++) {
        size += wcslen(list[i]) + 1;
    }
    block = end = calloc(size, sizeof *block);
    for (size_t i = 0; block && i < count; i++) {
        size_t length = wcslen(list[i]) + 1;

        wmemcpy(end, list[i], length);
        end += length;
    }
    return block;
}

wchar_t *wherry__environment_block(char *const *variables)
{
    size_t count = 0;
    wchar_t **list, *block = NULL;
    int error;

    while (variables[count]) {
        count++;
    }
    list = calloc(count + 2, sizeof *list);
    if (!list) {
        return NULL;
    }
    error = convert(variables, list, &count);
    if (!error) {
        error = add_system_root(list, &count);
    }
    if (!error) {
        qsort(list, count, sizeof *list, by_name);
        block = join(list, count);
    }
    for (size_t i = 0; i < count; i++) {
        free(list[i]);
    }
    free(list);
    if (error) {
        errno = error;
    }
    return block;
}
