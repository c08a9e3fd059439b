/* zone.h: what a time zone is to zone.c: for each year two offsets, and when they change. */
#ifndef WHERRY_POSIX_ZONE_H
#define WHERRY_POSIX_ZONE_H

#include <stdbool.h>

/* When a year's daylight saving time begins or ends, by local time. */
struct zone_rule {
    enum { NO_RULE, JULIAN, DAY_OF_YEAR, DAY_OF_MONTH, WEEKDAY } kind;
    int month, week, day; /* month from 1; week 5: the last; a weekday from Sunday, 0 */
    long second;          /* of that day; may be negative or beyond its end */
};

struct zone {
    const char *name[2]; /* standard, daylight; never freed */
    long offset[2];      /* seconds east of Greenwich */
    bool daylight;
    struct zone_rule rule[2]; /* the end of daylight saving time, its start */
};

/* The zone that a value of TZ describes: false when it is not of POSIX's format. */
bool wherry__zone_parse(struct zone *zone, const char *text);

/* That of the system as it is in a year. */
void wherry__zone_system(struct zone *zone, int year);

/* One of the names that tm_zone may have, kept for ever. */
const char *wherry__zone_name(const char *name, int length);

#endif
