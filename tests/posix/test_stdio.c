/* Streams: formats, modes, buffers, memory, locks, thousands of them. */
#include "check.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio_ext.h>
#include <unistd.h>

#pragma GCC diagnostic ignored "-Wformat" /* what POSIX has more than ISO C */

enum { MANY = 1200, LINES = 2000, THREADS = 4 };

static char path[] = "/tmp/wherry-stdio-XXXXXX";

static void check_format(const char *wanted, const char *format, ...)
{
    char words[256];
    va_list arguments;

    va_start(arguments, format);
    CHECK_EQUAL(vsnprintf(words, sizeof words, format, arguments), strlen(wanted));
    va_end(arguments);
    CHECK_TEXT(words, wanted);
}

static void formats(void)
{
    intmax_t seen = 0;
    char *made;

    check_format("|  -7|-7  |007|+7|0x1f|037|", "|%4d|%-4d|%03d|%+d|%#x|%#o|", -7, -7, 7, 7, 31,
                 31);
    check_format("-1 4294967295 -9223372036854775807", "%hhd %zu %lld", -1, (size_t)4294967295u,
                 -9223372036854775807LL);
    check_format("9223372036854775807 ffffffffffffffff", "%jd %" PRIx64, INTMAX_MAX, UINT64_MAX);
    check_format("1.500000 1.50 1.5e+00 1.5 0x1.8p+0 inf -nan", "%f %.2f %.1e %g %a %f %f", 1.5,
                 1.5, 1.5, 1.5, 1.5, __builtin_inf(), -__builtin_nan(""));
    check_format("0.1 3.141592653589793239", "%.1Lf %.18Lf", 0.1L, 3.14159265358979323846L);
    check_format("b a", "%2$s %1$s", "a", "b");
    check_format("   x|ab", "%*s|%.*s", 4, "x", 2, "abc");
    check_format("100% c", "%d%% %c", 100, 'c');
    snprintf(path, 0, "%s", "untouched");
    CHECK_EQUAL(sprintf((char[16]){0}, "abc%jn", &seen), 3);
    CHECK_EQUAL(seen, 3);
    CHECK_EQUAL(asprintf(&made, "%s-%d", "made", 1), 6);
    CHECK_TEXT(made, "made-1");
    free(made);
}

static void scans(void)
{
    char word[8], *made = NULL;
    int number, count;
    double real;
    long long big;

    CHECK_EQUAL(sscanf("12 0x1f 1.5e1 word 99999999999", "%d %i %lf %4s %lld", &number, &count,
                       &real, word, &big),
                5);
    CHECK(number == 12 && count == 31 && real == 15.0 && big == 99999999999);
    CHECK_EQUAL(sscanf("abc,def", "%7[^,],%ms%n", word, &made, &count), 2);
    CHECK_TEXT(made, "def");
    CHECK_EQUAL(count, 7);
    free(made);
    CHECK_EQUAL(sscanf("", "%d", &number), EOF);
}

static void modes(void)
{
    FILE *file = fdopen(mkstemp(path), "w");
    char line[64], *text = NULL;
    size_t room = 0;

    CHECK(file && fputs("one\r\ntwo\x1a\nthree", file) >= 0 && !fclose(file));
    CHECK(!fopen(path, "wx") && errno == EEXIST);
    CHECK(!fopen(path, "zz") && errno == EINVAL);
    file = fopen(path, "re");
    CHECK_EQUAL(fcntl(fileno(file), F_GETFD), FD_CLOEXEC);
    CHECK(fgets(line, sizeof line, file));
    CHECK_TEXT(line, "one\r\n");
    CHECK_EQUAL(getline(&text, &room, file), 5);
    CHECK_EQUAL(getdelim(&text, &room, 'r', file), 3);
    CHECK_EQUAL(ftello(file), 13);
    CHECK_EQUAL(getline(&text, &room, file), 2);
    CHECK_EQUAL(getline(&text, &room, file), -1);
    CHECK(feof(file) && !ferror(file));
    CHECK_EQUAL(putc('x', file), EOF);
    CHECK(ferror(file));
    free(text);
    file = freopen(path, "a+", file);
    CHECK(file && fputs("!", file) >= 0 && !fseeko(file, -2, SEEK_END));
    CHECK_EQUAL(getc(file), 'e');
    CHECK_EQUAL(ungetc('z', file), 'z');
    CHECK_EQUAL(getc_unlocked(file), 'z');
    CHECK_EQUAL(getc(file), '!');
    CHECK_EQUAL(fseeko(file, (off_t)5 << 30, SEEK_SET), 0); /* beyond 32 bits */
    CHECK_EQUAL(ftello(file), (off_t)5 << 30);
    fclose(file);
    CHECK(!fopen("/no/such/place", "r") && errno == ENOENT);
}

static void buffers(void)
{
    FILE *file = fopen(path, "w+"), *reader = fopen(path, "r");
    static char own[512];

    CHECK_EQUAL(setvbuf(file, own, _IOFBF, sizeof own), 0);
    CHECK(fputs("held\n", file) >= 0 && getc(reader) == EOF);
    CHECK(__fpending(file) == 5);
    CHECK_EQUAL(fflush(file), 0);
    clearerr(reader);
    CHECK_EQUAL(getc(reader), 'h');
    fclose(file);
    file = fopen(path, "a");
    setlinebuf(file);
    fputs("line\n", file);
    CHECK_EQUAL(fseek(reader, 5, SEEK_SET), 0);
    CHECK_EQUAL(getc(reader), 'l');
    fclose(file);
    file = fopen(path, "a");
    CHECK_EQUAL(setvbuf(file, NULL, _IONBF, 0), 0);
    fputc('x', file);
    CHECK_EQUAL(fseek(reader, 10, SEEK_SET), 0);
    CHECK_EQUAL(getc(reader), 'x');
    CHECK(dprintf(fileno(file), "%s", "direct") == 6);
    fclose(file);
    fclose(reader);
}

static ssize_t cookie_write(void *cookie, const char *bytes, size_t count)
{
    strncat(cookie, bytes, count);
    return (ssize_t)count;
}

static void unusual(void)
{
    char seen[32] = "", memory[8] = "";
    FILE *file = fopencookie(seen, "w", (cookie_io_functions_t){.write = cookie_write});
    FILE *scratch = tmpfile();

    CHECK(file && fprintf(file, "%d cookies", 3) == 9 && !fclose(file));
    CHECK_TEXT(seen, "3 cookies");
    file = fmemopen(memory, sizeof memory, "w+");
    CHECK(file && fputs("abc", file) >= 0 && !fflush(file));
    CHECK_TEXT(memory, "abc");
    rewind(file);
    CHECK_EQUAL(getc(file), 'a');
    fclose(file);
    CHECK(scratch && fputs("x", scratch) >= 0 && fseek(scratch, 0, SEEK_SET) == 0);
    CHECK_EQUAL(getc(scratch), 'x');
    fclose(scratch);
}

static void many(void)
{
    static FILE *files[MANY];
    int opened = 0;

    while (opened < MANY && (files[opened] = fopen(path, "r"))) {
        opened++;
    }
    CHECK(opened == MANY || errno == EMFILE); /* ulimit -n may be less */
    while (opened) {
        fclose(files[--opened]);
    }
}

static void *write_lines(void *file)
{
    for (int i = 0; i < LINES; i++) {
        if (i % 2) {
            fprintf(file, "%s\n", "a whole line");
        } else {
            flockfile(file);
            fputs("a whole", file);
            putc_unlocked(' ', file);
            fputs("line\n", file);
            funlockfile(file);
        }
    }
    return NULL;
}

static void shared(void)
{
    FILE *file = fopen(path, "w+");
    pthread_t thread[THREADS];
    char line[64];
    int count = 0;

    for (int i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_create(&thread[i], NULL, write_lines, file), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
    }
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        count += !strcmp(line, "a whole line\n");
    }
    CHECK_EQUAL(count, LINES * THREADS);
    fclose(file);
}

int main(void)
{
    formats();
    scans();
    modes();
    buffers();
    unusual();
    many();
    shared();
    CHECK_EQUAL(unlink(path), 0);
    printf("this goes out at exit");
    return check_failures();
}
