/* Streams and descriptors at once: two files and a stream in memory. */
#include "check.h"

#include <fcntl.h>
#include <unistd.h>

static void two_files(void)
{
    char one[] = "/tmp/wherry-streams-XXXXXX", two[] = "/tmp/wherry-streams-XXXXXX";
    FILE *first = fdopen(mkstemp(one), "w+"), *second = fdopen(mkstemp(two), "w+");
    char line[64];

    CHECK(first && second);
    for (int i = 0; i < 1000; i++) {
        fprintf(i % 2 ? first : second, "%d\n", i);
    }
    rewind(first);
    rewind(second);
    for (int i = 0; i < 1000; i++) {
        CHECK(fgets(line, sizeof line, i % 2 ? first : second));
        CHECK_EQUAL(atoi(line), i);
    }
    CHECK(!fgets(line, sizeof line, first) && feof(first));
    CHECK_EQUAL(fclose(first), 0);
    CHECK_EQUAL(fclose(second), 0);
    CHECK_EQUAL(unlink(one), 0);
    CHECK_EQUAL(unlink(two), 0);
    CHECK_FAILS(open(one, O_RDONLY), ENOENT);
}

static void in_memory(void)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);

    CHECK(file);
    fprintf(file, "%s %zu %lld", "a", (size_t)1, 1LL << 40);
    CHECK_EQUAL(fclose(file), 0);
    CHECK_TEXT(text, "a 1 1099511627776");
    CHECK_EQUAL(length, strlen(text));
    file = fmemopen(text, length, "r");
    CHECK(file && fgetc(file) == 'a');
    fclose(file);
    free(text);
}

/* A call that succeeds leaves errno alone here, as programs expect of printf(). */
static void quiet_errno(void)
{
    errno = 0;
    CHECK(fprintf(stderr, "%s", "") == 0);
    CHECK(fprintf(stderr, "(%s%d)\n", "nothing is wrong: ", 1) > 0);
    CHECK_EQUAL(errno, 0);
}

int main(void)
{
    quiet_errno();
    two_files();
    in_memory();
    return check_failures();
}
