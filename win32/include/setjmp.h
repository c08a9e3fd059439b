/* The CRT's jumps, and those that restore the signal mask. */
#include <wherry/windows_on.h>
/* the system's, which asks for _WIN32 */
#include_next <setjmp.h>
/* and away with it */
#include <wherry/windows_off.h>

#ifndef _WHERRY_SETJMP_H
#define _WHERRY_SETJMP_H

#define __NEED_sigset_t
#include <bits/alltypes.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    jmp_buf __jump;
    int __mask_saved;
    sigset_t __mask;
} sigjmp_buf[1];

/* Macros, since the frame that setjmp() is called from must be the caller's. */
int *__wherry_save_mask(sigjmp_buf, int);
__attribute__((__noreturn__)) void siglongjmp(sigjmp_buf, int);
/* Also gives up what the calls hold that a handler is left by. */
__attribute__((__noreturn__)) void longjmp(jmp_buf, int);

/* Without the frame, so that the jump does not unwind: it may come from a handler of exceptions,
 * through frames that the system made. */
#ifdef __x86_64__
#undef setjmp
#define setjmp(__buffer) _setjmp(__buffer, (void *)0)
#endif

#define sigsetjmp(__buffer, __save)                                                                \
    (__wherry_save_mask(__buffer, __save), setjmp((__buffer)->__jump))
#define _longjmp longjmp

#ifdef __cplusplus
}
#endif

#endif
