/* syslog.c: messages go to those who watch with a debugger (OutputDebugString), and, with
 * LOG_PERROR, to stderr. The event log wants each program registered before it takes words. */

#include "../core/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

static struct {
    SRWLOCK lock;
    char identity[64];
    int options, facility, mask;
} state = {.lock = SRWLOCK_INIT, .facility = LOG_USER, .mask = 0xff};

void openlog(const char *identity, int options, int facility)
{
    AcquireSRWLockExclusive(&state.lock);
    snprintf(state.identity, sizeof state.identity, "%s", identity ? identity : "");
    state.options = options;
    state.facility = facility;
    ReleaseSRWLockExclusive(&state.lock);
}

void closelog(void)
{
    openlog(NULL, 0, LOG_USER);
}

int setlogmask(int mask)
{
    int former;

    AcquireSRWLockExclusive(&state.lock);
    former = state.mask;
    state.mask = mask ? mask : former;
    ReleaseSRWLockExclusive(&state.lock);
    return former;
}

void vsyslog(int priority, const char *format, va_list arguments)
{
    char line[1024], process[24] = "";
    int error = errno, used;
    wchar_t *wide;

    AcquireSRWLockExclusive(&state.lock);
    if (state.options & LOG_PID) {
        snprintf(process, sizeof process, "[%lu]", GetCurrentProcessId());
    }
    used = snprintf(line, sizeof line,
                    "%s%s: ", *state.identity ? state.identity : program_invocation_short_name,
                    process);
    errno = error; /* for %m */
    vsnprintf(line + used, sizeof line - (size_t)used, format, arguments);
    if (state.mask & LOG_MASK(LOG_PRI(priority))) {
        wide = wherry__wide(line);
        OutputDebugStringW(wide ? wide : L"syslog: not UTF-8");
        free(wide);
        if (state.options & LOG_PERROR) {
            dprintf(STDERR_FILENO, "%s\n", line);
        }
    }
    ReleaseSRWLockExclusive(&state.lock);
    errno = error;
}

void syslog(int priority, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsyslog(priority, format, arguments);
    va_end(arguments);
}
