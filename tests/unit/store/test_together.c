/* What two people agree on: a pause with its time, the word at the end; and that neither of them,
 * nor a plan, can be changed beside couplet without being noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;

static int64_t number(const char *sql)
{
    return raw_number(place.file, sql);
}

static void write_note(const struct card *card, enum note_kind kind, const char *text,
                       struct moment now)
{
    TRANSACTION(place.store,
                journal_note(place.store, card->sitting, card->id, kind, text, now, NULL));
}

/* ---- the pause ---- */

static struct moment paused(const char *sitting)
{
    struct moment until;

    assert_int_equal(journal_paused(place.store, sitting, &until, NULL), STATUS_OK);
    return until;
}

static void pause_until(const char *sitting, struct moment until)
{
    TRANSACTION(place.store, journal_pause(place.store, sitting, until, place.start, NULL));
}

static bool is_on(const char *sitting, struct moment now)
{
    char id[UUID_TEXT_SIZE];

    assert_int_equal(journal_current(place.store, now, id, NULL), STATUS_OK);
    return !strcmp(id, sitting);
}

static struct sitting read_sitting(const char *id, struct moment now)
{
    struct sitting sitting;

    assert_int_equal(journal_sitting(place.store, &place.couple, id, now, &sitting, NULL),
                     STATUS_OK);
    return sitting;
}

static void a_pause_keeps_its_time_and_its_zone(void **state)
{
    static const int zones[] = { 345, 0, -210, 840 };
    struct card card = talked_card(&place, place.start);
    struct sitting sitting;

    (void)state;
    assert_int_equal(paused(card.sitting).ms, 0);
    for (size_t i = 0; i < ARRAY_SIZE(zones); i++) {
        struct moment until = { .ms = place.start.ms + (int64_t)(i + 1) * MS_PER_HOUR,
                                .zone = zones[i] };

        pause_until(card.sitting, until);
        place_reopen(&place);
        assert_int_equal(paused(card.sitting).ms, until.ms);
        assert_int_equal(paused(card.sitting).zone, zones[i]);
        sitting = read_sitting(card.sitting, place.start);
        assert_int_equal(sitting.pause.ms, until.ms);
        assert_int_equal(sitting.pause.zone, zones[i]);
        assert_int_equal(place_broken_seals(&place), 0);
        sitting_release(&sitting);
    }
    card_release(&card);
}

static void the_end_of_a_pause_clears_the_pause_alone(void **state)
{
    struct card card = talked_card(&place, place.start);
    char other[UUID_TEXT_SIZE];
    struct sitting before, after;

    (void)state;
    TRANSACTION(place.store, journal_begin_sitting(place.store, false, place.start, other, NULL));
    TRANSACTION(place.store,
                journal_ending(place.store, card.sitting, ENDING_SAME, place.start, NULL));
    before = read_sitting(card.sitting, place.start);
    pause_until(card.sitting, later(place.start, MS_PER_HOUR));
    pause_until(other, later(place.start, 2 * MS_PER_HOUR));
    pause_until(card.sitting, (struct moment){ 0 });
    after = read_sitting(card.sitting, place.start);
    assert_int_equal(after.pause.ms, 0);
    assert_int_equal(after.started.ms, before.started.ms);
    assert_int_equal(after.touched.ms, before.touched.ms);
    assert_int_equal(after.touched.zone, before.touched.zone);
    assert_int_equal(after.ended.ms, 0);
    assert_int_equal(after.ending, ENDING_SAME);
    assert_int_equal(after.card_count, 1);
    assert_int_equal(paused(other).ms, place.start.ms + 2 * MS_PER_HOUR);
    assert_int_equal(number("SELECT count(*) FROM sitting WHERE pause IS NULL AND "
                            "pause_zone IS NULL"),
                     1);
    assert_int_equal(place_broken_seals(&place), 0);
    sitting_release(&before);
    sitting_release(&after);
    card_release(&card);
}

/* Until tomorrow evening: the evening is still theirs then, and for the hours after it. */
static void a_sitting_in_a_pause_is_on_until_twelve_hours_after_its_end(void **state)
{
    struct card card = talked_card(&place, place.start);
    struct moment until = later(place.start, 24 * MS_PER_HOUR);
    struct moment last = later(until, SITTING_ENDS_AFTER);
    struct sitting sitting;

    (void)state;
    pause_until(card.sitting, until);
    assert_true(is_on(card.sitting, until));
    assert_true(is_on(card.sitting, last));
    assert_true(is_on("", later(last, 1)));
    sitting = read_sitting(card.sitting, last);
    assert_int_equal(sitting.ended.ms, 0); /* who looks back sees no end either */
    sitting_release(&sitting);
    sitting = read_sitting(card.sitting, later(last, 1));
    assert_int_equal(sitting.ended.ms, sitting.touched.ms);
    sitting_release(&sitting);
    card_release(&card);
}

static void a_pause_that_is_long_over_shortens_nothing(void **state)
{
    struct card card = talked_card(&place, place.start);
    struct moment back = later(place.start, 5 * MS_PER_HOUR);

    (void)state;
    pause_until(card.sitting, later(place.start, MS_PER_HOUR));
    lay_card(&place, card.sitting, "p1", OUTCOME_OPEN, back, NULL);
    assert_true(is_on(card.sitting, later(back, SITTING_ENDS_AFTER)));
    assert_true(is_on("", later(back, SITTING_ENDS_AFTER + 1)));
    card_release(&card);
}

static void good_night_ends_a_sitting_in_a_pause(void **state)
{
    struct card card = talked_card(&place, place.start);
    struct moment end = later(place.start, MS_PER_HOUR);

    (void)state;
    pause_until(card.sitting, later(place.start, 20 * MS_PER_HOUR));
    TRANSACTION(place.store, journal_end_sitting(place.store, card.sitting, end, NULL));
    assert_true(is_on("", later(end, 1)));
    card_release(&card);
}

/* ---- the word at the end ---- */

static void the_word_at_the_end_is_kept_changed_and_taken_back(void **state)
{
    static const enum ending endings[] = { ENDING_LIGHTER, ENDING_SAME, ENDING_HEAVIER,
                                           ENDING_NONE };
    struct card card = talked_card(&place, place.start);
    struct moment end = later(place.start, MS_PER_HOUR);
    struct sitting sitting = read_sitting(card.sitting, place.start);

    (void)state;
    assert_int_equal(sitting.ending, ENDING_NONE);
    sitting_release(&sitting);
    TRANSACTION(place.store, journal_end_sitting(place.store, card.sitting, end, NULL));
    for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
        TRANSACTION(place.store,
                    journal_ending(place.store, card.sitting, endings[i], day(&place, 1), NULL));
        place_reopen(&place);
        sitting = read_sitting(card.sitting, day(&place, 2));
        assert_int_equal(sitting.ending, endings[i]);
        assert_int_equal(sitting.ended.ms, end.ms); /* the word comes after, and moves nothing */
        assert_int_equal(place_broken_seals(&place), 0);
        sitting_release(&sitting);
    }
    assert_int_equal(number("SELECT count(*) FROM sitting WHERE ending IS NULL"), 1);
    card_release(&card);
}

static void a_word_that_is_none_is_no_ending(void **state)
{
    struct card card = talked_card(&place, place.start);
    struct sitting sitting;

    (void)state;
    raw_run(place.file, "UPDATE sitting SET ending = 'sideways'");
    sitting = read_sitting(card.sitting, place.start);
    assert_int_equal(sitting.ending, ENDING_NONE);
    sitting_release(&sitting);
    card_release(&card);
}

/* ---- behind couplet's back ---- */

static void what_is_changed_behind_couplets_back_is_noticed(void **state)
{
    static const char *const changes[] = {
        "UPDATE note SET state = 'done'",
        "UPDATE note SET state = 'let-go'",
        "UPDATE note SET state = NULL",
        "UPDATE note SET kind = 'note'",
        "UPDATE note SET text = 'Another plan.'",
        "UPDATE sitting SET ending = 'lighter'",
        "UPDATE sitting SET ending = NULL",
        "UPDATE sitting SET pause = pause + 1",
        "UPDATE sitting SET pause_zone = pause_zone + 60",
        "UPDATE sitting SET pause = NULL, pause_zone = NULL",
        "UPDATE sitting SET pause = pause_zone, pause_zone = pause",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
        struct card card = talked_card(&place, place.start);

        write_note(&card, NOTE_PLAN, "Walk home.", place.start);
        pause_until(card.sitting, later(place.start, MS_PER_HOUR));
        TRANSACTION(place.store,
                    journal_ending(place.store, card.sitting, ENDING_HEAVIER, place.start, NULL));
        assert_int_equal(place_broken_seals(&place), 0);
        place_close(&place);
        raw_run(place.file, changes[i]);
        place_open(&place);
        if (place_broken_seals(&place) != 1)
            fail_msg("%s: %zu broken", changes[i], place_broken_seals(&place));
        card_release(&card);
        place_remove(&place);
        place_begin(&place);
    }
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(a_pause_keeps_its_time_and_its_zone),
        TEST(the_end_of_a_pause_clears_the_pause_alone),
        TEST(a_sitting_in_a_pause_is_on_until_twelve_hours_after_its_end),
        TEST(a_pause_that_is_long_over_shortens_nothing),
        TEST(good_night_ends_a_sitting_in_a_pause),
        TEST(the_word_at_the_end_is_kept_changed_and_taken_back),
        TEST(a_word_that_is_none_is_no_ending),
        TEST(what_is_changed_behind_couplets_back_is_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
