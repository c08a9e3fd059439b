/* inherited_win32.c: pipes between this program and children: those that Windows makes, which are
 * synchronous, and ours, handed on as process creation does it. */
#include "../../win32/core/internal.h"
#include "check.h"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>
#include <wchar.h>

enum { TOTAL = 200000 };

/* The other ends of the child's standard input and output. */
struct child {
    HANDLE process;
    int in, out;
};

static void start(struct child *child, const char *command, HANDLE in, HANDLE out)
{
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION info;
    wchar_t *line = wherry__wide(command);

    startup.hStdInput = in;
    startup.hStdOutput = out;
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    CHECK(CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &info));
    free(line);
    CloseHandle(info.hThread);
    CloseHandle(in);
    CloseHandle(out);
    child->process = info.hProcess;
}

static int adopt(HANDLE handle)
{
    return wherry__fd_install(wherry__open_of_handle(handle, 0), 0, true);
}

/* As a program of Windows' does it. Our ends are synchronous too. */
static void start_with_theirs(struct child *child, const char *command)
{
    SECURITY_ATTRIBUTES inherit = {.nLength = sizeof inherit, .bInheritHandle = TRUE};
    HANDLE in[2], out[2];

    CHECK(CreatePipe(&in[0], &in[1], &inherit, 0) && CreatePipe(&out[0], &out[1], &inherit, 0));
    SetHandleInformation(in[1], HANDLE_FLAG_INHERIT, 0);
    SetHandleInformation(out[0], HANDLE_FLAG_INHERIT, 0);
    child->in = adopt(in[1]);
    child->out = adopt(out[0]);
    start(child, command, in[0], out[1]);
}

static HANDLE for_child(int fd)
{
    struct wherry__open *open = wherry__fd_get(fd);
    HANDLE handle = wherry__pipe_for_child(open);

    CHECK(handle);
    wherry__open_put(open);
    close(fd);
    return handle;
}

/* `used`: something has gone through them, so that they are handed on overlapped. */
static void start_with_ours(struct child *child, const char *command, bool used)
{
    int in[2], out[2];
    char byte = 0;

    CHECK(pipe(in) == 0 && pipe(out) == 0);
    if (used) {
        CHECK(write(in[1], "x", 1) == 1 && read(in[0], &byte, 1) == 1);
        CHECK(write(out[1], "x", 1) == 1 && read(out[0], &byte, 1) == 1);
    }
    child->in = in[1];
    child->out = out[0];
    start(child, command, for_child(in[0]), for_child(out[1]));
}

static void *feed(void *argument)
{
    struct child *child = argument;
    char buffer[7000];
    int total = 0;

    poll(NULL, 0, 20); /* the reader is to wait */
    while (total < TOTAL) {
        int length = TOTAL - total < (int)sizeof buffer ? TOTAL - total : (int)sizeof buffer;

        for (int i = 0; i < length; i++) {
            buffer[i] = (char)((total + i) * 31 / 7);
        }
        CHECK_EQUAL(write(child->in, buffer, (size_t)length), length);
        total += length;
    }
    CHECK_EQUAL(close(child->in), 0);
    return NULL;
}

static void converse(struct child *child)
{
    struct pollfd fds = {.fd = child->out, .events = POLLIN};
    char buffer[5000];
    pthread_t thread;
    int total = 0, wrong = 0;
    ssize_t got = 1;
    DWORD code = 99;

    CHECK_EQUAL(pthread_create(&thread, NULL, feed, child), 0);
    while (got > 0) {
        CHECK_EQUAL(poll(&fds, 1, 30000), 1);
        got = read(child->out, buffer, sizeof buffer);
        for (ssize_t i = 0; i < got; i++, total++) {
            wrong += buffer[i] != (char)(total * 31 / 7);
        }
    }
    CHECK_EQUAL(got, 0);
    CHECK_EQUAL(total, TOTAL);
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(close(child->out), 0);
    WaitForSingleObject(child->process, INFINITE);
    CHECK(GetExitCodeProcess(child->process, &code));
    CHECK_EQUAL(code, 0);
    CloseHandle(child->process);
}

/* What a child has written without blocking arrives, though the child has ended by then. */
static void fill(struct child *child)
{
    int record[250];
    int count = 0;
    size_t have = 0;
    ssize_t got;
    DWORD code = 0;

    poll(NULL, 0, 300); /* most likely it is full by then */
    while ((got = read(child->out, (char *)record + have, sizeof record - have)) > 0) {
        have += (size_t)got;
        if (have == sizeof record) {
            CHECK_EQUAL(record[0], count);
            count++;
            have = 0;
        }
    }
    CHECK_EQUAL(have, 0);
    WaitForSingleObject(child->process, INFINITE);
    CHECK(GetExitCodeProcess(child->process, &code));
    CHECK_EQUAL(code, count & 0xff);
    CHECK(count > 0);
    CloseHandle(child->process);
    close(child->in);
    close(child->out);
}

int main(int argc, char **argv)
{
    char commands[4][1000];
    struct child child;

    if (argc < 3) {
        fprintf(stderr, "usage: test_posix_inherited ECHO ECHO_CRT\n");
        return 2;
    }
    snprintf(commands[0], sizeof commands[0], "\"%s\"", argv[1]);
    snprintf(commands[1], sizeof commands[1], "\"%s\" poll", argv[1]);
    snprintf(commands[2], sizeof commands[2], "\"%s\"", argv[2]);
    snprintf(commands[3], sizeof commands[3], "\"%s\" fill", argv[1]);
    start_with_theirs(&child, commands[3]);
    fill(&child);
    for (int used = 0; used < 2; used++) {
        start_with_ours(&child, commands[3], used);
        fill(&child);
    }
    for (int i = 0; i < 3; i++) {
        start_with_theirs(&child, commands[i]);
        converse(&child);
        for (int used = 0; used < 2; used++) {
            start_with_ours(&child, commands[i], used);
            converse(&child);
        }
    }
    return check_failures();
}
