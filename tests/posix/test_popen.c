/* Shells: popen(), pclose(), system(). What the commands say is understood by sh and by cmd.exe. */
#include "check.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static char *self;

static int child(int argc, char **argv)
{
    if (!strcmp(argv[1], "say")) {
        return printf("<%s>", argc > 2 ? argv[2] : "") < 0;
    }
    if (!strcmp(argv[1], "count")) {
        int lines = 0, c;

        while ((c = getchar()) != EOF) {
            lines += c == '\n';
        }
        return lines;
    }
    if (!strcmp(argv[1], "open")) {
        return fcntl(atoi(argv[2]), F_GETFD) >= 0;
    }
    return 98;
}

/* A command that runs this program again; quoted, since its name may have spaces. */
static const char *command(const char *rest)
{
    static char text[4096];

    snprintf(text, sizeof text, "\"%s\" %s", self, rest);
    return text;
}

static void reading(void)
{
    char line[256];
    FILE *file = popen("echo hello", "r");
    int status;

    CHECK(file && fgets(line, sizeof line, file));
    line[strcspn(line, "\r\n")] = 0; /* cmd.exe's own lines end as Windows' do */
    CHECK_TEXT(line, "hello");
    CHECK(!fgets(line, sizeof line, file) && feof(file));
    CHECK_EQUAL(pclose(file), 0);
    file = popen(command("say \"two words\""), "re");
    CHECK(file && fgets(line, sizeof line, file));
    CHECK_TEXT(line, "<two words>");
    CHECK_EQUAL(fcntl(fileno(file), F_GETFD), FD_CLOEXEC);
    CHECK_EQUAL(pclose(file), 0);
    file = popen("exit 3", "r");
    CHECK(file && fgetc(file) == EOF);
    status = pclose(file);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    errno = 0;
    CHECK(!popen("echo", "rw") && errno == EINVAL);
    CHECK(!popen("echo", "") && errno == EINVAL);
}

static void writing(void)
{
    FILE *file = popen(command("count"), "w");
    int status;

    CHECK(file != NULL);
    for (int i = 0; i < 200; i++) {
        fprintf(file, "%d %s\n", i, "and more of it, so that the buffer is filled several times");
    }
    status = pclose(file);
    CHECK(WIFEXITED(status));
    CHECK_EQUAL(WEXITSTATUS(status), 200);
}

/* Two at once: the second one does not hold the first one's pipe open. */
static void two(void)
{
    FILE *first = popen(command("count"), "w"), *second = popen(command("count"), "w");

    CHECK(first && second);
    fprintf(first, "\n");
    CHECK_EQUAL(WEXITSTATUS(pclose(first)), 1);
    CHECK_EQUAL(WEXITSTATUS(pclose(second)), 0);
}

static void commands(void)
{
    char rest[64], name[] = "/tmp/wherry-popen-XXXXXX";
    int fd = mkstemp(name), status;

    CHECK(system(NULL) != 0);
    CHECK_EQUAL(system("exit 0"), 0);
    status = system("exit 41");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 41);
    status = system(command("count < /dev/null") + 0);
    CHECK(WIFEXITED(status));
    snprintf(rest, sizeof rest, "open %d", fd);
    CHECK_EQUAL(WEXITSTATUS(system(command(rest))), 1); /* inherited, also through a shell */
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    CHECK_EQUAL(WEXITSTATUS(system(command(rest))), 0);
    status = system("no-such-command-anywhere 2>&1");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) != 0);
    close(fd);
    unlink(name);
}

int main(int argc, char **argv)
{
    self = argv[0];
    if (argc > 1) {
        return child(argc, argv);
    }
    reading();
    writing();
    two();
    commands();
    return check_failures();
}
