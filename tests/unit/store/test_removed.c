/* Words that were removed, replaced or undone: in no byte of the file nor of the log beside it, and
 * where another program keeps them from going, that is said and tried again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "app/table.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/library.h"
#include "store/store.h"
#include "support/store_fixture.h"

static struct place place;
static char sitting[UUID_TEXT_SIZE];
static struct card card;

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    place_open(&place);
    place_name_couple(&place);
    place_install(&place, "p", 12);
    begin_sitting(&place, place.start, sitting);
    lay_card(&place, sitting, "p0", OUTCOME_TALKED, place.start, &card);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    card_release(&card);
    place_remove(&place);
    return 0;
}

static bool lies_somewhere(const char *words)
{
    static const char *const names[] = { "couplet.db", "couplet.db-wal", "couplet.db-journal" };
    bool found = false;

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        found = found || file_holds(place_path(&place, names[i]), words);
    return found;
}

static void write_note(const char *words)
{
    TRANSACTION(place.store,
                journal_note(place.store, sitting, card.id, NOTE_PLAIN, words, place.start, NULL));
}

static void a_removed_note_is_in_no_byte(void **state)
{
    (void)state;
    write_note("The boat in Lucerne");
    assert_true(lies_somewhere("The boat in Lucerne"));
    write_note("");
    assert_false(lies_somewhere("The boat in Lucerne"));
}

static void of_a_note_that_was_changed_only_the_new_words_are_there(void **state)
{
    (void)state;
    write_note("The boat in Lucerne");
    write_note("The train to Lugano");
    assert_false(lies_somewhere("The boat in Lucerne"));
    assert_true(lies_somewhere("The train to Lugano"));
}

static void put(const char *words)
{
    struct prompt prompt = prompt_plain("p", "p7");

    mem_replace(&prompt.text, words);
    TRANSACTION(place.store, library_put(place.store, &prompt, NULL));
    prompt_release(&prompt);
}

static void a_prompt_of_their_own_that_was_changed_or_removed_is_in_no_byte(void **state)
{
    (void)state;
    put("The boat in Lucerne");
    assert_true(lies_somewhere("The boat in Lucerne"));
    put("The train to Lugano");
    assert_false(lies_somewhere("The boat in Lucerne"));
    TRANSACTION(place.store, library_drop(place.store, "p", "p7", NULL));
    assert_false(lies_somewhere("The train to Lugano"));
}

static void a_pack_of_their_own_that_was_removed_is_in_no_byte(void **state)
{
    struct pack pack = pack_plain(PACK_OURS, 0);

    (void)state;
    pack_add(&pack, prompt_plain(PACK_OURS, "boat-in-lucerne"));
    TRANSACTION(place.store, library_install(place.store, &pack, false, NULL));
    pack_release(&pack);
    assert_true(lies_somewhere("boat-in-lucerne"));
    TRANSACTION(place.store, library_remove(place.store, PACK_OURS, NULL));
    assert_false(lies_somewhere("boat-in-lucerne"));
}

/* Longer than a page: its pages are freed, and what is free is zeroes. */
static void a_long_note_leaves_no_page_behind(void **state)
{
    char words[20001];

    (void)state;
    memset(words, 'm', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    write_note(words);
    words[200] = '\0';
    assert_true(lies_somewhere(words));
    write_note("");
    assert_false(lies_somewhere(words));
}

static void a_name_that_was_changed_is_in_no_byte(void **state)
{
    (void)state;
    TRANSACTION(place.store,
                journal_name(place.store, "Ariadne", "Ben", later(place.start, 1), NULL));
    assert_true(lies_somewhere("Ariadne"));
    TRANSACTION(place.store, journal_name(place.store, "Ada", "Ben", later(place.start, 2), NULL));
    assert_false(lies_somewhere("Ariadne"));
}

/* The newest card is taken back, and its line with it. */
static void undo_takes_the_words_along(void **state)
{
    struct table table = { .store = place.store,
                           .couple = &place.couple,
                           .now = later(place.start, MS_PER_MINUTE),
                           .seed = 1 };
    struct filter any = { .mood = MOOD_ANY, .mode = MODE_ANY };
    struct deal deal;

    (void)state;
    assert_int_equal(table_deal(&table, &any, &deal, NULL), STATUS_OK);
    assert_int_equal(table_note(&table, deal.card.sitting, deal.card.id, NOTE_PLAIN,
                                "The boat in Lucerne", NULL),
                     STATUS_OK);
    assert_true(lies_somewhere("The boat in Lucerne"));
    assert_int_equal(table_undo(&table, deal.card.sitting, deal.card.id, NULL), STATUS_OK);
    assert_false(lies_somewhere("The boat in Lucerne"));
    deal_release(&deal);
}

/* What was put aside is forgotten after a month, with its line. */
static void what_is_forgotten_takes_its_words_along(void **state)
{
    struct card aside;

    (void)state;
    lay_card(&place, sitting, "p1", OUTCOME_ANOTHER, place.start, &aside);
    TRANSACTION(place.store, journal_note(place.store, sitting, aside.id, NOTE_PLAIN,
                                          "The boat in Lucerne", place.start, NULL));
    assert_true(lies_somewhere("The boat in Lucerne"));
    TRANSACTION(place.store, journal_forget_aside(place.store, day(&place, 40), NULL));
    assert_false(lies_somewhere("The boat in Lucerne"));
    card_release(&aside);
}

/* ---- another program ---- */

/* One that looks at the file for a long time. */
static sqlite3 *begin_reading(void)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(place.file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT * FROM note", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static void while_another_program_reads_that_is_said_and_tried_again(void **state)
{
    struct error err = { 0 };
    sqlite3 *other;

    (void)state;
    assert_int_equal(store_sweep(place.store, &err), STATUS_OK); /* nothing to do */
    write_note("The boat in Lucerne");
    other = begin_reading();
    write_note("");
    assert_true(lies_somewhere("The boat in Lucerne"));
    assert_int_equal(store_sweep(place.store, &err), STATUS_BUSY);
    assert_non_null(strstr(err.text, place.file));
    assert_non_null(strstr(err.text, "removed"));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(store_sweep(place.store, &err), STATUS_OK);
    assert_false(lies_somewhere("The boat in Lucerne"));
}

static void the_next_write_tries_again_too(void **state)
{
    sqlite3 *other;

    (void)state;
    write_note("The boat in Lucerne");
    other = begin_reading();
    write_note("");
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    TRANSACTION(place.store, store_set_setting(place.store, "x", "1", NULL));
    assert_false(lies_somewhere("The boat in Lucerne"));
}

/* The other one is there and doesn't read: the log stays, without the words. */
static void closing_sweeps_although_another_program_has_it_open(void **state)
{
    sqlite3 *other;

    (void)state;
    write_note("The boat in Lucerne");
    other = begin_reading();
    write_note("");
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    place_close(&place);
    assert_true(file_exists(place_path(&place, "couplet.db-wal")));
    assert_false(lies_somewhere("The boat in Lucerne"));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_removed_note_is_in_no_byte),
        TEST(a_prompt_of_their_own_that_was_changed_or_removed_is_in_no_byte),
        TEST(a_pack_of_their_own_that_was_removed_is_in_no_byte),
        TEST(of_a_note_that_was_changed_only_the_new_words_are_there),
        TEST(a_long_note_leaves_no_page_behind),
        TEST(a_name_that_was_changed_is_in_no_byte),
        TEST(undo_takes_the_words_along),
        TEST(what_is_forgotten_takes_its_words_along),
        TEST(while_another_program_reads_that_is_said_and_tried_again),
        TEST(the_next_write_tries_again_too),
        TEST(closing_sweeps_although_another_program_has_it_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
