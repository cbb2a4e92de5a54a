/* The card table, where they talk: what is written down together, plans, the word at the end,
 * something to be glad of, and a card that was declined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "app/table.h"
#include "base/mem.h"
#include "format/record.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/at_table.h"

static int64_t number(const char *sql)
{
    return raw_number(at_place.file, sql);
}

/* ---- what they write ---- */

static void answers_are_kept_when_they_ask_for_it_and_not_before(void **state)
{
    struct card card = at_begin(PROTOCOL_WRITE_FIRST, NULL), now;
    struct sitting_line *lines;
    size_t count;

    (void)state;
    at_step(&card, STEP_ON); /* both have written, and opened it */
    at_give(&card, OUTCOME_TALKED);
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    assert_int_equal(
        table_answers(&at_table, card.sitting, card.id, "The sea.", "Line 1\nline 2", NULL),
        STATUS_OK);
    now = at_read(&card);
    assert_int_equal(now.note_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(now.notes[i].kind, NOTE_ANSWER);
    assert_string_equal(now.notes[0].text, "Ada: The sea.");
    assert_string_equal(now.notes[1].text, "Ben: Line 1\nline 2");
    assert_int_equal(journal_page(at_place.store, PAGE_OLDER_THAN, "", 9, &lines, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 1);
    assert_false(lines[0].is_note); /* no list shows one of them by itself */
    assert_string_equal(lines[0].text, card.prompt.text);
    sitting_line_release(&lines[0]);
    free(lines);
    card_release(&now);
    card_release(&card);
}

static void neither_answer_stays_of_a_card_that_is_gone(void **state)
{
    struct card one = at_deal(), two = at_deal();
    struct error err = { 0 };

    (void)state;
    at_undo(&two);
    assert_int_not_equal(table_answers(&at_table, two.sitting, two.id, "a", "b", &err), STATUS_OK);
    assert_true(err.text[0] != '\0');
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    card_release(&one);
    card_release(&two);
}

static void several_notes_are_written_at_once_and_the_others_are_left(void **state)
{
    struct card card = at_deal(), now;
    char heard[] = "The rain.", plan[] = "Walk home.", none[] = "";
    char *const first[NOTE_KINDS] = { [NOTE_HEARD] = heard, [NOTE_PLAN] = plan };
    char *const second[NOTE_KINDS] = { [NOTE_PLAIN] = plan, [NOTE_HEARD] = none };

    (void)state;
    assert_int_equal(table_notes(&at_table, card.sitting, card.id, first, NULL), STATUS_OK);
    assert_int_equal(table_notes(&at_table, card.sitting, card.id, second, NULL), STATUS_OK);
    now = at_read(&card);
    assert_int_equal(now.note_count, 2);
    assert_string_equal(card_note(&now, NOTE_PLAN), "Walk home.");
    assert_string_equal(card_note(&now, NOTE_PLAIN), "Walk home.");
    assert_null(card_note(&now, NOTE_HEARD));
    assert_seals();
    card_release(&now);
    card_release(&card);
}

static bool read_plan(struct plan *plan)
{
    size_t met;
    bool found;

    assert_int_equal(journal_open_plan(at_place.store, at_table.now, plan, &found, &met, NULL),
                     STATUS_OK);
    return found;
}

static void a_plan_is_settled_and_reopened_and_one_that_is_gone_is_not_found(void **state)
{
    struct card card = at_deal();
    struct plan plan = { 0 }, gone = { 0 };
    struct error err = { 0 };

    (void)state;
    at_give(&card, OUTCOME_TALKED);
    assert_int_equal(table_note(&at_table, card.sitting, card.id, NOTE_PLAN, "Walk home.", NULL),
                     STATUS_OK);
    assert_true(read_plan(&plan));
    assert_int_equal(table_settle(&at_table, &plan.key, PLAN_LET_GO, NULL), STATUS_OK);
    assert_false(read_plan(&gone));
    assert_int_equal(table_settle(&at_table, &plan.key, PLAN_OPEN, NULL), STATUS_OK);
    assert_true(read_plan(&gone));
    plan_release(&gone);
    assert_int_equal(table_note(&at_table, card.sitting, card.id, NOTE_PLAN, "", NULL), STATUS_OK);
    assert_int_equal(table_settle(&at_table, &plan.key, PLAN_DONE, &err), STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
    assert_seals();
    plan_release(&plan);
    card_release(&card);
}

static void the_word_at_the_end_may_come_after_good_night(void **state)
{
    struct card card = at_deal();
    struct sitting sitting;
    struct moment end;

    (void)state;
    at_give(&card, OUTCOME_TALKED);
    end = at_table.now;
    assert_int_equal(table_good_night(&at_table, card.sitting, NULL), STATUS_OK);
    at_pass(MS_PER_MINUTE);
    assert_int_equal(table_ending(&at_table, card.sitting, ENDING_SAME, NULL), STATUS_OK);
    sitting = at_sitting(card.sitting);
    assert_int_equal(sitting.ending, ENDING_SAME);
    assert_int_equal(sitting.ended.ms, end.ms);
    sitting_release(&sitting);
    assert_int_equal(table_ending(&at_table, card.sitting, ENDING_NONE, NULL), STATUS_OK);
    sitting = at_sitting(card.sitting);
    assert_int_equal(sitting.ending, ENDING_NONE);
    sitting_release(&sitting);
    card_release(&card);
}

/* ---- something to be glad of ---- */

static void an_appreciation_goes_on_in_the_sitting_and_puts_the_open_card_aside(void **state)
{
    struct card talked = at_deal(), open;
    struct deal deal;

    (void)state;
    at_give(&talked, OUTCOME_TALKED);
    open = at_deal();
    at_pass(MS_PER_MINUTE);
    assert_int_equal(table_appreciate(&at_table, &deal, NULL), STATUS_OK);
    assert_on_the_table(&deal.card);
    assert_int_equal(at_outcome(&open), OUTCOME_ANOTHER);
    assert_string_equal(deal.card.sitting, talked.sitting);
    assert_int_equal(deal.card.first, partner_other(talked.first));
    assert_int_equal(deal.card.prompt.depth, 1);
    assert_int_equal(deal.card.prompt.mood, MOOD_LIGHT);
    assert_string_equal(deal.card.prompt.pack, "");
    assert_ptr_equal(strstr(deal.card.prompt.text, "Tell each other "), deal.card.prompt.text);
    assert_false(at_progress(&deal.card).face_down);
    assert_seals();
    deal_release(&deal);
    card_release(&open);
    card_release(&talked);
}

/* They have no prompt that could be marked: all of them would be one and the same. */
static void never_again_marks_no_words_of_their_own(void **state)
{
    struct card card = at_begin(PROTOCOL_STRESS_TALK, NULL);

    (void)state;
    at_give(&card, OUTCOME_ANOTHER);
    assert_int_equal(table_never(&at_table, card.sitting, card.id, NULL), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM mark"), 0);
    card_release(&card);
}

/* ---- a card that was declined ---- */

/* A pack of one prompt about money, which lies face down. */
static struct card deal_face_down(void)
{
    struct pack pack = pack_plain("p", 1);
    struct card card;

    pack.prompts[0].depth = 2;
    pack.prompts[0].flags = 1u << 6;
    pack.prompts[0].consent = CONSENT_ASK;
    mem_replace(&pack.prompts[0].text, "What is enough money?");
    mem_replace(&pack.prompts[0].focus, "Money.");
    TRANSACTION(at_place.store, library_install(at_place.store, &pack, false, NULL));
    pack_release(&pack);
    card = at_deal();
    assert_true(at_progress(&card).face_down);
    return card;
}

static void a_declined_card_is_in_nothing_that_people_can_see(void **state)
{
    struct card card = deal_face_down();
    struct strbuf json = STRBUF_INIT;
    struct sitting sitting;
    struct sitting_line *lines;
    size_t count;
    struct card memory;
    bool found;

    (void)state;
    at_give(&card, OUTCOME_ANOTHER);
    sitting = at_sitting(card.sitting);
    assert_int_equal(sitting.card_count, 0);
    record_sitting(&json, &sitting, "Ada", "Ben");
    assert_null(strstr(json.text, "oney"));
    assert_non_null(strstr(json.text, "\"cards\":[]"));
    assert_int_equal(journal_page(at_place.store, PAGE_OLDER_THAN, "", 9, &lines, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 0); /* not even an evening */
    at_pass(20 * MS_PER_DAY);
    assert_int_equal(
        journal_memory(at_place.store, &at_place.couple, at_table.now, 1, &memory, &found, NULL),
        STATUS_OK);
    assert_false(found);
    free(lines);
    strbuf_release(&json);
    sitting_release(&sitting);
    card_release(&card);
}

/* All that a no changes: that it is aside, and when. */
static void a_declined_card_says_nothing_about_who(void **state)
{
    static const char *const same =
        "CREATE TEMP TABLE none(n CHECK(n = 0)); "
        "UPDATE main.card SET outcome = 'open', at = dealt, changed = dealt, hash = 0; "
        "UPDATE was.card SET hash = 0; "
        "INSERT INTO none SELECT count(*) FROM (SELECT * FROM main.card EXCEPT SELECT * FROM "
        "was.card); "
        "INSERT INTO none SELECT count(*) FROM main.note; "
        "INSERT INTO none SELECT count(*) FROM main.mark; "
        "INSERT INTO none SELECT count(*) FROM (SELECT * FROM main.setting EXCEPT SELECT * FROM "
        "was.setting)";
    struct card card = deal_face_down();
    struct strbuf sql = STRBUF_INIT;

    (void)state;
    strbuf_addf(&sql, "VACUUM INTO '%s/was.db'", at_place.root);
    raw_run(at_place.file, sql.text);
    at_give(&card, OUTCOME_ANOTHER);
    place_close(&at_place);
    strbuf_clear(&sql);
    strbuf_addf(&sql, "ATTACH '%s/was.db' AS was; %s", at_place.root, same);
    raw_run(at_place.file, sql.text);
    strbuf_release(&sql);
    card_release(&card);
}

static void a_declined_card_is_gone_after_the_month_that_the_picker_needs(void **state)
{
    struct card card = deal_face_down(), next;

    (void)state;
    at_give(&card, OUTCOME_ANOTHER);
    place_install(&at_place, "p", 3);
    at_pass(32 * MS_PER_DAY);
    next = at_deal();
    assert_int_equal(number("SELECT count(*) FROM card WHERE outcome = 'another'"), 0);
    place_close(&at_place);
    assert_false(file_holds(at_place.file, "enough money"));
    card_release(&next);
    card_release(&card);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, at_set_up, at_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(answers_are_kept_when_they_ask_for_it_and_not_before),
        TEST(neither_answer_stays_of_a_card_that_is_gone),
        TEST(several_notes_are_written_at_once_and_the_others_are_left),
        TEST(a_plan_is_settled_and_reopened_and_one_that_is_gone_is_not_found),
        TEST(the_word_at_the_end_may_come_after_good_night),
        TEST(an_appreciation_goes_on_in_the_sitting_and_puts_the_open_card_aside),
        TEST(never_again_marks_no_words_of_their_own),
        TEST(a_declined_card_is_in_nothing_that_people_can_see),
        TEST(a_declined_card_says_nothing_about_who),
        TEST(a_declined_card_is_gone_after_the_month_that_the_picker_needs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
