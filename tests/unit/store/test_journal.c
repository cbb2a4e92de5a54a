/* The journal, written: names, sittings, cards and what becomes of them, notes, marks; what
 * happens when another window was quicker; and what is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;

/* The card as the journal has it now; the caller releases. */
static struct card read_back(const struct card *card)
{
    struct card now = { 0 };

    assert_int_equal(journal_card(place.store, &place.couple, card->sitting, card->id, &now, NULL),
                     STATUS_OK);
    return now;
}

static void assert_not_found(const struct card *card)
{
    struct card now = { 0 };

    assert_int_equal(journal_card(place.store, &place.couple, card->sitting, card->id, &now, NULL),
                     STATUS_NOT_FOUND);
}

/* One number, read beside the open store. */
static int64_t number(const char *sql)
{
    return raw_number(place.file, sql);
}

static void write_note(const struct card *card, const char *text, struct moment now)
{
    TRANSACTION(place.store,
                journal_note(place.store, card->sitting, card->id, NOTE_PLAIN, text, now, NULL));
}

/* A sitting with one open card. */
static struct card one_open_card(void)
{
    char sitting[UUID_TEXT_SIZE];
    struct card card;

    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_OPEN, place.start, &card);
    return card;
}

static bool current_is(const char *sitting, struct moment now)
{
    char id[UUID_TEXT_SIZE];

    assert_int_equal(journal_current(place.store, now, id, NULL), STATUS_OK);
    return !strcmp(id, sitting);
}

/* ---- names ---- */

static void names_may_change_and_the_two_stay_who_they_are(void **state)
{
    struct couple after;

    (void)state;
    TRANSACTION(place.store,
                journal_name(place.store, "O'Ada \"A\"", "Bén 🎵", day(&place, 1), NULL));
    assert_int_equal(journal_couple(place.store, &after, NULL), STATUS_OK);
    assert_string_equal(couple_name(&after, PARTNER_LEFT), "O'Ada \"A\"");
    assert_string_equal(couple_name(&after, PARTNER_RIGHT), "Bén 🎵");
    for (int p = PARTNER_LEFT; p <= PARTNER_RIGHT; p++)
        assert_string_equal(after.partner[p].id, place.couple.partner[p].id);
    assert_int_equal(number("SELECT count(*) FROM partner"), 2);
    couple_release(&after);
}

static void ids_are_uuids_of_version_seven(void **state)
{
    struct card card = one_open_card();
    const char *const ids[] = { place.couple.partner[PARTNER_LEFT].id,
                                place.couple.partner[PARTNER_RIGHT].id, card.sitting, card.id };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
        assert_int_equal(strlen(ids[i]), UUID_TEXT_SIZE - 1);
        assert_int_equal(ids[i][14], '7');
    }
    card_release(&card);
}

/* ---- sittings ---- */

static void a_sitting_is_on_until_twelve_hours_after_its_last_step(void **state)
{
    struct card card;
    char sitting[UUID_TEXT_SIZE];
    struct moment touched = later(place.start, 5 * MS_PER_HOUR);

    (void)state;
    assert_true(current_is("", place.start));
    begin_sitting(&place, place.start, sitting);
    assert_true(current_is(sitting, place.start));
    lay_card(&place, sitting, "p0", OUTCOME_OPEN, place.start, &card);
    TRANSACTION(place.store, journal_steps(place.store, &card, "", "f", touched, NULL));
    assert_true(current_is(sitting, later(touched, 12 * MS_PER_HOUR)));
    assert_true(current_is("", later(touched, 12 * MS_PER_HOUR + 1)));
    assert_true(current_is(sitting, later(touched, -40 * MS_PER_DAY))); /* a clock set back */
    card_release(&card);
}

static void good_night_ends_a_sitting(void **state)
{
    struct card card = one_open_card();
    struct sitting sitting;
    struct moment end = later(place.start, 3 * MS_PER_HOUR);

    (void)state;
    TRANSACTION(place.store, journal_end_sitting(place.store, card.sitting, end, NULL));
    assert_true(current_is("", later(end, 1)));
    assert_int_equal(journal_sitting(place.store, &place.couple, card.sitting, end, &sitting, NULL),
                     STATUS_OK);
    assert_int_equal(sitting.ended.ms, end.ms);
    assert_int_equal(sitting.ended.zone, end.zone);
    sitting_release(&sitting);
    card_release(&card);
}

static void a_sitting_that_is_not_the_current_one_leaves_that_on(void **state)
{
    char on[UUID_TEXT_SIZE], aside[UUID_TEXT_SIZE];

    (void)state;
    begin_sitting(&place, place.start, on);
    TRANSACTION(place.store,
                journal_begin_sitting(place.store, false, later(place.start, 1), aside, NULL));
    assert_true(strcmp(on, aside) < 0);
    assert_true(current_is(on, place.start));
}

/* ---- cards ---- */

static void a_card_is_written_as_it_was_laid(void **state)
{
    struct card card = { .prompt = prompt_plain("p", "p'0"), .first = PARTNER_RIGHT }, got;
    struct moment now = { .ms = place.start.ms + 7, .zone = -210 };

    (void)state;
    begin_sitting(&place, place.start, card.sitting);
    card.why = mem_copy("Because it's \"new\".");
    card.prompt.followups[0] = mem_copy("Who's \"that\"?");
    card.prompt.followups[1] = mem_copy("And then?");
    card.prompt.followup_count = 2;
    card.prompt.flags = 1u << 2;
    card.prompt.consent = CONSENT_ASK;
    TRANSACTION(place.store, journal_lay(place.store, &place.couple, &card, now, NULL));
    assert_int_equal(card.dealt.ms, now.ms);
    assert_int_equal(card.at.ms, now.ms);
    got = read_back(&card);
    assert_string_equal(got.sitting, card.sitting);
    assert_string_equal(got.id, card.id);
    assert_int_equal(got.outcome, OUTCOME_OPEN);
    assert_int_equal(got.first, PARTNER_RIGHT);
    assert_int_equal(got.dealt.ms, now.ms);
    assert_int_equal(got.at.ms, now.ms);
    assert_int_equal(got.at.zone, -210);
    assert_string_equal(got.steps, "");
    assert_string_equal(got.why, "Because it's \"new\".");
    assert_null(card_note(&got, NOTE_PLAIN));
    assert_string_equal(got.prompt.pack, "p");
    assert_string_equal(got.prompt.id, "p'0");
    assert_string_equal(got.prompt.text, card.prompt.text);
    assert_int_equal(got.prompt.followup_count, 2);
    assert_string_equal(got.prompt.followups[0], "Who's \"that\"?");
    assert_string_equal(got.prompt.followups[1], "And then?");
    assert_int_equal(got.prompt.flags, 1u << 2);
    assert_int_equal(got.prompt.consent, CONSENT_ASK);
    card_release(&got);
    card_release(&card);
}

static void a_card_that_nobody_began_says_so(void **state)
{
    struct card card = { .prompt = prompt_plain("p", "p0"), .outcome = OUTCOME_TALKED }, got;

    (void)state;
    begin_sitting(&place, place.start, card.sitting);
    TRANSACTION(place.store, journal_lay(place.store, &place.couple, &card, place.start, NULL));
    got = read_back(&card);
    assert_int_equal(got.first, PARTNER_NONE);
    assert_int_equal(got.outcome, OUTCOME_TALKED);
    assert_int_equal(number("SELECT count(*) FROM card WHERE first IS NULL"), 1);
    card_release(&got);
    card_release(&card);
}

static void wording_stays_as_dealt_when_the_pack_changes_or_goes(void **state)
{
    struct pack pack = pack_plain("p", 1);
    struct card card, got;

    (void)state;
    place_install(&place, "p", 1);
    card = one_open_card();
    mem_replace(&pack.prompts[0].text, "Quite other words.");
    TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
    got = read_back(&card);
    assert_string_equal(got.prompt.text, "Words of p0.");
    card_release(&got);
    place_install(&place, "p", 0);
    got = read_back(&card);
    assert_string_equal(got.prompt.text, "Words of p0.");
    card_release(&got);
    card_release(&card);
    pack_release(&pack);
}

static void steps_are_saved_and_the_moment_of_the_outcome_is_kept(void **state)
{
    struct card card = one_open_card(), got;
    struct moment then = { .ms = place.start.ms + 90000, .zone = 60 };

    (void)state;
    TRANSACTION(place.store, journal_steps(place.store, &card, "", "f", place.start, NULL));
    TRANSACTION(place.store, journal_steps(place.store, &card, "f", "ft", place.start, NULL));
    TRANSACTION(place.store, journal_outcome(place.store, &card, OUTCOME_TALKED, then, NULL));
    got = read_back(&card);
    assert_string_equal(got.steps, "ft");
    assert_int_equal(got.outcome, OUTCOME_TALKED);
    assert_int_equal(got.dealt.ms, place.start.ms);
    assert_int_equal(got.at.ms, then.ms);
    assert_int_equal(got.at.zone, 60);
    card_release(&got);
    card_release(&card);
}

static void a_card_that_is_unlaid_leaves_nothing(void **state)
{
    struct card card = one_open_card();

    (void)state;
    write_note(&card, "Words that go.", place.start);
    TRANSACTION(place.store, journal_unlay(place.store, &card, place.start, NULL));
    assert_not_found(&card);
    assert_int_equal(number("SELECT count(*) FROM card"), 0);
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    card_release(&card);
}

static void an_open_card_moves_into_another_sitting(void **state)
{
    struct card card = one_open_card(), got;
    char second[UUID_TEXT_SIZE], first[UUID_TEXT_SIZE];
    struct moment next = day(&place, 1);
    struct sitting sitting;

    (void)state;
    snprintf(first, sizeof first, "%s", card.sitting);
    TRANSACTION(place.store, journal_steps(place.store, &card, "", "f", place.start, NULL));
    begin_sitting(&place, next, second);
    TRANSACTION(place.store, journal_move(place.store, &card, second, next, NULL));
    assert_string_equal(card.sitting, second);
    got = read_back(&card);
    assert_string_equal(got.steps, "f");
    assert_int_equal(number("SELECT count(*) FROM card"), 1);
    /* The old one ended when it was last touched, not now. */
    assert_int_equal(journal_sitting(place.store, &place.couple, first, next, &sitting, NULL),
                     STATUS_OK);
    assert_int_equal(sitting.ended.ms, place.start.ms);
    sitting_release(&sitting);
    card_release(&got);
    card_release(&card);
}

static void a_card_with_a_note_moves_with_it(void **state)
{
    struct card card = one_open_card(), got;
    char second[UUID_TEXT_SIZE];
    struct error err = { 0 };
    enum status status;

    (void)state;
    write_note(&card, "About the sea.", place.start);
    begin_sitting(&place, day(&place, 1), second);
    assert_int_equal(store_begin(place.store, &err), STATUS_OK);
    status = store_end(place.store, journal_move(place.store, &card, second, day(&place, 1), &err),
                       &err);
    if (status != STATUS_OK)
        print_message("# %s\n", err.text);
    assert_int_equal(status, STATUS_OK);
    got = read_back(&card);
    assert_string_equal(card_note(&got, NOTE_PLAIN), "About the sea.");
    card_release(&got);
    card_release(&card);
}

static void the_card_before_is_the_one_dealt_before_whatever_became_of_it(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct card cards[3], before;
    bool found;

    (void)state;
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_ANOTHER, place.start, &cards[0]);
    lay_card(&place, sitting, "p1", OUTCOME_TALKED, place.start, &cards[1]); /* the same ms */
    lay_card(&place, sitting, "p2", OUTCOME_OPEN, later(place.start, 1), &cards[2]);
    for (int i = 2; i > 0; i--) {
        assert_int_equal(
            journal_before(place.store, &place.couple, &cards[i], &before, &found, NULL),
            STATUS_OK);
        assert_true(found);
        assert_string_equal(before.id, cards[i - 1].id);
        assert_int_equal(before.outcome, cards[i - 1].outcome);
        card_release(&before);
    }
    assert_int_equal(journal_before(place.store, &place.couple, &cards[0], &before, &found, NULL),
                     STATUS_OK);
    assert_false(found);
    for (int i = 0; i < 3; i++)
        card_release(&cards[i]);
}

static void the_table_holds_the_open_card_of_the_last_sitting(void **state)
{
    struct card card, got;
    char sitting[UUID_TEXT_SIZE];
    bool found;

    (void)state;
    assert_int_equal(journal_table(place.store, &place.couple, &got, &found, NULL), STATUS_OK);
    assert_false(found);
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_TALKED, place.start, NULL);
    lay_card(&place, sitting, "p1", OUTCOME_OPEN, place.start, &card);
    assert_int_equal(journal_table(place.store, &place.couple, &got, &found, NULL), STATUS_OK);
    assert_true(found);
    assert_string_equal(got.id, card.id);
    card_release(&got);
    TRANSACTION(place.store,
                journal_outcome(place.store, &card, OUTCOME_STOPPED, place.start, NULL));
    assert_int_equal(journal_table(place.store, &place.couple, &got, &found, NULL), STATUS_OK);
    assert_false(found);
    card_release(&card);
}

/* ---- another window ---- */

static void who_comes_second_is_told_that_it_changed(void **state)
{
    struct card card = one_open_card(), stale;
    struct store *other;
    char second[UUID_TEXT_SIZE];
    struct moment now = place.start;

    (void)state;
    stale = read_back(&card);
    assert_int_equal(open_at(place.data, STORE_WRITE, &other, NULL), STATUS_OK);
    TRANSACTION(other, journal_steps(other, &card, "", "f", now, NULL));
    assert_int_equal(
        STATUS_WITHIN(place.store, journal_steps(place.store, &stale, "", "t", now, NULL)),
        STATUS_CHANGED);
    TRANSACTION(other, journal_outcome(other, &card, OUTCOME_TALKED, now, NULL));
    assert_int_equal(
        STATUS_WITHIN(place.store, journal_outcome(place.store, &stale, OUTCOME_KEPT, now, NULL)),
        STATUS_CHANGED);
    assert_int_equal(
        STATUS_WITHIN(place.store, journal_steps(place.store, &stale, "f", "ft", now, NULL)),
        STATUS_CHANGED);
    assert_int_equal(STATUS_WITHIN(place.store, journal_unlay(place.store, &stale, now, NULL)),
                     STATUS_CHANGED);
    begin_sitting(&place, now, second);
    assert_int_equal(
        STATUS_WITHIN(place.store, journal_move(place.store, &stale, second, now, NULL)),
        STATUS_CHANGED);
    card_release(&stale);
    stale = read_back(&card);
    assert_int_equal(stale.outcome, OUTCOME_TALKED);
    assert_string_equal(stale.steps, "f");
    card_release(&stale);
    card_release(&card);
    assert_int_equal(store_close(other), STATUS_OK);
}

/* ---- notes ---- */

static void a_note_is_written_changed_and_removed(void **state)
{
    static const char *const notes[] = { "We laughed.", "It's \"ours\"; '); --", "A\nB", "🎵" };
    struct card card = one_open_card(), got;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
        write_note(&card, notes[i], day(&place, (int)i));
        got = read_back(&card);
        assert_string_equal(card_note(&got, NOTE_PLAIN), notes[i]);
        card_release(&got);
    }
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
    write_note(&card, NULL, day(&place, 5));
    got = read_back(&card);
    assert_null(card_note(&got, NOTE_PLAIN));
    card_release(&got);
    write_note(&card, "", day(&place, 6)); /* nothing to remove */
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
    card_release(&card);
}

static void a_removed_note_leaves_no_words_in_the_file(void **state)
{
    static const char secret[] = "Zanzibarquatsch";
    struct card card = one_open_card();

    (void)state;
    write_note(&card, secret, place.start);
    place_close(&place);
    assert_true(file_holds(place.file, secret));
    place_open(&place);
    write_note(&card, "", day(&place, 1));
    assert_int_equal(number("SELECT count(*) FROM note WHERE text = '' AND deleted > 0"), 1);
    place_close(&place);
    assert_false(file_holds(place.file, secret));
    card_release(&card);
}

static void a_changed_note_leaves_its_old_words_nowhere(void **state)
{
    static const char secret[] = "Zanzibarquatsch";
    struct card card = one_open_card();

    (void)state;
    write_note(&card, secret, place.start);
    write_note(&card, "Other.", place.start);
    place_close(&place);
    assert_false(file_holds(place.file, secret));
    card_release(&card);
}

static void after_a_removed_note_another_may_be_written(void **state)
{
    struct card card = one_open_card(), got;

    (void)state;
    write_note(&card, "First.", place.start);
    write_note(&card, "", place.start);
    write_note(&card, "Second.", place.start);
    got = read_back(&card);
    assert_string_equal(card_note(&got, NOTE_PLAIN), "Second.");
    card_release(&got);
    card_release(&card);
}

static void a_note_after_good_night_leaves_the_sitting_ended(void **state)
{
    struct card card = one_open_card();
    struct sitting sitting;

    (void)state;
    TRANSACTION(place.store, journal_end_sitting(place.store, card.sitting, place.start, NULL));
    write_note(&card, "Later.", day(&place, 9));
    assert_int_equal(
        journal_sitting(place.store, &place.couple, card.sitting, day(&place, 9), &sitting, NULL),
        STATUS_OK);
    assert_int_equal(sitting.ended.ms, place.start.ms);
    sitting_release(&sitting);
    card_release(&card);
}

/* ---- forgetting ---- */

static int64_t rows_after_forgetting(struct moment now)
{
    TRANSACTION(place.store, journal_forget_aside(place.store, now, NULL));
    return number("SELECT count(*) FROM card");
}

static void what_was_put_aside_is_forgotten_after_31_days(void **state)
{
    static const enum outcome outcomes[] = { OUTCOME_ANOTHER, OUTCOME_STOPPED, OUTCOME_TALKED,
                                             OUTCOME_KEPT, OUTCOME_OPEN };
    char sitting[UUID_TEXT_SIZE];

    (void)state;
    begin_sitting(&place, place.start, sitting);
    for (size_t i = 0; i < ARRAY_SIZE(outcomes); i++)
        lay_card(&place, sitting, "p0", outcomes[i], later(place.start, -MS_PER_SECOND), NULL);
    assert_int_equal(rows_after_forgetting(day(&place, 30)), 5); /* the picker still needs them */
    assert_int_equal(rows_after_forgetting(day(&place, 31)), 5);
    assert_int_equal(rows_after_forgetting(later(day(&place, 31), 1)), 3);
    assert_int_equal(rows_after_forgetting(day(&place, 3000)), 3);
    assert_int_equal(number("SELECT count(*) FROM card WHERE outcome IN ('another', 'stopped')"),
                     0);
}

/* A card that was talked about, got a note, was opened again, and then swapped. */
static void a_card_with_a_note_that_was_put_aside_is_forgotten_too(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct card card;
    struct error err = { 0 };
    enum status status;

    (void)state;
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_ANOTHER, place.start, &card);
    write_note(&card, "Written before.", place.start);
    assert_int_equal(rows_after_forgetting(later(day(&place, 31), -1)), 1);
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
    assert_int_equal(store_begin(place.store, &err), STATUS_OK);
    status = store_end(place.store, journal_forget_aside(place.store, day(&place, 40), &err), &err);
    if (status != STATUS_OK)
        print_message("# %s\n", err.text);
    assert_int_equal(status, STATUS_OK);
    assert_not_found(&card);
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    card_release(&card);
}

static void its_words_are_in_the_file_no_more(void **state)
{
    struct card card = { .prompt = prompt_plain("p", "p0"), .outcome = OUTCOME_ANOTHER };

    (void)state;
    begin_sitting(&place, place.start, card.sitting);
    mem_replace(&card.prompt.text, "Zanzibarquatsch?");
    TRANSACTION(place.store, journal_lay(place.store, &place.couple, &card, place.start, NULL));
    TRANSACTION(place.store, journal_forget_aside(place.store, day(&place, 40), NULL));
    place_close(&place);
    assert_false(file_holds(place.file, "Zanzibarquatsch"));
    card_release(&card);
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(names_may_change_and_the_two_stay_who_they_are),
        TEST(ids_are_uuids_of_version_seven),
        TEST(a_sitting_is_on_until_twelve_hours_after_its_last_step),
        TEST(good_night_ends_a_sitting),
        TEST(a_sitting_that_is_not_the_current_one_leaves_that_on),
        TEST(a_card_is_written_as_it_was_laid),
        TEST(a_card_that_nobody_began_says_so),
        TEST(wording_stays_as_dealt_when_the_pack_changes_or_goes),
        TEST(steps_are_saved_and_the_moment_of_the_outcome_is_kept),
        TEST(a_card_that_is_unlaid_leaves_nothing),
        TEST(an_open_card_moves_into_another_sitting),
        TEST(a_card_with_a_note_moves_with_it),
        TEST(the_card_before_is_the_one_dealt_before_whatever_became_of_it),
        TEST(the_table_holds_the_open_card_of_the_last_sitting),
        TEST(who_comes_second_is_told_that_it_changed),
        TEST(a_note_is_written_changed_and_removed),
        TEST(a_removed_note_leaves_no_words_in_the_file),
        TEST(a_changed_note_leaves_its_old_words_nowhere),
        TEST(after_a_removed_note_another_may_be_written),
        TEST(a_note_after_good_night_leaves_the_sitting_ended),
        TEST(what_was_put_aside_is_forgotten_after_31_days),
        TEST(a_card_with_a_note_that_was_put_aside_is_forgotten_too),
        TEST(its_words_are_in_the_file_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
