#include "options.h"

#include "command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 32, HELP_COLUMN = 26 };

static const struct unit {
    enum option_kind kind;
    const char *name;
    uint64_t factor;
} units[] = {
    {OPTION_BYTES, "k", 1 << 10},       {OPTION_BYTES, "K", 1 << 10},
    {OPTION_BYTES, "M", 1 << 20},       {OPTION_BYTES, "G", 1 << 30},
    {OPTION_RATE, "k", 1000},           {OPTION_RATE, "K", 1000},
    {OPTION_RATE, "M", 1000000},        {OPTION_RATE, "G", 1000000000},
    {OPTION_DURATION, "us", 1},         {OPTION_DURATION, "ms", 1000},
    {OPTION_DURATION, "s", 1000000},    {OPTION_DURATION, "m", 60000000},
    {OPTION_DURATION, "h", 3600000000},
};

static bool find_factor(enum option_kind kind, const char *name, uint64_t *factor)
{
    *factor = kind == OPTION_DURATION ? 1000000 : 1;
    if (!*name)
        return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].kind == kind && !strcmp(units[i].name, name)) {
            *factor = units[i].factor;
            return true;
        }
    }
    return false;
}

bool option_parse(enum option_kind kind, const char *text, uint64_t *value)
{
    uint64_t whole = 0, parts = 0, scale = 1, factor;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (whole > (UINT64_MAX - 9) / 10)
            return false;
        whole = whole * 10 + (uint64_t)(*at - '0');
    }
    bool has_digits = at > text;
    if (*at == '.' && kind != OPTION_COUNT) {
        for (at++; *at >= '0' && *at <= '9'; at++) {
            has_digits = true;
            if (scale < 1000000) {
                parts = parts * 10 + (uint64_t)(*at - '0');
                scale *= 10;
            }
        }
    }
    if (!has_digits || !find_factor(kind, at, &factor) || whole > UINT64_MAX / 2 / factor)
        return false;
    *value = whole * factor + parts * factor / scale;
    return true;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static const char *const examples[] = {
    [OPTION_FLAG] = "",
    [OPTION_TEXT] = "",
    [OPTION_COUNT] = "a number is wanted, such as 100",
    [OPTION_BYTES] = "a size is wanted, such as 1500, 64k or 2M",
    [OPTION_DURATION] = "a duration is wanted, such as 10, 0.5, 200ms or 2m",
    [OPTION_RATE] = "a rate per second is wanted, such as 1000 or 10k",
};

static bool store(const struct option_row *row, const char *argument, void *settings)
{
    void *member = (char *)settings + row->offset;
    uint64_t value;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)member = true;
        return true;
    case OPTION_TEXT:
        *(const char **)member = argument;
        return true;
    case OPTION_COUNT:
    case OPTION_BYTES:
    case OPTION_DURATION:
    case OPTION_RATE:
        if (option_parse(row->kind, argument, &value)) {
            *(uint64_t *)member = value;
            return true;
        }
        complain("--%s '%s': %s", row->name, argument, examples[row->kind]);
        return false;
    }
    return false;
}

/* What getopt is told of the rows, and --help. */
struct spoken {
    char letters[3 * ROWS_MAX + 3];
    struct option names[ROWS_MAX + 2];
};

static void speak(struct spoken *spoken, const struct option_row *rows, size_t count)
{
    size_t length = 0;
    spoken->letters[length++] = ':'; /* tell a missing argument from an unknown option */
    for (size_t i = 0; i < count; i++) {
        bool takes = rows[i].kind != OPTION_FLAG;
        spoken->names[i] = (struct option){.name = rows[i].name,
                                           .has_arg = takes ? required_argument : no_argument,
                                           .val = 256 + (int)i};
        if (!rows[i].letter)
            continue;
        spoken->letters[length++] = rows[i].letter;
        if (takes)
            spoken->letters[length++] = ':';
    }
    spoken->letters[length++] = 'h';
    spoken->letters[length] = 0;
    spoken->names[count] = (struct option){.name = "help", .val = 'h'};
    spoken->names[count + 1] = (struct option){0};
}

static const struct option_row *row_of(const struct option_row *rows, size_t count, int value)
{
    if (value >= 256)
        return &rows[value - 256];
    for (size_t i = 0; i < count; i++)
        if (rows[i].letter == value)
            return &rows[i];
    return NULL;
}

int options_read(const struct option_row *rows, size_t count, void *settings, int argc, char **argv)
{
    struct spoken spoken;
    speak(&spoken, rows, count);
    opterr = 0;
    optind = 1;
    for (;;) {
        int value = getopt_long(argc, argv, spoken.letters, spoken.names, NULL);
        if (value < 0)
            return optind;
        if (value == 'h')
            return 0;
        const struct option_row *row =
            value == '?' || value == ':' ? NULL : row_of(rows, count, value);
        if (!row) {
            complain(value == ':' ? "%s %s: its argument is missing"
                                  : "%s: there is no option '%s'",
                     argv[0], argv[optind - 1]);
            return -1;
        }
        if (!store(row, optarg, settings))
            return -1;
    }
}

/* ---- Help ------------------------------------------------------------------------------------ */

void options_print(const struct option_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char words[64];
        const char *argument = rows[i].argument;
        int length = rows[i].letter ? snprintf(words, sizeof words, "  -%c, ", rows[i].letter)
                                    : snprintf(words, sizeof words, "      ");
        length += snprintf(words + length, sizeof words - (size_t)length, "--%s%s%s", rows[i].name,
                           argument ? " " : "", argument ? argument : "");
        if (length < HELP_COLUMN)
            printf("%-*s%s\n", HELP_COLUMN, words, rows[i].help);
        else
            printf("%s\n%*s%s\n", words, HELP_COLUMN, "", rows[i].help);
    }
    printf("%-*s%s\n", HELP_COLUMN, "  -h, --help", "this text");
}
