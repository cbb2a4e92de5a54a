/* The app without a terminal: what it says to keys that do nothing, what it keeps when writing
 * fails, two windows on one journal, time. What must hold on every screen is in
 * test_statements.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/sitting.h"
#include "store/journal.h"
#include "support/stage.h"
#include "ui/layout.h"

static const struct stage_card one_evening[] = {
    { .mood = MOOD_LIGHT, .text = "stays", .note = "The bus stop. Two umbrellas and no plan." },
    { .mood = MOOD_LIGHT, .text = "spoon" },
    { .mood = MOOD_SERIOUS, .text = "way-home", .note = "Halfway over the bridge." },
};

/* A stage with these cards and, if past, an evening to look back at. */
static void begin(struct stage *stage, const char *cards, bool past)
{
    struct stage_options options = { .cards = cards };

    stage_open(stage, &options);
    if (past)
        stage_evening(stage, stage_moment(2026, 11, 18, 20, 0), one_evening,
                      ARRAY_SIZE(one_evening));
    stage_begin(stage);
}

static void play(const char *cards, const char *keys, const char *shown)
{
    struct stage stage;

    begin(&stage, cards, false);
    stage_keys(&stage, keys);
    stage_must_show(&stage, shown);
    stage_close(&stage);
}

/* ---- keys that do nothing ---- */

static void a_key_that_does_nothing_is_told_once(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "z");
    stage_must_show(&stage, "Nothing on z here. ? shows the keys.");
    stage_keys(&stage, "z");
    stage_must_not_show(&stage, "Nothing on");
    stage_keys(&stage, "Ctrl-A");
    stage_must_show(&stage, "Nothing on Ctrl-A here.");
    stage_keys(&stage, "Down");
    stage_must_not_show(&stage, "Nothing on");
    stage_close(&stage);
}

static void what_is_not_possible_gives_its_reason(void **state)
{
    (void)state;
    play("stays", "Enter u", "Nothing here to undo.");
    play("stays", "Enter x", "No card was just put aside.");
    play("stays", "Enter f f f f", "No follow-up is left on this card.");
    play("stays", "Enter f f f Down", "No follow-up is left on this card.");
}

/* Help is a menu: what is chosen there does as the key does, and gives the same reasons. */
static void what_is_chosen_in_help_gives_the_same_reasons(void **state)
{
    (void)state;
    play("stays",
         "Enter ? Down Down Down Down Down Down Down Down Down Down Down Down Down Down Enter",
         "No card was just put aside.");
    play("stays",
         "Enter ? Down Down Down Down Down Down Down Down Down Down Down Down Down Down Down Enter",
         "Nothing here to undo.");
    play("stays", "Enter f f f ? Down Down Enter", "No follow-up is left on this card.");
}

static void help_does_what_is_chosen(void **state)
{
    (void)state;
    play("stays", "Enter ? Down Enter", "Ana listens, to enjoy it.   Sam talks.");
    play("stays", "Enter ? Down Down Down Down Down Enter", "kept for later");
    play("stays", "? Down Down Down Down Down Down Down Enter", "Nothing here yet.");
}

static void the_quiet_sentence_goes_at_the_next_key(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays spoon", false);
    stage_keys(&stage, "Enter n");
    stage_must_show(&stage, "Put aside. u brings it back.   x never again");
    stage_keys(&stage, "Right");
    stage_must_not_show(&stage, "Put aside.");
    stage_close(&stage);
}

static void a_paste_outside_of_a_line_fires_no_key(void **state)
{
    struct stage stage;
    char *before, *after;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "Enter");
    stage_paste(&stage, "n k s q u x ? \r\n");
    stage_must_show(&stage, "There is nothing here to paste into.");
    stage_keys(&stage, "Left");
    before = stage_dump(&stage);
    stage_paste(&stage, "q");
    stage_keys(&stage, "Left");
    after = stage_dump(&stage);
    assert_string_equal(before, after);
    assert_true(stage.running);
    free(before);
    free(after);
    stage_close(&stage);
}

static void a_paste_into_a_line_is_one_line_of_text(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "Enter k");
    stage_paste(&stage, "q ? first\r\nsecond\x1b[31m\r");
    stage_must_show(&stage, "q ? first second[31m");
    assert_true(stage.running);
    stage_close(&stage);
}

static void in_a_line_every_letter_is_text(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "Enter k");
    stage_type(&stage, "q j k ? u n");
    stage_must_show(&stage, "q j k ? u n");
    assert_true(stage.running);
    stage_close(&stage);
}

/* ---- undo, and the way out ---- */

static void what_was_put_aside_comes_back(void **state)
{
    (void)state;
    play("stays spoon", "Enter n u", "light · talking");
    play("stays way-home", "Enter n", "Nothing light for talking in 5 minutes just now.");
}

/* The quiet line promises it, also where no other card was found. */
static void what_was_put_aside_comes_back_from_an_empty_pool(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "Enter n");
    stage_must_show(&stage, "Nothing light for talking in 5 minutes just now.");
    if (stage_shows(&stage, "u brings it back")) {
        stage_keys(&stage, "u");
        stage_must_show(&stage, "this one stays.");
    }
    stage_close(&stage);
}

static void never_again_works_where_the_quiet_line_offers_it(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "Enter n");
    if (stage_shows(&stage, "x never again")) {
        stage_keys(&stage, "x");
        stage_must_show(&stage, "Never again.");
    }
    stage_close(&stage);
}

static void esc_leads_out_of_every_screen(void **state)
{
    static const char *const ways[] = {
        "",  "Enter",   "Enter k", "Enter k Up",    "Enter s", "r",
        "?", "Enter ?", "r Enter", "r Enter Enter", "Enter i", "Down Right Enter"
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
        struct stage stage;

        begin(&stage, "stays", true);
        stage_keys(&stage, ways[i]);
        for (int n = 0; n < 6 && stage.running; n++)
            stage_keys(&stage, "Esc");
        assert_false(stage.running);
        stage_close(&stage);
    }
}

/* "Arrows, Enter and Esc are enough for everything": on every screen where nothing is typed, they
 * lead to the page of keys, which is a menu of the rest. */
static void arrows_and_enter_reach_help_on_every_screen(void **state)
{
    static const struct {
        const char *way, *title;
        bool past;
    } screens[] = {
        { "", "At home", true },
        { "Enter", "On a card", false },
        { "Enter Esc", "At home", false },
        { "Down Right Enter", "On a card", false },
        { "Enter k Up", "After a card", false },
        { "Enter s", "At the end", false },
        { "r", "Looking back", true },
        { "r", "Looking back", false },
        { "r Enter", "On an evening", true },
        { "l", "In the library", false },
        { "l Enter", "On a prompt", false },
        { "p", "The packs", false },
        { "e", "Something particular", false },
        { "Enter e", "Another way", false },
        { "e Enter", "Step by step", false },
        { "o Enter Enter Enter Enter Enter", "The topics", false },
    };
    size_t missing = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(screens); i++) {
        struct stage stage;

        begin(&stage, "stays", screens[i].past);
        stage_keys(&stage, screens[i].way);
        /* Down past all rows, then right to the end of the footer. On a card Down opens
         * follow-ups, and Right alone is always in the footer. */
        stage_keys(&stage, "Right Right Right Right Right Right Right Right Enter");
        if (!stage_shows(&stage, "Anywhere")) {
            stage_close(&stage);
            begin(&stage, "stays", screens[i].past);
            stage_keys(&stage, screens[i].way);
            stage_keys(&stage, "Down Down Down Down Down Down Down Down");
            stage_keys(&stage, "Right Right Right Right Right Right Right Right Enter");
        }
        if (!stage_shows(&stage, "Anywhere") || !stage_shows(&stage, screens[i].title)) {
            print_error("arrows don't reach help from \"%s\" (%s)\n", screens[i].way,
                        screens[i].title);
            missing++;
        }
        stage_close(&stage);
    }
    assert_int_equal(missing, 0);
}

/* ---- a write that fails ---- */

static bool begin_on_small_disk(struct stage *stage)
{
    struct stage_options options = { .cards = "stays spoon", .disk_kb = 2048 };

    if (!stage_open(stage, &options))
        return false;
    stage_begin(stage);
    return true;
}

#define NEEDS_SMALL_DISK(stage)                                                                    \
    do {                                                                                           \
        if (!begin_on_small_disk(stage)) {                                                         \
            print_message("no disk may be mounted here\n");                                        \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

static const char not_saved[] = "The disk is full: not saved yet.   Enter tries again";

static void a_full_disk_keeps_what_was_typed_and_enter_tries_again(void **state)
{
    struct stage stage;
    struct sitting_line *lines;
    size_t count;

    (void)state;
    NEEDS_SMALL_DISK(&stage);
    stage_keys(&stage, "Enter k");
    stage_type(&stage, "The bus stop.");
    stage_fill_disk(&stage);
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, not_saved);
    stage_must_show(&stage, "The bus stop.");
    stage_must_show(&stage, "kept for later");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, not_saved);
    stage_must_show(&stage, "The bus stop.");
    stage_free_disk(&stage);
    stage_keys(&stage, "Enter");
    stage_must_not_show(&stage, "not saved");
    stage_must_show(&stage, "light · talking");
    assert_int_equal(journal_page(stage.store, PAGE_OLDER_THAN, "", 5, &lines, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(lines[0].text, "The bus stop.");
    assert_true(lines[0].is_note);
    sitting_line_release(&lines[0]);
    free(lines);
    stage_close(&stage);
}

/* Whatever key it was that could not be saved: Enter tries that, not what Enter does else. */
static void enter_tries_the_same_thing_again(void **state)
{
    struct stage stage;

    (void)state;
    NEEDS_SMALL_DISK(&stage);
    stage_keys(&stage, "Enter");
    stage_fill_disk(&stage);
    stage_keys(&stage, "k");
    stage_must_show(&stage, not_saved);
    stage_free_disk(&stage);
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "kept for later");
    stage_must_not_show(&stage, "not saved");
    stage_close(&stage);
}

/* "It stays until it is solved; what was typed stays." */
static void what_is_not_saved_stays_said_until_it_is(void **state)
{
    struct stage stage;

    (void)state;
    NEEDS_SMALL_DISK(&stage);
    stage_keys(&stage, "Enter k");
    stage_type(&stage, "The bus stop.");
    stage_fill_disk(&stage);
    stage_keys(&stage, "Enter Left");
    stage_must_show(&stage, "The bus stop.");
    stage_must_show(&stage, "not saved yet");
    stage_free_disk(&stage);
    stage_close(&stage);
}

static void a_full_disk_stops_no_card_from_being_read(void **state)
{
    struct stage stage;

    (void)state;
    NEEDS_SMALL_DISK(&stage);
    stage_keys(&stage, "Enter");
    stage_fill_disk(&stage);
    stage_keys(&stage, "k");
    stage_must_show(&stage, not_saved);
    stage_must_show(&stage, "light · talking · 5 min");
    stage_keys(&stage, "i");
    stage_must_show(&stage, "Rather not:");
    stage_keys(&stage, "Esc Esc r");
    stage_must_show(&stage, "Looking back");
    stage_free_disk(&stage);
    stage_close(&stage);
}

static void where_nothing_can_be_written_looking_back_works(void **state)
{
    struct stage_options options = { .disk_kb = 2048 };
    struct stage stage;

    (void)state;
    if (!stage_open(&stage, &options))
        skip();
    stage_evening(&stage, stage_moment(2026, 11, 18, 20, 0), one_evening, ARRAY_SIZE(one_evening));
    stage_seal_disk(&stage);
    stage_begin(&stage);
    stage_must_show(&stage, "can’t be written");
    stage_keys(&stage, "r");
    stage_must_show(&stage, "The bus stop.");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "Halfway over the bridge.");
    stage_keys(&stage, "Enter");
    stage_type(&stage, " And back.");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "can’t be written");
    stage_must_show(&stage, "And back.");
    stage_keys(&stage, "Esc Esc Esc Enter");
    stage_must_show(&stage, "c o u p l e t");
    stage_must_show(&stage, "can’t be written");
    assert_true(stage.running);
    stage_close(&stage);
}

/* It is as true on the next screen: what is done there isn't kept either. */
static void what_cannot_be_written_stays_said_on_the_next_screen(void **state)
{
    struct stage_options options = { .disk_kb = 2048 };
    struct stage stage;

    (void)state;
    if (!stage_open(&stage, &options))
        skip();
    stage_seal_disk(&stage);
    stage_begin(&stage);
    stage_keys(&stage, "Down");
    stage_must_show(&stage, "can’t be written");
    stage_keys(&stage, "r");
    stage_must_show(&stage, "can’t be written");
    stage_close(&stage);
}

/* ---- two windows on one journal ---- */

static void begin_two(struct stage *first, struct stage *second, const char *cards)
{
    begin(first, cards, false);
    stage_keys(first, "Enter");
    stage_join(second, first);
    stage_begin(second);
    stage_keys(second, "Enter"); /* take it up */
}

static void close_two(struct stage *first, struct stage *second)
{
    stage_close(second);
    stage_close(first);
}

static void a_card_finished_in_another_window_is_told(void **state)
{
    struct stage first, second;

    (void)state;
    begin_two(&first, &second, "stays");
    stage_keys(&second, "k");
    stage_must_show(&second, "kept for later");
    stage_keys(&first, "Enter");
    stage_must_show(&first, "another window");
    stage_must_not_show(&first, "this one stays.");
    stage_keys(&first, "Esc");
    stage_must_show(&first, "Good evening");
    close_two(&first, &second);
}

static void a_card_dealt_in_another_window_is_shown(void **state)
{
    struct stage first, second;

    (void)state;
    begin_two(&first, &second, "stays tired");
    stage_keys(&second, "Esc Up Up Up Up Right n");
    stage_must_show(&second, "I knew you were tired");
    stage_keys(&first, "Enter");
    stage_must_show(&first, "another window");
    stage_must_show(&first, "I knew you were tired");
    close_two(&first, &second);
}

/* Put aside here, finished there: undo here still has something to bring back. */
static void undo_after_a_card_was_finished_in_another_window(void **state)
{
    struct stage first, second;

    (void)state;
    begin_two(&first, &second, "stays spoon");
    stage_keys(&first, "n");
    stage_keys(&second, "Esc Enter");
    stage_keys(&second, "k");
    stage_keys(&first, "Enter");
    stage_must_show(&first, "another window");
    stage_keys(&first, "u");
    stage_must_not_show(&first, "Nothing here to undo.");
    close_two(&first, &second);
}

/* A step that was taken on what is not true any more is not taken: it is said, and what is true
 * is shown. */
static void a_step_in_another_window_is_told_and_not_doubled(void **state)
{
    struct stage first, second;

    (void)state;
    begin_two(&first, &second, "stays");
    stage_keys(&second, "Enter");
    stage_must_show(&second, "What did you do in the minute after?");
    stage_keys(&first, "Enter");
    stage_must_show(&first, "another window");
    stage_must_show(&first, "What did you do in the minute after?");
    stage_must_not_show(&first, "Which moment since then");
    close_two(&first, &second);
}

static void two_windows_deal_one_after_the_other(void **state)
{
    struct stage first, second;

    (void)state;
    begin_two(&first, &second, "stays spoon");
    stage_keys(&first, "k Esc Enter");
    stage_must_show(&first, "Good night. q leaves.");
    stage_keys(&second, "Enter");
    stage_must_show(&second, "another window");
    stage_keys(&second, "Esc Enter");
    stage_must_show(&second, "light · talking · 5 min");
    close_two(&first, &second);
}

/* ---- sizes ---- */

/* "Serious: sides closed." Nothing in the margin may lie on the frame. */
static void a_serious_card_keeps_its_sides_closed_at_every_width(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "tired", false);
    stage_keys(&stage, "Right Enter f f f");
    for (int width = LAYOUT_MIN_WIDTH; width <= 150; width++) {
        struct layout l = layout_of(width, 24);

        stage_resize(&stage, width, 24);
        for (int row = l.top + 1; row < l.bottom; row++)
            for (int side = 0; side < 2; side++) {
                int col = side ? l.frame_right : l.frame_left;

                if (strcmp(canvas_at(&stage.canvas, row, col)->text, "│"))
                    fail_msg("width %d, row %d, column %d: \"%s\" on the frame", width, row, col,
                             canvas_at(&stage.canvas, row, col)->text);
            }
    }
    stage_close(&stage);
}

/* In large print our own sentences wrap: cut, they say nothing. */
static void no_sentence_of_ours_is_cut_in_large_print(void **state)
{
    static const struct {
        const char *way, *end;
    } sentences[] = {
        { "r", "card." },
        { "Enter n", "just now." },
        { "Enter k", "A line to keep?" },
        { "z", "shows the keys." },
    };
    size_t cut = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(sentences); i++) {
        struct stage stage;

        begin(&stage, "stays", false);
        stage_resize(&stage, 40, 15);
        stage_keys(&stage, sentences[i].way);
        if (!stage_shows(&stage, sentences[i].end)) {
            print_error("after \"%s\" this is cut: %s\n", sentences[i].way, sentences[i].end);
            cut++;
        }
        stage_close(&stage);
    }
    assert_int_equal(cut, 0);
}

static void large_print_tells_of_the_last_time_as_drawn(void **state)
{
    struct stage_options options = { .width = 40, .height = 15 };
    struct stage stage;

    (void)state;
    stage_open(&stage, &options);
    stage_evening(&stage, stage_moment(2026, 11, 19, 20, 0), one_evening, ARRAY_SIZE(one_evening));
    stage.now = stage_moment(2026, 11, 22, 21, 4);
    stage_begin(&stage);
    stage_must_show(&stage, "Thursday: three cards, mostly light.");
    stage_close(&stage);
}

static void long_names_are_cut_at_twelve_cells(void **state)
{
    struct stage_options options = { .cards = "stays",
                                     .left = "Wilhelmina-Alexandra",
                                     .right = "田中さんの長い長い名前" };
    struct stage stage;

    (void)state;
    stage_open(&stage, &options);
    stage_begin(&stage);
    stage_must_show(&stage, "Good evening, Wilhelmina-… and 田中さんの…");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "Wilhelmina-… begins.");
    stage_close(&stage);
}

/* ---- time and the next sitting ---- */

static void home_greets_by_the_hour(void **state)
{
    static const struct {
        int hour;
        const char *greeting;
    } hours[] = { { 0, "Good evening" },  { 4, "Good evening" },    { 5, "Good morning" },
                  { 11, "Good morning" }, { 12, "Good afternoon" }, { 17, "Good evening" },
                  { 23, "Good evening" } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(hours); i++) {
        struct stage_options options = { .cards = "stays" };
        struct stage stage;

        stage_open(&stage, &options);
        stage.now = stage_moment(2026, 11, 19, hours[i].hour, 0);
        stage_begin(&stage);
        stage_must_show(&stage, hours[i].greeting);
        stage_close(&stage);
    }
}

static void a_card_left_overnight_is_taken_up_in_a_new_sitting(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    stage_keys(&stage, "Enter f Esc");
    stage.now.ms += 26 * MS_PER_HOUR;
    stage_must_show(&stage, "A card is still on the table.");
    stage_keys(&stage, "Enter");
    stage_must_show(&stage, "What did you do in the minute after?");
    stage_keys(&stage, "k Esc");
    stage_must_show(&stage, "Tonight");
    stage_must_show(&stage, "Describe the ordinary moment");
    stage_close(&stage);
}

static void the_last_choice_stands_again(void **state)
{
    struct stage stage, again;

    (void)state;
    begin(&stage, NULL, false);
    stage_keys(&stage, "Right Down Right Down Right Enter Esc");
    stage_must_show(&stage, "‹ serious ›");
    stage_join(&again, &stage);
    stage_begin(&again);
    stage_must_show(&again, "‹ serious ›");
    stage_must_show(&again, "‹ listening ›");
    stage_must_show(&again, "‹ 10 ›");
    close_two(&stage, &again);
}

static void a_signal_and_a_hangup_end_it(void **state)
{
    static const enum event_kind kinds[] = { EVENT_SIGNAL, EVENT_HANGUP };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        struct event event = { .kind = kinds[i], .signal = 15 };
        struct stage stage;

        begin(&stage, "stays", false);
        stage_keys(&stage, "Enter");
        assert_false(app_event(stage.app, &event));
        stage_close(&stage);
    }
}

static void ctrl_l_asks_for_the_whole_screen_once(void **state)
{
    struct stage stage;

    (void)state;
    begin(&stage, "stays", false);
    assert_false(app_wants_redraw(stage.app));
    stage_keys(&stage, "Ctrl-L");
    assert_true(app_wants_redraw(stage.app));
    assert_false(app_wants_redraw(stage.app));
    stage_keys(&stage, "Enter k");
    stage_keys(&stage, "Ctrl-L");
    assert_true(app_wants_redraw(stage.app));
    stage_close(&stage);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_that_does_nothing_is_told_once),
        cmocka_unit_test(what_is_not_possible_gives_its_reason),
        cmocka_unit_test(what_is_chosen_in_help_gives_the_same_reasons),
        cmocka_unit_test(help_does_what_is_chosen),
        cmocka_unit_test(the_quiet_sentence_goes_at_the_next_key),
        cmocka_unit_test(a_paste_outside_of_a_line_fires_no_key),
        cmocka_unit_test(a_paste_into_a_line_is_one_line_of_text),
        cmocka_unit_test(in_a_line_every_letter_is_text),
        cmocka_unit_test(what_was_put_aside_comes_back),
        cmocka_unit_test(what_was_put_aside_comes_back_from_an_empty_pool),
        cmocka_unit_test(never_again_works_where_the_quiet_line_offers_it),
        cmocka_unit_test(esc_leads_out_of_every_screen),
        cmocka_unit_test(arrows_and_enter_reach_help_on_every_screen),
        cmocka_unit_test(a_full_disk_keeps_what_was_typed_and_enter_tries_again),
        cmocka_unit_test(enter_tries_the_same_thing_again),
        cmocka_unit_test(what_is_not_saved_stays_said_until_it_is),
        cmocka_unit_test(a_full_disk_stops_no_card_from_being_read),
        cmocka_unit_test(where_nothing_can_be_written_looking_back_works),
        cmocka_unit_test(what_cannot_be_written_stays_said_on_the_next_screen),
        cmocka_unit_test(a_card_finished_in_another_window_is_told),
        cmocka_unit_test(a_card_dealt_in_another_window_is_shown),
        cmocka_unit_test(undo_after_a_card_was_finished_in_another_window),
        cmocka_unit_test(a_step_in_another_window_is_told_and_not_doubled),
        cmocka_unit_test(two_windows_deal_one_after_the_other),
        cmocka_unit_test(a_serious_card_keeps_its_sides_closed_at_every_width),
        cmocka_unit_test(no_sentence_of_ours_is_cut_in_large_print),
        cmocka_unit_test(large_print_tells_of_the_last_time_as_drawn),
        cmocka_unit_test(long_names_are_cut_at_twelve_cells),
        cmocka_unit_test(home_greets_by_the_hour),
        cmocka_unit_test(a_card_left_overnight_is_taken_up_in_a_new_sitting),
        cmocka_unit_test(the_last_choice_stands_again),
        cmocka_unit_test(a_signal_and_a_hangup_end_it),
        cmocka_unit_test(ctrl_l_asks_for_the_whole_screen_once),
    };

    return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}
