/* output.c: UTF-8 goes to the console as UTF-16; VT sequences are the console's own matter. */

#include "terminal.h"

#include <string.h>

enum { CHUNK = 2048, REPLACEMENT = 0xfffd };

struct chunk {
    HANDLE out;
    size_t length;
    wchar_t text[CHUNK];
};

static bool flush(struct chunk *chunk)
{
    DWORD done = 0;

    for (size_t at = 0; at < chunk->length; at += done) {
        if (!WriteConsoleW(chunk->out, chunk->text + at, (DWORD)(chunk->length - at), &done,
                           NULL) ||
            done == 0) {
            return false;
        }
    }
    chunk->length = 0;
    return true;
}

static bool put(struct chunk *chunk, int32_t value, tcflag_t oflag)
{
    if (chunk->length + 2 > CHUNK && !flush(chunk)) { /* room for a pair: it must stay together */
        return false;
    }
    if ((oflag & OPOST) && value == '\n' && (oflag & ONLCR)) {
        chunk->text[chunk->length++] = L'\r';
    } else if ((oflag & OPOST) && value == '\r' && (oflag & OCRNL)) {
        value = '\n';
    }
    if (value >= 0x10000) {
        chunk->text[chunk->length++] = (wchar_t)(0xd800 + ((value - 0x10000) >> 10));
        value = 0xdc00 + (value & 0x3ff);
    }
    chunk->text[chunk->length++] = (wchar_t)value;
    return true;
}

/* The bytes that the first one asks for; 0 if no character begins so. */
static size_t size_of(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

/* How many of them are there and fit; all of them make *value. */
static size_t decode(const char *text, size_t length, size_t size, int32_t *value)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)text;
    size_t fit = 1;

    *value = size > 1 ? byte[0] & (0x7f >> size) : byte[0];
    while (fit < size && fit < length && (byte[fit] & 0xc0) == 0x80) {
        *value = *value << 6 | (byte[fit++] & 0x3f);
    }
    if (fit == size && (*value < least[size] || *value > 0x10ffff || (*value & ~0x7ff) == 0xd800)) {
        *value = REPLACEMENT;
    }
    return fit;
}

/* All of the text but the begin of a character at its end; returns what was used, or -1. */
static ssize_t convert(struct chunk *chunk, const char *text, size_t length, tcflag_t oflag)
{
    size_t at = 0;

    while (at < length) {
        size_t size = size_of((unsigned char)text[at]);
        int32_t value = REPLACEMENT;
        size_t fit = size ? decode(text + at, length - at, size, &value) : 1;

        if (size && fit < size) {
            if (at + fit == length) {
                break; /* the rest may be in the next write */
            }
            value = REPLACEMENT;
        }
        if (!put(chunk, value, oflag)) {
            return -1;
        }
        at += fit;
    }
    return flush(chunk) ? (ssize_t)at : -1;
}

/* Complete the character that the last write ended amid; returns the bytes used of `text`. */
static ssize_t complete(struct terminal *terminal, struct chunk *chunk, const char *text,
                        size_t length, tcflag_t oflag)
{
    char joined[sizeof terminal->partial];
    size_t before = terminal->partial_length;
    size_t wanted = before ? size_of((unsigned char)terminal->partial[0]) - before : 0;
    size_t more = 0;

    if (before == 0) {
        return 0;
    }
    while (more < wanted && more < length && (text[more] & 0xc0) == 0x80) {
        more++;
    }
    memcpy(joined, terminal->partial, before);
    memcpy(joined + before, text, more);
    if (more < wanted && more == length) {
        memcpy(terminal->partial, joined, before + more);
        terminal->partial_length += more;
        return (ssize_t)more;
    }
    terminal->partial_length = 0;
    if (more < wanted) {
        return put(chunk, REPLACEMENT, oflag) ? (ssize_t)more : -1;
    }
    return convert(chunk, joined, before + more, oflag) < 0 ? -1 : (ssize_t)more;
}

/* Another process may have taken the mode back at its end. Lines are ended by us, so that what is
 * written without OPOST is not. A console that knows no VT has only its first two bits. */
static void prepare(HANDLE out)
{
    const DWORD wanted = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT |
                         ENABLE_VIRTUAL_TERMINAL_PROCESSING | DISABLE_NEWLINE_AUTO_RETURN;
    DWORD mode = 0;

    if (GetConsoleMode(out, &mode) && (mode & wanted) != wanted &&
        !SetConsoleMode(out, mode | wanted)) {
        SetConsoleMode(out, mode | ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT);
    }
}

ssize_t wherry__terminal_write(struct terminal *terminal, const char *bytes, size_t length,
                               tcflag_t oflag)
{
    struct chunk chunk = {.out = terminal->out};
    ssize_t begun, used = -1;

    AcquireSRWLockExclusive(&terminal->output_lock);
    prepare(terminal->out);
    begun = complete(terminal, &chunk, bytes, length, oflag);
    if (begun >= 0) {
        used = convert(&chunk, bytes + begun, length - (size_t)begun, oflag);
    }
    if (used >= 0 && (size_t)(begun + used) < length) {
        terminal->partial_length = length - (size_t)(begun + used);
        memcpy(terminal->partial, bytes + begun + used, terminal->partial_length);
    }
    ReleaseSRWLockExclusive(&terminal->output_lock);
    return used < 0 ? wherry__fail_last() : (ssize_t)length;
}
