/* line.c: the line discipline: signals, editing of lines, echo (POSIX.1-2017, 11.1). */

#include "terminal.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static bool has(const struct terminal *terminal, tcflag_t lflag)
{
    return (terminal->termios.c_lflag & lflag) == lflag;
}

static bool is(const struct terminal *terminal, int which, char byte)
{
    cc_t special = terminal->termios.c_cc[which];

    return special != _POSIX_VDISABLE && special == (unsigned char)byte;
}

/* ---- Echo ------------------------------------------------------------------------------------ */

void wherry__terminal_echo_out(struct terminal *terminal)
{
    if (terminal->echo_length) {
        wherry__terminal_write(terminal, terminal->echo, terminal->echo_length,
                               terminal->termios.c_oflag);
        terminal->echo_length = 0;
    }
}

static void echo(struct terminal *terminal, const char *text, size_t length)
{
    if (terminal->echo_length + length > ECHO_MAX) {
        wherry__terminal_echo_out(terminal);
    }
    memcpy(terminal->echo + terminal->echo_length, text, length);
    terminal->echo_length += length;
}

static bool shown_as_two(const struct terminal *terminal, char byte)
{
    return has(terminal, ECHOCTL) && ((byte >= 0 && byte < ' ' && byte != '\t') || byte == 0x7f);
}

static void echo_byte(struct terminal *terminal, char byte)
{
    char two[] = {'^', (char)(byte ^ 0x40)};

    if (byte == '\n' ? has(terminal, ECHO) || has(terminal, ECHONL | ICANON)
                     : has(terminal, ECHO)) {
        if (byte != '\n' && shown_as_two(terminal, byte)) {
            echo(terminal, two, 2);
        } else {
            echo(terminal, &byte, 1);
        }
    }
}

/* ---- Editing --------------------------------------------------------------------------------- */

/* The begin of the last character of the line. */
static size_t last(const struct terminal *terminal)
{
    size_t at = terminal->length - 1;

    while (at > terminal->taken && (terminal->line[at] & 0xc0) == 0x80) {
        at--;
    }
    return at;
}

/* The columns of the character at `at`, if it stands in `column`. */
static int columns(const struct terminal *terminal, size_t at, int column)
{
    const unsigned char *byte = (const unsigned char *)terminal->line + at;
    int width;

    if (byte[0] == '\t') {
        return 8 - column % 8;
    }
    if (byte[0] < 0x80) {
        return shown_as_two(terminal, (char)byte[0]) ? 2 : byte[0] >= ' ';
    }
    if (byte[0] >= 0xf0) {
        return 2; /* outside of what a wchar_t holds: mostly pictures */
    }
    width = wcwidth((wchar_t)(byte[0] < 0xe0 ? (byte[0] & 0x1f) << 6 | (byte[1] & 0x3f)
                                             : (byte[0] & 0xf) << 12 | (byte[1] & 0x3f) << 6 |
                                                   (byte[2] & 0x3f)));
    return width < 0 ? 1 : width;
}

/* A tab's width depends on all that is before it. */
static int column_of(const struct terminal *terminal, size_t end)
{
    int column = terminal->column;

    for (size_t at = terminal->taken; at < end; at++) {
        if ((terminal->line[at] & 0xc0) != 0x80) {
            column += columns(terminal, at, column);
        }
    }
    return column;
}

static void erase_character(struct terminal *terminal)
{
    size_t at = last(terminal);

    if (has(terminal, ECHO | ECHOE)) {
        for (int n = columns(terminal, at, column_of(terminal, at)); n > 0; n--) {
            echo(terminal, "\b \b", 3);
        }
    } else if (has(terminal, ECHO)) {
        echo_byte(terminal, (char)terminal->termios.c_cc[VERASE]);
    }
    terminal->length = at;
}

static bool part_of_word(char byte)
{
    return byte != ' ' && byte != '\t';
}

static void erase_word(struct terminal *terminal)
{
    while (terminal->length > terminal->taken &&
           !part_of_word(terminal->line[terminal->length - 1])) {
        erase_character(terminal);
    }
    while (terminal->length > terminal->taken &&
           part_of_word(terminal->line[terminal->length - 1])) {
        erase_character(terminal);
    }
}

static void erase_line(struct terminal *terminal)
{
    if (has(terminal, ECHO | ECHOE | ECHOKE)) {
        while (terminal->length > terminal->taken) {
            erase_character(terminal);
        }
        return;
    }
    terminal->length = terminal->taken;
    echo_byte(terminal, (char)terminal->termios.c_cc[VKILL]);
    if (has(terminal, ECHO | ECHOK)) {
        echo(terminal, "\n", 1);
    }
}

static void reprint(struct terminal *terminal)
{
    echo_byte(terminal, (char)terminal->termios.c_cc[VREPRINT]);
    echo_byte(terminal, '\n');
    terminal->column = 0;
    for (size_t at = terminal->taken; at < terminal->length; at++) {
        echo_byte(terminal, terminal->line[at]);
    }
}

/* True if the byte was one that edits. */
static bool edit(struct terminal *terminal, char byte)
{
    bool empty = terminal->length == terminal->taken;

    if (is(terminal, VERASE, byte)) {
        if (!empty) {
            erase_character(terminal);
        }
    } else if (is(terminal, VKILL, byte)) {
        erase_line(terminal);
    } else if (is(terminal, VEOF, byte)) {
        terminal->finished = true;
    } else if (has(terminal, IEXTEN) && is(terminal, VWERASE, byte)) {
        erase_word(terminal);
    } else if (has(terminal, IEXTEN) && is(terminal, VREPRINT, byte)) {
        reprint(terminal);
    } else if (has(terminal, IEXTEN) && is(terminal, VLNEXT, byte)) {
        terminal->literal = true;
        if (has(terminal, ECHO | ECHOCTL)) {
            echo(terminal, "^\b", 2);
        }
    } else {
        return false;
    }
    return true;
}

/* ---- Input ----------------------------------------------------------------------------------- */

void wherry__terminal_discard(struct terminal *terminal)
{
    terminal->taken = 0;
    terminal->length = 0;
    terminal->finished = false;
    terminal->literal = false;
}

static void note_column(struct terminal *terminal)
{
    CONSOLE_SCREEN_BUFFER_INFO info;

    wherry__terminal_echo_out(terminal);
    terminal->column =
        GetConsoleScreenBufferInfo(terminal->out, &info) ? info.dwCursorPosition.X : 0;
}

/* The last place is kept for what ends the line; what is too much is not echoed. */
static void append(struct terminal *terminal, char byte, bool ends)
{
    if (terminal->length == terminal->taken && !ends && has(terminal, ICANON | ECHO)) {
        note_column(terminal);
    }
    if (terminal->length + !ends >= LINE_MAX_BYTES) {
        return;
    }
    terminal->line[terminal->length++] = byte;
    echo_byte(terminal, byte);
    terminal->finished |= ends;
}

/* True if the byte was one that raises a signal. */
static bool signals(struct terminal *terminal, char byte)
{
    int number = is(terminal, VINTR, byte)   ? SIGINT
                 : is(terminal, VQUIT, byte) ? SIGQUIT
                 : is(terminal, VSUSP, byte) ? SIGTSTP
                                             : 0;

    if (number) {
        echo_byte(terminal, byte);
        terminal->signals[0] = number;
        if (!has(terminal, NOFLSH)) {
            wherry__terminal_discard(terminal);
            terminal->flush = true;
        }
    }
    return number != 0;
}

void wherry__terminal_input(struct terminal *terminal, char byte)
{
    tcflag_t iflag = terminal->termios.c_iflag;

    if (iflag & ISTRIP) {
        byte &= 0x7f;
    }
    if (terminal->literal) {
        terminal->literal = false;
        append(terminal, byte, false);
        return;
    }
    if (has(terminal, ISIG) && signals(terminal, byte)) {
        return;
    }
    if (byte == '\r') {
        if (iflag & IGNCR) {
            return;
        }
        byte = iflag & ICRNL ? '\n' : '\r';
    } else if (byte == '\n' && (iflag & INLCR)) {
        byte = '\r';
    }
    if (has(terminal, ICANON) && edit(terminal, byte)) {
        return;
    }
    append(terminal, byte,
           has(terminal, ICANON) && (byte == '\n' || is(terminal, VEOL, byte) ||
                                     (has(terminal, IEXTEN) && is(terminal, VEOL2, byte))));
}
