/* input.c: the console's events become the bytes that read() gives. */

#include "terminal.h"

#include <signal.h>

enum { BATCH = 32 };

/* A key's character may be repeated, and no byte that was typed is lost: so much room must be. */
static bool is_full(const struct terminal *terminal)
{
    return terminal->length + KEY_MAX > LINE_MAX_BYTES;
}

static bool has_enough(const struct terminal *terminal, size_t least)
{
    if (terminal->termios.c_lflag & ICANON) {
        return terminal->finished;
    }
    return is_full(terminal) || terminal->length - terminal->taken >= least;
}

static void note_size(struct terminal *terminal)
{
    struct winsize size;

    if (wherry__terminal_size(terminal, &size) == 0 &&
        (size.ws_row != terminal->size.ws_row || size.ws_col != terminal->size.ws_col)) {
        terminal->size = size;
        terminal->signals[1] = SIGWINCH;
    }
}

/* A key that is held down comes with a count; after a line's end the rest of it is let go. */
static void note_key(struct terminal *terminal, const KEY_EVENT_RECORD *key)
{
    char bytes[KEY_MAX];
    size_t length = wherry__key_bytes(key, &terminal->high, bytes);

    for (int n = 0; n < (key->wRepeatCount ? key->wRepeatCount : 1); n++) {
        if (terminal->finished || (!(terminal->termios.c_lflag & ICANON) && is_full(terminal))) {
            return;
        }
        for (size_t i = 0; i < length; i++) {
            wherry__terminal_input(terminal, bytes[i]);
        }
    }
}

/* Peek first, so that what comes after the line's end stays with the console, for whoever reads
 * next; that may be another process. */
static bool pump_some(struct terminal *terminal, size_t least)
{
    INPUT_RECORD records[BATCH];
    DWORD count = 0, used = 0;

    if (!PeekConsoleInputW(terminal->in, records, BATCH, &count) || count == 0) {
        return false;
    }
    while (used < count && !has_enough(terminal, least) && !terminal->flush) {
        if (records[used].EventType == KEY_EVENT) {
            note_key(terminal, &records[used].Event.KeyEvent);
        } else if (records[used].EventType == WINDOW_BUFFER_SIZE_EVENT) {
            note_size(terminal);
        }
        used++;
    }
    if (used) {
        ReadConsoleInputW(terminal->in, records, used, &count);
    }
    if (terminal->flush) {
        terminal->flush = false;
        FlushConsoleInputBuffer(terminal->in);
    }
    return used != 0;
}

bool wherry__terminal_pump(struct terminal *terminal, size_t least)
{
    wherry__terminal_adopt(terminal);
    if (!terminal->ours || !(terminal->mode & ENABLE_WINDOW_INPUT)) {
        wherry__terminal_apply(terminal);
    }
    if (terminal->taken == terminal->length && !terminal->finished) {
        terminal->taken = 0;
        terminal->length = 0;
    }
    while (!has_enough(terminal, least) && pump_some(terminal, least)) {
    }
    wherry__terminal_echo_out(terminal);
    return has_enough(terminal, least);
}

void wherry__terminal_unlock(struct terminal *terminal)
{
    int numbers[] = {terminal->signals[0], terminal->signals[1]};

    terminal->signals[0] = 0;
    terminal->signals[1] = 0;
    ReleaseSRWLockExclusive(&terminal->lock);
    for (int i = 0; i < 2; i++) {
        if (numbers[i]) {
            wherry__signal_raise(numbers[i]);
        }
    }
}

void wherry__terminal_flush_input(struct terminal *terminal)
{
    wherry__terminal_discard(terminal);
    terminal->high = 0;
    FlushConsoleInputBuffer(terminal->in);
}
