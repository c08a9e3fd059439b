/* stub_sysv_i686.S: where a stub goes whose slot is null (binding.h).
 *
 * In: on the stack, above the caller's return address, the function's index and, on top, the
 * binding; everything else but eax as the caller of the stub left it. The System V i386 psABI 1.1
 * (2.2.3) passes arguments on the stack, vectors in xmm0-2 and mm0-2; GCC's fastcall passes some in
 * ecx and edx, its thiscall one in ecx. ecx and edx are kept over the call of wherry__resolve();
 * vector registers are not: such functions need a stub that the compiler wrote. regparm functions,
 * whose first argument is in eax, are not served.
 *
 * Code compiled long ago aligns the stack to 4 bytes only; wherry__resolve() is called with 16, as
 * the psABI has it now. The missing handler may leave by a C++ exception or longjmp() through this
 * frame, hence the CFI. */
#ifdef __CET__
#include <cet.h>
#endif

        .text
        .globl  wherry__resolve_entry
        .hidden wherry__resolve_entry
        .hidden wherry__resolve
        .type   wherry__resolve_entry, @function
        .p2align 4
wherry__resolve_entry:
        .cfi_startproc
        .cfi_def_cfa_offset 12
        pushl   %ebp
        .cfi_def_cfa_offset 16
        .cfi_offset %ebp, -16
        movl    %esp, %ebp
        .cfi_def_cfa_register %ebp
        pushl   %ecx
        pushl   %edx
        andl    $-16, %esp
        subl    $16, %esp
        movl    4(%ebp), %ecx
        movl    8(%ebp), %edx
        movl    %ecx, 0(%esp)
        movl    %edx, 4(%esp)
        call    wherry__resolve
        movl    -4(%ebp), %ecx
        movl    -8(%ebp), %edx
        movl    %ebp, %esp
        popl    %ebp
        .cfi_def_cfa %esp, 12
        .cfi_restore %ebp
        addl    $8, %esp
        .cfi_def_cfa_offset 4
        jmp     *%eax
        .cfi_endproc
        .size   wherry__resolve_entry, . - wherry__resolve_entry

/* Returns in eax where it returns to, and changes no other register. */
        .globl  wherry__here
        .hidden wherry__here
        .type   wherry__here, @function
        .p2align 4
wherry__here:
        .cfi_startproc
        movl    (%esp), %eax
        ret
        .cfi_endproc
        .size   wherry__here, . - wherry__here

        .section .note.GNU-stack, "", @progbits
