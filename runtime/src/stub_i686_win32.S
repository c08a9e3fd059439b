/* stub_i686_win32.S: where a stub goes whose slot is null (binding.h).
 *
 * In: on the stack, above the caller's return address, the function's index and, on top, the
 * binding; everything else as the caller of the stub left it. Of the conventions of 32-bit Windows
 * (Microsoft, "Argument Passing and Naming Conventions") __fastcall passes arguments in ecx and
 * edx, __thiscall one in ecx, the others none in registers. Those of __vectorcall in xmm0-5 are not
 * kept: such functions need a stub that the compiler wrote.
 *
 * Windows aligns the stack to 4 bytes only; wherry__resolve() is called with 16, as GCC may expect.
 * The missing handler may leave by a C++ exception or longjmp() through this frame, hence the
 * CFI. */

        .text
        .globl  _wherry__resolve_entry
        .def    _wherry__resolve_entry; .scl 2; .type 32; .endef
        .p2align 4
_wherry__resolve_entry:
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
        call    _wherry__resolve
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
