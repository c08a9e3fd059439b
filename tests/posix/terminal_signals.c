/* Runs in a terminal as terminal_child does: poll() and select() on it, and the signals of keys. */
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

static struct termios at_start;
static volatile sig_atomic_t caught, jumping;
static sigjmp_buf before;

static void catch (int number)
{
    caught = number;
    if (jumping) {
        jumping = 0;
        siglongjmp(before, 1);
    }
}

static void ask(const char *name)
{
    char text[64];
    int length = snprintf(text, sizeof text, "[%s]\r\n", name);

    CHECK_EQUAL(write(STDOUT_FILENO, text, (size_t)length), length);
}

static void expect(const char *wanted)
{
    char got[64] = "";

    CHECK_EQUAL(read(STDIN_FILENO, got, sizeof got - 1), strlen(wanted));
    CHECK_TEXT(got, wanted);
}

static void polled(void)
{
    int ends[2];
    struct pollfd both[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.events = POLLIN}};
    fd_set set;

    CHECK_EQUAL(pipe(ends), 0);
    both[1].fd = ends[0];
    CHECK_EQUAL(poll(both, 2, 0), 0);
    CHECK_EQUAL(write(ends[1], "p", 1), 1);
    CHECK_EQUAL(poll(both, 2, -1), 1);
    CHECK_EQUAL(both[0].revents, 0);
    CHECK_EQUAL(both[1].revents, POLLIN);
    ask("poll");
    CHECK_EQUAL(poll(both, 1, -1), 1);
    CHECK_EQUAL(both[0].revents, POLLIN);
    expect("x\n");
    CHECK_EQUAL(poll(both, 1, 0), 0);
    ask("select");
    FD_ZERO(&set);
    FD_SET(STDIN_FILENO, &set);
    CHECK_EQUAL(select(STDIN_FILENO + 1, &set, NULL, NULL, NULL), 1);
    CHECK(FD_ISSET(STDIN_FILENO, &set));
    expect("y\n");
    both[0].events = POLLIN | POLLOUT;
    CHECK_EQUAL(poll(both, 1, -1), 1);
    CHECK_EQUAL(both[0].revents, POLLOUT);
    close(ends[0]);
    close(ends[1]);
}

/* One key, without a line's end. */
static void polled_raw(void)
{
    struct termios raw = at_start;
    struct pollfd one = {.fd = STDIN_FILENO, .events = POLLIN};

    cfmakeraw(&raw);
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &raw), 0);
    ask("key");
    CHECK_EQUAL(poll(&one, 1, -1), 1);
    expect("\033[A");
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &at_start), 0);
}

/* The key that the case asks for ends read() and poll(), by this signal, which may well come before
 * they have begun: poll() has it blocked until then, read() is left by a jump. */
static void interrupted(const char *key, int number, bool by_poll)
{
    struct pollfd one = {.fd = STDIN_FILENO, .events = POLLIN};
    sigset_t blocked, former;
    char byte;

    caught = 0;
    if (by_poll) {
        sigemptyset(&blocked);
        sigaddset(&blocked, number);
        CHECK_EQUAL(sigprocmask(SIG_BLOCK, &blocked, &former), 0);
        ask(key);
        CHECK_FAILS(ppoll(&one, 1, NULL, &former), EINTR);
        CHECK_EQUAL(sigprocmask(SIG_SETMASK, &former, NULL), 0);
    } else if (!sigsetjmp(before, 1)) {
        jumping = 1;
        ask(key);
        CHECK_EQUAL(read(STDIN_FILENO, &byte, 1), -2); /* does not return */
    }
    CHECK_EQUAL(caught, number);
}

static void keys(bool interrupt)
{
    struct termios other = at_start;

    interrupted("quit", SIGQUIT, false);
    other.c_cc[VINTR] = 7;
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &other), 0);
    interrupted("bell", SIGINT, true);
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &at_start), 0);
    if (interrupt) {
        interrupted("interrupt1", SIGINT, false);
        interrupted("interrupt2", SIGINT, true);
        interrupted("dropped", SIGINT, false);
    }
    ask("after");
    expect("fine\n");
}

static void resized(void)
{
    struct winsize size;

    interrupted("resize", SIGWINCH, true);
    CHECK_EQUAL(ioctl(STDIN_FILENO, TIOCGWINSZ, &size), 0);
    CHECK_EQUAL(size.ws_row, 30);
    CHECK_EQUAL(size.ws_col, 100);
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = catch};
    int log = argc >= 2 ? open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;

    if (log < 0 || dup2(log, STDERR_FILENO) < 0 || tcgetattr(STDIN_FILENO, &at_start) < 0) {
        return 2;
    }
    CHECK_EQUAL(sigaction(SIGINT, &action, NULL), 0);
    CHECK_EQUAL(sigaction(SIGQUIT, &action, NULL), 0);
    CHECK_EQUAL(sigaction(SIGWINCH, &action, NULL), 0);
    polled();
    polled_raw();
    keys(argc > 2);
    if (argc > 3) {
        resized();
    }
    ask("end");
    return check_failures();
}
