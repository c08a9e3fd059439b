/* stub_sysv_x86_64.S: where a stub goes whose slot is null (binding.h).
 *
 * In: r10 the binding, r11d the function's index; everything else as the caller of the stub left
 * it. System V AMD64 psABI 1.0, 3.2.3: arguments are in rdi, rsi, rdx, rcx, r8, r9 and xmm0-7, and
 * al holds for a variadic function how many of the latter are in use. All are kept over the call
 * of wherry__resolve(). The upper halves of ymm and zmm registers are not: functions that take
 * vectors wider than 16 bytes need a stub that the compiler wrote.
 *
 * The missing handler may leave by a C++ exception or longjmp() through this frame, hence the
 * CFI. */
#ifdef __CET__
#include <cet.h>
#endif

#define INTEGERS 0 /* rdi rsi rdx rcx r8 r9 rax */
#define VECTORS 64 /* xmm0-7 */
#define FRAME 200  /* 64, 128, and 8, since rsp is 8 off a multiple of 16 at entry */

        .text
        .globl  wherry__resolve_entry
        .hidden wherry__resolve_entry
        .hidden wherry__resolve
        .type   wherry__resolve_entry, @function
        .p2align 4
wherry__resolve_entry:
        .cfi_startproc
        subq    $FRAME, %rsp
        .cfi_adjust_cfa_offset FRAME
        movq    %rdi, INTEGERS+0(%rsp)
        movq    %rsi, INTEGERS+8(%rsp)
        movq    %rdx, INTEGERS+16(%rsp)
        movq    %rcx, INTEGERS+24(%rsp)
        movq    %r8, INTEGERS+32(%rsp)
        movq    %r9, INTEGERS+40(%rsp)
        movq    %rax, INTEGERS+48(%rsp)
        movaps  %xmm0, VECTORS+0(%rsp)
        movaps  %xmm1, VECTORS+16(%rsp)
        movaps  %xmm2, VECTORS+32(%rsp)
        movaps  %xmm3, VECTORS+48(%rsp)
        movaps  %xmm4, VECTORS+64(%rsp)
        movaps  %xmm5, VECTORS+80(%rsp)
        movaps  %xmm6, VECTORS+96(%rsp)
        movaps  %xmm7, VECTORS+112(%rsp)
        movq    %r10, %rdi
        movl    %r11d, %esi
        call    wherry__resolve
        movq    %rax, %r11
        movaps  VECTORS+0(%rsp), %xmm0
        movaps  VECTORS+16(%rsp), %xmm1
        movaps  VECTORS+32(%rsp), %xmm2
        movaps  VECTORS+48(%rsp), %xmm3
        movaps  VECTORS+64(%rsp), %xmm4
        movaps  VECTORS+80(%rsp), %xmm5
        movaps  VECTORS+96(%rsp), %xmm6
        movaps  VECTORS+112(%rsp), %xmm7
        movq    INTEGERS+0(%rsp), %rdi
        movq    INTEGERS+8(%rsp), %rsi
        movq    INTEGERS+16(%rsp), %rdx
        movq    INTEGERS+24(%rsp), %rcx
        movq    INTEGERS+32(%rsp), %r8
        movq    INTEGERS+40(%rsp), %r9
        movq    INTEGERS+48(%rsp), %rax
        addq    $FRAME, %rsp
        .cfi_adjust_cfa_offset -FRAME
        jmp     *%r11
        .cfi_endproc
        .size   wherry__resolve_entry, . - wherry__resolve_entry

        .section .note.GNU-stack, "", @progbits
