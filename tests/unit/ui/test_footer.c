/* The footer: never wider than its room; what is chosen and what stands last stay to the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/stage.h"
#include "ui/footer.h"

static void fill(struct footer *footer)
{
    *footer = (struct footer){ .count = 0 };
    footer_add(footer, KEYMAP_CARD, ACTION_ENTER, "follow-up");
    footer_add(footer, KEYMAP_CARD, ACTION_ANOTHER, "another");
    footer_add(footer, KEYMAP_CARD, ACTION_KEEP, "keep");
    footer_add(footer, KEYMAP_CARD, ACTION_STOP, "stop");
    footer_add(footer, KEYMAP_CARD, ACTION_HELP, "more");
}

/* The row of the footer as text; the caller frees. */
static char *draw(const struct footer *footer, int width, int height, bool ascii,
                  struct canvas *canvas)
{
    struct layout l = layout_of(width, height);
    struct stage stage = { .running = false };

    canvas_init(canvas, width, height, ascii);
    footer_draw(footer, canvas, &l);
    stage_check_canvas(canvas);
    stage.canvas = *canvas;
    return stage_row(&stage, l.footer);
}

static void assert_drawn(const struct footer *footer, int width, int height, const char *wanted)
{
    struct canvas canvas;
    char *row = draw(footer, width, height, false, &canvas);

    assert_string_equal(row, wanted);
    free(row);
    canvas_release(&canvas);
}

static void keys_stand_before_words(void **state)
{
    struct footer footer;

    (void)state;
    fill(&footer);
    assert_drawn(&footer, 80, 24,
                 "             Enter follow-up   n another   k keep   s stop   ? more");
}

static void what_is_chosen_has_enter_and_its_signs(void **state)
{
    struct footer footer;

    (void)state;
    fill(&footer);
    footer.focused = true;
    assert_drawn(&footer, 80, 24,
                 "             Enter ‹ follow-up ›   n another   k keep   s stop   ? more");
    footer.chosen = 2;
    assert_drawn(&footer, 80, 24,
                 "             follow-up   n another   Enter ‹ keep ›   s stop   ? more");
}

static void the_cursor_rests_on_the_sign(void **state)
{
    struct footer footer;
    struct canvas canvas;

    (void)state;
    fill(&footer);
    footer.focused = true;
    free(draw(&footer, 80, 24, false, &canvas));
    assert_int_equal(canvas.cursor_row, 22);
    assert_int_equal(canvas.cursor_col, 20);
    assert_string_equal(canvas_at(&canvas, 22, 20)->text, "‹");
    canvas_release(&canvas);
    footer.no_cursor = true;
    free(draw(&footer, 80, 24, false, &canvas));
    assert_int_equal(canvas.cursor_row, 24);
    canvas_release(&canvas);
}

static void large_print_keeps_three_keys(void **state)
{
    struct footer footer;

    (void)state;
    fill(&footer);
    footer.focused = true;
    assert_drawn(&footer, 40, 15, "   Enter ‹ follow-up ›   n another   ?");
}

static void brief_words_come_when_three_are_too_wide(void **state)
{
    struct footer footer = { .count = 0 };

    (void)state;
    footer_add_brief(&footer, KEYMAP_HOME, ACTION_DEAL, "deal another card", "another");
    footer_add_brief(&footer, KEYMAP_HOME, ACTION_LOOK_BACK, NULL, "back");
    footer_add(&footer, KEYMAP_HOME, ACTION_HELP, "more");
    assert_drawn(&footer, 80, 24, "             n deal another card   r look back   ? more");
    assert_drawn(&footer, 40, 15, "   n another   r back   ? more");
}

static void an_empty_footer_draws_nothing(void **state)
{
    struct footer footer = { .count = 0 };

    (void)state;
    assert_drawn(&footer, 80, 24, "");
}

static void more_items_than_there_is_room_for_are_passed_over(void **state)
{
    struct footer footer = { .count = 0 };

    (void)state;
    for (int i = 0; i < FOOTER_ITEMS_MAX + 3; i++)
        footer_add(&footer, KEYMAP_CARD, ACTION_KEEP, "keep");
    assert_int_equal(footer.count, FOOTER_ITEMS_MAX);
}

/* A name of twelve cells can have many bytes: in the scripts of India a letter has its signs. */
static void a_word_of_many_bytes_is_drawn_soundly(void **state)
{
    struct footer footer = { .count = 0 };
    struct canvas canvas;
    char *row;

    (void)state;
    footer_add(&footer, KEYMAP_CARD, ACTION_ENTER, "क्षिक्षिक्षिक्षिक्षिक्षि’s turn");
    row = draw(&footer, 80, 24, false, &canvas);
    assert_null(strstr(row, "\ufffd"));
    assert_non_null(strstr(row, "turn"));
    free(row);
    canvas_release(&canvas);
}

/* Words drop off before "? more" does, and what is chosen stays as long as there is a screen. */
static void at_every_width_the_chosen_one_and_the_last_stay(void **state)
{
    static const char *const words[] = { "follow-up", "another", "keep", "stop", "more" };

    (void)state;
    for (int width = LAYOUT_MIN_WIDTH; width <= 160; width++)
        for (size_t chosen = 0; chosen < ARRAY_SIZE(words); chosen++)
            for (int ascii = 0; ascii < 2; ascii++) {
                struct layout l = layout_of(width, 24);
                struct footer footer;
                struct canvas canvas;
                char *row;

                fill(&footer);
                footer.focused = true;
                footer.chosen = chosen;
                row = draw(&footer, width, 24, ascii, &canvas);
                if (!strstr(row, words[chosen]) || !strstr(row, "Enter ") ||
                    (chosen + 1 < ARRAY_SIZE(words) && !strstr(row, "?")))
                    fail_msg("width %d, %s chosen: %s", width, words[chosen], row);
                for (int col = 1; col <= width; col++)
                    if (col < l.left || col > l.frame_right)
                        assert_string_equal(canvas_at(&canvas, l.footer, col)->text, " ");
                free(row);
                canvas_release(&canvas);
            }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_before_words),
        cmocka_unit_test(what_is_chosen_has_enter_and_its_signs),
        cmocka_unit_test(the_cursor_rests_on_the_sign),
        cmocka_unit_test(large_print_keeps_three_keys),
        cmocka_unit_test(brief_words_come_when_three_are_too_wide),
        cmocka_unit_test(an_empty_footer_draws_nothing),
        cmocka_unit_test(more_items_than_there_is_room_for_are_passed_over),
        cmocka_unit_test(a_word_of_many_bytes_is_drawn_soundly),
        cmocka_unit_test(at_every_width_the_chosen_one_and_the_last_stay),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("footer", tests, NULL, NULL);
}
