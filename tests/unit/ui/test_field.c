/* A line that is typed: the cursor moves and erases by whole letters, a paste becomes one line,
 * and there is an end to what it takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/text.h"
#include "support/stage.h"
#include "ui/field.h"

/* One letter each, to the eye. */
/* clang-format off */
static const char *const letters[] = {
    "a", "é", "e\u0301", "猫", "👨‍👩‍👧‍👦", "🇨🇭", "👍🏽", "❤️", "각", "🏳️‍🌈", "a\u0308\u0323",
};
/* clang-format on */

static void typing_and_erasing_go_by_whole_letters(void **state)
{
    struct field field = FIELD_INIT;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
        field_type(&field, letters[i]);
    for (size_t i = ARRAY_SIZE(letters); i-- > 0;) {
        size_t before = field.text.size;

        assert_true(field_erase(&field));
        assert_int_equal(before - field.text.size, strlen(letters[i]));
    }
    assert_false(field_erase(&field));
    assert_string_equal(field.text.text, "");
    field_release(&field);
}

static void the_cursor_moves_by_whole_letters(void **state)
{
    struct field field = FIELD_INIT;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
        field_type(&field, letters[i]);
    for (size_t i = ARRAY_SIZE(letters); i-- > 0;) {
        size_t before = field.cursor;

        assert_true(field_left(&field));
        assert_int_equal(before - field.cursor, strlen(letters[i]));
    }
    assert_false(field_left(&field));
    for (size_t i = 0; i < ARRAY_SIZE(letters); i++) {
        size_t before = field.cursor;

        assert_true(field_right(&field));
        assert_int_equal(field.cursor - before, strlen(letters[i]));
    }
    assert_false(field_right(&field));
    field_release(&field);
}

static void erase_next_takes_the_letter_behind(void **state)
{
    struct field field = FIELD_INIT;

    (void)state;
    field_set(&field, "👨‍👩‍👧‍👦é!");
    assert_false(field_erase_next(&field));
    field_home(&field);
    assert_true(field_erase_next(&field));
    assert_string_equal(field.text.text, "é!");
    assert_true(field_erase_next(&field));
    assert_string_equal(field.text.text, "!");
    assert_int_equal(field.cursor, 0);
    field_end(&field);
    assert_int_equal(field.cursor, 1);
    field_release(&field);
}

static void text_goes_in_where_the_cursor_is(void **state)
{
    struct field field = FIELD_INIT;

    (void)state;
    field_type(&field, "Sm");
    field_left(&field);
    field_type(&field, "a");
    assert_string_equal(field.text.text, "Sam");
    assert_int_equal(field.cursor, 2);
    field_set(&field, NULL);
    assert_string_equal(field.text.text, "");
    field_release(&field);
}

static void a_paste_becomes_one_clean_line(void **state)
{
    static const struct {
        const char *pasted, *wanted;
    } cases[] = {
        { "one\ntwo", "one two" },
        { "one\r\ntwo\r\n\r\nthree", "one two three" },
        { "one\t\ttwo", "one two" },
        { "a\x1b[31mb\a", "a[31mb" },
        { "a\xff"
          "b",
          "a\ufffd"
          "b" },
        { "a\xc2\x9b"
          "b",
          "ab" },
        { "\xe2\x80\xa8x", " x" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct field field = FIELD_INIT;

        field_type(&field, cases[i].pasted);
        assert_string_equal(field.text.text, cases[i].wanted);
        assert_int_equal(field.cursor, field.text.size);
        field_release(&field);
    }
}

static void blanks_at_the_ends_are_trimmed_and_no_others(void **state)
{
    static const char *const cases[][2] = {
        { "  Ana  ", "Ana" }, { "An a", "An a" }, { "   ", "" }, { "", "" }, { "x", "x" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct field field = FIELD_INIT;
        char *trimmed;

        field_set(&field, cases[i][0]);
        trimmed = field_trimmed(&field);
        assert_string_equal(trimmed, cases[i][1]);
        free(trimmed);
        field_release(&field);
    }
}

static void what_is_too_much_is_cut_between_letters(void **state)
{
    struct field field = FIELD_INIT;

    (void)state;
    field.most = 10;
    field_type(&field, "12345678猫猫"); /* a letter of three bytes has no room */
    assert_string_equal(field.text.text, "12345678");
    field_type(&field, "ab");
    assert_string_equal(field.text.text, "12345678ab");
    field_type(&field, "c");
    assert_string_equal(field.text.text, "12345678ab");
    field_release(&field);
}

static void a_very_long_paste_ends_at_the_limit(void **state)
{
    struct field field = FIELD_INIT;
    struct strbuf paste = STRBUF_INIT;

    (void)state;
    for (int i = 0; i < 100000; i++)
        strbuf_addstr(&paste, i % 3 ? "word " : "👨‍👩‍👧‍👦 ");
    field_type(&field, paste.text);
    assert_in_range(field.text.size, FIELD_BYTES_MAX - 30, FIELD_BYTES_MAX);
    assert_true(text_is_utf8(field.text.text, field.text.size, NULL));
    strbuf_release(&paste);
    field_release(&field);
}

/* What is set from the journal may be longer than what can be typed; nothing of it is lost. */
static void a_text_beyond_the_limit_can_still_be_shortened(void **state)
{
    struct field field = { .text = STRBUF_INIT, .most = 4 };

    (void)state;
    field_set(&field, "longer than four");
    field_type(&field, "x");
    assert_string_equal(field.text.text, "longer than four");
    assert_true(field_erase(&field));
    assert_string_equal(field.text.text, "longer than fou");
    field_release(&field);
}

static void the_part_with_the_cursor_is_drawn(void **state)
{
    struct field field = FIELD_INIT;
    struct canvas canvas;
    char *row;
    struct stage stage = { .running = false };

    (void)state;
    canvas_init(&canvas, 12, 1, false);
    field_set(&field, "abcdefghijklmnop");
    field_draw(&field, &canvas, 1, 2, 10, ROLE_TEXT, true);
    assert_int_equal(canvas.cursor_col, 11);
    stage.canvas = canvas;
    row = stage_row(&stage, 1);
    assert_string_equal(row, " hijklmnop");
    free(row);
    field_home(&field);
    canvas_reset(&canvas, 12, 1);
    field_draw(&field, &canvas, 1, 2, 10, ROLE_TEXT, true);
    assert_int_equal(canvas.cursor_col, 2);
    stage.canvas = canvas;
    row = stage_row(&stage, 1);
    assert_string_equal(row, " abcdefghij");
    free(row);
    canvas_release(&canvas);
    field_release(&field);
}

static void a_field_without_the_focus_leaves_the_cursor_alone(void **state)
{
    struct field field = FIELD_INIT;
    struct canvas canvas;

    (void)state;
    canvas_init(&canvas, 12, 2, false);
    field_set(&field, "abc");
    field_draw(&field, &canvas, 1, 2, 10, ROLE_TEXT, false);
    assert_int_equal(canvas.cursor_row, 2);
    assert_int_equal(canvas.cursor_col, 1);
    canvas_release(&canvas);
    field_release(&field);
}

/* Anything typed, moved and erased: the text stays sound, the cursor between letters, and the
 * drawing within its cells. */
static void any_editing_stays_sound(void **state)
{
    struct rng rng = rng_seeded(3);
    struct canvas canvas;
    struct field field = FIELD_INIT;

    (void)state;
    field.most = 120;
    canvas_init(&canvas, 14, 1, false);
    for (int i = 0; i < 20000; i++) {
        switch (rng_below(&rng, 8)) {
        case 0:
            field_erase(&field);
            break;
        case 1:
            field_erase_next(&field);
            break;
        case 2:
            field_left(&field);
            break;
        case 3:
            field_right(&field);
            break;
        case 4:
            rng_below(&rng, 9) ? (void)0 : field_home(&field);
            break;
        default:
            field_type(&field, letters[rng_below(&rng, ARRAY_SIZE(letters))]);
            break;
        }
        assert_true(field.cursor <= field.text.size && field.text.size <= 120);
        assert_true(text_is_utf8(field.text.text, field.text.size, NULL));
        canvas_reset(&canvas, 14, 1);
        field_draw(&field, &canvas, 1, 3, 9, ROLE_TEXT, true);
        stage_check_canvas(&canvas);
        assert_in_range(canvas.cursor_col, 3, 11);
        assert_string_equal(canvas_at(&canvas, 1, 1)->text, " ");
        assert_string_equal(canvas_at(&canvas, 1, 2)->text, " ");
        for (int col = 12; col <= 14; col++)
            assert_string_equal(canvas_at(&canvas, 1, col)->text, " ");
    }
    field_release(&field);
    canvas_release(&canvas);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_and_erasing_go_by_whole_letters),
        cmocka_unit_test(the_cursor_moves_by_whole_letters),
        cmocka_unit_test(erase_next_takes_the_letter_behind),
        cmocka_unit_test(text_goes_in_where_the_cursor_is),
        cmocka_unit_test(a_paste_becomes_one_clean_line),
        cmocka_unit_test(blanks_at_the_ends_are_trimmed_and_no_others),
        cmocka_unit_test(what_is_too_much_is_cut_between_letters),
        cmocka_unit_test(a_very_long_paste_ends_at_the_limit),
        cmocka_unit_test(a_text_beyond_the_limit_can_still_be_shortened),
        cmocka_unit_test(the_part_with_the_cursor_is_drawn),
        cmocka_unit_test(a_field_without_the_focus_leaves_the_cursor_alone),
        cmocka_unit_test(any_editing_stays_sound),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
