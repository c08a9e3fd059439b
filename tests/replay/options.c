#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_number(const char *text, uint64_t *number)
{
    char *end = NULL;
    if (text)
        *number = strtoull(text, &end, 10);
    return text && *text && *end == '\0';
}

/* Returns how many arguments it took; 0: it is none of these. */
static int read_one(struct options *options, char **arguments)
{
    if (strcmp(arguments[0], "--plain") == 0)
        return options->plain = 1;
    if (strcmp(arguments[0], "--seed") == 0 && read_number(arguments[1], &options->seed))
        return 2;
    if (strcmp(arguments[0], "--frames") == 0 && read_number(arguments[1], &options->frames))
        return 2;
    if (strcmp(arguments[0], "--show") == 0 && read_number(arguments[1], &options->show))
        return 2;
    if (strcmp(arguments[0], "--write") == 0 && arguments[1]) {
        options->write = arguments[1];
        return 2;
    }
    return 0;
}

int options_read(struct options *options, char **arguments)
{
    *options = (struct options){.seed = 1, .frames = 1000};
    const char *program = *arguments++;
    int taken;
    while (*arguments && (taken = read_one(options, arguments)) > 0)
        arguments += taken;
    options->paths = arguments;
    if (*arguments && **arguments != '-')
        return 0;
    fprintf(stderr,
            "usage: %s [--seed N] [--frames N] [--show STEP] [--write FILE] [--plain] CAPTURE...\n",
            program);
    return -1;
}
