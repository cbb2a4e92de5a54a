/* What two people write down: notes of each kind, and plans, which come back until they are
 * settled.
 */
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

static struct card read_back(const struct card *card)
{
    struct card now = { 0 };

    assert_int_equal(journal_card(place.store, &place.couple, card->sitting, card->id, &now, NULL),
                     STATUS_OK);
    return now;
}

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

static void add_note(const struct card *card, enum note_kind kind, const char *text)
{
    TRANSACTION(place.store, journal_add_note(place.store, card->sitting, card->id, kind, text,
                                              place.start, NULL));
}

/* ---- notes ---- */

static const char *const words_of[NOTE_KINDS] = {
    [NOTE_PLAIN] = "The bus stop.",
    [NOTE_LAUGHED] = "The \"second\" umbrella.",
    [NOTE_HEARD] = "That it's too loud.",
    [NOTE_PLAN] = "Walk home once.\nOn foot.",
    [NOTE_ANSWER] = "Ada: 🎵",
    [NOTE_THEN] = "a/b",
};

static void write_one_of_each(const struct card *card)
{
    for (int kind = NOTE_PLAIN; kind < NOTE_KINDS; kind++)
        write_note(card, (enum note_kind)kind, words_of[kind], place.start);
}

static void notes_of_each_kind_are_kept_in_the_order_in_which_they_were_written(void **state)
{
    static const enum note_kind order[NOTE_KINDS] = { NOTE_PLAN,  NOTE_THEN,   NOTE_HEARD,
                                                      NOTE_PLAIN, NOTE_ANSWER, NOTE_LAUGHED };
    struct card card = talked_card(&place, place.start), got;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(order); i++) /* all in the same millisecond */
        write_note(&card, order[i], words_of[order[i]], place.start);
    place_reopen(&place);
    got = read_back(&card);
    assert_int_equal(got.note_count, NOTE_KINDS);
    for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
        assert_int_equal(got.notes[i].kind, order[i]);
        assert_string_equal(got.notes[i].text, words_of[order[i]]);
        assert_string_equal(card_note(&got, order[i]), words_of[order[i]]);
    }
    assert_int_equal(number("SELECT count(*) FROM note WHERE state IS NOT NULL"), 1);
    assert_int_equal(number("SELECT count(*) FROM note WHERE state = 'open' AND kind = 'plan'"), 1);
    assert_int_equal(place_broken_seals(&place), 0);
    card_release(&got);
    card_release(&card);
}

static void a_note_that_is_replaced_keeps_its_place_and_leaves_the_others_alone(void **state)
{
    (void)state;
    for (int kind = NOTE_PLAIN; kind < NOTE_KINDS; kind++) {
        struct card card = talked_card(&place, day(&place, kind)), got;

        write_one_of_each(&card);
        write_note(&card, (enum note_kind)kind, "Other words.", day(&place, 9));
        got = read_back(&card);
        assert_int_equal(got.note_count, NOTE_KINDS);
        for (int i = 0; i < NOTE_KINDS; i++) {
            assert_int_equal(got.notes[i].kind, i);
            assert_string_equal(got.notes[i].text, i == kind ? "Other words." : words_of[i]);
        }
        card_release(&got);
        card_release(&card);
    }
    assert_int_equal(place_broken_seals(&place), 0);
}

static void a_note_without_words_removes_that_kind_and_no_other(void **state)
{
    (void)state;
    for (int kind = NOTE_PLAIN; kind < NOTE_KINDS; kind++) {
        struct card card = talked_card(&place, day(&place, kind)), got;

        write_one_of_each(&card);
        write_note(&card, (enum note_kind)kind, kind % 2 ? NULL : "", day(&place, 9));
        got = read_back(&card);
        assert_int_equal(got.note_count, NOTE_KINDS - 1);
        for (int i = NOTE_PLAIN; i < NOTE_KINDS; i++)
            assert_int_equal(card_note(&got, (enum note_kind)i) != NULL, i != kind);
        card_release(&got);
        card_release(&card);
    }
    assert_int_equal(number("SELECT count(*) FROM note WHERE deleted > 0"), NOTE_KINDS);
    assert_int_equal(number("SELECT count(*) FROM note WHERE deleted > 0 AND text <> ''"), 0);
    assert_int_equal(number("SELECT count(*) FROM note WHERE deleted > 0 AND state <> ''"), 0);
    assert_int_equal(place_broken_seals(&place), 0);
}

static void removing_what_was_never_written_writes_nothing(void **state)
{
    struct card card = talked_card(&place, place.start);

    (void)state;
    for (int kind = NOTE_PLAIN; kind < NOTE_KINDS; kind++)
        write_note(&card, (enum note_kind)kind, kind % 2 ? NULL : "", place.start);
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    card_release(&card);
}

static void one_more_of_a_kind_stands_beside_the_first(void **state)
{
    struct card card = talked_card(&place, place.start), got;

    (void)state;
    add_note(&card, NOTE_ANSWER, "Ada: the sea");
    add_note(&card, NOTE_ANSWER, "Ben: the sea");
    add_note(&card, NOTE_ANSWER, "Ada: the sea");
    got = read_back(&card);
    assert_int_equal(got.note_count, 3);
    assert_string_equal(got.notes[1].text, "Ben: the sea");
    assert_int_equal(place_broken_seals(&place), 0);
    card_release(&got);
    card_release(&card);
}

static void a_kind_that_a_newer_couplet_knows_stays_where_it_is(void **state)
{
    struct card card = talked_card(&place, place.start), got;

    (void)state;
    write_note(&card, NOTE_PLAIN, "Ours.", place.start);
    raw_run(place.file, "INSERT INTO note SELECT sitting, card, 'x', 'drawing', 'A cat', changed, "
                        "deleted, hash, state FROM note");
    got = read_back(&card);
    assert_int_equal(got.note_count, 1);
    assert_string_equal(card_note(&got, NOTE_PLAIN), "Ours.");
    write_note(&card, NOTE_PLAIN, "", place.start);
    assert_int_equal(number("SELECT count(*) FROM note WHERE text = 'A cat'"), 1);
    card_release(&got);
    card_release(&card);
}

/* ---- plans ---- */

/* The open plan, to be released; met goes to *met if that isn't NULL. */
static struct plan open_plan(struct moment now, size_t *met)
{
    struct plan plan = { 0 };
    size_t count;
    bool found;

    assert_int_equal(journal_open_plan(place.store, now, &plan, &found, &count, NULL), STATUS_OK);
    assert_true(found);
    if (met)
        *met = count;
    return plan;
}

static void assert_no_open_plan(void)
{
    struct plan plan = { 0 };
    size_t met = 99;
    bool found = true;

    assert_int_equal(journal_open_plan(place.store, day(&place, 1), &plan, &found, &met, NULL),
                     STATUS_OK);
    assert_false(found);
    assert_int_equal(met, 0);
    assert_null(plan.text);
}

static void settle(const struct plan *plan, enum plan_state plan_state)
{
    TRANSACTION(place.store,
                journal_settle(place.store, &plan->key, plan_state, day(&place, 1), NULL));
}

static enum plan_state state_of(const struct card *card)
{
    struct card now = read_back(card);
    enum plan_state state = PLAN_OPEN;

    for (size_t i = 0; i < now.note_count; i++)
        if (now.notes[i].kind == NOTE_PLAN)
            state = now.notes[i].state;
    card_release(&now);
    return state;
}

static void a_plan_comes_back_until_it_is_settled_and_undo_reopens_it(void **state)
{
    static const enum plan_state ways[] = { PLAN_DONE, PLAN_LET_GO };
    struct card card = talked_card(&place, place.start);
    struct plan plan;

    (void)state;
    assert_no_open_plan();
    write_note(&card, NOTE_PLAN, "Walk home once.", later(place.start, 5));
    place_reopen(&place);
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        plan = open_plan(day(&place, 1), NULL);
        assert_string_equal(plan.text, "Walk home once.");
        assert_int_equal(plan.state, PLAN_OPEN);
        assert_int_equal(plan.made.ms, place.start.ms + 5);
        assert_string_equal(plan.key.sitting, card.sitting);
        assert_string_equal(plan.key.card, card.id);
        settle(&plan, ways[i]);
        assert_no_open_plan();
        place_reopen(&place);
        assert_no_open_plan();
        assert_int_equal(state_of(&card), ways[i]);
        settle(&plan, PLAN_OPEN);
        assert_int_equal(place_broken_seals(&place), 0);
        plan_release(&plan);
    }
    plan = open_plan(day(&place, 1), NULL);
    plan_release(&plan);
    card_release(&card);
}

static void the_plan_that_was_made_last_comes_first(void **state)
{
    static const char *const texts[] = { "Third.", "Second.", "First." };
    struct card cards[ARRAY_SIZE(texts)];

    (void)state;
    for (size_t i = ARRAY_SIZE(texts); i-- > 0;) {
        cards[i] = talked_card(&place, place.start); /* in the same millisecond */
        write_note(&cards[i], NOTE_PLAN, texts[i], place.start);
    }
    write_note(&cards[2], NOTE_PLAIN, "No plan.", day(&place, 1));
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        struct plan plan = open_plan(day(&place, 1), NULL);

        assert_string_equal(plan.text, texts[i]);
        settle(&plan, i % 2 ? PLAN_LET_GO : PLAN_DONE);
        plan_release(&plan);
    }
    assert_no_open_plan();
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        card_release(&cards[i]);
}

static void rewording_a_plan_changes_nothing_of_how_it_stands(void **state)
{
    struct card card = talked_card(&place, place.start);
    struct plan plan;

    (void)state;
    write_note(&card, NOTE_PLAN, "Walk home.", place.start);
    write_note(&card, NOTE_PLAN, "Walk home once.", place.start);
    plan = open_plan(day(&place, 1), NULL);
    assert_string_equal(plan.text, "Walk home once.");
    settle(&plan, PLAN_DONE);
    write_note(&card, NOTE_PLAN, "Walked home once.", day(&place, 2));
    assert_no_open_plan();
    assert_int_equal(state_of(&card), PLAN_DONE);
    assert_int_equal(place_broken_seals(&place), 0);
    plan_release(&plan);
    card_release(&card);
}

static void a_plan_that_was_removed_can_neither_come_back_nor_be_settled(void **state)
{
    struct card card = talked_card(&place, place.start);
    struct error err = { 0 };
    struct plan plan;

    (void)state;
    write_note(&card, NOTE_PLAN, "Walk home.", place.start);
    plan = open_plan(day(&place, 1), NULL);
    write_note(&card, NOTE_PLAN, "", place.start);
    assert_no_open_plan();
    assert_int_equal(STATUS_WITHIN(place.store, journal_settle(place.store, &plan.key, PLAN_OPEN,
                                                               place.start, &err)),
                     STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
    assert_no_open_plan();
    assert_int_equal(place_broken_seals(&place), 0);
    write_note(&card, NOTE_PLAN, "Run home.", place.start); /* another one */
    plan_release(&plan);
    plan = open_plan(day(&place, 1), NULL);
    assert_string_equal(plan.text, "Run home.");
    plan_release(&plan);
    card_release(&card);
}

static void only_a_plan_can_be_settled(void **state)
{
    struct card card = talked_card(&place, place.start), got;
    struct note_key key;

    (void)state;
    write_note(&card, NOTE_PLAIN, "No plan.", place.start);
    got = read_back(&card);
    snprintf(key.sitting, sizeof key.sitting, "%s", card.sitting);
    snprintf(key.card, sizeof key.card, "%s", card.id);
    snprintf(key.id, sizeof key.id, "%s", got.notes[0].id);
    assert_int_equal(
        STATUS_WITHIN(place.store, journal_settle(place.store, &key, PLAN_OPEN, place.start, NULL)),
        STATUS_NOT_FOUND);
    assert_no_open_plan();
    card_release(&got);
    card_release(&card);
}

/* Rule 13. */
static void a_plan_was_met_in_the_sittings_of_fourteen_days_since_it_was_made(void **state)
{
    static const struct {
        int day;
        size_t met; /* on that day, before anything else */
    } days[] = { { 2, 0 }, { 4, 1 }, { 6, 2 }, { 8, 3 }, { 17, 2 }, { 19, 1 }, { 60, 0 } };
    struct card card = talked_card(&place, place.start);
    char sitting[UUID_TEXT_SIZE];

    (void)state;
    write_note(&card, NOTE_PLAN, "Walk home.", later(place.start, MS_PER_MINUTE));
    for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
        struct moment now = day(&place, days[i].day);
        size_t met;
        struct plan plan = open_plan(now, &met);

        if (met != days[i].met)
            fail_msg("day %d: met %zu times", days[i].day, met);
        if (days[i].day <= 6)
            begin_sitting(&place, now, sitting);
        plan_release(&plan);
    }
    card_release(&card);
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(notes_of_each_kind_are_kept_in_the_order_in_which_they_were_written),
        TEST(a_note_that_is_replaced_keeps_its_place_and_leaves_the_others_alone),
        TEST(a_note_without_words_removes_that_kind_and_no_other),
        TEST(removing_what_was_never_written_writes_nothing),
        TEST(one_more_of_a_kind_stands_beside_the_first),
        TEST(a_kind_that_a_newer_couplet_knows_stays_where_it_is),
        TEST(a_plan_comes_back_until_it_is_settled_and_undo_reopens_it),
        TEST(the_plan_that_was_made_last_comes_first),
        TEST(rewording_a_plan_changes_nothing_of_how_it_stands),
        TEST(a_plan_that_was_removed_can_neither_come_back_nor_be_settled),
        TEST(only_a_plan_can_be_settled),
        TEST(a_plan_was_met_in_the_sittings_of_fourteen_days_since_it_was_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
