/* The time of a pause, within what can be agreed, whatever the clock does; and small things to be
 * glad of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/appreciation.h"
#include "domain/pause.h"

static const struct moment now = { .ms = INT64_C(1795122247123), .zone = 60 };

static int64_t minutes_off(struct moment until, struct moment from)
{
    return (until.ms - from.ms) / MS_PER_MINUTE;
}

static void assert_agreed(struct moment until, struct moment from)
{
    assert_true(until.ms >= from.ms + PAUSE_LEAST_MINUTES * (int64_t)MS_PER_MINUTE);
    assert_true(until.ms <= from.ms + PAUSE_MOST_MINUTES * (int64_t)MS_PER_MINUTE);
    assert_int_equal(until.ms % (PAUSE_STEP_MINUTES * MS_PER_MINUTE), 0);
    assert_int_equal(until.zone, from.zone);
}

static void the_first_time_offered_is_the_next_even_one(void **state)
{
    struct moment until = pause_offer(now);

    (void)state;
    assert_agreed(until, now);
    assert_in_range(minutes_off(until, now), PAUSE_LEAST_MINUTES,
                    PAUSE_LEAST_MINUTES + PAUSE_STEP_MINUTES);
}

/* From an even five minutes on, both ends of what can be agreed are even, too, and can be had. */
static void both_ends_can_be_agreed(void **state)
{
    struct moment even = { .ms = now.ms - now.ms % (PAUSE_STEP_MINUTES * MS_PER_MINUTE) }, until;

    (void)state;
    until = pause_offer(even);
    assert_int_equal(minutes_off(until, even), PAUSE_LEAST_MINUTES);
    for (int i = 0; i < 400; i++)
        until = pause_shift(until, PAUSE_STEP_MINUTES, even);
    assert_int_equal(minutes_off(until, even), PAUSE_MOST_MINUTES);
}

static void it_moves_by_five_minutes_between_twenty_and_a_day(void **state)
{
    struct moment until = pause_offer(now), last = until;

    (void)state;
    for (int i = 0; i < 400; i++) {
        until = pause_shift(until, PAUSE_STEP_MINUTES, now);
        assert_agreed(until, now);
        assert_true(until.ms - last.ms == PAUSE_STEP_MINUTES * MS_PER_MINUTE ||
                    until.ms == last.ms);
        last = until;
    }
    assert_in_range(minutes_off(until, now), PAUSE_MOST_MINUTES - PAUSE_STEP_MINUTES,
                    PAUSE_MOST_MINUTES);
    for (int i = 0; i < 400; i++)
        until = pause_shift(until, -PAUSE_STEP_MINUTES, now);
    assert_int_equal(until.ms, pause_offer(now).ms);
}

static void a_clock_that_jumps_leaves_a_time_that_can_be_agreed(void **state)
{
    static const int64_t hours[] = { -100000, -100, -25, -1, 1, 25, 100, 100000 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(hours); i++) {
        struct moment then = { .ms = now.ms + hours[i] * MS_PER_HOUR, .zone = 120 };

        assert_agreed(pause_shift(pause_offer(now), 5, then), then);
        assert_agreed(pause_shift(pause_offer(now), -5, then), then);
    }
}

static void the_time_is_told_as_a_clock_time_and_with_its_day(void **state)
{
    /* Thursday 19 November 2026, 22:04:07, an hour east. */
    static const struct {
        int minutes;
        const char *said;
    } rows[] = { { 21, "22:25" },
                 { 111, "23:55" },
                 { 116, "tomorrow, 00:00" },
                 { 24 * 60, "tomorrow, 22:04" } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct moment until = { .ms = now.ms + rows[i].minutes * (int64_t)MS_PER_MINUTE,
                                .zone = -300 }; /* it is told where they are now */
        struct strbuf said = STRBUF_INIT;

        pause_says(&said, until, now);
        assert_string_equal(said.text, rows[i].said);
        strbuf_release(&said);
    }
}

static void something_to_be_glad_of_can_be_said_after_tell_each_other(void **state)
{
    const char *seen[32];
    size_t count = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        const char *thing = appreciation(seed);
        size_t i = 0;

        assert_true(islower((unsigned char)*thing));
        assert_int_equal(thing[strlen(thing) - 1], '.');
        assert_null(strpbrk(thing, "!0123456789"));
        assert_ptr_equal(thing, appreciation(seed));
        while (i < count && seen[i] != thing)
            i++;
        if (i == count && count < ARRAY_SIZE(seen))
            seen[count++] = thing;
    }
    assert_true(count >= 10);
}

static void as_a_card_it_is_light_and_open(void **state)
{
    struct prompt prompt;

    (void)state;
    appreciation_prompt(7, &prompt);
    assert_true(prompt.depth <= 2);
    assert_int_equal(prompt.mood, MOOD_LIGHT);
    assert_int_equal(prompt.flags, 0);
    assert_int_equal(prompt.consent, CONSENT_NONE);
    prompt_release(&prompt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_time_offered_is_the_next_even_one),
        cmocka_unit_test(both_ends_can_be_agreed),
        cmocka_unit_test(it_moves_by_five_minutes_between_twenty_and_a_day),
        cmocka_unit_test(a_clock_that_jumps_leaves_a_time_that_can_be_agreed),
        cmocka_unit_test(the_time_is_told_as_a_clock_time_and_with_its_day),
        cmocka_unit_test(something_to_be_glad_of_can_be_said_after_tell_each_other),
        cmocka_unit_test(as_a_card_it_is_light_and_open),
    };

    return cmocka_run_group_tests_name("pause", tests, NULL, NULL);
}
