/* The card table: what a deal, a step, an outcome and taking back leave in a real store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/table.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "support/store_fixture.h"

static const struct filter light = { .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 5 };
static const struct filter serious = { .mood = MOOD_SERIOUS, .mode = MODE_TALKING, .minutes = 5 };

static struct place place;
static struct table table;

/* A pack of twelve light talking prompts; nothing serious. */
static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 12);
    table = (struct table){
        .store = place.store, .couple = &place.couple, .now = place.start, .seed = 1
    };
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

static int64_t number(const char *sql)
{
    return raw_number(place.file, sql);
}

static void pass(int64_t ms)
{
    table.now = later(table.now, ms);
    table.seed++;
}

/* Deals a light card a minute later; the caller releases. */
static struct card deal_one(void)
{
    struct deal deal;
    struct error err = { 0 };

    pass(MS_PER_MINUTE);
    if (table_deal(&table, &light, &deal, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return deal.card;
}

static struct card read_back(const struct card *card)
{
    struct card now = { 0 };

    assert_int_equal(journal_card(place.store, &place.couple, card->sitting, card->id, &now, NULL),
                     STATUS_OK);
    return now;
}

static enum outcome outcome_of(const struct card *card)
{
    struct card now = read_back(card);
    enum outcome outcome = now.outcome;

    card_release(&now);
    return outcome;
}

static void assert_steps(const struct card *card, const char *steps)
{
    struct card now = read_back(card);

    assert_string_equal(now.steps, steps);
    card_release(&now);
}

static bool is_gone(const struct card *card)
{
    struct card now = { 0 };
    enum status status =
        journal_card(place.store, &place.couple, card->sitting, card->id, &now, NULL);

    card_release(&now);
    return status == STATUS_NOT_FOUND;
}

/* The id of the card on the table, "" if there is none. */
static void on_the_table(char id[UUID_TEXT_SIZE])
{
    struct card open = { 0 };
    bool found;

    assert_int_equal(journal_table(place.store, &place.couple, &open, &found, NULL), STATUS_OK);
    snprintf(id, UUID_TEXT_SIZE, "%s", found ? open.id : "");
    card_release(&open);
}

static void assert_on_the_table(const char *expected)
{
    char id[UUID_TEXT_SIZE];

    on_the_table(id);
    assert_string_equal(id, expected);
}

static void undo_ok(const struct card *card)
{
    struct error err = { 0 };

    pass(MS_PER_SECOND);
    if (table_undo(&table, card->sitting, card->id, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

static void give(const struct card *card, enum outcome outcome)
{
    pass(MS_PER_SECOND);
    assert_int_equal(table_outcome(&table, card->sitting, card->id, outcome, NULL), STATUS_OK);
}

static void step(const struct card *card, enum card_step what)
{
    struct card now = read_back(card);

    assert_int_equal(table_step(&table, card->sitting, card->id, now.steps, what, NULL), STATUS_OK);
    card_release(&now);
}

/* ---- drawing ---- */

static void drawing_records_nothing(void **state)
{
    struct deal deal;
    char *before, *after;

    (void)state;
    place_close(&place);
    before = tree_text(place.root);
    place_open(&place);
    table.store = place.store;
    assert_int_equal(table_draw(&table, &light, &deal, NULL), STATUS_OK);
    assert_string_equal(deal.card.prompt.pack, "p");
    assert_non_null(deal.card.why);
    assert_string_equal(deal.card.id, "");
    deal_release(&deal);
    place_close(&place);
    after = tree_text(place.root);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void the_same_seed_draws_the_same_card(void **state)
{
    struct deal one, two;
    bool differs = false;

    (void)state;
    assert_int_equal(table_draw(&table, &light, &one, NULL), STATUS_OK);
    for (uint64_t seed = 1; seed < 20; seed++) {
        table.seed = seed;
        assert_int_equal(table_draw(&table, &light, &two, NULL), STATUS_OK);
        if (seed == 1)
            assert_string_equal(one.card.prompt.id, two.card.prompt.id);
        differs = differs || strcmp(one.card.prompt.id, two.card.prompt.id);
        deal_release(&two);
    }
    assert_true(differs);
    deal_release(&one);
}

static void drawing_and_recording_writes_a_talked_card_that_nobody_began(void **state)
{
    struct deal deal;
    struct sitting sitting;
    char on[UUID_TEXT_SIZE];

    (void)state;
    assert_int_equal(table_draw_and_record(&table, &light, &deal, NULL), STATUS_OK);
    assert_int_equal(
        journal_sitting(place.store, &place.couple, deal.card.sitting, table.now, &sitting, NULL),
        STATUS_OK);
    assert_int_equal(sitting.card_count, 1);
    assert_string_equal(sitting.cards[0].id, deal.card.id);
    assert_string_equal(sitting.cards[0].prompt.id, deal.card.prompt.id);
    assert_int_equal(sitting.cards[0].outcome, OUTCOME_TALKED);
    assert_int_equal(sitting.cards[0].first, PARTNER_NONE);
    sitting_release(&sitting);
    assert_int_equal(journal_current(place.store, table.now, on, NULL), STATUS_OK);
    assert_string_equal(on, "");
    deal_release(&deal);
    pass(1);
    assert_int_equal(table_draw_and_record(&table, &light, &deal, NULL), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM sitting"), 2);
    deal_release(&deal);
}

static void recording_beside_a_sitting_leaves_that_as_it_was(void **state)
{
    struct card card = deal_one();
    struct deal deal;
    char on[UUID_TEXT_SIZE];

    (void)state;
    assert_int_equal(table_draw_and_record(&table, &light, &deal, NULL), STATUS_OK);
    assert_string_not_equal(deal.card.sitting, card.sitting);
    assert_int_equal(journal_current(place.store, table.now, on, NULL), STATUS_OK);
    assert_string_equal(on, card.sitting);
    assert_on_the_table(card.id);
    deal_release(&deal);
    card_release(&card);
}

static void drawing_from_nothing_says_what_would_help(void **state)
{
    struct deal deal;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(table_draw(&table, &serious, &deal, &err), STATUS_NOTHING);
    assert_true(err.text[0] != '\0');
    assert_int_equal(deal.widening_count, 1);
    assert_string_equal(deal.widenings[0].said, "any mood");
    deal_release(&deal);
    assert_int_equal(table_draw_and_record(&table, &serious, &deal, &err), STATUS_NOTHING);
    assert_int_equal(number("SELECT count(*) FROM sitting"), 0);
    deal_release(&deal);
}

/* Until two can agree on a card, none that asks for consent is dealt. */
static void a_prompt_that_asks_for_consent_is_not_dealt(void **state)
{
    struct pack pack = pack_plain("p", 1);
    struct deal deal;

    (void)state;
    pack.prompts[0].consent = CONSENT_ASK;
    TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
    pack_release(&pack);
    assert_int_equal(table_draw(&table, &light, &deal, NULL), STATUS_NOTHING);
    deal_release(&deal);
}

/* ---- dealing ---- */

static void the_first_deal_begins_a_sitting_and_the_next_ones_go_on_in_it(void **state)
{
    struct card one = deal_one(), two;

    (void)state;
    give(&one, OUTCOME_TALKED);
    two = deal_one();
    assert_string_equal(one.sitting, two.sitting);
    assert_string_not_equal(one.prompt.id, two.prompt.id);
    assert_int_equal(outcome_of(&two), OUTCOME_OPEN);
    assert_int_equal(one.first, PARTNER_LEFT);
    assert_int_equal(two.first, PARTNER_RIGHT); /* they take turns */
    card_release(&one);
    card_release(&two);
}

static void a_deal_puts_the_open_card_aside(void **state)
{
    struct card one = deal_one(), two = deal_one();

    (void)state;
    assert_int_equal(outcome_of(&one), OUTCOME_ANOTHER);
    assert_on_the_table(two.id);
    assert_int_equal(two.first, one.first); /* only talked cards count */
    card_release(&one);
    card_release(&two);
}

static void nothing_that_fits_keeps_what_was_put_aside(void **state)
{
    struct card one = deal_one();
    struct deal deal;
    struct error err = { 0 };
    struct filter choice;

    (void)state;
    pass(MS_PER_MINUTE);
    assert_int_equal(table_deal(&table, &serious, &deal, &err), STATUS_NOTHING);
    assert_true(deal.widening_count > 0);
    deal_release(&deal);
    assert_int_equal(outcome_of(&one), OUTCOME_ANOTHER);
    assert_on_the_table("");
    assert_int_equal(table_choice(place.store, &choice, NULL), STATUS_OK);
    assert_int_equal(choice.mood, MOOD_SERIOUS);
    card_release(&one);
}

static void nothing_that_fits_at_first_begins_no_sitting(void **state)
{
    struct deal deal;

    (void)state;
    assert_int_equal(table_deal(&table, &serious, &deal, NULL), STATUS_NOTHING);
    deal_release(&deal);
    assert_int_equal(number("SELECT count(*) FROM sitting"), 0);
}

static void the_last_choice_is_remembered(void **state)
{
    static const struct filter choices[] = {
        { .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 20 },
        { .mood = MOOD_ANY, .mode = MODE_ANY, .minutes = 0 },
        { .mood = MOOD_SERIOUS, .mode = MODE_LISTENING, .minutes = 30 },
    };
    struct filter choice;

    (void)state;
    assert_int_equal(table_choice(place.store, &choice, NULL), STATUS_OK);
    assert_int_equal(choice.mood, MOOD_LIGHT);
    assert_int_equal(choice.mode, MODE_TALKING);
    assert_int_equal(choice.minutes, 5);
    for (size_t i = 0; i < ARRAY_SIZE(choices); i++) {
        struct deal deal;

        pass(MS_PER_MINUTE);
        table_deal(&table, &choices[i], &deal, NULL);
        deal_release(&deal);
        assert_int_equal(table_choice(place.store, &choice, NULL), STATUS_OK);
        assert_int_equal(choice.mood, choices[i].mood);
        assert_int_equal(choice.mode, choices[i].mode);
        assert_int_equal(choice.minutes, choices[i].minutes);
    }
}

static void a_choice_that_was_damaged_is_the_first_one(void **state)
{
    static const char *const damaged[] = { "",
                                           "light",
                                           "\x01\x02",
                                           "light talking x",
                                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b 5",
                                           "light talking 99999999999999999999" };
    struct filter choice;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(damaged); i++) {
        struct deal deal;

        TRANSACTION(place.store, store_set_setting(place.store, "choice", damaged[i], NULL));
        assert_int_equal(table_choice(place.store, &choice, NULL), STATUS_OK);
        assert_in_range(choice.mood, MOOD_ANY, MOOD_SERIOUS);
        assert_in_range(choice.mode, MODE_ANY, MODE_LISTENING);
        table_draw(&table, &choice, &deal, NULL); /* no crash */
        deal_release(&deal);
    }
}

static void dealing_goes_on_until_everything_was_dealt(void **state)
{
    struct deal deal;

    (void)state;
    for (int i = 0; i < 12; i++) {
        struct card card = deal_one();

        card_release(&card);
    }
    assert_int_equal(number("SELECT count(DISTINCT prompt) FROM card"), 12);
    pass(MS_PER_MINUTE);
    assert_int_equal(table_deal(&table, &light, &deal, NULL), STATUS_NOTHING);
    deal_release(&deal);
}

static void what_was_put_aside_is_forgotten_by_a_deal_after_31_days(void **state)
{
    struct card one = deal_one(), two = deal_one();

    (void)state;
    give(&two, OUTCOME_TALKED);
    pass(32 * MS_PER_DAY);
    card_release(&one);
    one = deal_one();
    assert_int_equal(number("SELECT count(*) FROM card WHERE outcome = 'another'"), 0);
    assert_int_equal(number("SELECT count(*) FROM card"), 2);
    card_release(&one);
    card_release(&two);
}

/* A note, then undo, then another: its row must not stand in the way of every later deal. */
static void a_note_on_a_card_that_was_put_aside_stops_no_deal(void **state)
{
    struct card one = deal_one(), two;
    struct deal deal;
    struct error err = { 0 };
    enum status status;

    (void)state;
    give(&one, OUTCOME_TALKED);
    assert_int_equal(table_note(&table, one.sitting, one.id, NOTE_PLAIN, "A note.", NULL),
                     STATUS_OK);
    undo_ok(&one);
    two = deal_one();
    assert_int_equal(outcome_of(&one), OUTCOME_ANOTHER);
    give(&two, OUTCOME_TALKED);
    pass(40 * MS_PER_DAY);
    status = table_deal(&table, &light, &deal, &err);
    if (status != STATUS_OK)
        print_message("# %s\n", err.text);
    else
        deal_release(&deal);
    assert_int_equal(status, STATUS_OK);
    card_release(&one);
    card_release(&two);
}

/* ---- a sitting that is over ---- */

static void taking_up_within_twelve_hours_goes_on_in_the_same_sitting(void **state)
{
    struct card card = deal_one();

    (void)state;
    step(&card, STEP_TURN);
    pass(12 * MS_PER_HOUR);
    assert_int_equal(table_take_up(&table, NULL), STATUS_OK);
    assert_false(is_gone(&card));
    assert_int_equal(number("SELECT count(*) FROM sitting"), 1);
    card_release(&card);
}

static void taking_up_after_thirteen_hours_goes_into_a_new_sitting(void **state)
{
    struct card card = deal_one(), open;
    struct sitting old;
    struct moment last;
    char on[UUID_TEXT_SIZE];
    bool found;

    (void)state;
    step(&card, STEP_TURN);
    last = table.now;
    pass(13 * MS_PER_HOUR);
    assert_int_equal(table_take_up(&table, NULL), STATUS_OK);
    assert_int_equal(journal_current(place.store, table.now, on, NULL), STATUS_OK);
    assert_string_not_equal(on, "");
    assert_string_not_equal(on, card.sitting);
    assert_int_equal(journal_table(place.store, &place.couple, &open, &found, NULL), STATUS_OK);
    assert_true(found);
    assert_string_equal(open.sitting, on);
    assert_string_equal(open.steps, "t");
    assert_string_equal(open.prompt.id, card.prompt.id);
    assert_int_equal(number("SELECT count(*) FROM card"), 1);
    assert_int_equal(
        journal_sitting(place.store, &place.couple, card.sitting, table.now, &old, NULL),
        STATUS_OK);
    assert_int_equal(old.ended.ms, last.ms);
    sitting_release(&old);
    card_release(&open);
    card_release(&card);
}

static void taking_up_a_card_with_a_note_keeps_the_note(void **state)
{
    struct card card = deal_one(), open = { 0 };
    struct error err = { 0 };
    enum status status;
    bool found;

    (void)state;
    give(&card, OUTCOME_TALKED);
    assert_int_equal(table_note(&table, card.sitting, card.id, NOTE_PLAIN, "A note.", NULL),
                     STATUS_OK);
    undo_ok(&card);
    pass(13 * MS_PER_HOUR);
    status = table_take_up(&table, &err);
    if (status != STATUS_OK)
        print_message("# %s\n", err.text);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(journal_table(place.store, &place.couple, &open, &found, NULL), STATUS_OK);
    assert_true(found);
    assert_string_equal(card_note(&open, NOTE_PLAIN), "A note.");
    card_release(&open);
    card_release(&card);
}

static void taking_up_nothing_says_that_it_changed(void **state)
{
    struct card card = deal_one();
    struct error err = { 0 };

    (void)state;
    give(&card, OUTCOME_TALKED);
    assert_int_equal(table_take_up(&table, &err), STATUS_CHANGED);
    assert_true(err.text[0] != '\0');
    card_release(&card);
}

/* The card of last night still lies open; they choose anew instead of taking it up. */
static void dealing_after_thirteen_hours_begins_a_new_sitting(void **state)
{
    struct card old = deal_one(), fresh;
    struct moment last = table.now;
    struct sitting sitting;

    (void)state;
    pass(13 * MS_PER_HOUR);
    fresh = deal_one();
    assert_int_equal(
        journal_sitting(place.store, &place.couple, old.sitting, table.now, &sitting, NULL),
        STATUS_OK);
    print_message("# the old sitting %s\n", sitting.ended.ms ? "has ended" : "is on again");
    sitting_release(&sitting);
    assert_string_not_equal(fresh.sitting, old.sitting);
    assert_int_equal(outcome_of(&old), OUTCOME_ANOTHER);
    assert_int_equal(
        journal_sitting(place.store, &place.couple, old.sitting, table.now, &sitting, NULL),
        STATUS_OK);
    assert_int_equal(sitting.ended.ms, last.ms); /* it ended with its last step, not this morning */
    sitting_release(&sitting);
    card_release(&old);
    card_release(&fresh);
}

static void after_good_night_a_deal_begins_a_new_sitting(void **state)
{
    struct card old = deal_one(), fresh;
    struct moment end;
    struct sitting sitting;

    (void)state;
    pass(MS_PER_MINUTE);
    end = table.now;
    assert_int_equal(table_good_night(&table, old.sitting, NULL), STATUS_OK); /* one lies open */
    fresh = deal_one();
    assert_string_not_equal(fresh.sitting, old.sitting);
    assert_int_equal(
        journal_sitting(place.store, &place.couple, old.sitting, table.now, &sitting, NULL),
        STATUS_OK);
    assert_int_equal(sitting.ended.ms, end.ms);
    sitting_release(&sitting);
    card_release(&old);
    card_release(&fresh);
}

/* ---- steps, outcomes, taking back ---- */

static void steps_are_taken_back_one_by_one_and_then_the_card(void **state)
{
    struct card one = deal_one(), two;
    struct error err = { 0 };

    (void)state;
    give(&one, OUTCOME_TALKED);
    two = deal_one();
    step(&two, STEP_TURN);
    step(&two, STEP_TURN);
    assert_steps(&two, "tt");
    undo_ok(&two);
    assert_steps(&two, "t");
    undo_ok(&two);
    assert_steps(&two, "");
    undo_ok(&two); /* the card itself: the one before lies open again */
    assert_true(is_gone(&two));
    assert_int_equal(outcome_of(&one), OUTCOME_OPEN);
    assert_on_the_table(one.id);
    pass(1);
    assert_int_equal(table_undo(&table, one.sitting, one.id, &err), STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
    assert_on_the_table(one.id);
    card_release(&one);
    card_release(&two);
}

static void undo_after_another_brings_the_card_back_and_the_dealt_one_leaves_no_row(void **state)
{
    struct card cards[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        cards[i] = deal_one(); /* each puts the one before aside */
    assert_int_equal(number("SELECT count(*) FROM card"), 4);
    for (int i = 3; i > 0; i--) {
        undo_ok(&cards[i]);
        assert_true(is_gone(&cards[i]));
        assert_int_equal(number("SELECT count(*) FROM card"), i);
        assert_on_the_table(cards[i - 1].id);
    }
    for (int i = 0; i < 4; i++)
        card_release(&cards[i]);
}

static void undo_of_an_outcome_opens_the_card_with_its_steps(void **state)
{
    static const enum outcome outcomes[] = { OUTCOME_TALKED, OUTCOME_KEPT, OUTCOME_STOPPED,
                                             OUTCOME_ANOTHER };
    struct card card = deal_one();

    (void)state;
    step(&card, STEP_TURN);
    for (size_t i = 0; i < ARRAY_SIZE(outcomes); i++) {
        give(&card, outcomes[i]);
        assert_int_equal(outcome_of(&card), outcomes[i]);
        undo_ok(&card);
        assert_int_equal(outcome_of(&card), OUTCOME_OPEN);
        assert_steps(&card, "t");
        assert_on_the_table(card.id);
    }
    card_release(&card);
}

static void a_card_that_has_its_outcome_takes_no_other_and_no_step(void **state)
{
    struct card card = deal_one();

    (void)state;
    give(&card, OUTCOME_TALKED);
    assert_int_equal(table_outcome(&table, card.sitting, card.id, OUTCOME_KEPT, NULL),
                     STATUS_CHANGED);
    assert_int_equal(table_step(&table, card.sitting, card.id, "", STEP_TURN, NULL),
                     STATUS_CHANGED);
    assert_int_equal(outcome_of(&card), OUTCOME_TALKED);
    assert_steps(&card, "");
    card_release(&card);
}

/* Two windows, one Enter each: the word goes over once. */
static void a_step_on_what_another_window_already_changed_is_refused(void **state)
{
    struct card card = deal_one();
    struct error err = { 0 };

    (void)state;
    step(&card, STEP_TURN); /* the other window */
    assert_int_equal(table_step(&table, card.sitting, card.id, "", STEP_TURN, &err),
                     STATUS_CHANGED);
    assert_true(err.text[0] != '\0');
    assert_steps(&card, "t");
    card_release(&card);
}

static void a_card_that_is_gone_is_not_found(void **state)
{
    struct card one = deal_one(), two = deal_one();
    struct error err = { 0 };

    (void)state;
    undo_ok(&two);
    assert_int_equal(table_step(&table, two.sitting, two.id, "", STEP_TURN, &err),
                     STATUS_NOT_FOUND);
    assert_int_equal(table_outcome(&table, two.sitting, two.id, OUTCOME_TALKED, &err),
                     STATUS_NOT_FOUND);
    assert_int_equal(table_undo(&table, two.sitting, two.id, &err), STATUS_NOT_FOUND);
    assert_int_equal(table_never(&table, two.sitting, two.id, &err), STATUS_NOT_FOUND);
    assert_on_the_table(one.id);
    card_release(&one);
    card_release(&two);
}

/* ---- one that was chosen ---- */

static struct card deal_this_one(const char *id)
{
    struct deal deal;
    struct error err = { 0 };

    pass(MS_PER_MINUTE);
    if (table_deal_this(&table, "p", id, &deal, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return deal.card;
}

static void one_that_was_chosen_is_dealt_although_it_rests(void **state)
{
    struct card one = deal_this_one("p7"), two;

    (void)state;
    assert_string_equal(one.prompt.id, "p7");
    give(&one, OUTCOME_TALKED);
    two = deal_this_one("p7");
    assert_string_equal(two.sitting, one.sitting);
    assert_int_equal(two.first, partner_other(one.first)); /* who begins alternates here, too */
    assert_on_the_table(two.id);
    card_release(&one);
    card_release(&two);
}

static void one_that_was_chosen_puts_aside_what_lies_open(void **state)
{
    struct card one = deal_one(), two = deal_this_one("p7");

    (void)state;
    assert_int_equal(outcome_of(&one), OUTCOME_ANOTHER);
    undo_ok(&two);
    assert_on_the_table(one.id);
    card_release(&one);
    card_release(&two);
}

static void refused(const char *pack, const char *id, enum status status)
{
    struct deal deal;
    struct error err = { 0 };

    assert_int_equal(table_deal_this(&table, pack, id, &deal, &err), status);
    assert_true(err.text[0] != '\0');
    deal_release(&deal);
}

static void what_lies_face_down_or_is_marked_never_again_is_not_dealt(void **state)
{
    struct card open = deal_one();
    struct pack pack = pack_plain("q", 0);
    struct prompt secret = prompt_plain("q", "x");

    (void)state;
    secret.consent = CONSENT_ASK;
    pack_add(&pack, secret);
    TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
    pack_release(&pack);
    assert_int_equal(table_mark(&table, "p", "p7", MARK_NEVER, true, NULL), STATUS_OK);
    refused("q", "x", STATUS_INVALID);
    refused("p", "p7", STATUS_INVALID);
    refused("p", "nowhere", STATUS_NOT_FOUND);
    assert_on_the_table(open.id); /* it wasn't put aside for nothing */
    card_release(&open);
}

/* ---- never again ---- */

static void never_again_is_never_dealt_again(void **state)
{
    struct card card = deal_one();
    char never[40];

    (void)state;
    give(&card, OUTCOME_ANOTHER);
    snprintf(never, sizeof never, "%s", card.prompt.id);
    assert_int_equal(table_never(&table, card.sitting, card.id, NULL), STATUS_OK);
    card_release(&card);
    for (int i = 0; i < 30; i++) {
        pass(40 * MS_PER_DAY); /* everything else has rested */
        card = deal_one();
        assert_string_not_equal(card.prompt.id, never);
        give(&card, OUTCOME_TALKED);
        card_release(&card);
    }
}

static void undo_takes_never_again_back(void **state)
{
    struct card one = deal_one(), two;

    (void)state;
    two = deal_one(); /* the first one was put aside */
    assert_int_equal(table_never(&table, one.sitting, one.id, NULL), STATUS_OK);
    assert_int_equal(number("SELECT sum(prompts) FROM cell"), 11);
    undo_ok(&two);
    assert_on_the_table(one.id);
    assert_int_equal(number("SELECT sum(prompts) FROM cell"), 12);
    assert_int_equal(number("SELECT count(*) FROM mark WHERE deleted = 0"), 0);
    card_release(&one);
    card_release(&two);
}

/* ---- notes, names, good night ---- */

static void a_note_is_written_and_removed(void **state)
{
    struct card card = deal_one(), now;

    (void)state;
    assert_int_equal(table_note(&table, card.sitting, card.id, NOTE_PLAIN, "It's \"ours\".", NULL),
                     STATUS_OK);
    now = read_back(&card);
    assert_string_equal(card_note(&now, NOTE_PLAIN), "It's \"ours\".");
    card_release(&now);
    assert_int_equal(table_note(&table, card.sitting, card.id, NOTE_PLAIN, "", NULL), STATUS_OK);
    now = read_back(&card);
    assert_null(card_note(&now, NOTE_PLAIN));
    card_release(&now);
    card_release(&card);
}

static void a_note_on_a_card_that_is_gone_is_refused_and_nothing_stays(void **state)
{
    struct card one = deal_one(), two = deal_one();
    struct error err = { 0 };

    (void)state;
    undo_ok(&two);
    assert_int_not_equal(table_note(&table, two.sitting, two.id, NOTE_PLAIN, "Lost?", &err),
                         STATUS_OK);
    assert_true(err.text[0] != '\0');
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
    card_release(&one);
    card_release(&two);
}

static void names_are_written(void **state)
{
    struct couple couple;

    (void)state;
    assert_int_equal(table_names(&table, "Cem", "Dee", NULL), STATUS_OK);
    assert_int_equal(journal_couple(place.store, &couple, NULL), STATUS_OK);
    assert_string_equal(couple_name(&couple, PARTNER_LEFT), "Cem");
    assert_string_equal(couple_name(&couple, PARTNER_RIGHT), "Dee");
    couple_release(&couple);
}

static void good_night_ends_the_sitting(void **state)
{
    struct card card = deal_one();
    char on[UUID_TEXT_SIZE];

    (void)state;
    give(&card, OUTCOME_TALKED);
    assert_int_equal(table_good_night(&table, card.sitting, NULL), STATUS_OK);
    assert_int_equal(journal_current(place.store, table.now, on, NULL), STATUS_OK);
    assert_string_equal(on, "");
    card_release(&card);
}

static void seals_are_right_after_an_evening(void **state)
{
    struct card one = deal_one(), two = deal_one();
    size_t broken;

    (void)state;
    step(&two, STEP_TURN);
    undo_ok(&two);
    give(&two, OUTCOME_KEPT);
    assert_int_equal(table_note(&table, two.sitting, two.id, NOTE_PLAIN, "A note.", NULL),
                     STATUS_OK);
    assert_int_equal(table_never(&table, one.sitting, one.id, NULL), STATUS_OK);
    assert_int_equal(table_good_night(&table, two.sitting, NULL), STATUS_OK);
    assert_int_equal(store_check_seals(place.store, &broken, NULL), STATUS_OK);
    assert_int_equal(broken, 0);
    card_release(&one);
    card_release(&two);
}

/* ---- where nothing can be written ---- */

/* Everything that writes, with and without somebody to listen to the words. */
static int write_where_nothing_can_be_written(void *context)
{
    struct error words = { 0 }, *const errs[] = { &words, NULL };
    struct store *store;
    struct deal deal;

    (void)context;
    CHILD(become_nobody());
    CHILD(open_at(place.data, STORE_WRITE, &store, NULL) == STATUS_OK);
    table.store = store;
    CHILD(table_draw(&table, &light, &deal, NULL) == STATUS_OK);
    deal_release(&deal);
    for (size_t i = 0; i < ARRAY_SIZE(errs); i++) {
        CHILD(table_deal(&table, &light, &deal, errs[i]) == STATUS_READONLY);
        deal_release(&deal);
        CHILD(table_draw_and_record(&table, &light, &deal, errs[i]) == STATUS_READONLY);
        deal_release(&deal);
        CHILD(table_take_up(&table, errs[i]) == STATUS_READONLY);
        CHILD(table_names(&table, "A", "B", errs[i]) == STATUS_READONLY);
        CHILD(table_good_night(&table, "x", errs[i]) == STATUS_READONLY);
        CHILD(table_note(&table, "x", "x", NOTE_PLAIN, "x", errs[i]) == STATUS_READONLY);
    }
    CHILD(strstr(words.text, place.file) != NULL);
    CHILD(store_close(store) == STATUS_OK);
    return 0;
}

static void where_nothing_can_be_written_everything_says_so(void **state)
{
    (void)state;
    place_remove(&place);
    place_make_below(&place, "/tmp"); /* where others may go */
    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 12);
    place_close(&place);
    assert_int_equal(chmod(place.file, 0444), 0);
    assert_int_equal(chmod(place.data, 0555), 0);
    assert_int_equal(child_run(write_where_nothing_can_be_written, NULL), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(drawing_records_nothing),
        TEST(the_same_seed_draws_the_same_card),
        TEST(drawing_and_recording_writes_a_talked_card_that_nobody_began),
        TEST(recording_beside_a_sitting_leaves_that_as_it_was),
        TEST(drawing_from_nothing_says_what_would_help),
        TEST(a_prompt_that_asks_for_consent_is_not_dealt),
        TEST(the_first_deal_begins_a_sitting_and_the_next_ones_go_on_in_it),
        TEST(a_deal_puts_the_open_card_aside),
        TEST(nothing_that_fits_keeps_what_was_put_aside),
        TEST(nothing_that_fits_at_first_begins_no_sitting),
        TEST(the_last_choice_is_remembered),
        TEST(a_choice_that_was_damaged_is_the_first_one),
        TEST(dealing_goes_on_until_everything_was_dealt),
        TEST(what_was_put_aside_is_forgotten_by_a_deal_after_31_days),
        TEST(a_note_on_a_card_that_was_put_aside_stops_no_deal),
        TEST(taking_up_within_twelve_hours_goes_on_in_the_same_sitting),
        TEST(taking_up_after_thirteen_hours_goes_into_a_new_sitting),
        TEST(taking_up_a_card_with_a_note_keeps_the_note),
        TEST(taking_up_nothing_says_that_it_changed),
        TEST(dealing_after_thirteen_hours_begins_a_new_sitting),
        TEST(after_good_night_a_deal_begins_a_new_sitting),
        TEST(steps_are_taken_back_one_by_one_and_then_the_card),
        TEST(undo_after_another_brings_the_card_back_and_the_dealt_one_leaves_no_row),
        TEST(undo_of_an_outcome_opens_the_card_with_its_steps),
        TEST(a_card_that_has_its_outcome_takes_no_other_and_no_step),
        TEST(a_step_on_what_another_window_already_changed_is_refused),
        TEST(a_card_that_is_gone_is_not_found),
        TEST(one_that_was_chosen_is_dealt_although_it_rests),
        TEST(one_that_was_chosen_puts_aside_what_lies_open),
        TEST(what_lies_face_down_or_is_marked_never_again_is_not_dealt),
        TEST(never_again_is_never_dealt_again),
        TEST(undo_takes_never_again_back),
        TEST(a_note_is_written_and_removed),
        TEST(a_note_on_a_card_that_is_gone_is_refused_and_nothing_stays),
        TEST(names_are_written),
        TEST(good_night_ends_the_sitting),
        TEST(seals_are_right_after_an_evening),
        TEST(where_nothing_can_be_written_everything_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
