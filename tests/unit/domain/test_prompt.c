/* Prompts: which fields agree (the table, row by row), the cells that the picker deals by,
 * and that copies own their texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/prompt.h"

static char *text(const char *words)
{
    return (char *)(uintptr_t)words; /* never released here */
}

/* ---- what agrees --------------------------------------------------------------------------- */

/* Legal by depth: 1: 5–10, 2: 5–20, 3: 10–30, 4: 20–30. */
static const bool legal_length[DEPTH_MAX + 1][MINUTES_COUNT] = {
    [1] = { true, true, false, false }, /* 5, 10, 20, 30 */
    [2] = { true, true, true, false },
    [3] = { false, true, true, true },
    [4] = { false, false, true, true },
};

static bool is_legal_length(int depth, int minutes)
{
    for (int i = 0; i < MINUTES_COUNT; i++)
        if (minutes_legal[i] == minutes)
            return legal_length[depth][i];
    return false;
}

/* "light is 1–3, serious 2–4" */
static bool is_legal_depth(enum mood mood, int depth)
{
    return mood == MOOD_LIGHT ? depth >= 1 && depth <= 3 : depth >= 2 && depth <= 4;
}

/* "none (depth ≤ 3 and no flag), ask (depth 4 or a flag), match (flag sex)" */
static enum consent due(int depth, unsigned flags)
{
    if (flags & 1)
        return CONSENT_MATCH;
    return depth <= 3 && !flags ? CONSENT_NONE : CONSENT_ASK;
}

static const char *wrong_field(const struct prompt *prompt)
{
    const char *field = NULL, *reason = prompt_disagreement(prompt, &field);

    if (!reason)
        return "";
    assert_string_not_equal(reason, "");
    return field;
}

/* The field that is wrong, the first in the order of the struct's own checks. */
static const char *expected_field(const struct prompt *p)
{
    if (!is_legal_depth(p->mood, p->depth))
        return "depth";
    if (!is_legal_length(p->depth, p->minutes))
        return "minutes";
    if (p->depth == 1 && p->flags)
        return "flags";
    if (p->consent < due(p->depth, p->flags))
        return "consent";
    return p->consent != CONSENT_NONE && !p->focus ? "focus" : "";
}

static void check_all_consents(struct prompt *p)
{
    static const char *const topics[] = { NULL, "Money, and what feels like enough." };

    for (int consent = CONSENT_NONE; consent <= CONSENT_MATCH; consent++)
        for (size_t i = 0; i < ARRAY_SIZE(topics); i++) {
            p->consent = (enum consent)consent;
            p->focus = text(topics[i]);
            assert_string_equal(wrong_field(p), expected_field(p));
        }
}

static void the_whole_table_of_depths_moods_minutes_flags_and_consent_is_kept(void **state)
{
    static const unsigned flags[] = { 0,
                                      1u << FLAG_SEX,
                                      1u << 1,
                                      1u << (FLAG_COUNT - 1),
                                      1u << FLAG_SEX | 1u << 6,
                                      (1u << FLAG_COUNT) - 1 };

    (void)state;
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int depth = DEPTH_MIN; depth <= DEPTH_MAX; depth++)
            for (int m = 0; m < MINUTES_COUNT; m++)
                for (size_t f = 0; f < ARRAY_SIZE(flags); f++) {
                    struct prompt p = { .mood = (enum mood)mood,
                                        .mode = MODE_TALKING,
                                        .depth = depth,
                                        .minutes = minutes_legal[m],
                                        .flags = flags[f] };

                    check_all_consents(&p);
                }
}

static void consent_follows_from_depth_and_flags(void **state)
{
    (void)state;
    for (int depth = DEPTH_MIN; depth <= DEPTH_MAX; depth++)
        for (unsigned flags = 0; flags < 1u << FLAG_COUNT; flags++)
            assert_int_equal(prompt_consent_due(depth, flags), due(depth, flags));
}

/* ---- cells --------------------------------------------------------------------------------- */

static void check_cell(const struct cell *cell)
{
    uint32_t key = cell_key(cell);
    struct cell back = cell_from_key(key);

    assert_int_equal(back.mood, cell->mood);
    assert_int_equal(back.mode, cell->mode);
    assert_int_equal(back.minutes, cell->minutes);
    assert_int_equal(back.depth, cell->depth);
    assert_int_equal(back.dimension, cell->dimension);
    assert_int_equal(back.sexual, cell->sexual);
    assert_int_equal(back.consent, cell->consent);
    assert_int_equal(back.flags, cell->flags);
    assert_int_equal(back.requires, cell->requires);
    assert_int_equal(cell_key(&back), key);
}

/* Patterns that show a bit that strays into its neighbours. */
static void check_sets(struct cell cell)
{
    static const unsigned patterns[] = { 0, 0xfff, 0x555, 0xaaa, 0x800, 0x001, 0x7fe };

    for (size_t f = 0; f < ARRAY_SIZE(patterns); f++)
        for (size_t r = 0; r < ARRAY_SIZE(patterns); r++) {
            cell.flags = patterns[f];
            cell.requires = patterns[r] & ((1u << REQUIRES_COUNT) - 1);
            check_cell(&cell);
        }
}

/* Calls each for every cell without flags and requirements. */
static void for_each_cell(void (*each)(struct cell cell))
{
    for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
        for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
            for (int m = 0; m < MINUTES_COUNT; m++)
                for (int depth = DEPTH_MIN; depth <= DEPTH_MAX; depth++)
                    for (int d = 0; d < DIMENSION_COUNT; d++)
                        for (int sexual = 0; sexual <= 1; sexual++)
                            for (int c = CONSENT_NONE; c <= CONSENT_MATCH; c++)
                                each((struct cell){ .mood = (enum mood)mood,
                                                    .mode = (enum mode)mode,
                                                    .minutes = minutes_legal[m],
                                                    .depth = depth,
                                                    .dimension = (enum dimension)d,
                                                    .sexual = sexual,
                                                    .consent = (enum consent)c });
}

static void every_cell_comes_back_from_its_key(void **state)
{
    struct cell cell = { .mood = MOOD_SERIOUS, .mode = MODE_TALKING, .minutes = 20, .depth = 3 };

    (void)state;
    for_each_cell(check_sets);
    for (cell.flags = 0; cell.flags < 1u << FLAG_COUNT; cell.flags++)
        for (cell.requires = 0; cell.requires < 1u << REQUIRES_COUNT; cell.requires ++)
            check_cell(&cell);
}

static uint32_t last_key;
static size_t cells_seen;

static void must_be_higher(struct cell cell)
{
    assert_true(!cells_seen++ || cell_key(&cell) > last_key);
    last_key = cell_key(&cell);
}

static void keys_are_different_and_sort_by_mood_mode_minutes_and_depth(void **state)
{
    (void)state;
    last_key = 0;
    cells_seen = 0;
    for_each_cell(must_be_higher);
    assert_int_equal(cells_seen, 2 * 2 * 4 * 4 * 4 * 2 * 3);
}

/* Keys are kept in people's files, so they must mean the same to every later version. */
static void a_key_that_was_saved_means_the_same_for_ever(void **state)
{
    static const struct {
        struct cell cell;
        uint32_t key;
    } saved[] = {
        { { MOOD_LIGHT, MODE_TALKING, 5, 1, DIMENSION_EMOTIONAL, 0, CONSENT_NONE, 0, 0 }, 0 },
        { { MOOD_SERIOUS, MODE_LISTENING, 30, 4, DIMENSION_PHYSICAL, 1, CONSENT_MATCH, 0xfff,
            0x1f },
          0xffdffff },
        { { MOOD_SERIOUS, MODE_TALKING, 20, 2, DIMENSION_MENTAL, 0, CONSENT_ASK, 0x40, 0x2 },
          0xa520802 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(saved); i++)
        assert_int_equal(cell_key(&saved[i].cell), saved[i].key);
}

/* With the highest and the lowest bits of the sets, which must not push a cell over an edge. */
static void must_be_in_its_ranges(struct cell cell)
{
    for (int filled = 0; filled <= 1; filled++) {
        uint32_t key;

        cell.flags = filled ? (1u << FLAG_COUNT) - 1 : 0;
        cell.requires = filled ? (1u << REQUIRES_COUNT) - 1 : 0;
        key = cell_key(&cell);
        for (int mood = MOOD_LIGHT; mood <= MOOD_SERIOUS; mood++)
            for (int mode = MODE_TALKING; mode <= MODE_LISTENING; mode++)
                for (int most = 0; most <= 35; most++) {
                    bool belongs = (int)cell.mood == mood && (int)cell.mode == mode &&
                                   (!most || cell.minutes <= most);
                    uint32_t first, end;

                    cell_range((enum mood)mood, (enum mode)mode, most, &first, &end);
                    assert_int_equal(key >= first && key < end, belongs);
                }
    }
}

static void a_range_holds_every_cell_of_its_choice_and_no_other(void **state)
{
    (void)state;
    for_each_cell(must_be_in_its_ranges);
}

static void what_is_too_much_has_a_bit_and_nothing_else_has(void **state)
{
    (void)state;
    for (int most = CONSENT_NONE; most <= CONSENT_MATCH; most++)
        for (unsigned fits = 0; fits < 1u << REQUIRES_COUNT; fits++)
            for (int consent = CONSENT_NONE; consent <= CONSENT_MATCH; consent++)
                for (unsigned requires = 0; requires < 1u << REQUIRES_COUNT; requires ++) {
                    struct cell cell = { .mood = MOOD_SERIOUS,
                                         .mode = MODE_LISTENING,
                                         .minutes = 30,
                                         .depth = DEPTH_MAX,
                                         .dimension = DIMENSION_PHYSICAL,
                                         .sexual = 1,
                                         .consent = (enum consent)consent,
                                         .flags = (1u << FLAG_COUNT) - 1,
                                         .requires = requires };
                    bool excess = cell_key(&cell) & cell_excess((enum consent)most, fits);

                    assert_int_equal(excess, consent > most || (requires & ~fits));
                }
}

static void a_prompt_lies_in_the_cell_of_its_fields(void **state)
{
    struct prompt p = { .mood = MOOD_SERIOUS,
                        .mode = MODE_LISTENING,
                        .dimension = DIMENSION_PHYSICAL,
                        .consent = CONSENT_MATCH,
                        .depth = 3,
                        .minutes = 20,
                        .facets = 1u << FACET_CONFLICT,
                        .flags = 1u << FLAG_SEX | 1u << 4,
                        .requires = 1u << 2 };
    struct cell cell = cell_of_prompt(&p);

    (void)state;
    assert_int_equal(cell.mood, MOOD_SERIOUS);
    assert_int_equal(cell.mode, MODE_LISTENING);
    assert_int_equal(cell.dimension, DIMENSION_PHYSICAL);
    assert_int_equal(cell.consent, CONSENT_MATCH);
    assert_int_equal(cell.depth, 3);
    assert_int_equal(cell.minutes, 20);
    assert_int_equal(cell.flags, p.flags);
    assert_int_equal(cell.requires, p.requires);
    assert_int_equal(cell.sexual, 0); /* the facet says so, not the flag */
    p.facets |= 1u << FACET_SEXUAL;
    assert_int_equal(cell_of_prompt(&p).sexual, 1);
}

/* ---- owning -------------------------------------------------------------------------------- */

static struct prompt whole_prompt(void)
{
    struct prompt p = { .pack = text("kitchen"),
                        .id = text("radio"),
                        .text = text("Which song?"),
                        .focus = text("Songs."),
                        .speaker = text("Slowly."),
                        .access_alt = text("Tell it."),
                        .lighter_alt = text("kettle"),
                        .protocol = text("turns"),
                        .extra = text("{}"),
                        .depth = 2,
                        .listener = { RESPONSE_PLAY, text("Hum."), text("a lecture"),
                                      text("Again?") },
                        .followup_count = FOLLOWUPS_MAX };

    p.followups[0] = text("One?");
    p.followups[1] = text("Two?");
    p.followups[2] = text("Three?");
    p.followups[3] = text("Four?");
    return p;
}

static void assert_own_copy(const char *copy, const char *of)
{
    if (!of) {
        assert_null(copy);
        return;
    }
    assert_ptr_not_equal(copy, of);
    assert_string_equal(copy, of);
}

static void assert_copy_of(const struct prompt *copy, const struct prompt *of)
{
    assert_own_copy(copy->pack, of->pack);
    assert_own_copy(copy->id, of->id);
    assert_own_copy(copy->text, of->text);
    assert_own_copy(copy->focus, of->focus);
    assert_own_copy(copy->speaker, of->speaker);
    assert_own_copy(copy->access_alt, of->access_alt);
    assert_own_copy(copy->lighter_alt, of->lighter_alt);
    assert_own_copy(copy->protocol, of->protocol);
    assert_own_copy(copy->extra, of->extra);
    assert_own_copy(copy->listener.to_do, of->listener.to_do);
    assert_own_copy(copy->listener.to_avoid, of->listener.to_avoid);
    assert_own_copy(copy->listener.to_ask, of->listener.to_ask);
    assert_int_equal(copy->listener.response, of->listener.response);
    assert_int_equal(copy->depth, of->depth);
    assert_int_equal(copy->followup_count, of->followup_count);
    for (size_t i = 0; i < of->followup_count; i++)
        assert_own_copy(copy->followups[i], of->followups[i]);
}

static void a_copy_owns_all_its_texts_and_released_it_is_empty(void **state)
{
    struct prompt whole = whole_prompt(), bare = { .text = text("Only this.") }, copy;

    (void)state;
    prompt_copy(&copy, &whole);
    assert_copy_of(&copy, &whole);
    prompt_release(&copy); /* the leak checker counts what was forgotten */
    assert_null(copy.text);
    assert_int_equal(copy.followup_count, 0);
    prompt_release(&copy); /* again is fine */
    prompt_copy(&copy, &bare);
    assert_copy_of(&copy, &bare);
    prompt_release(&copy);
}

static void a_released_pack_is_empty(void **state)
{
    struct prompt whole = whole_prompt();
    struct pack pack = { .id = mem_copy("kitchen"),
                         .title = mem_copy("Kitchen"),
                         .version = mem_copy("1.0.0"),
                         .lang = mem_copy("en"),
                         .license = mem_copy("CC0-1.0"),
                         .author = mem_copy("Ann"),
                         .source = mem_copy("home"),
                         .extra = mem_copy("{}"),
                         .prompts = mem_new(2, sizeof *pack.prompts),
                         .count = 2,
                         .room = 2 };

    (void)state;
    prompt_copy(&pack.prompts[0], &whole);
    prompt_copy(&pack.prompts[1], &whole);
    pack_release(&pack);
    assert_null(pack.prompts);
    assert_null(pack.id);
    assert_int_equal(pack.count, 0);
    pack_release(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_table_of_depths_moods_minutes_flags_and_consent_is_kept),
        cmocka_unit_test(consent_follows_from_depth_and_flags),
        cmocka_unit_test(every_cell_comes_back_from_its_key),
        cmocka_unit_test(keys_are_different_and_sort_by_mood_mode_minutes_and_depth),
        cmocka_unit_test(a_key_that_was_saved_means_the_same_for_ever),
        cmocka_unit_test(a_range_holds_every_cell_of_its_choice_and_no_other),
        cmocka_unit_test(what_is_too_much_has_a_bit_and_nothing_else_has),
        cmocka_unit_test(a_prompt_lies_in_the_cell_of_its_fields),
        cmocka_unit_test(a_copy_owns_all_its_texts_and_released_it_is_empty),
        cmocka_unit_test(a_released_pack_is_empty),
    };

    return cmocka_run_group_tests_name("prompt", tests, NULL, NULL);
}
