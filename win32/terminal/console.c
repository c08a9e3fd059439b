/* console.c: the class of descriptors that lead to the console. */

#include "terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Reading --------------------------------------------------------------------------------- */

/* One read() that waits: what VMIN and VTIME say of it. */
struct reading {
    size_t least;
    uint64_t deadline;
    size_t seen;  /* the bytes there when the timer was last started */
    bool between; /* the timer runs between bytes, not from the start */
    DWORD time_ms;
};

static struct reading reading_of(const struct termios *termios, size_t length)
{
    size_t least = termios->c_cc[VMIN];
    DWORD time_ms = termios->c_cc[VTIME] * 100U;
    struct reading reading = {.least = least < length ? least : length,
                              .deadline = WHERRY_FOREVER,
                              .time_ms = time_ms,
                              .between = least > 0 && time_ms > 0};

    if (termios->c_lflag & ICANON) {
        return (struct reading){.deadline = WHERRY_FOREVER};
    }
    if (least == 0) {
        reading.least = time_ms ? 1 : 0;
        reading.deadline = time_ms ? wherry__now_ms() + time_ms : WHERRY_FOREVER;
    }
    return reading;
}

static size_t take(struct terminal *terminal, char *buffer, size_t length)
{
    size_t there = terminal->length - terminal->taken;
    size_t taken = there < length ? there : length;

    memcpy(buffer, terminal->line + terminal->taken, taken);
    terminal->taken += taken;
    if (terminal->taken == terminal->length) {
        wherry__terminal_discard(terminal);
    } else if (!(terminal->termios.c_lflag & ICANON)) {
        memmove(terminal->line, terminal->line + terminal->taken, there - taken);
        terminal->taken = 0;
        terminal->length = there - taken;
    }
    return taken;
}

/* With the lock held. What is there once read() need not wait for more, or -1 with EAGAIN. `over`:
 * the time is up, or a signal came. */
static ssize_t try(struct terminal *terminal, struct reading *reading, char *buffer, size_t length,
                   bool over)
{
    bool canonical = terminal->termios.c_lflag & ICANON;
    bool enough = wherry__terminal_pump(terminal, length);
    size_t there = canonical ? 0 : terminal->length - terminal->taken;

    if (enough || (!canonical && (there >= reading->least || (over && there)))) {
        return (ssize_t)take(terminal, buffer, length);
    }
    if (reading->between && there > reading->seen) {
        reading->seen = there;
        reading->deadline = wherry__now_ms() + reading->time_ms;
    }
    return wherry__error(EAGAIN);
}

static ssize_t try_now(struct terminal *terminal, struct reading *reading, char *buffer,
                       size_t length, bool over)
{
    ssize_t got;
    int error;

    AcquireSRWLockExclusive(&terminal->lock);
    got = try(terminal, reading, buffer, length, over);
    error = errno;
    wherry__terminal_unlock(terminal);
    errno = error;
    return got;
}

static ssize_t console_read(struct wherry__open *open, void *buffer, size_t length, off_t at)
{
    struct terminal *terminal = wherry__terminal();
    struct reading reading;
    bool over = false;

    (void)at;
    if (!terminal || length == 0) {
        return terminal ? 0 : -1;
    }
    AcquireSRWLockExclusive(&terminal->lock);
    wherry__terminal_adopt(terminal);
    reading = reading_of(&terminal->termios, length);
    ReleaseSRWLockExclusive(&terminal->lock);
    for (int error = 0;;) {
        ssize_t got = try_now(terminal, &reading, buffer, length, over || open->flags & O_NONBLOCK);
        int which;

        if (got >= 0 || errno != EAGAIN || (!over && open->flags & O_NONBLOCK)) {
            return got;
        }
        if (over) {
            return error ? wherry__error(error) : 0;
        }
        which = wherry__signals_run() ? wherry__error(EINTR)
                                      : wherry__wait(&terminal->in, 1, reading.deadline);
        if (which != 0) {
            over = true;
            error = which < 0 ? errno : 0;
        }
    }
}

/* ---- Writing --------------------------------------------------------------------------------- */

static ssize_t console_write(struct wherry__open *open, const void *buffer, size_t length, off_t at)
{
    struct terminal *terminal = wherry__terminal();

    (void)open;
    (void)at;
    return terminal ? wherry__terminal_write(terminal, buffer, length, terminal->termios.c_oflag)
                    : -1;
}

static int console_stat(struct wherry__open *open, struct stat *status)
{
    (void)open;
    *status = (struct stat){.st_mode = S_IFCHR | 0620,
                            .st_nlink = 1,
                            .st_uid = getuid(),
                            .st_gid = getgid(),
                            .st_rdev = 5 << 8, /* Linux's /dev/tty */
                            .st_blksize = 1024};
    return 0;
}

/* ---- poll() ---------------------------------------------------------------------------------- */

/* What the keys give is found out here, and echoed: a line is ready when its end has been typed. */
static short console_ready(struct wherry__open *open, short events)
{
    struct terminal *terminal = wherry__terminal();
    short ready = (short)(events & (POLLOUT | POLLWRNORM));
    const struct termios *termios;
    size_t least;

    (void)open;
    if (!terminal) {
        return POLLERR;
    }
    if (events & (POLLIN | POLLRDNORM)) {
        AcquireSRWLockExclusive(&terminal->lock);
        wherry__terminal_adopt(terminal);
        termios = &terminal->termios;
        least = termios->c_cc[VTIME] || !termios->c_cc[VMIN] ? 1 : termios->c_cc[VMIN];
        if (wherry__terminal_pump(terminal, least)) {
            ready |= events & (POLLIN | POLLRDNORM);
        }
        wherry__terminal_unlock(terminal);
    }
    return ready;
}

static int console_arm(struct wherry__open *open, short events, struct wherry__arm *arm)
{
    struct terminal *terminal = wherry__terminal();

    (void)open;
    if (!terminal || !(events & (POLLIN | POLLRDNORM))) {
        return terminal ? 0 : -1;
    }
    return wherry__arm_on(arm, terminal->in);
}

static void console_disarm(struct wherry__open *open, struct wherry__arm *arm)
{
    (void)open;
    wherry__arm_off(arm);
}

const struct wherry__class wherry__console = {
    .name = "console",
    .type = S_IFCHR,
    .read = console_read,
    .write = console_write,
    .stat = console_stat,
    .control = wherry__terminal_control,
    .ready = console_ready,
    .arm = console_arm,
    .disarm = console_disarm,
};
