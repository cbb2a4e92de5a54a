/* The picker against a second opinion: over many generated libraries, pasts and choices, what it
 * deals satisfies every rule, it finds nothing only where nothing is, and its reason is true.
 *
 * Each case comes from a number; a failure prints that number and the whole evening.
 * COUPLET_CASE=N runs that one alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "support/picking.h"

enum { CASES = 100000, PROMPTS_MAX = 12, DEALT_MAX = 40 };

/* Marsaglia's xorshift64*, so that the tests' chance is not the program's. */
static uint64_t chance;

static void chance_begin(uint64_t number)
{
    chance = (number + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ UINT64_C(0xc0091e7);
    if (!chance)
        chance = 1;
}

static uint64_t chance_next(void)
{
    chance ^= chance >> 12;
    chance ^= chance << 25;
    chance ^= chance >> 27;
    return chance * UINT64_C(0x2545f4914f6cdd1d) >> 16;
}

static int below(int n)
{
    return (int)(chance_next() % (uint64_t)n);
}

static bool once_in(int n)
{
    return below(n) == 0;
}

/* ---- generating ---------------------------------------------------------------------------- */

static struct cell any_cell(void)
{
    struct cell cell = { .mood = once_in(2) ? MOOD_LIGHT : MOOD_SERIOUS,
                         .mode = once_in(2) ? MODE_TALKING : MODE_LISTENING,
                         .minutes = minutes_legal[below(MINUTES_COUNT)],
                         .dimension = (enum dimension)below(DIMENSION_COUNT),
                         .sexual = once_in(6) };

    cell.depth = cell.mood == MOOD_LIGHT ? 1 + below(3) : 2 + below(3);
    if (cell.depth > 1 && once_in(3))
        cell.flags = 1u << below(4) | (once_in(3) ? 1u << below(FLAG_COUNT) : 0);
    cell.consent = prompt_consent_due(cell.depth, cell.flags);
    if (once_in(20) && cell.consent < CONSENT_MATCH)
        cell.consent++;
    if (once_in(8))
    cell.requires = 1u << below(REQUIRES_COUNT);
    return cell;
}

static void any_library(struct evening *e)
{
    int shelves = below(14);

    for (int i = 0; i < shelves; i++)
        evening_stock(e, any_cell(), once_in(15) ? 0 : (uint32_t)(1 + below(PROMPTS_MAX)));
}

static int any_minutes(void)
{
    static const int minutes[] = { 0, 5, 10, 20, 30, 0, 30, 7 };

    return minutes[below((int)ARRAY_SIZE(minutes))];
}

static void any_request(struct evening *e)
{
    e->request.filter = (struct filter){ .mood = (enum mood)below(3),
                                         .mode = (enum mode)below(3),
                                         .minutes = any_minutes(),
                                         .depth = once_in(4) ? 1 + below(DEPTH_MAX) : 0,
                                         .deeper = once_in(5) };
    e->request.consent = once_in(3) ? CONSENT_NONE : once_in(4) ? CONSENT_ASK : CONSENT_MATCH;
    e->request.fits = once_in(2) ? 0 : (unsigned)below(1 << REQUIRES_COUNT);
    e->request.open = (unsigned)below(1 << FLAG_COUNT);
    e->request.closed = (unsigned)below(1 << FLAG_COUNT) & ~e->request.open;
    if (once_in(3))
        e->request.open = e->request.closed = 0;
    e->request.seed = chance_next();
    e->sittings = (unsigned)below(4);
    e->been_deep = !once_in(4);
    e->heavy = once_in(5);
}

/* How long ago, in ms: anything up to six weeks, and often the very edges of the rules. */
static int64_t any_time_ago(void)
{
    /* clang-format off */
    static const int64_t edges[] = { 3 * MS_PER_DAY,      3 * MS_PER_DAY - 1,  3 * MS_PER_DAY + 1,
                                     30 * MS_PER_DAY,     30 * MS_PER_DAY - 1, 30 * MS_PER_DAY + 1,
                                     0,                   MS_PER_DAY,          400 * MS_PER_DAY,
                                     -2 * MS_PER_HOUR,    -3 * MS_PER_DAY };
    /* clang-format on */

    if (once_in(5))
        return edges[below((int)ARRAY_SIZE(edges))];
    return (int64_t)(chance_next() % (uint64_t)(45 * MS_PER_DAY));
}

static enum outcome any_outcome(void)
{
    static const enum outcome outcomes[] = { OUTCOME_TALKED,  OUTCOME_TALKED,  OUTCOME_TALKED,
                                             OUTCOME_TALKED,  OUTCOME_KEPT,    OUTCOME_KEPT,
                                             OUTCOME_ANOTHER, OUTCOME_ANOTHER, OUTCOME_STOPPED };

    return outcomes[below((int)ARRAY_SIZE(outcomes))];
}

static struct dealt any_dealt(const struct evening *e)
{
    struct dealt d = { .ordinal = -1,
                       .outcome = once_in(25) ? OUTCOME_OPEN : any_outcome(),
                       .first = (enum partner)below(3),
                       .at = e->request.now - any_time_ago() };

    d.cell = any_cell();
    if (once_in(10))
        d.cell.depth = 1; /* of a pack that was stricter or laxer then */
    if (e->shelf_count && !once_in(12)) {
        const struct shelf *shelf = &e->shelves[below((int)e->shelf_count)];

        d.cell = shelf->cell;
        d.ordinal = shelf->count ? below((int)shelf->count) : -1;
        if (once_in(20)) /* just beyond what is there today */
            d.ordinal = (int32_t)shelf->count;
    }
    return d;
}

static int by_time(const void *a, const void *b)
{
    const struct dealt *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* The past with, at its end, what was dealt this evening. */
static void any_past(struct evening *e)
{
    int before = below(DEALT_MAX), tonight = once_in(2) ? below(6) : 0;

    for (int i = 0; i < before; i++)
        evening_deal(e, any_dealt(e));
    for (int i = 0; i < tonight; i++) {
        struct dealt d = any_dealt(e);

        d.this_sitting = true;
        d.paused = once_in(6);
        d.at = e->request.now + (i - tonight) * 10 * MS_PER_MINUTE;
        evening_deal(e, d);
    }
    qsort(e->dealt, e->dealt_count, sizeof e->dealt[0], by_time);
    for (size_t i = 1; i < e->dealt_count; i++) /* nobody does two things at once */
        if (e->dealt[i].at <= e->dealt[i - 1].at)
            e->dealt[i].at = e->dealt[i - 1].at + 1;
}

static void any_evening(struct evening *e, uint64_t number)
{
    chance_begin(number);
    evening_begin(e);
    any_library(e);
    any_request(e);
    any_past(e);
}

/* ---- checking ------------------------------------------------------------------------------ */

/* How often what came up, so that the test is known to have seen it all. */
struct tally {
    size_t nothing, widened, reason[PICK_LONGEST_AGO + 1], offer[OFFER_LIGHT + 1];
};

static void refuse(const struct evening *e, uint64_t number, const char *complaint)
{
    fprintf(stderr, "case %" PRIu64 ": %s\n", number, complaint);
    evening_print(e);
    fail_msg("case %" PRIu64 ": %s", number, complaint);
}

static bool same_pick(const struct pick *a, const struct pick *b)
{
    return a->cell == b->cell && a->ordinal == b->ordinal && a->reason == b->reason &&
           a->since == b->since;
}

static void check_again(const struct evening *e, uint64_t number, enum status status,
                        const struct pick *pick)
{
    struct pick again = { 0 }, narrow = { 0 };

    if (evening_pick(e, &again) != status || (status == STATUS_OK && !same_pick(pick, &again)))
        refuse(e, number, "rule 15: the same seed and past gave another pick");
    if (evening_pick_from_range(e, &narrow) != status ||
        (status == STATUS_OK && !same_pick(pick, &narrow)))
        refuse(e, number, "cells outside of the choice changed the pick");
}

static bool is_closed(const struct evening *e, const struct cell *cell)
{
    return (cell->flags & e->request.closed) != 0;
}

/* The same library without the cards that a closed topic keeps out, as if there were none such. */
static void take_closed_out(struct evening *e)
{
    size_t n = 0;

    for (size_t i = 0; i < e->shelf_count; i++)
        if (!is_closed(e, &e->shelves[i].cell))
            e->shelves[n++] = e->shelves[i];
    e->shelf_count = n;
    e->request.closed = 0;
}

/* Rule 9: nothing that comes out tells a closed topic from cards that never were. */
static void check_topics(const struct evening *e, uint64_t number, enum status status,
                         const struct pick *pick)
{
    struct evening *without = mem_new(1, sizeof *without);
    struct widening a[WIDENINGS_MAX], b[WIDENINGS_MAX];
    struct pick other = { 0 };
    size_t n;

    *without = *e;
    take_closed_out(without);
    if (evening_pick(without, &other) != status ||
        (status == STATUS_OK && !same_pick(pick, &other)))
        refuse(e, number, "rule 9: a closed topic can be told from cards that aren't there");
    n = status == STATUS_NOTHING ? evening_widen(e, a) : 0;
    if (status == STATUS_NOTHING && evening_widen(without, b) != n)
        refuse(e, number, "rule 9: what would help tells of a closed topic");
    for (size_t i = 0; i < n; i++)
        if (a[i].said != b[i].said)
            refuse(e, number, "rule 9: what would help, and its order, tell of a closed topic");
    free(without);
}

static void check(const struct evening *e, uint64_t number, struct tally *tally)
{
    struct pick pick = { 0 };
    enum status status = evening_pick(e, &pick);
    const char *complaint = evening_complaint(e, status, &pick);

    if (complaint)
        refuse(e, number, complaint);
    check_again(e, number, status, &pick);
    check_topics(e, number, status, &pick);
    complaint = evening_offer_complaint(e, evening_offer(e));
    if (complaint)
        refuse(e, number, complaint);
    tally->offer[evening_offer(e)]++;
    if (status == STATUS_NOTHING) {
        struct widening widenings[WIDENINGS_MAX];
        size_t n = evening_widen(e, widenings);

        complaint = evening_widening_complaint(e, widenings, n);
        if (complaint)
            refuse(e, number, complaint);
        tally->nothing++;
        tally->widened += n > 0;
    } else {
        tally->reason[pick.reason]++;
    }
}

static void every_pick_satisfies_every_rule_and_nothing_means_nothing(void **state)
{
    struct evening *e = mem_new(1, sizeof *e);
    struct tally tally = { 0 };
    const char *one = getenv("COUPLET_CASE");

    (void)state;
    for (uint64_t i = 0; i < CASES && !one; i++) {
        any_evening(e, i);
        check(e, i, &tally);
    }
    if (one) {
        any_evening(e, strtoull(one, NULL, 10));
        check(e, strtoull(one, NULL, 10), &tally);
    } else {
        /* Every way out of the picker was taken often. */
        assert_true(tally.nothing > CASES / 100);
        assert_true(tally.widened > CASES / 100);
        for (int i = 0; i <= PICK_LONGEST_AGO; i++)
            if (tally.reason[i] <= CASES / 2000)
                fail_msg("reason %d came up %zu times only", i, tally.reason[i]);
        for (int i = 0; i <= OFFER_LIGHT; i++)
            if (tally.offer[i] <= CASES / 2000)
                fail_msg("offer %d came up %zu times only", i, tally.offer[i]);
    }
    free(e);
}

/* A picker that breaks one rule must be noticed: the checker is given wrong picks. */
static void the_checker_refuses_what_breaks_a_rule(void **state)
{
    struct evening *e = mem_new(1, sizeof *e);
    struct cell shallow = plain_cell(1), deep = plain_cell(3);
    struct pick pick = { .cell = cell_key(&deep) };

    (void)state;
    evening_begin(e);
    evening_stock(e, shallow, 2);
    evening_stock(e, deep, 1);
    assert_non_null(evening_complaint(e, STATUS_OK, &pick)); /* too deep */
    assert_non_null(evening_complaint(e, STATUS_NOTHING, &pick));
    pick = (struct pick){ .cell = cell_key(&shallow), .ordinal = 2 };
    assert_non_null(evening_complaint(e, STATUS_OK, &pick)); /* not in the library */
    pick = (struct pick){ .cell = cell_key(&shallow), .ordinal = 1, .reason = PICK_FITS };
    assert_non_null(evening_complaint(e, STATUS_OK, &pick)); /* the cap isn't named */
    pick.reason = PICK_FIRST;
    assert_null(evening_complaint(e, STATUS_OK, &pick));
    e->request.filter.mode = MODE_LISTENING;
    assert_non_null(evening_complaint(e, STATUS_OK, &pick)); /* not what was chosen */
    free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checker_refuses_what_breaks_a_rule),
        cmocka_unit_test(every_pick_satisfies_every_rule_and_nothing_means_nothing),
    };

    return cmocka_run_group_tests_name("picker, property", tests, NULL, NULL);
}
