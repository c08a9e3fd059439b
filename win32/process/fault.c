/* fault.c: exceptions of the processor and events of the console as signals. */

#include "process.h"
#include "signals.h"

#include <stdlib.h>

static int code_of(DWORD exception)
{
    switch (exception) {
    case EXCEPTION_ACCESS_VIOLATION:
        return SEGV_MAPERR;
    case EXCEPTION_INT_DIVIDE_BY_ZERO:
        return FPE_INTDIV;
    case EXCEPTION_INT_OVERFLOW:
        return FPE_INTOVF;
    case EXCEPTION_FLT_DIVIDE_BY_ZERO:
        return FPE_FLTDIV;
    case EXCEPTION_FLT_OVERFLOW:
        return FPE_FLTOVF;
    case EXCEPTION_FLT_UNDERFLOW:
        return FPE_FLTUND;
    case EXCEPTION_ILLEGAL_INSTRUCTION:
        return ILL_ILLOPC;
    case EXCEPTION_PRIV_INSTRUCTION:
        return ILL_PRVOPC;
    default:
        return SI_KERNEL;
    }
}

/* Before any other handler of exceptions: the signal's, if the program has one. It runs on the
 * stack of the fault, and the instruction is tried again when it returns. */
static LONG CALLBACK on_exception(EXCEPTION_POINTERS *pointers)
{
    const EXCEPTION_RECORD *record = pointers->ExceptionRecord;
    siginfo_t info = {.si_signo = wherry__signal_of_exception(record->ExceptionCode)};

    if (info.si_signo == 0) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    info.si_code = code_of(record->ExceptionCode);
    info.si_addr = record->ExceptionAddress;
    if (record->ExceptionCode == EXCEPTION_ACCESS_VIOLATION && record->NumberParameters > 1) {
        info.si_addr = (void *)record->ExceptionInformation[1]; /* what it wanted to reach */
    }
    return wherry__signal_fault(&info, &(ucontext_t){0}) ? EXCEPTION_CONTINUE_EXECUTION
                                                         : EXCEPTION_CONTINUE_SEARCH;
}

void wherry__faults_start(int number)
{
    static LONG started;

    if ((number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL ||
         number == SIGTRAP) &&
        InterlockedExchange(&started, 1) == 0) {
        AddVectoredExceptionHandler(1, on_exception);
    }
}

/* Nobody wanted it: the exit code is the exception's, as Windows' tools know it. */
static LONG CALLBACK on_unhandled(EXCEPTION_POINTERS *pointers)
{
    TerminateProcess(GetCurrentProcess(), pointers->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

void wherry__faults_default(void)
{
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    SetUnhandledExceptionFilter(on_unhandled);
}

/* ---- the console ----------------------------------------------------------------------------- */

/* Called on a thread that the system makes. It ends the process when this returns for the last
 * three. */
BOOL WINAPI wherry__on_console_event(DWORD event)
{
    static const int numbers[] = {
        [CTRL_C_EVENT] = SIGINT,      [CTRL_BREAK_EVENT] = SIGQUIT,    [CTRL_CLOSE_EVENT] = SIGHUP,
        [CTRL_LOGOFF_EVENT] = SIGHUP, [CTRL_SHUTDOWN_EVENT] = SIGTERM,
    };
    siginfo_t info = {.si_code = SI_KERNEL};

    if (event >= sizeof numbers / sizeof *numbers || !numbers[event]) {
        return FALSE;
    }
    if (wherry__exec_child && (event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT)) {
        return TRUE; /* it got the same event */
    }
    if (event == CTRL_C_EVENT) {
        wherry__terminal_interrupted();
    }
    info.si_signo = numbers[event];
    wherry__signal_send(&info, 0);
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) {
        Sleep(INFINITE);
    }
    return TRUE;
}
