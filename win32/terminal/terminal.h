/* terminal.h: the one terminal that a process may have: its console.
 *
 * All descriptors that lead to a console share this state, as descriptors of one terminal do on
 * Unix. Keys are read as events, in every mode, and the line discipline is ours (line.c): so a line
 * is there for poll() just when read() would return it, and signals interrupt.
 *
 * ICANON, ECHO and ISIG are mirrored in the console's own mode, which is what other processes on
 * the console see and may change; the rest of termios is each process's own. */
#ifndef WHERRY_POSIX_TERMINAL_H
#define WHERRY_POSIX_TERMINAL_H

#include "../core/internal.h"

#include <sys/ioctl.h>
#include <termios.h>

/* What a key gives: at most an escape, a character outside the BMP or a function key's sequence. */
enum { KEY_MAX = 16 };

/* Linux's limit of a line, and what raw input may pile up here. */
enum { LINE_MAX_BYTES = 4096 };

enum { ECHO_MAX = 1024 };

struct terminal {
    SRWLOCK lock; /* for all but the output's members; taken before output_lock */
    HANDLE in, out;
    struct termios termios;
    struct winsize size;
    DWORD found_in, found_out; /* the modes at start, which wherry__terminal_end() goes back to */
    DWORD mode;                /* the input's, as last set or seen */
    bool ours;                 /* the input's mode has been set by us */
    wchar_t high;              /* a high surrogate that waits for its low one */

    /* Input that read() may have: line[taken..length), in canonical mode once it is finished. */
    char line[LINE_MAX_BYTES];
    size_t taken, length;
    bool finished;  /* by newline or VEOF */
    bool literal;   /* VLNEXT came just now */
    bool flush;     /* what the console still holds is to go: a signal's character came */
    int column;     /* where the line began on the screen */
    int signals[2]; /* to be raised once the lock is free: keys', SIGWINCH */

    char echo[ECHO_MAX]; /* goes out at the end of a round */
    size_t echo_length;

    SRWLOCK output_lock;
    char partial[4]; /* the begin of a character whose rest has not been written yet */
    size_t partial_length;
};

/* The process's; NULL with ENXIO if it has no console. */
struct terminal *wherry__terminal(void);

/* ---- modes.c: with the lock held ------------------------------------------------------------- */

/* Take over what other processes made of the console's mode since it was last looked at. */
void wherry__terminal_adopt(struct terminal *terminal);

/* Set the console's mode to what termios says. */
void wherry__terminal_apply(struct terminal *terminal);

/* The size now; -1 with errno. */
int wherry__terminal_size(struct terminal *terminal, struct winsize *size);

/* ---- input.c --------------------------------------------------------------------------------- */

/* With the lock held: read keys until there is what read() needs, `least` bytes in raw mode, or no
 * more keys. True if it is there. */
bool wherry__terminal_pump(struct terminal *terminal, size_t least);

/* Unlock; then raise the signals that came meanwhile. */
void wherry__terminal_unlock(struct terminal *terminal);

/* With the lock held: forget what came in and was not read. */
void wherry__terminal_flush_input(struct terminal *terminal);

/* ---- line.c: with the lock held -------------------------------------------------------------- */

/* One byte of input goes through the line discipline. */
void wherry__terminal_input(struct terminal *terminal, char byte);

/* The line that is being typed goes. */
void wherry__terminal_discard(struct terminal *terminal);

/* What was echoed goes to the screen. */
void wherry__terminal_echo_out(struct terminal *terminal);

/* ---- keys.c ---------------------------------------------------------------------------------- */

/* The bytes that a key gives, as xterm sends them; returns their count. */
size_t wherry__key_bytes(const KEY_EVENT_RECORD *key, wchar_t *high, char bytes[KEY_MAX]);

/* ---- output.c -------------------------------------------------------------------------------- */

/* As write() does: post-processing by `oflag`. */
ssize_t wherry__terminal_write(struct terminal *terminal, const char *bytes, size_t length,
                               tcflag_t oflag);

/* ---- control.c ------------------------------------------------------------------------------- */

int wherry__terminal_control(struct wherry__open *open, unsigned long request, void *argument);

#endif
