/* Moments and days.
 *
 * A moment is Unix time in milliseconds with the offset that the wall clock had then, so that an
 * evening stays an evening wherever it is read. Nothing here asks the system for the time but
 * clock_system_now(); everything else gets its moments from outside. */
#ifndef COUPLET_BASE_CLOCK_H
#define COUPLET_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct moment {
    int64_t ms; /* since 1970-01-01T00:00:00Z */
    int zone;   /* minutes east of UTC, on that day at that place */
};

enum { MS_PER_SECOND = 1000, MS_PER_MINUTE = 60 * 1000 };
#define MS_PER_HOUR ((int64_t)60 * MS_PER_MINUTE)
#define MS_PER_DAY (24 * MS_PER_HOUR)

/* The wall clock of the people there. month 1–12, day 1–31, weekday 0 = Sunday. */
struct day_time {
    int year, month, day, weekday, hour, minute, second;
};

/* A source of moments; context is handed back to now. */
struct clock_source {
    struct moment (*now)(void *context);
    void *context;
};

struct moment clock_system_now(void *context);
struct moment clock_now(const struct clock_source *clock);

/* Proleptic Gregorian calendar, after Howard Hinnant's days-from-civil algorithms. */
struct day_time clock_civil(struct moment moment);

/* "2026-11-19T21:04:05+01:00" (RFC 3339); out holds CLOCK_RFC3339_MAX bytes. */
enum { CLOCK_RFC3339_MAX = 48 };
void clock_rfc3339(struct moment moment, char out[CLOCK_RFC3339_MAX]);

const char *clock_weekday(int weekday); /* "Thursday" */
const char *clock_month(int month);     /* "November" */

/* Whole local days from the day of a to the day of b. */
int64_t clock_days_between(struct moment a, struct moment b);

#endif
