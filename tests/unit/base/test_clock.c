/* Moments and days, against the C library's calendar: centuries of days, before 1970 as well, in
 * every zone there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"

/* Zones that people live in, and the widest that RFC 3339 can write. */
static const int zones[] = { 0, 60, -60, 330, 345, 765, 840, -210, -570, -720, 1439, -1439, 1, -1 };

/* Seconds of the first day of some years, proleptic Gregorian, and a day's length. */
#define YEAR_1 INT64_C(-62135596800)
#define YEAR_1600 INT64_C(-11676096000)
#define YEAR_2400 INT64_C(13569465600)
#define YEAR_10000 INT64_C(253402300800)
#define DAY INT64_C(86400)

static void assert_same_as_gmtime(int64_t seconds, int ms, int zone)
{
    struct day_time t = clock_civil((struct moment){ .ms = seconds * 1000 + ms, .zone = zone });
    time_t local = (time_t)(seconds + zone * 60);
    struct tm tm;

    assert_non_null(gmtime_r(&local, &tm));
    if (t.year != tm.tm_year + 1900 || t.month != tm.tm_mon + 1 || t.day != tm.tm_mday ||
        t.weekday != tm.tm_wday || t.hour != tm.tm_hour || t.minute != tm.tm_min ||
        t.second != tm.tm_sec)
        fail_msg("%lld s %d ms, zone %d: %d-%d-%d (%d) %d:%d:%d", (long long)seconds, ms, zone,
                 t.year, t.month, t.day, t.weekday, t.hour, t.minute, t.second);
}

static void every_day_of_eight_centuries_is_that_of_the_c_library(void **state)
{
    (void)state;
    for (int64_t day = YEAR_1600; day < YEAR_2400; day += DAY) {
        assert_same_as_gmtime(day, 0, 0); /* the first second, the last one, and between */
        assert_same_as_gmtime(day + DAY - 1, 999, 0);
        assert_same_as_gmtime(day + 45296, 789, 0);
    }
}

static void days_from_year_minus_9999_to_19999_are_right_in_every_zone(void **state)
{
    size_t i = 0;

    (void)state;
    for (int64_t s = 2 * YEAR_1 - YEAR_10000; s < 2 * YEAR_10000; s += 37 * DAY + 12345) {
        assert_same_as_gmtime(s, (int)(i % 1000), zones[i % ARRAY_SIZE(zones)]);
        i++;
    }
    assert_true(i > 250000); /* days */
}

static void milliseconds_before_1970_round_down_not_up(void **state)
{
    static const struct {
        int64_t ms;
        const char *said;
    } rows[] = {
        { 0, "1970-01-01T00:00:00+00:00" },         { 999, "1970-01-01T00:00:00+00:00" },
        { -1, "1969-12-31T23:59:59+00:00" },        { -1000, "1969-12-31T23:59:59+00:00" },
        { -1001, "1969-12-31T23:59:58+00:00" },     { -86400000, "1969-12-31T00:00:00+00:00" },
        { -86400001, "1969-12-30T23:59:59+00:00" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char out[CLOCK_RFC3339_MAX];

        clock_rfc3339((struct moment){ .ms = rows[i].ms }, out);
        assert_string_equal(out, rows[i].said);
    }
}

static void rfc_3339_is_written_with_the_offset_of_the_place(void **state)
{
    static const struct {
        int64_t ms;
        int zone;
        const char *said;
    } rows[] = {
        { INT64_C(1795118645000), 60, "2026-11-19T21:04:05+01:00" }, /* the header's own */
        { INT64_C(1795118645999), 0, "2026-11-19T20:04:05+00:00" },
        { INT64_C(1795118645000), -210, "2026-11-19T16:34:05-03:30" },
        { INT64_C(1795118645000), 345, "2026-11-20T01:49:05+05:45" },
        { INT64_C(1795118645000), 840, "2026-11-20T10:04:05+14:00" },
        { INT64_C(1795118645000), -1, "2026-11-19T20:03:05-00:01" },
        { INT64_C(1709164800000), 0, "2024-02-29T00:00:00+00:00" },
        { INT64_C(951782400000), 0, "2000-02-29T00:00:00+00:00" },
        { INT64_C(4107456000000), 0, "2100-02-28T00:00:00+00:00" },
        { INT64_C(4107542400000), 0, "2100-03-01T00:00:00+00:00" },
        { YEAR_1 * 1000, 0, "0001-01-01T00:00:00+00:00" },
        { YEAR_10000 * 1000 - 1, 0, "9999-12-31T23:59:59+00:00" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char out[CLOCK_RFC3339_MAX];

        clock_rfc3339((struct moment){ rows[i].ms, rows[i].zone }, out);
        assert_string_equal(out, rows[i].said);
    }
}

/* Reads what was written, as another program would. */
static int64_t seconds_of(const char *text, int *zone)
{
    struct tm tm = { 0 };
    int hours, minutes, n = 0;
    char sign;

    assert_int_equal(sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%c%2d:%2d%n", &tm.tm_year, &tm.tm_mon,
                            &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &sign, &hours,
                            &minutes, &n),
                     9);
    assert_int_equal(n, strlen(text));
    assert_int_equal(n, 25);
    assert_true(sign == '+' || sign == '-');
    *zone = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return (int64_t)timegm(&tm) - *zone * 60;
}

static void what_was_written_reads_back_as_the_same_second(void **state)
{
    (void)state;
    for (int64_t s = YEAR_1600; s < YEAR_2400; s += 29 * DAY + 54321)
        for (size_t i = 0; i < ARRAY_SIZE(zones); i++) {
            char out[CLOCK_RFC3339_MAX];
            int zone;

            clock_rfc3339((struct moment){ s * 1000 + 500, zones[i] }, out);
            assert_true(seconds_of(out, &zone) == s);
            assert_int_equal(zone, zones[i]);
        }
}

static void moments_and_zones_that_cannot_be_still_fit_the_text(void **state)
{
    static const int64_t far[] = { INT64_C(1) << 61, -(INT64_C(1) << 61), YEAR_10000 * 1000 };
    static const int odd[] = { 100000, -100000, INT32_MAX, -INT32_MAX };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(far); i++)
        for (size_t z = 0; z < ARRAY_SIZE(odd); z++) {
            char out[CLOCK_RFC3339_MAX];
            struct day_time t = clock_civil((struct moment){ far[i], odd[z] });

            clock_rfc3339((struct moment){ far[i], odd[z] }, out);
            assert_true(strlen(out) < sizeof out);
            assert_in_range(t.month, 1, 12);
            assert_in_range(t.day, 1, 31);
            assert_in_range(t.weekday, 0, 6);
        }
}

static void days_between_are_those_of_the_two_calendars(void **state)
{
    struct moment evening = { .ms = INT64_C(1795122000000), .zone = 60 }, other = evening;

    (void)state;
    assert_true(clock_days_between(evening, evening) == 0);
    other.ms += 2 * MS_PER_HOUR; /* midnight there */
    assert_true(clock_days_between(evening, other) == 1);
    other.ms--;
    assert_true(clock_days_between(evening, other) == 0);
    other.zone = 120; /* an hour further east it is the next day already */
    assert_true(clock_days_between(evening, other) == 1);
    assert_true(clock_days_between(other, evening) == -1);
    other = (struct moment){ .ms = -1 };
    assert_true(clock_days_between(other, (struct moment){ .ms = 0 }) == 1);
    assert_true(clock_days_between((struct moment){ .ms = -MS_PER_DAY }, other) == 0);
    other.ms = -MS_PER_DAY - 1;
    assert_true(clock_days_between(other, (struct moment){ .ms = 0 }) == 2);
}

static void weekdays_and_months_have_their_names(void **state)
{
    static const char *const days[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday" };
    static const char *const months[] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };

    (void)state;
    for (int d = 0; d < 7; d++)
        assert_string_equal(clock_weekday(d), days[d]);
    for (int m = 1; m <= 12; m++)
        assert_string_equal(clock_month(m), months[m - 1]);
}

/* ---- the system's clock --------------------------------------------------------------------- */

static void set_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static void the_system_clock_is_now_in_the_zone_of_the_system(void **state)
{
    static const struct {
        const char *name; /* POSIX: what is added to get to UTC */
        int zone;
    } rows[] = {
        { "UTC0", 0 }, { "CET-1", 60 }, { "NPT-5:45", 345 }, { "NST3:30", -210 }, { "LINT-14", 840 }
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        int64_t before = (int64_t)time(NULL) * 1000, after;
        struct moment now;

        set_zone(rows[i].name);
        now = clock_system_now(NULL);
        after = (int64_t)(time(NULL) + 1) * 1000;
        /* time() may lag by a tick behind the finer clock, never lead. */
        assert_true(now.ms >= before && now.ms <= after + 1000);
        assert_int_equal(now.zone, rows[i].zone);
    }
    set_zone("UTC0");
}

static struct moment count_up(void *context)
{
    int *calls = context;

    return (struct moment){ .ms = ++*calls, .zone = 60 };
}

static void a_clock_from_outside_is_asked_each_time(void **state)
{
    int calls = 0;
    struct clock_source clock = { .now = count_up, .context = &calls };

    (void)state;
    assert_true(clock_now(&clock).ms == 1);
    assert_true(clock_now(&clock).ms == 2);
    assert_int_equal(clock_now(&clock).zone, 60);
    assert_int_equal(calls, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_eight_centuries_is_that_of_the_c_library),
        cmocka_unit_test(days_from_year_minus_9999_to_19999_are_right_in_every_zone),
        cmocka_unit_test(milliseconds_before_1970_round_down_not_up),
        cmocka_unit_test(rfc_3339_is_written_with_the_offset_of_the_place),
        cmocka_unit_test(what_was_written_reads_back_as_the_same_second),
        cmocka_unit_test(moments_and_zones_that_cannot_be_still_fit_the_text),
        cmocka_unit_test(days_between_are_those_of_the_two_calendars),
        cmocka_unit_test(weekdays_and_months_have_their_names),
        cmocka_unit_test(the_system_clock_is_now_in_the_zone_of_the_system),
        cmocka_unit_test(a_clock_from_outside_is_asked_each_time),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
