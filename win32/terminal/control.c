/* control.c: ioctl() of terminals, which is what musl's tcgetattr() and its like call. */

#include "terminal.h"

#include <stdint.h>
#include <unistd.h>

static void set_attributes(struct terminal *terminal, const struct termios *termios)
{
    terminal->termios = *termios;
    if (terminal->length == terminal->taken) {
        terminal->finished = false;
    } else if (termios->c_lflag & ICANON) {
        terminal->finished = true; /* what came in raw mode can be read as it is */
    }
    wherry__terminal_apply(terminal);
}

static int flush_queue(struct terminal *terminal, int queue)
{
    if (queue != TCIFLUSH && queue != TCOFLUSH && queue != TCIOFLUSH) {
        return wherry__error(EINVAL);
    }
    if (queue != TCOFLUSH) {
        wherry__terminal_flush_input(terminal);
    }
    return 0;
}

static int count_input(struct terminal *terminal)
{
    wherry__terminal_pump(terminal, LINE_MAX_BYTES);
    if ((terminal->termios.c_lflag & ICANON) && !terminal->finished) {
        return 0;
    }
    return (int)(terminal->length - terminal->taken);
}

/* All who share the console are in its foreground; each is told that its own group is. */
static int set_group(const int *group)
{
    return *group == getpgrp() ? 0 : wherry__error(*group < 0 ? EINVAL : EPERM);
}

static int control(struct terminal *terminal, unsigned long request, void *argument)
{
    switch (request) {
    case TCGETS:
        wherry__terminal_adopt(terminal);
        *(struct termios *)argument = terminal->termios;
        return 0;
    case TCSETSF:
        wherry__terminal_flush_input(terminal);
        /* fall through */
    case TCSETS:
    case TCSETSW: /* what is written is there at once */
        set_attributes(terminal, argument);
        return 0;
    case TCFLSH:
        return flush_queue(terminal, (int)(intptr_t)argument);
    case TCSBRK:
        return 0; /* no line to break, nothing to wait for */
    case TCXONC:
        return (unsigned)(intptr_t)argument <= TCION ? 0 : wherry__error(EINVAL);
    case TIOCGWINSZ:
        return wherry__terminal_size(terminal, argument);
    case TIOCSWINSZ:
        return wherry__error(EINVAL); /* the window is its user's */
    case TIOCGPGRP:
        *(int *)argument = getpgrp();
        return 0;
    case TIOCGSID:
        *(int *)argument = getsid(0);
        return 0;
    case TIOCSPGRP:
        return set_group(argument);
    case FIONREAD:
        *(int *)argument = count_input(terminal);
        return 0;
    case TIOCOUTQ:
        *(int *)argument = 0;
        return 0;
    default:
        return wherry__error(ENOTTY);
    }
}

int wherry__terminal_control(struct wherry__open *open, unsigned long request, void *argument)
{
    struct terminal *terminal = wherry__terminal();
    int result, error;

    (void)open;
    if (!terminal) {
        return -1;
    }
    AcquireSRWLockExclusive(&terminal->lock);
    result = control(terminal, request, argument);
    error = errno;
    wherry__terminal_unlock(terminal);
    errno = error;
    return result;
}
