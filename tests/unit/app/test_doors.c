/* The doors of the card table: what each begins, with and without a card that lies there, and what
 * it needs for that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/table.h"
#include "store/journal.h"
#include "support/at_table.h"

static int64_t number(const char *sql)
{
    return raw_number(at_place.file, sql);
}

static void on_now(char sitting[UUID_TEXT_SIZE])
{
    assert_int_equal(journal_current(at_place.store, at_table.now, sitting, NULL), STATUS_OK);
}

/* ---- doors ---- */

/* An evening of more than a week ago, which can be remembered. */
static void an_evening_long_ago(void)
{
    struct deal deal;

    assert_int_equal(table_draw_and_record(&at_table, &at_light, &deal, NULL), STATUS_OK);
    deal_release(&deal);
    at_pass(40 * MS_PER_DAY);
}

/* What is true of a card behind any door. */
static void assert_begun(enum protocol protocol, const struct card *card)
{
    const struct protocol_row *row = protocol_row(protocol);
    struct progress progress = at_progress(card);
    struct card now = at_read(card);

    assert_on_the_table(card);
    assert_int_equal(progress.course.protocol, protocol);
    assert_int_equal(progress.course.step, 0);
    assert_false(progress.face_down); /* they came for it: it asks nobody once more */
    assert_int_equal(progress.paused, protocol == PROTOCOL_PAUSE);
    assert_int_equal(now.outcome, OUTCOME_OPEN);
    assert_string_equal(now.steps, card->steps);
    assert_true(*now.why != '\0');
    assert_true(now.first != PARTNER_NONE);
    if (row->text) {
        assert_string_equal(now.prompt.text, row->text);
        assert_string_equal(now.prompt.pack, "");
        assert_string_equal(now.prompt.id, "");
    } else {
        assert_string_equal(now.prompt.pack, "p");
    }
    assert_false(steps_can_undo(now.steps) && row->text && protocol != PROTOCOL_PAUSE);
    card_release(&now);
}

static void each_door_begins_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROTOCOL_DOORS; i++) {
        struct card card;
        char on[UUID_TEXT_SIZE];

        if (protocol_doors[i] == PROTOCOL_REMEMBER)
            an_evening_long_ago();
        card = at_begin(protocol_doors[i], NULL);
        assert_begun(protocol_doors[i], &card);
        on_now(on);
        assert_string_equal(card.sitting, on);
        assert_int_equal(number("SELECT count(*) FROM card WHERE outcome = 'open'"), 1);
        assert_seals();
        card_release(&card);
        at_again();
    }
}

static void each_door_puts_the_open_card_aside_as_another(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROTOCOL_DOORS; i++) {
        const struct protocol_row *row = protocol_row(protocol_doors[i]);
        struct card open, card;

        if (protocol_doors[i] == PROTOCOL_REMEMBER)
            an_evening_long_ago();
        open = at_deal();
        card = at_begin(protocol_doors[i], NULL);
        assert_begun(protocol_doors[i], &card);
        assert_int_equal(at_outcome(&open), OUTCOME_ANOTHER);
        assert_int_equal(strcmp(open.sitting, card.sitting) != 0, row->apart);
        assert_int_equal(card.first, open.first); /* only talked cards count */
        card_release(&open);
        card_release(&card);
        at_again();
    }
}

static void undo_behind_a_door_brings_the_card_back(void **state)
{
    struct card open = at_deal(), card = at_begin(PROTOCOL_ELEPHANT, NULL);

    (void)state;
    at_undo(&card);
    assert_on_the_table(&open);
    assert_int_equal(number("SELECT count(*) FROM card"), 1);
    card_release(&open);
    card_release(&card);
}

static void a_door_may_be_about_their_own_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROTOCOL_DOORS; i++) {
        struct card card;

        if (protocol_doors[i] == PROTOCOL_REMEMBER)
            continue;
        card = at_begin(protocol_doors[i], "The \"loft\", again.");
        assert_string_equal(card.prompt.text, "The \"loft\", again.");
        assert_string_equal(card.prompt.pack, "");
        assert_int_equal(at_progress(&card).course.protocol, protocol_doors[i]);
        assert_on_the_table(&card);
        card_release(&card);
    }
}

/* No prompt is needed for it, and no setting of a topic stands in its way: nothing of the library
 * is looked at. */
static void the_elephant_needs_no_prompt(void **state)
{
    struct card card;
    struct deal deal;

    (void)state;
    place_install(&at_place, "p", 0);
    assert_int_equal(table_begin(&at_table, PROTOCOL_WRITE_FIRST, &at_light, NULL, &deal, NULL),
                     STATUS_NOTHING);
    deal_release(&deal);
    card = at_begin(PROTOCOL_ELEPHANT, "Money, sex and your mother.");
    assert_string_equal(card.prompt.text, "Money, sex and your mother.");
    assert_int_equal(card.prompt.depth, 4);
    assert_int_equal(card.prompt.flags, 0); /* nobody reads their words for topics */
    assert_false(at_progress(&card).face_down);
    assert_on_the_table(&card);
    card_release(&card);
}

/* Rule 7 is about what is dealt. */
static void the_elephant_is_there_on_the_first_evening_and_late_in_a_heavy_season(void **state)
{
    struct card card = at_begin(PROTOCOL_ELEPHANT, NULL);

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(table_ending(&at_table, card.sitting, ENDING_HEAVIER, NULL), STATUS_OK);
        assert_int_equal(table_good_night(&at_table, card.sitting, NULL), STATUS_OK);
        card_release(&card);
        at_pass(MS_PER_DAY);
        card = at_begin(PROTOCOL_ELEPHANT, NULL);
        assert_begun(PROTOCOL_ELEPHANT, &card);
    }
    card_release(&card);
}

static void writing_first_takes_a_card_by_the_filter_and_remembers_the_choice(void **state)
{
    static const struct filter serious = { .mood = MOOD_SERIOUS, .mode = MODE_TALKING };
    struct card open = at_deal();
    struct deal deal;
    struct filter choice;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(table_begin(&at_table, PROTOCOL_WRITE_FIRST, &serious, NULL, &deal, &err),
                     STATUS_NOTHING);
    assert_true(err.text[0] != '\0');
    assert_int_equal(deal.widening_count, 1);
    assert_int_equal(at_outcome(&open), OUTCOME_ANOTHER); /* as with a deal */
    assert_int_equal(table_choice(at_place.store, &choice, NULL), STATUS_OK);
    assert_int_equal(choice.mood, MOOD_SERIOUS);
    deal_release(&deal);
    card_release(&open);
}

/* ---- remembering ---- */

static void with_nothing_old_there_is_nothing_to_remember_and_nothing_is_put_aside(void **state)
{
    struct card card = at_deal(), open;
    struct deal deal;
    struct error err = { 0 };
    char *before;

    (void)state;
    at_give(&card, OUTCOME_TALKED); /* of today */
    open = at_deal();
    before = at_bytes();
    at_pass(MS_PER_MINUTE);
    assert_int_equal(table_begin(&at_table, PROTOCOL_REMEMBER, &at_light, NULL, &deal, &err),
                     STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
    assert_on_the_table(&open);
    assert_bytes(before);
    deal_release(&deal);
    card_release(&open);
    card_release(&card);
}

static void a_memory_points_at_the_card_it_looks_back_at(void **state)
{
    struct card old = at_deal(), card, now;
    char sitting[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];

    (void)state;
    at_give(&old, OUTCOME_TALKED);
    assert_int_equal(table_note(&at_table, old.sitting, old.id, NOTE_HEARD, "The rain.", NULL),
                     STATUS_OK);
    at_pass(8 * MS_PER_DAY);
    card = at_begin(PROTOCOL_REMEMBER, NULL);
    assert_string_equal(card.prompt.text, old.prompt.text);
    assert_string_not_equal(card.sitting, old.sitting);
    now = at_read(&card);
    assert_true(card_then(&now, sitting, id));
    assert_string_equal(sitting, old.sitting);
    assert_string_equal(id, old.id);
    assert_int_equal(now.note_count, 1); /* what was kept of it stays with the old one */
    card_release(&now);
    now = at_read(&old);
    assert_int_equal(now.outcome, OUTCOME_TALKED);
    assert_int_equal(now.note_count, 1);
    card_release(&now);
    card_release(&card);
    card_release(&old);
}

/* ---- a sitting of its own ---- */

static void a_check_in_ends_the_sitting_that_was_on(void **state)
{
    struct card talked = at_deal(), card;
    struct moment before;
    struct sitting sitting;

    (void)state;
    at_give(&talked, OUTCOME_TALKED);
    before = at_table.now;
    card = at_begin(PROTOCOL_CHECK_IN, NULL);
    assert_string_not_equal(card.sitting, talked.sitting);
    sitting = at_sitting(talked.sitting);
    assert_int_equal(sitting.ended.ms, at_table.now.ms);
    assert_true(sitting.ended.ms > before.ms);
    assert_int_equal(sitting.card_count, 1);
    assert_int_equal(card.first, partner_other(talked.first));
    sitting_release(&sitting);
    card_release(&card);
    card_release(&talked);
}

static void of_a_sitting_that_is_over_a_check_in_leaves_the_end_as_it_was(void **state)
{
    struct card talked = at_deal(), card;
    struct moment end;
    struct sitting sitting;

    (void)state;
    at_give(&talked, OUTCOME_TALKED);
    end = at_table.now;
    assert_int_equal(table_good_night(&at_table, talked.sitting, NULL), STATUS_OK);
    at_pass(MS_PER_DAY);
    card = at_begin(PROTOCOL_CHECK_IN, NULL);
    sitting = at_sitting(talked.sitting);
    assert_int_equal(sitting.ended.ms, end.ms);
    assert_int_equal(number("SELECT count(*) FROM sitting"), 2);
    sitting_release(&sitting);
    card_release(&card);
    card_release(&talked);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, at_set_up, at_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_door_begins_what_it_says),
        TEST(each_door_puts_the_open_card_aside_as_another),
        TEST(undo_behind_a_door_brings_the_card_back),
        TEST(a_door_may_be_about_their_own_words),
        TEST(the_elephant_needs_no_prompt),
        TEST(the_elephant_is_there_on_the_first_evening_and_late_in_a_heavy_season),
        TEST(writing_first_takes_a_card_by_the_filter_and_remembers_the_choice),
        TEST(with_nothing_old_there_is_nothing_to_remember_and_nothing_is_put_aside),
        TEST(a_memory_points_at_the_card_it_looks_back_at),
        TEST(a_check_in_ends_the_sitting_that_was_on),
        TEST(of_a_sitting_that_is_over_a_check_in_leaves_the_end_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
