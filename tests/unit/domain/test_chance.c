/* The picker's chance: where the rules leave a choice, everything that is left is equally likely,
 * and both moods are when neither was chosen. The seeds are fixed, so the figures are, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/mem.h"
#include "support/picking.h"

/* With some thousand degrees of freedom chi²/df strays from 1 by about 0.04, so 1.2 is far out;
 * and so is 0.8, which would be too even to be chance. */
enum { PROMPTS = 1200, DRAWS = PROMPTS * 40 };
#define EVEN_ENOUGH 1.2
#define TOO_EVEN 0.8

static struct evening e;

static int begin(void **state)
{
    (void)state;
    evening_begin(&e);
    return 0;
}

static struct cell cell_at(enum mode mode, int minutes, enum dimension dimension)
{
    return (struct cell){
        .mood = MOOD_LIGHT, .mode = mode, .minutes = minutes, .depth = 1, .dimension = dimension
    };
}

/* Where a prompt of the library stands when all are counted through. */
static size_t place_of(const struct pick *pick)
{
    size_t place = 0, i = 0;

    while (cell_key(&e.shelves[i].cell) != pick->cell)
        place += e.shelves[i++].count;
    return place + pick->ordinal;
}

/* Draws with one seed after the other; seen has a place for each prompt. */
static void draw_many(unsigned *seen, uint64_t step)
{
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct pick pick;

        e.request.seed = i * step;
        assert_int_equal(evening_pick(&e, &pick), STATUS_OK);
        seen[place_of(&pick)]++;
    }
}

/* Over those places that may come up: never stands for those that must not. */
static double chi_square_per_df(const unsigned *seen, const bool *never, size_t n)
{
    size_t cells = 0;
    double sum = 0, expected;

    for (size_t i = 0; i < n; i++)
        cells += !never[i];
    expected = (double)DRAWS / (double)cells;
    for (size_t i = 0; i < n; i++) {
        double off = seen[i] - expected;

        if (never[i])
            assert_int_equal(seen[i], 0);
        else
            sum += off * off / expected;
    }
    return sum / (double)(cells - 1);
}

static void assert_even(const bool *never, uint64_t step)
{
    unsigned *seen = mem_new(PROMPTS, sizeof *seen);
    double chi;

    draw_many(seen, step);
    chi = chi_square_per_df(seen, never, PROMPTS);
    free(seen);
    print_message("# chi²/df %.3f\n", chi);
    assert_true(chi <= EVEN_ENOUGH);
    assert_true(chi >= TOO_EVEN);
}

static void within_one_cell_every_prompt_is_equally_likely(void **state)
{
    static const bool never[PROMPTS];

    (void)state;
    evening_stock(&e, cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL), PROMPTS);
    assert_even(never, 1);
}

static void over_cells_of_all_sizes_every_prompt_is_equally_likely(void **state)
{
    static const bool never[PROMPTS];

    (void)state;
    evening_stock(&e, cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL), 1);
    evening_stock(&e, cell_at(MODE_TALKING, 10, DIMENSION_MENTAL), 2);
    evening_stock(&e, cell_at(MODE_LISTENING, 5, DIMENSION_PHYSICAL), 7);
    evening_stock(&e, cell_at(MODE_LISTENING, 10, DIMENSION_EMOTIONAL), 190);
    evening_stock(&e, cell_at(MODE_LISTENING, 5, DIMENSION_SPIRITUAL), 1000);
    assert_even(never, UINT64_C(0x9e3779b97f4a7c15)); /* seeds that fit SplitMix's own step */
}

/* What rests leaves gaps in the ordinals: at the ends, in rows, and scattered. */
static void what_rests_takes_nothing_from_the_others_but_its_own_share(void **state)
{
    bool never[PROMPTS] = { false };
    struct cell cell = cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL);

    (void)state;
    evening_stock(&e, cell, PROMPTS);
    for (int i = 0; i < PROMPTS; i++) {
        never[i] = i < 3 || i >= PROMPTS - 2 || (i > 500 && i < 600) || i % 11 == 0;
        if (never[i])
            evening_deal(&e, (struct dealt){ .cell = cell,
                                             .ordinal = i,
                                             .outcome = OUTCOME_ANOTHER,
                                             .at = e.request.now - MS_PER_DAY });
    }
    assert_even(never, 1);
}

static void kept_cards_that_may_return_are_neither_preferred_nor_avoided(void **state)
{
    static const bool never[PROMPTS];
    struct cell cell = cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL);

    (void)state;
    evening_stock(&e, cell, PROMPTS);
    for (int i = 0; i < 60; i++)
        evening_deal(&e, (struct dealt){ .cell = cell,
                                         .ordinal = i * 3,
                                         .outcome = OUTCOME_KEPT,
                                         .at = e.request.now - 9 * MS_PER_DAY });
    assert_even(never, 1);
}

static void the_dimension_that_is_preferred_shares_evenly_among_its_own(void **state)
{
    bool never[PROMPTS] = { false };
    struct cell used = cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL);

    (void)state;
    evening_stock(&e, used, 200);
    evening_stock(&e, cell_at(MODE_TALKING, 5, DIMENSION_MENTAL), 400);
    evening_stock(&e, cell_at(MODE_LISTENING, 5, DIMENSION_SPIRITUAL), 600);
    evening_deal(&e, (struct dealt){ .cell = used,
                                     .ordinal = -1,
                                     .outcome = OUTCOME_TALKED,
                                     .at = e.request.now - MS_PER_DAY });
    for (size_t i = 0; i < 200; i++)
        never[i] = true;
    assert_even(never, 1);
}

/* 40,000 throws of a fair coin stray from the middle by 100; 400 are far out. */
static void both_moods_are_equally_likely_when_none_is_chosen(void **state)
{
    enum { THROWS = 40000, STRAY = 400 };
    struct cell light = cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL), serious = light;
    int lights = 0;

    (void)state;
    serious.mood = MOOD_SERIOUS;
    serious.depth = 2;
    evening_stock(&e, light, 1); /* however many prompts each has */
    evening_stock(&e, serious, 300);
    for (uint64_t seed = 0; seed < THROWS; seed++) {
        struct pick pick;

        e.request.seed = seed;
        assert_int_equal(evening_pick(&e, &pick), STATUS_OK);
        lights += cell_from_key(pick.cell).mood == MOOD_LIGHT;
    }
    assert_in_range(lights, THROWS / 2 - STRAY, THROWS / 2 + STRAY);
}

static void a_mood_that_has_nothing_left_leaves_the_other_one(void **state)
{
    struct cell light = cell_at(MODE_TALKING, 5, DIMENSION_EMOTIONAL), serious = light;

    (void)state;
    serious.mood = MOOD_SERIOUS;
    serious.depth = 2;
    evening_stock(&e, light, 1);
    evening_stock(&e, serious, 1);
    evening_deal(&e, (struct dealt){ .cell = light,
                                     .outcome = OUTCOME_ANOTHER,
                                     .at = e.request.now - MS_PER_DAY });
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct pick pick;

        e.request.seed = seed;
        assert_int_equal(evening_pick(&e, &pick), STATUS_OK);
        assert_int_equal(cell_from_key(pick.cell).mood, MOOD_SERIOUS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(within_one_cell_every_prompt_is_equally_likely, begin),
        cmocka_unit_test_setup(over_cells_of_all_sizes_every_prompt_is_equally_likely, begin),
        cmocka_unit_test_setup(what_rests_takes_nothing_from_the_others_but_its_own_share, begin),
        cmocka_unit_test_setup(kept_cards_that_may_return_are_neither_preferred_nor_avoided, begin),
        cmocka_unit_test_setup(the_dimension_that_is_preferred_shares_evenly_among_its_own, begin),
        cmocka_unit_test_setup(both_moods_are_equally_likely_when_none_is_chosen, begin),
        cmocka_unit_test_setup(a_mood_that_has_nothing_left_leaves_the_other_one, begin),
    };

    return cmocka_run_group_tests_name("picker, chance", tests, NULL, NULL);
}
