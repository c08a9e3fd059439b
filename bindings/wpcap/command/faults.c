#include "faults.h"

#include "command.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MILLION = 1000000, WORD_BYTES = 64, LONGEST_MS = 60000 };

static bool read_percent(const char *text, struct wherry_netdev_faults *faults, size_t offset)
{
    uint64_t millionths; /* a duration is read in millionths of its unit */
    size_t length = strlen(text);
    if (strspn(text, "0123456789.") != length ||
        !option_parse(OPTION_DURATION, text, &millionths) || millionths > UINT64_C(100) * MILLION)
        return false;
    *(uint32_t *)((char *)faults + offset) = (uint32_t)(millionths / 100);
    return true;
}

static bool read_delay(const char *text, struct wherry_netdev_faults *faults, size_t offset)
{
    uint64_t time_us;
    (void)offset;
    if (!option_parse(OPTION_DURATION, text, &time_us) || time_us / 1000 > LONGEST_MS)
        return false;
    faults->delay_ms = (uint32_t)((time_us + 999) / 1000);
    faults->delayed_ppm = MILLION;
    return true;
}

static bool read_seed(const char *text, struct wherry_netdev_faults *faults, size_t offset)
{
    (void)offset;
    return option_parse(OPTION_COUNT, text, &faults->seed);
}

static const struct word {
    const char *name;
    bool (*read)(const char *text, struct wherry_netdev_faults *faults, size_t offset);
    const char *wanted;
    size_t offset;
} words[] = {
#define PERCENT read_percent, "a percentage is wanted, such as 5 or 0.1"
    {"loss", PERCENT, offsetof(struct wherry_netdev_faults, lost_ppm)},
    {"duplicate", PERCENT, offsetof(struct wherry_netdev_faults, duplicated_ppm)},
    {"reorder", PERCENT, offsetof(struct wherry_netdev_faults, reordered_ppm)},
    {"corrupt", PERCENT, offsetof(struct wherry_netdev_faults, corrupted_ppm)},
#undef PERCENT
    {"delay", read_delay, "a duration of a minute at most is wanted, such as 10ms", 0},
    {"seed", read_seed, "a number is wanted, such as 7", 0},
};
enum { WORD_COUNT = sizeof words / sizeof *words };

static void complain_unknown(const char *name)
{
    char known[256] = "";
    size_t length = 0;
    for (size_t i = 0; i < WORD_COUNT; i++)
        length += (size_t)snprintf(known + length, sizeof known - length, "%s%s", i ? ", " : "",
                                   words[i].name);
    complain("--faults: there is no fault '%s'; there are: %s", name, known);
}

/* One "name=value". */
static bool read_word(char *text, struct wherry_netdev_faults *faults)
{
    char *value = strchr(text, '=');
    if (value)
        *value++ = '\0';
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (strcmp(words[i].name, text))
            continue;
        if (value && words[i].read(value, faults, words[i].offset))
            return true;
        complain("--faults: %s=%s: %s", text, value ? value : "", words[i].wanted);
        return false;
    }
    complain_unknown(text);
    return false;
}

bool faults_read(const char *text, struct wherry_netdev_faults *faults)
{
    *faults = (struct wherry_netdev_faults){0};
    for (;;) {
        char word[WORD_BYTES];
        size_t length = strcspn(text, ",");
        snprintf(word, sizeof word, "%.*s", (int)(length < WORD_BYTES ? length : WORD_BYTES), text);
        if (!read_word(word, faults))
            return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}
