/* keys.c: a key event becomes the bytes that xterm sends for the key. */

#include "terminal.h"

#include <stdio.h>
#include <string.h>

enum { SHIFT = 1, ALT = 2, CONTROL = 4 }; /* as xterm's parameters count them, less one */

/* `final` '~': ESC [ number ~. Otherwise ESC [ final, or ESC O final for F1 to F4. */
static const struct {
    unsigned char key, number, introducer, final;
} special[] = {
    {VK_UP, 1, '[', 'A'},     {VK_DOWN, 1, '[', 'B'},  {VK_RIGHT, 1, '[', 'C'},
    {VK_LEFT, 1, '[', 'D'},   {VK_CLEAR, 1, '[', 'E'}, {VK_END, 1, '[', 'F'},
    {VK_HOME, 1, '[', 'H'},   {VK_F1, 1, 'O', 'P'},    {VK_F2, 1, 'O', 'Q'},
    {VK_F3, 1, 'O', 'R'},     {VK_F4, 1, 'O', 'S'},    {VK_INSERT, 2, '[', '~'},
    {VK_DELETE, 3, '[', '~'}, {VK_PRIOR, 5, '[', '~'}, {VK_NEXT, 6, '[', '~'},
    {VK_F5, 15, '[', '~'},    {VK_F6, 17, '[', '~'},   {VK_F7, 18, '[', '~'},
    {VK_F8, 19, '[', '~'},    {VK_F9, 20, '[', '~'},   {VK_F10, 21, '[', '~'},
    {VK_F11, 23, '[', '~'},   {VK_F12, 24, '[', '~'},
};

static int modifiers_of(const KEY_EVENT_RECORD *key)
{
    DWORD state = key->dwControlKeyState;
    int modifiers = 0;

    /* AltGr is told as right Alt with left Control, and is neither when it gives a character. */
    if ((state & RIGHT_ALT_PRESSED) && (state & LEFT_CTRL_PRESSED) &&
        key->uChar.UnicodeChar >= L' ') {
        state &= ~(DWORD)(RIGHT_ALT_PRESSED | LEFT_CTRL_PRESSED);
    }
    modifiers |= state & SHIFT_PRESSED ? SHIFT : 0;
    modifiers |= state & (LEFT_ALT_PRESSED | RIGHT_ALT_PRESSED) ? ALT : 0;
    modifiers |= state & (LEFT_CTRL_PRESSED | RIGHT_CTRL_PRESSED) ? CONTROL : 0;
    return modifiers;
}

static size_t sequence(unsigned key, int modifiers, char bytes[KEY_MAX])
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        unsigned number = special[i].number, final = special[i].final;

        if (special[i].key != key) {
            continue;
        }
        if (modifiers) {
            return (size_t)snprintf(bytes, KEY_MAX, "\033[%u;%d%c", number, modifiers + 1, final);
        }
        if (final == '~') {
            return (size_t)snprintf(bytes, KEY_MAX, "\033[%u~", number);
        }
        return (size_t)snprintf(bytes, KEY_MAX, "\033%c%c", special[i].introducer, final);
    }
    return 0;
}

static size_t encode(unsigned value, char *bytes)
{
    static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};
    unsigned more = value < 0x80 ? 0 : value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;

    bytes[0] = (char)(first[more] | value >> (6 * more));
    for (unsigned i = 1; i <= more; i++) {
        bytes[i] = (char)(0x80 | (value >> (6 * (more - i)) & 0x3f));
    }
    return more + 1;
}

/* A 16-bit unit, whose other half may have come with the key before or be to come. */
static size_t unit(unsigned value, wchar_t *high, char *bytes)
{
    unsigned before = *high;

    *high = 0;
    if (value >= 0xd800 && value < 0xdc00) {
        *high = (wchar_t)value;
        return 0;
    }
    if (value >= 0xdc00 && value < 0xe000) {
        value = before ? 0x10000 + ((before - 0xd800) << 10) + (value - 0xdc00) : 0xfffd;
    }
    return encode(value, bytes);
}

/* The keys whose character is not what a terminal sends; -1 for those that have none. */
static int character_of(const KEY_EVENT_RECORD *key, int modifiers)
{
    int value = key->uChar.UnicodeChar;

    switch (key->wVirtualKeyCode) {
    case VK_BACK:
        return modifiers & CONTROL ? '\b' : 0x7f;
    case VK_ESCAPE:
        return 033;
    case VK_CANCEL: /* Ctrl+Break, and what Wine makes of ^\ */
        return 034;
    case VK_SPACE:
    case '2': /* Ctrl+@ */
        return value || (modifiers & CONTROL) ? value : -1;
    default:
        return value ? value : -1;
    }
}

size_t wherry__key_bytes(const KEY_EVENT_RECORD *key, wchar_t *high, char bytes[KEY_MAX])
{
    int modifiers = modifiers_of(key);
    int value = character_of(key, modifiers);
    size_t prefix = 0;

    if (!key->bKeyDown) { /* Alt with digits of the keypad gives its character when Alt goes up */
        return key->wVirtualKeyCode == VK_MENU && key->uChar.UnicodeChar
                   ? unit(key->uChar.UnicodeChar, high, bytes)
                   : 0;
    }
    if (key->wVirtualKeyCode == VK_TAB && (modifiers & SHIFT)) {
        memcpy(bytes, "\033[Z", 3);
        return 3;
    }
    if (value < 0) {
        return sequence(key->wVirtualKeyCode, modifiers, bytes);
    }
    if (modifiers & ALT) {
        bytes[prefix++] = 033;
    }
    return prefix + unit((unsigned)value, high, bytes + prefix);
}
