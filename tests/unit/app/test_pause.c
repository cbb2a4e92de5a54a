/* The card table: pauses and the way back from them, steps that come too late, and a second window.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/table.h"
#include "base/mem.h"
#include "domain/pause.h"
#include "store/journal.h"
#include "support/at_table.h"

static int64_t number(const char *sql)
{
    return raw_number(at_place.file, sql);
}

static enum status pause_until(const struct card *card, const char *seen, struct moment until)
{
    return table_pause(&at_table, card->sitting, card->id, seen, until, NULL);
}

static struct moment paused(const struct card *card)
{
    struct moment until;

    assert_int_equal(journal_paused(at_place.store, card->sitting, &until, NULL), STATUS_OK);
    return until;
}

/* ---- pauses ---- */

static void a_pause_is_one_step_and_another_time_for_it_is_none(void **state)
{
    struct card card = at_deal(), now;
    struct moment until = later(at_table.now, MS_PER_HOUR);

    (void)state;
    at_step(&card, STEP_TURN);
    assert_int_equal(pause_until(&card, "t", until), STATUS_OK);
    assert_true(at_progress(&card).paused);
    assert_int_equal(paused(&card).ms, until.ms);
    assert_int_equal(paused(&card).zone, until.zone);
    assert_int_equal(pause_until(&card, "tz", later(until, MS_PER_HOUR)), STATUS_OK);
    now = at_read(&card);
    assert_string_equal(now.steps, "tz");
    assert_int_equal(now.outcome, OUTCOME_OPEN);
    assert_int_equal(paused(&card).ms, until.ms + MS_PER_HOUR);
    assert_seals();
    card_release(&now);
    card_release(&card);
}

static void after_a_pause_come_what_to_know_and_my_part_and_then_the_card(void **state)
{
    struct card card = at_begin(PROTOCOL_GOOD_NEWS, NULL), now;
    struct progress at;

    (void)state;
    at_step(&card, STEP_ON);
    now = at_read(&card);
    assert_int_equal(pause_until(&card, now.steps, later(at_table.now, MS_PER_HOUR)), STATUS_OK);
    card_release(&now);
    at_pass(MS_PER_HOUR);
    at_step(&card, STEP_RETURN);
    for (int i = 0; i < 4; i++) { /* two steps, for each of them */
        at = at_progress(&card);
        assert_false(at.paused);
        assert_true(at.repairing);
        assert_int_equal(at.repair.step, i / 2);
        assert_int_equal(at.repair.second, i % 2);
        at_step(&card, STEP_ON);
    }
    at = at_progress(&card);
    assert_false(at.repairing);
    assert_int_equal(at.course.protocol, PROTOCOL_GOOD_NEWS);
    assert_int_equal(at.course.step, 1); /* where they were */
    assert_true(at.was_paused);
    card_release(&card);
}

static void a_pause_until_tomorrow_finds_card_and_time_again(void **state)
{
    struct card card = at_deal();
    struct moment until = later(at_table.now, 20 * MS_PER_HOUR);

    (void)state;
    assert_int_equal(pause_until(&card, "", until), STATUS_OK);
    free(at_bytes()); /* the program ends, and starts anew */
    at_pass(21 * MS_PER_HOUR);
    assert_on_the_table(&card);
    assert_true(at_progress(&card).paused);
    assert_int_equal(paused(&card).ms, until.ms);
    assert_int_equal(table_take_up(&at_table, NULL), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM sitting"), 1); /* still that evening */
    at_step(&card, STEP_RETURN);
    at_undo(&card); /* not yet, after all */
    assert_true(at_progress(&card).paused);
    assert_int_equal(paused(&card).ms, until.ms);
    card_release(&card);
}

static void the_door_of_a_pause_offers_the_first_time_that_can_be_agreed(void **state)
{
    struct card card = at_begin(PROTOCOL_PAUSE, NULL);
    struct moment offered = pause_offer(at_table.now), until = later(offered, MS_PER_HOUR);

    (void)state;
    assert_int_equal(paused(&card).ms, offered.ms);
    assert_int_equal(paused(&card).zone, at_table.now.zone);
    assert_int_equal(pause_until(&card, card.steps, until), STATUS_OK);
    assert_int_equal(paused(&card).ms, until.ms);
    at_step(&card, STEP_RETURN);
    assert_true(at_progress(&card).repairing);
    card_release(&card);
}

static void a_card_that_is_done_takes_no_pause_and_no_other_time_for_one(void **state)
{
    static const enum outcome outcomes[] = { OUTCOME_TALKED, OUTCOME_KEPT, OUTCOME_ANOTHER,
                                             OUTCOME_STOPPED };

    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_SIZE(outcomes); i++) {
        struct card card = at_deal();
        const char *steps = i % 2 ? "z" : "";
        struct moment until = later(at_table.now, MS_PER_HOUR);
        char *before;

        if (i % 2)
            assert_int_equal(pause_until(&card, "", until), STATUS_OK);
        at_give(&card, outcomes[i / 2]); /* in the other window */
        before = at_bytes();
        assert_int_equal(pause_until(&card, steps, later(until, MS_PER_HOUR)), STATUS_CHANGED);
        assert_bytes(before);
        card_release(&card);
        at_again();
    }
}

/* ---- what comes too late ---- */

static void a_step_on_what_is_no_longer_so_changes_nothing(void **state)
{
    static const int steps[] = { STEP_TURN,      STEP_FOLLOWUP,
                                 STEP_ON,        STEP_BACK,
                                 STEP_PAUSE,     STEP_RETURN,
                                 STEP_TURN_OVER, STEP_PROTOCOL + PROTOCOL_FLOOR };
    static const char *const seen[] = { "", "n", "+nn", "+nnn", "+" };
    struct card card = at_begin(PROTOCOL_GOOD_NEWS, NULL);
    struct moment until = later(at_table.now, MS_PER_HOUR);
    struct error err = { 0 };
    char *before;

    (void)state;
    at_step(&card, STEP_ON); /* "+n" from here on */
    before = at_bytes();
    at_pass(MS_PER_SECOND);
    for (size_t i = 0; i < ARRAY_SIZE(seen); i++) {
        for (size_t j = 0; j < ARRAY_SIZE(steps); j++)
            assert_int_equal(table_step(&at_table, card.sitting, card.id, seen[i], steps[j], &err),
                             STATUS_CHANGED);
        assert_int_equal(pause_until(&card, seen[i], until), STATUS_CHANGED);
    }
    assert_true(err.text[0] != '\0');
    assert_bytes(before);
    assert_int_equal(table_step(&at_table, card.sitting, card.id, "+n", STEP_ON, NULL), STATUS_OK);
    card_release(&card);
}

/* ---- over early ---- */

static bool is_on(const struct card *card)
{
    char sitting[UUID_TEXT_SIZE];

    assert_int_equal(journal_current(at_place.store, at_table.now, sitting, NULL), STATUS_OK);
    return !strcmp(sitting, card->sitting);
}

/* Each leaves a pause in its own way. */
static void come_back(const struct card *card)
{
    at_step(card, STEP_RETURN);
}

static void take_it_back(const struct card *card)
{
    at_undo(card);
}

static void stop_there(const struct card *card)
{
    at_give(card, OUTCOME_STOPPED);
}

static void deal_another(const struct card *card)
{
    struct card next = at_deal();

    (void)card;
    card_release(&next);
}

static void wait_for_it(const struct card *card)
{
    (void)card;
}

static void a_pause_that_is_over_early_keeps_nothing_on(void **state)
{
    static const struct {
        void (*leave)(const struct card *);
        bool on;
    } rows[] = { { come_back, false },
                 { take_it_back, false },
                 { stop_there, false },
                 { deal_another, false },
                 { wait_for_it, true } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct card card;

        at_again();
        card = at_deal();
        assert_int_equal(pause_until(&card, "", later(at_table.now, 20 * MS_PER_HOUR)), STATUS_OK);
        at_pass(10 * (int64_t)MS_PER_MINUTE);
        rows[i].leave(&card);
        assert_true(is_on(&card));
        at_pass(13 * (int64_t)MS_PER_HOUR);
        assert_int_equal(is_on(&card), rows[i].on);
        card_release(&card);
    }
    assert_seals();
}

/* ---- a second window ---- */

static void a_second_window_sees_what_the_first_one_did_and_comes_too_late_for_it(void **state)
{
    struct table other = at_table;
    struct card card = at_begin(PROTOCOL_GOOD_NEWS, NULL), seen = { 0 };
    struct moment until = later(at_table.now, MS_PER_HOUR), got;
    struct plan plan = { 0 };
    struct sitting sitting;
    size_t met;
    bool found;

    (void)state;
    assert_int_equal(open_at(at_place.data, STORE_WRITE, &other.store, NULL), STATUS_OK);
    assert_int_equal(journal_table(other.store, &at_place.couple, &seen, &found, NULL), STATUS_OK);
    assert_true(found);
    assert_string_equal(seen.id, card.id);
    at_step(&card, STEP_ON);
    assert_int_equal(table_note(&at_table, card.sitting, card.id, NOTE_PLAN, "Walk.", NULL),
                     STATUS_OK);
    assert_int_equal(pause_until(&card, "+n", until), STATUS_OK);
    other.now = at_table.now;
    assert_int_equal(table_step(&other, seen.sitting, seen.id, seen.steps, STEP_ON, NULL),
                     STATUS_CHANGED);
    assert_int_equal(journal_paused(other.store, card.sitting, &got, NULL), STATUS_OK);
    assert_int_equal(got.ms, until.ms);
    assert_int_equal(journal_open_plan(other.store, other.now, &plan, &found, &met, NULL),
                     STATUS_OK);
    assert_true(found);
    assert_int_equal(table_settle(&other, &plan.key, PLAN_DONE, NULL), STATUS_OK);
    plan_release(&plan);
    assert_int_equal(journal_open_plan(at_place.store, at_table.now, &plan, &found, &met, NULL),
                     STATUS_OK);
    assert_false(found);
    assert_int_equal(table_outcome(&other, card.sitting, card.id, OUTCOME_TALKED, NULL), STATUS_OK);
    assert_int_equal(table_ending(&other, card.sitting, ENDING_LIGHTER, NULL), STATUS_OK);
    assert_int_equal(table_step(&at_table, card.sitting, card.id, "+nz", STEP_RETURN, NULL),
                     STATUS_CHANGED);
    sitting = at_sitting(card.sitting);
    assert_int_equal(sitting.ending, ENDING_LIGHTER);
    assert_int_equal(sitting.card_count, 1);
    assert_int_equal(sitting.cards[0].notes[0].state, PLAN_DONE);
    assert_int_equal(store_close(other.store), STATUS_OK);
    assert_seals();
    sitting_release(&sitting);
    card_release(&seen);
    card_release(&card);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, at_set_up, at_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_pause_is_one_step_and_another_time_for_it_is_none),
        TEST(after_a_pause_come_what_to_know_and_my_part_and_then_the_card),
        TEST(a_pause_until_tomorrow_finds_card_and_time_again),
        TEST(the_door_of_a_pause_offers_the_first_time_that_can_be_agreed),
        TEST(a_card_that_is_done_takes_no_pause_and_no_other_time_for_one),
        TEST(a_pause_that_is_over_early_keeps_nothing_on),
        TEST(a_step_on_what_is_no_longer_so_changes_nothing),
        TEST(a_second_window_sees_what_the_first_one_did_and_comes_too_late_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
