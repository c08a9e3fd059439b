/* conpty COMMAND...: runs a program in a pseudo console, with its keys from this program's input
 * and its screen to this program's output, and returns its exit code. A Windows program as such.
 *
 * ^C is not sent as a byte, since Wine's console then hears no more, but by a second process in the
 * console (conpty --interrupt), as the event that a key gives. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

enum { ATTRIBUTE = PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE };

static struct {
    HPCON console;
    HANDLE keys, screen; /* our ends */
    HANDLE in, out;
} the;

static void fail(const char *what)
{
    fprintf(stderr, "conpty: %s: error %lu\n", what, GetLastError());
    exit(125);
}

static HANDLE open_console(const wchar_t *name)
{
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};

    return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                       &inherited, OPEN_EXISTING, 0, NULL);
}

/* This program again, in the pseudo console. */
static HANDLE start_inside(const char *arguments)
{
    STARTUPINFOEXA info = {.StartupInfo = {.cb = sizeof info}};
    PROCESS_INFORMATION process;
    char name[MAX_PATH], command[4096];
    SIZE_T size = 0;

    GetModuleFileNameA(NULL, name, sizeof name);
    snprintf(command, sizeof command, "\"%s\" %s", name, arguments);
    InitializeProcThreadAttributeList(NULL, 1, 0, &size);
    info.lpAttributeList = malloc(size);
    if (!info.lpAttributeList ||
        !InitializeProcThreadAttributeList(info.lpAttributeList, 1, 0, &size) ||
        !UpdateProcThreadAttribute(info.lpAttributeList, 0, ATTRIBUTE, the.console,
                                   sizeof the.console, NULL, NULL)) {
        fail("the attribute of the pseudo console");
    }
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
                        &info.StartupInfo, &process)) {
        fail(command);
    }
    free(info.lpAttributeList);
    CloseHandle(process.hThread);
    return process.hProcess;
}

static BOOL WINAPI ignore(DWORD event)
{
    return event == CTRL_C_EVENT;
}

/* In the pseudo console: Wine does not give standard handles to what is started there. */
static int run(char **argv)
{
    STARTUPINFOA info = {.cb = sizeof info,
                         .dwFlags = STARTF_USESTDHANDLES,
                         .hStdInput = open_console(L"CONIN$"),
                         .hStdOutput = open_console(L"CONOUT$")};
    PROCESS_INFORMATION process;
    char command[4096] = "";
    DWORD code = 125;

    for (size_t length = 0; *argv; length = strlen(command)) {
        snprintf(command + length, sizeof command - length, "\"%s\" ", *argv++);
    }
    SetConsoleCtrlHandler(ignore, TRUE);
    info.hStdError = info.hStdOutput;
    if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &info, &process)) {
        fail(command);
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}

static void press_interrupt(void)
{
    HANDLE process = start_inside("--interrupt");

    WaitForSingleObject(process, INFINITE);
    CloseHandle(process);
}

static DWORD WINAPI pass_keys(void *unused)
{
    char keys[4096];
    DWORD length, done;

    while (ReadFile(the.in, keys, sizeof keys, &length, NULL) && length) {
        if (length == 1 && keys[0] == 3) {
            press_interrupt();
        } else {
            WriteFile(the.keys, keys, length, &done, NULL);
        }
    }
    (void)unused;
    return 0;
}

/* Until the byte that UTF-8 has not, which main() writes after all that the child has written. */
static DWORD WINAPI pass_screen(void *unused)
{
    char screen[4096];
    DWORD length, done;
    bool more = true;

    while (more && ReadFile(the.screen, screen, sizeof screen, &length, NULL) && length) {
        more = screen[length - 1] != '\xff';
        WriteFile(the.out, screen, more ? length : length - 1, &done, NULL);
    }
    (void)unused;
    return 0;
}

/* Of the key's going up Wine would make a second event. */
static int interrupt(void)
{
    KEY_EVENT_RECORD key = {.bKeyDown = TRUE,
                            .wRepeatCount = 1,
                            .wVirtualKeyCode = 'C',
                            .uChar.UnicodeChar = 3,
                            .dwControlKeyState = LEFT_CTRL_PRESSED};
    INPUT_RECORD record = {.EventType = KEY_EVENT, .Event.KeyEvent = key};
    HANDLE console = open_console(L"CONIN$");
    DWORD done;

    SetConsoleCtrlHandler(ignore, TRUE); /* it is for the others */
    if (!WriteConsoleInputW(console, &record, 1, &done)) {
        fail("WriteConsoleInput");
    }
    return 0;
}

int main(int argc, char **argv)
{
    char arguments[4000] = "--run";
    HANDLE child, keys, screen, reader;
    DWORD done, code = 125;

    if (argc > 1 && !strcmp(argv[1], "--interrupt")) {
        return interrupt();
    }
    if (argc > 1 && !strcmp(argv[1], "--run")) {
        return run(argv + 2);
    }
    for (int i = 1; i < argc; i++) {
        size_t length = strlen(arguments);

        snprintf(arguments + length, sizeof arguments - length, " \"%s\"", argv[i]);
    }
    the.in = GetStdHandle(STD_INPUT_HANDLE);
    the.out = GetStdHandle(STD_OUTPUT_HANDLE);
    SetStdHandle(STD_INPUT_HANDLE, NULL); /* the child has the console's, not ours */
    SetStdHandle(STD_OUTPUT_HANDLE, NULL);
    if (!CreatePipe(&keys, &the.keys, NULL, 0) || !CreatePipe(&the.screen, &screen, NULL, 0) ||
        FAILED(CreatePseudoConsole((COORD){80, 24}, keys, screen, 0, &the.console))) {
        fail("CreatePseudoConsole");
    }
    CloseHandle(keys);
    reader = CreateThread(NULL, 0, pass_screen, NULL, 0, NULL);
    child = start_inside(arguments);
    CreateThread(NULL, 0, pass_keys, NULL, 0, NULL);
    WaitForSingleObject(child, INFINITE);
    GetExitCodeProcess(child, &code);
    WriteFile(screen, "\xff", 1, &done, NULL);
    WaitForSingleObject(reader, INFINITE);
    ClosePseudoConsole(the.console);
    ExitProcess(code);
}
