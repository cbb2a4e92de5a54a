/* What earlier evenings say about this one: what rules 7, 13 and 14 ask for, and what is offered
 * beside the next card. */
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

/* Lays a card of that depth, which has its outcome at once. NULL: nobody needs it. */
static void lay_deep(const char *sitting, int depth, enum outcome outcome, struct moment now,
                     struct card *card)
{
    struct card fresh = { .prompt = prompt_plain("p", "p0"), .outcome = outcome };

    snprintf(fresh.sitting, sizeof fresh.sitting, "%s", sitting);
    fresh.prompt.mood = depth > 1 ? MOOD_SERIOUS : MOOD_LIGHT;
    fresh.prompt.depth = depth;
    fresh.prompt.minutes = depth > 3 ? 20 : 10;
    fresh.prompt.consent = depth > 3 ? CONSENT_ASK : CONSENT_NONE;
    TRANSACTION(place.store, journal_lay(place.store, &place.couple, &fresh, now, NULL));
    if (card)
        *card = fresh;
    else
        card_release(&fresh);
}

/* ---- rules 7 and 14 ---- */

static struct past season(const char *sitting)
{
    struct past past = { 0 };

    assert_int_equal(journal_season(place.store, sitting, &past, NULL), STATUS_OK);
    return past;
}

static void an_empty_journal_knows_of_nothing(void **state)
{
    static const char *const sittings[] = { NULL, "", "x" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sittings); i++) {
        struct past past = season(sittings[i]);

        assert_int_equal(past.sittings, 0);
        assert_false(past.been_deep);
        assert_false(past.heavy);
    }
}

/* Rule 7. */
static void sittings_with_a_talked_card_are_counted_as_far_as_three(void **state)
{
    static const struct {
        enum outcome outcome;
        unsigned sittings; /* from then on */
    } evenings[] = { { OUTCOME_KEPT, 0 },   { OUTCOME_TALKED, 1 },  { OUTCOME_ANOTHER, 1 },
                     { OUTCOME_TALKED, 2 }, { OUTCOME_STOPPED, 2 }, { OUTCOME_OPEN, 2 },
                     { OUTCOME_TALKED, 3 }, { OUTCOME_TALKED, 3 } };
    char sitting[UUID_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(evenings); i++) {
        begin_sitting(&place, day(&place, (int)i), sitting);
        for (int j = 0; j < 2; j++) /* a second card in it counts no more */
            lay_deep(sitting, 1, evenings[i].outcome, day(&place, (int)i), NULL);
        assert_int_equal(season("").sittings, evenings[i].sittings);
        assert_int_equal(season(NULL).sittings, evenings[i].sittings);
    }
}

static void the_sitting_that_is_on_does_not_count(void **state)
{
    char first[UUID_TEXT_SIZE], second[UUID_TEXT_SIZE];

    (void)state;
    begin_sitting(&place, place.start, first);
    lay_deep(first, 3, OUTCOME_TALKED, place.start, NULL);
    begin_sitting(&place, day(&place, 1), second);
    lay_deep(second, 2, OUTCOME_TALKED, day(&place, 1), NULL);
    assert_int_equal(season("").sittings, 2);
    assert_int_equal(season(second).sittings, 1);
    assert_true(season(second).been_deep);
    assert_int_equal(season(first).sittings, 1);
    assert_false(season(first).been_deep);
}

static void only_a_talked_card_of_depth_three_or_more_has_been_deep(void **state)
{
    static const struct {
        int depth;
        enum outcome outcome;
        bool deep;
    } cards[] = { { 2, OUTCOME_TALKED, false },  { 3, OUTCOME_KEPT, false },
                  { 3, OUTCOME_ANOTHER, false }, { 4, OUTCOME_STOPPED, false },
                  { 3, OUTCOME_OPEN, false },    { 3, OUTCOME_TALKED, true },
                  { 4, OUTCOME_TALKED, true } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cards); i++) {
        char sitting[UUID_TEXT_SIZE];

        begin_sitting(&place, place.start, sitting);
        lay_deep(sitting, cards[i].depth, cards[i].outcome, place.start, NULL);
        assert_int_equal(season("").been_deep, cards[i].deep);
        place_remove(&place);
        place_begin(&place);
    }
}

/* One evening that ended with that word; begun and not ended with none of it. */
static void evening(int days, enum ending ending, bool ended)
{
    char sitting[UUID_TEXT_SIZE];

    begin_sitting(&place, day(&place, days), sitting);
    if (ended)
        TRANSACTION(place.store,
                    journal_end_sitting(place.store, sitting, day(&place, days), NULL));
    TRANSACTION(place.store, journal_ending(place.store, sitting, ending, day(&place, days), NULL));
}

/* Rule 14: l lighter, s same, H heavier, - ended without a word, . recorded and never ended. */
static void two_endings_in_a_row_that_were_heavier_are_heavy(void **state)
{
    static const struct {
        const char *evenings;
        bool heavy;
    } seasons[] = { { "H", false },   { "HH", true },   { "HHH", true },  { "lHH", true },
                    { "HHl", false }, { "HHs", false }, { "HlH", false }, { "H-H", false },
                    { "HH-", false }, { "H.H", true },  { "HH.", true },  { "ss", false },
                    { "--", false },  { "HHlHH", true } };
    static const enum ending words[] = {
        ['l'] = ENDING_LIGHTER, ['s'] = ENDING_SAME, ['H'] = ENDING_HEAVIER
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(seasons); i++) {
        const char *s = seasons[i].evenings;

        for (int days = 0; s[days]; days++)
            evening(days, s[days] < 'A' ? ENDING_NONE : words[(int)s[days]], s[days] != '.');
        if (season("").heavy != seasons[i].heavy)
            fail_msg("%s is %sheavy", s, seasons[i].heavy ? "not " : "");
        place_remove(&place);
        place_begin(&place);
    }
}

static void a_word_that_is_taken_back_is_no_longer_heavy(void **state)
{
    char sitting[UUID_TEXT_SIZE];

    (void)state;
    evening(0, ENDING_HEAVIER, true);
    begin_sitting(&place, day(&place, 1), sitting);
    TRANSACTION(place.store, journal_end_sitting(place.store, sitting, day(&place, 1), NULL));
    TRANSACTION(place.store,
                journal_ending(place.store, sitting, ENDING_HEAVIER, day(&place, 1), NULL));
    assert_true(season("").heavy);
    assert_false(season(sitting).heavy); /* of the one that is on nothing is asked */
    TRANSACTION(place.store,
                journal_ending(place.store, sitting, ENDING_NONE, day(&place, 1), NULL));
    assert_false(season("").heavy);
}

/* ---- rule 13 ---- */

static size_t met(const struct card *card, struct moment now)
{
    size_t sittings = 99;

    assert_int_equal(journal_met(place.store, card, now, &sittings, NULL), STATUS_OK);
    return sittings;
}

static void a_card_was_met_in_the_sittings_of_fourteen_days_that_kept_it(void **state)
{
    static const struct {
        int day;
        const char *prompt;
        enum outcome outcome;
    } cards[] = { { 0, "p0", OUTCOME_KEPT },   { 5, "p0", OUTCOME_KEPT },
                  { 5, "p0", OUTCOME_KEPT },   { 6, "p1", OUTCOME_KEPT },
                  { 7, "p0", OUTCOME_TALKED }, { 8, "p0", OUTCOME_ANOTHER },
                  { 9, "p0", OUTCOME_KEPT } };
    static const struct {
        int day;
        size_t met;
    } days[] = { { 13, 3 }, { 15, 2 }, { 20, 1 }, { 30, 0 } };
    char sitting[UUID_TEXT_SIZE];
    struct card card;
    int last = -1;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cards); last = cards[i++].day) {
        if (cards[i].day != last)
            begin_sitting(&place, day(&place, cards[i].day), sitting);
        lay_card(&place, sitting, cards[i].prompt, cards[i].outcome, day(&place, cards[i].day),
                 NULL);
    }
    begin_sitting(&place, day(&place, 12), sitting);
    lay_card(&place, sitting, "p0", OUTCOME_KEPT, day(&place, 12), NULL); /* its own sitting */
    lay_card(&place, sitting, "p0", OUTCOME_OPEN, day(&place, 12), &card);
    for (size_t i = 0; i < ARRAY_SIZE(days); i++)
        assert_int_equal(met(&card, day(&place, days[i].day)), days[i].met);
    card_release(&card);
}

static void their_own_words_are_never_the_same_card(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct card card = { .prompt = prompt_plain("", ""), .outcome = OUTCOME_KEPT };

    (void)state;
    for (int i = 0; i < 3; i++) {
        begin_sitting(&place, day(&place, i), sitting);
        snprintf(card.sitting, sizeof card.sitting, "%s", sitting);
        TRANSACTION(place.store,
                    journal_lay(place.store, &place.couple, &card, day(&place, i), NULL));
    }
    assert_int_equal(met(&card, day(&place, 3)), 0);
    card_release(&card);
}

/* ---- what is offered ---- */

static void what_is_offered_follows_from_the_cards_of_the_sitting(void **state)
{
    static const struct {
        int depths[2];
        const char *steps; /* of the last one */
        enum offer offer;
    } evenings[] = { { { 1, 2 }, "", OFFER_NOTHING },
                     { { 3, 3 }, "", OFFER_LIGHT },
                     { { 2, 4 }, "", OFFER_APPRECIATION },
                     { { 1, 2 }, "zr", OFFER_END } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(evenings); i++) {
        char sitting[UUID_TEXT_SIZE], next[UUID_TEXT_SIZE];
        struct card card;
        enum offer offer;

        begin_sitting(&place, place.start, sitting);
        lay_deep(sitting, evenings[i].depths[0], OUTCOME_TALKED, place.start, NULL);
        lay_deep(sitting, evenings[i].depths[1], OUTCOME_OPEN, later(place.start, 1), &card);
        TRANSACTION(place.store, journal_steps(place.store, &card, "", evenings[i].steps,
                                               later(place.start, 2), NULL));
        TRANSACTION(place.store, journal_outcome(place.store, &card, OUTCOME_TALKED,
                                                 later(place.start, 3), NULL));
        assert_int_equal(journal_offer(place.store, &place.couple, sitting,
                                       later(place.start, MS_PER_MINUTE), &offer, NULL),
                         STATUS_OK);
        assert_int_equal(offer, evenings[i].offer);
        begin_sitting(&place, later(place.start, MS_PER_HOUR), next); /* nothing of it goes on */
        assert_int_equal(journal_offer(place.store, &place.couple, next,
                                       later(place.start, 2 * MS_PER_HOUR), &offer, NULL),
                         STATUS_OK);
        assert_int_equal(offer, OFFER_NOTHING);
        card_release(&card);
        place_remove(&place);
        place_begin(&place);
    }
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_journal_knows_of_nothing),
        TEST(sittings_with_a_talked_card_are_counted_as_far_as_three),
        TEST(the_sitting_that_is_on_does_not_count),
        TEST(only_a_talked_card_of_depth_three_or_more_has_been_deep),
        TEST(two_endings_in_a_row_that_were_heavier_are_heavy),
        TEST(a_word_that_is_taken_back_is_no_longer_heavy),
        TEST(a_card_was_met_in_the_sittings_of_fourteen_days_that_kept_it),
        TEST(their_own_words_are_never_the_same_card),
        TEST(what_is_offered_follows_from_the_cards_of_the_sitting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
