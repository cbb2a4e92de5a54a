/* The picking rules that take care of two people: pauses, depth 4, topics, offers, heavy endings,
 * and going deeper. Each by its number, at its edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/topic.h"
#include "support/picking.h"

enum { SEEDS = 40 };

static struct evening e;

/* Cards of every depth, both moods, for a couple that knows each other. */
static int begin(void **state)
{
    (void)state;
    evening_begin(&e);
    e.request.consent = CONSENT_MATCH;
    e.sittings = 3;
    e.been_deep = true;
    for (int depth = 1; depth <= DEPTH_MAX; depth++)
        evening_stock(&e, plain_cell(depth), 20);
    return 0;
}

static struct cell serious(int depth)
{
    struct cell cell = plain_cell(depth);

    cell.mood = MOOD_SERIOUS;
    return cell;
}

static struct cell flagged(int depth, unsigned flags)
{
    struct cell cell = serious(depth);

    cell.flags = flags;
    cell.consent = prompt_consent_due(depth, flags);
    return cell;
}

/* A card of this evening; later ones come later. */
static void tonight(int depth, enum outcome outcome, bool paused)
{
    evening_deal(&e, (struct dealt){ .cell = serious(depth),
                                     .ordinal = -1,
                                     .outcome = outcome,
                                     .at = e.request.now - MS_PER_HOUR +
                                           (int64_t)e.dealt_count * MS_PER_MINUTE,
                                     .this_sitting = true,
                                     .paused = paused });
}

/* The deepest and the shallowest that come up over many seeds; every pick obeys every rule. */
static int deepest(int *shallowest, enum pick_reason *reason)
{
    int most = 0, least = DEPTH_MAX + 1;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct pick pick = { 0 };
        const char *complaint;
        int depth;

        e.request.seed = seed;
        assert_int_equal(evening_pick(&e, &pick), STATUS_OK);
        complaint = evening_complaint(&e, STATUS_OK, &pick);
        if (complaint)
            fail_msg("%s", complaint);
        depth = cell_from_key(pick.cell).depth;
        most = depth > most ? depth : most;
        least = depth < least ? depth : least;
        if (reason)
            *reason = pick.reason;
    }
    if (shallowest)
        *shallowest = least;
    return most;
}

static void must_be(int depth, enum pick_reason because)
{
    enum pick_reason reason;

    assert_int_equal(deepest(NULL, &reason), depth);
    assert_int_equal(reason, because);
}

static void nothing_fits(void)
{
    struct pick pick = { 0 };

    assert_int_equal(evening_pick(&e, &pick), STATUS_NOTHING);
    assert_null(evening_complaint(&e, STATUS_NOTHING, &pick));
}

/* ---- rule 5 ---- */

static void rule_05_after_a_pause_the_next_is_at_most_personal(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, true);
    must_be(2, PICK_AFTER_PAUSE);
    assert_int_equal(evening_offer(&e), OFFER_END);
    tonight(2, OUTCOME_TALKED, false); /* and then it is over */
    must_be(3, PICK_STEP);
    assert_int_equal(evening_offer(&e), OFFER_NOTHING);
}

static void rule_05_holds_for_a_card_that_was_paused_and_put_aside(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, false);
    tonight(2, OUTCOME_ANOTHER, true);
    must_be(2, PICK_AFTER_PAUSE);
    tonight(1, OUTCOME_ANOTHER, false); /* what is put aside after it changes nothing */
    must_be(2, PICK_AFTER_PAUSE);
}

static void rule_05_a_pause_of_another_evening_does_not_count(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, true);
    e.dealt[0].this_sitting = false;
    tonight(2, OUTCOME_TALKED, false);
    assert_int_equal(deepest(NULL, NULL), 3);
}

/* ---- rule 6 ---- */

static void rule_06_depth_4_is_never_the_first(void **state)
{
    (void)state;
    e.request.filter.depth = 4; /* asked for, by the command line */
    must_be(3, PICK_RARE);
    e.request.filter = (struct filter){ .deeper = true };
    assert_int_equal(deepest(NULL, NULL), 3);
}

static void rule_06_depth_4_comes_once_an_evening(void **state)
{
    static const enum outcome there[] = { OUTCOME_TALKED, OUTCOME_KEPT, OUTCOME_STOPPED,
                                          OUTCOME_OPEN };

    for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
        begin(state);
        tonight(3, OUTCOME_TALKED, false);
        assert_int_equal(deepest(NULL, NULL), 4);
        tonight(4, there[i], false);
        assert_int_equal(deepest(NULL, NULL), 3);
        e.request.filter.deeper = true;
        nothing_fits(); /* deeper than that there is nothing, this evening */
    }
}

static void rule_06_afterwards_something_to_be_glad_of_is_offered(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_NOTHING);
    tonight(4, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_APPRECIATION);
    tonight(1, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_NOTHING);
}

/* ---- rule 7 ---- */

static void rule_07_depth_4_waits_for_three_evenings_one_of_them_deep(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, false);
    e.sittings = 2;
    must_be(3, PICK_KNOWN);
    e.sittings = 3;
    e.been_deep = false;
    must_be(3, PICK_KNOWN);
    e.been_deep = true;
    assert_int_equal(deepest(NULL, NULL), 4);
}

static void rule_07_steps_aside_for_going_deeper(void **state)
{
    (void)state;
    e.sittings = 0;
    e.been_deep = false;
    tonight(3, OUTCOME_TALKED, false);
    e.request.filter.deeper = true;
    must_be(4, PICK_DEEPER);
}

/* ---- rule 8 ---- */

static void rule_08_after_two_deep_ones_in_a_row_a_light_one_is_offered(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_NOTHING);
    tonight(2, OUTCOME_ANOTHER, false); /* not talked about: it doesn't come between */
    tonight(3, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_LIGHT);
    assert_int_equal(deepest(NULL, NULL), 4); /* and not imposed */
    tonight(2, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_NOTHING);
}

static void rule_08_counts_this_evening_only(void **state)
{
    (void)state;
    tonight(3, OUTCOME_TALKED, false);
    e.dealt[0].this_sitting = false;
    tonight(3, OUTCOME_TALKED, false);
    assert_int_equal(evening_offer(&e), OFFER_NOTHING);
}

/* ---- rule 9 ---- */

enum { MONEY = 1 << 6, GRIEF = 1 << 3, SEX = 1 << FLAG_SEX };

/* Whether that cell ever comes, alone in the library. */
static bool comes(struct cell cell)
{
    struct pick pick = { 0 };

    e.shelf_count = 0;
    evening_stock(&e, cell, 3);
    e.request.filter.depth = 3;
    return evening_pick(&e, &pick) == STATUS_OK;
}

static void rule_09_a_closed_topic_is_never_dealt(void **state)
{
    (void)state;
    assert_true(comes(flagged(2, MONEY)));
    e.request.closed = MONEY;
    assert_false(comes(flagged(2, MONEY)));
    assert_false(comes(flagged(2, MONEY | GRIEF)));
    assert_true(comes(flagged(2, GRIEF)));
    e.request.closed = GRIEF;
    e.request.open = MONEY;
    assert_false(comes(flagged(3, MONEY | GRIEF)));
}

static void rule_09_a_match_wants_all_its_topics_open(void **state)
{
    (void)state;
    assert_false(comes(flagged(2, SEX)));
    e.request.open = SEX;
    assert_true(comes(flagged(2, SEX)));
    assert_false(comes(flagged(2, SEX | MONEY)));
    e.request.open = SEX | MONEY;
    assert_true(comes(flagged(2, SEX | MONEY)));
}

static void rule_09_at_first_sex_is_closed_and_all_else_asks(void **state)
{
    struct topics topics = topics_at_first();

    (void)state;
    e.request.open = topics_that_are(&topics, TOPIC_OPEN);
    e.request.closed = topics_that_are(&topics, TOPIC_CLOSED);
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        assert_true(comes(flagged(2, 1u << flag)) == (flag != FLAG_SEX));
}

/* ---- rule 13 ---- */

static void rule_13_three_sittings_in_fourteen_days(void **state)
{
    (void)state; /* the store counts (test_season.c), screens offer (test_evening.c) */
    assert_int_equal(MET_OFTEN, 3);
    assert_int_equal(MET_DAYS, 14);
}

/* ---- rule 14 ---- */

static void rule_14_after_two_heavy_endings_nothing_deep_comes(void **state)
{
    (void)state;
    e.heavy = true;
    tonight(2, OUTCOME_TALKED, false);
    must_be(2, PICK_HEAVY);
    e.request.filter.deeper = true;
    must_be(3, PICK_DEEPER);
}

/* ---- going deeper ---- */

static void going_deeper_is_one_step_from_the_card_before(void **state)
{
    int shallowest;

    (void)state;
    tonight(1, OUTCOME_ANOTHER, false);
    e.request.filter.deeper = true;
    assert_int_equal(deepest(&shallowest, NULL), 2);
    assert_int_equal(shallowest, 2);
}

static void going_deeper_skips_a_step_that_has_nothing_left(void **state)
{
    (void)state;
    e.shelf_count = 0;
    evening_stock(&e, plain_cell(1), 3);
    evening_stock(&e, plain_cell(3), 3);
    tonight(1, OUTCOME_TALKED, false);
    e.request.filter.deeper = true;
    must_be(3, PICK_DEEPER);
}

static void going_deeper_leaves_the_card_before_without_a_grudge(void **state)
{
    (void)state;
    tonight(2, OUTCOME_TALKED, false);
    tonight(3, OUTCOME_ANOTHER, false); /* they leave it for a deeper one */
    e.request.filter.deeper = true;
    must_be(4, PICK_DEEPER);
    e.dealt_count = 1;
    tonight(3, OUTCOME_ANOTHER, false); /* one that they didn't want … */
    tonight(2, OUTCOME_TALKED, false);
    assert_int_equal(deepest(NULL, NULL), 3); /* … still counts for rule 4 */
}

static void going_deeper_obeys_what_was_chosen(void **state)
{
    (void)state;
    tonight(2, OUTCOME_TALKED, false);
    e.request.filter = (struct filter){ .deeper = true, .minutes = 5 };
    nothing_fits(); /* what is deeper takes ten minutes and more */
}

#define RULE(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(rule_05_after_a_pause_the_next_is_at_most_personal),
        RULE(rule_05_holds_for_a_card_that_was_paused_and_put_aside),
        RULE(rule_05_a_pause_of_another_evening_does_not_count),
        RULE(rule_06_depth_4_is_never_the_first),
        RULE(rule_06_depth_4_comes_once_an_evening),
        RULE(rule_06_afterwards_something_to_be_glad_of_is_offered),
        RULE(rule_07_depth_4_waits_for_three_evenings_one_of_them_deep),
        RULE(rule_07_steps_aside_for_going_deeper),
        RULE(rule_08_after_two_deep_ones_in_a_row_a_light_one_is_offered),
        RULE(rule_08_counts_this_evening_only),
        RULE(rule_09_a_closed_topic_is_never_dealt),
        RULE(rule_09_a_match_wants_all_its_topics_open),
        RULE(rule_09_at_first_sex_is_closed_and_all_else_asks),
        RULE(rule_13_three_sittings_in_fourteen_days),
        RULE(rule_14_after_two_heavy_endings_nothing_deep_comes),
        RULE(going_deeper_is_one_step_from_the_card_before),
        RULE(going_deeper_skips_a_step_that_has_nothing_left),
        RULE(going_deeper_leaves_the_card_before_without_a_grudge),
        RULE(going_deeper_obeys_what_was_chosen),
    };

    return cmocka_run_group_tests_name("picker, care", tests, NULL, NULL);
}
