/* Record locks between two processes: the second is this program again, which
 * is told what to try and says by its exit code how it went. */
#include "place.h"

#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>

extern char **environ;
static const char *self;

static struct flock place_of(int type, off_t start, off_t length)
{
    return (struct flock){
        .l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
}

static int set(int fd, int type, off_t start, off_t length)
{
    struct flock lock = place_of(type, start, length);

    return fcntl(fd, F_SETLK, &lock);
}

/* ---- the second process
 * ------------------------------------------------------------------------ */

enum { FREE = 10, TAKEN = 11, DIFFERENT = 12, BROKEN = 13 };

/* Can [start, start + length) be locked? And does F_GETLK say who is in the
 * way? */
static int second(char **arguments)
{
    int type = atoi(arguments[2]);
    off_t start = atoi(arguments[3]), length = atoi(arguments[4]);
    struct flock lock = place_of(type, start, length);
    int fd = open(arguments[1], O_RDWR);

    if (fd < 0 || fcntl(fd, F_GETLK, &lock) < 0) {
        return BROKEN;
    }
    if (set(fd, type, start, length) == 0) {
        return lock.l_type == F_UNLCK ? FREE : DIFFERENT;
    }
    if (errno != EAGAIN && errno != EACCES) {
        return BROKEN;
    }
    return lock.l_type == F_WRLCK && lock.l_start == 100 && lock.l_len == 50 &&
                   lock.l_pid == (pid_t)atoi(arguments[5])
               ? TAKEN
               : DIFFERENT;
}

/* ---- the first
 * -----------------------------------------------------------------------------------
 */

static int ask(int type, off_t start, off_t length)
{
    char words[4][24];
    char *arguments[] = {(char *)self, "f", words[0], words[1], words[2], words[3], NULL};
    int status = 0;
    pid_t child;

    snprintf(words[0], sizeof words[0], "%d", type);
    snprintf(words[1], sizeof words[1], "%lld", (long long)start);
    snprintf(words[2], sizeof words[2], "%lld", (long long)length);
    snprintf(words[3], sizeof words[3], "%lld", (long long)getpid());
    if (posix_spawn(&child, self, NULL, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
        return -1;
    }
    return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
    int fd, other;
    char path[4096];

    if (argc > 1) {
        return second(argv);
    }
    self = realpath(argv[0], path);
    if (!self) { /* Windows: without its ".exe" */
        char name[4096];

        snprintf(name, sizeof name, "%s.exe", argv[0]);
        self = realpath(name, path);
    }
    place_enter();
    place_write("f", "0123456789");
    fd = open("f", O_RDWR);
    CHECK_EQUAL(ask(F_WRLCK, 0, 0), FREE);
    CHECK_EQUAL(set(fd, F_WRLCK, 100, 50), 0);
    CHECK_EQUAL(ask(F_WRLCK, 0, 0), TAKEN);
    CHECK_EQUAL(ask(F_RDLCK, 149, 1), TAKEN);
    CHECK_EQUAL(ask(F_WRLCK, 150, 0), FREE);
    CHECK_EQUAL(ask(F_WRLCK, 0, 100), FREE);
    CHECK_EQUAL(set(fd, F_RDLCK, 100, 50), 0); /* downwards */
    CHECK_EQUAL(ask(F_RDLCK, 0, 0), FREE);
    CHECK_EQUAL(set(fd, F_WRLCK, 100, 50), 0); /* and up */
    CHECK_EQUAL(set(fd, F_UNLCK, 120, 10), 0); /* in two */
    CHECK_EQUAL(ask(F_WRLCK, 120, 10), FREE);
    CHECK_EQUAL(ask(F_WRLCK, 119, 1), DIFFERENT); /* in the way, and only up to 119 */
    CHECK_EQUAL(ask(F_WRLCK, 130, 1), DIFFERENT);
    CHECK_EQUAL(set(fd, F_WRLCK, 110, 30), 0); /* and one again */
    other = open("f", O_RDONLY);
    CHECK_EQUAL(close(other), 0); /* any descriptor of the file */
    CHECK_EQUAL(ask(F_WRLCK, 0, 0), FREE);
    CHECK_EQUAL(close(fd), 0);
    CHECK_EQUAL(unlink("f"), 0);
    place_leave();
    return check_failures();
}
