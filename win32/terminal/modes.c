/* modes.c: the console's own mode, and the terminal's life from start to end. */

#include "terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct terminal the_terminal = {.lock = SRWLOCK_INIT, .output_lock = SRWLOCK_INIT};
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

/* The part of the console's input mode that termios has a say in. */
enum {
    MIRRORED = ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_PROCESSED_INPUT,
    MANAGED = MIRRORED | ENABLE_MOUSE_INPUT | ENABLE_WINDOW_INPUT | ENABLE_VIRTUAL_TERMINAL_INPUT
};

/* What Linux's terminals have; ^Z is no character of job control, since there is none, and output
 * is not stopped by ^S. */
static const struct termios fresh = {
    .c_iflag = ICRNL | IMAXBEL | IUTF8,
    .c_oflag = OPOST | ONLCR,
    .c_cflag = B38400 | CS8 | CREAD,
    .c_lflag = ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE,
    .c_cc = {[VINTR] = 'C' & 0x1f,
             [VQUIT] = 034,
             [VERASE] = 0x7f,
             [VKILL] = 'U' & 0x1f,
             [VEOF] = 'D' & 0x1f,
             [VMIN] = 1,
             [VSTART] = 'Q' & 0x1f,
             [VSTOP] = 'S' & 0x1f,
             [VREPRINT] = 'R' & 0x1f,
             [VDISCARD] = 'O' & 0x1f,
             [VWERASE] = 'W' & 0x1f,
             [VLNEXT] = 'V' & 0x1f},
    .__c_ispeed = B38400,
    .__c_ospeed = B38400,
};

static HANDLE open_console(const wchar_t *name)
{
    return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                       OPEN_EXISTING, 0, NULL);
}

static void adopt(struct terminal *terminal, DWORD mode)
{
    tcflag_t *lflag = &terminal->termios.c_lflag;

    *lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    *lflag |= mode & ENABLE_LINE_INPUT ? ICANON : 0;
    *lflag |= (mode & ENABLE_LINE_INPUT) && (mode & ENABLE_ECHO_INPUT) ? ECHO : 0;
    *lflag |= mode & ENABLE_PROCESSED_INPUT ? ISIG : 0;
    terminal->mode = mode;
}

static BOOL CALLBACK begin(INIT_ONCE *unused, void *argument, void **context)
{
    struct terminal *terminal = &the_terminal;
    DWORD mode = 0;

    (void)unused;
    (void)argument;
    (void)context;
    terminal->in = open_console(L"CONIN$");
    terminal->out = open_console(L"CONOUT$");
    if (!GetConsoleMode(terminal->in, &mode) ||
        !GetConsoleMode(terminal->out, &terminal->found_out)) {
        return FALSE;
    }
    terminal->found_in = mode;
    terminal->termios = fresh;
    adopt(terminal, mode);
    wherry__terminal_size(terminal, &terminal->size);
    return TRUE;
}

struct terminal *wherry__terminal(void)
{
    if (!InitOnceExecuteOnce(&once, begin, NULL, NULL)) {
        errno = ENXIO;
        return NULL;
    }
    return &the_terminal;
}

/* ---- The input's mode ------------------------------------------------------------------------ */

/* Echo without lines is not to be had of the console, and not needed: it is ours. ^C is left to the
 * system where it means what it means there, so that it interrupts a program that does not read. */
static DWORD wanted(const struct terminal *terminal)
{
    const struct termios *termios = &terminal->termios;
    DWORD mode = (terminal->mode & ~(DWORD)MANAGED) | ENABLE_WINDOW_INPUT;

    if (termios->c_lflag & ICANON) {
        mode |= ENABLE_LINE_INPUT | (termios->c_lflag & ECHO ? ENABLE_ECHO_INPUT : 0);
    } else {
        mode |= ENABLE_VIRTUAL_TERMINAL_INPUT;
    }
    if ((termios->c_lflag & ISIG) && termios->c_cc[VINTR] == ('C' & 0x1f)) {
        mode |= ENABLE_PROCESSED_INPUT;
    }
    return mode;
}

void wherry__terminal_apply(struct terminal *terminal)
{
    DWORD mode = wanted(terminal);

    if (!SetConsoleMode(terminal->in, mode)) { /* before Windows 10, no VT: keys.c has the keys */
        SetConsoleMode(terminal->in, mode & ~(DWORD)ENABLE_VIRTUAL_TERMINAL_INPUT);
    }
    GetConsoleMode(terminal->in, &terminal->mode);
    terminal->ours = true;
}

void wherry__terminal_adopt(struct terminal *terminal)
{
    DWORD mode = 0;

    if (!GetConsoleMode(terminal->in, &mode)) {
        return;
    }
    if ((mode ^ terminal->mode) & MIRRORED) {
        adopt(terminal, mode);
    }
    terminal->mode = mode;
}

int wherry__terminal_size(struct terminal *terminal, struct winsize *size)
{
    CONSOLE_SCREEN_BUFFER_INFO info;

    if (!GetConsoleScreenBufferInfo(terminal->out, &info)) {
        return wherry__fail_last();
    }
    *size =
        (struct winsize){.ws_row = (unsigned short)(info.srWindow.Bottom - info.srWindow.Top + 1),
                         .ws_col = (unsigned short)(info.srWindow.Right - info.srWindow.Left + 1)};
    return 0;
}

/* ---- Start and end --------------------------------------------------------------------------- */

void wherry__terminal_interrupted(void)
{
    struct terminal *terminal = &the_terminal;

    AcquireSRWLockExclusive(&terminal->lock);
    if (terminal->ours && !(terminal->termios.c_lflag & NOFLSH)) {
        wherry__terminal_discard(terminal);
    }
    if (terminal->ours && (terminal->termios.c_lflag & (ECHO | ECHOCTL)) == (ECHO | ECHOCTL)) {
        wherry__terminal_write(terminal, "^C", 2, terminal->termios.c_oflag);
    }
    ReleaseSRWLockExclusive(&terminal->lock);
}

static bool on_console(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (isatty(fd)) {
            return true;
        }
    }
    return false;
}

void wherry__start_terminal(void)
{
    DWORD mode = 0;

    if (!on_console() || !wherry__terminal()) {
        return;
    }
    if (!getenv("TERM")) {
        wherry__terminal_write(&the_terminal, "", 0, 0); /* sets the mode */
        GetConsoleMode(the_terminal.out, &mode);
        setenv("TERM", mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING ? "xterm-256color" : "dumb", 1);
    }
}

/* What termios says stays as the program left it, as on Unix; the rest goes back. No lock: other
 * threads may be dead with it. */
void wherry__terminal_end(void)
{
    struct terminal *terminal = &the_terminal;
    DWORD mode = 0;

    if (terminal->ours && GetConsoleMode(terminal->in, &mode)) {
        SetConsoleMode(terminal->in, (mode & ~(DWORD)(MANAGED & ~MIRRORED)) |
                                         (terminal->found_in & (DWORD)(MANAGED & ~MIRRORED)));
        terminal->ours = false;
    }
    if (terminal->found_out && GetConsoleMode(terminal->out, &mode) &&
        mode != terminal->found_out) {
        SetConsoleMode(terminal->out, terminal->found_out);
    }
}

/* Called by the loader when the process ends, also when a signal ends it. */
static void NTAPI at_end(void *module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    if (reason == DLL_PROCESS_DETACH) {
        wherry__terminal_end();
    }
}

__attribute__((section(".CRT$XLY"), used)) static const PIMAGE_TLS_CALLBACK end_callback = at_end;
