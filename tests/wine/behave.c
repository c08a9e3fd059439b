/* behave.c: a Windows program that does as it is told.
 *
 *   behave exit CODE | raise CODE | crash | hang | spawn | echo WORD... | copy
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static int hang(void)
{
    puts("hanging");
    fflush(stdout);
    Sleep(INFINITE);
    return 0;
}

/* Start a child that hangs in a console of its own, thus in another process group, and hang. */
static int spawn(const char *self)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    char command[MAX_PATH + 16];
    snprintf(command, sizeof command, "\"%s\" hang", self);
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_NEW_CONSOLE, NULL, NULL, &startup,
                        &process))
        return 1;
    return hang();
}

static int copy_line(void)
{
    char line[100];
    return fgets(line, sizeof line, stdin) && fputs(line, stdout) >= 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    unsigned code = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 0) : 0;
    if (!strcmp(word, "exit"))
        ExitProcess(code);
    if (!strcmp(word, "raise"))
        RaiseException(code, 0, 0, NULL);
    if (!strcmp(word, "crash"))
        *(volatile int *)argv[argc] = 1; /* argv ends with a null pointer */
    if (!strcmp(word, "hang"))
        return hang();
    if (!strcmp(word, "spawn"))
        return spawn(argv[0]);
    if (!strcmp(word, "copy"))
        return copy_line();
    for (int i = 2; i < argc; i++)
        printf("[%s]", argv[i]);
    return strcmp(word, "echo") ? 2 : 0;
}
