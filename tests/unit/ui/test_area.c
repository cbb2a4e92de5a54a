/* A text of several lines that is being typed: by clusters and by rows as they are seen, within its
 * limit, and taken back as it was. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/text.h"
#include "ui/area.h"

enum { MOST = 4000, WIDTH = 20 };

static struct canvas canvas;
static struct area area;

static int set_up(void **state)
{
    (void)state;
    canvas_init(&canvas, 80, 24, false);
    area_init(&area, MOST);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    area_release(&area);
    canvas_release(&canvas);
    return 0;
}

static bool act(enum action action)
{
    return area_act(&area, action, NULL, &canvas, WIDTH);
}

static void type(const char *text)
{
    area_act(&area, ACTION_TYPE, text, &canvas, WIDTH);
}

static void type_letters(const char *text)
{
    for (size_t n = strlen(text), at = 0; at < n;) {
        size_t next = text_next_cluster(text, n, at);
        char *letter = mem_copy_n(text + at, next - at);

        type(letter);
        free(letter);
        at = next;
    }
}

/* Text with | where the cursor is. */
static void assert_area(const char *wanted)
{
    struct strbuf seen = STRBUF_INIT;

    strbuf_add(&seen, area.text.text, area.cursor);
    strbuf_addch(&seen, '|');
    strbuf_addstr(&seen, area.text.text + area.cursor);
    assert_string_equal(seen.text, wanted);
    strbuf_release(&seen);
}

/* Where the cursor is drawn, in rows and columns from 0. */
static void assert_cursor(int width, int row, int column)
{
    canvas_reset(&canvas, 80, 24);
    area_draw(&area, &canvas, 1, 1, width, 20, ROLE_TEXT, true);
    assert_int_equal(canvas.cursor_row - 1, row);
    assert_int_equal(canvas.cursor_col - 1, column);
}

/* ---- typing ---- */

static void what_is_typed_stands_where_the_cursor_is(void **state)
{
    (void)state;
    type("ac");
    act(ACTION_LEFT);
    type("b");
    assert_area("ab|c");
    act(ACTION_NEW_LINE);
    assert_area("ab\n|c");
    assert_true(act(ACTION_ERASE));
    assert_area("ab|c");
    assert_true(act(ACTION_ERASE_NEXT));
    assert_area("ab|");
    assert_false(act(ACTION_ERASE_NEXT));
    assert_false(act(ACTION_RIGHT));
}

static void a_paste_keeps_its_lines_and_nothing_that_could_steer(void **state)
{
    static const struct {
        const char *pasted, *is;
    } rows[] = {
        { "one\r\ntwo\rthree\xe2\x80\xa8"
          "four\n",
          "one\ntwo\nthree\nfour\n|" },
        { "a\tb", "a b|" },
        { "\x1b[31mred\x07", "[31mred|" },
        { "\xff", "\xef\xbf\xbd|" },
        { "", "|" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        area_replace(&area, "");
        type(rows[i].pasted);
        assert_area(rows[i].is);
    }
}

static void a_cluster_is_one_letter(void **state)
{
    static const char *const letters[] = { "e\u0301", "👨‍👩‍👧", "🇨🇭", "漢",
                                           "❤️",  "👍🏽",           "x" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(letters); i++) {
        area_replace(&area, "a");
        type(letters[i]);
        assert_true(act(ACTION_LEFT));
        assert_int_equal(area.cursor, 1);
        assert_true(act(ACTION_RIGHT));
        assert_int_equal(area.cursor, 1 + strlen(letters[i]));
        assert_true(act(ACTION_ERASE));
        assert_area("a|");
    }
}

static void more_than_there_is_room_for_is_left_out_between_two_letters(void **state)
{
    struct area small;

    (void)state;
    area_init(&small, 10);
    area_act(&small, ACTION_TYPE, "12345678", &canvas, WIDTH);
    area_act(&small, ACTION_TYPE, "漢字", &canvas, WIDTH); /* three bytes each: none fits */
    assert_string_equal(small.text.text, "12345678");
    area_act(&small, ACTION_TYPE, "9éx", &canvas, WIDTH);
    assert_string_equal(small.text.text, "123456789");
    area_replace(&small, "a longer text");
    assert_string_equal(small.text.text, "a longer t");
    area_release(&small);
    assert_int_equal(small.text.size, 0);
}

/* So that no copy of it is left behind in memory. */
static void the_text_never_moves(void **state)
{
    const char *place = area.text.text;

    (void)state;
    for (int i = 0; i < MOST; i++)
        type("m");
    assert_int_equal(area.text.size, MOST);
    assert_ptr_equal(area.text.text, place);
}

/* ---- rows ---- */

static void rows_break_between_words(void **state)
{
    (void)state;
    type("The kettle is on, and you do not ask.");
    assert_cursor(20, 1, 19); /* "The kettle is on, " · "and you do not ask." */
    assert_string_equal(canvas_at(&canvas, 2, 1)->text, "a");
    assert_cursor(8, 5, 4); /* The · kettle · is on, · and you · do not · ask. */
    area_replace(&area, "Donaudampfschifffahrt");
    assert_cursor(10, 2, 1);
    area_replace(&area, "漢字漢字");
    assert_cursor(3, 3, 2); /* a wide letter is never cut in two */
}

static void a_line_feed_begins_a_row_of_its_own(void **state)
{
    (void)state;
    assert_cursor(20, 0, 0);
    type("a\n");
    assert_cursor(20, 1, 0);
    type("\nb");
    assert_cursor(20, 2, 1);
}

static void at_the_end_of_a_full_row_the_cursor_stands_behind_it(void **state)
{
    (void)state;
    type("1234567890");
    assert_cursor(10, 0, 10);
    type(" ");
    assert_cursor(10, 0, 10); /* a blank stands beyond the edge */
    type("x");
    assert_cursor(10, 1, 1);
}

static void up_and_down_keep_the_column_over_short_rows(void **state)
{
    (void)state;
    type("a long first line\nab\nthe last line here");
    act(ACTION_UP);
    assert_cursor(WIDTH, 1, 2);
    act(ACTION_UP);
    assert_cursor(WIDTH, 0, 17);
    assert_false(act(ACTION_UP));
    act(ACTION_DOWN);
    act(ACTION_DOWN);
    assert_cursor(WIDTH, 2, 18);
    assert_false(act(ACTION_DOWN));
    act(ACTION_LEFT); /* from here on another column is wished */
    act(ACTION_UP);
    act(ACTION_UP);
    assert_cursor(WIDTH, 0, 17);
}

static void home_and_end_are_those_of_the_row(void **state)
{
    (void)state;
    type("The kettle is on, and you do not ask.");
    act(ACTION_UP);
    assert_true(act(ACTION_LINE_BEGIN));
    assert_cursor(WIDTH, 0, 0);
    assert_true(act(ACTION_LINE_END));
    assert_cursor(WIDTH, 0, 17); /* before the blank where the row breaks */
    act(ACTION_DOWN);
    assert_true(act(ACTION_LINE_BEGIN));
    assert_cursor(WIDTH, 1, 0);
}

static void what_does_not_fit_moves_so_that_the_cursor_is_seen(void **state)
{
    (void)state;
    type("1\n2\n3\n4\n5");
    area_draw(&area, &canvas, 3, 5, WIDTH, 2, ROLE_TEXT, true);
    assert_string_equal(canvas_at(&canvas, 3, 5)->text, "4");
    assert_string_equal(canvas_at(&canvas, 4, 5)->text, "5");
    assert_int_equal(canvas.cursor_row, 4);
    assert_int_equal(canvas.cursor_col, 6);
}

/* ---- taking back ---- */

static void typing_is_taken_back_word_by_word(void **state)
{
    (void)state;
    type_letters("put the kettle");
    act(ACTION_UNDO);
    assert_area("put the |");
    act(ACTION_UNDO);
    assert_area("put |");
    act(ACTION_REDO);
    assert_area("put the |");
    type_letters("pot");
    assert_false(act(ACTION_REDO)); /* another way was taken */
    act(ACTION_UNDO);
    act(ACTION_UNDO);
    act(ACTION_UNDO);
    assert_area("|");
    assert_false(act(ACTION_UNDO));
}

static void a_paste_an_erasure_and_a_replacement_are_one_each(void **state)
{
    (void)state;
    type("one\ntwo");
    act(ACTION_ERASE);
    area_replace(&area, "from an editor");
    assert_area("from an editor|");
    act(ACTION_UNDO);
    assert_area("one\ntw|");
    act(ACTION_UNDO);
    assert_area("one\ntwo|");
    act(ACTION_UNDO);
    assert_area("|");
}

static void the_past_is_bounded(void **state)
{
    size_t back = 0;

    (void)state;
    for (int i = 0; i < 500; i++) {
        type("ab");
        act(ACTION_ERASE);
    }
    while (act(ACTION_UNDO))
        back++;
    assert_in_range(back, 100, 400);
}

/* ---- anything at all ---- */

/* Whatever is done: the text is as a list of bytes would have it, the cursor stands between two
 * letters and is drawn inside, and taking all back ends where it began. */
static void any_actions_keep_the_text_and_the_cursor_sound(void **state)
{
    static const char *const texts[] = { "a",       " ",     "word",
                                         "e\u0301", "漢字",  "👨‍👩‍👧",
                                         "\n",      "a\nb ", "🇨🇭" };
    static const enum action actions[] = { ACTION_LEFT,     ACTION_RIGHT,      ACTION_UP,
                                           ACTION_DOWN,     ACTION_ERASE,      ACTION_ERASE_NEXT,
                                           ACTION_NEW_LINE, ACTION_LINE_BEGIN, ACTION_LINE_END,
                                           ACTION_UNDO,     ACTION_REDO,       ACTION_PAGE_UP,
                                           ACTION_PAGE_DOWN };
    unsigned chance = 5;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        size_t at = area.cursor, size = area.text.size, edge = 0;
        const char *text;
        int width;

        chance = chance * 1103515245u + 12345u;
        text = texts[(chance >> 20) % ARRAY_SIZE(texts)];
        width = 1 + (int)((chance >> 8) % 40);
        if (chance >> 16 & 1) {
            type(text);
            assert_true(area.text.size == size + strlen(text) || size + strlen(text) > MOST);
            assert_true(area.cursor == at + (area.text.size - size));
        } else {
            area_act(&area, actions[(chance >> 17) % ARRAY_SIZE(actions)], NULL, &canvas, width);
        }
        if (area.text.size > 600)
            area_replace(&area, "");
        while (edge < area.cursor)
            edge = text_next_cluster(area.text.text, area.text.size, edge);
        assert_true(text_is_utf8(area.text.text, area.text.size, NULL));
        canvas_reset(&canvas, 80, 24);
        area_draw(&area, &canvas, 2, 3, width, 6, ROLE_TEXT, true);
        assert_in_range(canvas.cursor_row, 2, 7);
        assert_in_range(canvas.cursor_col, 3, 3 + width);
    }
}

static void left_goes_back_the_way_that_right_came(void **state)
{
    size_t places[64], count = 0;

    (void)state;
    type("a漢e\u0301👨‍👩‍👧\n🇨🇭 b");
    while (area.cursor)
        act(ACTION_LEFT);
    do
        places[count++] = area.cursor;
    while (act(ACTION_RIGHT));
    assert_int_equal(count, 9);
    while (count--) {
        assert_int_equal(area.cursor, places[count]);
        act(ACTION_LEFT);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_typed_stands_where_the_cursor_is),
        TEST(a_paste_keeps_its_lines_and_nothing_that_could_steer),
        TEST(a_cluster_is_one_letter),
        TEST(more_than_there_is_room_for_is_left_out_between_two_letters),
        TEST(the_text_never_moves),
        TEST(rows_break_between_words),
        TEST(a_line_feed_begins_a_row_of_its_own),
        TEST(at_the_end_of_a_full_row_the_cursor_stands_behind_it),
        TEST(up_and_down_keep_the_column_over_short_rows),
        TEST(home_and_end_are_those_of_the_row),
        TEST(what_does_not_fit_moves_so_that_the_cursor_is_seen),
        TEST(typing_is_taken_back_word_by_word),
        TEST(a_paste_an_erasure_and_a_replacement_are_one_each),
        TEST(the_past_is_bounded),
        TEST(any_actions_keep_the_text_and_the_cursor_sound),
        TEST(left_goes_back_the_way_that_right_came),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("area", tests, NULL, NULL);
}
