/* The library as a couple use it: through keys, on a real store. How it looks is in
 * screens/test_golden.c, how the store pages and filters in store/test_browse.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "store/journal.h"
#include "store/library.h"
#include "support/stage.h"
#include "support/store_fixture.h"

static struct stage stage;

static int begin(const char *cards)
{
    struct stage_options options = { .cards = cards };

    stage_open(&stage, &options);
    stage_begin(&stage);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    return begin(NULL);
}

static int set_up_face_down(void **state)
{
    (void)state;
    return begin("stays enough chair");
}

static int tear_down(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static unsigned marks_of(const char *id)
{
    unsigned marks;

    assert_int_equal(journal_marks(stage.store, "stage", id, &marks, NULL), STATUS_OK);
    return marks;
}

static void a_favourite_is_put_on_taken_off_and_undone(void **state)
{
    (void)state;
    stage_keys(&stage, "l *");
    assert_int_equal(marks_of("stays"), 1u << MARK_FAVOURITE);
    stage_must_show(&stage, "A favourite.");
    stage_must_show(&stage, "favourite");
    stage_keys(&stage, "u");
    assert_int_equal(marks_of("stays"), 0);
    stage_must_show(&stage, "As it was.");
    stage_keys(&stage, "u");
    stage_must_show(&stage, "Nothing here to undo.");
    stage_keys(&stage, "* *");
    assert_int_equal(marks_of("stays"), 0);
    stage_must_show(&stage, "No favourite any more.");
}

static void never_again_holds_for_dealing_until_it_is_undone(void **state)
{
    (void)state;
    stage_keys(&stage, "l x d");
    assert_int_equal(marks_of("stays"), 1u << MARK_NEVER);
    stage_must_show(&stage, "Not from here: it lies");
    stage_keys(&stage, "u d");
    assert_int_equal(marks_of("stays"), 0);
    stage_must_show(&stage, "light · talking · 5 min");
}

static void undo_is_for_the_prompt_that_was_marked(void **state)
{
    (void)state;
    stage_keys(&stage, "l * Down u");
    assert_int_equal(marks_of("stays"), 0);
    assert_int_equal(marks_of("spoon"), 0);
}

static void one_of_a_pack_that_is_off_is_not_dealt(void **state)
{
    (void)state;
    stage_keys(&stage, "p Enter Esc l d");
    stage_must_show(&stage, "or its pack is off.");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "switched off");
    stage_must_not_show(&stage, "deal it");
    stage_keys(&stage, "Esc p Enter Esc d"); /* on again */
    stage_must_show(&stage, "begins.");
}

static void one_that_is_chosen_is_dealt(void **state)
{
    (void)state;
    stage_keys(&stage, "l Down Down d");
    stage_must_show(&stage, "light · listening · 10 min");
    stage_must_show(&stage, "Find the hinge");
    stage_keys(&stage, "w");
    stage_must_show(&stage, "Why this one: you chose it.");
    stage_keys(&stage, "Esc");
    stage_must_show(&stage, "A card is still on the table.");
}

static void a_prompt_is_marked_and_dealt_where_it_is_seen_whole(void **state)
{
    (void)state;
    stage_keys(&stage, "l Enter * x");
    assert_int_equal(marks_of("stays"), 1u << MARK_FAVOURITE | 1u << MARK_NEVER);
    stage_keys(&stage, "d");
    stage_must_show(&stage, "Not from here: it lies");
    stage_keys(&stage, "u");
    assert_int_equal(marks_of("stays"), 1u << MARK_FAVOURITE);
    stage_keys(&stage, "Esc");
    stage_must_show(&stage, "favourite"); /* the list knows it, too */
    stage_keys(&stage, "Enter Enter");
    stage_must_show(&stage, "light · talking · 5 min");
}

static void what_lies_face_down_is_neither_shown_nor_dealt(void **state)
{
    (void)state;
    stage_keys(&stage, "l Down");
    stage_must_show(&stage, "face down, vulnerable: money");
    stage_must_not_show(&stage, "Words that nobody sees");
    stage_keys(&stage, "d");
    stage_must_show(&stage, "Not from here: it lies");
    stage_keys(&stage, "Enter");
    stage_must_not_show(&stage, "Words that nobody sees");
    stage_must_not_show(&stage, "deal it");
    stage_resize(&stage, 140, 45);
    stage_keys(&stage, "Esc");
    stage_must_not_show(&stage, "Words that nobody sees");
    stage_keys(&stage, "/");
    stage_type(&stage, "nobody");
    stage_must_show(&stage, "Nothing with “nobody”.");
}

static void a_search_follows_each_letter_and_esc_shows_all_again(void **state)
{
    (void)state;
    stage_keys(&stage, "l /");
    stage_type(&stage, "HABI");
    stage_must_show(&stage, "Which small habit");
    stage_must_not_show(&stage, "Hear a wish");
    stage_type(&stage, "x");
    stage_must_show(&stage, "Nothing with “HABIx”.");
    stage_keys(&stage, "Backspace Enter");
    stage_must_show(&stage, "‹ “HABI” ›");
    stage_keys(&stage, "/ Esc");
    stage_must_show(&stage, "Hear a wish");
}

static void where_filters_are_the_reason_they_are_named(void **state)
{
    (void)state;
    stage_keys(&stage, "l f Right Right Down Right Enter /"); /* serious, talking */
    stage_type(&stage, "habit");
    stage_must_show(&stage, "Nothing with “habit” among these.");
    stage_must_show(&stage, "Fewer filters");
}

static void words_in_the_row_are_taken_away_one_by_one(void **state)
{
    (void)state;
    stage_keys(&stage, "l f Right Right Down Right Enter");
    stage_must_show(&stage, "‹ serious ›  ‹ talking ›");
    stage_must_show(&stage, "I knew you were tired");
    stage_must_not_show(&stage, "Hear a wish");
    stage_keys(&stage, "Up Right Enter");
    stage_must_show(&stage, "‹ serious ›");
    stage_must_not_show(&stage, "‹ talking ›");
    stage_must_show(&stage, "Hear a wish");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "all packs");
    stage_must_show(&stage, "Which small habit");
}

static void marked_ones_are_found_again(void **state)
{
    (void)state;
    stage_keys(&stage, "l Down * f Down Down Down Down Down Right Enter");
    stage_must_show(&stage, "Which small habit");
    stage_must_not_show(&stage, "Hear a wish");
    stage_keys(&stage, "Enter * Esc"); /* no favourite any more: the list is empty now */
    stage_must_show(&stage, "Nothing is all of that at once.");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "Hear a wish");
}

static void the_ends_are_reached_in_one_key(void **state)
{
    (void)state;
    stage_keys(&stage, "l G");
    assert_true(stage_shows(&stage, "› ▓ ─ Finish"));
    stage_keys(&stage, "g");
    assert_true(stage_shows(&stage, "› ░ ─ Describe"));
}

/* More prompts than are held at once, there and back. */
static void a_long_list_is_walked_from_end_to_end(void **state)
{
    enum { MANY = 500 };
    struct pack pack = pack_plain("many", 0);
    struct installation *in;
    char text[32];
    struct prompt prompt = { .id = text,
                             .text = text,
                             .mood = MOOD_LIGHT,
                             .mode = MODE_TALKING,
                             .depth = 1,
                             .minutes = 5,
                             .pack = pack.id };
    enum status status;

    (void)state;
    assert_int_equal(store_begin(stage.store, NULL), STATUS_OK);
    status = library_begin_install(stage.store, &pack, false, &in, NULL);
    for (int i = 0; i < MANY && status == STATUS_OK; i++) {
        snprintf(text, sizeof text, "number-%03d", i);
        status = library_install_prompt(in, &prompt, NULL);
    }
    status = library_end_install(in, status, NULL);
    assert_int_equal(store_end(stage.store, status, NULL), STATUS_OK);
    pack_release(&pack);
    stage_keys(&stage, "l G");
    for (int i = MANY - 1; i > 0; i--) {
        snprintf(text, sizeof text, "› ░ ─ number-%03d", i);
        stage_must_show(&stage, text);
        stage_keys(&stage, "Up");
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "› ░ ─ number-%03d", i);
        stage_must_show(&stage, text);
        stage_keys(&stage, "j");
    }
    for (int i = 0; i < 60; i++)
        stage_keys(&stage, "PgUp");
    stage_must_show(&stage, "› ░ ─ Describe");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(a_favourite_is_put_on_taken_off_and_undone),
        TEST(never_again_holds_for_dealing_until_it_is_undone),
        TEST(undo_is_for_the_prompt_that_was_marked),
        TEST(one_of_a_pack_that_is_off_is_not_dealt),
        TEST(one_that_is_chosen_is_dealt),
        TEST(a_prompt_is_marked_and_dealt_where_it_is_seen_whole),
        cmocka_unit_test_setup_teardown(what_lies_face_down_is_neither_shown_nor_dealt,
                                        set_up_face_down, tear_down),
        TEST(a_search_follows_each_letter_and_esc_shows_all_again),
        TEST(where_filters_are_the_reason_they_are_named),
        TEST(words_in_the_row_are_taken_away_one_by_one),
        TEST(marked_ones_are_found_again),
        TEST(the_ends_are_reached_in_one_key),
        TEST(a_long_list_is_walked_from_end_to_end),
    };

    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
