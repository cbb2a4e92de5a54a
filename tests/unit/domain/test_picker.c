/* The picking rules of the domain, each by its number: what they ask for, at their edges. That
 * they hold together, everywhere, is what test_picker_property.c is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "support/picking.h"

enum { SEEDS = 60 }; /* how often chance is asked where a rule must hold every time */

static struct evening e; /* one evening a test, begun anew in each */

static int begin(void **state)
{
    (void)state;
    evening_begin(&e);
    return 0;
}

/* A cell that differs from the plain one in what the test is about. */
static struct cell cell_with(enum mood mood, enum mode mode, int minutes, int depth)
{
    return (struct cell){ .mood = mood, .mode = mode, .minutes = minutes, .depth = depth };
}

static struct cell of_dimension(enum dimension dimension)
{
    struct cell cell = plain_cell(1);

    cell.dimension = dimension;
    return cell;
}

static struct cell flagged_cell(int depth, unsigned flags)
{
    struct cell cell = plain_cell(depth);

    cell.flags = flags;
    cell.consent = prompt_consent_due(depth, flags);
    return cell;
}

static void deal(struct cell cell, int32_t ordinal, enum outcome outcome, int64_t ago)
{
    evening_deal(
        &e, (struct dealt){
                .cell = cell, .ordinal = ordinal, .outcome = outcome, .at = e.request.now - ago });
}

static void deal_tonight(struct cell cell, int32_t ordinal, enum outcome outcome)
{
    deal(cell, ordinal, outcome, 10 * MS_PER_MINUTE);
    e.dealt[e.dealt_count - 1].this_sitting = true;
}

/* As far as rule 7 asks. */
static void they_know_each_other(void)
{
    e.sittings = 3;
    e.been_deep = true;
}

static struct pick pick_with(uint64_t seed)
{
    struct pick pick = { 0 };
    enum status status;
    const char *complaint;

    e.request.seed = seed;
    status = evening_pick(&e, &pick);
    assert_int_equal(status, STATUS_OK);
    complaint = evening_complaint(&e, status, &pick);
    if (complaint)
        fail_msg("%s", complaint);
    return pick;
}

static void assert_nothing(void)
{
    struct pick pick;

    assert_int_equal(evening_pick(&e, &pick), STATUS_NOTHING);
}

static void assert_same_pick(struct pick a, struct pick b)
{
    assert_int_equal(a.cell, b.cell);
    assert_int_equal(a.ordinal, b.ordinal);
    assert_int_equal(a.reason, b.reason);
    assert_true(a.since == b.since);
}

/* The deepest that any seed deals. */
static int deepest(void)
{
    int depth = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct cell cell = cell_from_key(pick_with(seed).cell);

        depth = cell.depth > depth ? cell.depth : depth;
    }
    return depth;
}

/* True if some seed deals that prompt. */
static bool comes_up(struct cell cell, uint32_t ordinal)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct pick pick = pick_with(seed);

        if (pick.cell == cell_key(&cell) && pick.ordinal == ordinal)
            return true;
    }
    return false;
}

static void stock_all_depths(uint32_t count)
{
    for (int depth = 1; depth <= 3; depth++)
        evening_stock(&e, plain_cell(depth), count);
    for (int depth = 2; depth <= 4; depth++)
        evening_stock(&e, cell_with(MOOD_SERIOUS, MODE_TALKING, 20, depth), count);
}

/* ---- rule 1 -------------------------------------------------------------------------------- */

static void rule_01_a_pick_always_satisfies_the_choice(void **state)
{
    (void)state;
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
            for (int i = 0; i < MINUTES_COUNT; i++)
                evening_stock(&e, cell_with((enum mood)mood, (enum mode)mode, minutes_legal[i], 2),
                              3);
    for (int mood = MOOD_ANY; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_ANY; mode <= MODE_LISTENING; mode++)
            for (int minutes = 0; minutes <= 30; minutes += 5) {
                struct filter *filter = &e.request.filter;

                *filter = (struct filter){ .mood = (enum mood)mood,
                                           .mode = (enum mode)mode,
                                           .minutes = minutes };
                for (uint64_t seed = 0; seed < 10; seed++) {
                    struct cell cell = cell_from_key(pick_with(seed).cell);

                    assert_true(mood == MOOD_ANY || (int)cell.mood == mood);
                    assert_true(mode == MODE_ANY || (int)cell.mode == mode);
                    assert_true(!minutes || cell.minutes <= minutes);
                }
            }
}

static void rule_01_an_empty_pool_is_never_widened_silently(void **state)
{
    (void)state;
    evening_stock(&e, cell_with(MOOD_LIGHT, MODE_TALKING, 5, 1), 9);
    e.request.filter = (struct filter){ .mood = MOOD_SERIOUS };
    assert_nothing();
    e.request.filter = (struct filter){ .mode = MODE_LISTENING };
    assert_nothing();
    e.request.filter = (struct filter){ .minutes = 5 };
    e.shelves[0].cell.minutes = 10;
    assert_nothing();
    e.shelf_count = 0;
    e.request.filter = (struct filter){ 0 };
    assert_nothing();
}

static void rule_01_what_would_help_is_named_smallest_first(void **state)
{
    struct widening out[WIDENINGS_MAX];

    (void)state;
    evening_stock(&e, cell_with(MOOD_LIGHT, MODE_LISTENING, 20, 1), 1);
    evening_stock(&e, cell_with(MOOD_LIGHT, MODE_LISTENING, 30, 2), 1);
    evening_stock(&e, cell_with(MOOD_LIGHT, MODE_TALKING, 5, 1), 1);
    evening_stock(&e, cell_with(MOOD_SERIOUS, MODE_LISTENING, 5, 2), 1);
    e.request.filter = (struct filter){ .mood = MOOD_LIGHT, .mode = MODE_LISTENING, .minutes = 5 };
    assert_nothing();
    assert_int_equal(evening_widen(&e, out), 3);
    assert_null(evening_widening_complaint(&e, out, 3));
    assert_string_equal(out[0].said, "20 minutes");
    assert_int_equal(out[0].filter.minutes, 20);
    assert_string_equal(out[1].said, "talking as well");
    assert_int_equal(out[1].filter.mode, MODE_ANY);
    assert_string_equal(out[2].said, "any mood");
    assert_int_equal(out[2].filter.mood, MOOD_ANY);
}

static void rule_01_listening_as_well_is_said_to_those_who_talk(void **state)
{
    struct widening out[WIDENINGS_MAX];

    (void)state;
    evening_stock(&e, cell_with(MOOD_LIGHT, MODE_LISTENING, 5, 1), 1);
    e.request.filter = (struct filter){ .mode = MODE_TALKING };
    assert_int_equal(evening_widen(&e, out), 1);
    assert_string_equal(out[0].said, "listening as well");
}

static void rule_01_a_widening_that_would_find_nothing_is_not_named(void **state)
{
    struct widening out[WIDENINGS_MAX];

    (void)state;
    e.request.filter = (struct filter){ .mood = MOOD_LIGHT, .mode = MODE_TALKING, .minutes = 5 };
    assert_int_equal(evening_widen(&e, out), 0); /* an empty library */
    evening_stock(&e, cell_with(MOOD_SERIOUS, MODE_LISTENING, 30, 2), 1);
    assert_int_equal(evening_widen(&e, out), 0); /* three steps away */
    e.request.filter = (struct filter){ 0 };
    e.request.consent = CONSENT_NONE;
    e.shelves[0].cell.consent = CONSENT_ASK;
    assert_int_equal(evening_widen(&e, out), 0); /* nothing is left to widen */
}

static void rule_01_what_is_wider_obeys_the_other_rules_too(void **state)
{
    struct widening out[WIDENINGS_MAX];
    struct cell deep = cell_with(MOOD_LIGHT, MODE_TALKING, 10, 3);

    (void)state;
    evening_stock(&e, deep, 1); /* too deep for a first card */
    e.request.filter = (struct filter){ .minutes = 5 };
    assert_int_equal(evening_widen(&e, out), 0);
    deal_tonight(plain_cell(2), -1, OUTCOME_TALKED);
    assert_int_equal(evening_widen(&e, out), 1);
    deal_tonight(deep, 0, OUTCOME_ANOTHER); /* and now it was put aside */
    assert_int_equal(evening_widen(&e, out), 0);
}

/* ---- rules 2, 3 and 4 ---------------------------------------------------------------------- */

static void rule_02_the_first_card_is_open_or_personal(void **state)
{
    (void)state;
    e.request.consent = CONSENT_ASK;
    stock_all_depths(4);
    assert_int_equal(deepest(), 2);
    deal_tonight(plain_cell(1), 0, OUTCOME_KEPT); /* only talked cards count */
    deal_tonight(plain_cell(1), 1, OUTCOME_ANOTHER);
    deal_tonight(plain_cell(1), 2, OUTCOME_STOPPED);
    deal(plain_cell(3), 0, OUTCOME_TALKED, MS_PER_DAY); /* and only this evening's */
    assert_int_equal(deepest(), 2);
}

static void rule_02_a_first_card_is_deeper_if_they_ask(void **state)
{
    (void)state;
    stock_all_depths(4);
    for (int depth = 1; depth <= 3; depth++) {
        e.request.filter.depth = depth;
        assert_int_equal(deepest(), depth);
    }
}

static void rule_02_no_cap_goes_below_the_lowest_depth_of_the_mood(void **state)
{
    (void)state;
    evening_stock(&e, cell_with(MOOD_SERIOUS, MODE_TALKING, 5, 2), 5);
    deal_tonight(plain_cell(1), -1, OUTCOME_TALKED);
    assert_int_equal(deepest(), 2);
    deal_tonight(cell_with(MOOD_SERIOUS, MODE_TALKING, 10, 3), -1, OUTCOME_ANOTHER);
    deal_tonight(flagged_cell(2, 1u << 5), -1, OUTCOME_ANOTHER);
    assert_int_equal(deepest(), 2);
    /* Not even one that an odd journal asks for; a light card goes down to where that is. */
    deal_tonight(flagged_cell(1, 1u << 5), -1, OUTCOME_ANOTHER);
    assert_int_equal(deepest(), 2);
    evening_stock(&e, plain_cell(2), 5);
    e.request.filter.mood = MOOD_LIGHT;
    assert_nothing();
}

static void rule_03_the_next_depth_is_at_most_one_more(void **state)
{
    (void)state;
    they_know_each_other();
    e.request.consent = CONSENT_ASK;
    stock_all_depths(4);
    deal_tonight(plain_cell(1), 0, OUTCOME_TALKED);
    assert_int_equal(deepest(), 2);
    deal_tonight(plain_cell(2), 0, OUTCOME_TALKED);
    assert_int_equal(deepest(), 3);
    deal_tonight(plain_cell(3), 0, OUTCOME_TALKED);
    assert_int_equal(deepest(), 4);
}

static void rule_03_it_holds_even_where_a_depth_was_asked_for(void **state)
{
    (void)state;
    stock_all_depths(4);
    e.request.filter.depth = 3;
    deal_tonight(plain_cell(1), 0, OUTCOME_TALKED);
    assert_int_equal(deepest(), 2);
}

static void rule_03_drops_are_unlimited_and_the_last_talked_card_counts(void **state)
{
    (void)state;
    e.request.consent = CONSENT_ASK;
    stock_all_depths(4);
    deal_tonight(plain_cell(3), 0, OUTCOME_TALKED);
    assert_true(comes_up(plain_cell(1), 1));
    deal_tonight(plain_cell(1), 0, OUTCOME_TALKED);
    deal_tonight(plain_cell(3), 1, OUTCOME_KEPT); /* not talked: does not open the next step */
    assert_int_equal(deepest(), 2);
}

static void rule_04_after_another_on_a_deep_card_the_next_is_not_deeper(void **state)
{
    (void)state;
    they_know_each_other();
    e.request.consent = CONSENT_ASK;
    stock_all_depths(6);
    deal_tonight(plain_cell(3), 0, OUTCOME_TALKED);
    assert_int_equal(deepest(), 4);
    deal_tonight(plain_cell(3), 1, OUTCOME_ANOTHER);
    assert_int_equal(deepest(), 3);
    deal_tonight(plain_cell(3), 2, OUTCOME_TALKED); /* for this whole sitting */
    assert_int_equal(deepest(), 3);
}

static void rule_04_a_flag_of_what_was_put_aside_is_gone_for_the_sitting(void **state)
{
    struct cell money = flagged_cell(2, 1u << 6), both = flagged_cell(2, 1u << 6 | 1u << 8),
                health = flagged_cell(2, 1u << 8);

    (void)state;
    e.request.consent = CONSENT_ASK;
    evening_stock(&e, money, 3);
    evening_stock(&e, both, 3);
    evening_stock(&e, health, 3);
    evening_stock(&e, plain_cell(3), 3);
    deal_tonight(plain_cell(2), -1, OUTCOME_TALKED);
    assert_true(comes_up(money, 1));
    deal_tonight(money, 0, OUTCOME_ANOTHER);
    assert_false(comes_up(money, 1));
    assert_false(comes_up(both, 1));
    assert_true(comes_up(health, 1));
    assert_int_equal(deepest(), 2); /* nor deeper than the flagged card */
}

static void rule_04_another_on_an_open_card_changes_nothing(void **state)
{
    (void)state;
    stock_all_depths(4);
    deal_tonight(plain_cell(2), 0, OUTCOME_TALKED);
    deal_tonight(plain_cell(1), 0, OUTCOME_ANOTHER);
    deal_tonight(plain_cell(2), 1, OUTCOME_ANOTHER);
    assert_int_equal(deepest(), 3);
}

static void rule_04_what_was_put_aside_another_evening_does_not_count(void **state)
{
    struct cell money = flagged_cell(2, 1u << 6);

    (void)state;
    e.request.consent = CONSENT_ASK;
    evening_stock(&e, money, 3);
    deal(money, 0, OUTCOME_ANOTHER, MS_PER_DAY);
    assert_true(comes_up(money, 1));
}

/* ---- rule 10 ------------------------------------------------------------------------------- */

static void began(enum outcome outcome, enum partner first)
{
    deal(plain_cell(1), -1, outcome, MS_PER_HOUR);
    e.dealt[e.dealt_count - 1].first = first;
}

static void rule_10_the_first_speaker_alternates_over_talked_cards(void **state)
{
    enum partner first = PARTNER_LEFT;

    (void)state;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(evening_first_speaker(&e), first);
        began(OUTCOME_TALKED, first);
        first = first == PARTNER_LEFT ? PARTNER_RIGHT : PARTNER_LEFT;
    }
}

static void rule_10_only_talked_cards_with_a_first_speaker_count(void **state)
{
    static const enum outcome others[] = { OUTCOME_OPEN, OUTCOME_KEPT, OUTCOME_ANOTHER,
                                           OUTCOME_STOPPED };

    (void)state;
    began(OUTCOME_TALKED, PARTNER_LEFT);
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        began(others[i], PARTNER_RIGHT);
    began(OUTCOME_TALKED, PARTNER_NONE); /* drawn and recorded: nobody began */
    assert_int_equal(evening_first_speaker(&e), PARTNER_RIGHT);
}

/* ---- rule 11 ------------------------------------------------------------------------------- */

/* Of two prompts the first was dealt; does it come back that much later? */
static bool returns_after(enum outcome outcome, int64_t ago)
{
    evening_begin(&e);
    evening_stock(&e, plain_cell(1), 2);
    deal(plain_cell(1), 0, outcome, ago);
    return comes_up(plain_cell(1), 0);
}

static void rule_11_a_talked_card_rests_for_thirty_days(void **state)
{
    (void)state;
    assert_false(returns_after(OUTCOME_TALKED, 0));
    assert_false(returns_after(OUTCOME_TALKED, 30 * MS_PER_DAY - 1));
    assert_true(returns_after(OUTCOME_TALKED, 30 * MS_PER_DAY));
}

static void rule_11_a_kept_card_may_return_after_three_days(void **state)
{
    (void)state;
    assert_false(returns_after(OUTCOME_KEPT, 3 * MS_PER_DAY - 1));
    assert_true(returns_after(OUTCOME_KEPT, 3 * MS_PER_DAY));
}

static void rule_11_a_card_put_aside_or_stopped_rests_for_thirty_days(void **state)
{
    (void)state;
    assert_false(returns_after(OUTCOME_ANOTHER, 30 * MS_PER_DAY - 1));
    assert_true(returns_after(OUTCOME_ANOTHER, 30 * MS_PER_DAY));
    assert_false(returns_after(OUTCOME_STOPPED, 30 * MS_PER_DAY - 1));
    assert_true(returns_after(OUTCOME_STOPPED, 30 * MS_PER_DAY));
}

static void rule_11_a_card_left_open_another_evening_does_not_rest(void **state)
{
    (void)state;
    assert_true(returns_after(OUTCOME_OPEN, MS_PER_HOUR));
    /* … nor if the clock was two days ahead then. */
    assert_true(returns_after(OUTCOME_OPEN, -2 * MS_PER_DAY));
}

static void rule_11_no_card_comes_twice_in_a_sitting(void **state)
{
    static const enum outcome all[] = { OUTCOME_OPEN, OUTCOME_TALKED, OUTCOME_KEPT, OUTCOME_ANOTHER,
                                        OUTCOME_STOPPED };

    (void)state;
    evening_stock(&e, plain_cell(1), ARRAY_SIZE(all) + 1);
    for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
        deal(plain_cell(1), (int32_t)i, all[i], 40 * MS_PER_DAY);
        e.dealt[i].this_sitting = true; /* a long one: only the sitting counts */
    }
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        assert_int_equal(pick_with(seed).ordinal, ARRAY_SIZE(all));
    deal_tonight(plain_cell(1), ARRAY_SIZE(all), OUTCOME_TALKED);
    assert_nothing(); /* not even as the one talked about longest ago */
}

static void rule_11_when_all_was_used_the_one_talked_about_longest_ago_comes(void **state)
{
    struct pick pick;

    (void)state;
    evening_stock(&e, plain_cell(1), 2);
    evening_stock(&e, plain_cell(2), 2);
    deal(plain_cell(1), 0, OUTCOME_TALKED, 9 * MS_PER_DAY); /* but again since */
    deal(plain_cell(2), 1, OUTCOME_TALKED, 8 * MS_PER_DAY); /* this one */
    deal(plain_cell(1), 1, OUTCOME_TALKED, 7 * MS_PER_DAY);
    deal(plain_cell(2), 0, OUTCOME_TALKED, 6 * MS_PER_DAY);
    deal(plain_cell(1), 0, OUTCOME_TALKED, 5 * MS_PER_DAY);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        pick = pick_with(seed);
        assert_int_equal(cell_from_key(pick.cell).depth, 2);
        assert_int_equal(pick.ordinal, 1);
        assert_int_equal(pick.reason, PICK_LONGEST_AGO);
        assert_true(pick.since == e.request.now - 8 * MS_PER_DAY);
    }
}

static void rule_11_what_rests_for_another_reason_is_no_way_out(void **state)
{
    (void)state;
    evening_stock(&e, plain_cell(1), 3);
    deal(plain_cell(1), 0, OUTCOME_TALKED, 20 * MS_PER_DAY);
    deal(plain_cell(1), 0, OUTCOME_ANOTHER, 10 * MS_PER_DAY); /* talked about, then put aside */
    deal(plain_cell(1), 1, OUTCOME_KEPT, MS_PER_DAY);
    deal(plain_cell(1), 2, OUTCOME_STOPPED, MS_PER_DAY);
    assert_nothing();
}

static void rule_11_prompts_that_left_the_library_are_passed_over(void **state)
{
    (void)state;
    evening_stock(&e, plain_cell(1), 1);
    deal(plain_cell(1), -1, OUTCOME_TALKED, MS_PER_DAY);
    deal(plain_cell(1), 1, OUTCOME_TALKED, MS_PER_DAY); /* ordinals that were, once */
    deal(plain_cell(1), 7, OUTCOME_TALKED, MS_PER_DAY);
    assert_int_equal(pick_with(1).ordinal, 0);
    deal(plain_cell(1), 0, OUTCOME_ANOTHER, MS_PER_DAY);
    assert_nothing();
}

/* ---- rule 12 ------------------------------------------------------------------------------- */

static void rule_12_the_dimension_least_used_is_preferred(void **state)
{
    (void)state;
    for (int d = 0; d < DIMENSION_COUNT; d++)
        evening_stock(&e, of_dimension((enum dimension)d), 3);
    deal(of_dimension(DIMENSION_EMOTIONAL), -1, OUTCOME_TALKED, 3 * MS_PER_DAY);
    deal(of_dimension(DIMENSION_SPIRITUAL), -1, OUTCOME_TALKED, 2 * MS_PER_DAY);
    deal(of_dimension(DIMENSION_MENTAL), -1, OUTCOME_TALKED, MS_PER_DAY);
    deal(of_dimension(DIMENSION_PHYSICAL), -1, OUTCOME_KEPT, MS_PER_HOUR); /* doesn't count */
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct pick pick = pick_with(seed);

        assert_int_equal(cell_from_key(pick.cell).dimension, DIMENSION_PHYSICAL);
        assert_int_equal(pick.reason, PICK_DIMENSION);
    }
}

static void rule_12_only_the_last_ten_talked_cards_count(void **state)
{
    (void)state;
    evening_stock(&e, of_dimension(DIMENSION_EMOTIONAL), 3);
    evening_stock(&e, of_dimension(DIMENSION_MENTAL), 3);
    deal(of_dimension(DIMENSION_EMOTIONAL), -1, OUTCOME_TALKED, 20 * MS_PER_DAY);
    for (int i = 0; i < 10; i++)
        deal(of_dimension(DIMENSION_SPIRITUAL), -1, OUTCOME_TALKED, (19 - i) * MS_PER_DAY);
    assert_true(comes_up(of_dimension(DIMENSION_EMOTIONAL), 1)); /* the eleventh is forgotten */
    e.dealt_count--;
    assert_false(comes_up(of_dimension(DIMENSION_EMOTIONAL), 1)); /* the tenth is not */
    assert_true(comes_up(of_dimension(DIMENSION_MENTAL), 1));
}

static void rule_12_a_preference_does_not_empty_the_pool(void **state)
{
    (void)state;
    evening_stock(&e, of_dimension(DIMENSION_EMOTIONAL), 1);
    for (int i = 0; i < 10; i++)
        deal(of_dimension(DIMENSION_EMOTIONAL), -1, OUTCOME_TALKED, MS_PER_DAY);
    assert_int_equal(pick_with(1).reason, PICK_FITS);
}

static void rule_12_sexual_comes_at_most_once_in_ten(void **state)
{
    struct cell sexual = plain_cell(2);

    (void)state;
    sexual.sexual = 1;
    evening_stock(&e, sexual, 3);
    deal(sexual, -1, OUTCOME_TALKED, 20 * MS_PER_DAY);
    for (int others = 0; others < 9; others++) {
        assert_nothing();
        deal(plain_cell(1), -1, OUTCOME_KEPT, MS_PER_DAY); /* not a talked one */
        assert_nothing();
        deal(of_dimension(DIMENSION_PHYSICAL), -1, OUTCOME_TALKED, MS_PER_DAY);
    }
    assert_true(comes_up(sexual, 0));
}

/* ---- rule 15 ------------------------------------------------------------------------------- */

static void rule_15_the_same_seed_and_history_give_the_same_pick(void **state)
{
    size_t different = 0;
    struct pick first = { 0 };

    (void)state;
    stock_all_depths(20);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct pick a = pick_with(seed), b = pick_with(seed);

        assert_same_pick(a, b);
        if (seed == 0)
            first = a;
        different += a.cell != first.cell || a.ordinal != first.ordinal;
    }
    assert_true(different > SEEDS / 2); /* and another seed another one */
}

static void rule_15_the_reason_is_the_rule_that_decided(void **state)
{
    struct pick pick;

    (void)state;
    evening_stock(&e, plain_cell(1), 3);
    assert_int_equal(pick_with(1).reason, PICK_FITS);
    evening_stock(&e, plain_cell(3), 3);
    assert_int_equal(pick_with(1).reason, PICK_FIRST);
    deal_tonight(plain_cell(1), -1, OUTCOME_TALKED);
    assert_int_equal(pick_with(1).reason, PICK_STEP);
    deal_tonight(flagged_cell(2, 1u << 6), -1, OUTCOME_ANOTHER);
    deal_tonight(plain_cell(2), -1, OUTCOME_TALKED);
    assert_int_equal(pick_with(1).reason, PICK_GENTLER);
    deal(plain_cell(1), 0, OUTCOME_TALKED, MS_PER_DAY);
    deal(plain_cell(1), 1, OUTCOME_TALKED, MS_PER_DAY);
    deal(plain_cell(1), 2, OUTCOME_KEPT, 5 * MS_PER_DAY);
    pick = pick_with(1);
    assert_int_equal(pick.reason, PICK_KEPT);
    assert_true(pick.since == e.request.now - 5 * MS_PER_DAY);
}

static void rule_15_a_kept_card_that_was_talked_about_since_is_not_said_to_be_kept(void **state)
{
    (void)state;
    evening_stock(&e, plain_cell(1), 1);
    deal(plain_cell(1), 0, OUTCOME_KEPT, 50 * MS_PER_DAY);
    deal(plain_cell(1), 0, OUTCOME_TALKED, 40 * MS_PER_DAY);
    assert_int_equal(pick_with(1).reason, PICK_FITS);
}

/* Dealt again and left lying is no decision: the one they took before still stands. */
static void rule_15_a_kept_card_left_open_since_is_still_said_to_be_kept(void **state)
{
    (void)state;
    evening_stock(&e, plain_cell(1), 1);
    deal(plain_cell(1), 0, OUTCOME_KEPT, 20 * MS_PER_DAY);
    deal(plain_cell(1), 0, OUTCOME_OPEN, 10 * MS_PER_DAY);
    assert_int_equal(pick_with(1).reason, PICK_KEPT);
}

static char *why(enum pick_reason reason, struct cell cell, int64_t since)
{
    struct strbuf out = STRBUF_INIT;
    struct pick pick = { .cell = cell_key(&cell), .reason = reason, .since = since };

    picker_explain(&out, &pick, (struct moment){ .ms = PICKING_NOW });
    return strbuf_detach(&out);
}

static void rule_15_every_reason_is_one_sentence_of_its_own(void **state)
{
    char *said[PICK_LONGEST_AGO + 1];

    (void)state;
    for (int i = 0; i <= PICK_LONGEST_AGO; i++) {
        const char *stop;

        said[i] = why((enum pick_reason)i, plain_cell(1), PICKING_NOW - 2 * MS_PER_DAY);
        stop = strchr(said[i], '.');
        assert_non_null(stop);
        assert_true(stop == said[i] + strlen(said[i]) - 1); /* one stop, at the end */
        assert_true(text_is_utf8(said[i], strlen(said[i]), NULL));
        assert_null(strstr(said[i], "  "));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(said[i], said[j]);
    }
    for (int i = 0; i <= PICK_LONGEST_AGO; i++)
        free(said[i]);
}

static void rule_15_a_reason_with_a_day_names_it_as_people_do(void **state)
{
    static const struct {
        int64_t ago;
        const char *said;
    } days[] = { { 0, "today." },
                 { MS_PER_HOUR, "today." },
                 { MS_PER_DAY, "yesterday." },
                 { 2 * MS_PER_DAY, "on Tuesday." },
                 { 6 * MS_PER_DAY, "on Friday." },
                 { 7 * MS_PER_DAY, "in November." },
                 { 40 * MS_PER_DAY, "in October." },
                 { 400 * MS_PER_DAY, "in October 2025." },
                 { -MS_PER_HOUR, "today." } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
        static const enum pick_reason reasons[] = { PICK_KEPT, PICK_LONGEST_AGO };

        for (size_t r = 0; r < ARRAY_SIZE(reasons); r++) {
            char *text = why(reasons[r], plain_cell(1), PICKING_NOW - days[i].ago);
            size_t n = strlen(text), tail = strlen(days[i].said);

            assert_true(n > tail);
            assert_string_equal(text + n - tail, days[i].said);
            free(text);
        }
    }
}

static void rule_15_each_dimension_is_called_by_its_own_word(void **state)
{
    char *said[DIMENSION_COUNT];

    (void)state;
    for (int d = 0; d < DIMENSION_COUNT; d++) {
        said[d] = why(PICK_DIMENSION, of_dimension((enum dimension)d), 0);
        for (int before = 0; before < d; before++)
            assert_string_not_equal(said[d], said[before]);
    }
    for (int d = 0; d < DIMENSION_COUNT; d++)
        free(said[d]);
}

/* Rule 9: no reason says that a topic was in play. */
static void rule_15_no_reason_tells_a_flag(void **state)
{
    (void)state;
    for (int i = 0; i <= PICK_LONGEST_AGO; i++) {
        char *plain = why((enum pick_reason)i, plain_cell(2), PICKING_NOW);
        char *flagged = why((enum pick_reason)i, flagged_cell(2, 1u << 6), PICKING_NOW);

        assert_string_equal(plain, flagged);
        free(plain);
        free(flagged);
    }
}

/* ---- rule 16 ------------------------------------------------------------------------------- */

/* Without its last word, which is the date. */
static void cut_date(char *text)
{
    static const char *const before[] = { " on ", " in ", " today", " yesterday" };

    for (size_t i = 0; i < ARRAY_SIZE(before); i++) {
        char *at = strstr(text, before[i]);

        if (at && at > text + strlen(text) - strlen(" in September 2025."))
            *at = '\0';
    }
}

static void rule_16_two_or_two_hundred_days_away_look_the_same_but_for_the_date(void **state)
{
    (void)state;
    for (int i = 0; i <= PICK_LONGEST_AGO; i++) {
        char *two = why((enum pick_reason)i, plain_cell(1), PICKING_NOW - 2 * MS_PER_DAY);
        char *many = why((enum pick_reason)i, plain_cell(1), PICKING_NOW - 200 * MS_PER_DAY);

        cut_date(two);
        cut_date(many);
        assert_string_equal(two, many);
        free(two);
        free(many);
    }
    /* And what comes next is the same, too: nothing eases or tightens with the days between. */
    stock_all_depths(20);
    deal(plain_cell(1), -1, OUTCOME_TALKED, 2 * MS_PER_DAY);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct pick soon, late;

        e.dealt[0].at = e.request.now - 2 * MS_PER_DAY;
        soon = pick_with(seed);
        e.dealt[0].at = e.request.now - 200 * MS_PER_DAY;
        late = pick_with(seed);
        assert_same_pick(soon, late);
    }
}

/* ---- what no rule says, but the couple's settings do ---------------------------------------- */

static void nothing_stricter_than_the_asked_consent_is_dealt(void **state)
{
    static const struct {
        enum consent asked;
        size_t cells;
    } rows[] = { { CONSENT_NONE, 1 }, { CONSENT_ASK, 2 }, { CONSENT_MATCH, 3 } };

    (void)state;
    for (int c = CONSENT_NONE; c <= CONSENT_MATCH; c++) {
        struct cell cell = plain_cell(2);

        cell.consent = (enum consent)c;
        evening_stock(&e, cell, 1);
    }
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        e.request.consent = rows[i].asked;
        for (size_t c = 0; c < e.shelf_count; c++)
            assert_int_equal(comes_up(e.shelves[c].cell, 0), c < rows[i].cells);
    }
}

static void nothing_is_dealt_that_does_not_fit_the_couple(void **state)
{
    struct cell needs = plain_cell(1);

    (void)state;
    needs.requires = 1u << 1 | 1u << 3;
    evening_stock(&e, needs, 2);
    for (unsigned fits = 0; fits < 1u << REQUIRES_COUNT; fits++) {
        e.request.fits = fits;
        if ((fits & needs.requires) == needs.requires)
            pick_with(fits);
        else
            assert_nothing();
    }
}

static void moments_from_the_far_ends_of_time_are_safe(void **state)
{
    static const int64_t moments[] = { -(INT64_C(1) << 61), -1, 0, 1, INT64_C(1) << 61 };
    struct pick pick;

    (void)state;
    evening_stock(&e, plain_cell(1), 2);
    for (size_t i = 0; i < ARRAY_SIZE(moments); i++)
        for (int outcome = OUTCOME_OPEN; outcome <= OUTCOME_STOPPED; outcome++) {
            e.dealt_count = 0;
            evening_deal(&e, (struct dealt){ .cell = plain_cell(1),
                                             .outcome = (enum outcome)outcome,
                                             .at = moments[i] });
            assert_int_equal(evening_pick(&e, &pick), STATUS_OK);
            assert_true(pick.ordinal < 2);
        }
}

#define RULE(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(rule_01_a_pick_always_satisfies_the_choice),
        RULE(rule_01_an_empty_pool_is_never_widened_silently),
        RULE(rule_01_what_would_help_is_named_smallest_first),
        RULE(rule_01_listening_as_well_is_said_to_those_who_talk),
        RULE(rule_01_a_widening_that_would_find_nothing_is_not_named),
        RULE(rule_01_what_is_wider_obeys_the_other_rules_too),
        RULE(rule_02_the_first_card_is_open_or_personal),
        RULE(rule_02_a_first_card_is_deeper_if_they_ask),
        RULE(rule_02_no_cap_goes_below_the_lowest_depth_of_the_mood),
        RULE(rule_03_the_next_depth_is_at_most_one_more),
        RULE(rule_03_it_holds_even_where_a_depth_was_asked_for),
        RULE(rule_03_drops_are_unlimited_and_the_last_talked_card_counts),
        RULE(rule_04_after_another_on_a_deep_card_the_next_is_not_deeper),
        RULE(rule_04_a_flag_of_what_was_put_aside_is_gone_for_the_sitting),
        RULE(rule_04_another_on_an_open_card_changes_nothing),
        RULE(rule_04_what_was_put_aside_another_evening_does_not_count),
        RULE(rule_10_the_first_speaker_alternates_over_talked_cards),
        RULE(rule_10_only_talked_cards_with_a_first_speaker_count),
        RULE(rule_11_a_talked_card_rests_for_thirty_days),
        RULE(rule_11_a_kept_card_may_return_after_three_days),
        RULE(rule_11_a_card_put_aside_or_stopped_rests_for_thirty_days),
        RULE(rule_11_a_card_left_open_another_evening_does_not_rest),
        RULE(rule_11_no_card_comes_twice_in_a_sitting),
        RULE(rule_11_when_all_was_used_the_one_talked_about_longest_ago_comes),
        RULE(rule_11_what_rests_for_another_reason_is_no_way_out),
        RULE(rule_11_prompts_that_left_the_library_are_passed_over),
        RULE(rule_12_the_dimension_least_used_is_preferred),
        RULE(rule_12_only_the_last_ten_talked_cards_count),
        RULE(rule_12_a_preference_does_not_empty_the_pool),
        RULE(rule_12_sexual_comes_at_most_once_in_ten),
        RULE(rule_15_the_same_seed_and_history_give_the_same_pick),
        RULE(rule_15_the_reason_is_the_rule_that_decided),
        RULE(rule_15_a_kept_card_that_was_talked_about_since_is_not_said_to_be_kept),
        RULE(rule_15_a_kept_card_left_open_since_is_still_said_to_be_kept),
        RULE(rule_15_every_reason_is_one_sentence_of_its_own),
        RULE(rule_15_a_reason_with_a_day_names_it_as_people_do),
        RULE(rule_15_each_dimension_is_called_by_its_own_word),
        RULE(rule_15_no_reason_tells_a_flag),
        RULE(rule_16_two_or_two_hundred_days_away_look_the_same_but_for_the_date),
        RULE(nothing_stricter_than_the_asked_consent_is_dealt),
        RULE(nothing_is_dealt_that_does_not_fit_the_couple),
        RULE(moments_from_the_far_ends_of_time_are_safe),
    };

    return cmocka_run_group_tests_name("picker", tests, NULL, NULL);
}
