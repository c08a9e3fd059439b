/* zone_system.c: the zone that Windows is set to. It has no abbreviations, so its names are
 * numbers, as they are for the many zones of the tz database that have none: "+01", "-0330", "UTC".
 */

#include "../core/internal.h"
#include "zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const char *numeric(long offset)
{
    long minutes = labs(offset) / 60;
    char text[16];

    if (!offset) {
        return wherry__zone_name("UTC", 3);
    }
    snprintf(text, sizeof text, minutes % 60 ? "%c%02ld%02ld" : "%c%02ld", offset < 0 ? '-' : '+',
             minutes / 60, minutes % 60);
    return wherry__zone_name(text, (int)strlen(text));
}

/* SYSTEMTIME's two ways to say when: without a year, wDay is the week. */
static struct zone_rule rule_of(const SYSTEMTIME *when)
{
    return (struct zone_rule){
        .kind = !when->wMonth ? NO_RULE
                : when->wYear ? DAY_OF_MONTH
                              : WEEKDAY,
        .month = when->wMonth,
        .week = when->wDay,
        .day = when->wYear ? when->wDay : when->wDayOfWeek,
        .second = when->wHour * 3600L + when->wMinute * 60 + when->wSecond +
                  (when->wMilliseconds >= 500), /* 23:59:59.999 is midnight */
    };
}

void wherry__zone_system(struct zone *zone, int year)
{
    DYNAMIC_TIME_ZONE_INFORMATION now;
    TIME_ZONE_INFORMATION then = {0};
    USHORT asked = (USHORT)(year < 1601 ? 1601 : year > 30827 ? 30827 : year);

    GetDynamicTimeZoneInformation(&now);
    if (!GetTimeZoneInformationForYear(asked, &now, &then)) {
        GetTimeZoneInformation(&then);
    }
    memset(zone, 0, sizeof *zone);
    zone->daylight = then.StandardDate.wMonth && then.DaylightDate.wMonth;
    zone->offset[0] = -60 * (then.Bias + then.StandardBias);
    zone->offset[1] = zone->daylight ? -60 * (then.Bias + then.DaylightBias) : zone->offset[0];
    zone->rule[0] = rule_of(&then.StandardDate);
    zone->rule[1] = rule_of(&then.DaylightDate);
    zone->name[0] = numeric(zone->offset[0]);
    zone->name[1] = numeric(zone->offset[1]);
}
