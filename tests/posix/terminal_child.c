/* Runs in a terminal that terminal.py holds the other end of: writes "[case]", which asks for the
 * keys of that case, and checks what read() makes of them. Failures go to the file that the first
 * argument names; a second one says that ^C can be typed. */
#include "check.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static struct termios at_start;

/* Ask for the keys of a case. */
static void ask(const char *name)
{
    char text[64];
    int length = snprintf(text, sizeof text, "[%s]\r\n", name);

    CHECK_EQUAL(write(STDOUT_FILENO, text, (size_t)length), length);
}

static void set(tcflag_t lflag, int vmin, int vtime)
{
    struct termios now = at_start;

    now.c_lflag = lflag;
    now.c_cc[VMIN] = (cc_t)vmin;
    now.c_cc[VTIME] = (cc_t)vtime;
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &now), 0);
}

static void set_raw(int vmin, int vtime)
{
    struct termios now = at_start;

    cfmakeraw(&now);
    now.c_oflag = at_start.c_oflag;
    now.c_cc[VMIN] = (cc_t)vmin;
    now.c_cc[VTIME] = (cc_t)vtime;
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &now), 0);
}

static int pending(void)
{
    int count = -1;

    CHECK_EQUAL(ioctl(STDIN_FILENO, FIONREAD, &count), 0);
    return count;
}

/* Fails also when one read() gives less. */
static void expect(const char *wanted)
{
    char got[256] = "";
    ssize_t length = read(STDIN_FILENO, got, sizeof got - 1);

    CHECK_EQUAL(length, strlen(wanted));
    CHECK_TEXT(got, wanted);
}

/* As many reads as it takes. */
static void expect_in_parts(const char *wanted)
{
    char got[256] = "";
    size_t length = 0;

    while (length < strlen(wanted)) {
        ssize_t more = read(STDIN_FILENO, got + length, sizeof got - 1 - length);

        if (more <= 0) {
            break;
        }
        length += (size_t)more;
    }
    CHECK_TEXT(got, wanted);
}

static void names(void)
{
    int null = open("/dev/null", O_RDWR), tty = open("/dev/tty", O_RDWR);
    char name[64];
    struct stat status;

    CHECK_EQUAL(isatty(STDIN_FILENO), 1);
    CHECK_EQUAL(isatty(STDOUT_FILENO), 1);
    CHECK(null >= 0 && tty >= 0);
    CHECK_EQUAL(isatty(tty), 1);
    errno = 0;
    CHECK_EQUAL(isatty(null), 0);
    CHECK_EQUAL(errno, ENOTTY);
    CHECK_EQUAL(isatty(-1), 0);
    CHECK_EQUAL(errno, EBADF);
    CHECK_EQUAL(ttyname_r(STDIN_FILENO, name, sizeof name), 0);
    CHECK_TEXT(ttyname(STDIN_FILENO), name);
    CHECK_EQUAL(ttyname_r(STDIN_FILENO, name, 3), ERANGE);
    CHECK_EQUAL(ttyname_r(null, name, sizeof name), ENOTTY);
    CHECK_TEXT(ctermid(NULL), "/dev/tty");
    CHECK(fstat(STDIN_FILENO, &status) == 0 && S_ISCHR(status.st_mode));
    CHECK_EQUAL(lseek(null, 0, SEEK_CUR), 0);
    CHECK_FAILS(lseek(tty, 0, SEEK_CUR), ESPIPE);
    close(null);
    CHECK_EQUAL(write(tty, "by /dev/tty\r\n", 13), 13);
    close(tty);
    CHECK_TEXT(getenv("TERM"), "xterm-256color");
}

static void attributes(void)
{
    struct termios now, raw;
    int null = open("/dev/null", O_RDWR);

    CHECK_EQUAL(at_start.c_lflag & (ICANON | ECHO | ISIG | IEXTEN), ICANON | ECHO | ISIG | IEXTEN);
    CHECK_EQUAL(at_start.c_iflag & (ICRNL | INLCR | IGNCR), ICRNL);
    CHECK_EQUAL(at_start.c_oflag & (OPOST | ONLCR), OPOST | ONLCR);
    CHECK_EQUAL(at_start.c_cflag & CSIZE, CS8);
    CHECK_EQUAL(at_start.c_cc[VEOF], 4);
    CHECK_EQUAL(at_start.c_cc[VINTR], 3);
    CHECK_EQUAL(cfgetospeed(&at_start), B38400);
    raw = at_start;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 7;
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSADRAIN, &raw), 0);
    CHECK_EQUAL(tcgetattr(STDOUT_FILENO, &now), 0); /* the same terminal */
    CHECK_EQUAL(now.c_lflag, raw.c_lflag);
    CHECK_EQUAL(now.c_iflag, raw.c_iflag);
    CHECK_EQUAL(now.c_oflag, raw.c_oflag);
    CHECK_EQUAL(now.c_cc[VMIN], 7);
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSAFLUSH, &at_start), 0);
    CHECK_EQUAL(tcgetattr(STDIN_FILENO, &now), 0);
    CHECK_EQUAL(now.c_lflag, at_start.c_lflag);
    CHECK_FAILS(tcgetattr(null, &now), ENOTTY);
    CHECK_FAILS(tcsetattr(null, TCSANOW, &now), ENOTTY);
    CHECK_FAILS(tcdrain(null), ENOTTY);
    CHECK_FAILS(tcgetattr(-1, &now), EBADF);
    CHECK_FAILS(tcsetattr(STDIN_FILENO, 99, &now), EINVAL);
    CHECK_FAILS(tcflush(STDIN_FILENO, 99), EINVAL);
    CHECK_EQUAL(tcdrain(STDOUT_FILENO), 0);
    CHECK_EQUAL(tcsendbreak(STDOUT_FILENO, 0), 0);
    CHECK(tcgetpgrp(STDIN_FILENO) > 0);
    CHECK(tcgetsid(STDIN_FILENO) > 0);
    close(null);
}

static void size(void)
{
    struct winsize size = {0};

    CHECK_EQUAL(ioctl(STDOUT_FILENO, TIOCGWINSZ, &size), 0);
    CHECK_EQUAL(size.ws_row, 24);
    CHECK_EQUAL(size.ws_col, 80);
    CHECK_EQUAL(ioctl(STDIN_FILENO, TIOCGWINSZ, &size), 0);
    CHECK_EQUAL(size.ws_col, 80);
}

static void lines(void)
{
    char byte;

    ask("line");
    expect("hello\n");
    ask("edit");
    expect("ok\n");
    ask("utf8");
    expect("h\303\251\342\202\254\360\237\230\200\n");
    ask("literal");
    expect("\004\032\n");
    ask("part");
    expect("abc");
    ask("eof");
    CHECK_EQUAL(read(STDIN_FILENO, &byte, 1), 0);
    ask("two");
    expect("one\n");
    expect("more\n");
    ask("short");
    CHECK_EQUAL(read(STDIN_FILENO, &byte, 1), 1);
    CHECK_EQUAL(byte, 'a');
    CHECK_EQUAL(pending(), 3);
    expect("bc\n");
}

static void long_line(void)
{
    static char got[8192];
    ssize_t length;

    ask("long");
    length = read(STDIN_FILENO, got, sizeof got);
    CHECK_EQUAL(length, 3001);
    CHECK(strspn(got, "x") == 3000 && got[3000] == '\n');
}

static void stream(void)
{
    char line[64] = "";

    printf("[stream] "); /* is to be seen before its answer is waited for */
    CHECK(fgets(line, sizeof line, stdin));
    CHECK_TEXT(line, "by stdio\n");
    CHECK_EQUAL(getchar(), EOF);
    CHECK(feof(stdin));
    clearerr(stdin);
}

static void not_blocking(void)
{
    int flags = fcntl(STDIN_FILENO, F_GETFL);
    char byte;

    CHECK_EQUAL(fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK), 0);
    CHECK_FAILS(read(STDIN_FILENO, &byte, 1), EAGAIN);
    CHECK_EQUAL(pending(), 0);
    CHECK_EQUAL(fcntl(STDIN_FILENO, F_SETFL, flags), 0);
}

static void raw(bool interrupt)
{
    char got[16];

    set_raw(5, 0);
    ask("raw");
    expect("\004\r\032\177\034");
    if (interrupt) {
        set_raw(1, 0);
        ask("interrupt");
        expect("\003");
    }
    set_raw(1, 0);
    ask("keys");
    expect_in_parts("\033[A\033[B\033[C\033[D\033[H\033[F\033OP\033[15~\033[3~\033[5~\033[Z\033x"
                    "\033[1;5C\t\303\251\360\237\230\200");
    ask("junk");
    CHECK_EQUAL(read(STDIN_FILENO, got, 1), 1);
    CHECK_EQUAL(tcflush(STDIN_FILENO, TCIFLUSH), 0);
    CHECK_EQUAL(pending(), 0);
    set_raw(0, 0);
    CHECK_EQUAL(read(STDIN_FILENO, got, 1), 0);
    set_raw(0, 1);
    CHECK_EQUAL(read(STDIN_FILENO, got, 1), 0);
    set_raw(3, 0);
    ask("three");
    expect("abc");
    set_raw(100, 1);
    ask("pause");
    expect_in_parts("ab");
}

static void modes(void)
{
    set(at_start.c_lflag & ~(tcflag_t)(ICANON | ECHO), 1, 0); /* cbreak */
    ask("cbreak");
    expect_in_parts("\004\n"); /* no VEOF, but ICRNL */
    set(at_start.c_lflag & ~(tcflag_t)ECHO, 1, 0);
    ask("secret");
    expect("secret\n");
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &at_start), 0);
    CHECK_TEXT(getpass("[password]"), "pass word");
}

static void output(void)
{
    CHECK_EQUAL(write(STDOUT_FILENO, "euro:\342", 6), 6);
    CHECK_EQUAL(write(STDOUT_FILENO, "\202", 1), 1);
    CHECK_EQUAL(write(STDOUT_FILENO, "\254.\n", 3), 3);
    printf("\033[1;31mred\033[0m \360\237\230\200 \303\244\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    int log = argc >= 2 ? open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;

    if (log < 0 || dup2(log, STDERR_FILENO) < 0 || tcgetattr(STDIN_FILENO, &at_start) < 0) {
        return 2;
    }
    at_start.c_iflag |= IUTF8; /* so that both erase alike, and ^Z stops neither */
    at_start.c_cc[VSUSP] = _POSIX_VDISABLE;
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &at_start), 0);
    names();
    attributes();
    size();
    output();
    lines();
    long_line();
    stream();
    not_blocking();
    raw(argc > 2);
    modes();
    CHECK_EQUAL(tcsetattr(STDIN_FILENO, TCSANOW, &at_start), 0);
    ask("end");
    return check_failures();
}
