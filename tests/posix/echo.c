/* echo.c: writes what it reads, from standard input to standard output, until the end.
 *
 *   echo            by calls that block
 *   echo poll       waits by poll(), and without blocking: what it cannot write yet, it keeps
 *   echo fill       writes numbered records until standard output is full, and ends; the exit code
 *                   is how many they were, modulo 256
 *   echo files      ends with 0 if input and output are files, and the input is not empty */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IN = STDIN_FILENO, OUT = STDOUT_FILENO };

static int echo_blocking(void)
{
    char buffer[10000];
    ssize_t got;

    while ((got = read(IN, buffer, sizeof buffer)) > 0) {
        if (write(OUT, buffer, (size_t)got) != got) {
            return 2;
        }
    }
    return got < 0 ? 3 : 0;
}

static int echo_polling(void)
{
    char buffer[10000];
    size_t length = 0;

    if (fcntl(IN, F_SETFL, O_NONBLOCK) < 0 || fcntl(OUT, F_SETFL, O_NONBLOCK) < 0) {
        return 4;
    }
    for (;;) {
        struct pollfd fds[] = {{.fd = length ? -1 : IN, .events = POLLIN},
                               {.fd = length ? OUT : -1, .events = POLLOUT}};
        ssize_t done;

        if (poll(fds, 2, -1) < 1) {
            return 5;
        }
        if (length) {
            done = write(OUT, buffer, length);
            if (done > 0) {
                length -= (size_t)done;
                memmove(buffer, buffer + done, length);
            }
        } else {
            done = read(IN, buffer, sizeof buffer);
            length = done > 0 ? (size_t)done : 0;
            if (!done) {
                return 0;
            }
        }
        if (done < 0 && errno != EAGAIN) {
            return 6;
        }
    }
}

static int fill(void)
{
    int count = 0;

    if (fcntl(OUT, F_SETFL, O_NONBLOCK) < 0) {
        return 4;
    }
    while (write(OUT, &(int[250]){count}, 1000) == 1000) {
        count++;
    }
    return count & 0xff;
}

static int are_files(void)
{
    struct stat in, out;

    if (fstat(IN, &in) < 0 || fstat(OUT, &out) < 0) {
        return 7;
    }
    return S_ISREG(in.st_mode) && S_ISREG(out.st_mode) && in.st_size > 0 ? 0 : 8;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "fill") == 0) {
        return fill();
    }
    if (argc > 1 && strcmp(argv[1], "files") == 0) {
        return are_files();
    }
    return argc > 1 && strcmp(argv[1], "poll") == 0 ? echo_polling() : echo_blocking();
}
