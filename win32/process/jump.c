/* jump.c: leaving a handler by a jump.
 *
 * A handler runs inside a call of this library, which holds things meanwhile: descriptions, and
 * transfers that the system writes into the call's frame. What belongs to frames that the jump
 * leaves behind is given up here first. */

#include "signals.h"

#include <setjmp.h>
#include <stdlib.h>

#ifdef __x86_64__
#define REAL(name) __asm__(#name)
#else
#define REAL(name) __asm__("_" #name)
#endif

_Noreturn void real_longjmp(jmp_buf, int) REAL(longjmp);

enum { HELD = 16 };

/* What calls of this thread hold, the innermost last. More than HELD of them are not noted. */
static __thread struct {
    int count;
    struct {
        char *frame;
        struct wherry__open *open; /* a reference; NULL: a transfer */
        HANDLE handle;
        OVERLAPPED *overlapped;
    } items[HELD];
} held;

void wherry__held_open(struct wherry__open *open)
{
    if (held.count < HELD) {
        held.items[held.count].frame = __builtin_frame_address(0);
        held.items[held.count].overlapped = NULL;
        held.items[held.count++].open = open;
    }
}

void wherry__held_transfer(HANDLE handle, OVERLAPPED *overlapped)
{
    if (held.count < HELD) {
        held.items[held.count].frame = __builtin_frame_address(0);
        held.items[held.count].open = NULL;
        held.items[held.count].handle = handle;
        held.items[held.count++].overlapped = overlapped;
    }
}

void wherry__held_end(const void *what)
{
    for (int i = held.count - 1; i >= 0; i--) {
        if (held.items[i].open == what || (void *)held.items[i].overlapped == what) {
            for (held.count--; i < held.count; i++) {
                held.items[i] = held.items[i + 1];
            }
            return;
        }
    }
}

/* The stack pointer that the jump goes to is at the same place in both processors' buffers. */
static char *target_of(jmp_buf buffer)
{
    uintptr_t target;

    __builtin_memcpy(&target, (char *)buffer + 0x10, sizeof target);
    return (char *)target;
}

static void give_up(char *target)
{
    while (held.count > 0 && held.items[held.count - 1].frame < target) {
        int last = held.count - 1;

        if (held.items[last].overlapped) {
            DWORD bytes;

            CancelIoEx(held.items[last].handle, held.items[last].overlapped);
            GetOverlappedResult(held.items[last].handle, held.items[last].overlapped, &bytes, TRUE);
            held.count = last;
        } else {
            wherry__open_put(held.items[last].open); /* which takes it out of here */
        }
    }
}

void longjmp(jmp_buf buffer, int value)
{
    give_up(target_of(buffer));
    real_longjmp(buffer, value);
}

void siglongjmp(sigjmp_buf buffer, int value)
{
    give_up(target_of(buffer->__jump));
    if (buffer->__mask_saved) {
        wherry__signals_mask_bits(wherry__signal_bits(&buffer->__mask));
    }
    real_longjmp(buffer->__jump, value);
}

int *__wherry_save_mask(sigjmp_buf buffer, int save)
{
    buffer->__mask_saved = save;
    if (save) {
        wherry__signal_set(wherry__signals_self()->mask, &buffer->__mask);
    }
    return &buffer->__mask_saved;
}
