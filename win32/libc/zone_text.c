/* zone_text.c: TZ in POSIX's format: "CET-1CEST,M3.5.0,M10.5.0/3", "<+0330>-3:30". */

#include "zone.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Three letters or more, or anything of letters, digits and signs in angle brackets. */
static const char *name_of(const char **text)
{
    const char *from = *text, *end;
    const char *name;

    if (*from == '<') {
        end = ++from;
        while (isalnum((unsigned char)*end) || *end == '+' || *end == '-') {
            end++;
        }
        *text = end + 1;
        return *end == '>' && end - from >= 3 ? wherry__zone_name(from, (int)(end - from)) : NULL;
    }
    for (end = from; isalpha((unsigned char)*end);) {
        end++;
    }
    name = end - from >= 3 ? wherry__zone_name(from, (int)(end - from)) : NULL;
    *text = end;
    return name;
}

static bool number(const char **text, int least, int most, int *value)
{
    int digits = 0;

    *value = 0;
    while (isdigit((unsigned char)**text) && digits++ < 3) {
        *value = *value * 10 + *(*text)++ - '0';
    }
    return digits && *value >= least && *value <= most;
}

/* [+-]hh[:mm[:ss]] */
static bool seconds(const char **text, int hours_most, long *value)
{
    int sign = **text == '-' ? -1 : 1;
    int part[3] = {0, 0, 0};

    *text += **text == '-' || **text == '+';
    if (!number(text, 0, hours_most, &part[0])) {
        return false;
    }
    for (int i = 1; i < 3 && **text == ':'; i++) {
        ++*text;
        if (!number(text, 0, 59, &part[i])) {
            return false;
        }
    }
    *value = sign * (part[0] * 3600L + part[1] * 60 + part[2]);
    return true;
}

/* Jn, n or Mm.w.d, with /time. */
static bool rule(const char **text, struct zone_rule *rule)
{
    bool good;

    *rule = (struct zone_rule){.second = 7200};
    if (**text == 'M') {
        rule->kind = WEEKDAY;
        ++*text;
        good = number(text, 1, 12, &rule->month) && *(*text)++ == '.' &&
               number(text, 1, 5, &rule->week) && *(*text)++ == '.' &&
               number(text, 0, 6, &rule->day);
    } else {
        rule->kind = **text == 'J' ? JULIAN : DAY_OF_YEAR;
        *text += **text == 'J';
        good = number(text, rule->kind == JULIAN, rule->kind == JULIAN ? 365 : 366, &rule->day);
    }
    if (good && **text == '/') {
        ++*text;
        good = seconds(text, 167, &rule->second);
    }
    return good;
}

bool wherry__zone_parse(struct zone *zone, const char *text)
{
    long west;

    memset(zone, 0, sizeof *zone);
    text += *text == ':';
    zone->name[0] = name_of(&text);
    if (!zone->name[0] || !seconds(&text, 24, &west)) {
        return false;
    }
    zone->offset[0] = zone->offset[1] = -west;
    zone->name[1] = zone->name[0];
    if (!*text) {
        return true;
    }
    zone->name[1] = name_of(&text);
    zone->daylight = true;
    zone->offset[1] = zone->offset[0] + 3600;
    if (!zone->name[1]) {
        return false;
    }
    if (*text && *text != ',') {
        if (!seconds(&text, 24, &west)) {
            return false;
        }
        zone->offset[1] = -west;
    }
    if (!*text) {
        text = ",M3.2.0,M11.1.0"; /* POSIX leaves it open; everybody takes that of New York */
    }
    return *text++ == ',' && rule(&text, &zone->rule[1]) && *text++ == ',' &&
           rule(&text, &zone->rule[0]) && !*text;
}
