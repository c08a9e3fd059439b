/* status.c: exit codes of Windows as statuses of waitpid(), and back.
 *
 * What a signal ended has the code 0xE0570080 + N: an error of the customer's kind, which no system
 * component uses, whose low byte is what a shell would give. What Windows itself ended has an
 * exception's code. SIGINT is what the system's own control-C gives, so that cmd.exe knows it. */

#define WIN32_NO_STATUS /* <ntstatus.h> has them all */
#include "process.h"
#undef WIN32_NO_STATUS

#include <winternl.h>

#include <ntstatus.h>
#include <signal.h>

enum { BASE = 0x570080, CUSTOMER_ERROR = 0xe };

static const struct {
    DWORD code;
    int number;
} codes[] = {
    {(DWORD)STATUS_CONTROL_C_EXIT, SIGINT},
    {(DWORD)STATUS_ACCESS_VIOLATION, SIGSEGV},
    {(DWORD)STATUS_STACK_OVERFLOW, SIGSEGV},
    {(DWORD)STATUS_GUARD_PAGE_VIOLATION, SIGSEGV},
    {(DWORD)STATUS_ARRAY_BOUNDS_EXCEEDED, SIGSEGV},
    {(DWORD)STATUS_IN_PAGE_ERROR, SIGBUS},
    {(DWORD)STATUS_DATATYPE_MISALIGNMENT, SIGBUS},
    {(DWORD)STATUS_INTEGER_DIVIDE_BY_ZERO, SIGFPE},
    {(DWORD)STATUS_INTEGER_OVERFLOW, SIGFPE},
    {(DWORD)STATUS_FLOAT_DENORMAL_OPERAND, SIGFPE},
    {(DWORD)STATUS_FLOAT_DIVIDE_BY_ZERO, SIGFPE},
    {(DWORD)STATUS_FLOAT_INEXACT_RESULT, SIGFPE},
    {(DWORD)STATUS_FLOAT_INVALID_OPERATION, SIGFPE},
    {(DWORD)STATUS_FLOAT_OVERFLOW, SIGFPE},
    {(DWORD)STATUS_FLOAT_STACK_CHECK, SIGFPE},
    {(DWORD)STATUS_FLOAT_UNDERFLOW, SIGFPE},
    {(DWORD)STATUS_ILLEGAL_INSTRUCTION, SIGILL},
    {(DWORD)STATUS_PRIVILEGED_INSTRUCTION, SIGILL},
    {(DWORD)STATUS_BREAKPOINT, SIGTRAP},
    {(DWORD)STATUS_SINGLE_STEP, SIGTRAP},
    {(DWORD)STATUS_STACK_BUFFER_OVERRUN, SIGABRT}, /* also __fastfail() */
    {(DWORD)STATUS_HEAP_CORRUPTION, SIGABRT},
    {(DWORD)STATUS_FATAL_APP_EXIT, SIGABRT},
};

DWORD wherry__code_of_signal(int number)
{
    if (number == SIGINT) {
        return (DWORD)STATUS_CONTROL_C_EXIT;
    }
    return ((DWORD)CUSTOMER_ERROR << 28) + BASE + (DWORD)number;
}

int wherry__signal_of_exception(DWORD code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].code == code) {
            return codes[i].number;
        }
    }
    return 0;
}

int wherry__status_of_code(DWORD code)
{
    int number = wherry__signal_of_exception(code);

    if (code > wherry__code_of_signal(0) && code < wherry__code_of_signal(_NSIG)) {
        number = (int)(code - wherry__code_of_signal(0));
    }
    return number ? number : (int)(code & 0xff) << 8;
}
