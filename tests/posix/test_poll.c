/* poll, ppoll, select and pselect over files, pipes and sockets. */
#include "check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LONG_MS = 20000 }; /* what is waited for comes at once; a failure comes then */

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* A socket that listens on a port of its own. */
static int listener(struct sockaddr_in *name)
{
    socklen_t length = sizeof *name;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    *name = (struct sockaddr_in){.sin_family = AF_INET};
    name->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(fd >= 0);
    CHECK_EQUAL(bind(fd, (struct sockaddr *)name, sizeof *name), 0);
    CHECK_EQUAL(listen(fd, 128), 0);
    CHECK_EQUAL(getsockname(fd, (struct sockaddr *)name, &length), 0);
    return fd;
}

static void connect_pair(int server, const struct sockaddr_in *name, int pair[2])
{
    pair[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(connect(pair[0], (const struct sockaddr *)name, sizeof *name), 0);
    pair[1] = accept(server, NULL, NULL);
    CHECK(pair[1] >= 0);
}

static void make_pair(int pair[2])
{
    struct sockaddr_in name;
    int server = listener(&name);

    connect_pair(server, &name, pair);
    close(server);
}

/* What poll() says of one descriptor. */
static int ask(int fd, int events, int timeout_ms)
{
    struct pollfd one = {.fd = fd, .events = (short)events, .revents = -1};
    int ready = poll(&one, 1, timeout_ms);

    CHECK(ready >= 0);
    CHECK_EQUAL(ready, one.revents != 0);
    return one.revents;
}

static void numbers(void)
{
    struct pollfd fds[] = {{.fd = -1, .events = POLLIN, .revents = 77},
                           {.fd = 9999, .events = POLLIN, .revents = 77}};
    long long start;

    CHECK_EQUAL(poll(fds, 1, 0), 0);
    CHECK_EQUAL(fds[0].revents, 0);
    CHECK_EQUAL(poll(fds, 2, -1), 1);
    CHECK_EQUAL(fds[0].revents, 0);
    CHECK_EQUAL(fds[1].revents, POLLNVAL);
    start = now_ms();
    CHECK_EQUAL(poll(NULL, 0, 50), 0);
    CHECK(now_ms() - start >= 50);
}

static void files(void)
{
    char name[] = "/tmp/wherry-poll-XXXXXX";
    int fd = mkstemp(name);

    CHECK_EQUAL(ask(fd, POLLIN | POLLOUT, -1), POLLIN | POLLOUT);
    CHECK_EQUAL(ask(fd, POLLIN, -1), POLLIN);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(ask(fd, POLLIN, -1), POLLNVAL);
    CHECK_EQUAL(unlink(name), 0);
}

static void pipes(void)
{
    int ends[2];
    char byte;

    CHECK_EQUAL(pipe(ends), 0);
    CHECK_EQUAL(ask(ends[0], POLLIN, 0), 0);
    CHECK_EQUAL(ask(ends[0], POLLIN, 20), 0);
    CHECK_EQUAL(ask(ends[1], POLLOUT, -1), POLLOUT);
    CHECK_EQUAL(ask(ends[1], POLLIN, 0), 0);
    CHECK_EQUAL(write(ends[1], "ab", 2), 2);
    CHECK_EQUAL(ask(ends[0], POLLIN, -1), POLLIN);
    CHECK_EQUAL(ask(ends[0], POLLIN | POLLRDNORM, -1), POLLIN | POLLRDNORM);
    CHECK_EQUAL(ask(ends[0], 0, 0), 0);
    CHECK_EQUAL(read(ends[0], &byte, 1), 1);
    CHECK_EQUAL(ask(ends[0], POLLIN, -1), POLLIN); /* the level counts */
    CHECK_EQUAL(close(ends[1]), 0);
    CHECK_EQUAL(ask(ends[0], POLLIN, -1), POLLIN | POLLHUP);
    CHECK_EQUAL(read(ends[0], &byte, 1), 1);
    CHECK_EQUAL(ask(ends[0], POLLIN, -1), POLLHUP);
    CHECK_EQUAL(ask(ends[0], 0, -1), POLLHUP);
    CHECK_EQUAL(close(ends[0]), 0);
    CHECK_EQUAL(pipe(ends), 0);
    CHECK_EQUAL(close(ends[0]), 0);
    CHECK_EQUAL(ask(ends[1], 0, -1), POLLERR);
    CHECK_EQUAL(ask(ends[1], POLLOUT, -1), POLLERR | POLLOUT);
    CHECK_EQUAL(close(ends[1]), 0);
}

static void sockets(void)
{
    struct sockaddr_in name;
    int server = listener(&name);
    int pair[2];
    char byte;

    CHECK_EQUAL(ask(server, POLLIN, 0), 0);
    pair[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(connect(pair[0], (struct sockaddr *)&name, sizeof name), 0);
    CHECK_EQUAL(ask(server, POLLIN, LONG_MS), POLLIN);
    pair[1] = accept(server, NULL, NULL);
    CHECK_EQUAL(ask(server, POLLIN, 0), 0);
    CHECK_EQUAL(ask(pair[0], POLLIN | POLLOUT, -1), POLLOUT);
    CHECK_EQUAL(ask(pair[0], POLLIN, 20), 0);
    CHECK_EQUAL(write(pair[1], "ab", 2), 2);
    CHECK_EQUAL(ask(pair[0], POLLIN, LONG_MS), POLLIN);
    CHECK_EQUAL(read(pair[0], &byte, 1), 1);
    CHECK_EQUAL(ask(pair[0], POLLIN | POLLRDNORM | POLLOUT, -1), POLLIN | POLLRDNORM | POLLOUT);
    CHECK_EQUAL(read(pair[0], &byte, 1), 1);
    CHECK_EQUAL(ask(pair[0], POLLIN, 0), 0);
    CHECK_EQUAL(shutdown(pair[1], SHUT_WR), 0); /* half of the connection is closed */
    CHECK_EQUAL(ask(pair[0], POLLIN | POLLRDHUP, LONG_MS), POLLIN | POLLRDHUP);
    CHECK_EQUAL(ask(pair[0], POLLIN, -1), POLLIN);
    CHECK_EQUAL(ask(pair[0], POLLOUT, -1), POLLOUT);
    CHECK_EQUAL(read(pair[0], &byte, 1), 0);
    CHECK_EQUAL(write(pair[0], "c", 1), 1);
    CHECK_EQUAL(ask(pair[1], POLLIN, LONG_MS), POLLIN);
    CHECK_EQUAL(read(pair[1], &byte, 1), 1);
    CHECK_EQUAL(shutdown(pair[0], SHUT_WR), 0); /* and the other one */
    CHECK_EQUAL(ask(pair[1], POLLIN, LONG_MS), POLLIN | POLLHUP);
    CHECK_EQUAL(ask(pair[1], 0, LONG_MS), POLLHUP);
    close(pair[0]);
    close(pair[1]);
    close(server);
}

static void *half_open(void *argument)
{
    CHECK_EQUAL(shutdown(*(int *)argument, SHUT_WR), 0);
    return NULL;
}

/* What ends a wait that is under way. */
static void half_closed_meanwhile(void)
{
    pthread_t thread;
    int pair[2];

    make_pair(pair);
    CHECK_EQUAL(pthread_create(&thread, NULL, half_open, &pair[1]), 0);
    CHECK_EQUAL(ask(pair[0], POLLIN | POLLRDHUP, LONG_MS), POLLIN | POLLRDHUP);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    close(pair[0]);
    close(pair[1]);
}

static void connecting(void)
{
    struct sockaddr_in name;
    int server = listener(&name);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int revents;

    CHECK_EQUAL(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    if (connect(fd, (struct sockaddr *)&name, sizeof name) < 0) {
        CHECK_EQUAL(errno, EINPROGRESS);
    }
    CHECK_EQUAL(ask(fd, POLLIN | POLLOUT, LONG_MS), POLLOUT);
    close(fd);
    close(server); /* nobody listens there any more */
    fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    if (connect(fd, (struct sockaddr *)&name, sizeof name) < 0 && errno == EINPROGRESS) {
        revents = ask(fd, POLLOUT, LONG_MS);
        CHECK_EQUAL(revents, POLLOUT | POLLERR | POLLHUP);
        revents = ask(fd, POLLOUT, LONG_MS); /* the level counts */
        CHECK_EQUAL(revents, POLLOUT | POLLERR | POLLHUP);
    } else {
        CHECK_EQUAL(errno, ECONNREFUSED);
    }
    close(fd);
}

/* A peer that closes with data unread resets the connection. */
static void reset(void)
{
    int pair[2];

    make_pair(pair);
    CHECK_EQUAL(write(pair[0], "x", 1), 1);
    CHECK_EQUAL(ask(pair[1], POLLIN, LONG_MS), POLLIN);
    close(pair[1]);
    CHECK_EQUAL(ask(pair[0], 0, LONG_MS), POLLERR | POLLHUP);
    CHECK_EQUAL(ask(pair[0], POLLIN, LONG_MS), POLLIN | POLLERR | POLLHUP);
    close(pair[0]);
}

/* Two files, a pipe and a socket through stdio at once. */
static void streams(void)
{
    char names[2][32] = {"/tmp/wherry-poll-XXXXXX", "/tmp/wherry-poll-XXXXXX"};
    FILE *in[4], *out[4];
    struct pollfd fds[4];
    int ends[2], pair[2];
    char line[32];

    for (int i = 0; i < 2; i++) {
        out[i] = fdopen(mkstemp(names[i]), "w");
        in[i] = fopen(names[i], "r");
    }
    CHECK_EQUAL(pipe(ends), 0);
    make_pair(pair);
    out[2] = fdopen(ends[1], "w");
    in[2] = fdopen(ends[0], "r");
    out[3] = fdopen(pair[0], "w");
    in[3] = fdopen(pair[1], "r");
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 4; i++) {
            CHECK(fprintf(out[i], "%d %d\n", i, round) > 0);
            CHECK_EQUAL(fflush(out[i]), 0);
            fds[i] = (struct pollfd){.fd = fileno(in[i]), .events = POLLIN};
        }
        while (poll(fds, 4, LONG_MS) < 4) { /* the socket's line may be under way */
            CHECK(fds[0].revents && fds[1].revents && fds[2].revents);
        }
        for (int i = 0; i < 4; i++) {
            int stream = -1, number = -1;

            clearerr(in[i]);
            CHECK_EQUAL(fds[i].revents, POLLIN);
            CHECK(fgets(line, sizeof line, in[i]));
            CHECK_EQUAL(sscanf(line, "%d %d", &stream, &number), 2);
            CHECK_EQUAL(stream, i);
            CHECK_EQUAL(number, round);
        }
    }
    for (int i = 0; i < 4; i++) {
        CHECK_EQUAL(fclose(out[i]), 0);
        CHECK(!fgets(line, sizeof line, in[i]) && feof(in[i]));
        CHECK_EQUAL(fclose(in[i]), 0);
    }
    CHECK_EQUAL(unlink(names[0]), 0);
    CHECK_EQUAL(unlink(names[1]), 0);
}

enum { MANY = 150 };

/* Hundreds of descriptors of both kinds: each one that becomes ready is found, and it alone. */
static void hundreds(void)
{
    static struct pollfd fds[2 * MANY];
    static int others[2 * MANY];
    struct sockaddr_in name;
    int server = listener(&name);
    int pair[2];
    char byte;

    for (int i = 0; i < 2 * MANY; i++) {
        if (i % 2) {
            CHECK_EQUAL(pipe(pair), 0);
        } else {
            connect_pair(server, &name, pair);
        }
        fds[i] = (struct pollfd){.fd = pair[0], .events = POLLIN};
        others[i] = pair[1];
    }
    CHECK_EQUAL(poll(fds, 2 * MANY, 10), 0);
    for (int i = 0; i < 2 * MANY; i += 37) {
        CHECK_EQUAL(write(others[i], "x", 1), 1);
        CHECK_EQUAL(poll(fds, 2 * MANY, LONG_MS), 1);
        CHECK_EQUAL(fds[i].revents, POLLIN);
        CHECK_EQUAL(read(fds[i].fd, &byte, 1), 1);
    }
    for (int i = 0; i < 2 * MANY; i++) {
        CHECK_EQUAL(write(others[i], "x", 1), 1);
    }
    for (int ready = 0; ready >= 0 && ready < 2 * MANY;) {
        ready = poll(fds, 2 * MANY, LONG_MS);
        CHECK(ready > 0);
    }
    for (int i = 0; i < 2 * MANY; i++) {
        CHECK_EQUAL(fds[i].revents, POLLIN);
        close(fds[i].fd);
        close(others[i]);
    }
    close(server);
}

struct job {
    int fd, peer, pause_ms;
};

static void *write_one(void *argument)
{
    struct job *job = argument;

    poll(NULL, 0, job->pause_ms);
    CHECK_EQUAL(write(job->fd, "x", 1), 1);
    return NULL;
}

/* Woken by any one of a mixture, in the midst of the wait. */
static void woken(void)
{
    struct pollfd fds[4];
    int pipes[2][2], pairs[2][2];

    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(pipe(pipes[i]), 0);
        make_pair(pairs[i]);
        fds[2 * i] = (struct pollfd){.fd = pipes[i][0], .events = POLLIN};
        fds[2 * i + 1] = (struct pollfd){.fd = pairs[i][0], .events = POLLIN};
    }
    for (int i = 0; i < 4; i++) {
        struct job job = {.fd = i % 2 ? pairs[i / 2][1] : pipes[i / 2][1], .pause_ms = 20};
        pthread_t thread;
        char byte;

        CHECK_EQUAL(pthread_create(&thread, NULL, write_one, &job), 0);
        CHECK_EQUAL(poll(fds, 4, -1), 1);
        CHECK_EQUAL(fds[i].revents, POLLIN);
        CHECK_EQUAL(read(fds[i].fd, &byte, 1), 1);
        CHECK_EQUAL(pthread_join(thread, NULL), 0);
    }
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            close(pipes[i][j]);
            close(pairs[i][j]);
        }
    }
}

static void *close_both(void *argument)
{
    struct job *job = argument;

    poll(NULL, 0, job->pause_ms);
    CHECK_EQUAL(close(job->fd), 0);
    CHECK_EQUAL(close(job->peer), 0);
    return NULL;
}

/* A descriptor is closed while another thread waits for it: what that thread is told, the systems
 * may choose, but the wait ends when the other end goes too. */
static void closed_meanwhile(void)
{
    for (int kind = 0; kind < 2; kind++) {
        struct pollfd one;
        pthread_t thread;
        struct job job = {.pause_ms = 20};
        int pair[2];

        if (kind) {
            make_pair(pair);
        } else {
            CHECK_EQUAL(pipe(pair), 0);
        }
        one = (struct pollfd){.fd = pair[0], .events = POLLIN};
        job.fd = pair[0];
        job.peer = pair[1];
        CHECK_EQUAL(pthread_create(&thread, NULL, close_both, &job), 0);
        CHECK_EQUAL(poll(&one, 1, LONG_MS), 1);
        CHECK(one.revents & (POLLNVAL | POLLHUP | POLLIN));
        CHECK_EQUAL(pthread_join(thread, NULL), 0);
    }
}

static void put(int fd, fd_set *set)
{
    FD_SET((unsigned)fd, set);
}

static int has(int fd, const fd_set *set)
{
    return FD_ISSET((unsigned)fd, set) != 0;
}

static void sets(void)
{
    struct timeval none = {0}, some = {.tv_usec = 30000};
    int ends[2], pair[2], high;
    fd_set in, out, odd;
    long long start = now_ms();

    CHECK_EQUAL(select(0, NULL, NULL, NULL, &some), 0);
    CHECK(now_ms() - start >= 30);
    CHECK_EQUAL(pipe(ends), 0);
    make_pair(pair);
    high = dup2(ends[0], FD_SETSIZE - 1);
    CHECK_EQUAL(high, FD_SETSIZE - 1);
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&odd);
    put(high, &in);
    put(pair[0], &in);
    put(pair[0], &odd);
    CHECK_EQUAL(select(FD_SETSIZE, &in, NULL, &odd, &none), 0);
    CHECK(!has(high, &in) && !has(pair[0], &in) && !has(pair[0], &odd));
    put(high, &in);
    put(pair[0], &in);
    put(ends[1], &out);
    put(pair[0], &out);
    CHECK_EQUAL(write(ends[1], "x", 1), 1);
    CHECK_EQUAL(select(FD_SETSIZE, &in, &out, NULL, NULL), 3);
    CHECK(has(high, &in) && !has(pair[0], &in));
    CHECK(has(ends[1], &out) && has(pair[0], &out));
    close(ends[1]);
    FD_ZERO(&in);
    put(high, &in);
    CHECK_EQUAL(pselect(FD_SETSIZE, &in, NULL, NULL, NULL, NULL), 1);
    close(high);
    put(high, &in);
    CHECK_FAILS(select(FD_SETSIZE, &in, NULL, NULL, &none), EBADF);
    CHECK_FAILS(select(-1, NULL, NULL, NULL, &none), EINVAL);
    close(ends[0]);
    close(pair[0]);
    close(pair[1]);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

/* SA_RESTART or not: these calls end. */
static void interrupted(void)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART}, former;
    struct timespec limit = {.tv_sec = LONG_MS / 1000};
    struct pollfd fds[2];
    sigset_t nothing;
    int ends[2], pair[2];

    CHECK_EQUAL(pipe(ends), 0);
    make_pair(pair);
    fds[0] = (struct pollfd){.fd = ends[0], .events = POLLIN};
    fds[1] = (struct pollfd){.fd = pair[0], .events = POLLIN};
    CHECK_EQUAL(sigaction(SIGALRM, &action, &former), 0);
    sigemptyset(&nothing);
    alarm(1);
    CHECK_FAILS(ppoll(fds, 2, &limit, &nothing), EINTR);
    CHECK_EQUAL(handled, SIGALRM);
    CHECK_EQUAL(sigaction(SIGALRM, &former, NULL), 0);
    for (int i = 0; i < 2; i++) {
        close(ends[i]);
        close(pair[i]);
    }
}

int main(void)
{
    numbers();
    files();
    pipes();
    sockets();
    half_closed_meanwhile();
    connecting();
    reset();
    streams();
    hundreds();
    woken();
    closed_meanwhile();
    sets();
    interrupted();
    return check_failures();
}
