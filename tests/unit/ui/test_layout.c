/* The layout: the table at the three sizes that matter most, and at every other size
 * everything inside the screen with nothing on top of anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "ui/layout.h"

struct drawn {
    int width, height;
    int column, left, middle, right, frame_left, frame_right;
    int top, first, bottom, names, names_last, footer, quiet, leading;
};

static void the_three_sizes_are_as_drawn(void **state)
{
    static const struct drawn drawn[] = {
        { 40, 15, 34, 4, 22, 37, 1, 40, 1, 3, 9, 11, 13, 15, 14, 1 },
        { 80, 24, 54, 14, 42, 67, 9, 72, 2, 5, 15, 17, 20, 22, 24, 2 },
        { 140, 45, 60, 41, 72, 100, 36, 105, 8, 13, 28, 30, 33, 36, 38, 3 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(drawn); i++) {
        const struct drawn *d = &drawn[i];
        struct layout l = layout_of(d->width, d->height);

        assert_int_equal(l.column, d->column);
        assert_int_equal(l.left, d->left);
        assert_int_equal(l.middle, d->middle);
        assert_int_equal(l.right, d->right);
        assert_int_equal(l.margin, d->left - 2);
        assert_int_equal(l.frame_left, d->frame_left);
        assert_int_equal(l.frame_right, d->frame_right);
        assert_int_equal(l.top, d->top);
        assert_int_equal(l.first, d->first);
        assert_int_equal(l.bottom, d->bottom);
        assert_int_equal(l.names, d->names);
        assert_int_equal(l.names + l.names_rows - 1, d->names_last);
        assert_int_equal(l.footer, d->footer);
        assert_int_equal(l.quiet, d->quiet);
        assert_int_equal(l.leading, d->leading);
    }
}

static void width_and_height_choose_separately(void **state)
{
    struct layout l = layout_of(140, 15);

    (void)state;
    assert_int_equal(l.left, 41);
    assert_int_equal(l.bottom, 9);
    assert_int_equal(l.leading, 1);
    l = layout_of(40, 45);
    assert_int_equal(l.left, 4);
    assert_int_equal(l.bottom, 28);
    assert_int_equal(l.leading, 3);
}

static void the_borders_of_the_table_are_where_it_says(void **state)
{
    (void)state;
    assert_true(layout_of(63, 24).narrow);
    assert_int_equal(layout_of(63, 24).column, 57);
    assert_false(layout_of(64, 24).narrow);
    assert_int_equal(layout_of(64, 24).column, 54);
    assert_int_equal(layout_of(99, 24).column, 54);
    assert_int_equal(layout_of(100, 24).column, 60);
    assert_true(layout_of(80, 23).low);
    assert_false(layout_of(80, 24).low);
    assert_int_equal(layout_of(80, 44).leading, 2);
    assert_int_equal(layout_of(80, 45).leading, 3);
}

static void too_small_begins_below_32_by_10(void **state)
{
    (void)state;
    assert_true(layout_fits(32, 10));
    assert_false(layout_fits(31, 10));
    assert_false(layout_fits(32, 9));
    assert_true(layout_fits(300, 100));
}

static void must(bool holds, int width, int height, const char *what)
{
    if (!holds)
        fail_msg("%dx%d: %s", width, height, what);
}

static void check_columns(const struct layout *l, int width, int height)
{
    must(l->frame_left >= 1 && l->frame_right <= width, width, height, "the frame is outside");
    must(l->margin > l->frame_left || l->narrow, width, height, "the margin is on the frame");
    must(l->margin >= 1 && l->margin == l->left - 2, width, height, "the margin");
    must(l->left > l->frame_left && l->right < l->frame_right, width, height, "text on the frame");
    must(l->right - l->left + 1 == l->column, width, height, "the column");
    must(l->middle > l->left && l->middle < l->right, width, height, "the middle");
    must(l->column <= 60 || l->narrow, width, height, "the column is too wide");
    must(l->frame_left - 1 - (width - l->frame_right) <= 1 &&
             width - l->frame_right - (l->frame_left - 1) <= 1,
         width, height, "the card isn't in the middle");
}

static void check_rows(const struct layout *l, int width, int height)
{
    must(l->top >= 1 && l->footer <= height && l->quiet <= height, width, height, "outside");
    must(l->first > l->top && l->first < l->bottom, width, height, "the first line");
    must(l->names > l->bottom, width, height, "the names are on the card");
    must(l->names + l->names_rows - 1 < l->footer, width, height, "the names are on the footer");
    must(l->quiet != l->footer && l->quiet > l->bottom, width, height, "the quiet line");
    must(l->last < l->footer && l->last > l->top, width, height, "the last row of a page");
    must(l->leading >= 1 && l->leading <= 3, width, height, "the leading");
    must(l->names_rows >= 2, width, height, "no room for the two names");
}

static void at_every_size_everything_is_inside_and_apart(void **state)
{
    (void)state;
    for (int width = LAYOUT_MIN_WIDTH; width <= 300; width++)
        for (int height = LAYOUT_MIN_HEIGHT; height <= 100; height++) {
            struct layout l = layout_of(width, height);

            assert_int_equal(l.width, width);
            assert_int_equal(l.height, height);
            check_columns(&l, width, height);
            check_rows(&l, width, height);
        }
}

/* Where names_rows are counted, the quiet line of a low screen may lie among them: then the names
 * have at least a row each before it. */
static void the_quiet_line_leaves_the_names_their_first_row(void **state)
{
    (void)state;
    for (int height = LAYOUT_MIN_HEIGHT; height <= 100; height++)
        must(layout_of(80, height).quiet > layout_of(80, height).names, 80, height,
             "the quiet line is on the names");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_sizes_are_as_drawn),
        cmocka_unit_test(width_and_height_choose_separately),
        cmocka_unit_test(the_borders_of_the_table_are_where_it_says),
        cmocka_unit_test(too_small_begins_below_32_by_10),
        cmocka_unit_test(at_every_size_everything_is_inside_and_apart),
        cmocka_unit_test(the_quiet_line_leaves_the_names_their_first_row),
    };

    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
