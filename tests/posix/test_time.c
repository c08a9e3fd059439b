/* Clocks, local time by TZ, and the ways to write time. */
#include "check.h"

#include <limits.h>
#include <locale.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void clocks(void)
{
    static const clockid_t all[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID,
                                    CLOCK_THREAD_CPUTIME_ID};
    struct timespec before, after;
    struct timeval now;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        CHECK_EQUAL(clock_getres(all[i], &after), 0);
        CHECK(after.tv_sec == 0 && after.tv_nsec > 0);
        CHECK_EQUAL(clock_gettime(all[i], &before), 0);
        CHECK_EQUAL(clock_gettime(all[i], &after), 0);
        CHECK(before.tv_nsec >= 0 && before.tv_nsec < 1000000000);
        CHECK(after.tv_sec > before.tv_sec ||
              (after.tv_sec == before.tv_sec && after.tv_nsec >= before.tv_nsec));
    }
    CHECK_FAILS(clock_gettime(12345, &after), EINVAL);
    CHECK_FAILS(clock_getres(12345, &after), EINVAL);
    CHECK_EQUAL(gettimeofday(&now, NULL), 0);
    CHECK(now.tv_sec > 1600000000 && now.tv_usec >= 0 && now.tv_usec < 1000000);
    CHECK(time(NULL) >= now.tv_sec);
    CHECK(clock() >= 0);
    CHECK_EQUAL(sizeof(time_t), 8);
}

static void zone(const char *text)
{
    setenv("TZ", text, 1);
    tzset();
}

/* A moment as it reads by the clocks there. */
static void check_local(const char *text, long long moment, const char *wanted)
{
    time_t time = (time_t)moment;
    char words[64];
    struct tm tm;

    zone(text);
    CHECK(localtime_r(&time, &tm));
    CHECK(strftime(words, sizeof words, "%Y-%m-%d %H:%M:%S %Z %z", &tm));
    CHECK_TEXT(words, wanted);
    CHECK_EQUAL(mktime(&tm), moment);
}

static void zones(void)
{
    static const char york[] = "EST5EDT,M3.2.0,M11.1.0", oslo[] = "CET-1CEST,M3.5.0,M10.5.0/3";

    check_local("UTC0", 0, "1970-01-01 00:00:00 UTC +0000");
    check_local(york, 1710053999, "2024-03-10 01:59:59 EST -0500");
    check_local(york, 1710054000, "2024-03-10 03:00:00 EDT -0400");
    check_local(york, 1730609999, "2024-11-03 00:59:59 EDT -0400");
    check_local(york, 1730617200, "2024-11-03 02:00:00 EST -0500");
    check_local(oslo, 1711846799, "2024-03-31 01:59:59 CET +0100");
    check_local(oslo, 1711846800, "2024-03-31 03:00:00 CEST +0200");
    check_local(oslo, 1729990800, "2024-10-27 02:00:00 CET +0100");
    check_local("<+0330>-3:30", 1700000000, "2023-11-15 01:43:20 +0330 +0330");
    check_local("<+03>-3", -1, "1970-01-01 02:59:59 +03 +0300");
    check_local("AEST-10AEDT,M10.1.0,M4.1.0/3", 1704067200, "2024-01-01 11:00:00 AEDT +1100");
    check_local("AEST-10AEDT,M10.1.0,M4.1.0/3", 1719792000, "2024-07-01 10:00:00 AEST +1000");
    check_local("XXX3YYY,J60/0,J300/0", 1709175600, "2024-02-29 00:00:00 XXX -0300");
    check_local("XXX3YYY,J60/0,J300/0", 1709262000, "2024-03-01 01:00:00 YYY -0200");
    check_local(york, 253402300800, "9999-12-31 19:00:00 EST -0500");
    zone(oslo);
    CHECK_TEXT(tzname[0], "CET");
    CHECK_TEXT(tzname[1], "CEST");
    CHECK_EQUAL(timezone, -3600);
    CHECK(daylight);
}

static void made(void)
{
    struct tm tm = {.tm_year = 124, .tm_mon = 13, .tm_mday = 32, .tm_hour = -1, .tm_isdst = -1};
    struct tm summer = {.tm_year = 124, .tm_mon = 6, .tm_mday = 1, .tm_hour = 12, .tm_isdst = 0};

    zone("EST5EDT,M3.2.0,M11.1.0");
    CHECK_EQUAL(mktime(&tm), 1741060800);
    CHECK(tm.tm_mon == 2 && tm.tm_mday == 3 && tm.tm_hour == 23 && tm.tm_isdst == 0);
    CHECK_EQUAL(mktime(&summer), 1719853200);
    CHECK(summer.tm_hour == 13 && summer.tm_isdst == 1);
    summer = (struct tm){.tm_year = 124, .tm_mon = 6, .tm_mday = 1};
    CHECK_EQUAL(timegm(&summer), 1719792000);
    CHECK_EQUAL(summer.tm_wday, 1);
    CHECK(!gmtime(&(time_t){INT64_MAX}) && errno == EOVERFLOW);
}

static void system_zone(void)
{
    time_t now = time(NULL);
    struct tm tm;

    unsetenv("TZ");
    tzset();
    CHECK(localtime_r(&now, &tm) && mktime(&tm) == now);
    CHECK(tzname[0] && *tzname[0]);
    for (time_t moment = 946684800; moment < 2000000000; moment += 86400 * 91) {
        CHECK(localtime_r(&moment, &tm) && mktime(&tm) == moment);
    }
    zone("UTC0");
}

static void written(void)
{
    struct tm tm = {0};
    char words[128];

    CHECK_TEXT(strptime("2024-02-29 13:14:15 rest", "%Y-%m-%d %H:%M:%S", &tm), " rest");
    CHECK(tm.tm_year == 124 && tm.tm_mon == 1 && tm.tm_mday == 29 && tm.tm_sec == 15);
    CHECK(!strptime("29 Foo", "%d %b", &tm));
    tm = *gmtime(&(time_t){1709212455});
    CHECK(strftime(words, sizeof words, "%a %A %b %B %j %U %W %V %G %u %w %y %C %e %I %p", &tm));
    CHECK_TEXT(words, "Thu Thursday Feb February 060 08 09 09 2024 4 4 24 20 29 01 PM");
    CHECK(strftime(words, sizeof words, "%D|%F|%T|%R|%r|%c|%x|%X|%h|%n%t%%", &tm));
    CHECK_TEXT(words, "02/29/24|2024-02-29|13:14:15|13:14|01:14:15 PM|Thu Feb 29 13:14:15 2024|"
                      "02/29/24|13:14:15|Feb|\n\t%");
    CHECK_EQUAL(strftime(words, 4, "%Y", &tm), 0);
    CHECK_TEXT(asctime(&tm), "Thu Feb 29 13:14:15 2024\n");
    CHECK_TEXT(ctime(&(time_t){0}), "Thu Jan  1 00:00:00 1970\n");
    CHECK(difftime((time_t)1 << 40, 1) == 1099511627775.0);
}

static void past(int seconds, struct timespec *limit)
{
    clock_gettime(CLOCK_REALTIME, limit);
    limit->tv_sec -= seconds;
}

/* Limits that are over, and one far beyond what 32 bits hold. */
static void timed(void)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    struct timespec over, far = {.tv_sec = (time_t)1 << 35};
    sem_t semaphore;

    past(1, &over);
    CHECK_EQUAL(pthread_mutex_timedlock(&mutex, &far), 0);
    CHECK_EQUAL(pthread_cond_timedwait(&condition, &mutex, &over), ETIMEDOUT);
    over.tv_nsec = -1;
    CHECK_EQUAL(pthread_cond_timedwait(&condition, &mutex, &over), EINVAL);
    pthread_mutex_unlock(&mutex);
    CHECK_EQUAL(sem_init(&semaphore, 0, 1), 0);
    past(1, &over);
    CHECK_EQUAL(sem_timedwait(&semaphore, &far), 0);
    CHECK_FAILS(sem_timedwait(&semaphore, &over), ETIMEDOUT);
    sem_destroy(&semaphore);
    CHECK_EQUAL(pthread_atfork(NULL, NULL, NULL), 0);
}

int main(void)
{
    clocks();
    zones();
    made();
    system_zone();
    written();
    timed();
    return check_failures();
}
