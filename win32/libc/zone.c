/* zone.c: local time, for musl's mktime(), localtime_r() and strftime(), which ask here. The zone
 * is TZ's, looked at anew each time, else the system's. */

#include "zone.h"

#include "lock.h"
#include "time_impl.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char __utc[] = "UTC";
char *tzname[2] = {(char *)(uintptr_t)__utc, (char *)(uintptr_t)__utc};
long timezone;
int daylight;

struct name {
    struct name *next;
    char text[];
};

/* All under one lock: what was found out for a few years, while TZ is what it was. */
static struct {
    volatile int lock[1];
    struct name *names;
    char *text; /* of TZ; NULL: not set */
    bool known, by_text;
    struct zone zone; /* by_text: of all years; else of this one */
    struct {
        int year;
        struct zone zone;
    } system[8];
} state;

const char *wherry__zone_name(const char *text, int length)
{
    struct name *name = state.names;

    while (name && (strncmp(name->text, text, (size_t)length) || name->text[length])) {
        name = name->next;
    }
    if (!name && (name = malloc(sizeof *name + (size_t)length + 1))) {
        memcpy(name->text, text, (size_t)length);
        name->text[length] = 0;
        name->next = state.names;
        state.names = name;
    }
    return name ? name->text : __utc;
}

static int year_of(long long seconds)
{
    struct tm tm;

    return __secs_to_tm(seconds, &tm) < 0 ? INT_MAX : tm.tm_year + 1900;
}

static void publish(void)
{
    const struct zone *zone = &state.zone;

    for (int i = 0; i < 2; i++) {
        tzname[i] = (char *)(uintptr_t)zone->name[i];
    }
    timezone = -zone->offset[0];
    daylight = zone->daylight;
}

/* What TZ says now; an empty one, and one that makes no sense, is UTC, as elsewhere. */
static void refresh(void)
{
    const char *text = getenv("TZ");
    time_t now = time(NULL);

    if (state.known && (text && state.text ? !strcmp(text, state.text) : text == state.text)) {
        return;
    }
    free(state.text);
    state.text = text ? strdup(text) : NULL;
    state.by_text = text != NULL;
    state.known = true;
    memset(state.system, 0, sizeof state.system);
    if (!text) {
        wherry__zone_system(&state.zone, year_of(now));
    } else if (!wherry__zone_parse(&state.zone, text)) {
        state.zone = (struct zone){.name = {__utc, __utc}};
    }
    publish();
}

static const struct zone *zone_of(int year)
{
    unsigned slot = (unsigned)year % 8;

    if (state.by_text) {
        return &state.zone;
    }
    if (state.system[slot].year != year) {
        state.system[slot].year = year;
        wherry__zone_system(&state.system[slot].zone, year);
    }
    return &state.system[slot].zone;
}

static int month_days(int month, bool leap)
{
    return month == 2 ? 28 + leap : 30 + ((month + month / 8) & 1);
}

/* When, in seconds of local time, a rule takes effect in a year. */
static long long moment(const struct zone_rule *rule, int year)
{
    int is_leap;
    long long start = __year_to_secs(year - 1900LL, &is_leap), days = 0;
    int first, day;

    switch (rule->kind) {
    case NO_RULE:
        return 0;
    case JULIAN:
        days = rule->day - 1 + (is_leap && rule->day >= 60);
        break;
    case DAY_OF_YEAR:
        days = rule->day;
        break;
    case DAY_OF_MONTH:
        days = __month_to_secs(rule->month - 1, is_leap) / 86400 + rule->day - 1;
        break;
    case WEEKDAY:
        days = __month_to_secs(rule->month - 1, is_leap) / 86400;
        first = (int)(((start / 86400 + days + 4) % 7 + 7) % 7); /* the weekday of the first */
        day = (rule->day - first + 7) % 7 + (rule->week - 1) * 7;
        days += day < month_days(rule->month, is_leap) ? day : day - 7;
        break;
    }
    return start + days * 86400 + rule->second;
}

/* Whether daylight saving time holds at a moment of UTC, in the year that it is there by the
 * clocks. */
static bool saving(const struct zone *zone, long long utc, int year)
{
    long long start = moment(&zone->rule[1], year) - zone->offset[0];
    long long end = moment(&zone->rule[0], year) - zone->offset[1];

    return start < end ? utc >= start && utc < end : utc >= start || utc < end;
}

void __secs_to_zone(long long seconds, int local, int *is_saving, long *offset, long *other,
                    const char **name)
{
    const struct zone *zone;
    bool saved = false;
    int year;

    LOCK(state.lock);
    refresh();
    year = year_of(seconds + (local ? 0 : state.zone.offset[0]));
    zone = zone_of(year);
    if (zone->daylight) {
        saved = saving(zone, local ? seconds - zone->offset[1] : seconds, year);
    }
    *is_saving = saved;
    *offset = zone->offset[saved];
    if (other) {
        *other = zone->offset[!saved];
    }
    *name = zone->name[saved];
    UNLOCK(state.lock);
}

void tzset(void)
{
    LOCK(state.lock);
    refresh();
    publish();
    UNLOCK(state.lock);
}

/* tm_zone, if it is one of ours: a program's own struct tm may have anything there. */
const char *__tm_to_tzname(const struct tm *tm)
{
    const char *name = tm->__tm_zone == __utc ? __utc : "";

    LOCK(state.lock);
    refresh();
    for (struct name *each = state.names; each; each = each->next) {
        name = tm->__tm_zone == each->text ? each->text : name;
    }
    UNLOCK(state.lock);
    return name;
}
