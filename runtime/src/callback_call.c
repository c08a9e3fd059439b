/* callback_call.c: the part of a callback's call that its entry does not do itself. Every binding
 * refers to it, so it needs nothing of libffi's. */
#include "internal.h"

static _Noreturn void say_late(const struct wherry_callback *callback)
{
    struct wherry__text line;
    wherry__text_init(&line);
    wherry__text_add(&line, "callback ", callback->name,
                     " was called after wherry_callback_free()\n");
    wherry__die(line.bytes);
}

/* While wherry_callback_free() decides, wait: it has no reason to wait for us. */
void wherry__callback_begin_slowly(struct wherry_callback *callback, uint8_t is_other)
{
    uint8_t state;
    if (is_other)
        __atomic_fetch_add(&callback->others, 1, __ATOMIC_SEQ_CST);
    do
        state = __atomic_load_n(&callback->state, __ATOMIC_SEQ_CST);
    while (state == WHERRY__CALLBACK_DECIDING);
    if (state != WHERRY__CALLBACK_LIVE)
        say_late(callback);
}
