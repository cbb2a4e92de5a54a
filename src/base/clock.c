/* Moments and days; the only file that asks what time it is. */
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *const weekdays[7] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday" };
static const char *const months[12] = { "January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December" };

struct moment clock_system_now(void *context)
{
    struct timespec now;
    struct tm local;

    (void)context;
    clock_gettime(CLOCK_REALTIME, &now);
    localtime_r(&now.tv_sec, &local);
    return (struct moment){ .ms = (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000,
                            .zone = (int)(local.tm_gmtoff / 60) };
}

struct moment clock_now(const struct clock_source *clock)
{
    return clock->now(clock->context);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t local_ms(struct moment moment)
{
    return moment.ms + (int64_t)moment.zone * MS_PER_MINUTE;
}

struct day_time clock_civil(struct moment moment)
{
    int64_t ms = local_ms(moment), days = floor_div(ms, MS_PER_DAY);
    int64_t in_day = (ms - days * MS_PER_DAY) / MS_PER_SECOND;
    int64_t shifted = days + 719468; /* days since 0000-03-01 */
    int64_t era = floor_div(shifted, 146097), doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (struct day_time){
        .year = (int)(yoe + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .weekday = (int)(((days + 4) % 7 + 7) % 7),
        .hour = (int)(in_day / 3600),
        .minute = (int)(in_day / 60 % 60),
        .second = (int)(in_day % 60),
    };
}

void clock_rfc3339(struct moment moment, char out[CLOCK_RFC3339_MAX])
{
    struct day_time t = clock_civil(moment);
    int zone = abs(moment.zone);

    snprintf(out, CLOCK_RFC3339_MAX, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", t.year, t.month,
             t.day, t.hour, t.minute, t.second, moment.zone < 0 ? '-' : '+', zone / 60 % 100,
             zone % 60);
}

const char *clock_weekday(int weekday)
{
    return weekdays[weekday];
}

const char *clock_month(int month)
{
    return months[month - 1];
}

int64_t clock_days_between(struct moment a, struct moment b)
{
    return floor_div(local_ms(b), MS_PER_DAY) - floor_div(local_ms(a), MS_PER_DAY);
}
