/* kill.c: signals between processes.
 *
 * A process that handles, ignores or blocks signals makes a small section of memory known by its
 * id, and a thread waits for what others put there. A process without it would do what is the
 * default, which others can do for it: end it, with an exit code that tells of the signal. */

#include "process.h"
#include "signals.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

/* In the section; the same for 32-bit and 64-bit processes. */
struct box {
    uint64_t waiting; /* bit per signal; taken out whole */
    int32_t sender[_NSIG];
    int32_t queued[_NSIG]; /* its sigqueue() and the value */
    int64_t value[_NSIG];
};

volatile LONG wherry__exec_child;

static struct {
    SRWLOCK lock;
    struct box *box;
    HANDLE event;
} own = {.lock = SRWLOCK_INIT};

static void name_of(wchar_t name[64], DWORD pid, const wchar_t *part)
{
    swprintf(name, 64, L"Local\\wherry-signal-%lu%ls", (unsigned long)pid, part);
}

/* ---- receiving ------------------------------------------------------------------------------- */

static DWORD WINAPI receive(void *unused)
{
    (void)unused;
    while (WaitForSingleObject(own.event, INFINITE) == WAIT_OBJECT_0) {
        uint64_t waiting;

        waiting = __atomic_exchange_n(&own.box->waiting, 0, __ATOMIC_SEQ_CST);
        for (int number = 1; number < _NSIG; number++) {
            siginfo_t info = {.si_signo = number};

            if (!(waiting & wherry__signal_bit(number))) {
                continue;
            }
            info.si_code = own.box->queued[number] ? SI_QUEUE : SI_USER;
            info.si_pid = own.box->sender[number];
            info.si_value.sival_ptr = (void *)(intptr_t)own.box->value[number];
            if (wherry__exec_child) {
                kill((pid_t)wherry__exec_child, number);
            } else {
                wherry__signal_send(&info, 0);
            }
        }
    }
    return 0;
}

/* With the lock. */
static void publish(void)
{
    wchar_t name[64];
    HANDLE section, thread;

    name_of(name, GetCurrentProcessId(), L"");
    section =
        CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof *own.box, name);
    name_of(name, GetCurrentProcessId(), L"-event");
    own.event = CreateEventW(NULL, FALSE, FALSE, name);
    own.box = section ? MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0) : NULL;
    thread = own.box && own.event ? CreateThread(NULL, 1 << 16, receive, NULL, 0, NULL) : NULL;
    if (thread) {
        CloseHandle(thread);
    }
    SetConsoleCtrlHandler(wherry__on_console_event, TRUE);
}

void wherry__signals_publish(void)
{
    AcquireSRWLockExclusive(&own.lock);
    if (!own.event) {
        publish();
    }
    ReleaseSRWLockExclusive(&own.lock);
}

/* ---- sending --------------------------------------------------------------------------------- */

/* Put it into the other's box. False: it has none. */
static bool post(DWORD pid, const siginfo_t *info)
{
    wchar_t name[64];
    HANDLE section, event;
    struct box *box;

    name_of(name, pid, L"-event");
    event = OpenEventW(EVENT_MODIFY_STATE, FALSE, name);
    name_of(name, pid, L"");
    section = event ? OpenFileMappingW(FILE_MAP_ALL_ACCESS, FALSE, name) : NULL;
    box = section ? MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, sizeof *box) : NULL;
    if (box) {
        box->sender[info->si_signo] = (int32_t)GetCurrentProcessId();
        box->queued[info->si_signo] = info->si_code == SI_QUEUE;
        box->value[info->si_signo] = (intptr_t)info->si_value.sival_ptr;
        __atomic_fetch_or(&box->waiting, wherry__signal_bit(info->si_signo), __ATOMIC_SEQ_CST);
        SetEvent(event);
        UnmapViewOfFile(box);
    }
    if (section) {
        CloseHandle(section);
    }
    if (event) {
        CloseHandle(event);
    }
    return box;
}

static bool harmless(int number)
{
    return number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT;
}

static int send_to_handle(HANDLE process, pid_t pid, const siginfo_t *info, bool child)
{
    int number = info->si_signo;

    if (WaitForSingleObject(process, 0) == WAIT_OBJECT_0) {
        return child ? 0 : wherry__error(ESRCH); /* a child stays until it is waited for */
    }
    if (number == 0 || (number != SIGKILL && post((DWORD)pid, info)) || harmless(number)) {
        return 0;
    }
    if (number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU) {
        return wherry__error(ENOSYS);
    }
    if (!TerminateProcess(process, wherry__code_of_signal(number))) {
        return WaitForSingleObject(process, 0) == WAIT_OBJECT_0 ? 0 : wherry__error(EPERM);
    }
    return 0;
}

static int send_to_other(pid_t pid, const siginfo_t *info)
{
    HANDLE process = wherry__child_open(pid);
    bool child = process;
    int result;

    if (!child) {
        process =
            OpenProcess(SYNCHRONIZE | (info->si_signo ? PROCESS_TERMINATE : 0), FALSE, (DWORD)pid);
    }
    if (!process) {
        return wherry__error(GetLastError() == ERROR_ACCESS_DENIED ? EPERM : ESRCH);
    }
    result = send_to_handle(process, pid, info, child);
    CloseHandle(process);
    return result;
}

static int send_to_self(const siginfo_t *info)
{
    if (info->si_signo) {
        wherry__signal_send(info, 0);
        wherry__signals_deliver();
    }
    return 0;
}

/* This process, if it belongs to the group, and its children that do. */
static int send_to_group(pid_t group, const siginfo_t *info)
{
    int sent = 0, result = 0;

    for (pid_t pid = 0; (pid = wherry__child_in_group(group, pid)) != 0; sent++) {
        if (send_to_other(pid, info) < 0) {
            result = -1;
        }
    }
    if (wherry__group() == group) {
        send_to_self(info);
        return 0;
    }
    return sent ? result : wherry__error(ESRCH);
}

static int send_signal(pid_t pid, const siginfo_t *info)
{
    if (info->si_signo != 0 && !wherry__signal_valid(info->si_signo)) {
        return wherry__error(EINVAL);
    }
    if (pid == (pid_t)GetCurrentProcessId()) {
        return send_to_self(info);
    }
    if (pid == -1) {
        return wherry__error(EPERM); /* all processes: not from here */
    }
    return pid > 0   ? send_to_other(pid, info)
           : pid < 0 ? send_to_group(-pid, info)
                     : send_to_group(wherry__group(), info);
}

int kill(pid_t pid, int number)
{
    siginfo_t info = {.si_signo = number, .si_code = SI_USER};

    info.si_pid = getpid();
    info.si_uid = getuid();
    return send_signal(pid, &info);
}

int sigqueue(pid_t pid, int number, union sigval value)
{
    siginfo_t info = {.si_signo = number, .si_code = SI_QUEUE};

    if (pid <= 0) {
        return wherry__error(ESRCH);
    }
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value = value;
    return send_signal(pid, &info);
}
