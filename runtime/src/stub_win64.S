/* stub_win64.S: where a stub goes whose slot is null (binding.h).
 *
 * In: r10 the binding, r11d the function's index; everything else as the caller of the stub left
 * it. Microsoft, "x64 calling convention": arguments are in rcx, rdx, r8, r9 or xmm0-3 (a variadic
 * function gets floating arguments in both), in __vectorcall in xmm0-5. The caller provides home
 * slots for the four integer registers above the return address, which serve here.
 *
 * The missing handler may leave by a C++ exception or longjmp() through this frame: unwind data as
 * in "x64 exception handling". The home slots belong to the caller's frame and need none. */

#define VECTORS 32 /* above the home slots of the function called */
#define FRAME 136  /* 32, xmm0-5, and 8, since rsp is 8 off a multiple of 16 at entry */
#define HOME 144   /* above the return address */

        .text
        .globl  wherry__resolve_entry
        .def    wherry__resolve_entry; .scl 2; .type 32; .endef
        .p2align 4
        .seh_proc wherry__resolve_entry
wherry__resolve_entry:
        subq    $FRAME, %rsp
        .seh_stackalloc FRAME
        .seh_endprologue
        movq    %rcx, HOME+0(%rsp)
        movq    %rdx, HOME+8(%rsp)
        movq    %r8, HOME+16(%rsp)
        movq    %r9, HOME+24(%rsp)
        movaps  %xmm0, VECTORS+0(%rsp)
        movaps  %xmm1, VECTORS+16(%rsp)
        movaps  %xmm2, VECTORS+32(%rsp)
        movaps  %xmm3, VECTORS+48(%rsp)
        movaps  %xmm4, VECTORS+64(%rsp)
        movaps  %xmm5, VECTORS+80(%rsp)
        movq    %r10, %rcx
        movl    %r11d, %edx
        call    wherry__resolve
        movq    HOME+0(%rsp), %rcx
        movq    HOME+8(%rsp), %rdx
        movq    HOME+16(%rsp), %r8
        movq    HOME+24(%rsp), %r9
        movaps  VECTORS+0(%rsp), %xmm0
        movaps  VECTORS+16(%rsp), %xmm1
        movaps  VECTORS+32(%rsp), %xmm2
        movaps  VECTORS+48(%rsp), %xmm3
        movaps  VECTORS+64(%rsp), %xmm4
        movaps  VECTORS+80(%rsp), %xmm5
        addq    $FRAME, %rsp
        /* With a REX.W prefix the jump is a legal end of an epilogue (same document). */
        .byte   0x48
        jmp     *%rax
        .seh_endproc
