/* Pipes: order, ends, atomic and partial writes, signals, threads. */
#include "check.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int ends[2];

static void open_pipe(int flags)
{
    CHECK_EQUAL(pipe2(ends, flags), 0);
}

static void close_pipe(void)
{
    CHECK_EQUAL(close(ends[0]), 0);
    CHECK_EQUAL(close(ends[1]), 0);
}

static void basics(void)
{
    char buffer[16];
    struct stat status;
    int waiting = -1;

    CHECK_EQUAL(pipe(ends), 0);
    CHECK_EQUAL(write(ends[1], "hello", 5), 5);
    CHECK_EQUAL(write(ends[1], "", 0), 0);
    CHECK_EQUAL(ioctl(ends[0], FIONREAD, &waiting), 0);
    CHECK_EQUAL(waiting, 5);
    CHECK_EQUAL(read(ends[0], buffer, 2), 2);
    CHECK_EQUAL(read(ends[0], buffer + 2, sizeof buffer - 2), 3);
    CHECK(memcmp(buffer, "hello", 5) == 0);
    CHECK_EQUAL(fstat(ends[0], &status), 0);
    CHECK(S_ISFIFO(status.st_mode));
    CHECK_FAILS(lseek(ends[0], 0, SEEK_CUR), ESPIPE);
    CHECK_FAILS(pread(ends[0], buffer, 1, 0), ESPIPE);
    CHECK_FAILS(read(ends[1], buffer, 1), EBADF);
    CHECK_FAILS(write(ends[0], buffer, 1), EBADF);
    CHECK_EQUAL(fcntl(ends[0], F_GETFL) & O_ACCMODE, O_RDONLY);
    CHECK_EQUAL(fcntl(ends[1], F_GETFL) & O_ACCMODE, O_WRONLY);
    CHECK_EQUAL(fcntl(ends[0], F_GETFD), 0);
    close_pipe();
    open_pipe(O_CLOEXEC | O_NONBLOCK);
    CHECK_EQUAL(fcntl(ends[0], F_GETFD), FD_CLOEXEC);
    CHECK(fcntl(ends[1], F_GETFL) & O_NONBLOCK);
    close_pipe();
    CHECK_FAILS(pipe2(ends, O_APPEND), EINVAL);
}

/* The end of data comes with the last of the writers, and what was written comes before it. */
static void end_of_data(void)
{
    char buffer[8];
    int other;

    open_pipe(0);
    other = dup(ends[1]);
    CHECK_EQUAL(write(ends[1], "xyz", 3), 3);
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(write(other, "!", 1), 1);
    CHECK_EQUAL(close(other), 0);
    CHECK_EQUAL(read(ends[0], buffer, sizeof buffer), 4);
    CHECK_EQUAL(read(ends[0], buffer, sizeof buffer), 0);
    CHECK_EQUAL(read(ends[0], buffer, sizeof buffer), 0);
    CHECK_EQUAL(close(ends[0]), 0);
}

static void no_reader(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, former;

    CHECK_EQUAL(sigaction(SIGPIPE, &ignore, &former), 0);
    open_pipe(0);
    CHECK_EQUAL(close(ends[0]), 0);
    CHECK_FAILS(write(ends[1], "x", 1), EPIPE);
    CHECK_FAILS(write(ends[1], "x", 1), EPIPE);
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(sigaction(SIGPIPE, &former, NULL), 0);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

static void broken_pipe_signal(void)
{
    struct sigaction action = {.sa_handler = handle}, former;

    handled = 0;
    CHECK_EQUAL(sigaction(SIGPIPE, &action, &former), 0);
    open_pipe(O_NONBLOCK);
    CHECK_EQUAL(close(ends[0]), 0);
    CHECK_FAILS(write(ends[1], "x", 1), EPIPE);
    CHECK_EQUAL(handled, SIGPIPE);
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(sigaction(SIGPIPE, &former, NULL), 0);
}

/* Byte n of the stream. */
static unsigned char byte_of(size_t n)
{
    return (unsigned char)(n * 7 + n / 251);
}

static size_t fill(int fd, size_t from, size_t piece)
{
    static unsigned char buffer[100000];
    size_t total = 0;
    ssize_t put;

    for (;;) {
        for (size_t i = 0; i < piece; i++) {
            buffer[i] = byte_of(from + total + i);
        }
        put = write(fd, buffer, piece);
        if (put < 0) {
            CHECK_EQUAL(errno, EAGAIN);
            return total;
        }
        CHECK(put > 0 && (size_t)put <= piece);
        if (piece <= PIPE_BUF) { /* all or nothing */
            CHECK_EQUAL(put, piece);
        }
        total += (size_t)put;
    }
}

static size_t drain(int fd, size_t from, size_t at_most)
{
    static unsigned char buffer[5000];
    size_t total = 0, wrong = 0;
    ssize_t got = 1;

    while (total < at_most && got > 0) {
        size_t rest = at_most - total;

        got = read(fd, buffer, rest < sizeof buffer ? rest : sizeof buffer);
        for (ssize_t i = 0; i < got; i++) {
            wrong += buffer[i] != byte_of(from + total + (size_t)i);
        }
        total += got > 0 ? (size_t)got : 0;
    }
    CHECK_EQUAL(wrong, 0);
    return total;
}

/* A full pipe: EAGAIN, no POLLOUT; both end when it is read, and nothing is lost. */
static void full_pipe(size_t piece)
{
    struct pollfd writer;
    size_t first, second = 0;
    char byte;

    open_pipe(O_NONBLOCK);
    writer = (struct pollfd){.fd = ends[1], .events = POLLOUT};
    CHECK_FAILS(read(ends[0], &byte, 1), EAGAIN);
    CHECK_EQUAL(poll(&writer, 1, 0), 1);
    first = fill(ends[1], 0, piece);
    CHECK(first >= 65536 / 2);
    CHECK_EQUAL(poll(&writer, 1, 0), 0);
    CHECK_EQUAL(drain(ends[0], 0, first / 2), first / 2);
    CHECK_EQUAL(poll(&writer, 1, 20000), 1);
    CHECK_EQUAL(writer.revents, POLLOUT);
    second = fill(ends[1], first, piece);
    CHECK(second > 0);
    CHECK_EQUAL(fcntl(ends[0], F_SETFL, 0), 0); /* what is still on its way is waited for */
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(drain(ends[0], first / 2, SIZE_MAX), first - first / 2 + second);
    CHECK_EQUAL(close(ends[0]), 0);
}

static void partial_write(void)
{
    static unsigned char buffer[1 << 20];
    ssize_t put;

    for (size_t i = 0; i < sizeof buffer; i++) {
        buffer[i] = byte_of(i);
    }
    open_pipe(O_NONBLOCK);
    put = write(ends[1], buffer, sizeof buffer);
    CHECK(put >= 65536 && put < (ssize_t)sizeof buffer);
    CHECK_EQUAL(drain(ends[0], 0, (size_t)put), put);
    close_pipe();
}

/* O_NONBLOCK is looked at by each call. */
static void blocking_by_turns(void)
{
    char byte;

    open_pipe(0);
    CHECK_EQUAL(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    CHECK_FAILS(read(ends[0], &byte, 1), EAGAIN);
    CHECK_EQUAL(write(ends[1], "a", 1), 1);
    CHECK_EQUAL(fcntl(ends[0], F_SETFL, 0), 0);
    CHECK_EQUAL(read(ends[0], &byte, 1), 1);
    close_pipe();
}

enum { LARGE = 3000000 };

static void *write_large(void *unused)
{
    static unsigned char buffer[LARGE];

    for (size_t i = 0; i < LARGE; i++) {
        buffer[i] = byte_of(i);
    }
    CHECK_EQUAL(write(ends[1], buffer, LARGE), LARGE);
    CHECK_EQUAL(close(ends[1]), 0);
    return unused;
}

/* A write that blocks is whole; the reader is woken by data and by the end. */
static void between_threads(void)
{
    pthread_t thread;

    open_pipe(0);
    CHECK_EQUAL(pthread_create(&thread, NULL, write_large, NULL), 0);
    CHECK_EQUAL(drain(ends[0], 0, SIZE_MAX), LARGE);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(close(ends[0]), 0);
}

static void *close_writer(void *unused)
{
    CHECK_EQUAL(close(ends[1]), 0);
    return unused;
}

static void woken_by_close(void)
{
    pthread_t thread;
    char byte;

    open_pipe(0);
    CHECK_EQUAL(pthread_create(&thread, NULL, close_writer, NULL), 0);
    CHECK_EQUAL(read(ends[0], &byte, 1), 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(close(ends[0]), 0);
}

static void *close_reader(void *unused)
{
    char byte;

    CHECK_EQUAL(read(ends[0], &byte, 1), 1); /* the writer has begun */
    CHECK_EQUAL(close(ends[0]), 0);
    return unused;
}

/* A writer that waits for room is woken when nobody will read any more. */
static void writer_woken_by_close(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, former;
    static char buffer[500000];
    pthread_t thread;
    ssize_t put;

    CHECK_EQUAL(sigaction(SIGPIPE, &ignore, &former), 0);
    open_pipe(0);
    CHECK_EQUAL(pthread_create(&thread, NULL, close_reader, NULL), 0);
    put = write(ends[1], buffer, sizeof buffer);
    CHECK(put < (ssize_t)sizeof buffer && (put > 0 || errno == EPIPE));
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(sigaction(SIGPIPE, &former, NULL), 0);
}

enum { RECORD = 1000, RECORDS = 200, WRITERS = 4 };

static void *write_records(void *argument)
{
    char record[RECORD];

    memset(record, 'a' + (int)(intptr_t)argument, sizeof record);
    for (int i = 0; i < RECORDS; i++) {
        CHECK_EQUAL(write(ends[1], record, sizeof record), sizeof record);
    }
    return NULL;
}

/* Writes of PIPE_BUF bytes at most do not mix. */
static void atomic_writes(void)
{
    pthread_t threads[WRITERS];
    char record[RECORD];
    int mixed = 0;

    open_pipe(0);
    for (intptr_t i = 0; i < WRITERS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, write_records, (void *)i), 0);
    }
    for (int i = 0; i < WRITERS * RECORDS; i++) {
        size_t have = 0;

        while (have < RECORD) {
            ssize_t got = read(ends[0], record + have, RECORD - have);

            CHECK(got > 0);
            have += got > 0 ? (size_t)got : RECORD;
        }
        mixed += memcmp(record, record + 1, RECORD - 1) != 0;
    }
    CHECK_EQUAL(mixed, 0);
    for (int i = 0; i < WRITERS; i++) {
        CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
    }
    close_pipe();
}

/* Reading and writing that block are ended by a signal's handler. */
static void interrupted(void)
{
    static char buffer[300000];
    struct sigaction action = {.sa_handler = handle}, former;
    struct pollfd reader;
    ssize_t put;

    CHECK_EQUAL(sigaction(SIGALRM, &action, &former), 0);
    open_pipe(0);
    alarm(1);
    CHECK_FAILS(read(ends[0], buffer, 1), EINTR);
    reader = (struct pollfd){.fd = ends[0], .events = POLLIN};
    alarm(1);
    CHECK_FAILS(poll(&reader, 1, -1), EINTR);
    alarm(1);
    put = write(ends[1], buffer, sizeof buffer); /* what fits, fits */
    CHECK(put >= 65536 && put < (ssize_t)sizeof buffer);
    CHECK_EQUAL(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    for (ssize_t got = 0; put > 0; put -= got) {
        got = read(ends[0], buffer, sizeof buffer);
        CHECK(got > 0);
        if (got <= 0) {
            break;
        }
    }
    CHECK_FAILS(read(ends[0], buffer, 1), EAGAIN);
    close_pipe();
    CHECK_EQUAL(sigaction(SIGALRM, &former, NULL), 0);
}

static void hundreds(void)
{
    enum { COUNT = 300 };
    static int many[COUNT][2];
    char byte = 0;

    for (int i = 0; i < COUNT; i++) {
        CHECK_EQUAL(pipe(many[i]), 0);
        CHECK_EQUAL(write(many[i][1], &"ab"[i % 2], 1), 1);
    }
    for (int i = 0; i < COUNT; i++) {
        CHECK_EQUAL(read(many[i][0], &byte, 1), 1);
        CHECK_EQUAL(byte, "ab"[i % 2]);
        close(many[i][0]);
        close(many[i][1]);
    }
}

/* The end of the program does not wait for what nobody can read. */
static void left_full(void)
{
    open_pipe(O_NONBLOCK);
    CHECK(fill(ends[1], 0, 1000) > 0);
    open_pipe(0);
    CHECK_EQUAL(write(ends[1], "x", 1), 1);
}

/* Programs look at errno after a call that did well, though they should not. */
static void vectors(void)
{
    char first[2], second[8], large[20000];
    struct iovec out[] = {{first, 1}, {large, sizeof large}};
    struct iovec in[] = {{first, 1}, {second, sizeof second}};
    int both[2];

    memset(large, 'x', sizeof large);
    CHECK_EQUAL(pipe(both), 0);
    errno = 0;
    CHECK_EQUAL(writev(both[1], out, 1), 1);
    CHECK(readv(both[0], in, 2) >= 1);
    CHECK_EQUAL(writev(both[1], out, 2), 20001);
    CHECK(readv(both[0], in, 2) >= 1);
    CHECK_EQUAL(errno, 0);
    close(both[0]);
    close(both[1]);
}

int main(void)
{
    vectors();
    basics();
    end_of_data();
    no_reader();
    broken_pipe_signal();
    full_pipe(1000);
    full_pipe(PIPE_BUF);
    full_pipe(100000);
    partial_write();
    blocking_by_turns();
    between_threads();
    woken_by_close();
    writer_woken_by_close();
    atomic_writes();
    interrupted();
    hundreds();
    left_full();
    return check_failures();
}
