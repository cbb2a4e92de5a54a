/* Looking back in words: days as people call them, parts of the day, and what a sitting was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/mem.h"
#include "domain/review.h"

/* Thursday 19 November 2026, nine in the evening, in Paris. */
#define NOW INT64_C(1795118400000)
enum { ZONE = 60 };

static struct moment at(int64_t ms)
{
    return (struct moment){ .ms = ms, .zone = ZONE };
}

static void assert_said(struct strbuf *out, const char *words)
{
    assert_string_equal(out->text, words);
    strbuf_release(out);
}

static void a_day_is_shorter_the_nearer_it_is(void **state)
{
    /* clang-format off */
    static const struct {
        int64_t days_ago;
        const char *said;
    } rows[] = {
        { 0, "today" },         { 1, "yesterday" },   { 2, "Tuesday" },
        { 3, "Monday" },        { 4, "Sunday" },      { 5, "Saturday" },
        { 6, "Friday" },        { 7, "12 November" }, { 31, "19 October" },
        { 322, "1 January" },   { 323, "31 December 2025" }, { 365, "19 November 2025" },
        { 3653, "18 November 2016" },
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;

        review_day(&out, at(NOW - rows[i].days_ago * MS_PER_DAY), at(NOW));
        assert_said(&out, rows[i].said);
    }
}

static void a_day_goes_by_the_calendar_not_by_hours(void **state)
{
    struct strbuf out = STRBUF_INIT;
    int64_t midnight = NOW - 21 * MS_PER_HOUR; /* the first ms of that Thursday, there */

    (void)state;
    review_day(&out, at(midnight), at(NOW));
    assert_said(&out, "today");
    review_day(&out, at(midnight - 1), at(NOW));
    assert_said(&out, "yesterday");
    review_day(&out, at(midnight - MS_PER_DAY - 1), at(midnight));
    assert_said(&out, "Tuesday");
}

/* An evening stays the evening it was: its own offset counts, not where it is read. */
static void a_day_is_that_of_the_place_where_it_was(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct moment late = { .ms = NOW + 4 * MS_PER_HOUR, .zone = -300 }; /* still Thursday there */

    (void)state;
    review_date(&out, late, at(NOW));
    assert_said(&out, "Thursday 19 November");
    review_day(&out, late, (struct moment){ .ms = NOW + 5 * MS_PER_HOUR, .zone = 540 });
    assert_said(&out, "yesterday");
}

static void a_day_to_come_is_a_date(void **state)
{
    struct strbuf out = STRBUF_INIT;

    (void)state;
    review_day(&out, at(NOW + MS_PER_DAY), at(NOW)); /* the clock was wrong once */
    assert_said(&out, "20 November");
    review_day(&out, at(NOW + 50 * MS_PER_DAY), at(NOW));
    assert_said(&out, "8 January 2027");
}

static void a_date_names_its_year_only_if_it_is_another(void **state)
{
    struct strbuf out = STRBUF_INIT;

    (void)state;
    review_date(&out, at(NOW), at(NOW));
    assert_said(&out, "Thursday 19 November");
    review_date(&out, at(NOW - 322 * MS_PER_DAY), at(NOW));
    assert_said(&out, "Thursday 1 January");
    review_date(&out, at(NOW - 323 * MS_PER_DAY), at(NOW));
    assert_said(&out, "Wednesday 31 December 2025");
}

static void words_are_added_to_what_is_there(void **state)
{
    struct strbuf out = STRBUF_INIT;

    (void)state;
    strbuf_addstr(&out, "Last time: ");
    review_day(&out, at(NOW), at(NOW));
    strbuf_addstr(&out, ", ");
    review_number(&out, 3);
    assert_said(&out, "Last time: today, three");
}

static void every_hour_has_its_part_of_the_day(void **state)
{
    static const char *const parts[24] = {
        "night",     "night",     "night",     "night",     "night",     "morning",
        "morning",   "morning",   "morning",   "morning",   "morning",   "morning",
        "afternoon", "afternoon", "afternoon", "afternoon", "afternoon", "evening",
        "evening",   "evening",   "evening",   "evening",   "evening",   "night",
    };

    (void)state;
    for (int hour = 0; hour < 24; hour++)
        for (int minute = 0; minute < 60; minute += 59) {
            int64_t ms = NOW - 21 * MS_PER_HOUR + hour * MS_PER_HOUR + minute * MS_PER_MINUTE;

            assert_string_equal(review_part_of_day(at(ms)), parts[hour]);
        }
}

static void numbers_are_words_up_to_twelve(void **state)
{
    static const struct {
        size_t n;
        const char *said;
    } rows[] = {
        { 0, "no" },      { 1, "one" },  { 2, "two" },     { 3, "three" },
        { 4, "four" },    { 5, "five" }, { 6, "six" },     { 7, "seven" },
        { 8, "eight" },   { 9, "nine" }, { 10, "ten" },    { 11, "eleven" },
        { 12, "twelve" }, { 13, "13" },  { 1000, "1000" }, { SIZE_MAX, "18446744073709551615" }
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;

        review_number(&out, rows[i].n);
        assert_said(&out, rows[i].said);
    }
}

static void a_sitting_is_summed_up_in_words(void **state)
{
    static const struct {
        size_t light, serious;
        const char *said;
    } rows[] = {
        { 1, 0, "one card, light" },
        { 0, 1, "one card, serious" },
        { 3, 0, "three cards, light" },
        { 2, 1, "three cards, mostly light" },
        { 1, 2, "three cards, mostly serious" },
        { 1, 1, "two cards, light and serious" },
        { 20, 0, "20 cards, light" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct strbuf out = STRBUF_INIT;
        struct sitting_line line = { .light = rows[i].light, .serious = rows[i].serious };

        review_summary(&out, &line);
        assert_said(&out, rows[i].said);
    }
}

static void a_released_line_is_empty(void **state)
{
    struct sitting_line line = { .text = mem_copy("The bus stop."), .light = 2, .is_note = true };

    (void)state;
    sitting_line_release(&line);
    assert_null(line.text);
    assert_int_equal(line.light, 0);
    sitting_line_release(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_shorter_the_nearer_it_is),
        cmocka_unit_test(a_day_goes_by_the_calendar_not_by_hours),
        cmocka_unit_test(a_day_is_that_of_the_place_where_it_was),
        cmocka_unit_test(a_day_to_come_is_a_date),
        cmocka_unit_test(a_date_names_its_year_only_if_it_is_another),
        cmocka_unit_test(words_are_added_to_what_is_there),
        cmocka_unit_test(every_hour_has_its_part_of_the_day),
        cmocka_unit_test(numbers_are_words_up_to_twelve),
        cmocka_unit_test(a_sitting_is_summed_up_in_words),
        cmocka_unit_test(a_released_line_is_empty),
    };

    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
