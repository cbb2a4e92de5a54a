/* The stack: what fits stays as it is; where room is short, gaps give way first, then leading,
 * then items by rank, then the gaps between sentences, then the last gaps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "base/mem.h"
#include "support/stage.h"
#include "ui/layout.h"
#include "ui/stack.h"

static struct canvas canvas;
static struct layout layout;

/* Four lines in two sentences, then three more items. */
static void fill(struct stack *stack)
{
    struct stack_item *item;

    *stack = (struct stack){ .count = 0 };
    item = stack_add(stack, &canvas,
                     "Describe the ordinary moment when you first thought: this one stays. Begin "
                     "with the place.",
                     46, VERSE_BREATH, ROLE_VOICE);
    item->leading = 2;
    item->sentence_gap = 1;
    item = stack_add(stack, &canvas, "The oldest follow-up.", 46, VERSE_QUIET, ROLE_TEXT);
    item->drop = 2;
    item = stack_add_rule(stack);
    item->drop = 1;
    item = stack_add(stack, &canvas, "The newest.", 46, VERSE_QUIET, ROLE_VOICE);
    item->gap = 3;
}

static size_t left(const struct stack *stack)
{
    size_t n = 0;

    for (size_t i = 0; i < stack->count; i++)
        n += !stack->items[i].gone;
    return n;
}

static void what_fits_stays_as_it_is(void **state)
{
    struct stack stack;

    (void)state;
    fill(&stack);
    assert_int_equal(stack_fit(&stack, 16), 16); /* 8, 1 + 1, 1 + 1, 3 + 1 */
    assert_int_equal(stack.items[0].leading, 2);
    assert_int_equal(stack.items[3].gap, 3);
    assert_int_equal(left(&stack), 4);
    stack_release(&stack);
}

static void things_give_way_in_their_order(void **state)
{
    static const struct {
        int rows, gap, leading, sentence_gap;
        size_t left;
        bool oldest_gone, rule_gone;
    } cases[] = {
        { 15, 2, 2, 1, 4, false, false }, { 14, 1, 2, 1, 4, false, false }, /* gaps down to one */
        { 13, 1, 1, 1, 4, false, false }, { 11, 1, 1, 1, 4, false, false }, /* then leading */
        { 10, 1, 1, 1, 3, true, false },  { 9, 1, 1, 1, 3, true, false },   /* then items, … */
        { 8, 1, 1, 1, 2, true, true },    { 7, 1, 1, 1, 2, true, true }, /* … the higher first */
        { 6, 1, 1, 0, 2, true, true },    { 5, 0, 1, 0, 2, true, true }, /* then the rest */
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct stack stack;

        fill(&stack);
        assert_in_range(stack_fit(&stack, cases[i].rows), 1, cases[i].rows);
        assert_int_equal(stack.items[3].gap, cases[i].gap);
        assert_int_equal(stack.items[0].leading, cases[i].leading);
        assert_int_equal(stack.items[0].sentence_gap, cases[i].sentence_gap);
        assert_int_equal(left(&stack), cases[i].left);
        assert_int_equal(stack.items[1].gone, cases[i].oldest_gone);
        assert_int_equal(stack.items[2].gone, cases[i].rule_gone);
        stack_release(&stack);
    }
}

static void what_may_not_go_stays_and_is_told(void **state)
{
    struct stack stack;

    (void)state;
    fill(&stack);
    assert_int_equal(stack_fit(&stack, 2), 5);
    assert_false(stack.items[0].gone);
    assert_false(stack.items[3].gone);
    stack_release(&stack);
}

static bool row_is_blank(int row)
{
    for (int col = 1; col <= canvas.width; col++)
        if (strcmp(canvas_at(&canvas, row, col)->text, " "))
            return false;
    return true;
}

/* At any room and any scroll, nothing is drawn outside of the rows that are given. */
static void nothing_is_drawn_outside_of_its_rows(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 18; rows++)
        for (int scroll = 0; scroll < 12; scroll++) {
            struct stack stack;

            fill(&stack);
            stack.items[3].focus = stack.items[3].marked = true;
            stack.items[1].dots = 3;
            canvas_reset(&canvas, 80, 24);
            stack_fit(&stack, rows);
            stack_draw(&stack, &canvas, &layout, 3, 2 + rows, scroll);
            for (int row = 1; row <= 24; row++)
                if (row < 3 || row > 2 + rows)
                    assert_true(row_is_blank(row));
            stack_release(&stack);
        }
}

static void the_cursor_rests_beside_the_focus(void **state)
{
    struct stack stack;

    (void)state;
    fill(&stack);
    stack.items[3].focus = stack.items[3].marked = true;
    stack.items[3].dots = 0;
    canvas_reset(&canvas, 80, 24);
    stack_fit(&stack, 16);
    stack_draw(&stack, &canvas, &layout, 5, 20, 0);
    assert_int_equal(canvas.cursor_row, 20);
    assert_int_equal(canvas.cursor_col, layout.margin);
    assert_string_equal(canvas_at(&canvas, 20, layout.margin)->text, "›");
    assert_string_equal(canvas_at(&canvas, 20, layout.left)->text, "T");
    stack_release(&stack);
}

static void dots_count_up_to_three_to_the_left(void **state)
{
    (void)state;
    for (int dots = 1; dots <= 4; dots++) {
        struct stack stack;

        fill(&stack);
        stack.items[0].dots = dots;
        canvas_reset(&canvas, 80, 24);
        stack_draw(&stack, &canvas, &layout, 5, 24, 0);
        for (int i = 0; i < 4; i++)
            assert_string_equal(canvas_at(&canvas, 5, layout.margin - i)->text,
                                i < dots && i < 3 ? "·" : " ");
        stack_release(&stack);
    }
}

static void more_items_than_there_is_room_for_are_passed_over(void **state)
{
    struct stack stack = { .count = 0 };

    (void)state;
    for (int i = 0; i < STACK_ITEMS_MAX + 5; i++)
        stack_add(&stack, &canvas, "One more.", 46, VERSE_QUIET, ROLE_TEXT)->gap = 0;
    assert_int_equal(stack.count, STACK_ITEMS_MAX);
    assert_int_equal(stack_fit(&stack, 100), STACK_ITEMS_MAX);
    stack_release(&stack);
    assert_int_equal(stack.count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_stays_as_it_is),
        cmocka_unit_test(things_give_way_in_their_order),
        cmocka_unit_test(what_may_not_go_stays_and_is_told),
        cmocka_unit_test(nothing_is_drawn_outside_of_its_rows),
        cmocka_unit_test(the_cursor_rests_beside_the_focus),
        cmocka_unit_test(dots_count_up_to_three_to_the_left),
        cmocka_unit_test(more_items_than_there_is_room_for_are_passed_over),
    };
    int failed;

    setlocale(LC_CTYPE, "C.UTF-8");
    layout = layout_of(80, 24);
    canvas_init(&canvas, 80, 24, false);
    failed = cmocka_run_group_tests_name("stack", tests, NULL, NULL);
    canvas_release(&canvas);
    return failed;
}
