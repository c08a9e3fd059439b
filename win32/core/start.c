/* start.c: what happens before main(): --wrap=main makes the program's main() __real_main().
 *
 * The arguments are read from the command line here, as CommandLineToArgvW() reads them, since the
 * CRT's are in the system's code page and expand wildcards when the linker so decides. */

#include "internal.h"

#include <errno.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The CRT's, for the streams of C++, which are its own: bytes pass as they are. */
enum { CRT_BINARY = 0x8000 };
int _setmode(int fd, int mode);

int __real_main(int argc, char **argv, char **environment);
int __wrap_main(int argc, char **argv, char **environment);

/* The name of the program as Unix programs expect it: slashes, no ".exe". A launcher (wrapper/)
 * says by what name it was called: the system makes every name a full one. */
static char *program_name(const wchar_t *argument)
{
    const char *called = getenv("WHERRY_ARGV0");
    char *name = called ? strdup(called) : wherry__path_back(argument);
    size_t length = name ? strlen(name) : 0;

    unsetenv("WHERRY_ARGV0");
    if (length > 4 && !strcasecmp(name + length - 4, ".exe")) {
        name[length - 4] = 0;
    }
    return name;
}

static char **arguments(int *count)
{
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), count);
    char **narrow = wide ? calloc((size_t)*count + 1, sizeof *narrow) : NULL;

    for (int i = 0; narrow && i < *count; i++) {
        narrow[i] = i == 0 ? program_name(wide[i]) : wherry__utf8(wide[i]);
        if (!narrow[i]) {
            return NULL;
        }
    }
    LocalFree(wide);
    return narrow;
}

int __wrap_main(int argc, char **argv, char **environment)
{
    (void)environment;
    wherry__start_crt();
    wherry__start_environment();
    wherry__start_descriptors();
    wherry__start_signals();
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        _setmode(fd, CRT_BINARY);
    }
    wherry__start_terminal();
    atexit(wherry__pipes_drain);
    atexit(wherry__stdio_flush); /* first: the other way round */
    argv = arguments(&argc);
    if (!argv) {
        static const char words[] = "wherry::posix: no memory for the arguments\n";

        (void)!write(STDERR_FILENO, words, sizeof words - 1);
        _exit(127);
    }
    program_invocation_name = argv[0];
    errno = 0; /* programs look at it that no call has failed yet */
    program_invocation_short_name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
    return __real_main(argc, argv, environ) & 0xff;
}
