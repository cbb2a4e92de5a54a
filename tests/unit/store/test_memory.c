/* An old card that is worth remembering: which ones never are, which come first, and that the seed
 * chooses. */
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

static void write_note(const struct card *card, enum note_kind kind, const char *text)
{
    TRANSACTION(place.store,
                journal_note(place.store, card->sitting, card->id, kind, text, place.start, NULL));
}

/* A card of another evening, whose prompt has that id. */
static struct card past_evening(int days, struct prompt prompt, enum outcome outcome)
{
    struct card card = { .prompt = prompt, .outcome = outcome };

    begin_sitting(&place, day(&place, days), card.sitting);
    TRANSACTION(place.store,
                journal_lay(place.store, &place.couple, &card, day(&place, days), NULL));
    return card;
}

/* The text of the memory of that seed, at that day; "" if there is none. */
static void remember(uint64_t seed, int days, char text[64])
{
    struct card card = { 0 };
    bool found = true;

    assert_int_equal(
        journal_memory(place.store, &place.couple, day(&place, days), seed, &card, &found, NULL),
        STATUS_OK);
    snprintf(text, 64, "%s", found ? card.prompt.text : "");
    card_release(&card);
}

static void assert_only_memory(const char *expected, int days)
{
    for (uint64_t seed = 0; seed < 60; seed++) {
        char text[64];

        remember(seed, days, text);
        assert_string_equal(text, expected);
    }
}

static void an_empty_journal_has_no_memory(void **state)
{
    (void)state;
    assert_only_memory("", 0);
}

static void what_is_not_worth_it_is_never_remembered(void **state)
{
    static const struct {
        int depth;
        unsigned flags;
        enum outcome outcome;
        const char *pack, *note;
    } cards[] = {
        { 4, 0, OUTCOME_TALKED, "p", "A note." },  { 4, 0, OUTCOME_KEPT, "", "A note." },
        { 1, 1u, OUTCOME_TALKED, "p", "A note." }, { 3, 1u << 4, OUTCOME_KEPT, "p", "A note." },
        { 1, 0, OUTCOME_STOPPED, "p", "A note." }, { 1, 0, OUTCOME_ANOTHER, "p", "A note." },
        { 1, 0, OUTCOME_OPEN, "p", "A note." },    { 1, 0, OUTCOME_TALKED, "", NULL },
    };
    struct card card;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cards); i++) {
        struct prompt prompt = prompt_plain(cards[i].pack, "x");

        prompt.depth = cards[i].depth;
        prompt.minutes = 20;
        prompt.flags = cards[i].flags;
        card = past_evening((int)i, prompt, cards[i].outcome);
        if (cards[i].note)
            write_note(&card, NOTE_PLAIN, cards[i].note);
        card_release(&card);
    }
    assert_only_memory("", 60);
    card = past_evening(9, prompt_plain("p", "good"), OUTCOME_TALKED);
    card_release(&card);
    assert_only_memory("Words of good.", 60); /* among all these */
}

static void a_memory_is_a_week_old_at_least(void **state)
{
    struct card card = past_evening(0, prompt_plain("p", "p0"), OUTCOME_KEPT);

    (void)state;
    assert_only_memory("", 6);
    assert_only_memory("Words of p0.", 8);
    assert_only_memory("Words of p0.", 3000);
    card_release(&card);
}

static void a_card_with_a_note_is_remembered_before_one_without(void **state)
{
    static const enum note_kind kinds[] = { NOTE_PLAIN, NOTE_LAUGHED, NOTE_HEARD, NOTE_PLAN };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        struct card bare = past_evening(0, prompt_plain("p", "bare"), OUTCOME_TALKED);
        struct card answered = past_evening(1, prompt_plain("p", "answered"), OUTCOME_TALKED);
        struct card noted = past_evening(2, prompt_plain("", ""), OUTCOME_TALKED);

        write_note(&answered, NOTE_ANSWER, "Ada: what is mine alone");
        write_note(&answered, NOTE_THEN, "a/b");
        write_note(&noted, kinds[i], "Something.");
        assert_only_memory("Words of .", 60);
        write_note(&noted, kinds[i], ""); /* what was removed counts no more */
        for (uint64_t seed = 0; seed < 20; seed++) {
            char text[64];

            remember(seed, 60, text);
            assert_string_not_equal(text, "Words of .");
            assert_string_not_equal(text, "");
        }
        card_release(&bare);
        card_release(&noted);
        card_release(&answered);
        place_remove(&place);
        place_begin(&place);
    }
}

static void the_seed_chooses_among_memories_and_each_can_come(void **state)
{
    enum { EVENINGS = 5 };
    bool came[EVENINGS] = { false };
    char text[64], again[64];

    (void)state;
    for (int i = 0; i < EVENINGS; i++) {
        char id[8];
        struct card card;

        snprintf(id, sizeof id, "p%d", i);
        card = past_evening(10 * i, prompt_plain("p", id), OUTCOME_TALKED);
        write_note(&card, NOTE_PLAIN, "A note.");
        card_release(&card);
    }
    for (uint64_t seed = 0; seed < 200; seed++) {
        remember(seed, 60, text);
        remember(seed, 60, again);
        assert_string_equal(text, again);
        came[text[strlen("Words of p")] - '0'] = true;
    }
    for (int i = 0; i < EVENINGS; i++)
        assert_true(came[i]);
}

static void a_memory_brings_its_notes(void **state)
{
    struct card card = past_evening(0, prompt_plain("p", "p0"), OUTCOME_TALKED), got = { 0 };
    bool found = false;

    (void)state;
    write_note(&card, NOTE_HEARD, "That it was too loud.");
    assert_int_equal(
        journal_memory(place.store, &place.couple, day(&place, 9), 1, &got, &found, NULL),
        STATUS_OK);
    assert_true(found);
    assert_string_equal(got.id, card.id);
    assert_string_equal(got.sitting, card.sitting);
    assert_string_equal(card_note(&got, NOTE_HEARD), "That it was too loud.");
    card_release(&got);
    card_release(&card);
}

static void what_is_marked_never_again_is_not_remembered(void **state)
{
    struct card card = past_evening(0, prompt_plain("p", "p0"), OUTCOME_TALKED);

    (void)state;
    write_note(&card, NOTE_PLAIN, "A note.");
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p0", MARK_NEVER, true, place.start, NULL));
    assert_only_memory("", 60);
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p0", MARK_NEVER, false, place.start, NULL));
    TRANSACTION(place.store,
                journal_mark(place.store, "p", "p0", MARK_FAVOURITE, true, place.start, NULL));
    assert_only_memory("Words of p0.", 60);
    card_release(&card);
}

int main(void)
{
#define TEST(name) PLACE_TEST(name, place)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_journal_has_no_memory),
        TEST(what_is_not_worth_it_is_never_remembered),
        TEST(a_memory_is_a_week_old_at_least),
        TEST(a_card_with_a_note_is_remembered_before_one_without),
        TEST(the_seed_chooses_among_memories_and_each_can_come),
        TEST(a_memory_brings_its_notes),
        TEST(what_is_marked_never_again_is_not_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
