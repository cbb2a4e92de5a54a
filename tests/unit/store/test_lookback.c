/* The journal, looked at: what the picker is told of the past, a sitting as it is shown, and the
 * pages of sittings against a plain list. */
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

/* ---- the past ---- */

/* A sitting of one card, on that day. */
static void evening(int on, const char *prompt, enum outcome outcome, char sitting[UUID_TEXT_SIZE])
{
    begin_sitting(&place, day(&place, on), sitting);
    lay_card(&place, sitting, prompt, outcome, day(&place, on), NULL);
}

static struct past_card *read_past(const char *sitting, int today, size_t *count)
{
    struct past_card *cards;

    assert_int_equal(
        journal_past(place.store, &place.couple, sitting, day(&place, today), &cards, count, NULL),
        STATUS_OK);
    for (size_t i = 1; i < *count; i++)
        assert_true(cards[i - 1].at <= cards[i].at); /* oldest first */
    return cards;
}

static void an_empty_journal_has_no_past(void **state)
{
    size_t count;
    struct past_card *cards = read_past(NULL, 0, &count);

    (void)state;
    assert_int_equal(count, 0);
    free(cards);
}

static void the_past_tells_outcome_moment_place_and_who_began(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct past_card *cards;
    struct prompt plain = prompt_plain("p", "p2");
    struct cell cell = cell_of_prompt(&plain);
    size_t count;

    (void)state;
    place_install(&place, "p", 3);
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p2", OUTCOME_KEPT, place.start, NULL);
    cards = read_past(sitting, 0, &count);
    assert_int_equal(count, 1);
    assert_int_equal(cards[0].outcome, OUTCOME_KEPT);
    assert_int_equal(cards[0].first, PARTNER_LEFT);
    assert_int_equal(cards[0].at, later(place.start, MS_PER_SECOND).ms);
    assert_int_equal(cards[0].cell, cell_key(&cell));
    assert_int_equal(cards[0].ordinal, 2);
    assert_true(cards[0].this_sitting);
    free(cards);
    cards = read_past("", 0, &count);
    assert_false(cards[0].this_sitting);
    free(cards);
    prompt_release(&plain);
}

static void all_cards_of_thirty_days_are_in_the_past(void **state)
{
    static const enum outcome outcomes[] = { OUTCOME_TALKED, OUTCOME_KEPT, OUTCOME_ANOTHER,
                                             OUTCOME_STOPPED, OUTCOME_OPEN };
    char sitting[UUID_TEXT_SIZE];
    struct past_card *cards;
    size_t count, seen[OUTCOME_STOPPED + 1] = { 0 };

    (void)state;
    for (int on = 1; on <= 30; on++)
        evening(on, "p0", outcomes[on % 5], sitting);
    cards = read_past(sitting, 30, &count);
    assert_int_equal(count, 30);
    for (size_t i = 0; i < count; i++)
        seen[cards[i].outcome]++;
    for (size_t i = 0; i < ARRAY_SIZE(outcomes); i++)
        assert_int_equal(seen[outcomes[i]], 6);
    free(cards);
}

static void beyond_the_month_the_last_ten_talked_ones_are_told(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct past_card *cards;
    size_t count;

    (void)state;
    for (int on = 0; on < 14; on++)
        evening(on, "p0", OUTCOME_TALKED, sitting);
    evening(14, "p1", OUTCOME_KEPT, sitting);
    evening(15, "p1", OUTCOME_ANOTHER, sitting);
    evening(100, "p2", OUTCOME_STOPPED, sitting);
    cards = read_past(sitting, 100, &count);
    assert_int_equal(count, 11);
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(cards[i].outcome, OUTCOME_TALKED);
        assert_int_equal(cards[i].at, later(day(&place, 4 + (int)i), MS_PER_SECOND).ms);
    }
    assert_int_equal(cards[10].outcome, OUTCOME_STOPPED);
    free(cards);
}

/* "All cards of the last 30 days" goes by the moment of the outcome: a card that was left on the
 * table is of today if it is put aside today, however old its sitting is. */
static void a_card_left_lying_long_ago_and_put_aside_today_is_of_today(void **state)
{
    char old[UUID_TEXT_SIZE], sitting[UUID_TEXT_SIZE];
    struct card card;
    struct past_card *cards;
    size_t count;

    (void)state;
    begin_sitting(&place, place.start, old);
    lay_card(&place, old, "p0", OUTCOME_OPEN, place.start, &card);
    for (int i = 0; i < 10; i++)
        evening(50, "p1", OUTCOME_TALKED, sitting);
    TRANSACTION(place.store,
                journal_outcome(place.store, &card, OUTCOME_ANOTHER, day(&place, 99), NULL));
    cards = read_past("", 100, &count);
    assert_true(count > 0);
    assert_int_equal(cards[count - 1].at, day(&place, 99).ms);
    free(cards);
    card_release(&card);
}

static void a_prompt_that_is_gone_or_hidden_has_no_ordinal_but_counts(void **state)
{
    char sitting[UUID_TEXT_SIZE];
    struct past_card *cards;
    struct prompt plain = prompt_plain("p", "p0");
    struct cell cell = cell_of_prompt(&plain);
    size_t count;

    (void)state;
    place_install(&place, "p", 2);
    evening(0, "p0", OUTCOME_TALKED, sitting);
    evening(1, "p1", OUTCOME_TALKED, sitting);
    evening(2, "never-was", OUTCOME_TALKED, sitting);
    TRANSACTION(place.store, library_hide(place.store, "p", "p0", NULL));
    cards = read_past(sitting, 2, &count);
    assert_int_equal(count, 3);
    assert_int_equal(cards[0].ordinal, -1);
    assert_int_equal(cards[1].ordinal, 0); /* moved into the gap */
    assert_int_equal(cards[2].ordinal, -1);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(cards[i].cell, cell_key(&cell));
    free(cards);
    place_install(&place, "p", 0);
    cards = read_past(sitting, 2, &count);
    assert_int_equal(count, 3);
    assert_int_equal(cards[1].ordinal, -1);
    free(cards);
    prompt_release(&plain);
}

/* A prompt that is gone is remembered by the cell it was dealt with, to the last bit. */
static void the_cell_of_a_prompt_that_is_gone_is_that_of_its_card(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 40; round++) {
        struct card card = { .prompt = prompt_plain("gone", "x"), .outcome = OUTCOME_TALKED };
        struct prompt *p = &card.prompt;
        struct past_card *cards;
        struct cell cell;
        size_t count;

        p->mood = chance(&seed, 2) ? MOOD_LIGHT : MOOD_SERIOUS;
        p->mode = chance(&seed, 2) ? MODE_TALKING : MODE_LISTENING;
        p->dimension = (enum dimension)chance(&seed, DIMENSION_COUNT);
        p->consent = (enum consent)chance(&seed, 3);
        p->depth = 1 + (int)chance(&seed, DEPTH_MAX);
        p->minutes = minutes_legal[chance(&seed, MINUTES_COUNT)];
        p->facets = (unsigned)chance(&seed, 1u << 9);
        p->flags = (unsigned)chance(&seed, 1u << FLAG_COUNT);
        begin_sitting(&place, day(&place, round), card.sitting);
        TRANSACTION(place.store,
                    journal_lay(place.store, &place.couple, &card, day(&place, round), NULL));
        cards = read_past(card.sitting, round, &count);
        cell = cell_of_prompt(p);
        assert_int_equal(cards[count - 1].cell, cell_key(&cell));
        free(cards);
        card_release(&card);
    }
}

/* ---- a sitting ---- */

static void a_sitting_shows_talked_and_kept_cards_in_order(void **state)
{
    static const enum outcome outcomes[] = { OUTCOME_TALKED,  OUTCOME_ANOTHER, OUTCOME_KEPT,
                                             OUTCOME_STOPPED, OUTCOME_TALKED,  OUTCOME_OPEN };
    static const char *const shown[] = { "c0", "c2", "c4" };
    char id[UUID_TEXT_SIZE];
    struct sitting sitting;

    (void)state;
    begin_sitting(&place, place.start, id);
    for (size_t i = 0; i < ARRAY_SIZE(outcomes); i++) {
        char prompt[16];

        snprintf(prompt, sizeof prompt, "c%zu", i);
        lay_card(&place, id, prompt, outcomes[i], later(place.start, (int64_t)i), NULL);
    }
    assert_int_equal(journal_sitting(place.store, &place.couple, id, place.start, &sitting, NULL),
                     STATUS_OK);
    assert_string_equal(sitting.id, id);
    assert_int_equal(sitting.started.ms, place.start.ms);
    assert_int_equal(sitting.started.zone, place.start.zone);
    assert_int_equal(sitting.ended.ms, 0);
    assert_int_equal(sitting.card_count, ARRAY_SIZE(shown));
    for (size_t i = 0; i < ARRAY_SIZE(shown); i++)
        assert_string_equal(sitting.cards[i].prompt.id, shown[i]);
    sitting_release(&sitting);
}

static void a_sitting_nobody_ended_ended_with_its_last_step(void **state)
{
    char id[UUID_TEXT_SIZE];
    struct sitting sitting;
    struct moment last = later(place.start, MS_PER_SECOND);

    (void)state;
    begin_sitting(&place, place.start, id);
    lay_card(&place, id, "p0", OUTCOME_TALKED, place.start, NULL);
    assert_int_equal(journal_sitting(place.store, &place.couple, id, later(last, 12 * MS_PER_HOUR),
                                     &sitting, NULL),
                     STATUS_OK);
    assert_int_equal(sitting.ended.ms, 0);
    sitting_release(&sitting);
    assert_int_equal(journal_sitting(place.store, &place.couple, id,
                                     later(last, 12 * MS_PER_HOUR + 1), &sitting, NULL),
                     STATUS_OK);
    assert_int_equal(sitting.ended.ms, last.ms);
    assert_int_equal(sitting.touched.ms, last.ms);
    sitting_release(&sitting);
}

static void a_sitting_that_is_not_there_is_not_found(void **state)
{
    struct sitting sitting;
    struct error err = { 0 };

    (void)state;
    assert_int_equal(
        journal_sitting(place.store, &place.couple, "none", place.start, &sitting, &err),
        STATUS_NOT_FOUND);
    assert_true(err.text[0] != '\0');
    assert_null(sitting.cards);
}

/* ---- pages ---- */

enum { SITTINGS = 45, CARDS_MAX = 15 };

/* What the pages should show, oldest first. */
static struct expected {
    struct sitting_line line; /* owns its text */
} expected[SITTINGS];
static size_t expected_count;

/* A sitting with cards by chance; one line of it goes into the list if anything was talked about
 * or kept. */
static void random_sitting(uint64_t *seed, int on)
{
    struct sitting_line line = { .started = day(&place, on) };
    size_t cards = chance(seed, 3) ? chance(seed, 4) : chance(seed, CARDS_MAX);

    line.started.zone = (int)chance(seed, 900) - 450;
    begin_sitting(&place, line.started, line.id);
    for (size_t i = 0; i < cards; i++) {
        struct card card = { .prompt = prompt_plain("p", "x") };
        enum outcome outcome = (enum outcome)chance(seed, OUTCOME_STOPPED + 1);
        char text[40];

        snprintf(text, sizeof text, "Text %zu of day %d", i, on);
        mem_replace(&card.prompt.text, text);
        card.prompt.mood = chance(seed, 2) ? MOOD_LIGHT : MOOD_SERIOUS;
        card.outcome = outcome;
        snprintf(card.sitting, sizeof card.sitting, "%s", line.id);
        TRANSACTION(place.store,
                    journal_lay(place.store, &place.couple, &card, line.started, NULL));
        if (chance(seed, 4) == 0) {
            snprintf(text, sizeof text, "Note %zu of day %d", i, on);
            TRANSACTION(place.store, journal_note(place.store, line.id, card.id, NOTE_PLAIN, text,
                                                  line.started, NULL));
        } else {
            text[0] = '\0';
        }
        if (*text && chance(seed, 4) == 0) {
            TRANSACTION(place.store, journal_note(place.store, line.id, card.id, NOTE_PLAIN, NULL,
                                                  line.started, NULL));
            text[0] = '\0';
        }
        if (outcome == OUTCOME_TALKED || outcome == OUTCOME_KEPT) {
            if (line.mark_count < SITTING_MARKS_MAX)
                line.marks[line.mark_count++] = card.prompt.mood;
            line.light += card.prompt.mood == MOOD_LIGHT;
            line.serious += card.prompt.mood == MOOD_SERIOUS;
            line.kept += outcome == OUTCOME_KEPT;
            if (*text && !line.is_note) {
                mem_replace(&line.text, text);
                line.is_note = true;
            } else if (!line.text) {
                mem_replace(&line.text, card.prompt.text);
            }
        }
        card_release(&card);
    }
    if (line.light + line.serious)
        expected[expected_count++].line = line;
}

static void assert_same_line(const struct sitting_line *got, const struct sitting_line *line)
{
    assert_string_equal(got->id, line->id);
    assert_int_equal(got->started.ms, line->started.ms);
    assert_int_equal(got->started.zone, line->started.zone);
    assert_int_equal(got->light, line->light);
    assert_int_equal(got->serious, line->serious);
    assert_int_equal(got->kept, line->kept);
    assert_int_equal(got->mark_count, line->mark_count);
    for (size_t i = 0; i < line->mark_count; i++)
        assert_int_equal(got->marks[i], line->marks[i]);
    assert_string_equal(got->text, line->text);
    assert_int_equal(got->is_note, line->is_note);
}

/* The page must be expected[from … to − 1], newest first. */
static void assert_page(enum page_edge edge, const char *id, size_t most, size_t from, size_t to)
{
    struct sitting_line *lines;
    size_t count;

    assert_int_equal(journal_page(place.store, edge, id, most, &lines, &count, NULL), STATUS_OK);
    assert_int_equal(count, to - from);
    for (size_t i = 0; i < count; i++) {
        assert_same_line(&lines[i], &expected[to - 1 - i].line);
        sitting_line_release(&lines[i]);
    }
    free(lines);
}

static size_t less_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void check_pages_beside(size_t at, size_t most)
{
    const char *id = expected[at].line.id;
    size_t older = less_of(most, at), newer = less_of(most, expected_count - at - 1);

    assert_page(PAGE_OLDER_THAN, id, most, at - older, at);
    assert_page(PAGE_NEWER_THAN, id, most, at + 1, at + 1 + newer);
}

static void pages_in_both_directions_are_what_a_plain_list_says(void **state)
{
    uint64_t seed = 20261120;

    (void)state;
    expected_count = 0;
    for (int on = 0; on < SITTINGS; on++)
        random_sitting(&seed, on);
    assert_true(expected_count > SITTINGS / 2 && expected_count < SITTINGS);
    for (size_t most = 1; most < expected_count + 3; most += 1 + most / 3) {
        size_t n = less_of(most, expected_count);

        assert_page(PAGE_OLDER_THAN, "", most, expected_count - n, expected_count);
        assert_page(PAGE_NEWER_THAN, "", most, 0, n);
        for (size_t at = 0; at < expected_count; at++)
            check_pages_beside(at, most);
    }
    for (size_t i = 0; i < expected_count; i++)
        sitting_line_release(&expected[i].line);
}

static void an_empty_journal_has_an_empty_page(void **state)
{
    char id[UUID_TEXT_SIZE];

    (void)state;
    assert_page(PAGE_OLDER_THAN, "", 10, 0, 0);
    assert_page(PAGE_NEWER_THAN, "", 10, 0, 0);
    evening(0, "p0", OUTCOME_ANOTHER, id);
    evening(1, "p0", OUTCOME_OPEN, id);
    evening(2, "p0", OUTCOME_STOPPED, id);
    assert_page(PAGE_OLDER_THAN, "", 10, 0, 0);
    assert_page(PAGE_OLDER_THAN, id, 10, 0, 0);
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_journal_has_no_past),
        TEST(the_past_tells_outcome_moment_place_and_who_began),
        TEST(all_cards_of_thirty_days_are_in_the_past),
        TEST(beyond_the_month_the_last_ten_talked_ones_are_told),
        TEST(a_card_left_lying_long_ago_and_put_aside_today_is_of_today),
        TEST(a_prompt_that_is_gone_or_hidden_has_no_ordinal_but_counts),
        TEST(the_cell_of_a_prompt_that_is_gone_is_that_of_its_card),
        TEST(a_sitting_shows_talked_and_kept_cards_in_order),
        TEST(a_sitting_nobody_ended_ended_with_its_last_step),
        TEST(a_sitting_that_is_not_there_is_not_found),
        TEST(pages_in_both_directions_are_what_a_plain_list_says),
        TEST(an_empty_journal_has_an_empty_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
