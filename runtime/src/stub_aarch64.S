/* stub_aarch64.S: where a stub goes whose slot is null (binding.h).
 *
 * In: x17 the binding, w16 the function's index; everything else as the caller of the stub left it.
 * AAPCS64 (2022Q3), 6.1: arguments are in x0-7 and v0-7, of a variadic function too; x8 holds the
 * address of a result in memory. All are kept over the call of wherry__resolve(). The
 * registers of SVE, of which vector calls take z0-7 and p0-3, are not: no C library's header that
 * Wherry binds has such functions.
 *
 * The missing handler may leave by a C++ exception or longjmp() through this frame, hence the
 * CFI. */

#define INTEGERS 16 /* above x29 and x30: x0-8 */
#define VECTORS 96  /* q0-7 */
#define FRAME 224

        .text
        .globl  wherry__resolve_entry
        .hidden wherry__resolve_entry
        .hidden wherry__resolve
        .type   wherry__resolve_entry, %function
        .p2align 4
wherry__resolve_entry:
        .cfi_startproc
        stp     x29, x30, [sp, #-FRAME]!
        .cfi_def_cfa_offset FRAME
        .cfi_offset x29, -FRAME
        .cfi_offset x30, -FRAME+8
        mov     x29, sp
        stp     x0, x1, [sp, #INTEGERS+0]
        stp     x2, x3, [sp, #INTEGERS+16]
        stp     x4, x5, [sp, #INTEGERS+32]
        stp     x6, x7, [sp, #INTEGERS+48]
        str     x8, [sp, #INTEGERS+64]
        stp     q0, q1, [sp, #VECTORS+0]
        stp     q2, q3, [sp, #VECTORS+32]
        stp     q4, q5, [sp, #VECTORS+64]
        stp     q6, q7, [sp, #VECTORS+96]
        mov     x0, x17
        mov     w1, w16
        bl      wherry__resolve
        mov     x16, x0
        ldp     q0, q1, [sp, #VECTORS+0]
        ldp     q2, q3, [sp, #VECTORS+32]
        ldp     q4, q5, [sp, #VECTORS+64]
        ldp     q6, q7, [sp, #VECTORS+96]
        ldp     x0, x1, [sp, #INTEGERS+0]
        ldp     x2, x3, [sp, #INTEGERS+16]
        ldp     x4, x5, [sp, #INTEGERS+32]
        ldp     x6, x7, [sp, #INTEGERS+48]
        ldr     x8, [sp, #INTEGERS+64]
        ldp     x29, x30, [sp], #FRAME
        .cfi_def_cfa_offset 0
        .cfi_restore x29
        .cfi_restore x30
        br      x16 /* of the registers that branch protection lets enter a function by a jump */
        .cfi_endproc
        .size   wherry__resolve_entry, . - wherry__resolve_entry

        .section .note.GNU-stack, "", %progbits
